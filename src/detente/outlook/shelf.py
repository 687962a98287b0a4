"""What was fitted once is kept, by all that it was made from: it is found again or made anew, never wrong.

A key names everything that a fit depends on: the history as it was known then (`Prints`), the question, and
the versions of what computes. Whatever is on a shelf can be thrown away: the same comes out of the history.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import History, Moments, day_number, last_whole_day

_T = TypeVar("_T")
_Words = NDArray[np.uint64]
_REVISION = 3  # goes up when the forecasters change
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SECOND = np.uint64(0x9E3779B97F4A7C15)


class Shelf(Protocol):
    """Where fits are kept by key."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


class Held:
    """A shelf in memory."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._values.get(key)

    def put(self, key: str, value: bytes) -> None:
        self._values[key] = value


class Prints:
    """Fingerprints of a history as it was known at moments, without the ids of its records.

    The fingerprint of rows is the sum of those of each, twice in 64 bits, so that all moments share one pass.
    Source: splitmix64, Steele, Lea and Flood (2014), OOPSLA, section 4.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        kinds = [
            f"{name}/{history.quads[q]}" for name, q in zip(history.types, history.quad_of_type, strict=True)
        ]
        actors, types = _names(history.actors), _names(tuple(kinds))
        row = _mixed(history.known_at.astype("datetime64[us]").astype(np.int64).view(np.uint64))
        for column in (history.weight.view(np.uint64), types[history.type], actors[history.to]):
            row = _mixed(row + column)
        row = _mixed(row + actors[history.by])
        self._rows = _mixed(row + history.day.view(np.uint64))

    def at(self, moment: datetime) -> str:
        """What `history.as_of(moment)` holds."""
        history = self._history
        last = min(history.last_day, last_whole_day(moment))
        over = int(np.searchsorted(history.day, day_number(last), side="right"))
        cut: Moments = np.array(moment.astimezone(UTC).replace(tzinfo=None), dtype="datetime64[us]")
        known = self._rows[:over][history.known_at[:over] <= cut]
        sums = [int(np.add.reduce(part)) if len(part) else 0 for part in (known, _mixed(known ^ _SECOND))]
        told = (
            len(known),
            *sums,
            history.quads,
            str(history.first_day),
            str(last),
            [str(day) for day in history.gaps],
            [str(day) for day in history.silent if day <= last],
            history.unwatched_month_days,
        )
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def recall(
    shelf: Shelf | None, made_from: tuple[object, ...], made: tuple[type, ...], make: Callable[[], _T]
) -> _T:
    """What was made of the same before, else what `make` gives, which is then kept.

    made_from: all that it depends on. made: the classes that it is put together from.
    """
    if shelf is None:
        return make()
    versions = [version(name) for name in ("lightgbm", "numpy")]
    key = hashlib.sha256(repr((_REVISION, versions, made_from)).encode()).hexdigest()
    kept = shelf.get(key)
    if kept is not None:
        try:
            return unpack(kept, made)  # type: ignore[no-any-return]
        except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile):
            kept = None  # damaged: it is made anew and written over
    found = make()
    shelf.put(key, pack(found))
    return found


def pack(value: object) -> bytes:
    """Dataclasses, tuples, arrays, numbers, text and None as bytes."""
    arrays: list[NDArray[Any]] = []
    tree = json.dumps(_planted(value, arrays))
    target = io.BytesIO()
    np.savez(target, np.frombuffer(tree.encode(), dtype=np.uint8), *arrays)
    return target.getvalue()


def unpack(data: bytes, made: tuple[type, ...]) -> Any:
    """What `pack` was given. made: the classes that there may be.

    Raises: ValueError, KeyError, TypeError, OSError or BadZipFile for bytes that are none of its own.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        arrays = [held[f"arr_{number}"] for number in range(len(held.files))]
    classes = {one.__name__: one for one in made}
    return _grown(json.loads(arrays[0].tobytes()), arrays, classes)


def _planted(value: object, arrays: list[NDArray[Any]]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: _planted(getattr(value, one.name), arrays) for one in fields(value)}
        return {"class": type(value).__name__, "of": held}
    if isinstance(value, tuple):
        return {"tuple": [_planted(one, arrays) for one in value]}
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays)}
    return value


def _grown(tree: Any, arrays: list[NDArray[Any]], classes: dict[str, type]) -> Any:
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return arrays[tree["array"]]
    if "tuple" in tree:
        return tuple(_grown(one, arrays, classes) for one in tree["tuple"])
    return classes[tree["class"]](**{name: _grown(one, arrays, classes) for name, one in tree["of"].items()})


def _names(names: tuple[str, ...]) -> _Words:
    digests = b"".join(hashlib.sha256(name.encode()).digest()[:8] for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _mixed(words: _Words) -> _Words:
    """Every bit of each word hangs on every other."""
    words = (words ^ (words >> np.uint64(30))) * _MIX[0]
    words = (words ^ (words >> np.uint64(27))) * _MIX[1]
    found: _Words = words ^ (words >> np.uint64(31))
    return found
