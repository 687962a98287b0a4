"""What was read, and where in it: reports, spans, sentences, rows of archives, and what was turned away."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from detente.schema.errors import InputError
from detente.schema.ids import set_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who published a report.

    id: a host name without "www." where the address is known, else a slug of the name; "unknown" when the
        report names nobody.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One text as it was published. Guarantees: text can be encoded as UTF-8, moments are UTC.

    id: of publisher id, published_at, title, url and text.
    origin: id of the agency that it reprints, or None.
    published_at: None when neither the source nor the user names it; never guessed.
    replaces: id of the earlier version of the same report, or None.
    raw_sha256: of the bytes that the text was extracted from.
    extraction: method and version, such as "trafilatura 2.0.0".

    Raises: InputError for a moment without zone or a text that has no UTF-8 form.
    """

    id: str = field(init=False)
    url: str | None = None
    title: str | None = None
    publisher: Publisher
    origin: str | None = None
    text: str
    language: str | None = None
    published_at: datetime | None = None
    retrieved_at: datetime
    replaces: str | None = None
    raw_sha256: str
    extraction: str

    def __post_init__(self) -> None:
        for name in ("published_at", "retrieved_at"):
            moment = getattr(self, name)
            if moment is not None and moment.utcoffset() is None:
                raise InputError(f"{name} has no time zone: {moment.isoformat()}")
            if moment is not None:
                object.__setattr__(self, name, moment.astimezone(UTC))
        try:
            self.text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InputError(f"text is not valid Unicode at character {error.start}") from error
        set_id(self, "report", self.publisher.id, self.published_at, self.title, self.url, self.text)

    @property
    def known_at(self) -> datetime:
        """When the world could know it: published_at, else retrieved_at."""
        return self.published_at or self.retrieved_at

    def span(self, start: int, end: int) -> "Span":
        """The piece of this report's text from `start` to `end`."""
        return Span(report_id=self.id, start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a report's text: `report.text[start:end] == text`, offsets half-open in code points.

    Raises: InputError when offsets and text cannot belong together, or the piece is empty.
    """

    report_id: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start or self.end - self.start != len(self.text):
            raise InputError(
                f"span {self.start}..{self.end} does not fit {len(self.text)} characters of text"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The sentence of a report that has position `index`, counted from 0."""

    index: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Evidence of an imported record, where there is no text: a row of a named dataset.

    row: the row's position in the file, counted from 1 without the header.
    sha256: of the row's bytes.
    """

    dataset: str
    row: int
    sha256: str


Evidence = Span | Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Something that could not be read: kept and counted, never dropped.

    id: of input_id, stage and reason.
    input_id: a report's id, or where the input stands: path, "path#row 17", "path#page 3".
    stage: reports, sentences, reading, store, import ...
    reason: a short phrase that is the same for all inputs of its kind, so that it can be counted.
    detail: what is particular to this input, or None.
    """

    id: str = field(init=False)
    input_id: str
    stage: str
    reason: str
    detail: str | None = None

    def __post_init__(self) -> None:
        set_id(self, "rejection", self.input_id, self.stage, self.reason)
