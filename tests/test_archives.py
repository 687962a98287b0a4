"""Archives of events: what each row becomes, what is refused, and that nothing is taken twice."""

import gzip
import hashlib
import zipfile
from datetime import UTC, date, datetime

import pytest
from archived import ROWS, as_file, cells, take

from detente.archives import archive_named
from detente.schema import Event, InputError, Rejection, StoreError
from detente.store import Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "record", create=True)


def events(store, dataset="all"):
    ids = store.events(dataset=dataset)["event_id"].to_list()
    return store.load(Event, ids)


def only(store, path, name, *rows, **more):
    """The one event that a file of these rows becomes."""
    done = take(store, name, as_file(path / "file", name, rows, **more))
    assert done.rejected == ()
    (event,) = events(store)
    return event


def reasons(store):
    return sorted(store.rejections()["reason"])


# What a row becomes


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_an_event_with_the_id_that_python_gives(store, tmp_path, name):
    event = only(store, tmp_path, name, cells(name))
    (row,) = store.sql("SELECT * FROM imported_events").iter_rows(named=True)
    assert event.id == row["id"]  # made anew from the row's values by the schema
    assert event.grounds.evidence[0].dataset == name
    assert event.grounds.evidence[0].row == 1
    assert store.find(event.id[:12]) == event


def test_the_evidence_is_the_hash_of_the_rows_bytes(store, tmp_path):
    for name in ("gdelt", "ucdp-ged"):
        path = as_file(tmp_path / name, name, [cells(name), cells(name, **{next(iter(ROWS[name])): "7"})])
        take(store, name, path)
        content = path.read_bytes() if name == "gdelt" else path.read_bytes().split(b"\n", 1)[1]
        # The UCDP row's headline holds a line end: a row is what lies between row ends, not between lines.
        whole = content.split(b"\n", 1)[0] if name == "gdelt" else b"\n".join(content.split(b"\n")[:2])
        rows = {e.grounds.evidence[0].row: e.grounds.evidence[0].sha256 for e in events(store, name)}
        assert rows[1] == hashlib.sha256(whole).hexdigest()
        assert sorted(rows) == [1, 2]


