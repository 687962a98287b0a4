"""The gazetteer: what places are called, and where they lie.

    >>> from detente.codebook.places import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> kyiv = gazetteer.find("Kiev")[0]
    >>> kyiv.name, kyiv.country, kyiv.feature, kyiv.geonames_id
    ('Kyiv', 'UKR', 'capital', 703448)
    >>> gazetteer.find("Taiwan Strait")[0].countries
    ('CHN', 'TWN')
    >>> {place.country for place in gazetteer.find("Tripoli")} >= {"LBY", "LBN", "GRC"}
    True

In `gazetteer/` lie, made by `train/gazetteer.py` from GeoNames (CC BY 4.0):

- `entries.npy`: one row a place, of type ROW; `line` is where its names start in `names.txt`, `admin1` the
  row of the division that it lies in.
- `names.txt`: one line a row: its name, then other spellings, between bars.
- `keys.npy`: digests of `placenames.key` of all names, sorted; `filed.npy`: beside each, twice the row, plus
  one if the name is the place's own.

They are mapped, not read, so that processes share them. `regions.toml` (seas, straits, fronts, regions) and
`spellings.toml` (names that the news used or uses) are written by hand and read when it is loaded.
"""

import mmap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from detente.codebook.place_choice import Choice, Nearby, choose
from detente.codebook.place_entry import FEATURES, GazetteerEntry, prior
from detente.codebook.place_regions import read_regions, read_spellings
from detente.codebook.placenames import bare, digest, key, variants
from detente.schema import CodebookError

__all__ = [
    "FEATURES",
    "NONE",
    "ROW",
    "Choice",
    "Gazetteer",
    "GazetteerEntry",
    "Nearby",
    "choose",
    "load_gazetteer",
]

ROW = np.dtype(
    [
        ("line", "<u4"),
        ("country", "S3"),
        ("feature", "u1"),
        ("admin1", "<u4"),
        ("latitude", "<f4"),
        ("longitude", "<f4"),
        ("geonames_id", "<u4"),
        ("population", "<u4"),
    ]
)
NONE = 0xFFFFFFFF  # `admin1` of a row that lies in no division

_KINDS = {"country": "country", "capital": "city", "seat": "city", "place": "city"}  # the rest are regions
_SAME_DEGREES = 1.5  # an own region and GeoNames' of the same name are one when their centres are this near


_KEPT = 8192  # names whose places stay in memory: those of a day's news


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - a process has one gazetteer, and keeps it
    def find(self, name: str, *, country: str | None = None) -> tuple[GazetteerEntry, ...]:
        """All places of that name, in that country (ISO 3166-1 alpha-3) if one is named, likeliest first.

        Case, marks, points, hyphens and a leading article do not count. A name that is not filed is tried
        with and without "City" and the Arabic article; "X region" also finds the region filed under X. Where
        a name is written with marks and some place has just these, those without are left out: "Münster" is
        not Munster.
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
        if not name.isascii() and any(entry.name == name for entry in found):
            found = [entry for entry in found if entry.name == name or key(entry.name) != filed]
        return tuple(sorted(found, key=prior, reverse=True))

    def country(self, code: str) -> GazetteerEntry | None:
        """A country by its ISO 3166-1 alpha-3 code."""
        row = self._states.get((code, "country"))
        return None if row is None else self._entry(row, spelt=True)

    def capital(self, code: str) -> GazetteerEntry | None:
        """The capital of a country."""
        row = self._states.get((code, "capital"))
        return None if row is None else self._entry(row, spelt=True)

    @cached_property
    def _states(self) -> Mapping[tuple[str, str], int]:
        """Rows of countries and capitals, by code and feature."""
        features = self._table["feature"]
        return {
            (self._table[row]["country"].item().decode(), name): row
            for name in ("country", "capital")
            for row in np.flatnonzero(features == FEATURES.index(name)).tolist()
        }

    def _filed_under(self, filed: str) -> list[GazetteerEntry]:
        """What is filed under a key: hand-written entries first, which hide GeoNames' of the same place."""
        own = list(self._own.get(filed, ()))
        rows = list(self._rows(filed))
        for name, country in self._spellings.get(filed, ()):
            rows += [entry for entry in self._rows(name) if country in entry.countries and entry.spelt]
        for at, entry in enumerate(own):
            twin = next((row for row in rows if _is_same(entry, row)), None)
            if twin:
                own[at] = replace(
                    entry,
                    geonames_id=twin.geonames_id,
                    population=twin.population,
                    latitude=entry.latitude if entry.countries else twin.latitude,
                    longitude=entry.longitude if entry.countries else twin.longitude,
                )
                rows = [row for row in rows if not _is_same(entry, row)]
        return _unique([*own, *rows])

    def _rows(self, filed: str) -> Iterator[GazetteerEntry]:
        """GeoNames' entries under a key."""
        number = np.uint64(digest(filed))
        start, end = (int(np.searchsorted(self._keys, number, side)) for side in ("left", "right"))
        for value in self._filed[start:end].tolist():
            yield self._entry(value >> 1, spelt=bool(value & 1))

    def _entry(self, row: int, *, spelt: bool) -> GazetteerEntry:
        line, code, feature, admin1, latitude, longitude, id_, population = self._table[row].item()
        name, *alternates = self._line(line)
        country = code.decode() or None
        label = FEATURES[feature]
        kind = _KINDS.get(label, "region")
        return GazetteerEntry(
            name=name,
            alternates=tuple(alternates),
            country=country,
            countries=(country,) if country else (),
            admin1=self._line(self._table[admin1]["line"])[0] if admin1 != NONE else None,
            latitude=round(latitude, 5),
            longitude=round(longitude, 5),
            geonames_id=id_ or None,
            population=population,
            kind=kind,
            feature=label,
            precision=kind,
            spelt=spelt,
        )

    def _line(self, start: int) -> list[str]:
        return self._names[start : self._names.find(b"\n", start)].decode().split("|")


@cache
def load_gazetteer() -> Gazetteer:
    """detente's own gazetteer, mapped into memory once a process. Raises: CodebookError."""
    folder = files("detente.codebook").joinpath("gazetteer")
    with as_file(folder) as path:
        try:
            table, keys, filed = (
                np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                for name in ("entries", "keys", "filed")
            )
            with (path / "names.txt").open("rb") as file:
                names = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise CodebookError(f"gazetteer: cannot be read: {error}") from error
    if table.dtype != ROW or len(keys) != len(filed):
        raise CodebookError("gazetteer: its files are of another version or damaged; install detente again")
    return Gazetteer(
        _table=table, _keys=keys, _filed=filed, _names=names, _own=read_regions(), _spellings=read_spellings()
    )


def _is_same(own: GazetteerEntry, row: GazetteerEntry) -> bool:
    """Whether GeoNames knows an own region too: near it, or of many countries and of that very name."""
    if not own.countries:
        return row.feature == "area" and row.spelt and key(row.name) == key(own.name)
    near = max(abs(own.latitude - row.latitude), abs(own.longitude - row.longitude)) < _SAME_DEGREES
    return row.kind == "region" and near


def _unique(entries: Iterable[GazetteerEntry]) -> list[GazetteerEntry]:
    """Each place once, as first met; by its own name rather than another spelling."""
    kept: dict[tuple[object, ...], GazetteerEntry] = {}
    for entry in entries:
        place = (entry.name, entry.latitude, entry.longitude, entry.feature)
        if place not in kept or (entry.spelt and not kept[place].spelt):
            kept[place] = entry
    return list(kept.values())
