"""A place on the map, and how likely one is meant before anything is known of the text."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from detente.codebook.placenames import unmarked

FEATURES = ("country", "continent", "admin1", "admin2", "area", "capital", "seat", "place")
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """A place on the map.

    alternates: other spellings. country: ISO 3166-1 alpha-3 (XKX for Kosovo); None where it is several or
        none. countries: all that it is part of or borders on. admin1: its first-level division.
    latitude, longitude: WGS 84 degrees of its middle. population: 0 where unknown.
    kind: country, region, city, feature. feature: one of FEATURES, or its table in regions.toml.
    precision: as in Place. spelt: False when it was found by another spelling than its own name.
    """

    name: str
    alternates: tuple[str, ...]
    country: str | None
    countries: tuple[str, ...]
    admin1: str | None
    latitude: float
    longitude: float
    geonames_id: int | None
    population: int
    kind: str
    feature: str
    precision: str
    spelt: bool = True

    @property
    def ascii(self) -> str:
        """The name in plain letters."""
        return unmarked(self.name)

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.latitude, self.longitude

    @property
    def described(self) -> str:
        """As in "Paris (place, Texas, USA, 24,782 people)"."""
        within = [part for part in (self.admin1, self.country) if part and part != self.name]
        people = [f"{self.population:,} people"] if self.population else []
        return f"{self.name} ({', '.join([self.feature, *within, *people])})"


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees. Source: haversine formula, Sinnott (1984)."""
    here, there = math.radians(one[0]), math.radians(other[0])
    across = math.radians(one[1] - other[1])
    chord = math.sin((here - there) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


# Weights on a natural-log scale: fitted to GeoVirus's even-numbered documents (bench/places.py), rounded,
# then moved by judgement for world news: capitals up by a half, hand-written entries up to a country's.
_FEATURE_WEIGHTS: Mapping[str, float] = {
    "country": 9.0,
    "continent": 8.0,
    "admin1": 1.5,
    "admin2": 1.0,
    "area": 3.0,
    "capital": 3.5,
    "seat": 1.0,
    "place": 0.0,
}
_OWN_WEIGHT = 8.0  # a sea, strait, front or region that is in the news, or it would not be in regions.toml
_WEIGHT_PER_TENFOLD = 1.0  # of population
_FEWEST = 300  # people, where the number is unknown or smaller
_OTHER_SPELLING = -2.5


def prior(entry: GazetteerEntry) -> float:
    """How likely the place is meant, all else being equal: a log weight, comparable within one name."""
    people = math.log10(max(entry.population, _FEWEST))
    if entry.kind in ("region", "country") and entry.feature != "admin1":
        people /= 2  # they differ in size more than in how often they are named
    weight = _FEATURE_WEIGHTS.get(entry.feature, _OWN_WEIGHT) + _WEIGHT_PER_TENFOLD * people
    return weight if entry.spelt else weight + _OTHER_SPELLING
