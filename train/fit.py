"""Train the model on the prepared rows.

    python train/fit.py --rows DIR --encoder DIR --out DIR [--device cuda] [--bfloat16]
    torchrun --nproc-per-node 2 train/fit.py ...     one process a core: each reads a batch of every step

Each batch mixes all sources; a head learns from the words its source labels. The loss is in nats a word: the
sum of every labelled word's loss, by task weight, over the words of the batch. Writes `last.pt` (to resume
from: run the same command again) and at the end `model.pt` (averaged weights and lemma scripts).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from detente.reading.features import WINDOW_PIECES, PieceReader, Sentence, stack
from model import EncoderSize, Reader, load_encoder
from sources import read_rows
from swap import Swap
from targets import labels, losses
from tasks import MARKS

Row = dict[str, Any]
# How often each set is read.
PASSES = {"corpus": 12.0, "relation": 6.0, "pair": 6.0, "ewt": 6.0, "gum": 3.0, "propbank": 1.5}
BATCH_PIECES = 1536  # padded; about 45 sentences of news
POOL = 1024  # batches are cut from so many rows sorted by length
SEED = 1
ENCODER_RATE = 2e-4  # of the top layer
LAYER_DECAY = 0.85  # each layer below learns that much slower
HEAD_RATE = 1e-3
WARM_UP = 0.06  # share of all steps
WEIGHT_DECAY = 0.01
CLIP = 1.0  # norm of the gradient
AVERAGE = 0.996  # weight of the past in the averaged weights that are kept: some 250 steps
SHAPE_LOSS = 0.05  # share of sentences read without their capitals, for headlines and careless text
WORD_LOSS = 0.08  # share of the words of the project's own sentences that are hidden, so that context counts
OTHER_NAMES = 0.3  # share of the same sentences that are read with other countries in the place of theirs
HIDDEN = ("corpus", "relation", "pair")  # the sets that are read like this: few sentences, read many times
KEEP_EVERY = 300  # steps between checkpoints
WEIGHTS = {
    "mention": 3.0, "type": 5.0, "statement": 3.0, "commitment": 3.0, "figure": 3.0, "upos": 0.5,
    "mode": 1.0, "status": 5.0, "background": 2.0, "quoted": 1.0, "predicate": 0.5, "lemma": 0.5,
    "factuality": 0.3, "arc": 1.0, "deprel": 0.5, "roles": 3.0, "srl": 0.6, "relation": 8.0,
}  # fmt: skip


def plan(rows: Sequence[Row], lengths: Sequence[int], passes: dict[str, float]) -> list[list[int]]:
    """The batches of the whole run, as indices of rows; SEED fixes them, so a run can be taken up again."""
    dice = random.Random(SEED)
    drawn: list[int] = []
    for name, times in passes.items():
        own = [i for i, row in enumerate(rows) if row["set"] == name and lengths[i] <= WINDOW_PIECES]
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


def parameter_groups(model: Reader, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Rates by depth. Word embeddings stay as they are: a word that is never trained keeps its neighbours.

    only: prefixes of what is to learn, where not all is. A word that is not marked then keeps its embedding
    too, so that what is read without marks stays the same.
    """
    model.encoder.words.weight.requires_grad_(False)
    if only:
        for name, value in model.named_parameters():
            value.requires_grad_(name.startswith(tuple(only)))
        rows = torch.ones(len(MARKS), 1, device=model.encoder.marks.weight.device)
        rows[0] = 0.0
        if model.encoder.marks.weight.requires_grad:
            model.encoder.marks.weight.register_hook(lambda gradient: gradient * rows)
    depth = len(model.encoder.layers)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, value in model.named_parameters():
        if not value.requires_grad:
            continue
        rate = HEAD_RATE
        if name.startswith("encoder.layers."):
            rate = ENCODER_RATE * LAYER_DECAY ** (depth - 1 - int(name.split(".")[2]))
        elif name.startswith(("encoder.shapes", "encoder.marks")):
            rate = ENCODER_RATE
        elif name.startswith("encoder."):
            rate = ENCODER_RATE * LAYER_DECAY**depth
        plain = value.dim() == 1 or name.startswith(("encoder.shapes", "encoder.marks"))
        groups.setdefault((rate, 0.0 if plain else WEIGHT_DECAY), []).append(value)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in groups.items()]


def hide_words(inputs: dict[str, Any], rows: Sequence[bool], mask: int) -> None:
    """Put [MASK] in place of the pieces of some words, in place. rows (B,): which sentences lose words."""
    first = inputs["first"][:, 1:]  # (B, W)
    lost = (torch.rand(first.shape).numpy() < WORD_LOSS) & np.array(rows)[:, None] & (first > 0)
    for row, word in np.argwhere(lost):
        start, end = first[row, word], inputs["last"][row, word + 1] + 1
        inputs["pieces"][row, start:end] = mask


