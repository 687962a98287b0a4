"""Deeds that settle a commitment: found by kind, side and day, and with who tells of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from detente.codebook import MUTUAL
from detente.crisis.deed_index import Deed, Deeds, rank
from detente.crisis.matter import NAMED, calls_off, is_borne_out, office_holders, same_matter_done
from detente.crisis.promises import Promise, Wanted
from detente.crisis.wording import beginnings, overlap

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
    return sorted((deed for deed in found if _fits(promise, deed)), key=rank)


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
