"""What the registry of actors holds: frozen values, one class for each kind of entry.

An entry is known by its id, which never changes: a country code, "IGO:NATO", a Wikidata id or "kind:slug". It
has forms, the texts that may stand for it, each with what kind of text it is and when it was in use.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `since` up to, but without, `until`. None: open on that side."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        early = self.until is None or other.since is None or other.since < self.until
        late = other.until is None or self.since is None or self.since < other.until
        return early and late


ALWAYS = Period()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A text that may stand for an entry.

    by: name, abbreviation, demonym, capital, metonym, title, surname, noun or affix.
    period: when it was the name in use; news goes on using a name after its end, so it is no bar.
    sector: where it differs from the entry's: "the Pentagon" is MIL. of: what a metonym means by it.
    """

    text: str
    by: str
    period: Period = ALWAYS
    sector: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPeriod:
    """A PLOVER sector and when the entry belongs to it."""

    sector: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an organisation or collective, by its id, and while it is one."""

    id: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds an office. person: id.

    acting: stands in for the holder. approximate: a bound is known to the month or year, or within some days.
    disputed: somebody else claims the office too.
    """

    person: str
    period: Period
    acting: bool = False
    approximate: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry has.

    forms: the entry's own name first. ambiguous: those of its texts that stand for something else too.
    period: while it exists, open where the file says nothing. source: names of sources. file: which says so.
    section: the name of its packaged file, and of its table in a user's.
    """

    kind: ClassVar[str]
    section: ClassVar[str]
    id: str
    name: str
    forms: tuple[Form, ...]
    sectors: tuple[SectorPeriod, ...] = ()
    period: Period = ALWAYS
    ambiguous: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    note: str | None = None
    file: str = ""

    @property
    def entity(self) -> str:
        """The id that stands in records."""
        return self.id

    def sector_on(self, day: date | None = None) -> str | None:
        """The sector on a day; without a day the latest. None where it has none, or none then."""
        if day is None:
            return self.sectors[-1].sector if self.sectors else None
        return next((held.sector for held in self.sectors if held.period.covers(day)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Entry):
    """A state or territory. id: ISO 3166-1 alpha-3, or a code that ISO leaves to users ("XKX").

    official: its full name, with its article. part_of: the state that it belongs to, or that its territory is
    counted as. domain: its top-level domain on the Internet, where its own sites alone have it. Sector PRE
    where it is recognised by some states only.
    """

    kind: ClassVar[str] = "state"
    section: ClassVar[str] = "states"
    wikidata: str | None = None
    official: str | None = None
    capital: str | None = None
    part_of: str | None = None
    domain: str | None = None

    @property
    def entity(self) -> str:
        """The Wikidata id where there is one. A state outside of the registry has its whole id already."""
        return self.wikidata or (self.id if ":" in self.id else f"state:{self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Entry):
    """A body of states. id: "IGO:...". parent: the organisation whose organ or mission it is."""

    kind: ClassVar[str] = "organisation"
    section: ClassVar[str] = "organisations"
    wikidata: str | None = None
    seat: str | None = None
    parent: str | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Entry):
    """An armed group, party, agency, company, association, people or region that acts.

    country: where it belongs; None where it belongs to several or none. parent: the group it is part of.
    worldwide: it is heard of anywhere, so that its country says nothing of where a report is set.
    """

    kind: ClassVar[str] = "group"
    section: ClassVar[str] = "groups"
    country: str | None = None
    parent: str | None = None
    worldwide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun(Entry):
    """A common noun. takes_country: "Russian troops" are Russia's; "Russian allies" are not Russians."""

    kind: ClassVar[str] = "noun"
    section: ClassVar[str] = "nouns"
    plural: str
    takes_country: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Affix(Entry):
    """Part of a word beside a country's name: "pro-Russian", "Iran-backed". at: front or back.

    takes_country: whether what is so described belongs to the country.
    """

    kind: ClassVar[str] = "affix"
    section: ClassVar[str] = "affixes"
    at: str
    takes_country: bool
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective(Entry):
    """A phrase for several actors. members: ids; empty where nobody can list them.

    stands_for: persons, states, groups or parties where it means those named before ("both sides"), or None.
    count: how many those are, or None.
    """

    kind: ClassVar[str] = "collective"
    section: ClassVar[str] = "collectives"
    members: tuple[Member, ...] = ()
    stands_for: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Entry):
    """An office. id: of its country or organisation, then a word for it ("USA.president").

    role: head of state, head of government, foreign minister, defence minister, spokesperson or other.
    several: it has more than one holder at once by its nature (two captains regent).
    """

    kind: ClassVar[str] = "office"
    section: ClassVar[str] = "offices"
    country: str | None = None
    role: str | None = None
    holders: tuple[Holder, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entry):
    """Somebody who makes news. id: Wikidata's, or "person:slug".

    country: whose interest the person speaks for, or an organisation. home: the own country of somebody who
    speaks for an organisation while in its office, and for nobody but that country before and after. surname:
    what a report calls the person after the first mention, which is a given name for some and a regnal name
    for monarchs.
    """

    kind: ClassVar[str] = "person"
    section: ClassVar[str] = "persons"
    country: str | None = None
    home: str | None = None
    surname: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that a text may stand for, and the form by which it does."""

    form: Form
    entry: Entry

    @property
    def kind(self) -> str:
        """The kind of entry: state, organisation, group, noun, affix, collective, office or person."""
        return self.entry.kind

    def sector_on(self, day: date | None = None) -> str | None:
        """The form's own sector where it has one, else the entry's on that day."""
        return self.form.sector or self.entry.sector_on(day)
