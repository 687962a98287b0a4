"""A TOML table that is read strictly: each key once, with its type, and an error that names file and line."""

import math
import tomllib
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar

from detente.schema import CodebookError

_Made = TypeVar("_Made")


class FaultError(CodebookError):
    """A fault of a file. path: the keys that lead to it; line: from 1, or None; text: what is wrong."""

    def __init__(self, file: str, path: tuple[str, ...], line: int | None, text: str) -> None:
        self.path, self.line, self.text = path, line, text
        super().__init__(f"{file}: {text}" if line is None else f"{file}, line {line}: {text}")


class Table:
    """A table of a file. It hands out each key once, checked, and knows which keys nobody asked for.

    Every method raises FaultError, a CodebookError, for a key that is missing, unknown or of the wrong type.
    """

    def __init__(self, file: str, text: str, value: object, path: tuple[str, ...] = ()) -> None:
        self._file = file
        self._text = text
        self._path = path
        if not isinstance(value, dict):
            self.refuse("must be a table")
        self._left: dict[str, object] = dict(value)

    def refuse(self, problem: str, *below: str) -> NoReturn:
        """Raise the error for this table, or for the key `below` it."""
        path = (*self._path, *below)
        text = f"{'.'.join(path) or 'the file'}: {problem}"
        raise FaultError(self._file, path, find_line(self._text, path), text)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse("must be a text in quotes, and not empty", key)
        return value.strip()

    def text_or_none(self, key: str) -> str | None:
        """A text, or None where it is missing or empty."""
        if self._left.get(key) in (None, ""):
            self._left.pop(key, None)
            return None
        return self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that are not empty."""
        value = self._take(key)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.refuse("must be a list of texts in quotes", key)
        return tuple(item.strip() for item in value)

    def texts_or_none(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where it is missing."""
        return self.texts(key) if key in self._left else ()

    def number(self, key: str, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.refuse("must be a number", key)
        if not low <= value <= high:
            self.refuse(f"{value} is outside {low:g}..{high:g}", key)
        return float(value)

    def number_or_none(self, key: str, low: float, high: float) -> float | None:
        """A number from `low` to `high`, or None where it is missing."""
        return self.number(key, low, high) if key in self._left else None

    def whole(self, key: str) -> int:
        """A whole number above 0."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.refuse("must be a whole number above 0", key)
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._take(key)
        if not isinstance(value, bool):
            self.refuse("must be true or false", key)
        return value

    def each(self, key: str, make: Callable[[str, "Table"], _Made]) -> tuple[_Made, ...]:
        """Make a value of each table under `key`, in the order of the file; there must be one."""
        entries = self.each_or_none(key, make)
        if not entries:
            self.refuse("missing or empty", key)
        return entries

    def each_or_none(self, key: str, make: Callable[[str, "Table"], _Made]) -> tuple[_Made, ...]:
        """Make a value of each table under `key`, none where it is missing."""
        group = Table(self._file, self._text, self._left.pop(key, {}), (*self._path, key))
        made = []
        for name, value in group._left.items():
            entry = Table(self._file, self._text, value, (*group._path, name))
            made.append(make(name, entry))
            entry.close()
        return tuple(made)

    def close(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self._left:
            self.refuse("unknown key", key)

    def _take(self, key: str) -> object:
        if key not in self._left:
            text = f"{'.'.join(self._path) or 'the file'}: {key} is missing"
            raise FaultError(self._file, (*self._path, key), find_line(self._text, self._path), text)
        return self._left.pop(key)


def read_tables(content: bytes, name: str) -> tuple[str, Mapping[str, object]]:
    """The text of a file and its tables. Raises: FaultError for what is not UTF-8 or not TOML."""
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise FaultError(name, (), None, f"not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise FaultError(name, (), None, f"not TOML: {error}") from error


def find_line(text: str, path: tuple[str, ...]) -> int | None:
    """The line (from 1) that sets `path`, else that of the nearest table around it, else None."""
    table: tuple[str, ...] = ()
    best, found = 0, None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("["):
            here = table = _keys(line) or table
        else:
            here = (*table, *_keys(line.partition("=")[0] + "= 0"))
        shared = min(len(here), len(path))  # "[issues.delay]" sets "issues" too
        if best < shared and here[:shared] == path[:shared]:
            best, found = shared, number
    return found


def _keys(line: str) -> tuple[str, ...]:
    """The keys that a line of TOML opens or sets ("[events.AGREE]": events, AGREE), if it does."""
    try:
        value: object = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        keys.append(key)
    return tuple(keys)
