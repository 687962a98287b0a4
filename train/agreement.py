"""How far two annotations of the same sentences agree, layer by layer.

Everything is compared by offsets. F1 is that of one annotation against the other, so it does not matter which
comes first. `exact` asks for the same characters, `overlap` for at least one character in common. Fields
(actors, content and so on) are compared within pairs of records whose anchors (trigger, cue, number) overlap;
a field that both leave empty counts as neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff import Row

Record = Mapping[str, Any]
Span = Sequence[int]
Same = Callable[[Record, Record], bool]
ANCHORS = {"events": "trigger", "statements": "cue", "commitments": "cue", "figures": "text"}
FIELDS = {
    "events": ("by", "to", "place", "when", "speaker"),
    "statements": ("speaker", "addressee", "content", "via", "target"),
    "commitments": ("by", "to", "action", "condition", "otherwise", "due"),
    "figures": ("of",),
}
LABELS = {
    "events": ("type", "mode", "status", "background"),
    "statements": ("act", "quoted"),
    "commitments": ("act",),
    "figures": ("quantity", "low", "high", "unit"),
}
TOGETHER = {
    "events": (("type",), ("type", "status"), ("type", "mode", "status")),
    "statements": (("act",),),
    "commitments": (("act",),),
    "figures": (("quantity",), ("quantity", "low", "high")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table. `exact` or `overlap` is None where it has no meaning or nothing to compare."""

    layer: str
    what: str
    first: int
    second: int
    exact: float | None
    overlap: float | None


def touches(one: Span, other: Span) -> bool:
    """Whether two [start, end) share a character."""
    return one[0] < other[1] and other[0] < one[1]


def spans(record: Record, key: str) -> list[Span]:
    """The offsets in one field, whatever its shape."""
    value = record[key]
    if value is None:
        return []
    return [value] if value and isinstance(value[0], int) else list(value)


def pair(
    first: Sequence[Any], second: Sequence[Any], same: Callable[[Any, Any], bool]
) -> list[tuple[Any, Any]]:
    """One-to-one pairs in the order given, each with the first partner that is free and the same."""
    free, pairs = list(second), []
    for one in first:
        partner = next((other for other in free if same(one, other)), None)
        if partner is not None:
            free.remove(partner)
            pairs.append((one, partner))
    return pairs


def f1(matched: int, first: int, second: int) -> float | None:
    """Twice the matches by the sum of both counts; None where there is nothing."""
    return 2 * matched / (first + second) if first + second else None


def same_anchor(layer: str, labels: Sequence[str], overlap: bool) -> Same:
    """Whether two records have the same anchor (or touching ones) and the same labels."""
    key = ANCHORS[layer]

    def same(one: Record, other: Record) -> bool:
        near = touches(one[key], other[key]) if overlap else list(one[key]) == list(other[key])
        return near and all(one[label] == other[label] for label in labels)

    return same


def share_actor(one: Record, other: Record) -> bool:
    """Whether two events have an actor in common on either side, or no actors at all."""
    mine = [*one["by"], *one["to"]]
    theirs = [*other["by"], *other["to"]]
    return (not mine and not theirs) or any(touches(left, right) for left in mine for right in theirs)


def same_event(labels: Sequence[str]) -> Same:
    """Whether two records speak of one event: the same labels, and the same words or actors."""

    def same(one: Record, other: Record) -> bool:
        near = touches(one["trigger"], other["trigger"]) or share_actor(one, other)
        return near and all(one[label] == other[label] for label in labels)

    return same


def once(events: Sequence[Record]) -> list[Record]:
    """Events without those of a type, status and actors that came before in the sentence."""
    kept: list[Record] = []
    for event in events:
        if not any(
            event["type"] == other["type"]
            and event["status"] == other["status"]
            and share_actor(event, other)
            for other in kept
        ):
            kept.append(event)
    return kept


def count_pairs(
    rows: Sequence[tuple[Row, Row]], layer: str, same: Same, single: bool = False
) -> tuple[int, int, int]:
    """Matches, records of the first and of the second over all sentences."""
    matched = first = second = 0
    for one, other in rows:
        mine, theirs = (once(one[layer]), once(other[layer])) if single else (one[layer], other[layer])
        matched += len(pair(mine, theirs, same))
        first += len(mine)
        second += len(theirs)
    return matched, first, second


