"""Blocks of bytes -> chunks of whole rows with their numbers.

A chunk without quotation marks, control characters and bytes that are no UTF-8 (nearly every chunk of the
large archives) goes on as it is, without an object a row. Only in the others rows are looked at one by one.
"""

import csv
import hashlib
import re
from collections import deque
from collections.abc import Iterator

from detente.archives.files import LONGEST
from detente.archives.model import Chunk, Fault

PARTED = "\x1f"  # between the fields of rows that were taken apart here
_CONTROL_BYTES = bytes((*range(9), *range(11, 32)))
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_ANY_CONTROL = re.compile("[\x00-\x1f]")
_TOO_LONG = "row is too long"
_OPEN_QUOTE = "quotation marks do not match"


def chunks(blocks: Iterator[bytes], *, separator: str, quoted: bool, first_line: int = 1) -> Iterator[Chunk]:
    """The rows of a file, numbered from 1; empty ones are numbered too. blocks: of whole lines.

    first_line: of the file, at which the first row begins.
    """
    first_row, line = 1, first_line
    for block in blocks:
        data = _unix(block)
        if quoted and b'"' in data:
            chunk = _parse(data, blocks, first_row, line, separator)
        elif _is_clean(data):
            chunk = _plain(data, first_row, line, separator)
        else:
            chunk = _mend(data, first_row, line, separator)
        yield chunk
        first_row, line = first_row + chunk.rows, chunk.lines[-1]


def decode(line: bytes) -> str:
    """A line as text: UTF-8, else what Windows wrote for western Europe; never an error."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _unix(block: bytes) -> bytes:
    """Rows with line feeds between them, whatever ends them."""
    data = block.replace(b"\r\n", b"\n") if b"\r" in block else block
    return data.removesuffix(b"\n").removesuffix(b"\r")


def _is_clean(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def _plain(data: bytes, first_row: int, first_line: int, separator: str) -> Chunk:
    """Rows as they are, each a line."""
    rows = data.count(b"\n") + 1
    return Chunk(
        text=data.decode(),
        separator=separator,
        first_row=first_row,
        rows=rows,
        lines=range(first_line, first_line + rows + 1),
    )


def _mend(data: bytes, first_row: int, first_line: int, separator: str) -> Chunk:
    """Rows with spaces for control characters, and each line decoded by itself."""
    lines = data.split(b"\n")
    return Chunk(
        text="\n".join(_CONTROL.sub(" ", decode(line)) for line in lines),
        separator=separator,
        first_row=first_row,
        rows=len(lines),
        lines=range(first_line, first_line + len(lines) + 1),
        sha256=tuple(hashlib.sha256(line).hexdigest() for line in lines),
    )


class _Lines:
    """Lines for the CSV reader, which remembers those of the row that it is at."""

    def __init__(self, data: bytes, blocks: Iterator[bytes]) -> None:
        self._waiting = deque(data.split(b"\n"))
        self._blocks = blocks
        self.row: list[bytes] = []

    def __iter__(self) -> Iterator[str]:
        while self.are_left or self._load():
            line = self._waiting.popleft()
            self.row.append(line)
            yield decode(line) + "\n"

    @property
    def are_left(self) -> bool:
        """Whether the block has more lines."""
        return bool(self._waiting)

    def _load(self) -> bool:
        """A row goes on in the next block."""
        block = next(self._blocks, None)
        self._waiting.extend([] if block is None else _unix(block).split(b"\n"))
        return block is not None

    def give_back(self) -> None:
        """All lines of the row but its first are to be read again."""
        self._waiting.extendleft(reversed(self.row[1:]))
        self.row = self.row[:1]


def _parse(data: bytes, blocks: Iterator[bytes], first_row: int, first_line: int, separator: str) -> Chunk:
    """Rows of CSV, up to the end of the block or of the row that reaches over it."""
    lines = _Lines(data, blocks)
    reader = csv.reader(iter(lines), delimiter=separator, strict=True)
    rows: list[str] = []
    digests: list[str] = []
    faults: list[Fault] = []
    begins = [first_line]
    while lines.are_left:
        lines.row = []
        try:
            cells = next(reader)
        except csv.Error:
            reason = _TOO_LONG if len(lines.row[0]) > LONGEST else _OPEN_QUOTE
            faults.append(Fault(row=first_row + len(rows), reason=reason))
            lines.give_back()
            reader = csv.reader(iter(lines), delimiter=separator, strict=True)
            cells = []
        rows.append(_join(cells))
        digests.append(hashlib.sha256(b"\n".join(lines.row)).hexdigest())
        begins.append(begins[-1] + len(lines.row))
    return Chunk(
        text="\n".join(rows),
        separator=PARTED,
        first_row=first_row,
        rows=len(rows),
        lines=tuple(begins),
        sha256=tuple(digests),
        faults=tuple(faults),
    )


def _join(cells: list[str]) -> str:
    """A row's fields in one line."""
    if _ANY_CONTROL.search("".join(cells)):
        cells = [_ANY_CONTROL.sub(" ", cell) for cell in cells]
    return PARTED.join(cells)
