"""The reader as one sees it from outside: sentences and reading put together."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from detente.codebook import load as load_codebook
from detente.reading import load_lexicon, read
from detente.schema import Publisher, Reading, Record, Rejection, Report
from detente.sentences import split

_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Reader:
    """Reads reports: the same text gives the same records, on every machine and in any company.

    reading_id: of the codebook, lexicon and code that read, so that each record says who read it.

    >>> from datetime import UTC, datetime
    >>> from detente import Publisher, Reader, Report
    >>> report = Report(
    ...     publisher=Publisher(id="post.example", name="The Post"),
    ...     text="Poland expelled two Russian diplomats on Friday.",
    ...     published_at=datetime(2025, 6, 7, tzinfo=UTC),
    ...     retrieved_at=datetime(2025, 6, 8, tzinfo=UTC),
    ...     raw_sha256="0" * 64,
    ...     extraction="by hand",
    ... )
    >>> [(event.type, event.by[0].text, event.when.earliest.isoformat()) for event in Reader().read(report)]
    [('SANCTION', 'Poland', '2025-06-06')]
    """

    def __init__(self) -> None:
        self._lexicon = load_lexicon(codebook=load_codebook())
        self.reading_id = _reading_id()

    def read(self, report: Report) -> tuple[Record, ...]:
        """The events, statements, commitments and figures of a report, in the order of its text."""
        return read(report, split(report), lexicon=self._lexicon, reading_id=self.reading_id)

    def read_whole(self, report: Report, raw: bytes) -> Reading:
        """A report with all that came of it; a language that cannot be read is a Rejection."""
        if report.language not in (None, "en"):
            reason = Rejection(
                input_id=report.id, stage="reading", reason="not in English", detail=report.language
            )
            return self._reading(report, raw, rejections=(reason,))
        sentences = split(report)
        if not sentences:
            reason = Rejection(input_id=report.id, stage="sentences", reason="no sentence")
            return self._reading(report, raw, rejections=(reason,))
        records = read(report, sentences, lexicon=self._lexicon, reading_id=self.reading_id)
        return self._reading(report, raw, sentences=len(sentences), records=records)

    def _reading(
        self,
        report: Report,
        raw: bytes,
        *,
        sentences: int = 0,
        records: tuple[Record, ...] = (),
        rejections: tuple[Rejection, ...] = (),
    ) -> Reading:
        return Reading(
            report=report,
            raw=raw,
            reading_id=self.reading_id,
            sentences=sentences,
            records=records,
            rejections=rejections,
        )


@cache
def _reading_id() -> str:
    """SHA-256 over the codebook and the code that reads, file by file."""
    digest = hashlib.sha256()
    root = resources.files("detente")
    for part in ("codebook", "reading", "sentences.py"):
        for file in _files(root.joinpath(part)):
            digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _files(place: Traversable) -> Iterator[Traversable]:
    """A file, or the files of a folder and its folders by name; what Python compiled is left out."""
    if place.is_file():
        yield place
    elif place.name != "__pycache__":
        for inner in sorted(place.iterdir(), key=lambda file: file.name):
            yield from _files(inner)


def read_text(
    text: str, *, retrieved_at: datetime, published_at: datetime | None = None, title: str | None = None
) -> tuple[Record, ...]:
    """Read one text that is at hand. Offsets are those of `text`; a lone surrogate is read as U+FFFD."""
    clean = _SURROGATE.sub("\ufffd", text)
    report = Report(
        title=title,
        publisher=Publisher(id="unknown", name="unknown"),
        text=clean,
        language="en",
        published_at=published_at,
        retrieved_at=retrieved_at,
        raw_sha256=hashlib.sha256(clean.encode()).hexdigest(),
        extraction="given",
    )
    return reader().read(report)


@cache
def reader() -> Reader:
    """This process's reader, made when it is first asked for."""
    return Reader()
