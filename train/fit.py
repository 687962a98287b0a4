"""Train the model on the prepared rows.

    python train/fit.py --rows DIR --encoder DIR --out DIR [--device cuda] [--bfloat16]

Each batch mixes all sources; a head learns from the words its source labels. The loss is in nats a word: the
sum of every labelled word's loss, by task weight, over the words of the batch. Writes `last.pt` (to resume
from: run the same command again) and at the end `model.pt` (averaged weights and lemma scripts).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from features import SENTENCE_PIECES, PieceReader, Sentence, pad, stack
from model import EncoderSize, Reader, load_encoder
from tasks import CLOSED, DEPREL, LAYERS, OPEN, ROLE_LAYER, ROLES

Row = dict[str, Any]
PASSES = {"corpus": 16.0, "ewt": 4.0, "gum": 1.5, "propbank": 0.5}  # how often each source is read
BATCH_PIECES = 1536  # padded; about 45 sentences of news
POOL = 1024  # batches are cut from so many rows sorted by length
SEED = 1
DEPREL_INDEX = {name: index for index, name in enumerate(DEPREL)}
ENCODER_RATE = 2e-4  # of the top layer
LAYER_DECAY = 0.85  # each layer below learns that much slower
HEAD_RATE = 1e-3
WARM_UP = 0.06  # share of all steps
WEIGHT_DECAY = 0.01
CLIP = 1.0  # norm of the gradient
AVERAGE = 0.998  # weight of the past in the averaged weights that are kept: some 500 steps
SHAPE_LOSS = 0.05  # share of sentences read without their capitals, for headlines and careless text
KEEP_EVERY = 300  # steps between checkpoints
WEIGHTS = {
    "mention": 1.0, "type": 5.0, "statement": 3.0, "commitment": 3.0, "figure": 3.0, "upos": 0.5,
    "mode": 1.0, "status": 5.0, "background": 2.0, "quoted": 1.0, "predicate": 0.5, "lemma": 0.5,
    "factuality": 0.3, "arc": 1.0, "deprel": 0.5, "roles": 2.0, "srl": 0.3,
}  # fmt: skip


def read_rows(path: Path) -> list[Row]:
    """Rows that prepare.py wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def plan(rows: Sequence[Row], lengths: Sequence[int], passes: dict[str, float]) -> list[list[int]]:
    """The batches of the whole run, as indices of rows; SEED fixes them, so a run can be taken up again."""
    dice = random.Random(SEED)
    drawn: list[int] = []
    for name, times in passes.items():
        own = [i for i, row in enumerate(rows) if row["set"] == name and lengths[i] <= SENTENCE_PIECES]
        for _ in range(int(times)):
            drawn += own
        drawn += dice.sample(own, int(len(own) * (times % 1)))
    dice.shuffle(drawn)
    batches = []
    for start in range(0, len(drawn), POOL):
        batch: list[int] = []
        cut = []
        for index in sorted(drawn[start : start + POOL], key=lambda i: lengths[i]):
            if batch and (len(batch) + 1) * lengths[index] > BATCH_PIECES:
                cut.append(batch)
                batch = []
            batch.append(index)
        cut.append(batch)
        dice.shuffle(cut)
        batches += cut
    return batches


def labels(rows: Sequence[Row], width: int) -> dict[str, Tensor]:
    """The labels of a batch for `width` words: 0 (open tasks) or -1 (the others) where there is none."""
    out = {}
    for task in (*OPEN, *CLOSED, "lemma", "head", "deprel"):
        empty = 0 if task in OPEN else -1
        values = [row.get(task) or [empty] for row in rows]
        if task == "deprel":
            values = [[DEPREL_INDEX.get(name, -1) for name in row] for row in values]
        filled = torch.from_numpy(pad([np.array(row) for row in values], empty))  # (B, the longest)
        out[task] = F.pad(filled, (0, width), value=empty)[:, :width]  # (B, W)
    out["factuality"] = torch.full((len(rows), width), math.nan)
    for index, row in enumerate(rows):
        for word, value in row.get("factuality", ()):
            out["factuality"][index, word] = value
    return out | role_labels(rows, width)


