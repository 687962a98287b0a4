"""The ledger of commitments: what was vowed, pledged, agreed, planned or demanded, and what became of it.

==========  ===========================================================================================
open        nothing on record settles it, and its day lies more than a week ahead or was never named
due soon    as open, and its day is today or within a week
kept        somebody who does not gain by saying so tells that it was done; for an ultimatum: it was met
broken      a deed or refusal that cannot go with it is on record, and not done by its day after all; for
            an ultimatum: not met in time, and refused, or followed from its day on by what was said to
            follow
superseded  the same side set a new term for the same matter while the old one ran, or put the meeting off
lapsed      its day has passed, or it named none and half a year has gone by since anybody told it, and
            no record says what became of it: without evidence, neither kept nor broken
==========  ===========================================================================================

A passed day alone never makes a commitment broken, nor does the word of the other party alone, nor does a
deed that is less likely than not to be read right settle it: these are kept as steps, and their records among
those that the standing rests on.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from detente.codebook import Codebook, load
from detente.crisis.deed_index import Deeds, index_deeds
from detente.crisis.known import Known
from detente.crisis.ledger import list_promises
from detente.crisis.outcomes import Outcome, find_outcome, first_looked_at, last_looked_at
from detente.crisis.promises import OPEN_DAYS, Promise
from detente.crisis.recall import Recall
from detente.schema import Standing, Step

METHOD = "ledger/1"
SOON_DAYS = 7  # one weekly brief


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
    recall = recall or Recall()
    promises = list_promises(seen, book, recall) if promises is None else promises
    deeds = index_deeds(seen, book, recall)
    renewed: dict[str, Promise] = {}
    for promise in promises:
        for old in promise.replaces:
            renewed.setdefault(old, promise)
    plans = tuple(promise for promise in promises if promise.meets)
    return tuple(
        _standing(
            seen, promise, deeds, _outcome(seen, promise, deeds, plans, recall), renewed.get(promise.first.id)
        )
        for promise in promises
    )


def _outcome(
    seen: Known, promise: Promise, deeds: Deeds, plans: Sequence[Promise], recall: Recall
) -> Outcome:
    """What settled a commitment; of one that nothing new can settle any more, what was found before."""
    last = last_looked_at(promise)
    if last is None or last >= seen.today:
        return find_outcome(seen, promise, deeds, plans)
    rivals = tuple(plan for plan in plans if plan.said_on <= last) if promise.meets else ()
    return recall.find(
        ("outcome", promise.first.id),
        (promise, deeds.state(first_looked_at(promise), last), rivals),
        partial(find_outcome, seen, promise, deeds, rivals),
    )


def _standing(
    seen: Known, promise: Promise, deeds: Deeds, outcome: Outcome, successor: Promise | None
) -> Standing:
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
    beside = tuple(deed.event.id for deed in outcome.beside)
    return Standing(
        records=tuple(sorted({*own, *shown_by, *beside})),
        method=METHOD,
        probability=promise.probability * probability,
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
        return "open" if today <= promise.ages_on else "lapsed"
    days_left = (promise.due_by - today).days
    if days_left < 0:
        return "lapsed"
    return "due soon" if days_left <= SOON_DAYS else "open"


def _aged(promise: Promise, state: str) -> tuple[Step, ...]:
    if state != "lapsed" or promise.due_by is not None:
        return ()
    last = promise.tellings[-1].grounds.known_at.date()
    detail = f"names no day, and nothing is told of it since {last}, more than {OPEN_DAYS} days"
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
    if not promise.needs:
        return ()
    met = deeds.of(promise.needs, parties, promise.said_on + timedelta(days=1), today)
    if not met:
        return ()
    return (Step(rule="ledger.condition", detail=f"such a {met[0].event.type} is told on {met[0].day}"),)
