"""What records add up to. Every finding names the records it rests on; none of them edits a record."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from detente.schema.ids import set_id
from detente.schema.record import Actor, Place, Step, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What all findings share.

    id: of kind, record ids and the finding's own labels.
    records: ids of the records (for a Copy: reports) it rests on, sorted.
    method: name and version of the rule that made it.
    probability: 0..1.
    """

    kind: ClassVar[str] = "finding"
    id: str = field(init=False)
    records: tuple[str, ...]
    method: str
    probability: float
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        set_id(self, self.kind, tuple(sorted(self.records)), *self.labels())

    def labels(self) -> tuple[object, ...]:
        """What, beside its records, tells this finding from another of its kind."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Finding):
    """A report that carries the text of another: both count as one voice. similarity: Jaccard, 0..1."""

    kind: ClassVar[str] = "copy"
    report_id: str
    of: str
    similarity: float

    def labels(self) -> tuple[object, ...]:
        return (self.report_id, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Finding):
    """One happening, however often it was reported.

    voices: publisher ids that tell of it independently. places, times: all that were claimed.
    figures: ids of Figures in order of known_at. foretold: ids of Events that planned or threatened it.
    """

    kind: ClassVar[str] = "incident"
    type: str
    mode: str | None = None
    by: tuple[Actor, ...] = ()
    to: tuple[Actor, ...] = ()
    place: Place | None = None
    when: When
    first_report: str
    last_report: str
    voices: tuple[str, ...]
    places: tuple[Place, ...] = ()
    times: tuple[When, ...] = ()
    figures: tuple[str, ...] = ()
    foretold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Finding):
    """Statements on one proposition. state: single-voice, corroborated, disputed, withdrawn.

    asserted, denied, repeated: ids of Statements, Events and Figures. voices: who asserts it by their latest
    word: sides that speak (country codes or entity ids), and publishers where a report tells it as its own.
    """

    kind: ClassVar[str] = "claim"
    proposition: str
    state: str
    asserted: tuple[str, ...]
    denied: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()

    def labels(self) -> tuple[object, ...]:
        return (self.proposition,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Finding):
    """What became of a commitment. state: open, due soon, kept, broken, superseded, lapsed.

    shown_by: ids of the later records that show it. days_left: None without a due date.
    """

    kind: ClassVar[str] = "standing"
    commitment_id: str
    state: str
    as_of: datetime
    days_left: int | None = None
    shown_by: tuple[str, ...] = ()

    def labels(self) -> tuple[object, ...]:
        return (self.commitment_id, self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain(Finding):
    """An act and the answer to it (Incident ids). basis: stated in a text, or inferred from the dyad."""

    kind: ClassVar[str] = "chain"
    act: str
    answer: str
    basis: str
    lag_days: int | None = None

    def labels(self) -> tuple[object, ...]:
        return (self.act, self.answer, self.basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Finding):
    """How hostile (negative) or friendly (positive) `by` acted towards `to` in a day or week.

    by, to: entity ids or country codes. value: -10..10 with its interval low..high.
    reports: voices that tell of the acts in it; a copy is one voice with what it copies.
    """

    kind: ClassVar[str] = "level"
    by: str
    to: str
    first_day: date
    last_day: date
    value: float
    low: float
    high: float
    reports: int

    def labels(self) -> tuple[object, ...]:
        return (self.by, self.to, self.first_day, self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rupture(Finding):
    """A day on which the level of a dyad changed for good. before, after: mean levels on either side."""

    kind: ClassVar[str] = "rupture"
    by: str
    to: str
    day: date
    before: float
    after: float

    def labels(self) -> tuple[object, ...]:
        return (self.by, self.to, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Finding):
    """The month's arrow: deteriorated, improved, unchanged. alerts: conflict risk, resolution opportunity.

    about: the sides (country codes or entity ids), sorted. arrow: None where there is no month before to
    compare with, nothing to compare, or sides that moved apart.
    """

    kind: ClassVar[str] = "assessment"
    about: tuple[str, ...]
    first_day: date
    last_day: date
    arrow: str | None
    alerts: tuple[str, ...] = ()

    def labels(self) -> tuple[object, ...]:
        return (self.about, self.first_day, self.last_day, self.arrow, self.alerts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Finding):
    """A contact between two sides: who, by which channel, at which level, when.

    channel: phone, visit, third-party, multilateral, mediated, exchange, treaty, letter; None where no text
    says how. level: leaders, ministers, envoys, of the lower side; None where a side sends nobody named.
    through: who mediated.
    """

    kind: ClassVar[str] = "contact"
    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    channel: str | None
    when: When
    level: str | None = None
    through: tuple[Actor, ...] = ()
