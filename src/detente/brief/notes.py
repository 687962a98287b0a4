"""What a note tells: the sentence, its report and publisher, or the question that was asked."""

import re
from dataclasses import dataclass

from detente.brief.document import Note, Query
from detente.brief.words import article_free, plain, quote
from detente.schema import Row, Span

# Only these are links: an address of a report may hold any scheme, "javascript:" among them.
_LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|()]+", re.ASCII)
_LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Plain text of a note. title: None where it says no more than the quotation. place: in the report."""

    quote: str | None
    publisher: str
    title: str | None
    published: str
    place: str
    url: str | None


def details(note: Note) -> Details:
    """What a note on evidence tells."""
    evidence, report = note.evidence, note.report
    if isinstance(evidence, Row) or report is None:
        row = f", row {evidence.row:,}" if isinstance(evidence, Row) else ""
        dataset = evidence.dataset if isinstance(evidence, Row) else "unknown"
        return Details(
            quote=None, publisher=plain(dataset), title=None, published="imported", place=row, url=None
        )
    text = evidence.text if isinstance(evidence, Span) else ""
    place = f", characters {evidence.start} to {evidence.end}" if isinstance(evidence, Span) else ""
    origin = f", from {plain(report.origin)}" if report.origin else ""
    title = plain(report.title) if report.title else None
    if title and article_free(title).rstrip(" .")[:40] in article_free(text):
        title = None
    return Details(
        quote=quote(text, _LONGEST),
        publisher=f"{plain(report.publisher.name)}{origin}",
        title=title,
        published=f"{report.published_at:%Y-%m-%d}" if report.published_at else "undated",
        place=place,
        url=plain(report.url) if report.url else None,
    )


def is_link(url: str | None) -> bool:
    """Whether an address may be followed."""
    return url is not None and _LINK.fullmatch(url) is not None


def in_words(query: Query) -> str:
    """A question and how much it found: "contacts (between=RUS,UKR): none"."""
    given = ", ".join(f"{name}={plain(value)}" for name, value in query.parameters)
    found = "none" if query.found == 0 else f"{query.found:,}"
    return f"{query.name}{f' ({given})' if given else ''}: {found} found"
