"""The five laws, each tried on many texts and orders."""

import dataclasses
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from building import NOON, make_report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.monitor import Reader, options, read_paths
from detente.schema import Commitment, Event, Figure, Span, Statement
from detente.store import Store

EXAMPLES = Path(__file__).parents[1] / "examples"
READER = Reader()
KINDS = {"events": Event, "statements": Statement, "commitments": Commitment, "figures": Figure}

# Texts that look like news: pieces that set rules off, put together at random, with noise between them.
WORDS = """
Russia|Ukrainian drones|the Kremlin|Zelensky|U.S. President Donald Trump|officials|gunmen|NATO|he|both sides
struck|attacked|met|vowed to retaliate against|threatened to strike|denied attacking|said that|told|accused
called on|agreed to withdraw from|may attack|did not bomb|will meet|was hit by|according to|if|unless|has not
Kyiv|Poland|on Sunday|within two weeks|by the end of the month|in Budapest|at least 12 people|killing 19
U.S.|Lt. Gen.|No. 10|3.5|$300 million|"|“|”|.|, |; |- |(|)|é|😀|
"""
PIECES = st.sampled_from([*WORDS.strip().replace("\n", "|").split("|"), "\n\n", "\u00a0", "\u202e", "   "])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map(" ".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200),
)


def spans_of(value):
    """Every span anywhere in a value."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans_of(getattr(value, field.name))


def clock(start=NOON):
    moments = (start + timedelta(seconds=number) for number in range(10_000))
    return lambda: next(moments)


def read(paths, folder, *, workers=1, start=NOON):
    store = Store(folder, create=True)
    summary = read_paths(
        [str(path) for path in paths], store, options(retrieved_at=NOON), now=clock(start), workers=workers
    )
    return store, summary


def ids(store):
    return {
        name: sorted(store.sql(f"SELECT id FROM {cls.kind}_records")["id"]) for name, cls in KINDS.items()
    }


# 1. report.text[span.start:span.end] == span.text


@given(TEXTS)
@settings(max_examples=300)
def test_every_span_of_every_record_is_of_the_text(text):
    report = make_report(text)
    for record in READER.read(report):
        for span in spans_of(record):
            assert span.report_id == report.id
            assert report.text[span.start : span.end] == span.text


def test_every_span_on_disk_is_of_the_text(tmp_path):
    store, _ = read([EXAMPLES], tmp_path / "record")
    texts = dict(store.sql("SELECT id, text FROM known_reports").iter_rows())
    found = 0
    for name, cls in KINDS.items():
        for record in store.load(cls, ids(store)[name]):
            for span in spans_of(record):
                assert texts[span.report_id][span.start : span.end] == span.text
                found += 1
    assert found > 500


# 2. Same input, same ids: any order, any batch, any number of workers


@given(TEXTS)
@settings(max_examples=100)
def test_reading_twice_gives_the_same(text):
    report = make_report(text)
    records = READER.read(report)
    assert READER.read(report) == records
    assert Reader().read(report) == records
    assert len({record.id for record in records}) == len(records)


def test_order_batches_and_workers_change_nothing(tmp_path, monkeypatch):
    paths = sorted(EXAMPLES.iterdir())
    first, _ = read(paths, tmp_path / "first")
    expected = ids(first)
    shuffled = paths[:]
    random.Random(3).shuffle(shuffled)
    assert ids(read(shuffled, tmp_path / "shuffled")[0]) == expected
    assert ids(read(paths, tmp_path / "workers", workers=2)[0]) == expected
    monkeypatch.setattr("detente.monitor.run.BATCH_REPORTS", 2)
    monkeypatch.setattr("detente.monitor.run.CHUNK_DOCUMENTS", 1)
    one_by_one, _ = read(shuffled, tmp_path / "batches", workers=2)
    assert ids(one_by_one) == expected
    assert one_by_one.events().drop("retrieved_at").equals(first.events().drop("retrieved_at"))


# 3. Nothing is lost: records, an explicit "nothing found", or a Rejection


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            TEXTS.map(lambda text: json.dumps({"text": text}).encode()),
            st.sampled_from([b"", b"{", b"null", b'{"text": ""}', b'{"title": "no text"}', b"\xff\xfe\x00"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_becomes_a_report_or_a_rejection(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("law")
    (folder / "feed.jsonl").write_bytes(b'{"text": "Russia struck Kyiv."}\n' + b"\n".join(lines))
    store, summary = read([folder / "feed.jsonl"], folder / "record")
    rejected = sum(count for _, count in summary.rejected)
    assert summary.documents == summary.new + summary.known + rejected - rejected_reports(store)
    read_again = read([folder / "feed.jsonl"], folder / "record")[1]
    assert read_again.new == 0
    assert read_again.documents == summary.documents


def rejected_reports(store):
    """Reports that are stored and turned away, and notes on reports that are stored and read."""
    reports = set(store.reports()["report_id"])
    rows = store.rejections().rows(named=True)
    return sum(row["input_id"] in reports or row["reason"] == "date not understood" for row in rows)


def test_a_report_in_which_nothing_is_found_counts_as_read(tmp_path):
    (tmp_path / "calm.txt").write_text("The lake was calm, and the mushrooms were plentiful this year.")
    store, summary = read([tmp_path / "calm.txt"], tmp_path / "record")
    assert (summary.new, summary.rejected) == (1, ())
    assert store.sql("SELECT sentences, events + statements + commitments + figures AS n FROM readings").row(
        0
    ) == (
        1,
        0,
    )


# 4. No look-ahead


def test_a_view_of_the_past_is_what_it_was(tmp_path):
    paths = sorted(EXAMPLES.iterdir())
    then = datetime(2025, 8, 31, tzinfo=UTC)
    store, _ = read(paths, tmp_path / "all")
    known = [
        row["report_id"]
        for row in store.reports().iter_rows(named=True)
        if (row["published_at"] or row["retrieved_at"]) <= then
    ]
    assert 0 < len(known) < len(store.reports())
    for table in KINDS:
        shown = store.show(table, as_of=then)
        assert set(shown["report_id"]) <= set(known)
        later = tmp_path / f"later-{table}.txt"
        later.write_text(f"Later {table}: Russia attacked Kyiv, officials said, killing at least 12 people.")
        read_paths(
            [str(later)],
            store,
            options(retrieved_at=NOON, published_at=then + timedelta(days=1)),
            now=clock(),
        )
        assert store.show(table, as_of=then).equals(shown)


# 5. Append-only


def test_nothing_written_is_ever_changed(tmp_path):
    paths = sorted(EXAMPLES.iterdir())
    store, _ = read(paths[:9], tmp_path / "record")
    before = {path: path.read_bytes() for path in store.segments()}
    shown = store.events()
    moment = store.reports()["recorded_at"].max()
    read(paths, tmp_path / "record", start=NOON + timedelta(days=1))
    assert all(path.read_bytes() == data for path, data in before.items())
    assert set(before) < set(store.segments())
    assert store.events(recorded_by=moment).drop("retrieved_at").equals(shown.drop("retrieved_at"))
