"""Tables to documents, a row at a time: CSV and TSV of any dialect, and Parquet."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from detente.reports.decode import legacy_encoding, refuse_binary
from detente.reports.fields import check_columns
from detente.reports.options import Document, Options, Source, UnreadableError, too_large
from detente.reports.streams import Lines, as_utf8, peek
from detente.schema import Rejection, canonical_json

_DELIMITERS = ",;\t|"
_SLICE_ROWS = 2_000  # long articles of 10 kB make 20 MB: little to hold, and few enough slices to be fast


class _EndlessRowError(UnreadableError):
    """A quotation mark was opened that is not closed in any reasonable distance."""


class _TextLines:
    """The lines of a table as text. A row may take no more bytes than a document, on however many lines.

    Raises: UnreadableError when this is no text; _EndlessRowError while a row is read.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._head, whole = peek(as_utf8(stream))
        refuse_binary(self._head)
        self._lines = Lines(whole, limit)
        self._limit = limit
        self._taken = 0
        self._legacy: str | None = None

    @property
    def number(self) -> int:
        """The line read last, counted from 1."""
        return self._lines.number

    def begin_row(self) -> None:
        self._taken = 0

    def __iter__(self) -> "_TextLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken += len(line)
        if self._taken > self._limit:
            raise _EndlessRowError("malformed row")
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self._legacy = self._legacy or legacy_encoding(self._head) or legacy_encoding(line) or "cp1252"
            return line.decode(self._legacy, "replace")


def csv_rows(stream: BinaryIO, source: Source, options: Options) -> Iterator[Document | Rejection]:
    """Read a table whose first line names its columns. A row that cannot be read does not end the table.

    Raises: UnreadableError when this is no table, or no column holds the text.
    """
    # the module's own limit of 131,072 characters is shorter than some articles
    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))
    lines = _TextLines(stream, options.max_bytes)
    delimiter, columns = _header(lines, source.format)
    yield from check_columns(dict.fromkeys(columns), source, options)
    rows = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 0
    while True:
        first = lines.number + 1
        lines.begin_row()
        try:
            cells = _tabbed(lines, len(columns)) if delimiter == "\t" else next(rows)
        except StopIteration:
            break
        except _EndlessRowError as error:
            where = f"row {number + 1}, which begins on line {first}, does not end; nothing after it was read"
            raise UnreadableError("malformed row", where) from error
        except (csv.Error, UnreadableError) as error:
            number += 1
            reason = error.reason if isinstance(error, UnreadableError) else "malformed row"
            where = f"lines {first} to {lines.number}"
            yield source.reject(reason, f"{where}: {error}", f"row {number}")
            continue
        if any(cells):
            number += 1
            yield _row(columns, cells, source, number, options)
    if not number:
        yield source.reject("empty", "a table without rows")


def _header(lines: _TextLines, form: str) -> tuple[str, list[str]]:
    """Find the delimiter, which is the one that the first line has most of, and the columns' names."""
    line = next((line for line in lines if line.strip()), None)
    if line is None:
        raise UnreadableError("empty")
    delimiters = "\t" + _DELIMITERS if form == "tsv" else _DELIMITERS
    split = {sign: next(csv.reader([line], delimiter=sign, skipinitialspace=True)) for sign in delimiters}
    delimiter = max(split, key=lambda sign: len(split[sign]))
    return delimiter, [
        name.strip() or f"column {index}" for index, name in enumerate(split[delimiter], start=1)
    ]


def _tabbed(lines: _TextLines, width: int) -> list[str]:
    """Read a row between tabs. Most such files quote nothing: a quotation mark is one unless it cannot be.

    Raises: StopIteration at the end, csv.Error.
    """
    line = next(lines)
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) != width and '"' in line:
        return next(csv.reader(chain((line,), lines), delimiter="\t", strict=True))
    quoted = [len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells]
    return [
        cell[1:-1].replace('""', '"') if inside and cell.count('"') % 2 == 0 else cell
        for cell, inside in zip(cells, quoted, strict=True)
    ]


def _row(
    columns: Sequence[str], cells: Sequence[str], source: Source, number: int, options: Options
) -> Document | Rejection:
    """Name the cells; of columns with one name the first counts. Missing last cells are not there."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        detail = f"{len(cells)} cells for {len(columns)} columns"
        return source.reject("malformed row", detail, f"row {number}")
    return _document(dict(reversed(list(zip(columns, cells, strict=False)))), source, number, options)


def _document(
    record: Mapping[str, object], source: Source, number: int, options: Options
) -> Document | Rejection:
    data = canonical_json(record)
    if len(data) > options.max_bytes:
        refusal = too_large(len(data), options.max_bytes)
        return source.reject(refusal.reason, refusal.detail, f"row {number}")
    return source.document(data, f"row {number}")


def parquet_rows(content: Path | bytes, source: Source, options: Options) -> Iterator[Document | Rejection]:
    """Read a Parquet file a slice of rows at a time.

    Raises: UnreadableError when this is no whole Parquet file, or no column holds the text.
    """
    import polars
    from polars.exceptions import PanicException, PolarsError

    try:
        # without glob a file called "[1].parquet" is that file
        frame = polars.scan_parquet(content, glob=False, hive_partitioning=False)
        yield from check_columns(dict.fromkeys(frame.collect_schema().names()), source, options)
        number = 0
        while (rows := frame.slice(number, _SLICE_ROWS).collect()).height:
            for row in rows.iter_rows(named=True):
                number += 1
                record = {key: _json(value) for key, value in row.items()}
                yield _document(record, source, number, options)
        if not number:
            yield source.reject("empty", "a table without rows")
    except (PolarsError, PanicException) as error:
        raise UnreadableError("damaged Parquet", " ".join(str(error).split())[:200]) from error


def _json(value: object) -> object:
    """Write a cell so that JSON can hold it; what is not a number is missing."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _json(item) for key, item in value.items()}
    return str(value)
