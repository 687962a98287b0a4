"""Which of the places of one name a text means, by what is named near it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.codebook.place_entry import GazetteerEntry, distance_km, prior
from detente.codebook.placenames import bare, key

# On the scale of `prior`. Those of countries, divisions and points were tried in halves and wholes on the
# tuning half of GeoVirus (bench/places.py), which hardly tells neighbours apart; the rest are judgement.
_IN_REPORT = 2.0  # its country is named in the report; twice that where it is the only one
_IN_SENTENCE = 1.0
_OF_ACTORS = 1.5
_DIVISION_NAMED = 2.5
_INSIDE = 8.0  # the phrase itself says that it lies there ...
_NOT_INSIDE = -8.0  # ... or somewhere else
_NEAR = 2.0  # beside another place that the report names
_NEAR_KM = 150.0  # at which that falls to a third
_KIND = 5.0  # "the town of", "the region of": a town, a region
_UNLISTED = 0.5  # the chance that a place of that name is meant that the gazetteer does not know
_HEART = 1.0  # a town over the region of the same name around it: one says "Kharkiv", but "Kharkiv region"
_HEART_SHARE = 0.08  # of the region's people, at least: Québec is no heart of Quebec
_HEART_WITHIN_KM = 350.0  # New York City lies 330 km from the middle of New York
_TOWN_WITHIN_KM = 60.0  # a town around a place, and a region without bounds: how far they reach
_REGION_WITHIN_KM = 400.0
_LISTED = 3  # alternatives that are named
_LEAST_LISTED = 0.01  # how probable an alternative must be


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """What a text says around a name.

    inside: each larger place that its own phrase says it lies in, as all places of that name. countries,
    beside, actors: ISO 3166-1 alpha-3 of those that the report names, that its sentence names, and of who
    acts. divisions: names of first-level divisions in the report. points: degrees of sure places in it.
    kind: city or region where the phrase says so.
    """

    inside: tuple[tuple[GazetteerEntry, ...], ...] = ()
    countries: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    points: tuple[tuple[float, float], ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The place that is meant, how probable it is (0..1), why, and what else may be, likeliest first."""

    entry: GazetteerEntry | None
    probability: float
    reasons: tuple[str, ...]
    alternatives: tuple[str, ...] = ()


def choose(candidates: Sequence[GazetteerEntry], nearby: Nearby) -> Choice:
    """Which of the places of one name is meant. Where none fits what the phrase says, entry is None."""
    if not candidates:
        return Choice(entry=None, probability=0.0, reasons=("no place of that name is known",))
    named = frozenset(form for name in nearby.divisions for form in (key(name), bare(key(name))))
    scores = [_score(entry, nearby, named) for entry in candidates]
    regions = [at for at, entry in enumerate(candidates) if entry.feature in ("admin1", "admin2", "area")]
    for at, entry in enumerate(candidates):
        hearts = [scores[region] + _HEART for region in regions if _is_heart(entry, candidates[region])]
        if nearby.kind != "region":
            scores[at] = max([scores[at], *hearts])
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    best = candidates[order[0]]
    if nearby.inside and not _lies_in(best, nearby.inside):
        where = " or ".join(names[0].name for names in nearby.inside)
        return Choice(entry=None, probability=0.0, reasons=(f"no place of that name is known in {where}",))
    weights = [math.exp(scores[at] - scores[order[0]]) for at in order]
    total = sum(weights) + math.exp(_UNLISTED - scores[order[0]])
    others = [
        candidates[at].described
        for at, weight in zip(order[1:], weights[1:], strict=True)
        if weight / total >= _LEAST_LISTED
    ]
    return Choice(
        entry=best,
        probability=1 / total,
        reasons=_reasons(best, nearby, named, len(candidates) - 1),
        alternatives=tuple(dict.fromkeys(others))[:_LISTED],
    )


