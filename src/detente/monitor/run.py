"""A run: files and folders into a store, batch by batch, in one process or several."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from detente.monitor.reader import reader
from detente.pool import map_chunks
from detente.reports import Document, Options, extract, gather, parse_mapping
from detente.schema import Reading, Rejection, Report
from detente.store import Store

# What is committed at once, and so what a killed run may have to do again: a second or two of work.
BATCH_REPORTS = 1_000
BATCH_BYTES = 32 << 20
# What a worker gets at once: enough to make the hand-over cheap, little enough to keep all workers busy.
CHUNK_DOCUMENTS = 32
CHUNK_BYTES = 2 << 20
TEXT_AT_ONCE = 100_000  # characters that are read in one go; what is seen in them takes some 100 MB


def options(
    *,
    retrieved_at: datetime,
    published_at: datetime | None = None,
    publisher: str | None = None,
    mapping: str | None = None,
) -> Options:
    """How to read what is given; `mapping` as in "text=body,published_at=date".

    Raises: InputError for a mapping that makes no sense.
    """
    return Options(
        retrieved_at=retrieved_at,
        published_at=published_at,
        publisher=publisher,
        mapping=parse_mapping(mapping) if mapping else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run came to. documents: found; new, known: reports; rejected: (reason, how many), most first;
    records: (kind, how many) of the new reports."""

    documents: int
    new: int
    known: int
    rejected: tuple[tuple[str, int], ...]
    records: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What came of a chunk of documents."""

    documents: int = 0
    readings: tuple[Reading, ...] = ()
    known: int = 0
    rejections: tuple[Rejection, ...] = ()


def read_paths(
    paths: Sequence[str],
    store: Store,
    options: Options,
    *,
    now: Callable[[], datetime],
    workers: int = 1,
    stdin: BinaryIO | None = None,
    on_progress: Callable[[int], None] = lambda documents: None,
) -> Summary:
    """Read files and folders into a store, batch by batch; what a batch holds is safe once it is written.

    now: gives each batch its recorded_at. on_progress: hears how many more documents are done.

    Raises: StoreError when the store cannot be read or written; InputError for options that make no sense.
    """
    work = partial(_read_chunk, options=options, store=store.path)
    chunks = _chunks(gather(paths, options, stdin=stdin))
    documents, new, known = 0, 0, 0
    reasons: Counter[str] = Counter()
    kinds: Counter[str] = Counter({"events": 0, "statements": 0, "commitments": 0, "figures": 0})
    parts = map_chunks(work, chunks, workers=workers, on_death=_died)
    for batch in _batches(_counted(parts, on_progress)):
        added = store.add(batch.readings, batch.rejections, recorded_at=now())
        by_id = {reading.report.id: reading for reading in batch.readings}
        fresh = [by_id[report_id] for report_id in added.new]
        documents += batch.documents
        new += len(fresh)
        known += batch.known + len(batch.readings) - len(fresh)
        reasons.update(rejection.reason for rejection in batch.rejections)
        reasons.update(rejection.reason for reading in fresh for rejection in reading.rejections)
        kinds.update(f"{record.kind}s" for reading in fresh for record in reading.records)
    return Summary(
        documents=documents,
        new=new,
        known=known,
        rejected=tuple(reasons.most_common()),
        records=tuple(kinds.items()),
    )


def _chunks(found: Iterable[Document | Rejection]) -> Iterator[tuple[Document | Rejection, ...]]:
    """Documents in the order in which they were found, as many together as a worker should get."""
    chunk: list[Document | Rejection] = []
    size = 0
    for item in found:
        chunk.append(item)
        size += len(item.data) if isinstance(item, Document) else 0
        if len(chunk) >= CHUNK_DOCUMENTS or size >= CHUNK_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def _read_chunk(chunk: Sequence[Document | Rejection], *, options: Options, store: Path) -> _Done:
    """Extract and read documents, except those reports that the store has from this reader already."""
    known = _known(store, reader().reading_id)
    fresh: list[tuple[Report, bytes]] = []
    rejections: list[Rejection] = []
    already = 0
    for item in chunk:
        for part, raw in _extract(item, options):
            if isinstance(part, Rejection):
                rejections.append(part)
            elif part.id in known:
                already += 1
            else:
                fresh.append((part, raw))
    readings = tuple(reading for some in _spread(fresh) for reading in reader().read_whole(some))
    return _Done(documents=len(chunk), readings=readings, known=already, rejections=tuple(rejections))


def _extract(item: Document | Rejection, options: Options) -> tuple[tuple[Report | Rejection, bytes], ...]:
    """What comes of one input, each report with the bytes it was extracted from."""
    if isinstance(item, Rejection):
        return ((item, b""),)
    try:
        return tuple((part, item.data) for part in extract(item, options))
    except (
        Exception
    ) as error:  # a fault of detente's own in one input is that input's Rejection: the rest goes on
        detail = f"{type(error).__name__}: {error}"
        reason = Rejection(input_id=item.locator, stage="reports", reason="internal error", detail=detail)
        return ((reason, b""),)


def _spread(reports: Sequence[tuple[Report, bytes]]) -> Iterator[Sequence[tuple[Report, bytes]]]:
    """As many reports together as are read in one go: what is seen in their sentences is held until then."""
    some: list[tuple[Report, bytes]] = []
    size = 0
    for report, raw in reports:
        if some and size + len(report.text) > TEXT_AT_ONCE:
            yield some
            some, size = [], 0
        some.append((report, raw))
        size += len(report.text)
    if some:
        yield some


@cache
def _known(store: Path, reading_id: str) -> frozenset[str]:
    """What the store had from this reader when this process first asked. The store itself checks again."""
    return Store(store).read_by(reading_id)


def _died(item: Document | Rejection) -> _Done:
    """What a document that kills its worker comes to."""
    if isinstance(item, Rejection):
        return _Done(documents=1, rejections=(item,))
    reason = Rejection(
        input_id=item.locator, stage="reading", reason="the process that read it died", detail=item.format
    )
    return _Done(documents=1, rejections=(reason,))


def _counted(parts: Iterable[_Done], on_progress: Callable[[int], None]) -> Iterator[_Done]:
    for part in parts:
        on_progress(part.documents)
        yield part


def _batches(parts: Iterable[_Done]) -> Iterator[_Done]:
    """Parts put together until they are worth a commit."""
    batch = _Done()
    for part in parts:
        batch = _Done(
            documents=batch.documents + part.documents,
            readings=batch.readings + part.readings,
            known=batch.known + part.known,
            rejections=batch.rejections + part.rejections,
        )
        size = sum(len(reading.raw) for reading in batch.readings)
        if len(batch.readings) >= BATCH_REPORTS or size >= BATCH_BYTES:
            yield batch
            batch = _Done()
    if batch.documents:
        yield batch
