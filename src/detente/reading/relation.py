"""How one given actor acts towards another in one sentence, in the convention of the field's test.

That test's labels follow CAMEO codes by Schrodt's table (CAMEO to PLOVER), which knows no status and draws
some lines elsewhere than PLOVER's manual, and so than this project's annotation: `convention` says how.
"""

from __future__ import annotations

from detente.codebook import Codebook
from detente.reading.drafts import Array
from detente.reading.encoder import Encoder
from detente.reading.trees import Span as Words
from detente.reading.words import split_words
from detente.schema import InputError, Relation

HOSTILE_DEEDS = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
FRIENDLY_DEEDS = ("CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT")
TO_COME = ("planned", "threatened", "promised", "possible")
IMPOSED = ("sanction", "embargo", "boycott", "blockade")  # CAMEO 163 and 191, which the table gives to COERCE
SIGNED = ("sign", "ratif", "pact", "treat", "accord", "recogni")  # CAMEO 054 and 057: SUPPORT


def convention(type_: str, mode: str | None, status: str, trigger: str) -> str | None:
    """The relation that an event is in the field's test; None where its convention has no answer.

    A hostile deed to come is THREATEN (CAMEO 13), a friendly one AGREE (03); convicting and imposing
    sanctions are COERCE (163, 173), signing is SUPPORT (057). Denied friendly deeds are REJECT (12).
    """
    word = trigger.lower()
    if type_ == "SANCTION" and (mode == "convict" or word.startswith(IMPOSED)):
        type_ = "COERCE"
    if type_ == "AGREE" and status == "reported" and word.startswith(SIGNED):
        type_ = "SUPPORT"
    if status == "reported":
        return type_
    if status in TO_COME:
        if type_ in HOSTILE_DEEDS:
            return "THREATEN"
        return "AGREE" if type_ in FRIENDLY_DEEDS else type_
    return "REJECT" if status == "denied" and type_ in ("AGREE", *FRIENDLY_DEEDS) else None


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
