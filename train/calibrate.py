"""How often records with a given score are right: isotonic regression of hits on scores, layer by layer.

Source: Zadrozny and Elkan 2002, "Transforming classifier scores into accurate multiclass probability
estimates", section 3.2 (pool adjacent violators). Bins hold LEAST or more; each counts one hit and one
miss more than it has (Laplace), so that no record is ever certain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from score import CONTENT_F1, Pair, same_span, touches, word_f1
from score import spans as spans_of

Hit = tuple[float, bool]
LEAST = 20  # drafts in a bin


def right_event(text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether an event has the trigger, type and status of an annotated one."""
    same = all(one[key] == other[key] for key in ("type", "status"))
    return same and touches(one["trigger"], other["trigger"])


def right_statement(text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a statement has the cue, speaker and content of an annotated one."""
    contents = word_f1(text, spans_of(one, "content"), spans_of(other, "content"))
    return touches(one["cue"], other["cue"]) and same_span(one, other, "speaker") and contents >= CONTENT_F1


def right_commitment(text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a commitment has the cue and act of an annotated one."""
    return touches(one["cue"], other["cue"]) and bool(one["act"] == other["act"])


def right_figure(text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a figure has the words and quantity of an annotated one."""
    return touches(one["text"], other["text"]) and bool(one["quantity"] == other["quantity"])


RIGHT: dict[str, Callable[[str, Mapping[str, Any], Mapping[str, Any]], bool]] = {
    "events": right_event,
    "statements": right_statement,
    "commitments": right_commitment,
    "figures": right_figure,
}


def hits(compared: Sequence[Pair]) -> dict[str, list[Hit]]:
    """The score of every record that was found, and whether it is right, by layer."""
    out: dict[str, list[Hit]] = {layer: [] for layer in RIGHT}
    for gold, found, text in compared:
        for layer, right in RIGHT.items():
            for record in found[layer]:
                good = any(right(text, one, record) for one in gold[layer])
                out[layer].append((float(record["score"]), good))
    return out


def isotonic(found: Sequence[Hit]) -> list[tuple[float, float]]:
    """Points (score, share that was right), rising in both, between which a probability is read off."""
    blocks: list[list[float]] = []  # sum of scores, hits, cases
    ordered = sorted(found)
    for start in range(0, len(ordered), LEAST):
        part = ordered[start : start + LEAST]
        if blocks and len(part) < LEAST:
            last = blocks[-1]
            last[0], last[1], last[2] = (
                last[0] + sum(score for score, _ in part),
                last[1] + sum(good for _, good in part),
                last[2] + len(part),
            )
        else:
            blocks.append([sum(score for score, _ in part), float(sum(good for _, good in part)), len(part)])
        while len(blocks) > 1 and share(blocks[-2]) >= share(blocks[-1]):
            upper = blocks.pop()
            blocks[-1] = [left + right for left, right in zip(blocks[-1], upper, strict=True)]
    return [(round(block[0] / block[2], 4), round(share(block), 4)) for block in blocks]


def share(block: Sequence[float]) -> float:
    """Hits by cases, with one of each kind added."""
    return (block[1] + 1) / (block[2] + 2)


def expected_error(found: Sequence[Hit], bins: int = 10) -> float:
    """Expected calibration error: the mean distance of probability and share in bins of equal size.

    Source: Naeini et al. 2015, "Obtaining well calibrated probabilities using Bayesian binning".
    """
    ordered = sorted(found)
    size = max(1, -(-len(ordered) // bins))
    total = 0.0
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        total += abs(sum(score for score, _ in part) - sum(good for _, good in part))
    return total / len(ordered) if ordered else 0.0
