"""Mentions by their keys and days: which of them share enough with another to be compared with it.

What common keys lead to is counted in whole columns: a name of a long war leads to thousands of mentions.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from detente.crisis.matching import ENOUGH, MOST_DAYS_APART, are_alike
from detente.crisis.mentions import Mention

Places = NDArray[np.intc]
Rarities = NDArray[np.float64]
# Days that are looked up together; neighbouring portions of this size hold all that may mean the same days.
_PORTION_DAYS = MOST_DAYS_APART + 1
_FEW = 64  # places that are looked at one by one
_CLOSE = 16  # places that lie closer than so many a hit are counted in one stretch
_Row = tuple[int, int, int, bool]  # how many places, their portion, their key's rarity, whether it is near
_NONE: "Mapping[int, array[int]]" = MappingProxyType({})


class Postings:
    """Nodes by the keys of their mentions, and by portions of days."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._nodes: list[str] = []  # by place, those that left among them
        self._first, self._last = array("i"), array("i")  # days, by place
        self._kind = array("i")  # numbers of families and triggers, by place
        self._kinds: list[tuple[str, str]] = []
        self._number_of: dict[tuple[str, str], int] = {}
        self._by_key: dict[str, dict[int, array[int]]] = {}  # places, by portion

    def enter(self, node: str, mention: Mention, keys: Mapping[str, int]) -> None:
        """Make a mention findable by its keys."""
        place = self._places[node] = len(self._nodes)
        self._nodes.append(node)
        self._first.append(mention.first_day)
        self._last.append(mention.last_day)
        kind = (mention.family, mention.trigger)
        self._kind.append(self._number_of.setdefault(kind, len(self._kinds)))
        self._kinds += [kind] if self._kind[-1] == len(self._kinds) else []
        for key in keys:
            by_portion = self._by_key.setdefault(key, {})
            for portion in _portions(mention):
                by_portion.setdefault(portion, array("i")).append(place)

    def leave(self, node: str, mention: Mention, keys: Mapping[str, int]) -> None:
        """Take a mention out."""
        place = self._places.pop(node)
        for key in keys:
            for portion in _portions(mention):
                self._by_key[key][portion].remove(place)

    @property
    def end(self) -> int:
        """The place that the next one will have."""
        return len(self._nodes)

    def place(self, node: str) -> int:
        """The place of a node that is here."""
        return self._places[node]

    def node(self, place: int) -> str:
        """The node that came as this one, counted from 0."""
        return self._nodes[place]

    def find(self, mention: Mention, keys: Mapping[str, int], end: int) -> tuple[Places, Rarities]:
        """The places (N,) of nodes of like acts that may mean the same days and share enough keys, or one
        about the trigger of the mention; with the rarity of all the keys that are shared (N,). end: the place
        up to which is looked.
        """
        own = _portions(mention)
        around = range(own.start - 1, own.stop + 1)
        held: list[array[int]] = []
        rows: list[_Row] = []
        for key, rarity in keys.items():
            by_portion = self._by_key.get(key, _NONE)
            for number in around:
                if (found := by_portion.get(number)) and found[0] < end:
                    found = found if found[-1] < end else found[: bisect_left(found, end)]
                    held.append(found)
                    rows.append((len(found), number, rarity, key in mention.near_keys))
        if sum(row[0] for row in rows) <= _FEW:
            return self._find_few(mention, around.start, list(zip(held, rows, strict=True)))
        columns = np.array(rows, dtype=np.int64).T
        portion, rarities, near = (np.repeat(column, columns[0]) for column in columns[1:])
        places = np.frombuffer(b"".join(held), dtype=np.intc)
        first, last = (np.frombuffer(days, dtype=np.intc)[places] for days in (self._first, self._last))
        ours = (first <= mention.last_day + MOST_DAYS_APART) & (last >= mention.first_day - MOST_DAYS_APART)
        ours &= portion == np.maximum(first // _PORTION_DAYS, around.start)  # of several portions the first
        nodes, shared, hits = _sums(places[ours], rarities[ours], near[ours])
        enough = (shared >= ENOUGH) | (hits > 0)
        nodes, shared = nodes[enough], shared[enough]
        alike = self._are_alike(mention, nodes)
        return nodes[alike], shared[alike]

    def _find_few(
        self, mention: Mention, start: int, held: "Iterable[tuple[array[int], _Row]]"
    ) -> tuple[Places, Rarities]:
        """What `find` gives, one place at a time: of few places columns would take longer. start: of the
        portions that were looked up.
        """
        until, since = mention.last_day + MOST_DAYS_APART, mention.first_day - MOST_DAYS_APART
        shared: dict[int, int] = {}
        hits: set[int] = set()
        for places, (_, portion, rarity, near) in held:
            for place in places:
                first = self._first[place]
                if (
                    first <= until
                    and self._last[place] >= since
                    and portion == max(first // _PORTION_DAYS, start)
                ):
                    shared[place] = shared.get(place, 0) + rarity
                    hits.update((place,) if near else ())
        found = sorted(
            place
            for place, rarity in shared.items()
            if (rarity >= ENOUGH or place in hits)
            and are_alike(mention.family, mention.trigger, *self._kinds[self._kind[place]])
        )
        return np.array(found, np.intc), np.array([shared[place] for place in found], np.float64)

    def _are_alike(self, mention: Mention, nodes: Places) -> NDArray[np.bool_]:
        """Whether the acts of nodes, given by their places, may be that of the mention."""
        kinds, where = np.unique(np.frombuffer(self._kind, dtype=np.intc)[nodes], return_inverse=True)
        told = (self._kinds[kind] for kind in kinds.tolist())
        alike = [are_alike(mention.family, mention.trigger, *kind) for kind in told]
        found: NDArray[np.bool_] = np.array(alike, dtype=np.bool_)[where]
        return found


def _sums(
    places: Places, rarities: NDArray[np.int64], near: NDArray[np.int64]
) -> tuple[Places, Rarities, Rarities]:
    """Each place once, in their order, with the sums of what stands beside it."""
    if not places.size:
        return places, np.zeros(0), np.zeros(0)
    least = int(places.min())
    if int(places.max()) - least < _CLOSE * len(places):  # what came together lies together: no need to sort
        where: NDArray[np.intp] = places - np.intp(least)
        found = np.flatnonzero(np.bincount(where))
        sums = [_sum(where, column)[found] for column in (rarities, near)]
        return (found + least).astype(np.intc), sums[0], sums[1]
    nodes, where = np.unique(places, return_inverse=True)
    return nodes, _sum(where, rarities), _sum(where, near)


def _sum(where: NDArray[np.intp], values: NDArray[np.int64]) -> Rarities:
    sums: Rarities = np.bincount(where, values).astype(np.float64)
    return sums


def _portions(mention: Mention) -> range:
    """The portions of days in which a mention may lie."""
    return range(mention.first_day // _PORTION_DAYS, mention.last_day // _PORTION_DAYS + 1)
