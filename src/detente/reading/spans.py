"""Scores word by word -> spans: what plays a role, where a clause ends, which of its marks belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from detente.reading.labels import Labels
from detente.reading.trees import Span, subtree_spans

Array = np.ndarray[Any, Any]
GAP = 2  # so many words may be missing inside of a clause or argument
EXTENT = 0.8  # a span goes on while its words reach so much of what its best word needs
NEARLY = 0.9  # of an act's likeliest actor; F1 of `by` rose from 0.846 to 0.863 on dev; 0.8 to 0.95 do alike
ALIKE = 0.3  # an argument shares so much with a subtree: roles F1 of 0.638 on EWT dev, 0.622 without
CLAUSES = ("content", "action", "condition", "otherwise")
MANY = ("by", "to", "content")  # fields that hold a list
EDGES = frozenset(",;:.\"'\u201c\u201d\u2018\u2019-\u2013\u2014()")  # no clause begins or ends with these
QUOTES = (('"', '"'), ("\u201c", "\u201d"))
_BEFORE = (
    "the a an and or but of by from to with in on at for between among against into near via than as that"
)
BEFORE_NAMES = frozenset(_BEFORE.split())
BEHIND_NAMES = frozenset(("'s", "\u2019s", "'", "\u2019", "and", "or", "of", "the", "in", "on"))


def role_spans(chances: Array, least: float, name: str, words: Sequence[str]) -> tuple[Span, ...]:
    """The spans that play one role, [start, end) in words. chances (W,): one word of a span reaches `least`,
    and its others a part of it.
    """
    clause = name in CLAUSES
    found = runs(chances >= EXTENT * least, GAP if clause else 0)
    found = [(start, end) for start, end in found if chances[start:end].max() >= least]
    trimmed = (trim(words, start, end) if clause else trim_name(words, start, end) for start, end in found)
    found = [(start, end) for start, end in trimmed if start < end]
    if name in MANY or not found:
        return tuple(found)
    if clause:
        return (max(found, key=lambda span: span[1] - span[0]),)
    return (max(found, key=lambda span: float(chances[span[0] : span[1]].max())),)


def runs(held: Array, gap: int = 0) -> list[Span]:
    """[start, end) of each stretch of true values; stretches at most `gap` apart are one."""
    out: list[Span] = []
    for place in np.flatnonzero(held).tolist():
        if out and place - out[-1][1] <= gap:
            out[-1] = (out[-1][0], place + 1)
        else:
            out.append((place, place + 1))
    return out


def trim(words: Sequence[str], start: int, end: int) -> Span:
    """A clause without the marks at its edges; a quotation inside keeps both of its marks."""
    while start < end and words[start] in EDGES:
        start += 1
    while start < end and words[end - 1] in EDGES:
        end -= 1
    inside = words[start:end]
    for opening, closing in QUOTES:
        alone = (
            inside.count(closing) % 2 if opening == closing else inside.count(opening) - inside.count(closing)
        )
        if alone > 0 and end < len(words) and words[end] == closing:
            end += 1
        elif alone and start and words[start - 1] == opening:
            start -= 1
    return start, end


def trim_name(words: Sequence[str], start: int, end: int) -> Span:
    """An actor, place or time without the marks, articles and prepositions before it."""
    start, end = trim(words, start, end)
    while start < end and words[start].lower() in BEFORE_NAMES:
        start += 1
    while start < end and words[end - 1].lower() in BEHIND_NAMES:
        end -= 1
    return start, end


def together(spans: Sequence[Span], chances: Array, heads: Array, joined: Array) -> tuple[Span, ...]:
    """Those who act as one: the likeliest actor, all that "and" joins to it, and who is nearly as likely.

    chances (W,): of the role; heads (W,) as of `tree`; joined (W,): whether a word is a conjunct of its head.
    """

    def first(span: Span) -> int:
        at = next((word for word in range(*span) if not span[0] <= heads[word] - 1 < span[1]), span[0])
        while joined[at] and heads[at]:
            at = int(heads[at]) - 1
        return at

    scores = [float(chances[start:end].max()) for start, end in spans]
    best = max(range(len(spans)), key=scores.__getitem__)
    series = [first(span) for span in spans]
    return tuple(
        span
        for span, own, score in zip(spans, series, scores, strict=True)
        if own == series[best] or score >= NEARLY * scores[best]
    )


def srl_spans(
    scores: Array, heads: Array, word: int, words: Sequence[str], labels: Labels
) -> list[tuple[str, int, int]]:
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
                found.add((labels.srl[label], left, right))
    return sorted(found)


def overlap(one: Span, other: Span) -> float:
    """Shared length by joint length (Jaccard) of two spans that touch."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))
