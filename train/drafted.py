"""Drafts of the package's reader in the stand-off form of the corpus, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.reading.drafts import Draft
from detente.reading.labels import ANCHOR_FIELD
from tasks import LAYERS

LISTS = ("by", "to", "content", "action")  # fields that hold a list in the stand-off form


def standoff(drafts: Sequence[Draft], offsets: Sequence[Sequence[int]]) -> dict[str, list[dict[str, Any]]]:
    """Drafts in the stand-off form of the corpus, and with each its `score`."""

    def characters(span: Sequence[int]) -> list[int]:
        return [offsets[span[0]][0], offsets[span[1] - 1][1]]

    out: dict[str, list[dict[str, Any]]] = {layer: [] for layer in LAYERS}
    for draft in drafts:
        teller = None if draft.teller is None else drafts[draft.teller]
        record: dict[str, Any] = {ANCHOR_FIELD[draft.layer]: characters(draft.anchor)}
        record["score"] = draft.score * draft.status_score
        for field, spans in draft.spans.items():
            found = [characters(span) for span in spans]
            record[field] = found if field in LISTS else next(iter(found), None)
        if draft.layer == "events":
            told = teller.one("speaker") if teller else None
            record |= {"type": draft.label, "mode": draft.mode, "status": draft.status}
            record |= {"background": draft.background, "speaker": characters(told) if told else None}
        elif draft.layer == "figures":
            record["quantity"] = draft.label
        else:
            record["act"] = draft.label
        if draft.layer == "statements":
            record |= {"quoted": draft.quoted, "via": characters(teller.anchor) if teller else None}
        out[draft.layer].append(record)
    return out