def _score(entry: GazetteerEntry, nearby: Nearby, named: frozenset[str]) -> float:
    score = prior(entry)
    if entry.kind != "country":
        if not nearby.countries.isdisjoint(entry.countries):
            score += _IN_REPORT * (1 + 1 / len(nearby.countries))
        score += _IN_SENTENCE * (not nearby.beside.isdisjoint(entry.countries))
        score += _OF_ACTORS * (not nearby.actors.isdisjoint(entry.countries))
    score += _DIVISION_NAMED * _in_divisions(entry, named)
    if nearby.points and entry.precision in ("city", "point"):
        away = min(distance_km(entry.point, point) for point in nearby.points)
        score += _NEAR * math.exp(-away / _NEAR_KM)
    if nearby.inside:
        score += _INSIDE if _lies_in(entry, nearby.inside) else _NOT_INSIDE
    if nearby.kind is not None and entry.kind == nearby.kind:
        score += _KIND
    return score


def _lies_in(entry: GazetteerEntry, inside: Sequence[Sequence[GazetteerEntry]]) -> bool:
    """Whether all that the phrase names around a place may be around it."""
    return all(any(_is_around(larger, entry) for larger in names) for names in inside)


def _is_around(larger: GazetteerEntry, entry: GazetteerEntry) -> bool:
    if larger.feature == "continent":
        return True  # nothing says which countries it has
    if larger.countries and not set(larger.countries).intersection(entry.countries):
        return False
    if larger == entry or (larger.kind == "city" and entry.kind in ("region", "country")):
        return False
    if larger.kind == "country":
        return entry.kind != "country" or larger.country == entry.country
    if larger.feature == "admin1" and entry.admin1 is not None:
        return key(entry.admin1) == key(larger.name)
    if larger.feature == "admin1" and entry.kind == "country":
        return False
    reach = _TOWN_WITHIN_KM if larger.kind == "city" else _REGION_WITHIN_KM
    return distance_km(entry.point, larger.point) <= reach


def _is_heart(town: GazetteerEntry, region: GazetteerEntry) -> bool:
    """A town of that very name that holds a good part of the people of the region around it.

    A seat may go by another spelling, where the region does too: Marrakech is Marrakesh.
    """
    if town.kind != "city":
        return False
    names = (key(region.name), f"{key(region.name)} city")
    seat = town.feature in ("seat", "capital") and not region.spelt
    own = town.spelt or key(town.name) in names or seat
    large = town.country == region.country and town.population >= _HEART_SHARE * region.population
    return own and large and distance_km(town.point, region.point) <= _HEART_WITHIN_KM


def _in_divisions(entry: GazetteerEntry, named: frozenset[str]) -> bool:
    if entry.admin1 is None or entry.feature == "admin1":
        return False
    division = bare(key(entry.admin1))
    # "Santa Ana" names the town's division only because it names the town
    return division != key(entry.name) and division in named


def _reasons(entry: GazetteerEntry, nearby: Nearby, named: frozenset[str], others: int) -> tuple[str, ...]:
    """A line each: what it is, and what spoke for it."""
    reasons = [entry.described]
    if not entry.spelt:
        reasons.append(f"another spelling of {entry.name}")
    if nearby.inside:
        reasons.append(f"lies in {', '.join(names[0].name for names in nearby.inside)}, as the phrase says")
    if _in_divisions(entry, named):
        reasons.append(f"{entry.admin1} is named with it")
    if entry.kind != "country":
        for codes, what in (
            (nearby.beside, "is named in the sentence"),
            (nearby.countries - nearby.beside, "is named in the report"),
            (nearby.actors - nearby.beside - nearby.countries, "is an actor's country"),
        ):
            if shared := codes.intersection(entry.countries):
                reasons.append(f"{', '.join(sorted(shared))} {what}")
    reasons.append(f"rather than {others} more of that name" if others else "the only place of that name")
    return tuple(reasons)
