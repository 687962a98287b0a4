"""How the records of a model compare with the annotated ones, by the scheme's rules.

Events of one type, status and overlapping actors in one sentence count once (`agreement.once`); an event
that counts for several keeps all their triggers. Records match when their anchors (trigger, cue, number)
share a character.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from agreement import share_actor, spans, touches

Record = Mapping[str, Any]
Pair = tuple[Mapping[str, Sequence[Record]], Mapping[str, Sequence[Record]], str]  # gold, found, text
Count = tuple[int, int, int]  # matched, in gold, found
CONTENT_F1 = 0.8  # of the words: a clause counts as right from here on
DRAWS = 1000  # bootstrap samples of sentences (Efron and Tibshirani 1993, chapter 13)
SEED = 1


def merge(events: Sequence[Record]) -> list[dict[str, Any]]:
    """Events counted once, each with the triggers and actors of all that it counts for."""
    kept: list[dict[str, Any]] = []
    for event in events:
        for other in kept:
            if all(event[key] == other[key] for key in ("type", "status")) and share_actor(event, other):
                other["triggers"].append(event["trigger"])
                for side in ("by", "to"):
                    other[side] = other[side] + [span for span in event[side] if span not in other[side]]
                break
        else:
            kept.append({**event, "triggers": [event["trigger"]]})
    return kept


def same_event(keys: Sequence[str]) -> Callable[[Record, Record], bool]:
    """Whether two merged events have the same labels and triggers that touch."""

    def same(one: Record, other: Record) -> bool:
        near = any(touches(left, right) for left in one["triggers"] for right in other["triggers"])
        return near and all(one[key] == other[key] for key in keys)

    return same


def pairs(
    gold: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]
) -> list[tuple[Any, Any]]:
    """One-to-one pairs of what is the same, in the order of the gold."""
    free, out = list(found), []
    for one in gold:
        partner = next((other for other in free if same(one, other)), None)
        if partner is not None:
            free.remove(partner)
            out.append((one, partner))
    return out


def same_actors(one: Record, other: Record, sides: Sequence[str] = ("by", "to")) -> bool:
    """Whether each actor of both has its partner on the same side."""
    return all(
        len(one[side]) == len(other[side]) == len(pairs(one[side], other[side], touches)) for side in sides
    )


def word_f1(text: str, one: Iterable[Sequence[int]], other: Iterable[Sequence[int]]) -> float:
    """F1 of the words (stretches without blanks, by where they start) that two lists of spans hold."""

    def held(marked: Iterable[Sequence[int]]) -> set[int]:
        starts = {
            i for i, char in enumerate(text) if char.isalnum() and (i == 0 or not text[i - 1].isalnum())
        }
        return {i for start, end in marked for i in range(start, end) if i in starts}

    left, right = held(one), held(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def same_span(one: Record, other: Record, key: str) -> bool:
    """Whether a field is empty in both, or touches."""
    left, right = spans(one, key), spans(other, key)
    return (not left and not right) or any(touches(a, b) for a in left for b in right)


def same_statement(text: str, *, content: bool, speaker: bool) -> Callable[[Record, Record], bool]:
    """Whether two statements have cues that touch, and the same content and speaker where asked for."""

    def same(one: Record, other: Record) -> bool:
        return (
            touches(one["cue"], other["cue"])
            and (not content or word_f1(text, spans(one, "content"), spans(other, "content")) >= CONTENT_F1)
            and (not speaker or same_span(one, other, "speaker"))
        )

    return same


def same_commitment(text: str, *, full: bool) -> Callable[[Record, Record], bool]:
    """Whether two commitments have cues that touch; in full: the same act, action and `by` as well."""

    def same(one: Record, other: Record) -> bool:
        return touches(one["cue"], other["cue"]) and (
            not full
            or (
                one["act"] == other["act"]
                and same_actors(one, other, ("by",))
                and word_f1(text, spans(one, "action"), spans(other, "action")) >= CONTENT_F1
            )
        )

    return same


def same_figure(one: Record, other: Record) -> bool:
    """Whether two figures touch and count the same."""
    return touches(one["text"], other["text"]) and bool(one["quantity"] == other["quantity"])


def count(gold: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> Count:
    """Matches and both sizes."""
    return len(pairs(gold, found, same)), len(gold), len(found)


def sentence_counts(pair: Pair) -> dict[str, Count]:
    """Every count of one sentence. A share is a count of (hits, cases, cases)."""
    gold, found, text = pair
    mine, theirs = merge(gold["events"]), merge(found["events"])
    out = {
        "event trigger": count(mine, theirs, same_event(())),
        "event type": count(mine, theirs, same_event(("type",))),
        "event type + status": count(mine, theirs, same_event(("type", "status"))),
    }
    for name in {event["type"] for event in [*mine, *theirs]}:
        sides = [[event for event in events if event["type"] == name] for events in (mine, theirs)]
        out[f"type {name}"] = count(sides[0], sides[1], same_event(("type",)))
    for name in {event["status"] for event in [*mine, *theirs]}:
        sides = [[event for event in events if event["status"] == name] for events in (mine, theirs)]
        out[f"status {name}"] = count(sides[0], sides[1], same_event(("type", "status")))
    matched = pairs(mine, theirs, same_event(("type",)))
    cases = len(matched)
    for name, right in {
        "share: both sides' actors right": sum(same_actors(*both) for both in matched),
        "share: by right": sum(same_actors(*both, ("by",)) for both in matched),
        "share: to right": sum(same_actors(*both, ("to",)) for both in matched),
        "share: mode right": sum(one["mode"] == other["mode"] for one, other in matched),
        "share: status right": sum(one["status"] == other["status"] for one, other in matched),
        "share: background right": sum(one["background"] == other["background"] for one, other in matched),
        "share: speaker right": sum(same_span(*both, "speaker") for both in matched),
        "share: place right": sum(same_span(*both, "place") for both in matched),
        "share: when right": sum(same_span(*both, "when") for both in matched),
    }.items():
        out[name] = (right, cases, cases)
    for side in ("by", "to"):
        out[f"actors {side}"] = tuple(
            map(sum, zip(*(count(one[side], other[side], touches) for one, other in matched), strict=True))
        ) or (0, 0, 0)  # type: ignore[assignment]
    empty = int(not mine)
    out["share: false event where there is none"] = (int(empty and bool(theirs)), empty, empty)
    cues = (gold["statements"], found["statements"])
    out["statement cue"] = count(*cues, same_statement(text, content=False, speaker=False))
    out["statement + speaker"] = count(*cues, same_statement(text, content=False, speaker=True))
    out["statement + content"] = count(*cues, same_statement(text, content=True, speaker=False))
    out["statement + speaker + content"] = count(*cues, same_statement(text, content=True, speaker=True))
    both = pairs(*cues, same_statement(text, content=False, speaker=False))
    for key in ("act", "quoted"):
        out[f"share: statement {key} right"] = (sum(a[key] == b[key] for a, b in both), len(both), len(both))
    terms = (gold["commitments"], found["commitments"])
    out["commitment cue"] = count(*terms, same_commitment(text, full=False))
    out["commitment + act, by, action"] = count(*terms, same_commitment(text, full=True))
    out["figure + quantity"] = count(gold["figures"], found["figures"], same_figure)
    return out


def f1(counts: Count) -> float:
    """Twice the matches by both sizes; for a share this is the share. Nan where there is nothing."""
    return 2 * counts[0] / (counts[1] + counts[2]) if counts[1] + counts[2] else float("nan")


def total(sentences: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    """The sum of every count."""
    out: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for sentence in sentences:
        for name, counts in sentence.items():
            for place, value in enumerate(counts):
                out[name][place] += value
    return {name: (values[0], values[1], values[2]) for name, values in out.items()}


def table(compared: Sequence[Pair]) -> str:
    """Every figure with its 95 % bootstrap interval over sentences, as a Markdown table."""
    sentences = [sentence_counts(pair) for pair in compared]
    whole = total(sentences)
    dice = random.Random(SEED)
    draws = [total(dice.choices(sentences, k=len(sentences))) for _ in range(DRAWS)] if sentences else []
    lines = [
        "| what | F1 or share | 95 % | precision | recall | gold | found |",
        "|---|---:|---|---:|---:|---:|---:|",
    ]
    general = [name for name in whole if not name.startswith(("type ", "status "))]
    for name in [*general, *sorted(whole.keys() - set(general))]:
        counts = whole[name]
        if not counts[1] + counts[2]:
            continue
        spread = sorted(f1(draw[name]) for draw in draws if name in draw and draw[name][1] + draw[name][2])
        low, high = spread[int(0.025 * len(spread))], spread[int(0.975 * len(spread))]
        precision = counts[0] / counts[2] if counts[2] else 0.0
        recall = counts[0] / counts[1] if counts[1] else 0.0
        lines.append(
            f"| {name} | {f1(counts):.3f} | {low:.3f} to {high:.3f} | {precision:.3f} | {recall:.3f} "
            f"| {counts[1]} | {counts[2]} |"
        )
    return "\n".join(lines)
