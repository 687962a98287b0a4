"""Event archives that people have -> events of the record, column by column and in bounded memory.

An archive's row becomes one event whose evidence is the row. `formats` names the archives, `files` opens
them, `layout` finds their columns, `rows` cuts them into chunks, `convert` turns a chunk into events; `acts`,
`names` and `codes.toml` say what their codes stand for, `sql/` what their columns are. `profiles` writes
events back.
"""

from collections.abc import Iterator
from datetime import date

from detente.archives.convert import Converter, reading_id
from detente.archives.files import DAMAGED, find, opened, reject, whole_lines
from detente.archives.formats import ARCHIVES
from detente.archives.layout import arrange, without_bom
from detente.archives.model import Archive, Converted, Source
from detente.archives.profiles import PROFILED, PROFILES, header, profile, write_tabbed
from detente.archives.rows import chunks
from detente.codebook import Codebook
from detente.schema import InputError, Rejection

__all__ = [
    "ARCHIVES",
    "PROFILED",
    "PROFILES",
    "Archive",
    "Converted",
    "Source",
    "archive_named",
    "convert",
    "find",
    "header",
    "profile",
    "reading_id",
    "write_tabbed",
]


def archive_named(name: str) -> Archive:
    """The archive of that name. Raises: InputError for a name that is none."""
    for archive in ARCHIVES:
        if archive.name == name:
            return archive
    raise InputError(f"there is no archive {name!r}; there are {', '.join(a.name for a in ARCHIVES)}")


def convert(
    source: Source, archive: Archive, *, codebook: Codebook, dataset: str, today: date
) -> Iterator[Converted | Rejection]:
    """What comes of a file, chunk by chunk; a Rejection where it cannot be used, or not to its end.

    dataset: name that the rows' evidence bears. today: rows of later days are rejected.
    """
    try:
        with opened(source) as stream:
            blocks = whole_lines(stream)
            first = without_bom(next(blocks, b""))
            layout = arrange(archive, first, source.locator)
            if isinstance(layout, Rejection):
                yield layout
                return
            body = _behind_header(first, blocks) if layout.has_header else _again(first, blocks)
            with Converter(
                archive, layout, codebook=codebook, dataset=dataset, locator=source.locator, today=today
            ) as converter:
                rows = chunks(
                    body,
                    separator=layout.separator,
                    quoted=archive.quoted,
                    first_line=2 if layout.has_header else 1,
                )
                for chunk in rows:
                    yield converter.convert(chunk)
    except DAMAGED as error:
        yield reject(source.locator, "file cannot be read to its end", str(error))


def _behind_header(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    _, _, rest = first.partition(b"\n")
    return _again(rest, blocks)


def _again(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from blocks
