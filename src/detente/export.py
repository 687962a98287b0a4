"""Tables of the record as files: JSONL with lists as lists, CSV that a spreadsheet opens safely, Parquet."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from detente.schema import InputError

FORMATS = ("jsonl", "csv", "parquet")
_MOMENT = "%Y-%m-%dT%H:%M:%S%.fZ"
# A spreadsheet runs a cell that begins with one of these (Source: OWASP, "CSV Injection"); the apostrophe
# before it makes it text.
_BROKEN_PIPE = "os error 32"
_RUNS = r"^([=+\-@\t\r])"


def write_table(table: pl.DataFrame, target: Path | BinaryIO, *, format: str) -> None:
    """Write a table to a file or an open binary stream. Moments are ISO 8601 in UTC.

    Raises: InputError for a format that is none, or a file that cannot be written.
    """
    if format not in FORMATS:
        raise InputError(f"there is no format {format!r}; there are {', '.join(FORMATS)}")
    try:
        if format == "parquet":
            table.write_parquet(target, compression="zstd")
        elif format == "csv":
            _flat(_plain_moments(table)).write_csv(target)
        else:
            _plain_moments(table).write_ndjson(target)
    except OSError as error:
        if _BROKEN_PIPE in str(error):  # whoever reads has seen enough; Polars says so with a plain OSError
            raise BrokenPipeError from error
        raise InputError(f"cannot write {target}: {error.strerror or error}") from error


def write_lines(rows: Iterable[Mapping[str, Any]], target: Path | BinaryIO) -> None:
    """Write rows that are no table as JSON lines, in UTF-8.

    Raises: InputError for a file that cannot be written.
    """
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    try:
        if isinstance(target, Path):
            target.write_bytes(data)
        else:
            target.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror or error}") from error


def _plain_moments(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(pl.selectors.datetime().dt.strftime(_MOMENT))


def _flat(table: pl.DataFrame) -> pl.DataFrame:
    """Lists joined by ";", nothing that a spreadsheet would run."""
    joined = table.with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.eval(pl.element().fill_null("")).list.join(";")
        for name, dtype in table.schema.items()
        if isinstance(dtype, pl.List)
    )
    return joined.with_columns(pl.selectors.string().str.replace(_RUNS, r"'$1"))
