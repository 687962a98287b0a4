"""The country of a place by its name alone, or by the countries that a report names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from detente.codebook.place_entry import GazetteerEntry
from detente.codebook.places import load_gazetteer

# Words with a capital that are somewhere a place as well.
_NOWHERE_WORDS = """
mars earth moon venus mercury jupiter saturn national federal central royal islamic jewish christian muslim
catholic orthodox republican democratic northern southern eastern western north south east west central new
great old united general center centre lake san santa saint fort port mount state city county upper
lower valley bureau office agency ministry court house council commission republic presidency kingdom
federation union palace government parliament assembly senate congress capital port harbour harbor airport
police border embassy consulate university church mosque bank square market hospital prison
"""
NOWHERE = frozenset(_NOWHERE_WORDS.split())
_CACHED_PLACES = 16_384
_LARGE = 300_000  # people of a city that is known by its name alone
_LEAST_PEOPLE = 15_000  # a smaller place shares its name with too much else


@lru_cache(maxsize=_CACHED_PLACES)
def country_of_place(name: str, near: frozenset[str]) -> str | None:
    """The country of the place that a name means, where `near` are the countries named beside it.

    None where no place is known, only small ones in other countries, or a hall where anybody may meet.
    """
    if name.lower() in NOWHERE:
        return None
    found = [entry for entry in load_gazetteer().find(name) if entry.country]
    if found and found[0].feature == "venue":
        return None
    beside = [entry for entry in found if entry.country in near]
    if beside:
        return beside[0].country
    if not found or (found[0].kind == "city" and found[0].population < _LEAST_PEOPLE):
        return None
    return found[0].country


def country_of_report(name: str, tiers: Iterable[Callable[[], frozenset[str]]]) -> str | None:
    """The country of the place that a name means in a report. tiers: the countries that are named beside it,
    then those farther off, which tell small places of one name apart: "Kas".
    """
    first: str | None = None
    for number, countries in enumerate(tiers):
        near = countries()
        country = country_of_place(name, near)
        if country in near:
            return country
        if number == 0:
            first = country
            if country is not None and any(one.country == country for one in large_cities(name)):
                return country
    return None if near else first  # a small place of a country that the report never names


def large_cities(name: str) -> list[GazetteerEntry]:
    """The large cities that a name may mean."""
    return [one for one in load_gazetteer().find(name) if one.kind == "city" and one.population >= _LARGE]
