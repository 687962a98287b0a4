"""Where the registry's entries are found: by key, by id, by country and by holder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.codebook.entities import Entry, Office
from detente.codebook.surface import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Positions of entries.

    keys: of each key the entries that have it, and which of their forms.
    reach: by the key of a word, how many words the longest form has that begins with it.
    ids: of each id, and of each id that stands in records.
    offices: of each country or organisation, and of the id of each person who held one.
    """

    keys: Mapping[str, Sequence[Sequence[int]]]
    reach: Mapping[str, int]
    ids: Mapping[str, int]
    offices: Mapping[str, Sequence[int]]


def index_entries(entries: Sequence[Entry]) -> Index:
    """Find the positions of all entries."""
    keys: dict[str, list[tuple[int, int]]] = {}
    offices: dict[str, dict[int, None]] = {}
    for at, entry in enumerate(entries):
        for number, form in enumerate(entry.forms):
            keys.setdefault(key(form.text), []).append((at, number))
        if isinstance(entry, Office):
            for owner in (*(held.person for held in entry.holders), *filter(None, [entry.country])):
                offices.setdefault(owner, {})[at] = None
    reach: dict[str, int] = {}
    for filed in keys:
        first, *more = filed.split(" ")
        reach[first] = max(reach.get(first, 0), 1 + len(more))
    last_first = list(enumerate(entries))[::-1]  # of two entries of one id, the first is found
    ids = {entry.entity: at for at, entry in last_first} | {entry.id: at for at, entry in last_first}
    return Index(
        keys=keys, reach=reach, ids=ids, offices={owner: tuple(held) for owner, held in offices.items()}
    )
