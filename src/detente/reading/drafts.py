"""From the model's answers for one stretch of words to drafts of records: anchors, labels and spans."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from detente.reading.contents import told_by
from detente.reading.figures import as_counted, whole_numbers
from detente.reading.labels import ANCHOR_TASK, Labels
from detente.reading.mentions import Named, tagged
from detente.reading.spans import role_spans, together, trim
from detente.reading.trees import Span, subtree_spans, tree

Array = np.ndarray[Any, Any]
BELIEVED = 0.4  # of an event's type: an act that the model cannot name is none; 0.3 to 0.5 do alike on dev
FACT = 0.5  # of "reported": what is likelier not to have happened is never told as done; dev scores the same
ACTORS = ("by", "to", "speaker", "addressee", "target", "of")
# Whom these acts of speech are addressed to does what they tell of in 8 of 377 events of the corpus. Whom
# "ask", "demand", "warn" and their like are addressed to often does.
TOLD_TO = frozenset(("accuse", "announce", "claim", "confirm", "deny", "express", "promise", "say"))
AHEAD = ("planned", "promised", "threatened", "demanded")  # statuses of what is still to come
WHOLE = ("person", "organisation")  # mentions that an actor is all of; a place or people may be part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answers for W words: `tags` (W, C) by task; `roles` (W, R) and `srl` (W, S) by anchor word.

    vector (D,): the mean of the words' vectors. lemma, deprel (W,): columns. arcs (W, W+1): scores of heads,
    the root first. factuality (W,): from -3, it did not happen, to 3, it did. Where only records are wanted,
    lemma and factuality are None, srl is empty.
    """

    tags: Mapping[str, Array]
    vector: Array
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
            vector=answers["vectors"][row, 1 : length + 1].mean(axis=0),
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
    seen: Seen, words: Sequence[str], named: Sequence[Named], labels: Labels, chances: Mapping[str, float]
) -> tuple[Draft, ...]:
    """All that a stretch of words tells: statements first, then events, commitments and figures.

    named: its mentions. chances: the thresholds.
    """
    names = [(start, end) for kind, start, end in named if kind in WHOLE]
    told = read_layer("statements", seen, words, names, labels, chances)
    statements = [draft for draft in told if draft.spans["content"]]
    drafts = [
        replace(draft, teller=innermost(statements, draft, index)) for index, draft in enumerate(statements)
    ]
    for layer in ("events", "commitments", "figures"):
        found: Iterable[Draft] = read_layer(layer, seen, words, names, labels, chances)
        if layer == "commitments":
            found = one_of_each(draft for draft in found if any(draft.spans.values()))
        for draft in as_counted(whole_numbers(found, words), words, named) if layer == "figures" else found:
            teller = innermost(statements, draft)
            own = replace(draft, teller=teller)
            drafts.append(own if teller is None else without_listener(own, statements[teller]))
    return tuple(with_own_time(drafts, seen))


def with_own_time(drafts: Sequence[Draft], seen: Seen) -> Iterator[Draft]:
    """Drafts, those of what is done without a time that is that of something still to come.

    "X accepted an invitation to meet on Saturday": a time is that of the act that it hangs on.
    """
    ahead = {draft.anchor[0]: draft for draft in drafts if draft.layer == "events" and draft.status in AHEAD}
    if not ahead:
        yield from drafts
        return
    heads = tree(seen.arcs)
    for draft in drafts:
        when = draft.one("when") if draft.layer == "events" and draft.status == "reported" else None
        owner = None if when is None else _owner(when, heads, {draft.anchor[0], *ahead})
        yield draft if owner not in ahead else replace(draft, spans={**draft.spans, "when": ()})


def _owner(when: Span, heads: Array, anchors: Collection[int]) -> int | None:
    """The first of some words that a time hangs on."""
    at = int(heads[when[1] - 1]) - 1
    while at >= 0 and at not in anchors:
        at = int(heads[at]) - 1
    return at if at >= 0 else None


