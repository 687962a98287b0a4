"""Fit the head that tells the world from matches, made-up stories and markets, and measure it.

    python train/topics.py --corpus CORPUS --data DATA [--write] [--show]

A linear model (multinomial logistic regression, L2) over the packaged encoder's vectors, see
`detente.reading.topics`. It learns from `CORPUS/topics.jsonl`, whole reports whose every sentence has its
topic, and, with less weight, from the bullets of `DATA/current_events`, which stand under headings: those
under "Sport" are of a match, the others of the world. So do the articles of Wikinews whose topic
`CORPUS/topics_articles.jsonl` tells, judged by their titles, mixed ones left out. Sentences of
`CORPUS/corpus.jsonl` that were written for it and tell of an act are of the world. Reports are learnt from
whole and cut in twos, because a note of two sentences has few neighbours to tell it by. Made-up notes of two
states keep their names from deciding. What the corpus' dev and test hold is left out, and one half of the
other bullets, to be measured on. `CORPUS/topics_held_out.jsonl` is by another writer. Prints the figures by
threshold; `--show` what the head takes for what it is not.
`--write` writes `topics.json` beside the packaged model.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from detente.codebook.entities import State
from detente.codebook.registry import load_registry
from detente.reading import load_encoder, split_words
from detente.reading.drafts import Array
from detente.reading.labels import weights
from detente.reading.topics import WORLD, Topics, features
from sources import detokenise, read_articles, read_bullets, read_rows

NAMES = (WORLD, "sport", "fiction", "market")
SPORT = ("Sport", "Sports")  # categories of bullets
SAMPLE = 14_000  # bullets of the world, drawn from all years
# Of a sentence.
WEIGHT, WEIGHT_OF_CUT, WEIGHT_OF_ARTICLE, WEIGHT_OF_OWN, WEIGHT_OF_BULLET = 4.0, 1.0, 0.5, 0.3, 0.2
SHORT = 2  # sentences of a cut
BARE = 1_500  # made-up notes of two sentences
USUAL = 3  # times that a verb of theirs tells of an act in the corpus
WHO = ("{}", "{}'s army", "{}'s president", "The government of {}")
PENALTY = 0.003  # of half the squared slopes, beside the mean loss
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95)
DIGITS = 5


Report = Sequence[tuple[str, str]]  # its sentences, each with its topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Stretches of text: their features (N, 3D), topics (N,), and words for people to read."""

    features: Array
    topics: Array
    texts: tuple[str, ...]


def see(reports: Iterable[Report]) -> Seen:
    """The features of reports, each a list of sentences with their topics."""
    encoder = load_encoder()
    stretches: list[tuple[str, ...]] = []
    told: list[tuple[str, int]] = []
    ends: list[int] = []
    for report in reports:
        for text, topic in report:
            words = tuple(text[start:end] for start, end in split_words(text))
            for window in encoder.windows(words) if words else ():
                stretches.append(words[window.start : window.end])
                told.append((text, NAMES.index(topic)))
        ends.append(len(stretches))
    vectors = np.stack([seen.vector for seen in encoder.see(stretches)])
    starts = [0, *ends[:-1]]
    found = [features(vectors[start:end]) for start, end in zip(starts, ends, strict=True) if end > start]
    return Seen(
        features=np.concatenate(found),
        topics=np.array([topic for _, topic in told]),
        texts=tuple(text for text, _ in told),
    )


def written(path: Path) -> list[Report]:
    """Whole reports whose every sentence has its topic."""
    return [[(one["text"], one["topic"]) for one in row["sentences"]] for row in read_rows(path)]


def acts(corpus: Path, splits: Sequence[str]) -> list[Report]:
    """What was written for the corpus and tells of an act, report by report."""
    reports: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows(corpus / "corpus.jsonl"):
        origin, _, name = row["source"].rpartition(":")[0].partition(":")
        if origin == "own" and row["split"] in splits and row["events"]:
            reports.setdefault(name, []).append((row["text"], WORLD))
    return list(reports.values())


def bare(corpus: Path) -> list[Report]:
    """Notes of two bare sentences, a state's act towards another: what a name alone must not decide.

    Two states of which little is told but matches would make a match of any act. The verbs are those of
    the acts that were written for the corpus.
    """
    verbs: Counter[str] = Counter()
    for row in read_rows(corpus / "corpus.jsonl"):
        for event in row["events"] if row["split"] == "train" and "text" in row else ():
            verb = row["text"][slice(*event["trigger"])].lower()
            if event["by"] and event["to"] and event["status"] == "reported":
                verbs[verb] += verb.isalpha() and verb.endswith("ed")
    usual = sorted(verb for verb, count in verbs.items() if count >= USUAL)
    states = sorted(state.name for state in load_registry().of_kind(State))
    draw = random.Random(5)
    notes = []
    for _ in range(BARE):
        first, second = draw.sample(states, 2)
        texts = (
            f"{draw.choice(WHO).format(first)} {draw.choice(usual)} {second}.",
            f"{draw.choice(WHO).format(second)} {draw.choice(usual)} {first}.",
        )
        notes.append([(text, WORLD) for text in texts])
    return notes


def cut(reports: Iterable[Report]) -> list[Report]:
    """Reports cut in short ones; what is left of one sentence alone is left out."""
    pieces = (report[start : start + SHORT] for report in reports for start in range(0, len(report), SHORT))
    return [piece for piece in pieces if len(piece) == SHORT]


