"""Why a finding is in the picture: what it says, its method and steps, and each record with its sentence."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from detente.crisis import Picture
from detente.monitor.tables import bounds, names, place_name, quote, summary, teller
from detente.schema import Actor, Copy, Figure, Finding, Incident, InputError, Place, When
from detente.why import summarise

_SHARED = frozenset(field.name for field in fields(Finding))
_MOST_RECORDS = 50  # of a finding that hundreds of reports tell of; the earliest known come first
_ID_DIGITS = 12


def find_finding(picture: Picture, prefix: str) -> Finding | None:
    """The finding whose id begins with `prefix`; the incidents of everybody are looked through.

    Raises: InputError when there is more than one.
    """
    found = {one.id: one for one in _findings(picture) if one.id.startswith(prefix)}
    if len(found) > 1:
        raise InputError(f"{len(found)} findings have ids that begin with {prefix!r}: give more of it")
    return next(iter(found.values()), None)


def explain_finding(picture: Picture, finding: Finding) -> str:
    """Tell in plain text what a finding says and what it rests on."""
    lines = [f"{finding.kind} {finding.id}", ""]
    lines += [f"  {name:<14}{text}" for name, text in _parts(picture, finding)]
    lines += ["", f"Method {finding.method}, probability {finding.probability:.2f}"]
    lines += [f"  {number}. {step.rule}: {step.detail}" for number, step in enumerate(finding.steps, start=1)]
    kind = "reports" if isinstance(finding, Copy) else "records"
    lines += ["", f"Rests on {len(finding.records):,} {kind}", *_records(picture, finding)]
    return "\n".join(lines) + "\n"


def _findings(picture: Picture) -> Iterator[Finding]:
    yield from picture.happened.values()
    yield from (*picture.claims, *picture.standings, *picture.chains, *picture.contacts, *picture.copies)
    yield from (*picture.days, *picture.weeks, *picture.ruptures, *picture.rejected)
    if picture.assessment is not None:
        yield picture.assessment


def _parts(picture: Picture, finding: Finding) -> Iterator[tuple[str, str]]:
    """What a finding holds beside what all findings share, in the order of its fields."""
    if isinstance(finding, Incident):
        yield "what", summary(picture, finding)
    for field in fields(finding):
        value = getattr(finding, field.name)
        if field.name in _SHARED or value is None or value == ():
            continue
        for part in value if isinstance(value, tuple) else (value,):
            yield field.name.replace("_", " "), _told(picture, part)


def _told(picture: Picture, value: Any) -> str:
    """A value of a field as a person reads it; an id short, with what it stands for."""
    if isinstance(value, Actor):
        return f"{names([value])[0]}{f' [{value.entity}]' if value.entity else ''}"
    if isinstance(value, Place):
        return place_name(value) or ""
    if isinstance(value, When):
        days = " to ".join(dict.fromkeys(str(day) for day in (value.earliest, value.latest) if day)) or "open"
        return f"{days} ({value.basis})"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, float):
        return f"{value:.2f}"
    text = str(value)
    if text in picture.happened:
        return f"{text[:_ID_DIGITS]}  {summary(picture, picture.happened[text])}"
    if text in picture.records:
        return f"{text[:_ID_DIGITS]}  {_line(picture, text)}"
    if text in picture.seen.reports:
        report = picture.seen.reports[text]
        return f"{text[:_ID_DIGITS]}  {report.publisher.name}: {report.title or '-'}"
    return " ".join(word[:_ID_DIGITS] if word in picture.happened else word for word in text.split())


def _line(picture: Picture, record_id: str) -> str:
    """A record in a line, and whose word it is."""
    record = picture.records[record_id]
    said = f"{record.quantity} {bounds(record)}" if isinstance(record, Figure) else summarise(record)
    return f"{' '.join(said.split())} ({teller(picture, record_id)})"


def _records(picture: Picture, finding: Finding) -> Iterator[str]:
    """Each record, the earliest known first, with its report and sentence."""
    known = [picture.records[name] for name in finding.records if name in picture.records]
    known.sort(key=lambda record: (record.grounds.known_at, record.id))
    for record in known[:_MOST_RECORDS]:
        source = picture.seen.publisher(record.grounds.source_id)
        yield f"  {record.kind} {record.id[:_ID_DIGITS]}  {_line(picture, record.id)}"
        yield f"    {source}, {record.grounds.known_at:%Y-%m-%d}: {quote(record)}"
    if len(known) > _MOST_RECORDS:
        yield f"  and {len(known) - _MOST_RECORDS:,} more"
    for name in finding.records:
        if name in picture.seen.reports:
            yield f"  report {_told(picture, name)}"
