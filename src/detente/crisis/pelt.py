"""Change points of a series: where its mean changed for good.

The cut of the series into segments that makes the sum of squared distances from each segment's mean, plus a
penalty for each cut, smallest; found exactly by PELT. The noise is taken from successive differences, which a
change of the mean disturbs only where it happens. The penalty is 3 ln n of the noise's variance: one cut
costs a place and a mean, and half as much again keeps chance cuts rare.
Source: Killick, Fearnhead and Eckley (2012), Optimal detection of changepoints with a linear computational
cost, section 3; the noise, von Neumann and others (1941), The mean square successive difference.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from detente.crisis.estimates import Floats

_SHORTEST = 7  # values in a segment: two cuts lie a week apart or more
_PENALTY = 3.0
_LEAST_NOISE = (
    0.05  # variance, in squared points of the scale; below it a constant series would be all changes
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change at position `at`, the first of the new segment. before, after: the means of its two segments.

    probability: of the cut against none, from the drop in cost: 1 / (1 + exp(-drop / 2)).
    """

    at: int
    before: float
    after: float
    days_before: int
    days_after: int
    probability: float


def changes(values: Floats) -> tuple[Change, ...]:
    """Find the changes of the mean of a series, in order."""
    if len(values) < 2 * _SHORTEST:
        return ()
    noise = max(_LEAST_NOISE, float(np.mean(np.diff(values) ** 2)) / 2)
    penalty = _PENALTY * log(len(values))
    cuts = _cuts(values / noise**0.5, penalty)
    edges = [0, *cuts, len(values)]
    found = []
    for start, at, end in zip(edges, edges[1:], edges[2:], strict=False):
        before, after = values[start:at], values[at:end]
        drop = (_cost(values[start:end]) - _cost(before) - _cost(after)) / noise - penalty
        found.append(
            Change(
                at=at,
                before=round(float(before.mean()), 6),
                after=round(float(after.mean()), 6),
                days_before=len(before),
                days_after=len(after),
                probability=1.0 / (1.0 + exp(-max(0.0, min(drop, 100.0)) / 2)),
            )
        )
    return tuple(found)


def _cost(values: Floats) -> float:
    return float(((values - values.mean()) ** 2).sum())


def _cuts(values: Floats, penalty: float) -> list[int]:
    """Positions of the cheapest cuts. `best[end]` is the least cost of the first `end` values.

    No segment is shorter than _SHORTEST, so that as many ends in a row depend on none of each other's: they
    are reckoned at once.
    """
    sums = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(values**2)])
    size = len(values)
    best = np.full(size + 1, np.inf)
    best[0] = -penalty
    last = np.zeros(size + 1, dtype=np.int64)
    starts = np.array([0], dtype=np.int64)
    out_of_reach = np.full(size + 1, size + 1, dtype=np.int64)
    for first in range(_SHORTEST, size + 1, _SHORTEST):
        ends = np.arange(first, min(first + _SHORTEST, size + 1))
        lengths = ends[:, None] - starts
        spread = (
            squares[ends][:, None] - squares[starts] - (sums[ends][:, None] - sums[starts]) ** 2 / lengths
        )
        costs = np.where(lengths >= _SHORTEST, best[starts] + spread, np.inf)
        cheapest = costs.argmin(axis=1)
        best[ends] = costs[np.arange(len(ends)), cheapest] + penalty
        last[ends] = starts[cheapest]
        # A start that costs more than a cut here never pays again, once a segment that begins here may end.
        beaten = (costs > best[ends][:, None]) & (lengths >= _SHORTEST)
        since = np.where(beaten, ends[:, None] + _SHORTEST, size + 1).min(axis=0)
        out_of_reach[starts] = np.minimum(out_of_reach[starts], since)
        fresh = ends[ends < size - _SHORTEST + 1]
        starts = np.concatenate([starts[out_of_reach[starts] > first + _SHORTEST], fresh])
    cuts: list[int] = []
    end = size
    while last[end] > 0:
        end = int(last[end])
        cuts.append(end)
    return cuts[::-1]
