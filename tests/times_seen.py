"""Time expressions as one line each, for the tests of the grammar."""

from __future__ import annotations

from datetime import date

from detente.reading.times import View, is_story, read_times, resolve, view_at

WEDNESDAY = date(2025, 6, 18)


def seen(
    text: str, published: date | None = WEDNESDAY, tense: str | None = None, look: str | None = None
) -> list[str]:
    """Each expression of a text as "words: earliest..latest value"."""
    read = read_times(text, published)
    view = View(
        published=published,
        story=is_story([timed.found for timed in read], published),
        tense=tense,
        look=look,
    )
    lines = []
    for found in (timed.found for timed in read):
        answer = resolve(found, view_at(read, found.start, view))
        days = f"{answer.earliest or ''}..{answer.latest or ''}"
        lines.append(f"{text[found.start : found.end]}: {days} {answer.value}")
    return lines
