"""Incidents as acts: who did what to whom on which day, each once, with how far it is believed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from detente.codebook import Codebook
from detente.crisis.denials import denied_incidents
from detente.crisis.known import Known, day_of, sides
from detente.crisis.telling import Telling, tell, weigh
from detente.schema import Event, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One incident that somebody tells as done, put together from its mentions.

    by, to: sides (country codes or entity ids), as most voices have it. intensity: -10..10, the median over
    voices. credence: 0..1, how far it counts. voices: of the reports that tell of it. records: ids of all its
    mentions. known_at: of the first mention that tells it as done. retold: only told as earlier history.
    """

    incident: str
    type: str
    mode: str | None
    quad: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    day: date
    known_at: datetime
    intensity: float
    credence: float
    voices: tuple[str, ...]
    records: tuple[str, ...]
    probability: float
    retold: bool

    def dyads(self) -> tuple[tuple[str, str], ...]:
        """Each side that acts with each other side that it acts upon."""
        return tuple((by, to) for by in self.by for to in self.to if by != to)


def gather_acts(known: Known, codebook: Codebook) -> tuple[Act, ...]:
    """Make one act of each incident that has a day and a mention told as done, in order of day."""
    denials = denied_incidents(known)
    mentions: dict[str, list[Event]] = {}
    for event in known.events:
        incident = denials.get(event.id) or known.incidents.get(event.id)
        if incident is not None and event.status in ("reported", "denied"):
            mentions.setdefault(incident, []).append(event)
    denying: dict[str, list[Statement]] = {}
    for statement in known.statements:
        if statement.id in denials:
            denying.setdefault(denials[statement.id], []).append(statement)
    acts = (
        _act(known, codebook, incident, events, denying.get(incident, ()))
        for incident, events in mentions.items()
    )
    return tuple(sorted((act for act in acts if act is not None), key=lambda act: (act.day, act.incident)))


def _act(
    known: Known,
    codebook: Codebook,
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
    kind, mode = _agreed(known, done)
    return Act(
        incident=incident,
        type=kind,
        mode=mode,
        quad=codebook.quad(kind).name,
        by=_named(known, ((event, sides(event.by)) for event in done)),
        to=_named(known, ((event, sides(event.to)) for event in done)),
        day=day,
        known_at=done[0].grounds.known_at,
        intensity=_intensity(known, [event for event in done if event.type == kind]),
        credence=credence(tellings),
        voices=tuple(sorted({known.voice(event.grounds.source_id) for event in done})),
        records=(*(event.id for event in events), *(statement.id for statement in denying)),
        probability=max(event.grounds.probability for event in done),
        retold=all(event.background for event in done),
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
        (event.when.basis in ("publication", "unknown"), event.background, event.grounds.known_at, day)
        for event in done
        if (day := day_of(event)) is not None
    ]
    return min(days)[3] if days else None


def _agreed(known: Known, done: Sequence[Event]) -> tuple[str, str | None]:
    """The type that most voices give, and its most frequent mode; the earlier known where votes are equal."""
    types = Counter(kind for kind, _ in dict.fromkeys((event.type, _voice(known, event)) for event in done))
    kind = types.most_common(1)[0][0]
    told = ((event.mode, _voice(known, event)) for event in done if event.type == kind and event.mode)
    modes = Counter(mode for mode, _ in dict.fromkeys(told))
    return kind, modes.most_common(1)[0][0] if modes else None


def _named(known: Known, parties: Iterable[tuple[Event, frozenset[str]]]) -> tuple[str, ...]:
    """The sides that most voices name."""
    votes = {(party, _voice(known, event)) for event, named in parties for party in named}
    count = Counter(party for party, _ in votes)
    most = max(count.values(), default=0)
    return tuple(sorted(party for party, votes_for in count.items() if votes_for == most))


def _intensity(known: Known, done: Sequence[Event]) -> float:
    """The median over voices of each voice's first word, so that copies and repetitions weigh nothing."""
    by_voice: dict[str, float] = {}
    for event in done:
        by_voice.setdefault(_voice(known, event), event.intensity)
    return float(median(by_voice.values()))


def _voice(known: Known, event: Event) -> str:
    return known.voice(event.grounds.source_id)
