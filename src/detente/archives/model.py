"""What an archive is made of, and what comes of its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from detente.codebook import Codebook
from detente.schema import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an archive's code is in the codebook.

    type: None where the code is no political act. fault: why the code cannot be used, or None.
    """

    type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    intensity: float | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A form in which event archives come.

    columns: names in the published order, in small letters with "_" between words. needed: without these a
        file with a header is no such archive.
    separators: the first is the published one; of several, the header shows which.
    quoted: whether fields may stand in quotation marks, with separators and line ends in them (CSV).
    header: True (always there), False (never), None (known by its names).
    widths: how many columns a file without header may have; empty where it must have one.
    sql: the file in `sql/` that makes a row's cells into what all archives have in common.
    ids: whether each row carries the archive's own id, so that a row with the same bytes is the same row.
    act, actors, country: what the archive's codes, parties and places stand for. country_code: (text) of
        a place. types: all that its codes can stand for; empty where they can stand for any.
    licence: the note that goes with its rows where the user gives none.
    """

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    separators: tuple[str, ...]
    quoted: bool
    widths: tuple[int, ...]
    sql: str
    ids: bool
    act: Callable[[Codebook, str], Act]
    actors: Callable[[str | None, str | None, str | None], tuple[Actor, ...]]
    country: Callable[[str], str | None]
    licence: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the columns stand in a file. positions: (name, place counted from 1). width: fields of a row."""

    separator: str
    positions: tuple[tuple[str, int], ...]
    width: int
    has_header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that cannot be used. row: counted from 1 without the header."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Whole rows of a file, as one text.

    text: rows with a line feed between them, fields with `separator` between them; a row that is empty
        or at fault is an empty line.
    lines: of the file, from 1 and with its header, at which each row begins, and that behind the last row.
    sha256: of each row's bytes, where these are not the text's; else None.
    """

    text: str
    separator: str
    first_row: int
    rows: int
    lines: Sequence[int]
    sha256: tuple[str, ...] | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What came of a chunk of rows.

    events: a row an event, in the columns of `detente.archives.COLUMNS`. rejections: columns of a Rejection.
    rows: read, without empty ones. no_event: rows whose code is no political act.
    """

    events: pl.DataFrame
    rejections: pl.DataFrame
    rows: int
    no_event: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file, or a member of a ZIP archive. sha256: of the file's bytes (of a member: with its name)."""

    path: Path
    member: str | None = None
    sha256: str

    @property
    def locator(self) -> str:
        """How messages name it."""
        return str(self.path) if self.member is None else f"{self.path}!{self.member}"
