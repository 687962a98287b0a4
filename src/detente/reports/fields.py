"""Which column or key is which field of a report, and what a value there says."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from detente.reports.decode import clean_line
from detente.reports.options import Options, Source, UnreadableError
from detente.schema import Rejection

_NAMES = {
    "text": (
        "text", "fulltext", "articletext", "bodytext", "plaintext", "contenttext", "rawtext", "body",
        "articlebody", "maintext", "content", "article", "story",
    ),
    "title": ("title", "headline", "heading", "articletitle", "webtitle"),
    "url": ("url", "link", "permalink", "canonicalurl", "articleurl", "pageurl", "sourceurl", "weburl"),
    "publisher": (
        "publisher", "publishername", "outlet", "sitename", "source", "sourcename", "newspaper", "newssource",
        "domain", "sourcedomain", "sourcecommonname",
    ),
    "published_at": (
        "publishedat", "published", "datepublished", "publishdate", "publisheddate", "publicationdate",
        "pubdate", "datepublish", "publishedtime", "publishtime", "webpublicationdate", "articledate", "date",
        "datetime",
    ),
    "language": ("language", "lang", "languagecode", "inlanguage"),
    "origin": ("origin", "agency", "newsagency", "wire"),
    "byline": ("byline", "author", "authors", "creator"),
}  # fmt: skip
"""Usual names, the surest first, without gaps and capitals. Summaries and descriptions are not the text: who
has nothing else says so with a mapping."""

_INNER = ("name", "title", "rendered", "value", "text", "id")
"""Where a nested value has its words: {"name": "Example Times"}, {"rendered": "<p>..."}."""

_MISSING = frozenset(("", "nan", "none", "null", "n/a", "na", "nat", "-"))
_LONGEST_MISSING = 4
_COLUMNS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a document says of itself, as it says it: nothing is cleaned or checked yet.

    dates: candidates for published_at, the surest first. hint: a weaker word on the language, such as the
    attribute of a page. byline: who wrote it, which may be an agency.
    """

    text: str
    extraction: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    dates: tuple[str, ...] = ()
    language: str | None = None
    hint: str | None = None
    origin: str | None = None
    byline: str | None = None


def draft(record: Mapping[str, object], options: Options, extraction: str) -> Draft:
    """Read a report out of a row.

    Raises: UnreadableError when no column holds the text.
    """
    keys = _keys(record, options)
    if "text" not in keys:
        raise no_text_column(record)
    known = {}
    for field, key in keys.items():
        words = _words(_value(record, key), "\n\n" if field == "text" else ", ").strip()
        if len(words) > _LONGEST_MISSING or words.lower() not in _MISSING:
            known[field] = words
    return Draft(
        text=known.get("text", ""),
        extraction=extraction,
        title=known.get("title"),
        url=known.get("url"),
        publisher=known.get("publisher"),
        dates=(known["published_at"],) if "published_at" in known else (),
        language=known.get("language"),
        origin=known.get("origin"),
        byline=known.get("byline"),
    )


def has_text(record: Mapping[str, object], options: Options) -> bool:
    """Tell whether an object is a report itself, rather than something around reports."""
    key = _keys(record, options).get("text")
    value = None if key is None else _value(record, key)
    return bool(value) and not (isinstance(value, list) and any(isinstance(item, Mapping) for item in value))


def missing_fields(record: Mapping[str, object], options: Options) -> tuple[str, ...]:
    """Name the fields that must be there and are not: the text, and what the user mapped."""
    keys = _keys(record, options)
    return tuple(field for field in dict.fromkeys(("text", *dict(options.mapping))) if field not in keys)


def no_text_column(columns: Collection[str]) -> UnreadableError:
    """Say what columns there are instead, and what to do."""
    shown = [clean_line(str(column))[:40] for column in list(columns)[:_COLUMNS_SHOWN]]
    more = f" and {len(columns) - len(shown)} more" if len(columns) > len(shown) else ""
    listed = ", ".join(shown) or "none"
    return UnreadableError(
        "no text column", f"the columns are: {listed}{more}; name one with --map text=COLUMN"
    )


def check_columns(record: Mapping[str, object], source: Source, options: Options) -> Iterator[Rejection]:
    """Look for the columns of a file before its rows are read; a mapped column that is missing is reported.

    Raises: UnreadableError when no column holds the text.
    """
    missing = missing_fields(record, options)
    if "text" in missing:
        raise no_text_column(record)
    if missing:
        pairs = ", ".join(f"{field}={dict(options.mapping)[field]}" for field in missing)
        yield source.reject("no such column", f"mapped as {pairs}")


def _keys(record: Mapping[str, object], options: Options) -> dict[str, str]:
    """Find the key of each field that the record has: the mapped one alone, else the surest usual one."""
    mapped = dict(options.mapping)
    plain = {_plain(key): key for key in reversed(list(record))}
    keys = {}
    for field, names in _NAMES.items():
        if field in mapped:
            key = mapped[field]
            found = key if key in record or _value(record, key) is not None else None
        else:
            found = next((plain[name] for name in names if name in plain), None)
        if found is not None:
            keys[field] = found
    return keys


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Make publishedAt, "Published at" and published_at one."""
    return re.sub(r"[\W_]+", "", name).lower()


def _value(record: Mapping[str, object], key: str) -> object:
    """Take a value by its key, or step by step by a key with dots."""
    if key in record:
        return record[key]
    value: object = record
    for step in key.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _words(value: object, glue: str, deep: int = 4) -> str:
    """Write a value as text: lists joined, of nested values the words, nothing of what is nested too deep."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool) or not deep:
        return ""
    if isinstance(value, list):
        return glue.join(filter(None, (_words(item, glue, deep - 1) for item in value)))
    if isinstance(value, Mapping):
        return next((_words(value[key], glue, deep - 1) for key in _INNER if key in value), "")
    return str(value)
