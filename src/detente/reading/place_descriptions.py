"""Places that are described, not named: "the capital", "the city", "the border with Poland", "the east"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.codebook.place_choice import Choice, Nearby, choose
from detente.codebook.place_entry import GazetteerEntry
from detente.codebook.place_scan import Named
from detente.codebook.place_words import REGIONS, SHORES, TOWNS, WATERS
from detente.codebook.places import Gazetteer
from detente.reading.place_phrases import Phrase
from detente.schema import Place, Span, Step

# Judgement: how sure it is that "the city" means the last city named.
_BY_DESCRIPTION = 0.7
_SMALL = frozenset({"town", "village", "settlement", "hamlet"})
_LARGEST_SMALL = 500_000  # people; nobody calls a larger place a town or village
_OF_TOWNS = frozenset({"outskirts", "suburbs", "suburb", "centre", "center"})
_REGIONS = frozenset({"admin1", "admin2", "area", "region", "front"})
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Describer:
    """What a description in a report may stand for. named: the names in the report, in order."""

    gazetteer: Gazetteer
    named: Sequence[Named]
    mention: Span
    near: Nearby

    def describe(self, phrase: Phrase) -> Place | None:
        """The place that a description stands for; None where nothing says so."""
        countries = self._countries(phrase)
        if phrase.noun == "capital":
            return self._capital(phrase, countries)
        if phrase.noun in TOWNS or phrase.noun in _OF_TOWNS:
            return self._last(phrase, "city", countries)
        if phrase.noun in REGIONS and phrase.noun != "state":
            return self._last(phrase, "region", countries)
        if phrase.noun in WATERS:
            return self._last(phrase, phrase.noun.removesuffix("s"), countries)
        if phrase.noun == "country":
            return self._last(phrase, "country", countries)
        if len(countries) == 1 and (phrase.noun in SHORES or phrase.part):
            entry = self.gazetteer.country(countries[0])
            return self._made(phrase, entry, 1.0, f"{countries[0]} by its people") if entry else None
        return None

    def border(self, phrase: Phrase) -> Place:
        """A border stays between its countries: the gazetteer has no points of borders."""
        found = [self._best(self.gazetteer.find(name)) for name in phrase.inside]
        found += [self.gazetteer.country(code) for codes in phrase.peoples for code in codes[:1]]
        known = list(dict.fromkeys(entry for entry in found if entry is not None))
        towns = [entry for entry in known if entry.kind == "city"]
        if towns:
            return self._made(phrase, towns[0], 1.0, "a border near it")
        said = {entry.country for entry in known}
        rest = sorted(self.near.beside - said)
        if len(known) == 1 != len(rest):  # of whoever acts there
            rest = sorted(self.near.actors - said)
        why = "as the phrase says"
        if len(known) + len(rest) == 2:
            known += filter(None, map(self.gazetteer.country, rest))
            why = "as the sentence names them" if not said else "with the other country of the sentence"
        names = sorted(entry.name for entry in known)
        name = (
            f"border between {' and '.join(names)}"
            if len(names) > 1
            else f"border of {names[0]}"
            if names
            else ""
        )
        return Place(
            mention=self.mention,
            name=name or self.mention.text,
            country=known[0].country if len(known) == 1 else None,
            precision="region" if known else None,
            steps=(
                Step(
                    rule="border",
                    detail=why if known else "of which countries is not said",
                    span=self.mention,
                ),
            ),
        )

    def _capital(self, phrase: Phrase, countries: tuple[str, ...]) -> Place | None:
        """Of the country that the phrase names; else the last capital named; else of the only country."""
        if phrase.head is not None and not countries:
            return None  # "the capital, Kyiv" has a name
        if len(countries) == 1:
            entry = self.gazetteer.capital(countries[0])
            return self._made(phrase, entry, 1.0, f"the capital of {countries[0]}") if entry else None
        earlier = [
            entry
            for entry in self._earlier(led=True)
            if entry.feature == "capital" and (not countries or entry.country in countries)
        ]
        if earlier:
            return self._made(phrase, earlier[0], _BY_DESCRIPTION, "the last capital named")
        places = {code for one in self.named if one.led for code in one.countries}
        for codes, why in (
            (places & self.near.beside, "the only country that the sentence names as a place"),
            (places, "the only country that the report names as a place"),
            (self.near.countries, "the only country that the report names"),
        ):
            if len(codes) == 1:
                (code,) = codes
                entry = self.gazetteer.capital(code)
                return self._made(phrase, entry, _BY_DESCRIPTION, f"{why}: {code}") if entry else None
        return self._undecided(countries or tuple(sorted(self.near.beside or self.near.countries)))

    def _undecided(self, countries: Sequence[str]) -> Place:
        """A capital that may be of several countries."""
        capitals = filter(None, map(self.gazetteer.capital, countries))
        step = Step(rule="description", detail="of which country is not said", span=self.mention)
        return Place(
            mention=self.mention,
            name=self.mention.text,
            alternatives=tuple(entry.described for entry in capitals)[:_MOST_ALTERNATIVES],
            steps=(step,),
        )

    def _last(self, phrase: Phrase, sort: str, countries: tuple[str, ...]) -> Place | None:
        """The last place of a sort that was named before: as a place, rather than as an actor, if any was."""
        small = phrase.noun in _SMALL
        for led in (True, False):
            for entry in self._earlier(led=led):
                if not led and entry.feature == "capital":
                    continue  # it acts as often as it is a place
                inside = not countries or not set(countries).isdisjoint(entry.countries)
                large = small and entry.population > _LARGEST_SMALL
                if inside and not large and _is_of_sort(entry, sort):
                    return self._made(phrase, entry, _BY_DESCRIPTION, f"the last {sort} named")
        codes = self.near.beside if len(self.near.beside) == 1 else self.near.countries
        only = self.gazetteer.country(*codes) if sort == "country" and len(codes) == 1 else None
        if only is not None:
            return self._made(phrase, only, _BY_DESCRIPTION, "the only country that is named")
        return None

    def _earlier(self, *, led: bool) -> Iterator[GazetteerEntry]:
        """Places named before, the last first. led: only those that stand where a place does."""
        for one in reversed(self.named):
            if one.end <= self.mention.start and one.entries and (one.led or not led):
                entry = self._best(one.entries)
                if entry is not None:
                    yield entry

    def _best(self, entries: Sequence[GazetteerEntry]) -> GazetteerEntry | None:
        return choose(entries, self.near).entry

    def _countries(self, phrase: Phrase) -> tuple[str, ...]:
        """The countries that a phrase itself names or speaks of."""
        names = [phrase.head] if phrase.head else []
        found = (self._best(self.gazetteer.find(name)) for name in (*names, *phrase.inside))
        codes = [entry.country for entry in found if entry is not None and entry.kind == "country"]
        peoples = [code for group in phrase.peoples for code in group]
        return tuple(dict.fromkeys(code for code in (*codes, *peoples) if code))

    def _made(self, phrase: Phrase, entry: GazetteerEntry, probability: float, why: str) -> Place:
        step = Step(rule="description", detail=f"{why}: {entry.described}", span=self.mention)
        choice = Choice(entry=entry, probability=probability, reasons=())
        return make_place(self.mention, choice, part=phrase.part, steps=(step,))


def _is_of_sort(entry: GazetteerEntry, sort: str) -> bool:
    """Whether a place is called a city, region, country, strait ..."""
    if sort == "region":
        return entry.feature in _REGIONS
    return sort in (entry.kind, entry.feature, *entry.name.lower().split())


def make_place(mention: Span, choice: Choice, *, part: str | None, steps: tuple[Step, ...]) -> Place:
    """A place of the gazetteer as one of a record. part: the side or shore of it that is meant."""
    entry = choice.entry
    if entry is None:
        raise ValueError("no place was chosen")
    whole = part is None or entry.kind not in ("country", "region")
    name = entry.name if whole else f"{part} of {entry.name}" if part in SHORES else f"{part} {entry.name}"
    if not whole:
        steps = (*steps, Step(rule="part", detail=f"the point is that of all {entry.name}", span=mention))
    return Place(
        mention=mention,
        name=name,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames_id=entry.geonames_id if whole else None,
        precision=entry.precision if whole else "region",
        probability=round(choice.probability, 4),
        alternatives=choice.alternatives,
        steps=steps,
    )
