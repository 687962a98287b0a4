"""Scores word by word become spans."""

import numpy as np
import pytest

from detente.reading.spans import role_spans, runs, trim


def test_runs_join_over_small_gaps() -> None:
    held = np.array([1, 1, 0, 1, 0, 0, 0, 1], bool)
    assert runs(held) == [(0, 2), (3, 4), (7, 8)]
    assert runs(held, gap=2) == [(0, 4), (7, 8)]


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


@pytest.mark.parametrize(
    ("words", "found", "expected"),
    [
        ('He called it " a trap "', (0, 6), (0, 7)),
        ('" a trap " , he called it', (1, 8), (0, 8)),
        ("that it was \u201c a trap \u201d", (0, 6), (0, 7)),
        ('" We go . "', (0, 5), (1, 3)),
        ('they said " no " and " yes', (0, 8), (0, 8)),
    ],
)
def test_a_quotation_inside_keeps_both_of_its_marks(
    words: str, found: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert trim(words.split(), *found) == expected
