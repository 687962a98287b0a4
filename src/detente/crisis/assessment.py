"""The month's arrow and the two alerts, for the sides that a crisis is about.

The arrow compares the last 30 days with the 30 before them in two ways: the mean level of acts (see
`estimates`), and how many acts of material conflict there were an observed day (see `months`); of all acts
between the sides, and of each side towards each other (see `arrow`).
Below three tellings in both months together (an act told by two voices is two) there is no arrow at all, not
even "unchanged": that nothing moved is a finding too, and one report cannot carry it.
An "unchanged" of less than even probability is what is left where one measure probably moved, and none of
them surely: it is told as no clear direction.
The words are those of the CrisisWatch bulletin of the International Crisis Group; its arrows and alerts are
judgements, these are reckoned.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import permutations

from detente.codebook import Codebook, load
from detente.crisis.acts import Act, gather_acts
from detente.crisis.alerts import OPPORTUNITY, TRUCES, raise_alerts
from detente.crisis.arrow import RULE, Pointing, point
from detente.crisis.known import Known
from detente.crisis.ledger import list_promises
from detente.crisis.levels import LEAST_TOLD
from detente.crisis.months import Change, Month, compare, narrow, sum_month
from detente.crisis.promises import Promise
from detente.crisis.series import observed_days
from detente.schema import Actor, Assessment, InputError, Rupture, Standing, Step

METHOD = "assessment/1"
MONTH_DAYS = 30
UNCLEAR = 0.5  # an "unchanged" less probable than this is no finding that nothing moved
_QUARREL_DAYS = 365  # as long as this a quarrel is one
_YIELDED = frozenset({"ceasefire", "release"})
_TOLD = 12  # acts that an assessment names at most, the weightiest first


def assess(
    seen: Known,
    *,
    about: Collection[str],
    standings: Iterable[Standing] = (),
    ruptures: Iterable[Rupture] = (),
    unobserved: Collection[date] = (),
    codebook: Codebook | None = None,
    acts: Sequence[Act] | None = None,
    promises: Sequence[Promise] | None = None,
) -> Assessment | None:
    """Assess the month that ends with `seen.as_of`, between the sides `about` (country codes or entity ids).

    standings, ruptures: as of the same moment. acts, promises: those of `seen`, where they are gathered
    already. None where no day of the month was observed; an arrow of None
    where none of the month before was, or where both months together have fewer than three tellings of acts.

    Raises: InputError for fewer than two sides.
    """
    parties = frozenset(about)
    if len(parties) < 2:
        raise InputError("an assessment needs two sides or more")
    book = codebook or load()
    acts = gather_acts(seen, book) if acts is None else acts
    lines = list_promises(seen, book) if promises is None else promises
    between = [act for act in acts if not act.retold and _is_between(act, parties)]
    watched = observed_days(seen, acts, unobserved)
    last = seen.today
    first = last - timedelta(days=MONTH_DAYS - 1)
    month = sum_month(between, watched, first, last, book)
    before = sum_month(between, watched, first - timedelta(days=MONTH_DAYS), first - timedelta(days=1), book)
    if not month.days:
        return None
    moved = tuple(
        rupture for rupture in ruptures if {rupture.by, rupture.to} <= parties and rupture.day >= first
    )
    found = _point(before, month, parties, moved, book)
    alone = [one for one in acts if _is_alone(one, parties) and first <= one.day <= last and not one.retold]
    deeds = (*month.acts, *_yielding(seen, alone), *_readying(seen, alone, parties))
    alerts, signs = raise_alerts(seen, lines, parties, deeds, found.arrow, moved, tuple(standings), first)
    if not _is_torn(between, lines, parties, last):
        alerts = tuple(name for name in alerts if name != OPPORTUNITY)
    weighty = [act for act in month.acts if not found.turned or not set(found.turned).isdisjoint(act.dyads)]
    told = {
        *_moving(weighty, found.arrow),
        *(name for rupture in found.against for name in rupture.records),
        *(name for sign in signs for name in sign.records),
    }
    return Assessment(
        records=tuple(sorted(told)),
        method=METHOD,
        probability=found.probability,
        steps=(*found.steps, *(sign.step for sign in signs)),
        about=tuple(sorted(parties)),
        first_day=first,
        last_day=last,
        arrow=found.arrow,
        alerts=alerts,
    )


def _point(
    before: Month, month: Month, parties: frozenset[str], ruptures: Sequence[Rupture], book: Codebook
) -> Pointing:
    """The arrow from one month to the next; none where the first was not observed, or too little is told."""
    if not before.days:
        why = "the month before was not observed: there is no arrow"
        return Pointing(arrow=None, probability=1.0, steps=(Step(rule=RULE, detail=why),))
    total = compare(before, month)
    tellings = before.tellings + month.tellings
    if tellings < LEAST_TOLD:
        found = point(total, (), ())
        return Pointing(arrow=None, probability=1.0, steps=(*found.steps, _too_little(tellings)))
    return point(total, _compare_dyads(before, month, parties, book), ruptures)


def _compare_dyads(before: Month, month: Month, parties: frozenset[str], book: Codebook) -> list[Change]:
    """What changed of each side towards each other, where as much is told as an arrow needs."""
    changes: list[Change] = []
    for dyad in permutations(sorted(parties), 2):
        then, now = (narrow(one, dyad, book) for one in (before, month))
        if then.tellings + now.tellings >= LEAST_TOLD:
            changes += compare(then, now, dyad)
    return changes


def _too_little(tellings: int) -> Step:
    if not tellings:
        told = "no act of one side towards another is told"
    else:
        once = "once" if tellings == 1 else "twice"
        told = f"acts of one side towards another are told {once} in two months, too little to judge"
    return Step(rule=RULE, detail=f"{told}: there is no arrow")


def _is_torn(between: Iterable[Act], lines: Iterable[Promise], parties: frozenset[str], last: date) -> bool:
    """Whether the parties have anything to resolve: of late one acted or spoke against another, or vowed to,
    or they agreed to stop.
    """
    late = last - timedelta(days=_QUARREL_DAYS)
    if any((act.intensity < 0 or (act.type, act.mode) in TRUCES) and act.day > late for act in between):
        return True
    told = (one for one in lines if one.hostile or any((it.type, it.mode) in TRUCES for it in one.wanted))
    return any(
        len(parties & (one.doers | one.setters)) > 1 and one.tellings[-1].grounds.known_at.date() > late
        for one in told
    )


def _is_between(act: Act, parties: frozenset[str]) -> bool:
    return any(by in parties and to in parties for by, to in act.dyads)


def _is_alone(act: Act, parties: frozenset[str]) -> bool:
    """Whether it is an act of the parties that names nobody whom it is done to."""
    return bool(act.by) and not act.to and parties.issuperset(act.by)


def _yielding(seen: Known, alone: Iterable[Act]) -> Iterator[Act]:
    """What a party yielded with no party named to whom: it ceased fire, it set free.

    Who leaves a town that way may have been driven out of it: that is no concession. Nor is a release of
    nobody: statements and advisories are released as well.
    """
    people = {
        event.id for event in seen.events if event.mode == "release" and any(map(_is_somebody, event.to))
    }
    for act in alone:
        freed = act.mode != "release" or not people.isdisjoint(act.records)
        if freed and act.type == "RETREAT" and act.mode in _YIELDED:
            yield act


def _readying(seen: Known, alone: Iterable[Act], parties: frozenset[str]) -> Iterator[Act]:
    """Forces that a party readied in the country of one, with nobody named against whom. Police are none."""
    here = {
        event.id
        for event in seen.events
        if event.type == "MOBILIZE" and event.place is not None and event.place.country in parties
    }
    for act in alone:
        if act.type == "MOBILIZE" and act.mode != "police" and not here.isdisjoint(act.records):
            yield act


def _is_somebody(actor: Actor) -> bool:
    """Whether an actor is known to be people: by name, country or what they are."""
    return (actor.entity or actor.country or actor.sector) is not None


def is_unclear(found: Assessment) -> bool:
    """Whether an arrow is "unchanged" only for want of a sure direction."""
    return found.arrow == "unchanged" and found.probability < UNCLEAR


def _moving(acts: Sequence[Act], arrow: str | None) -> tuple[str, ...]:
    """Records of the acts that weigh most in the arrow's direction; in either where it points nowhere."""
    sign = {"deteriorated": -1.0, "improved": 1.0}.get(arrow or "", 0.0)
    fitting = [act for act in acts if sign * act.intensity >= 0.0]
    fitting.sort(key=lambda act: (-abs(act.intensity) * act.credence, act.day, act.incident))
    return tuple(record for act in fitting[:_TOLD] for record in act.records)
