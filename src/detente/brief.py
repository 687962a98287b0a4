"""Record -> a cited brief in Markdown. Every line quotes its sentence and names its source and its record.

A mark such as [3 · 9f2c41d07a] leads to the third source below and to `detente why 9f2c41d07a`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from detente.schema import (
    Actor,
    Commitment,
    Event,
    Evidence,
    Figure,
    Record,
    Report,
    Span,
    Statement,
    When,
)

_ID_DIGITS = 10
# Longer sentences are cut at a word: a brief is read, and the whole sentence is one `detente why` away.
_QUOTE_CHARS = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a brief is written from.

    events, statements, commitments: chosen by weight, in the order of their days; `of_...` says out of how
    many. figures: those that measure the events. reports: all that the records were read in.
    """

    about: str | None
    since: datetime | None
    as_of: datetime | None
    events: tuple[Event, ...]
    of_events: int
    statements: tuple[Statement, ...]
    of_statements: int
    commitments: tuple[Commitment, ...]
    of_commitments: int
    figures: tuple[Figure, ...]
    reports: tuple[Report, ...]
    of_reports: int
    rejections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A part of the brief that holds events of some standing."""

    title: str
    note: str
    statuses: tuple[str, ...]
    told: bool


_SECTIONS = (
    _Section(
        title="What happened",
        note="As the reports tell it in their own voice.",
        statuses=("reported",),
        told=False,
    ),
    _Section(
        title="What is said to have happened",
        note="On the word of the one who is named; not the record's own claim.",
        statuses=("reported",),
        told=True,
    ),
    _Section(title="What is denied", note="Told as not having happened.", statuses=("denied",), told=True),
    _Section(
        title="What may come",
        note="Planned, promised, demanded, threatened or only possible: none of it has happened.",
        statuses=("planned", "promised", "demanded", "threatened", "possible"),
        told=True,
    ),
)


def write(material: Material) -> str:
    """Write the brief. The same material gives the same text."""
    reports = sorted(material.reports, key=lambda report: (report.known_at, report.publisher.id, report.id))
    cite = _Citer(
        numbers={report.id: number for number, report in enumerate(reports, start=1)}, reports=reports
    )
    lines = [f"# Brief: {material.about or 'the whole record'}", "", *_scope(material), ""]
    for section in _SECTIONS:
        events = [event for event in material.events if _belongs(event, section)]
        if events:
            lines += [f"## {section.title}", "", section.note, ""]
            lines += [*_event_lines(events, material.figures, cite), ""]
    lines += _more(len(material.events), material.of_events, "events")
    if material.statements:
        lines += ["## Who said what", "", *_statement_lines(material.statements, cite), ""]
        lines += _more(len(material.statements), material.of_statements, "statements")
    if material.commitments:
        lines += ["## What was promised", "", *_commitment_lines(material.commitments, cite), ""]
        lines += _more(len(material.commitments), material.of_commitments, "commitments")
    lines += ["## Sources", "", *_source_lines(reports, cite)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Citer:
    """Gives a record its source mark."""

    numbers: Mapping[str, int]
    reports: Sequence[Report]

    def published(self, record: Record) -> str:
        """The day on which the record's report was published."""
        number = self.numbers.get(record.grounds.source_id)
        published_at = self.reports[number - 1].published_at if number else record.grounds.known_at
        return f"{published_at:%Y-%m-%d}" if published_at else "undated"

    def mark(self, records: Iterable[Record]) -> str:
        """Source number and record id, for each record that a line rests on."""
        return " ".join(f"[{self._source(record)} · {record.id[:_ID_DIGITS]}]" for record in records)

    def _source(self, record: Record) -> str:
        source_id = record.grounds.source_id
        return str(self.numbers.get(source_id, source_id))


def _scope(material: Material) -> Iterator[str]:
    until = f", as of {material.as_of:%Y-%m-%d %H:%M} UTC" if material.as_of else ""
    since = f" known since {material.since:%Y-%m-%d}" if material.since else ""
    publishers = len({report.publisher.id for report in material.reports})
    yield (
        f"{_count(material.of_reports, 'report')}{since}{until}; this brief cites "
        f"{_count(len(material.reports), 'report')} by {_count(publishers, 'publisher')}. "
        f"{_count(material.rejections, 'input')} could not be read (`detente rejections`)."
    )
    yield ""
    yield "Each mark names the source and the record: `detente why ID` shows the sentence and each step."
    if not (material.events or material.statements or material.commitments):
        yield ""
        yield "**Nothing is recorded here.** No act, statement or promise was found in these reports."


def _belongs(event: Event, section: _Section) -> bool:
    told = event.speaker is not None or event.said_in is not None
    return event.status in section.statuses and (section.told == told or section.statuses != ("reported",))


