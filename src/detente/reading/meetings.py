"""Who met, where a report names a meeting again without its parties: "The talks lasted an hour".

They are those whom one of the sentences just before tells as doing something together: meeting, agreeing,
working together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.codebook import MUTUAL
from detente.reading.drafts import Draft
from detente.reading.page import Page
from detente.schema import Actor, Event, Step

# Nouns that may name whatever was told of before. A summit, a visit or a dinner is one of its own.
_PLAIN = ("talk", "meeting", "negotiation", "discussion", "conversation", "consultation")
_BY_PHONE = ("call", "conversation", "talk")
_AHEAD = ("planned", "promised")
_DEFINITE = ("the", "this", "these", "that", "those", "both", "their")
_REACH = 6  # words before the noun among which its article stands: "the second round of direct talks"
_BEFORE = ("ADJ", "ADP", "ADV", "NOUN", "NUM")
_WITH = ("of", "between", "among", "with")
_FAR = 3  # sentences back


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Whom a sentence, by its index, tells as doing something together, and what nouns may stand for it."""

    parties: tuple[Actor, ...]
    nouns: tuple[str, ...]
    index: int


class Meetings:
    """The parties that a report last told of together: of what was done, and of what was ahead."""

    def __init__(self) -> None:
        self._told: dict[bool, _Told] = {}

    def note(self, page: Page, event: Event) -> None:
        """Remember the parties of an act that two or more do together."""
        parties = {actor.name: actor for actor in (*event.by, *event.to)}
        ahead = event.status in _AHEAD
        if event.type in MUTUAL and len(parties) > 1 and (ahead or event.status == "reported"):
            nouns = _BY_PHONE if event.mode == "phone" else _PLAIN
            self._told[ahead] = _Told(parties=tuple(parties.values()), nouns=nouns, index=page.sentence.index)

    def parties(self, page: Page, draft: Draft) -> tuple[Actor, ...]:
        """The actors that met or will, by the noun that names their meeting; none where nothing tells."""
        if draft.label != "CONSULT" or draft.status not in ("reported", *_AHEAD):
            return ()
        told, word = self._told.get(draft.status in _AHEAD), draft.anchor[0]
        if told is None or not 0 < page.sentence.index - told.index <= _FAR:
            return ()
        if page.words[word].lower().removesuffix("s") not in told.nouns or not _is_named_again(page, word):
            return ()
        noun = page.span((word, word + 1))
        step = Step(rule="meeting", detail=f"{noun.text}: that of those told of before", span=noun)
        return tuple(replace(actor, steps=(*actor.steps, step)) for actor in told.parties)


def _is_named_again(page: Page, word: int) -> bool:
    """Whether a word is a noun with an article, with no name before it and no party after: "the talks"."""
    if page.upos(word) != "NOUN" or (word + 1 < len(page.words) and page.words[word + 1].lower() in _WITH):
        return False
    named = {inside for _, left, right in page.mentions for inside in range(left, right) if inside != word}
    for before in range(word - 1, max(-1, word - 1 - _REACH), -1):
        if page.words[before].lower() in _DEFINITE:
            return True
        if before in named or page.upos(before) not in _BEFORE:
            return False
    return False
