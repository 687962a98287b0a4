"""JSON files and lines to documents."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.options import Document, Source, UnreadableError
from detente.reports.records import json_documents, line_documents, parse_object
from detente.schema import Rejection, canonical_json
from reports.making import OPTIONS

SOURCE = Source(locator="a.json", name="a", format="json")
ONE, TWO = {"text": "One.", "n": 1}, {"text": "Two.", "n": 2}


def whole(value, options=OPTIONS):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(json_documents(data, SOURCE, options))


def lines(data, options=OPTIONS):
    return list(line_documents(io.BytesIO(data), replace(SOURCE, format="jsonl"), options))


def test_an_object_is_one_document_with_the_bytes_as_they_are():
    data = b'{"n": 1,\n "text": "One."}'
    (document,) = whole(data)
    assert (document.locator, document.format, document.data) == ("a.json", "json", data)


@pytest.mark.parametrize(
    "value",
    [
        [ONE, TWO],
        {"status": "ok", "articles": [ONE, TWO]},
        {"response": {"total": 2, "results": [ONE, TWO]}},
        {"data": {"response": {"docs": [ONE, TWO]}}},
    ],
)
def test_arrays_are_found_wherever_they_are_wrapped(value):
    documents = whole(value)
    assert [item.locator for item in documents] == ["a.json#item 1", "a.json#item 2"]
    assert [item.data for item in documents] == [canonical_json(ONE), canonical_json(TWO)]


def test_an_object_in_an_object_is_taken_out():
    (document,) = whole({"data": ONE})
    assert document.data == canonical_json(ONE)


def test_a_report_that_has_items_is_still_a_report():
    (document,) = whole({"text": "One.", "items": [TWO]})
    assert document.locator == "a.json"


def test_items_that_are_no_objects_are_refused_one_by_one():
    items = whole([ONE, "words", 3, None, [TWO], TWO])
    assert [item.locator for item in items if isinstance(item, Document)] == [
        "a.json#item 1",
        "a.json#item 6",
    ]
    refused = [item for item in items if isinstance(item, Rejection)]
    assert [item.input_id for item in refused] == [f"a.json#item {number}" for number in (2, 3, 4, 5)]
    assert [item.detail for item in refused] == [
        "it is a string",
        "it is a number",
        "it is null",
        "it is an array",
    ]
    assert {item.reason for item in refused} == {"not a JSON object"}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"[]", "empty"),
        (b'{"text": "One."', "malformed JSON"),
        (b'[{"text": "One."}, {"te', "malformed JSON"),
        (b"text", "malformed JSON"),
        (b"[" * 200_000, "malformed JSON"),
        (b"[" + b"9" * 10_000 + b"]", "malformed JSON"),
        (b'"words"', "not a JSON object"),
        (b"17", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"[1, 2]", "no text column"),
        (b'{"a": 1}', "no text column"),
        (b'[{"a": 1}, {"b": 1}]', "no text column"),
        (b'{"articles": []}', "empty"),
        (b"\x00\x01\x02", "binary"),
    ],
)
def test_a_file_that_holds_no_report_is_one_refusal(value, reason):
    with pytest.raises(UnreadableError) as caught:
        whole(value)
    assert caught.value.reason == reason


@pytest.mark.parametrize("depth", [100, 300, 900, 5_000, 100_000])
def test_depth_never_ends_the_run(depth):
    value = b'[{"text": "One.", "x": ' + b"[" * depth + b"]" * depth + b'}, {"text": "Two."}]'
    try:
        items = whole(value)
    except UnreadableError as refusal:
        assert refusal.reason == "malformed JSON"
    else:
        assert len(items) == 2


def test_numbers_that_json_does_not_have_are_null():
    assert parse_object(b'{"a": 1.5, "b": -Infinity, "c": 1e999}') == {"a": 1.5, "b": None, "c": None}
    (document,) = whole(b'[{"text": "One.", "a": NaN, "b": -1e999}]')
    assert json.loads(document.data) == {"text": "One.", "a": None, "b": None}


def test_other_encodings_of_json():
    text = json.dumps({"text": "Київ."}, ensure_ascii=False)
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
        assert parse_object(text.encode(encoding)) == {"text": "Київ."}


def test_lines_in_a_file_named_json_are_read_as_lines():
    documents = whole(b'{"text": "One."}\n{"text": "Two."}\n')
    assert [item.locator for item in documents] == ["a.json#line 1", "a.json#line 2"]
    assert {item.format for item in documents} == {"jsonl"}


def test_a_line_is_a_document_with_its_number_in_the_file():
    items = lines(b'\xef\xbb\xbf{"text": "One."}\r\n\n  \n{"text": "Two."}')
    assert [(item.locator, item.data) for item in items] == [
        ("a.json#line 1", b'{"text": "One."}'),
        ("a.json#line 4", b'{"text": "Two."}'),
    ]


def test_a_bad_line_goes_on_to_be_refused_alone():
    items = lines(b'{"text": "One."}\n{bad\n{"text": "Two."}\n')
    assert [item.locator for item in items] == ["a.json#line 1", "a.json#line 2", "a.json#line 3"]


def test_a_line_too_long_is_refused_alone():
    items = lines(
        b'{"text": "One."}\n{"text": "' + b"x" * 300 + b'"}\n{"text": "Two."}\n',
        replace(OPTIONS, max_bytes=100),
    )
    assert [getattr(item, "reason", None) for item in items] == [None, "too large", None]
    assert items[1].input_id == "a.json#line 2"


def test_a_first_line_without_text_does_not_hide_the_rest():
    assert len(lines(b'{"meta": 1}\n{"text": "One."}\n')) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b'{"a": 1}\n' * 3_000, "no text column"),
        (b"plain words\n" * 3_000, "malformed JSON"),
        (b"[1]\n[2]\n", "malformed JSON"),
    ],
)
def test_a_file_of_lines_without_reports_is_one_refusal(data, reason):
    with pytest.raises(UnreadableError) as caught:
        lines(data)
    assert caught.value.reason == reason


def test_a_mapped_key_that_no_line_has_is_said_once():
    options = replace(OPTIONS, mapping=(("published_at", "day"),))
    items = lines(b'{"text": "One."}\n' * 20, options)
    assert [item.reason for item in items if isinstance(item, Rejection)] == ["no such column"]
    assert len(items) == 21
    late = lines(b'{"text": "One."}\n' * 20 + b'{"text": "Two.", "day": "2025-06-05"}\n', options)
    assert all(isinstance(item, Document) for item in late)


def test_only_the_head_is_held():
    taken = 0

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            nonlocal taken
            line = b'{"text": "One."}\n'
            size = len(buffer) // len(line) * len(line)
            buffer[:size] = line * (size // len(line))
            taken += size
            return size

    documents = line_documents(io.BufferedReader(Endless()), replace(SOURCE, format="jsonl"), OPTIONS)
    for _ in range(10):
        next(documents)
    assert taken < 1_000_000


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["text", "items", "data", "a", ""]), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_any_json_is_documents_or_refused(value):
    try:
        items = whole(value)
    except UnreadableError:
        return
    assert items
    for item in items:
        assert isinstance(item, Rejection) or isinstance(parse_object(item.data), dict)
