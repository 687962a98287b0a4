"""Scenario files: TOML, read strictly; every error names the file, the line and what would be right."""

import difflib
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from detente.codebook import Codebook, load
from detente.codebook.table import find_line
from detente.outlook.bargaining import ASSUMED, Issue, Player, Record
from detente.schema import ForecastError

MODELS = ("answer", "bargaining")
_ROOT = ("model", "name", "act", "issues", "record")
_MOST_WEEKS, _MOST_DRAWS, _MOST_ACTS = 26, 100_000, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActScenario:
    """What if `by` did `number` acts of `type` to `to` now: `weeks` weeks, `draws` worlds, from `seed`."""

    name: str
    by: str
    to: str
    type: str
    number: int
    weeks: int
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BargainScenario:
    """A dispute over one issue or more."""

    name: str
    issues: tuple[Issue, ...]
    record: Record


Scenario = ActScenario | BargainScenario


class _File:
    """A file's name and text, to say where something is wrong."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def refuse(self, problem: str, *path: str) -> NoReturn:
        raise _fault(self.name, self.text, problem, path)

    def table(self, value: object, path: tuple[str, ...], keys: tuple[str, ...]) -> dict[str, object]:
        """A table with none but the known keys. keys: empty where any name goes."""
        if not isinstance(value, dict):
            self.refuse("must be a table", *path)
        for key in value:
            if keys and key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(keys)}"
                self.refuse(f"unknown key; {hint}", *path, key)
        return value

    def need(self, table: dict[str, object], path: tuple[str, ...], key: str) -> object:
        if key not in table:
            self.refuse(f"{key} is missing", *path)
        return table[key]

    def words(self, table: dict[str, object], path: tuple[str, ...], key: str) -> str:
        value = self.need(table, path, key)
        if not isinstance(value, str) or not value.strip():
            self.refuse("must be a text in quotes, and not empty", *path, key)
        return value.strip()

    def number(
        self, table: dict[str, object], path: tuple[str, ...], key: str, low: float, high: float
    ) -> float:
        value = self.need(table, path, key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.refuse("must be a number", *path, key)
        if not low <= value <= high:
            self.refuse(f"{value} is outside {low:g}..{high:g}", *path, key)
        return float(value)

    def whole(self, table: dict[str, object], key: str, usual: int, low: int, high: int) -> int:
        value = table.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse("must be a whole number", "act", key)
        if not low <= value <= high:
            self.refuse(f"{value} is outside {low}..{high}", "act", key)
        return value


def fault_at(file: Path, problem: str, *path: str) -> ForecastError:
    """The error for a key of a scenario file that was read, with its line: what only a record can show."""
    return _fault(str(file), file.read_text("utf-8"), problem, path)


def _fault(name: str, text: str, problem: str, path: tuple[str, ...]) -> ForecastError:
    line = find_line(text, path)
    where = name if line is None else f"{name}, line {line}"
    return ForecastError(f"{where}: {'.'.join(path) + ': ' if path else ''}{problem}")


def read_scenario(path: Path, codebook: Codebook | None = None) -> Scenario:
    """Read a scenario file.

    Raises: ForecastError for a file that cannot be read or does not hold together.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ForecastError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_scenario(content, str(path), codebook)


def parse_scenario(content: bytes, name: str, codebook: Codebook | None = None) -> Scenario:
    """Make a scenario of a file's bytes; `name` is what errors call the file. Raises: as `read_scenario`."""
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
        root = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ForecastError(f"{name}: not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise ForecastError(f"{name}: not TOML: {error}") from error
    file = _File(name, text)
    file.table(root, (), _ROOT)
    if "model" not in root:
        file.refuse(f"model is missing; known: {', '.join(MODELS)}")
    model = file.words(root, (), "model")
    if model not in MODELS:
        file.refuse(f"no model {model!r}; known: {', '.join(MODELS)}", "model")
    return _act(file, root, codebook or load()) if model == "answer" else _bargain(file, root)


def _act(file: _File, root: dict[str, object], codebook: Codebook) -> ActScenario:
    file.table(root, (), ("model", "name", "act"))
    act = file.table(
        file.need(root, (), "act"), ("act",), ("by", "to", "type", "number", "weeks", "draws", "seed")
    )
    by, to, kind = (file.words(act, ("act",), key) for key in ("by", "to", "type"))
    if by == to:
        file.refuse("by and to are the same", "act", "to")
    known = tuple(one.name for one in codebook.event_types)
    if kind not in known:
        file.refuse(f"no event type {kind!r}; known: {', '.join(known)}", "act", "type")
    return ActScenario(
        name=file.words(root, (), "name"),
        by=by,
        to=to,
        type=kind,
        number=file.whole(act, "number", 1, 1, _MOST_ACTS),
        weeks=file.whole(act, "weeks", 4, 1, _MOST_WEEKS),
        draws=file.whole(act, "draws", 2000, 100, _MOST_DRAWS),
        seed=file.whole(act, "seed", 1, 0, 2**31),
    )


def _bargain(file: _File, root: dict[str, object]) -> BargainScenario:
    file.table(root, (), ("model", "name", "issues", "record"))
    issues = file.table(file.need(root, (), "issues"), ("issues",), ())
    if not issues:
        file.refuse("there is no issue", "issues")
    record = ASSUMED
    if "record" in root:
        table = file.table(root["record"], ("record",), ("mean_error", "source"))
        share = file.number(table, ("record",), "mean_error", 0.0, 1.0)
        record = Record(mean_error=share, source=file.words(table, ("record",), "source"))
    return BargainScenario(
        name=file.words(root, (), "name"),
        issues=tuple(_issue(file, name, value) for name, value in issues.items()),
        record=record,
    )


def _issue(file: _File, name: str, value: object) -> Issue:
    path = ("issues", name)
    table = file.table(value, path, ("unit", "low", "high", "outcome", "players"))
    low, high = (file.number(table, path, key, -1e9, 1e9) for key in ("low", "high"))
    if not low < high:
        file.refuse(f"high must be above low ({low:g})", *path, "high")
    players = file.table(file.need(table, path, "players"), (*path, "players"), ())
    if len(players) < 2:
        file.refuse("a dispute needs two players or more", *path, "players")
    made = tuple(_player(file, (*path, "players", key), one, low, high) for key, one in players.items())
    if not any(player.salience * player.capability > 0 for player in made):
        file.refuse("no player has both capability and salience", *path, "players")
    outcome = file.number(table, path, "outcome", -1e9, 1e9) if "outcome" in table else None
    return Issue(
        name=name, unit=file.words(table, path, "unit"), low=low, high=high, players=made, outcome=outcome
    )


def _player(file: _File, path: tuple[str, ...], value: object, low: float, high: float) -> Player:
    table = file.table(value, path, ("position", "salience", "capability"))
    return Player(
        name=path[-1],
        position=file.number(table, path, "position", low, high),
        salience=file.number(table, path, "salience", 0.0, 1.0),
        capability=file.number(table, path, "capability", 0.0, 1e9),
    )
