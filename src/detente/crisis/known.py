"""What was known at a moment, in the order in which it became known: what every finding is made from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from types import MappingProxyType

from detente.codebook.entities import State
from detente.codebook.registry import load_registry
from detente.crisis.history import is_history
from detente.crisis.order import Ordered
from detente.crisis.voices import Source
from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Incident,
    InputError,
    Record,
    Report,
    Statement,
)

# Sectors that speak and act for their state: what they say counts as one side's word.
_STATE_SECTORS = frozenset({"GOV", "MIL", "SPY", "COP", "LEG", "JUD"})
_WORDS_FOR_SOMEBODY = "he she it they him her them his its their we us i you who which this that these"
_PRONOUNS = frozenset(_WORDS_FOR_SOMEBODY.split())
MEDIA = "JRN"  # the sector of newspapers, broadcasters and agencies
_VAGUE_DAYS = 31  # a time wider than a month names no day
NEVER = date(1970, 1, 1)  # the day as of which a record without anything in it is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Records and reports that were known at `as_of`, each once, the earlier known first.

    incidents: incident id of an event id. voices: voice id of a report id; copies share one. papers: id of
    each publisher by its name in small letters. replaced: reports, by id, whose text a later version took the
    place of: nothing rests on them but that somebody looked on their days. grounds: of records, as far as
    `telling.ground` was asked for them, told: whose word they are, as far as `telling.tell` was, each with
    the ground that this rests on. Many findings ask for the same.
    """

    as_of: datetime
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    figures: tuple[Figure, ...]
    reports: Mapping[str, Report]
    said: Mapping[str, Statement]
    incidents: Mapping[str, str]
    voices: Mapping[str, str]
    papers: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, Report] = field(default_factory=dict)
    grounds: dict[str, tuple[object, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    told: dict[tuple[str, bool], tuple[tuple[object, ...], object]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def today(self) -> date:
        """The day of `as_of`, in UTC."""
        return self.as_of.date()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was known: no report, and no row of an archive."""
        return not (self.reports or self.events or self.statements or self.commitments or self.figures)

    def published_on(self) -> Mapping[str, date]:
        """The day on which each report became known, by id; versions that were replaced later too."""
        every = (*self.reports.items(), *self.replaced.items())
        return {name: report.known_at.date() for name, report in every}

    def published_days(self) -> frozenset[date]:
        """The days on which any report became known; versions that were replaced later too."""
        every = chain(self.reports.values(), self.replaced.values())
        return frozenset(moment.date() for moment in {report.known_at for report in every})

    def resolved(self, incidents: Iterable[Incident], sources: Iterable[Source]) -> "Known":
        """The same records with what happened and whose voice each report has."""
        return replace(
            self,
            incidents=MappingProxyType({name: one.id for one in incidents for name in one.records}),
            voices=MappingProxyType({source.report_id: source.voice for source in sources}),
        )

    def voice(self, source_id: str) -> str:
        """Who stands behind a report: its voice, else its publisher; for an archive its name."""
        if source_id in self.voices:
            return self.voices[source_id]
        report = self.reports.get(source_id)
        return source_id if report is None else report.publisher.id

    def medium(self, speaker: Actor) -> str | None:
        """The newspaper or agency that a speaker is: its publisher's id where that is known, else its own.

        Media report what others say or do; being quoted makes them no side. None for anybody else.
        """
        found = self.papers.get(speaker.name.casefold()) or self.papers.get(speaker.text.casefold())
        if speaker.sector == MEDIA and speaker.role is None:
            return found or speaker.entity
        return found if speaker.entity is None else None

    def publisher_id(self, source_id: str) -> str:
        """The id of a source's publisher; for an archive its name."""
        report = self.reports.get(source_id)
        return source_id if report is None else report.publisher.id

    def publisher(self, source_id: str) -> str:
        """What a reader would call the source."""
        report = self.reports.get(source_id)
        return source_id if report is None else report.publisher.name


def known(
    records: Iterable[Record] | Ordered,
    reports: Iterable[Report],
    *,
    incidents: Mapping[str, str],
    voices: Mapping[str, str],
    as_of: datetime,
    replaced: Collection[str] = (),
) -> Known:
    """Take what was known by `as_of`; reports that a known report replaces are left out with their records.

    replaced: ids of reports that are known to be replaced although no report says so.
    incidents: incident id of an event id; voices: voice id of a report id; both as of `as_of`, or the
    findings rest on what came later.

    Raises: InputError for a moment without zone.
    """
    if as_of.utcoffset() is None:
        raise InputError(f"as_of has no time zone: {as_of.isoformat()}")
    seen = {report.id: report for report in reports if report.known_at <= as_of}
    old = {*replaced, *(report.replaces for report in seen.values() if report.replaces is not None)}
    early = (records if isinstance(records, Ordered) else Ordered(records)).until(as_of, without=old)
    return Known(
        as_of=as_of,
        events=early.events,
        statements=early.statements,
        commitments=early.commitments,
        figures=early.figures,
        reports=MappingProxyType({name: seen[name] for name in sorted(seen) if name not in old}),
        replaced=MappingProxyType({name: seen[name] for name in sorted(seen.keys() & old)}),
        said=MappingProxyType({statement.id: statement for statement in early.statements}),
        incidents=incidents,
        voices=voices,
        papers=MappingProxyType({one.publisher.name.casefold(): one.publisher.id for one in seen.values()}),
    )


def side(actor: Actor | None) -> str | None:
    """The party that an actor speaks and acts for: the state of its organs, else the actor itself.

    People who are known by their state alone and are none of its organs ("Malawian importers") are their
    sector in it: "MWI:BUS". None where nobody knows who it is.
    """
    if actor is None:
        return None
    if actor.country is not None and (actor.sector is None or actor.sector in _STATE_SECTORS):
        return actor.country
    if actor.country is not None and actor.entity is not None and _is_state(actor.entity):
        return f"{actor.country}:{actor.sector}"
    return actor.entity


def named_side(actor: Actor | None) -> str | None:
    """The party that an actor acts for; of somebody whom nobody knows the name as the text has it.

    None for who is not named at all: a pronoun, a common noun.
    """
    party = side(actor)
    if party is not None or actor is None:
        return party
    words = actor.text.split()
    proper = [word for word in words if word[:1].isupper()]
    return f"name:{actor.text.casefold()}" if proper and words[0].casefold() not in _PRONOUNS else None


@cache
def _is_state(entity: str) -> bool:
    """Whether an id is that of a state itself."""
    registry = load_registry()
    return entity in registry.index.ids and isinstance(registry.entry(entity), State)


def sides(actors: Iterable[Actor]) -> frozenset[str]:
    """The parties among actors, as far as they are known."""
    return frozenset(name for actor in actors if (name := side(actor)) is not None)


def day_of(event: Event) -> date | None:
    """The day on which an event took place, by its own report; None where it names none.

    The first day of a stated period of up to a month; the day of publication where nothing was said, which
    no day of retrieval stands for; never later than that day for what is told as done.
    """
    when, told_on = event.when, event.grounds.known_at.date()
    day = when.earliest or when.latest
    if day is None or (when.latest is not None and (when.latest - day).days > _VAGUE_DAYS):
        return None
    if when.basis == "publication" and is_history(event):
        return None
    return min(day, told_on) if event.status == "reported" else day
