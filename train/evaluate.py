"""Measure a trained model on prepared rows.

    python train/evaluate.py --model model.pt|reader.onnx --rows DIR --encoder DIR --part dev [--tune]

Prints the scores on the project's corpus (see score.py) and, for EWT and GUM, syntax, names and roles on
the treebanks' own words. `--tune` chooses on this part's news the probability from which on something is a
record, and writes `tuned.json` beside the model; without it that file is read. The part `test` is for the
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

from calibrate import hits, isotonic
from detente.reading.drafts import Seen, read_drafts, unpack
from detente.reading.encoder import ANCHOR_CHANCE, ANSWERS, NEVER, PREDICATE_CHANCE
from detente.reading.features import PieceReader, batches, filled_length, stack
from detente.reading.labels import CHANCES
from drafted import standoff
from fit import Row, move, read_rows
from model import Answers, EncoderSize, Reader
from score import f1, sentence_counts, table, total
from tasks import labels
from treebank_scores import treebank_scores

BATCH = 32
GRID = np.arange(0.4, 0.81, 0.05)  # nothing is told that the model itself hardly believes
FALSE_EVENTS = 0.10  # the share of empty sentences that may get an event: the gate's figure
TUNED = {
    "events": "event type + status",
    "statements": "statement + speaker + content",
    "commitments": "commitment + act, by, action",
    "roles": "share: both sides' actors right",
    "by": "share: by right",
    "to": "share: to right",
    "content": "statement + speaker + content",
    "speaker": "statement + speaker + content",
}
LABELS = labels()
Ask = Callable[[dict[str, Any]], Sequence[Any]]


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


def read_tuned(model: Path) -> dict[str, Any]:
    """The thresholds and points of reliability that were tuned for a model, or what goes without."""
    tuned, exported = model.with_name("tuned.json"), model.with_name("reader.json")
    if model.suffix == ".onnx" and exported.exists():
        tuned = exported
    held: dict[str, Any] = json.loads(tuned.read_text(encoding="utf-8")) if tuned.exists() else {}
    return {"chances": CHANCES, "reliability": {}} | held


def look(ask: Ask, reader: PieceReader, rows: Sequence[Row], srl: bool) -> Iterator[tuple[Row, Seen]]:
    """Each row with what the model sees in it, shortest first. `srl` asks for all predicates' roles too."""
    thresholds = np.array([ANCHOR_CHANCE] * 4 + [PREDICATE_CHANCE if srl else NEVER], np.float32)
    sentences = [reader.read(row["words"]) for row in rows]
    for chosen in batches(sentences, BATCH):
        inputs = stack([sentences[i] for i in chosen], filled_length(sentences[chosen[0]]))
        arrays = dict(zip(ANSWERS, ask(inputs | {"thresholds": thresholds}), strict=True))
        batch = [rows[i] for i in chosen]
        yield from zip(batch, unpack(arrays, [len(row["words"]) for row in batch], LABELS), strict=True)


def compare(seen: Sequence[tuple[Row, Seen]], chances: Mapping[str, float]) -> list[Any]:
    """Gold and found records, and the text, of every sentence of the corpus."""
    return [
        (row["gold"], standoff(read_drafts(one, row["words"], LABELS, chances), row["spans"]), row["text"])
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
    ask, reader = (
        open_model(options.model, options.encoder),
        PieceReader((options.encoder / "tokenizer.json").read_text(encoding="utf-8")),
    )
    rows = read_rows(options.rows / f"{options.part}.jsonl.gz")
    seen = list(look(ask, reader, [row for row in rows if row["set"] == "corpus"], srl=False))
    if options.tune:
        chances = tune([(row, one) for row, one in seen if is_news(row)])
        points = {layer: isotonic(found) for layer, found in hits(compare(seen, chances)).items()}
        text = json.dumps({"chances": chances, "reliability": points})
        options.model.with_name("tuned.json").write_text(text, encoding="utf-8")
    chances = read_tuned(options.model)["chances"]
    print(f"records from {chances}")
    for name, wanted in (("news", True), ("sentences written for the corpus", False)):
        held = [(row, one) for row, one in seen if is_news(row) == wanted]
        print(f"\n{name}, {options.part}: {len(held)} sentences\n\n{table(compare(held, chances))}")
    for name in ("ewt", "gum"):
        own = [row for row in rows if row["set"] == name]
        print(f"\n{name}, {options.part}: {len(own)} sentences")
        for what, value in treebank_scores(list(look(ask, reader, own, srl=name == "ewt"))):
            print(f"  {what} {value:.4f}")


if __name__ == "__main__":
    main()
