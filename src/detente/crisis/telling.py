"""Who tells of a thing, who denies it and who merely repeats: the voices behind a proposition, weighed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from detente.crisis.history import is_history
from detente.crisis.known import Known, side, sides
from detente.crisis.recall import Ground
from detente.schema import Actor, Event, Figure, Statement

# A report that speaks of itself: its words are its voice's.
_ITSELF = re.compile(
    r"\b(?:earlier|previous|prior|original|first|initial)\s+(?:version|edition)\b|"
    r"\bthis\s+(?:report|article|story|newspaper|paper|agency)\b|^(?:our\b|we$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One record's stand towards a proposition.

    origin: the side whose word it is; for a report's own claim its voice. voice: of the report. own: the
    report's own claim, resting on nobody that it names. relayed: the origin's word as somebody passes it on.
    retold: told as earlier history. confirms: said as a confirmation. known_at: of the record.
    """

    record: str
    origin: str
    voice: str
    asserts: bool
    own: bool
    relayed: bool
    retold: bool
    confirms: bool
    known_at: datetime
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What tellings add up to. A voice that names its source counts as that source.

    asserting, denying: origins by their latest word. firsthand: those asserting whose own word is on record,
    not only as others relay it. turned: origins that first asserted and now deny; admitted: that first denied
    and now assert. asserted, denied: the first telling of each stand of each origin. repeated: all others.
    """

    asserting: tuple[str, ...]
    denying: tuple[str, ...]
    firsthand: tuple[str, ...]
    turned: tuple[str, ...]
    admitted: tuple[str, ...]
    asserted: tuple[Telling, ...]
    denied: tuple[Telling, ...]
    repeated: tuple[Telling, ...]

    @property
    def tellings(self) -> tuple[Telling, ...]:
        return (*self.asserted, *self.denied, *self.repeated)


def tell(known: Known, record: Event | Statement | Figure, *, asserts: bool) -> Telling:
    """Find out whose word a record is."""
    rests_on = ground(known, record)
    found = known.told.get((record.id, asserts))
    if found is None or found[0] is not rests_on:
        found = known.told[record.id, asserts] = (rests_on, _tell(known, record, asserts))
    return cast(Telling, found[1])


def _tell(known: Known, record: Event | Statement | Figure, asserts: bool) -> Telling:
    saying = record if isinstance(record, Statement) else known.said.get(record.said_in or "")
    speaker = record.speaker or (saying.speaker if saying is not None else None)
    voice = known.voice(record.grounds.source_id)
    if speaker is not None and speaker.entity is None and _ITSELF.search(speaker.text):
        speaker = None
    medium = None if speaker is None else known.medium(speaker)
    if medium is not None and medium in (voice, known.publisher_id(record.grounds.source_id)):
        speaker = None
    origin = voice if speaker is None else medium or origin_of(speaker)
    teller = known.said.get(saying.via) if saying is not None and saying.via is not None else None
    relayed = saying is not None and saying.via is not None
    if teller is not None and teller.speaker is not None and origin_of(teller.speaker) == origin:
        relayed = False
    return Telling(
        record=record.id,
        origin=origin,
        voice=voice,
        asserts=asserts and not _has_part_denied(record, saying),
        own=speaker is None and not relayed,
        relayed=relayed,
        retold=isinstance(record, Event) and is_history(record),
        confirms=saying is not None and saying.act == "confirm",
        known_at=record.grounds.known_at,
        probability=record.grounds.probability,
    )


def ground(known: Known, record: Event | Statement | Figure) -> Ground:
    """All that `tell` takes of what was known."""
    found = known.grounds.get(record.id)
    if found is None or found[0] is not record:
        found = known.grounds[record.id] = _ground(known, record)
    return found


def _ground(known: Known, record: Event | Statement | Figure) -> Ground:
    saying = record if isinstance(record, Statement) else known.said.get(record.said_in or "")
    speaker = record.speaker or (saying.speaker if saying is not None else None)
    return (
        record,
        saying,
        known.said.get(saying.via) if saying is not None and saying.via is not None else None,
        None if speaker is None else known.medium(speaker),
        known.voice(record.grounds.source_id),
        known.publisher_id(record.grounds.source_id),
    )


def _has_part_denied(record: Event | Statement | Figure, saying: Statement | None) -> bool:
    """Whether a thing is named in the denial of whoever is said to have done it: "denied any part in it"."""
    if saying is None or saying.act != "deny" or not isinstance(record, Event):
        return False
    return side(saying.speaker) in sides(record.by)


def origin_of(speaker: Actor) -> str:
    """The side that a speaker speaks for; one that cannot be resolved is told apart by name alone."""
    return side(speaker) or f"name:{speaker.name.casefold()}"


def weigh(tellings: Iterable[Telling]) -> Weighed:
    """Sort tellings, given in order of known_at, into those that count and those that repeat.

    What a report denies in its own words it takes back: the word of those whom its voice alone had quoted for
    it no longer stands.
    """
    told = list(tellings)
    heard: dict[str, set[str]] = {}
    sources = _sources(told)
    direct = {(telling.origin, telling.asserts) for telling in told if not telling.relayed}
    stand: dict[str, bool] = {}
    first: dict[tuple[str, bool], Telling] = {}
    turned: set[str] = set()
    admitted: set[str] = set()
    repeated: list[Telling] = []
    for telling in told:
        key = (telling.origin, telling.asserts)
        named = telling.own and telling.asserts and bool(sources.get(telling.voice, set()) - {telling.origin})
        late = telling.retold and bool(stand) and telling.origin not in stand
        if named or late or (telling.relayed and key in direct):
            repeated.append(telling)
            continue
        if stand.get(telling.origin) is (not telling.asserts):
            (admitted if telling.asserts else turned).add(telling.origin)
            (turned if telling.asserts else admitted).discard(telling.origin)
        stand[telling.origin] = telling.asserts
        if telling.asserts:
            heard.setdefault(telling.origin, set()).add(telling.voice)
        elif telling.own:
            for origin in [one for one, voices in heard.items() if voices == {telling.voice}]:
                if stand.get(origin):
                    del stand[origin]
                    turned.add(telling.origin)
        if key in first:
            repeated.append(telling)
        else:
            first[key] = telling
    return Weighed(
        asserting=tuple(sorted(origin for origin, asserts in stand.items() if asserts)),
        denying=tuple(sorted(origin for origin, asserts in stand.items() if not asserts)),
        firsthand=tuple(
            sorted(origin for origin, asserts in stand.items() if asserts and not first[origin, True].relayed)
        ),
        turned=tuple(sorted(turned)),
        admitted=tuple(sorted(admitted)),
        asserted=tuple(telling for (_, asserts), telling in first.items() if asserts),
        denied=tuple(telling for (_, asserts), telling in first.items() if not asserts),
        repeated=tuple(repeated),
    )


def _sources(told: Iterable[Telling]) -> dict[str, set[str]]:
    """For each voice the origins that it names for the assertion: then its own words rest on them."""
    sources: dict[str, set[str]] = {}
    for telling in told:
        if not telling.own and telling.asserts:
            sources.setdefault(telling.voice, set()).add(telling.origin)
    return sources
