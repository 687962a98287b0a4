"""A history as dense tables of counts: dyad by day, of every quad, and of what is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.outlook.fading import fade
from detente.outlook.history import Floats, History, Ints, last_whole_day
from detente.schema import ForecastError

Dyad = tuple[str | None, str | None]


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
class Counts:
    """What the panels of all targets share, each of `targets` being a quad or an event type.

    own, theirs: (D, Q, T). around: (D, Q, 2, T). typed: (D, T) of each target that is no quad.
    """

    dyads: tuple[Dyad, ...]
    pooled: int
    quads: tuple[str, ...]
    days: Ints
    own: Floats
    theirs: Floats
    around: Floats
    targets: tuple[str, ...]
    asked: tuple[int, ...]
    typed: tuple[Floats, ...]

    def panel(self, place: int) -> Panel:
        """The panel of one target."""
        asked, of = self.asked[place], self.targets[place]
        types = [name for name in self.targets if name not in self.quads]
        return Panel(
            dyads=self.dyads,
            pooled=self.pooled,
            quads=self.quads,
            days=self.days,
            target=self.own[:, asked] if of in self.quads else self.typed[types.index(of)],
            own=self.own,
            theirs=self.theirs,
            around=self.around[:, asked],
            asked=asked,
        )

    def rates(self, starts: Ints) -> tuple[Floats, ...]:
        """Of each target what `Panel.rates` gives, with the work that is common done once."""
        columns = np.searchsorted(self.days, starts)

        def faded(series: Floats) -> Floats:
            return fade(series, columns, self.pooled).rates

        own, theirs = faded(self.own), faded(self.theirs)
        found = []
        for place, asked in enumerate(self.asked):
            panel = self.panel(place)
            with_acts = faded((panel.target > 0).astype(np.float64)[:, None])
            typed = self.targets[place] not in self.quads
            target = faded(panel.target[:, None]) if typed else own[:, :, asked : asked + 1]
            found.append(np.concatenate([target, with_acts, faded(panel.around), own, theirs], axis=2))
        return tuple(found)


def build(history: History, dyads: tuple[Dyad, ...], of: str, pooled: int | None = None) -> Panel:
    """Count the acts of each dyad. of: a quad's name or an event type. pooled: all dyads by default.

    Raises: ForecastError when `of` is neither, or when no day was watched.
    """
    return count(history, dyads, (of,), pooled).panel(0)


def count(
    history: History, dyads: tuple[Dyad, ...], targets: tuple[str, ...], pooled: int | None = None
) -> Counts:
    """Count the acts of each dyad once for several targets. Raises: as `build`."""
    asked = tuple(target_of(history, of) for of in targets)
    days = history.watched(history.first_day, history.last_day)
    if not len(days):
        raise ForecastError("no day of the history was watched")
    rows = _Rows(history, days)
    back = tuple((to, by) for by, to in dyads)
    return Counts(
        dyads=dyads,
        pooled=len(dyads) if pooled is None else pooled,
        quads=history.quads,
        days=days,
        own=rows.between(dyads, history.quad, len(history.quads)),
        theirs=rows.between(back, history.quad, len(history.quads)),
        around=rows.around(dyads),
        targets=targets,
        asked=asked,
        typed=tuple(rows.of(dyads, of) for of in targets if of not in history.quads),
    )


def happened(history: History, dyads: tuple[Dyad, ...], of: str) -> tuple[Floats, Ints]:
    """(D, T) acts of what is asked about on the days watched, and those days, (T,)."""
    days = history.watched(history.first_day, history.last_day)
    return _Rows(history, days).of(dyads, of), days


def target_of(history: History, of: str) -> int:
    """The position of the quad that is asked about, or that the type asked about belongs to."""
    if of in history.quads:
        return history.quads.index(of)
    if of in history.types:
        return history.quad_of_type[history.types.index(of)]
    raise ForecastError(
        f"no {of!r} in the history; ask for one of {', '.join((*history.quads, *history.types))}"
    )


class _Rows:
    """The rows of a history on the days watched, ready to be counted by dyad and day."""

    def __init__(self, history: History, days: Ints) -> None:
        self._history, self._days = history, len(days)
        self._position = {name: number for number, name in enumerate(history.actors)}
        self._column = np.searchsorted(days, history.day)
        self._watched = self._column < len(days)
        self._watched[self._watched] = days[self._column[self._watched]] == history.day[self._watched]

    def of(self, dyads: tuple[Dyad, ...], of: str) -> Floats:
        """(D, T) acts of a quad or type; none of what the history does not have."""
        quads, types = self._history.quads, self._history.types
        names, column = (quads, self._history.quad) if of in quads else (types, self._history.type)
        asked = names.index(of) if of in names else -1
        return self.between(dyads, np.where(column == asked, 0, 1), 2)[:, 0]

    def between(self, dyads: tuple[Dyad, ...], kind: Ints, kinds: int) -> Floats:
        """(D, kinds, T) weights of the acts by dyad, kind and day."""
        history, position, size = self._history, self._position, len(self._history.actors)
        counts = np.zeros((len(dyads), kinds, self._days))
        named = [
            (position[by] * size + position[to], row)
            for row, (by, to) in enumerate(dyads)
            if by in position and to in position
        ]
        if named:
            code, row = np.array(sorted(named), dtype=np.int64).T
            # most rows are of others: their sides tell, at less cost than their pairs
            acts, suffers = (np.isin(np.arange(size), side) for side in (code // size, code % size))
            near = np.flatnonzero(acts[history.by] & suffers[history.to] & self._watched)
            codes = history.by[near] * size + history.to[near]
            found = np.minimum(np.searchsorted(code, codes), len(code) - 1)
            ours = code[found] == codes
            near, found = near[ours], found[ours]
            flat = (row[found] * kinds + kind[near]) * self._days + self._column[near]
            counts += np.bincount(flat, history.weight[near], counts.size).reshape(counts.shape)
        for number, (by, to) in enumerate(dyads):
            if by is None or to is None:
                ours = self._watched & (history.by != history.to)
                ours &= True if by is None else history.by == position.get(by, -1)
                ours &= True if to is None else history.to == position.get(to, -1)
                flat = kind[ours] * self._days + self._column[ours]
                total = np.bincount(flat, history.weight[ours], kinds * self._days)
                counts[number] = total.reshape(kinds, self._days)
        return counts

    def around(self, dyads: tuple[Dyad, ...]) -> Floats:
        """(D, Q, 2, T) acts by each dyad's first side to anybody, and by anybody to its second."""
        history, quads = self._history, len(self._history.quads)
        sides = self._watched & (history.by != history.to)
        found = np.zeros((len(dyads), quads, 2, self._days))
        for side, actor in ((0, history.by), (1, history.to)):
            total, row_of = self._by_actor([dyad[side] for dyad in dyads], actor, sides)
            for row, dyad in enumerate(dyads):
                if dyad[side] in row_of:
                    found[row, :, side] = total[row_of[dyad[side] or ""]]
        return found

    def _by_actor(
        self, names: Sequence[str | None], actor: Ints, rows: NDArray[np.bool_]
    ) -> tuple[Floats, dict[str, int]]:
        """(N, Q, T) acts by actor, quad and day, and which row is whose."""
        history, quads = self._history, len(self._history.quads)
        known = sorted({name for name in names if name is not None and name in self._position})
        place = np.full(len(history.actors), len(known))
        place[[self._position[name] for name in known]] = np.arange(len(known))
        ours = np.flatnonzero(rows & (place < len(known))[actor])
        flat = (place[actor[ours]] * quads + history.quad[ours]) * self._days + self._column[ours]
        cells = len(known) * quads * self._days
        total = np.bincount(flat, history.weight[ours], cells).astype(np.float64)
        return total.reshape(len(known), quads, self._days), {name: row for row, name in enumerate(known)}


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
