"""Rolling origin: what every forecaster would have said at past days, each from what was known by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from detente.outlook.boosting import Boosted, Lesson, boosted, fit_boosted
from detente.outlook.combining import Fold
from detente.outlook.history import Floats, History, Ints, day_number, day_of, end_of
from detente.outlook.looks import FIRST_LOOK, features, look, look_starts
from detente.outlook.members import Fitted, Prediction, fit_members, say_members
from detente.outlook.panel import Counts, Dyad, Panel, active, count, happened
from detente.outlook.regression import Fit
from detente.outlook.shelf import Prints, Shelf, recall

MEMBERS = ("climatology", "persistence", "rate", "autoregression", "boosted")
POOL = 400  # so many of the most active dyads come to the fits at each choice
FIT_EVERY = 7  # days: fits are made on the days whose number is a multiple of it, and hold until the next
_CHOICES = 4  # days at which dyads are chosen, from the first that can be fitted on to the last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fits:
    """What the past says, as known before day number `start`: of each target, and of all together.

    dyads: those that it rests on.
    """

    start: int
    dyads: tuple[Dyad, ...]
    fitted: tuple[Fitted, ...]
    boosted: Boosted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """What was seen and said at one day, of each target.

    dyads: the pool first, `pooled` of them, then what else is asked. now: (D, 4 + 2Q, H) rates of each panel.
    """

    start: int
    pooled: int
    dyads: tuple[Dyad, ...]
    panels: tuple[Panel, ...]
    now: tuple[Floats, ...]
    predictions: tuple[tuple[Prediction, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked at every day of a roll. targets: quads and types; the quads of the history are always
    among them, for the learned forecaster and the combination learn from all.
    """

    targets: tuple[str, ...]
    horizon_days: int
    pool: int = POOL

    @classmethod
    def of(cls, known: History, targets: Sequence[str], horizon_days: int, pool: int = POOL) -> "Asking":
        """The quads first, then the types among `targets`."""
        return cls(
            targets=tuple(dict.fromkeys((*known.quads, *targets))), horizon_days=horizon_days, pool=pool
        )


def fit_day(start: int) -> int:
    """The day number at which the fits were made that hold for a window from day number `start`."""
    return start - start % FIT_EVERY


def fit_at(known: History, asking: Asking, start: int, counts: Counts | None = None) -> Fits | None:
    """Fit every forecaster on what was known before day number `start`, which is all that `known` holds;
    None where the past is too short. counts: of the dyads at risk, where there are some already.
    """
    pooled, since = at_risk(known, asking.horizon_days, asking.pool)
    counts = counts or count(known, pooled, asking.targets)
    starts = look_starts(counts.days, start, asking.horizon_days)
    if starts is None:
        return None
    lessons = []
    for place, rates in enumerate(counts.rates(starts)):
        panel = counts.panel(place)
        looks = look(panel, rates, starts, since, asking.horizon_days)
        if looks is None:
            return None
        fitted = fit_members(looks, panel.asked)
        lessons.append(Lesson(looks=looks, fitted=fitted, asked=panel.asked))
    return Fits(
        start=start,
        dyads=pooled,
        fitted=tuple(lesson.fitted for lesson in lessons),
        boosted=fit_boosted(lessons[: len(known.quads)]),
    )


def snapshot(
    known: History,
    asking: Asking,
    *,
    asked: tuple[Dyad, ...],
    start: int,
    shelf: Shelf | None = None,
    prints: Prints | None = None,
) -> Snapshot | None:
    """Let every forecaster answer for the window from day number `start`; None where the past is too short to
    fit on.

    known: what was known before `start`, and nothing else. prints: of a history that was cut to `known`.
    """
    fits = fits_for(known, asking, start, shelf, prints)
    return None if fits is None else look_now(known, asking, fits, asked=asked, start=start)


def fits_for(
    known: History, asking: Asking, start: int, shelf: Shelf | None = None, prints: Prints | None = None
) -> Fits | None:
    """The fits that hold for a window from day number `start`, made anew only where the shelf has none."""
    day = fit_day(start)
    if day <= day_number(known.first_day):
        return None
    moment = end_of(day_of(day - 1))
    then = known if day == start else known.as_of(moment)
    mark = None if shelf is None else (prints or Prints(known)).at(moment)
    return recall(
        shelf, ("fits", mark, asking, day), (Fits, Fitted, Fit, Boosted), lambda: fit_at(then, asking, day)
    )


