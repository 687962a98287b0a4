"""The country that a page is set in, for those whom it calls by a common noun alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from detente.codebook.entities import Group, Office
from detente.codebook.places import load_gazetteer
from detente.reading.actors.generic import is_generic
from detente.reading.actors.sheet import POSSESSIVES, Named, Sheet
from detente.reading.actors.towns import (
    NOWHERE,
    country_of_place,
    country_of_report,
    large_cities,
)
from detente.reading.trees import Span as Words

_WHERE = frozenset(
    ("in", "at", "near", "outside", "across", "through", "throughout", "around", "inside", "within", "of")
)
_STAND = frozenset(("in", "near", "at", "outside"))
_KINDS_OF_PLACE = frozenset(
    ("state", "province", "region", "city", "town", "county", "district", "prefecture")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A country named on a page, or that of a place named there. located: it stands as a place: "in X"."""

    country: str
    located: bool
    start: int
    end: int


def settings(
    sheet: Sheet, known: frozenset[str] = frozenset(), everywhere: Callable[[], frozenset[str]] = frozenset
) -> tuple[Setting, ...]:
    """The places and countries on a page, in no order. known: countries that were named on pages before.
    everywhere: gives those of the whole report."""
    return tuple(_settings(sheet, known, everywhere))


def nearest(found: Sequence[Setting], word: int) -> Setting | None:
    """The one nearest to a word; what stands as a place goes before what does not."""
    return min(found, key=lambda one: (not one.located, abs(one.start - word)), default=None)


def nearest_town(sheet: Sheet, found: Sequence[Setting], word: int) -> Setting | None:
    """The nearest that is no country: local officials speak of what happens where they are."""
    names = [sheet.begins.get(one.start) for one in found]
    towns = [one for one, name in zip(found, names, strict=True) if name is None or name.state is None]
    return nearest(towns, word)


def _settings(
    sheet: Sheet, known: frozenset[str], everywhere: Callable[[], frozenset[str]]
) -> Iterator[Setting]:
    named = [one for name in sheet.named for one in _of_name(sheet, name, known)]
    regions = {one.country for name in sheet.named if (one := _of_region(sheet, name))}
    near = frozenset(name.state.entry.id for name in sheet.named if name.state) | regions
    taken = {
        at
        for name in sheet.named
        if _is_placed(name) or country_of_body(sheet, name) is not None
        for at in range(name.start, name.end)
    }
    yield from named
    places = [(low, high) for low, high in _place_spans(sheet) if low not in taken]
    near |= {code for low, high in places if (code := _of_division(sheet.text(low, high), near))}
    near = near or known
    for low, high in places:
        country = _of_place(sheet, low, high, (lambda: near, lambda: known, everywhere))
        if country is not None:
            yield Setting(country=country, located=is_located(sheet, low), start=low, end=high)


def _place_spans(sheet: Sheet) -> Iterator[Words]:
    """The places that the model saw, and those in other mentions: "rebels in Aleppo", "Texas police"."""
    for kind, first, end in sheet.page.mentions:
        if kind == "place":
            yield from _names_of_place(sheet, first, end)
        elif kind != "person":
            yield from _places_inside(sheet, first, end)


def _names_of_place(sheet: Sheet, first: int, end: int) -> Iterator[Words]:
    """The names in a place's name: "Louisville" and "Kentucky", "Palace of Justice" and "Milan"."""
    stops = [at for at in range(first, end) if sheet.lower[at] in (",", *_STAND)]
    for low, high in zip((first, *(at + 1 for at in stops)), (*stops, end), strict=True):
        start = next((at for at in range(low, high) if sheet.capital(at)), high)  # "southern Texas"
        start -= start > 0 and sheet.page.words[start - 1] == "New"
        if start < high:
            yield start, high


def _places_inside(sheet: Sheet, first: int, end: int) -> Iterator[Words]:
    """What a body's description has behind "in", and the proper names that it begins with."""
    for at in range(first + 1, end - 1):
        if sheet.lower[at] in _STAND and sheet.capital(at + 1):
            yield at + 1, _run(sheet, at + 1, end)
    stop = _run(sheet, first, end)
    free = not any(name.start < stop and first < name.end for name in sheet.named)
    proper = all(is_proper(sheet, at) for at in range(first, stop))
    if first < stop < end and free and proper and sheet.page.upos(end - 1) == "NOUN":
        yield first, stop


def is_proper(sheet: Sheet, word: int) -> bool:
    """Whether a word is a proper noun, or a part of a name with "New"."""
    new = "New" in sheet.page.words[max(0, word - 1) : word + 1]
    return sheet.capital(word) and (new or sheet.page.upos(word) == "PROPN")


def _run(sheet: Sheet, start: int, end: int) -> int:
    """Where the words with a capital that begin at one end."""
    return next((at for at in range(start, end) if not sheet.capital(at)), end)


def _of_division(name: str, near: frozenset[str]) -> str | None:
    """The country of a name that is first of all that of one of its provinces: "California", "Sindh".

    None where a country that is named beside has a place of that name: Manchester in England.
    """
    found = load_gazetteer().find(name)
    if not found or found[0].kind != "region" or any(one.country in near for one in found):
        return None
    return found[0].country


def _is_placed(name: Named) -> bool:
    """Whether a name is a country's own, or of a part of one."""
    state = name.state
    return _region(name) is not None or (
        state is not None and state.form.by != "metonym" and not name.of("person")
    )


