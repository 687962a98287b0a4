"""The corpus as it is kept: labels and character offsets beside a source id, without other people's text.

A stand-off row has `id`, `source`, `date`, `sha256` of the text, `stratum` where the sentence was sampled,
`split` once it is set, and the four layers with [start, end) in place of each marked piece. Only sentences
that were written for the corpus keep their `text`; their source is `own:SCENARIO` or `own:SCENARIO:N`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from check import EITHER, LAYERS, PIECES, SINGLE, Item
from pieces import locate, name_piece
from sources import digest

Row = dict[str, Any]


class RebuildError(ValueError):
    """A stand-off row whose text is not the one that was labelled."""


def is_own(item: Item) -> bool:
    """Whether a sentence was written for the corpus."""
    return str(item["source"]).startswith("own:")


def with_offsets(text: str, record: Item, layer: str) -> dict[str, Any]:
    """A record with [start, end) in place of each piece; a field that may be split holds a list of them."""
    changed = dict(record)
    for key, (shape, _) in PIECES[layer].items():
        value = record[key]
        if value is None:
            continue
        if shape == SINGLE:
            changed[key] = list(locate(text, value))
        else:
            changed[key] = [
                list(locate(text, piece)) for piece in ([value] if isinstance(value, str) else value)
            ]
    return changed


def with_pieces(text: str, record: Item, layer: str) -> dict[str, Any]:
    """A record with pieces in place of offsets; a field that may be split but is not holds one piece."""
    changed = dict(record)
    for key, (shape, _) in PIECES[layer].items():
        value = record[key]
        if value is None:
            continue
        if shape == SINGLE:
            changed[key] = name_piece(text, tuple(value))
        else:
            pieces = [name_piece(text, tuple(span)) for span in value]
            changed[key] = pieces[0] if shape == EITHER and len(pieces) == 1 else pieces
    return changed


def to_standoff(item: Item, stratum: str | None = None) -> Row:
    """The stand-off row of an annotated sentence that has no faults."""
    text = item["text"]
    row: Row = {key: item[key] for key in ("id", "source", "date")}
    row["sha256"] = digest(text)
    if is_own(item):
        row["text"] = text
    elif stratum is not None:
        row["stratum"] = stratum
    for layer in LAYERS:
        row[layer] = [with_offsets(text, record, layer) for record in item[layer]]
    return row


def from_standoff(row: Row, text: str) -> dict[str, Any]:
    """The annotated sentence of a stand-off row: text, and pieces in place of offsets.

    Raises RebuildError if the text is not the one that was labelled.
    """
    if digest(text) != row["sha256"]:
        raise RebuildError(f"{row['id']}: the text of {row['source']} is not the one that was labelled")
    item = {key: value for key, value in row.items() if key not in LAYERS and key != "sha256"}
    item["text"] = text
    for layer in LAYERS:
        item[layer] = [with_pieces(text, record, layer) for record in row[layer]]
    return item


def from_standoff_rows(rows: list[Row], texts: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows rebuilt from source texts, and in words what could not be."""
    items, faults = [], []
    for row in rows:
        text = row["text"] if is_own(row) else texts.get(row["source"])
        if text is None:
            faults.append(f"{row['id']}: the data folder does not hold {row['source']}")
            continue
        try:
            items.append(from_standoff(row, text))
        except RebuildError as error:
            faults.append(str(error))
    return items, faults
