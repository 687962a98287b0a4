"""The packaged registry in one JSON file, which loads in a tenth of the time that its TOML files take.

`train/registry.py` makes `actors.json` out of the files in `actors/`, which stay the source: a file that was
not made from them is not used. An entry is made of its table when somebody first asks for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import overload

from detente.codebook.entities import Entry
from detente.codebook.entity_files import SECTIONS, read_entry, read_source
from detente.codebook.entity_index import Index, index_entries
from detente.codebook.entity_table import EntryTable
from detente.codebook.model import Source

FOLDER = "actors"
SOURCES = "sources"
STORE = "actors.json"
Raw = Mapping[str, Mapping[str, object]]  # of each section the table of each id


class Entries(Sequence[Entry]):
    """The entries of tables, each made when it is first asked for."""

    def __init__(self, raw: Raw) -> None:
        self._tables = [(section, id, raw[section][id]) for section in SECTIONS for id in raw[section]]
        self._made: list[Entry | None] = [None] * len(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        made = self._made[at]
        if made is None:
            section, id, value = self._tables[at]
            name = file_name(section)
            made = self._made[at] = read_entry(section, id, EntryTable(name, "", value, (id,)), name)
        return made

    def __iter__(self) -> Iterator[Entry]:
        return (self[at] for at in range(len(self)))


def file_name(section: str) -> str:
    """The packaged file of a section, as errors name it."""
    return f"{FOLDER}/{section}.toml"


def packaged(section: str) -> bytes:
    """The packaged file of a section, with the line ends that it has in the repository."""
    content = files("detente.codebook").joinpath(file_name(section)).read_bytes()
    return content.replace(b"\r\n", b"\n")


def digest(contents: Iterable[bytes]) -> str:
    """SHA-256 of the files of a registry, in their order."""
    total = hashlib.sha256()
    for content in contents:
        total.update(content)
    return total.hexdigest()


def dump(raw: Raw, sha256: str) -> str:
    """The text of the store: tables, index and the digest of the files that they came from."""
    index = index_entries(Entries(raw))
    parts = {
        "sha256": sha256,
        "tables": raw,
        "keys": index.keys,
        "reach": index.reach,
        "ids": index.ids,
        "offices": index.offices,
    }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=_day) + "\n"


def load_store() -> tuple[tuple[Source, ...], Entries, Index, str] | None:
    """Sources, entries, index and digest; None where the store was made from other files."""
    place = files("detente.codebook").joinpath(STORE)
    if not place.is_file():
        return None
    parts = json.loads(place.read_bytes())
    if parts["sha256"] != digest(packaged(section) for section in (SOURCES, *SECTIONS)):
        return None
    tables = parts["tables"]
    index = Index(keys=parts["keys"], reach=parts["reach"], ids=parts["ids"], offices=parts["offices"])
    sources = tuple(
        read_source(id, EntryTable(file_name(SOURCES), "", value, (id,)))
        for id, value in tables[SOURCES].items()
    )
    return sources, Entries(tables), index, parts["sha256"]


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in the store")
