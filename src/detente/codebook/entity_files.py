"""Make the registry's entries out of the tables in its files: what a file may hold, kind by kind."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypedDict

from detente.codebook.entities import (
    Affix,
    Collective,
    Entry,
    Form,
    Group,
    Noun,
    Office,
    Organisation,
    Period,
    Person,
    SectorPeriod,
    State,
)
from detente.codebook.entity_table import EntryTable
from detente.codebook.model import Source

_PLACES = ("front", "back")
_STANDS_FOR = ("persons", "states", "groups", "parties")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el)-", re.IGNORECASE)  # news drops it: "Assad" is Bashar al-Assad
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_GROUPS = "group|party|agency|company|ngo|people|region"
_IDS = MappingProxyType(
    {
        "states": r"[A-Z]{3}",
        "organisations": r"IGO:[A-Z0-9]+(?:-[A-Z0-9]+)*",
        "groups": rf"(?:{_GROUPS}):{_SLUG}|Q\d+",
        "nouns": r"\S.*",
        "affixes": r"\S+",
        "collectives": rf"collective:{_SLUG}",
        "offices": r"\S+\.\S+",
        "persons": rf"Q\d+|person:{_SLUG}",
    }
)


class _Common(TypedDict):
    """The fields that every kind of entry has."""

    id: str
    name: str
    forms: tuple[Form, ...]
    sectors: tuple[SectorPeriod, ...]
    period: Period
    ambiguous: tuple[str, ...]
    source: tuple[str, ...]
    note: str | None
    file: str


def read_entry(section: str, id: str, table: EntryTable, file: str) -> Entry:
    """Make the entry that a table of a section describes. Raises: CodebookError, with file and line."""
    if not re.fullmatch(_IDS[section], id):
        table.refuse(f"{id!r} is no id of {section}")
    entry = _MAKERS[section](id, table, file)
    table.close()
    return entry


def read_source(name: str, table: EntryTable) -> Source:
    """Make the source that a table describes. Raises: CodebookError, with file and line."""
    source = Source(
        name=name,
        title=table.text("title"),
        authors=table.text("authors"),
        year=table.whole("year"),
        licence=table.text_or_none("licence"),
        used_for=table.text("used_for"),
    )
    table.close()
    return source


def _named(id: str, table: EntryTable, file: str) -> _Common:
    """Entries with a proper name: `name`, `names`, `also`, `abbreviations`, `demonyms`."""
    name = table.text("name")
    forms = (
        Form(text=name, by="name"),
        *table.forms("names", "name"),
        *table.forms("also", "name"),
        *table.forms("abbreviations", "abbreviation"),
        *table.forms("demonyms", "demonym"),
    )
    return _common(id, name, forms, table, file)


def _common(id: str, name: str, forms: tuple[Form, ...], table: EntryTable, file: str) -> _Common:
    return _Common(
        id=id,
        name=name,
        forms=forms,
        sectors=table.sectors(),
        period=table.period(),
        ambiguous=table.texts_or_none("ambiguous"),
        source=table.sources(),
        note=table.text_or_none("note"),
        file=file,
    )


def _state(id: str, table: EntryTable, file: str) -> State:
    common = _named(id, table, file)
    official, capital = table.text_or_none("official"), table.text_or_none("capital")
    capitals = () if capital is None else (Form(text=capital, by="capital", sector="GOV"),)
    older = (_governs(form) for form in table.forms("capital_names", "capital"))
    full = () if official is None else (Form(text=official, by="name"),)
    common["forms"] += (*full, *capitals, *older, *table.forms("metonyms", "metonym"))
    return State(
        **common,
        wikidata=table.text_or_none("wikidata"),
        official=official,
        capital=capital,
        part_of=table.text_or_none("part_of"),
        domain=table.text_or_none("domain"),
    )


def _governs(form: Form) -> Form:
    """A capital speaks for the government."""
    return Form(text=form.text, by=form.by, period=form.period, sector="GOV")


def _organisation(id: str, table: EntryTable, file: str) -> Organisation:
    return Organisation(
        **_named(id, table, file),
        wikidata=table.text_or_none("wikidata"),
        seat=table.text_or_none("seat"),
        parent=table.text_or_none("parent"),
        members=table.members(),
    )


def _group(id: str, table: EntryTable, file: str) -> Group:
    country, parent = table.text_or_none("country"), table.text_or_none("parent")
    worldwide = table.flag_or_false("worldwide")
    return Group(**_named(id, table, file), country=country, parent=parent, worldwide=worldwide)


def _noun(id: str, table: EntryTable, file: str) -> Noun:
    plural = table.text("plural")
    forms = tuple(Form(text=text, by="noun") for text in dict.fromkeys((id, plural)))
    takes_country = table.flag("takes_country")
    return Noun(**_common(id, id, forms, table, file), plural=plural, takes_country=takes_country)


def _affix(id: str, table: EntryTable, file: str) -> Affix:
    at, takes_country, meaning = (
        table.one_of("at", _PLACES),
        table.flag("takes_country"),
        table.text("meaning"),
    )
    forms = (Form(text=id, by="affix"),)
    return Affix(**_common(id, id, forms, table, file), at=at, takes_country=takes_country, meaning=meaning)


def _collective(id: str, table: EntryTable, file: str) -> Collective:
    return Collective(
        **_named(id, table, file),
        members=table.members(),
        stands_for=table.one_of("stands_for", _STANDS_FOR) if table.has("stands_for") else None,
        count=table.whole_or_none("count"),
    )


def _office(id: str, table: EntryTable, file: str) -> Office:
    title = table.text("title")
    forms = (Form(text=title, by="title"), *table.forms("titles", "title"), *table.forms("also", "title"))
    return Office(
        **_common(id, title, forms, table, file),
        country=table.text_or_none("country"),
        role=table.text_or_none("role"),
        holders=table.holders(),
        several=table.flag_or_false("several"),
    )


def _person(id: str, table: EntryTable, file: str) -> Person:
    common, surname = _named(id, table, file), table.text_or_none("surname")
    if surname is not None:
        short = _ARABIC_ARTICLE.sub("", surname)
        common["forms"] += tuple(Form(text=text, by="surname") for text in dict.fromkeys((surname, short)))
    country, home = table.text_or_none("country"), table.text_or_none("home")
    return Person(**common, country=country, home=home, surname=surname)


_Maker = Callable[[str, EntryTable, str], Entry]
_MAKERS: Mapping[str, _Maker] = MappingProxyType(
    {
        "states": _state,
        "organisations": _organisation,
        "groups": _group,
        "nouns": _noun,
        "affixes": _affix,
        "collectives": _collective,
        "offices": _office,
        "persons": _person,
    }
)
SECTIONS = tuple(_MAKERS)
