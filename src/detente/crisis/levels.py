"""Escalation: how hostile or friendly one side acted towards another, by day and by week.

The daily level is exponentially smoothed: each observed day the sums over earlier acts lose a part, so that
after seven observed days they count half; then the day's acts are added, and mean and interval are taken of
the sums (see `estimates`). A quiet day therefore draws the level towards 0 and widens its interval. An
unobserved day has no level, and no time passes in it. The weekly level is taken of that week's acts alone.

An act is an incident: it counts once on its day, whoever tells of it how often. It weighs by its credence
(voices that tell of it against those that deny it, copies being one voice) and by its intensity on the
codebook's scale. Only what is told as done counts: a threat counts as a THREATEN, what is threatened does
not.
Source: intensities, Goldstein (1992), as the codebook has them; smoothing of a discounted conjugate model,
West and Harrison (1997), Bayesian Forecasting and Dynamic Models, chapter 6.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

import numpy as np

from detente.codebook import Codebook, load
from detente.crisis.acts import Act, gather_acts
from detente.crisis.estimates import COVERED, Floats, interval, prior_scale
from detente.crisis.following import Followed
from detente.crisis.known import Known
from detente.crisis.pelt import Change, Cuts, changes
from detente.crisis.recall import Recall
from detente.crisis.series import Dyad, Series, gather_series, monday, observed_days
from detente.schema import Level, Rupture, Step

DAILY = "levels.daily/1"
WEEKLY = "levels.weekly/1"
RUPTURES = "ruptures.pelt/1"
HALF_LIFE_DAYS = 7.0  # observed days; a week is the rhythm of news
_FORGOTTEN = 0.05  # credence left of earlier acts below which the level is no longer told: a month of quiet
LEAST_TOLD = (
    3  # tellings: the least of which two can agree against one; fewer carry neither rupture nor arrow
)
_AROUND_DAYS = 7  # a rupture names the acts of a week on either side


def gather_dyads(
    seen: Known,
    *,
    dyads: Collection[Dyad] | None = None,
    unobserved: Collection[date] = (),
    codebook: Codebook | None = None,
    acts: Sequence[Act] | None = None,
) -> tuple[Series, ...]:
    """Make the series of each dyad that the measures and `find_ruptures` take, of what is known.

    dyads: (by, to) pairs; all where None. unobserved: days on which nobody looked although reports exist.
    acts: those of `seen`, where they are gathered already.

    Raises: InputError where a dyad is one side twice.
    """
    acts = gather_acts(seen, codebook or load()) if acts is None else acts
    return gather_series(acts, observed_days(seen, acts, unobserved), seen.today, dyads)


def measure_days(
    series: Series, codebook: Codebook | None = None, recall: Recall | None = None
) -> tuple[Level, ...]:
    """The level on each observed day, until the last act is forgotten. recall: of earlier drawings."""
    before, same = _kept(DAILY, series, recall)
    weight, total, square = (column[:same] for column in before.smoothed)
    weight, total = _smoothed(series.weight, weight), _smoothed(series.total, total)
    square = _smoothed(series.square, square)
    before.smoothed = (weight, total, square)
    values = interval(weight[same:], total[same:], square[same:], prior_scale(codebook or load()))
    told = np.flatnonzero(weight >= _FORGOTTEN).tolist()
    for number, value in enumerate(zip(*_plain(values), strict=True), start=same):
        if weight[number] >= _FORGOTTEN:
            day = series.days[number]
            before.levels[day] = _level(series, DAILY, (day, day), value, series.acts[number])
    return tuple(before.levels[series.days[number]] for number in told)


def measure_weeks(
    series: Series, codebook: Codebook | None = None, recall: Recall | None = None
) -> tuple[Level, ...]:
    """The level of each ISO week that has an observed day, from Monday to its last observed day.

    recall: of earlier drawings.
    """
    before, same = _kept(WEEKLY, series, recall)
    mondays = [monday(day) for day in series.days]
    starts = [number for number, day in enumerate(mondays) if number == 0 or day != mondays[number - 1]]
    ends = [*starts[1:], len(mondays)]
    weight, total, square = (
        np.add.reduceat(column, starts) for column in (series.weight, series.total, series.square)
    )
    values = interval(weight, total, square, prior_scale(codebook or load()))
    for start, end, value in zip(starts, ends, zip(*_plain(values), strict=True), strict=True):
        if end >= same:  # the last week of these may have had other days after them
            days = (mondays[start], series.days[end - 1])
            acts = tuple(act for row in series.acts[start:end] for act in row)
            before.levels[mondays[start]] = _level(series, WEEKLY, days, value, acts)
    return tuple(before.levels[mondays[start]] for start in starts)


class _Kept:
    """The levels of a dyad as measured last, by their first days, and what they were measured of."""

    def __init__(self) -> None:
        self.levels: dict[date, Level] = {}
        self.smoothed: tuple[Floats, Floats, Floats] = (np.zeros(0), np.zeros(0), np.zeros(0))
        self._days: Sequence[tuple[date, tuple[Act, ...]]] = ()

    def advance(self, series: Series) -> int:
        """How many days at the beginning of a series are as they were; the series is the last from now on."""
        before, self._days = self._days, tuple(zip(series.days, series.acts, strict=True))
        return Followed(before, self._days).same


def _kept(method: str, series: Series, recall: Recall | None) -> tuple[_Kept, int]:
    kept = (recall or Recall()).find((method, series.by, series.to), (), _Kept)
    return kept, kept.advance(series)


def find_ruptures(series: Series, recall: Recall | None = None) -> tuple[Rupture, ...]:
    """The days on which the level changed for good, over the observed days alone.

    A day about which fewer than LEAST_TOLD tellings of acts stand is none: what one report tells is no turn.
    recall: of earlier drawings.
    """
    values = series.total / (series.weight + 1.0)
    recall = recall or Recall()
    cuts = recall.find((RUPTURES, series.by, series.to), (), Cuts)
    found = []
    for change in changes(values, cuts):
        day = series.days[change.at]
        around = (day - timedelta(days=_AROUND_DAYS), day + timedelta(days=_AROUND_DAYS - 1))
        moved = _between(series, *around)
        if sum(len(act.voices) for act in moved) < LEAST_TOLD:
            continue
        key = (RUPTURES, series.by, series.to, day)
        found.append(recall.find(key, (change, *moved), partial(_rupture, series, change, moved)))
    return tuple(found)


def _rupture(series: Series, change: Change, moved: Sequence[Act]) -> Rupture:
    detail = f"mean of {change.days_before} observed days before, {change.days_after} after"
    return Rupture(
        records=tuple(sorted({record for act in moved for record in act.records})),
        method=RUPTURES,
        probability=change.probability,
        steps=(Step(rule="ruptures.pelt", detail=detail),),
        by=series.by,
        to=series.to,
        day=series.days[change.at],
        before=change.before,
        after=change.after,
    )


def _smoothed(sums: Floats, earlier: Floats) -> Floats:
    """Each day's sum with the discounted sums of the days before it. earlier: of the first days."""
    kept = 0.5 ** (1.0 / HALF_LIFE_DAYS)
    running = float(earlier[-1]) if len(earlier) else 0.0
    later = []
    for value in sums[len(earlier) :].tolist():
        running = running * kept + value
        later.append(running)
    return np.concatenate([earlier, later])


def _plain(values: tuple[Floats, Floats, Floats]) -> Iterator[list[float]]:
    return (np.round(column, 6).tolist() for column in values)


def _level(
    series: Series,
    method: str,
    days: tuple[date, date],
    value: tuple[float, float, float],
    acts: tuple[Act, ...],
) -> Level:
    detail = f"{len(acts)} acts" if acts else "quiet: reports were published, none tells of an act"
    return Level(
        records=tuple(sorted({record for act in acts for record in act.records})),
        method=method,
        probability=COVERED,
        steps=(Step(rule=method, detail=detail),),
        by=series.by,
        to=series.to,
        first_day=days[0],
        last_day=days[1],
        value=value[0],
        low=value[1],
        high=value[2],
        reports=len({voice for act in acts for voice in act.voices}),
    )


def _between(series: Series, first: date, last: date) -> list[Act]:
    within = slice(bisect_left(series.days, first), bisect_right(series.days, last))
    return [act for acts in series.acts[within] for act in acts]
