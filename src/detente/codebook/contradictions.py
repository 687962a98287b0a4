"""What cannot be true of a registry as a whole, though each of its entries can be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.codebook.entities import (
    Collective,
    Entry,
    Group,
    Holder,
    Noun,
    Office,
    Organisation,
    Person,
    State,
)
from detente.codebook.loader import load
from detente.codebook.surface import key

_Known = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A problem of one entry, and the file and section that the entry stands in."""

    file: str
    section: str
    id: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.text}"


def contradictions(entries: Iterable[Entry], sources: Iterable[str]) -> tuple[Contradiction, ...]:
    """All that cannot be true, where `sources` are the names of all sources.

    That is: an id in two files; two entries that are one in records; an unknown country, sector, source,
    member, parent or holder; an organisation within itself; two sectors, or one member twice, on one day; two
    holders of one office on one day, unless several may hold it or one is acting or disputed; a text that
    names two entities while none of them calls it ambiguous; a form of two common nouns.
    """
    known: dict[str, list[Entry]] = {}
    for entry in entries:
        known.setdefault(entry.id, []).append(entry)
    sectors = frozenset(sector.name for sector in load().sectors)
    named = frozenset(sources)
    found = [
        Contradiction(file=entry.file, section=entry.section, id=entry.id, text=text)
        for group in known.values()
        for entry in group
        for text in (*_of_one(entry, known, sectors), *_unsourced(entry, named))
    ]
    everybody = [entry for group in known.values() for entry in group]
    for entry, text in (*_twice_known(everybody), *_twice_named(everybody), *_twice_spelled(everybody)):
        found.append(Contradiction(file=entry.file, section=entry.section, id=entry.id, text=text))
    return tuple(found)


def _of_one(entry: Entry, known: _Known, sectors: frozenset[str]) -> Iterator[str]:
    others = [other.file for other in known[entry.id] if other is not entry]
    if others:
        yield f"stands in {others[0]} too"
    named = {held.sector for held in entry.sectors} | {form.sector for form in entry.forms if form.sector}
    yield from (f"no sector {sector!r} in the codebook" for sector in sorted(named - sectors))
    for own, other in combinations(entry.sectors, 2):
        if own.period.overlaps(other.period):
            yield f"is {own.sector} and {other.sector} on one day"
    texts = {key(form.text) for form in entry.forms}
    yield from (
        f"{text!r} is ambiguous but none of its names" for text in entry.ambiguous if key(text) not in texts
    )
    yield from (f"{form.text!r} has no letter or digit" for form in entry.forms if not key(form.text))
    yield from _references(entry, known)
    if isinstance(entry, Office):
        yield from _two_at_once(entry)


def _unsourced(entry: Entry, sources: frozenset[str]) -> Iterator[str]:
    """Sources that nobody describes. The date of what was read may follow a name ("factbook 2026-01")."""
    for source in entry.source:
        if source not in sources and source.rpartition(" ")[0] not in sources:
            yield f"no source {source!r}"


def _references(entry: Entry, known: _Known) -> Iterator[str]:
    if isinstance(entry, State) and entry.part_of is not None and not _is_a(State, entry.part_of, known):
        yield f"part_of: no country {entry.part_of!r}"
    if isinstance(entry, Group | Office | Person) and not _is_country(entry.country, known):
        yield f"no country {entry.country!r}"
    if isinstance(entry, Person) and entry.home is not None and not _is_a(State, entry.home, known):
        yield f"home: no country {entry.home!r}"
    if isinstance(entry, Organisation | Group) and entry.parent is not None:
        if not _is_a(type(entry), entry.parent, known):
            yield f"no parent {entry.parent!r}"
        elif entry.id in _above(entry, known):
            yield "is its own parent, directly or by others"
    if isinstance(entry, Organisation | Collective):
        yield from (f"no member {member.id!r}" for member in entry.members if member.id not in known)
        for one, other in combinations(entry.members, 2):
            if one.id == other.id and one.period.overlaps(other.period):
                yield f"{one.id} is a member twice on one day"
    if isinstance(entry, Office):
        people = dict.fromkeys(held.person for held in entry.holders)
        yield from (f"no person {person!r}" for person in people if not _is_a(Person, person, known))


def _is_a(kind: type[Entry], id: str, known: _Known) -> bool:
    return any(isinstance(entry, kind) for entry in known.get(id, ()))


def _is_country(code: str | None, known: _Known) -> bool:
    return code is None or _is_a(State, code, known) or _is_a(Organisation, code, known)


def _above(entry: Organisation | Group, known: _Known) -> set[str]:
    """The ids of all that an organisation or group is part of."""
    above: set[str] = set()
    parent = entry.parent
    while parent is not None and parent not in above:
        above.add(parent)
        found = (other for other in known.get(parent, ()) if isinstance(other, Organisation | Group))
        parent = next((other.parent for other in found), None)
    return above


def _two_at_once(office: Office) -> Iterator[str]:
    if office.several:
        return
    plain: list[Holder] = [held for held in office.holders if not held.acting and not held.disputed]
    for one, other in combinations(plain, 2):
        if one.period.overlaps(other.period):
            yield f"{one.person} and {other.person} hold it on one day"


def _twice_named(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Texts that name two entities.

    Of persons the full name alone counts, as many share a surname; and two people of one name are told apart
    by a further word in the id.
    """
    named: dict[str, dict[int, Entry]] = {}
    marked: set[str] = set()
    for entry in entries:
        if isinstance(entry, State | Organisation | Group | Collective | Person):
            forms = entry.forms[:1] if isinstance(entry, Person) else entry.forms
            for form in forms:
                named.setdefault(key(form.text), {})[id(entry)] = entry
            marked.update(key(text) for text in entry.ambiguous)
            if isinstance(entry, Person) and entry.id.startswith(
                f"person:{key(entry.name).replace(' ', '-')}-"
            ):
                marked.add(key(entry.name))
    for text, group in named.items():
        if len(group) > 1 and text not in marked:
            for entry in group.values():
                others = ", ".join(other.id for other in group.values() if other is not entry)
                yield entry, f"{text!r} names {others} too, and none of them calls it ambiguous"


def _twice_known(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Entries that records would not tell apart."""
    taken: dict[str, Entry] = {}
    for entry in entries:
        other = taken.setdefault(entry.entity, entry)
        if other.id != entry.id:
            yield entry, f"stands in records as {entry.entity}, which is {other.id}"


def _twice_spelled(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Common nouns that share a form."""
    taken: dict[str, Entry] = {}
    for entry in entries:
        for form in entry.forms if isinstance(entry, Noun) else ():
            other = taken.setdefault(form.text, entry)
            if other is not entry:
                yield entry, f"{form.text!r} is a form of {other.id} too"
