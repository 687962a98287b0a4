"""What detente answers, in the terms in which it is compared: places in texts, codes, days, states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from detente.codebook import load
from detente.crisis import Picture
from detente.crisis.order import own_span
from detente.schema import Actor, Assessment, Commitment, Event, Figure, Record, Span, Statement, When
from findings.gold import Mark

Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A mention of an act. incident: what it tells of as done, or None. attributed: said by somebody."""

    mark: Mark
    type: str
    status: str
    by: frozenset[str]
    to: frozenset[str]
    attributed: bool
    background: bool
    incident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An incident. by, to: codes of countries and organisations. shown: where the crisis is asked about."""

    id: str
    type: str
    material: bool
    by: frozenset[str]
    to: frozenset[str]
    days: Days
    voices: frozenset[str]
    reports: frozenset[str]
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A figure; incident: of what it measures. side: code of whoever gives it, None for the report itself."""

    mark: Mark
    quantity: str
    low: float | None
    high: float | None
    unit: str
    side: str | None
    incident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A claim and its state. marks: of the words that assert, deny or repeat it."""

    state: str
    voices: frozenset[str]
    asserted: tuple[Mark, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the ledger. marks: of cue and action of each telling."""

    act: str
    state: str
    due: Days
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A contact. reports: those that tell of it."""

    sides: frozenset[str]
    days: Days
    reports: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that is compared. claims, ledger: as of each day. arrows: arrow and alerts by day and sides.

    chains: act, answer (incident ids) and basis. known: numbers of the reports shown on the last day.
    readings: each record of the last day in words, with its sentence.
    """

    acts: tuple[Act, ...] = ()
    happenings: tuple[Happening, ...] = ()
    numbers: tuple[Number, ...] = ()
    claims: Mapping[date, tuple[Stand, ...]]
    ledger: Mapping[date, tuple[Line, ...]]
    chains: tuple[tuple[str, str, str], ...] = ()
    meetings: tuple[Meeting, ...] = ()
    arrows: Mapping[tuple[date, tuple[str, ...]], tuple[str, frozenset[str]]]
    known: frozenset[str] = frozenset()
    readings: tuple[tuple[Mark, str], ...] = ()


