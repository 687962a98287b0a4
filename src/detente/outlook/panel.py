"""A history as a dense table of counts: dyad by day, and what a forecaster may see of it at a given day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import Floats, History, Ints, last_whole_day
from detente.schema import ForecastError

Dyad = tuple[str | None, str | None]
HALF_LIVES = (
    3.0,
    10.0,
    30.0,
    120.0,
    720.0,
)  # days watched: from "this week" to "as ever"; set before anything was fitted
KEEP = 0.5 ** (1.0 / np.array(HALF_LIVES))  # what is left after a day
PRIOR_DAYS = 2.0  # a decayed rate starts from the mean of all dyads, worth so many days
_LEAST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """Counts of acts on the days watched, T of them, for D dyads and the Q quads.

    pooled: the first so many dyads say what is usual. days: (T,) day numbers, ascending. target: (D, T) what
    is asked about. own, theirs: (D, Q, T) acts from `by` to `to`, and back. around: (D, 2, T) acts of the
    asked quad by `by` to anybody, and by anybody to `to`. asked: position in `quads` of the target, or of the
    quad that the type asked about belongs to.
    """

    dyads: tuple[Dyad, ...]
    pooled: int
    quads: tuple[str, ...]
    days: Ints
    target: Floats
    own: Floats
    theirs: Floats
    around: Floats
    asked: int

    def only(self, place: int) -> "Panel":
        """The panel of one dyad."""
        one = slice(place, place + 1)
        return replace(
            self,
            dyads=self.dyads[one],
            pooled=1,
            target=self.target[one],
            own=self.own[one],
            theirs=self.theirs[one],
            around=self.around[one],
        )

    def windows(self, starts: Ints, horizon_days: int) -> tuple[Floats, Ints]:
        """Acts in the `horizon_days` from each day number on, (D, S), and how many of those days were
        watched, (S,).
        """
        first = np.searchsorted(self.days, starts)
        after = np.searchsorted(self.days, starts + horizon_days)
        sums = np.concatenate([np.zeros((len(self.dyads), 1)), np.cumsum(self.target, axis=1)], axis=1)
        return sums[:, after] - sums[:, first], after - first

    def rates(self, starts: Ints) -> Floats:
        """Decayed acts a day before each day number (ascending), (S, D, 4 + 2Q, H), as `fade` makes them.

        The series: the target, days with the target, the two of `around`, own quads, theirs.
        """
        target = self.target[:, None, :]
        series = np.concatenate([target, target > 0, self.around, self.own, self.theirs], axis=1)
        return fade(series, np.searchsorted(self.days, starts), self.pooled).rates


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Faded:
    """Decayed rates (S, D, K, H) before S columns, and what they are made of before the last of them.

    acts: (D, K, H) faded sums. days: (H,) faded days. prior: (K, 1) acts a day of the mean dyad.
    """

    rates: Floats
    acts: Floats
    days: Floats
    prior: Floats


def fade(series: Floats, columns: Ints, pooled: int) -> Faded:
    """Decayed acts a day of series (D, K, T), by every half-life, as they stood before each of `columns`
    (ascending).

    Each rate is the mean of a gamma posterior whose evidence fades, and whose prior is the
    mean of the first `pooled` dyads.
    Source: discounted Gamma-Poisson updating, Harvey and Fernandes (1989), "Time Series Models for Count or
    Qualitative Observations", Journal of Business and Economic Statistics 7(4), section 2.
    """
    found = np.empty((len(columns), *series.shape[:2], len(KEEP)))
    acts, seen = np.zeros((*series.shape[:2], len(KEEP))), np.zeros(len(KEEP))
    total = np.cumsum(series[:pooled].mean(axis=0), axis=1)
    prior = np.zeros((series.shape[1], 1))
    before = 0
    for place, column in enumerate(columns.tolist()):
        if column > before:  # all days since the last of them in one go: far faster than day by day
            left = KEEP ** np.arange(column - before - 1, -1, -1.0)[:, None]
            acts = acts * KEEP ** (column - before) + series[:, :, before:column] @ left
            seen = seen * KEEP ** (column - before) + left.sum(axis=0)
            before = column
        prior = total[:, column - 1 : column] / column + _LEAST if column else prior + _LEAST
        found[place] = posterior(acts, seen, prior)
    return Faded(rates=found, acts=acts, days=seen, prior=prior)


def posterior(acts: Floats, days: Floats, prior: Floats) -> Floats:
    """Faded sums (..., K, H) of as many faded days (H,), as rates a day that start from `prior` (K, 1)."""
    value: Floats = (acts + PRIOR_DAYS * prior) / (days + PRIOR_DAYS)
    return value


def build(history: History, dyads: tuple[Dyad, ...], of: str, pooled: int | None = None) -> Panel:
    """Count the acts of each dyad. of: a quad's name or an event type. pooled: all dyads by default.

    Raises: ForecastError when `of` is neither, or when no day was watched.
    """
    asked = target_of(history, of)
    days = history.watched(history.first_day, history.last_day)
    if not len(days):
        raise ForecastError("no day of the history was watched")
    target = _target(history, dyads, days, of)
    own = _count(history, dyads, days, history.quad, len(history.quads))
    back = tuple((to, by) for by, to in dyads)
    theirs = _count(history, back, days, history.quad, len(history.quads))
    return Panel(
        dyads=dyads,
        pooled=len(dyads) if pooled is None else pooled,
        quads=history.quads,
        days=days,
        target=target,
        own=own,
        theirs=theirs,
        around=_around(history, dyads, days, asked),
        asked=asked,
    )


def outcome(history: History, dyads: tuple[Dyad, ...], of: str, first: date, last: date) -> Floats | None:
    """(D,) acts from `first` to `last`, both included, on the days watched; None where none of them was."""
    days = history.watched(first, min(last, history.last_day))
    return _target(history, dyads, days, of).sum(axis=1) if len(days) else None


def _target(history: History, dyads: tuple[Dyad, ...], days: Ints, of: str) -> Floats:
    """(D, T) acts of what is asked about."""
    names, column = (history.quads, history.quad) if of in history.quads else (history.types, history.type)
    asked = names.index(of) if of in names else -1
    return _count(history, dyads, days, np.where(column == asked, 0, 1), 2)[:, 0]


def _around(history: History, dyads: tuple[Dyad, ...], days: Ints, asked: int) -> Floats:
    """(D, 2, T) acts of the quad by each dyad's first side to anybody, and by anybody to its second."""
    column, ours = _columns(history, days)
    ours &= (history.quad == asked) & (history.by != history.to)
    position = {name: number for number, name in enumerate(history.actors)}
    found = np.zeros((len(dyads), 2, len(days)))
    for side, actor in ((0, history.by), (1, history.to)):
        sides = [name if (name := dyad[side]) in position else None for dyad in dyads]
        names = sorted({name for name in sides if name is not None})
        place = np.full(len(history.actors), len(names))
        place[[position[name] for name in names]] = np.arange(len(names))
        one = ours & (place[actor] < len(names))
        flat = place[actor[one]] * len(days) + column[one]
        total = np.bincount(flat, history.weight[one], len(names) * len(days)).reshape(len(names), len(days))
        for row, name in enumerate(sides):
            if name is not None:
                found[row, side] = total[place[position[name]]]
    return found