def test_gdelt(store, tmp_path):
    event = only(store, tmp_path, "gdelt", cells("gdelt"))
    assert (event.type, event.mode, event.contexts, event.intensity) == (
        "ASSAULT",
        "aerial",
        ("military",),
        -10,
    )
    assert [(a.name, a.country, a.sector) for a in event.by] == [("RUSSIAN ARMY", "RUS", "MIL")]
    assert [(a.name, a.country, a.sector) for a in event.to] == [("UKRAINE", "UKR", None)]
    assert (event.place.country, event.place.latitude, event.place.precision) == ("UKR", 49.98, "city")
    assert event.when.earliest == event.when.latest == date(2024, 1, 5)
    assert event.grounds.known_at == datetime(2024, 1, 6, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize("width", [57, 58])
def test_older_gdelt_has_fewer_columns_and_a_day_alone(store, tmp_path, width):
    names = [c for c in archive_named("gdelt").columns if not c.endswith("adm2code")]
    row = dict(zip(archive_named("gdelt").columns, cells("gdelt", dateadded="20240106"), strict=True))
    event = only(store, tmp_path, "gdelt", [row[name] for name in names][:width])
    assert event.place.longitude == 36.25
    assert event.grounds.known_at == datetime(2024, 1, 6, 23, 59, 59, 999999, tzinfo=UTC)


def test_gdelts_groups_and_codes_of_its_own(store, tmp_path):
    nato = {"actor1countrycode": "", "actor1knowngroupcode": "NAT", "actor1type1code": "IGO"}
    event = only(
        store, tmp_path, "gdelt", cells("gdelt", **nato, actor2countrycode="ROM", actor2type1code="MED")
    )
    assert event.by[0].country == "IGO:NATO"
    assert (event.to[0].country, event.to[0].sector) == ("ROU", "JRN")


@pytest.mark.parametrize(
    ("code", "type"), [("010", None), ("10", "REQUEST"), ("0841", "RETREAT"), ("841", "?")]
)
def test_leading_zeros_of_codes_matter(store, tmp_path, code, type):
    done = take(store, "gdelt", as_file(tmp_path / "g", "gdelt", [cells("gdelt", eventcode=code)]))
    assert [event.type for event in events(store)] == ([] if type in (None, "?") else [type])
    assert done.no_event == (type is None)
    assert reasons(store) == (["unknown event code"] if type == "?" else [])


def test_icews(store, tmp_path):
    event = only(store, tmp_path, "icews", cells("icews"))
    assert event.type == "AGREE"
    assert [(a.name, a.country, a.sector) for a in (*event.by, *event.to)] == [
        ("Sergey Lavrov", "RUS", "GOV"),
        ("Iran", "IRN", None),
    ]
    assert (event.place.name, event.place.country, event.place.precision) == ("Moscow", "RUS", "city")
    assert event.grounds.known_at == datetime(2014, 1, 2, 23, 59, 59, 999999, tzinfo=UTC)


def test_a_repeated_icews_id_counts_once_only_where_the_row_is_the_same(store, tmp_path):
    rows = [cells("icews"), cells("icews"), cells("icews", target_name="Tehran")]
    done = take(store, "icews", as_file(tmp_path / "i", "icews", rows))
    assert (done.rows, done.events, done.repeated) == (3, 2, 1)
    assert len({event.id for event in events(store)}) == 2


def test_polecats_lists_and_dates(store, tmp_path):
    event = only(store, tmp_path, "polecat", cells("polecat"))
    assert (event.type, event.mode, event.contexts) == ("ASSAULT", "drone", ("military", "territory"))
    assert [(a.name, a.country, a.sector) for a in event.by] == [
        ("Army A", "RUS", "MIL"),
        ("Army B", "BLR", "MIL"),
    ]
    assert event.place.geonames_id == 698740
    assert event.grounds.known_at.date() == date(2023, 1, 3)


def test_polecat_rows_with_tabs_too_many(store, tmp_path):
    rows = [[*cells("polecat"), "", ""], [*cells("polecat", event_id="2"), "more"], cells("polecat")[:-3]]
    done = take(store, "polecat", as_file(tmp_path / "p", "polecat", rows))
    assert done.events == 1
    assert reasons(store) == ["too few columns", "too many columns"]
    assert [name.rsplit("#", 1)[1] for name in sorted(store.rejections()["input_id"])] == ["row 2", "row 3"]


def test_a_polecat_header_that_names_too_much(store, tmp_path):
    path = as_file(tmp_path / "p", "polecat", [cells("polecat")])
    path.write_text(path.read_text().replace("Event Date", "Headline\tEvent Date", 1))
    assert take(store, "polecat", path).events == 1
    assert events(store)[0].type == "ASSAULT"


def test_a_mode_that_the_codebook_lacks_is_left_out(store, tmp_path):
    event = only(store, tmp_path, "polecat", cells("polecat", event_mode="teleport", event_type="demand"))
    assert (event.type, event.mode) == ("REQUEST", None)
    assert event.grounds.steps[0].detail == "demand/teleport"


@pytest.mark.parametrize("titled", [True, False])
def test_ucdp_with_a_header_and_without(store, tmp_path, titled):
    event = only(store, tmp_path, "ucdp-ged", cells("ucdp-ged"), titled=titled)
    assert event.type == "ASSAULT"
    assert [(a.name, a.country, a.sector) for a in event.by] == [
        ("Government of Myanmar (Burma)", "MMR", "GOV"),
        ("KIO", None, "REB"),
    ]
    assert event.to == ()  # who attacked whom is not told
    assert (event.when.earliest, event.when.latest) == (date(2018, 3, 4), date(2018, 3, 6))
    assert (event.place.name, event.place.country) == ("Bhamo town", "MMR")


def test_one_sided_violence_has_a_direction(store, tmp_path):
    event = only(store, tmp_path, "ucdp-ged", cells("ucdp-ged", type_of_violence="3", side_b="Civilians"))
    assert [actor.name for actor in event.by] == ["Government of Myanmar (Burma)"]
    assert [(actor.name, actor.country, actor.sector) for actor in event.to] == [("Civilians", "MMR", "CVL")]


def sides(event):
    return [actor.name.split()[0] for actor in event.by], [actor.name.split()[0] for actor in event.to]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (["Military", "Military"], [])),
        ({"actor1": "Civilians (Ukraine)", "inter1": "7"}, (["Military"], ["Civilians"])),
        ({"actor2": "Civilians (Ukraine)", "inter2": "Civilians"}, (["Military"], ["Civilians"])),
        ({"actor2": "", "inter2": "0"}, (["Military"], [])),
        (
            {"event_type": "Protests", "sub_event_type": "Protest with intervention",
             "actor2": "Protesters (Ukraine)", "inter2": "6"},
            (["Protesters"], ["Military"]),
        ),
        (
            {"event_type": "Protests", "sub_event_type": "Excessive force against protesters",
             "actor1": "Protesters (Ukraine)", "inter1": "6", "actor2": "Police Forces of Ukraine (2019-)",
             "inter2": "1"},
            (["Police"], ["Protesters"]),
        ),
    ],
)  # fmt: skip
def test_the_order_of_acleds_actors_is_no_direction(store, tmp_path, changes, expected):
    event = only(store, tmp_path, "acled", cells("acled", **changes))
    assert sides(event) == expected


