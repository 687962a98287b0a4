"""Deeds that settle a commitment: found by kind, side and day, and with who tells of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import accumulate

from detente.codebook import MUTUAL, Codebook
from detente.crisis.acts import met_at
from detente.crisis.calling_off import find_called_off
from detente.crisis.history import is_history
from detente.crisis.kinds import kind_of
from detente.crisis.known import Known, day_of, sides
from detente.crisis.matter import NAMED, calls_off, is_borne_out, office_holders, same_matter_done
from detente.crisis.promises import Promise, Wanted
from detente.crisis.recall import Recall
from detente.crisis.telling import Telling, ground, tell
from detente.crisis.wording import beginnings, overlap
from detente.schema import Event, Span

# What breaks a commitment to act well, beside the refusal of it: acts that cannot go with what was promised.
_OPPOSED: Mapping[Wanted, tuple[Wanted, ...]] = {
    Wanted(type="RETREAT", mode="ceasefire"): (Wanted(type="ASSAULT", mode=None),),
    Wanted(type="RETREAT", mode="access"): (Wanted(type="COERCE", mode="restrict"),),
    Wanted(type="AID", mode=None): (Wanted(type="SANCTION", mode="discontinue"),),
}
_CALLS = beginnings("call calls phone telephone")
# The mode of REJECT that refuses each type of act.
_REFUSED: Mapping[str, str] = {
    "CONSULT": "meet",
    "AGREE": "meet",
    "RETREAT": "yield",
    "CONCEDE": "yield",
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something told as done. type, mode: what it counts as. by, to: sides; for a deed whose sufferer nobody
    names the country of its place. words: of its sentence and place."""

    event: Event
    type: str
    mode: str | None
    telling: Telling
    day: date
    by: frozenset[str]
    to: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """Deeds in order of day, under each side that acted, and under each type with each side.

    days: of all deeds, in order. states: of each, a digest of it and all before.
    """

    by_type: Mapping[tuple[str, str], Sequence[Deed]]
    by_side: Mapping[str, Sequence[Deed]]
    days: Sequence[date]
    states: Sequence[int]
    recall: Recall

    def state(self, last: date) -> int:
        """A digest of all that was done up to a day, as it is known: equal where nothing of that is new."""
        number = bisect_right(self.days, last)
        return self.states[number - 1] if number else 0

    def of(self, kinds: Iterable[Wanted], doers: Iterable[str], first: date, last: date) -> list[Deed]:
        """What the doers did of these kinds from `first` to `last`; a kind without mode takes any."""
        wanted = {(kind.type, kind.mode) for kind in kinds}
        rows = (self.by_type.get((kind, doer), ()) for kind in {kind for kind, _ in wanted} for doer in doers)
        found = {deed.event.id: deed for row in rows for deed in _between(row, first, last)}
        fitting = (
            deed for deed in found.values() if (deed.type, None) in wanted or (deed.type, deed.mode) in wanted
        )
        return sorted(fitting, key=_rank)

    def worded(self, promise: Promise, first: date, last: date) -> list[Deed]:
        """What the doers did, in sentences that share the promise's words, whatever the kind."""
        rows = tuple(
            tuple(_between(self.by_side.get(doer, ()), first, last)) for doer in sorted(promise.doers)
        )
        key = ("worded", promise.first.id)
        return self.recall.find(key, (promise.words, rows), partial(_worded, promise.words, rows))


def _worded(words: frozenset[str], rows: Iterable[Sequence[Deed]]) -> list[Deed]:
    found = {deed.event.id: deed for row in rows for deed in row}
    return sorted((deed for deed in found.values() if overlap(words, deed.words) >= NAMED), key=_rank)


def index_deeds(seen: Known, codebook: Codebook, recall: Recall | None = None) -> Deeds:
    """Index the events that are told as done and as news, and the meetings that are told as called off.

    recall: of earlier drawings.
    """
    recall = recall or Recall()
    by_type: dict[tuple[str, str], list[Deed]] = {}
    by_side: dict[str, list[Deed]] = {}
    every: list[Deed] = []
    done = (event for event in seen.events if event.status == "reported")
    for event in (*done, *find_called_off(seen.events)):
        deed = recall.find(("deed", event.id), ground(seen, event), partial(_deed, seen, codebook, event))
        if deed is None:
            continue
        every.append(deed)
        acting = deed.by | deed.to if deed.type in MUTUAL else deed.by
        for party in acting:
            by_type.setdefault((deed.type, party), []).append(deed)
            by_side.setdefault(party, []).append(deed)
    for row in (*by_type.values(), *by_side.values(), every):
        row.sort(key=_rank)
    told = ((deed.event.id, seen.incidents.get(deed.event.id), deed.telling) for deed in every)
    states = tuple(accumulate(told, lambda state, one: hash((state, one)), initial=0))[1:]
    return Deeds(
        by_type=by_type, by_side=by_side, days=[deed.day for deed in every], states=states, recall=recall
    )


def _deed(seen: Known, codebook: Codebook, event: Event) -> Deed | None:
    """What an event tells as done; None for history, and for what has no day.

    A meeting called off is refused on the day on which that is told: its own day is the one it was set for.
    """
    off = event.status == "denied"
    day = event.grounds.known_at.date() if off else day_of(event)
    if is_history(event) or day is None:
        return None
    kind = kind_of(event, codebook)
    if off:
        kind = replace(kind, type="REJECT", mode="meet", to=sides(event.to))
    told = [part.text for part in event.grounds.evidence if isinstance(part, Span)]
    where = [] if event.place is None else [event.place.name]
    return Deed(
        event=event,
        type=kind.type,
        mode=kind.mode,
        telling=tell(seen, event, asserts=True),
        day=day,
        by=sides(event.by),
        to=kind.to or met_at(event.by, kind.type, event.place),
        words=beginnings(" ".join((*told, *where))),
    )


