"""The words of a text, their offsets and shapes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.words import SHAPES, shape, split_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. won't pay.", "The|U.S.|wo|n't|pay|."),
        ("al-Ani's $1.5m", "al|-|Ani|'s|$|1.5m"),
        ("10:30 on 5/6/2025, 1,200", "10:30|on|5/6/2025|,|1,200"),
        ("Well... \u201cno\u201d\u2014yes", "Well|...|\u201c|no|\u201d|\u2014|yes"),
        ("https://a.example/b?c=d x@y.example", "https://a.example/b?c=d|x@y.example"),
        ("cannot R&D Sept. 5", "can|not|R&D|Sept.|5"),
        ("   ", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert "|".join(text[start:end] for start, end in split_words(text)) == expected


@given(st.text(max_size=200))
def test_words_cover_all_but_blanks_in_order(text: str) -> None:
    spans = split_words(text)
    assert "".join(text[start:end] for start, end in spans) == "".join(text.split())
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert all(0 < shape(text[start:end]) < len(SHAPES) for start, end in spans)