def role_labels(rows: Sequence[Row], width: int) -> dict[str, Tensor]:
    """The anchors of a batch (N,), and their roles: the scheme's (N, W, roles), PropBank's (N, W).

    `taught` (N, roles) is true for the roles of the layers an anchor is labelled for.
    """
    anchors = [(index, anchor) for index, row in enumerate(rows) for anchor in row.get("anchors", ())]
    roles = torch.zeros(len(anchors), width, len(ROLES))
    taught = torch.zeros(len(anchors), len(ROLES), dtype=torch.bool)
    srl = torch.full((len(anchors), width), -1)
    for number, (index, anchor) in enumerate(anchors):
        held = {LAYERS.index(layer) for layer in anchor.get("layers", ())}
        taught[number] = torch.tensor([layer in held for layer in ROLE_LAYER])
        for role, start, end in anchor.get("roles", ()):
            roles[number, start:end, role] = 1
        if "srl" in anchor:
            srl[number, : len(rows[index]["words"])] = 0
            for role, start, end in anchor["srl"]:
                srl[number, start:end] = role
    places = torch.tensor([(index, anchor["word"]) for index, anchor in anchors], dtype=torch.long)
    places = places.view(-1, 2)  # (N, 2)
    return {"rows": places[:, 0], "places": places[:, 1], "roles": roles, "taught": taught, "srl_roles": srl}


def closed_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Summed cross-entropy. scores (..., C), gold (...) with -1 for what is not labelled."""
    return F.cross_entropy(scores.flatten(0, -2), gold.flatten(), ignore_index=-1, reduction="sum")


def open_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Summed -log of the chance that a label is an allowed one. scores (..., C), allowed (...): bits."""
    chosen = allowed != 0
    scores, allowed = scores[chosen], allowed[chosen]  # (M, C), (M,)
    held = (allowed[:, None] >> torch.arange(scores.shape[1], device=scores.device)) & 1  # (M, C)
    inside = scores.masked_fill(held == 0, -1e4).logsumexp(-1)  # (M,)
    return (scores.logsumexp(-1) - inside).sum()


