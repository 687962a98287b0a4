"""The record on disk: rows there and back, views and their two clocks, whole or not at all, kept sound."""

import dataclasses
import itertools
import os
import random
import threading
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from building import NOON, READER, make_reading, make_records, make_report
from hypothesis import given
from hypothesis import strategies as st

from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    InputError,
    Judgement,
    Question,
    Rejection,
    Report,
    Row,
    Statement,
    StoreError,
    When,
)
from detente.store import Store
from detente.store.columns import from_row, schema_of, to_row
from detente.store.format import MIGRATIONS, VERSION, prepare, read_version
from detente.store.segments import write_segment

LATER = NOON + timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "record", create=True)


def fill(store, count=5):
    readings = [make_reading(day=day) for day in range(1, count + 1)]
    store.add(readings, recorded_at=NOON)
    return readings


# Rows


def test_every_value_becomes_a_row_and_comes_back():
    report = make_report(title="T", url="https://post.example/1")
    values = [report, *make_records(report), Question(asks="count", by="RUS", horizon_days=7)]
    values += [Rejection(input_id="a", stage="reports", reason="empty")]
    values += [
        Judgement(verdict="note", on=("a",), of="report", by="Ana", because="why not", judged_at=NOON),
        Judgement(
            verdict="reject",
            on=("b",),
            of="standing",
            records=("c", "d"),
            said="kept",
            by="Ana",
            because="another meeting",
            judged_at=NOON,
        ),
    ]
    for value in values:
        frame = pl.DataFrame([to_row(value)], schema=schema_of(type(value)))
        assert from_row(type(value), frame.row(0, named=True)) == value


def test_evidence_of_both_kinds_comes_back():
    row = Row(dataset="icews", row=7, sha256="f" * 64)
    grounds = Grounds(evidence=(row,), known_at=NOON, reading_id="r", probability=1.0)
    event = Event(type="AID", by=(Actor(name="Japan"),), when=When(), intensity=7.0, grounds=grounds)
    mixed = dataclasses.replace(
        event, grounds=dataclasses.replace(grounds, evidence=(make_report().span(0, 3), row))
    )
    for value in (event, mixed):
        frame = pl.DataFrame([to_row(value)], schema=schema_of(Event))
        assert from_row(Event, frame.row(0, named=True)) == value


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back(text):
    report = make_report(text)
    frame = pl.DataFrame([to_row(report)], schema=schema_of(Report))
    assert from_row(Report, frame.row(0, named=True)) == report


# Adding


def test_what_is_added_is_there(store):
    readings = fill(store)
    assert len(store.reports()) == 5
    for table in ("events", "statements", "commitments", "figures"):
        assert len(store.show(table)) == 5
    for reading in readings:
        assert store.report(reading.report.id) == reading.report
        assert store.raw(reading.report.raw_sha256) == reading.raw
        for cls, record in zip((Event, Statement, Commitment, Figure), reading.records, strict=True):
            assert store.load(cls, [record.id]) == (record,)


def test_adding_twice_adds_nothing(store):
    readings = fill(store)
    before = store.segments()
    added = store.add(readings, recorded_at=LATER)
    assert added.new == ()
    assert sorted(added.known) == sorted(reading.report.id for reading in readings)
    assert store.segments() == before


def test_one_addition_may_hold_the_same_report_twice(store):
    added = store.add([make_reading(), make_reading()], recorded_at=NOON)
    assert len(added.new) == len(store.reports()) == len(store.events()) == 1


def test_a_reading_without_records_counts_as_read(store):
    reading = dataclasses.replace(make_reading(), records=())
    store.add([reading], recorded_at=NOON)
    assert store.read_by(READER) == {reading.report.id}
    assert store.events().is_empty()
    assert store.verify() == ()


def test_a_new_reader_is_shown_and_the_old_reading_stays(store):
    report = make_report()
    store.add([make_reading(report)], recorded_at=NOON)
    learned = make_reading(report, reading_id="reader-2")
    better = dataclasses.replace(learned.records[0], mode="aerial")
    store.add([dataclasses.replace(learned, records=(better,))], recorded_at=LATER)
    assert store.events()["mode"].to_list() == ["aerial"]
    assert store.events(recorded_by=NOON + timedelta(hours=1))["mode"].to_list() == ["drone"]
    assert store.sql("SELECT count(*) FROM segment_events").item() == 2
    assert len(store.reports()) == 1
    assert store.sql("SELECT count(*) FROM segment_reports").item() == 1


