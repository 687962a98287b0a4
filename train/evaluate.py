"""Measure a trained model on prepared rows.

    python train/evaluate.py --model model.pt|reader.onnx --rows DIR --encoder DIR --part dev [--tune]

Prints the scores on the project's corpus (see score.py) and, for EWT and GUM, syntax, names and roles on
the treebanks' own words. `--tune` chooses on this part's news the probability from which on something is a
record, and writes `chances.json` beside the model; without it that file is read. The part `test` is for the
end.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch

from decode import CHANCES, Seen, read_records, spans_of_tags, srl_spans, tagged, tree, unpack
from features import PieceReader, batches, filled_length, stack
from fit import Row, move, read_rows
from model import ANSWERS, Answers, EncoderSize, Reader
from score import f1, sentence_counts, table, total
from tasks import DEPREL, SRL

BATCH = 32
ANCHOR_CHANCE = 0.1  # roles are scored for every word that may be an anchor
GRID = np.arange(0.2, 0.81, 0.05)
FALSE_EVENTS = 0.10  # the share of empty sentences that may get an event: the gate's figure
TUNED = {
    "events": "event type + status",
    "statements": "statement + speaker + content",
    "commitments": "commitment + act, by, action",
    "roles": "share: both sides' actors right",
}
Ask = Callable[[dict[str, Any]], Sequence[Any]]
NER = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def load_model(path: Path, encoder: Path) -> tuple[Reader, list[str]]:
    """A trained model, ready to answer, and its lemma scripts."""
    held = torch.load(path, map_location="cpu")
    model = Reader(EncoderSize.read(encoder), len(held["lemmas"]))
    model.load_state_dict(held["model"])
    return model.eval(), held["lemmas"]


def open_model(path: Path, encoder: Path) -> Ask:
    """What answers for a batch: a trained model, or an exported one."""
    if path.suffix == ".onnx":
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        return lambda inputs: session.run(None, inputs)
    answers = Answers(load_model(path, encoder)[0]).eval()

    def ask(inputs: dict[str, Any]) -> list[Any]:
        with torch.inference_mode():
            return [value.numpy() for value in answers(**move(inputs, "cpu"))]

    return ask


def read_chances(model: Path) -> dict[str, float]:
    """The thresholds that were tuned for a model, or those that go without."""
    tuned, exported = model.with_name("chances.json"), model.with_name("reader.json")
    if model.suffix == ".onnx" and exported.exists():
        held: dict[str, float] = json.loads(exported.read_text(encoding="utf-8"))["chances"]
        return held
    return json.loads(tuned.read_text(encoding="utf-8")) if tuned.exists() else dict(CHANCES)


def look(ask: Ask, reader: PieceReader, rows: Sequence[Row], srl: bool) -> Iterator[tuple[Row, Seen]]:
    """Each row with what the model sees in it, shortest first. `srl` asks for all predicates' roles too."""
    thresholds = np.array([ANCHOR_CHANCE] * 4 + [0.5 if srl else 1.0], np.float32)
    sentences = [reader.read(row["words"]) for row in rows]
    for chosen in batches(sentences, BATCH):
        inputs = stack([sentences[i] for i in chosen], filled_length(sentences[chosen[0]]))
        arrays = dict(zip(ANSWERS, ask(inputs | {"thresholds": thresholds}), strict=True))
        batch = [rows[i] for i in chosen]
        yield from zip(batch, unpack(arrays, [len(row["words"]) for row in batch]), strict=True)


def compare(seen: Sequence[tuple[Row, Seen]], chances: Mapping[str, float]) -> list[Any]:
    """Gold and found records, and the text, of every sentence of the corpus."""
    return [
        (row["gold"], read_records(one, row["words"], row["spans"], chances), row["text"])
        for row, one in seen
    ]


def tune(seen: Sequence[tuple[Row, Seen]]) -> dict[str, float]:
    """For each layer the probability that gives the best F1; for events with few enough false ones."""
    chances = dict(CHANCES)
    for layer, what in TUNED.items():
        best = -1.0
        for chance in GRID.tolist():
            counts = total(map(sentence_counts, compare(seen, chances | {layer: chance})))
            false = counts["share: false event where there is none"]
            score = f1(counts[what])
            if layer == "events" and false[1] and false[0] / false[1] > FALSE_EVENTS:
                score -= 1.0
            if score > best:
                best, chances[layer] = score, round(chance, 2)
    return chances


def is_news(row: Row) -> bool:
    """Whether a sentence of the corpus is news, and not written for it."""
    return not row["source"].startswith("own:")


