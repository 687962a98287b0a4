"""What people ask of a record: what it holds, and why a line is there."""

from collections.abc import Iterator
from typing import Unpack

import polars as pl

from detente.monitor.crisis import Crisis
from detente.monitor.findings import explain_finding, find_finding
from detente.monitor.judging import tell_judgements
from detente.monitor.outlook_words import explain_stored
from detente.monitor.resolving import find_stored
from detente.schema import (
    Forecast,
    InputError,
    Judgement,
    Outcome,
    Record,
    Report,
    Row,
)
from detente.sentences import split
from detente.store import EXPORT_TABLES, RECORD_CLASSES, Bounds, Store, Which
from detente.why import describe_report, explain, explain_judgement

_HEX_DIGITS = frozenset("0123456789abcdef")


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
    for dataset, files, events, licences in datasets(store).iter_rows():
        noted = "; ".join(sorted(licences))
        yield "imported", f"{dataset}: {events:,} events of {files:,} files; licence: {noted}"
    yield "rejections", f"{len(store.rejections()):,}"


def datasets(store: Store, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """Each dataset's name, files, events and licence notes."""
    by_name = (
        store.imports(**bounds)
        .group_by("dataset")
        .agg(pl.len().alias("files"), pl.col("events").sum(), pl.col("licence").unique())
    )
    return by_name.sort("dataset")


def why(
    store: Store,
    prefix: str,
    *,
    about: str | None = None,
    dataset: str | None = None,
    **bounds: Unpack[Bounds],
) -> str:
    """Tell where the record or report whose id begins with `prefix` comes from, or what a finding rests on.

    about, dataset: of the crisis view that shows the finding, which the same bounds belong to.

    Raises: InputError when there is none, or more than one.
    """
    try:
        return _why_record(store, prefix, **bounds)
    except InputError:
        if not set(prefix) <= _HEX_DIGITS:
            raise
        picture = Crisis(store, about=about, dataset=dataset, **bounds).picture
        finding = find_finding(picture, prefix)
        if finding is None:
            raise
        return explain_finding(picture, finding) + tell_judgements(store, finding.id, **bounds)


def _why_record(store: Store, prefix: str, **bounds: Unpack[Bounds]) -> str:
    """Tell where a record or report comes from."""
    found = store.find(prefix, **bounds)
    decided = tell_judgements(store, found.id, **bounds)
    if isinstance(found, Report):
        records: list[Record] = []
        for cls in RECORD_CLASSES:
            records += store.load(cls, _ids(store, f"{cls.kind}s", report_id=found.id, **bounds), **bounds)
        return describe_report(found, records) + decided
    if isinstance(found, Judgement):
        return explain_judgement(found) + decided
    if isinstance(found, Forecast | Outcome):
        return explain_stored(*find_stored(store, found, **bounds))
    if isinstance(found.grounds.evidence[0], Row):
        return explain(found, None, ()) + decided
    report = store.report(found.grounds.source_id, **bounds)
    return explain(found, report, split(report)) + decided


def _ids(store: Store, table: str, **which: Unpack[Which]) -> list[str]:
    """Ids of a table's rows, in the order in which they became known."""
    key = f"{table.removesuffix('s')}_id"
    return store.show(table, columns=(key,), **which)[key].to_list()
