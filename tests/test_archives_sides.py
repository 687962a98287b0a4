"""Imported events written back and refused: both sides, what the row itself said, and where it stands."""

import csv

import pytest
from archived import NOW, as_file, cells, take

from detente import monitor
from detente.monitor import import_paths
from detente.store import Store

COLUMNS = {
    "gdelt": {"id": 0, "by": 6, "by_country": 7, "to": 16, "to_country": 17, "scale": 30},
    "icews": {"id": 0, "by": 2, "by_country": 4, "to": 8, "to_country": 10, "scale": 7},
}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "record", create=True)


def written(store, path, name, dataset):
    """The rows of an export, as dicts of the columns that both profiles have."""
    monitor.export_profile(store, name, path / "out", dataset=dataset)
    lines = (path / "out").read_text().splitlines()[name == "icews" :]
    places = COLUMNS[name].items()
    return [{key: row[place] for key, place in places} for row in csv.reader(lines, delimiter="\t")]


def sides(rows):
    return sorted((row["id"], row["by"], row["to"]) for row in rows)


# Export


@pytest.mark.parametrize("name", COLUMNS)
def test_both_sides_of_a_battle_stand_in_one_row(store, tmp_path, name):
    rows = [cells("ucdp-ged"), cells("ucdp-ged", id="2", type_of_violence="3", side_b="Civilians")]
    take(store, "ucdp-ged", as_file(tmp_path / "a", "ucdp-ged", rows))
    found = written(store, tmp_path, name, "ucdp-ged")
    state = "Government of Myanmar (Burma)"
    assert sides(found) == [("2", state, "Civilians"), ("244657", state, "KIO")]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_side_that_an_archive_leaves_empty_stays_empty(store, tmp_path, name):
    rows = [cells("acled"), cells("acled", event_id_cnty="UKR2", actor2="", inter2="0")]
    take(store, "acled", as_file(tmp_path / "a", "acled", rows))
    ours, theirs = "Military Forces of Ukraine (2019-)", "Military Forces of Russia (2000-)"
    assert sides(written(store, tmp_path, name, "acled")) == [("UKR1", ours, theirs), ("UKR2", ours, "")]


@pytest.mark.parametrize("name", COLUMNS)
def test_an_act_of_several_is_a_row_for_each_pair(store, tmp_path, name):
    joint = {"actor_name": "Russia;Belarus", "actor_country": "RUS;BLR", "primary_actor_sector": "GOV"}
    nobody = {"recipient_name": "", "recipient_country": "", "primary_recipient_sector": ""}
    rows = [
        cells("polecat", event_id="1", **joint),
        cells("polecat", event_id="2", **joint, recipient_name="Kyiv;Lviv"),
        cells("polecat", event_id="3", **joint | nobody),
    ]
    take(store, "polecat", as_file(tmp_path / "a", "polecat", rows))
    found = written(store, tmp_path, name, "polecat")
    both = ("Russia", "Belarus")
    assert sides(found) == sorted(
        [("1", by, "Volodymyr Zelensky") for by in both]
        + [("2", by, to) for by in both for to in ("Kyiv", "Lviv")]
        + [("3", by, "") for by in both]  # acted together, not upon each other
    )
    belarus = "BLR" if name == "gdelt" else "Belarus"
    assert {row["by_country"] for row in found if row["by"] == "Belarus"} == {belarus}


def test_a_country_is_called_what_icews_calls_it(store, tmp_path):
    rows = [cells("icews"), cells("icews", event_id="2", source_country="Occupied Palestinian Territory")]
    take(store, "icews", as_file(tmp_path / "a", "icews", rows))
    found = written(store, tmp_path, "icews", "icews")
    assert {row["id"]: row["by_country"] for row in found} == {
        "20718170": "Russian Federation",
        "2": "Occupied Palestinian Territory",
    }


@pytest.mark.parametrize(
    ("name", "column"), [("icews", "intensity"), ("gdelt", "goldsteinscale"), ("polecat", "intensity")]
)
def test_an_archives_own_rating_goes_out_as_it_came_in(store, tmp_path, name, column):
    key = next(iter(cells_of(name)))
    rows = [cells(name, **{column: text, key: str(n)}) for n, text in enumerate(("-2.0", "", "much", "-99"))]
    take(store, name, as_file(tmp_path / "a", name, rows))
    intensities = dict(store.sql("SELECT archive_id, intensity FROM imported_events").iter_rows())
    assert intensities["0"] == -2.0
    usual = {intensities[number] for number in ("1", "2", "3")}
    assert len(usual) == 1 and -2.0 not in usual  # the codebook's, where the row has none that can be
    out = {row["id"]: row["scale"] for row in written(store, tmp_path, "icews", name)}
    assert out["0"] == "-2.0"


def cells_of(name):
    return {"icews": ("event_id",), "gdelt": ("globaleventid",), "polecat": ("event_id",)}[name]


# Rows that are refused


def details(store):
    return list(store.rejections().select("input_id", "reason", "detail").iter_rows())


def test_a_refused_row_names_its_line_and_the_text_at_fault(store, tmp_path):
    rows = [
        cells("icews", event_id=str(n), **({"event_date": "2014-02-31"} if n > 8 else {}))
        for n in range(1, 13)
    ]
    rows[2] = cells("icews", event_id="3", cameo_code="99")
    rows[3] = cells("icews", event_id="4", event_date="2099-01-02")
    path = as_file(tmp_path / "a", "icews", rows)
    take(store, "icews", path)
    assert details(store) == [
        (f"{path}#row 3", "unknown event code", "line 4: 99"),
        (f"{path}#row 4", "date lies in the future", "line 5: 2099-01-02"),
        *((f"{path}#row {n}", "no date that can be read", f"line {n + 1}: 2014-02-31") for n in range(9, 13)),
    ]
    lines = path.read_text().splitlines()
    assert "2014-02-31" in lines[10 - 1] and "2014-02-31" not in lines[9 - 1]


@pytest.mark.parametrize("block", [64, 2000, 1 << 20])
def test_lines_are_counted_where_a_row_reaches_over_several(store, tmp_path, monkeypatch, block):
    monkeypatch.setattr("detente.archives.files.BLOCK", block)
    rows = [cells("ucdp-ged", id=str(n)) for n in range(6)]  # each headline holds a line end
    rows[4] = cells("ucdp-ged", id="4", date_start="2018-13-41", date_end="")
    path = as_file(tmp_path / "a", "ucdp-ged", rows)
    take(store, "ucdp-ged", path)
    assert details(store) == [(f"{path}#row 5", "no date that can be read", "line 10: 2018-13-41")]
    assert path.read_text().splitlines()[10 - 1].startswith("4,")


def test_without_a_header_the_first_row_is_the_first_line(store, tmp_path):
    path = as_file(tmp_path / "a", "gdelt", [cells("gdelt", eventcode="")])
    take(store, "gdelt", path)
    assert details(store) == [(f"{path}#row 1", "no event code", "line 1")]


# What people ask of a plain table


def test_equal_rows_of_a_table_are_as_many_acts(store, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("date,by,type,to\n" + "2024-01-05,RUS,ASSAULT,UKR\n" * 2)
    done = import_paths("table", [str(path)], store, now=lambda: NOW)
    assert (done.rows, done.events, done.repeated) == (2, 2, 0)
