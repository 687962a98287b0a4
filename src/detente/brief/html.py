"""Brief -> one HTML file that needs nothing else: style, charts and notes stand in it.

Whatever came from a report is text; an address is a link only where it is a plain web address. No script runs
and nothing is fetched, by the page's own policy.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources
from types import MappingProxyType

from detente.brief.document import Brief, Drawing, Note, Paragraph, Section, Sentence, place_of
from detente.brief.markdown import HOW, note_place
from detente.brief.notes import ID_DIGITS, details, in_words, is_link
from detente.brief.words import plain

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "levels": "Shade: where the first two levels lie in 80 of 100 cases. Grey bands: days without "
        "reports. Dotted: from this day a level stayed higher or lower.",
        "timeline": "Larger: more incidents on that day. Grey bands: days without reports.",
    }
)


def to_html(brief: Brief) -> str:
    """The same brief gives the same text."""
    return "\n".join((*_head(brief), *_body(brief))) + "\n"


def _head(brief: Brief) -> Iterator[str]:
    style = resources.files("detente.brief").joinpath("style.css").read_text("utf-8")
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(brief.title)}, {brief.as_of:%Y-%m-%d}</title>"
    yield f"<style>\n{style}</style>"
    yield "</head>"


def _body(brief: Brief) -> Iterator[str]:
    numbers = {note_place(note): note.number for note in brief.notes}
    seen: Counter[int] = Counter()
    yield "<body>"
    yield '<a class="skip" href="#notes">Skip to the notes</a>'
    yield "<main>"
    yield "<header>"
    yield f"<h1>{_text(brief.title)}</h1>"
    facts = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in brief.facts)
    yield f'<dl class="facts">{facts}</dl>'
    yield "</header>"
    for number, section in enumerate(brief.sections, start=1):
        yield from _section(section, number, numbers, seen)
    yield '<section aria-labelledby="notes">'
    yield '<h2 id="notes">Notes</h2>'
    yield f"<p><code>detente why ID</code> {HOW}</p>"
    yield '<ol class="notes">'
    for note in brief.notes:
        yield f'<li id="n{note.number}">{_note(note)}{_backlinks(note.number, seen[note.number])}</li>'
    yield "</ol>"
    yield "</section>"
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _section(section: Section, at: int, numbers: Mapping[object, int], seen: Counter[int]) -> Iterator[str]:
    kind = "judgement" if at == 1 else "part"
    yield f'<section class="{kind}" aria-labelledby="s{at}">'
    yield f'<h2 id="s{at}">{_text(section.title)}</h2>'
    if len(section.paragraphs) > 1:
        yield '<ul class="items">'
        for paragraph in section.paragraphs:
            yield f"<li>{_paragraph(paragraph, numbers, seen)}</li>"
        yield "</ul>"
    else:
        for paragraph in section.paragraphs:
            yield f"<p>{_paragraph(paragraph, numbers, seen)}</p>"
    for drawing in section.drawings:
        yield from _figure(drawing)
    yield "</section>"


def _paragraph(paragraph: Paragraph, numbers: Mapping[object, int], seen: Counter[int]) -> str:
    label = f'<span class="label">{_text(paragraph.label)}.</span> ' if paragraph.label else ""
    return label + " ".join(_sentence(sentence, numbers, seen) for sentence in paragraph.sentences)


def _sentence(sentence: Sentence, numbers: Mapping[object, int], seen: Counter[int]) -> str:
    """A sentence and its marks; each mark has an id of its own, which its note leads back to."""
    marks = []
    for mark in sentence.marks:
        number = numbers[place_of(mark)]
        seen[number] += 1
        link = f'id="r{number}-{seen[number]}" href="#n{number}" aria-label="note {number}"'
        marks.append(f"<a {link}>{number}</a>")
    return f"{_text(sentence.text)}<sup>{','.join(marks)}</sup>"


def _figure(drawing: Drawing) -> Iterator[str]:
    from detente.brief.charts import draw  # matplotlib takes half a second, and Markdown needs none of it

    yield "<figure>"
    yield f'<figcaption>{_text(drawing.title)} <span class="key">{_KEYS[drawing.name]}</span></figcaption>'
    yield f'<div role="img" aria-label="{_text(drawing.alternative)}">'
    yield draw(drawing)
    yield "</div>"
    yield "</figure>"


def _note(note: Note) -> str:
    if note.query is not None:
        return f'<span class="where">Asked of the record: {_text(in_words(note.query))}.</span>'
    told = details(note)
    quoted = f"{_text(told.quote)} " if told.quote else ""
    title = f", “{_text(told.title)}”" if told.title else ""
    where = f"{_text(told.publisher)}{title}, {_text(told.published)}{_text(told.place)}."
    if told.url is not None and is_link(told.url):
        where += f' <a href="{_text(told.url)}" rel="noreferrer noopener nofollow">{_text(told.url)}</a>'
    elif told.url is not None:
        where += f" {_text(told.url)}"
    ids = ", ".join(f"<code>{_text(name[:ID_DIGITS])}</code>" for name in note.records)
    return f'{quoted}<span class="where">{where} {ids}</span>'


def _backlinks(number: int, times: int) -> str:
    """Links to each place that cites a note."""
    links = (
        f'<a href="#r{number}-{time}" aria-label="back to mark {time} of note {number}">↩</a>'
        for time in range(1, times + 1)
    )
    return f' <span class="back">{" ".join(links)}</span>'


def _text(text: str) -> str:
    return escape(plain(text), quote=True)