def test_rejections_are_kept_once(store):
    rejection = Rejection(input_id="a.pdf", stage="reports", reason="no text in PDF", detail="3 pages")
    store.add([], [rejection], recorded_at=NOON)
    store.add([], [rejection], recorded_at=LATER)
    assert store.rejections().select("input_id", "reason", "detail").rows() == [
        ("a.pdf", "no text in PDF", "3 pages")
    ]


# Views


def test_as_of_shows_what_was_known(store):
    fill(store)
    third = datetime(2025, 6, 3, tzinfo=UTC)
    assert len(store.events(as_of=third)) == len(store.reports(as_of=third)) == 3
    assert len(store.events(since=third)) == 3
    with pytest.raises(InputError, match="no report"):
        store.report(make_report(day=4).id, as_of=third)


def test_recorded_by_shows_what_was_taken(store):
    fill(store, 2)
    store.add([make_reading(day=3)], recorded_at=LATER)
    assert len(store.events(recorded_by=LATER - timedelta(hours=1))) == 2
    assert len(store.events(recorded_by=LATER + timedelta(hours=1))) == 3


def test_an_undated_report_is_known_when_it_was_retrieved(store):
    store.add([make_reading(published_at=None)], recorded_at=NOON)
    assert store.events(as_of=NOON - timedelta(seconds=1)).is_empty()
    assert len(store.events(as_of=NOON)) == 1


def test_a_report_with_changed_text_replaces_the_one_before(store):
    url = "https://post.example/a"
    old = make_report("Russia struck Kyiv. First.", url=url)
    new = make_report("Russia struck Kyiv. Second.", url=url, day=2)
    store.add([make_reading(new), make_reading(old)], recorded_at=NOON)
    assert store.report(new.id).replaces == old.id
    assert store.report(old.id).replaces is None
    assert store.events()["report_id"].to_list() == [new.id]
    assert store.events(as_of=datetime(2025, 6, 1, 12, tzinfo=UTC))["report_id"].to_list() == [old.id]
    assert len(store.reports()) == 2


def test_without_an_address_title_publisher_and_moment_tell_versions(store):
    texts = ("Russia struck Kyiv. One.", "Russia struck Kyiv. Two.")
    same = [make_report(text, title="Night of fire") for text in texts]
    store.add([make_reading(report) for report in same], recorded_at=NOON)
    assert store.report(same[1].id).replaces == same[0].id
    untitled = [make_report(text, day=9) for text in texts]
    store.add([make_reading(report) for report in untitled], recorded_at=LATER)
    assert [store.report(report.id).replaces for report in untitled] == [None, None]


def test_a_sites_own_address_is_no_pages_address(store):
    reports = [make_report(f"Russia struck Kyiv. {n}.", url="https://post.example/", day=n) for n in (1, 2)]
    store.add([make_reading(report) for report in reports], recorded_at=NOON)
    assert len(store.events()) == 2


@pytest.mark.parametrize(
    ("about", "found"),
    [("RUS", 1), ("rus", 1), ("UKR", 1), ("USA", 0), ("RUS,UKR", 1), ("UKR,RUS", 1), ("RUS,USA", 0),
     ("RUS>UKR", 1), ("UKR>RUS", 0), ("Q159>Q212", 1), ("RUS>UKR,USA", 1)],
)  # fmt: skip
def test_about(store, about, found):
    fill(store, 1)
    assert len(store.events(about=about)) == found
    assert len(store.commitments(about=about)) == found


def test_about_statements_is_speaker_to_target(store):
    fill(store, 1)
    assert len(store.statements(about="UKR>RUS")) == len(store.reports(about="UKR>RUS")) == 1
    assert store.statements(about="RUS>UKR").is_empty()


@pytest.mark.parametrize("about", ["", "RUS,", ">UKR", "A>B>C"])
def test_about_nobody_is_an_error(store, about):
    with pytest.raises(InputError, match="--about"):
        store.events(about=about)


def test_min_probability(store):
    fill(store, 2)
    assert len(store.events(min_probability=0.75)) == 2
    assert store.events(min_probability=0.76).is_empty()


