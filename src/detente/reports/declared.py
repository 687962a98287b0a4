"""What a page declares of itself: in linked data (JSON-LD), in meta elements, in its head.

Nothing is guessed: no date from a footer or an address, no title from the largest letters.
"""

import html
import json
from collections import deque
from collections.abc import Iterator, Mapping

from detente.reports.fields import Draft
from detente.reports.page import Page

_DATES = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "publish_date",
    "publication_date", "published_time", "pubdate", "article.published", "dc.date.issued", "dcterms.issued",
    "dcterms.date", "dc.date", "dc.date.created", "dcterms.created", "citation_publication_date",
    "citation_date", "prism.publicationdate", "date",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "parsely-title", "dc.title", "citation_title", "headline")
_SITES = ("og:site_name", "article:publisher_name", "dc.publisher", "dcterms.publisher", "citation_publisher")
_ADDRESSES = ("og:url", "parsely-link", "twitter:url")
_AUTHORS = ("author", "parsely-author", "dc.creator", "article:author", "citation_author")
_LANGUAGES = ("content-language", "dc.language", "dcterms.language", "og:locale", "language")

_MAX_NODES = 2_000
_BARS = (" | ", " - ", " – ", " — ", " :: ", " · ")


def declared(page: Page, text: str, extraction: str) -> Draft:
    """Put together what a page declares, for the text that was found in it."""
    meta: dict[str, str] = {}
    for name, content in page.meta:
        meta.setdefault(name, content)
    article = _article(page.linked_data)
    site = _text(article.get("publisher")) or _first(meta, _SITES)
    title = _text(article.get("headline")) or _first(meta, _TITLES) or _without_site(page.title, site)
    address = page.canonical or _first(meta, _ADDRESSES) or _text(article.get("url"))
    published = _text(article.get("datePublished"))
    return Draft(
        text=text,
        extraction=extraction,
        title=html.unescape(title or "") or None,
        url=address or _text(article.get("mainEntityOfPage")),
        publisher=html.unescape(site or "") or None,
        dates=tuple(filter(None, (published, *(meta.get(name) for name in _DATES), *_times(page)))),
        language=_text(article.get("inLanguage")),
        hint=page.language or _first(meta, _LANGUAGES),
        byline=_text(article.get("author")) or _first(meta, _AUTHORS),
    )


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if meta.get(name, "").strip()), None)


def _times(page: Page) -> tuple[str, ...]:
    """Take the time elements that are marked as published; else the only one that there is."""
    marked = tuple(moment for moment, published in page.times if published)
    moments = {moment for moment, _ in page.times}
    return marked or (tuple(moments) if len(moments) == 1 else ())


def _without_site(title: str, site: str | None) -> str:
    """Take the name of the site off the end of a title, where it is known to be one."""
    for bar in _BARS:
        head, found, tail = title.rpartition(bar)
        if found and site and tail.strip().casefold() == site.strip().casefold():
            return head.strip()
    return title


def _article(scripts: tuple[str, ...]) -> Mapping[str, object]:
    """Find the node of the linked data that is the article: the surest type, then the first."""
    nodes = [node for script in scripts for node in _nodes(script)]
    ranked = sorted(nodes, key=_rank)
    return ranked[0] if ranked and _rank(ranked[0]) < 2 else {}


def _rank(node: Mapping[str, object]) -> int:
    types = node.get("@type")
    names = [str(name) for name in (types if isinstance(types, list) else [types])]
    if any(name.endswith(("Article", "BlogPosting", "Report")) for name in names):
        return 0
    return 1 if any(name.endswith("WebPage") for name in names) else 2


def _nodes(script: str) -> Iterator[Mapping[str, object]]:
    try:
        waiting: deque[object] = deque((json.loads(script, strict=False),))
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, Mapping):
            yield value
            waiting.extend(inner for inner in value.values() if isinstance(inner, list | Mapping))
        elif isinstance(value, list):
            waiting.extend(value)


def _text(value: object, deep: int = 3) -> str | None:
    """Take the words of a value: itself, its name or id, or those of the first in a list."""
    if isinstance(value, str):
        return value.strip() or None
    if not deep:
        return None
    if isinstance(value, list):
        return next(filter(None, (_text(item, deep - 1) for item in value[:20])), None)
    if isinstance(value, Mapping):
        return _text(value.get("name"), deep - 1) or _text(value.get("@id"), deep - 1)
    return None
