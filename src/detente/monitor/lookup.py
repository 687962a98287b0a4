"""Looking things up in what detente knows of the world."""

import polars as pl

from detente.codebook.places import load_gazetteer

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
