"""What a text says: events, statements, commitments, figures. Each record leads back to its sentence.

A record's id is made of its kind, report, spans and labels. How an actor, place or date was resolved, with
what probability and by which reading, stays outside: the same mention keeps its id when the reader learns.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from detente.schema.errors import InputError
from detente.schema.ids import set_id
from detente.schema.report import Evidence, Row, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step that led to a record, for `detente why`: the rule or head that spoke, and what it said."""

    rule: str
    detail: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a record is there.

    evidence: the sentence (or more), or the archive's row; never empty.
    known_at: when the world could know it.
    reading_id: of the weights, codebook and code that read it.
    probability: that the record is true to its text, 0..1.

    Raises: InputError for no evidence or a probability outside 0..1.
    """

    evidence: tuple[Evidence, ...]
    known_at: datetime
    reading_id: str
    probability: float
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise InputError("a record needs evidence")
        if not 0.0 <= self.probability <= 1.0:
            raise InputError(f"probability {self.probability} is outside 0..1")

    @property
    def source_id(self) -> str:
        """The report's id, or the dataset's name."""
        first = self.evidence[0]
        return first.dataset if isinstance(first, Row) else first.report_id

    @property
    def anchor(self) -> tuple[object, ...]:
        """What ties a record to its place: the report, or the row itself."""
        first = self.evidence[0]
        return (first.dataset, first.row, first.sha256) if isinstance(first, Row) else (first.report_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time, to the day. `earliest` and `latest` are inclusive, and None where the text leaves them open.

    basis: stated (the text names the day), relative (counted from the published date), publication (nothing
        was said: the published date itself) or unknown.
    expression: the words that say when, or None.
    value: the expression as TIMEX3 value ("2025-06-01", "P2W", "2025-06-01T14:30"): keeps what a day cannot,
        and what stays relative because no published date is known.
    """

    earliest: date | None = None
    latest: date | None = None
    basis: str = "unknown"
    expression: Span | None = None
    value: str | None = None
    probability: float | None = None
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise InputError(f"time ends ({self.latest}) before it begins ({self.earliest})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something happened. `name` is the place's own name, `mention` the words of the text.

    country: ISO 3166-1 alpha-3. latitude, longitude: WGS 84 degrees. precision: point, city, region, country.
    """

    mention: Span | None = None
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    precision: str | None = None
    probability: float | None = None
    alternatives: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, is acted upon or speaks. Two actors may share a mention ("the two leaders").

    mention: the words of the text; None for an imported record.
    name: the entity's own name where resolved, else the mention's text.
    entity: a Wikidata id where known, else "kind:slug"; None where it cannot be resolved.
    role: the office held at the report's date.
    members: entity ids, when collective. country: ISO 3166-1 alpha-3, "IGO:..." for international
        organisations, or "state:<stem>" ("state:marev" of Marevia and Marevian) for a state that the registry
        lacks and the report makes known by two things that only states have. sector: PLOVER's.
    alternatives: other entities that the mention may stand for.
    """

    mention: Span | None = None
    name: str
    entity: str | None = None
    role: str | None = None
    members: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    probability: float | None = None
    alternatives: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def text(self) -> str:
        """As it stands in the text, or as the archive names it."""
        return self.mention.text if self.mention else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention of an act.

    trigger: the word that names it; None for an imported record.
    status: as its nearest teller has it: reported, denied, planned, threatened, promised, demanded, possible.
    background: told as earlier history, not as news.
    speaker, said_in: who says so, and in which Statement (id); both None when the report itself tells it.
    intensity: -10 (worst) .. 10 on the codebook's Goldstein-like scale.
    """

    kind: ClassVar[str] = "event"
    id: str = field(init=False)
    trigger: Span | None = None
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    by: tuple[Actor, ...] = ()
    to: tuple[Actor, ...] = ()
    place: Place | None = None
    when: When
    status: str = "reported"
    background: bool = False
    speaker: Actor | None = None
    said_in: str | None = None
    intensity: float
    grounds: Grounds

    def __post_init__(self) -> None:
        labels = (self.type, self.mode, self.status, self.background)
        parts = (_span(self.trigger), _actors(self.by), _actors(self.to))
        told = (_place(self.place), _when(self.when), _actor(self.speaker), self.said_in)
        set_id(self, self.kind, *self.grounds.anchor, *labels, *parts, *told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody says something. What is said is not fact because it is said.

    cue: the word that tells of the saying, or None.
    speaker: None for the report's own voice. target: whom the content judges.
    content: one span or more: quotations get split.
    via: id of the statement that reports this one, or None.
    tone: -1 hostile .. 1 friendly, towards target.
    """

    kind: ClassVar[str] = "statement"
    id: str = field(init=False)
    act: str
    cue: Span | None = None
    speaker: Actor | None = None
    addressee: Actor | None = None
    target: Actor | None = None
    content: tuple[Span, ...]
    quoted: bool = False
    via: str | None = None
    tone: float = 0.0
    when: When
    grounds: Grounds

    def __post_init__(self) -> None:
        parties = (_actor(self.speaker), _actor(self.addressee), _actor(self.target))
        spans = (_span(self.cue), tuple(_span(span) for span in self.content))
        set_id(self, self.kind, *self.grounds.anchor, self.act, *parties, *spans, self.quoted, self.via)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Somebody binds themselves, or sets somebody a term: vow, pledge, ultimatum, agreement, plan.

    In an ultimatum `by` sets the term, `to` must act, `action` is theirs, `otherwise` is what follows.
    due: the day or days by which; its `expression` holds the words.
    """

    kind: ClassVar[str] = "commitment"
    id: str = field(init=False)
    act: str
    cue: Span | None = None
    by: tuple[Actor, ...] = ()
    to: tuple[Actor, ...] = ()
    action: Span | None = None
    condition: Span | None = None
    otherwise: Span | None = None
    due: When | None = None
    speaker: Actor | None = None
    said_in: str | None = None
    grounds: Grounds

    def __post_init__(self) -> None:
        spans = tuple(_span(span) for span in (self.cue, self.action, self.condition, self.otherwise))
        parties = (_actors(self.by), _actors(self.to))
        told = (_when(self.due), _actor(self.speaker), self.said_in)
        set_id(self, self.kind, *self.grounds.anchor, self.act, *spans, *parties, *told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in the text: killed, injured, missing, displaced, detained, released, deployed, amount.

    mention: the number words. low, high: inclusive bounds; None where open ("at least 12": 12, None).
    unit: persons, an ISO 4217 currency, or what is counted. of: whose. event: id of the event it measures.
    """

    kind: ClassVar[str] = "figure"
    id: str = field(init=False)
    quantity: str
    mention: Span | None = None
    low: float | None = None
    high: float | None = None
    unit: str = "persons"
    of: Actor | None = None
    event: str | None = None
    speaker: Actor | None = None
    said_in: str | None = None
    grounds: Grounds

    def __post_init__(self) -> None:
        labels = (self.quantity, self.low, self.high, self.unit)
        told = (_actor(self.of), self.event, _actor(self.speaker), self.said_in)
        set_id(self, self.kind, *self.grounds.anchor, _span(self.mention), *labels, *told)


Record = Event | Statement | Commitment | Figure


def _span(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _actor(actor: Actor | None) -> object:
    return None if actor is None else _span(actor.mention) or (actor.name, actor.entity)


def _actors(actors: tuple[Actor, ...]) -> tuple[object, ...]:
    return tuple(_actor(actor) for actor in actors)


def _place(place: Place | None) -> object:
    return None if place is None else _span(place.mention) or (place.name, place.country)


def _when(when: When | None) -> object:
    if when is None or when.expression is not None:
        return None if when is None else _span(when.expression)
    return None if when.basis == "publication" else (when.earliest, when.latest)