def _event_lines(events: Sequence[Event], figures: Sequence[Figure], cite: _Citer) -> Iterator[str]:
    """Under each day one line a sentence, with all acts that the sentence tells of."""
    by_event = {figure.event: figure for figure in figures if figure.event}
    for day, of_day in groupby(events, key=_day):
        yield f"**{day}**"
        yield ""
        for sentence, of_sentence in groupby(of_day, key=lambda event: event.grounds.evidence[0]):
            acts = list(of_sentence)
            labels = "; ".join(dict.fromkeys(_event_label(event) for event in acts))
            numbers = [by_event[event.id] for event in acts if event.id in by_event]
            counted = "".join(f"; {figure.quantity}: {_words(figure.mention)}" for figure in numbers)
            yield f"- {labels}{counted}. {_quote(sentence)} {cite.mark([*acts, *numbers])}"
        yield ""


def _event_label(event: Event) -> str:
    """Who, what, to whom, where; the act's name is the codebook's."""
    act = event.type + (f" ({event.mode})" if event.mode else "")
    status = "" if event.status == "reported" else f", {event.status}"
    by, to = _names(event.by), _names(event.to)
    parties = f"{by or 'not named'} → {to}" if to and to != by else by or "not named"
    place = f", {event.place.name}" if event.place else ""
    teller = f", according to {event.speaker.text}" if event.speaker else ""
    earlier = ", earlier history" if event.background else ""
    return f"{parties}: {act}{status}{place}{teller}{earlier}"


def _statement_lines(statements: Sequence[Statement], cite: _Citer) -> Iterator[str]:
    for statement in statements:
        speaker = _name(statement.speaker) if statement.speaker else "The report itself"
        addressee = f" to {_name(statement.addressee)}" if statement.addressee else ""
        content = " … ".join(_short(span.text) for span in statement.content)
        marks = ("“", "”") if statement.quoted else ("", "")
        relayed = ", as relayed by another" if statement.via else ""
        yield (
            f"- {cite.published(statement)} · {speaker}{addressee} ({statement.act}{relayed}): "
            f"{marks[0]}{content}{marks[1]} {cite.mark([statement])}"
        )


def _commitment_lines(commitments: Sequence[Commitment], cite: _Citer) -> Iterator[str]:
    for item in commitments:
        to = f" → {_names(item.to)}" if item.to else ""
        parts = [f"{_names(item.by) or 'not named'}{to}, {item.act}: {_words(item.action)}"]
        parts += [f"if {_words(item.condition)}"] if item.condition else []
        parts += [f"or else {_words(item.otherwise)}"] if item.otherwise else []
        parts += [f"due {_due(item.due)}"] if item.due else []
        yield f"- {cite.published(item)} · {'; '.join(parts)} {cite.mark([item])}"


def _source_lines(reports: Sequence[Report], cite: _Citer) -> Iterator[str]:
    for report in reports:
        published = f"{report.published_at:%Y-%m-%d}" if report.published_at else "undated"
        origin = f", from {report.origin}" if report.origin else ""
        url = f" <{report.url}>" if report.url else ""
        title = _escape(report.title) if report.title else "untitled"
        number, publisher = cite.numbers[report.id], _escape(report.publisher.name)
        yield f"{number}. {publisher}{origin}: {title}, {published}.{url} Report {report.id[:_ID_DIGITS]}."


def _more(shown: int, total: int, what: str) -> list[str]:
    if shown == total:
        return []
    return [f"*{total - shown:,} more {what} of less weight are in the record: `detente show {what}`.*", ""]


def _day(event: Event) -> str:
    """The day an event is told of; a span of days, or what is known of it."""
    earliest, latest = event.when.earliest, event.when.latest
    if earliest is None or latest is None:
        return "Date not known"
    if earliest == latest:
        return f"{earliest} (day of publication)" if event.when.basis == "publication" else str(earliest)
    return f"{earliest} to {latest}"


def _due(due: When) -> str:
    words = f"“{_words(due.expression)}”" if due.expression else ""
    day = f"by {due.latest}" if due.latest else ""
    return ", ".join(filter(None, (day, words))) or "not said"


def _name(actor: Actor) -> str:
    """The entity's name, and the words of the text where they differ."""
    if actor.entity is None or actor.name == actor.text:
        return _escape(actor.text)
    return (
        f"{_escape(actor.name)} (“{_escape(actor.text)}”)"
        if actor.name not in actor.text
        else _escape(actor.text)
    )


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(dict.fromkeys(_name(actor) for actor in actors))


def _words(span: Span | None) -> str:
    return _escape(_short(span.text)) if span else "?"


def _quote(evidence: Evidence) -> str:
    return f"“{_escape(_short(evidence.text))}”" if isinstance(evidence, Span) else f"Row {evidence.row}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_CHARS else f"{line[:_QUOTE_CHARS].rsplit(' ', 1)[0]} …"


def _escape(text: str) -> str:
    """Text of a report as text, whatever marks of Markdown or HTML it holds."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
