"""What a record adds up to, kept from one command to the next, so that each takes only what is new.

It lies in the user's own cache folder and never in the store: a record that comes from somebody else brings
nothing that is run. The folder is what the system names for it, or DETENTE_CACHE; DETENTE_CACHE=off keeps
nothing. What is kept is of one store, and of one version of the code: any other is gathered anew. A file that
was cut short or changed is not read.
"""

import contextlib
import gc
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Unpack

from platformdirs import user_cache_path

from detente.monitor.code import code_digest
from detente.monitor.file_shelf import FileShelf
from detente.monitor.gathering import Gathering
from detente.store import Bounds, Store

VARIABLE = "DETENTE_CACHE"
LEAST = 1_000  # reports; fewer are gathered in a second
_SHARE = 0.02  # so many more reports, and it is written anew
_MOST = 4  # files, of some 5 KB a report
_SUFFIX = ".gathering"
_PARTS = ("codebook", "crisis", "monitor", "schema", "store")


def gather(
    store: Store, *, dataset: str | None = None, about: str | None = None, **bounds: Unpack[Bounds]
) -> Gathering:
    """A gathering that is up to date; dataset, about, bounds: as of `Gathering`.

    Of all that was read, as of now, it goes on from what was kept of it.
    """
    plain = dataset is None and not any(bounds.values())
    folder = _folder() if plain else None
    key = "" if folder is None else _key(store)
    gathering = Gathering(store, dataset=dataset, about=about, **bounds)
    state = None if folder is None else _get(folder, key)
    if state is not None:
        gathering.resume(state)
    before = gathering.size
    changed = gathering.update()
    if not gathering.is_whole():
        gathering, before = Gathering(store, dataset=dataset, about=about, **bounds), 0
        changed = gathering.update()
    if folder is not None and gathering.size >= LEAST and len(changed) > before * _SHARE:
        _put(folder, key, gathering.state())
    return gathering


def _folder() -> Path | None:
    """Where gatherings are kept; None where nothing is to be."""
    asked = os.environ.get(VARIABLE, "")
    if asked.casefold() == "off":
        return None
    return Path(asked) if asked else user_cache_path("detente")


def _key(store: Store) -> str:
    """A name for what is gathered from a store by this code."""
    parts = (
        os.fspath(store.path.resolve()),
        (store.path / "format").stat().st_ino,
        code_digest(*_PARTS),
        version("rensa"),
        sys.implementation.cache_tag,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _shelf(folder: Path) -> FileShelf:
    return FileShelf(folder, _SUFFIX, _MOST)


def _get(folder: Path, key: str) -> tuple[object, ...] | None:
    """What was kept in a file of this user's own; None where there is none, or it is not whole."""
    shelf = _shelf(folder)
    content = shelf.get(key) if _is_own(shelf.file(key)) else None
    if content is None:
        return None
    digest, value = content[:32], memoryview(content)[32:]
    if hashlib.sha256(value).digest() != digest:
        return None
    with _no_garbage():
        state: tuple[object, ...] = pickle.loads(value)
    return state


def _is_own(file: Path) -> bool:
    """Whether a file is there and this user's."""
    try:
        return not hasattr(os, "getuid") or file.stat().st_uid == os.getuid()
    except OSError:
        return False


def _put(folder: Path, key: str, state: tuple[object, ...]) -> None:
    """Keep it for this user alone."""
    buffer = io.BytesIO()
    with _no_garbage():
        _Pickler(buffer, protocol=5).dump(state)
    value = buffer.getbuffer()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _shelf(folder).put(key, hashlib.sha256(value).digest() + value)


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """Without the search for cyclic garbage, which a million new values at once set off again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Pickler(pickle.Pickler):
    """Knows read-only mappings, which pickle does not."""

    def reducer_override(self, value: Any) -> Any:
        if type(value) is MappingProxyType:
            return _read_only, (dict(value),)
        return NotImplemented


def _read_only(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(value)
