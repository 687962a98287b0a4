"""What an imported dataset can tell of: quads that it codes, days that it has rows of, civilians of whom."""

from datetime import date, timedelta

import numpy as np
import pytest
from archived import NOW, as_file, cells, take

from detente.codebook import load
from detente.monitor import Outlook, import_paths
from detente.monitor.coverage import coded_quads, gap_notes
from detente.monitor.histories import gather_past
from detente.outlook.history import day_number
from detente.store import Store

FIRST = date(2022, 1, 1)
BOOK = load()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "record", create=True)


def on(*days):
    return np.array([day_number(FIRST) + day for day in days])


def test_an_archive_has_the_quads_of_its_codes():
    everything = tuple(quad.name for quad in BOOK.quads)
    assert coded_quads(["ucdp-ged"], BOOK) == ("material conflict",)
    assert coded_quads(["acled"], BOOK) == ("verbal cooperation", "material cooperation", "material conflict")
    assert coded_quads(["ucdp-ged", "icews"], BOOK) == coded_quads(["table"], BOOK) == everything


def battles(store, tmp_path, count):
    """UCDP: a battle every other day, and civilians of two countries."""
    rows = []
    for n in range(count):
        day = str(FIRST + timedelta(days=2 * n))
        rows.append(cells("ucdp-ged", id=f"a{n}", date_start=day, date_end=day))
    for n, country in enumerate(("Ukraine", "Iraq")):
        hit = {"type_of_violence": "3", "side_a": "IS", "side_b": "Civilians", "country": country}
        rows.append(cells("ucdp-ged", id=f"b{n}", date_start=str(FIRST), date_end=str(FIRST), **hit))
    take(store, "ucdp-ged", as_file(tmp_path / "a", "ucdp-ged", rows))
    return gather_past(store, dataset="ucdp-ged")


def test_what_ucdp_cannot_hold_is_not_forecast(store, tmp_path):
    history = battles(store, tmp_path, 40).history
    assert history.quads == ("material conflict",)
    assert set(history.quad.tolist()) == set(history.quad_of_type) == {0}
    frame = Outlook(store, "MMR>KIO", dataset="ucdp-ged", horizon_days=7).frame
    assert set(frame["of"]) == {"material conflict"}


def test_civilians_of_two_countries_are_two(store, tmp_path):
    actors = battles(store, tmp_path, 1).history.actors
    assert actors == ("Civilians (IRQ)", "Civilians (UKR)", "IS", "KIO", "MMR")


def test_the_record_goes_on_to_the_end_of_its_last_event(store, tmp_path):
    take(store, "ucdp-ged", as_file(tmp_path / "a", "ucdp-ged", [cells("ucdp-ged")]))
    past = gather_past(store, dataset="ucdp-ged")
    assert past.history.last_day == past.as_of.date() == date(2018, 3, 6)
    assert len(past.history.as_of(past.as_of)) == 2


def test_a_long_run_without_rows_is_noted_with_what_to_say():
    days = on(*range(60), *range(700, 760))
    (note,) = gap_notes("mine", days, ())
    assert note.startswith("mine has no row of the 640 days from 2022-03-02 to 2023-12-01, ")
    assert "comes within a day nineteen times in twenty" in note
    assert note.endswith("--unobserved 2022-03-02..2023-12-01")
    told = [date(2022, 3, 2) + timedelta(days=day) for day in range(640)]
    assert gap_notes("mine", days, told) == ()


def test_what_is_usual_in_a_dataset_is_no_gap():
    assert gap_notes("mine", on(*range(0, 4000, 40)), ()) == ()
    assert gap_notes("mine", on(*range(60), *range(80, 140)), ()) == ()  # twenty days are no time
    assert gap_notes("mine", on(0), ()) == gap_notes("mine", on(0, 500), ()) == ()


def test_the_longest_runs_are_told_in_order():
    starts = (0, 200, 500, 900, 1200)
    notes = gap_notes("mine", on(*(start + day for start in starts for day in range(50))), ())
    assert [note.split(" days")[0].rsplit(" ", 1)[1] for note in notes] == ["250", "350", "250"]


def test_a_history_brings_the_note_and_listens_to_unobserved(store, tmp_path):
    days = [FIRST + timedelta(days=day) for day in (*range(60), *range(700, 760))]
    path = tmp_path / "acts.csv"
    path.write_text("date,by,type,to\n" + "".join(f"{day},RUS,ASSAULT,UKR\n" for day in days))
    import_paths("table", [str(path)], store, now=lambda: NOW, dataset="mine")
    (note,) = gather_past(store, dataset="mine").notes
    span = note.rsplit(" ", 1)[1]
    past = gather_past(store, dataset="mine", unobserved=span)
    assert past.notes == ()
    assert len(past.history.watched(past.history.first_day, past.history.last_day)) == 120
