"""What a note tells: the sentence, its report and publisher, or the question that was asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from detente.brief.document import Note, Query
from detente.brief.words import article_free, days, full_day, plain, quote
from detente.schema import Row, Span

# Only these are links: an address of a report may hold any scheme, "javascript:" among them.
_LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|()]+", re.ASCII)
_LONGEST = 400
ID_DIGITS = 10  # of an id that a person types
_DAY = len("2026-03-09")
_IDS = ("act", "answer", "commitment")
# What is asked for, and in which words its parameters stand; those of one question before those of all.
_ASKED: Mapping[str, str] = MappingProxyType(
    {
        "incidents": "incidents first told",
        "news": "incidents told in the period",
        "ruptures": "levels that changed in the period",
        "settled": "commitments settled in the period",
        "between": "acts of the sides towards each other",
        "claims": "claims of the period",
        "commitments": "commitments that run or changed in the period",
        "lapsed": "commitments that lapsed before the period",
        "settling": "records that show what became of",
        "ties": "texts that tie",
        "assessments": "assessments of the month",
        "published": "dated reports",
        "rejections": "inputs that could not be read",
        "copies": "copies among the period's reports",
        "corrections": "reports of the period that replace an earlier version",
        "inputs": "records behind the forecast of",
        "scored": "resolved forecasts of",
    }
)
_GIVEN: Mapping[str, str] = MappingProxyType(
    {
        "actor=unknown": "in which nobody is named",
        "date=unknown": "without a day",
        "dated=no": "without a date",
        "dated=yes": "with a date",
        "settling.state": "commitments that are {}",
        "act": "incident {}",
        "after_day": "after {}",
        "answer": "to its answer {}",
        "before": "known before {}",
        "between": "between {}",
        "by": "by {}",
        "commitment": "commitment {}",
        "day": "of {}",
        "of": "{}",
        "since": "since {}",
        "state": "that are {}",
        "to": "towards {}",
        "type": "of the type {}",
        "until": "until {}",
    }
)


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
    """A question and how much it found: "contacts between RUS and UKR: none found"."""
    given = dict(query.parameters)
    bounds = [given.pop(name, None) for name in ("first", "last")]
    told = [_ASKED.get(query.name, query.name)]
    if "since" in given and "until" in given:
        bounds = [_day(given.pop("since"), opens=True), _day(given.pop("until"), opens=False)]
    if bounds[0] is not None and bounds[1] is not None:
        told.append(_span(bounds[0], bounds[1]))
    told += [_parameter(query.name, name, value) for name, value in given.items()]
    return f"{' '.join(told)}: {'none' if query.found == 0 else f'{query.found:,}'} found"


def _span(first: str, last: str) -> str:
    """Days or moments in ISO format, from one to another."""
    if len(first) > _DAY or len(last) > _DAY:
        return f"from {_said(first)} to {_said(last)}"
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    return f"of {full_day(one)}" if one == other else f"from {days(one, other, 0)}"


def _day(text: str, *, opens: bool) -> str:
    """A moment in ISO format as the day that it begins or ends, where it does. opens: it begins a time."""
    moment = datetime.fromisoformat(text)
    if opens and (moment.hour, moment.minute) == (23, 59):
        moment += timedelta(minutes=1)
    whole = (moment.hour, moment.minute) == ((0, 0) if opens else (23, 59))
    return moment.date().isoformat() if whole else text


def _said(text: str) -> str:
    """A day or moment in ISO format, in words."""
    moment = datetime.fromisoformat(text)
    return full_day(moment.date()) + (f", {moment:%H:%M} UTC" if len(text) > _DAY else "")


def _parameter(question: str, name: str, value: str) -> str:
    """One parameter in words; ids cut to what `detente why` needs."""
    words = _GIVEN.get(f"{name}={value}") or _GIVEN.get(f"{question}.{name}") or _GIVEN.get(name)
    if name in ("since", "until", "before", "after_day", "day"):
        told = _said(_day(value, opens=name != "until"))
    elif name in _IDS:
        told = value[:ID_DIGITS]
    else:
        told = plain(" and ".join(value.split(",")) if name == "between" else value)
    return f"with {name} {told}" if words is None else words.format(told)
