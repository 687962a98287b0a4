"""The month's arrow and the two alerts, for the sides that a crisis is about.

The arrow compares the last 30 days with the 30 before them in two ways: the mean level between the sides (see
`estimates`), and how many acts of material conflict there were an observed day. It points where one of the
two moved by a margin that matters with probability 0.8, and the other did not move as clearly the other way.
Below three tellings in both months together (an act told by two voices is two) there is no arrow at all, not
even "unchanged": that nothing moved is a finding too, and one report cannot carry it. Nor is there one where
a level between two of the sides turned the other way in the month and has stayed there: in sum it got
better, and between those two worse.
An "unchanged" of less than even probability is what is left where one measure probably moved, and none of
them surely: it is told as no clear direction.
Counts of acts are compared on the square-root scale, where their variance hardly depends on their size; it is
widened by how much more daily counts scatter than chance would have it.
Source: Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data; the dispersion,
McCullagh and Nelder (1989), Generalized Linear Models, section 6.2. The words are those of the CrisisWatch
bulletin of the International Crisis Group; its arrows and alerts are judgements, these are reckoned.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np

from detente.codebook import Codebook, load
from detente.crisis.acts import Act, gather_acts
from detente.crisis.alerts import raise_alerts
from detente.crisis.estimates import mean_and_error, normal_share, prior_scale
from detente.crisis.known import Known
from detente.crisis.levels import LEAST_TOLD
from detente.crisis.promises import Promise, list_promises
from detente.crisis.series import observed_days
from detente.schema import Assessment, InputError, Rupture, Standing, Step

METHOD = "assessment/1"
MONTH_DAYS = 30
_SURE = (
    0.8  # as the intervals of levels: an arrow is wrong about as often as a level lies outside its interval
)
_LEVEL_MARGIN = (
    1.0  # points of -10..10: about the step from accusing to refusing, or from talking to agreeing
)
UNCLEAR = 0.5  # an "unchanged" less probable than this is no finding that nothing moved
_RATE_MARGIN = 1.25  # a quarter more, or a fifth fewer, acts a day
_YIELDED = frozenset({"ceasefire", "release"})
_TOLD = 12  # acts that an assessment names at most, the weightiest first


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """Acts between the sides in a window, and its observed days."""

    acts: tuple[Act, ...]
    days: int
    level: float
    error: float
    conflicts: float
    counts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """How probable it is that one measure fell or rose by its margin, and what it was and is."""

    name: str
    worse: float
    better: float
    before: float
    now: float


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
    month = _month(between, watched, first, last, book)
    before = _month(between, watched, first - timedelta(days=MONTH_DAYS), first - timedelta(days=1), book)
    if not month.days:
        return None
    changed = _changes(before, month) if before.days else ()
    arrow, probability = _arrow(changed) if changed else (None, 1.0)
    tellings = sum(len(act.voices) for act in (*before.acts, *month.acts))
    untold: tuple[Step, ...] = ()
    if arrow is not None and tellings < LEAST_TOLD:
        arrow, probability, untold = None, 1.0, (_too_little(tellings),)
    moved = tuple(
        rupture for rupture in ruptures if {rupture.by, rupture.to} <= parties and rupture.day >= first
    )
    opposed = _opposed(arrow, moved)
    if opposed:
        arrow, probability = None, 1.0
    deeds = (*month.acts, *_yielding(acts, parties, first, last))
    alerts, signs = raise_alerts(seen, lines, parties, deeds, arrow, moved, tuple(standings), first)
    told = {*_moving(month.acts, arrow), *(name for rupture in moved for name in rupture.records if opposed)}
    return Assessment(
        records=tuple(sorted({*told, *(name for sign in signs for name in sign.records)})),
        method=METHOD,
        probability=probability,
        steps=(
            *_told(changed),
            *untold,
            *opposed,
            *(sign.step for sign in signs),
        ),
        about=tuple(sorted(parties)),
        first_day=first,
        last_day=last,
        arrow=arrow,
        alerts=alerts,
    )


def _opposed(arrow: str | None, moved: Sequence[Rupture]) -> tuple[Step, ...]:
    """Ruptures of the month, of each dyad the last, that contradict an arrow: a mean over all sides hides two
    that part.
    """
    last = {(rupture.by, rupture.to): rupture for rupture in sorted(moved, key=lambda one: one.day)}
    against = [
        rupture
        for rupture in last.values()
        if arrow in ("improved", "deteriorated") and (rupture.after < rupture.before) is (arrow == "improved")
    ]
    return tuple(
        Step(
            rule="assessment.arrow",
            detail=f"{arrow} in sum, but the level of {one.by} towards {one.to} "
            f"{'fell' if one.after < one.before else 'rose'} on {one.day} and has stayed "
            f"{'lower' if one.after < one.before else 'higher'} since: there is no arrow",
        )
        for one in against
    )


def _too_little(tellings: int) -> Step:
    if not tellings:
        told = "no act of one side towards another is told"
    else:
        once = "once" if tellings == 1 else "twice"
        told = f"acts of one side towards another are told {once} in two months, too little to judge"
    return Step(rule="assessment.arrow", detail=f"{told}: there is no arrow")


def _is_between(act: Act, parties: frozenset[str]) -> bool:
    return any(by in parties and to in parties for by, to in act.dyads())


def _yielding(acts: Iterable[Act], parties: frozenset[str], first: date, last: date) -> Iterator[Act]:
    """What one of the parties yielded in the month with nobody named to whom: it ceased fire, it set free.

    Who leaves a town that way may have been driven out of it: that is no concession.
    """
    for act in acts:
        alone = bool(act.by) and not act.to and parties.issuperset(act.by)
        fresh = first <= act.day <= last and not act.retold
        if alone and fresh and act.type == "RETREAT" and act.mode in _YIELDED:
            yield act


def is_unclear(found: Assessment) -> bool:
    """Whether an arrow is "unchanged" only for want of a sure direction."""
    return found.arrow == "unchanged" and found.probability < UNCLEAR


def _month(acts: Sequence[Act], watched: Collection[date], first: date, last: date, book: Codebook) -> _Month:
    """Sum the acts of a window. A month without acts has the prior's level, 0, and its wide error."""
    inside = tuple(act for act in acts if first <= act.day <= last)
    days = sorted(day for day in watched if first <= day <= last)
    weight = np.array([act.credence for act in inside], dtype=np.float64)
    intensity = np.array([act.intensity for act in inside], dtype=np.float64)
    sums = [np.array([float(column.sum())]) for column in (weight, weight * intensity, weight * intensity**2)]
    mean, error = mean_and_error(sums[0], sums[1], sums[2], prior_scale(book))
    daily = dict.fromkeys(days, 0.0)
    for act in inside:
        if act.quad == "material conflict":
            daily[act.day] += act.credence
    return _Month(
        acts=inside,
        days=len(days),
        level=float(mean[0]),
        error=float(error[0]),
        conflicts=sum(daily.values()),
        counts=tuple(daily.values()),
    )