# Written out on purpose: people's own programs read these.
COLUMNS = {
    "events": """event_id report_id published_at retrieved_at type mode contexts quad intensity status
        by_text by_actor by_country by_sector to_text to_actor to_country to_sector
        place_text place_name place_country latitude longitude geonames_id
        date_earliest date_latest date_basis background speaker_text speaker_actor speaker_country said_in
        trigger trigger_start trigger_end start end sentence probability reading_id""",
    "statements": """statement_id report_id act speaker_text speaker_actor speaker_country
        addressee_text addressee_actor addressee_country target_text target_actor
        content content_start content_end quoted via tone start end sentence probability reading_id""",
    "commitments": """commitment_id report_id act by_text by_actor by_country to_text to_actor to_country
        action condition otherwise due_text due_earliest due_latest speaker_text said_in
        start end sentence probability reading_id""",
    "figures": """figure_id report_id quantity low high unit of event_id speaker_text said_in
        start end sentence probability reading_id""",
    "reports": """report_id url title publisher origin published_at retrieved_at recorded_at language chars
        replaces raw_sha256 extraction""",
}


@pytest.mark.parametrize(("table", "columns"), COLUMNS.items())
def test_tables_have_the_documented_columns(store, table, columns):
    assert store.show(table).columns == columns.split()


def test_an_event_as_a_row(store):
    fill(store, 1)
    row = store.events().row(0, named=True)
    assert row["quad"] == "material conflict"
    assert (row["by_text"], row["by_country"], row["to_actor"]) == (["Russia"], ["RUS"], ["Q212"])
    assert row["sentence"] == "Russia struck Kyiv."
    assert (row["start"], row["end"], row["trigger_start"], row["trigger_end"]) == (0, 19, 7, 13)
    assert str(row["date_earliest"]) == "2025-06-01"


def test_find_takes_the_beginning_of_an_id(store):
    readings = fill(store)
    event = readings[0].records[0]
    assert store.find(event.id[:16]) == event
    assert store.find(readings[0].report.id) == readings[0].report
    with pytest.raises(InputError, match="nothing in"):
        store.find("zzz")
    with pytest.raises(InputError, match="give more of it"):
        store.find("")


@pytest.mark.parametrize(
    "query",
    ["DROP VIEW events", "DELETE FROM events", "SELECT 1; SELECT 2", "COPY events TO 'x.csv'",
     "ATTACH 'x.db'", "SELEC 1", "SELECT nothing FROM events", "SET enable_external_access = true",
     "SELECT * FROM read_text('/etc/hostname')"],
)  # fmt: skip
def test_sql_reads_and_nothing_else(store, query):
    with pytest.raises(InputError):
        store.sql(query)


def test_sql_answers(store):
    fill(store)
    assert store.sql("SELECT type, count(*) AS n FROM events GROUP BY type").rows() == [("ASSAULT", 5)]
    assert store.sql('SELECT min("by"[1].entity) AS who FROM event_records').item() == "Q159"


def test_there_is_no_other_table(store):
    with pytest.raises(InputError, match="no table 'rumours'"):
        store.show("rumours")


# Whole or not at all


def test_a_run_that_ends_before_the_last_segment_shows_nothing(store, monkeypatch):
    written = itertools.count()

    def fail(*args):
        if next(written) == 5:
            raise StoreError("killed")
        return write_segment(*args)

    monkeypatch.setattr("detente.store.writing.write_segment", fail)
    with pytest.raises(StoreError, match="killed"):
        store.add([make_reading()], recorded_at=NOON)
    assert store.reports().is_empty()
    assert store.events().is_empty()
    monkeypatch.undo()
    assert len(store.add([make_reading()], recorded_at=LATER).new) == 1
    assert len(store.events()) == len(store.figures()) == len(store.reports()) == 1
    assert store.verify() == ()


def test_two_writers_at_once_do_no_harm(tmp_path):
    stores = [Store(tmp_path / "record", create=True) for _ in range(2)]
    readings = [make_reading(day=day) for day in range(1, 21)]
    reversed_readings = readings[::-1]

    def write(store, items):
        for number in range(0, 20, 5):
            store.add(items[number : number + 5], recorded_at=NOON)

    threads = [
        threading.Thread(target=write, args=pair)
        for pair in zip(stores, (readings, reversed_readings), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].reports()) == len(stores[0].events()) == len(stores[0].figures()) == 20
    assert stores[0].verify() == ()


