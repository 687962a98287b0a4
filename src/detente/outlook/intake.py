"""Making a history of acts or columns, checked row by row."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import ArrayLike

from detente.codebook import Codebook, load
from detente.outlook.history import Floats, History, Ints, Moments, day_number, day_of, end_of
from detente.schema import ForecastError

_MICROSECONDS_A_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of the record. known_at: None stands for the end of its day. weight: 0 and more, usually 1."""

    day: date
    by: str
    to: str
    type: str
    weight: float = 1.0
    known_at: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """Acts as columns of one length: `day` in days since 1970-01-01, names in `by`, `to` and `type`.

    weight: 1 by default. known_at: datetime64 in UTC, by default the end of each row's day. ids: of records.
    """

    day: ArrayLike
    by: ArrayLike
    to: ArrayLike
    type: ArrayLike
    weight: ArrayLike | None = None
    known_at: ArrayLike | None = None
    ids: ArrayLike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """When somebody looked: from `first_day` to `last_day`, by default the first and last day with a row.

    gaps: days between them that nobody looks at. unwatched_month_days: days of every month, likewise. silent:
    days that turned out to have had nobody who looked, which is not known beforehand.
    """

    first_day: date | None = None
    last_day: date | None = None
    gaps: tuple[date, ...] = ()
    unwatched_month_days: tuple[int, ...] = ()
    silent: tuple[date, ...] = ()


def from_acts(
    acts: Iterable[Act], *, watch: Watch | None = None, codebook: Codebook | None = None
) -> History:
    """Make a history of acts. Raises: as `from_columns`."""
    rows = tuple(acts)
    known = [(row.known_at or end_of(row.day)).astimezone(UTC).replace(tzinfo=None) for row in rows]
    columns = Columns(
        day=np.array([day_number(row.day) for row in rows], dtype=np.int64),
        by=[row.by for row in rows],
        to=[row.to for row in rows],
        type=[row.type for row in rows],
        weight=np.array([row.weight for row in rows], dtype=np.float64),
        known_at=np.array(known, dtype="datetime64[us]"),
        ids=[row.id for row in rows],
    )
    return from_columns(columns, watch=watch, codebook=codebook)


def from_columns(
    columns: Columns, *, watch: Watch | None = None, codebook: Codebook | None = None
) -> History:
    """Make a history of columns.

    Raises: ForecastError for no rows, columns of different lengths, a negative weight, a row dated after it
    became known or outside the days watched; CodebookError for a type that the codebook does not have.
    """
    days = np.array(columns.day, dtype=np.int64)
    count = len(days)
    if not count:
        raise ForecastError("the history is empty: there is nothing to forecast from")
    end: Moments = ((days + 1) * _MICROSECONDS_A_DAY - 1).astype("datetime64[us]")
    weights = np.ones(count) if columns.weight is None else np.array(columns.weight, dtype=np.float64)
    known: Moments = end if columns.known_at is None else np.array(columns.known_at, dtype="datetime64[us]")
    ids = np.full(count, "") if columns.ids is None else np.array(columns.ids, dtype=np.str_)
    by, to, kinds = (np.asarray(one, dtype=np.str_) for one in (columns.by, columns.to, columns.type))
    if {len(column) for column in (weights, known, ids, by, to, kinds)} != {count}:
        raise ForecastError("the columns of a history must have one length")
    watch = watch or Watch()
    first = watch.first_day or day_of(int(days.min()))
    last = watch.last_day or day_of(int(days.max()))
    _check(days, weights, known, first, last)
    actors, sides = np.unique(np.concatenate([by, to]), return_inverse=True)
    types, type_positions = np.unique(kinds, return_inverse=True)
    book = codebook or load()
    quads = tuple(quad.name for quad in book.quads)
    order: Ints | slice = np.argsort(days, kind="stable") if (np.diff(days) < 0).any() else slice(None)
    quad_of_type = np.array([quads.index(book.quad(str(kind)).name) for kind in types], dtype=np.int64)
    return History(
        actors=tuple(actors.tolist()),
        types=tuple(types.tolist()),
        quads=quads,
        quad_of_type=tuple(quad_of_type.tolist()),
        day=days[order],
        by=sides[:count].astype(np.int64)[order],
        to=sides[count:].astype(np.int64)[order],
        type=type_positions.astype(np.int64)[order],
        quad=quad_of_type[type_positions][order],
        weight=weights[order],
        known_at=known[order],
        ids=ids[order],
        first_day=first,
        last_day=last,
        gaps=watch.gaps,
        unwatched_month_days=watch.unwatched_month_days,
        silent=watch.silent,
    )


def extend(
    history: History, columns: Columns, *, last_day: date | None = None, codebook: Codebook | None = None
) -> History:
    """A history with more rows, at the cost of the new ones and of one copy. last_day: watched until then, by
    default the last day with a row.

    Raises: as `from_columns`, and ForecastError for rows before the first day watched.
    """
    until = max(filter(None, (history.last_day, last_day, day_of(int(np.max(np.asarray(columns.day)))))))
    watch = Watch(first_day=history.first_day, last_day=until)
    more = from_columns(columns, watch=watch, codebook=codebook)
    actors, types = (tuple(sorted({*old, *new})) for old, new in _named(history, more))
    parts = [(one, _moved(one.actors, actors), _moved(one.types, types)) for one in (history, more)]
    day = np.concatenate([history.day, more.day])
    order: Ints | slice = np.argsort(day, kind="stable") if (np.diff(day) < 0).any() else slice(None)
    quads = dict(zip(more.types, more.quad_of_type, strict=True))
    quads |= dict(zip(history.types, history.quad_of_type, strict=True))
    return replace(
        history,
        actors=actors,
        types=types,
        quad_of_type=tuple(quads[kind] for kind in types),
        day=day[order],
        by=np.concatenate([place[one.by] for one, place, _ in parts])[order],
        to=np.concatenate([place[one.to] for one, place, _ in parts])[order],
        type=np.concatenate([place[one.type] for one, _, place in parts])[order],
        quad=np.concatenate([history.quad, more.quad])[order],
        weight=np.concatenate([history.weight, more.weight])[order],
        known_at=np.concatenate([history.known_at, more.known_at])[order],
        ids=np.concatenate([history.ids, more.ids])[order],
        last_day=until,
    )


def _named(one: History, other: History) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return (one.actors, other.actors), (one.types, other.types)


def _moved(names: tuple[str, ...], among: tuple[str, ...]) -> Ints:
    """Where each of `names` stands in `among`."""
    place = {name: number for number, name in enumerate(among)}
    return np.array([place[name] for name in names], dtype=np.int64)


def _check(days: Ints, weights: Floats, known: Moments, first: date, last: date) -> None:
    """Raises ForecastError that names the first row (from 1) that cannot be."""
    dates = days.astype("datetime64[D]")
    faults = (
        (~(weights >= 0) | ~np.isfinite(weights), "its weight is no number of 0 or more"),
        (np.isnat(known), "it has no moment at which it became known"),
        # a day's grace: the day of an act is local, the moment is UTC
        (dates > known.astype("datetime64[D]") + 1, "it is dated after it became known"),
        (days < day_number(first), f"it lies before the first day watched, {first}"),
        (days > day_number(last), f"it lies after the last day watched, {last}"),
    )
    for wrong, problem in faults:
        if wrong.any():
            row = int(np.argmax(wrong))
            raise ForecastError(f"row {row + 1}, {dates[row]}: {problem}")
