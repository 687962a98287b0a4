"""Agreement figures are held against counts made by hand."""

import json

import pytest

from agreement import compare, kappa, once, table
from corpus import main
from standoff import to_standoff

TEXT = "Police beat and arrested marchers, the mayor said, and the union called for a strike."


def event(trigger, type_, *, by=(), to=(), status="reported", mode=None, speaker=None):
    return {
        "trigger": trigger,
        "type": type_,
        "mode": mode,
        "by": list(by),
        "to": list(to),
        "place": None,
        "when": None,
        "status": status,
        "background": False,
        "speaker": speaker,
    }


def item(id_="n1", events=(), statements=()):
    return {
        "id": id_,
        "source": "own:march",
        "date": "2020-01-02",
        "text": TEXT,
        "events": list(events),
        "statements": list(statements),
        "commitments": [],
        "figures": [],
    }


def said(content, speaker):
    return {
        "cue": "said",
        "act": "say",
        "speaker": speaker,
        "addressee": None,
        "content": content,
        "quoted": False,
        "via": None,
        "target": None,
    }


def lines(first, second):
    return {
        (line.layer, line.what.strip()): line for line in compare([(to_standoff(first), to_standoff(second))])
    }


FIRST = item(
    events=[
        event("beat", "ASSAULT", by=["Police"], to=["marchers"], mode="beat", speaker="mayor"),
        event("arrested", "COERCE", by=["Police"], to=["marchers"], mode="arrest", speaker="mayor"),
        event("called", "REQUEST", by=["union"]),
        event("strike", "PROTEST", status="demanded"),
    ],
    statements=[said("Police beat and arrested marchers", "mayor")],
)
SECOND = item(
    events=[
        event("beat", "ASSAULT", by=["Police"], to=["marchers"], speaker="the mayor"),
        event("arrested", "SANCTION", by=["Police"], speaker="the mayor"),
        event("strike", "PROTEST", status="planned"),
    ],
    statements=[said("beat and arrested marchers", "the mayor")],
)


def test_the_same_annotation_agrees_with_itself():
    found = lines(FIRST, FIRST)
    assert all(line.exact in (1.0, None) and line.overlap in (1.0, None) for line in found.values())
    assert found["events", "trigger + type + status"].exact == 1.0
    assert found["figures", "text"].exact is None


def test_events_by_anchor_and_labels():
    found = lines(FIRST, SECOND)
    assert (found["events", "trigger"].first, found["events", "trigger"].second) == (4, 3)
    assert found["events", "trigger"].exact == pytest.approx(2 * 3 / 7)
    assert found["events", "trigger + type"].exact == pytest.approx(2 * 2 / 7)
    assert found["events", "trigger + type + status"].exact == pytest.approx(2 * 1 / 7)
    assert found["events", "trigger + type + mode + status"].exact == 0.0
    assert found["events", "type (share)"].exact == pytest.approx(2 / 3)
    assert found["events", "status (share)"].exact == pytest.approx(2 / 3)


def test_fields_are_compared_within_pairs():
    found = lines(FIRST, SECOND)
    assert found["events", "by"].exact == 1.0
    assert found["events", "to"].exact == pytest.approx(2 * 1 / 3)
    assert found["events", "speaker"].exact == 0.0
    assert found["events", "speaker"].overlap == 1.0
    assert found["events", "place"].exact is None
    assert found["statements", "content"].exact == 0.0
    assert found["statements", "content"].overlap == 1.0
    assert found["statements", "cue + act"].exact == 1.0


def test_an_act_told_twice_counts_once():
    twice = to_standoff(
        item(
            events=[
                event("beat", "ASSAULT", by=["Police"]),
                event("arrested", "ASSAULT", by=["Police"], to=["marchers"]),
                event("strike", "ASSAULT", by=["union"]),
                event("called", "ASSAULT", by=["Police"], status="denied"),
            ]
        )
    )
    assert [TEXT[slice(*found["trigger"])] for found in once(twice["events"])] == ["beat", "strike", "called"]
    one = item(events=[event("beat", "ASSAULT", by=["Police"]), event("arrested", "ASSAULT", by=["Police"])])
    other = item(events=[event("arrested", "ASSAULT", by=["Police"])])
    assert lines(one, other)["events", "trigger"].exact == pytest.approx(2 / 3)
    assert lines(one, other)["events", "counted once: type + status"].overlap == 1.0


def test_kappa():
    marks = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(marks) == pytest.approx(0.4)  # observed 0.7, by chance 0.5
    assert kappa([(True, True)] * 3) is None
    assert kappa([]) is None


def test_the_command_prints_a_table(tmp_path, capsys):
    paths = []
    for name, annotation in (("a", FIRST), ("b", SECOND)):
        path = tmp_path / f"{name}.jsonl"
        rows = [annotation, item(id_=f"only-{name}")]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        paths.append(str(path))
    assert main(["agreement", *paths]) == 0
    printed = capsys.readouterr().out
    assert "1 sentences in both, 2 and 2 in each" in printed
    assert "| events | trigger + type + status | 4 | 3 | 0.286 | 0.286 |" in printed
    assert table([]).count("\n") == 1
