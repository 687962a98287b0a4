"""Matches, made-up stories and markets, which are told in the words of war."""

import numpy as np
import pytest
from building import make_report

from detente.monitor import Reader
from detente.reading import load_encoder, read_pages
from detente.reading.topics import (
    FICTION,
    SPORT,
    WORLD,
    Topics,
    features,
    load_topics,
    of_the_world,
    read_topics,
)
from detente.sentences import split

MATCH = (
    "Their side was bombarded for an hour of the semi-final. The goalkeeper beat off raid after raid. "
    "After half-time a striker shot them down, and the referee ended their misery in stoppage time."
)
SIEGE = (
    "The second season opens with a coup. In the third episode the president's guards kill the rebel "
    "general on a beach, and the camera never blinks. The script is dull, but the actress who plays his "
    "widow is not. "
    "Viewers who liked the novel will find the ending changed."
)
WAR = (
    "Rebels bombarded the town of Ituri for an hour. Soldiers beat off raid after raid. "
    "At noon a drone struck the market, and the army said that eleven people had been killed."
)


def acts(text):
    return [record.type for record in Reader().read(make_report(text)) if record.kind == "event"]


def chances(**told):
    return {name: told.get(name, 0.0) for name in load_topics().names}


@pytest.mark.parametrize("text", [MATCH, SIEGE])
def test_what_nobody_did_is_no_act(text):
    assert acts(text) == []


def test_a_war_is_one():
    assert "ASSAULT" in acts(WAR)


@pytest.mark.parametrize(
    "text",
    [
        "Peru attacked Ecuador. Ecuador's army fired back.",
        "In 1981 the two fought for a week over three posts. The truce held for two years.",
        "Rebels attacked the town at dawn. They killed the mayor.",
        "Two soldiers were killed. A third was taken hostage. The general seized the palace.",
    ],
)
def test_a_note_of_two_sentences_is_no_match(text):
    assert acts(text) != []


def test_what_is_grave_is_meant_as_it_says_beside_a_match():
    assert acts(f"{MATCH} Outside the stadium police arrested fourteen supporters.") == ["COERCE"]


def test_of_a_match_statements_stay_and_of_a_story_nothing():
    report = make_report('Norland attacked Kesh on Monday, and Major Ilves said: "We will strike again."')
    sentence = report.span(0, len(report.text))
    records = Reader().read(report)
    kinds = {one.kind for one in records}
    assert {"event", "statement"} <= kinds
    assert of_the_world(sentence, chances(world=0.9, sport=0.1), records) == records
    left = of_the_world(sentence, chances(world=0.1, sport=0.9), records)
    assert {one.kind for one in left} == {"statement"}
    assert of_the_world(sentence, chances(world=0.1, fiction=0.9), records) == ()


def test_a_sentence_alone_is_of_the_world():
    report, match = make_report("The goalkeeper beat off raid after raid."), make_report(MATCH)
    (alone,), around = read_pages(load_encoder(), [report, match], [split(report), split(match)])
    assert [told[WORLD] for told in read_topics([alone])] == [1.0]
    assert all(told[SPORT] > 0.9 for told in read_topics(around))


def test_features_are_of_the_page_and_of_its_neighbours():
    vectors = np.array([[1.0], [2.0], [6.0], [9.0], [30.0]])
    around = [17 / 3, 11.5, 10.5, 9.75, 17 / 3]
    expected = [[own, near, 9.6] for (own,), near in zip(vectors, around, strict=True)]
    assert features(vectors).tolist() == expected
    assert features(vectors[:1]).tolist() == [[1.0, 1.0, 1.0]]


def test_chances_add_up_to_one():
    topics = Topics(names=(WORLD, SPORT, FICTION), slopes=np.eye(2, 3), shifts=np.zeros(3))
    found = topics.chances(np.array([[0.0, 0.0], [900.0, -900.0]]))
    assert found.sum(axis=1).tolist() == pytest.approx([1, 1])
    assert found[1].argmax() == 0
    packaged = load_topics()
    assert packaged.slopes.shape == (3 * 384, len(packaged.names))
    assert packaged.names[0] == WORLD
