"""From the model's answers to spans, trees and records. NumPy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tasks import ANCHOR_FIELD, ANCHOR_TASK, FIELDS, ROLES, SRL, TAGS

Array = np.ndarray[Any, Any]
Span = tuple[int, int]
GAP = 2  # so many words may be missing inside of a clause or argument
ALIKE = 0.3  # an argument shares so much with a subtree: roles F1 of 0.638 on EWT dev, 0.622 without
CLAUSES = ("content", "action", "condition", "otherwise")
MANY = ("by", "to", "content")  # fields that hold a list
EDGES = frozenset(",;:.\"'\u201c\u201d\u2018\u2019-\u2013\u2014()")  # no clause begins or ends with these
# A word stands for a record, and plays a role, from here on, if evaluate.py has not tuned it.
CHANCES = {"events": 0.5, "statements": 0.5, "commitments": 0.5, "roles": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answers for W words: `tags` (W, C) by task; `roles` (W, R) and `srl` (W, S) by anchor."""

    tags: Mapping[str, Array]
    lemma: Array
    arcs: Array
    deprel: Array
    roles: Mapping[int, Array]
    srl: Mapping[int, Array]


def unpack(answers: Mapping[str, Array], lengths: Sequence[int]) -> list[Seen]:
    """The answers for a batch, sentence by sentence, without padding. `lengths` counts words."""
    cuts = np.cumsum([len(labels) for labels in TAGS.values()])[:-1]
    out = []
    for row, length in enumerate(lengths):
        chosen = enumerate(answers["anchors"].tolist())
        own = [(index, word) for index, (sentence, word) in chosen if sentence == row and index]
        out.append(
            Seen(
                tags=dict(zip(TAGS, np.split(answers["tags"][row, :length], cuts, axis=-1), strict=True)),
                lemma=answers["lemma"][row, :length],
                arcs=answers["arcs"][row, :length, : length + 1],
                deprel=answers["deprel"][row, :length],
                roles={word: answers["roles"][index, :length] for index, word in own},
                srl={word: answers["srl"][index, :length] for index, word in own},
            )
        )
    return out


def runs(held: Array, gap: int = 0) -> list[Span]:
    """[start, end) of each stretch of true values; stretches at most `gap` apart are one."""
    out: list[Span] = []
    for place in np.flatnonzero(held).tolist():
        if out and place - out[-1][1] <= gap:
            out[-1] = (out[-1][0], place + 1)
        else:
            out.append((place, place + 1))
    return out


