"""The record on disk: a folder of immutable Parquet segments, asked through DuckDB."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, Unpack

import duckdb
import polars as pl

from detente.codebook import Codebook
from detente.codebook import load as load_codebook
from detente.schema import (
    Event,
    Forecast,
    InputError,
    Judgement,
    Outcome,
    Reading,
    Rejection,
    Report,
    StoreError,
)
from detente.schema.judgement import judged
from detente.store import query as queries
from detente.store.bounds import Bounds, Which
from detente.store.columns import from_row
from detente.store.format import check_version, prepare, read_version
from detente.store.imported import ALL, READ, check_name, to_event, write
from detente.store.query import EXPORT_TABLES, About
from detente.store.tables import RECORD_CLASSES, Import, Kept
from detente.store.upkeep import Compaction, Damage, compact, verify
from detente.store.views import IMPORTED_VIEW, VIEWS, Views, all_segments
from detente.store.writing import Added, add, add_judgements, add_outlook

__all__ = [
    "EXPORT_TABLES",
    "RECORD_CLASSES",
    "About",
    "Added",
    "Bounds",
    "Compaction",
    "Damage",
    "Import",
    "Store",
    "Which",
    "check_name",
]

R = TypeVar("R", bound=Kept)


class Store:
    """The record in a folder. Everything that reads gives Polars frames or values, and never blocks a writer.

    Whatever reads takes two clocks: `as_of` (what the world could know by then) and `recorded_by` (what this
    store had taken by then); None is now.

    >>> import tempfile
    >>> from pathlib import Path
    >>> store = Store(Path(tempfile.mkdtemp()) / "record", create=True)
    >>> store.events(about="RUS,UKR").is_empty()
    True
    >>> store.sql("SELECT count(*) AS n FROM reports").item()
    0
    """

    def __init__(self, path: str | Path, *, create: bool = False, codebook: Codebook | None = None) -> None:
        """Open the store at `path`; with `create`, make it or bring it up to date first.

        Raises: StoreError when there is none, or it is damaged, unwritable or of a newer version.
        """
        self.path = Path(path)
        if create:
            prepare(self.path)
        check_version(self.path)
        types = (codebook or load_codebook()).event_types
        self._views = Views(self.path, quads={event.name: event.quad for event in types})

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    def add(
        self, readings: Sequence[Reading], rejections: Sequence[Rejection] = (), *, recorded_at: datetime
    ) -> Added:
        """Take readings and rejections for good: when this returns they are on the disk.

        Rows get moments from `recorded_at` on, a microsecond apart, so that the order of arrival is kept.
        A report that this store has from the same reader already adds nothing.

        Raises: StoreError when the store cannot be written.
        """
        return add(self.path, readings, rejections, recorded_at=recorded_at)

    def add_imported(
        self,
        events: pl.DataFrame | None,
        rejections: pl.DataFrame | None,
        imports: Sequence[Import] = (),
        *,
        recorded_at: datetime,
    ) -> None:
        """Take rows of archives. They are in the store once their import is given, when all of its rows are.

        events: the columns of the view imported_events; rejections: those of a Rejection.

        Raises: StoreError when the store cannot be written.
        """
        write(self.path, events, rejections, imports, recorded_at=recorded_at)

    def add_outlook(
        self, forecasts: Sequence[Forecast], outcomes: Sequence[Outcome] = (), *, recorded_at: datetime
    ) -> tuple[int, int]:
        """Take forecasts and how they turned out for good; how many of each were new."""
        return add_outlook(self.path, forecasts, outcomes, recorded_at=recorded_at)

    def add_judgements(self, judgements: Sequence[Judgement], *, recorded_at: datetime) -> int:
        """Take what people decided for good; how many were new. `detente.monitor.judge` makes them."""
        return add_judgements(self.path, judgements, recorded_at=recorded_at)

    def judgements(self, **bounds: Unpack[Bounds]) -> pl.DataFrame:
        """Everything that people decided, undone or not, in the order in which they did."""
        return self._frame("SELECT * FROM judgements ORDER BY judged_at, judgement_id", **bounds)

    def imports(self, **bounds: Unpack[Bounds]) -> pl.DataFrame:
        """The files of archives that were imported, in the order in which they were."""
        return self._frame("SELECT * FROM imports ORDER BY recorded_at, file, id", **bounds)

    def imported_keys(self, dataset: str, *, by: str) -> pl.Series:
        """Of each imported row of a dataset the first 64 bits of `by` (id or sha256), in no order."""
        query = (
            f"SELECT ('0x' || left({by}, 16))::UBIGINT AS key FROM segment_imported e "
            "SEMI JOIN imports i ON i.id = e.import_id WHERE e.dataset = ?"
        )
        return self._frame(query, (dataset,))["key"]

    def read_by(self, reading_id: str) -> frozenset[str]:
        """Ids of the reports that this reader has read already."""
        query = "SELECT source_id FROM readings WHERE reading_id = ?"
        return frozenset(self._frame(query, (reading_id,))["source_id"])

    def show(
        self, table: str, *, columns: Sequence[str] | None = None, **which: Unpack[Which]
    ) -> pl.DataFrame:
        """One of the tables `EXPORT_TABLES`, in the order in which its rows became known.

        columns: these alone, which is faster.

        Raises: InputError for a table, an `about` or a dataset that is none.
        """
        self._check_datasets(which.get("dataset"))
        query, values = queries.select(
            table,
            about=which.get("about"),
            since=which.get("since"),
            min_probability=which.get("min_probability", 0.0),
            report_id=which.get("report_id"),
            dataset=which.get("dataset"),
            with_rejected=which.get("with_rejected", False),
            columns=columns,
        )
        return self._frame(query, values, as_of=which.get("as_of"), recorded_by=which.get("recorded_by"))

    def _check_datasets(self, dataset: str | None) -> None:
        names = {name.strip() for name in (dataset or READ).split(",")} - {"", READ, ALL}
        known = set(self.imports()["dataset"]) if names else set()
        if names - known:
            there = ", ".join(sorted(known)) or "none"
            raise InputError(f"there is no dataset {min(names - known)!r} in {self.path}; there are: {there}")

    def events(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Events, in the columns of `detente export events`."""
        return self.show("events", **which)

    def statements(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Statements, in the columns of `detente export statements`."""
        return self.show("statements", **which)

    def commitments(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Commitments, in the columns of `detente export commitments`."""
        return self.show("commitments", **which)

    def figures(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Figures, in the columns of `detente export figures`."""
        return self.show("figures", **which)

    def reports(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Reports, in the columns of `detente export reports`."""
        return self.show("reports", **which)

    def rejections(self, **bounds: Unpack[Bounds]) -> pl.DataFrame:
        """What could not be read, and why; in the order in which it was recorded, a file's rows by number."""
        row = "split_part(input_id, '#row ', {})"
        order = f"recorded_at, {row.format(1)}, try_cast({row.format(2)} AS BIGINT), rejection_id"
        return self._frame(f"SELECT * FROM rejections ORDER BY {order}", **bounds)

    def sql(self, query: str, **bounds: Unpack[Bounds]) -> pl.DataFrame:
        """Ask one SELECT of the views.

        There are events, statements, commitments, figures, reports, readings, rejections and judgements;
        event_records and its like hold everything that was read of a record, and people's verdict on it.
        imported_events and imports are apart.

        Raises: InputError when it is not one SELECT, or fails.
        """
        return self._frame(query, check=True, **bounds)

    def load(self, cls: type[R], ids: Iterable[str], **bounds: Unpack[Bounds]) -> tuple[R, ...]:
        """Values with these ids, in that order; what is not there is left out.

        What people decided about a record stands among its steps; one that they rejected is given as well.
        """
        wanted = list(ids)
        query = "SELECT * FROM {} WHERE list_contains(?::VARCHAR[], id)"
        rows = self._frame(query.format(VIEWS[cls]), (wanted,), **bounds).rows(named=True)
        found: dict[str, Any] = {row["id"]: from_row(cls, row) for row in rows}
        if cls is Event and len(found) < len(set(wanted)):
            imported = self._frame(query.format(IMPORTED_VIEW), (wanted,), **bounds).rows(named=True)
            found |= {row["id"]: to_event(row) for row in imported}
            rows += imported
        if told := [row["id"] for row in rows if row.get("verdict") and cls is not Judgement]:
            words = self._frame(queries.VERDICTS, (told,), **bounds).rows(named=True)
            found |= {
                row["record_id"]: judged(found[row["record_id"]], from_row(Judgement, row)) for row in words
            }
        return tuple(found[value_id] for value_id in wanted if value_id in found)

    def find(self, prefix: str, **bounds: Unpack[Bounds]) -> Kept:
        """The record, report, forecast, outcome or judgement whose id begins with `prefix`.

        Raises: InputError when there is none, or more than one.
        """
        views = {**{view: cls for cls, view in VIEWS.items()}, IMPORTED_VIEW: Event}
        parts = (f"SELECT '{view}' AS view, id FROM {view} WHERE starts_with(id, ?)" for view in views)
        rows = self._frame(" UNION ALL ".join(parts), (prefix,) * len(views), **bounds)
        if rows.is_empty():
            raise InputError(f"nothing in {self.path} has an id that begins with {prefix!r}")
        if len(rows) > 1:
            raise InputError(f"{len(rows)} ids in {self.path} begin with {prefix!r}: give more of it")
        view, found = rows.row(0)
        return self.load(views[view], [found], **bounds)[0]

    def report(self, report_id: str, **bounds: Unpack[Bounds]) -> Report:
        """The report with this id.

        Raises: InputError when the store does not hold it.
        """
        found = self.load(Report, [report_id], **bounds)
        if not found:
            raise InputError(f"there is no report {report_id!r} in {self.path}")
        return found[0]

    @property
    def version(self) -> int:
        """The version of the store's format."""
        return read_version(self.path)

    def segments(self) -> tuple[Path, ...]:
        """The files that hold the record."""
        return all_segments(self.path)

    def raw(self, sha256: str) -> bytes:
        """The bytes that a report was extracted from, by their SHA-256.

        Raises: InputError when the store does not hold them.
        """
        rows = self._frame("SELECT data FROM segment_raw WHERE id = ? LIMIT 1", (sha256,))
        if rows.is_empty():
            raise InputError(f"there are no raw bytes {sha256!r} in {self.path}")
        data: bytes = rows.item()
        return data

    def verify(self) -> tuple[Damage, ...]:
        """Everything that is wrong with the store's files; an empty tuple when nothing is."""
        return verify(self.path)

    def compact(self, *, strays_before: datetime | None = None) -> Compaction:
        """Merge small segments into larger ones. No row changes, and readers and writers may go on.

        strays_before: temporary files of killed writers go if they were last touched before that moment.
        """
        return compact(self.path, strays_before=strays_before)

    def _frame(
        self, query: str, values: Iterable[object] = (), *, check: bool = False, **bounds: Unpack[Bounds]
    ) -> pl.DataFrame:
        """Ask the views; again when segments were merged away between listing and reading them."""
        while True:
            segments = self.segments()
            try:
                connection = self._views.connect(**bounds)
                if check:
                    queries.check_read_only(connection, query)
                return queries.frame(connection, query, values)
            except (StoreError, InputError) as error:
                gone = isinstance(error.__cause__, duckdb.IOException) and segments != self.segments()
                if not gone:
                    raise
