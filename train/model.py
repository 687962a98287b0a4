"""The model: one BERT encoder over word pieces, and heads on its word vectors.

Letters in the shape comments: B sentences, T pieces, W words, N anchors, C labels, D width. Position 0 of
the word axis is the piece [CLS]; it is the root of a dependency tree and no word, so axes with it are W+1
long.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

from detente.reading.labels import ANCHOR_TASK
from detente.reading.words import SHAPES
from tasks import DEPREL, MARKS, RELATIONS, ROLES, SRL, TAGS

ARC_WIDTH = 192  # biaffine spaces; Dozat and Manning (2017) use 500 and 100 on a wider encoder
LABEL_WIDTH = 96
PAIR_WIDTH = 128  # a third of the encoder: role scoring costs a few per cent of it
PAIR_LAYERS = 2  # self-attention over a sentence as one anchor sees it, so that long spans hang together
PAIR_HEADS = 4
NEAR = 16  # distances to the anchor beyond this many words look alike
DROPOUT = 0.1  # in the encoder, as it was trained
HEAD_DROPOUT = 0.2
ANCHOR_TASKS = (*ANCHOR_TASK.values(), "predicate")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSize:
    """What of BERT's configuration matters here."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float

    @staticmethod
    def read(folder: Path) -> EncoderSize:
        """The size of the encoder whose config.json stands in a folder."""
        table = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return EncoderSize(
            vocabulary=table["vocab_size"],
            width=table["hidden_size"],
            layers=table["num_hidden_layers"],
            heads=table["num_attention_heads"],
            inner=table["intermediate_size"],
            positions=table["max_position_embeddings"],
            epsilon=table["layer_norm_eps"],
        )


class Layer(nn.Module):
    """One transformer layer with the norm after each part, as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x (B, T, D); bias (B, 1, 1, T), 0 or very small where there is padding."""
        rows, length = x.shape[:2]
        qkv = self.qkv(x).view(rows, length, 3, self.heads, self.size)  # (B, T, 3, H, D/H)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)  # each (B, H, T, D/H)
        scores = (query * self.size**-0.5) @ key.transpose(2, 3)  # (B, H, T, T)
        seen = (scores + bias).softmax(-1).to(value.dtype) @ value  # (B, H, T, D/H)
        seen = seen.transpose(1, 2).reshape(rows, length, self.heads * self.size)  # (B, T, D)
        x = self.norm1(x + self.dropout(self.out(seen)))  # (B, T, D)
        inner = F.gelu(self.up(x))  # (B, T, inner)
        return self.norm2(x + self.dropout(self.down(inner)))  # (B, T, D)


def padding_bias(mask: Tensor) -> Tensor:
    """(B, T) booleans as what is added to attention: 0, or -1e4 at padding, which underflows to no weight."""
    return (1.0 - mask.float())[:, None, None, :] * -1e4  # (B, 1, 1, T)


class Encoder(nn.Module):
    """BERT, plus two embeddings of each piece: its word's shape, since the vocabulary has no capitals, and
    which of two given actors it belongs to, where the relation between them is asked for.
    """

    def __init__(self, size: EncoderSize) -> None:
        super().__init__()
        self.words = nn.Embedding(size.vocabulary, size.width)
        self.positions = nn.Embedding(size.positions, size.width)
        self.shapes = nn.Embedding(len(SHAPES), size.width)
        self.marks = nn.Embedding(len(MARKS), size.width)
        self.norm = nn.LayerNorm(size.width, eps=size.epsilon)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(
            Layer(size.width, size.heads, size.inner, size.epsilon) for _ in range(size.layers)
        )
        nn.init.normal_(self.shapes.weight, std=0.01)
        nn.init.normal_(self.marks.weight, std=0.01)
        nn.init.zeros_(self.marks.weight[0])

    def forward(self, pieces: Tensor, shapes: Tensor, marks: Tensor) -> Tensor:
        """pieces, shapes, marks (B, T), 0 where there is padding. Returns (B, T, D)."""
        places = torch.arange(pieces.shape[1], device=pieces.device)  # (T,)
        x = self.words(pieces) + self.positions(places) + self.shapes(shapes) + self.marks(marks)  # (B, T, D)
        x = self.dropout(self.norm(x))  # (B, T, D)
        bias = padding_bias(pieces != 0)  # (B, 1, 1, T)
        for layer in self.layers:
            x = layer(x, bias)  # (B, T, D)
        return x


