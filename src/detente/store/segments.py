"""Segments: immutable Parquet files named by the SHA-256 of their bytes.

A segment is written under a temporary name, synced, and renamed, so that it is there whole or not at all;
the folder is synced after it. Nobody ever changes one. Whoever writes such files (a Ray or Spark job too)
writes to the store.
"""

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from detente.schema import StoreError

SUFFIX = ".parquet"
TEMPORARY = ".writing-"


def write_segment(folder: Path, rows: pl.DataFrame) -> Path:
    """Write rows as one segment of `folder`.

    Raises: StoreError when the folder cannot be written or the disk is full; nothing half-written stays.
    """
    temporary = folder / f"{TEMPORARY}{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(temporary, compression="zstd", statistics=True)
        digest = _sync(temporary)
        target = folder / f"{digest}{SUFFIX}"
        temporary.replace(target)
        sync_folder(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StoreError(f"cannot write to {folder}: {error.strerror or error}") from error
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return target


def _sync(path: Path) -> str:
    """Force a file to the disk and hash what is there."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


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


def stray_files(folder: Path) -> Iterator[Path]:
    """Temporary files that a killed writer left behind; no reader ever opens them."""
    if folder.is_dir():
        yield from sorted(folder.glob(f"{TEMPORARY}*"))
