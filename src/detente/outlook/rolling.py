"""Rolling origin: what every forecaster would have said at past days, each from what was known by then."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from detente.outlook.combining import Fold
from detente.outlook.history import History, Ints, day_number, day_of, end_of
from detente.outlook.members import (
    FIRST_LOOK,
    Looks,
    Prediction,
    autoregression,
    climatology,
    look,
    persistence,
    rate,
)
from detente.outlook.panel import Dyad, Panel, active, build, outcome

MEMBERS = ("climatology", "persistence", "rate", "autoregression")
POOL = 100  # so many of the most active dyads come to the fits at each choice
_CHOICES = 4  # days at which dyads are chosen, from the first that can be fitted on to the last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """What was seen and said at one day. panel.dyads: the pool first, `pooled` of them, then what else is
    asked.
    """

    start: int
    pooled: int
    panel: Panel
    looks: Looks
    predictions: tuple[Prediction, ...]


def snapshot(
    known: History, *, of: str, horizon_days: int, asked: tuple[Dyad, ...], start: int, pool: int = POOL
) -> Snapshot | None:
    """Let every member answer for the window from day number `start`; None where the past is too short to fit
    on.

    known: what was known before `start`, and nothing else.
    """
    pooled, since = at_risk(known, horizon_days, pool)
    dyads = tuple(dict.fromkeys((*pooled, *asked)))
    panel = build(known, dyads, of, len(pooled))
    first = day_of(start)
    coming = len(known.watched(first, first + timedelta(days=horizon_days - 1)))
    looks = look(panel, start, horizon_days, coming, since)
    if looks is None:
        return None
    says = (climatology, persistence, rate, autoregression)
    predictions = tuple(member(panel, start, horizon_days, looks) for member in says)
    return Snapshot(start=start, pooled=len(pooled), panel=panel, looks=looks, predictions=predictions)


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
    *,
    of: str,
    horizon_days: int,
    asked: tuple[Dyad, ...],
    starts: tuple[int, ...],
    pool: int = POOL,
) -> tuple[Fold, ...]:
    """Ask again at each of `starts` (day numbers); outcomes are what `history` knows now.

    A start whose window is not over, was not watched at all, or had too little past, gives no fold.
    """
    folds = []
    for start in starts:
        last = start + horizon_days - 1
        past = start - 1
        if past < day_number(history.first_day) or last > day_number(history.last_day):
            continue
        known = history.as_of(end_of(day_of(past)))
        seen = snapshot(known, of=of, horizon_days=horizon_days, asked=asked, start=start, pool=pool)
        if seen is None:
            continue
        dyads = seen.panel.dyads
        count = outcome(history, dyads, of, day_of(start), day_of(last))
        if count is not None:
            folds.append(
                Fold(start=start, dyads=dyads, pooled=seen.pooled, count=count, predictions=seen.predictions)
            )
    return tuple(folds)


def closed(folds: tuple[Fold, ...], start: int, horizon_days: int) -> tuple[Fold, ...]:
    """Those of the folds whose windows were over before day number `start`."""
    return tuple(fold for fold in folds if fold.start + horizon_days <= start)
