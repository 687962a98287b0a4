"""The best dependency tree from scores of heads."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Span = tuple[int, int]


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
    found: Array = edmonds(full)[1:]
    return found


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
    heads: Array = scores.argmax(-1)
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
