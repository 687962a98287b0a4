"""Imported events beside those that were read: never mixed unasked, bounded by both clocks, written back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from archived import NOW, as_file, cells, take
from building import make_reading

from detente import monitor
from detente.schema import InputError
from detente.store import Store


@pytest.fixture
def store(tmp_path):
    """One event that was read, one of gdelt, one of icews."""
    store = Store(tmp_path / "record", create=True)
    store.add([make_reading()], recorded_at=NOW)
    take(store, "gdelt", as_file(tmp_path / "gdelt", "gdelt", [cells("gdelt")]))
    take(store, "icews", as_file(tmp_path / "icews", "icews", [cells("icews")]), licence="own use")
    return store


@pytest.mark.parametrize(
    ("dataset", "found"),
    [(None, ["read"]), ("read", ["read"]), ("gdelt", ["gdelt"]), ("read,icews", ["icews", "read"]),
     ("gdelt, icews", ["icews", "gdelt"]), ("all", ["icews", "gdelt", "read"])],
)  # fmt: skip
def test_imported_events_are_shown_where_they_are_asked_for(store, dataset, found):
    rows = store.events(dataset=dataset)
    names = rows["dataset"].fill_null("read") if "dataset" in rows.columns else ["read"] * len(rows)
    assert list(names) == found
    columns = store.events().columns
    assert rows.columns[: len(columns)] == columns


def test_other_tables_hold_what_was_read_alone(store):
    assert len(store.statements(dataset="all")) == len(store.statements()) == 1
    assert store.statements(dataset="gdelt").is_empty()
    assert store.sql("SELECT count(*) FROM events").item() == 1


def test_datasets_that_are_not_there(store):
    with pytest.raises(InputError, match=r"no dataset 'polecat' in .*; there are: gdelt, icews"):
        store.events(dataset="polecat")
    with pytest.raises(InputError, match="--dataset takes"):
        store.events(dataset="gdelt,,icews")


def test_both_clocks_bound_them(store):
    added = datetime(2024, 1, 6, 3, 15, tzinfo=UTC)
    assert store.events(dataset="gdelt", as_of=added - timedelta(seconds=1)).is_empty()
    assert len(store.events(dataset="gdelt", as_of=added)) == 1
    assert store.events(dataset="all", recorded_by=NOW - timedelta(days=1)).is_empty()
    assert len(store.events(dataset="gdelt", about="RUS>UKR")) == 1
    assert store.events(dataset="gdelt", about="UKR>RUS").is_empty()


def test_info_brief_and_why_name_the_dataset(store):
    told = [value for name, value in monitor.describe(store) if name == "imported"]
    assert told == [
        "gdelt: 1 events of 1 files; licence: terms of the GDELT Project: cite it",
        "icews: 1 events of 1 files; licence: own use",
    ]
    week = {"as_of": datetime(2024, 1, 7, tzinfo=UTC)}
    assert "gdelt" not in monitor.write_brief(store, **week)
    brief = monitor.write_brief(store, dataset="read,gdelt", **week)
    assert re.search(r"(?m)^.*Row 1 of gdelt records that .+\[\d", brief)
    assert (
        "Imported events come from the dataset gdelt; licence: terms of the GDELT Project: cite it." in brief
    )
    assert re.search(r"^\d+\. — gdelt, imported, row 1\. `", brief, re.MULTILINE)
    event_id = store.events(dataset="icews")["event_id"].item()
    assert "Row 1 of icews" in monitor.why(store, event_id[:10])


def test_a_lost_segment_of_imported_rows_is_found(store):
    assert store.verify() == ()
    store.compact()
    assert store.verify() == ()
    assert len(store.events(dataset="all")) == 3
    next((store.path / "records" / "imported").glob("*.parquet")).unlink()
    assert [damage.path.name for damage in store.verify()] == ["imported"]


CODES = ("0841", "1311", "036", "195", "057", "1952", "20")


@pytest.mark.parametrize("name", ["gdelt", "icews"])
def test_codes_come_back_as_they_went_in(tmp_path, name):
    store = Store(tmp_path / "record", create=True)
    column, key = ("eventcode", "globaleventid") if name == "gdelt" else ("cameo_code", "event_id")
    rows = [cells(name, **{column: code, key: str(n)}) for n, code in enumerate(CODES)]
    take(store, name, as_file(tmp_path / "in", name, rows))
    monitor.export_profile(store, name, tmp_path / "out", dataset=name)
    take(store, name, tmp_path / "out", dataset="again")
    said = """SELECT code, archive_id, type, mode, "by", "to", place_name, place_country, latitude, longitude,
      earliest FROM imported_events WHERE dataset = '{}' ORDER BY archive_id"""
    first, second = store.sql(said.format(name)), store.sql(said.format("again"))
    assert first.equals(second)
    assert first["code"].to_list() == list(CODES)


def test_polecat_comes_back_as_it_went_in(tmp_path):
    store = Store(tmp_path / "record", create=True)
    rows = [cells("polecat"), cells("polecat", event_id="2", event_mode="teleport", actor_country="")]
    take(store, "polecat", as_file(tmp_path / "in", "polecat", rows))
    monitor.export_profile(store, "polecat", tmp_path / "out", dataset="polecat")
    take(store, "polecat", tmp_path / "out", dataset="again")
    said = """SELECT * EXCLUDE (id, import_id, dataset, "row", sha256, recorded_at)
      FROM imported_events WHERE dataset = '{}' ORDER BY archive_id"""
    first, second = store.sql(said.format("polecat")), store.sql(said.format("again"))
    assert first.equals(second)
    assert len(first) == 2


def test_what_was_read_is_written_in_an_archives_codes(store, tmp_path):
    monitor.export_profile(store, "gdelt", tmp_path / "out")
    row = (tmp_path / "out").read_text().rstrip("\n").split("\t")
    assert len(row) == 61
    assert (row[1], row[7], row[17], row[26], row[28], row[29]) == (
        "20250601",
        "RUS",
        "UKR",
        "1952",
        "19",
        "4",
    )
    with pytest.raises(InputError, match="no profile 'acled'"):
        monitor.export_profile(store, "acled", tmp_path / "out")
    with pytest.raises(InputError, match="cannot write"):
        monitor.export_profile(store, "icews", tmp_path / "no" / "out")


def test_names_with_tabs_break_no_row(store, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('date,by,type,to\n2024-01-01,"A\tB\nC",AID,D\n')
    take(store, "table", path)
    monitor.export_profile(store, "icews", tmp_path / "out", dataset="table")
    title, row = (tmp_path / "out").read_text().splitlines()
    assert len(row.split("\t")) == len(title.split("\t")) == 20
    assert row.split("\t")[2] == "A B C"
