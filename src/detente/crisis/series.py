"""Acts as daily sums for each dyad, on the days that somebody looked."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from detente.crisis.acts import Act
from detente.crisis.estimates import Floats
from detente.crisis.known import Known
from detente.schema import InputError, Row

Dyad = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """What `by` did to `to`, day by day, from the first act to the last day looked at; unobserved days are
    absent.

    weight, total, square: sums of credence c, of c x and of c x x over the day's acts of intensity x; all
    three are 0 on a quiet day. acts: of each day.
    """

    by: str
    to: str
    days: tuple[date, ...]
    weight: Floats
    total: Floats
    square: Floats
    acts: tuple[tuple[Act, ...], ...]

    def __len__(self) -> int:
        return len(self.days)


def observed_days(seen: Known, acts: Iterable[Act], unobserved: Collection[date] = ()) -> frozenset[date]:
    """The days of which the record can say something: a report was published then, or an act is dated then.
    A report that was replaced later was published all the same.

    For archives the days of their rows count as published. `unobserved` days are left out even so, unless an
    act is dated then. Every other day is unknown: never quiet.
    """
    published = set(seen.published_days())
    rows = (event for event in seen.events if isinstance(event.grounds.evidence[0], Row))
    published |= {event.grounds.known_at.date() for event in rows}
    return frozenset((published - set(unobserved)) | {act.day for act in acts if not act.retold})


def busiest(acts: Iterable[Act], takes: Callable[[str, str], bool], most: int) -> tuple[Dyad, ...]:
    """The dyads that most acts are told of as news, at most so many, of those that `takes` takes; sorted."""
    counts = Counter(dyad for act in acts if not act.retold for dyad in act.dyads if takes(*dyad))
    ranked = sorted(counts, key=lambda dyad: (-counts[dyad], dyad))
    return tuple(sorted(ranked[:most]))


def gather_series(
    acts: Iterable[Act],
    observed: Collection[date],
    last_day: date,
    dyads: Collection[Dyad] | None = None,
) -> tuple[Series, ...]:
    """One series a dyad, sorted; only of `dyads` where these are given. Acts told only as earlier history are
    left out: what is remembered of a time is not what was done in it.

    Raises: InputError where a dyad is one side twice.
    """
    for by, to in dyads or ():
        if by == to:
            raise InputError(f"{by} cannot be both sides of a dyad")
    rows: dict[Dyad, dict[date, list[Act]]] = {}
    for act in acts:
        if act.retold or act.day > last_day:
            continue
        for dyad in act.dyads:
            if dyads is None or dyad in dyads:
                rows.setdefault(dyad, {}).setdefault(act.day, []).append(act)
    watched = tuple(sorted(day for day in observed if day <= last_day))
    place = {day: number for number, day in enumerate(watched)}
    return tuple(_series(dyad, rows[dyad], watched, place) for dyad in sorted(rows))


def _series(
    dyad: Dyad, by_day: Mapping[date, Sequence[Act]], watched: tuple[date, ...], place: Mapping[date, int]
) -> Series:
    first = place[min(by_day)]
    length = len(watched) - first
    weight, total, square = [0.0] * length, [0.0] * length, [0.0] * length
    acts: list[tuple[Act, ...]] = [()] * length
    for day, row in by_day.items():
        number = place[day] - first
        acts[number] = tuple(row)
        for act in row:
            weight[number] += act.credence
            total[number] += act.credence * act.intensity
            square[number] += act.credence * act.intensity**2
    return Series(
        by=dyad[0],
        to=dyad[1],
        days=watched[first:],
        weight=np.array(weight),
        total=np.array(total),
        square=np.array(square),
        acts=tuple(acts),
    )


@cache
def monday(day: date) -> date:
    """The first day of a day's ISO week."""
    return day - timedelta(days=day.weekday())
