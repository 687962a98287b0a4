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
from detente.monitor.gathering import Gathering
from detente.store import Bounds, Store
from detente.store.segments import write_whole

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
    file = _file(store) if plain else None
    gathering = Gathering(store, dataset=dataset, about=about, **bounds)
    state = None if file is None else _get(file)
    if state is not None:
        gathering.resume(state)
    before = gathering.size
    changed = gathering.update()
    if not gathering.is_whole():
        gathering, before = Gathering(store, dataset=dataset, about=about, **bounds), 0
        changed = gathering.update()
    if file is not None and gathering.size >= LEAST and len(changed) > before * _SHARE:
        _put(file, gathering.state())
    return gathering


def _file(store: Store) -> Path | None:
    """Where a store's gathering is kept; None where nothing is to be."""
    asked = os.environ.get(VARIABLE, "")
    if asked.casefold() == "off":
        return None
    folder = Path(asked) if asked else user_cache_path("detente")
    made = (store.path / "format").stat()
    parts = (
        os.fspath(store.path.resolve()),
        made.st_ino,
        code_digest(*_PARTS),
        version("rensa"),
        sys.implementation.cache_tag,
    )
    return folder / f"{hashlib.sha256(repr(parts).encode()).hexdigest()}{_SUFFIX}"


def _get(file: Path) -> tuple[object, ...] | None:
    """What was kept in a file of this user's own; None where there is none, or it is not whole."""
    try:
        if hasattr(os, "getuid") and file.stat().st_uid != os.getuid():
            return None
        content = file.read_bytes()
    except OSError:
        return None
    digest, value = content[:32], memoryview(content)[32:]
    if hashlib.sha256(value).digest() != digest:
        return None
    with _no_garbage():
        state: tuple[object, ...] = pickle.loads(value)
    with contextlib.suppress(OSError):
        os.utime(file)
    return state


def _put(file: Path, state: tuple[object, ...]) -> None:
    """Keep it, whole or not at all, for this user alone."""
    buffer = io.BytesIO()
    with _no_garbage():
        _Pickler(buffer, protocol=5).dump(state)
    value = buffer.getbuffer()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, hashlib.sha256(value).digest() + value)
        others = sorted(file.parent.glob(f"*{_SUFFIX}"), key=lambda one: one.stat().st_mtime)
        for other in others[:-_MOST]:
            other.unlink(missing_ok=True)


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
