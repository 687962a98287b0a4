"""The head of a crisis view: whom it is about, what it rests on, the month's arrow and alerts."""

from collections.abc import Iterator

from detente.crisis import Picture


def overview(picture: Picture) -> Iterator[str]:
    """Lines of text for a person."""
    yield f"{title(picture)}, as of {picture.as_of:%Y-%m-%d %H:%M} UTC"
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
    arrow = f"{found.arrow} (probability {found.probability:.2f})" if found.arrow else "no arrow"
    yield f"The month {found.first_day} to {found.last_day}: {arrow}  {found.id[:12]}"
    yield from (f"  {step.detail}" for step in found.steps if step.rule == "assessment.arrow")
    for alert in found.alerts:
        yield f"Alert: {alert}"
        yield from (f"  {step.detail}" for step in found.steps if step.rule == f"alert.{alert}")


def title(picture: Picture) -> str:
    """Whom a picture is about: "RUS, UKR", "RUS > UKR" or "Everybody"."""
    sides = [", ".join(names) for names in (picture.about, picture.towards) if names]
    return " > ".join(sides) or "Everybody"
