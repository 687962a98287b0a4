"""Whole tables of the record as values: what a crisis is made from, without the steps that led to it."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeVar, Unpack

import polars as pl

from detente.schema import Event, Judgement, Record, Report
from detente.schema.judgement import certain, in_force
from detente.store import RECORD_CLASSES, Store
from detente.store.bounds import Bounds
from detente.store.columns import from_frame
from detente.store.imported import READ, to_event

R = TypeVar("R", bound=Record | Report)
_STEPS = frozenset({"steps"})
_TABLES: Mapping[type, str] = MappingProxyType({cls: f"{cls.kind}s" for cls in RECORD_CLASSES})
_AT_ONCE = 10_000  # ids in one query


def shown_sources(store: Store, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """The reports that are known: source_id, reading_id of the reading that is shown, replaced."""
    return store.sql("SELECT source_id, reading_id, replaced FROM sources WHERE is_report", **bounds)


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


def load_all(
    store: Store, cls: type[R], *, of: Collection[str] | None = None, **bounds: Unpack[Bounds]
) -> tuple[R, ...]:
    """All that is shown of a kind of record, in the order of ids; or all known reports, replaced ones too.

    of: ids of reports, of which alone. Steps are left out, which is several times faster than `Store.load`:
    whoever explains a record loads it.
    """
    if of is not None and not of:
        return ()
    column = "id" if cls is Report else "source_id"
    among = "true" if of is None else f"{column} IN ({_listed(of)})"
    if issubclass(cls, Report):
        rows = store.sql(f"SELECT * FROM known_reports WHERE {among} ORDER BY id", **bounds)
        return tuple(from_frame(cls, rows))
    rows = store.sql(
        f"SELECT e.*, v.verdict FROM segment_{_TABLES[cls]} e JOIN sources s USING (source_id, reading_id) "
        f"LEFT JOIN verdicts v ON v.id = e.id "
        f"WHERE s.is_report AND NOT s.replaced AND v.verdict IS DISTINCT FROM 'reject' AND {among}",
        **bounds,
    )
    recorded_by = bounds.get("recorded_by")
    if recorded_by is not None:
        rows = rows.filter(pl.col("recorded_at") <= recorded_by)
    first = _first(rows)
    values = from_frame(cls, first, leave_out=_STEPS)
    if not first["verdict"].count():
        return tuple(values)
    return tuple(certain(one) if told else one for one, told in zip(values, first["verdict"], strict=True))


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


def _listed(ids: Collection[str]) -> str:
    """Ids as SQL writes them; a quotation mark in one is doubled."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(ids))