def _rank(deed: Deed) -> tuple[date, str]:
    return (deed.day, deed.event.id)


def _between(row: Sequence[Deed], first: date, last: date) -> Sequence[Deed]:
    start = bisect_left(row, first, key=lambda deed: deed.day)
    return row[start : bisect_right(row, last, key=lambda deed: deed.day)]


def fulfilling(promise: Promise, deeds: Deeds, last: date) -> list[Deed]:
    """Deeds that do what the promise wants, up to `last`, from the day after it was given."""
    first = _from(promise)
    kinds = promise.wanted
    found = deeds.of(kinds, promise.doers, first, last) if kinds else deeds.worded(promise, first, last)
    return [
        deed
        for deed in found
        if _fits(promise, deed)
        and deed.type != "REJECT"
        and same_matter_done(promise, deed)
        and (kinds or is_borne_out(promise, deed))
    ]


def opposing(promise: Promise, deeds: Deeds, last: date, plans: Sequence[Promise] = ()) -> list[Deed]:
    """Deeds of the doers that cannot go with the promise: refusals, and acts opposed to what it wants.

    plans: all plans to meet, by which a refusal to meet is told to be of this one or of another.
    """
    if promise.hostile:
        return []
    against = [kind for wanted in promise.wanted for kind in _opposed(wanted)]
    first = _from(promise)
    refusals = deeds.of([Wanted(type="REJECT", mode=None)], promise.doers, promise.said_on, last)
    refused = {_REFUSED.get(wanted.type) for wanted in promise.wanted}
    found = [
        deed
        for deed in refusals
        if _later(promise, deed)
        and (
            ((deed.mode in refused or _speaks_of(promise, deed)) and same_matter_done(promise, deed))
            or (promise.meets and calls_off(promise, deed, _rivals(promise, deed, deeds, plans)))
        )
    ]
    found += [deed for deed in deeds.of(against, promise.doers, first, last) if _undoes(promise, deed)]
    return sorted((deed for deed in found if _fits(promise, deed)), key=_rank)


def _rivals(promise: Promise, deed: Deed, deeds: Deeds, plans: Iterable[Promise]) -> Iterator[Promise]:
    """The other meetings that were planned when a refusal was told, and not yet held."""
    for other in plans:
        running = other.said_on <= deed.day <= (other.ages_on if other.due_by is None else other.due_by)
        same = other.first.id in (promise.first.id, *promise.replaces)
        if running and not same and _later(other, deed) and not fulfilling(other, deeds, deed.day):
            yield other


def _undoes(promise: Promise, deed: Deed) -> bool:
    """Whether an opposed act is of the promise's matter; of a truce any shot at the other party is."""
    if deed.type == "ASSAULT":
        return bool(deed.to & (promise.doers | promise.others) - deed.by)
    return same_matter_done(promise, deed)


def following_up(promise: Promise, deeds: Deeds, last: date) -> list[Deed]:
    """Deeds by which the setters of an ultimatum do what they said would follow."""
    first = promise.said_on + timedelta(days=1)
    found = deeds.of(promise.otherwise, promise.setters, first, last)
    return [deed for deed in found if _later(promise, deed) and deed.to & promise.doers]


def _opposed(wanted: Wanted) -> tuple[Wanted, ...]:
    return (*_OPPOSED.get(wanted, ()), *(_OPPOSED.get(Wanted(type=wanted.type, mode=None), ())))


def _speaks_of(promise: Promise, deed: Deed) -> bool:
    return overlap(promise.words, deed.words) >= NAMED


def _from(promise: Promise) -> date:
    """The first day on which a deed can answer the promise: never the day itself, which may lie before it.

    What is arranged for a day is not done before that day; what is vowed or demanded may be.
    """
    after = promise.said_on + timedelta(days=1)
    arranged = promise.due_from if promise.family == "plan" else None
    return after if arranged is None else max(after, arranged)


def _later(promise: Promise, deed: Deed) -> bool:
    """Whether a deed is told after the promise, and in another report than any telling of the promise."""
    told = {telling.grounds.source_id for telling in promise.tellings}
    first = promise.first.grounds
    return deed.event.grounds.known_at > first.known_at and deed.event.grounds.source_id not in told


def _fits(promise: Promise, deed: Deed) -> bool:
    """Whether a deed is by and towards those whom the promise names, and told after it."""
    if not _later(promise, deed):
        return False
    if deed.type in MUTUAL:
        named = promise.doers | promise.others
        met = len((deed.by | deed.to) & named) >= min(2, len(named))
        return met and _same_kind_of_contact(promise, deed) and not _other_persons(promise, deed)
    return not promise.others or not deed.to or bool(deed.to & (promise.others | promise.doers - deed.by))


def _same_kind_of_contact(promise: Promise, deed: Deed) -> bool:
    """A telephone call is not the meeting that was planned, nor a meeting the call."""
    is_call = Wanted(type="CONSULT", mode="phone") in promise.wanted or bool(promise.words & _CALLS)
    return is_call if deed.mode == "phone" else not is_call or deed.mode is None


def _other_persons(promise: Promise, deed: Deed) -> bool:
    """Whether office-holders met who are not those for whom the meeting was planned."""
    planned = office_holders(actor for telling in promise.tellings for actor in (*telling.by, *telling.to))
    met = office_holders((*deed.event.by, *deed.event.to))
    return any(planned[party].isdisjoint(met[party]) for party in planned.keys() & met.keys())
