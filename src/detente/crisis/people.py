"""Who is who: what one report tells of somebody, for those that only name him.

A report says "the Tanzanian president, Joseph Mwakalinga"; another only "Mwakalinga". Each is read by itself,
and in the second he is of no country. Here the first fills the second. The record stays as it was read.

What a report says in words counts first; what it lets gather from where it is set counts where nothing else
is told, and reports of two days gather the same. It is only of somebody whom the registry does not know, by a
name of two words or more. A surname alone is filled where one person of that name is told of about then, and
where its report speaks of that person's country.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from detente.codebook.entities import Noun, Office, Person
from detente.codebook.registry import load_registry
from detente.schema import Actor, Commitment, Event, Figure, Record, Statement, Step

METHOD = "people/1"
TOLD = 0.95  # the probability of an actor's country from which on his report says it in words
GATHERED = 0.9  # the same, from which on it was gathered from more than a pronoun
PRONOUN = 0.72  # how sure the country is that a pronoun gets by the name that it goes back to
NEAR = timedelta(days=90)  # between a report and another that tells who somebody is ...
NEAR_SURNAME = timedelta(days=30)  # ... and where only the surname is given
AGREED = 0.75  # of the reports that tell of a name must say the same
_MOST_WORDS = 4  # of a person's name
_CACHED = 65_536
_WITHIN_NAMES = "al bin bint da de del den der di dos du el ibn la le ter van von y"
_FORMS_OF_ADDRESS = "mr mrs ms miss mx dr prof sir dame lord lady madam rev gen col maj lt sgt capt"
_WORDS_FOR_SOMEBODY = "he she it they we you i who his her their this that these those the a an"
_BETWEEN, _ADDRESS = frozenset(_WITHIN_NAMES.split()), frozenset(_FORMS_OF_ADDRESS.split())
_NO_NAMES = frozenset(_WORDS_FOR_SOMEBODY.split())
_PARTIES = frozenset(("by", "to", "speaker", "addressee", "target", "of"))
_FIELDS = {
    cls: tuple(one.name for one in fields(cls) if one.name in _PARTIES)
    for cls in (Event, Statement, Commitment, Figure)
}
R = TypeVar("R", Event, Statement, Commitment, Figure)


class Telling(NamedTuple):
    """What a report says of somebody."""

    known_at: datetime
    country: str
    sector: str | None
    name: str
    report_id: str
    in_words: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name without titles, its words in small letters, and how it is written."""

    words: tuple[str, ...]
    text: str

    @property
    def surname(self) -> tuple[str, ...]:
        """Its last word."""
        return self.words[-1:]


