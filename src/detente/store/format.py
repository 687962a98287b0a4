"""The store's format version and its numbered migrations.

The file `format` at the store's root says which version the folder is of. A newer store is left alone; an
older one is migrated, one numbered step after another, when it is opened for writing.
"""

from collections.abc import Callable
from pathlib import Path

from detente.schema import StoreError
from detente.store.segments import write_whole
from detente.store.tables import TABLES

_FILE = "format"
_PREFIX = "detente store, format "


def _make_folders(root: Path) -> None:
    """Migration 1: the folders of the first format."""
    for table in TABLES:
        (root / table.folder).mkdir(parents=True, exist_ok=True)


MIGRATIONS: tuple[Callable[[Path], None], ...] = (_make_folders,)
VERSION = len(MIGRATIONS)


def read_version(root: Path) -> int:
    """The version of the store at `root`; 0 where there is none yet.

    Raises: StoreError when the folder is no store, or its format file is damaged.
    """
    try:
        text = (root / _FILE).read_text("utf-8")
    except FileNotFoundError:
        return 0
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot read {root / _FILE}: {error}") from error
    number = text.removeprefix(_PREFIX).removesuffix("\n")
    if text != f"{_PREFIX}{number}\n" or not number.isdecimal():
        raise StoreError(f"{root / _FILE} is damaged: it does not name a format version")
    return int(number)


def check_version(root: Path) -> None:
    """Raises: StoreError when there is no store at `root`, or it is of a newer version."""
    version = read_version(root)
    if version == 0:
        raise StoreError(f"there is no store at {root}")
    if version > VERSION:
        raise StoreError(f"the store at {root} has format {version}; this detente knows up to {VERSION}")


def prepare(root: Path) -> None:
    """Make the store if there is none, and bring an older one up to date.

    Raises: StoreError when the folder holds something else, cannot be written or is of a newer version.
    """
    try:
        if root.exists() and not root.is_dir():
            raise StoreError(f"{root} is a file, not a folder")
        version = read_version(root)
        if version == 0 and root.is_dir() and any(root.iterdir()) and not (root / "reports").is_dir():
            raise StoreError(f"{root} holds other files and no store: choose an empty or a new folder")
        for number in range(version, VERSION):
            MIGRATIONS[number](root)
            _write_version(root, number + 1)
    except OSError as error:
        raise StoreError(f"cannot write the store at {root}: {error.strerror or error}") from error
    check_version(root)


def _write_version(root: Path, version: int) -> None:
    write_whole(root / _FILE, f"{_PREFIX}{version}\n".encode())
