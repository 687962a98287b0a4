"""What was found before: a finding whose ground is as it was is taken over, and not made again.

A new day touches few dyads, incidents and claims. Each finding names its ground: everything that the function
that makes it looks at. Equal ground gives an equal finding, so that taking it over changes nothing but the
time it takes.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar, cast

T = TypeVar("T")
Given = TypeVar("Given")
Taken = TypeVar("Taken")
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


class Follower(ABC, Generic[Given, Taken]):
    """What is made of things one after the other, each taken with all before it in mind.

    Where other things begin as those before, the common beginning is kept: the rest is taken back, the last
    first, and what follows now is taken.
    """

    def __init__(self) -> None:
        self._followed: list[tuple[Given, Taken]] = []

    def advance(self, given: Iterable[Given]) -> None:
        """Take these things, and no others."""
        things = list(given)
        common = 0
        for (before, _), now in zip(self._followed, things, strict=False):
            if before is not now and before != now:
                break
            common += 1
        while len(self._followed) > common:
            self._take_back(self._followed.pop()[1])
        for thing in things[common:]:
            self._followed.append((thing, self._take(thing)))

    @abstractmethod
    def _take(self, given: Given) -> Taken:
        """Take one more thing; gives what it came to, by which it can be taken back."""

    @abstractmethod
    def _take_back(self, taken: Taken) -> None:
        """Undo what the last thing came to."""


def post(latest: deque[int], number: int) -> int | None:
    """Add a number to the latest ones; gives the one that had to leave for it, if any."""
    left = latest[0] if len(latest) == latest.maxlen else None
    latest.append(number)
    return left


def take_post_back(latest: deque[int], left: int | None) -> None:
    """Undo the last `post`."""
    latest.pop()
    if left is not None:
        latest.appendleft(left)
