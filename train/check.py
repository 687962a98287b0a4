"""Faults in annotated sentences: pieces that are not there, unknown labels, links that lead nowhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pieces import PieceError, locate

Item = Mapping[str, Any]
SOURCE = re.compile(r"ce:\d{4}-\d\d-\d\d:\d+:\d+-\d+|wn:\w+:\d+|own:[\w-]+(?::[\w-]+)?")
LAYERS = ("events", "statements", "commitments", "figures")
SINGLE, MANY, EITHER = "one piece", "a list of pieces", "one piece or a list"

# For each layer the fields that hold pieces, with their shape and whether they may be null.
PIECES: dict[str, dict[str, tuple[str, bool]]] = {
    "events": {
        "trigger": (SINGLE, False),
        "by": (MANY, False),
        "to": (MANY, False),
        "place": (SINGLE, True),
        "when": (SINGLE, True),
        "speaker": (SINGLE, True),
    },
    "statements": {
        "cue": (SINGLE, False),
        "speaker": (SINGLE, True),
        "addressee": (SINGLE, True),
        "content": (EITHER, False),
        "via": (SINGLE, True),
        "target": (SINGLE, True),
    },
    "commitments": {
        "cue": (SINGLE, False),
        "by": (MANY, False),
        "to": (MANY, False),
        "action": (EITHER, False),
        "condition": (SINGLE, True),
        "otherwise": (SINGLE, True),
        "due": (SINGLE, True),
    },
    "figures": {"text": (SINGLE, False), "of": (SINGLE, True)},
}
OTHER_KEYS = {
    "events": {"type", "mode", "status", "background"},
    "statements": {"act", "quoted"},
    "commitments": {"act"},
    "figures": {"quantity", "low", "high", "unit"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of labels.toml. `modes` has one entry an event type."""

    modes: Mapping[str, frozenset[str]]
    status: frozenset[str]
    statement_acts: frozenset[str]
    commitment_acts: frozenset[str]
    quantities: frozenset[str]
    units: frozenset[str]


def read_labels() -> Labels:
    """The label sets of the scheme, from labels.toml beside this file."""
    table = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
    return Labels(
        modes={name: frozenset(modes) for name, modes in table["modes"].items()},
        status=frozenset(table["status"]),
        statement_acts=frozenset(table["statement_acts"]),
        commitment_acts=frozenset(table["commitment_acts"]),
        quantities=frozenset(table["quantities"]),
        units=frozenset(table["units"]),
    )


def check_item(item: Item, labels: Labels) -> Iterator[str]:
    """Every fault of one annotated sentence, in words."""
    for key in ("id", "source", "date", "text"):
        if not isinstance(item.get(key), str) or not item[key]:
            yield f"{key} is missing or not a text"
            return
    for key in sorted(item.keys() - {"id", "source", "date", "text", *LAYERS}):
        yield f"unknown key {key!r}"
    if not SOURCE.fullmatch(item["source"]):
        yield f"source {item['source']!r} is no bullet, article sentence or own:SCENARIO"
    for layer in LAYERS:
        records = item.get(layer)
        if not isinstance(records, list):
            yield f"{layer} is missing or not a list"
            continue
        for number, record in enumerate(records, start=1):
            where = f"{layer[:-1]} {number}"
            yield from (f"{where}: {fault}" for fault in check_record(item["text"], layer, record, labels))
    if all(isinstance(item.get(layer), list) for layer in LAYERS):
        yield from check_links(item)
        yield from check_repeats(item)


def check_record(text: str, layer: str, record: Any, labels: Labels) -> Iterator[str]:
    """Faults of one record that can be seen without its neighbours."""
    if not isinstance(record, dict):
        yield "is not an object"
        return
    expected = PIECES[layer].keys() | OTHER_KEYS[layer]
    yield from (f"lacks {key!r}" for key in sorted(expected - record.keys()))
    yield from (f"has the unknown key {key!r}" for key in sorted(record.keys() - expected))
    if expected - record.keys():
        return
    for key, (shape, optional) in PIECES[layer].items():
        yield from check_pieces(text, key, record[key], shape, optional)
    yield from {
        "events": check_event,
        "statements": check_statement,
        "commitments": check_commitment,
        "figures": check_figure,
    }[layer](record, labels)


