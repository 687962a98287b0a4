"""Keeping a store sound: find damage, merge small segments."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from detente.schema import StoreError
from detente.store.format import check_version
from detente.store.segments import find_damage, list_segments, stray_files, write_segment
from detente.store.tables import (
    FORECASTS,
    IMPORTED,
    IMPORTS,
    JUDGEMENTS,
    OUTCOMES,
    READINGS,
    RECORDS,
    TABLES,
    Table,
)
from detente.store.views import all_segments, connect

# Segments below half of this are merged into segments of about this size: large enough to scan fast, small
# enough to rewrite within seconds and a few hundred MB of memory.
TARGET_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is wrong with one file of a store."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compaction:
    """What a compaction did: how many segments there were before and after."""

    before: int
    after: int


def verify(root: Path) -> tuple[Damage, ...]:
    """Check every segment's bytes against its name, and that each reading's records are all there.

    Raises: StoreError when there is no store at `root` or its format file is damaged.
    """
    check_version(root)
    paths = all_segments(root)
    damaged = tuple(Damage(path=path, reason=reason) for path in paths if (reason := find_damage(path)))
    return damaged or tuple(_missing(root))


def _missing(root: Path) -> Iterator[Damage]:
    """Readings whose report, raw bytes or records are not there: a segment was taken away."""
    queries = {
        "reports": "SELECT count(*) FROM readings ANTI JOIN segment_reports r ON r.id = source_id",
        "raw": "SELECT count(*) FROM first_reports ANTI JOIN segment_raw w ON w.id = raw_sha256",
    }
    for table in RECORDS:
        counts = "SELECT source_id, reading_id, count(DISTINCT id) AS found"
        found = f"{counts} FROM segment_{table.name} GROUP BY ALL"
        queries[table.name] = (
            f"SELECT count(*) FROM {READINGS.name} LEFT JOIN ({found}) USING (source_id, reading_id) "
            f"WHERE coalesce(found, 0) < {table.name}"
        )
    rows = f"SELECT import_id AS id, count(DISTINCT row) AS found FROM segment_{IMPORTED.name} GROUP BY ALL"
    queries[IMPORTED.name] = (
        f"SELECT count(*) FROM {IMPORTS.name} LEFT JOIN ({rows}) USING (id) WHERE coalesce(found, 0) < events"
    )
    queries[FORECASTS.name] = (
        f"SELECT count(*) FROM segment_{OUTCOMES.name} "
        f"ANTI JOIN segment_{FORECASTS.name} f ON f.id = forecast_id"
    )
    judged = f"segment_{JUDGEMENTS.name}"
    queries[JUDGEMENTS.name] = (
        f"SELECT count(*) FROM {judged} u ANTI JOIN {judged} j ON j.id = u.on[1] WHERE u.verdict = 'undo'"
    )
    folders = {table.name: table.folder for table in TABLES}
    owners = {IMPORTED.name: "imports", FORECASTS.name: "outcomes", JUDGEMENTS.name: "undoings"}
    with closing(connect(root, quads={})) as connection:
        for name, query in queries.items():
            row = connection.sql(query).fetchone()
            if row is not None and row[0]:
                whose = owners.get(name, "readings")
                yield Damage(path=root / folders[name], reason=f"rows of {row[0]} {whose} are missing")


def compact(root: Path, *, strays_before: datetime | None = None) -> Compaction:
    """Merge the small segments of each table.

    The merged segment is on the disk before those it replaces go; a crash in between leaves rows twice, which
    views count once and the next compaction drops. Temporary files that killed writers left go too, if they
    were last touched before `strays_before`.

    Raises: StoreError when the store is damaged or cannot be written.
    """
    check_version(root)
    before = len(all_segments(root))
    merged: set[Path] = set()
    superseded: list[Path] = []
    for table in TABLES:
        if (
            table is IMPORTED
        ):  # written large; its views look for no row twice, which a merge shows for a moment
            continue
        for group in _groups(root / table.folder):
            merged.add(_merge(root, table, group))
            superseded += group
    # All at the end: a reader that listed the old segments meets their going once, and lists again.
    for path in superseded:
        if path not in merged:
            path.unlink(missing_ok=True)
    if strays_before is not None:
        for path in stray_files(root):
            if path.stat().st_mtime < strays_before.timestamp():
                path.unlink(missing_ok=True)
    return Compaction(before=before, after=len(all_segments(root)))


def _groups(folder: Path) -> Iterator[tuple[Path, ...]]:
    """Runs of small segments that together make about one of the target size."""
    group: list[Path] = []
    size = 0
    for path in list_segments(folder):
        bytes_there = path.stat().st_size
        if bytes_there >= TARGET_BYTES // 2:
            continue
        if len(group) > 1 and size + bytes_there > TARGET_BYTES:
            yield tuple(group)
            group, size = [], 0
        group.append(path)
        size += bytes_there
    if len(group) > 1:
        yield tuple(group)


def _merge(root: Path, table: Table, group: tuple[Path, ...]) -> Path:
    for path in group:
        if reason := find_damage(path):
            raise StoreError(f"{path} is damaged and was left alone: {reason}")
    try:
        frames = [pl.read_parquet(path) for path in group]
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"cannot read {root / table.folder}: {error}") from error
    rows = pl.concat(frames, how="diagonal").sort("recorded_at", *table.key)
    return write_segment(root / table.folder, rows.unique([*table.key, "recorded_at"], maintain_order=True))
