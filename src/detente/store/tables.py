"""The tables of a store: where each lives, what its rows are made of, and how values become rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from detente.schema import (
    Commitment,
    Event,
    Figure,
    Forecast,
    Judgement,
    Outcome,
    Reading,
    Record,
    Rejection,
    Report,
    Statement,
)
from detente.schema.ids import set_id
from detente.store.columns import schema_of, to_row

_MOMENT = pl.Datetime("us", "UTC")
RECORD_CLASSES: tuple[type[Record], ...] = (Event, Statement, Commitment, Figure)
Kept = Record | Report | Forecast | Outcome | Judgement  # what is found by its id


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file of an archive that was imported.

    id: of dataset, file and the moment at which the import began; its rows bear it.
    file: as the user named it. sha256: of its bytes. rows: without header and empty ones. no_event: rows
    whose code is no political act. repeated: rows that the dataset had already.
    """

    id: str = field(init=False)
    dataset: str
    archive: str
    file: str
    sha256: str
    licence: str
    reading_id: str
    began_at: datetime
    rows: int = 0
    events: int = 0
    no_event: int = 0
    repeated: int = 0
    rejected: int = 0

    def __post_init__(self) -> None:
        set_id(self, "import", self.dataset, self.file, self.sha256, self.began_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its folder below the store, its column types, and the columns that tell two rows apart."""

    name: str
    folder: str
    schema: pl.Schema
    key: tuple[str, ...]

    def frame(self, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
        """Rows with these columns, in this order."""
        return pl.DataFrame(list(rows), schema=self.schema, orient="row")


def _schema(cls: type, **more: pl.DataType) -> pl.Schema:
    return pl.Schema({**schema_of(cls), **more, "recorded_at": _MOMENT})


def _record_table(cls: type[Record]) -> Table:
    name = f"{cls.kind}s"
    schema = _schema(cls, source_id=pl.String(), reading_id=pl.String())
    return Table(name=name, folder=f"records/{name}", schema=schema, key=("id", "reading_id"))


RAW = Table(
    name="raw",
    folder="raw",
    schema=pl.Schema({"id": pl.String(), "data": pl.Binary(), "recorded_at": _MOMENT}),
    key=("id",),
)
REPORTS = Table(name="reports", folder="reports", schema=_schema(Report), key=("id",))
RECORDS = tuple(_record_table(cls) for cls in RECORD_CLASSES)
REJECTIONS = Table(name="rejections", folder="records/rejections", schema=_schema(Rejection), key=("id",))
# Written after everything else: a report is in the store when its row here is.
READINGS = Table(
    name="readings",
    folder="records/readings",
    schema=pl.Schema(
        {
            "source_id": pl.String(),
            "reading_id": pl.String(),
            "sentences": pl.Int64(),
            **{table.name: pl.Int64() for table in RECORDS},
            "rejections": pl.Int64(),
            "recorded_at": _MOMENT,
        }
    ),
    key=("source_id", "reading_id"),
)
# Events of archives, told apart from those that were read by where they live. Their columns are those of an
# Event that an archive's row can fill (`imported.to_event` makes it one); there may be a hundred million.
_PARTY = pl.Struct({"name": pl.String(), "country": pl.String(), "sector": pl.String()})
IMPORTED = Table(
    name="imported",
    folder="records/imported",
    schema=pl.Schema(
        {
            "id": pl.String(),
            "import_id": pl.String(),
            "dataset": pl.String(),
            "row": pl.Int64(),
            "sha256": pl.String(),
            "archive_id": pl.String(),
            "code": pl.String(),
            "type": pl.String(),
            "mode": pl.String(),
            "contexts": pl.List(pl.String()),
            "by": pl.List(_PARTY),
            "to": pl.List(_PARTY),
            "place_name": pl.String(),
            "place_country": pl.String(),
            "latitude": pl.Float64(),
            "longitude": pl.Float64(),
            "geonames_id": pl.Int64(),
            "precision": pl.String(),
            "earliest": pl.Date(),
            "latest": pl.Date(),
            "intensity": pl.Float64(),
            "known_at": _MOMENT,
            "recorded_at": _MOMENT,
        }
    ),
    key=("id", "import_id"),
)
# Written after the rows of an import: they are in the store when their import's row here is.
IMPORTS = Table(
    name="imports",
    folder="records/imports",
    schema=_schema(Import),
    key=("id",),
)
# What was foretold, and how it turned out: an outcome that late reports change is a new row.
FORECASTS = Table(name="forecasts", folder="outlook/forecasts", schema=_schema(Forecast), key=("id",))
OUTCOMES = Table(
    name="outcomes", folder="outlook/outcomes", schema=_schema(Outcome), key=("id", "resolved_at")
)
JUDGEMENTS = Table(name="judgements", folder="judgements", schema=_schema(Judgement), key=("id",))
TABLES = (RAW, REPORTS, *RECORDS, IMPORTED, REJECTIONS, READINGS, IMPORTS, FORECASTS, OUTCOMES, JUDGEMENTS)


def raw_row(reading: Reading, recorded_at: datetime) -> dict[str, Any]:
    """The bytes that a report was extracted from, under their SHA-256."""
    return {"id": reading.report.raw_sha256, "data": reading.raw, "recorded_at": recorded_at}


def value_row(
    value: Report | Rejection | Import | Forecast | Outcome | Judgement, recorded_at: datetime
) -> dict[str, Any]:
    """A value that stands for itself as a row."""
    return {**to_row(value), "recorded_at": recorded_at}


def record_row(record: Record, recorded_at: datetime) -> dict[str, Any]:
    """A record as a row, with what joins it to its report and reading."""
    grounds = record.grounds
    links = {"source_id": grounds.source_id, "reading_id": grounds.reading_id}
    return {**to_row(record), **links, "recorded_at": recorded_at}


def reading_row(reading: Reading, recorded_at: datetime) -> dict[str, Any]:
    """The row that says a report has been read, and how much came of it."""
    ids = {cls.kind: set[str]() for cls in RECORD_CLASSES}
    for record in reading.records:
        ids[record.kind].add(record.id)
    return {
        "source_id": reading.report.id,
        "reading_id": reading.reading_id,
        "sentences": reading.sentences,
        **{f"{kind}s": len(found) for kind, found in ids.items()},
        "rejections": len(reading.rejections),
        "recorded_at": recorded_at,
    }
