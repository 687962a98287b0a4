"""Who and what a stretch of words names: the best tags that can follow each other, mended at their edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from detente.reading.labels import Labels
from detente.reading.spans import runs

Array = np.ndarray[Any, Any]
Named = tuple[str, int, int]  # kind, and [start, end) in words
LEAST = 1e-9
NOMINAL = "nominal"
OPEN_ENDS = frozenset(("of", "and", "or", "the", "in", "on", "at", "for"))  # no name ends with these


def mentions(tags: Mapping[str, Array], words: Sequence[str], labels: Labels) -> list[Named]:
    """The mentions of a stretch, in order and none inside of another. tags: as of `Seen`."""
    out: list[Named] = []
    for kind, start, end in tagged(tags, "mention", labels):
        if out and out[-1][2] == start and words[start - 1].lower() == "of":  # "Gulf of", "Mexico"
            out[-1] = (out[-1][0], out[-1][1], end)
        else:
            out.append((kind, start, end))
    closed = ((kind, start, close(words, start, end)) for kind, start, end in out)
    return [
        (kind, start, end)
        for kind, start, end in closed
        if start < end and not any("@" in word for word in words[start:end])
    ]


def close(words: Sequence[str], start: int, end: int) -> int:
    """Where a mention ends without the marks and small words behind it."""
    while start < end and (
        words[end - 1].lower() in OPEN_ENDS
        or not any(letter.isalnum() or letter == "." for letter in words[end - 1])
    ):
        end -= 1
    return end


def names_inside(tags: Mapping[str, Array], found: Sequence[Named], labels: Labels) -> Iterator[Named]:
    """The names within nominal actors: "US" in "US troops". found: as of `mentions`."""
    columns = labels.tags["mention"]
    proper = labels.tags["upos"].index("PROPN")
    kinds = sorted({column[2:] for column in columns if column[2:] not in ("", NOMINAL)})
    for kind, start, end in found:
        if kind != NOMINAL:
            continue
        named = tags["upos"][start:end].argmax(-1) == proper
        for left, right in runs(named):
            chances = tags["mention"][start + left : start + right].mean(0)
            score = {one: chances[[column[2:] == one for column in columns]].sum() for one in kinds}
            yield max(kinds, key=lambda one: float(score[one])), start + left, start + right


def tagged(tags: Mapping[str, Array], task: str, labels: Labels) -> list[Named]:
    """The spans of a task with B and I tags, after the best sequence of tags that can follow each other."""
    names = labels.tags[task]
    best = tags[task].argmax(-1)
    if not best.any():
        return []
    before = np.concatenate(([0], best[:-1]))
    inside = (best > 0) & (best % 2 == 0)  # I tags have even columns, and their B tag the one before
    if (inside & (before != best) & (before != best - 1)).any():
        best = best_sequence(tags[task])
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


def spans_of_tags(tags: Sequence[str]) -> list[Named]:
    """(kind, start, end) of each stretch of B and I tags; an I that has nothing to follow begins one."""
    out: list[Named] = []
    for place, tag in enumerate(tags):
        kind = tag[2:]
        if tag[0] == "I" and out and out[-1][0] == kind and out[-1][2] == place:
            out[-1] = (kind, out[-1][1], place + 1)
        elif tag != "O":
            out.append((kind, place, place + 1))
    return out
