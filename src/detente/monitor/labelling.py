"""Judgements as labels: the sentences whose records people confirmed or rejected, to improve the reader."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Unpack

import polars as pl

from detente.labels import label_id, label_sentence, sentence_of
from detente.monitor.judging import list_judgements
from detente.schema import Record, Report, Span
from detente.schema.judgement import RECORD_KINDS, record_verdicts
from detente.store import RECORD_CLASSES, Bounds, Store
from detente.store.bulk import judgements_in_force
from detente.store.columns import from_row


def label_rows(store: Store, **bounds: Unpack[Bounds]) -> tuple[dict[str, Any], ...]:
    """One row a sentence of which a record was confirmed or rejected, in the format of docs/annotation.md.

    A row that has the key `open` is not labelled yet: it names the records that nobody judged.
    """
    verdicts = record_verdicts(judgements_in_force(store, **bounds))
    judged = _by_sentence(_records(store, verdicts, **bounds))
    shown = _by_sentence(_shown(store, {sentence.report_id for sentence in judged}, **bounds))
    known = store.load(Report, {sentence.report_id for sentence in judged}, **bounds)
    reports = {report.id: report for report in known}
    return tuple(
        label_sentence(
            sentence,
            reports[sentence.report_id].known_at.date(),
            [record for record in judged[sentence] if verdicts[record.id].verdict == "confirm"],
            [record for record in shown.get(sentence, ()) if record.id not in verdicts],
        )
        for sentence in sorted(judged, key=lambda one: (one.report_id, one.start))
        if sentence.report_id in reports
    )


def judgement_rows(store: Store, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """All judgements, undone or not; `label_id` is the row of `label_rows` that one went into."""
    rows = list_judgements(store, **bounds)
    named = {
        name for of, on in rows.select("of", "on").iter_rows() for name in (on if of in RECORD_KINDS else ())
    }
    sentences = {record.id: sentence_of(record) for record in _records(store, named, **bounds)}
    labels = [sentences.get(on[0]) for on in rows["on"]]
    ids = [None if sentence is None else label_id(sentence) for sentence in labels]
    return rows.with_columns(pl.Series("label_id", ids, dtype=pl.String))


def _records(store: Store, ids: Collection[str], **bounds: Unpack[Bounds]) -> tuple[Record, ...]:
    """Records by their ids, of whichever reading: what was judged stays judged when the reader changes."""
    return tuple(
        record
        for cls in RECORD_CLASSES
        for record in _select(
            store,
            cls,
            f"SELECT * FROM segment_{cls.kind}s WHERE id IN ({_listed(ids)}) "
            "QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded_at, filename) = 1",
            **bounds,
        )
    )


def _shown(store: Store, sources: Collection[str], **bounds: Unpack[Bounds]) -> tuple[Record, ...]:
    """What the latest reading of these reports found."""
    return tuple(
        record
        for cls in RECORD_CLASSES
        for record in _select(
            store,
            cls,
            f"SELECT * FROM {cls.kind}_records WHERE source_id IN ({_listed(sources)})",
            **bounds,
        )
    )


def _select(store: Store, cls: type[Record], query: str, **bounds: Unpack[Bounds]) -> Iterable[Record]:
    return (from_row(cls, row) for row in store.sql(query, **bounds).iter_rows(named=True))


def _by_sentence(records: Iterable[Record]) -> Mapping[Span, list[Record]]:
    found: defaultdict[Span, list[Record]] = defaultdict(list)
    for record in records:
        sentence = sentence_of(record)
        if sentence is not None:
            found[sentence].append(record)
    return found


def _listed(ids: Collection[str]) -> str:
    """Ids as SQL writes them."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(ids)) or "NULL"
