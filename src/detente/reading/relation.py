"""How one given actor acts towards another in one sentence, in the convention of the field's test."""

from __future__ import annotations

from detente.codebook import Codebook
from detente.reading.drafts import Array
from detente.reading.encoder import Encoder
from detente.reading.trees import Span as Words
from detente.reading.words import split_words
from detente.schema import InputError, Relation


def relate(text: str, by: Words, to: Words, *, encoder: Encoder, codebook: Codebook) -> Relation:
    """The relation between two actors of a text, given as [start, end) in characters.

    Raises: InputError for a span that lies outside of the text or holds no word.
    """
    spans = split_words(text)
    marks = [0] * len(spans)
    for mark, (start, end) in ((2, to), (1, by)):
        if not 0 <= start < end <= len(text):
            raise InputError(f"[{start}, {end}) is no span of a text of {len(text)} characters")
        held = [word for word, (left, right) in enumerate(spans) if left < end and start < right]
        if not held:
            raise InputError(f"no word in [{start}, {end}): {text[start:end]!r}")
        for word in held:
            marks[word] = mark
    words = [text[start:end] for start, end in spans]
    window = max(encoder.windows(words), key=lambda one: len(set(marks[one.start : one.end])))
    chances = encoder.relate(words[window.start : window.end], marks[window.start : window.end])
    return best_relation(chances, encoder, codebook)


def best_relation(chances: Array, encoder: Encoder, codebook: Codebook) -> Relation:
    """The most probable relation. chances (R,)."""
    best = int(chances.argmax())
    type_ = encoder.labels.relations[best]
    return Relation(type=type_, quad=codebook.quad(type_).name, probability=round(float(chances[best]), 4))