def spans_of_tags(tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each stretch of B and I tags; an I that has nothing to follow begins one."""
    out: list[tuple[str, int, int]] = []
    for place, tag in enumerate(tags):
        kind = tag[2:]
        if tag[0] == "I" and out and out[-1][0] == kind and out[-1][2] == place:
            out[-1] = (kind, out[-1][1], place + 1)
        elif tag != "O":
            out.append((kind, place, place + 1))
    return out


def tagged(seen: Seen, task: str) -> list[tuple[str, int, int]]:
    """The spans of a task with B and I tags."""
    return spans_of_tags([TAGS[task][index] for index in seen.tags[task].argmax(-1)])


def srl_spans(scores: Array, heads: Array, word: int, words: Sequence[str]) -> list[tuple[str, int, int]]:
    """(role, start, end) of each of a predicate's PropBank roles. scores (W, S), heads (W,) as of `tree`.

    A stretch of one label becomes the subtree under its own head, if that is like it, without marks at edges.
    """
    best, subtrees = scores.argmax(-1), subtree_spans(heads)
    found = set()
    for label in np.unique(best[best > 0]):
        for start, end in runs(best == label, GAP):
            tops = (subtrees[i] for i in range(start, end) if not start <= heads[i] - 1 < end)
            alike = [(overlap((start, end), span), span) for span in tops if not span[0] <= word < span[1]]
            share, span = max(alike, default=(0.0, (start, end)))
            left, right = trim(words, *(span if share >= ALIKE else (start, end)))
            if left < right:
                found.add((SRL[label], left, right))
    return sorted(found)


def overlap(one: Span, other: Span) -> float:
    """Shared length by joint length (Jaccard) of two spans that touch."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))


def subtree_spans(heads: Array) -> list[Span]:
    """[start, end) from the first to the last word under each word. heads (W,) as of `tree`."""
    spans = [(word, word + 1) for word in range(len(heads))]
    for word in range(len(heads)):
        at = int(heads[word])
        while at:
            start, end = spans[at - 1]
            spans[at - 1] = (min(start, word), max(end, word + 1))
            at = int(heads[at - 1])
    return spans


def role_spans(chances: Array, least: float, field: str, words: Sequence[str]) -> list[Span]:
    """The spans that play one role, [start, end) in words. chances (W,), of which `least` is enough."""
    clause = field in CLAUSES
    found = runs(chances >= least, GAP if clause else 0)
    if clause:
        trimmed = (trim(words, start, end) for start, end in found)
        found = [(start, end) for start, end in trimmed if start < end]
    if field in MANY or not found:
        return found
    if clause:
        return [max(found, key=lambda span: span[1] - span[0])]
    return [max(found, key=lambda span: float(chances[span[0] : span[1]].max()))]


def trim(words: Sequence[str], start: int, end: int) -> Span:
    """A clause without the marks at its edges."""
    while start < end and words[start] in EDGES:
        start += 1
    while start < end and words[end - 1] in EDGES:
        end -= 1
    return start, end


def read_records(
    seen: Seen,
    words: Sequence[str],
    offsets: Sequence[Sequence[int]],
    chances: Mapping[str, float] = CHANCES,
) -> dict[str, list[dict[str, Any]]]:
    """The records of a sentence in the stand-off form of the corpus, and with each its `probability`."""

    def characters(span: Span) -> list[int]:
        return [offsets[span[0]][0], offsets[span[1] - 1][1]]

    out: dict[str, list[dict[str, Any]]] = {}
    for layer, task in ANCHOR_TASK.items():
        out[layer] = []
        for word, end, label, chance in anchors(seen, layer, task, chances):
            record: dict[str, Any] = {ANCHOR_FIELD[layer]: characters((word, end)), "probability": chance}
            record |= own_labels(seen, layer, word, label)
            for field in (field for name, field in FIELDS if name == layer):
                column = ROLES.index(f"{layer}.{field}")
                roles = seen.roles.get(word)
                found = [] if roles is None else role_spans(roles[:, column], chances["roles"], field, words)
                spans = [characters(span) for span in found]
                record[field] = spans if field in MANY or field == "action" else next(iter(spans), None)
            out[layer].append(record)
    out["statements"] = [record for record in out["statements"] if record["content"]]
    for event in out["events"]:
        teller = innermost(out["statements"], event["trigger"])
        event["speaker"] = teller["speaker"] if teller else None
    for statement in out["statements"]:
        outer = innermost(out["statements"], statement["cue"])
        statement["via"] = outer["cue"] if outer and outer is not statement else None
    return out


def anchors(
    seen: Seen, layer: str, task: str, chances: Mapping[str, float]
) -> list[tuple[int, int, str, float]]:
    """(word, end, label, probability) of each anchor of a layer."""
    scores = seen.tags[task]
    if layer == "figures":
        return [
            (start, end, kind, float(1 - scores[start:end, 0].max()))
            for kind, start, end in tagged(seen, task)
        ]
    chance = 1 - scores[:, 0]
    best = scores[:, 1:].argmax(-1) + 1
    return [
        (int(word), int(word) + 1, TAGS[task][best[word]], float(chance[word]))
        for word in np.flatnonzero(chance >= chances[layer])
    ]


def own_labels(seen: Seen, layer: str, word: int, label: str) -> dict[str, Any]:
    """The labels of a record at its word."""
    if layer == "events":
        modes = [i for i, mode in enumerate(TAGS["mode"]) if mode == "none" or mode.startswith(f"{label}/")]
        mode = TAGS["mode"][modes[int(seen.tags["mode"][word, modes].argmax())]]
        return {
            "type": label,
            "mode": None if mode == "none" else mode.partition("/")[2],
            "status": TAGS["status"][int(seen.tags["status"][word].argmax())],
            "background": bool(seen.tags["background"][word, 1] > 0.5),
        }
    if layer == "statements":
        return {"act": label, "quoted": bool(seen.tags["quoted"][word, 1] > 0.5)}
    return {"quantity": label} if layer == "figures" else {"act": label}


def innermost(statements: Sequence[Mapping[str, Any]], span: Sequence[int]) -> Mapping[str, Any] | None:
    """The statement with the shortest content that the span stands in."""
    held = [
        statement
        for statement in statements
        if any(start <= span[0] and span[1] <= end for start, end in statement["content"])
    ]
    return min(held, key=lambda one: sum(end - start for start, end in one["content"]), default=None)


def tree(scores: Array) -> Array:
    """The heads (W,) of the best tree with one root: 0 for it, else 1 + index. scores (W, W+1) of heads.

    Source: Chu and Liu 1965, Edmonds 1967, after the best root is chosen by how much it gains as one.
    """
    heads: Array = scores.argmax(-1)
    if is_tree(heads):
        return heads
    length = len(scores)
    best_other = scores[:, 1:].copy()
    np.fill_diagonal(best_other, -np.inf)
    root = int((scores[:, 0] - best_other.max(-1, initial=-1e9)).argmax())
    full = np.full((length + 1, length + 1), -np.inf)
    full[1:, 1:] = best_other
    full[root + 1, :] = -np.inf
    full[root + 1, 0] = 0.0
    return edmonds(full)[1:]


def is_tree(heads: Array) -> bool:
    """Whether every word leads to the one root."""
    if (heads == 0).sum() != 1:
        return False
    for word in range(1, len(heads) + 1):
        at, steps = word, 0
        while at and steps <= len(heads):
            at, steps = int(heads[at - 1]), steps + 1
        if at:
            return False
    return True


def edmonds(scores: Array) -> Array:
    """The heads of the best tree under node 0. scores (n, n): row's head candidates; row 0 is not used."""
    heads = scores.argmax(-1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    rest = [node for node in range(len(scores)) if node not in cycle]
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    held = sum(scores[node, heads[node]] for node in cycle)
    own = {node: held - scores[node, heads[node]] for node in cycle}
    enter = np.array([[scores[node, out] + own[node] for out in rest] for node in cycle])
    leave = np.array([[scores[out, node] for node in cycle] for out in rest])
    small[-1, :-1] = enter.max(0)
    small[:-1, -1] = leave.max(1)
    small[0] = -np.inf
    solved = edmonds(small)
    for index, node in enumerate(rest[1:], start=1):
        inside = solved[index] == len(rest)
        heads[node] = cycle[int(leave[index].argmax())] if inside else rest[solved[index]]
    out = int(solved[-1])
    heads[cycle[int(enter[:, out].argmax())]] = rest[out]
    return heads


def find_cycle(heads: Array) -> list[int] | None:
    """The nodes of a circle, if there is one."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, at = [], start
        while at and not state[at]:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if at and at in path:
            return path[path.index(at) :]
        for node in path:
            state[node] = 2
    return None
