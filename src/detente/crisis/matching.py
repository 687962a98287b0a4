"""Two mentions -> how much speaks for their being one happening.

Each agreement and each contradiction has a weight, in thousandths of a unit of log-odds: whole numbers add up
to the same sum in any order. Type and country alone never reach zero: words that few reports use, a person,
an institution or a place below the country must agree as well.

Source: Fellegi and Sunter 1969, "A Theory for Record Linkage" (weights of agreement that add up). The weights
are fitted: see `weights`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from detente.crisis.features import (
    ENOUGH_WORDS,
    MOST_SHARED,
    UNIT,
    Feature,
    actors,
    days,
    days_apart,
    features,
    is_mutual,
    kind,
    places,
    span,
    types,
    wording,
)
from detente.crisis.lexicon import likeness, total
from detente.crisis.mentions import Mention, Side, Spot
from detente.crisis.weights import WEIGHTS

FAR = -8_000  # what rules one happening out
MOST_DAYS_APART = 4
ENOUGH = 12_000  # rarity of keys in common: two that are rare, or one about like triggers
_KEPT = 262_144  # different pairs of facts whose weights are kept at hand
_ROUNDING = 10  # more than all that is lost or won by rounding each weight


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison says for (above 0) or against one happening, in thousandths of log-odds."""

    what: str
    value: int


def compare(one: Mention, other: Mention) -> tuple[Weight, ...]:
    """All that speaks for or against two mentions being one happening."""
    if days_apart(one, other) > MOST_DAYS_APART:
        return (Weight(f"{days_apart(one, other)} days apart", FAR),)
    told = (
        Weight(f"{name}: {', '.join(sorted(words))}".removesuffix(": "), round(WEIGHTS[name] * amount))
        for name, amount, words in features(one, other)
    )
    return tuple(weight for weight in told if weight.value)


def score(one: Mention, other: Mention) -> int:
    """The sum of `compare`."""
    if days_apart(one, other) > MOST_DAYS_APART:
        return FAR
    return _facts(one, other) + _weigh(wording(one, other))


def agree(one: Mention, other: Mention) -> int | None:
    """The score of two mentions where it is above zero, None where it is not.

    Of most pairs the facts speak so clearly against it that no wording could make up for them.
    """
    facts = _facts(one, other)
    if one.sentence != other.sentence and facts + _most_of_wording(one, other) <= 0:
        return None
    value = facts + _weigh(wording(one, other))
    return value if value > 0 else None


def _most_of_wording(one: Mention, other: Mention) -> float:
    """What the words of two sentences can say at most: the words near the triggers are among all words, and
    nothing but words in common and numbers of dead speaks for one happening."""
    shared = total(one.own_words & other.own_words)
    return (
        WEIGHTS["words.cosine"] * shared / math.sqrt(max(1, one.weight * other.weight))
        + WEIGHTS["near.cosine"] * min(1.0, shared / math.sqrt(max(1, one.near_weight * other.near_weight)))
        + WEIGHTS["words.thin"] * max(0, ENOUGH_WORDS - shared) / ENOUGH_WORDS
        + WEIGHTS["names.shared"] * MOST_SHARED / UNIT
        + (WEIGHTS["tolls.same"] if one.tolls and other.tolls else 0)
        + _ROUNDING
    )


def _facts(one: Mention, other: Mention) -> int:
    """What all but the words weighs: few different values, each weighed once."""
    return (
        WEIGHTS["start"]
        + _weigh_types(*kind(one), *kind(other))
        + _weigh_actors(is_mutual(one, other), one.by, one.to, other.by, other.to)
        + (0 if one.place is None or other.place is None else _weigh_places(one.place, other.place))
        + _weigh_days(*span(one), *span(other))
    )


def _weigh(found: Iterable[Feature]) -> int:
    weight = 0
    for name, amount, _ in found:
        weight += round(WEIGHTS[name] * amount)
    return weight


@lru_cache(maxsize=_KEPT)
def _weigh_types(*of: str) -> int:
    return _weigh(types(*of))


@lru_cache(maxsize=_KEPT)
def _weigh_actors(mutual: bool, *sides: Side) -> int:
    return _weigh(actors(mutual, *sides))


@lru_cache(maxsize=_KEPT)
def _weigh_places(one: Spot, other: Spot) -> int:
    return _weigh(places(one, other))


@lru_cache(maxsize=_KEPT)
def _weigh_days(*of: int) -> int:
    first, last, exact, *others = of
    return _weigh(days(first, last, bool(exact), others[0], others[1], bool(others[2])))


def forget_weights() -> None:
    """Forget what was weighed, after `WEIGHTS` was changed for a trial."""
    for kept in (_weigh_types, _weigh_actors, _weigh_places, _weigh_days):
        kept.cache_clear()


def foretells(earlier: Mention, later: Mention) -> int:
    """What speaks for `later` being what `earlier` planned or threatened, by all but the days' agreement."""
    return _weigh(one for one in features(earlier, later) if not one[0].startswith("days."))


def may_match(one: Mention, other: Mention, shared: int) -> bool:
    """Whether two mentions are worth comparing. shared: the rarity of all the keys that they have in common.

    They must be of one family of types or have like triggers. For like triggers one rare word about both is
    enough.
    """
    if shared < ENOUGH and one.near_keys.isdisjoint(other.near_keys):
        return False
    if shared >= ENOUGH and one.family == other.family:
        return True
    return likeness(one.trigger, other.trigger) > 0


def chance(value: int) -> float:
    """Log-odds in thousandths as a probability."""
    return 1.0 / (1.0 + math.exp(-value / 1_000))
