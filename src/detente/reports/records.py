"""JSON to documents: one object, an array of them, an object that wraps such an array, or one to a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from itertools import chain
from math import isfinite
from typing import BinaryIO

from detente.reports.decode import decode
from detente.reports.fields import check_columns, has_text, missing_fields
from detente.reports.options import Document, Options, Source, UnreadableError
from detente.reports.streams import Lines, as_utf8
from detente.schema import Rejection, canonical_json

_WRAPPERS = (
    "articles",
    "items",
    "reports",
    "results",
    "data",
    "docs",
    "documents",
    "entries",
    "records",
    "response",
)
_WRAPPED_DEEP = 3  # {"response": {"data": {"results": [...]}}}
_TRIED_ROWS = 1_000  # so many objects without text at the head of a file: the rest will have none either
_TRIED_BYTES = 8_000_000


def _finite(number: str) -> float | None:
    value = float(number)
    return value if isfinite(value) else None


class _SeveralValuesError(UnreadableError):
    """There is more after the first JSON value, as in a file of lines with the wrong name."""


def parse_object(data: bytes) -> dict[str, object]:
    """Read one JSON object. NaN and infinities, which JSON does not have, become null.

    Raises: UnreadableError.
    """
    value = _parse(data)
    if not isinstance(value, dict):
        raise UnreadableError("not a JSON object", f"it is {_kind(value)}")
    return value


def _parse(data: bytes) -> object:
    text = decode(data)
    if not text:
        raise UnreadableError("empty")
    try:
        value: object = json.loads(text, strict=False, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        refusal = _SeveralValuesError if error.msg == "Extra data" else UnreadableError
        raise refusal("malformed JSON", str(error)) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("malformed JSON", type(error).__name__ + ": " + str(error)[:100]) from error
    return value


def json_documents(data: bytes, source: Source, options: Options) -> Iterator[Document | Rejection]:
    """Find the reports in a JSON file, which is parsed whole: JSON has no place to stop at before its end.

    Raises: UnreadableError when it is no JSON, or when nothing in it has a text.
    """
    try:
        whole = _parse(data)
    except _SeveralValuesError:
        yield from line_documents(BytesIO(data), replace(source, format="jsonl"), options)
        return
    value = _unwrap(whole, options)
    if isinstance(value, dict):
        yield from check_columns(value, source, options)
        yield source.document(data) if value is whole else _item(value, source, "")
        return
    if not isinstance(value, list):
        raise UnreadableError("not a JSON object", f"it is {_kind(value)}")
    if not value:
        raise UnreadableError("empty", "an array without items")
    yield from check_columns(_columns(item for item in value if isinstance(item, dict)), source, options)
    for number, item in enumerate(value, start=1):
        yield _item(item, source, f"item {number}")


def _item(value: object, source: Source, place: str) -> Document | Rejection:
    if not isinstance(value, dict):
        return source.reject("not a JSON object", f"it is {_kind(value)}", place)
    try:
        return source.document(canonical_json(value), place)
    except RecursionError:
        return source.reject("malformed JSON", "nested too deep", place)


def line_documents(stream: BinaryIO, source: Source, options: Options) -> Iterator[Document | Rejection]:
    """Find the reports in a file with one JSON object to a line, in bounded memory. Blank lines are nothing.

    A line that is no JSON object is turned away where it is read; only the head of the file is parsed here,
    to see whether its objects have a text at all.

    Raises: UnreadableError when the head of the file holds no JSON objects, or none with a text.
    """
    documents = _lines(stream, source, options)
    head: list[Document | Rejection] = []
    columns: dict[str, object] = {}
    size = 0
    for item in documents:
        head.append(item)
        if isinstance(item, Document):
            size += len(item.data)
            with suppress(UnreadableError):
                columns = _columns((columns, parse_object(item.data)))
        if (
            (columns and not missing_fields(columns, options))
            or len(head) >= _TRIED_ROWS
            or size > _TRIED_BYTES
        ):
            break
    if not head:
        raise UnreadableError("empty")
    if not columns:
        raise UnreadableError("malformed JSON", f"no JSON object on any of the first {len(head):,} lines")
    yield from check_columns(columns, source, options)
    yield from chain(head, documents)


def _lines(stream: BinaryIO, source: Source, options: Options) -> Iterator[Document | Rejection]:
    lines = Lines(as_utf8(stream), options.max_bytes)
    while True:
        try:
            line = next(lines).strip()
        except StopIteration:
            return
        except UnreadableError as refusal:
            yield source.reject(refusal.reason, refusal.detail, f"line {lines.number}")
            continue
        if line:
            yield source.document(line, f"line {lines.number}")


def _columns(records: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Put the keys of several objects together, with a value that is not null where there is one."""
    columns: dict[str, object] = {}
    for record in records:
        columns.update(
            (key, value) for key, value in record.items() if value is not None or key not in columns
        )
    return columns


def _unwrap(value: object, options: Options, deep: int = _WRAPPED_DEEP) -> object:
    """Take the array of reports out of the object around it, if there is one."""
    if not isinstance(value, dict) or not deep or has_text(value, options):
        return value
    for key in _WRAPPERS:
        inner = _unwrap(value.get(key), options, deep - 1)
        if isinstance(inner, list) or (isinstance(inner, dict) and has_text(inner, options)):
            return inner
    return value


def _kind(value: object) -> str:
    kinds = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
