"""What a record adds up to is kept between commands: it saves time and changes nothing."""

import shutil
from datetime import timedelta

import pytest
from building import NOON, make_report
from test_crisis_view import CRISES, FRAMES, fill, readings

from detente import monitor
from detente.monitor import gathering, kept
from detente.schema import Reading

CRISIS = next(iter(CRISES.values()))


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache folder of the test's own, in which also small records are kept."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(kept.VARIABLE, str(folder))
    monkeypatch.setattr(kept, "LEAST", 1)
    return folder


def frames(store):
    crisis = monitor.Crisis(store)
    return crisis.picture, {name: getattr(crisis, name) for name in FRAMES}


def assert_as_fresh(store, monkeypatch):
    """What is seen with what was kept is what is seen without."""
    picture, found = frames(store)
    monkeypatch.setenv(kept.VARIABLE, "off")
    fresh, expected = frames(store)
    assert picture == fresh
    for name in FRAMES:
        assert found[name].equals(expected[name]), name
    return picture


def test_a_second_look_is_as_the_first(tmp_path, cache, monkeypatch):
    store = fill(tmp_path, *readings(CRISIS))
    first, _ = frames(store)
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setattr(gathering, "load_records", None)  # nothing is left to take
    assert frames(store)[0] == first


def test_new_reports_are_taken_on_top_of_what_was_kept(tmp_path, cache, monkeypatch):
    given = list(readings(CRISIS))
    store = fill(tmp_path, *given[: len(given) // 2])
    frames(store)
    assert any(cache.iterdir())
    store.add(given[len(given) // 2 :], recorded_at=NOON)
    picture = assert_as_fresh(store, monkeypatch)
    assert len(picture.seen.reports) == len(given)


def test_a_corrected_report_leaves_what_was_kept(tmp_path, monkeypatch):
    given = list(readings(CRISIS))
    store = fill(tmp_path, *given)
    frames(store)
    old = given[0].report
    new = make_report("Nothing happened.", replaces=old.id)
    store.add([Reading(report=new, raw=b"x", reading_id="hand", sentences=1, records=())], recorded_at=NOON)
    picture = assert_as_fresh(store, monkeypatch)
    assert old.id not in picture.seen.reports


def test_another_store_at_the_same_place_is_not_taken_for_the_first(tmp_path, monkeypatch):
    given = list(readings(CRISIS))
    store = fill(tmp_path, *given)
    frames(store)
    shutil.rmtree(tmp_path / "record")
    smaller = fill(tmp_path, *given[:3])
    picture = assert_as_fresh(smaller, monkeypatch)
    assert len(picture.seen.reports) == 3


def test_what_is_cut_short_or_changed_is_not_read(tmp_path, cache, monkeypatch):
    store = fill(tmp_path, *readings(CRISIS))
    frames(store)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for broken in (b"", whole[:20], whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(broken)
        monkeypatch.setenv(kept.VARIABLE, str(cache))
        assert_as_fresh(store, monkeypatch)


def test_looks_back_are_not_made_from_what_is_known_now(tmp_path, cache):
    store = fill(tmp_path, *readings(CRISIS))
    frames(store)
    (file,) = cache.iterdir()
    before = file.stat()
    days = sorted(report.known_at for report in CRISIS.reports)
    earlier = monitor.Crisis(store, as_of=days[len(days) // 2])
    assert len(earlier.picture.seen.reports) < len(CRISIS.reports)
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_folder_that_cannot_be_made_keeps_nothing_and_hinders_nobody(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "file" / "cache"))
    store = fill(tmp_path, *readings(CRISIS))
    assert_as_fresh(store, monkeypatch)


def test_the_oldest_goes_when_there_are_many(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(kept, "_MOST", 2)
    for name in "abc":
        frames(fill(tmp_path / name, *readings(CRISIS)))
    assert len(list(cache.iterdir())) == 2


def test_small_records_are_not_kept(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(kept, "LEAST", 1_000)
    frames(fill(tmp_path, *readings(CRISIS)))
    assert not cache.exists()


def test_records_that_a_killed_run_had_written_are_taken_when_their_reading_comes(tmp_path, monkeypatch):
    given = list(readings(CRISIS))
    store = fill(tmp_path, *given[:2])
    expected = frames(fill(tmp_path / "whole", *given))
    store.add(given[2:], recorded_at=NOON + timedelta(hours=1))
    *_, last = sorted(
        (store.path / "records" / "readings").rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns
    )
    last.unlink()  # as if the run had been killed before it said that these are read
    crisis = monitor.Crisis(store)
    assert len(crisis.picture.seen.reports) == 2
    store.add(given[2:], recorded_at=NOON + timedelta(hours=2))
    crisis.update()
    assert crisis.picture == expected[0]
    assert crisis.picture.records
