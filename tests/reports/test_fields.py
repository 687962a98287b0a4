"""Columns and keys to fields."""

from dataclasses import replace

import pytest

from detente.reports.fields import check_columns, draft, has_text, missing_fields, no_text_column
from detente.reports.options import Source, UnreadableError
from reports.making import OPTIONS

SOURCE = Source(locator="a.csv", name="a", format="csv")


def mapped(**pairs):
    return replace(OPTIONS, mapping=tuple(pairs.items()))


@pytest.mark.parametrize(
    "key", ["text", "Text", "body", "full_text", "Full Text", "articleBody", "maintext", "content"]
)
def test_usual_names_of_the_text(key):
    assert draft({"id": 1, key: "words"}, OPTIONS, "csv 1").text == "words"


def test_usual_names_of_everything_else():
    record = {
        "headline": "Title",
        "text": "words",
        "pubDate": "2025-06-05",
        "source": {"id": None, "name": "Example Times"},
        "link": "https://example.org/a",
        "lang": "en",
        "agency": "Reuters",
        "author": ["Jane Doe", "Reuters"],
    }
    found = draft(record, OPTIONS, "json 1")
    assert (found.title, found.url, found.publisher) == ("Title", "https://example.org/a", "Example Times")
    assert (found.dates, found.language) == (("2025-06-05",), "en")
    assert (found.origin, found.byline) == ("Reuters", "Jane Doe, Reuters")
    assert found.extraction == "json 1"


def test_the_surest_name_counts_wherever_it_stands():
    assert draft({"content": "b", "text": "a"}, OPTIONS, "x").text == "a"
    assert draft({"date": "2025-01-01", "published_at": "2025-06-05", "text": "a"}, OPTIONS, "x").dates == (
        "2025-06-05",
    )
    assert draft({"Text": "a", "TEXT": "b"}, OPTIONS, "x").text == "a"


@pytest.mark.parametrize(
    "value", [None, "", "  ", "nan", "NaN", "None", "NULL", "N/A", "-", False, True, [], {}]
)
def test_a_value_that_says_nothing_is_missing(value):
    found = draft(
        {"text": "words", "title": value, "url": value, "date": value, "source": value}, OPTIONS, "x"
    )
    assert (found.title, found.url, found.publisher, found.dates) == (None, None, None, ())
    assert draft({"text": value}, OPTIONS, "x").text == ""


def test_numbers_and_lists_are_written_out():
    found = draft({"text": ["One.", "", None, "Two."], "date": 1749118500, "title": 7}, OPTIONS, "x")
    assert (found.text, found.dates, found.title) == ("One.\n\nTwo.", ("1749118500",), "7")


def test_a_mapping_is_the_only_place_that_is_looked_at():
    record = {"text": "summary", "body": "words", "date": "2025-06-05", "day": None}
    found = draft(record, mapped(text="body", published_at="day"), "x")
    assert (found.text, found.dates) == ("words", ())


def test_a_mapping_steps_into_nested_values():
    record = {"fields": {"bodyText": "words", "a.b": 1}, "fields.bodyText.x": 2}
    assert draft(record, mapped(text="fields.bodyText"), "x").text == "words"
    assert not has_text(record, mapped(text="fields.none.deeper"))


def test_a_key_that_has_a_dot_is_that_key():
    assert draft({"a.b": "words", "a": {"b": "other"}}, mapped(text="a.b"), "x").text == "words"


def test_values_nested_without_end_are_left():
    value = "words"
    for _ in range(500):
        value = [value]
    assert draft({"text": value}, OPTIONS, "x").text == ""


def test_without_text_the_columns_are_named():
    with pytest.raises(UnreadableError) as caught:
        draft({"a": 1, "long\nname": 2}, OPTIONS, "x")
    assert caught.value.reason == "no text column"
    assert caught.value.detail == "the columns are: a, long name; name one with --map text=COLUMN"
    many = no_text_column([f"c{number}" for number in range(100)])
    assert many.detail.count(",") == 11
    assert "and 88 more" in many.detail


def test_missing_columns_are_one_rejection():
    options = mapped(text="body", published_at="day", title="head")
    (rejection,) = check_columns({"body": "words"}, SOURCE, options)
    assert (rejection.input_id, rejection.reason) == ("a.csv", "no such column")
    assert rejection.detail == "mapped as published_at=day, title=head"
    assert missing_fields({"body": 1, "day": 2, "head": 3}, options) == ()
    assert list(check_columns({"text": None}, SOURCE, OPTIONS)) == []
    with pytest.raises(UnreadableError, match="no text column"):
        list(check_columns({"text": 1}, SOURCE, options))


@pytest.mark.parametrize(
    ("record", "report"),
    [
        ({"text": "words"}, True),
        ({"content": {"rendered": "<p>words"}}, True),
        ({"text": ["One.", "Two."]}, True),
        ({"content": [{"title": "a"}, {"title": "b"}]}, False),
        ({"text": None, "items": []}, False),
        ({"items": []}, False),
    ],
)
def test_an_object_with_a_text_is_a_report(record, report):
    assert has_text(record, OPTIONS) is report