class People:
    """Whom the reports tell of, kept up as they come and go."""

    def __init__(self) -> None:
        self._tellings: dict[tuple[str, ...], dict[str, Telling]] = {}
        self._full: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        self._told_in: dict[str, frozenset[tuple[str, ...]]] = {}
        self._open: dict[tuple[str, ...], set[str]] = {}
        self._open_in: dict[str, frozenset[tuple[str, ...]]] = {}

    def add(self, report_id: str, records: Iterable[Record]) -> frozenset[str]:
        """Take a report's records. Gives the other reports that they may tell something."""
        told: dict[tuple[str, ...], Telling] = {}
        unknown: set[tuple[str, ...]] = set()
        for record in records:
            for actor in actors_of(record):
                name = None if actor.entity is not None or actor.mention is None else name_of(actor.name)
                if name is None:
                    continue
                if not _is_told(actor):
                    unknown.add(name.words)
                before = told.get(name.words)
                if before is None or not before.in_words:
                    telling = _tells(actor, name, record.grounds.known_at, report_id)
                    if telling is not None and (before is None or telling.in_words):
                        told[name.words] = telling
        for words, telling in told.items():
            self._tellings.setdefault(words, {})[report_id] = telling
            if len(words) > 1:
                self._full.setdefault(words[-1:], set()).add(words)
        for words in unknown:
            self._open.setdefault(words, set()).add(report_id)
        self._told_in[report_id], self._open_in[report_id] = frozenset(told), frozenset(unknown)
        return self._whom(told) - {report_id}

    def discard(self, report_id: str) -> frozenset[str]:
        """Forget a report. Gives the others that it may have told something."""
        told = self._told_in.pop(report_id, frozenset())
        for words in told:
            del self._tellings[words][report_id]
            if not self._tellings[words]:
                del self._tellings[words]
                self._full.get(words[-1:], set()).discard(words)
        for words in self._open_in.pop(report_id, ()):
            self._open[words].discard(report_id)
        return self._whom(told)

    def _whom(self, told: Iterable[tuple[str, ...]]) -> frozenset[str]:
        """The reports that name somebody of these names, or surnames, and do not say who it is."""
        surnames = {words[-1:] for words in told}
        names = surnames.union(*(self._full.get(words, ()) for words in surnames), told)
        return frozenset(name for words in names for name in self._open.get(words, ()))

    def fill(self, report_id: str, records: tuple[Record, ...]) -> tuple[Record, ...]:
        """A report's records with what others tell of those whom it names; the same ones where that is
        nothing."""
        if not any(self._is_heard_of(words) for words in self._open_in.get(report_id, ())):
            return records
        there = frozenset(_countries(records))
        filled = tuple(self._filled(record, there) for record in records)
        return (
            filled if any(one is not other for one, other in zip(filled, records, strict=True)) else records
        )

    def _is_heard_of(self, words: tuple[str, ...]) -> bool:
        return words in self._tellings or (len(words) == 1 and bool(self._full.get(words)))

    def _filled(self, record: Record, there: frozenset[str]) -> Record:
        changed: dict[str, object] = {}
        for party in _FIELDS[type(record)]:
            value: Actor | tuple[Actor, ...] | None = getattr(record, party)
            if isinstance(value, tuple):
                actors = tuple(self._known(actor, record, there) for actor in value)
                if any(one is not other for one, other in zip(actors, value, strict=True)):
                    changed[party] = actors
            elif value is not None and (actor := self._known(value, record, there)) is not value:
                changed[party] = actor
        return replace(record, **changed) if changed else record  # type: ignore[arg-type]

    def _known(self, actor: Actor, record: Record, there: frozenset[str]) -> Actor:
        """An actor of whom other reports tell more than his own."""
        if actor.entity is not None or actor.mention is None or _is_told(actor):
            return actor
        name = name_of(actor.name)
        telling = None if name is None else self._telling(name, record.grounds.known_at, there)
        if telling is None or name is None or telling.country == actor.country:
            return actor
        if actor.country is not None and not telling.in_words:
            return actor
        step = Step(
            rule=METHOD, detail=f"{telling.name}: {telling.country}, as report {telling.report_id} says"
        )
        return replace(
            actor,
            name=telling.name,
            country=telling.country,
            sector=actor.sector or telling.sector,
            probability=TOLD if name.words[-1] in actor.text.casefold() else PRONOUN,
            steps=(*actor.steps, step),
        )

    def _telling(self, name: Name, moment: datetime, there: frozenset[str]) -> Telling | None:
        """What most reports of about that time say of somebody; the nearest of them."""
        if len(name.words) > 1:
            return _agreed(self._of(name.words, moment, NEAR))
        people = self._people(name.words, moment, NEAR_SURNAME)
        agreed = _agreed(self._of(people[0], moment, NEAR_SURNAME)) if len(people) == 1 else None
        return agreed if agreed is not None and agreed.country in there else None

    def _of(self, words: tuple[str, ...], moment: datetime, within: timedelta) -> list[Telling]:
        """What is told of somebody; by the surname alone too, where nobody else of it is told of."""
        alone = self._people(words[-1:], moment, within) == [words]
        return [
            *self._near(words, moment, within),
            *(self._near(words[-1:], moment, within) if alone else ()),
        ]

    def _people(self, surname: tuple[str, ...], moment: datetime, within: timedelta) -> list[tuple[str, ...]]:
        """The names of this surname that are told of."""
        return [words for words in self._full.get(surname, ()) if self._near(words, moment, within)]

    def _near(self, words: tuple[str, ...], moment: datetime, within: timedelta) -> list[Telling]:
        """What is told of a name within some time, the nearest first."""
        near = [one for one in self._tellings.get(words, {}).values() if abs(one.known_at - moment) <= within]
        return sorted(near, key=lambda one: (abs(one.known_at - moment), one.known_at, one.report_id))


