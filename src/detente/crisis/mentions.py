"""Event -> Mention: what of an event is compared with others, made once and kept small."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from detente.codebook import MUTUAL
from detente.crisis.lexicon import rarity, stem, stems, total
from detente.crisis.sentence import digest, find_tolls, is_whole_state, name_words, split_words
from detente.schema import Actor, Event, Place, content_id

# Acts that texts, and readers, tell apart by a word: one happening may be called either.
FAMILIES = (frozenset(("CONCEDE", "RETREAT")), frozenset(("COERCE", "SANCTION")))

TOLD = frozenset(("reported", "denied"))
FORETOLD = frozenset(("planned", "threatened", "promised"))
# A report tells of its own day and the two before it when it names no day ...
NEWS_DAYS = 2
# ... unless it speaks of something as known already: that may lie further back.
PAST_DAYS = 14
# How long something that was planned or threatened without a day is taken to be ahead.
AHEAD_DAYS = 30
_LONG_DAYS = 3  # longer spans of days say little of which day is meant ...
_MOST_DAYS = 62  # ... and of still longer ones the end is taken

_KEPT = 65_536  # different sides that are kept at hand
_RARE = 4_500  # a word that one report in 200 has, or fewer, is a key
_NAMED = 4_500  # a named place or actor is a key that stands for as much as a word that one in 90 has


class Side(NamedTuple):
    """Actors on one side of an act. Equal sides are one object, which makes looking them up fast.

    entities: of persons, groups and institutions. countries: codes. names: words of actors without entity.
    """

    entities: frozenset[str]
    countries: frozenset[str]
    names: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.entities or self.countries or self.names)


class Spot(NamedTuple):
    """A place without the words that name it, so that equal places are equal."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as it is compared. Equal mentions of several reports are one node of the comparison.

    family: its type, or the types that may stand for it. first_day, last_day: ordinals of the days it may
    have happened on. exact: whether the text names them. words: stems of the sentence's content words; near:
    of those around the trigger; names: of proper names and numbers; said: of the words for the actors and the
    place; countries: of those among them that say no more than a country. sentence: its digest. trigger: its
    stem. tolls: numbers of dead. near_keys, near_names, numbers: the rare words, names and numbers of `near`.
    own_words, own_near: `words` and `near`, countries aside; weight, near_weight: the rarity of all of these.
    """

    family: str
    type: str
    status: str
    by: Side
    to: Side
    place: Spot | None
    first_day: int
    last_day: int
    exact: bool
    words: frozenset[str]
    near: frozenset[str]
    names: frozenset[str]
    said: frozenset[str]
    countries: frozenset[str]
    sentence: str
    trigger: str
    tolls: frozenset[int]
    near_keys: frozenset[str]
    near_names: frozenset[str]
    numbers: frozenset[str]
    own_words: frozenset[str]
    own_near: frozenset[str]
    weight: int
    near_weight: int


def make_mention(event: Event) -> Mention:
    """Make what is compared of an event."""
    ahead = AHEAD_DAYS if event.status in FORETOLD else 0
    first_day, last_day, exact = _days(event, ahead)
    words, near, names = split_words(event)
    countries = name_words(event, countries=True)
    trigger = stem(event.trigger.text.casefold()) if event.trigger else ""
    by, to = _side(event.by), _side(event.to)
    if event.type in MUTUAL:
        by = to = _side((*event.by, *event.to))
    return Mention(
        family=next((min(family) for family in FAMILIES if event.type in family), event.type),
        type=event.type,
        status=event.status,
        by=by,
        to=to,
        place=_plain_place(event.place),
        first_day=first_day,
        last_day=last_day,
        exact=exact,
        words=words,
        near=near,
        names=names,
        said=name_words(event, countries=False),
        countries=countries,
        sentence=digest(event),
        trigger=trigger,
        tolls=find_tolls(event),
        near_keys=_rare(near - countries) - {trigger},
        near_names=near & names,
        numbers=frozenset(filter(str.isdigit, near)),
        own_words=words - countries,
        own_near=near - countries,
        weight=total(words - countries),
        near_weight=total(near - countries),
    )


def keys(mention: Mention) -> Mapping[str, int]:
    """By what a mention is found, and how rare each is: words that few reports use, place, actors."""
    found = {word: rarity(word) for word in _rare(mention.own_words - {mention.trigger})}
    place = mention.place
    if place is not None and place.precision != "country":
        found[f"@{place.name.casefold()}"] = _NAMED
    for side in (mention.by, mention.to):
        found.update((f"#{actor}", _NAMED) for actor in (*side.entities, *side.names))
    return found


def _rare(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if rarity(word) >= _RARE)


def _days(event: Event, ahead: int) -> tuple[int, int, bool]:
    """First and last day, and whether the text names them. ahead: days to come that may be meant."""
    when, known = event.when, event.grounds.known_at.date()
    first, last = when.earliest or when.latest, when.latest or when.earliest
    if when.basis in ("stated", "relative") and first is not None and last is not None:
        if (last - first).days <= _LONG_DAYS:
            return first.toordinal(), last.toordinal(), True
        if last <= known - timedelta(days=NEWS_DAYS) or first > known:
            return max(first, last - timedelta(days=_MOST_DAYS)).toordinal(), last.toordinal(), False
    if ahead:
        return known.toordinal(), known.toordinal() + ahead, False
    news = when.basis == "publication" and last is not None and not event.background
    day = last if news and last is not None else known
    return day.toordinal() - (NEWS_DAYS if news else PAST_DAYS), day.toordinal(), False


def _side(actors: Iterable[Actor]) -> Side:
    entities: set[str] = set()
    countries: set[str] = set()
    names: set[str] = set()
    for actor in actors:
        if actor.country:
            countries.add(actor.country)
        if actor.entity and not is_whole_state(actor):
            entities.add(actor.entity)
        entities.update(actor.members if not is_whole_state(actor) else ())
        if not actor.entity:
            names.update(stems(actor.text))
    return _one(Side(frozenset(entities), frozenset(countries), frozenset(names)))


@lru_cache(maxsize=_KEPT)
def _one(side: Side) -> Side:
    """The first of equal sides."""
    return side


def _plain_place(place: Place | None) -> Spot | None:
    if place is None:
        return None
    return Spot(
        place.name, place.country, place.latitude, place.longitude, place.geonames_id, place.precision
    )


def name(mention: Mention) -> str:
    """A content id: the same for equal mentions, on every machine."""
    place = mention.place
    return content_id(
        "mention",
        mention.type,
        mention.status,
        *(
            sorted(part)
            for side in (mention.by, mention.to)
            for part in (side.entities, side.countries, side.names)
        ),
        None
        if place is None
        else (place.name, place.country, place.geonames_id, place.latitude, place.longitude),
        None if place is None else place.precision,
        (mention.first_day, mention.last_day, mention.exact),
        *(sorted(part) for part in (mention.words, mention.near, mention.names, mention.said)),
        sorted(mention.countries),
        (mention.sentence, mention.trigger),
    )
