"""What was found before: a finding whose ground is as it was is taken over, and not made again.

A new day touches few dyads, incidents and claims. Each finding names its ground: everything that the function
that makes it looks at. Equal ground gives an equal finding, so that taking it over changes nothing but the
time it takes.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar, cast

T = TypeVar("T")
Name = TypeVar("Name", bound=Hashable)
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


class Findings(Generic[Name, T]):
    """Findings by name, each with its ground; unlike those of a Recall they stay until they are dropped."""

    def __init__(self) -> None:
        self._found: dict[Name, tuple[Ground, T]] = {}

    def __getitem__(self, name: Name) -> T:
        return self._found[name][1]

    def find(self, name: Name, ground: Ground, make: Callable[[], T]) -> T:
        """What was found on this ground, else what is made now."""
        known = self._found.get(name)
        if known is None or known[0] != ground:
            known = self._found[name] = (ground, make())
        return known[1]

    def drop(self, name: Name) -> None:
        """Forget a finding, if there is one."""
        self._found.pop(name, None)
