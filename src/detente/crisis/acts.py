"""Incidents as acts: who did what to whom on which day, each once, with how far it is believed.

Who suffers an act is often not named but where: "Russian missiles struck Kharkiv". Deeds that fall on those
where they are done (see `FALLS`) then count for the country of the place, as `about` takes them too, with
PLACED of their certainty. Who acts is never taken from a place.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from statistics import median

from detente.codebook import Codebook
from detente.crisis.denials import denied_incidents
from detente.crisis.heard import Heard
from detente.crisis.history import is_history
from detente.crisis.kinds import Kind, kind_of
from detente.crisis.known import Known, day_of, sides
from detente.crisis.recall import Recall
from detente.crisis.rows import Row
from detente.crisis.telling import Telling, tell, weigh
from detente.schema import Actor, Event, Incident, Place, Statement

FALLS = frozenset({"ASSAULT", "COERCE", "RETREAT"})
# How often the country of the place is among those named as hit, where a side outside of it did the deed and
# both are named: 505 of 824 such mentions in four years of Wikipedia's current events. The rest hit armed
# groups and third states there.
PLACED = 0.61


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One incident that somebody tells as done, put together from its mentions.

    type, mode: what it counts as (see `kinds`). by, to: sides (country codes or entity ids), as most voices
    have it. placed: `to` is the country where it happened, since nobody names who suffered it. intensity:
    -10..10, the median over voices. credence: 0..1, how far it counts. voices: of the reports that tell of
    it. records: ids of all its mentions. known_at: of the first mention that tells it as done. retold: only
    told as earlier history. dyads: each side that acts with each other side that it acts upon.
    """

    incident: str
    type: str
    mode: str | None
    quad: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    placed: bool = False
    day: date
    known_at: datetime
    intensity: float
    credence: float
    voices: tuple[str, ...]
    records: tuple[str, ...]
    probability: float
    retold: bool
    dyads: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        dyads = tuple((by, to) for by in self.by for to in self.to if by != to)
        object.__setattr__(self, "dyads", dyads)

    @property
    def share(self) -> float:
        """How sure it is that an act falls upon whom it is counted for; credence and probability hold it."""
        return PLACED if self.placed else 1.0

    @property
    def told(self) -> float:
        """The probability that it is done as told, whoever it falls upon."""
        return self.probability / self.share


