"""What all but the words of mentions weighs: few different values, each pair of which is weighed once.

The values of a mention are numbered when it comes, and stand in columns, so that one mention is weighed
against many at a time: as many pairs of values as differ, not as there are mentions.
"""

import math
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.codebook import MUTUAL
from detente.crisis.features import Feature, actors, days, places, types
from detente.crisis.matching import weigh
from detente.crisis.mentions import Mention, Side
from detente.crisis.postings import Places
from detente.crisis.weights import WEIGHTS

Ints = NDArray[np.int64]
_KEPT = 262_144  # different pairs of values whose weights are kept at hand
_MOST_VALUES = 1 << 40  # more than there are numbers of values
_MOST_OF_PLACE = max(value for name, value in WEIGHTS.items() if name.startswith("place."))
_REACH = 1 << 12  # more than the days between two mentions that are compared


class Facts:
    """The values of mentions in columns, by the order in which they came, and what pairs of them weigh."""

    def __init__(self) -> None:
        self._kinds = _Weighed(_kinds)
        self._sides = _Weighed(_sides)
        self._places = _Weighed(places)
        self._spans = _Spans(_spans)
        self._sentences = _Numbers()
        self._columns = tuple(array("i") for _ in range(5))  # as of `_numbers`
        self._first = array("i")  # ordinals of the first days

    def enter(self, mention: Mention) -> None:
        """Put the values of a mention at the end of the columns."""
        for column, number in zip(self._columns, self._numbers(mention), strict=True):
            column.append(number)
        self._first.append(mention.first_day)

    def weigh(self, mention: Mention, rows: Places, above: float = -math.inf) -> tuple[Places, Ints]:
        """Those of `rows` against which all features but those of the wording weigh more than `above`, or
        which stand in the same sentence; and what they weigh there (N,), (N,).
        """
        kind, side, place, span, sentence = self._numbers(mention)
        kinds, sides, spots, spans, sentences = (_take(column, rows) for column in self._columns)
        apart = _take(self._first, rows) - mention.first_day
        weights = self._kinds.against(kind, kinds) + self._sides.against(side, sides)
        weights += self._spans.against(span, spans * 2 * _REACH + apart + _REACH)
        same = sentences == sentence
        open_ = np.flatnonzero(same | (weights + _MOST_OF_PLACE > above))  # where the place can decide
        weights = weights[open_] + self._places.against(place, spots[open_])
        held = same[open_] | (weights > above)
        return rows[open_[held]], weights[held]

    def _numbers(self, mention: Mention) -> tuple[int, int, int, int, int]:
        """The numbers of its act, its sides, its place, its span of days, its sentence."""
        return (
            self._kinds.numbers.of((mention.type, mention.family, mention.trigger)),
            self._sides.numbers.of((mention.type in MUTUAL, mention.by, mention.to)),
            self._places.numbers.of(mention.place),
            self._spans.numbers.of((mention.last_day - mention.first_day, mention.exact)),
            self._sentences.of(mention.sentence),
        )


class _Numbers:
    """Values, each by a number which equal ones share."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._of: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        """The number of a value."""
        number = self._of.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


class _Weighed(dict[int, int]):
    """Weights by the numbers of two values, as one number; made when they are asked for."""

    def __init__(self, features: Callable[..., Iterable[Feature]], numbers: _Numbers | None = None) -> None:
        super().__init__()
        self.numbers = numbers or _Numbers()
        self._features = features

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._features, self.numbers)

    def __missing__(self, key: int) -> int:
        if len(self) >= _KEPT:
            self.clear()
        self[key] = weigh(self._features(*self._pair(*divmod(key, _MOST_VALUES))))
        return self[key]

    def against(self, one: int, others: Ints) -> Ints:
        """The weights of a value against others (N,), by their numbers."""
        keys = (others + one * _MOST_VALUES).tolist()
        return np.fromiter(map(self.__getitem__, keys), np.int64, len(keys))

    def _pair(self, one: int, other: int) -> tuple[Any, ...]:
        return self.numbers.values[one], self.numbers.values[other]


class _Spans(_Weighed):
    """Weights of spans of days; the other number holds the days between their first days as well."""

    def _pair(self, one: int, other: int) -> tuple[Any, ...]:
        span, apart = divmod(other, 2 * _REACH)
        return *super()._pair(one, span), apart - _REACH


def _take(column: "array[int]", rows: Places) -> Ints:
    return np.frombuffer(column, dtype=np.intc)[rows].astype(np.int64)


def _kinds(one: tuple[str, str, str], other: tuple[str, str, str]) -> Iterator[Feature]:
    yield "start", 1.0, ()
    yield from types(*one, *other)


def _sides(one: tuple[bool, Side, Side], other: tuple[bool, Side, Side]) -> Iterator[Feature]:
    return actors(one[0] or other[0], *one[1:], *other[1:])


def _spans(one: tuple[int, bool], other: tuple[int, bool], apart: int) -> Iterator[Feature]:
    return days(0, *one, apart, apart + other[0], other[1])
