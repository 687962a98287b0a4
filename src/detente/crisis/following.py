"""What is made of a sequence, kept up as the sequence grows.

From one drawing to the next a record changes at its end: what is made of the beginning holds. What follows is
taken back, the last first, and taken anew.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Given = TypeVar("Given")
Taken = TypeVar("Taken")
_AT_ONCE = 1_024  # things of two sequences that are compared at once


class Followed(Generic[Given]):
    """A sequence after another. Many followers of one ask only once how much of the beginning they share."""

    def __init__(self, before: Sequence[Given], now: Sequence[Given]) -> None:
        self.before = before
        self.now = now

    @cached_property
    def same(self) -> int:
        """How many things at the beginning are the same."""
        shorter = min(len(self.before), len(self.now))
        before, now = self.before[:shorter], list(self.now[:shorter])
        starts = range(0, shorter, _AT_ONCE)
        parted = (at for at in starts if list(before[at : at + _AT_ONCE]) != now[at : at + _AT_ONCE])
        start = next(parted, shorter)
        pairs = enumerate(zip(before[start:], now[start:], strict=True), start)
        return next((at for at, (one, other) in pairs if one is not other and one != other), shorter)


class Follower(ABC, Generic[Given, Taken]):
    """What is made of things one after the other, each taken with all before it in mind."""

    def __init__(self) -> None:
        self._given: Sequence[Given] = ()
        self._taken: list[Taken] = []

    def advance(self, given: Iterable[Given] | Followed[Given]) -> None:
        """Take these things, and no others."""
        followed = given
        if not isinstance(followed, Followed):
            followed = Followed(self._given, list(followed))
        elif followed.before is not self._given:
            followed = Followed(self._given, followed.now)
        while len(self._taken) > followed.same:
            self._take_back(self._taken.pop())
        for thing in followed.now[followed.same :]:
            self._taken.append(self._take(thing))
        self._given = followed.now

    @abstractmethod
    def _take(self, given: Given) -> Taken:
        """Take one more thing; gives what it came to, by which it can be taken back."""

    @abstractmethod
    def _take_back(self, taken: Taken) -> None:
        """Undo what the last thing came to."""


class Grouped(Follower[Given, Name | None], Generic[Given, Name]):
    """Things under their names, in the order given; the names in the order of their first thing."""

    def __init__(self, name: Callable[[Given], Name | None]) -> None:
        """name: of a thing, None for one that is left out."""
        super().__init__()
        self._name = name
        self._groups: dict[Name, list[Given]] = {}
        self._changed: set[Name] = set()

    @property
    def groups(self) -> Mapping[Name, Sequence[Given]]:
        """The things under each name that has any."""
        return self._groups

    def changed(self) -> frozenset[Name]:
        """The names whose group is another one, or is gone, since this was asked last."""
        names, self._changed = frozenset(self._changed), set()
        return names

    def _take(self, given: Given) -> Name | None:
        name = self._name(given)
        if name is not None:
            self._groups.setdefault(name, []).append(given)
            self._changed.add(name)
        return name

    def _take_back(self, taken: Name | None) -> None:
        if taken is None:
            return
        group = self._groups[taken]
        group.pop()
        if not group:
            del self._groups[taken]
        self._changed.add(taken)


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
