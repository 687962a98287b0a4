"""What happened, as columns: who acted on whom, how, on which day, and when the world could know."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.schema import ForecastError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Moments = NDArray[np.datetime64]

_EPOCH = date(1970, 1, 1)
_LAST_MOMENT = timedelta(days=1) - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Acts in columns of one length, in order of day, and the days on which nobody looked.

    day: days since 1970-01-01. by, to: positions in `actors`; type: in `types`; quad: in `quads`.
    quad_of_type: positions in `quads`, one a type. known_at: moments in UTC. ids: of the records, or "" where
    none are given.
    first_day, last_day: the days watched, both included; a day between them without acts was quiet, unless it
    is one of `gaps` or `silent`, or its day of the month is in `unwatched_month_days`: such a day is unknown.
    Of `silent` days nobody knows before they are over, of the others it is known beforehand.
    seen_from, seen_until: moments between which each row was believed, the second NaT where it still is; None
    where rows never changed.
    """

    actors: tuple[str, ...]
    types: tuple[str, ...]
    quads: tuple[str, ...]
    quad_of_type: tuple[int, ...]
    day: Ints
    by: Ints
    to: Ints
    type: Ints
    quad: Ints
    weight: Floats
    known_at: Moments
    ids: NDArray[np.str_]
    first_day: date
    last_day: date
    gaps: tuple[date, ...] = ()
    unwatched_month_days: tuple[int, ...] = ()
    silent: tuple[date, ...] = ()
    seen_from: Moments | None = None
    seen_until: Moments | None = None

    def __post_init__(self) -> None:
        for column in (
            self.day,
            self.by,
            self.to,
            self.type,
            self.quad,
            self.weight,
            self.known_at,
            self.ids,
        ):
            column.setflags(write=False)

    def __len__(self) -> int:
        return len(self.day)

    def as_of(self, moment: datetime) -> "History":
        """What was known at `moment` of the days that were over by then. Later rows are not in what is
        returned.

        Raises: ForecastError for a moment without zone, or one before the first day was over.
        """
        last = min(self.last_day, last_whole_day(moment))
        if last < self.first_day:
            raise ForecastError(f"the history begins on {self.first_day}, after {moment:%Y-%m-%d}")
        over = self.rows(slice(0, int(np.searchsorted(self.day, day_number(last), side="right"))))
        cut = np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")
        known = over.known_at <= cut
        if over.seen_from is not None and over.seen_until is not None:
            known &= (over.seen_from <= cut) & (np.isnat(over.seen_until) | (cut < over.seen_until))
        kept = over if known.all() else over.rows(known)
        silent = tuple(day for day in self.silent if day <= last)
        return replace(kept, last_day=last, silent=silent, seen_from=None, seen_until=None)

    def standing(self) -> "History":
        """The rows that are still believed."""
        if self.seen_until is None:
            return self
        return replace(self.rows(np.isnat(self.seen_until)), seen_from=None, seen_until=None)

    def since(self, day: date) -> "History":
        """The rows from a day on; the days watched stay as they are."""
        return self.rows(slice(int(np.searchsorted(self.day, day_number(day))), None))

    def among(self, dyads: Iterable[tuple[str | None, str | None]]) -> "History":
        """The rows between the two sides of each dyad, either way; None stands for anybody."""
        position = {name: number for number, name in enumerate(self.actors)}
        wanted = np.zeros(len(self), dtype=bool)
        plain = []
        for by, to in dyads:
            if by is None or to is None:
                one = position.get(by or to or "", -1)
                wanted |= True if by is None and to is None else (self.by == one) | (self.to == one)
            elif by in position and to in position:
                plain += [position[by] * len(self.actors) + position[to]]
                plain += [position[to] * len(self.actors) + position[by]]
        wanted |= np.isin(self.by * len(self.actors) + self.to, np.array(plain, dtype=np.int64))
        return self.rows(wanted)

    def watched(self, first: date, last: date) -> Ints:
        """The numbers of the days from `first` to `last` that were, or will be, looked at."""
        days = np.arange(day_number(first), day_number(last) + 1, dtype=np.int64)
        blind = {day_number(day) for day in (*self.gaps, *self.silent)}
        if self.unwatched_month_days:
            dates = days.astype("datetime64[D]")
            since_first = (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
            blind |= set(days[np.isin(since_first + 1, self.unwatched_month_days)].tolist())
        return days[~np.isin(days, np.array(sorted(blind), dtype=np.int64))]

    def rows(self, wanted: NDArray[np.bool_] | Ints | slice) -> "History":
        """Some of the rows, given by a mask, places or a slice that leave them in order of day."""
        return replace(
            self,
            day=self.day[wanted],
            by=self.by[wanted],
            to=self.to[wanted],
            type=self.type[wanted],
            quad=self.quad[wanted],
            weight=self.weight[wanted],
            known_at=self.known_at[wanted],
            ids=self.ids[wanted],
            seen_from=None if self.seen_from is None else self.seen_from[wanted],
            seen_until=None if self.seen_until is None else self.seen_until[wanted],
        )


class Pairs:
    """The rows between the sides of some dyads, either way, at hand for each of them."""

    def __init__(self, history: History, dyads: Iterable[tuple[str | None, str | None]]) -> None:
        self._rows = history.among(dyads)
        self._position = {name: number for number, name in enumerate(history.actors)}
        codes = self._code(self._rows.by, self._rows.to)
        order = np.argsort(codes, kind="stable")  # within a pair the order of days stays
        self._codes, self._order = codes[order], order

    def of(self, dyad: tuple[str | None, str | None]) -> History:
        """The rows between the two sides of one of the dyads, in order of day."""
        by, to = dyad
        if by is None or to is None or by not in self._position or to not in self._position:
            return self._rows.among([dyad])
        code = self._code(np.array([self._position[by]]), np.array([self._position[to]]))
        first, after = (int(np.searchsorted(self._codes, code, side=side)[0]) for side in ("left", "right"))
        return self._rows.rows(self._order[first:after])

    def _code(self, one: Ints, other: Ints) -> Ints:
        value: Ints = np.minimum(one, other) * len(self._position) + np.maximum(one, other)
        return value


def last_whole_day(moment: datetime) -> date:
    """The last day, in UTC, that was over at `moment`; its last microsecond counts as over."""
    if moment.tzinfo is None:
        raise ForecastError(f"{moment} has no time zone")
    return (moment.astimezone(UTC) + timedelta(microseconds=1)).date() - timedelta(days=1)


def end_of(day: date) -> datetime:
    """The last moment of a day, in UTC: what `--as-of DAY` means."""
    return datetime.combine(day, datetime.min.time(), UTC) + _LAST_MOMENT


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day that is so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)
