"""Spans and sequences from scores."""

import numpy as np

from detente.reading.drafts import best_sequence, spans_of_tags, whole_names

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
