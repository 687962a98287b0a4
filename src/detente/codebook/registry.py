"""The registry of actors: which texts stand for whom. States, organisations, groups, persons, offices, words.

The registry is data, in the folder `actors` of this package: one TOML file for each kind of entry. A user's
own file holds the same tables under the names of those files (`[states.RUS]`, `[groups."group:my-front"]`).
A new id extends the registry; a known one changes the keys that it gives, and `also` adds names.

    >>> from datetime import date
    >>> from detente.codebook.registry import load_registry
    >>> registry = load_registry()
    >>> [found.entry.name for found in registry.lookup("the Kremlin's")]
    ['Russia']
    >>> registry.lookup("us"), registry.lookup("U.S.")[0].entry.id
    ((), 'USA')
    >>> [registry.country(found.entry) for found in registry.lookup("Congolese")]
    ['COG', 'COD']
    >>> registry.holder("USA.president", date(2023, 5, 1)).name
    'Joe Biden'
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from detente.codebook.contradictions import Contradiction, contradictions
from detente.codebook.entities import Candidate, Collective, Entry, Office, Organisation, Person, State
from detente.codebook.entity_files import SECTIONS, read_entry, read_source
from detente.codebook.entity_index import Index, index_entries
from detente.codebook.entity_store import SOURCES, digest, file_name, load_store, packaged
from detente.codebook.entity_table import EntryTable
from detente.codebook.model import Source
from detente.codebook.surface import fits, key
from detente.codebook.table import find_line, read_tables
from detente.schema import CodebookError

_REMEMBERED = 32_768  # texts
_Kind = TypeVar("_Kind", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All entries, kind by kind in the order of their files. sha256: of the bytes they were read from.

    remembered: what was asked for before, and found; reports repeat their names.
    """

    sources: tuple[Source, ...]
    entries: Sequence[Entry]
    sha256: str
    index: Index = field(repr=False, compare=False)
    remembered: dict[tuple[str, str, bool], tuple[Candidate, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def lookup(self, text: str, any_case: bool = False) -> tuple[Candidate, ...]:
        """What a text may stand for, each entry once; empty where nobody knows it.

        Spellings that differ in accents, dots, hyphens, apostrophes, a possessive or the article are one.
        Case matters where it must: "us" is not "US"; any_case is for what a person types.
        """
        return self.filed(key(text), text, any_case)

    def filed(self, filed: str, text: str, any_case: bool = False) -> tuple[Candidate, ...]:
        """What a text may stand for whose `key` is known."""
        if filed not in self.index.keys:
            return ()
        asked = (filed, text, any_case)
        known = self.remembered.get(asked)
        if known is None:
            known = tuple(self._filed(*asked))
            if len(self.remembered) >= _REMEMBERED:
                self.remembered.clear()
            self.remembered[asked] = known
        return known

    def _filed(self, filed: str, text: str, any_case: bool) -> Iterable[Candidate]:
        found: dict[str, Candidate] = {}
        for at, number in self.index.keys[filed]:
            entry = self.entries[at]
            form = entry.forms[number]
            if entry.id not in found and (any_case or fits(form.text, text, form.by == "abbreviation")):
                found[entry.id] = Candidate(form=form, entry=entry)
        return found.values()

    def entry(self, id: str) -> Entry:
        """The entry of an id, or of a state's Wikidata id. Raises: CodebookError for an unknown one."""
        if id not in self.index.ids:
            raise CodebookError(f"the registry has no entry {id!r}")
        return self.entries[self.index.ids[id]]

    def offices(self, owner: str) -> tuple[Office, ...]:
        """The offices of a country or organisation, or those that a person holds or held; by their ids."""
        found = (self.entries[at] for at in self.index.offices.get(owner, ()))
        return tuple(office for office in found if isinstance(office, Office))

    def of_kind(self, kind: type[_Kind]) -> Iterator[_Kind]:
        """The entries of one class."""
        return (entry for entry in self.entries if isinstance(entry, kind))

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What cannot be true of it; see `detente.codebook.contradictions`."""
        return contradictions(self.entries, (source.name for source in self.sources))

    def country(self, entry: Entry) -> str | None:
        """The code that stands in Actor.country: a state's, or "IGO:..." of the organisation at the top."""
        if isinstance(entry, State):
            whole = self.entry(entry.part_of) if entry.part_of else entry
            partial = whole is not entry and any(held.sector == "PRE" for held in whole.sectors)
            return whole.id if partial else entry.id  # Gaza is Palestine's, though Kosovo is its own
        while isinstance(entry, Organisation) and entry.parent is not None:
            entry = self.entry(entry.parent)
        if isinstance(entry, Organisation):
            return entry.id
        country = getattr(entry, "country", None)
        return country if isinstance(country, str) else None

    def members(self, id: str, day: date) -> tuple[str, ...]:
        """The ids that belong to an organisation or collective on a day. Raises: CodebookError."""
        entry = self.entry(id)
        if not isinstance(entry, Organisation | Collective):
            raise CodebookError(f"{id} is a {entry.kind} and has no members")
        return tuple(member.id for member in entry.members if member.period.covers(day))

    def holders(self, office: str, day: date) -> tuple[Person, ...]:
        """Who holds an office on a day: nobody, one, or several where that may be."""
        entry = self.entry(office)
        if not isinstance(entry, Office):
            raise CodebookError(f"{office} is a {entry.kind}, not an office")
        ids = [held.person for held in entry.holders if held.period.covers(day)]
        people = (self.entry(person) for person in dict.fromkeys(ids))
        return tuple(person for person in people if isinstance(person, Person))

    def holder(self, office: str, day: date) -> Person | None:
        """The one who holds an office on a day; None for nobody, and where more than one may be meant."""
        people = self.holders(office, day)
        return people[0] if len(people) == 1 else None


def load_registry(extra: Path | None = None) -> Registry:
    """Read detente's registry, once, or together with a user's own file.

    Raises: CodebookError for a file that cannot be read, or for a user's entry that breaks a rule or
    contradicts another; it names file and line.
    """
    if extra is None:
        return _packaged()
    try:
        content = extra.read_bytes()
    except OSError as error:
        raise CodebookError(f"{extra}: cannot be read: {error.strerror}") from error
    registry, texts = _read((str(extra), content))
    for problem in registry.contradictions():
        if problem.file == str(extra):
            raise CodebookError(_placed(problem, texts[problem.file]))
    return registry


@cache
def _packaged() -> Registry:
    store = load_store()
    if store is None:
        return _read(None)[0]
    sources, entries, index, sha256 = store
    return Registry(sources=sources, entries=entries, sha256=sha256, index=index)


def _read(extra: tuple[str, bytes] | None) -> tuple[Registry, dict[str, str]]:
    """The registry, and the text of each of its files by name."""
    texts: dict[str, str] = {}
    contents = []
    known: dict[str, dict[str, _Raw]] = {}
    for section in (SOURCES, *SECTIONS):
        name = file_name(section)
        contents.append(packaged(section))
        texts[name], root = read_tables(contents[-1], name)
        known[section] = {id: _Raw(value=value, file=name, path=(id,)) for id, value in root.items()}
    if extra is not None:
        contents.append(extra[1])
        texts[extra[0]] = _extend(known, *extra)
    sources = tuple(read_source(id, raw.table(texts)) for id, raw in known.pop(SOURCES).items())
    entries = tuple(
        read_entry(section, id, raw.table(texts), raw.file)
        for section, group in known.items()
        for id, raw in group.items()
    )
    return (
        Registry(sources=sources, entries=entries, sha256=digest(contents), index=index_entries(entries)),
        texts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """What a file says of an entry, and where: `path` are the keys of its table."""

    value: object
    file: str
    path: tuple[str, ...]

    def table(self, texts: Mapping[str, str]) -> EntryTable:
        return EntryTable(self.file, texts[self.file], self.value, self.path)


def _extend(known: dict[str, dict[str, _Raw]], name: str, content: bytes) -> str:
    """Lay a user's tables over the packaged ones, key by key, and return the file's text."""
    text, root = read_tables(content, name)
    for section, group in root.items():
        table = EntryTable(name, text, group, (section,))
        if section not in known:
            table.refuse(f"no section {section!r}; known: {', '.join(known)}", *list(table.rest())[:1])
        for id, value in table.rest().items():
            before = known[section][id].value if id in known[section] else {}
            if not isinstance(value, dict) or not isinstance(before, dict):
                table.refuse("must be a table", id)
            known[section][id] = _Raw(value={**before, **value}, file=name, path=(section, id))
    return text


def _placed(problem: Contradiction, text: str) -> str:
    line = find_line(text, (problem.section, problem.id))
    return f"{problem.file}, line {line}: {problem.id}: {problem.text}"
