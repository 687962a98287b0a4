"""Who met, where a report names a meeting again without its parties: "The talks lasted an hour".

They are those whom one of the sentences just before tells as doing something together: meeting, agreeing,
working together. So are "the two", who agree on something then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.codebook import MUTUAL
from detente.reading.drafts import Draft
from detente.reading.page import Page
from detente.schema import Actor, Event, Step, When

# Nouns that may name whatever was told of before. A summit, a visit or a dinner is one of its own.
_PLAIN = ("talk", "meeting", "negotiation", "discussion", "conversation", "consultation")
_BY_PHONE = ("call", "conversation", "talk")
_AHEAD = ("planned", "promised")
_DEFINITE = ("the", "this", "these", "that", "those", "both", "their")
_REACH = 6  # words before the noun among which its article stands: "the second round of direct talks"
_BEFORE = ("ADJ", "ADP", "ADV", "NOUN", "NUM")
_WITH = ("of", "between", "among", "with")
_FAR = 3  # sentences back
_TWO = frozenset(("two", "both", "pair", "duo"))
_GOES_ON = ("conj", "xcomp")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Whom a sentence, by its index, tells as doing something together, when, what nouns may stand for it,
    and whether it was a meeting."""

    parties: tuple[Actor, ...]
    when: When
    nouns: tuple[str, ...]
    index: int
    met: bool


class Meetings:
    """The parties that a report last told of together: of what was done, and of what was ahead."""

    def __init__(self) -> None:
        self._told: dict[bool, list[_Told]] = {True: [], False: []}
        self._last: _Told | None = None

    def note(self, page: Page, event: Event) -> None:
        """Remember the parties of an act that two or more do together."""
        parties = {actor.name: actor for actor in (*event.by, *event.to)}
        ahead = event.status in _AHEAD
        if event.type in MUTUAL and len(parties) > 1 and (ahead or event.status == "reported"):
            nouns = _BY_PHONE if event.mode == "phone" else _PLAIN
            self._last = _Told(
                parties=tuple(parties.values()),
                when=event.when,
                nouns=nouns,
                index=page.sentence.index,
                met=event.type == "CONSULT",
            )
            self._told[ahead].append(self._last)

    def sides(
        self, page: Page, draft: Draft, by: tuple[Actor, ...], to: tuple[Actor, ...]
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """The sides of an act, those told of before where the act is one of theirs and names nobody else."""
        both = self.the_two(page, draft.anchor[0]) if draft.label in MUTUAL else ()
        if not both and not by + to and (told := self._of_meeting(page, draft)) is not None:
            both = _again(page, draft.anchor[0], told, "that of those told of before")
        return (both, both) if both else (by, to)

    def when(self, page: Page, draft: Draft, when: When) -> When:
        """When a meeting that is named again was: as it was told before, where nothing else is told."""
        if when.basis != "publication" or (told := self._of_meeting(page, draft)) is None:
            return when
        return told.when if told.when.basis in ("stated", "relative") else when

    def the_two(self, page: Page, word: int) -> tuple[Actor, ...]:
        """The two whom the report told of together last, where "the two" are the subject of a verb."""
        subject, told = _two(page, word), self._last
        if subject is None or told is None or len(told.parties) != 2:
            return ()
        if page.sentence.index - told.index > _FAR:
            return ()
        return _again(page, subject, told, "those told of before")

    def _of_meeting(self, page: Page, draft: Draft) -> _Told | None:
        """What was told before of the meeting that a noun names again; None where nothing tells."""
        if draft.label != "CONSULT" or draft.status not in ("reported", *_AHEAD):
            return None
        word, index = draft.anchor[0], page.sentence.index
        before = [
            one
            for one in reversed(self._told[draft.status in _AHEAD])
            if one.index < index <= one.index + _FAR
        ]
        told = next((one for one in before if one.met), next(iter(before), None))
        if told is None:
            return None
        named = page.words[word].lower().removesuffix("s") in told.nouns and _is_named_again(page, word)
        return told if named else None


def _again(page: Page, word: int, told: _Told, what: str) -> tuple[Actor, ...]:
    """Those told of, with a step that names the word that stands for them."""
    span = page.span((word, word + 1))
    step = Step(rule="meeting", detail=f"{span.text}: {what}", span=span)
    return tuple(
        replace(actor, steps=(*(one for one in actor.steps if one.rule != step.rule), step))
        for actor in told.parties
    )


def _two(page: Page, word: int) -> int | None:
    """The subject of a verb where that is "the two" or "both", and no noun follows."""
    while True:
        own = [at for at in range(word) if int(page.heads[at]) - 1 == word and page.deprel(at) == "nsubj"]
        if own:
            return own[0] if page.words[own[0]].lower() in _TWO else None
        above = int(page.heads[word]) - 1
        if page.deprel(word) not in _GOES_ON or not 0 <= above < word:
            return None
        word = above


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
