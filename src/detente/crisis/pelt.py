"""Change points of a series: where its mean changed for good.

The cut of the series into segments that makes the sum of squared distances from each segment's mean, plus a
penalty for each cut, smallest; found exactly by PELT. The noise is taken from successive differences, which a
change of the mean disturbs only where it happens. The penalty is 3 ln n of the noise's variance: one cut
costs a place and a mean, and half as much again keeps chance cuts rare. It is rounded to two digits, so that
one more value seldom changes it, and what was reckoned of the values before holds.
Source: Killick, Fearnhead and Eckley (2012), Optimal detection of changepoints with a linear computational
cost, section 3; the noise, von Neumann and others (1941), The mean square successive difference.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from detente.crisis.estimates import Floats

Ints = NDArray[np.int64]

_SHORTEST = 7  # values in a segment: two cuts lie a week apart or more
_STAGE_BLOCKS = 16  # stages are kept after so many times _SHORTEST values
_NEVER = np.iinfo(np.int64).max
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


def changes(values: Floats, cuts: "Cuts | None" = None) -> tuple[Change, ...]:
    """Find the changes of the mean of a series, in order. cuts: of the series as it was before."""
    if len(values) < 2 * _SHORTEST:
        return ()
    noise = max(_LEAST_NOISE, float(np.mean(np.diff(values) ** 2)) / 2)
    penalty = float(f"{_PENALTY * log(len(values)) * noise:.1e}")
    at = (cuts or Cuts()).follow(values, penalty)
    edges = [0, *at, len(values)]
    found = []
    for start, middle, end in zip(edges, edges[1:], edges[2:], strict=False):
        before, after = values[start:middle], values[middle:end]
        drop = (_cost(values[start:end]) - _cost(before) - _cost(after) - penalty) / noise
        found.append(
            Change(
                at=middle,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """How far the cuts are reckoned: of all ends before `first`. starts: where a last segment may begin, each
    with the end from which on it never pays."""

    first: int
    starts: Ints
    out_of_reach: Ints


class Cuts:
    """The cheapest cuts of a series, reckoned anew only from where it is not as it was.

    `_best[end]` is the least cost of the first `end` values, `_last[end]` where their last segment begins.
    """

    def __init__(self) -> None:
        self._values: Floats = np.zeros(0)
        self._penalty = 0.0
        self._best: Floats = np.zeros(1)
        self._last: Ints = np.zeros(1, dtype=np.int64)
        self._stages: list[_Stage] = []

    def follow(self, values: Floats, penalty: float) -> list[int]:
        """Positions of the cheapest cuts of a series, in order."""
        stage = self._resume(values, penalty)
        size = len(values)
        for first in range(stage.first, size + 1, _SHORTEST):
            if (first // _SHORTEST) % _STAGE_BLOCKS == 0:
                self._stages.append(stage)
            stage = self._reckoned(stage, np.arange(first, min(first + _SHORTEST, size + 1)))
        cuts: list[int] = []
        end = size
        while self._last[end] > 0:
            end = int(self._last[end])
            cuts.append(end)
        return cuts[::-1]

    def _resume(self, values: Floats, penalty: float) -> _Stage:
        """The last stage that a series shares with the one before; the series is the last from now on."""
        common = min(len(values), len(self._values)) if penalty == self._penalty else 0
        other = np.flatnonzero(values[:common] != self._values[:common])
        same = int(other[0]) if len(other) else common
        while self._stages and self._stages[-1].first > same:
            self._stages.pop()
        origin = np.zeros(1, dtype=np.int64)
        begin = _Stage(first=_SHORTEST, starts=origin, out_of_reach=np.array([_NEVER]))
        stage = self._stages.pop() if self._stages else begin
        size = len(values)
        best, last = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=np.int64)
        if stage is begin:
            best[0] = -penalty
        else:
            reckoned = slice(0, stage.first)
            best[reckoned], last[reckoned] = self._best[reckoned], self._last[reckoned]
        self._values, self._penalty, self._best, self._last = values, penalty, best, last
        self._sums = np.concatenate([[0.0], np.cumsum(values)])
        self._squares = np.concatenate([[0.0], np.cumsum(values**2)])
        return stage

    def _reckoned(self, stage: _Stage, ends: Ints) -> _Stage:
        """The stage after some ends in a row.

        No segment is shorter than _SHORTEST, so that as many ends depend on none of each other's: they are
        reckoned at once.
        """
        starts, out_of_reach, best = stage.starts, stage.out_of_reach, self._best
        lengths = ends[:, None] - starts
        sums = self._sums[ends][:, None] - self._sums[starts]
        spread = self._squares[ends][:, None] - self._squares[starts] - sums**2 / lengths
        costs = np.where(lengths >= _SHORTEST, best[starts] + spread, np.inf)
        cheapest = costs.argmin(axis=1)
        best[ends] = costs[np.arange(len(ends)), cheapest] + self._penalty
        self._last[ends] = starts[cheapest]
        # A start that costs more than a cut here never pays again, once a segment that begins here may end.
        beaten = (costs > best[ends][:, None]) & (lengths >= _SHORTEST)
        since = np.where(beaten, ends[:, None] + _SHORTEST, _NEVER).min(axis=0)
        out_of_reach = np.minimum(out_of_reach, since)
        first = int(ends[0]) + _SHORTEST
        kept = out_of_reach > first
        return _Stage(
            first=first,
            starts=np.concatenate([starts[kept], ends]),
            out_of_reach=np.concatenate([out_of_reach[kept], np.full(len(ends), _NEVER)]),
        )
