"""Dates: how many time expressions of history prose are found, and how many get the right value.

    scripts/bench dates --data FOLDER [--split train|test] [--misses]

FOLDER holds timex/wikiwars.jsonl.gz: WikiWars (Mazur and Dale 2010), one JSON object a document with `text`,
`dct` (day of writing), `split` and `timex2` (`start`, `end`, `text`, `val`). The grammar was made on the
documents whose split is train; test is for figures alone. A range counts as its two ends, as annotated.

found: an expression counts when it overlaps one of the other side (relaxed). Recall is over the annotated,
precision over ours.
value: of the annotated expressions that are found and have a value, the share for which the value of the one
of ours that overlaps most is the same string as `val`. Modifiers, sets and anchors are not compared.
found and right: F1 in which only such a pair counts, over all annotated and all of ours.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.reading.times import read_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A time expression of either side."""

    start: int
    end: int
    value: str | None


@dataclass(slots=True, kw_only=True)
class Score:
    """Counts over documents. annotated, ours: expressions; with_value: annotated, found and valued."""

    annotated: int = 0
    ours: int = 0
    annotated_found: int = 0
    ours_found: int = 0
    with_value: int = 0
    right: int = 0


def read(text: str, published: date) -> Iterator[Timed]:
    """Our expressions of a text, ranges as their ends."""
    for timed in read_times(text, published):
        found, answer = timed.found, timed.answer
        values = (answer.value or "").split("/")
        if len(found.parts) == 2 and len(values) == 2:
            for part, value in zip(found.parts, values, strict=True):
                yield Timed(start=part.start, end=part.end, value=value)
        else:
            yield Timed(start=found.start, end=found.end, value=answer.value)


def shared(one: Timed, other: Timed) -> int:
    """How many characters two expressions have in common."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def compare(document: dict[str, Any], score: Score, misses: Counter[str]) -> None:
    """Adds a document to the score, and names what went wrong."""
    text = document["text"]
    gold = [Timed(start=t["start"], end=t["end"], value=t.get("val")) for t in document["timex2"]]
    ours = list(read(text, date.fromisoformat(document["dct"])))
    score.annotated += len(gold)
    score.ours += len(ours)
    for one in ours:
        if any(shared(one, other) for other in gold):
            score.ours_found += 1
        else:
            misses[f"spurious  {text[one.start : one.end]!r} = {one.value}"] += 1
    for one in gold:
        words = text[one.start : one.end]
        best = max(ours, key=lambda other, one=one: shared(one, other), default=None)
        if best is None or not shared(one, best):
            misses[f"missed    {words!r} = {one.value}"] += 1
            continue
        score.annotated_found += 1
        if one.value is None:
            continue
        score.with_value += 1
        score.right += best.value == one.value
        if best.value != one.value:
            misses[f"value     {words!r} = {one.value}, not {best.value}"] += 1


def f1(right: int, ours: int, annotated: int) -> float:
    """The harmonic mean of right/ours and right/annotated."""
    return 2 * right / max(ours + annotated, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with timex/wikiwars.jsonl.gz")
    parser.add_argument("--split", default="train", choices=("train", "test"))
    parser.add_argument(
        "--misses", action="store_true", help="list what was missed, spurious or of another value"
    )
    arguments = parser.parse_args()
    score, misses = Score(), Counter[str]()
    with gzip.open(arguments.data / "timex" / "wikiwars.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [document for document in map(json.loads, lines) if document["split"] == arguments.split]
    began = time.perf_counter()
    for document in documents:
        compare(document, score, misses)
    seconds = time.perf_counter() - began
    recall = score.annotated_found / max(score.annotated, 1)
    precision = score.ours_found / max(score.ours, 1)
    found = 2 * recall * precision / max(recall + precision, 1e-9)
    words = sum(len(document["text"].split()) for document in documents)
    print(f"{arguments.split}: {len(documents)} documents, {score.annotated} annotated, {score.ours} ours")
    print(f"found            F1 {found:.3f} (recall {recall:.3f}, precision {precision:.3f})")
    share = score.right / max(score.with_value, 1)
    print(f"value            {share:.3f} of {score.with_value} found with a value")
    print(f"found and right  F1 {f1(score.right, score.ours, score.annotated):.3f}")
    print(f"{words / seconds:,.0f} words a second")
    if arguments.misses:
        for miss, times in misses.most_common():
            print(f"{times:4d} {miss}")


if __name__ == "__main__":
    main()
