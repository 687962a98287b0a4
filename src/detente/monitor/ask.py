"""What people ask of a record: what it holds, why a line is there, what it adds up to."""

from collections.abc import Iterator
from datetime import datetime
from typing import Unpack

import polars as pl

from detente.brief import Material, write
from detente.schema import Commitment, Event, Figure, Record, Report, Row, Statement
from detente.sentences import split
from detente.store import EXPORT_TABLES, RECORD_CLASSES, Bounds, Store, Which
from detente.why import describe_report, explain

# What fits two or three pages.
_EVENTS, _STATEMENTS, _COMMITMENTS = 40, 20, 15
_WEIGHED_BY = (
    "event_id", "report_id", "background", "intensity", "date_earliest", "date_latest", "start"
)  # fmt: skip


def describe(store: Store) -> Iterator[tuple[str, str]]:
    """What a store holds, as names and values."""
    segments = store.segments()
    size = sum(path.stat().st_size for path in segments)
    yield "store", str(store.path)
    yield "format", f"{store.version}, {len(segments):,} segments, {size / 1e6:,.1f} MB"
    for table in reversed(EXPORT_TABLES):
        yield table, f"{store.sql(f'SELECT count(*) FROM {table}').item():,}"
    about = store.sql(
        "SELECT min(published_at) AS first, max(published_at) AS last, "
        "count(DISTINCT publisher) AS publishers, count(replaces) AS replaced, "
        "count(*) FILTER (published_at IS NULL) AS undated FROM reports"
    ).row(0, named=True)
    if about["first"] is not None:
        yield "published", f"{about['first']:%Y-%m-%d} to {about['last']:%Y-%m-%d}"
    yield "undated", f"{about['undated']:,} reports"
    yield "publishers", f"{about['publishers']:,}"
    yield "replaced", f"{about['replaced']:,} reports, by later versions"
    readings = store.sql(
        "SELECT reading_id, count(*) AS n FROM readings GROUP BY ALL ORDER BY n DESC, reading_id"
    )
    for reading_id, count in readings.iter_rows():
        yield "reader", f"{reading_id[:12]}: {count:,} reports"
    for dataset, files, events, licences in _datasets(store).iter_rows():
        noted = "; ".join(sorted(licences))
        yield "imported", f"{dataset}: {events:,} events of {files:,} files; licence: {noted}"
    yield "rejections", f"{len(store.rejections()):,}"


def _datasets(store: Store, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """Each dataset's name, files, events and licence notes."""
    by_name = (
        store.imports(**bounds)
        .group_by("dataset")
        .agg(pl.len().alias("files"), pl.col("events").sum(), pl.col("licence").unique())
    )
    return by_name.sort("dataset")


def why(store: Store, prefix: str, **bounds: Unpack[Bounds]) -> str:
    """Tell where the record or report whose id begins with `prefix` comes from.

    Raises: InputError when there is none, or more than one.
    """
    found: Record | Report = store.find(prefix, **bounds)
    if isinstance(found, Report):
        records: list[Record] = []
        for cls in RECORD_CLASSES:
            records += store.load(cls, _ids(store, f"{cls.kind}s", report_id=found.id, **bounds), **bounds)
        return describe_report(found, records)
    if isinstance(found.grounds.evidence[0], Row):
        return explain(found, None, ())
    report = store.report(found.grounds.source_id, **bounds)
    return explain(found, report, split(report))


def _ids(store: Store, table: str, **which: Unpack[Which]) -> list[str]:
    """Ids of a table's rows, in the order in which they became known."""
    key = f"{table.removesuffix('s')}_id"
    return store.show(table, columns=(key,), **which)[key].to_list()


def write_brief(
    store: Store,
    *,
    about: str | None = None,
    since: datetime | None = None,
    dataset: str | None = None,
    **bounds: Unpack[Bounds],
) -> str:
    """A cited brief of the record in Markdown: the weightiest of it where it is long.

    dataset: as of `Store.show`; imported events are cited by their dataset, which stands under the sources.

    Raises: InputError for an `about` or a dataset that is none.
    """
    which = Which(
        about=about,
        since=since,
        dataset=dataset,
        as_of=bounds.get("as_of"),
        recorded_by=bounds.get("recorded_by"),
    )
    events = store.show("events", columns=_WEIGHED_BY, **which)
    statements = _ids(store, "statements", **which)
    commitments = _ids(store, "commitments", **which)
    chosen = store.load(Event, _weightiest(events, _EVENTS), **bounds)
    said = store.load(Statement, statements[-_STATEMENTS:], **bounds)
    promised = store.load(Commitment, commitments[-_COMMITMENTS:], **bounds)
    figures = store.show("figures", columns=("figure_id", "event_id"), since=since, **bounds)
    measured = figures.filter(pl.col("event_id").is_in([event.id for event in chosen]))["figure_id"]
    records: tuple[Record, ...] = (*chosen, *said, *promised)
    cited = sorted({record.grounds.source_id for record in records})
    imported = {r.grounds.source_id for r in records if isinstance(r.grounds.evidence[0], Row)}
    brief = write(
        Material(
            about=about,
            since=since,
            as_of=bounds.get("as_of"),
            events=chosen,
            of_events=len(events),
            statements=said,
            of_statements=len(statements),
            commitments=promised,
            of_commitments=len(commitments),
            figures=store.load(Figure, measured, **bounds),
            reports=store.load(Report, cited, **bounds),
            of_reports=len(_ids(store, "reports", since=since, **bounds)),
            rejections=len(store.rejections(recorded_by=bounds.get("recorded_by"))),
        )
    )
    named = _datasets(store, recorded_by=bounds.get("recorded_by")).filter(pl.col("dataset").is_in(imported))
    lines = (
        f"- {name}: imported; licence: {'; '.join(sorted(notes))}\n"
        for name, _, _, notes in named.iter_rows()
    )
    return brief + "".join(lines)


def _weightiest(events: pl.DataFrame, limit: int) -> list[str]:
    """Ids of the events with the largest intensity, news before history, in the order of their days."""
    by_weight = events.sort(
        "background",
        pl.col("intensity").abs(),
        "date_latest",
        "event_id",
        descending=[False, True, True, False],
    ).head(limit)
    return by_weight.sort("date_earliest", "report_id", "start", "event_id", nulls_last=True)[
        "event_id"
    ].to_list()
