"""Judgements: kept for ever, honoured in every view, taken back by a later undo alone, exported as labels."""

import dataclasses
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from building import NOON, make_reading, make_report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import monitor
from detente.export import write_table
from detente.labels import LAYERS, label_sentence, sentence_of
from detente.schema import Commitment, Event, Figure, InputError, Judgement, Statement
from detente.schema.judgement import in_force
from detente.store import Store

TABLES = ("events", "statements", "commitments", "figures")
CLASSES = (Event, Statement, Commitment, Figure)
LATER = NOON + timedelta(days=1)
TRAIN = Path(__file__).parents[1] / "train"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "record", create=True)
    store.add([make_reading(day=day) for day in (1, 2)], recorded_at=NOON)
    return store


def judge(store, prefix, verdict, *others, at=LATER, **more):
    return monitor.judge(store, prefix, verdict, others, by="Ana", because="she looked", judged_at=at, **more)


def records(day=1):
    return make_reading(day=day).records


def views(store, **bounds):
    """Every default view of a store, as bytes."""
    written = []
    for table in TABLES:
        buffer = io.BytesIO()
        write_table(store.show(table, **bounds), buffer, format="jsonl")
        written.append(buffer.getvalue())
    loaded = [store.load(cls, [one.id for one in records(1)], **bounds) for cls in CLASSES]
    return written, loaded, store.sql("SELECT count(*) AS n FROM events", **bounds).item()


# Views


@pytest.mark.parametrize("number", range(4), ids=TABLES)
def test_a_rejected_record_is_not_shown_and_is_found(store, number):
    table, record = TABLES[number], records()[number]
    key = f"{record.kind}_id"
    made = judge(store, record.id, "reject")
    assert record.id not in store.show(table)[key]
    assert len(store.sql(f"SELECT * FROM {table}")) == len(store.show(table)) == 1
    shown = store.show(table, with_rejected=True)
    assert dict(zip(shown[key], shown["verdict"], strict=True))[record.id] == "reject"
    assert store.find(record.id).grounds.steps[-1] == made.step
    told = monitor.why(store, record.id)
    assert "reject by Ana" in told
    assert "she looked" in told


@pytest.mark.parametrize("number", range(4), ids=TABLES)
def test_a_confirmed_record_is_certain_and_says_who(store, number):
    table, record = TABLES[number], records()[number]
    judge(store, record.id[:10], "confirm")
    sure = store.show(table, min_probability=1.0)
    assert sure[f"{record.kind}_id"].to_list() == [record.id]
    (loaded,) = store.load(CLASSES[number], [record.id])
    assert loaded.grounds.probability == 1.0
    assert loaded.grounds.steps[:-1] == record.grounds.steps
    assert "confirmed by Ana" in loaded.grounds.steps[-1].detail


def test_the_columns_are_those_of_a_store_without_judgements(store):
    before = {table: store.show(table).schema for table in TABLES}
    judge(store, records()[0].id, "confirm")
    assert {table: store.show(table).schema for table in TABLES} == before


def test_the_later_word_wins_and_both_are_kept(store):
    event = records()[0]
    judge(store, event.id, "reject")
    judge(store, event.id, "confirm", at=LATER + timedelta(hours=1))
    assert event.id in store.events()["event_id"]
    assert monitor.list_judgements(store)["verdict"].to_list() == ["reject", "confirm"]


def test_a_note_changes_no_view_and_is_told(store):
    event, report = records()[0], make_report(day=1)
    before = views(store)
    judge(store, event.id, "note")
    judge(store, report.id, "note", at=LATER + timedelta(hours=1))
    assert views(store) == before
    assert "note by Ana" in monitor.why(store, event.id)
    assert "note by Ana" in monitor.why(store, report.id)


def test_a_judgement_holds_when_another_reader_reads_the_same(store):
    event = records()[0]
    judge(store, event.id, "reject")
    store.add([make_reading(day=1, reading_id="reader-2")], recorded_at=LATER + timedelta(days=1))
    assert event.id not in store.events()["event_id"]