def record_lines(rows: Sequence[tuple[Row, Row]], layer: str) -> Iterator[Line]:
    """Whole records: by anchor, by anchor and labels, and events counted once."""
    for labels in ((), *TOGETHER[layer]):
        exact = count_pairs(rows, layer, same_anchor(layer, labels, overlap=False))
        loose = count_pairs(rows, layer, same_anchor(layer, labels, overlap=True))
        what = " + ".join((ANCHORS[layer], *labels))
        yield Line(
            layer=layer, what=what, first=exact[1], second=exact[2], exact=f1(*exact), overlap=f1(*loose)
        )
    if layer == "events":
        for labels in (("type",), ("type", "status")):
            loose = count_pairs(rows, layer, same_event(labels), single=True)
            what = f"counted once: {' + '.join(labels)}"
            yield Line(
                layer=layer, what=what, first=loose[1], second=loose[2], exact=None, overlap=f1(*loose)
            )


def field_lines(rows: Sequence[tuple[Row, Row]], layer: str) -> Iterator[Line]:
    """Fields and labels within pairs of records whose anchors touch."""
    same = same_anchor(layer, (), overlap=True)
    pairs = [found for one, other in rows for found in pair(one[layer], other[layer], same)]
    for key in FIELDS[layer]:
        values = [(spans(one, key), spans(other, key)) for one, other in pairs]
        first, second = sum(len(mine) for mine, _ in values), sum(len(theirs) for _, theirs in values)
        exact = sum(len(pair(*both, lambda left, right: list(left) == list(right))) for both in values)
        loose = sum(len(pair(*both, touches)) for both in values)
        exact_f1, loose_f1 = f1(exact, first, second), f1(loose, first, second)
        yield Line(layer=layer, what=f"  {key}", first=first, second=second, exact=exact_f1, overlap=loose_f1)
    for label in LABELS[layer]:
        equal = sum(one[label] == other[label] for one, other in pairs)
        share = equal / len(pairs) if pairs else None
        yield Line(
            layer=layer,
            what=f"  {label} (share)",
            first=len(pairs),
            second=len(pairs),
            exact=share,
            overlap=None,
        )


def sentence_lines(rows: Sequence[tuple[Row, Row]], layers: Sequence[str]) -> Iterator[Line]:
    """Whether a sentence holds anything of a layer: Cohen's kappa (Cohen 1960, Educ. Psychol. Meas. 20)."""
    for layer in layers:
        marks = [(bool(one[layer]), bool(other[layer])) for one, other in rows]
        first, second = sum(mine for mine, _ in marks), sum(theirs for _, theirs in marks)
        what = f"sentences with {layer} (kappa)"
        yield Line(layer="any", what=what, first=first, second=second, exact=kappa(marks), overlap=None)


def kappa(marks: Sequence[tuple[bool, bool]]) -> float | None:
    """Agreement beyond chance of two yes-or-no judgements; None where chance alone explains everything."""
    if not marks:
        return None
    seen = sum(mine == theirs for mine, theirs in marks) / len(marks)
    yes_first = sum(mine for mine, _ in marks) / len(marks)
    yes_second = sum(theirs for _, theirs in marks) / len(marks)
    chance = yes_first * yes_second + (1 - yes_first) * (1 - yes_second)
    return (seen - chance) / (1 - chance) if chance < 1 else None


def compare(rows: Sequence[tuple[Row, Row]]) -> list[Line]:
    """Every line of the table for pairs of stand-off rows of the same sentence."""
    lines = list(sentence_lines(rows, tuple(ANCHORS)))
    for layer in ANCHORS:
        lines += record_lines(rows, layer)
        lines += field_lines(rows, layer)
    return lines


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table."""

    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:.3f}"

    rows = [("layer", "what", "first", "second", "exact", "overlap"), ("---", "---", *["---:"] * 4)]
    for line in lines:
        counts = (str(line.first), str(line.second))
        rows.append((line.layer, line.what, *counts, shown(line.exact), shown(line.overlap)))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
