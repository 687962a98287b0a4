"""Which column of a file is which: by its header, or by the published order where it has none."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress

from detente.archives.files import reject
from detente.archives.model import Archive, Layout
from detente.archives.rows import decode
from detente.schema import Rejection

_BOM = b"\xef\xbb\xbf"
_OTHER = re.compile(r"[^a-z0-9]+")
_LOOKED_AT = 20  # rows by which the width of a file without header is told, should the first be bad


def without_bom(block: bytes) -> bytes:
    """The first block of a file without the mark that some programs put before it."""
    return block.removeprefix(_BOM)


def arrange(archive: Archive, block: bytes, locator: str) -> Layout | Rejection:
    """Where the columns of a file stand. block: the file's first, without byte order mark."""
    if b"\0" in block[:4096]:
        return reject(locator, "not a text file")
    lines = [decode(line.rstrip(b"\r")) for line in block.split(b"\n", _LOOKED_AT)[:_LOOKED_AT]]
    rows = [line for line in lines if line.strip()]
    if not rows:
        return reject(locator, "empty file")
    separator = max(archive.separators, key=rows[0].count)
    names = [normal(cell) for cell in _cells(rows[0], separator, archive)]
    if set(names) & set(archive.needed):
        return _by_names(archive, names, rows, separator, locator)
    widths = [len(cells) for cells in _rows(rows, separator, archive)]
    width = next((width for width in widths if width in archive.widths), None)
    if width is None:
        wanted = " or ".join(map(str, archive.widths)) or f"a header with {', '.join(archive.needed)}"
        return reject(locator, f"not a file of {archive.name}", f"{len(names)} columns; wanted: {wanted}")
    return _in_order(archive, width, separator, has_header=False)


def normal(name: str) -> str:
    """A column's name in small letters, "_" between its words."""
    return _OTHER.sub("_", name.lower()).strip("_")


def _by_names(
    archive: Archive, names: list[str], rows: list[str], separator: str, locator: str
) -> Layout | Rejection:
    width = len(_cells(rows[1], separator, archive)) if len(rows) > 1 else len(names)
    published = len(archive.columns)
    if not archive.quoted and len(names) > published and width == published:
        # Some POLECAT files name columns that their rows do not have: then the published order holds.
        return _in_order(archive, published, separator, has_header=True)
    missing = [name for name in archive.needed if name not in names]
    if missing:
        return reject(locator, "columns are missing", ", ".join(missing))
    first = {name: place for place, name in reversed(list(enumerate(names, start=1)))}
    wanted = tuple((name, first[name]) for name in archive.columns if name in first)
    return Layout(separator=separator, positions=wanted, width=len(names), has_header=True)


def _in_order(archive: Archive, width: int, separator: str, *, has_header: bool) -> Layout:
    columns = _without(archive.columns, width)
    positions = tuple((name, place) for place, name in enumerate(columns, start=1))
    return Layout(separator=separator, positions=positions, width=width, has_header=has_header)


def _without(columns: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The columns of an older, narrower file: GDELT 1.0 has no second divisions, at first no addresses."""
    if width >= len(columns):
        return columns
    kept = tuple(name for name in columns if not name.endswith("_adm2code"))
    return kept[:width]


def _rows(lines: list[str], separator: str, archive: Archive) -> Iterator[list[str]]:
    """The fields of lines; where rows are quoted, one may reach over several of them."""
    if not archive.quoted:
        yield from (_cells(line, separator, archive) for line in lines)
        return
    with suppress(csv.Error):
        yield from csv.reader((f"{line}\n" for line in lines), delimiter=separator)


def _cells(line: str, separator: str, archive: Archive) -> list[str]:
    """The fields of a line, without the empty ones that stand behind the last published column."""
    cells = line.split(separator)
    if archive.quoted and '"' in line:
        with suppress(csv.Error):
            cells = next(csv.reader([line], delimiter=separator))
    while len(cells) > len(archive.columns) and not cells[-1].strip():
        cells = cells[:-1]
    return cells
