"""Documents to Reports: the second half of the stage, a pure function that runs in any process."""

import html
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from detente.reports import markdown, page
from detente.reports.dates import parse_date
from detente.reports.declared import declared
from detente.reports.decode import clean, clean_line, decode
from detente.reports.fields import Draft, draft
from detente.reports.front import front_matter
from detente.reports.language import find_language
from detente.reports.options import Document, Options, UnreadableError, reject
from detente.reports.papers import made_title, paragraphs
from detente.reports.publishers import origin_of, page_address, publisher_of
from detente.reports.records import parse_object
from detente.reports.sandbox import sandbox
from detente.schema import InputError, Rejection, Report

_DEEPEST = 250
"""Elements open at once: below 100 in pages that people made. libxml2, on which trafilatura stands, builds no
tree deeper than 256: of a deeper page nothing would be found, in time that grows with the depth."""

_LITTLE_LETTERS = 150  # two sentences: of an extract so short, the page may have more that was missed
_MUCH_MORE = 3
_LONGEST_TITLE = 1_000  # a title that is longer is a text in the wrong column


def extract(document: Document, options: Options) -> tuple[Report | Rejection, ...]:
    """Read a document: its Report, or the Rejection that says why not. A report whose date is not understood
    is kept without it, and comes with a Rejection that has the date.
    """
    try:
        return _report(_READERS[document.format](document, options), document, options)
    except UnreadableError as refusal:
        return (reject(document.locator, refusal.reason, refusal.detail),)
    except Exception as error:  # one input must not end the run, whatever a library makes of it
        return (reject(document.locator, "failed", f"{type(error).__name__}: {error}"[:300]),)


def _report(found: Draft, document: Document, options: Options) -> tuple[Report | Rejection, ...]:
    text = clean(found.text)
    if not text:
        raise UnreadableError("empty", "no text in it")
    url = page_address(found.url)
    publisher = publisher_of(url, clean_line(found.publisher or "") or options.publisher)
    published, misread = _published(found.dates)
    report = Report(
        url=url,
        title=clean_line(found.title or "")[:_LONGEST_TITLE] or None,
        publisher=publisher,
        origin=origin_of(text, found.origin, found.byline, publisher),
        text=text,
        language=find_language(text, found.language, found.hint),
        published_at=published or options.published_at,
        retrieved_at=options.retrieved_at,
        raw_sha256=sha256(document.data).hexdigest(),
        extraction=found.extraction,
    )
    if misread is None:
        return (report,)
    return (report, reject(document.locator, "date not understood", misread))


def _published(dates: tuple[str, ...]) -> tuple[datetime | None, str | None]:
    """Find the first date that is one; if there is none, say why the first is not."""
    misread: str | None = None
    for stated in dates:
        try:
            return parse_date(stated), None
        except InputError as error:
            misread = misread or clean_line(str(error))
    return None, misread


def _plain(document: Document, options: Options) -> Draft:
    return Draft(text=decode(document.data), extraction="plain 1")


def _markdown(document: Document, options: Options) -> Draft:
    fields, body = front_matter(decode(document.data))
    heading, text = markdown.plain_text(body)
    keys = tuple((field, key) for field, key in options.mapping if key in fields and field != "text")
    stated = draft({**fields, "text": text}, replace(options, mapping=keys), markdown.METHOD)
    return replace(stated, text=text, title=stated.title or heading)


def _row(document: Document, options: Options) -> Draft:
    stated = draft(parse_object(document.data), options, f"{document.format} 1")
    if not page.looks_like_markup(stated.text):
        return stated
    text = page.read_page(clean(stated.text)).text
    title = html.unescape(stated.title) if stated.title else None
    return replace(stated, text=text, title=title, extraction=f"{stated.extraction}, {page.METHOD}")


def _page(document: Document, options: Options) -> Draft:
    source = decode(document.data, page.declared_charset(document.data))
    whole = page.read_page(source)
    if whole.deepest > _DEEPEST:
        return declared(whole, whole.text, f"{page.METHOD} (elements nested {whole.deepest} deep)")
    answer = sandbox().run("html", source.encode("utf-8"), options.html_seconds, options.html_megabytes)
    if answer.failure is not None:
        return declared(whole, whole.text, f"{page.METHOD} ({answer.method.split()[0]} {answer.failure})")
    letters, all_letters = (sum(map(str.isalpha, text)) for text in (answer.text, whole.text))
    if not answer.text.strip() or (letters < _LITTLE_LETTERS and letters * _MUCH_MORE < all_letters):
        return declared(whole, whole.text, page.METHOD)
    return declared(whole, answer.text, answer.method)


def _paper(document: Document, options: Options) -> Draft:
    if not document.data.strip():
        raise UnreadableError("empty")
    answer = sandbox().run("pdf", document.data, options.html_seconds, options.html_megabytes)
    if answer.failure is not None:
        reason = {"encrypted": "encrypted PDF", "failed": "damaged PDF"}.get(answer.failure)
        raise UnreadableError(reason or f"PDF {answer.failure}", answer.detail)
    text = paragraphs(answer.text)
    if not text.strip():
        raise UnreadableError("no text in PDF", "its pages are pictures: it needs text recognition first")
    title = None if made_title(answer.title) else answer.title
    return Draft(text=text, extraction=answer.method, title=title, dates=answer.dates)


_READERS: Mapping[str, Callable[[Document, Options], Draft]] = {
    "txt": _plain,
    "md": _markdown,
    "html": _page,
    "pdf": _paper,
    **dict.fromkeys(("json", "jsonl", "csv", "tsv", "parquet"), _row),
}
