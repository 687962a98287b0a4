"""Brief -> Markdown: sentences with numbered marks, the notes at the end."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from detente.brief.document import Brief, Chart, Note, Paragraph, Sentence, place_of
from detente.brief.notes import ID_DIGITS, details, in_words, is_link
from detente.brief.words import level, plain

HOW = "shows a record's sentence in context and each step that led to it."
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_STARTS = re.compile(r"^(\d+)([.)])|^([-+=])")


def to_markdown(brief: Brief) -> str:
    """The same brief gives the same text."""
    return "\n".join(_lines(brief)) + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    numbers = {note_place(note): note.number for note in brief.notes}
    yield f"# {_escape(brief.title)}"
    yield ""
    yield " · ".join(f"{name}: {_escape(value)}" for name, value in brief.facts)
    for section in brief.sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        listed = len(section.paragraphs) > 1
        for paragraph in section.paragraphs:
            yield f"{'- ' if listed else ''}{_paragraph(paragraph, numbers)}"
        for drawing in section.drawings:
            if isinstance(drawing, Chart):
                yield ""
                yield from _table(drawing)
    yield ""
    yield "## Notes"
    yield ""
    yield f"`detente why ID` {HOW}"
    yield ""
    for note in brief.notes:
        yield f"{note.number}. {_note(note)}"


def note_place(note: Note) -> object:
    """What the marks that lead to a note have in common."""
    return note.query if note.query is not None else note.evidence


def _paragraph(paragraph: Paragraph, numbers: Mapping[object, int]) -> str:
    label = f"**{_escape(paragraph.label)}.** " if paragraph.label else ""
    text = " ".join(_sentence(sentence, numbers) for sentence in paragraph.sentences)
    return label + (text if label else _STARTS.sub(r"\\\g<0>", text))


def _sentence(sentence: Sentence, numbers: Mapping[object, int]) -> str:
    marks = ", ".join(str(numbers[place_of(mark)]) for mark in sentence.marks)
    return f"{_escape(sentence.text)} [{marks}]"


def _table(chart: Chart) -> Iterator[str]:
    """A chart as its levels at the end of each week."""
    weeks = sorted({point.day.isocalendar()[:2] for line in chart.lines for point in line.points})[-6:]
    ends: dict[tuple[str, tuple[int, int]], str] = {}
    last: dict[tuple[int, int], str] = {}
    for line in chart.lines:
        for point in line.points:
            week = point.day.isocalendar()[:2]
            ends[line.label, week] = f"{level(point.value)} ({level(point.low)} to {level(point.high)})"
            last[week] = max(last.get(week, ""), point.day.isoformat())
    yield f"| Level at the end of the week | {' | '.join(last[week] for week in weeks)} |"
    yield f"|---|{'---:|' * len(weeks)}"
    for line in chart.lines:
        cells = " | ".join(ends.get((line.label, week)) or _blank(chart, week) for week in weeks)
        yield f"| {_escape(line.label)} | {cells} |"


def _blank(chart: Chart, week: tuple[int, int]) -> str:
    """Why a week has no level: nobody looked, or what was told of an act lies too far back."""
    days = (date.fromisocalendar(*week, number) for number in range(1, 8))
    shown = [day for day in days if chart.first <= day <= chart.last]
    return "no report" if set(shown) <= set(chart.gaps) else "no act told of"


def _note(note: Note) -> str:
    if note.query is not None:
        return f"Asked of the record: {_escape(in_words(note.query))}."
    told = details(note)
    quoted = f"{_escape(told.quote)} " if told.quote else ""
    title = f", “{_escape(told.title)}”" if told.title else ""
    url = f" <{told.url}>" if is_link(told.url) else f" {_escape(told.url)}" if told.url else ""
    records = ", ".join(name[:ID_DIGITS] for name in note.records)
    return f"{quoted}— {_escape(told.publisher)}{title}, {told.published}{told.place}.{url} `{records}`"


def _escape(text: str) -> str:
    """Text of a report as text, whatever marks of Markdown or HTML it holds."""
    return _MARKUP.sub(r"\\\1", plain(text))
