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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch

from calibrate import hits, isotonic
from detente.reading.drafts import Seen, read_drafts
from detente.reading.encoder import ANSWERS, Encoder
from detente.reading.features import PieceReader
from detente.reading.labels import CHANCES
from detente.reading.mentions import mentions
from drafted import standoff
from fit import Row, move
from model import Answers, EncoderSize, Reader
from score import f1, sentence_counts, table, total
from sources import read_rows
from standoff import is_own
from tasks import labels
from treebank_scores import treebank_scores

GRID = np.arange(0.4, 0.81, 0.05)  # nothing is told that the model itself hardly believes
FALSE_EVENTS = 0.10  # the share of empty sentences that may get an event: the gate's figure
# `by` and `to` stay at one half: the F1 of actors is the same from there to 0.8.
TUNED = {
    "events": "event type + status",
    "statements": "statement + speaker + content",
    "commitments": "commitment + act, by, action",
    "roles": "share: both sides' actors right",
    "content": "statement + speaker + content",
    "speaker": "statement + speaker + content",
}
LABELS = labels()


def load_model(path: Path, encoder: Path) -> tuple[Reader, list[str]]:
    """A trained model, ready to answer, and its lemma scripts."""
    held = torch.load(path, map_location="cpu")
    model = Reader(EncoderSize.read(encoder), len(held["lemmas"]))
    model.load_state_dict(held["model"])
    return model.eval(), held["lemmas"]


class TorchSession:
    """A trained model that answers as an exported one does."""

    def __init__(self, model: Reader) -> None:
        self.answers = Answers(model).eval()

    def run(self, wanted: Sequence[str], inputs: dict[str, Any]) -> list[Any]:
        """The wanted answers, in their order."""
        with torch.inference_mode():
            held = dict(zip(ANSWERS, self.answers(**move(inputs, "cpu")), strict=True))
        return [held[name].numpy() for name in wanted]


def open_encoder(path: Path, encoder: Path) -> Encoder:
    """The package's way to a model: a trained one, or an exported one."""
    exported = path.suffix == ".onnx"
    return Encoder(
        session=onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        if exported
        else TorchSession(load_model(path, encoder)[0]),
        pieces=PieceReader((encoder / "tokenizer.json").read_text(encoding="utf-8")),
        labels=LABELS,
    )


def read_tuned(model: Path) -> dict[str, Any]:
    """The thresholds and points of reliability that were tuned for a model, or what goes without."""
    tuned, exported = model.with_name("tuned.json"), model.with_name("reader.json")
    if model.suffix == ".onnx" and exported.exists():
        tuned = exported
    held: dict[str, Any] = json.loads(tuned.read_text(encoding="utf-8")) if tuned.exists() else {}
    return {"chances": CHANCES, "reliability": {}} | held


def look(encoder: Encoder, rows: Sequence[Row], whole: bool) -> list[tuple[Row, Seen]]:
    """Each row with what the model sees in it. whole: lemmas and all predicates' roles too."""
    return list(zip(rows, encoder.see([row["words"] for row in rows], whole=whole), strict=True))


def compare(seen: Sequence[tuple[Row, Seen]], chances: Mapping[str, float]) -> list[Any]:
    """Gold and found records, and the text, of every sentence of the corpus."""

    def found(row: Row, one: Seen) -> Row:
        named = mentions(one.tags, row["words"], LABELS)
        return standoff(read_drafts(one, row["words"], named, LABELS, chances), row["spans"])

    return [(row["gold"], found(row, one), row["text"]) for row, one in seen]


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
    encoder = open_encoder(options.model, options.encoder)
    rows = list(read_rows(options.rows / f"{options.part}.jsonl.gz"))
    seen = look(encoder, [row for row in rows if row["set"] == "corpus"], whole=False)
    if options.tune:
        chances = tune(seen)
        points = {layer: isotonic(found) for layer, found in hits(compare(seen, chances)).items()}
        text = json.dumps({"chances": chances, "reliability": points})
        options.model.with_name("tuned.json").write_text(text, encoding="utf-8")
    chances = read_tuned(options.model)["chances"]
    print(f"records from {chances}")
    for name, own in (("news", False), ("sentences written for the corpus", True)):
        held = [(row, one) for row, one in seen if is_own(row) == own]
        print(f"\n{name}, {options.part}: {len(held)} sentences\n\n{table(compare(held, chances))}")
    for name in ("ewt", "gum"):
        treebank = [row for row in rows if row["set"] == name]
        print(f"\n{name}, {options.part}: {len(treebank)} sentences")
        for what, value in treebank_scores(look(encoder, treebank, whole=True)):
            print(f"  {what} {value:.4f}")


if __name__ == "__main__":
    main()
