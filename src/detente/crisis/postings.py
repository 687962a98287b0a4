"""Mentions by their keys and days: which of them share enough with another to be compared with it.

What common keys lead to is counted in whole columns: a name of a long war leads to thousands of mentions.
"""

from array import array
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from detente.crisis.matching import ENOUGH, MOST_DAYS_APART, are_alike
from detente.crisis.mentions import Mention

# Days that are looked up together; neighbouring portions of this size hold all that may mean the same days.
_PORTION_DAYS = MOST_DAYS_APART + 1
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

    def find(self, mention: Mention, keys: Mapping[str, int]) -> list[tuple[str, int]]:
        """The nodes of like acts that may mean the same days and share enough keys, or one about the trigger
        of the mention; with the rarity of all the keys that are shared.
        """
        own = _portions(mention)
        around = range(own.start - 1, own.stop + 1)
        held, rows = [], []
        for key, rarity in keys.items():
            by_portion = self._by_key.get(key, _NONE)
            for number in around:
                if found := by_portion.get(number):
                    held.append(found)
                    rows.append((len(found), number, rarity, key in mention.near_keys))
        if not held:
            return []
        columns = np.array(rows, dtype=np.int64).T
        portion, rarities, near = (np.repeat(column, columns[0]) for column in columns[1:])
        places = np.frombuffer(b"".join(held), dtype=np.intc)
        first, last = (np.frombuffer(days, dtype=np.intc)[places] for days in (self._first, self._last))
        ours = (first <= mention.last_day + MOST_DAYS_APART) & (last >= mention.first_day - MOST_DAYS_APART)
        ours &= portion == np.maximum(first // _PORTION_DAYS, around.start)  # of several portions the first
        nodes, where = np.unique(places[ours], return_inverse=True)
        shared, hits = np.bincount(where, rarities[ours]), np.bincount(where, near[ours])
        enough = (shared >= ENOUGH) | (hits > 0)
        nodes, shared = nodes[enough], shared[enough]
        alike = self._are_alike(mention, nodes)
        return [
            (self._nodes[place], int(count))
            for place, count in zip(nodes[alike].tolist(), shared[alike].tolist(), strict=True)
        ]

    def _are_alike(self, mention: Mention, nodes: NDArray[np.intc]) -> NDArray[np.bool_]:
        """Whether the acts of nodes, given by their places, may be that of the mention."""
        kinds, where = np.unique(np.frombuffer(self._kind, dtype=np.intc)[nodes], return_inverse=True)
        told = (self._kinds[kind] for kind in kinds.tolist())
        alike = [are_alike(mention.family, mention.trigger, *kind) for kind in told]
        found: NDArray[np.bool_] = np.array(alike, dtype=np.bool_)[where]
        return found


def _portions(mention: Mention) -> range:
    """The portions of days in which a mention may lie."""
    return range(mention.first_day // _PORTION_DAYS, mention.last_day // _PORTION_DAYS + 1)
