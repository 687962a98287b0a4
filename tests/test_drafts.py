"""Spans and sequences from scores."""

from dataclasses import replace

import numpy as np
import pytest

from detente.reading.drafts import Draft, Seen, whole_names, with_own_time, without_listener
from detente.reading.figures import as_counted, whole_numbers
from detente.reading.labels import load_labels
from detente.reading.mentions import best_sequence, mentions, names_inside, spans_of_tags
from detente.reading.spans import together

LABELS = load_labels()
TAGS = ("O", "B-person", "I-person", "B-place", "I-place")


def test_an_i_follows_its_own_b_alone() -> None:
    chances = np.array(
        [[0.1, 0.5, 0.0, 0.4, 0.0], [0.1, 0.0, 0.2, 0.0, 0.7], [0.9, 0.0, 0.1, 0.0, 0.0]], np.float32
    )
    assert [TAGS[index] for index in best_sequence(chances)] == ["B-place", "I-place", "O"]


def test_spans_of_tags() -> None:
    assert spans_of_tags(["B-person", "I-person", "B-person", "O", "I-place"]) == [
        ("person", 0, 2),
        ("person", 2, 3),
        ("place", 4, 5),
    ]


def test_an_actor_is_the_whole_of_its_name() -> None:
    names = [(3, 6), (8, 9)]
    assert whole_names(((3, 4), (5, 6), (8, 9), (10, 11)), names) == ((3, 6), (8, 9), (10, 11))
    assert whole_names(((2, 4),), names) == ((2, 4),)


def test_only_those_whom_and_joins_act_together() -> None:
    spans = ((0, 1), (2, 3), (5, 7))  # "Iran and Iraq, whom the US ..."
    chances = np.array([0.9, 0.0, 0.5, 0.0, 0.0, 0.4, 0.6])
    heads = np.array([8, 3, 1, 7, 7, 7, 1, 0])
    conjunct = np.array([False, False, True, False, False, False, False, False])
    assert together(spans, chances, heads, conjunct) == ((0, 1), (2, 3))
    chances[6] = 0.85
    assert together(spans, chances, heads, conjunct) == spans


def test_mentions_end_where_their_name_ends() -> None:
    tags = chances(
        ["B-organisation", "I-organisation", "I-organisation", "O", "B-place", "I-place", "B-place"]
    )
    words = ["School", "of", "(", "in", "Gulf", "of", "Mexico"]
    assert mentions(tags, words, LABELS) == [("organisation", 0, 1), ("place", 4, 7)]
    assert not mentions(chances(["B-person"]), ["jane@example.org"], LABELS)


def test_names_inside_of_nominal_actors() -> None:
    tags = chances(["B-nominal", "I-nominal"])
    tags["mention"][0, LABELS.tags["mention"].index("B-place")] = 0.3
    tags["upos"] = np.eye(len(LABELS.tags["upos"]))[[LABELS.tags["upos"].index(n) for n in ("PROPN", "NOUN")]]
    found = mentions(tags, ["US", "troops"], LABELS)
    assert found == [("nominal", 0, 2)]
    assert [*names_inside(tags, found, LABELS)] == [("place", 0, 1)]


def chances(names: list[str]) -> dict[str, np.ndarray]:
    """Sure answers of the task of mentions, (W, C)."""
    columns = LABELS.tags["mention"]
    return {"mention": np.eye(len(columns))[[columns.index(name) for name in names]]}


def test_whoever_is_only_told_of_an_act_does_not_do_it() -> None:
    told = Draft(layer="statements", anchor=(1, 2), label="say", score=0.9, spans={"addressee": ((2, 3),)})
    act = Draft(layer="events", anchor=(8, 9), label="ASSAULT", score=0.9, spans={"by": ((2, 3), (4, 5))})
    assert without_listener(act, told).spans["by"] == ((4, 5),)
    assert without_listener(act, replace(told, label="demand")) == act
    assert without_listener(act, replace(told, spans={})) == act


def test_figures_that_are_parts_of_one_number_are_one() -> None:
    words = ["one", "hundred", "and", "twelve", "men", "and", "40", "others"]
    parts = [
        Draft(layer="figures", anchor=(0, 1), label="detained", score=0.9),
        Draft(layer="figures", anchor=(3, 4), label="injured", score=0.8),
        Draft(layer="figures", anchor=(6, 7), label="injured", score=0.7),
    ]
    found = [(one.anchor, one.label) for one in whole_numbers(parts, words)]
    assert found == [((0, 4), "detained"), ((6, 7), "injured")]


@pytest.mark.parametrize(
    ("text", "number", "told"),
    [
        ("Sergeant Levan Jikia , 29 , was shot dead .", "29", []),
        ("Shells hit a man aged 40 .", "40", []),
        ("Police shot a 12 - year - old boy .", "12", []),
        ("In the towns , 29 , mostly soldiers , died .", "29", ["killed"]),
        ("At least 29 soldiers died .", "29", ["killed"]),
        ("Rescuers pulled out two bodies and 21 people are in hospital .", "21", ["injured"]),
        ("The blast killed 12 , and 30 were wounded .", "30", ["injured"]),
        ("Another 5 died in hospital .", "5", ["killed"]),
    ],
)
def test_ages_are_not_counted_nor_the_hurt_among_the_dead(text: str, number: str, told: list[str]) -> None:
    words = text.split()
    names = [("person", words.index("Levan"), words.index("Jikia") + 1)] if "Levan" in words else []
    at = words.index(number)
    figure = Draft(layer="figures", anchor=(at, at + 1), label="killed", score=0.9)
    assert [one.label for one in as_counted([figure], words, names)] == told


@pytest.mark.parametrize(("hangs_on", "left"), [(3, ()), (1, ((4, 5),))])
def test_a_time_is_that_of_the_act_that_it_hangs_on(hangs_on: int, left: tuple[object, ...]) -> None:
    # "They accepted to meet Saturday": words 0 to 4, the root is "accepted"
    arcs = np.full((5, 6), -9.0, np.float32)
    for word, head in enumerate((2, 0, 4, 2, hangs_on + 1)):
        arcs[word, head] = 9.0
    seen = Seen(
        tags={},
        vector=np.zeros(1),
        lemma=None,
        arcs=arcs,
        deprel=np.zeros(5, int),
        factuality=None,
        roles={},
        srl={},
    )
    when = {"when": ((4, 5),)}
    done = Draft(layer="events", anchor=(1, 2), label="AGREE", score=0.9, spans=when)
    ahead = Draft(layer="events", anchor=(3, 4), label="CONSULT", score=0.9, status="planned", spans=when)
    assert [one.spans["when"] for one in with_own_time([done, ahead], seen)] == [left, ((4, 5),)]
    assert [one.spans["when"] for one in with_own_time([done], seen)] == [((4, 5),)]