def _changes(before: _Month, month: _Month) -> tuple[_Change, ...]:
    error = sqrt(before.error**2 + month.error**2)
    fell = before.level - month.level
    level = _Change(
        name="mean level",
        worse=normal_share((fell - _LEVEL_MARGIN) / error),
        better=normal_share((-fell - _LEVEL_MARGIN) / error),
        before=before.level,
        now=month.level,
    )
    scatter = _dispersion((*before.counts, *month.counts))
    rate = _Change(
        name="acts of material conflict a day",
        worse=_grew(before, month, scatter),
        better=_grew(month, before, scatter),
        before=before.conflicts / before.days,
        now=month.conflicts / month.days,
    )
    return level, rate


def _grew(before: _Month, month: _Month, scatter: float) -> float:
    """Probability that acts a day grew by the margin."""
    now = sqrt((month.conflicts + 0.375) / month.days)
    then = sqrt((before.conflicts + 0.375) / before.days * _RATE_MARGIN)
    variance = scatter / 4 * (1 / month.days + _RATE_MARGIN / before.days)
    return normal_share((now - then) / sqrt(variance))


def _dispersion(counts: Sequence[float]) -> float:
    """Variance over mean of daily counts; 1 is chance, and less is not believed."""
    mean = sum(counts) / len(counts)
    if mean == 0.0 or len(counts) < 2:
        return 1.0
    return max(1.0, sum((count - mean) ** 2 for count in counts) / (len(counts) - 1) / mean)


def _arrow(changed: Sequence[_Change]) -> tuple[str, float]:
    """The arrow and its probability: of the clearest change, or that there is none."""
    worse = max(change.worse for change in changed)
    better = max(change.better for change in changed)
    if worse >= _SURE > better:
        return "deteriorated", worse
    if better >= _SURE > worse:
        return "improved", better
    return "unchanged", 1.0 - min(_SURE, max(worse, better))


def _moving(acts: Sequence[Act], arrow: str | None) -> tuple[str, ...]:
    """Records of the acts that weigh most in the arrow's direction; in either where it points nowhere."""
    sign = {"deteriorated": -1.0, "improved": 1.0}.get(arrow or "", 0.0)
    fitting = [act for act in acts if sign * act.intensity >= 0.0]
    fitting.sort(key=lambda act: (-abs(act.intensity) * act.credence, act.day, act.incident))
    return tuple(record for act in fitting[:_TOLD] for record in act.records)


def _told(changed: Sequence[_Change]) -> tuple[Step, ...]:
    if not changed:
        return (Step(rule="assessment.arrow", detail="the month before was not observed: there is no arrow"),)
    return tuple(
        Step(
            rule="assessment.arrow",
            detail=f"{change.name}: {change.before:.2f} before, {change.now:.2f} now; worse with probability "
            f"{change.worse:.2f}, better {change.better:.2f}",
        )
        for change in changed
    )
