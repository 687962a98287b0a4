"""What goes into the model: word pieces, the shapes of the words, and where each word stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from detente.reading.words import shape

WORD_PIECES = 8  # of a longer word only so many pieces are read: addresses, chemical names
WINDOW_PIECES = 192  # what the model reads at once: 3 of 10,000 sentences of news are longer
ROLE_PAIRS = 8_000_000  # anchor, word and word at once, at worst: under 1 GB; no limit below 63 pieces
WORD_LETTERS = 100  # BERT's tokenizer knows no longer word
LENGTH_STEP = 8  # lengths are filled up to a multiple of this
KNOWN_WORDS = 50_000  # pieces of so many words are kept at hand
SPECIAL = ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
INPUTS = ("pieces", "shapes", "marks", "first", "last")
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as the model sees it: `pieces`, `shapes`, `marks` (T,); `first`, `last` (W+1,)."""

    pieces: IntArray
    shapes: IntArray
    marks: IntArray
    first: IntArray
    last: IntArray


class PieceReader:
    """Turns words into pieces. Each word is read by itself: its pieces never depend on its neighbours."""

    def __init__(self, tokenizer: str) -> None:
        """tokenizer: the content of a `tokenizer.json`."""
        self.tokenizer = Tokenizer.from_str(tokenizer)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        known = self.tokenizer.get_vocab()
        self.start, self.end, self.unknown, self.mask = (known[name] for name in SPECIAL)
        self.known: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        """The pieces of one word, at least one."""
        found = self.known.get(word)
        if found is None:
            shown = word[:WORD_LETTERS]
            found = self.tokenizer.encode(shown, add_special_tokens=False).ids[:WORD_PIECES] or [self.unknown]
            if len(self.known) >= KNOWN_WORDS:
                self.known.clear()
            self.known[word] = found
        return found

    def read(self, words: Sequence[str], marks: Sequence[int] = ()) -> Sentence:
        """A sentence of words, with [CLS] before and [SEP] behind. `marks` (W,): the given actors' words."""
        pieces, shapes, first, last, marked = [self.start], [0], [0], [0], [0]
        for index, word in enumerate(words):
            found = self.pieces(word)
            first.append(len(pieces))
            pieces += found
            shapes += [shape(word)] * len(found)
            marked += [marks[index] if marks else 0] * len(found)
            last.append(len(pieces) - 1)
        return Sentence(
            pieces=np.array([*pieces, self.end]),
            shapes=np.array([*shapes, 0]),
            marks=np.array([*marked, 0]),
            first=np.array(first),
            last=np.array(last),
        )


def pad(rows: Sequence[IntArray], value: int = 0, length: int = 0) -> IntArray:
    """Rows of unequal length as one array, filled up at their ends, to a length at least."""
    out = np.full((len(rows), max(length, *map(len, rows))), value, dtype=np.int64)
    for index, row in enumerate(rows):
        out[index, : len(row)] = row
    return out


def filled_length(sentence: Sentence) -> int:
    """How long a sentence is with its padding: a matter of the sentence alone, not of its batch.

    Sums of floating-point numbers depend on where vectors end, so a sentence gives the same bits again only
    at the same length. Its words are filled up to this length as well.
    """
    return -(-len(sentence.pieces) // LENGTH_STEP) * LENGTH_STEP


def stack(sentences: Sequence[Sentence], length: int = 0) -> dict[str, IntArray]:
    """The inputs of a batch: pieces, shapes, marks (B, T), first, last (B, W+1), 0 where there is padding.

    `length` is at least how long T and W+1 get; 0 fills up to the longest sentence.
    """
    return {name: pad([getattr(sentence, name) for sentence in sentences], length=length) for name in INPUTS}


def batches(sentences: Sequence[Sentence], size: int) -> Iterator[list[int]]:
    """Indices of sentences of one filled length, at most so many together, shortest first.

    Long ones are fewer at once: where every word is an anchor ("killed killed killed ..."), the memory that
    roles take grows with the third power of the length.
    """
    lengths = [filled_length(sentence) for sentence in sentences]
    batch: list[int] = []
    for index in sorted(range(len(sentences)), key=lambda index: lengths[index]):
        most = max(1, min(size, ROLE_PAIRS // lengths[index] ** 3))
        if batch and (len(batch) >= most or lengths[batch[0]] != lengths[index]):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
