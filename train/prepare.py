"""Lay out everything the model learns from, one JSON object a sentence.

    python train/prepare.py --data DIR --corpus CORPUS [--pairs PAIRS] --out DIR

CORPUS is the stand-off corpus with its split (see corpus.py). Writes train, dev and test `.jsonl.gz` and
`lemmas.json`. The corpus' own rows carry their labels a second time as `gold`, with character offsets, for
evaluation.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus import read_items
from detente.reading.labels import ANCHOR_FIELD, ANCHOR_TASK
from detente.reading.words import split_words
from relations import example_rows, hint_types, pair_rows, read_rolesets, relation_rows
from sources import load_texts, read_rows
from standoff import is_own
from tasks import FIELDS, LAYERS, MENTIONS, ROLES, TAGS
from treebanks import OUTSIDE, begins, goes_on, read_ewt, read_gum, read_propbank

Row = dict[str, Any]
Span = Sequence[int]
PAIRS = Path(__file__).with_name("corpus") / "pairs.jsonl"
LEMMA_COUNT = 3  # rarer edit scripts are slips and names; 3 leaves out 0.4 % of EWT's words
SHARED_WORDS = 9  # the measure of overlap that the data folder uses
ACTORS = ("by", "to", "speaker", "addressee", "target", "of")
_PRONOUNS = """
i me my we us our you your he him his she her it its they them their who whom whose which that this these
those both others all each one some many
"""
PRONOUNS = frozenset(_PRONOUNS.split())
DENSE = "own:acts:"  # sentences full of acts, in which not every statement was marked:
THINLY = ("statements", "commitments")  # a word that is none of these there may be one
NAMED = tuple(kind for kind in MENTIONS if kind != "nominal")


def spans_of(value: Any) -> list[Span]:
    """The offsets of one field of a stand-off record, whatever its shape."""
    if value is None:
        return []
    return [value] if value and isinstance(value[0], int) else list(value)


def cover(words: Sequence[Span], span: Span) -> tuple[int, int]:
    """[first, last + 1) of the words that share a character with [start, end)."""
    touched = [i for i, (start, end) in enumerate(words) if start < span[1] and span[0] < end]
    return (touched[0], touched[-1] + 1) if touched else (0, 0)


def anchor_word(words: Sequence[Span], layer: str, record: Row) -> int:
    """The word that stands for a record: the last of a trigger ("cease-fire"), the first of anything else."""
    first, last = cover(words, record[ANCHOR_FIELD[layer]])
    return last - 1 if layer == "events" else first


def corpus_row(item: Row, text: str) -> Row:
    """The training row of an annotated sentence; everything in it is labelled, mentions in part."""
    words = split_words(text)
    count = len(words)
    row: Row = {
        "id": item["id"],
        "source": item["source"],
        "set": "corpus",
        "split": item["split"],
        "text": text,
        "words": [text[start:end] for start, end in words],
        "spans": [list(span) for span in words],
        "gold": {layer: item[layer] for layer in LAYERS},
        "mention": corpus_mentions(item, text, words),
    }
    thin = THINLY if item["source"].startswith(DENSE) else ()
    row |= {task: [int(layer not in thin)] * count for layer, task in ANCHOR_TASK.items()}
    row |= {task: [-1] * count for task in ("mode", "status", "background", "quoted")}
    anchors: dict[int, Row] = {}
    for layer in LAYERS:
        for record in item[layer]:
            word = anchor_word(words, layer, record)
            label(row, layer, record, word, words)
            anchor = anchors.setdefault(word, {"word": word, "layers": [], "roles": []})
            anchor["layers"].append(layer)
            for role in (field for name, field in FIELDS if name == layer):
                for span in spans_of(record[role]):
                    anchor["roles"].append([ROLES.index(f"{layer}.{role}"), *cover(words, span)])
    row["anchors"] = list(anchors.values())
    return row


def label(row: Row, layer: str, record: Row, word: int, words: Sequence[Span]) -> None:
    """Set the labels of one record at its word (of a figure at each of its words)."""
    if layer == "events":
        mode = record["mode"] and f"{record['type']}/{record['mode']}"
        row["type"][word] = 1 << TAGS["type"].index(record["type"])
        row["mode"][word] = TAGS["mode"].index(mode or "none")
        row["status"][word] = TAGS["status"].index(record["status"])
        row["background"][word] = int(record["background"])
    elif layer == "figures":
        first, last = cover(words, record["text"])
        for index in range(first, last):
            tag = f"{'B' if index == first else 'I'}-{record['quantity']}"
            row["figure"][index] = 1 << TAGS["figure"].index(tag)
    else:
        task = ANCHOR_TASK[layer]
        row[task][word] = 1 << TAGS[task].index(record["act"])
        if layer == "statements":
            row["quoted"][word] = int(record["quoted"])


def corpus_mentions(item: Row, text: str, words: Sequence[Span]) -> list[int]:
    """Sets of mention labels: an actor is a mention of some kind, and the rest is not labelled.

    An actor that ends in small letters is nominal; one with capitals at both ends is a name of any kind.
    """
    tags = [0] * len(words)
    spans = {
        tuple(span)
        for layer in LAYERS
        for record in item[layer]
        for field in ACTORS
        if field in record
        for span in spans_of(record[field])
    }
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        first, last = cover(words, (start, end))
        shown = [text[left:right] for left, right in words[first:last]]
        if not shown or "and" in shown or any(tags[first:last]):
            continue
        if len(shown) == 1 and shown[0].lower() in PRONOUNS:
            tags[first] = OUTSIDE
            continue
        kinds = ("nominal",) if shown[-1].islower() else MENTIONS if shown[0].islower() else NAMED
        tags[first:last] = [sum(map(begins, kinds))] + [sum(map(goes_on, kinds))] * (last - first - 1)
    return tags


def read_corpus(path: Path, data: Path) -> list[Row]:
    """Rows of the stand-off corpus. Raises SystemExit if a text is missing or a row has no side yet."""
    items = read_items([path])
    texts = load_texts(data, {item["source"] for item in items if not is_own(item)})
    rows = []
    for item in items:
        text = item["text"] if is_own(item) else texts.get(item["source"])
        if text is None or "split" not in item:
            raise SystemExit(f"{item['id']}: no text in the data folder, or no split")
        rows.append(corpus_row(item, text))
    return rows


def lemma_scripts(rows: Iterable[Row]) -> list[str]:
    """The edit scripts that are frequent enough to be learnt, most frequent first."""
    counts = Counter(script for row in rows for script in row.get("lemma", ()))
    return [script for script, count in counts.most_common() if count >= LEMMA_COUNT]


def sequences(row: Row) -> set[tuple[str, ...]]:
    """The sequences of nine words in a sentence, in small letters."""
    words = [word.lower() for word in row["words"]]
    return {tuple(words[start : start + SHARED_WORDS]) for start in range(len(words) - SHARED_WORDS + 1)}


def unseen(rows: Iterable[Row], held_out: Iterable[Row]) -> list[Row]:
    """The rows that share no nine words in a row with a held-out one."""
    held = set().union(*map(sequences, held_out))
    return [row for row in rows if held.isdisjoint(sequences(row))]


def encode(row: Row, scripts: dict[str, int]) -> Row:
    """A row with numbers in place of its closed labels (-1: not among them)."""
    if "upos" in row:
        row["upos"] = [TAGS["upos"].index(tag) for tag in row["upos"]]
        row["lemma"] = [scripts.get(script, -1) for script in row["lemma"]]
    return row


def main() -> None:
    """Write the rows of each side."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, default=PAIRS, help="sentences with two marked actors")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    corpus = read_corpus(options.corpus, options.data)
    pairs = [row for pair in read_rows(options.pairs) for row in pair_rows(pair)]
    sides = {
        part: [
            *(row for row in (*corpus, *pairs) if row["split"] == part),
            *read_ewt(options.data, part),
            *read_gum(options.data, part),
            *(read_propbank(options.data) if part == "train" else ()),
        ]
        for part in ("train", "dev", "test")
    }
    sides["train"] = unseen(sides["train"], sides["dev"] + sides["test"])
    for rows in sides.values():
        rows += [made for row in rows if row["set"] == "corpus" for made in relation_rows(row)]
    types, arguments = read_rolesets()
    examples = [row for row in sides["train"] if row["set"] == "propbank"]
    sides["train"] += [made for row in examples for made in example_rows(row, types, arguments)]
    for row in sides["train"]:
        hint_types(row, types)
    scripts = lemma_scripts(sides["train"])
    (options.out / "lemmas.json").write_text(json.dumps(scripts, ensure_ascii=False), encoding="utf-8")
    index = {script: number for number, script in enumerate(scripts)}
    for part, rows in sides.items():
        with gzip.open(options.out / f"{part}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(encode(row, index), ensure_ascii=False) + "\n" for row in rows)
        print(
            part, dict(Counter(row["set"] for row in rows)), sum(len(row["words"]) for row in rows), "words"
        )


if __name__ == "__main__":
    main()
