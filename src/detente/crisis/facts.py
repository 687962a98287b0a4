"""What all but the words of two mentions weighs: few different values, each pair of which is weighed once.

A mention's values are numbered when it comes; what two mentions weigh is then found by their numbers.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from detente.codebook import MUTUAL
from detente.crisis.features import Feature, actors, days, places, types
from detente.crisis.matching import weigh
from detente.crisis.mentions import Mention, Side

_KEPT = 262_144  # different pairs of values whose weights are kept at hand


class Fact(NamedTuple):
    """The numbers of a mention's values; place: -1 for none. day: the ordinal of its first day."""

    kind: int
    sides: int
    place: int
    span: int
    day: int


class Facts:
    """The values of mentions, and what pairs of them weigh."""

    def __init__(self) -> None:
        self._kinds = _Weighed(_kinds)
        self._sides = _Weighed(_sides)
        self._places = _Weighed(places)
        self._spans = _Weighed(_spans)

    def of(self, mention: Mention) -> Fact:
        """Number the values of a mention."""
        return Fact(
            kind=self._kinds.number((mention.type, mention.family, mention.trigger)),
            sides=self._sides.number((mention.type in MUTUAL, mention.by, mention.to)),
            place=-1 if mention.place is None else self._places.number(mention.place),
            span=self._spans.number((mention.last_day - mention.first_day, mention.exact)),
            day=mention.first_day,
        )

    def weigh(self, one: Fact, other: Fact) -> int:
        """The sum of the weights of all features but those of the wording."""
        return (
            self._kinds[one.kind, other.kind]
            + self._sides[one.sides, other.sides]
            + (0 if one.place < 0 or other.place < 0 else self._places[one.place, other.place])
            + self._spans[one.span, other.span, other.day - one.day]
        )


class _Weighed(dict[tuple[int, ...], int]):
    """Weights by the numbers of two values, and of what lies between them; made when they are asked for."""

    def __init__(self, features: Callable[..., Iterable[Feature]], values: Iterable[Hashable] = ()) -> None:
        super().__init__()
        self._features = features
        self._values: list[Any] = list(values)
        self._numbers = {value: number for number, value in enumerate(self._values)}

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._features, self._values)

    def __missing__(self, key: tuple[int, ...]) -> int:
        if len(self) >= _KEPT:
            self.clear()
        one, other, *between = key
        self[key] = weigh(self._features(self._values[one], self._values[other], *between))
        return self[key]

    def number(self, value: Hashable) -> int:
        """The number of a value, which equal ones share."""
        number = self._numbers.setdefault(value, len(self._values))
        if number == len(self._values):
            self._values.append(value)
        return number


def _kinds(one: tuple[str, str, str], other: tuple[str, str, str]) -> Iterator[Feature]:
    yield "start", 1.0, ()
    yield from types(*one, *other)


def _sides(one: tuple[bool, Side, Side], other: tuple[bool, Side, Side]) -> Iterator[Feature]:
    return actors(one[0] or other[0], *one[1:], *other[1:])


def _spans(one: tuple[int, bool], other: tuple[int, bool], apart: int) -> Iterator[Feature]:
    return days(0, *one, apart, apart + other[0], other[1])
