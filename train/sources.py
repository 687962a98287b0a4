"""Where the corpus takes other people's sentences from, and how a source id finds its text again.

Two sources of a data folder are read: `current_events` (one bullet a row) and `wikinews` (tokens). A source
id is `ce:YYYY-MM-DD:N:START-END`, the Nth bullet listed on that day (from 0) and characters of it, or
`wn:DOC:N`, the Nth sentence of an article (from 0, the dateline) after `detokenise`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

NO_BLANK_BEFORE = re.compile(r"[.,;:!?)\]}%\u2026]|'(?:s|re|ve|ll|d|m)|n't|\u2019s|\u00b0[CF]|''")
NO_BLANK_AFTER = frozenset(("(", "[", "{", "$", "\u00a3", "\u20ac", "\u00a5", "#", "``"))
QUOTES = {"``": '"', "''": '"'}
SECTION_WORDS = (
    "accidents?|armed|arts?|attacks?|business(?:es)?|conflicts?|crimes?|culture|disasters?|economics|economy|"
    "elections?|entertainment|environment|finance|government|health|incidents?|international|laws?|legal|media|"
    "medicine|order|people|politics|relations|religion|sciences?|society|sports?|technology|weather"
)
SECTION = re.compile(rf"(?:{SECTION_WORDS})(?:,? (?:and )?(?:{SECTION_WORDS}))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """One line of a day's list. `place` counts the day's bullets from 0; `headings` stand above it."""

    date: str
    place: int
    category: str | None
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One Wikinews article. `date` is None where the dateline cannot be read."""

    doc_id: str
    date: str | None
    title: str
    sentences: tuple[tuple[str, ...], ...]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON-lines file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_bullets(data: Path) -> Iterator[Bullet]:
    """Every bullet of `current_events` in the order of its files, those that overlap a test set left out."""
    for path in sorted((data / "current_events").glob("*.jsonl.gz")):
        counts: dict[str, int] = {}
        for row in read_rows(path):
            place = counts.get(row["date"], 0)
            counts[row["date"]] = place + 1
            if not row.get("overlaps_test"):
                yield Bullet(
                    date=row["date"],
                    place=place,
                    category=row["category"],
                    headings=tuple(row["story"]),
                    text=row["text"],
                )


def read_articles(data: Path, name: str = "tdg_train") -> Iterator[Article]:
    """Every article of one Wikinews file, those that overlap a test set left out."""
    for row in read_rows(data / "wikinews" / f"{name}.jsonl.gz"):
        if not row.get("overlaps_test"):
            sentences = tuple(tuple(tokens) for tokens in row["sentences"])
            date = iso_day(row["dct"])
            yield Article(doc_id=row["doc_id"], date=date, title=row["title"], sentences=sentences)


def story_keys(bullet: Bullet) -> tuple[str, ...]:
    """The headings that name a story; a bullet under sections alone ("Law and crime") is its own story."""
    headings = (heading.lower() for heading in bullet.headings)
    return tuple(heading for heading in headings if not SECTION.fullmatch(heading)) or (
        f"{bullet.date}:{bullet.place}",
    )


def iso_day(dateline: str) -> str | None:
    """`November 13 , 2004` as `2004-11-13`; None for anything else."""
    match = re.search(r"([A-Z][a-z]+) (\d{1,2}) ?,? (\d{4})", dateline)
    if match is None:
        return None
    try:
        day = datetime.strptime(" ".join(match.groups()) + " +0000", "%B %d %Y %z")
    except ValueError:
        return None
    return day.date().isoformat()


def detokenise(tokens: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Running text of Penn-style tokens, and each token's [start, end) in it.

    Penn quotation marks become straight ones. A straight one opens where none is open, but a single one after
    an s is taken for a possessive.
    """
    text, glue = "", True
    spans: list[tuple[int, int]] = []
    inside = {'"': False, "'": False}
    for token in tokens:
        shown = QUOTES.get(token, token)
        possessive = token == "'" and text.endswith("s") and not inside["'"]
        closes = possessive or token == "''" or (token in inside and inside[token])
        opens = not closes and (token == "``" or token in inside)
        if shown in inside:
            inside[shown] = opens
        if not (glue or closes or NO_BLANK_BEFORE.fullmatch(token)):
            text += " "
        spans.append((len(text), len(text) + len(shown)))
        text += shown
        glue = opens or token in NO_BLANK_AFTER
    return text, tuple(spans)


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def load_texts(data: Path, wanted: set[str]) -> dict[str, str]:
    """The text of each wanted source id. An id that the folder does not hold is absent from the answer."""
    by_bullet: dict[str, list[tuple[str, int, int]]] = {}
    for source in wanted:
        match = re.fullmatch(r"(ce:[\d-]+:\d+):(\d+)-(\d+)", source)
        if match:
            by_bullet.setdefault(match[1], []).append((source, int(match[2]), int(match[3])))
    texts: dict[str, str] = {}
    for bullet in read_bullets(data):
        for source, start, end in by_bullet.get(f"ce:{bullet.date}:{bullet.place}", ()):
            texts[source] = bullet.text[start:end]
    for article in read_articles(data):
        for index, tokens in enumerate(article.sentences):
            if (source := f"wn:{article.doc_id}:{index}") in wanted:
                texts[source] = detokenise(tokens)[0]
    return texts
