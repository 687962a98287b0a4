"""What was found before: a finding whose ground is as it was is taken over, and not made again.

A new day touches few dyads, incidents and claims. Each finding names its ground: everything that the function
that makes it looks at. Equal ground gives an equal finding, so that taking it over changes nothing but the
time it takes.
"""

from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")
Key = tuple[object, ...]
Ground = tuple[object, ...]


class Recall:
    """Findings by what they are about, each with its ground."""

    def __init__(self) -> None:
        self._before: dict[Key, tuple[Ground, object]] = {}
        self._now: dict[Key, tuple[Ground, object]] = {}

    def find(self, key: Key, ground: Ground, make: Callable[[], T]) -> T:
        """What was found on this ground, else what is made now. key: the kind and what it is about, and so of
        one type of finding."""
        known = self._now.get(key) or self._before.get(key)
        if known is None or known[0] != ground:
            known = (ground, make())
        self._now[key] = known
        return cast(T, known[1])

    def turn(self) -> None:
        """End a drawing: what it did not ask for is forgotten."""
        self._before, self._now = self._now, {}
