"""Annotated sentences are checked, kept stand-off, rebuilt and split."""

import copy
import json
from pathlib import Path

import pytest

from check import check_item, read_labels
from corpus import main
from pieces import PieceError, locate, name_piece
from sources import detokenise, digest
from standoff import RebuildError, from_standoff, to_standoff

LABELS = read_labels()
TEXT = (
    "Norland said its strike on a radar site was an answer to the strike that killed at least 3 Sudlanders."
)


def event(trigger, type_, **fields):
    defaults = {"mode": None, "by": [], "to": [], "place": None, "when": None}
    return (
        defaults
        | {
            "trigger": trigger,
            "type": type_,
            "status": "reported",
            "background": False,
            "speaker": None,
        }
        | fields
    )


def statement(cue, act, content, **fields):
    defaults = {"speaker": None, "addressee": None, "quoted": False, "via": None, "target": None}
    return defaults | {"cue": cue, "act": act, "content": content} | fields


def commitment(cue, act, action, **fields):
    defaults = {"by": [], "to": [], "condition": None, "otherwise": None, "due": None}
    return defaults | {"cue": cue, "act": act, "action": action} | fields


def figure(text, quantity, low, high, unit="persons", of=None):
    return {"text": text, "quantity": quantity, "low": low, "high": high, "unit": unit, "of": of}


def make_item(**fields):
    content = "its strike on a radar site was an answer to the strike that killed at least 3 Sudlanders"
    return {
        "id": "n1",
        "source": "own:radar:1",
        "date": "2020-01-02",
        "text": TEXT,
        "events": [
            event("strike", "ASSAULT", by=["Norland"], speaker="Norland"),
            event("strike#2", "ASSAULT", to=["Sudlanders"], background=True, speaker="Norland"),
        ],
        "statements": [statement("said", "say", content, speaker="Norland")],
        "commitments": [],
        "figures": [figure("at least 3", "killed", 3, None, of="Sudlanders")],
    } | fields


def write(path: Path, items) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def test_a_piece_is_found_by_whole_words_and_by_its_number():
    text = "Iranians left Iran; Iran's neighbours stayed."
    assert locate(text, "Iran") == (14, 18)
    assert locate(text, "Iran#2") == (20, 24)
    assert name_piece(text, (20, 24)) == "Iran#2"
    assert locate("The No#2 pump failed.", "No#2") == (4, 8)
    for piece, fault in (
        ("Iranian", "cuts a word"),
        ("Iraq", "does not occur"),
        ("Iran#3", "asks for occurrence 3 of 2"),
        ("Iran#0", "asks for occurrence 0"),
        (" Iran", "blanks"),
    ):
        with pytest.raises(PieceError, match=fault):
            locate(text, piece)
    with pytest.raises(PieceError, match="cut a word"):
        name_piece(text, (0, 4))


def test_a_sound_item_has_no_fault():
    assert list(check_item(make_item(), LABELS)) == []


@pytest.mark.parametrize(
    ("layer", "record", "fault"),
    [
        ("events", event("strike", "ATTACK"), "unknown type 'ATTACK'"),
        ("events", event("strike", ["ASSAULT"]), "unknown type ['ASSAULT']"),
        ("events", event("strike", "ASSAULT", mode="demo"), "ASSAULT has no mode 'demo'"),
        ("events", event("strike", "ASSAULT", status="happened"), "unknown status"),
        ("events", event("strike", "ASSAULT", background="no"), "background must be true or false"),
        ("events", event("radar site", "ASSAULT"), "more than one word"),
        ("events", event(None, "ASSAULT"), "trigger must not be null"),
        ("events", event("strike", "ASSAULT", by="Norland"), "by must be a list"),
        ("events", event("strike", "ASSAULT", by=["Norland", "Norland"]), "twice"),
        ("events", event("strike", "ASSAULT", place=["radar site"]), "place must be one piece"),
        ("events", event("strike", "ASSAULT", to=["Sudland"]), "to: 'Sudland' cuts a word"),
        ("events", event("strike", "ASSAULT", goal=None), "unknown key 'goal'"),
        ("events", {"trigger": "strike", "type": "ASSAULT"}, "lacks 'by'"),
        ("events", "strike", "is not an object"),
        ("statements", statement("said", "shout", "radar"), "unknown statement act"),
        ("statements", statement("said", "say", []), "content is empty"),
        ("statements", statement("said", "say", "radar", via="answer"), "is no statement's cue"),
        ("statements", statement("said", "say", "radar", via="said"), "leads back to itself"),
        ("commitments", commitment("said", "oath", "answer"), "unknown commitment act"),
        ("figures", figure("3", "wounded", 3, 3), "unknown quantity"),
        ("figures", figure("3", "killed", 5, 3), "low 5 is above high 3"),
        ("figures", figure("3", "killed", None, None), "both null"),
        ("figures", figure("3", "killed", "3", None), "must be numbers"),
        ("figures", figure("3", "amount", 3, 3), "needs an ISO 4217 code"),
        ("figures", figure("3", "killed", 3, 3, unit="EUR"), "unknown unit"),
    ],
)
def test_each_fault_is_named(layer, record, fault):
    empty = {"events": [], "statements": [], "commitments": [], "figures": []}
    found = list(check_item(make_item(**(empty | {layer: [record]})), LABELS))
    assert all(each.startswith(f"{layer[:-1]} 1: ") for each in found)
    assert any(fault in each for each in found)