def gather_acts(
    known: Known,
    codebook: Codebook,
    *,
    denials: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> tuple[Act, ...]:
    """Make one act of each incident that has a day and a mention told as done, in order of day.

    denials: `denied_incidents` of `known`, where these are found already. recall: of earlier drawings.
    """
    recall = recall or Recall()
    denials = denied_incidents(known, recall) if denials is None else denials
    return recall.find(("acts",), (), partial(_Acts, codebook)).follow(known, denials, recall)


class _Acts:
    """The acts of incidents, each made anew when a mention of it changes."""

    def __init__(self, codebook: Codebook) -> None:
        self._heard: Heard[Act | None] = Heard(_incident_of, partial(_act, codebook))
        self._ordered: list[Act] = []

    def follow(self, known: Known, denials: Mapping[str, str], recall: Recall) -> tuple[Act, ...]:
        """The acts of what is known, in order of day."""
        changed = self._heard.follow(known, denials, recall)
        fresh = (self._heard[incident] for incident in changed & self._heard.mentions.keys())
        self._ordered = [act for act in self._ordered if act.incident not in changed]
        self._ordered += [act for act in fresh if act is not None]
        self._ordered.sort(key=lambda act: (act.day, act.incident))
        return tuple(self._ordered)


def _incident_of(row: Row) -> str | None:
    return row.incident if row.event.status in ("reported", "denied") else None


def _act(
    codebook: Codebook,
    known: Known,
    incident: str,
    events: Sequence[Event],
    denying: Sequence[Statement],
) -> Act | None:
    done = [event for event in events if event.status == "reported"]
    day = _day(done)
    if day is None:
        return None
    tellings = [tell(known, event, asserts=event.status == "reported") for event in events]
    tellings += [tell(known, statement, asserts=False) for statement in denying]
    tellings.sort(key=lambda telling: telling.known_at)
    told = [(event, kind_of(event, codebook)) for event in done]
    kind, mode = _agreed(known, told)
    by = _named(known, ((event, sides(event.by)) for event, counted in told if counted.type == kind))
    to = _named(known, ((event, counted.to) for event, counted in told if counted.type == kind))
    where = () if to or kind not in FALLS else _named(known, ((event, _land(event, by)) for event in done))
    share = PLACED if where else 1.0
    return Act(
        incident=incident,
        type=kind,
        mode=mode,
        quad=codebook.quad(kind).name,
        by=by,
        to=to or where,
        placed=bool(where),
        day=day,
        known_at=done[0].grounds.known_at,
        intensity=_intensity(known, ((event, counted) for event, counted in told if counted.type == kind)),
        credence=credence(tellings) * share,
        voices=tuple(sorted({known.voice(event.grounds.source_id) for event in done})),
        records=(*(event.id for event in events), *(statement.id for statement in denying)),
        probability=max(event.grounds.probability for event in done) * share,
        retold=all(is_history(event) for event in done),
    )


def credence(tellings: Iterable[Telling]) -> float:
    """How far a thing is to be believed that `asserting` independent voices tell and `denying` ones deny.

    (asserting + 1) / (asserting + denying + 2): one voice 2/3, two 3/4, one against one 1/2.
    Source: Laplace's rule of succession; Laplace (1814), Essai philosophique sur les probabilites.
    """
    weighed = weigh(tellings)
    return (len(weighed.asserting) + 1) / (len(weighed.asserting) + len(weighed.denying) + 2)


def _day(done: Sequence[Event]) -> date | None:
    """The day of the mention that places it most exactly: a stated day before the day of publication."""
    days = [
        (event.when.basis in ("publication", "unknown"), is_history(event), event.grounds.known_at, day)
        for event in done
        if (day := day_of(event)) is not None
    ]
    return min(days)[3] if days else None


def met_at(by: Iterable[Actor], kind: str, place: Place | None) -> frozenset[str]:
    """The country on which a deed of a kind falls by where it is done; none within the actors' own."""
    if kind not in FALLS or place is None or place.country is None:
        return frozenset()
    acting = sides(by)
    return frozenset({place.country} - acting) if acting else frozenset()


def upon(incident: Incident) -> frozenset[str]:
    """The sides that an incident falls upon: those named, else the country of its place."""
    return sides(incident.to) or met_at(incident.by, incident.type, incident.place)


def _land(event: Event, by: Iterable[str]) -> frozenset[str]:
    """The country where a mention has it happen, if that is not the actors' own and nobody quits office."""
    if event.mode == "resign":
        return frozenset()
    return met_at(event.by, event.type, event.place) - frozenset(by)


def _agreed(known: Known, told: Sequence[tuple[Event, Kind]]) -> tuple[str, str | None]:
    """The type that most voices give, and its most frequent mode; the earlier known where votes are equal."""
    types = Counter(
        kind for kind, _ in dict.fromkeys((kind.type, _voice(known, event)) for event, kind in told)
    )
    most = types.most_common(1)[0][0]
    named = ((kind.mode, _voice(known, event)) for event, kind in told if kind.type == most and kind.mode)
    modes = Counter(mode for mode, _ in dict.fromkeys(named))
    return most, modes.most_common(1)[0][0] if modes else None


def _named(known: Known, parties: Iterable[tuple[Event, frozenset[str]]]) -> tuple[str, ...]:
    """The sides that most voices name."""
    votes = {(party, _voice(known, event)) for event, named in parties for party in named}
    count = Counter(party for party, _ in votes)
    most = max(count.values(), default=0)
    return tuple(sorted(party for party, votes_for in count.items() if votes_for == most))


def _intensity(known: Known, told: Iterable[tuple[Event, Kind]]) -> float:
    """The median over voices of each voice's first word, so that copies and repetitions weigh nothing."""
    by_voice: dict[str, float] = {}
    for event, kind in told:
        by_voice.setdefault(_voice(known, event), kind.intensity)
    return float(median(by_voice.values()))


def _voice(known: Known, event: Event) -> str:
    return known.voice(event.grounds.source_id)
