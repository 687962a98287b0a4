"""What settles a commitment: the deed that shows it kept or broken, or why none on record does.

A deed settles a commitment where it is as likely as not that it was read right, and so was the commitment: a
state that is told flatly must hold more often than it fails. A deed below that stands beside, as a step.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp

from detente.codebook import MUTUAL
from detente.crisis.calling_off import puts_off
from detente.crisis.cues import calls_itself_answer
from detente.crisis.deed_index import Deed, Deeds
from detente.crisis.deeds import following_up, fulfilling, opposing
from detente.crisis.known import Known
from detente.crisis.promises import Promise, Wanted
from detente.schema import Span, Step

_SURE = 0.5
_GRACE_DAYS = 7  # a deed may come this late, or be told this late, and still be the one promised
_CEASEFIRE_DAYS = 365  # how long a shot is a breach of a ceasefire; later it is another war
_USUAL_DAYS = 60  # how far back to look for how usual such deeds were before
_CEASEFIRE = Wanted(type="RETREAT", mode="ceasefire")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What settles a commitment, if anything does.

    shown: the deciding deed and its other mentions. beside: what speaks of it and settles nothing.
    probability: that `shown` was read right and is what was promised.
    """

    state: str | None
    shown: tuple[Deed, ...] = ()
    beside: tuple[Deed, ...] = ()
    steps: tuple[Step, ...] = ()
    probability: float = 1.0


def first_looked_at(promise: Promise) -> date:
    """The first day of which a deed is looked at; of a meeting any, for other meetings that were planned."""
    return date.min if promise.meets else promise.said_on - timedelta(days=_USUAL_DAYS)


def last_looked_at(promise: Promise) -> date | None:
    """The last day of which a deed can settle a commitment; None where any later one may."""
    if promise.setters and promise.due_by is None:
        return None
    ends = _ends(promise)
    if _CEASEFIRE in promise.wanted:
        return max(ends, promise.said_on + timedelta(days=_CEASEFIRE_DAYS))
    return ends


def _ends(promise: Promise) -> date:
    """Until when a deed is taken for the one promised."""
    return promise.ages_on if promise.due_by is None else promise.due_by + timedelta(days=_GRACE_DAYS)


def find_outcome(seen: Known, promise: Promise, deeds: Deeds, plans: Sequence[Promise] = ()) -> Outcome:
    """Say what settled a commitment by the day of `seen.as_of`. plans: all plans to meet."""
    last = min(seen.today, _ends(promise))
    done = [deed for deed in fulfilling(promise, deeds, last) if _is_credible(promise, deed)]
    if promise.setters:
        return _ultimatum(seen, promise, deeds, done)
    if _CEASEFIRE in promise.wanted:
        last = min(seen.today, promise.said_on + timedelta(days=_CEASEFIRE_DAYS))
    against = opposing(promise, deeds, last, plans)
    off = [deed for deed in against if promise.meets and puts_off(deed.event)]
    against = [deed for deed in against if deed not in off]
    broken = [deed for deed in against if deed.telling.origin not in _accusers(promise, deed)]
    alleged = tuple(deed for deed in against if deed not in broken)
    found = _broken(seen, promise, broken, done) or _kept(seen, promise, deeds, done)
    found = found or _put_off(seen, promise, off) or _unsettled(broken=broken, done=done, off=off)
    steps = tuple(
        Step(rule="ledger.alleged", detail=f"breach on {deed.day} is the word of {deed.telling.origin} alone")
        for deed in alleged
    )
    return _with(found, beside=alleged, steps=steps if found.state is None else ())


def _ultimatum(seen: Known, promise: Promise, deeds: Deeds, done: Sequence[Deed]) -> Outcome:
    """Met, enforced after the term, or refused until it was over; else open to the calendar.

    Whoever does in time what was demanded has met it, whatever came before the term was over.
    """
    term = promise.due_by
    last = seen.today if term is None else min(seen.today, term + timedelta(days=_GRACE_DAYS))
    followed = following_up(promise, deeds, last)
    enforced = [deed for deed in followed if term is None or deed.day >= term]
    early = tuple(deed for deed in followed[:1] if deed not in enforced)
    refused = [deed for deed in opposing(promise, deeds, last) if deed.telling.origin not in promise.setters]
    sure, blow = _sure(promise, done), _sure(promise, enforced)
    steps = tuple(_came(deed, ", before the term was over") for deed in early)
    if sure and (not blow or _is_in_time(promise, sure[0]) or sure[0].day <= blow[0].day):
        steps += (*_late(promise, sure[0]), *(_came(deed, " all the same") for deed in blow[:1]))
        return _with(_settled(seen, "kept", sure[0], done), beside=early, steps=steps)
    if blow:
        return _with(
            _settled(seen, "broken", blow[0], enforced), beside=early, steps=(*steps, _came(blow[0]))
        )
    no = _sure(promise, refused)[:1]
    is_over = term is not None and seen.today > term
    steps += tuple(
        Step(rule="ledger.refused", detail=f"refused on {deed.day}{', and the term is over' * is_over}")
        for deed in no
    )
    if no and is_over:
        return _with(_settled(seen, "broken", no[0], refused), beside=early, steps=steps)
    unsettled = _unsettled(broken=enforced, done=done)
    return _with(unsettled, beside=(*early, *no), steps=steps)


def _came(deed: Deed, how: str = "") -> Step:
    return Step(rule="ledger.enforced", detail=f"what was said to follow came on {deed.day}{how}")


