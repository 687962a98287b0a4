"""What is made of a sequence, kept up as the sequence grows.

From one drawing to the next a record changes at its end: what is made of the beginning holds. What follows is
taken back, the last first, and taken anew. A day's news may speak of what happened long ago as well: where
order does not matter, the few things that it changes are exchanged, and what stands between holds too.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Given = TypeVar("Given")
Taken = TypeVar("Taken")
_AT_ONCE = 1_024  # things of two sequences that are compared at once
_FEW = 512  # things that are exchanged one by one


class Followed(Generic[Given]):
    """A sequence after another. Many followers of one ask only once how much of the beginning they share."""

    def __init__(self, before: Sequence[Given], now: Sequence[Given]) -> None:
        self.before = before
        self.now = now

    @cached_property
    def shorter(self) -> int:
        """How many things the shorter one has."""
        return min(len(self.before), len(self.now))

    @cached_property
    def same(self) -> int:
        """How many things at the beginning are the same."""
        return self.changed[0] if self.changed else self.shorter

    @property
    def is_mostly_same(self) -> bool:
        """Whether few things of the shorter one are others in the longer one: those of `changed`, and no
        more."""
        return len(self.changed) <= _FEW

    @cached_property
    def changed(self) -> Sequence[int]:
        """The places, in order, at which another thing stands now, up to more than a few."""
        before, now = self.before[: self.shorter], list(self.now[: self.shorter])
        changed: list[int] = []
        for start in range(0, self.shorter, _AT_ONCE):
            one, other = list(before[start : start + _AT_ONCE]), now[start : start + _AT_ONCE]
            if one != other:
                pairs = enumerate(zip(one, other, strict=True), start)
                changed += (at for at, (was, is_) in pairs if was is not is_ and was != is_)
            if len(changed) > _FEW:
                break
        return changed


class Follower(ABC, Generic[Given, Taken]):
    """What is made of things one after the other, each taken with all before it in mind."""

    exchanges: ClassVar[bool] = False  # whether one thing can be taken for another, and all after it holds

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
        exchanged = followed.changed if self.exchanges and followed.is_mostly_same else ()
        kept = followed.shorter if exchanged else followed.same
        while len(self._taken) > kept:
            self._take_back(self._taken.pop())
        for at in exchanged:
            self._take_out(at, self._taken[at])
        for at in exchanged:
            self._taken[at] = self._put_in(at, followed.now[at])
        for thing in followed.now[kept:]:
            self._taken.append(self._take(thing))
        self._given = followed.now

    def _take_out(self, at: int, taken: Taken) -> None:
        """Undo what the thing at a place came to, whatever follows it."""
        self._take_back(taken)

    def _put_in(self, at: int, given: Given) -> Taken:
        """Take a thing at a place, whatever follows it; gives what it came to."""
        return self._take(given)

    @abstractmethod
    def _take(self, given: Given) -> Taken:
        """Take one more thing; gives what it came to, by which it can be taken back."""

    @abstractmethod
    def _take_back(self, taken: Taken) -> None:
        """Undo what the last thing came to."""


class Grouped(Follower[Given, Name | None], Generic[Given, Name]):
    """Things under their names, in the order given; the names in the order of their first thing."""

    exchanges = True

    def __init__(self, name: Callable[[Given], Name | None]) -> None:
        """name: of a thing, None for one that is left out."""
        super().__init__()
        self._name = name
        self._groups: dict[Name, list[Given]] = {}
        self._places: dict[Name, list[int]] = {}
        self._changed: set[Name] = set()
        self._first: dict[Name, int | None] = {}  # places before exchanges; None for no group

    @property
    def groups(self) -> Mapping[Name, Sequence[Given]]:
        """The things under each name that has any."""
        for name in [name for name in self._first if not self._groups.get(name, True)]:
            del self._groups[name], self._places[name]
        if any(self._place_of(name) not in (place, None) for name, place in self._first.items()):
            names = sorted(self._groups, key=lambda name: self._places[name][0])
            self._groups = {name: self._groups[name] for name in names}
        self._first = {}
        return self._groups

    def changed(self) -> frozenset[Name]:
        """The names whose group is another one, or is gone, since this was asked last."""
        names, self._changed = frozenset(self._changed), set()
        return names

    def _take(self, given: Given) -> Name | None:
        return self._put_in(len(self._taken), given)

    def _take_back(self, taken: Name | None) -> None:
        self._take_out(len(self._taken), taken)

    def _put_in(self, at: int, given: Given) -> Name | None:
        name = self._name(given)
        if name is not None:
            self._note(at, name)
            places = self._places.setdefault(name, [])
            number = bisect_left(places, at)
            places.insert(number, at)
            self._groups.setdefault(name, []).insert(number, given)
            self._changed.add(name)
        return name

    def _take_out(self, at: int, taken: Name | None) -> None:
        if taken is None:
            return
        self._note(at, taken)
        group, places = self._groups[taken], self._places[taken]
        number = bisect_left(places, at)
        del group[number], places[number]
        if not group and at >= len(self._taken):
            del self._groups[taken], self._places[taken]
            if taken in self._first:  # it may come back, and then stands behind all others
                self._first[taken] = None
        self._changed.add(taken)

    def _note(self, at: int, name: Name) -> None:
        """Keep in mind where a group began, before a thing in the middle is exchanged."""
        if at < len(self._taken):
            self._first.setdefault(name, self._place_of(name))

    def _place_of(self, name: Name) -> int | None:
        places = self._places.get(name)
        return places[0] if places else None


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