def fill_all(records: Iterable[Record]) -> Iterator[Record]:
    """Records of any reports, with what they tell of one another's people."""
    by_report: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_report[record.grounds.source_id].append(record)
    people = People()
    for report_id, some in by_report.items():
        people.add(report_id, some)
    for report_id, some in by_report.items():
        yield from people.fill(report_id, tuple(some))


def actors_of(record: Record) -> Iterator[Actor]:
    """All actors of a record."""
    for party in _FIELDS[type(record)]:
        value: Actor | tuple[Actor, ...] | None = getattr(record, party)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


@lru_cache(maxsize=_CACHED)
def name_of(text: str) -> Name | None:
    """The name that a text is, without titles; None for what is no person's name, or one of the registry."""
    words = text.split()
    while words and _is_title(words[0]):
        del words[0]
    if not 0 < len(words) <= _MOST_WORDS or not all(_is_of_a_name(word) for word in words):
        return None
    if words[0].casefold() in _BETWEEN | _NO_NAMES or words[-1].casefold() in _BETWEEN:
        return None
    return Name(tuple(word.casefold() for word in words), " ".join(words))


def _is_of_a_name(word: str) -> bool:
    if word.casefold() in _BETWEEN:
        return True
    letters = word.replace("-", "").replace("'", "").replace("\u2019", "").removesuffix(".")
    is_written_so = letters.isalpha() and word[0].isupper() and not (word.isupper() and len(word) > 2)
    return is_written_so and not _means_more(word)


@lru_cache(maxsize=_CACHED)
def _is_title(word: str) -> bool:
    """Whether a word before a name is a rank, an office or another common noun: "Major", "President"."""
    plain = word.casefold().removesuffix(".").rpartition("-")[2]  # "Vice-Minister"
    return plain in _ADDRESS or any(
        isinstance(one.entry, Noun | Office) for one in load_registry().lookup(plain, any_case=True)
    )


@lru_cache(maxsize=_CACHED)
def _means_more(word: str) -> bool:
    """Whether a word is a common noun, or names somebody who is no person: "Ministry", "Tanzanian"."""
    found = load_registry().lookup(word, any_case=True)
    return any(not isinstance(one.entry, Person | Office) for one in found)


def _is_told(actor: Actor) -> bool:
    """Whether an actor's country is said in words."""
    return actor.country is not None and (actor.probability is None or actor.probability >= TOLD)


def _tells(actor: Actor, name: Name, moment: datetime, report_id: str) -> Telling | None:
    """What a report tells of somebody, if it tells anything."""
    country, chance = actor.country, 1.0 if actor.probability is None else actor.probability
    if country is None or chance < GATHERED:
        return None
    return Telling(moment, country, actor.sector, name.text, report_id, chance >= TOLD)


def _agreed(near: list[Telling]) -> Telling | None:
    """The nearest of those that say what most say: of those in words, or else of those of two days."""
    near = [one for one in near if one.in_words] or near
    near = sorted(near, key=lambda one: len(one.name.split()) == 1)
    if not near or not (near[0].in_words or len({one.known_at.date() for one in near}) > 1):
        return None
    counts: Mapping[str, int] = Counter(one.country for one in near)
    country = max(counts, key=lambda code: (counts[code], code))
    if counts[country] < AGREED * len(near):
        return None
    return next(one for one in near if one.country == country)


def _countries(records: Iterable[Record]) -> Iterator[str]:
    """The countries that records name in any way."""
    for record in records:
        yield from (actor.country for actor in actors_of(record) if actor.country is not None)
        place = record.place if isinstance(record, Event) else None
        if place is not None and place.country is not None:
            yield place.country
