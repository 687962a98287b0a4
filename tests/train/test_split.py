"""What hangs together stands on one side of the split."""

import pytest

from split import assign, group, near_duplicates, source_stories


def row(id_, source, day, **fields):
    return {"id": id_, "source": source, "date": day} | fields


def test_a_story_stands_on_one_side(data):
    rows = [
        row("a", "ce:2011-03-04:0:0-53", "2011-03-04"),
        row("b", "ce:2012-08-09:0:0-66", "2012-08-09"),  # the same heading, a year on
        row("c", "ce:2011-03-04:1:0-70", "2011-03-04"),  # another story of the first day
        row("d", "wn:90:1", "2016-01-01"),
        row("e", "own:ferry:1", "2016-01-01"),
        row("f", "own:ferry:2", "2020-01-01"),
        row("g", "own:bridge", "2020-01-01"),
    ]
    assert group(source_stories(data, rows), []) == [["a", "b", "c"], ["d"], ["e", "f"], ["g"]]


def test_near_duplicates_are_a_few_days_and_half_the_words_apart():
    texts = {
        "a": "Dockers blockade the harbour of Porto over wages.",
        "b": "In Porto, dockers blockade the harbour.",
        "c": "Dockers blockade the harbour of Porto over wages.",
        "d": "Farmers blockade the motorway near Braga.",
    }
    days = {"a": "2011-03-04", "b": "2011-03-06", "c": "2011-03-10", "d": "2011-03-04"}
    rows = [row(id_, f"wn:{id_}:1", day) for id_, day in days.items()]
    assert list(near_duplicates(rows, texts)) == [("a", "b")]


def test_a_side_once_given_is_kept_and_a_clash_is_reported():
    rows = [
        row("a", "own:x:1", "", split="test"),
        row("b", "own:x:2", ""),
        row("c", "own:y", "", split="dev"),
    ]
    placed, faults = assign(rows, [["a", "b"], ["c"]])
    assert [found["split"] for found in placed] == ["test", "test", "dev"]
    assert faults == []
    assert "stand on dev, test" in assign(rows, [["a", "b", "c"]])[1][0]


def test_sides_come_out_near_their_shares():
    rows = [row(str(number), f"own:scenario-{number}", "") for number in range(2000)]
    placed, _ = assign(rows, [[found["id"]] for found in rows])
    counts = [sum(found["split"] == side for found in placed) for side in ("train", "dev", "test")]
    assert counts == pytest.approx([1600, 200, 200], abs=45)
