"""Paths to files: folders in sorted order, links followed, nothing read twice, nothing passed over unsaid.

Hidden files and folders inside a folder (whose names begin with a dot) are the one exception: they belong to
tools, not to the reader, and are skipped without a word. Name one on the command line and it is read.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.reports.options import reject
from detente.schema import Rejection

FORMATS = {
    ".txt": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pdf": "pdf",
}

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_PAPERWORK = re.compile(r"(README|LICEN[CS]E)([._-].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to be read.

    format: by its suffix; None when that says nothing and the user named the file: its content must tell.
    zipped: compressed with gzip. paperwork: "README" or "LICENSE" when a folder's file has such a name.
    """

    path: Path
    locator: str
    format: str | None
    zipped: bool
    paperwork: str | None = None

    @property
    def name(self) -> str:
        """The file's name without the suffixes that were understood."""
        path = self.path.with_suffix("") if self.zipped else self.path
        return printable(path.stem if path.suffix.lower() in FORMATS else path.name)


def printable(path: str | Path) -> str:
    """Write a path so that it can be stored and shown: forward slashes, and escapes for what is no character
    of UTF-8 or steers a terminal.
    """
    shown = os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)


def walk(path: str, seen: set[tuple[int, int]]) -> Iterator[Found | Rejection]:
    """Find the files under a path that the user gave.

    seen: device and inode of what was found before; kept up to date, and never given twice. It is what ends
        loops of links, and what makes a file with two names one file.
    """
    if not path:
        yield reject("", "no such file", "an empty path")
        return
    waiting = [(Path(path), True)]
    while waiting:
        here, named = waiting.pop()
        locator = printable(here)
        try:
            status = here.stat()
        except (OSError, ValueError) as error:
            yield _missing(here, locator, error)
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        if stat.S_ISDIR(status.st_mode):
            try:
                inside = sorted(entry.name for entry in here.iterdir() if not entry.name.startswith("."))
            except OSError as error:
                yield reject(locator, "not readable", error.strerror)
                continue
            waiting.extend((here / name, False) for name in reversed(inside))
        elif stat.S_ISREG(status.st_mode):
            yield _file(here, locator, named)
        else:
            yield reject(locator, "not a file", "a device, pipe or socket; give a pipe as -")


def _missing(path: Path, locator: str, error: OSError | ValueError) -> Rejection:
    if isinstance(error, PermissionError):
        return reject(locator, "not readable", error.strerror)
    target = _target(path)
    if target is not None:
        return reject(locator, "no such file", f"a link to {target}, which cannot be followed")
    if "://" in locator or re.match(r"https?:/", locator):
        return reject(locator, "no such file", "addresses are not fetched: save the page and give the file")
    detail = error.strerror if isinstance(error, OSError) else str(error)
    return reject(locator, "no such file", detail)


def _target(path: Path) -> str | None:
    """Where a link leads; None for what is no link."""
    try:
        return printable(path.readlink())
    except (OSError, ValueError):
        return None


def _file(path: Path, locator: str, named: bool) -> Found | Rejection:
    zipped = path.suffix.lower() == ".gz"
    inner = path.with_suffix("") if zipped else path
    form = FORMATS.get(inner.suffix.lower())
    paperwork = None if named else _PAPERWORK.fullmatch(path.name)
    if paperwork:
        kind = "README" if paperwork[1].upper() == "README" else "LICENSE"
        return Found(path=path, locator=locator, format=form, zipped=zipped, paperwork=kind)
    if form is None and not named:
        return reject(locator, "unknown format", inner.suffix or None)
    return Found(path=path, locator=locator, format=form, zipped=zipped)
