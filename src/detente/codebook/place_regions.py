"""The hand-written part of the gazetteer: `regions.toml` and `spellings.toml`."""

import tomllib
from collections.abc import Mapping
from functools import partial
from importlib.resources import files

from detente.codebook.place_entry import GazetteerEntry
from detente.codebook.placenames import key
from detente.codebook.table import Table
from detente.schema import CodebookError

# What the tables of regions.toml hold: (kind, precision) of an entry.
_TABLES: Mapping[str, tuple[str, str]] = {
    "region": ("region", "region"),
    "front": ("region", "region"),
    "sea": ("feature", "region"),
    "strait": ("feature", "region"),
    "water": ("feature", "region"),
    "land": ("feature", "region"),
    "site": ("feature", "point"),
    "venue": ("feature", "point"),
}


def read_regions() -> dict[str, tuple[GazetteerEntry, ...]]:
    """Seas, straits, fronts, regions ... by the keys of their names. Raises: CodebookError."""
    text = _text("regions.toml")
    root = Table("regions.toml", text, tomllib.loads(text))
    filed: dict[str, tuple[GazetteerEntry, ...]] = {}
    for table in _TABLES:
        for entry in root.each(table, partial(_entry, table)):
            for name in (entry.name, *entry.alternates):
                known = filed.get(key(name), ())
                if entry not in known:
                    filed[key(name)] = (*known, entry)
    root.close()
    return filed


def _entry(table: str, name: str, facts: Table) -> GazetteerEntry:
    kind, precision = _TABLES[table]
    countries = facts.texts("countries")
    return GazetteerEntry(
        name=name,
        alternates=facts.texts_or_none("names"),
        country=countries[0] if len(countries) == 1 else None,
        countries=countries,
        admin1=None,
        latitude=facts.number("latitude", -90.0, 90.0),
        longitude=facts.number("longitude", -180.0, 180.0),
        geonames_id=None,
        population=0,
        kind=kind,
        feature=table,
        precision=precision,
    )


def read_spellings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Names of the news: key of the spelling, to (key of the gazetteer's name, country).

    Raises: CodebookError for a file that is not countries with names with lists of spellings.
    """
    filed: dict[str, tuple[tuple[str, str], ...]] = {}
    for country, names in tomllib.loads(_text("spellings.toml")).items():
        if not isinstance(names, dict):
            raise CodebookError(f"spellings.toml: {country} must be a table")
        for name, spellings in names.items():
            if not isinstance(spellings, list) or not all(isinstance(one, str) for one in spellings):
                raise CodebookError(f"spellings.toml: {country}, {name}: must be a list of texts")
            for spelling in spellings:
                filed[key(spelling)] = (*filed.get(key(spelling), ()), (key(name), country))
    return filed


def _text(name: str) -> str:
    return files("detente.codebook").joinpath("gazetteer", name).read_text("utf-8")
