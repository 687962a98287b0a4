"""What a brief is made of: sections, paragraphs, sentences, and the marks that each sentence ends in.

A document is composed once and rendered in several ways; it holds plain text, and no renderer adds words that
would need a source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from detente.schema import Evidence, InputError, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A mark that leads to a record's evidence: a sentence of a report, or a row of an archive."""

    record: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A mark that leads to a question asked of the picture, and how much it found: none, for an absence.

    name, parameters: as of `queries.run`, which asks it again.
    """

    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    found: int = 0


Mark = Cite | Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Plain text, and what it rests on.

    Raises: InputError for a sentence that rests on nothing.
    """

    text: str
    marks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        if not self.text or not self.marks:
            raise InputError(f"a sentence of a brief needs words and a mark: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences that belong together. label: what stands before them, such as a day."""

    label: str | None = None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A level in a chart, -10..10 with its interval, at the last day that it is of."""

    day: date
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Levels over time. gaps: days nobody looked. ruptures: days from which a level stayed apart from
    what it was.
    """

    name: str
    title: str
    alternative: str
    lines: tuple[Line, ...]
    gaps: tuple[date, ...]
    ruptures: tuple[date, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An incident on a timeline. lane: who acted. intensity: -10..10. count: incidents of that day."""

    day: date
    lane: str
    intensity: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Incidents over time, one lane for each who acts."""

    name: str
    title: str
    alternative: str
    lanes: tuple[str, ...]
    moments: tuple[Moment, ...]
    gaps: tuple[date, ...]
    first: date
    last: date


Drawing = Chart | Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a brief under its heading."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a number leads to: evidence with its report and all records cited there, or a query."""

    number: int
    evidence: Evidence | None = None
    report: Report | None = None
    records: tuple[str, ...] = ()
    query: Query | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A whole brief. facts: what it covers, as names and values. notes: in the order of their numbers."""

    title: str
    as_of: datetime
    since: datetime
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order in which it is read."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield from paragraph.sentences


def place_of(mark: Mark) -> Evidence | Query:
    """What tells notes apart: several records of one sentence share a note."""
    return mark.evidence if isinstance(mark, Cite) else mark
