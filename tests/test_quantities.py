"""Number words and what they bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.quantities import number_phrase, read_bounds


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12", 12, 12),
        ("twelve", 12, 12),
        ("twenty-three", 23, 23),
        ("one hundred and five", 105, 105),
        ("two hundred thousand", 200_000, 200_000),
        ("1,204", 1204, 1204),
        ("at least 12", 12, None),
        ("no fewer than nine", 9, None),
        ("more than 1,200", 1201, None),
        ("surpasses 200", 201, None),
        ("up to 40", None, 40),
        ("no more than six", None, 6),
        ("fewer than 30", None, 29),
        ("about 60", 60, 60),
        ("between 5 and 7", 5, 7),
        ("five to seven", 5, 7),
        ("10-15", 10, 15),
        ("between 14 and 36 million", 14e6, 36e6),
        ("dozens", 24, 99),
        ("several", 3, 9),
        ("hundreds", 200, 999),
        ("tens of thousands", 20_000, 99_999),
        ("several hundred", 300, 900),
        ("two dozen", 24, 24),
        ("3.5 million", 3.5e6, 3.5e6),
        ("some people", None, None),
        ("", None, None),
    ],
)
def test_people(text: str, low: float | None, high: float | None) -> None:
    bounds = read_bounds(text)
    assert (bounds.low, bounds.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "currency"),
    [
        ("$2.5 billion", 2.5e9, "USD"),
        ("US$20,400", 20_400, "USD"),
        ("A$100 million", 100e6, "AUD"),
        ("€350m", 350e6, "EUR"),
        ("£3bn", 3e9, "GBP"),
        ("more than 40 million euros", 40e6, "EUR"),
        ("50 billion USD", 50e9, "USD"),
        ("120 Canadian dollars", 120, "CAD"),
        ("9 billion", 9e9, None),
    ],
)
def test_money(text: str, low: float, currency: str | None) -> None:
    bounds = read_bounds(text, money=True)
    assert (bounds.low, bounds.currency) == (low, currency)


@given(st.text(max_size=60))
def test_any_text_has_bounds_in_order(text: str) -> None:
    bounds = read_bounds(text)
    assert bounds.low is None or bounds.high is None or bounds.low <= bounds.high


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("thirty - seven members", "thirty", "thirty - seven"),
        ("one hundred and twelve individuals", "twelve", "one hundred and twelve"),
        ("one hundred and twelve individuals", "one", "one hundred and twelve"),
        ("three and four men", "three", "three"),
        ("about 40 men", "40", "40"),
        ("at least two dozen men", "two", "two dozen"),
    ],
)
def test_a_number_is_taken_whole(text, part, whole):
    words = text.split()
    at = words.index(part)
    start, end = number_phrase(words, at, at + 1)
    assert " ".join(words[start:end]) == whole
