"""The gazetteer: what places are called, and where they lie.

    >>> from detente.codebook.places import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> kyiv = gazetteer.find("Kiev")[0]
    >>> kyiv.name, kyiv.country, kyiv.feature, kyiv.geonames_id
    ('Kyiv', 'UKR', 'capital', 703448)
    >>> gazetteer.find("Taiwan Strait")[0].countries
    ('CHN', 'TWN')
    >>> [place.country for place in gazetteer.find("Tripoli")][:2]
    ['LBY', 'LBN']

In `gazetteer/` lie, made by `train/gazetteer.py` from GeoNames (CC BY 4.0):

- `entries.npy`: one row a place, of type ROW; `line` is where its names start in `names.txt`, `admin1` the row
  of the division that it lies in.
- `names.txt`: one line a row: its name, then other spellings, between bars.
- `keys.npy`: digests of `placenames.key` of all names, sorted; `filed.npy`: beside each, twice the row, plus one
  if the name is the place's own.

They are mapped, not read, so that processes share them. `regions.toml` (seas, straits, fronts, regions ...) and
`spellings.toml` (names that the news used or uses) are written by hand and read when the gazetteer is loaded.
"""

import mmap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from detente.codebook.placenames import bare, digest, key, variants
from detente.schema import CodebookError

FEATURES = ("country", "continent", "admin1", "admin2", "area", "capital", "seat", "place")
ROW = np.dtype(
    [("line", "<u4"), ("country", "S3"), ("feature", "u1"), ("admin1", "<u4"), ("latitude", "<f4")]
    + [("longitude", "<f4"), ("geonames_id", "<u4"), ("population", "<u4")]
)
NONE = 0xFFFFFFFF  # `admin1` of a row that lies in no division

_KINDS = {"country": "country", "capital": "city", "seat": "city", "place": "city"}
_KINDS |= {"continent": "region", "admin1": "region", "admin2": "region", "area": "region", "region": "region"}
_SAME_DEGREES = 1.5  # an own region and GeoNames' of the same name are one when their centres are this near


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """A place on the map.

    alternates: other spellings. country: ISO 3166-1 alpha-3 (XKX for Kosovo); None where it is several or none.
    countries: all that it is part of or borders on. admin1: its first-level division. latitude, longitude:
    WGS 84 degrees of its middle. population: 0 where unknown. kind: country, region, city, feature. feature: one
    of FEATURES, or the table of regions.toml. precision: as in Place. spelt: False when it was found by another
    spelling than its own name.
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
        """The name without marks, as it is filed."""
        return key(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Places by name. Make one with `load_gazetteer`."""

    _table: np.ndarray[Any, Any]
    _keys: np.ndarray[Any, Any]
    _filed: np.ndarray[Any, Any]
    _names: mmap.mmap
    _own: Mapping[str, tuple[GazetteerEntry, ...]]
    _spellings: Mapping[str, tuple[tuple[str, str], ...]]

    def __len__(self) -> int:
        return len(self._table)

    def find(self, name: str, *, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """All places of that name, in that country (ISO 3166-1 alpha-3) if one is named, likeliest first.

        Case, marks, points, hyphens and a leading article do not count. A name that is not filed is tried
        with and without "City" and the Arabic article; "X region" also finds the region filed under X.
        """
        filed = key(name)
        found = self._filed_under(filed)
        if (short := bare(filed)) != filed:
            divisions = [entry for entry in self._filed_under(short) if entry.kind == "region"]
            found = _unique([*found, *divisions])
        for other in variants(filed):
            if found:
                break
            found = self._filed_under(other)
        if country is not None:
            found = [entry for entry in found if country in entry.countries]
        return tuple(sorted(found, key=prior, reverse=True))
