"""Fits the weights of `detente.crisis.weights` to the golden incidents, and says what they score elsewhere.

    scripts/bench incident_weights --data FOLDER

Logistic regression on pairs of marked acts of one crisis that the index would compare: are they one
happening? The most probable weights, given values expected beforehand with a standard deviation of about
0.35, so that what few pairs show stays near what was expected. A weight whose sign would turn is left out.
What is fitted is then made more careful by `CAUTION`: a false merge misleads more than a happening told
twice.

First each crisis is scored with weights fitted to the others; then the weights fitted to all are printed, to
be put into `src/detente/crisis/weights.py`. Nothing is held out here: `incidents` names the crisis that is.
"""

import argparse
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from detente.crisis import matching
from detente.crisis.features import days_apart, features
from detente.crisis.matching import MOST_DAYS_APART, may_match
from detente.crisis.mentions import TOLD, Mention, keys, make_mention
from detente.monitor import Reader
from detente.schema import Event, Figure
from incidents import PARTS, Case, Scores, covers, measure_records, read_cases, read_records

Floats = NDArray[np.float64]

EXPECTED = {
    "start": -2.3,
    "type.family": -0.5,
    "type.other": -0.9,
    "trigger.same": 0.8,
    "trigger.like": 0.4,
    "trigger.unlike": -0.9,
    "side.entity": 0.9,
    "side.name": 0.9,
    "side.country": 0.5,
    "side.other_country": -2.0,
    "side.other_entity": -0.5,
    "side.half": -0.3,
    "parties.entity": 0.9,
    "parties.name": 0.9,
    "parties.country": 0.5,
    "parties.partly": -1.0,
    "parties.other_country": -2.0,
    "parties.other_entity": -0.5,
    "parties.half": -0.3,
    "sides.reversed": -2.0,
    "place.same": 1.7,
    "place.near": 0.7,
    "place.region": 0.5,
    "place.country": 0.3,
    "place.other": -2.2,
    "place.other_region": -1.2,
    "place.land": -2.5,
    "days.named_same": 1.5,
    "days.named_apart": -1.2,
    "days.news": 0.5,
    "days.news_other": -0.9,
    "days.news_apart": -1.2,
    "days.mixed": 0.5,
    "days.mixed_back": -0.4,
    "days.mixed_apart": -0.9,
    "days.vague": -0.3,
    "days.vague_apart": -0.5,
    "words.cosine": 2.5,
    "near.cosine": 2.5,
    "words.thin": -3.0,
    "names.shared": 0.6,
    "names.clash": -0.8,
    "numbers.other": -0.6,
    "tolls.same": 0.8,
    "tolls.other": -1.0,
    "sentence.same": 4.0,
    "sentence.two_acts": -1.5,
}
PRECISION = 8.0  # of the expected weights: one over their variance. Of 4 and 8 the better on crises left out
START_PRECISION = 1e-3
CAUTION = 0.75  # of 0.5, 0.75 and 1: the least with fewer than 2 false merges in 100 on crises left out
ROUNDS = 100
NAMES = tuple(EXPECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis:
    """Its reports and what the reader makes of them."""

    cases: Sequence[Case]
    events: Sequence[Event]
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """amounts: (pairs, names). same: 1 for one happening. counts: how much each pair counts."""

    amounts: Floats
    same: Floats
    counts: Floats


def pairs_of(crisis: Crisis) -> Pairs:
    """The pairs that the index would compare. A happening told n times counts as some n, not n squared."""
    acts = list(_marked(crisis))
    told = Counter(number for number, _ in acts)
    amounts, same, counts = [], [], []
    for (number, one), (other_number, other) in combinations(acts, 2):
        if not _is_compared(one, other):
            continue
        row = dict.fromkeys(NAMES, 0.0)
        for name, amount, _ in features(one, other):
            row[name] += amount
        amounts.append(list(row.values()))
        same.append(float(number == other_number))
        counts.append(1 / math.sqrt(told[number] - 1) if number == other_number else 1.0)
    return Pairs(amounts=np.array(amounts), same=np.array(same), counts=np.array(counts))


def _marked(crisis: Crisis) -> Iterator[tuple[int, Mention]]:
    """The marked acts that the reader found told, by their happenings."""
    for case in crisis.cases:
        events = [event for event in crisis.events if event.grounds.source_id == case.report.id]
        for start, end, number in case.marks:
            told = [event for event in events if covers(event, start, end) and event.status in TOLD]
            if told:
                yield number, make_mention(told[0])


def _is_compared(one: Mention, other: Mention) -> bool:
    mine, theirs = keys(one), keys(other)
    shared = sum(value for key, value in mine.items() if key in theirs)
    return days_apart(one, other) <= MOST_DAYS_APART and may_match(one, other, shared)


def fit(parts: Collection[Pairs]) -> Mapping[str, int]:
    """Weights in thousandths; 0 for those whose sign would be other than expected."""
    amounts = np.concatenate([part.amounts for part in parts])
    same = np.concatenate([part.same for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    expected = np.array(list(EXPECTED.values()))
    turned = np.zeros(len(NAMES), dtype=bool)
    while True:
        weights = _most_probable(np.where(turned, 0.0, amounts), same, counts, expected)
        fresh = (weights * expected < 0) & ~turned
        if not fresh.any():
            break
        turned |= fresh
    weights[turned] = 0.0
    weights[NAMES.index("start")] -= CAUTION
    return {name: round(100 * float(weight)) * 10 for name, weight in zip(NAMES, weights, strict=True)}


def _most_probable(amounts: Floats, same: Floats, counts: Floats, expected: Floats) -> Floats:
    """Newton's method, its steps halved until they lead down."""
    precision = np.full(len(NAMES), PRECISION)
    precision[NAMES.index("start")] = START_PRECISION

    def loss(weights: Floats) -> float:
        sums = amounts @ weights
        misfit = counts @ (np.logaddexp(0.0, sums) - same * sums)
        return float(misfit + precision @ (weights - expected) ** 2 / 2)

    weights = expected.copy()
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-amounts @ weights))
        slope = amounts.T @ (counts * (chances - same)) + precision * (weights - expected)
        bend = (amounts.T * (counts * chances * (1 - chances))) @ amounts + np.diag(precision)
        step = np.linalg.solve(bend, slope)
        while loss(weights - step) > loss(weights):
            step /= 2
            if np.abs(step).max() < 1e-9:
                return weights
        weights = weights - step
    return weights


def score_with(crisis: Crisis, weights: Mapping[str, int]) -> Scores:
    """A crisis scored with other weights than those of the package."""
    with patch.object(matching, "WEIGHTS", weights):
        return measure_records(crisis.cases, crisis.events, crisis.figures)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fits the weights of matching mentions.")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds current_events")
    options = parser.parse_args()
    reader = Reader()
    crises = {}
    for name in sorted({name for name, _, _, tuned in PARTS if tuned}):
        cases = read_cases(name, options.data)
        events, figures = read_records(cases, reader)
        crises[name] = Crisis(cases=cases, events=events, figures=figures)
    report(crises)


def report(crises: Mapping[str, Crisis]) -> None:
    """Print what each crisis scores with the others' weights, and the weights of all."""
    pairs = {name: pairs_of(crisis) for name, crisis in crises.items()}
    for name, crisis in crises.items():
        print(f"{name}: {score_with(crisis, fit([pairs[other] for other in crises if other != name]))}")
    for name, weight in fit(pairs.values()).items():
        print(f'        "{name}": {weight:_},')


if __name__ == "__main__":
    main()
