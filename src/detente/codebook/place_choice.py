"""Which of the places of one name a text means."""

import math
from collections.abc import Sequence

from detente.codebook.place_entry import GazetteerEntry, prior
from detente.codebook.placenames import bare, key

# On the scale of `prior`. The first two were fitted with it and rounded; the rest are judgement.
_COUNTRY_NAMED = 2.0  # twice that where it is the only one
_CONTAINER_NAMED = 3.5
_HEART = 1.0  # a town over the region of the same name around it: one says "Kharkiv", but "Kharkiv region"
_HEART_SHARE = 0.08  # of the region's people, at least: Québec is no heart of Quebec
_HEART_DEGREES = 2.0
_LISTED = 3  # alternatives that the steps name


def choose(
    candidates: Sequence[GazetteerEntry], *, countries: frozenset[str], containers: frozenset[str]
) -> tuple[GazetteerEntry | None, float, tuple[str, ...]]:
    """The candidate that is meant, how probable it is (0..1) among them, and the reasons, a line each.

    countries: ISO 3166-1 alpha-3 codes that the text names near the place. containers: names of larger places
    named near it: "Texas" in "Paris, Texas", "Kharkiv region". Without candidates: None, 0 and the reason.
    """
    if not candidates:
        return None, 0.0, ("no place of that name is known",)
    inside = frozenset(form for name in containers for form in (key(name), bare(key(name))))
    scores = [_score(entry, countries, inside) for entry in candidates]
    regions = [at for at, entry in enumerate(candidates) if entry.feature in ("admin1", "admin2", "area")]
    for at, entry in enumerate(candidates):
        around = [scores[region] + _HEART for region in regions if _is_heart(entry, candidates[region])]
        scores[at] = max([scores[at], *around])
    best = max(range(len(scores)), key=scores.__getitem__)
    total = sum(math.exp(score - scores[best]) for score in scores)
    chosen = candidates[best]
    others = [entry for at, entry in enumerate(candidates) if at != best]
    return chosen, 1 / total, _reasons(chosen, others, countries, inside)


def _score(entry: GazetteerEntry, countries: frozenset[str], inside: frozenset[str]) -> float:
    score = prior(entry)
    if _in_countries(entry, countries):
        score += _COUNTRY_NAMED * (1 + 1 / len(countries))
    if _in_containers(entry, inside):
        score += _CONTAINER_NAMED
    return score


def _is_heart(town: GazetteerEntry, region: GazetteerEntry) -> bool:
    """A town of that very name that holds a good part of the people of the region around it."""
    if town.kind != "city" or not town.spelt or town.country != region.country:
        return False
    away = max(abs(town.latitude - region.latitude), abs(town.longitude - region.longitude))
    return town.population >= _HEART_SHARE * region.population and away < _HEART_DEGREES


def _in_countries(entry: GazetteerEntry, countries: frozenset[str]) -> bool:
    """Lies in a country that is named, and is not that country itself."""
    return entry.kind != "country" and not countries.isdisjoint(entry.countries)


def _in_containers(entry: GazetteerEntry, inside: frozenset[str]) -> bool:
    if entry.admin1 is None or entry.feature == "admin1":
        return False
    division = bare(key(entry.admin1))
    if division == key(entry.name):
        return False  # "Santa Ana" names the town's division only because it names the town
    return division in inside


def _reasons(
    chosen: GazetteerEntry, others: list[GazetteerEntry], countries: frozenset[str], inside: frozenset[str]
) -> tuple[str, ...]:
    reasons = [_describe(chosen)]
    if not chosen.spelt:
        reasons.append(f"another spelling of {chosen.name}")
    if _in_containers(chosen, inside):
        reasons.append(f"{chosen.admin1} is named with it")
    if _in_countries(chosen, countries):
        reasons.append(f"{', '.join(sorted(countries.intersection(chosen.countries)))} is named near it")
    if not others:
        reasons.append("the only place of that name")
    else:
        ranked = sorted(others, key=prior, reverse=True)
        more = f" and {len(ranked) - _LISTED} more" if len(ranked) > _LISTED else ""
        reasons.append(f"rather than {'; '.join(_describe(entry) for entry in ranked[:_LISTED])}{more}")
    return tuple(reasons)


def _describe(entry: GazetteerEntry) -> str:
    """As in "Paris (place, Texas, USA, 24,782 people)"."""
    within = [part for part in (entry.admin1, entry.country) if part and part != entry.name]
    people = [f"{entry.population:,} people"] if entry.population else []
    return f"{entry.name} ({', '.join([entry.feature, *within, *people])})"
