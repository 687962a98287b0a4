"""Whole tables of the record as values: what a crisis is made from, without the steps that led to it."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, Unpack

import polars as pl

from detente.schema import Event, Judgement, Record, Report
from detente.schema.judgement import certain, in_force
from detente.store import RECORD_CLASSES, Store
from detente.store.bounds import Bounds
from detente.store.columns import from_frame
from detente.store.imported import READ, to_event

R = TypeVar("R", bound=Record)
_STEPS = frozenset({"steps"})
_TABLES: Mapping[type, str] = MappingProxyType({cls: f"{cls.kind}s" for cls in RECORD_CLASSES})
_AT_ONCE = 10_000  # ids in one query
_ALL_FROM = 5_000  # reports from which on whole tables are read and not single reports


def shown_sources(store: Store, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """The reports that are known, a row each: source_id; reading_id of the reading that is shown; replaced;
    replaces, the id of the report before it."""
    query = "SELECT source_id, reading_id, replaced, replaces FROM sources WHERE is_report"
    return store.sql(query, **bounds)


def counted(store: Store, shown: pl.DataFrame, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """Rows of `shown_sources` with recorded_at of their reading, and how many of its records there are:
    events, statements, commitments, figures."""
    columns = ", ".join(("source_id", "reading_id", "recorded_at", *_TABLES.values()))
    rows = store.sql(f"SELECT {columns} FROM readings WHERE {_among('source_id', shown)}", **bounds)
    return shown.join(rows, on=("source_id", "reading_id"), how="inner", maintain_order="left")


def verdicts(store: Store, **bounds: Unpack[Bounds]) -> dict[str, str]:
    """What people decided of records, by their ids: "confirm" or "reject"."""
    return dict(store.sql("SELECT id, verdict FROM verdicts", **bounds).iter_rows())


def judgements_in_force(store: Store, **bounds: Unpack[Bounds]) -> tuple[Judgement, ...]:
    """What people decided and nobody has undone, the oldest first."""
    ids = store.judgements(**bounds)["judgement_id"]
    return in_force(store.load(Judgement, ids, **bounds)) if len(ids) else ()


def sources_of(store: Store, ids: Collection[str], **bounds: Unpack[Bounds]) -> frozenset[str]:
    """The reports that records with these ids stand in; rejected records too."""
    if not ids:
        return frozenset()
    tables = (
        f"SELECT source_id FROM {cls.kind}_records WHERE id IN ({_listed(ids)})" for cls in RECORD_CLASSES
    )
    return frozenset(store.sql(" UNION ".join(tables), **bounds)["source_id"].to_list())


def load_reports(store: Store, shown: pl.DataFrame, **bounds: Unpack[Bounds]) -> tuple[Report, ...]:
    """The reports of these rows of `shown_sources`, in the order of ids."""
    if shown.is_empty():
        return ()
    query = f"SELECT * EXCLUDE (replaces) FROM first_reports WHERE {_among('id', shown)} ORDER BY id"
    before = shown.select(pl.col("source_id").alias("id"), "replaces")
    rows = store.sql(query, **bounds).join(before, on="id", how="inner", maintain_order="left")
    return tuple(from_frame(Report, rows))


def load_records(
    store: Store,
    cls: type[R],
    shown: pl.DataFrame,
    segments: Collection[Path] = (),
    **bounds: Unpack[Bounds],
) -> tuple[R, ...]:
    """All records of a kind that the readings of these rows of `counted` gave, in the order of ids.

    segments: those that hold the readings, if that is known: no other is opened unless some are missing.
    Steps are left out, which is several times faster than `Store.load`: whoever explains a record loads it.
    """
    if shown.is_empty():
        return ()
    table = _TABLES[cls]
    rows = _rows(store, table, shown, _within(shown, segments), **bounds)
    if rows.n_unique(("source_id", "id")) < shown[table].sum():  # a run that was killed wrote some before
        rows = _rows(store, table, shown, "true", **bounds)
    rows = rows.filter(pl.col("verdict").ne_missing("reject"))
    recorded_by = bounds.get("recorded_by")
    if recorded_by is not None:
        rows = rows.filter(pl.col("recorded_at") <= recorded_by)
    first = _first(rows)
    values = from_frame(cls, first, leave_out=_STEPS)
    if not first["verdict"].count():
        return tuple(values)
    return tuple(certain(one) if told else one for one, told in zip(values, first["verdict"], strict=True))


def _rows(
    store: Store, table: str, shown: pl.DataFrame, condition: str, **bounds: Unpack[Bounds]
) -> pl.DataFrame:
    """The rows of the segments that belong to these readings, with people's verdicts."""
    rows = store.sql(
        f"SELECT e.*, v.verdict FROM segment_{table} e LEFT JOIN verdicts v ON v.id = e.id "
        f"WHERE {_among('e.source_id', shown)} AND {condition}",
        **bounds,
    )
    return rows.join(shown.select("source_id", "reading_id"), on=("source_id", "reading_id"), how="semi")


def _within(shown: pl.DataFrame, segments: Collection[Path]) -> str:
    """A condition by which DuckDB passes over segments: those that are not given, or of earlier readings."""
    if segments:
        return f"e.filename IN ({_listed(str(path.resolve()) for path in segments)})"
    return f"e.recorded_at >= TIMESTAMPTZ '{min(shown['recorded_at']).isoformat()}'"


def _among(column: str, shown: pl.DataFrame) -> str:
    """A condition that finds few reports; of many the whole table is read."""
    return f"{column} IN ({_listed(shown['source_id'])})" if len(shown) <= _ALL_FROM else "true"


def load_imported(
    store: Store, dataset: str, *, about: str | None = None, **bounds: Unpack[Bounds]
) -> tuple[Event, ...]:
    """The imported events of the datasets that are named, as in `Store.show`, without what was read.

    Raises: InputError for a dataset that is none.
    """
    rows = store.show("events", columns=("event_id", "dataset"), about=about, dataset=dataset, **bounds)
    ids = rows.filter(pl.col("dataset").is_not_null())["event_id"].to_list()
    found: list[Event] = []
    for start in range(0, len(ids), _AT_ONCE):
        wanted = _listed(ids[start : start + _AT_ONCE])
        part = store.sql(f"SELECT * FROM imported_events WHERE id IN ({wanted}) ORDER BY id", **bounds)
        found += [to_event(row) for row in part.iter_rows(named=True)]
    return tuple(found)


def asks_for_read(dataset: str | None) -> bool:
    """Whether a dataset option means what was read, alone or with imported events."""
    names = {name.strip() for name in (dataset or READ).split(",")}
    return not names.isdisjoint({READ, "all"})


def _first(rows: pl.DataFrame) -> pl.DataFrame:
    """Of the rows of an id the one that was recorded first. Found by a few columns: whole rows are wide."""
    chosen = rows.lazy().select("id", "recorded_at", "filename").with_row_index()
    first = chosen.sort("id", "recorded_at", "filename").unique("id", keep="first", maintain_order=True)
    return rows[first.collect()["index"]]


def _listed(ids: Iterable[str]) -> str:
    """Ids as SQL writes them; a quotation mark in one is doubled."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(ids))
