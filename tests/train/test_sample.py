"""Sentences are chosen by hash, under the limits on stories and held-out text, and never for their labels."""

import gzip
import json
from dataclasses import replace

import pytest

from sample import Candidate, Chooser, choose, is_readable, ngrams, split_bullet, write_batches
from signals import act_signals, is_quiet, read_signals, word_signals
from sources import iso_day, load_texts, read_bullets, story_keys


def candidate(number, *, story="s", text=None, signals=()):
    return Candidate(
        source=f"own:{number}",
        date="2020-01-02",
        text=text or f"Sentence {number} says a thing that sentence {number + 1000} never said at all.",
        stories=(f"{story}{number}",),
        quiet=False,
        signals=frozenset(signals),
    )


def test_a_bullet_is_split_and_its_outlet_left_out(data):
    bullet = next(iter(read_bullets(data)))
    spans = list(split_bullet(bullet))
    assert [bullet.text[start:end] for start, end in spans] == [
        "A court in Lisbon convicts five dockers of smuggling.",
        "The dockers deny the charge.",
    ]


def test_stories_are_headings_and_sections_are_not(data):
    bullets = list(read_bullets(data))
    assert [story_keys(bullet) for bullet in bullets] == [
        ("trial of the harbour five",),
        ("2011-03-04:1",),
        ("trial of the harbour five",),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "and so the talks ended in the old town hall.",
        "Talks ended.",
        "Talks ended in the town hall.,",
        "Talks on the border ended. The ministers left by train.",
        "The bridge is in length and was built by the army.".replace("in length", "[[long]]"),
        "The bridge has a length of , and was built by the army.",
    ],
)
def test_what_is_not_one_whole_sentence_is_left_out(text):
    assert not is_readable(text, last=True)


def test_whole_sentences_are_kept():
    assert is_readable("Talks on the border ended with Gen. Okoro and Mr. Silva at odds.", last=False)
    assert is_readable("“Talks on the border have ended,” said J. Silva.", last=False)
    assert is_readable("Talks on the border end in Porto without a result", last=True)
    assert not is_readable("Talks on the border end in Porto without a result", last=False)


def test_the_same_seed_chooses_the_same(data, tmp_path):
    first, second = choose(data, 7), choose(data, 7)
    assert first == second
    assert {item.source for item in first} == {
        "ce:2011-03-04:0:0-53",
        "ce:2011-03-04:0:54-82",
        "ce:2011-03-04:1:0-70",
        "wn:77:1",
        "wn:77:2",
    }  # the third bullet is the third of its story
    assert [item.source for item in first] != [item.source for item in choose(data, 8)]
    write_batches(first, tmp_path / "one", 7)
    write_batches(second, tmp_path / "two", 7)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_batches_hold_what_was_chosen_and_its_text_is_found_again(data, tmp_path):
    items = choose(data, 7)
    write_batches(items, tmp_path, 7)
    rows = [json.loads(line) for line in (tmp_path / "b01.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [set(row) for row in rows] == [{"id", "source", "date", "text"}] * len(items)
    assert load_texts(data, {row["source"] for row in rows}) == {row["source"]: row["text"] for row in rows}
    twice = [
        json.loads(line)["id"] for line in (tmp_path / "d1.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert sorted(twice) == [row["id"] for row in rows]


def test_held_out_text_is_never_chosen(data):
    held = "yesterday a court in Lisbon convicts five dockers of smuggling again"
    with gzip.open(data / "plover" / "relations_dev.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"text": held}) + "\n")
    assert "ce:2011-03-04:0:0-53" not in {item.source for item in choose(data, 7)}


def test_two_sentences_of_a_story_and_no_repeated_text():
    chooser = Chooser(frozenset())
    story = [replace(candidate(number), stories=("s",)) for number in range(3)]
    assert [chooser.take(item, "uniform") for item in story] == [True, True, False]
    copied = candidate(9, text=story[0].text)
    assert not chooser.take(copied, "uniform")
    assert ngrams("One two three.") == {"one two three"}


def test_rare_signals_are_served_before_common_ones():
    chooser = Chooser(frozenset())
    pool = [candidate(number, signals=["ASSAULT"]) for number in range(40)]
    pool += [candidate(number, signals=["REQUEST"]) for number in range(100, 104)]
    chooser.take_balanced(pool, 10)
    taken = [next(iter(item.signals)) for item in chooser.chosen.values()]
    assert taken.count("REQUEST") == 4
    assert len(taken) == 10


def test_the_most_specific_pattern_gives_the_signal(data):
    patterns, codes = read_signals(data)
    assert act_signals("The court rejects the offer.", patterns, codes) == {"REJECT"}
    assert act_signals("The court rejected an appeal.", patterns, codes) == {"REJECT", "REJECT/change"}
    assert act_signals("The rowers rest.", patterns, codes) == frozenset()
    assert word_signals("Drones may return.") == {"drone", "possible"}


def test_quiet_bullets_are_known_by_section_or_words():
    assert is_quiet("Sports", "The minister resigns.")
    assert not is_quiet("Law and crime", "The film director is charged.")
    assert is_quiet(None, "An earthquake shakes the coast.")
    assert not is_quiet(None, "The minister resigns.")


def test_datelines():
    assert iso_day("November 13 , 2004") == "2004-11-13"
    assert iso_day("Smarch 13 , 2004") is None
    assert iso_day("yesterday") is None