def schedule(step: int, steps: int) -> float:
    """The share of the full rate: up to it, then down to nothing in a line."""
    warm = max(1, int(steps * WARM_UP))
    return min((step + 1) / warm, (steps - step) / max(1, steps - warm))


def share_gradients(parameters: Sequence[Tensor], processes: int) -> None:
    """Put the mean of all processes' gradients in the place of each one's, in place."""
    held = [value if value.grad is None else value.grad for value in parameters]
    none = [value.grad is None for value in parameters]
    flat = torch.cat(
        [torch.zeros(grad.numel()) if lost else grad.flatten() for grad, lost in zip(held, none, strict=True)]
    )
    dist.all_reduce(flat)
    flat /= processes
    for value, part in zip(parameters, flat.split([value.numel() for value in parameters]), strict=True):
        value.grad = part.view_as(value)


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
    processes, own = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    if processes > 1:
        dist.init_process_group("gloo")
    rows = list(read_rows(options.rows / "train.jsonl.gz"))
    if options.limit:
        rows = random.Random(SEED).sample(rows, options.limit)
    scripts = json.loads((options.rows / "lemmas.json").read_text(encoding="utf-8"))
    reader = PieceReader((options.encoder / "tokenizer.json").read_text(encoding="utf-8"))
    sentences: list[Sentence] = [reader.read(row["words"], row.get("marks", ())) for row in rows]
    swap = Swap()
    batches = plan(rows, [len(sentence.pieces) for sentence in sentences], passes)
    batches = batches[: len(batches) // processes * processes]
    steps = len(batches) // processes
    model = Reader(EncoderSize.read(options.encoder), len(scripts)).to(options.device)
    load_encoder(model, options.encoder)
    if options.model:
        model.load_state_dict(torch.load(options.model, map_location=options.device)["model"])
    optimiser = torch.optim.AdamW(
        parameter_groups(model, options.only.split(",") if options.only else ()), betas=(0.9, 0.98)
    )
    full = [group["lr"] for group in optimiser.param_groups]
    average = {name: value.clone() for name, value in model.state_dict().items()}
    step, last = 0, options.out / "last.pt"
    if last.exists():
        held = torch.load(last, map_location=options.device)
        step, average = held["step"], held["average"]
        model.load_state_dict(held["model"])
        optimiser.load_state_dict(held["optimiser"])
    trained = [value for group in optimiser.param_groups for value in group["params"]]
    if own == 0:
        print(f"{len(rows)} rows, {steps} steps from {step}, passes {passes}", flush=True)
    model.train()
    began, seen, sums = time.monotonic(), 0, dict.fromkeys(WEIGHTS, 0.0)
    first = step
    while step < min(steps, first + (options.steps or steps)):
        torch.manual_seed(SEED + step * processes + own)
        batch = batches[step * processes + own]
        chosen = [rows[i] for i in batch]
        dice = random.Random(step * processes + own)
        inputs = stack(
            [
                reader.read(swap.words(rows[i]["words"], dice), rows[i].get("marks", ()))
                if rows[i]["set"] in HIDDEN and dice.random() < OTHER_NAMES
                else sentences[i]
                for i in batch
            ]
        )
        plain = torch.rand(len(chosen), 1).numpy() < SHAPE_LOSS
        inputs["shapes"] = np.where(plain & (inputs["shapes"] > 0), 1, inputs["shapes"])
        hide_words(inputs, [row["set"] in HIDDEN for row in chosen], reader.mask)
        gold = move(labels(chosen, inputs["first"].shape[1] - 1), options.device)
        for group, rate in zip(optimiser.param_groups, full, strict=True):
            group["lr"] = options.rate * rate * schedule(step, steps)
        with torch.autocast(options.device, dtype=torch.bfloat16, enabled=options.bfloat16):
            parts = losses(model, move(inputs, options.device), gold)
        loss = torch.stack([WEIGHTS[task] * part for task, part in parts.items()]).sum()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if processes > 1:
            share_gradients(trained, processes)
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimiser.step()
        step += 1
        if own:
            continue
        keep = min(AVERAGE, step / (step + 10))
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - keep)
        seen += processes * int((inputs["pieces"] > 0).sum())
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
    if own:
        return
    save(options.out / "model.pt", {"model": average, "lemmas": scripts, "step": step})


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=Path, required=True, help="the folder prepare.py wrote")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the published encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="a model.pt to go on from, in place of the encoder")
    parser.add_argument("--only", default="", help="prefixes of the parameters that learn, all else rests")
    parser.add_argument("--rate", type=float, default=1.0, help="all learning rates times this")
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