class Biaffine(nn.Module):
    """Scores of pairs from two spaces, with both vectors lengthened by a constant 1."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(width + 1, width + 1))

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """left (B, L, D), right (B, R, D). Returns (B, L, R)."""
        left = F.pad(left, (0, 1), value=1.0)  # (B, L, D+1)
        right = F.pad(right, (0, 1), value=1.0)  # (B, R, D+1)
        return (left @ self.weight) @ right.transpose(1, 2)  # (B, L, R)


class Projection(nn.Sequential):
    """Into the space of one head."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__(nn.Linear(width, inner), nn.GELU(), nn.Dropout(HEAD_DROPOUT))


class Roles(nn.Module):
    """Who plays which role for an anchor: each word as the anchor sees it, then labels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.anchor = nn.Linear(width, 2 * PAIR_WIDTH)
        self.word = nn.Linear(width, 2 * PAIR_WIDTH)
        self.distance = nn.Embedding(2 * NEAR + 1, PAIR_WIDTH)
        self.norm = nn.LayerNorm(PAIR_WIDTH)
        self.layers = nn.ModuleList(
            Layer(PAIR_WIDTH, PAIR_HEADS, 2 * PAIR_WIDTH, 1e-6) for _ in range(PAIR_LAYERS)
        )
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.scheme = nn.Linear(PAIR_WIDTH, len(ROLES))
        self.srl = nn.Linear(PAIR_WIDTH, len(SRL))

    def forward(self, words: Tensor, mask: Tensor, rows: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """words (B, W, D), mask (B, W), rows and places (N,): an anchor's sentence and word.

        Returns scores of the scheme's roles (N, W, roles), each a yes or no by itself, and of PropBank's
        (N, W, srl).
        """
        chosen = words.flatten(0, 1).index_select(0, rows * words.shape[1] + places)  # (N, D)
        anchor_sum, anchor_product = self.anchor(chosen)[:, None].chunk(2, -1)  # (N, 1, P)
        word_sum, word_product = self.word(words).index_select(0, rows).chunk(2, -1)  # (N, W, P)
        steps = torch.arange(words.shape[1], device=words.device)[None] - places[:, None]  # (N, W)
        x = anchor_sum + word_sum + anchor_product * word_product  # (N, W, P)
        x = self.norm(x + self.distance(steps.clamp(-NEAR, NEAR) + NEAR))  # (N, W, P)
        bias = padding_bias(mask.index_select(0, rows))  # (N, 1, 1, W)
        for layer in self.layers:
            x = layer(x, bias)  # (N, W, P)
        x = self.dropout(F.gelu(x))  # (N, W, P)
        return self.scheme(x), self.srl(x)


class Reader(nn.Module):
    """The encoder and all heads. `lemmas` is the number of edit scripts."""

    def __init__(self, size: EncoderSize, lemmas: int) -> None:
        super().__init__()
        self.encoder = Encoder(size)
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.widths = [len(labels) for labels in TAGS.values()]
        self.tags = nn.Linear(size.width, sum(self.widths))
        self.lemma = nn.Linear(size.width, lemmas)
        self.factuality = nn.Linear(size.width, 1)
        self.arc_word = Projection(size.width, ARC_WIDTH)
        self.arc_head = Projection(size.width, ARC_WIDTH)
        self.arc = Biaffine(ARC_WIDTH)
        self.label_word = Projection(size.width, LABEL_WIDTH)
        self.label_head = Projection(size.width, LABEL_WIDTH)
        self.label = nn.Linear(LABEL_WIDTH, len(DEPREL) * LABEL_WIDTH)
        self.label_own = nn.Linear(2 * LABEL_WIDTH, len(DEPREL))
        self.roles = Roles(size.width)
        self.relation_space = Projection(3 * size.width, size.width)
        self.relation = nn.Linear(size.width, len(RELATIONS))

    def word_vectors(
        self, pieces: Tensor, shapes: Tensor, marks: Tensor, first: Tensor, last: Tensor
    ) -> Tensor:
        """The mean of a word's first and last piece, (B, W+1, D); first, last (B, W+1), 0 for the root."""
        x = self.encoder(pieces, shapes, marks)  # (B, T, D)
        width = x.shape[2]
        first = first[:, :, None].expand(-1, -1, width)  # (B, W+1, D)
        last = last[:, :, None].expand(-1, -1, width)  # (B, W+1, D)
        return (x.gather(1, first) + x.gather(1, last)) * 0.5  # (B, W+1, D)

    def tag_words(self, words: Tensor) -> dict[str, Tensor]:
        """words (B, W, D). The scores of each task, (B, W, C)."""
        return dict(zip(TAGS, self.tags(words).split(self.widths, -1), strict=True))

    def score_relations(self, vectors: Tensor, marks: Tensor) -> Tensor:
        """vectors (B, W+1, D), marks (B, W). Scores of the relation of the marked actors, (B, C)."""
        parts = [vectors[:, 0]]  # (B, D)
        for mark in range(1, len(MARKS)):
            own = (marks == mark).float()[:, None]  # (B, 1, W)
            parts.append((own @ vectors[:, 1:])[:, 0] / own.sum(-1).clamp(min=1.0))  # (B, D)
        scores: Tensor = self.relation(self.relation_space(torch.cat(parts, -1)))  # (B, C)
        return scores

    def score_arcs(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """vectors (B, W+1, D), mask (B, W). Scores of each word's heads, (B, W, W+1)."""
        scores = self.arc(self.arc_word(vectors[:, 1:]), self.arc_head(vectors))  # (B, W, W+1)
        return scores + F.pad(padding_bias(mask)[:, 0], (1, 0))  # (B, W, W+1), padding is nobody's head

    def score_labels(self, vectors: Tensor, heads: Tensor) -> Tensor:
        """vectors (B, W+1, D), heads (B, W) with 0 for the root. Scores of relations, (B, W, C)."""
        own = self.label_word(vectors[:, 1:])  # (B, W, L)
        place = heads[:, :, None].expand(-1, -1, own.shape[2])  # (B, W, L)
        head = self.label_head(vectors).gather(1, place)  # (B, W, L)
        pairs = self.label(own).unflatten(-1, (len(DEPREL), -1)) @ head[..., None]  # (B, W, C, 1)
        return pairs[..., 0] + self.label_own(torch.cat((own, head), -1))  # (B, W, C)


def load_encoder(model: Reader, folder: Path) -> None:
    """Fill the encoder with a folder's published weights; the segment embedding goes into the positions."""
    weights = load_file(folder / "model.safetensors")
    encoder = model.encoder
    names = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
    }
    names |= {f"norm.{kind}": weights[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")}
    parts = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for index in range(len(encoder.layers)):
        old, new = f"encoder.layer.{index}", f"layers.{index}"
        for kind in ("weight", "bias"):
            qkv = [weights[f"{old}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            names[f"{new}.qkv.{kind}"] = torch.cat(qkv)
            names |= {f"{new}.{part}.{kind}": weights[f"{old}.{path}.{kind}"] for part, path in parts.items()}
    missing, unknown = encoder.load_state_dict(names, strict=False)
    if set(missing) != {"shapes.weight", "marks.weight"} or unknown:
        raise SystemExit(f"{folder}: not the encoder this model is made for: {missing} {unknown}")


class Answers(nn.Module):
    """All that is asked of a trained model, in one pass: what is exported, and what is evaluated."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        marks: Tensor,
        first: Tensor,
        last: Tensor,
        thresholds: Tensor,
    ) -> tuple[Tensor, ...]:
        """pieces, shapes, marks (B, T), first, last (B, W+1). A word is an anchor when one of ANCHOR_TASKS
        gives it more than that task's threshold (5,); roles are scored for anchors alone. A threshold of 1
        asks for none.

        Returns, in the order of ANSWERS: tags (B, W, all labels of TAGS), probabilities in each task; lemma
        (B, W); arcs (B, W, W+1), scores; deprel (B, W), of the best head; factuality (B, W); relations
        (B, R), probabilities, of the marked actors; vectors (B, W+1, D); anchors (N, 2), sentence and word;
        roles (N, W, roles), a probability each; srl (N, W, labels), probabilities. The first anchor is the
        first word, whatever it is, and to be passed over: runtimes stumble over empty arrays.
        """
        model = self.model
        vectors = model.word_vectors(pieces, shapes, marks, first, last)  # (B, W+1, D)
        words, mask = vectors[:, 1:], first[:, 1:] > 0  # (B, W, D), (B, W)
        tags = {task: scores.softmax(-1) for task, scores in model.tag_words(words).items()}  # (B, W, C) each
        arcs = model.score_arcs(vectors, mask)  # (B, W, W+1)
        deprel = model.score_labels(vectors, arcs.argmax(-1)).argmax(-1)  # (B, W)
        chance = torch.stack([1 - tags[task][:, :, 0] for task in ANCHOR_TASKS], -1)  # (B, W, 5)
        anchors = ((chance > thresholds).any(-1) & mask).nonzero()  # (N-1, 2)
        anchors = F.pad(anchors, (0, 0, 1, 0))  # (N, 2)
        roles, srl = model.roles(words, mask, anchors[:, 0], anchors[:, 1])  # (N, W, roles), (N, W, srl)
        return (
            torch.cat(list(tags.values()), -1),
            model.lemma(words).argmax(-1),
            arcs,
            deprel,
            model.factuality(words)[:, :, 0],
            model.score_relations(vectors, marks.gather(1, first[:, 1:])).softmax(-1),
            vectors,
            anchors,
            roles.sigmoid(),
            srl.softmax(-1),
        )
