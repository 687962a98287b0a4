"""The countries that a report names anywhere, its headline included: for what stands before any of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from detente.codebook.entities import Candidate, Group, Person, State
from detente.codebook.places import load_gazetteer
from detente.codebook.registry import Registry
from detente.reading.actors.generic import is_generic
from detente.reading.actors.sheet import word_key
from detente.reading.actors.towns import country_of_place, large_cities
from detente.reading.dateline import find_dateline
from detente.schema import Report, Span

_LONGEST_NAME = 4  # words
_CAPITALS = re.compile(r"\b[A-Z][\w'\u2019.-]*(?: (?:of |the |and |al-|bin )?[A-Z][\w'\u2019.-]*)*")
_PLACED = re.compile(r"\b(?:in|at|near|outside|across) $")
_STOP = re.compile(r"[.!?][\"\u201d\u2019)]*\s+(?=[\"\u201cA-Z])|\n")
_OF_GOVERNMENT = re.compile(
    r"\b(?:ministry|ministries|government|presidency|president|prime minister|embassy|armed forces|army|navy|"
    r"general staff|parliament|state department|foreign office|department of (?:state|defen[cs]e))\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:['\u2019]s)?(?:,? and (?:the )?|, |-|\u2013)")
_SHORTEST = 40  # characters of a first sentence
_CLEARLY = 1.25  # times as often as any other country: of a quarrel of two, neither is what it is set in
_PARTIES = 2  # a quarrel of two is told of by either; in a third place their people are not its own
_IN_PASSING = 2  # times that a country is named
_PAIRED = 2  # times that the second of a pair is named, and times as often as a third
_CODE = 3  # letters of a state's code
_WAYS = ("name", "demonym", "capital")


def countries_of(report: Report, registry: Registry, apart: frozenset[str]) -> tuple[str, ...]:
    """The countries of the states, persons, bodies and places that a report names, in order, each once.

    apart: sectors whose bodies say nothing of where a report is set. Companies do not either.
    """
    texts = (report.title or "", report.text)
    return tuple(dict.fromkeys(code for text in texts for code in _countries(text, registry, apart)))


def main_pair(report: Report, registry: Registry, apart: frozenset[str]) -> tuple[str, ...]:
    """The two countries that a report is about, or none.

    Each is named at least twice as often as any third; or they are the only two that the report joins ("Peru
    and Ecuador"), among the three that it names most.
    """
    texts = (report.title or "", report.text)
    named = [(text, list(_named(text, registry, apart))) for text in texts]
    counts = Counter(code for _, found in named for code, _, _ in found).most_common(3)
    least = counts[1][1] if len(counts) > 1 else 0
    third = counts[2][1] if len(counts) > 2 else 0
    if least >= _PAIRED and least >= _PAIRED * third:
        return tuple(sorted(code for code, _ in counts[:2]))
    joined = {pair for text, found in named for pair in _joined(text, found)}
    most = {code for code, _ in counts}
    return tuple(sorted(next(iter(joined)))) if len(joined) == 1 and set(*joined) <= most else ()


def _joined(text: str, named: Sequence[tuple[str, int, int]]) -> Iterator[frozenset[str]]:
    """The pairs of countries whose names stand beside each other."""
    for (one, _, end), (other, start, _) in pairwise(named):
        if one != other and _JOINT.fullmatch(text[end:start]):
            yield frozenset((one, other))


class Home(NamedTuple):
    """The country that a report is set in; the words that say so; whether it is one of the two named most."""

    country: str
    span: Span
    is_main: bool


def home_of(report: Report, registry: Registry, apart: frozenset[str]) -> Home | None:
    """Where a report is set: see `_found_home`."""
    title = [code for code, _, _ in _named(report.title or "", registry, apart)]
    place = find_dateline(report)
    named = list(_named(report.text, registry, apart, place.end if place else 0))
    counts = Counter((*title, *(code for code, _, _ in named)))
    home = _found_home(report, registry, apart, place, title, named, counts)
    if home is None:
        return None
    return Home(*home, is_main=sum(count > counts[home[0]] for count in counts.values()) < _PARTIES)


def _found_home(
    report: Report,
    registry: Registry,
    apart: frozenset[str],
    place: Span | None,
    title: Sequence[str],
    named: Sequence[tuple[str, int, int]],
    counts: Counter[str],
) -> tuple[str, Span] | None:
    """The country that a report is set in, and the words that say so.

    It is that of the government whose own statement it is; or that of its dateline, if the report speaks of
    that country, or writes from a small town there and names others in passing; or else that of its
    publisher, by name or domain; or else the only one that headline and first sentence name, if it is named
    most by far.

    From a capital or a large city, and by many publishers, much is told of other countries: what is written
    there must speak of its own no less than half as often as of any other.
    """
    owner = _of_publisher(report.publisher.name, registry, apart)
    if owner is not None and _OF_GOVERNMENT.search(report.publisher.name):
        return _first(report, named, owner)
    if place is None:
        own = owner or _by_domain(registry).get(report.publisher.id.rpartition(".")[2])
        if own is not None and own in counts and 2 * counts[own] >= max(counts.values()):
            return _first(report, named, own)
        return _of_lead(report, registry, title, named, counts)
    country = _of_dateline(place.text, registry, apart, frozenset(counts))
    if country is None:
        return None
    of_many = _is_large(place.text.split(",")[0].title(), country, registry)
    if country not in counts:
        return None if of_many or max(counts.values(), default=0) > _IN_PASSING else (country, place)
    return None if of_many and 2 * counts[country] < max(counts.values()) else (country, place)


def _of_lead(
    report: Report,
    registry: Registry,
    title: Sequence[str],
    named: Sequence[tuple[str, int, int]],
    counts: Counter[str],
) -> tuple[str, Span] | None:
    """The only country of headline and first sentence, if it is named clearly more often than others."""
    stop = _STOP.search(report.text, _SHORTEST)
    end = stop.start() if stop else len(report.text)
    lead = {*title, *(code for code, start, _ in named if start < end)}
    country = lead.pop() if len(lead) == 1 else None
    others = max((count for code, count in counts.items() if code != country), default=0)
    if country is None or counts[country] < _CLEARLY * others:
        return None
    if _is_capital_alone(report, country, registry, end):
        return None
    return _first(report, named, country)


def _first(
    report: Report, named: Sequence[tuple[str, int, int]], country: str | None
) -> tuple[str, Span] | None:
    """A country and where a report's text names it first."""
    return next(((code, report.span(low, high)) for code, low, high in named if code == country), None)


def _of_publisher(name: str, registry: Registry, apart: frozenset[str]) -> str | None:
    """The only country that a publisher's name gives: "Ministry of Defence of the Russian Federation"."""
    countries = {code for code, _, _ in _named(name, registry, apart)}
    return countries.pop() if len(countries) == 1 else None


@cache
def _by_domain(registry: Registry) -> Mapping[str, str]:
    """The states by their top-level domains; those of government and forces are the United States'."""
    states = (registry.entry(name) for name in registry.index.ids if len(name) == _CODE)
    own = {one.domain: one.id for one in states if isinstance(one, State) and one.domain is not None}
    return {"gov": "USA", "mil": "USA", **own}


def _is_capital_alone(report: Report, country: str, registry: Registry, end: int) -> bool:
    """Whether headline and first sentence name a country by its capital alone, where others may have met."""
    forms = registry.entry(country).forms
    words = f"{report.title or ''} {report.text[:end]}"
    capital = any(form.by == "capital" and form.text in words for form in forms)
    return capital and not any(form.by != "capital" and form.text in words for form in forms)


def _is_province(name: str) -> bool:
    """Whether a name is a province's as well: "Georgia"."""
    return any(one.kind == "region" for one in load_gazetteer().find(name))


def _is_large(town: str, country: str, registry: Registry) -> bool:
    """Whether a town is a capital or a large city, from where much is told."""
    return any(one.country == country for one in large_cities(town)) or any(
        isinstance(found.entry, State) and found.form.by == "capital"
        for found in registry.filed(word_key(town), town)
    )


def _of_dateline(text: str, registry: Registry, apart: frozenset[str], named: frozenset[str]) -> str | None:
    """The country of a dateline: the one that it names, or of its place; the nearest to what is named."""
    for part in reversed(text.split(",")):
        words = part.strip().title().split(" ")
        end, country = _longest(words, 0, registry, apart)
        country = country if end == len(words) else None
        country = country or country_of_place(" ".join(words), named)
        if country is not None:
            return country
    return None


def _countries(text: str, registry: Registry, apart: frozenset[str]) -> Iterator[str]:
    return (code for code, _, _ in _named(text, registry, apart))


def _named(
    text: str, registry: Registry, apart: frozenset[str], since: int = 0
) -> Iterator[tuple[str, int, int]]:
    """Each country that a text names, and where, in characters."""
    for run in _CAPITALS.finditer(text, since):
        words = run[0].split(" ")
        at, char = 0, run.start()
        while at < len(words):
            end, country = _longest(words, at, registry, apart)
            length = len(" ".join(words[at:end]))
            if country is not None and words[max(0, at - 1)] != "New":  # "New Mexico"
                yield country, char, char + length
            at, char = end, char + length + 1
        if _PLACED.search(text, max(0, run.start() - 9), run.start()):
            placed = country_of_place(run[0].rstrip(".'\u2019-"), frozenset())
            if placed is not None:
                yield placed, run.start(), run.end()


def _longest(words: list[str], at: int, registry: Registry, apart: frozenset[str]) -> tuple[int, str | None]:
    """Where the longest known name that begins at a word ends, and its country."""
    for end in range(min(len(words), at + _LONGEST_NAME), at, -1):
        text = " ".join(words[at:end])
        for found in registry.filed(word_key(text), text):
            alone = end - at == 1 and not _is_named_on(words, at)
            country = _country(found, registry, apart, end - at, alone)
            if country is not None:
                return end, None if country.startswith("IGO:") else country
    return at + 1, None


def _is_named_on(words: list[str], at: int) -> bool:
    """Whether a word stands beside another with a capital: "Jim Jordan"."""
    return any(word[:1].isupper() for word in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]))


def _country(
    found: Candidate, registry: Registry, apart: frozenset[str], words: int, alone: bool
) -> str | None:
    """The country that a name gives, unless it may well be another's name too.

    alone: whether no other name stands beside it: so a state's, which others have too, is mostly the state's.
    """
    entry, form = found.entry, found.form
    of_state = alone and isinstance(entry, State) and form.by == "name" and not _is_province(form.text)
    if (form.text in entry.ambiguous and not of_state) or is_generic(form.text):
        return None
    if isinstance(entry, State):
        return registry.country(entry) if form.by in _WAYS else None
    if isinstance(entry, Person):
        return registry.country(entry) if form.by == "name" and words > 1 else None
    if isinstance(entry, Group):
        wide = entry.worldwide or entry.id.startswith("company:") or entry.sector_on() in apart
        return None if wide else entry.country
    return None
