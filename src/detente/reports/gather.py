"""Paths to documents: the first half of the stage, which reads files and understands none of them."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from detente.reports.options import Document, Options, Source, UnreadableError, reject, too_large
from detente.reports.records import json_documents, line_documents
from detente.reports.streams import DAMAGE, GZIP_MAGIC, gunzip, open_file, peek, read_whole, sniff
from detente.reports.tables import csv_rows, parquet_rows
from detente.reports.walk import Found, walk
from detente.schema import Rejection

STANDARD_INPUT = "-"
_STREAMED = frozenset(("csv", "tsv", "jsonl", "parquet"))


def gather(
    paths: Iterable[str], options: Options, stdin: BinaryIO | None = None
) -> Iterator[Document | Rejection]:
    """Find the documents in files and folders, and in `stdin` where a path is "-".

    Streams: of a table or a file of JSON lines one row is held at a time, of other files one whole document.
    What cannot be read becomes a Rejection in its place.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _guard(_from_stdin(stdin, options), STANDARD_INPUT)
            continue
        for found in walk(path, seen):
            if isinstance(found, Rejection):
                yield found
            else:
                yield from _guard(_from_file(found, options), found.locator)


def _guard(documents: Iterator[Document | Rejection], locator: str) -> Iterator[Document | Rejection]:
    """End one input, not the run, at the first thing in it that makes reading on impossible."""
    try:
        yield from documents
    except UnreadableError as refusal:
        yield reject(locator, refusal.reason, refusal.detail)
    except DAMAGE as error:
        yield reject(locator, "damaged gzip", str(error))
    except OSError as error:
        yield reject(locator, "not readable", error.strerror or str(error))


def _from_file(found: Found, options: Options) -> Iterator[Document | Rejection]:
    with open_file(found.path, found.zipped) as stream:
        head, whole = peek(stream)
        if found.paperwork and not (found.format == "md" and head.startswith(b"---")):
            raise UnreadableError(f"not a report ({found.paperwork})")
        source = _source(found.locator, found.name, found.format or sniff(head))
        size = found.path.stat().st_size
        if source.format == "parquet" and not found.zipped:
            yield from parquet_rows(found.path.absolute(), source, options)
        elif not found.zipped and source.format not in _STREAMED and size > options.max_bytes:
            raise too_large(size, options.max_bytes)
        else:
            yield from _documents(whole, source, options)


def _from_stdin(stdin: BinaryIO | None, options: Options) -> Iterator[Document | Rejection]:
    if stdin is None:
        raise UnreadableError("no such file", "there is no standard input")
    head, whole = peek(stdin)
    if head.startswith(GZIP_MAGIC):
        head, whole = peek(gunzip(whole))
    yield from _documents(whole, _source(STANDARD_INPUT, "stdin", sniff(head)), options)


def _source(locator: str, name: str, form: str | None) -> Source:
    if form is None:
        raise UnreadableError("unknown format")
    return Source(locator=locator, name=name, format=form)


def _documents(stream: BinaryIO, source: Source, options: Options) -> Iterator[Document | Rejection]:
    if source.format in {"csv", "tsv"}:
        yield from csv_rows(stream, source, options)
    elif source.format == "jsonl":
        yield from line_documents(stream, source, options)
    elif source.format == "json":
        yield from json_documents(read_whole(stream, options.max_bytes), source, options)
    elif source.format == "parquet":
        yield from parquet_rows(read_whole(stream, options.max_bytes), source, options)
    else:
        yield source.document(read_whole(stream, options.max_bytes))
