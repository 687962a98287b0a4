"""What can be made anew, kept in a folder: fits of the outlook beside the record, gatherings in the cache."""

import contextlib
import os
from pathlib import Path

from detente.store import Store
from detente.store.segments import write_whole

_FITS = "outlook/fits"
_FITS_SUFFIX = ".npz"
_MOST_FITS = 300  # files, of some 0.3 MB: two horizons for a year and more


class FileShelf:
    """Values by key, a file each; of more than `most` those longest unused go first. Where the folder cannot
    be written nothing is kept.
    """

    def __init__(self, folder: Path, suffix: str, most: int) -> None:
        self._folder, self._suffix, self._most = folder, suffix, most

    def get(self, key: str) -> bytes | None:
        """What was put there; None where there is nothing, or it cannot be read."""
        file = self.file(key)
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
            write_whole(self.file(key), value)
            self._thin()

    def file(self, key: str) -> Path:
        """Where a key's value lies, if it does."""
        return self._folder / f"{key}{self._suffix}"

    def _thin(self) -> None:
        files = sorted(self._folder.glob(f"*{self._suffix}"), key=lambda file: file.stat().st_mtime)
        for file in files[: max(0, len(files) - self._most)]:
            file.unlink(missing_ok=True)


def fits_of(store: Store) -> FileShelf:
    """The shelf of the fits of a store's outlook."""
    return FileShelf(store.path / _FITS, _FITS_SUFFIX, _MOST_FITS)
