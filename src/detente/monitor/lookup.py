"""Looking things up in what detente knows of the world."""

from pathlib import Path

import polars as pl

from detente.codebook.places import load_gazetteer
from detente.codebook.registry import load_registry

_COLUMNS = ("name", "country", "admin1", "kind", "latitude", "longitude", "geonames_id", "population")
_SCHEMA = {
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "geonames_id": pl.Int64,
    "population": pl.Int64,
}


def places(name: str, *, country: str | None = None) -> pl.DataFrame:
    """The places of that name, the likeliest first."""
    found = load_gazetteer().find(name, country=country)
    rows = [[getattr(entry, column) for column in _COLUMNS] for entry in found]
    return pl.DataFrame(
        rows, schema={column: _SCHEMA.get(column, pl.String) for column in _COLUMNS}, orient="row"
    )


def actors(name: str, *, extra: Path | None = None) -> pl.DataFrame:
    """Whom a text may stand for, whatever its case. extra: a registry file of the user's own.

    Raises: CodebookError for a file that breaks a rule; the message names the line.
    """
    registry = load_registry(extra)
    rows = [
        (found.entry.id, found.kind, found.entry.name, registry.country(found.entry), found.sector_on())
        for found in registry.lookup(name, any_case=True)
    ]
    columns = ("id", "kind", "name", "country", "sector")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
