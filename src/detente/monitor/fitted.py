"""Fits of the outlook, kept in a folder beside the record: what is lost there is made anew."""

import contextlib
import os
from pathlib import Path

from detente.store import Store
from detente.store.segments import write_whole

_FOLDER = "outlook/fits"
_SUFFIX = ".npz"
_MOST = 300  # files, of some 0.3 MB: two horizons for a year and more; the longest unused go first


class FitFolder:
    """A shelf of files; where the folder cannot be written nothing is kept."""

    def __init__(self, store: Store) -> None:
        self._path = store.path / _FOLDER

    def get(self, key: str) -> bytes | None:
        """What was put there; None where there is nothing, or it cannot be read."""
        file = self._file(key)
        try:
            value = file.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(file)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Keep it, whole or not at all."""
        with contextlib.suppress(OSError):
            write_whole(self._file(key), value)
            self._thin()

    def _thin(self) -> None:
        files = sorted(self._path.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime)
        for file in files[: max(0, len(files) - _MOST)]:
            file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._path / f"{key}{_SUFFIX}"