def evening(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


class Taker:
    """Puts a picture into those terms. numbers: of the reports, by their ids."""

    def __init__(self, numbers: Mapping[str, str]) -> None:
        self._numbers = numbers

    def acts(self, picture: Picture) -> tuple[Act, ...]:
        return tuple(
            Act(
                mark=self._mark(event.trigger),
                type=event.type,
                status=event.status,
                by=sides(event.by),
                to=sides(event.to),
                attributed=event.speaker is not None or event.said_in is not None,
                background=event.background,
                incident=None if (found := picture.incident_of(event.id)) is None else found.id,
            )
            for event in picture.seen.events
            if event.trigger is not None
        )

    def happenings(self, picture: Picture, shown: Iterable[str]) -> tuple[Happening, ...]:
        book, asked = load(), frozenset(shown)
        return tuple(
            Happening(
                id=one.id,
                type=one.type,
                material=book.quad(one.type).name.startswith("material"),
                by=sides(one.by),
                to=sides(one.to),
                days=_days(one.when),
                voices=frozenset(one.voices),
                reports=self._reports(picture, one.records),
                shown=one.id in asked,
            )
            for one in picture.incidents
        )

    def numbers(self, picture: Picture) -> tuple[Number, ...]:
        return tuple(
            Number(
                mark=self._mark(figure.mention),
                quantity=figure.quantity,
                low=figure.low,
                high=figure.high,
                unit=figure.unit,
                side=self._teller(picture, figure),
                incident=None if (found := picture.incident_of(figure.event or "")) is None else found.id,
            )
            for figure in picture.seen.figures
            if figure.mention is not None
        )

    def claims(self, picture: Picture) -> tuple[Stand, ...]:
        return tuple(
            Stand(
                state=claim.state,
                voices=frozenset(claim.voices),
                asserted=self._marks(picture.records[name] for name in claim.asserted),
                marks=self._marks(picture.records[name] for name in claim.records if name in picture.records),
            )
            for claim in picture.claims
        )

    def ledger(self, picture: Picture) -> tuple[Line, ...]:
        lines = [(one, picture.promises[one.commitment_id]) for one in picture.standings]
        return tuple(
            Line(
                act=promise.first.act,
                state=standing.state,
                due=(promise.due_from, promise.due_by),
                marks=self._marks(promise.tellings),
            )
            for standing, promise in lines
        )

    def meetings(self, picture: Picture) -> tuple[Meeting, ...]:
        return tuple(
            Meeting(
                sides=sides((*one.by, *one.to)),
                days=_days(one.when),
                reports=self._reports(picture, one.records),
            )
            for one in picture.contacts
        )

    def readings(self, picture: Picture) -> tuple[tuple[Mark, str], ...]:
        found = []
        for record in picture.records.values():
            sentence = record.grounds.evidence[0]
            if isinstance(sentence, Span):
                told = picture.incident_of(record.id) if isinstance(record, Event) else None
                found.append((self._mark(sentence), _words(record) + (" = happened" if told else "")))
        return tuple(sorted(found))

    def known(self, picture: Picture) -> frozenset[str]:
        return frozenset(self._numbers[name] for name in picture.seen.reports)

    def _teller(self, picture: Picture, figure: Figure) -> str | None:
        saying = picture.seen.said.get(figure.said_in or "")
        speaker = figure.speaker or (saying.speaker if saying else None)
        return None if speaker is None else speaker.country or next(iter(speaker.members), "somebody")

    def _reports(self, picture: Picture, records: Iterable[str]) -> frozenset[str]:
        return frozenset(self._numbers[picture.records[name].grounds.source_id] for name in records)

    def _marks(self, records: Iterable[Record]) -> tuple[Mark, ...]:
        return tuple(self._mark(span) for record in records for span in _spans(record))

    def _mark(self, span: Span | None) -> Mark:
        if span is None:
            raise ValueError("words that stand nowhere")
        return Mark(report=self._numbers[span.report_id], start=span.start, end=span.end)


def assessed(assessment: Assessment | None) -> tuple[str, frozenset[str]]:
    """Arrow ("none" for none) and alerts."""
    if assessment is None:
        return ("none", frozenset())
    return (assessment.arrow or "none", frozenset(assessment.alerts))


def sides(actors: Iterable[Actor]) -> frozenset[str]:
    """Countries and organisations of actors, whatever their sector, and of their members."""
    return frozenset(name for one in actors for name in (one.country, *one.members) if name is not None)


def _days(when: When) -> Days:
    return (when.earliest, when.latest)


def _spans(record: Record) -> tuple[Span, ...]:
    """The words that a finding rests on: of what is said, its content."""
    if isinstance(record, Statement):
        return record.content
    if isinstance(record, Commitment):
        return tuple(one for one in (record.cue, record.action, record.otherwise) if one is not None)
    own = own_span(record)
    return () if own is None else (own,)


def _words(record: Record) -> str:
    """A record in one line."""
    if isinstance(record, Event):
        text = (
            f"event [{_text(record.trigger)}] {record.type} {record.status}{_parties(record.by, record.to)}"
        )
        day = f"{record.when.earliest}..{record.when.latest} ({record.when.basis})"
        place = f", at {record.place.name}" if record.place else ""
        said = f", says {record.speaker.text}" if record.speaker else ""
        return f"{text}, {day}{place}{said}{', as history' if record.background else ''}"
    if isinstance(record, Statement):
        who = "the report" if record.speaker is None else _names([record.speaker])
        return f"statement [{_text(record.cue)}] {record.act}: {who}: {_text(record.content[0])[:80]}"
    if isinstance(record, Figure):
        bounds = f"{record.low}..{record.high}"
        return f"figure [{_text(record.mention)}] {record.quantity} {bounds} {record.unit}"
    due = "" if record.due is None else f", due {record.due.earliest}..{record.due.latest}"
    what = f"{_parties(record.by, record.to)}: {_text(record.action)}"
    return f"commitment [{_text(record.cue)}] {record.act}{what}{due}"


def _parties(by: Iterable[Actor], to: Iterable[Actor]) -> str:
    return f" by {_names(by) or '-'} to {_names(to) or '-'}"


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(f"{one.text} ({one.country or '?'})" for one in actors)


def _text(span: Span | None) -> str:
    return "" if span is None else span.text
