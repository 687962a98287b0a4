"""The ledger of commitments: what was vowed, pledged, agreed, planned or demanded, and what became of it.

==========  ===========================================================================================
open        nothing on record settles it, and its day lies more than a week ahead or was never named
due soon    as open, and its day is today or within a week
kept        somebody who does not gain by saying so tells that it was done; for an ultimatum: it was met
broken      a deed or refusal that cannot go with it is on record; for an ultimatum: refused until the
            term was over, or followed by what was said to follow
superseded  the same side set a new term for the same matter while the old one ran
lapsed      its day has passed, or it named none and half a year has gone by since anybody told it, and
            no record says what became of it: without evidence, neither kept nor broken
==========  ===========================================================================================

A passed day alone never makes a commitment broken, nor does the word of the other party alone: that is kept
as a step, and its record among those that the standing rests on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from detente.codebook import Codebook, load
from detente.crisis.cues import calls_itself_answer
from detente.crisis.deeds import Deed, Deeds, following_up, fulfilling, index_deeds, opposing
from detente.crisis.known import Known
from detente.crisis.matter import MUTUAL
from detente.crisis.promises import Promise, Wanted, list_promises
from detente.crisis.recall import Recall
from detente.schema import Span, Standing, Step

METHOD = "ledger/1"
SOON_DAYS = 7  # one weekly brief
_GRACE_DAYS = 7  # a deed may come this late, or be told this late, and still be the one promised
# How long a deed is taken for the one promised where no day was named, from the last telling on; after it the
# commitment has lapsed, since nothing could settle it any more.
_OPEN_DAYS = 180
_CEASEFIRE_DAYS = 365  # how long a shot is a breach of a ceasefire; later it is another war
_USUAL_DAYS = 60  # how far back to look for how usual such deeds were before
_CEASEFIRE = Wanted(type="RETREAT", mode="ceasefire")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What settles a commitment, if anything does. alleged: what only the other party says."""

    state: str | None
    shown: tuple[Deed, ...] = ()
    alleged: tuple[Deed, ...] = ()
    steps: tuple[Step, ...] = ()
    probability: float = 1.0


def keep_ledger(
    seen: Known,
    codebook: Codebook | None = None,
    *,
    promises: Sequence[Promise] | None = None,
    recall: Recall | None = None,
) -> tuple[Standing, ...]:
    """Say how each commitment stands at `seen.as_of`, in order of first telling; each once.

    promises: those of `seen`, where they are listed already. recall: of earlier drawings.
    """
    book = codebook or load()
    promises = list_promises(seen, book) if promises is None else promises
    deeds = index_deeds(seen, book, recall)
    renewed: dict[str, Promise] = {}
    for promise in promises:
        for old in promise.replaces:
            renewed.setdefault(old, promise)
    return tuple(_standing(seen, promise, deeds, renewed.get(promise.first.id)) for promise in promises)


def _standing(seen: Known, promise: Promise, deeds: Deeds, successor: Promise | None) -> Standing:
    outcome = _outcome(seen, promise, deeds)
    shown_by = tuple(deed.event.id for deed in outcome.shown)
    settled = min((deed.event.grounds.known_at for deed in outcome.shown), default=None)
    state, steps, probability = outcome.state, outcome.steps, outcome.probability
    if successor is not None and (settled is None or successor.first.grounds.known_at < settled):
        state, shown_by, probability = (
            "superseded",
            (successor.first.id,),
            successor.first.grounds.probability,
        )
        steps = (Step(rule="ledger.superseded", detail=f"a new term was set, due {successor.due_by}"),)
    state = state or _unsettled(promise, seen.today)
    own = tuple(telling.id for telling in promise.tellings)
    alleged = tuple(deed.event.id for deed in outcome.alleged)
    return Standing(
        records=tuple(sorted({*own, *shown_by, *alleged})),
        method=METHOD,
        probability=max(telling.grounds.probability for telling in promise.tellings) * probability,
        steps=(*_told(promise), *_condition(promise, deeds, seen.today), *steps, *_aged(promise, state)),
        commitment_id=promise.first.id,
        state=state,
        as_of=seen.as_of,
        days_left=None if promise.due_by is None else (promise.due_by - seen.today).days,
        shown_by=shown_by,
    )


def _unsettled(promise: Promise, today: date) -> str:
    """The state of what no record settles: it follows from the calendar alone."""
    if promise.due_by is None:
        return "open" if today <= _ages_on(promise) else "lapsed"
    days_left = (promise.due_by - today).days
    if days_left < 0:
        return "lapsed"
    return "due soon" if days_left <= SOON_DAYS else "open"


def _ages_on(promise: Promise) -> date:
    """The last day on which a commitment without a day still runs."""
    return promise.tellings[-1].grounds.known_at.date() + timedelta(days=_OPEN_DAYS)


def _aged(promise: Promise, state: str) -> tuple[Step, ...]:
    if state != "lapsed" or promise.due_by is not None:
        return ()
    last = promise.tellings[-1].grounds.known_at.date()
    detail = f"names no day, and nothing is told of it since {last}, more than {_OPEN_DAYS} days"
    return (Step(rule="ledger.aged", detail=detail),)


