"""Read a codebook file, and refuse one that breaks the codebook's own rules."""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from detente.codebook.model import (
    CameoCode,
    Codebook,
    CommitmentAct,
    Context,
    EventType,
    Mode,
    Quad,
    Quantity,
    Sector,
    Source,
    StatementAct,
    Status,
    Unit,
)
from detente.codebook.table import Table, read_tables
from detente.schema import CodebookError

_PACKAGED = "plover.toml"
_STRONGEST = 10.0  # both ends of the scale, as in Goldstein (1992)
_CODE = re.compile(r"[0-9]{2,4}")


def load(path: Path | None = None) -> Codebook:
    """Read the codebook at `path`, or detente's own, which is read once.

    Raises: CodebookError for a file that cannot be read or that breaks a rule.
    """
    if path is None:
        return _packaged()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read: {error.strerror}") from error
    return parse(content, str(path))


@cache
def _packaged() -> Codebook:
    return parse(files("detente.codebook").joinpath(_PACKAGED).read_bytes(), _PACKAGED)


def parse(content: bytes, name: str) -> Codebook:
    """Make a codebook of a file's bytes; `name` is what errors call the file. Raises: CodebookError."""
    text, tables = read_tables(content, name)
    return make(Table(name, text, tables), hashlib.sha256(content).hexdigest())


def make(root: Table, sha256: str) -> Codebook:
    """Make a codebook of a file's tables. Raises: CodebookError."""
    codebook = _codebook(root, sha256)
    root.close()
    _check_order(root, codebook)
    _check_codes(root, codebook)
    _check_events(root, codebook)
    _check_quantities(root, codebook)
    return codebook


def _codebook(root: Table, sha256: str) -> Codebook:
    statuses = root.each("statuses", _status)
    return Codebook(
        name=root.text("name"),
        version=root.text("version"),
        licence=root.text("licence"),
        sha256=sha256,
        sources=root.each("sources", _source),
        quads=root.each("quads", _quad),
        event_types=root.each("events", _event_type),
        contexts=root.each("contexts", _context),
        sectors=root.each("sectors", _sector),
        statuses=tuple(sorted(statuses, key=lambda status: status.precedence)),
        statement_acts=root.each("statement_acts", _statement_act),
        commitment_acts=root.each("commitment_acts", _commitment_act),
        units=root.each("units", _unit),
        quantities=root.each("quantities", _quantity),
        cameo_codes=root.each("cameo", _cameo_code),
    )


def _source(name: str, table: Table) -> Source:
    return Source(
        name=name,
        title=table.text("title"),
        authors=table.text("authors"),
        year=table.whole("year"),
        licence=table.text_or_none("licence"),
        used_for=table.text("used_for"),
    )


def _quad(name: str, table: Table) -> Quad:
    number, meaning = table.whole("number"), table.text("meaning")
    return Quad(name=name, number=number, meaning=meaning, polecat=table.text("polecat"))


def _event_type(name: str, table: Table) -> EventType:
    return EventType(
        name=name,
        meaning=table.text("meaning"),
        quad=table.text("quad"),
        intensity=table.number("intensity", -_STRONGEST, _STRONGEST),
        intensity_source=table.texts("intensity_source"),
        requires_recipient=table.flag("requires_recipient"),
        cameo=table.text("cameo"),
        includes=table.texts_or_none("includes"),
        excludes=table.texts_or_none("excludes"),
        note=table.text_or_none("note"),
        modes=table.each_or_none("modes", _mode),
    )


def _mode(name: str, table: Table) -> Mode:
    return Mode(
        name=name,
        meaning=table.text("meaning"),
        intensity=table.number("intensity", -_STRONGEST, _STRONGEST),
        intensity_source=table.texts("intensity_source"),
        cameo=table.text("cameo"),
        note=table.text_or_none("note"),
    )


def _context(name: str, table: Table) -> Context:
    return Context(name=name, meaning=table.text("meaning"))


def _sector(name: str, table: Table) -> Sector:
    return Sector(name=name, meaning=table.text("meaning"))


def _status(name: str, table: Table) -> Status:
    return Status(name=name, precedence=table.whole("precedence"), meaning=table.text("meaning"))


