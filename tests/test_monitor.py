"""The path put together: runs and their summaries, texts at hand, what people ask."""

import dataclasses
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from briefs import walk
from building import NOON, make_report

import detente
from detente import monitor
from detente.brief import compose, render
from detente.monitor.briefing import gather_material
from detente.schema import InputError, Rejection
from detente.store import Store

EXAMPLES = Path(__file__).parents[1] / "examples"


def read(folder, *paths, stdin=None, **given):
    store = Store(folder / "record", create=True)
    summary = monitor.read_paths(
        [str(path) for path in paths],
        store,
        monitor.options(retrieved_at=NOON, **given),
        now=lambda: NOON,
        stdin=stdin,
    )
    return store, summary


def test_the_examples_are_read(tmp_path):
    store, summary = read(tmp_path, EXAMPLES)
    assert (summary.documents, summary.new, summary.known, summary.rejected) == (18, 18, 0, ())
    counts = dict(summary.records)
    assert all(counts[kind] > 0 for kind in ("events", "statements", "commitments", "figures"))
    for kind, count in counts.items():
        assert store.sql(f"SELECT count(*) FROM {kind.removesuffix('s')}_records").item() == count


def test_reading_again_says_so(tmp_path):
    read(tmp_path, EXAMPLES)
    _, summary = read(tmp_path, EXAMPLES)
    assert (summary.documents, summary.new, summary.known) == (18, 0, 18)
    assert set(dict(summary.records).values()) == {0}


def test_standard_input_and_options(tmp_path):
    row = {"body": "Russia attacked Kyiv.", "date": "2025-06-03"}
    store, summary = read(
        tmp_path,
        "-",
        stdin=io.BytesIO(json.dumps(row).encode()),
        mapping="text=body,published_at=date",
        publisher="My feed",
    )
    assert summary.new == 1
    report = store.reports().row(0, named=True)
    assert (report["publisher"], report["published_at"]) == ("My feed", datetime(2025, 6, 3, tzinfo=UTC))


def test_what_is_not_english_is_stored_and_rejected(tmp_path):
    french = "Le président a déclaré lundi que les négociations reprendraient la semaine prochaine à Genève."
    (tmp_path / "fr.txt").write_text(french)
    store, summary = read(tmp_path, tmp_path / "fr.txt")
    assert summary.new == 1
    assert summary.rejected == (("not in English", 1),)
    assert store.reports()["language"].to_list() == ["fr"]
    assert store.rejections()["detail"].to_list() == ["fr"]
    assert read(tmp_path, tmp_path / "fr.txt")[1].known == 1


def test_a_fault_in_one_report_is_its_rejection(tmp_path, monkeypatch):
    records = monitor.Reader._records

    def fail(self, report, pages):
        if "Kyiv" in report.text:
            raise RecursionError("too deep")
        return records(self, report, pages)

    monkeypatch.setattr(monitor.Reader, "_records", fail)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("Russia attacked Kyiv.")
    (tmp_path / "in/b.txt").write_text("Gunmen killed a judge in Tula.")
    store, summary = read(tmp_path, tmp_path / "in")
    assert summary.rejected == (("internal error", 1),)
    assert summary.new == 2
    assert store.rejections()["detail"].to_list() == ["RecursionError: too deep"]
    assert len(store.events()) > 0


def test_batches_are_cut_by_number_and_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(monitor.run, "BATCH_BYTES", 2_000)
    monkeypatch.setattr(monitor.run, "CHUNK_DOCUMENTS", 2)
    store, summary = read(tmp_path, EXAMPLES)
    assert summary.new == 18
    assert len(list((store.path / "reports").glob("*.parquet"))) > 3


def test_a_worker_that_dies_costs_its_document_alone():
    done = monitor.run._died(Rejection(input_id="x", stage="reports", reason="empty"))
    assert done.rejections[0].reason == "empty"


def test_an_empty_text_is_a_rejection():
    (reading,) = monitor.Reader().read_whole([(dataclasses.replace(make_report(), text=" \n "), b"")])
    assert [rejection.reason for rejection in reading.rejections] == ["no sentence"]


# Python


def test_read_text_reads_offsets_of_the_text_given():
    text = "  Russia attacked Kyiv on Sunday.\n"
    events = [r for r in detente.read_text(text, published="2025-06-03") if r.kind == "event"]
    assert [(event.type, event.trigger.start) for event in events] == [("ASSAULT", text.index("attacked"))]


