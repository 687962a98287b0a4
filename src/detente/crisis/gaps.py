"""What a picture cannot say, in plain words: nothing known, nobody looking, one publisher, no dates."""

from collections.abc import Iterator
from datetime import timedelta

from detente.crisis.assessment import MONTH_DAYS
from detente.crisis.known import NEVER
from detente.crisis.picture import Picture
from detente.schema import Incident

_APART_DAYS = 7  # claimed days of one happening this far apart are a contradiction and no vagueness


def find_gaps(picture: Picture) -> tuple[str, ...]:
    """One sentence for each thing that the picture cannot say."""
    if picture.seen.is_empty:
        empty = "The record is empty" if picture.seen.today == NEVER else "Nothing was known by then"
        return (f"{empty}: there is no report, and so no finding.",)
    return (*_sources(picture), *_days(picture), *_findings(picture))


def _sources(picture: Picture) -> Iterator[str]:
    reports = picture.seen.reports.values()
    publishers = {report.publisher.id for report in reports}
    voices = {picture.seen.voice(report.id) for report in reports}
    if len(reports) == 1:
        yield "There is one report: nothing in it is confirmed by another."
    elif len(publishers) == 1:
        yield f"All {len(reports):,} reports are by one publisher: no independent voice confirms any of it."
    elif len(voices) == 1:
        yield f"All {len(reports):,} reports go back to one voice: what they share is told once."
    if not picture.records:
        yield "No report tells of an act, a statement, a commitment or a figure."
    undated = sum(report.published_at is None for report in reports)
    if undated:
        yield (
            f"No published date is known for {undated:,} of {len(reports):,} reports: they count as known "
            "when they were retrieved, and their days may be wrong."
        )


def _days(picture: Picture) -> Iterator[str]:
    last = picture.seen.today
    month = {last - timedelta(days=number) for number in range(MONTH_DAYS)}
    looked = picture.seen.published_days() & month
    looked |= {event.grounds.known_at.date() for event in picture.seen.events} & month
    first = min(month)
    if not looked:
        yield f"No report is of the month {first} to {last}: the picture ends before it."
    elif len(looked) < len(month):
        unseen = len(month) - len(looked)
        yield f"No report is of {unseen} of the {MONTH_DAYS} days {first} to {last}: unknown, not quiet."


def _findings(picture: Picture) -> Iterator[str]:
    named = {*picture.about, *picture.towards}
    if picture.records and len(named) < 2:
        yield "The month's arrow and alerts need two sides or more to be named: --about A,B."
    elif picture.assessment is not None and picture.assessment.arrow is None:
        why = [step.detail for step in picture.assessment.steps if step.rule == "assessment.arrow"][-1]
        yield f"{why[:1].upper()}{why[1:]}."
    strange = picture.unnamed()
    if strange:
        yield f"No report names {' or '.join(strange)}."
    if named and not picture.incidents and not picture.standings and not picture.claims:
        yield f"Nothing on record passes among {', '.join(sorted(named))}."
    undated = sum(one.when.earliest is None and one.when.latest is None for one in picture.incidents)
    if undated:
        yield f"No day is known for {undated:,} of {len(picture.incidents):,} incidents."
    apart = sum(map(_contradicts, picture.incidents))
    if apart:
        yield f"For {apart:,} incidents the texts name days more than {_APART_DAYS} days apart."


def _contradicts(incident: Incident) -> bool:
    """Whether texts name days for it that cannot be one."""
    named = [when for when in incident.times if when.basis in ("stated", "relative")]
    first = [when.latest for when in named if when.latest is not None]
    last = [when.earliest for when in named if when.earliest is not None]
    return bool(first and last) and (max(last) - min(first)).days > _APART_DAYS
