"""The model: one forward pass over stretches of words, with all that its heads say of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from detente.reading.drafts import Array, Seen, unpack
from detente.reading.features import WINDOW_PIECES, PieceReader, Sentence, batches, filled_length, stack
from detente.reading.labels import ANCHOR_TASK, Labels, load_labels, weights
from detente.reading.trees import Span

# The model's outputs. What is not asked for is not computed.
ANSWERS = ("tags", "lemma", "arcs", "deprel", "factuality", "relations", "vectors", "anchors", "roles", "srl")
TO_READ = ("tags", "vectors", "arcs", "deprel", "anchors", "roles")
TO_LOOK = (*TO_READ, "lemma", "factuality", "srl")
ANCHOR_CHANCE = 0.1  # roles are scored for every word that may be an anchor
PREDICATE_CHANCE = 0.5  # the same for PropBank's predicates, where they are asked for
NEVER = 1.0
BATCH = 32  # stretches of one length that are read together: more are no faster on a processor
OVERLAP = 3  # neighbouring windows share a third of their words


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of a sentence's words that is read at once, [start, end), and those that it answers for."""

    start: int
    end: int
    own: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """A session with the model, its labels, and the reader of pieces that goes with it."""

    session: onnxruntime.InferenceSession
    pieces: PieceReader
    labels: Labels

    def see(self, stretches: Sequence[Sequence[str]], *, whole: bool = False) -> list[Seen]:
        """What the model sees in each stretch of words, in their order; each fits into the window.

        whole: lemmas, factuality and the PropBank roles of every predicate too. The companions of a stretch
        never change what is seen in it.
        """
        wanted = TO_LOOK if whole else TO_READ
        least = thresholds(anchors=True, predicates=whole)
        sentences = [self.pieces.read(words) for words in stretches]
        out: dict[int, Seen] = {}
        for chosen in batches(sentences, BATCH):
            answers = self.ask([sentences[index] for index in chosen], least, wanted)
            lengths = [len(stretches[index]) for index in chosen]
            out.update(zip(chosen, unpack(answers, lengths, self.labels), strict=True))
        return [out[index] for index in range(len(stretches))]

    def relate(self, words: Sequence[str], marks: Sequence[int]) -> Array:
        """The probability of each relation (R,) of the marked actors. marks (W,): 1 by, 2 to, 0 neither."""
        sentence = self.pieces.read(words, marks)
        none = thresholds(anchors=False, predicates=False)
        chances: Array = self.ask([sentence], none, ("relations",))["relations"][0]
        return chances

    def ask(self, sentences: Sequence[Sentence], least: Array, wanted: Sequence[str]) -> Mapping[str, Array]:
        """The raw answers for sentences of one filled length. least: as of `thresholds`."""
        inputs: dict[str, Any] = {**stack(sentences, filled_length(sentences[0])), "thresholds": least}
        return dict(zip(wanted, self.session.run(list(wanted), inputs), strict=True))

    def fits(self, words: Sequence[str]) -> bool:
        """Whether words can be read at once, without windows."""
        return sum(len(self.pieces.pieces(word)) for word in words) <= WINDOW_PIECES - 2

    def windows(self, words: Sequence[str]) -> Iterator[Window]:
        """The stretches that a sentence's words are read in: one, or several that overlap by a third."""
        room = WINDOW_PIECES - 2  # without [CLS] and [SEP]
        ends = np.cumsum([len(self.pieces.pieces(word)) for word in words])
        start, owned = 0, 0
        while True:
            begin = int(ends[start - 1]) if start else 0
            end = max(start + 1, int(np.searchsorted(ends, begin + room, side="right")))
            if end >= len(words):
                yield Window(start=start, end=len(words), own=(owned, len(words)))
                return
            following = max(start + 1, end - (end - start) // OVERLAP)
            middle = (following + end) // 2
            yield Window(start=start, end=end, own=(owned, middle))
            start, owned = following, middle


def thresholds(*, anchors: bool, predicates: bool) -> Array:
    """From which probability on a word gets its roles scored: as an anchor of each layer, as a predicate."""
    least = np.full(len(ANCHOR_TASK) + 1, ANCHOR_CHANCE if anchors else NEVER, np.float32)
    least[-1] = PREDICATE_CHANCE if predicates else NEVER
    return least


@cache
def load_encoder() -> Encoder:
    """The packaged model, on one thread: processes scale better than threads do."""
    folder = weights()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED  # more: 0.1 s
    with as_file(folder.joinpath("reader.onnx")) as path:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    tokenizer = folder.joinpath("tokenizer.json").read_text(encoding="utf-8")
    return Encoder(session=session, pieces=PieceReader(tokenizer), labels=load_labels())
