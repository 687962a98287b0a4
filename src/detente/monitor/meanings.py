"""The codebook in words: what can be looked up in it, and what a check of a user's own file found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from detente.codebook import EventType, Source, load
from detente.codebook.checking import check
from detente.codebook.places import load_gazetteer
from detente.codebook.registry import load_registry
from detente.schema import CodebookError

_CHECKED_DIGITS = 12  # of a SHA-256


def codebook_summary() -> tuple[tuple[str, pl.DataFrame], ...]:
    """(heading, table) of the codebook's event types and statuses, and of versions and sources."""
    codebook, registry = load(), load_registry()
    types = [
        (kind.name, kind.quad, kind.intensity, len(kind.modes), kind.meaning) for kind in codebook.event_types
    ]
    statuses = [(status.name, status.meaning) for status in codebook.statuses]
    kinds = Counter(entry.section for entry in registry.entries)
    entries = ", ".join(f"{count:,} {section}" for section, count in kinds.items())
    parts = [
        (
            f"{codebook.name} {codebook.version}",
            codebook.sha256,
            codebook.licence,
            f"{len(types)} event types",
        ),
        ("registry of actors", registry.sha256, None, entries),
        ("gazetteer", None, "CC-BY-4.0", f"{len(load_gazetteer()):,} places of GeoNames"),
    ]
    sources = [
        *((source, "codebook") for source in codebook.sources),
        *((source, "registry of actors") for source in registry.sources),
    ]
    return (
        ("Event types", _table(("type", "quad", "intensity", "modes", "meaning"), types)),
        ("Statuses: where several fit, the first holds", _table(("status", "meaning"), statuses)),
        ("Versions", _table(("part", "sha256", "licence", "holds"), parts)),
        ("Sources", _table(("of", "source", "licence", "used for"), [_source(*one) for one in sources])),
    )


def _source(source: Source, part: str) -> tuple[str, str, str | None, str]:
    return part, f"{source.authors}, {source.year}: {source.title}", source.licence, source.used_for


def codebook_type(name: str) -> tuple[str, tuple[tuple[str, pl.DataFrame], ...]]:
    """What an event type means, and (heading, table) of its modes and CAMEO codes.

    Raises: CodebookError for a type that the codebook does not have.
    """
    codebook = load()
    known = [kind.name for kind in codebook.event_types]
    if name.upper() not in known:
        raise CodebookError(f"no event type {name!r}; known: {', '.join(known)}")
    kind = codebook.event_type(name.upper())
    modes = [(mode.name, mode.intensity, mode.cameo, mode.meaning, mode.note) for mode in kind.modes]
    codes = [
        (code.code, code.mode, ", ".join(code.contexts), code.goldstein, code.name)
        for code in codebook.cameo_codes
        if code.type == kind.name
    ]
    return _in_words(kind, codebook.quad(kind.name).number), (
        ("Modes", _table(("mode", "intensity", "cameo", "meaning", "note"), modes)),
        ("CAMEO codes that are read as it", _table(("code", "mode", "contexts", "goldstein", "name"), codes)),
    )


def _in_words(kind: EventType, quad: int) -> str:
    recipient = "needs" if kind.requires_recipient else "may have"
    lines = [
        f"{kind.name}: {kind.meaning}",
        f"Quad {quad}, {kind.quad}; intensity {kind.intensity:g}; {recipient} a recipient; "
        f"exported as CAMEO {kind.cameo}.",
        *(f"Includes: {text}." for text in kind.includes),
        *(f"Boundary: {text}." for text in kind.excludes),
        *([kind.note] if kind.note else []),
    ]
    return "\n".join(lines)


def check_codebook(path: Path) -> tuple[bool, str]:
    """Whether a user's own registry or codebook file has no fault, and in lines what was found.

    Raises: CodebookError for a file that cannot be read.
    """
    checked = check(path)
    lines = [
        f"{path}: {fault.text}" if fault.line is None else f"{path}, line {fault.line}: {fault.text}"
        for fault in checked.faults
    ]
    if not lines:
        counted = ", ".join(f"{count} {name}" for name, count in checked.counted)
        return True, f"{path}: a {checked.kind} without fault: {counted}; {checked.sha256[:_CHECKED_DIGITS]}"
    many = "1 fault" if len(lines) == 1 else f"{len(lines)} faults"
    more = "; there may be more behind what could not be read" if checked.hidden else ""
    return False, "\n".join((*lines, f"{path}: {many}{more}"))


def _table(columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    numbers = {"intensity": pl.Float64, "goldstein": pl.Float64, "modes": pl.Int64}
    schema = {column: numbers.get(column, pl.String) for column in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")
