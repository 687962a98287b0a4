"""How many copies are found at each likeness, and what a report costs.

    scripts/bench copies [--pairs 400] [--reports 20000]

Texts are made of a fixed list of words, and each is edited by replacing words until it is as like its
original as wanted. Recall is the share of the pairs at or above the threshold that are found; a pair is
false when its exact Jaccard index is below it.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from detente.crisis import CopyIndex
from detente.crisis.copies import SIMILARITY, shingles, similarity
from detente.schema import Publisher, Report

START = datetime(2025, 1, 1, tzinfo=UTC)
LEVELS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9, 0.97)
VOCABULARY = 8_000
WORDS = (40, 120, 400)  # a brief item, a short report, a long one


def make_text(chance: random.Random, words: int) -> list[str]:
    """A text of words that are as frequent as words are (Zipf)."""
    return [f"w{int(VOCABULARY ** chance.random())}x{chance.randrange(3)}" for _ in range(words)]


def edit(chance: random.Random, words: list[str], level: float) -> list[str]:
    """Replace words, one by one, until the texts are no more alike than `level`."""
    edited = list(words)
    original = shingles(" ".join(words))
    places = chance.sample(range(len(words)), len(words))
    for place in places:
        before = edited[place]
        edited[place] = f"new{chance.randrange(10**6)}"
        if similarity(original, shingles(" ".join(edited))) < level:
            edited[place] = before
            return edited
    return edited


def make_report(text: str, number: int) -> Report:
    """A report of its own publisher, a minute later than the one before."""
    return Report(
        publisher=Publisher(id=f"p{number}.example", name=f"P{number}"),
        text=text,
        published_at=START + timedelta(minutes=number),
        retrieved_at=START + timedelta(days=400),
        raw_sha256=sha256(text.encode()).hexdigest(),
        extraction="given",
    )


def recall(chance: random.Random, pairs: int) -> Iterator[tuple[float, int, int, int]]:
    """For each level: how many pairs reach the threshold, how many of them are found, how many are false."""
    for level in LEVELS:
        index = CopyIndex()
        reports = []
        for number in range(pairs):
            words = make_text(chance, WORDS[number % len(WORDS)])
            texts = (" ".join(words), " ".join(edit(chance, words, level)))
            reports.append(tuple(make_report(text, 2 * number + place) for place, text in enumerate(texts)))
        index.add(report for pair in reports for report in pair)
        alike = [(one, two) for one, two in reports if _alike(one, two) >= SIMILARITY]
        found = sum(_found(index, one, two) for one, two in alike)
        texts_by_id = {report.id: report for pair in reports for report in pair}
        false = sum(
            _alike(texts_by_id[copy.report_id], texts_by_id[copy.of]) < SIMILARITY for copy in index.copies()
        )
        yield level, len(alike), found, false


def _alike(one: Report, two: Report) -> float:
    return similarity(shingles(one.text), shingles(two.text))


def _found(index: CopyIndex, one: Report, two: Report) -> bool:
    copy = index.copy(two.id)
    return copy is not None and copy.of == one.id


def speed(chance: random.Random, reports: int) -> Iterator[tuple[int, float]]:
    """Reports in the index, and milliseconds (processor) for each of the next tenth; 1 in 10 is a copy."""
    index = CopyIndex()
    made: list[Report] = []
    for number in range(reports):
        if made and chance.random() < 0.1:
            text = chance.choice(made).text + " More follows."
        else:
            text = " ".join(make_text(chance, 120))
        made.append(make_report(text, number))
    tenth = reports // 10
    for start in range(0, reports, tenth):
        began = time.process_time()
        index.add(made[start : start + tenth])
        yield start, 1_000 * (time.process_time() - began) / tenth


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall and speed of finding copies.")
    parser.add_argument("--pairs", type=int, default=400, help="pairs at each level of likeness")
    parser.add_argument("--reports", type=int, default=20_000)
    options = parser.parse_args()
    chance = random.Random(1)
    for level, alike, found, false in recall(chance, options.pairs):
        share = f"{found / alike:.4f}" if alike else "-"
        print(f"edited to {level:.2f}: {alike} pairs at {SIMILARITY} or above, recall {share}, {false} false")
    for start, milliseconds in speed(chance, options.reports):
        print(f"with {start} reports: {milliseconds:.2f} ms a report")


if __name__ == "__main__":
    main()
