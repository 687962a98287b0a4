"""Segments: immutable Parquet files named by the SHA-256 of their bytes.

A segment is written under a temporary name, synced, and renamed, so that it is there whole or not at all;
the folder is synced after it. Nobody ever changes one. Whoever writes such files (a Ray or Spark job too)
writes to the store.
"""

import contextlib
import hashlib
import os
import uuid
from io import BytesIO
from pathlib import Path

import polars as pl

from detente.schema import StoreError

SUFFIX = ".parquet"
TEMPORARY = ".writing-"


def write_segment(folder: Path, rows: pl.DataFrame) -> Path:
    """Write rows as one segment of `folder`.

    Raises: StoreError when the folder cannot be written or the disk is full; nothing half-written stays.
    """
    buffer = BytesIO()
    rows.write_parquet(buffer, compression="zstd", statistics=True)
    data = buffer.getvalue()
    target = folder / f"{hashlib.sha256(data).hexdigest()}{SUFFIX}"
    try:
        write_whole(target, data)
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror or error}") from error
    return target


def write_whole(target: Path, data: bytes) -> None:
    """Write a file and its folder so that it is there whole or not at all; nothing half-written stays.

    Raises: OSError.
    """
    temporary = target.parent / f"{TEMPORARY}{uuid.uuid4().hex}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk (a no-op where folders cannot be opened, as on Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def list_segments(folder: Path) -> tuple[Path, ...]:
    """The segments of a folder, by name; none where the folder is not there."""
    return tuple(sorted(folder.glob(f"*{SUFFIX}"))) if folder.is_dir() else ()


def find_damage(path: Path) -> str | None:
    """Say what is wrong with a segment, or None: its bytes must hash to its name."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    return None if digest == path.name.removesuffix(SUFFIX) else "bytes do not match the name's SHA-256"


def stray_files(root: Path) -> tuple[Path, ...]:
    """Temporary files anywhere below `root`: a writer's at work, or left by one that was killed."""
    return tuple(sorted(root.rglob(f"{TEMPORARY}*")))
