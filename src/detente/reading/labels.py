"""What the numbers in the model's answers mean. Read from `weights/reader.json`, which training writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

# Each layer of records with the task that finds its anchors, and what the corpus calls the anchor.
ANCHOR_TASK = {"events": "type", "statements": "statement", "commitments": "commitment", "figures": "figure"}
ANCHOR_FIELD = {"events": "trigger", "statements": "cue", "commitments": "cue", "figures": "text"}
# A word stands for a record, and plays a role, from here on, where training has tuned nothing. A field of its
# own name ("by") goes before "roles".
CHANCES = {
    "events": 0.5, "statements": 0.5, "commitments": 0.5, "figures": 0.5, "roles": 0.5, "by": 0.5, "to": 0.5
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of each task in the order of the model's answers.

    tags: of the tasks that label each word; those with B and I mark spans. roles: "layer.field" of the
    scheme. chances: from which probability on something is a record, or plays a role. reliability: for each
    layer, points (score, share that was right) between which a record's probability is read off.
    """

    tags: Mapping[str, tuple[str, ...]]
    deprel: tuple[str, ...]
    roles: tuple[str, ...]
    srl: tuple[str, ...]
    relations: tuple[str, ...]
    lemmas: tuple[str, ...]
    chances: Mapping[str, float]
    reliability: Mapping[str, tuple[tuple[float, float], ...]]

    def fields(self, layer: str) -> tuple[tuple[str, int], ...]:
        """The fields of a layer's records that are spans, each with its column among the roles."""
        prefix = f"{layer}."
        names = enumerate(self.roles)
        return tuple((name.removeprefix(prefix), column) for column, name in names if name.startswith(prefix))

    def probability(self, layer: str, score: float) -> float:
        """How often drafts of a layer with such a score were right on texts that were not trained on."""
        points = self.reliability.get(layer)
        if not points:
            return min(max(score, 0.0), 1.0)
        return float(np.interp(score, [at for at, _ in points], [share for _, share in points]))

    def modes(self, type: str) -> tuple[int, ...]:
        """The columns of the modes that an event type has, that of none included."""
        names = enumerate(self.tags["mode"])
        return tuple(i for i, name in names if name == "none" or name.startswith(f"{type}/"))


def weights() -> Traversable:
    """The folder with the model: `reader.onnx`, `reader.json` and `tokenizer.json`."""
    return files("detente.reading").joinpath("weights")


@cache
def load_labels() -> Labels:
    """The labels of the packaged model."""
    return parse_labels(json.loads(weights().joinpath("reader.json").read_text(encoding="utf-8")))


def parse_labels(table: Mapping[str, Any]) -> Labels:
    """Labels from the content of a `reader.json`."""
    return Labels(
        tags={task: tuple(names) for task, names in table["tags"].items()},
        deprel=tuple(table["deprel"]),
        roles=tuple(table["roles"]),
        srl=tuple(table["srl"]),
        relations=tuple(table["relations"]),
        lemmas=tuple(table["lemmas"]),
        chances=CHANCES | table.get("chances", {}),
        reliability={
            layer: tuple((score, share) for score, share in points)
            for layer, points in table.get("reliability", {}).items()
        },
    )
