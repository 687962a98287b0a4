"""An import: files of archives into a store, chunk by chunk, in bounded memory."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Unpack

import numpy as np
import polars as pl

from detente.archives import (
    PROFILED,
    Archive,
    Converted,
    Source,
    archive_named,
    convert,
    find,
    header,
    profile,
    reading_id,
    write_tabbed,
)
from detente.codebook import Codebook
from detente.codebook import load as load_codebook
from detente.schema import Rejection
from detente.store import Import, Store, Which, check_name

# Rows of one segment: some 30 MB on disk, 250 MB while it is written.
SEGMENT_ROWS = 300_000
_REJECTION_COLUMNS = ("id", "input_id", "stage", "reason", "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import came to. files: imported; known: files that the dataset had already; rejected: (reason,
    how many), most first. The rest as in `Import`, over all files."""

    files: int
    known: int
    rows: int
    events: int
    no_event: int
    repeated: int
    rejected: tuple[tuple[str, int], ...]


class _Keys:
    """Keys that were met, 8 bytes each: sorted runs, of which those of a size are merged.

    64 bits of a SHA-256: among a hundred million rows two that differ share a key with probability 0.0003.
    """

    def __init__(self, keys: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> None:
        self._runs = [np.sort(keys)]

    def add_new(
        self, keys: "np.ndarray[tuple[int], np.dtype[np.uint64]]"
    ) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Take keys in, and tell for each whether it is met for the first time."""
        fresh = np.zeros(len(keys), dtype=np.bool_)
        fresh[np.unique(keys, return_index=True)[1]] = True
        for run in self._runs:
            at = np.minimum(np.searchsorted(run, keys), max(len(run) - 1, 0))
            if len(run):
                fresh &= run[at] != keys
        self._runs.append(np.sort(keys[fresh]))
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate([self._runs[-1], last]))
        return fresh


class _Writer:
    """Rows on their way to the store, and imports that wait for theirs to be there."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._events: list[pl.DataFrame] = []
        self._rejections: list[pl.DataFrame] = []
        self._imports: list[Import] = []

    def take(self, events: pl.DataFrame | None, rejections: pl.DataFrame | None) -> None:
        """Hold rows until they are worth a segment."""
        self._events += [] if events is None else [events]
        self._rejections += [] if rejections is None else [rejections]
        if sum(map(len, (*self._events, *self._rejections))) >= SEGMENT_ROWS:
            self.flush()

    def complete(self, done: Import) -> None:
        """An import's rows have all been given."""
        self._imports.append(done)

    def flush(self) -> None:
        """Put everything on the disk, the imports last."""
        self._store.add_imported(
            pl.concat(self._events) if self._events else None,
            pl.concat(self._rejections) if self._rejections else None,
            self._imports,
            recorded_at=self._now(),
        )
        self._events, self._rejections, self._imports = [], [], []


def import_paths(
    archive: str,
    paths: Sequence[str],
    store: Store,
    *,
    now: Callable[[], datetime],
    dataset: str | None = None,
    licence: str | None = None,
    codebook: Codebook | None = None,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> Imported:
    """Import files of an archive: plain, gzipped or zipped, and all files of a folder.

    dataset: the archive's name where None. licence: a note that the store keeps; the archive's where None.
    now: gives each write its recorded_at. on_progress: hears how many more rows are done.

    Raises: InputError for an archive or dataset that cannot be; StoreError when the store cannot be used.
    """
    kind = archive_named(archive)
    name = dataset if dataset is not None else kind.name
    check_name(name)
    known = set(store.imports().filter(pl.col("dataset") == name)["sha256"])
    keys = _Keys(store.imported_keys(name, by=_key(kind)).to_numpy())
    writer = _Writer(store, now)
    book = codebook or load_codebook()
    done: list[Import] = []
    already = 0
    reasons: Counter[str] = Counter()
    for source in find(paths):
        if isinstance(source, Rejection):
            writer.take(None, _frame(source))
            reasons[source.reason] += 1
        elif source.sha256 in known:
            already += 1
        else:
            item = _begin(source, kind, name, licence, book, now())
            for part in convert(source, kind, codebook=book, dataset=name, today=item.began_at.date()):
                item = _take(item, part, kind, keys, writer, reasons)
                on_progress(part.rows if isinstance(part, Converted) else 0)
            if item.rows or not item.rejected:
                writer.complete(item)
                known.add(source.sha256)
                done.append(item)
    writer.flush()
    return Imported(
        files=len(done),
        known=already,
        rows=sum(item.rows for item in done),
        events=sum(item.events for item in done),
        no_event=sum(item.no_event for item in done),
        repeated=sum(item.repeated for item in done),
        rejected=tuple(reasons.most_common()),
    )


def _begin(
    source: Source,
    archive: Archive,
    dataset: str,
    licence: str | None,
    codebook: Codebook,
    began_at: datetime,
) -> Import:
    return Import(
        dataset=dataset,
        archive=archive.name,
        file=source.locator,
        sha256=source.sha256,
        licence=licence or archive.licence,
        reading_id=reading_id(archive, codebook),
        began_at=began_at,
    )


def _take(
    item: Import,
    part: Converted | Rejection,
    archive: Archive,
    keys: _Keys,
    writer: _Writer,
    reasons: Counter[str],
) -> Import:
    """Hand a chunk's rows to the writer, and count them."""
    if isinstance(part, Rejection):
        writer.take(None, _frame(part))
        reasons[part.reason] += 1
        return replace(item, rejected=item.rejected + 1)
    digits = part.events[_key(archive)].str.head(16)
    fresh = keys.add_new(digits.str.to_integer(base=16, dtype=pl.UInt64).to_numpy())
    events = part.events.filter(pl.Series(fresh)).with_columns(
        pl.lit(item.id).alias("import_id"), pl.lit(item.dataset).alias("dataset")
    )
    writer.take(events, part.rejections)
    reasons.update(dict(part.rejections["reason"].value_counts().iter_rows()))
    return replace(
        item,
        rows=item.rows + part.rows,
        events=item.events + len(events),
        no_event=item.no_event + part.no_event,
        repeated=item.repeated + len(part.events) - len(events),
        rejected=item.rejected + len(part.rejections),
    )


def _key(archive: Archive) -> str:
    """What tells two rows apart: their bytes where these hold an id, else also where they stand."""
    return "sha256" if archive.ids else "id"


def _frame(rejection: Rejection) -> pl.DataFrame:
    row = {name: getattr(rejection, name) for name in _REJECTION_COLUMNS}
    return pl.DataFrame([row], schema=dict.fromkeys(_REJECTION_COLUMNS, pl.String))


def export_profile(
    store: Store,
    name: str,
    target: Path | BinaryIO,
    *,
    codebook: Codebook | None = None,
    **which: Unpack[Which],
) -> None:
    """Write events in the columns of POLECAT, ICEWS or GDELT. which: as of `Store.show`.

    Raises: InputError for a profile, an `about` or a dataset that is none, or a file that cannot be written.
    """
    archive = archive_named(name)
    table = profile(store.show("events", columns=PROFILED, **which), archive, codebook or load_codebook())
    write_tabbed(table, target, header(archive))
