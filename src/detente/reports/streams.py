"""Bytes as they come in: plain or compressed, whole within a limit or line by line in bounded memory."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from detente.reports.decode import byte_order
from detente.reports.options import too_large

CHUNK_BYTES = 65_536
GZIP_MAGIC = b"\x1f\x8b"
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a damaged gzip file raises."""

_MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|div|p|article|h1)\b", re.IGNORECASE)


class _Pieces(io.RawIOBase):
    """A raw stream over pieces of bytes that come one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def join(pieces: Iterator[bytes]) -> BinaryIO:
    """Make one readable stream of pieces."""
    return io.BufferedReader(_Pieces(pieces), CHUNK_BYTES)


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Read a stream to its end, a piece at a time."""
    return iter(lambda: stream.read(CHUNK_BYTES), b"")


def open_file(path: Path, zipped: bool) -> BinaryIO:
    """Open a file for reading, through gzip when `zipped`. Raises OSError."""
    return cast(BinaryIO, gzip.open(path, "rb")) if zipped else path.open("rb")


def gunzip(stream: BinaryIO) -> BinaryIO:
    """Unpack a stream while it is read. Reading raises one of DAMAGE where it is damaged or cut."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream))


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Look at the head of a stream that cannot be wound back: the head, and a stream that still has it."""
    head = stream.read(CHUNK_BYTES)
    return head, join(chain((head,), chunks(stream)))


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """Read a stream to its end, but never more than `limit` bytes of it.

    Raises: UnreadableError when there is more: however small the file that it was unpacked from.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(None, limit)
    return data


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """Drop a byte order mark and turn UTF-16 and UTF-32 into UTF-8, so that lines end where "\\n" stands."""
    head, stream = peek(stream)
    marked = byte_order(head)
    if marked is None:
        return stream
    encoding, mark_bytes = marked
    stream.read(mark_bytes)
    return stream if encoding == "utf-8" else join(_recoded(stream, encoding))


def _recoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks(stream):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class Lines:
    """The lines of a stream with their ends. Unlike a generator it goes on after a line that was too long.

    number: of the line read last, counted from 1.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.number = 0
        self._stream = stream
        self._limit = limit

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> bytes:
        """Raises: UnreadableError for a line above the limit; the next call gives the line after it."""
        line = self._stream.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) <= self._limit:
            return line
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(CHUNK_BYTES)
        raise too_large(None, self._limit)


def sniff(head: bytes) -> str | None:
    """Tell the format of bytes that have no file name; None for what is no report in any format.

    Plain text is what has no other sign. A table has none either: give it a name that ends in .csv.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    marked = byte_order(head)
    if marked is None and b"\0" in head:
        return None
    text = head.decode(marked[0] if marked else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        first, newline, rest = text.partition("\n")
        return (
            "jsonl" if first.rstrip().endswith("}") and newline and rest.lstrip().startswith("{") else "json"
        )
    if text.startswith("---\n"):
        return "md"
    if text.startswith("<"):
        return "html" if _MARKUP.search(text.encode("utf-8", "replace")) else None
    return "txt"
