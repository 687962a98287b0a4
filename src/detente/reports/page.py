"""A web page in one pass: its text, without any judgement of what matters in it, and what its head declares.

The pass takes events, not a tree: neither the depth nor the size of a hostile page can hang or overflow it.
"""

import re
from dataclasses import dataclass

METHOD = "raw-html 1"

_FEED_CHARACTERS = 65_536
_MAX_SCRIPTS = 50
_MAX_SCRIPT_CHARACTERS = 500_000

_UNSEEN = frozenset((
    "head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas",
    "select", "button", "textarea", "audio", "video",
))  # fmt: skip
_FURNITURE = frozenset(("nav", "footer", "aside"))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_MARKUP = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|table|body)>|<br\s*/?>", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says, as it says it.

    text: a line for each block, without scripts and, where something is left then, without navigation,
        footers and asides.
    meta: (name in lower case, content) of its meta elements. times: (datetime, is it marked as published).
    linked_data: JSON-LD, not yet parsed. deepest: how many elements are open at most.
    """

    text: str
    title: str
    language: str | None
    canonical: str | None
    meta: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, bool], ...]
    linked_data: tuple[str, ...]
    deepest: int


def read_page(html: str) -> Page:
    """Read a page; `html` is clean text. Takes time and memory linear in its length."""
    from lxml import etree  # type: ignore[import-untyped]

    reader = _Reader()
    parser = etree.HTMLParser(target=reader, huge_tree=True)
    for start in range(0, len(html), _FEED_CHARACTERS):
        parser.feed(html[start : start + _FEED_CHARACTERS])
    page: Page = parser.close() if html else reader.close()
    return page


def looks_like_markup(text: str) -> bool:
    """Tell whether a text from a table or a feed is a piece of a page."""
    return "<" in text and _MARKUP.search(text) is not None


def declared_charset(data: bytes) -> str | None:
    """Find the encoding that a page declares in its first 4 kB."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


class _Reader:
    """Takes the events of a parser, which gives each start its end, whatever the page does."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._article: list[str] = []
        self._title: list[str] = []
        self._script: list[str] = []
        self._scripts: list[str] = []
        self._meta: list[tuple[str, str]] = []
        self._times: list[tuple[str, bool]] = []
        self._language: str | None = None
        self._canonical: str | None = None
        self._inside: str | None = None  # "title" or "script", whose words go elsewhere
        self._depth = self._deepest = self._unseen = self._furniture = self._verbatim = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        self._declare(tag, attributes)
        self._unseen += bool(self._unseen or tag in _UNSEEN)
        self._furniture += bool(self._furniture or tag in _FURNITURE)
        self._verbatim += bool(self._verbatim or tag == "pre")
        self._break(tag)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._break(tag)
        self._unseen -= bool(self._unseen)
        self._furniture -= bool(self._furniture)
        self._verbatim -= bool(self._verbatim)
        if self._inside == tag:
            self._inside = None
            if tag == "script":
                self._scripts.append("".join(self._script))

    def data(self, words: str) -> None:
        if self._inside == "title":
            self._title.append(words)
        elif self._inside == "script":
            self._script.append(words)
        elif not self._unseen:
            self._add(words if self._verbatim else re.sub(r"\s+", " ", words))

    def close(self) -> Page:
        return Page(
            text=_lines(self._article) or _lines(self._seen),
            title=" ".join("".join(self._title).split()),
            language=self._language,
            canonical=self._canonical,
            meta=tuple(self._meta),
            times=tuple(self._times),
            linked_data=tuple(script for script in self._scripts if len(script) <= _MAX_SCRIPT_CHARACTERS),
            deepest=self._deepest,
        )

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add("\n")
        elif tag in _CELLS:
            self._add(" ")

    def _add(self, piece: str) -> None:
        self._seen.append(piece)
        if not self._furniture:
            self._article.append(piece)

    def _declare(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            if name and attributes.get("content"):
                self._meta.append((name.strip().lower(), attributes["content"]))
        elif tag == "time" and attributes.get("datetime"):
            marks = f"{attributes.get('itemprop', '')} {attributes.get('class', '')}".lower()
            self._times.append((attributes["datetime"], "pubdate" in attributes or "publish" in marks))
        elif tag == "html":
            self._language = self._language or attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self._canonical = self._canonical or attributes.get("href")
        elif tag == "title" and not self._title:
            self._inside = tag
        elif (
            tag == "script" and "ld+json" in attributes.get("type", "") and len(self._scripts) < _MAX_SCRIPTS
        ):
            self._inside, self._script = tag, []


def _lines(pieces: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
