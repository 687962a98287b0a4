"""Two mentions -> what they agree and disagree in, each by a name that `weights` has a weight for.

An amount is 1 for what holds, else as the name's comment in `weights` says. What is not known of a mention
agrees with all and gives nothing. The order of the two never matters.
"""

import math
from collections.abc import Iterable, Iterator

from detente.crisis.lexicon import likeness, total
from detente.crisis.mentions import MUTUAL, NEWS_DAYS, Mention, Side
from detente.schema import Place

# A name, its amount, and the words that show it.
Feature = tuple[str, float, Iterable[str]]

_NEAR_KM = 30
_FAR_KM = 120
_EARTH_KM = 6_371.0
_MOST_BETWEEN = 5  # days: what lies still further apart is no other than this
_ENOUGH_WORDS = 8_000  # rarity of words in common, triggers aside, from which evidence is no longer thin
_UNIT = 10_000  # rarity that counts as 1 in an amount
_MOST_CLASH = 12_000
_MOST_SHARED = 24_000
_MOST_TOLLS = 2.0  # natural logarithm


def features(one: Mention, other: Mention) -> Iterator[Feature]:
    """All in which two mentions agree or disagree."""
    yield "start", 1.0, ()
    yield from _types(one, other)
    yield from _actors(one, other)
    yield from _places(one.place, other.place)
    yield from _days(one, other)
    yield from _wording(one, other)


def days_apart(one: Mention, other: Mention) -> int:
    """Days between the nearest days that two mentions may mean; 0 where they overlap."""
    return max(0, one.first_day - other.last_day, other.first_day - one.last_day)


def _types(one: Mention, other: Mention) -> Iterator[Feature]:
    if one.type != other.type:
        kind = "type.family" if one.family == other.family else "type.other"
        yield kind, 1.0, (one.type, other.type)
    if one.trigger and other.trigger:
        alike = likeness(one.trigger, other.trigger)
        if one.trigger == other.trigger:
            yield "trigger.same", 1.0, (one.trigger,)
        elif alike:
            yield "trigger.like" if alike > 0 else "trigger.unlike", 1.0, (one.trigger, other.trigger)


def _actors(one: Mention, other: Mention) -> Iterator[Feature]:
    if one.type in MUTUAL or other.type in MUTUAL:
        yield from _side(_parties(one), _parties(other), "parties")
        return
    sides = (*_side(one.by, other.by, "side"), *_side(one.to, other.to, "side"))
    if any(name == "side.other_country" for name, _, _ in sides) and _crossed(one, other):
        yield "sides.reversed", 1.0, ()
    else:
        yield from sides


def _parties(mention: Mention) -> Side:
    """Both sides as one; those of a mutual act are so already."""
    by, to = mention.by, mention.to
    return Side(by.entities | to.entities, by.countries | to.countries, by.names | to.names)


def _crossed(one: Mention, other: Mention) -> bool:
    return _shares(one.by, other.to) and _shares(one.to, other.by)


def _shares(one: Side, other: Side) -> bool:
    return bool(one.entities & other.entities or one.names & other.names or one.countries & other.countries)


def _side(one: Side, other: Side, kind: str) -> Iterator[Feature]:
    if not one or not other:
        return
    if one.entities & other.entities:
        yield f"{kind}.entity", 1.0, one.entities & other.entities
        if kind == "parties" and _each_has_more(one.entities, other.entities):
            yield "parties.partly", 1.0, one.entities ^ other.entities
    elif one.names & other.names:
        yield f"{kind}.name", 1.0, one.names & other.names
    elif one.countries & other.countries:
        yield f"{kind}.country", 1.0, one.countries & other.countries
        if one.entities and other.entities:
            yield f"{kind}.other_entity", 1.0, one.entities | other.entities
        if kind == "parties" and _each_has_more(one.countries, other.countries):
            yield "parties.partly", 1.0, one.countries ^ other.countries
    elif one.countries and other.countries:
        yield f"{kind}.other_country", 1.0, one.countries | other.countries
    elif one.countries or other.countries:
        yield f"{kind}.half", 1.0, ()
    elif one.entities and other.entities:
        yield f"{kind}.other_entity", 1.0, one.entities | other.entities


