"""Options, the mapping, and what a refusal says."""

import pickle
from datetime import datetime

import pytest

from detente.reports import Options, parse_mapping
from detente.reports.options import Source, UnreadableError, too_large
from detente.schema import InputError
from reports.making import OPTIONS, RETRIEVED_AT


def test_a_mapping_keeps_its_order_and_forgives_spaces():
    assert parse_mapping(" text = Body Text , published_at=meta.date,") == (
        ("text", "Body Text"),
        ("published_at", "meta.date"),
    )


def test_a_column_may_hold_an_equals_sign():
    assert parse_mapping("text=a=b") == (("text", "a=b"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("body", "field=column"),
        ("=body", "field=column"),
        ("text=", "field=column"),
        ("", "empty"),
        (" , ", "empty"),
        ("texts=body", "no field 'texts'; the fields are text, title, url, publisher, published_at"),
        ("text=a,text=b", "twice"),
    ],
)
def test_a_mapping_that_makes_no_sense_says_why(text, said):
    with pytest.raises(InputError, match=said):
        parse_mapping(text)


@pytest.mark.parametrize("name", ["retrieved_at", "published_at"])
def test_moments_need_a_zone(name):
    moments = {"retrieved_at": RETRIEVED_AT, name: datetime(2025, 6, 1)}  # noqa: DTZ001
    with pytest.raises(InputError, match=f"{name} has no time zone"):
        Options(**moments)


@pytest.mark.parametrize("limit", ["max_bytes", "html_seconds", "html_megabytes"])
def test_limits_are_positive(limit):
    with pytest.raises(InputError, match=f"{limit} must be positive"):
        Options(retrieved_at=RETRIEVED_AT, **{limit: 0})


def test_options_travel_to_workers():
    assert pickle.loads(pickle.dumps(OPTIONS)) == OPTIONS


def test_a_refusal_keeps_its_parts_in_a_worker():
    refusal = pickle.loads(pickle.dumps(UnreadableError("binary", "3 bytes")))
    assert (refusal.reason, refusal.detail, str(refusal)) == ("binary", "3 bytes", "binary: 3 bytes")
    assert str(UnreadableError("empty")) == "empty"


def test_too_large_names_both_sizes():
    assert too_large(60_000_000, 50_000_000).detail == (
        "it has 60,000,000 bytes, which is more than the 50,000,000 bytes that one document may have"
    )


def test_a_place_is_part_of_the_locator():
    source = Source(locator="a/b.csv", name="b", format="csv")
    assert source.document(b"{}", "row 3").locator == "a/b.csv#row 3"
    assert source.document(b"{}").locator == "a/b.csv"
    assert source.reject("malformed row", None, "row 3").input_id == "a/b.csv#row 3"
