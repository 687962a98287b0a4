"""The reader as one sees it from outside: sentences and reading put together."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from detente.codebook import load as load_codebook
from detente.codebook.places import load_gazetteer
from detente.codebook.registry import load_registry
from detente.monitor.code import code_digest
from detente.reading import (
    Atlas,
    Cast,
    Page,
    analyse,
    in_quotations,
    load_encoder,
    read_pages,
    read_records,
    relate,
)
from detente.schema import (
    Analysis,
    Publisher,
    Reading,
    Record,
    Rejection,
    Relation,
    Report,
    Sentence,
)
from detente.sentences import split

_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Reader:
    """Reads reports: the same text gives the same records, on every machine and in any company.

    reading_id: of the weights, codebook and code that read, so that each record says who read it.

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
        self._encoder = load_encoder()
        self._codebook = load_codebook()
        self._registry = load_registry()
        self._gazetteer = load_gazetteer()
        self.reading_id = code_digest("codebook", "reading", "sentences.py")

    def read(self, report: Report) -> tuple[Record, ...]:
        """The events, statements, commitments and figures of a report, in the order of its text."""
        return self._records(report, read_pages(self._encoder, [report], [split(report)])[0])

    def read_whole(self, reports: Sequence[tuple[Report, bytes]]) -> tuple[Reading, ...]:
        """Reports and their raw bytes, with all that came of each: they are seen in one go, sorted by length.

        A language that cannot be read, and a fault of the reader's own, is a Rejection of that report alone.
        """
        try:
            return self._read_together(reports)
        except Exception as error:  # a fault in one report: the others are read without it
            if len(reports) > 1:
                return tuple(reading for one in reports for reading in self.read_whole([one]))
            (report, raw), detail = reports[0], f"{type(error).__name__}: {error}"
            return (self._rejected(report, raw, "reading", "internal error", detail),)

    def relate(self, text: str, by: tuple[int, int], to: tuple[int, int]) -> Relation:
        """How one given actor acts towards another in one sentence; spans are [start, end) in characters.

        Answers as the field's test of marked actor pairs does: a hostile act that is only to come is
        THREATEN, a friendly one AGREE.

        Raises: InputError for a span that lies outside of the text or holds no word.

        >>> from detente import Reader
        >>> Reader().relate("Turkish police arrested ten journalists.", by=(0, 14), to=(24, 39)).type
        'COERCE'
        """
        return relate(text, by, to, encoder=self._encoder, codebook=self._codebook)

    def analyse(self, text: str, *, published: datetime | None = None) -> Analysis:
        """What the reader sees in a text: tokens with their tree, mentions, predicates, times and places.

        published: what relative times are counted from.

        >>> from detente import Reader
        >>> analysis = Reader().analyse("The army attacked a convoy near Goma.")
        >>> [(token.lemma, token.upos, token.deprel) for token in analysis.tokens][1:3]
        [('army', 'NOUN', 'nsubj'), ('attack', 'VERB', 'root')]
        """
        report = _given(
            text, retrieved_at=published or datetime.min.replace(tzinfo=UTC), published_at=published
        )
        sentences = split(report)
        pages = read_pages(self._encoder, [report], [sentences], whole=True)[0]
        atlas = Atlas(self._gazetteer, report)
        return analyse(report, sentences, pages, registry=self._registry, atlas=atlas)

    def _records(self, report: Report, pages: Sequence[Page]) -> tuple[Record, ...]:
        found = read_records(
            pages,
            cast=Cast(self._registry, report),
            atlas=Atlas(self._gazetteer, report),
            codebook=self._codebook,
            reading_id=self.reading_id,
        )
        return in_quotations(pages, tuple(found))

    def _read_together(self, reports: Sequence[tuple[Report, bytes]]) -> tuple[Reading, ...]:
        sentences = [split(report) if report.language in (None, "en") else () for report, _ in reports]
        pages = read_pages(self._encoder, [report for report, _ in reports], sentences)
        return tuple(
            self._reading(report, raw, own, seen)
            for (report, raw), own, seen in zip(reports, sentences, pages, strict=True)
        )

    def _reading(
        self, report: Report, raw: bytes, sentences: Sequence[Sentence], pages: Sequence[Page]
    ) -> Reading:
        """What came of one report."""
        if report.language not in (None, "en"):
            return self._rejected(report, raw, "reading", "not in English", report.language)
        if not sentences:
            return self._rejected(report, raw, "sentences", "no sentence", None)
        return Reading(
            report=report,
            raw=raw,
            reading_id=self.reading_id,
            sentences=len(sentences),
            records=self._records(report, pages),
        )

    def _rejected(self, report: Report, raw: bytes, stage: str, reason: str, detail: str | None) -> Reading:
        """A report of which nothing came, and why."""
        rejection = Rejection(input_id=report.id, stage=stage, reason=reason, detail=detail)
        return Reading(
            report=report,
            raw=raw,
            reading_id=self.reading_id,
            sentences=0,
            records=(),
            rejections=(rejection,),
        )


def read_text(
    text: str, *, retrieved_at: datetime, published_at: datetime | None = None, title: str | None = None
) -> tuple[Record, ...]:
    """Read one text that is at hand. Offsets are those of `text`; a lone surrogate is read as U+FFFD."""
    return reader().read(_given(text, retrieved_at=retrieved_at, published_at=published_at, title=title))


def _given(
    text: str, *, retrieved_at: datetime, published_at: datetime | None = None, title: str | None = None
) -> Report:
    """A text that is at hand as a report of an unknown publisher."""
    clean = _SURROGATE.sub("\ufffd", text)
    return Report(
        title=title,
        publisher=Publisher(id="unknown", name="unknown"),
        text=clean,
        language="en",
        published_at=published_at,
        retrieved_at=retrieved_at,
        raw_sha256=hashlib.sha256(clean.encode()).hexdigest(),
        extraction="given",
    )


@cache
def reader() -> Reader:
    """This process's reader, made when it is first asked for."""
    return Reader()