def test_faults_of_the_item_itself():
    assert list(check_item(make_item(text=""), LABELS)) == ["text is missing or not a text"]
    assert list(check_item(make_item(figures=None), LABELS)) == ["figures is missing or not a list"]
    assert list(check_item(make_item(note="x"), LABELS)) == ["unknown key 'note'"]
    assert "own:SCENARIO" in next(check_item(make_item(source="elsewhere"), LABELS))
    twice = make_item(events=[event("strike", "ASSAULT"), event("strike", "ASSAULT", by=["Norland"])])
    assert list(check_item(twice, LABELS)) == ["event 2: 'strike' is marked twice"]


def test_statements_may_lead_to_each_other_but_not_in_a_ring():
    outer, inner = statement("said", "say", "radar"), statement("answer", "say", "site", via="said")
    assert list(check_item(make_item(statements=[outer, inner]), LABELS)) == []
    ring = [outer | {"via": "answer"}, inner]
    faults = list(check_item(make_item(statements=ring), LABELS))
    assert len(faults) == 2
    assert all("leads back" in fault for fault in faults)


def test_check_holds_an_annotation_against_its_batch(tmp_path, capsys):
    given = [{"id": id_, "source": "own:a", "date": "2020-01-02", "text": TEXT} for id_ in ("n1", "n2")]
    batch = write(tmp_path / "batch.jsonl", given)
    done = write(tmp_path / "done.jsonl", [make_item(), make_item(id="n9"), make_item(id="n9")])
    assert main(["check", str(done), "--batch", str(batch)]) == 1
    printed = capsys.readouterr().out
    assert "n1: source differs from the batch" in printed
    assert "1 items are not annotated, the first is n2" in printed
    assert "n9: is not in the batch" in printed
    assert "n9: annotated more than once" in printed


def test_a_sound_file_passes(tmp_path, capsys):
    assert main(["check", str(write(tmp_path / "done.jsonl", [make_item()]))]) == 0
    assert (
        "sound: 1 sentences, 0 without an event, 0 with nothing to mark: 2 events" in capsys.readouterr().out
    )