def test_imported_events_are_judged_as_well(tmp_path):
    acts = tmp_path / "acts.csv"
    acts.write_text("date,by,type,to\n2024-01-05,RUS,ASSAULT,UKR\n2024-01-06,UKR,AID,RUS\n", "utf-8")
    store = Store(tmp_path / "record", create=True)
    monitor.import_paths("table", [str(acts)], store, now=lambda: NOON, dataset="mine")
    first, second = store.events(dataset="mine")["event_id"]
    judge(store, first, "reject")
    assert store.events(dataset="mine")["event_id"].to_list() == [second]
    assert len(store.events(dataset="mine", with_rejected=True)) == 2
    assert "rejected by Ana" in store.load(Event, [first])[0].grounds.steps[-1].detail


# Laws


STEPS = st.lists(
    st.tuples(st.sampled_from(["confirm", "reject", "note"]), st.integers(0, 3)), min_size=1, max_size=3
)


@given(STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_append_only_as_of_unchanged_and_undone_as_if_never_judged(tmp_path_factory, steps):
    store = Store(tmp_path_factory.mktemp("law") / "record", create=True)
    store.add([make_reading(day=1)], recorded_at=NOON)
    before, segments = views(store), {path: path.read_bytes() for path in store.segments()}
    made = [
        Judgement(
            verdict=verdict,
            on=(records()[number].id,),
            of=records()[number].kind,
            by="Ana",
            because="law",
            judged_at=LATER + timedelta(hours=hour),
        )
        for hour, (verdict, number) in enumerate(steps)
    ]
    store.add_judgements(made, recorded_at=LATER)
    assert {path: path.read_bytes() for path in segments} == segments
    assert views(store, as_of=LATER - timedelta(seconds=1)) == before
    assert views(store, recorded_by=LATER - timedelta(seconds=1)) == before
    judged = views(store)
    undone = [
        Judgement(
            verdict="undo", on=(one.id,), of="judgement", by="Ben", because="law",
            judged_at=LATER + timedelta(days=1),
        )
        for one in made
    ]  # fmt: skip
    store.add_judgements(undone, recorded_at=LATER + timedelta(days=1))
    assert views(store) == before
    assert views(store, as_of=LATER + timedelta(hours=12)) == judged
    assert len(store.judgements()) == len({one.id for one in (*made, *undone)})


def test_only_a_later_undo_counts_and_an_undo_can_be_undone():
    def made(verdict, on, minute):
        return Judgement(
            verdict=verdict, on=(on,), of="event", by="Ana", because="x",
            judged_at=NOON + timedelta(minutes=minute),
        )  # fmt: skip

    first = made("reject", "e", 2)
    early, late = made("undo", first.id, 1), made("undo", first.id, 3)
    assert in_force([first, early]) == (first,)
    assert in_force([late, first]) == ()
    assert in_force([first, late, made("undo", late.id, 4)]) == (first,)
    again = made("reject", "e", 5)
    assert in_force([again, first, late]) == (again,)


def test_judging_twice_at_once_is_one_row_and_compacting_changes_none(store):
    made = judge(store, records()[0].id, "reject")
    assert store.add_judgements([made], recorded_at=LATER) == 0
    judge(store, made.id, "undo", at=LATER + timedelta(hours=1))
    before = store.judgements()
    store.compact()
    assert store.judgements().equals(before)
    assert store.verify() == ()


def test_verify_misses_a_judgement_that_was_taken_away(store):
    made = judge(store, records()[0].id, "reject")
    (segment,) = (store.path / "judgements").glob("*.parquet")
    judge(store, made.id, "undo", at=LATER + timedelta(hours=1))
    segment.unlink()
    assert [damage.reason for damage in store.verify()] == ["rows of 1 undoings are missing"]


# Errors


@pytest.mark.parametrize(
    ("prefix", "verdict", "others", "words"),
    [("f" * 12, "confirm", (), "nothing in"), ("abc", "confirm", (), "too short"),
     ("event", "undo", (), "is no judgement: undo takes a judgement's id"),
     ("event", "praise", (), "there is no verdict 'praise'"), ("report", "reject", (), "takes note"),
     ("statement", "merge", ("event",), "is a statement, which takes"),
     ("event", "merge", (), "needs the ids"), ("event", "merge", ("event",), "different events"),
     ("event", "merge", ("statement",), "only events and incidents"),
     ("event", "split", ("event",), "events that stay"), ("event", "confirm", ("event",), "takes one id")],
)  # fmt: skip
def test_what_cannot_be_judged(store, prefix, verdict, others, words):
    named = {one.kind: one.id for one in records()} | {"report": make_report(day=1).id}
    with pytest.raises(InputError, match=words):
        judge(store, named.get(prefix, prefix), verdict, *(named[name] for name in others))
    assert store.judgements().is_empty()


@pytest.mark.parametrize(("by", "because"), [("", "x"), ("  ", "x"), ("Ana", ""), ("Ana", "\n")])
def test_nobody_judges_without_name_and_reason(store, by, because):
    with pytest.raises(InputError, match="needs the name"):
        monitor.judge(store, records()[0].id, "confirm", by=by, because=because, judged_at=LATER)


def test_an_undo_is_later_and_once(store):
    made = judge(store, records()[0].id, "reject")
    with pytest.raises(InputError, match="undo it later"):
        judge(store, made.id, "undo", at=LATER)
    undo = judge(store, made.id, "undo", at=LATER + timedelta(hours=1))
    with pytest.raises(InputError, match=f"undone already, by {undo.id[:12]}"):
        judge(store, made.id, "undo", at=LATER + timedelta(hours=2))
    assert f"undone by {undo.id[:12]}" in monitor.why(store, records()[0].id)
    assert "verdict       undo, of judgement" in monitor.why(store, undo.id)


# The crisis


def test_a_crisis_honours_judgements_when_they_come_and_go(store):
    crisis = monitor.Crisis(store)
    (incident,) = (
        crisis.picture.incidents if len(crisis.picture.incidents) == 1 else crisis.picture.incidents[:1]
    )
    before = crisis.picture
    made = judge(store, incident.id, "reject")
    crisis.update()
    assert incident.id not in crisis.picture.happened
    assert "rejected by Ana" in monitor.why(store, incident.id)
    assert monitor.Crisis(store).picture == crisis.picture
    assert monitor.Crisis(store, as_of=NOON).picture.happened.keys() == before.happened.keys()
    judge(store, made.id, "undo", at=LATER + timedelta(hours=1))
    crisis.update()
    assert crisis.picture == before


def test_merged_and_split_in_a_store(store):
    first, second = (make_reading(day=day).records[0].id for day in (1, 2))
    judge(store, first, "merge", second)
    (incident,) = monitor.Crisis(store).picture.incidents
    assert set(incident.records) == {first, second}
    judge(store, incident.id, "split", second, at=LATER + timedelta(hours=1))
    assert len(monitor.Crisis(store).picture.incidents) == 2


# Labels


def check(rows, tmp_path):
    """What train/corpus.py says of rows."""
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [sys.executable, str(TRAIN / "corpus.py"), "check", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read_one(text, tmp_path):
    """A store with what the reader finds in one text, and the records."""
    (tmp_path / "a.txt").write_text(text, "utf-8")
    store = Store(tmp_path / "read", create=True)
    given = monitor.options(retrieved_at=NOON)
    monitor.read_paths([str(tmp_path / "a.txt")], store, given, now=lambda: NOON)
    found = [store.load(cls, store.show(f"{cls.kind}s")[f"{cls.kind}_id"]) for cls in CLASSES]
    return store, [record for some in found for record in some]


def test_a_wholly_judged_sentence_is_a_label_that_the_check_accepts(tmp_path):
    text = "Russia attacked Kyiv on Sunday, killing at least 12 people, officials said."
    store, found = read_one(text, tmp_path)
    assert {record.kind for record in found} >= {"event", "statement", "figure"}
    for minute, record in enumerate(found[:-1]):
        judge(store, record.id, "confirm", at=LATER + timedelta(minutes=minute))
    (row,) = monitor.label_rows(store)
    assert row["open"] == [{"record": found[-1].id, "why": "not judged"}]
    assert "unknown key 'open'" in check([row], tmp_path).stdout
    judge(store, found[-1].id, "reject", at=LATER + timedelta(hours=1))
    (row,) = monitor.label_rows(store)
    assert check([row], tmp_path).returncode == 0
    assert row["text"] == text
    assert row["events"][0] | {"when": None} == {
        "trigger": "attacked", "type": "ASSAULT", "mode": None, "by": ["Russia"], "to": ["Kyiv"],
        "place": row["events"][0]["place"], "when": None, "status": "reported", "background": False,
        "speaker": "officials",
    }  # fmt: skip
    assert row[f"{found[-1].kind}s"] == []
    told = monitor.judgement_rows(store)
    assert set(told["label_id"]) == {row["id"]}
    assert set(told["by"]) == {"Ana"}


def test_a_rejected_record_leaves_a_sentence_with_nothing_to_mark(tmp_path):
    report = make_report(day=1)
    event = make_reading(report).records[0]
    row = label_sentence(sentence_of(event), report.known_at.date(), [])
    assert [row[layer] for layer in LAYERS] == [[], [], [], []]
    assert check([row], tmp_path).returncode == 0


def test_pieces_are_whole_words_and_counted():
    report = make_report("Kyiv said Kyiv struck Kyivans.")
    event = make_reading(make_report("Russia struck Kyiv. Officials spoke.")).records[0]
    sentence = report.span(0, len(report.text))

    def with_trigger(start, end):
        grounds = dataclasses.replace(event.grounds, evidence=(sentence,))
        trigger = report.span(start, end)
        return dataclasses.replace(event, trigger=trigger, by=(), to=(), place=None, grounds=grounds)

    second = label_sentence(sentence, report.known_at.date(), [with_trigger(10, 14)])
    assert second["events"][0]["trigger"] == "Kyiv#2"
    cut = label_sentence(sentence, report.known_at.date(), [with_trigger(22, 26)])
    assert cut["events"] == []
    assert cut["open"][0]["why"] == "'Kyiv' is no whole word of the sentence"


def test_labels_outlive_the_reading_that_they_were_made_on(store):
    event = records()[0]
    judge(store, event.id, "confirm")
    learned = dataclasses.replace(make_reading(day=1, reading_id="reader-2"), records=())
    store.add([learned], recorded_at=LATER + timedelta(days=1))
    (row,) = monitor.label_rows(store)
    assert [one["trigger"] for one in row["events"]] == ["struck"]
    assert "open" not in row


# The command line


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "detente", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip


def test_the_command_line(store):
    event, folder = records()[0], store.path.parent
    which = ("--store", "record")
    done = run(folder, "judge", event.id[:12], "reject", *which, "--by", "Ana", "--because", "sport")
    first, second = done.stdout.splitlines()
    assert first.endswith(f"  reject event {event.id[:12]}")
    assert second.startswith("It counts as of 20")
    made = done.stdout.split()[0]
    assert event.id[:12] not in run(folder, "show", "events", *which).stdout
    assert event.id[:12] in run(folder, "show", "events", *which, "--with-rejected").stdout
    assert "sport" in run(folder, "judgements", *which).stdout
    assert run(folder, "judge", event.id, "confirm", *which, "--by", "Ana").returncode == 2
    labels = run(folder, "export", "labels", *which).stdout.splitlines()
    assert [json.loads(line)["events"] for line in labels] == [[]]
    assert json.loads(run(folder, "export", "judgements", *which).stdout)["by"] == "Ana"
    assert run(folder, "export", "labels", *which, "--about", "RUS").returncode == 2
    assert run(folder, "judge", made, "undo", *which, "--by", "Ben", "--because", "no").returncode == 0
    assert event.id[:12] in run(folder, "show", "events", *which).stdout
