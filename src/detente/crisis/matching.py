"""Two mentions -> how much speaks for their being one happening.

Each agreement and each contradiction has a weight, in thousandths of a unit of log-odds: whole numbers add up
to the same sum in any order. Type and country alone never reach zero: the wording, a person, an institution
or a place below the country must agree as well.

Source: Fellegi and Sunter 1969, "A Theory for Record Linkage" (weights of agreement that add up). The weights
were set by hand on the tuning half of tests/golden/incidents.
"""

import math
from dataclasses import dataclass

from detente.crisis.lexicon import is_rare, likeness
from detente.crisis.mentions import MUTUAL, NEWS_DAYS, Mention, Side
from detente.schema import Place

START = -2_300  # before anything but the type is compared
FAR = -8_000  # what rules one happening out
MOST_DAYS_APART = 4
_ENOUGH_KEYS = 2

_OTHER_TYPE = -900
_LIKE_TRIGGERS = 800
_OTHER_TRIGGERS = -900
_SAME_ENTITY = 1_300
_SAME_NAME = 900
_SAME_COUNTRY = 500
_OTHER_COUNTRY = -2_500
_REVERSED = -2_000
_OTHER_ENTITY = -700
_SAME_PLACE = 1_700
_SAME_REGION = 500
_NEAR_PLACE = 700
_OTHER_PLACE = -2_200
_OTHER_LAND = -2_500
_NEAR_KM = 30
_FAR_KM = 120
_SAME_DAY = 1_500
_SAME_DAYS = 700
_DAY_APART = -900
_LATER = 1_500  # for each day between reports that name no day: fresh news is told on its day
_LONG_AGO = -300  # for a day that may be any of many
_NO_WORDS = -1_500
_SENTENCE = 5_000  # for sentences of the same words throughout
_NEAR = 4_500  # for the same words around the triggers
_WORD = 200  # for each step of rarity in common: a short sentence may agree by chance
_MOST_WORDS = 12
_COMMON_WORDS = -300  # at most, for words that stand in reports of any crisis
_OTHER_NUMBERS = -600
_EARTH_KM = 6_371.0


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison says for (above 0) or against one happening, in thousandths of log-odds."""

    what: str
    value: int


def compare(one: Mention, other: Mention) -> tuple[Weight, ...]:
    """All that speaks for or against two mentions of one family being one happening."""
    weights = [Weight("before comparing", START), *_types(one, other), *_actors(one, other)]
    weights.append(_places(one.place, other.place))
    weights.append(_days(one, other))
    weights += [_wording(one, other), _numbers(one, other)]
    return tuple(weight for weight in weights if weight.value)


def score(one: Mention, other: Mention) -> int:
    """The sum of `compare`."""
    return sum(weight.value for weight in compare(one, other))


def foretells(earlier: Mention, later: Mention) -> int:
    """What speaks for `later` being what `earlier` planned or threatened, by all but the day's agreement."""
    weights = (*_types(earlier, later), *_actors(earlier, later), _places(earlier.place, later.place))
    return START + sum(weight.value for weight in (*weights, _wording(earlier, later)))


def may_match(one: Mention, other: Mention, shared: int) -> bool:
    """Whether two mentions with so many keys in common are worth comparing.

    One key is enough for like triggers that have it about them.
    """
    if shared >= _ENOUGH_KEYS:
        return True
    return likeness(one.trigger, other.trigger) > 0 and any(
        map(is_rare, (one.near & other.near) - {one.trigger, other.trigger})
    )


def days_apart(one: Mention, other: Mention) -> int:
    """Days between the nearest days that two mentions may mean; 0 where they overlap."""
    return max(0, one.first_day - other.last_day, other.first_day - one.last_day)


def chance(value: int) -> float:
    """Log-odds in thousandths as a probability."""
    return 1.0 / (1.0 + math.exp(-value / 1_000))


def _types(one: Mention, other: Mention) -> tuple[Weight, ...]:
    kind = Weight(f"{one.type} and {other.type}", _OTHER_TYPE if one.type != other.type else 0)
    if not one.trigger or not other.trigger:
        return (kind,)
    alike = likeness(one.trigger, other.trigger)
    weights = {1: _LIKE_TRIGGERS, 0: 0, -1: _OTHER_TRIGGERS}
    return (kind, Weight(f"{one.trigger} and {other.trigger}", weights[alike]))


def _actors(one: Mention, other: Mention) -> tuple[Weight, ...]:
    if one.type in MUTUAL or other.type in MUTUAL:
        return (Weight("parties", max(_side(one.by, other.by), _OTHER_COUNTRY)),)
    by, to = _side(one.by, other.by), _side(one.to, other.to)
    if min(by, to) < 0 and _crossed(one, other):
        return (Weight("parties reversed", _REVERSED),)
    return (Weight("by", by), Weight("to", to))


def _crossed(one: Mention, other: Mention) -> bool:
    return _side(one.by, other.to) > 0 and _side(one.to, other.by) > 0