def _broken(seen: Known, promise: Promise, broken: Sequence[Deed], done: Sequence[Deed]) -> Outcome | None:
    """Broken by the first deed that is sure, unless what was promised came before it.

    A refusal is no more than words: whoever does by the day that was set what they refused has kept it.
    """
    held = _sure(promise, done)
    sure = [
        deed
        for deed in _sure(promise, broken)
        if deed.type != "REJECT" or not held or not _is_in_time(promise, held[0])
    ]
    if not sure or (held and _CEASEFIRE not in promise.wanted and held[0].day <= sure[0].day):
        return None
    return _settled(seen, "broken", sure[0], broken)


def _kept(seen: Known, promise: Promise, deeds: Deeds, done: Sequence[Deed]) -> Outcome | None:
    """Kept by the deed that calls itself an answer, else by the first.

    A blow, or a meeting of which no text says with whom, may be one of many that would have come anyway.
    """
    sure = _sure(promise, done)
    if not sure:
        return None
    own = next((deed for deed in sure if promise.hostile and _calls_itself_answer(deed)), None)
    first = own or sure[0]
    found = _with(_settled(seen, "kept", first, done), steps=_late(promise, first))
    if own is not None or not (promise.hostile or (promise.meets and not promise.others)):
        return found
    usual = _usual(promise, deeds)
    chance = 0.5 + 0.5 * exp(-usual * max(1, (first.day - promise.said_on).days))
    detail = f"{usual:.2f} such deeds a day were told in the {_USUAL_DAYS} days before"
    steps = (Step(rule="ledger.usual", detail=detail),) if usual else ()
    if promise.probability * found.probability * chance < _SURE:
        return _with(_unsure("kept", first), steps=steps)
    return _with(found, steps=steps, chance=chance)


def _put_off(seen: Known, promise: Promise, off: Sequence[Deed]) -> Outcome | None:
    """A meeting that is put off, and not held since, is planned no more as it was."""
    sure = _sure(promise, off)
    if not sure:
        return None
    steps = (Step(rule="ledger.put_off", detail=f"put off on {sure[-1].day}"),)
    return _with(_settled(seen, "superseded", sure[-1], off), steps=steps)


def _settled(seen: Known, state: str, deciding: Deed, found: Iterable[Deed]) -> Outcome:
    """A state by its deciding deed and the other mentions of the same incident; the surest counts."""
    incident = seen.incidents.get(deciding.event.id)
    same = (
        deed
        for deed in found
        if deed is not deciding and incident is not None and seen.incidents.get(deed.event.id) == incident
    )
    shown = (deciding, *same)
    return Outcome(
        state=state, shown=shown, probability=max(deed.event.grounds.probability for deed in shown)
    )


def _unsettled(*, broken: Sequence[Deed], done: Sequence[Deed], off: Sequence[Deed] = ()) -> Outcome:
    """No state, with the surest of the deeds that may show one."""
    found = [("kept", deed) for deed in done] + [("broken", deed) for deed in broken]
    found += [("superseded", deed) for deed in off]
    best = max(found, key=lambda one: one[1].event.grounds.probability, default=None)
    return Outcome(state=None) if best is None else _unsure(*best)


def _unsure(state: str, deed: Deed) -> Outcome:
    detail = f"{deed.type} told on {deed.day} may show it {state}, which is not sure enough to say"
    return Outcome(state=None, beside=(deed,), steps=(Step(rule="ledger.unsure", detail=detail),))


def _with(
    outcome: Outcome, *, beside: Iterable[Deed] = (), steps: Iterable[Step] = (), chance: float = 1.0
) -> Outcome:
    return replace(
        outcome,
        beside=(*outcome.beside, *beside),
        steps=(*outcome.steps, *steps),
        probability=outcome.probability * chance,
    )


def _sure(promise: Promise, found: Iterable[Deed]) -> list[Deed]:
    """The deeds that are sure enough to settle a promise."""
    return [deed for deed in found if promise.probability * deed.event.grounds.probability >= _SURE]


def _is_in_time(promise: Promise, deed: Deed) -> bool:
    return promise.due_by is not None and deed.day <= promise.due_by


def _late(promise: Promise, deed: Deed) -> tuple[Step, ...]:
    if promise.due_by is None or deed.day <= promise.due_by:
        return ()
    late = (deed.day - promise.due_by).days
    return (Step(rule="ledger.late", detail=f"{late} days after the day it was due"),)


def _is_credible(promise: Promise, deed: Deed) -> bool:
    """Whether a deed is not merely the doer's own word in its favour; harm may be told by anybody."""
    if deed.telling.origin not in promise.doers:
        return True
    return not promise.setters and (promise.hostile or deed.type in MUTUAL)


def _accusers(promise: Promise, deed: Deed) -> frozenset[str]:
    """The parties whose word alone does not show a breach: all that the doer of the deed is bound to."""
    return (promise.others | promise.doers) - deed.by


def _usual(promise: Promise, deeds: Deeds) -> float:
    """How many such deeds a day there were before the promise."""
    before = promise.said_on - timedelta(days=_USUAL_DAYS)
    earlier = deeds.of(promise.wanted, promise.doers, before, promise.said_on - timedelta(days=1))
    return len({(deed.day, deed.type) for deed in earlier}) / _USUAL_DAYS


def _calls_itself_answer(deed: Deed) -> bool:
    evidence = (part for part in deed.event.grounds.evidence if isinstance(part, Span))
    return any(calls_itself_answer(part.text) for part in evidence)
