"""Two mentions -> what they agree and disagree in, each by a name that `weights` has a weight for.

An amount is 1 for what holds, else as the name's comment in `weights` says. What is not known of a mention
agrees with all and gives nothing. The order of the two never matters.
"""

import math
from collections.abc import Iterable, Iterator

from detente.codebook import MUTUAL
from detente.crisis.lexicon import likeness, total
from detente.crisis.mentions import NEWS_DAYS, Mention, Side, Spot

# A name, its amount, and the words that show it.
Feature = tuple[str, float, Iterable[str]]

_NEAR_KM = 30
_FAR_KM = 120
_EARTH_KM = 6_371.0
_MOST_BETWEEN = 5  # days: what lies still further apart is no other than this
ENOUGH_WORDS = 8_000  # rarity of words in common, triggers aside, from which evidence is no longer thin
UNIT = 10_000  # rarity that counts as 1 in an amount
_MOST_CLASH = 12_000
MOST_SHARED = 24_000
_MOST_TOLLS = 2.0  # natural logarithm


def features(one: Mention, other: Mention) -> Iterator[Feature]:
    """All in which two mentions agree or disagree."""
    yield "start", 1.0, ()
    yield from types(*kind(one), *kind(other))
    yield from actors(is_mutual(one, other), one.by, one.to, other.by, other.to)
    yield from places(one.place, other.place)
    yield from days(*span(one), *span(other))
    yield from wording(one, other)


def kind(mention: Mention) -> tuple[str, str, str]:
    """What `types` takes of a mention."""
    return mention.type, mention.family, mention.trigger


def span(mention: Mention) -> tuple[int, int, bool]:
    """What `days` takes of a mention."""
    return mention.first_day, mention.last_day, mention.exact


def is_mutual(one: Mention, other: Mention) -> bool:
    """Whether both sides of one of them do the same, so that it does not matter who stands where."""
    return one.type in MUTUAL or other.type in MUTUAL


def days_apart(one: Mention, other: Mention) -> int:
    """Days between the nearest days that two mentions may mean; 0 where they overlap."""
    return _apart(one.first_day, one.last_day, other.first_day, other.last_day)


def _apart(first_one: int, last_one: int, first_other: int, last_other: int) -> int:
    if first_one > last_other:
        return first_one - last_other
    return max(0, first_other - last_one)


def types(
    type_one: str, family_one: str, trigger_one: str, type_other: str, family_other: str, trigger_other: str
) -> Iterator[Feature]:
    """Agreement of what was done, by its type and its word."""
    if type_one != type_other:
        how = "type.family" if family_one == family_other else "type.other"
        yield how, 1.0, (type_one, type_other)
    if trigger_one and trigger_other:
        alike = likeness(trigger_one, trigger_other)
        if trigger_one == trigger_other:
            yield "trigger.same", 1.0, (trigger_one,)
        elif alike:
            yield "trigger.like" if alike > 0 else "trigger.unlike", 1.0, (trigger_one, trigger_other)


def actors(mutual: bool, by_one: Side, to_one: Side, by_other: Side, to_other: Side) -> Iterator[Feature]:
    """Agreement of who did it to whom; of a mutual act, of all who took part."""
    if mutual:
        yield from _side(_both(by_one, to_one), _both(by_other, to_other), "parties")
        return
    sides = (*_side(by_one, by_other, "side"), *_side(to_one, to_other, "side"))
    crossed = _shares(by_one, to_other) and _shares(to_one, by_other)
    if crossed and any(name == "side.other_country" for name, _, _ in sides):
        yield "sides.reversed", 1.0, ()
    else:
        yield from sides


def _both(by: Side, to: Side) -> Side:
    """Both sides as one; those of a mutual act are so already."""
    return Side(by.entities | to.entities, by.countries | to.countries, by.names | to.names)


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


def places(one: Spot | None, other: Spot | None) -> Iterator[Feature]:
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


def _is_same(one: Spot, other: Spot) -> bool:
    if one.geonames_id is not None and other.geonames_id is not None:
        return one.geonames_id == other.geonames_id
    return one.name.casefold() == other.name.casefold() and (
        one.country == other.country or None in (one.country, other.country)
    )


def _distance_km(one: Spot, other: Spot) -> float | None:
    """Great-circle distance. Source: haversine formula, Sinnott 1984, "Virtues of the Haversine"."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(one.longitude - other.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def days(
    first_one: int, last_one: int, exact_one: bool, first_other: int, last_other: int, exact_other: bool
) -> Iterator[Feature]:
    """Agreement of the days: named in both, told as news in both, vague in one, or else mixed."""
    apart = _apart(first_one, last_one, first_other, last_other)
    back = min(abs(last_one - last_other), _MOST_BETWEEN + 1) - 1
    long_one, long_other = last_one - first_one, last_other - first_other
    if exact_one and exact_other:
        yield "days.named_apart" if apart else "days.named_same", apart or 1.0, ()
    elif not (exact_one or exact_other) and long_one == long_other == NEWS_DAYS:
        yield "days.news", 1.0, ()  # each is told without a day, as of the day of its report
        if back >= 0:
            yield "days.news_other", 1.0, ()
            yield "days.news_apart", back, ()
    elif max(long_one, long_other) > NEWS_DAYS + 1:
        yield "days.vague", 1.0, ()
        yield "days.vague_apart", apart, ()
    else:
        yield "days.mixed", 1.0, ()
        yield "days.mixed_back", max(0, back), ()
        yield "days.mixed_apart", apart, ()


def wording(one: Mention, other: Mention) -> Iterator[Feature]:
    """Agreement of the words: of the sentences, and of those near the triggers; countries do not count again.

    Within one sentence the words say nothing: it may tell of two acts.
    """
    if one.sentence == other.sentence:
        yield "sentence.same" if one.trigger == other.trigger else "sentence.two_acts", 1.0, ()
        return
    words, near = one.own_words & other.own_words, one.own_near & other.own_near
    yield "words.cosine", total(words) / math.sqrt(max(1, one.weight * other.weight)), words
    yield "near.cosine", total(near) / math.sqrt(max(1, one.near_weight * other.near_weight)), near
    thin = max(0, ENOUGH_WORDS - total(words - {one.trigger, other.trigger}))
    yield "words.thin", thin / ENOUGH_WORDS, words
    names = words & (one.names | other.names)
    yield "names.shared", min(total(names), MOST_SHARED) / UNIT, names
    apart = one.countries | other.countries
    mine, theirs = one.near_names - apart - other.words, other.near_names - apart - one.words
    clash = min(total(mine), total(theirs), _MOST_CLASH) if mine and theirs else 0
    yield "names.clash", clash / UNIT, mine | theirs
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
