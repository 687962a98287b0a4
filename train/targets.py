"""What a batch is to be answered, as tensors, and how far the model is from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from detente.reading.features import pad
from model import Reader
from tasks import CLOSED, DEPREL, LAYERS, OPEN, ROLE_LAYER, ROLES

Row = dict[str, Any]
DEPREL_INDEX = {name: index for index, name in enumerate(DEPREL)}


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
    out["relation"] = torch.tensor([row.get("relation", -1) for row in rows])
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
    asked = gold["relation"] >= 0  # (B,)
    marks = inputs["marks"].gather(1, inputs["first"][:, 1:])  # (B, W)
    scores = model.score_relations(vectors[asked], marks[asked]).float()  # (M, C)
    out["relation"] = closed_loss(scores, gold["relation"][asked])
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
