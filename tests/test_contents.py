"""What is denied, without the words for its telling."""

import pytest

from detente.reading.contents import told_by


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("reports that shots were fired", "shots were fired"),
        ("the claim , made on Monday , that shots were fired", "shots were fired"),
        ("the ship that sank was seized", "the ship that sank was seized"),
        ("shots were fired", "shots were fired"),
        ("no report that", "no report that"),
    ],
)
def test_what_is_denied_begins_behind_the_word_for_its_telling(content, said):
    words = ["He", "denied", *content.split(), "."]
    ((start, end),) = told_by(((2, len(words) - 1),), words)
    assert " ".join(words[start:end]) == said


def test_the_word_may_stand_before_what_the_model_took():
    words = ["He", "denied", "reports", "in", "the", "press", "that", "shots", "were", "fired", "."]
    assert told_by(((4, 10),), words) == ((7, 10),)