def _of_name(sheet: Sheet, name: Named, known: frozenset[str]) -> Iterator[Setting]:
    """The settings that a name of the registry gives: of a region, a state, and the office of a country."""
    region = _of_region(sheet, name)
    if region is not None:
        yield region
    state = name.state
    if state is not None and _is_placed(name) and _is_one(name, known):
        whole = name.end == len(sheet.lower) or sheet.page.upos(name.end) != "NOUN"  # not "US consulate"
        located = whole and state.form.by != "demonym" and is_located(sheet, name.start)
        country = sheet.registry.country(state.entry)
        if country is not None and not _is_namesake(sheet, name, country):
            yield Setting(country=country, located=located, start=name.start, end=name.end)
    offices = {
        one.entry.country
        for one in name.of("office")
        if isinstance(one.entry, Office)
        and one.form.text not in one.entry.ambiguous
        and not is_generic(one.form.text)
    }
    owner = offices.pop() if len(offices) == 1 else None
    if owner is not None and not owner.startswith("IGO:"):
        yield Setting(country=owner, located=False, start=name.start, end=name.end)


def _is_namesake(sheet: Sheet, name: Named, country: str) -> bool:
    """Whether a capital's name is that of a town elsewhere: "Moscow, Idaho"."""
    by_capital = name.state is not None and name.state.form.by == "capital"
    start = name.end + 1
    if not by_capital or sheet.lower[name.end : start] != (",",):
        return False
    end = _run(sheet, start, len(sheet.lower))
    within = _of_division(sheet.text(start, end), frozenset()) if start < end else None
    return within not in (None, country)


def _is_one(name: Named, known: frozenset[str]) -> bool:
    """Whether a name is that of one state only, or the first of its states was named before: "Congo"."""
    states = name.of("state")
    return len(states) == 1 or states[0].entry.id in known


def _of_region(sheet: Sheet, name: Named) -> Setting | None:
    country = _region(name)
    if country is None:
        return None
    located = is_located(sheet, name.start)
    return Setting(country=country, located=located, start=name.start, end=name.end)


def _of_place(
    sheet: Sheet, start: int, end: int, tiers: tuple[Callable[[], frozenset[str]], ...]
) -> str | None:
    """The country of a place, or of the name that it begins with: "Houston shopping mall"."""
    name = sheet.begins.get(start)
    if name is not None and name.end == end and name.state is not None:  # "Whitehall"
        return sheet.registry.country(name.state.entry)
    country, near = country_of_report(sheet.text(start, end), tiers), tiers[0]()
    stop = next((at for at in range(start, end) if not sheet.capital(at)), end)
    if country is None and start < stop < end and _ends_name(sheet.lower[stop]):
        if not near:
            return _of_large_city(sheet.text(start, stop), near)  # "Dhaka university", not "Bundu dia Kongo"
        country = country_of_place(sheet.text(start, stop), near)
        return country if country in near else None  # "Carolinum secondary school"
    if country is None and end - start > 1:
        return _of_large_city(sheet.text(start, start + 1), near)
    return country


def _of_large_city(name: str, near: frozenset[str]) -> str | None:
    """The country of a city that gives its name to what stands in it: "Guadalajara Cathedral"."""
    if name.lower() in NOWHERE:
        return None
    found = large_cities(name)
    beside = [one.country for one in found if one.country in near]
    return beside[0] if beside else found[0].country if found and not near else None


def named_part(sheet: Sheet, end: int, place: Callable[[str], str | None]) -> tuple[str, Words] | None:
    """The country and name of what a kind of place is called that ends before a word: "the city of Lyon".

    place: the country of a name."""
    if sheet.lower[end - 1] not in _KINDS_OF_PLACE or sheet.lower[end : end + 1] != ("of",):
        return None
    for _, low, high in sheet.page.mentions:
        country = place(sheet.text(low, high)) if low == end + 1 else None
        if country is not None:
            return country, (low, high)
    return None


def country_of_body(sheet: Sheet, name: Named) -> str | None:
    """The country of a state body, which has its name from no place: "the Duma", "US forces"."""
    entry = name.candidates[0].entry
    return sheet.registry.country(entry) if entry.id.startswith("agency:") else None


def _region(name: Named) -> str | None:
    """The country of a part of one that the registry knows as an actor: "England", "Catalonia"."""
    groups = [found.entry for found in name.of("group") if found.entry.id.startswith("region:")]
    entry = groups[0] if groups and not name.state else None
    return entry.country if isinstance(entry, Group) else None


def _ends_name(word: str) -> bool:
    """Whether a word in small letters ends the name before it: not "of" in "Gulf of Mexico", nor a hyphen."""
    return word in POSSESSIVES or (word.isalpha() and word != "of")


def is_located(sheet: Sheet, at: int) -> bool:
    """Whether a name that begins at a word stands as a place: "in X", "the city of X", "Y, X"."""
    while at > 0 and sheet.page.upos(at - 1) in ("DET", "ADJ", "PROPN", "NOUN") and at > 1:
        if sheet.lower[at - 1] in ("the", "northern", "southern", "eastern", "western", "central"):
            at -= 1
            continue
        break
    if at == 0:
        return False
    before = sheet.lower[at - 1]
    if before in _WHERE:
        return True
    if before == "," and at > 1 and sheet.capital(at) and not sheet.page.deprel(at).startswith("nsubj"):
        return any(
            kind == "place" and end == at - 1 and is_located(sheet, start)
            for kind, start, end in sheet.page.mentions
        )
    return False