def check_pieces(text: str, key: str, value: Any, shape: str, optional: bool) -> Iterator[str]:
    """Faults of the pieces in one field."""
    if value is None:
        if not optional:
            yield f"{key} must not be null"
        return
    listed = isinstance(value, list)
    if (listed and shape == SINGLE) or (not listed and shape == MANY):
        yield f"{key} must be {shape}"
        return
    pieces = value if listed else [value]
    if not pieces and shape != MANY:
        yield f"{key} is empty"
    seen = set()
    for piece in pieces:
        if not isinstance(piece, str):
            yield f"{key} holds {piece!r}, which is not a text"
            continue
        try:
            offsets = locate(text, piece)
        except PieceError as error:
            yield f"{key}: {error}"
            continue
        if offsets in seen:
            yield f"{key} holds {piece!r} twice"
        seen.add(offsets)


def is_label(value: Any, known: Container[str]) -> bool:
    """Whether a value is one of the known labels (a list or a number is none)."""
    return isinstance(value, str) and value in known


def check_event(record: Item, labels: Labels) -> Iterator[str]:
    """Faults of an event's labels."""
    if not is_label(record["type"], labels.modes):
        yield f"unknown type {record['type']!r}"
    elif record["mode"] is not None and not is_label(record["mode"], labels.modes[record["type"]]):
        yield f"{record['type']} has no mode {record['mode']!r}"
    if not is_label(record["status"], labels.status):
        yield f"unknown status {record['status']!r}"
    if not isinstance(record["background"], bool):
        yield "background must be true or false"
    if isinstance(record["trigger"], str) and len(record["trigger"].split()) > 1:
        yield f"trigger {record['trigger']!r} is more than one word"


def check_statement(record: Item, labels: Labels) -> Iterator[str]:
    """Faults of a statement's labels."""
    if not is_label(record["act"], labels.statement_acts):
        yield f"unknown statement act {record['act']!r}"
    if not isinstance(record["quoted"], bool):
        yield "quoted must be true or false"


def check_commitment(record: Item, labels: Labels) -> Iterator[str]:
    """Faults of a commitment's labels."""
    if not is_label(record["act"], labels.commitment_acts):
        yield f"unknown commitment act {record['act']!r}"


def check_figure(record: Item, labels: Labels) -> Iterator[str]:
    """Faults of a figure's labels and bounds."""
    if not is_label(record["quantity"], labels.quantities):
        yield f"unknown quantity {record['quantity']!r}"
    bounds = [bound for bound in (record["low"], record["high"]) if bound is not None]
    if any(isinstance(bound, bool) or not isinstance(bound, int | float) for bound in bounds):
        yield "low and high must be numbers or null"
    elif not bounds:
        yield "low and high are both null"
    elif bounds[0] > bounds[-1]:
        yield f"low {bounds[0]} is above high {bounds[-1]}"
    unit = str(record["unit"])
    if record["quantity"] == "amount" and not re.fullmatch(r"[A-Z]{3}", unit):
        yield f"an amount needs an ISO 4217 code as unit, not {unit!r}"
    if record["quantity"] != "amount" and unit not in labels.units:
        yield f"unknown unit {unit!r}"


def check_links(item: Item) -> Iterator[str]:
    """Statements whose `via` is no cue of another statement, or leads back to where it came from."""
    text = item["text"]
    statements = [record for record in item["statements"] if isinstance(record, dict)]
    cues = {place(text, record, "cue"): record for record in statements}
    for number, record in enumerate(statements, start=1):
        current, seen = record, {place(text, record, "cue")}
        while current.get("via"):
            via = place(text, current, "via")
            if via is None or via not in cues:
                yield f"statement {number}: via {current['via']!r} is no statement's cue"
                break
            if via in seen:
                yield f"statement {number}: via {current['via']!r} leads back to itself"
                break
            seen.add(via)
            current = cues[via]


def check_repeats(item: Item) -> Iterator[str]:
    """Records that say the same of the same words."""
    for layer, key, label in (
        ("events", "trigger", "type"),
        ("statements", "cue", "content"),
        ("commitments", "cue", "action"),
        ("figures", "text", "quantity"),
    ):
        seen = set()
        for number, record in enumerate(item[layer], start=1):
            if not isinstance(record, dict):
                continue
            same = (place(item["text"], record, key), str(record.get(label)))
            if same in seen:
                yield f"{layer[:-1]} {number}: {record.get(key)!r} is marked twice"
            seen.add(same)


def place(text: str, record: Item, key: str) -> tuple[int, int] | None:
    """Where a record's piece stands; None if it is not there (which is reported elsewhere)."""
    try:
        return locate(text, str(record.get(key)))
    except PieceError:
        return None