def test_acled(store, tmp_path):
    event = only(store, tmp_path, "acled", cells("acled"))
    assert [(a.country, a.sector) for a in event.by] == [("UKR", "MIL"), ("RUS", None)]
    assert event.when.earliest == date(2024, 1, 5)
    told = cells("acled", event_type="Strategic developments", sub_event_type="Other", event_id_cnty="UKR2")
    assert take(store, "acled", as_file(tmp_path / "b", "acled", [told])).no_event == 1


def test_a_table_of_ones_own(store, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Type,date,by,to,note\r\n"
        'ASSAULT/drone,2024-01-05,RUS,"Ukraine; Poland",x\r\n'
        "0841,20240106,Al-Shabaab,KEN,\r\n"
        "\r\n"
        "AGREE,2024-01-07,USA,\r\n"
        "AGREE,2024-01-07,USA,,\r\n"
        "AGREE,2024-01-07,USA,,\r\n"
    )
    done = take(store, "table", path)
    assert (done.rows, done.events, done.repeated) == (5, 4, 0)
    first, second, *_ = events(store)
    assert [(a.name, a.country) for a in first.to] == [("Ukraine", "UKR"), ("Poland", "POL")]
    assert (first.type, first.mode, second.type, second.mode) == ("ASSAULT", "drone", "RETREAT", "release")
    assert second.by[0].country is None
    assert len(store.events(dataset="table", about="Al-Shabaab>KEN")) == 1
    assert reasons(store) == ["too few columns"]
    assert events(store)[-1].grounds.evidence[0].row == 6  # the empty row counts


# Whole files


def test_packed_files(store, tmp_path):
    plain = as_file(tmp_path / "a.tab", "icews", [cells("icews")])
    (tmp_path / "b.tab.gz").write_bytes(gzip.compress(plain.read_bytes().replace(b"20718170", b"2")))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as pack:
        pack.writestr("inner!/c.tab", plain.read_bytes().replace(b"20718170", b"3"))
        pack.writestr("__MACOSX/c.tab", b"\0\1")
    done = take(store, "icews", tmp_path / "b.tab.gz", tmp_path / "c.zip", plain)
    assert (done.files, done.events, done.rejected) == (3, 3, ())
    assert take(store, "icews", tmp_path / "c.zip").known == 1