def _each_has_more(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other and other - one)


def _places(one: Place | None, other: Place | None) -> Iterator[Feature]:
    """Agreement of two places; a country or region neither agrees with nor contradicts a place in it."""
    if one is None or other is None:
        return
    names = (one.name, other.name)
    if _is_same(one, other):
        known = {"country": "place.country", "region": "place.region"}
        yield known.get(one.precision or "", "place.same"), 1.0, names
    elif one.country and other.country and one.country != other.country:
        yield "place.land", 1.0, names
    elif {one.precision, other.precision} == {"region"}:
        yield "place.other_region", 1.0, names
    elif not {one.precision, other.precision} & {"country", "region", None}:
        distance = _distance_km(one, other)
        if distance is not None and distance <= _NEAR_KM:
            yield "place.near", 1.0, names
        elif distance is None or distance > _FAR_KM:
            yield "place.other", 1.0, names


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


def _days(one: Mention, other: Mention) -> Iterator[Feature]:
    """Agreement of the days: named in both, told as news in both, vague in one, or else mixed."""
    apart = days_apart(one, other)
    back = min(abs(one.last_day - other.last_day), _MOST_BETWEEN + 1) - 1
    if one.exact and other.exact:
        yield "days.named_apart" if apart else "days.named_same", apart or 1.0, ()
    elif _is_news(one) and _is_news(other):
        yield "days.news", 1.0, ()
        if back >= 0:
            yield "days.news_other", 1.0, ()
            yield "days.news_apart", back, ()
    elif max(one.last_day - one.first_day, other.last_day - other.first_day) > NEWS_DAYS + 1:
        yield "days.vague", 1.0, ()
        yield "days.vague_apart", apart, ()
    else:
        yield "days.mixed", 1.0, ()
        yield "days.mixed_back", max(0, back), ()
        yield "days.mixed_apart", apart, ()


def _is_news(mention: Mention) -> bool:
    """Whether a report tells it without naming a day, as of its own day."""
    return not mention.exact and mention.last_day - mention.first_day == NEWS_DAYS


def _wording(one: Mention, other: Mention) -> Iterator[Feature]:
    """Agreement of the words: of the sentences, and of those near the triggers; countries do not count again.

    Within one sentence the words say nothing: it may tell of two acts.
    """
    if one.sentence == other.sentence:
        yield "sentence.same" if one.trigger == other.trigger else "sentence.two_acts", 1.0, ()
        return
    apart = one.countries | other.countries
    words, near = (one.words & other.words) - apart, (one.near & other.near) - apart
    yield "words.cosine", total(words) / math.sqrt(max(1, one.weight * other.weight)), words
    yield "near.cosine", total(near) / math.sqrt(max(1, one.near_weight * other.near_weight)), near
    thin = max(0, _ENOUGH_WORDS - total(words - {one.trigger, other.trigger}))
    yield "words.thin", thin / _ENOUGH_WORDS, words
    names = words & (one.names | other.names)
    yield "names.shared", min(total(names), _MOST_SHARED) / _UNIT, names
    mine, theirs = one.near_names - apart - other.words, other.near_names - apart - one.words
    clash = min(total(mine), total(theirs), _MOST_CLASH) if mine and theirs else 0
    yield "names.clash", clash / _UNIT, mine | theirs
    yield from _numbers(one, other)


def _numbers(one: Mention, other: Mention) -> Iterator[Feature]:
    """Numbers that both give and do not share. A toll may grow, so that this decides nothing alone."""
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        yield "numbers.other", 1.0, one.numbers | other.numbers
    if one.tolls & other.tolls:
        yield "tolls.same", 1.0, map(str, one.tolls & other.tolls)
    elif one.tolls and other.tolls:
        ratio = abs(math.log(max(*one.tolls, 1) / max(*other.tolls, 1)))
        yield "tolls.other", min(ratio, _MOST_TOLLS), map(str, one.tolls | other.tolls)
