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

from detente.crisis.features import ENOUGH_WORDS, MOST_SHARED, UNIT, Feature, days_apart, features, wording
from detente.crisis.lexicon import likeness, total
from detente.crisis.mentions import Mention
from detente.crisis.weights import WEIGHTS

FAR = -8_000  # what rules one happening out
MOST_DAYS_APART = 4
ENOUGH = 12_000  # rarity of keys in common: two that are rare, or one about like triggers
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
    return FAR if days_apart(one, other) > MOST_DAYS_APART else weigh(features(one, other))


def agree(one: Mention, other: Mention, facts: int) -> int | None:
    """The score of two mentions where it is above zero, None where it is not. facts: what all but their words
    weighs.
    """
    if one.sentence != other.sentence and facts + _most_of_wording(one, other) <= 0:
        return None
    value = facts + weigh(wording(one, other))
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


def most_of_any_wording() -> float:
    """What the words of any two sentences can say at most: where the facts speak more clearly against one
    happening, no wording can make up for them.
    """
    most = WEIGHTS["words.cosine"] + WEIGHTS["near.cosine"] + WEIGHTS["tolls.same"]
    return most + WEIGHTS["names.shared"] * MOST_SHARED / UNIT + _ROUNDING


def weigh(found: Iterable[Feature]) -> int:
    """The sum of the weights of some features."""
    weight = 0
    for name, amount, _ in found:
        weight += round(WEIGHTS[name] * amount)
    return weight


def foretells(earlier: Mention, later: Mention) -> int:
    """What speaks for `later` being what `earlier` planned or threatened, by all but the days' agreement."""
    return weigh(one for one in features(earlier, later) if not one[0].startswith("days."))


def may_match(one: Mention, other: Mention, shared: int) -> bool:
    """Whether two mentions are worth comparing. shared: the rarity of all the keys that they have in common.

    They must be of one family of types or have like triggers. For like triggers one rare word about both is
    enough.
    """
    if shared < ENOUGH:
        return not one.near_keys.isdisjoint(other.near_keys) and likeness(one.trigger, other.trigger) > 0
    return are_alike(one.family, one.trigger, other.family, other.trigger)


def are_alike(family_one: str, trigger_one: str, family_other: str, trigger_other: str) -> bool:
    """Whether acts are of one family of types, or called by like words."""
    return family_one == family_other or likeness(trigger_one, trigger_other) > 0


def chance(value: int) -> float:
    """Log-odds in thousandths as a probability."""
    return 1.0 / (1.0 + math.exp(-value / 1_000))