def test_a_second_import_adds_nothing(store, tmp_path):
    path = as_file(tmp_path / "a", "gdelt", [cells("gdelt"), cells("gdelt", globaleventid="2")])
    assert take(store, "gdelt", path).events == 2
    before = store.segments()
    again = take(store, "gdelt", path)
    assert (again.known, again.events) == (1, 0)
    assert store.segments() == before
    copy = as_file(tmp_path / "b", "gdelt", [cells("gdelt", globaleventid="3"), cells("gdelt")])
    over = take(store, "gdelt", copy)
    assert (over.events, over.repeated) == (1, 1)
    assert len(events(store)) == 3


def test_bytes_of_other_programs(store, tmp_path):
    rows = [cells("gdelt", globaleventid=str(n)) for n in range(3)]
    plain = as_file(tmp_path / "a", "gdelt", rows)
    (tmp_path / "b").write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n"))
    take(store, "gdelt", plain)
    done = take(store, "gdelt", tmp_path / "b", dataset="windows")
    assert done.rejected == ()
    # A mark before the file and Windows line ends are no part of a row: the same bytes, the same evidence.
    rows_of = [[e.grounds.evidence[0].sha256 for e in events(store, name)] for name in ("gdelt", "windows")]
    assert sorted(rows_of[0]) == sorted(rows_of[1])


def test_control_characters_and_bytes_that_are_no_utf8(store, tmp_path):
    path = as_file(
        tmp_path / "a", "gdelt", [cells("gdelt", actor1name="A\x0bB"), cells("gdelt", actor1name="XX")]
    )
    path.write_bytes(path.read_bytes().replace(b"XX", b"Jos\xe9"))
    done = take(store, "gdelt", path)
    assert done.rejected == ()
    found = {event.by[0].name: event for event in events(store)}
    assert set(found) == {"A B", "José"}
    line = path.read_bytes().split(b"\n")[1]
    assert found["José"].grounds.evidence[0].sha256 == hashlib.sha256(line).hexdigest()
    assert found["José"].id in set(store.sql("SELECT id FROM imported_events")["id"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b"\n\n \n", "empty file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\n", "not a text file"),
        ("date\tby".encode("utf-16"), "not a text file"),
        (b"Dear all,\nplease find attached\n", "not a file of"),
        (b"\x1f\x8b\x08\x00broken", "file cannot be read to its end"),
        (b"PK\x03\x04broken", "cannot be opened"),
    ],
)
@pytest.mark.parametrize("name", ["gdelt", "icews", "table"])
def test_files_that_are_none(store, tmp_path, name, content, reason):
    (tmp_path / "bad").write_bytes(content)
    good = as_file(tmp_path / "good", "icews", [cells("icews")])
    done = take(store, name, tmp_path / "bad", tmp_path / "missing")
    assert (done.events, done.rows) == (0, 0)
    assert len(done.rejected) == 2
    assert any(found.startswith(reason) for found in reasons(store))
    assert "no such file" in reasons(store)
    assert take(store, "icews", good).events == 1


def test_a_header_without_what_is_needed(store, tmp_path):
    (tmp_path / "t.csv").write_text("date,by,type\n2024-01-01,RUS,ASSAULT\n")
    assert take(store, "table", tmp_path / "t.csv").rejected == (("columns are missing", 1),)
    assert store.rejections()["detail"].to_list() == ["to"]


