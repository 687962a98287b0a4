"""First-level divisions and large cities as actors, and in the names of bodies, where one country is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from detente.codebook.place_entry import GazetteerEntry, prior
from detente.codebook.places import load_gazetteer
from detente.reading.actors.found import Found
from detente.reading.actors.gender import gender_of
from detente.reading.actors.sheet import Sheet
from detente.reading.actors.towns import NOWHERE
from detente.reading.trees import Span as Words
from detente.schema import Step

_CACHED = 8_192
_LARGE_REGION, _LARGE_CITY = 250_000, 500_000  # people
_SURE = 1.0  # natural log of how much likelier a place is than the next one in another country
_WORDS_OF_BODIES = """
delta plateau rivers coast capital metro littoral nord est sud ouest centre lakes highlands union
liberty progress hope orange santander amazonas bolivar
"""
_BODIES = frozenset(_WORDS_OF_BODIES.split())  # regions whose names are as often a body's or a person's
_LONGEST = 3  # words of a region inside of a body's name
_LANDSCAPE = frozenset(("lake", "gulf", "mount", "port", "fort", "bay", "sea", "river", "cape", "strait"))


@lru_cache(maxsize=_CACHED)
def sure_country(name: str, near: frozenset[str]) -> str | None:
    """The country of a large region or city of that name; None where none is, or those of two are as likely.

    near: countries named beside; a place in one of them, however small, is meant before all others.
    """
    if name.lower() in NOWHERE | _BODIES:
        return None
    found = [entry for entry in load_gazetteer().find(name) if entry.country]
    beside = {entry.country for entry in found if entry.country in near and _is_called(entry, name)}
    large = [entry for entry in found if _is_large(entry) and _is_called(entry, name)]
    if beside and any(entry.country in beside for entry in large):
        return next(entry.country for entry in large if entry.country in beside)
    if not large or beside:
        return next(iter(beside)) if len(beside) == 1 else None
    others = [prior(entry) for entry in large if entry.country != large[0].country]
    return large[0].country if prior(large[0]) - max(others, default=-_SURE) >= _SURE else None


def is_contested(name: str, near: frozenset[str]) -> bool:
    """Whether divisions of two countries have a name and are as likely: "Punjab"."""
    divisions = [one for one in load_gazetteer().find(name) if one.feature == "admin1"]
    large = {one.country for one in divisions if _is_large(one) and _is_called(one, name)}
    return len(large) > 1 and sure_country(name, near) is None


def as_region(sheet: Sheet, found: Found, words: Words, near: frozenset[str]) -> Found:
    """A region or city that acts under its own name: "Kerala bans".

    What the model takes for a person is one only where it is a region, and no woman's name unless the report
    has it as a place elsewhere.
    """
    start, end = words
    if not all(sheet.capital(at) or not sheet.page.words[at].isalpha() for at in range(start, end)):
        return found
    name = sheet.text(start, end)
    country = sure_country(name, near)
    if country is None or (found.kind == "person" and not _is_region(sheet, name)):
        return found
    step = Step(rule="place", detail=f"{name}: {country}")
    return replace(found, rule="place", kind="", gender=None, country=country, steps=(*found.steps, step))


def by_region(sheet: Sheet, found: Found, words: Words, near: frozenset[str]) -> Found:
    """A body whose name ends with, begins with or is "of" a region: "Equality North Carolina"."""
    start, end = words
    if end - start < 2 or sheet.lower[start] in _LANDSCAPE or not sheet.capital(end - 1):
        return found
    for low, high in _parts(sheet, start, end):
        name = sheet.text(low, high)
        given = high - low == 1 and gender_of(name) is not None
        country = None if given else sure_country(name, near)
        if country is not None:
            step = Step(rule="part", detail=f"{name}: {country}", span=sheet.span(low, high))
            return replace(found, rule="part", country=country, steps=(*found.steps, step))
    return found


def _parts(sheet: Sheet, start: int, end: int) -> Iterator[Words]:
    """The stretches of capitals at the end, the beginning and behind an "of", longer ones first."""
    behind = [at + 1 for at in range(start + 1, end - 1) if sheet.lower[at] == "of"]
    for size in range(min(_LONGEST, end - start - 1), 0, -1):
        ends = [(end - size, end), (start, start + size), *((at, at + size) for at in behind)]
        for low, high in ends:
            if high <= end and all(map(sheet.capital, range(low, high))):
                yield low, high


def _is_called(entry: GazetteerEntry, name: str) -> bool:
    """Whether a place's own name holds the one that was looked for: "State of Kerala"."""
    return entry.spelt or name.casefold() in entry.name.casefold()


def _is_large(entry: GazetteerEntry) -> bool:
    if entry.feature == "admin1":
        return entry.population >= _LARGE_REGION
    return entry.kind == "city" and entry.population >= _LARGE_CITY


def _is_region(sheet: Sheet, name: str) -> bool:
    """Whether a name that looks like a person's is a region's on this page."""
    text = sheet.page.report.text
    if re.search(rf"\b(?:in|across|throughout|The|the) {re.escape(name)}\b", text):
        return True
    first = load_gazetteer().find(name)[0]
    return first.feature == "admin1" and gender_of(name) is None
