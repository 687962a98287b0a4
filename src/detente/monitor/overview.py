"""The head of a crisis view: whom it is about, what it rests on, the month's arrow and alerts."""

from collections.abc import Iterator

from detente.crisis import Picture
from detente.crisis.assessment import is_unclear
from detente.crisis.known import NEVER
from detente.schema import Assessment


def overview(picture: Picture) -> Iterator[str]:
    """Lines of text for a person."""
    if picture.seen.today == NEVER and picture.seen.is_empty:
        yield f"{title(picture)}: the record is empty"
        return
    judged = picture.judged_until
    until = "all judgements so far" if judged is None else f"judgements until {judged:%Y-%m-%d %H:%M} UTC"
    yield f"{title(picture)}, as of {picture.as_of:%Y-%m-%d %H:%M} UTC; {until}"
    if picture.since is not None:
        yield f"new since {picture.since:%Y-%m-%d %H:%M} UTC; what runs on is shown as well"
    recent = picture.recent()
    voices = {picture.seen.voice(name) for name in picture.seen.reports}
    yield (
        f"{len(picture.seen.reports):,} reports with {len(voices):,} voices, {len(picture.copies):,} of them "
        f"copies; {len(recent.incidents):,} incidents, {len(recent.claims):,} claims, "
        f"{len(recent.standings):,} commitments"
    )
    found = picture.assessment
    if found is None:
        return
    yield ""
    yield f"The month {found.first_day} to {found.last_day}: {_arrow(found)}  {found.id[:12]}"
    yield from (f"  {step.detail}" for step in found.steps if step.rule == "assessment.arrow")
    for alert in found.alerts:
        yield f"Alert: {alert}"
        yield from (f"  {step.detail}" for step in found.steps if step.rule == f"alert.{alert}")
    if not found.alerts:
        yield "No alert: it takes two signs of different kinds, one of which looks ahead"
        yield from (
            f"  {step.rule.removeprefix('alert.')}: {step.detail}"
            for step in found.steps
            if step.rule.startswith("alert.")
        )


def _arrow(found: Assessment) -> str:
    if found.arrow is None:
        return "no arrow"
    said = f"{found.arrow} (probability {found.probability:.2f})"
    return f"no clear direction: cannot be told from {said}" if is_unclear(found) else said


def title(picture: Picture) -> str:
    """Whom a picture is about: "RUS, UKR", "RUS > UKR" or "Everybody"."""
    sides = [", ".join(names) for names in (picture.about, picture.towards) if names]
    return " > ".join(sides) or "Everybody"