def losses(model: Reader, inputs: dict[str, Tensor], gold: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each task, in nats a word of the batch."""
    vectors = model.word_vectors(**inputs)  # (B, W+1, D)
    words = model.dropout(vectors[:, 1:])  # (B, W, D)
    mask = inputs["first"][:, 1:] > 0  # (B, W)
    out = {}
    tags = {task: scores.float() for task, scores in model.tag_words(words).items()}  # each (B, W, C)
    for task in OPEN:
        out[task] = open_loss(tags[task], gold[task])
    for task in CLOSED:
        out[task] = closed_loss(tags[task], gold[task])
    out["lemma"] = closed_loss(model.lemma(words).float(), gold["lemma"])
    known = ~gold["factuality"].isnan()  # (B, W)
    value = model.factuality(words).float()[:, :, 0]  # (B, W)
    out["factuality"] = F.smooth_l1_loss(value[known], gold["factuality"][known], reduction="sum")
    out["arc"] = closed_loss(model.score_arcs(vectors, mask).float(), gold["head"])
    heads = gold["head"].clamp(min=0)  # (B, W)
    out["deprel"] = closed_loss(model.score_labels(vectors, heads).float(), gold["deprel"])
    if len(gold["rows"]):
        scheme, srl = model.roles(words, mask, gold["rows"], gold["places"])  # (N, W, roles), (N, W, srl)
        each = F.binary_cross_entropy_with_logits(scheme.float(), gold["roles"], reduction="none")
        seen = mask[gold["rows"]][:, :, None] & gold["taught"][:, None]  # (N, W, roles)
        out["roles"] = (each * seen).sum()
        out["srl"] = closed_loss(srl.float(), gold["srl_roles"])
    return {task: loss / mask.sum() for task, loss in out.items()}


def parameter_groups(model: Reader) -> list[dict[str, Any]]:
    """Rates by depth. Word embeddings stay as they are: a word that is never trained keeps its neighbours."""
    model.encoder.words.weight.requires_grad_(False)
    depth = len(model.encoder.layers)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, value in model.named_parameters():
        if not value.requires_grad:
            continue
        rate = HEAD_RATE
        if name.startswith("encoder.layers."):
            rate = ENCODER_RATE * LAYER_DECAY ** (depth - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.shapes"):
            rate = ENCODER_RATE
        elif name.startswith("encoder."):
            rate = ENCODER_RATE * LAYER_DECAY**depth
        groups.setdefault((rate, WEIGHT_DECAY if value.dim() > 1 else 0.0), []).append(value)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]


def schedule(step: int, steps: int) -> float:
    """The share of the full rate: up to it, then down to nothing in a line."""
    warm = max(1, int(steps * WARM_UP))
    return min((step + 1) / warm, (steps - step) / max(1, steps - warm))


def move(arrays: dict[str, Any], device: str) -> dict[str, Tensor]:
    """Arrays or tensors as tensors on the device."""
    return {name: torch.as_tensor(array).to(device) for name, array in arrays.items()}


def save(path: Path, content: dict[str, Any]) -> None:
    """Write beside the file, then put it in its place, so that a broken run leaves a whole file."""
    torch.save(content, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def train(options: argparse.Namespace, passes: dict[str, float]) -> None:
    """The whole run."""
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    rows = read_rows(options.rows / "train.jsonl.gz")
    if options.limit:
        rows = random.Random(SEED).sample(rows, options.limit)
    scripts = json.loads((options.rows / "lemmas.json").read_text(encoding="utf-8"))
    reader = PieceReader(options.encoder / "tokenizer.json")
    sentences: list[Sentence] = [reader.read(row["words"]) for row in rows]
    batches = plan(rows, [len(sentence.pieces) for sentence in sentences], passes)
    model = Reader(EncoderSize.read(options.encoder), len(scripts)).to(options.device)
    load_encoder(model, options.encoder)
    optimiser = torch.optim.AdamW(parameter_groups(model), betas=(0.9, 0.98))
    full = [group["lr"] for group in optimiser.param_groups]
    average = {name: value.clone() for name, value in model.state_dict().items()}
    step, last = 0, options.out / "last.pt"
    if last.exists():
        held = torch.load(last, map_location=options.device)
        step, average = held["step"], held["average"]
        model.load_state_dict(held["model"])
        optimiser.load_state_dict(held["optimiser"])
    print(f"{len(rows)} rows, {len(batches)} steps from {step}, passes {passes}", flush=True)
    model.train()
    began, seen, sums = time.monotonic(), 0, dict.fromkeys(WEIGHTS, 0.0)
    first = step
    while step < len(batches):
        torch.manual_seed(SEED + step)
        chosen = [rows[i] for i in batches[step]]
        inputs = stack([sentences[i] for i in batches[step]])
        plain = torch.rand(len(chosen), 1).numpy() < SHAPE_LOSS
        inputs["shapes"] = np.where(plain & (inputs["shapes"] > 0), 1, inputs["shapes"])
        gold = move(labels(chosen, inputs["first"].shape[1] - 1), options.device)
        for group, rate in zip(optimiser.param_groups, full, strict=True):
            group["lr"] = rate * schedule(step, len(batches))
        with torch.autocast(options.device, dtype=torch.bfloat16, enabled=options.bfloat16):
            parts = losses(model, move(inputs, options.device), gold)
        loss = torch.stack([WEIGHTS[task] * part for task, part in parts.items()]).sum()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimiser.step()
        step += 1
        keep = min(AVERAGE, step / (step + 10))
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - keep)
        seen += int((inputs["pieces"] > 0).sum())
        for task, part in parts.items():
            sums[task] += part.item() / 50
        if step % 50 == 0:
            pace = seen / (time.monotonic() - began)
            shown = " ".join(f"{task} {value:.3f}" for task, value in sums.items())
            minutes = (time.monotonic() - began) / 60
            print(f"{step} {pace:.0f} pieces/s {minutes:.1f} min | {shown}", flush=True)
            sums = dict.fromkeys(WEIGHTS, 0.0)
        if step % KEEP_EVERY == 0:
            held = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
            save(last, held | {"step": step, "average": average})
        if options.steps and step - first >= options.steps:
            break
    save(options.out / "model.pt", {"model": average, "lemmas": scripts, "step": step})


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=Path, required=True, help="the folder prepare.py wrote")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the published encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat16", action="store_true", help="matrix products in half the bits")
    parser.add_argument("--passes", default="", help="NAME=TIMES,... in place of PASSES")
    parser.add_argument("--limit", type=int, default=0, help="so many rows at random, for a trial")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps, for a trial")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    given = (part.split("=") for part in options.passes.split(",") if part)
    passes = {name: float(times) for name, times in given} or PASSES
    train(options, passes)


if __name__ == "__main__":
    main()