def syntax_scores(seen: Sequence[tuple[Row, Seen]]) -> dict[str, float]:
    """Shares of words: tags, lemmas, heads (UAS), heads with universal relation (LAS) or with its subtype."""
    hits = dict.fromkeys(("UPOS", "lemma script", "UAS", "LAS", "LAS with subtypes"), 0)
    words = 0
    for row, one in seen:
        heads, gold = tree(one.arcs), np.array(row["head"])
        relations = [DEPREL[index] for index in one.deprel]
        attached = heads == gold
        words += len(gold)
        hits["UPOS"] += int((one.tags["upos"].argmax(-1) == np.array(row["upos"])).sum())
        hits["lemma script"] += int((one.lemma == np.array(row["lemma"])).sum())
        hits["UAS"] += int(attached.sum())
        same = zip(attached, relations, row["deprel"], strict=True)
        hits["LAS"] += sum(ok and one.split(":")[0] == other.split(":")[0] for ok, one, other in same)
        same = zip(attached, relations, row["deprel"], strict=True)
        hits["LAS with subtypes"] += sum(ok and one == other for ok, one, other in same)
    return {name: value / words for name, value in hits.items()}


def names(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """Gold and found names of a sentence of EWT."""
    gold = {*spans_of_tags(row["ner"])}
    found = {(NER[kind], start, end) for kind, start, end in tagged(one, "mention") if kind in NER}
    return gold, found


def roles(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """Gold and found (predicate, role, start, end) of a sentence of EWT, predicates found as well."""
    gold = {
        (anchor["word"], SRL[role], start, end)
        for anchor in row["anchors"]
        for role, start, end in anchor["srl"]
    }
    held = np.flatnonzero(one.tags["predicate"].argmax(-1)).tolist()
    heads, words = tree(one.arcs), row["words"]
    predicted = (word for word in held if word in one.srl)
    found = {(word, *span) for word in predicted for span in srl_spans(one.srl[word], heads, word, words)}
    return gold, found


def predicates(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """Gold and found predicates of a sentence of EWT."""
    found = set(np.flatnonzero(one.tags["predicate"].argmax(-1)).tolist())
    return {anchor["word"] for anchor in row["anchors"]}, found


def given_predicates(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """As `roles`, for the predicates that gold and model share."""
    gold, found = roles(row, one)
    shared = {word for word, *_ in gold} & {word for word, *_ in found}
    return {item for item in gold if item[0] in shared}, {item for item in found if item[0] in shared}


def print_treebank(name: str, seen: Sequence[tuple[Row, Seen]]) -> None:
    """All that can be measured on one treebank."""
    print(f"\n{name}: {len(seen)} sentences")
    for what, value in syntax_scores(seen).items():
        print(f"  {what} {value:.4f}")
    for what, key, sets in (
        ("names F1", "ner", names),
        ("predicates F1", "predicate", predicates),
        ("roles F1, predicates found too", "predicate", roles),
        ("roles F1, of predicates found", "predicate", given_predicates),
    ):
        found = [sets(row, one) for row, one in seen if key in row]
        if found:
            matched = sum(len(gold & mine) for gold, mine in found)
            counts = (matched, sum(len(gold) for gold, _ in found), sum(len(mine) for _, mine in found))
            print(f"  {what} {f1(counts):.4f} ({counts[1]} gold, {counts[2]} found)")


def main() -> None:
    """Read the options, look at every sentence, print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ask, reader = open_model(options.model, options.encoder), PieceReader(options.encoder / "tokenizer.json")
    rows = read_rows(options.rows / f"{options.part}.jsonl.gz")
    seen = list(look(ask, reader, [row for row in rows if row["set"] == "corpus"], srl=False))
    if options.tune:
        text = json.dumps(tune([(row, one) for row, one in seen if is_news(row)]))
        options.model.with_name("chances.json").write_text(text, encoding="utf-8")
    chances = read_chances(options.model)
    print(f"records from {chances}")
    for name, wanted in (("news", True), ("sentences written for the corpus", False)):
        held = [(row, one) for row, one in seen if is_news(row) == wanted]
        print(f"\n{name}, {options.part}: {len(held)} sentences\n\n{table(compare(held, chances))}")
    for name in ("ewt", "gum"):
        own = [row for row in rows if row["set"] == name]
        print_treebank(f"{name}, {options.part}", list(look(ask, reader, own, srl=name == "ewt")))


if __name__ == "__main__":
    main()
