"""Weighted pairs -> clusters: what belongs together is joined step by step, the best first.

Average linkage: two clusters join while the mean weight of their pairs is above zero, so that a chain of
neighbours does not become one happening. Pairs that were never compared weigh against. Weights are whole
numbers and ties go to the smaller name, so that the result hangs on the pairs alone and not on their order.

Source: Bansal, Blum and Chawla 2004, "Correlation Clustering"; Lance and Williams 1967 (average linkage).
"""

import heapq
from collections.abc import Collection, Mapping
from dataclasses import dataclass

NOT_COMPARED = -1_000

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Join:
    """Two clusters that became one. mean: the mean weight of the pairs between them, in thousandths."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    mean: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Names that belong together, sorted, and how they came together."""

    members: tuple[str, ...]
    joins: tuple[Join, ...]


def cluster(names: Collection[str], weights: Mapping[Pair, int]) -> tuple[Cluster, ...]:
    """Part `names` into clusters. weights: of the pairs that were compared, the smaller name first."""
    found = {name: Cluster((name,), ()) for name in names}
    sums: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in names}
    for (one, other), weight in weights.items():
        sums[one][other] = sums[other][one] = (weight, 1)
    heap = [(-weight, one, other) for (one, other), weight in weights.items() if weight > 0]
    heapq.heapify(heap)
    while heap:
        mean, one, other = heapq.heappop(heap)
        if one not in found or other not in found or -mean != _mean(found, sums, one, other):
            continue
        for third in _join(found, sums, one, other, -mean):
            pair = (one, third) if one < third else (third, one)
            value = _mean(found, sums, *pair)
            if value > 0:
                heapq.heappush(heap, (-value, *pair))
    return tuple(found[name] for name in sorted(found))


def _join(
    found: dict[str, Cluster], sums: dict[str, dict[str, tuple[int, int]]], one: str, other: str, mean: int
) -> Collection[str]:
    """Put `other` into `one`, the smaller name; gives the clusters that either has pairs with."""
    first, second = found[one], found.pop(other)
    joins = (*first.joins, *second.joins, Join(first.members, second.members, mean))
    found[one] = Cluster(tuple(sorted((*first.members, *second.members))), joins)
    for third, (total, pairs) in sums.pop(other).items():
        del sums[third][other]
        if third != one:
            before = sums[one].get(third, (0, 0))
            sums[one][third] = sums[third][one] = (before[0] + total, before[1] + pairs)
    return sums[one].keys()


def _mean(
    found: Mapping[str, Cluster], sums: Mapping[str, Mapping[str, tuple[int, int]]], one: str, other: str
) -> int:
    """The mean weight of all pairs between two clusters, whether compared or not."""
    total, pairs = sums[one].get(other, (0, 0))
    every = len(found[one].members) * len(found[other].members)
    return (total + (every - pairs) * NOT_COMPARED) // every