def articles(corpus: Path, data: Path) -> Seen:
    """Wikinews articles, whose every sentence has the topic of the whole."""
    topics = {row["source"]: row["topic"] for row in read_rows(corpus / "topics_articles.jsonl")}
    known = ((one, topics.get(f"wn:{one.doc_id}")) for one in read_articles(data))
    return see(
        [(detokenise(tokens)[0], topic) for tokens in one.sentences[1:]] for one, topic in known if topic
    )


def bullets(corpus: Path, data: Path) -> tuple[Seen, Seen]:
    """Bullets to learn from, and to be measured on: all under "Sport", and as many others as `SAMPLE`."""
    rows = read_rows(corpus / "corpus.jsonl")
    held = {row["source"].rpartition(":")[0] for row in rows if row["split"] != "train"}
    free = [
        one
        for one in read_bullets(data)
        if one.category and one.text.strip() and f"ce:{one.date}:{one.place}" not in held
    ]
    sport = [one for one in free if one.category in SPORT]
    other = [one for one in free if "sport" not in (one.category or "").lower()]
    draw = random.Random(3)
    chosen = sport + draw.sample(other, min(SAMPLE, len(other)))
    draw.shuffle(chosen)
    labelled = [[(one.text, "sport" if one.category in SPORT else WORLD)] for one in chosen]
    half = len(labelled) // 2
    return see(labelled[:half]), see(labelled[half:])


def fit(parts: Sequence[tuple[Seen, float]]) -> Topics:
    """The head that fits best to parts, each with the weight of its stretches."""
    features = np.concatenate([part.features for part, _ in parts]).astype(float)
    topics = np.concatenate([part.topics for part, _ in parts])
    weight = np.concatenate([np.full(len(part.topics), each) for part, each in parts])
    weight /= weight.sum()
    middle, spread = features.mean(axis=0), features.std(axis=0)
    scaled = (features - middle) / spread
    wide, many = scaled.shape[1], len(NAMES)
    right = np.eye(many)[topics]

    def loss(flat: Array) -> tuple[float, Array]:
        slopes, shifts = flat[: wide * many].reshape(wide, many), flat[wide * many :]
        chances = Topics(names=NAMES, slopes=slopes, shifts=shifts).chances(scaled)
        wrong = (chances - right) * weight[:, None]
        value = -(weight * np.log(chances[np.arange(len(topics)), topics] + 1e-12)).sum()
        slope = np.concatenate(((scaled.T @ wrong + PENALTY * slopes).ravel(), wrong.sum(axis=0)))
        return value + PENALTY * (slopes**2).sum() / 2, slope

    best = minimize(loss, np.zeros((wide + 1) * many), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    slopes = best.x[: wide * many].reshape(wide, many) / spread[:, None]
    return Topics(names=NAMES, slopes=slopes, shifts=best.x[wide * many :] - middle @ slopes)


def print_figures(name: str, topics: Topics, seen: Seen) -> None:
    """By threshold on not being of the world: of each topic the share that is found."""
    away = 1 - topics.chances(seen.features)[:, 0]
    for least in THRESHOLDS:
        shares = [
            f"{topic} {float((away[seen.topics == index] >= least).mean()):.3f}"
            for index, topic in enumerate(NAMES)
            if (seen.topics == index).any()
        ]
        print(f"{name}, from {least}: {', '.join(shares)}")


def print_faults(topics: Topics, seen: Seen) -> None:
    """Stretches of the world that are taken for something else, the surest first."""
    chances = topics.chances(seen.features)
    for index in np.argsort(chances[:, 0]):
        if seen.topics[index] == 0 and chances[index, 0] < 1 - THRESHOLDS[1]:
            print(f"{1 - chances[index, 0]:.2f} {NAMES[chances[index].argmax()]}: {seen.texts[index]}")


def main() -> None:
    """Fit, measure, and perhaps write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    reports = written(options.corpus / "topics.jsonl")
    own, short = see(reports), see(cut(reports))
    told = acts(options.corpus, ("train",))
    whole = articles(options.corpus, options.data)
    learnt, kept = bullets(options.corpus, options.data)
    topics = fit(
        [
            (own, WEIGHT),
            (short, WEIGHT_OF_CUT),
            (whole, WEIGHT_OF_ARTICLE),
            (see(told), WEIGHT_OF_OWN),
            (see(cut(told)), WEIGHT_OF_OWN),
            (learnt, WEIGHT_OF_BULLET),
            (see(bare(options.corpus)), WEIGHT_OF_BULLET),
        ]
    )
    unseen = written(options.corpus / "topics_held_out.jsonl")
    held_out = see(unseen)
    for name, seen in (
        ("learnt from", own),
        ("articles", whole),
        ("held out", held_out),
        ("held out, cut in twos", see(cut(unseen))),
        ("acts, held out", see(cut(acts(options.corpus, ("dev", "test"))))),
        ("bullets", kept),
    ):
        print_figures(name, topics, seen)
    if options.show:
        print_faults(topics, held_out)
    if options.write:
        table = {
            "topics": list(topics.names),
            "slopes": [[float(f"{one:.{DIGITS}g}") for one in row] for row in topics.slopes],
            "shifts": [float(f"{one:.{DIGITS}g}") for one in topics.shifts],
        }
        path = Path(str(weights().joinpath("topics.json")))
        path.write_text(json.dumps(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