def test_a_gzip_file_that_was_cut(store, tmp_path):
    rows = [
        cells("gdelt", globaleventid=str(n), sourceurl=hashlib.sha256(bytes([n])).hexdigest())
        for n in range(99)
    ]
    data = gzip.compress(as_file(tmp_path / "a", "gdelt", rows).read_bytes())
    (tmp_path / "cut.gz").write_bytes(data[: len(data) // 2])
    assert [reason for reason, _ in take(store, "gdelt", tmp_path / "cut.gz").rejected] == [
        "file cannot be read to its end"
    ]
    (tmp_path / "whole.gz").write_bytes(data)
    take(store, "gdelt", tmp_path / "whole.gz")
    assert len(events(store)) == 99


# Rows that cannot be used


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"day": "20241341"}, "no date that can be read"),
        ({"day": "05/01/2024"}, "no date that can be read"),
        ({"day": ""}, "no date that can be read"),
        ({"day": "20260102"}, "date lies in the future"),
        ({"eventcode": ""}, "no event code"),
        ({"eventcode": "---"}, "unknown event code"),
    ],
)
def test_a_bad_row_is_a_rejection_and_the_rest_goes_on(store, tmp_path, changes, reason):
    rows = [cells("gdelt", **changes), cells("gdelt", globaleventid="2")]
    path = as_file(tmp_path / "a", "gdelt", rows)
    done = take(store, "gdelt", path)
    assert (done.events, done.rejected) == (1, ((reason, 1),))
    (row,) = store.rejections().iter_rows(named=True)
    assert row["input_id"] == f"{path}#row 1"
    expected = Rejection(input_id=row["input_id"], stage="import", reason=reason)
    assert row["rejection_id"] == expected.id


def test_a_row_of_many_megabytes_is_held_by_nobody(store, tmp_path, monkeypatch):
    monkeypatch.setattr("detente.archives.files.BLOCK", 1 << 16)
    rows = [cells("gdelt"), cells("gdelt", sourceurl="x" * (3 << 20)), cells("gdelt", globaleventid="3")]
    done = take(store, "gdelt", as_file(tmp_path / "a", "gdelt", rows))
    assert (done.events, done.rejected) == (2, (("row is too long", 1),))
    assert {event.grounds.evidence[0].row for event in events(store)} == {1, 3}


def test_a_quotation_mark_that_never_closes_costs_one_row(store, tmp_path):
    path = as_file(tmp_path / "a", "ucdp-ged", [cells("ucdp-ged", id=str(n)) for n in range(3)])
    text = path.read_text().split("\n")
    text.insert(1, '"9' + "," * 48)
    path.write_text("\n".join(text))
    done = take(store, "ucdp-ged", path)
    assert done.events >= 2
    assert done.rejected


@pytest.mark.parametrize("block", [64, 1000, 1 << 20])
def test_where_blocks_end_changes_nothing(store, tmp_path, monkeypatch, block):
    monkeypatch.setattr("detente.archives.files.BLOCK", block)
    rows = [cells("acled", event_id_cnty=str(n), notes='a "b"\nc' if n % 3 else "plain") for n in range(30)]
    done = take(store, "acled", as_file(tmp_path / "a", "acled", rows))
    assert (done.events, done.rejected) == (30, ())
    evidence = {e.grounds.evidence[0].row: e.grounds.evidence[0].sha256 for e in events(store)}
    text = (tmp_path / "a").read_bytes().split(b"\n", 1)[1]
    assert evidence[1] == hashlib.sha256(text.split(b"\n", 1)[0]).hexdigest()
    assert sorted(evidence) == list(range(1, 31))


def test_names_of_datasets(store, tmp_path):
    path = as_file(tmp_path / "a", "gdelt", [cells("gdelt")])
    for name in ("read", "all", "", " x", "a,b", "x" * 65):
        with pytest.raises(InputError, match="dataset"):
            take(store, "gdelt", path, dataset=name)
    with pytest.raises(InputError, match="no archive 'cow'"):
        take(store, "cow", path)


def test_an_import_that_is_killed_shows_nothing_and_is_made_good(store, tmp_path, monkeypatch):
    path = as_file(tmp_path / "a", "gdelt", [cells("gdelt")])
    frame = store.__class__.add_imported

    def killed(self, rows, rejections, imports=(), *, recorded_at):
        frame(self, rows, rejections, (), recorded_at=recorded_at)
        raise StoreError("killed")

    monkeypatch.setattr(Store, "add_imported", killed)
    with pytest.raises(StoreError, match="killed"):
        take(store, "gdelt", path)
    monkeypatch.undo()
    assert store.sql("SELECT count(*) FROM imported_events").item() == 0
    assert take(store, "gdelt", path).events == 1
    assert store.sql("SELECT count(*) FROM imported_events").item() == 1
