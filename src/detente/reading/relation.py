"""How one given actor acts towards another in one sentence, in the convention of the field's test.

Two readings are weighed: the relation that the model sees between the marked actors, and the events that it
reads in the sentence without marks, as far as the marked actors play a part in them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.codebook import Codebook
from detente.reading.drafts import Array, Seen
from detente.reading.encoder import Encoder
from detente.reading.labels import Labels
from detente.reading.trees import Span as Words
from detente.reading.words import split_words
from detente.schema import InputError, Relation

BY, TO = 1, 2  # the marks of the two actors' words
HOSTILE_DEEDS = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
FRIENDLY_DEEDS = ("CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT")
YIELDING = ("CONCEDE", "RETREAT")  # CAMEO 08, a root of material cooperation: one type there, two here
TO_COME = ("planned", "threatened", "promised", "possible")
IMPOSED = ("sanction", "embargo", "boycott", "blockade")  # CAMEO 163 and 191, which the table gives to COERCE
SIGNED = ("sign", "ratif", "pact", "treat", "accord", "recogni")  # CAMEO 054 and 057: SUPPORT
HEAD_SHARE = 0.8  # of the two readings' log chances; 0.7 to 0.9 do alike on held-out written pairs
LEAST_PART = 0.1  # an event counts so much for an actor that plays no part in it: role scores miss some
PLACE_PART = 0.5  # an event's place, where it stands for who is acted upon, against its `to`
FLOOR = 1e-4  # no relation is impossible
LIKELY_TYPES = 3  # of a word, by chance; more add nothing


def convention(type_: str, mode: str | None, status: str, trigger: str) -> str | None:
    """The relation that an event is in the field's test; None where its convention has no answer.

    That test's labels follow CAMEO codes by Schrodt's table (CAMEO to PLOVER), which knows no status and
    draws some lines elsewhere than PLOVER's manual. A hostile deed to come is THREATEN (CAMEO 13), a friendly
    one AGREE (03); convicting and imposing sanctions are COERCE (163, 173), signing is SUPPORT (057). Denied
    friendly deeds are REJECT (12).
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
    for mark, (start, end) in ((TO, to), (BY, by)):
        if not 0 <= start < end <= len(text):
            raise InputError(f"[{start}, {end}) is no span of a text of {len(text)} characters")
        held = [word for word, (left, right) in enumerate(spans) if left < end and start < right]
        if not held:
            raise InputError(f"no word in [{start}, {end}): {text[start:end]!r}")
        for word in held:
            marks[word] = mark
    words = [text[start:end] for start, end in spans]
    window = max(encoder.windows(words), key=lambda one: len(set(marks[one.start : one.end])))
    words, marks = words[window.start : window.end], marks[window.start : window.end]
    marked = encoder.relate(words, marks)
    plain = of_events(encoder.see([words])[0], words, marks, encoder.labels)
    return best_relation(mix(marked, plain), encoder.labels.relations, codebook)


def mix(marked: Array, plain: Array) -> Array:
    """Both readings' chances (R,) as one: their weighted geometric mean, which sums to 1."""
    log = HEAD_SHARE * np.log(np.maximum(marked, FLOOR)) + (1 - HEAD_SHARE) * np.log(plain)
    chances = np.exp(log - log.max())
    mixed: Array = chances / chances.sum()
    return mixed


def of_events(seen: Seen, words: Sequence[str], marks: Sequence[int], labels: Labels) -> Array:
    """The chance of each relation (R,) by the events of a sentence that the marked actors play a part in."""
    total = np.full(len(labels.relations), FLOOR)
    columns = dict(labels.fields("events"))
    held = np.array(marks)
    for word, roles in seen.roles.items():
        part = _part(roles, held == BY, columns["by"])
        part *= max(
            _part(roles, held == TO, columns["to"]), PLACE_PART * _part(roles, held == TO, columns["place"])
        )
        for type_ in np.argsort(seen.tags["type"][word])[::-1][:LIKELY_TYPES].tolist():
            if type_:
                chance = float(seen.tags["type"][word, type_]) * part
                _add(total, chance, labels.tags["type"][type_], seen, word, words[word], labels)
    chances: Array = total / total.sum()
    return chances


def _part(roles: Array, held: Array, column: int) -> float:
    """How likely the marked words play a role for an anchor."""
    return LEAST_PART + (float(roles[held, column].max()) if held.any() else 0.0)


def _add(
    total: Array, chance: float, type_: str, seen: Seen, word: int, trigger: str, labels: Labels
) -> None:
    """Add an event's chance to the relations that it is in each of its likely statuses, in place."""
    columns = list(labels.modes(type_))
    mode = labels.tags["mode"][columns[int(seen.tags["mode"][word, columns].argmax())]].partition("/")[2]
    for status, share in zip(labels.tags["status"], seen.tags["status"][word].tolist(), strict=True):
        relation = convention(type_, mode or None, status, trigger)
        if relation is None:
            relation = "REQUEST" if status == "demanded" else type_
        total[labels.relations.index(relation)] += chance * share


def best_relation(chances: Array, relations: Sequence[str], codebook: Codebook) -> Relation:
    """The likeliest relation of the likeliest quad. chances (R,): of `relations`.

    Chances are added up before they are compared: a quad that is sure must not lose to a type of another one
    because its own types share it.
    """
    quads = [quad_of(type_, codebook) for type_ in relations]
    quad = max(dict.fromkeys(quads), key=lambda one: chances[[own == one for own in quads]].sum())
    groups: dict[str, list[int]] = {}
    for place, type_ in enumerate(relations):
        if quads[place] == quad:
            groups.setdefault(YIELDING[0] if type_ in YIELDING else type_, []).append(place)
    group = max(groups.values(), key=lambda places: chances[places].sum())
    best = max(group, key=lambda place: chances[place])
    return Relation(type=relations[best], quad=quad, probability=round(float(chances[best]), 4))


def quad_of(type_: str, codebook: Codebook) -> str:
    """The quad of a relation in the field's test, where CONCEDE goes with RETREAT."""
    return codebook.quad("RETREAT" if type_ in YIELDING else type_).name