def one_of_each(drafts: Iterable[Draft]) -> list[Draft]:
    """Of commitments to one and the same the likeliest: "announces" and "will" do not make two.

    Of 102 pairs of commitments in a sentence of the corpus 4 share words of their actions.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: -one.score):
        taken = [span for one in kept for span in one.spans["action"]]
        if not any(
            start < right and left < end for start, end in draft.spans["action"] for left, right in taken
        ):
            kept.append(draft)
    return sorted(kept, key=lambda one: one.anchor)


def without_listener(draft: Draft, teller: Draft) -> Draft:
    """An act without those who are only told of it: "A informed B of C's plans to strike" is no deed of B."""
    heard = teller.spans.get("addressee", ())
    if draft.layer != "events" or teller.label not in TOLD_TO or not heard:
        return draft
    by = tuple(
        (start, end)
        for start, end in draft.spans["by"]
        if not any(start < right and left < end for left, right in heard)
    )
    return replace(draft, spans={**draft.spans, "by": by})


def read_layer(
    layer: str,
    seen: Seen,
    words: Sequence[str],
    names: Sequence[Span],
    labels: Labels,
    chances: Mapping[str, float],
) -> Iterator[Draft]:
    """The drafts of one layer, each with the spans that play a role for it. names: of persons and bodies."""
    for anchor, label, score in anchors(layer, seen, labels, chances):
        roles = seen.roles.get(anchor[0])
        spans = {
            name: role_spans(roles[:, column], chances.get(name, chances["roles"]), name, words)
            if roles is not None
            else ()
            for name, column in labels.fields(layer)
        }
        if layer == "events" and roles is not None and len(spans["by"]) > 1:
            column = dict(labels.fields(layer))["by"]
            joined = seen.deprel == labels.deprel.index("conj")
            spans["by"] = together(spans["by"], roles[:, column], tree(seen.arcs), joined)
        spans |= {name: whole_names(spans[name], names) for name in ACTORS if name in spans}
        draft = Draft(layer=layer, anchor=anchor, label=label, score=score, spans=spans)
        if layer == "events":
            draft = as_event(draft, seen, labels)
        elif layer == "statements":
            content = below(spans["content"], anchor[0], seen, labels, words)
            draft = replace(
                draft,
                quoted=bool(seen.tags["quoted"][anchor[0], 1] > 0.5),
                spans={**spans, "content": told_by(content, words) if label == "deny" else content},
            )
        yield draft


def whole_names(spans: tuple[Span, ...], names: Sequence[Span]) -> tuple[Span, ...]:
    """Actors, each with the rest of the name that it is a part of: "Omar" of "Omar al-Bashir"."""
    return tuple(
        dict.fromkeys(
            next(((left, right) for left, right in names if left <= start and end <= right), (start, end))
            for start, end in spans
        )
    )


def below(
    spans: tuple[Span, ...], cue: int, seen: Seen, labels: Labels, words: Sequence[str]
) -> tuple[Span, ...]:
    """What a noun tells ("his claim that ... shows ..."): no more than what hangs on it, if any does."""
    if labels.tags["upos"][int(seen.tags["upos"][cue].argmax())] != "NOUN":
        return spans
    start, end = subtree_spans(tree(seen.arcs))[cue]
    inside = [
        trim(words, max(start, left), min(end, right))
        for left, right in spans
        if left < end and start < right
    ]
    return tuple((left, right) for left, right in inside if left < right) or spans


def anchors(
    layer: str, seen: Seen, labels: Labels, chances: Mapping[str, float]
) -> Iterator[tuple[Span, str, float]]:
    """The words that stand for a layer's records, with label and score."""
    task = ANCHOR_TASK[layer]
    scores, names = seen.tags[task], labels.tags[task]
    if layer == "figures":
        for kind, start, end in tagged(seen.tags, task, labels):
            yield (start, end), kind, float(scores[start:end, 1:].sum(-1).min())
        return
    chance = scores[:, 1:].sum(-1)
    for word in np.flatnonzero(chance >= chances[layer]).tolist():
        label = int(scores[word, 1:].argmax()) + 1
        if layer != "events" or scores[word, label] >= BELIEVED:
            yield (word, word + 1), names[label], float(scores[word, label])


def as_event(draft: Draft, seen: Seen, labels: Labels) -> Draft:
    """A draft with an event's mode, status and background."""
    word = draft.anchor[0]
    columns = list(labels.modes(draft.label))
    mode = labels.tags["mode"][columns[int(seen.tags["mode"][word, columns].argmax())]]
    chances = seen.tags["status"][word]
    done = labels.tags["status"].index("reported")
    status = int(chances.argmax())
    if status == done and chances[done] < FACT:
        status = int(np.where(np.arange(len(chances)) == done, 0.0, chances).argmax())
    return replace(
        draft,
        mode=None if mode == "none" else mode.partition("/")[2],
        status=labels.tags["status"][status],
        status_score=float(chances[status]),
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
