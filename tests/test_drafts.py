"""Spans and sequences from scores."""

import numpy as np
import pytest

from detente.reading.drafts import best_sequence, role_spans, runs, spans_of_tags, trim

TAGS = ("O", "B-person", "I-person", "B-place", "I-place")


def test_runs_join_over_small_gaps() -> None:
    held = np.array([1, 1, 0, 1, 0, 0, 0, 1], bool)
    assert runs(held) == [(0, 2), (3, 4), (7, 8)]
    assert runs(held, gap=2) == [(0, 4), (7, 8)]


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


@pytest.mark.parametrize(
    ("name", "expected"),
    [("by", ((0, 1), (2, 3))), ("place", ((2, 3),)), ("content", ((0, 3),)), ("action", ((0, 3),))],
)
def test_a_field_holds_one_span_or_many(name: str, expected: tuple[tuple[int, int], ...]) -> None:
    words = ["France", "and", "Germany", "."]
    assert role_spans(np.array([0.8, 0.2, 0.9, 0.1]), 0.5, name, words) == expected


def test_marks_at_the_edges_of_a_clause_fall() -> None:
    assert trim(['"', "We", "go", ".", '"'], 0, 5) == (1, 3)
    assert trim([",", ","], 0, 2) == (2, 2)
