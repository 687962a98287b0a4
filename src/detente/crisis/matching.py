"""Two mentions -> how much speaks for their being one happening.

Each agreement and each contradiction has a weight, in thousandths of a unit of log-odds: whole numbers add up
to the same sum in any order. Type and country alone never reach zero: words that few reports use, a person,
an institution or a place below the country must agree as well.

Source: Fellegi and Sunter 1969, "A Theory for Record Linkage" (weights of agreement that add up). The weights
are fitted: see `weights`.
"""

import math
from dataclasses import dataclass

from detente.crisis.features import days_apart, features
from detente.crisis.lexicon import likeness
from detente.crisis.mentions import Mention
from detente.crisis.weights import WEIGHTS

FAR = -8_000  # what rules one happening out
MOST_DAYS_APART = 4
ENOUGH = 12_000  # rarity of keys in common: two that are rare, or one about like triggers


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
    return sum(round(WEIGHTS[name] * amount) for name, amount, _ in features(one, other))


def foretells(earlier: Mention, later: Mention) -> int:
    """What speaks for `later` being what `earlier` planned or threatened, by all but the days' agreement."""
    return sum(
        round(WEIGHTS[name] * amount)
        for name, amount, _ in features(earlier, later)
        if not name.startswith("days.")
    )


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
