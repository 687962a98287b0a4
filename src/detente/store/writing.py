"""Adding to a store: rows that it does not hold yet, table by table, in the order that makes them count last.

Raw bytes, reports, records and rejections are written first, the readings at the end. A report is in the
store once its row in `readings` is; a run that is killed before leaves rows that no view shows, and the next
run adds what is missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from detente.schema import Forecast, Judgement, Outcome, Reading, Rejection, StoreError
from detente.store import tables
from detente.store.segments import list_segments, write_segment

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an addition came to: ids of reports that are new, and of those that were known already."""

    new: tuple[str, ...]
    known: tuple[str, ...]


def add(
    root: Path, readings: Sequence[Reading], rejections: Sequence[Rejection], *, recorded_at: datetime
) -> Added:
    """Write readings and rejections to the store at `root`; see `Store.add`."""
    fresh = {(reading.report.id, reading.reading_id): reading for reading in readings}
    known = _present(root, tables.READINGS, fresh)
    new = [reading for key, reading in fresh.items() if key not in known]
    moments = [recorded_at + _TICK * index for index in range(len(new))]
    taken = list(zip(new, moments, strict=True))
    _add(root, tables.RAW, (tables.raw_row(reading, at) for reading, at in taken))
    _add(root, tables.REPORTS, (tables.value_row(reading.report, at) for reading, at in taken))
    for cls, table in zip(tables.RECORD_CLASSES, tables.RECORDS, strict=True):
        records = ((r, at) for reading, at in taken for r in reading.records if isinstance(r, cls))
        _add(root, table, (tables.record_row(record, at) for record, at in records))
    turned_away = [(r, at) for reading, at in taken for r in reading.rejections]
    turned_away += [(rejection, recorded_at) for rejection in rejections]
    _add(root, tables.REJECTIONS, (tables.value_row(r, at) for r, at in turned_away))
    _add(root, tables.READINGS, (tables.reading_row(reading, at) for reading, at in taken))
    return Added(
        new=tuple(reading.report.id for reading in new),
        known=tuple(report_id for report_id, reading_id in fresh if (report_id, reading_id) in known),
    )


def add_outlook(
    root: Path, forecasts: Sequence[Forecast], outcomes: Sequence[Outcome], *, recorded_at: datetime
) -> tuple[int, int]:
    """Write forecasts and outcomes to the store at `root`; how many of each were new."""
    said = (tables.value_row(one, recorded_at) for one in forecasts)
    came = (tables.value_row(one, recorded_at) for one in outcomes)
    return _add(root, tables.FORECASTS, said), _add(root, tables.OUTCOMES, came)


def add_judgements(root: Path, judgements: Sequence[Judgement], *, recorded_at: datetime) -> int:
    """Write judgements to the store at `root`; how many were new."""
    return _add(root, tables.JUDGEMENTS, (tables.value_row(one, recorded_at) for one in judgements))


def _add(root: Path, table: tables.Table, rows: Iterable[dict[str, Any]]) -> int:
    """Write those rows whose key the table does not hold, each key once; how many these were."""
    keyed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        keyed.setdefault(tuple(row[name] for name in table.key), row)
    present = _present(root, table, keyed)
    new = [row for key, row in keyed.items() if key not in present]
    if new:
        write_segment(root / table.folder, table.frame(new))
    return len(new)


def _present(root: Path, table: tables.Table, keys: Iterable[tuple[Any, ...]]) -> frozenset[tuple[Any, ...]]:
    """Those of `keys` that the table holds.

    Raises: StoreError when a segment cannot be read.
    """
    first = [key[0] for key in keys]
    while first and (segments := list_segments(root / table.folder)):
        try:
            column = pl.col(table.key[0])
            rows = pl.scan_parquet(list(segments)).filter(column.is_in(first)).select(table.key).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            # Segments may be merged away between listing and reading them; then the next listing is right.
            if segments == list_segments(root / table.folder):
                raise StoreError(
                    f"cannot read {root / table.folder} (try `detente verify`): {error}"
                ) from error
        else:
            return frozenset(rows.iter_rows())
    return frozenset()