def test_readers_go_on_while_a_writer_compacts(store):
    for day in range(1, 11):
        store.add([make_reading(day=day)], recorded_at=NOON)
    seen, stop = [], threading.Event()

    def look():
        while not stop.is_set():
            seen.append(len(store.events()))

    thread = threading.Thread(target=look)
    thread.start()
    while len(seen) < 2:
        pass
    store.compact()
    stop.set()
    thread.join()
    assert set(seen) == {10}


# Kept sound


def test_verify_finds_every_flipped_bit(store):
    fill(store)
    chance = random.Random(7)
    segments = store.segments()
    assert store.verify() == ()
    for _ in range(200):
        path = chance.choice(segments)
        data = bytearray(path.read_bytes())
        at, bit = chance.randrange(len(data)), chance.randrange(8)
        data[at] ^= 1 << bit
        path.write_bytes(data)
        assert [damage.path for damage in store.verify()] == [path]
        data[at] ^= 1 << bit
        path.write_bytes(data)
    assert store.verify() == ()


def test_verify_finds_a_lost_segment(store):
    fill(store)
    for path in store.segments():
        if path.parent.name in ("readings", "rejections"):
            continue
        data = path.read_bytes()
        path.unlink()
        assert [damage.path for damage in store.verify()] == [path.parent]
        path.write_bytes(data)


def test_compact_changes_no_row(store):
    for day in range(1, 6):
        store.add(
            [make_reading(day=day)], [Rejection(input_id=str(day), stage="s", reason="r")], recorded_at=NOON
        )
    tables = {
        name: store.show(name) for name in ("events", "statements", "commitments", "figures", "reports")
    }
    before, before_segments = store.rejections(), store.segments()
    assert len(before_segments) > 30
    done = store.compact()
    assert (done.before, done.after) == (len(before_segments), 8)
    assert all(store.show(name).equals(rows) for name, rows in tables.items())
    assert store.rejections().equals(before)
    assert store.verify() == ()
    assert store.compact().after == 8


def test_compact_clears_what_killed_writers_left(store):
    stray = store.path / "reports" / ".writing-x"
    stray.write_bytes(b"half")
    os.utime(stray, (NOON.timestamp(), NOON.timestamp()))
    assert store.verify() == ()
    store.compact()
    store.compact(strays_before=NOON)
    assert stray.exists()
    store.compact(strays_before=LATER)
    assert not stray.exists()


def test_compact_leaves_damage_alone(store):
    fill(store, 1)
    store.add([make_reading(day=2)], recorded_at=LATER)
    path = store.segments()[-1]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StoreError, match="damaged and was left alone"):
        store.compact()
    assert path.exists()


def test_an_unreadable_segment_is_a_store_error(store):
    fill(store, 1)
    for path in store.segments():
        path.write_bytes(b"PAR1 no more")
    with pytest.raises(StoreError, match="detente verify"):
        store.events()
    with pytest.raises(StoreError, match="detente verify"):
        store.add([make_reading(day=3)], recorded_at=LATER)


# Its format


def test_a_store_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="there is no store at"):
        Store(tmp_path / "nowhere")


def test_a_newer_store_is_left_alone(store):
    (store.path / "format").write_text(f"detente store, format {VERSION + 1}\n")
    with pytest.raises(StoreError, match=f"format {VERSION + 1}"):
        Store(store.path)
    with pytest.raises(StoreError, match=f"format {VERSION + 1}"):
        Store(store.path, create=True)


@pytest.mark.parametrize("text", ["", "detente store, format one\n", "detente store, format 1", "\0\0\0"])
def test_a_damaged_format_file_is_said_to_be(store, text):
    (store.path / "format").write_text(text)
    with pytest.raises(StoreError, match="damaged"):
        Store(store.path)


def test_other_peoples_folders_are_not_taken(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(StoreError, match="holds other files"):
        Store(tmp_path, create=True)
    with pytest.raises(StoreError, match="not a folder"):
        Store(tmp_path / "photo.jpg", create=True)


def test_a_store_half_made_is_finished(tmp_path):
    MIGRATIONS[0](tmp_path / "record")
    assert read_version(tmp_path / "record") == 0
    prepare(tmp_path / "record")
    assert read_version(tmp_path / "record") == VERSION


def test_a_full_disk_is_one_line_and_leaves_nothing_torn(store, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("detente.store.segments.os.fsync", full)
    with pytest.raises(StoreError, match="No space left on device") as error:
        store.add([make_reading()], recorded_at=NOON)
    assert "\n" not in str(error.value)
    assert not [name for _, _, names in os.walk(store.path) for name in names if name != "format"]
