"""Files as they are: plain, gzipped or zipped, opened as streams of bytes that are never held whole."""

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from detente.archives.model import Source
from detente.schema import Rejection, content_id

BLOCK = 16 << 20  # what is read at once: some 40,000 rows of GDELT, which take about 250 MB to work on
LONGEST = 1 << 20  # bytes of a row; the longest rows of the archives have some 20,000
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
DAMAGED = (EOFError, OSError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError)


def find(paths: Iterable[str]) -> Iterator[Source | Rejection]:
    """The files at `paths`, in that order: all of a folder, all members of a ZIP archive.

    What is not there or cannot be opened is a Rejection.
    """
    for text in paths:
        path = Path(text)
        try:
            if path.is_dir():
                yield from find(tuple(str(p) for p in sorted(path.rglob("*")) if p.is_file()))
            elif _begins(path, _ZIP):
                yield from _members(path)
            else:
                yield Source(path=path, sha256=_digest(path))
        except FileNotFoundError:
            yield reject(text, "no such file")
        except DAMAGED as error:
            yield reject(text, "cannot be opened", str(error))


def reject(locator: str, reason: str, detail: str | None = None) -> Rejection:
    """A Rejection of a whole file."""
    return Rejection(input_id=locator, stage="import", reason=reason, detail=detail)


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked."""
    if source.member is not None:
        with zipfile.ZipFile(source.path) as pack, pack.open(source.member) as member:
            yield member
    elif _begins(source.path, _GZIP):
        with gzip.GzipFile(source.path) as unpacked:
            yield cast(IO[bytes], unpacked)
    else:
        with source.path.open("rb") as plain:
            yield plain


def whole_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Blocks of whole lines; the last may lack its line feed.

    A line of more than `LONGEST` bytes comes cut to one byte more than that.
    """
    carry = b""
    while block := stream.read(BLOCK):
        data = carry + block
        end = data.rfind(b"\n") + 1
        if end:
            yield data[:end]
        carry = data[end:]
        if len(carry) > LONGEST:
            yield carry[: LONGEST + 1] + b"\n"
            carry = _after_line(stream)
    if carry:
        yield carry


def _after_line(stream: IO[bytes]) -> bytes:
    """What follows the next line feed in the block that holds it."""
    while block := stream.read(BLOCK):
        _, found, rest = block.partition(b"\n")
        if found:
            return rest
    return b""


def _members(path: Path) -> Iterator[Source]:
    digest = _digest(path)
    with zipfile.ZipFile(path) as pack:
        for member in pack.infolist():
            if not member.is_dir() and not member.filename.startswith("__MACOSX/"):
                sha256 = content_id("member", digest, member.filename)
                yield Source(path=path, member=member.filename, sha256=sha256)


def _begins(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