def _side(one: Side, other: Side) -> int:
    """Agreement of two sides; a side that is not known agrees with all."""
    if not one or not other:
        return 0
    if one.entities & other.entities:
        return _SAME_ENTITY
    value = 0
    if one.countries and other.countries:
        value = _SAME_COUNTRY if one.countries & other.countries else _OTHER_COUNTRY
    elif one.countries or other.countries:
        value = _OTHER_ENTITY // 2
    if one.names & other.names:
        return max(value, 0) + _SAME_NAME
    if value > 0 and one.entities and other.entities:
        value += _OTHER_ENTITY
    return value


def _places(one: Place | None, other: Place | None) -> Weight:
    """Agreement of two places; a country contains its places and so neither agrees nor contradicts."""
    if one is None or other is None:
        return Weight("place", 0)
    names = f"{one.name} and {other.name}"
    if _is_same(one, other):
        coarse = {"country": 0, "region": _SAME_REGION}
        return Weight(names, coarse.get(one.precision or "", _SAME_PLACE))
    if one.country and other.country and one.country != other.country:
        return Weight(names, _OTHER_LAND)
    if {one.precision, other.precision} & {"country", "region", None}:
        return Weight(names, 0)
    distance = _distance_km(one, other)
    if distance is None:
        return Weight(names, _OTHER_PLACE)
    if distance <= _NEAR_KM:
        return Weight(f"{names}, {distance:.0f} km apart", _NEAR_PLACE)
    return Weight(f"{names}, {distance:.0f} km apart", _OTHER_PLACE if distance > _FAR_KM else 0)


def _is_same(one: Place, other: Place) -> bool:
    if one.geonames_id is not None and other.geonames_id is not None:
        return one.geonames_id == other.geonames_id
    return one.name.casefold() == other.name.casefold() and (
        one.country == other.country or None in (one.country, other.country)
    )


def _distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance. Source: haversine formula, Sinnott 1984, "Virtues of the Haversine"."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(one.longitude - other.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _days(one: Mention, other: Mention) -> Weight:
    apart = days_apart(one, other)
    if apart > MOST_DAYS_APART:
        return Weight(f"{apart} days apart", FAR)
    if _is_news(one) and _is_news(other):
        between = abs(one.last_day - other.last_day)
        return Weight(f"told as news {between} days apart", _SAME_DAYS - _LATER * between)
    if apart:
        both = 2 if one.exact and other.exact else 1
        return Weight(f"{apart} days apart", both * apart * _DAY_APART)
    if one.exact and other.exact:
        return Weight("the day is named in both", _SAME_DAY)
    if max(one.last_day - one.first_day, other.last_day - other.first_day) > NEWS_DAYS:
        return Weight("the day may be any of many", _LONG_AGO)
    between = abs(one.last_day - other.last_day)
    return Weight("the days may be the same", _SAME_DAYS - _LATER // 3 * between)


def _is_news(mention: Mention) -> bool:
    """Whether a report tells it without naming a day, as of its own day."""
    return not mention.exact and mention.last_day - mention.first_day == NEWS_DAYS


def _wording(one: Mention, other: Mention) -> Weight:
    """Agreement of the words: of the sentences, and of those near the triggers.

    Within one sentence the words say nothing: it may tell of two acts. What the actors and the place have
    agreed on already, and words for countries, do not count again.
    """
    if one.sentence == other.sentence and one.trigger != other.trigger:
        return Weight("two acts of one sentence", _NO_WORDS)
    apart = (one.said & other.said) | one.countries | other.countries
    names = one.names | other.names
    part, shared = _overlap(one.words - apart, other.words - apart, names)
    if not shared:
        return Weight("no word in common", _NO_WORDS)
    near, _ = _overlap(one.near - apart, other.near - apart, names)
    value = round(_SENTENCE * part + _NEAR * near) + _WORD * min(shared, _MOST_WORDS) + _NO_WORDS
    common = sorted((one.words & other.words) - apart)
    if one.sentence != other.sentence and not any(is_rare(word) for word in common):
        value = min(value, _COMMON_WORDS)
    return Weight("words in common: " + ", ".join(common), value)


def _numbers(one: Mention, other: Mention) -> Weight:
    """Numbers that both give and do not share. A toll may grow, so that this decides nothing alone."""
    first, second = (frozenset(filter(str.isdigit, side.near)) for side in (one, other))
    return Weight("other numbers", _OTHER_NUMBERS if first and second and not first & second else 0)


def _overlap(one: frozenset[str], other: frozenset[str], names: frozenset[str]) -> tuple[float, int]:
    """Cosine of two sets of words, 0..1, and how many are in both; rare words and names count for more."""
    shared = _size(one & other, names)
    return shared / math.sqrt(_size(one, names) * _size(other, names)) if shared else 0.0, shared


def _size(words: frozenset[str], names: frozenset[str]) -> int:
    """What words say together: rare ones more, and names one more."""
    return len(words) + sum(map(is_rare, words)) + len(words & names)