def _statement_act(name: str, table: Table) -> StatementAct:
    return StatementAct(name=name, tone=table.number("tone", -1.0, 1.0), meaning=table.text("meaning"))


def _commitment_act(name: str, table: Table) -> CommitmentAct:
    return CommitmentAct(name=name, meaning=table.text("meaning"))


def _unit(name: str, table: Table) -> Unit:
    return Unit(name=name, meaning=table.text("meaning"))


def _quantity(name: str, table: Table) -> Quantity:
    return Quantity(name=name, units=table.texts("units"), meaning=table.text("meaning"))


def _cameo_code(code: str, table: Table) -> CameoCode:
    return CameoCode(
        code=code,
        name=table.text("name"),
        type=table.text_or_none("type"),
        mode=table.text_or_none("mode"),
        contexts=table.texts_or_none("contexts"),
        goldstein=table.number_or_none("goldstein", -_STRONGEST, _STRONGEST),
        note=table.text_or_none("note"),
    )


def _check_order(root: Table, codebook: Codebook) -> None:
    """No two quads share a number, no two statuses a precedence."""
    numbers = {quad.name: quad.number for quad in codebook.quads}
    ranks = {status.name: status.precedence for status in codebook.statuses}
    for table, key, values in (("quads", "number", numbers), ("statuses", "precedence", ranks)):
        taken: dict[int, str] = {}
        for name, value in values.items():
            if value in taken:
                root.refuse(f"{value} is taken by {taken[value]}", table, name, key)
            taken[value] = name


def _check_events(root: Table, codebook: Codebook) -> None:
    """Every quad is known, every intensity rests on values, every export comes back as the same type."""
    quads = [quad.name for quad in codebook.quads]
    codes = {entry.code: entry for entry in codebook.cameo_codes}
    for kind in codebook.event_types:
        path: tuple[str, ...] = ("events", kind.name)
        if kind.quad not in quads:
            root.refuse(_unknown("quad", kind.quad, quads), *path, "quad")
        parts = [(path, kind.cameo, kind.intensity_source)]
        parts += [((*path, "modes", mode.name), mode.cameo, mode.intensity_source) for mode in kind.modes]
        for where, cameo, sources in parts:
            if cameo not in codes:
                root.refuse(f"no code {cameo!r} in cameo", *where, "cameo")
            if codes[cameo].type != kind.name:
                root.refuse(f"{cameo} reads back as {codes[cameo].type or 'no event'}", *where, "cameo")
            for code in sources:
                if code not in codes or codes[code].goldstein is None:
                    root.refuse(f"{code!r} has no goldstein value in cameo", *where, "intensity_source")


def _check_codes(root: Table, codebook: Codebook) -> None:
    """Every code has two to four digits and maps to what the codebook has, or says why to nothing."""
    contexts = [context.name for context in codebook.contexts]
    modes = {kind.name: [mode.name for mode in kind.modes] for kind in codebook.event_types}
    for entry in codebook.cameo_codes:
        path = ("cameo", entry.code)
        if not _CODE.fullmatch(entry.code):
            root.refuse("a code has two to four digits", *path)
        if entry.type is None and (entry.note is None or entry.mode is not None):
            root.refuse("a code without type needs a note that says why, and has no mode", *path)
        if entry.type is not None and entry.type not in modes:
            root.refuse(_unknown("event type", entry.type, modes), *path, "type")
        if entry.type is not None and entry.mode is not None and entry.mode not in modes[entry.type]:
            root.refuse(_unknown(f"mode of {entry.type}", entry.mode, modes[entry.type]), *path, "mode")
        for context in entry.contexts:
            if context not in contexts:
                root.refuse(_unknown("context", context, contexts), *path, "contexts")


def _check_quantities(root: Table, codebook: Codebook) -> None:
    """Every quantity comes in a known unit."""
    units = [unit.name for unit in codebook.units]
    for quantity in codebook.quantities:
        if not quantity.units:
            root.refuse("a quantity needs a unit", "quantities", quantity.name, "units")
        for unit in quantity.units:
            if unit not in units:
                root.refuse(_unknown("unit", unit, units), "quantities", quantity.name, "units")


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    return f"no {kind} {name!r}; known: {', '.join(known) or 'none'}"
