"""Every fault of a user's own codebook or registry file, each with its line, and not the first alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from detente.codebook.contradictions import contradictions
from detente.codebook.entities import Entry
from detente.codebook.entity_files import SECTIONS, read_entry, read_source
from detente.codebook.entity_store import SOURCES, file_name, packaged
from detente.codebook.entity_table import EntryTable
from detente.codebook.loader import make
from detente.codebook.registry import load_registry
from detente.codebook.table import FaultError, Table, find_line, read_tables
from detente.schema import CodebookError

_Made = TypeVar("_Made")
_Path = tuple[str, ...]
_GONE = object()
# What stands in for a value that was refused, so that reading goes on to the next fault: nothing, for a key
# that may be missing; else something of each type that a key may ask for. The number is nobody's own.
_STAND_INS: tuple[object, ...] = (_GONE, "x", 987_654_321, 0.0, True, [], ["x"], {})
_OF_CODEBOOKS = frozenset(
    ("quads", "events", "statuses", "cameo", "contexts", "sectors", "units", "quantities")
)
_AT_LINE, _AT_BYTE = re.compile(r"at line (\d+)"), re.compile(r"at byte (\d+)")
_MOST_FAULTS = 200  # more than anybody mends at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and in which line (from 1); None where it is the file as a whole."""

    line: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found.

    kind: codebook or registry; None where the file is neither. counted: of each table how many entries it
    has. hidden: there may be more faults behind those found. sha256: of the file.
    """

    kind: str | None
    counted: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]
    hidden: bool
    sha256: str


def check(path: Path) -> Checked:
    """Find every fault of a file. Raises: CodebookError for one that cannot be read at all."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read: {error.strerror}") from error
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        text, root = read_tables(content, str(path))
    except FaultError as refusal:
        fault = Fault(line=_line_of(content, refusal), text=refusal.text)
        return Checked(kind=None, counted=(), faults=(fault,), hidden=True, sha256=sha256)
    codebook = not _OF_CODEBOOKS.isdisjoint(root)
    found = _of_codebook(str(path), text, root) if codebook else _of_registry(str(path), text, root)
    ordered = sorted(dict.fromkeys(found.faults), key=lambda fault: fault.line or 0)
    counted = tuple((name, len(group)) for name, group in root.items() if isinstance(group, dict))
    return Checked(
        kind="codebook" if codebook else "registry",
        counted=counted,
        faults=tuple(ordered),
        hidden=found.hidden,
        sha256=sha256,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    faults: tuple[Fault, ...]
    hidden: bool


def _of_codebook(file: str, text: str, root: Mapping[str, object]) -> _Found:
    _, faults, hidden = _mended(lambda value: make(Table(file, text, value), ""), root, ())
    return _Found(faults=tuple(faults), hidden=hidden)


def _of_registry(file: str, text: str, root: Mapping[str, object]) -> _Found:
    """Each entry by itself, then what contradicts another entry, of the file's or of detente's own."""
    registry = load_registry()
    faults: list[Fault] = []
    hidden = False
    own: dict[tuple[str, str], Entry] = {}
    sources = {source.name for source in registry.sources}
    if not root:
        faults.append(Fault(line=None, text="holds no table"))
    for section, group in root.items():
        if section not in (SOURCES, *SECTIONS):
            known = ", ".join((SOURCES, *SECTIONS))
            faults.append(
                _at(text, (section, *list(_ids(group))[:1]), f"no section {section!r}; known: {known}")
            )
            continue
        if not isinstance(group, dict):
            faults.append(_at(text, (section,), "must be a table"))
            continue
        _, before = read_tables(packaged(section), file_name(section))
        for id, value in group.items():
            known_value = before.get(id, {})
            if not isinstance(value, dict) or not isinstance(known_value, dict):
                faults.append(_at(text, (section, id), "must be a table"))
                continue
            read = _reader(file, text, section, id)
            made, mine, more = _mended(read, {**known_value, **value}, (section, id))
            faults += mine
            hidden |= more
            if isinstance(made, Entry):
                own[section, id] = made
            sources |= {id} if section == SOURCES else set()
    entries = [own.pop((entry.section, entry.id), entry) for entry in registry.entries]
    for problem in contradictions([*entries, *own.values()], sources):
        if problem.file == file:
            faults.append(_at(text, (problem.section, problem.id), problem.text))
    return _Found(faults=tuple(faults), hidden=hidden)


def _ids(group: object) -> Iterable[str]:
    return group if isinstance(group, dict) else ()


def _reader(file: str, text: str, section: str, id: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        table = EntryTable(file, text, value, (section, id))
        return read_source(id, table) if section == SOURCES else read_entry(section, id, table, file)

    return read


def _mended(
    read: Callable[[object], _Made], value: object, above: _Path
) -> tuple[_Made | None, list[Fault], bool]:
    """Read a value again and again, with something in place of each part that is refused.

    Returns what was made at last, the faults, and whether more of them may be hidden: where nothing could
    stand in for a part. above: the keys that lead to the value.
    """
    faults: list[Fault] = []
    while len(faults) < _MOST_FAULTS:
        try:
            return read(value), faults, False
        except FaultError as refusal:
            inner = refusal.path[len(above) :]
            place = next((inner[:at] for at in range(1, len(inner) + 1) if _is_list(value, inner[:at])), None)
            good, bad = _sorted(read, value, refusal.path, above, place) if place else ([], [])
            faults += bad or [_fault(refusal)]
            if place and bad:
                value = _put(value, place, good)
                continue
            mended = next(_repairs(read, value, refusal.path, inner), None) if inner else None
            if mended is None:
                return None, faults, True
            value = mended
    return None, faults, True


def _repairs(read: Callable[[object], object], value: object, path: _Path, inner: _Path) -> Iterator[object]:
    """The value with each stand-in that is not refused at the same place."""
    for stand_in in (*_STAND_INS, *_beside(value, inner)):
        mended = _put(value, inner, stand_in)
        try:
            read(mended)
        except FaultError as other:
            if other.path == path:
                continue
        yield mended


def _sorted(
    read: Callable[[object], object], value: object, path: _Path, above: _Path, place: _Path
) -> tuple[list[object], list[Fault]]:
    """The items of a list that can be read, and the faults of the others. place: of the list."""
    items = _get(value, place)
    good: list[object] = []
    bad: list[Fault] = []
    reach = len(above) + len(place)
    for item in items if isinstance(items, list) else ():
        try:
            read(_put(value, place, [item]))
        except FaultError as other:
            if other.path[:reach] == path[:reach]:
                bad.append(_fault(other))
                continue
        good.append(item)
    return good, bad


def _is_list(value: object, path: _Path) -> bool:
    return isinstance(_get(value, path), list)


def _line_of(content: bytes, refusal: FaultError) -> int | None:
    """The line of what is not TOML or not UTF-8, which the error tells in words."""
    found = _AT_LINE.search(refusal.text)
    if found is not None:
        return int(found[1])
    at = _AT_BYTE.search(refusal.text)
    return content.count(b"\n", 0, int(at[1]) if at else len(content)) + 1


def _beside(value: object, path: _Path) -> Iterator[object]:
    """What the tables beside have at the same key: some values must be one of a list."""
    tables = _get(value, path[:-2]) if len(path) > 1 else None
    for table in tables.values() if isinstance(tables, dict) else ():
        if isinstance(table, dict) and path[-1] in table:
            yield table[path[-1]]


def _get(value: object, path: _Path) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _put(value: object, path: _Path, stand_in: object) -> object:
    """A copy of nested tables with something else, or nothing, at a place."""
    if not path:
        return stand_in
    table = dict(value) if isinstance(value, dict) else {}
    inner = _put(table.get(path[0]), path[1:], stand_in)
    if inner is _GONE:
        table.pop(path[0], None)
    else:
        table[path[0]] = inner
    return table


def _fault(refusal: FaultError) -> Fault:
    return Fault(line=refusal.line, text=refusal.text)


def _at(text: str, path: _Path, problem: str) -> Fault:
    return Fault(line=find_line(text, path), text=f"{'.'.join(path)}: {problem}")