@pytest.mark.parametrize(
    "text", ["", " ", "\ud800", "x" * 100_000, "مرحبا", "\0\1\2", "😀" * 50, "<b>" * 999]
)
def test_any_string_can_be_read(text):
    assert isinstance(detente.read_text(text), tuple)


def test_published_takes_what_people_have():
    text = "Russia attacked Kyiv."
    day = datetime(2025, 6, 3, tzinfo=UTC)
    known = {
        detente.read_text(text, published=p)[0].grounds.known_at for p in ("2025-06-03", day.date(), day)
    }
    assert known == {day}
    with pytest.raises(InputError):
        detente.read_text(text, published="the day after")


def test_public_names():
    assert detente.__all__ == sorted(detente.__all__, key=lambda name: (name.islower(), name))
    assert all(getattr(detente, name) for name in detente.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        detente.nothing  # noqa: B018 - the asking is the test


def test_a_day_ends_at_its_last_moment():
    assert monitor.parse_moment("2025-06-05") == datetime(2025, 6, 5, tzinfo=UTC)
    end = monitor.parse_moment("2025-06-05", end_of_day=True)
    assert end == datetime(2025, 6, 6, tzinfo=UTC) - timedelta(microseconds=1)
    exact = monitor.parse_moment("2025-06-05T10:00:00Z", end_of_day=True)
    assert exact == datetime(2025, 6, 5, 10, tzinfo=UTC)


# What people ask


@pytest.fixture(scope="module")
def crisis(tmp_path_factory):
    return read(tmp_path_factory.mktemp("crisis"), EXAMPLES)[0]


def test_why_leads_every_event_back_to_its_sentence(crisis):
    for row in crisis.events().iter_rows(named=True):
        text = monitor.why(crisis, row["event_id"])
        assert f"event {row['event_id']}" in text
        assert "Sentence" in text
        assert row["report_id"] in text


def test_why_a_report(crisis):
    row = crisis.events().row(0, named=True)
    text = monitor.why(crisis, row["report_id"])
    assert row["event_id"][:12] in text


def test_the_brief_cites_what_it_tells(crisis):
    given = {"about": "RUS,UKR", "as_of": datetime(2025, 6, 7, tzinfo=UTC)}
    text = monitor.write_brief(crisis, **given)
    assert text == monitor.write_brief(crisis, **given)
    notes = text.split("## Notes")[1]
    ids = [name for listed in re.findall(r"`([0-9a-f, ]{10,})`", notes) for name in listed.split(", ")]
    assert len(ids) > 8
    for name in ids:
        assert crisis.find(name)


@pytest.mark.parametrize(
    ("about", "day"),
    [
        (None, "2025-05-01"),
        (None, "2026-11-01"),
        ("RUS", "2025-09-12"),
        ("RUS,UKR", "2025-06-07"),
        ("RUS>UKR", "2025-06-07"),
        ("RUS,UKR,USA", "2025-08-20"),
        ("RUS,USA", "2025-10-24"),
    ],
)
def test_every_sentence_of_a_brief_leads_back(crisis, about, day):
    given = gather_material(crisis, about=about, as_of=monitor.parse_moment(day, end_of_day=True))
    brief = compose(given)
    walk(brief, given)
    for format in ("md", "html", "json"):
        assert render(brief, format) == render(compose(given), format)


def test_a_brief_of_a_period_that_is_none_is_refused(crisis):
    day = datetime(2025, 6, 7, tzinfo=UTC)
    with pytest.raises(InputError, match="period"):
        monitor.write_brief(crisis, since=day, as_of=day)


def test_the_brief_of_a_past_day_knows_no_more(crisis):
    text = monitor.write_brief(crisis, as_of=datetime(2025, 6, 30, tzinfo=UTC))
    assert "As of: 2025-06-30" in text
    for later in ("Budapest", "Alaska", "Tomahawk", "2025-08", "2025-10"):
        assert later not in text


def test_describe_counts(crisis):
    told = dict(monitor.describe(crisis))
    assert told["reports"] == "18"
    assert told["replaced"].startswith("1 ")
    assert told["undated"].startswith("2 ")
