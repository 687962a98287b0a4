"""The country that a page is set in, for those whom it calls by a common noun alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.codebook.entities import Office
from detente.codebook.places import load_gazetteer
from detente.reading.actors.sheet import Sheet

_WHERE = frozenset(
    ("in", "at", "near", "outside", "across", "throughout", "around", "inside", "within", "of")
)
_CACHED_PLACES = 16_384
_LEAST_PEOPLE = 15_000  # a smaller place shares its name with too much else


@lru_cache(maxsize=_CACHED_PLACES)
def country_of_place(name: str, near: frozenset[str]) -> str | None:
    """The country of the place that a name means, where `near` are the countries named beside it.

    None where no place is known, or only small ones in other countries.
    """
    found = [entry for entry in load_gazetteer().find(name) if entry.country]
    beside = [entry for entry in found if entry.country in near]
    if beside:
        return beside[0].country
    if not found or (found[0].kind == "city" and found[0].population < _LEAST_PEOPLE):
        return None
    return found[0].country


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A country named on a page, or that of a place named there. located: it stands as a place: "in X"."""

    country: str
    located: bool
    start: int
    end: int


def settings(sheet: Sheet) -> tuple[Setting, ...]:
    """The places and countries on a page, in no order."""
    return tuple(_settings(sheet))


def nearest(found: Sequence[Setting], word: int) -> Setting | None:
    """The one nearest to a word; what stands as a place goes before what does not."""
    return min(found, key=lambda one: (not one.located, abs(one.start - word)), default=None)


def _settings(sheet: Sheet) -> Iterator[Setting]:
    near = frozenset(name.state.entry.id for name in sheet.named if name.state)
    taken: set[int] = set()
    for name in sheet.named:
        state = name.state
        if state is not None and state.form.by != "metonym" and not name.of("person"):
            located = state.form.by != "demonym" and is_located(sheet, name.start)
            taken.update(range(name.start, name.end))
            country = sheet.registry.country(state.entry)
            if country is not None:
                yield Setting(country=country, located=located, start=name.start, end=name.end)
        offices = {one.entry.country for one in name.of("office") if isinstance(one.entry, Office)}
        owner = offices.pop() if len(offices) == 1 else None
        if owner is not None and not owner.startswith("IGO:"):
            yield Setting(country=owner, located=False, start=name.start, end=name.end)
    for kind, first, end in sheet.page.mentions:
        start = next((at for at in range(first, end) if sheet.capital(at)), end - 1)  # "southern Texas"
        if kind == "place" and start not in taken and sheet.capital(start) and is_located(sheet, start):
            country = country_of_place(sheet.text(start, end), near)
            if country is not None:
                yield Setting(country=country, located=True, start=start, end=end)


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
    if before == "," and at > 1:
        return any(
            kind == "place" and end == at - 1 and is_located(sheet, start)
            for kind, start, end in sheet.page.mentions
        )
    return False