def test_a_line_that_is_not_json_is_named(tmp_path):
    path = tmp_path / "done.jsonl"
    path.write_text('{"id": "n1"}\n{"id": \n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"done.jsonl:2: not JSON"):
        main(["check", str(path)])


def test_stand_off_and_back_again():
    item = make_item(source="wn:77:2", statements=[statement("said", "say", ["radar site", "an answer"])])
    row = to_standoff(item, "uniform")
    assert "text" not in row
    assert row["stratum"] == "uniform"
    assert [TEXT[slice(*found["trigger"])] for found in row["events"]] == ["strike", "strike"]
    assert row["events"][1]["trigger"] == [TEXT.rindex("strike"), TEXT.rindex("strike") + 6]
    assert from_standoff(row, TEXT) == item | {"stratum": "uniform"}
    with pytest.raises(RebuildError, match="n1: the text of wn:77:2"):
        from_standoff(row, TEXT.replace("radar", "Radar"))


def test_written_sentences_keep_their_text():
    row = to_standoff(make_item())
    assert row["text"] == TEXT
    assert from_standoff(row, row["text"]) == make_item()


def annotated(id_: str, source: str, text: str, **layers):
    empty = {"events": [], "statements": [], "commitments": [], "figures": []}
    return {"id": id_, "source": source, "date": "2011-03-04", "text": text} | empty | layers


def test_the_corpus_is_rebuilt_from_a_data_folder(data, tmp_path, capsys):
    items = [
        annotated(
            "n1",
            "ce:2011-03-04:0:0-53",
            "A court in Lisbon convicts five dockers of smuggling.",
            events=[event("convicts", "SANCTION", mode="convict", by=["court"], to=["dockers"])],
        ),
        annotated("n2", "wn:77:1", 'Dockers\' families said "no" to the (late) offer.'),
        make_item(id="n3"),
    ]
    corpus = tmp_path / "corpus.jsonl"
    rebuilt = tmp_path / "rebuilt.jsonl"
    manifest = write(
        tmp_path / "manifest.jsonl", [{"id": "n1", "stratum": "quiet"}, {"id": "n2", "stratum": "uniform"}]
    )
    source = write(tmp_path / "in.jsonl", items)
    assert main(["standoff", str(source), "--out", str(corpus), "--manifest", str(manifest)]) == 0
    assert "Lisbon" not in corpus.read_text(encoding="utf-8")
    assert main(["split", str(corpus), "--data", str(data)]) == 0
    first = corpus.read_bytes()
    assert main(["split", str(corpus), "--data", str(data)]) == 0
    assert corpus.read_bytes() == first
    assert main(["rebuild", str(corpus), "--data", str(data), "--out", str(rebuilt)]) == 0
    rows = [json.loads(line) for line in rebuilt.read_text(encoding="utf-8").splitlines()]
    assert [row.get("stratum") for row in rows] == ["quiet", "uniform", None]
    assert rows[0]["split"] == rows[1]["split"]  # of one day
    assert [{key: row[key] for key in items[0]} for row in rows] == items
    capsys.readouterr()
    assert main(["stats", str(corpus)]) == 0
    assert "| SANCTION | 1 | 33.3% |" in capsys.readouterr().out


def test_a_text_that_changed_or_went_is_reported(data, tmp_path, capsys):
    changed = annotated("n1", "ce:2011-03-04:1:0-10", "In sailing")
    gone = annotated("n2", "wn:78:1", "Gone.")
    corpus = tmp_path / "corpus.jsonl"
    assert main(["standoff", str(write(tmp_path / "in.jsonl", [changed, gone])), "--out", str(corpus)]) == 0
    assert main(["rebuild", str(corpus), "--data", str(data)]) == 1
    printed = capsys.readouterr().out
    assert "n1: the text of ce:2011-03-04:1:0-10 is not the one that was labelled" in printed
    assert "n2: the data folder does not hold wn:78:1" in printed
    assert "0 of 2 sentences rebuilt" in printed


def test_faulty_items_are_not_kept(tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    source = write(tmp_path / "in.jsonl", [make_item(events=[event("blow", "ASSAULT")])])
    assert main(["standoff", str(source), "--out", str(corpus)]) == 1
    assert not corpus.exists()


def test_tokens_become_running_text_and_keep_their_places():
    tokens = [
        "``",
        "No",
        ",",
        "''",
        "said",
        "the",
        "workers",
        "'",
        "union",
        "(",
        "in",
        "Porto",
        ")",
        ":",
        "5",
        "%",
        "!",
    ]
    text, spans = detokenise(tokens)
    assert text == '"No," said the workers\' union (in Porto): 5%!'
    assert [text[slice(*span)] for span in spans[1:3]] == ["No", ","]
    assert len(spans) == len(tokens)


def test_the_text_is_held_by_its_digest():
    assert digest("détente") == "e069638f61093638078f285638fefa403c0544d5901468a7968753fc45d7ea8c"


def test_an_item_is_not_changed_by_conversion():
    item = make_item()
    before = copy.deepcopy(item)
    to_standoff(item)
    assert item == before
