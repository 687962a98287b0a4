"""Rows that teach the relation between two actors given in a sentence, made from the corpus' events and from
examples of PropBank, in the convention of the field's test.

That test's labels follow CAMEO codes by Schrodt's table (CAMEO to PLOVER), which knows no status and draws
some lines elsewhere than PLOVER's manual, and so than this project's annotation: `convention` says how.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks import RELATIONS, SRL, TYPES

Row = dict[str, Any]
HOSTILE_DEEDS = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
FRIENDLY_DEEDS = ("CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT")
TO_COME = ("planned", "threatened", "promised", "possible")
IMPOSED = ("sanction", "embargo", "boycott", "blockade")  # CAMEO 163 and 191, which the table gives to COERCE
SIGNED = ("sign", "ratif", "pact", "treat", "accord", "recogni")  # CAMEO 054 and 057: SUPPORT
CONVICT = ("convict.01", "sentence.01", "imprison.01")
BEFORE_NAME = ("the", "a", "an", "some", "about", "least", "at", "more", "than")


def convention(type_: str, mode: str | None, status: str, trigger: str) -> str | None:
    """The relation that an event is in the field's test; None where its convention has no answer.

    A hostile deed to come is THREATEN (CAMEO 13), a friendly one AGREE (03); convicting and imposing
    sanctions are COERCE (163, 173), signing is SUPPORT (057). Denied friendly deeds are REJECT (12).
    """
    word = trigger.lower()
    if type_ == "SANCTION" and (mode == "convict" or word.startswith(IMPOSED)):
        type_ = "COERCE"
    if type_ == "AGREE" and status == "reported" and word.startswith(SIGNED):
        type_ = "SUPPORT"
    if status == "reported":
        return type_
    if status in TO_COME:
        if type_ in HOSTILE_DEEDS:
            return "THREATEN"
        return "AGREE" if type_ in FRIENDLY_DEEDS else type_
    return "REJECT" if status == "denied" and type_ in ("AGREE", *FRIENDLY_DEEDS) else None


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