def target_of(history: History, of: str) -> int:
    """The position of the quad that is asked about, or that the type asked about belongs to."""
    if of in history.quads:
        return history.quads.index(of)
    if of in history.types:
        return history.quad_of_type[history.types.index(of)]
    raise ForecastError(
        f"no {of!r} in the history; ask for one of {', '.join((*history.quads, *history.types))}"
    )


def _count(history: History, dyads: tuple[Dyad, ...], days: Ints, kind: Ints, kinds: int) -> Floats:
    """(D, kinds, T) weights of the acts by dyad, kind and day."""
    column, watched = _columns(history, days)
    position = {name: number for number, name in enumerate(history.actors)}
    size = len(history.actors)
    codes = history.by * size + history.to
    counts = np.zeros((len(dyads), kinds, len(days)))
    named = [
        (position[by] * size + position[to], row)
        for row, (by, to) in enumerate(dyads)
        if by in position and to in position
    ]
    if named:
        code, row = np.array(sorted(named), dtype=np.int64).T
        found = np.minimum(np.searchsorted(code, codes), len(code) - 1)
        ours = watched & (code[found] == codes)
        flat = (row[found[ours]] * kinds + kind[ours]) * len(days) + column[ours]
        counts += np.bincount(flat, history.weight[ours], counts.size).reshape(counts.shape)
    for number, (by, to) in enumerate(dyads):
        if by is None or to is None:
            ours = watched & (history.by != history.to)
            ours &= True if by is None else history.by == position.get(by, -1)
            ours &= True if to is None else history.to == position.get(to, -1)
            flat = kind[ours] * len(days) + column[ours]
            counts[number] = np.bincount(flat, history.weight[ours], kinds * len(days)).reshape(
                kinds, len(days)
            )
    return counts


def _columns(history: History, days: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The column of each row's day, and whether that day was watched."""
    column = np.searchsorted(days, history.day)
    watched = column < len(days)
    watched[watched] = days[column[watched]] == history.day[watched]
    return column, watched


def active(history: History, most: int, days: int = 365) -> tuple[Dyad, ...]:
    """The directed dyads with the most acts in the last `days`; ties in order of their names."""
    recent = history.since(history.last_day - timedelta(days=days - 1))
    other = recent.by != recent.to
    size = len(history.actors)
    codes, place = np.unique(recent.by[other] * size + recent.to[other], return_inverse=True)
    order = np.argsort(-np.bincount(place, recent.weight[other], len(codes)), kind="stable")[:most]
    return tuple(
        (history.actors[code // size], history.actors[code % size]) for code in codes[order].tolist()
    )


def window(as_of: datetime, horizon_days: int) -> tuple[date, date]:
    """The first and last day that a forecast speaks of: it begins after the last whole day."""
    first = last_whole_day(as_of) + timedelta(days=1)
    return first, first + timedelta(days=horizon_days - 1)
