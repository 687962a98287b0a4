"""From the model's answers for one stretch of words to drafts of records: anchors, labels and spans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from detente.reading.labels import ANCHOR_TASK, Labels
from detente.reading.trees import Span, subtree_spans

Array = np.ndarray[Any, Any]
GAP = 2  # so many words may be missing inside of a clause or argument
EXTENT = 0.8  # a span goes on while its words reach so much of what its best word needs
ALIKE = 0.3  # an argument shares so much with a subtree: roles F1 of 0.638 on EWT dev, 0.622 without
CLAUSES = ("content", "action", "condition", "otherwise")
MANY = ("by", "to", "content")  # fields that hold a list
EDGES = frozenset(",;:.\"'\u201c\u201d\u2018\u2019-\u2013\u2014()")  # no clause begins or ends with these
_BEFORE = (
    "the a an and or but of by from to with in on at for between among against into near via than as that"
)
BEFORE_NAMES = frozenset(_BEFORE.split())
BEHIND_NAMES = frozenset(("'s", "\u2019s", "'", "\u2019", "and", "or", "of", "the", "in", "on"))
LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answers for W words: `tags` (W, C) by task; `roles` (W, R) and `srl` (W, S) by anchor word.

    lemma, deprel (W,): columns. arcs (W, W+1): scores of heads, the root first. factuality (W,): from -3, it
    did not happen, to 3, it did. Where only records are wanted, lemma and factuality are None, srl is empty.
    """

    tags: Mapping[str, Array]
    lemma: Array | None
    arcs: Array
    deprel: Array
    factuality: Array | None
    roles: Mapping[int, Array]
    srl: Mapping[int, Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record in the making. Spans are [start, end) in words.

    layer: events, statements, commitments or figures. label: type, act or quantity.
    score: the model's own reckoning that all labels are right, 0..1, not calibrated.
    teller: index of the statement draft whose content it stands in, or None.
    """

    layer: str
    anchor: Span
    label: str
    score: float
    mode: str | None = None
    status: str = "reported"
    status_score: float = 1.0
    background: bool = False
    quoted: bool = False
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    teller: int | None = None

    def one(self, name: str) -> Span | None:
        """The only span of a field, or None."""
        return next(iter(self.spans.get(name, ())), None)


def unpack(answers: Mapping[str, Array], lengths: Sequence[int], labels: Labels) -> list[Seen]:
    """The answers for a batch, sentence by sentence, without padding. `lengths` counts words."""
    cuts = np.cumsum([len(names) for names in labels.tags.values()])[:-1]
    own: list[list[tuple[int, int]]] = [[] for _ in lengths]
    for index, (sentence, word) in enumerate(answers["anchors"].tolist()):
        if index:  # the first is a dummy
            own[sentence].append((index, word))
    return [
        Seen(
            tags=dict(zip(labels.tags, np.split(answers["tags"][row, :length], cuts, axis=-1), strict=True)),
            lemma=answers["lemma"][row, :length] if "lemma" in answers else None,
            arcs=answers["arcs"][row, :length, : length + 1],
            deprel=answers["deprel"][row, :length],
            factuality=answers["factuality"][row, :length] if "factuality" in answers else None,
            roles={word: answers["roles"][index, :length] for index, word in own[row]},
            srl={word: answers["srl"][index, :length] for index, word in own[row]}
            if "srl" in answers
            else {},
        )
        for row, length in enumerate(lengths)
    ]


def read_drafts(
    seen: Seen, words: Sequence[str], labels: Labels, chances: Mapping[str, float]
) -> tuple[Draft, ...]:
    """All that a stretch of words tells: statements first, then events, commitments and figures."""
    statements = [
        draft for draft in read_layer("statements", seen, words, labels, chances) if draft.spans["content"]
    ]
    drafts = [
        replace(draft, teller=innermost(statements, draft, index)) for index, draft in enumerate(statements)
    ]
    for layer in ("events", "commitments", "figures"):
        for draft in read_layer(layer, seen, words, labels, chances):
            drafts.append(replace(draft, teller=innermost(statements, draft)))
    return tuple(drafts)


def read_layer(
    layer: str, seen: Seen, words: Sequence[str], labels: Labels, chances: Mapping[str, float]
) -> Iterator[Draft]:
    """The drafts of one layer, each with the spans that play a role for it."""
    for anchor, label, score in anchors(layer, seen, labels, chances):
        roles = seen.roles.get(anchor[0])
        spans = {
            name: role_spans(roles[:, column], chances.get(name, chances["roles"]), name, words)
            if roles is not None
            else ()
            for name, column in labels.fields(layer)
        }
        draft = Draft(layer=layer, anchor=anchor, label=label, score=score, spans=spans)
        if layer == "events":
            draft = as_event(draft, seen, labels)
        elif layer == "statements":
            draft = replace(draft, quoted=bool(seen.tags["quoted"][anchor[0], 1] > 0.5))
        yield draft


def anchors(
    layer: str, seen: Seen, labels: Labels, chances: Mapping[str, float]
) -> Iterator[tuple[Span, str, float]]:
    """The words that stand for a layer's records, with label and score."""
    task = ANCHOR_TASK[layer]
    scores, names = seen.tags[task], labels.tags[task]
    if layer == "figures":
        for kind, start, end in tagged(seen, task, labels):
            yield (start, end), kind, float(scores[start:end, 1:].sum(-1).min())
        return
    chance = scores[:, 1:].sum(-1)
    for word in np.flatnonzero(chance >= chances[layer]).tolist():
        label = int(scores[word, 1:].argmax()) + 1
        yield (word, word + 1), names[label], float(scores[word, label])


def as_event(draft: Draft, seen: Seen, labels: Labels) -> Draft:
    """A draft with an event's mode, status and background."""
    word = draft.anchor[0]
    columns = list(labels.modes(draft.label))
    mode = labels.tags["mode"][columns[int(seen.tags["mode"][word, columns].argmax())]]
    status = int(seen.tags["status"][word].argmax())
    return replace(
        draft,
        mode=None if mode == "none" else mode.partition("/")[2],
        status=labels.tags["status"][status],
        status_score=float(seen.tags["status"][word, status]),
        background=bool(seen.tags["background"][word, 1] > 0.5),
    )


def innermost(statements: Sequence[Draft], draft: Draft, own: int | None = None) -> int | None:
    """The statement with the shortest content that a draft's anchor stands in.

    own: the draft's index where it is a statement itself: only a longer one tells of it, or the first of two
    that are as long, so that no statement comes to tell of itself.
    """
    held = sorted(
        (content_length(one), -index)
        for index, one in enumerate(statements)
        if any(start <= draft.anchor[0] < end for start, end in one.spans["content"])
    )
    least = (0, 1) if own is None else (content_length(draft), -own)
    return next((-index for length, index in held if (length, index) > least), None)


def content_length(statement: Draft) -> int:
    """How many words somebody is told to have said."""
    return sum(end - start for start, end in statement.spans["content"])


def tagged(seen: Seen, task: str, labels: Labels) -> list[tuple[str, int, int]]:
    """The spans of a task with B and I tags, after the best sequence of tags that can follow each other."""
    names = labels.tags[task]
    best = seen.tags[task].argmax(-1)
    if not best.any():
        return []
    before = np.concatenate(([0], best[:-1]))
    inside = (best > 0) & (best % 2 == 0)  # I tags have even columns, and their B tag the one before
    if (inside & (before != best) & (before != best - 1)).any():
        best = best_sequence(seen.tags[task])
    return spans_of_tags([names[index] for index in best.tolist()])


def best_sequence(chances: Array) -> Array:
    """The most probable tags (W,) in which an I only follows its own B or I. chances (W, C). Viterbi 1967."""
    scores = np.log(np.maximum(chances, LEAST))
    tags = np.arange(chances.shape[1])
    allowed = (tags % 2 == 1) | (tags == 0) | (tags == tags[:, None]) | (tags == tags[:, None] + 1)
    barred = np.where(allowed, 0.0, -1e9)  # (from, to)
    total = scores[0] + barred[0]
    back = []
    for row in scores[1:]:
        steps = total[:, None] + barred
        back.append(steps.argmax(0))
        total = steps.max(0) + row
    path = [int(total.argmax())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    return np.array(path[::-1])


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
    """A clause without the marks at its edges."""
    while start < end and words[start] in EDGES:
        start += 1
    while start < end and words[end - 1] in EDGES:
        end -= 1
    return start, end


def trim_name(words: Sequence[str], start: int, end: int) -> Span:
    """An actor, place or time without the marks, articles and prepositions before it."""
    start, end = trim(words, start, end)
    while start < end and words[start].lower() in BEFORE_NAMES:
        start += 1
    while start < end and words[end - 1].lower() in BEHIND_NAMES:
        end -= 1
    return start, end


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