def _told(promise: Promise) -> tuple[Step, ...]:
    steps = []
    if len(promise.tellings) > 1:
        steps.append(Step(rule="ledger.tellings", detail=f"told {len(promise.tellings)} times, kept once"))
    if promise.first.condition is not None:
        text = promise.first.condition.text
        steps.append(
            Step(rule="ledger.condition", detail=f"on condition: {text}", span=promise.first.condition)
        )
    return tuple(steps)


def _condition(promise: Promise, deeds: Deeds, today: date) -> tuple[Step, ...]:
    """Whether what the commitment hangs on is on record."""
    parties = promise.doers | promise.others
    met = deeds.of(promise.needs, parties, promise.said_on + timedelta(days=1), today)
    if not promise.needs or not met:
        return ()
    return (Step(rule="ledger.condition", detail=f"such a {met[0].event.type} is told on {met[0].day}"),)


def _outcome(seen: Known, promise: Promise, deeds: Deeds) -> _Outcome:
    last = seen.today
    if promise.due_by is not None:
        last = min(last, promise.due_by + timedelta(days=_GRACE_DAYS))
    else:
        last = min(last, _ages_on(promise))
    if promise.setters:
        return _ultimatum(seen, promise, deeds, last)
    done = _credible(promise, fulfilling(promise, deeds, last))
    holds_until = promise.said_on + timedelta(days=_CEASEFIRE_DAYS)
    against = opposing(promise, deeds, min(seen.today, holds_until) if _CEASEFIRE in promise.wanted else last)
    broken = [deed for deed in against if deed.telling.origin not in _accusers(promise, deed)]
    alleged = tuple(deed for deed in against if deed not in broken)
    if broken and (not done or _CEASEFIRE in promise.wanted or broken[0].day < done[0].day):
        return _Outcome(state="broken", shown=_mentions(seen, broken), alleged=alleged)
    if done:
        return _kept(seen, promise, deeds, done, alleged)
    steps = tuple(
        Step(rule="ledger.alleged", detail=f"breach on {deed.day} is the word of {deed.telling.origin} alone")
        for deed in alleged
    )
    return _Outcome(state=None, alleged=alleged, steps=steps)


def _ultimatum(seen: Known, promise: Promise, deeds: Deeds, last: date) -> _Outcome:
    """Met, enforced, or refused until the term was over; else open to the calendar."""
    met = [deed for deed in fulfilling(promise, deeds, last) if deed.telling.origin not in promise.doers]
    enforced = following_up(promise, deeds, last)
    refused = [deed for deed in opposing(promise, deeds, last) if deed.telling.origin not in promise.setters]
    if met and (not enforced or met[0].day <= enforced[0].day):
        return _Outcome(state="kept", shown=_mentions(seen, met))
    if enforced:
        step = Step(rule="ledger.enforced", detail=f"what was said to follow came on {enforced[0].day}")
        return _Outcome(state="broken", shown=_mentions(seen, enforced), steps=(step,))
    over = promise.due_by is not None and seen.today > promise.due_by
    if refused and over:
        step = Step(rule="ledger.refused", detail=f"refused on {refused[0].day}, and the term is over")
        return _Outcome(state="broken", shown=_mentions(seen, refused), steps=(step,))
    steps = tuple(Step(rule="ledger.refused", detail=f"refused on {deed.day}") for deed in refused[:1])
    return _Outcome(state=None, alleged=tuple(refused[:1]), steps=steps)


def _kept(
    seen: Known, promise: Promise, deeds: Deeds, done: Sequence[Deed], alleged: tuple[Deed, ...]
) -> _Outcome:
    """Kept by the deed that calls itself an answer, else by the first."""
    own = next((deed for deed in done if promise.hostile and _calls_itself_answer(deed)), None)
    first = own or done[0]
    steps, probability = [], first.event.grounds.probability
    if promise.due_by is not None and first.day > promise.due_by:
        late = (first.day - promise.due_by).days
        steps.append(Step(rule="ledger.late", detail=f"{late} days after the day it was due"))
    if promise.hostile and own is None:
        usual = _usual(promise, deeds)
        probability *= 0.5 + 0.5 * exp(-usual * max(1, (first.day - promise.said_on).days))
        if usual:
            detail = f"{usual:.2f} such deeds a day were told in the {_USUAL_DAYS} days before"
            steps.append(Step(rule="ledger.usual", detail=detail))
    shown = _mentions(seen, [first, *(deed for deed in done if deed is not first)])
    return _Outcome(state="kept", shown=shown, alleged=alleged, steps=tuple(steps), probability=probability)


def _credible(promise: Promise, done: Sequence[Deed]) -> list[Deed]:
    """Deeds that are not merely the doer's own word in its favour; harm may be told by anybody."""
    return [
        deed
        for deed in done
        if promise.hostile or deed.type in MUTUAL or deed.telling.origin not in promise.doers
    ]


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


def _mentions(seen: Known, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deciding deed and the other mentions of the same incident."""
    incident = seen.incidents.get(deeds[0].event.id)
    same = (
        deed for deed in deeds[1:] if incident is not None and seen.incidents.get(deed.event.id) == incident
    )
    return (deeds[0], *same)
