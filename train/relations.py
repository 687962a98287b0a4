"""Rows that teach the relation between two actors given in a sentence, made from the corpus' events and from
examples of PropBank, in the convention of the field's test.

`detente.reading.relation.convention` says how an event becomes a relation there. `corpus/pairs.jsonl` holds
sentences written for this, each with its two actors and the CAMEO code of what one does to the other.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.reading.relation import BY, TO, convention
from detente.reading.words import split_words
from tasks import RELATIONS, SRL, TYPES

Row = dict[str, Any]
CONVICT = ("convict.01", "sentence.01", "imprison.01")
# CAMEO codes of what two sides do with each other: talks, agreements, joint and shared work.
MUTUAL = ("040", "041", "044", "046", "057", "060", "061", "062", "064")
BEFORE_NAME = ("the", "a", "an", "some", "about", "least", "at", "more", "than")


def relation_rows(row: Row) -> Iterator[Row]:
    """One row for each event of a prepared sentence with actors; its place where nobody is acted upon."""
    for number, event in enumerate(row["gold"]["events"]):
        start, end = event["trigger"]
        label = convention(event["type"], event["mode"], event["status"], row["text"][start:end])
        sides = [event["by"], event["to"] or ([event["place"]] if event["place"] else [])]
        if label is None or not any(sides):
            continue
        marks = [0] * len(row["words"])
        for mark, spans in enumerate(sides, start=1):
            for span in spans:
                first, last = grow(row, span)
                marks[first:last] = [mark] * (last - first)
        yield {
            "id": f"{row['id']}-{number}",
            "set": "relation",
            "split": row["split"],
            "words": row["words"],
            "marks": marks,
            "relation": RELATIONS.index(label),
        }


def pair_rows(pair: Row) -> Iterator[Row]:
    """The row of a sentence written for this, with its marked actors; of mutual acts the other way too."""
    spans = split_words(pair["text"])
    for source, target in (("by", "to"), ("to", "by"))[: 2 if pair["code"].startswith(MUTUAL) else 1]:
        marks = [0] * len(spans)
        for mark, side in ((BY, source), (TO, target)):
            for left, right in pair[side]:
                for word, (start, end) in enumerate(spans):
                    if start < right and left < end:
                        marks[word] = mark
        yield {
            "id": pair["id"] if source == "by" else f"{pair['id']}-back",
            "set": "pair",
            "split": pair["split"],
            "words": [pair["text"][start:end] for start, end in spans],
            "marks": marks,
            "relation": RELATIONS.index(pair["type"]),
        }


def grow(row: Row, span: Sequence[int]) -> tuple[int, int]:
    """[first, last + 1) of the words of an actor; for half of them with the title, number or article before.

    Which half is a matter of the sentence and the place, so that the rows are the same each time.
    """
    held = [i for i, (start, end) in enumerate(row["spans"]) if start < span[1] and span[0] < end]
    first, last = held[0], held[-1] + 1
    if hashlib.sha256(f"{row['id']}:{span[0]}".encode()).digest()[0] % 2:
        words = row["words"]
        while first and (words[first - 1][0].isupper() or words[first - 1].isdigit()) and first > 1:
            first -= 1
        while first and words[first - 1].lower() in BEFORE_NAME:
            first -= 1
    return first, last


def read_rolesets() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """The type of each roleset of rolesets.toml, and the arguments that are its `by` and `to`."""
    table = tomllib.loads(Path(__file__).with_name("rolesets.toml").read_text(encoding="utf-8"))
    types = {roleset: type_ for type_, rolesets in table["types"].items() for roleset in rolesets}
    sides = dict.fromkeys(types, ("ARG0", "ARG1"))
    return types, sides | {roleset: (by, to) for roleset, (by, to) in table["sides"].items()}


def hint_types(row: Row, types: Mapping[str, str]) -> None:
    """Teach a treebank row that a predicate of a known roleset is of that type, if it is an act at all."""
    known = [(word, types[roleset]) for word, roleset in row.get("rolesets", ()) if roleset in types]
    if known:
        row["type"] = [0] * len(row["words"])
        for word, type_ in known:
            row["type"][word] = 1 | 1 << TYPES.index(type_)


def example_rows(row: Row, types: Mapping[str, str], sides: Mapping[str, tuple[str, str]]) -> Iterator[Row]:
    """The relation row of an example whose roleset names an act, where somebody acts in it."""
    for number, (word, roleset) in enumerate(row["rolesets"]):
        if roleset not in types:
            continue
        label = convention(types[roleset], "convict" if roleset in CONVICT else None, "reported", roleset)
        marks = [0] * len(row["words"])
        held = set()
        anchor = next(anchor for anchor in row["anchors"] if anchor["word"] == word)
        for role, start, end in anchor["srl"]:
            if SRL[role] in sides[roleset]:
                mark = 1 + sides[roleset].index(SRL[role])
                held.add(mark)
                marks[start:end] = [mark] * (end - start)
        if label and 1 in held:
            yield {
                "id": f"{row['id']}-{number}",
                "set": "relation",
                "split": "train",
                "words": row["words"],
                "marks": marks,
                "relation": RELATIONS.index(label),
            }