def look_now(known: History, asking: Asking, fits: Fits, *, asked: tuple[Dyad, ...], start: int) -> Snapshot:
    """What the forecasters say by their fits of what is known before day number `start`."""
    dyads = tuple(dict.fromkeys((*fits.dyads, *asked)))
    counts = count(known, dyads, asking.targets, len(fits.dyads))
    first = day_of(start)
    coming = float(max(1, len(known.watched(first, first + timedelta(days=asking.horizon_days - 1)))))
    panels = tuple(counts.panel(place) for place in range(len(asking.targets)))
    now = tuple(rates[0] for rates in counts.rates(np.array([start])))
    simple = [
        say_members(panel, rates, fitted, start=start, horizon_days=asking.horizon_days, coming=coming)
        for panel, rates, fitted in zip(panels, now, fits.fitted, strict=True)
    ]
    logits = [
        fitted.logits(features(rates, panel.asked), np.full(len(dyads), coming))
        for panel, rates, fitted in zip(panels, now, fits.fitted, strict=True)
    ]
    learned = boosted(fits.boosted, panels, now, simple, logits)
    return Snapshot(
        start=start,
        pooled=len(fits.dyads),
        dyads=dyads,
        panels=panels,
        now=now,
        predictions=tuple((*said, one) for said, one in zip(simple, learned, strict=True)),
    )


def at_risk(known: History, horizon_days: int, most: int) -> tuple[tuple[Dyad, ...], Ints]:
    """The dyads that fits rest on, and from which day number on each of them counts, (P,).

    A dyad counts from the first of a few days at which it was among the `most` active. To take those that are
    active by today, and fit on their whole past, would be to choose by what is to be explained.
    """
    first = day_number(known.first_day) + max(FIRST_LOOK, horizon_days)
    last = day_number(known.last_day) + 1
    since: dict[Dyad, int] = {}
    for day in np.linspace(min(first, last), last, _CHOICES).astype(np.int64).tolist():
        for dyad in active(known.as_of(end_of(day_of(day - 1))), most):
            since.setdefault(dyad, day)
    return tuple(since), np.array(list(since.values()), dtype=np.int64)


def roll(
    history: History,
    asking: Asking,
    *,
    asked: tuple[Dyad, ...],
    starts: tuple[int, ...],
    shelf: Shelf | None = None,
) -> tuple[tuple[Fold, ...], ...]:
    """Ask again at each of `starts` (day numbers), of each target; outcomes are what `history` knows now.

    A start whose window is not over, was not watched at all, or had too little past, gives no fold.
    """
    prints = None if shelf is None else Prints(history)
    seen: list[Said] = []
    for start in starts:
        over = start + asking.horizon_days - 1 <= day_number(history.last_day)
        if start > day_number(history.first_day) and over:
            seen += [said] if (said := _said(history, asking, asked, start, shelf, prints)) else []
    dyads = tuple(dict.fromkeys(dyad for said in seen for dyad in said.dyads))
    return tuple(
        _folds(history, asking, seen, dyads, place) if seen else () for place in range(len(asking.targets))
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """What the forecasters said at one day, of each target."""

    start: int
    dyads: tuple[Dyad, ...]
    pooled: int
    predictions: tuple[tuple[Prediction, ...], ...]


def _said(
    history: History,
    asking: Asking,
    asked: tuple[Dyad, ...],
    start: int,
    shelf: Shelf | None,
    prints: Prints | None,
) -> Said | None:
    moment = end_of(day_of(start - 1))

    def say() -> Said | None:
        known = history.as_of(moment)
        seen = snapshot(known, asking, asked=asked, start=start, shelf=shelf, prints=prints)
        if seen is None:
            return None
        return Said(start=start, dyads=seen.dyads, pooled=seen.pooled, predictions=seen.predictions)

    if shelf is None or prints is None or asked:  # what is asked beside the pool is seldom asked again
        return say()
    return recall(shelf, ("said", prints.at(moment), asking, start), (Said, Prediction), say)


def _folds(
    history: History, asking: Asking, seen: Sequence[Said], dyads: tuple[Dyad, ...], place: int
) -> tuple[Fold, ...]:
    """What was said of one target, with what came; windows that nobody watched give none."""
    target, days = happened(history.standing(), dyads, asking.targets[place])
    sums = np.concatenate([np.zeros((len(dyads), 1)), np.cumsum(target, axis=1)], axis=1)
    row = {dyad: number for number, dyad in enumerate(dyads)}
    folds = []
    for said in seen:
        first, after = np.searchsorted(days, [said.start, said.start + asking.horizon_days]).tolist()
        if after > first:
            ours = [row[dyad] for dyad in said.dyads]
            folds.append(
                Fold(
                    start=said.start,
                    dyads=said.dyads,
                    pooled=said.pooled,
                    count=sums[ours, after] - sums[ours, first],
                    predictions=said.predictions[place],
                )
            )
    return tuple(folds)


def closed(folds: tuple[Fold, ...], start: int, horizon_days: int) -> tuple[Fold, ...]:
    """Those of the folds whose windows were over before day number `start`."""
    return tuple(fold for fold in folds if fold.start + horizon_days <= start)
