"""What the stage is given and what its two halves hand each other: options, documents, refusals."""

from dataclasses import dataclass
from datetime import datetime

from detente.schema import InputError, Rejection

FIELDS = ("text", "title", "url", "publisher", "published_at", "language", "origin")
"""The fields of a report that a column or key can be mapped to."""

MAX_BYTES = 50_000_000
"""A book of 1,000 pages has 2 MB of text and a long illustrated PDF 20 MB: what is larger is an archive or a
mistake. A JSON array of this size takes 0.35 GB of memory to parse, a page 0.5 GB (measured)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read what is given.

    retrieved_at: when the inputs were taken in; the caller reads the clock.
    published_at, publisher: for reports whose own metadata do not say.
    mapping: (field of FIELDS, column or key); a dot in a key steps into nested JSON. A mapped field is read
        from that column alone, all others from the usual names.
    max_bytes: the largest single document, line or row, decompressed.
    html_seconds, html_megabytes: what extracting the text of one page or PDF may take.

    Raises: InputError for a moment without zone or a limit that is not positive.
    """

    retrieved_at: datetime
    published_at: datetime | None = None
    publisher: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    max_bytes: int = MAX_BYTES
    html_seconds: float = 10.0
    html_megabytes: int = 1024

    def __post_init__(self) -> None:
        for name in ("retrieved_at", "published_at"):
            moment = getattr(self, name)
            if moment is not None and moment.utcoffset() is None:
                raise InputError(f"{name} has no time zone: {moment.isoformat()}")
        for name in ("max_bytes", "html_seconds", "html_megabytes"):
            if getattr(self, name) <= 0:
                raise InputError(f"{name} must be positive, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as it was found, not yet understood.

    locator: where it stands: "path", "path#line 17" (of a JSONL file), "path#row 17" (of a table, counted
        from 1 without the header), "path#item 17" (of a JSON array).
    format: txt, md, html, pdf, or json, jsonl, csv, tsv, parquet, of which `data` is one JSON object.
    data: the bytes to keep: the file's, decompressed; the line's; or the row's canonical JSON.
    name: the file's name without suffixes.
    """

    locator: str
    format: str
    data: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file or stream, and the places in it: "row 17", "line 17", "item 17"; "" is all of it."""

    locator: str
    name: str
    format: str

    def document(self, data: bytes, place: str = "") -> Document:
        """Make the document that stands in this place."""
        return Document(locator=self._at(place), format=self.format, data=data, name=self.name)

    def reject(self, reason: str, detail: str | None = None, place: str = "") -> Rejection:
        """Turn away what stands in this place."""
        return reject(self._at(place), reason, detail)

    def _at(self, place: str) -> str:
        return f"{self.locator}#{place}" if place else self.locator


class UnreadableError(InputError):
    """One input cannot be read: becomes a Rejection, and the run goes on."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


def reject(locator: str, reason: str, detail: str | None = None) -> Rejection:
    """Turn an input of this stage away."""
    return Rejection(input_id=locator, stage="reports", reason=reason, detail=detail)


def too_large(size: int | None, limit: int) -> UnreadableError:
    """Refuse something of `size` bytes (None: not known, but more than the limit)."""
    measured = "it" if size is None else f"it has {size:,} bytes, which"
    return UnreadableError(
        "too large", f"{measured} is more than the {limit:,} bytes that one document may have"
    )


def parse_mapping(text: str) -> tuple[tuple[str, str], ...]:
    """Read "text=body,published_at=date" into (field, column) pairs; no column's name may have a comma.

    Raises: InputError for a part without "=", a field that reports do not have, or one that is named twice.
    """
    pairs: list[tuple[str, str]] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        field, equals, column = (piece.strip() for piece in part.partition("="))
        if not (field and equals and column):
            raise InputError(f"a mapping is written field=column, such as text=body; {part!r} is not")
        if field not in FIELDS:
            raise InputError(f"reports have no field {field!r}; the fields are {', '.join(FIELDS)}")
        if field in dict(pairs):
            raise InputError(f"the field {field!r} is mapped twice")
        pairs.append((field, column))
    if not pairs:
        raise InputError("the mapping is empty; it is written field=column, such as text=body")
    return tuple(pairs)
