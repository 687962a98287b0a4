"""How right the reader is on texts that it was not trained on.

    scripts/bench accuracy [--data FOLDER] [--part test]

Without a data folder: the sentences of the corpus that were written for it, and twenty reports by an outside
writer. With one (bench/README.md says where it comes from): the news of the corpus, EWT's and GUM's syntax,
names and roles, and the marked actor pairs of `plover`. Each figure has one name, which `gate` holds against
floors.json. The scores are those of train/score.py.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detente.codebook import load
from detente.monitor import Reader
from detente.reading import load_encoder, read_drafts, split_words
from detente.reading.mentions import mentions

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "train"))

from calibrate import expected_error, hits  # noqa: E402
from drafted import standoff  # noqa: E402
from prepare import encode  # noqa: E402
from score import f1, sentence_counts, table, total  # noqa: E402
from sources import load_texts, read_rows  # noqa: E402
from standoff import is_own, to_standoff  # noqa: E402
from treebank_scores import treebank_scores  # noqa: E402
from treebanks import read_ewt, read_gum  # noqa: E402

Row = dict[str, Any]
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # the test of marked pairs knows one type for both
# What of the scores of the corpus is held against floors. A share of false events is turned round.
GATED = (
    "event trigger",
    "event type",
    "event type + status",
    "actors by",
    "actors to",
    "statement + speaker + content",
    "commitment cue",
    "figure + quantity",
)
FALSE = "share: false event where there is none"


def corpus_rows(part: str, data: Path | None) -> dict[str, list[tuple[Row, str]]]:
    """The labelled sentences of one side, news and written ones apart, each with its text."""
    rows = [row for row in read_rows(ROOT / "train" / "corpus" / "corpus.jsonl") if row["split"] == part]
    out = {"written": [(row, row["text"]) for row in rows if is_own(row)]}
    if data:
        news = [row for row in rows if not is_own(row)]
        texts = load_texts(data, {row["source"] for row in news})
        out["news"] = [(row, texts[row["source"]]) for row in news]
    return out


def outside_rows() -> list[tuple[Row, str]]:
    """The sentences of the reports by somebody who had not seen the reader."""
    rows = [
        row for path in sorted((ROOT / "tests/golden/reports").glob("*.jsonl")) for row in read_rows(path)
    ]
    return [(to_standoff(row), row["text"]) for row in rows]


def compare(rows: Sequence[tuple[Row, str]]) -> list[Any]:
    """Gold and found records, and the text, of labelled sentences."""
    encoder = load_encoder()
    spans = [split_words(text) for _, text in rows]
    words = [[text[start:end] for start, end in own] for (_, text), own in zip(rows, spans, strict=True)]
    seen = encoder.see(words)
    labels = encoder.labels
    drafts = (
        read_drafts(one, own, mentions(one.tags, own, labels), labels, labels.chances)
        for own, one in zip(words, seen, strict=True)
    )
    return [
        (row, standoff(found, offsets), text)
        for (row, text), offsets, found in zip(rows, spans, drafts, strict=True)
    ]


def corpus_scores(name: str, compared: Sequence[Any]) -> Iterator[tuple[str, float]]:
    """The scores that are gated, by name."""
    counts = total(map(sentence_counts, compared))
    for what in GATED:
        yield f"{name}: {what}", f1(counts[what])
    false = counts.get(FALSE, (0, 0, 0))
    if false[1]:
        yield f"{name}: no event where there is none", 1 - false[0] / false[1]


def print_errors(compared: Sequence[Any]) -> None:
    """For each layer how far scores, and the probabilities read off them, lie from what was right."""
    labels = load_encoder().labels
    for layer, found in hits(compared).items():
        calibrated = [(labels.probability(layer, score), right) for score, right in found]
        before, after = expected_error(found), expected_error(calibrated)
        print(f"{layer}: error of scores {before:.3f}, of probabilities {after:.3f}")


def relation_scores(data: Path) -> Iterator[tuple[str, float]]:
    """Macro-F1 over root types, quads, and cooperation against conflict, of marked actor pairs."""
    reader, codebook = Reader(), load()
    gold, found = [], []
    for row in read_rows(data / "plover" / "relations_dev.jsonl.gz"):
        by, to = (spans[0] if isinstance(spans[0], list) else spans for spans in (row["by"], row["to"]))
        relation = reader.relate(row["text"], by=tuple(by), to=tuple(to))
        gold.append((row["type"], row["penta"], row["penta"] > 2))
        quad = next(one.number for one in codebook.quads if one.name == relation.quad)
        found.append((MERGED.get(str(relation.type), str(relation.type)), quad, quad > 2))
    for place, what in enumerate(("15 types", "4 quads", "2 sides")):
        yield f"relations: {what}", macro_f1([one[place] for one in gold], [one[place] for one in found])


def macro_f1(gold: Sequence[Any], found: Sequence[Any]) -> float:
    """The mean over the gold's labels of each label's F1."""
    right, wanted, given = Counter(), Counter(gold), Counter(found)
    right.update(one for one, other in zip(gold, found, strict=True) if one == other)
    return sum(2 * right[label] / (wanted[label] + given[label]) for label in wanted) / len(wanted)


def treebanks(part: str, data: Path) -> Iterator[tuple[str, float]]:
    """Syntax, names and roles on the treebanks' own words."""
    encoder = load_encoder()
    scripts = {script: index for index, script in enumerate(encoder.labels.lemmas)}
    for name, read in (("EWT", read_ewt), ("GUM", read_gum)):
        rows = [row for row in read(data, part) if encoder.fits(row["words"])]
        for row in rows:
            encode(row, scripts)
        seen = encoder.see([row["words"] for row in rows], whole=True)
        for what, value in treebank_scores(list(zip(rows, seen, strict=True))):
            yield f"{name}: {what}", value


def measure(part: str, data: Path | None, show: bool = False) -> dict[str, float]:
    """Every figure by its name."""
    out: dict[str, float] = {}
    sets = corpus_rows(part, data) | {"outside reports": outside_rows()}
    for name, rows in sets.items():
        compared = compare(rows)
        if show:
            print(f"\n{name}, {len(rows)} sentences\n\n{table(compared)}\n")
            print_errors(compared)
        out.update(corpus_scores(name, compared))
    if data:
        out.update(relation_scores(data))
        out.update(treebanks(part, data))
    return out


def main() -> None:
    """Print every table and figure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the data folder")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    options = parser.parse_args()
    for name, value in measure(options.part, options.data, show=True).items():
        print(f"{name} {value:.3f}")


if __name__ == "__main__":
    main()
