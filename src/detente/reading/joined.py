"""When acts happened, those of one subject told in one breath together: "closed its ports on Thursday and
expelled two diplomats", "flew to Oslo on Sunday to meet rebels".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from detente.reading.dates import looks_back, read_when
from detente.reading.drafts import AHEAD, Draft
from detente.reading.page import Page
from detente.reading.tense import read_tense
from detente.reading.trees import Span as Words
from detente.schema import Step, When

_NEWS_DAYS = 7  # a day further back is one of a story, which goes on
_TURN_WORDS = "then later after afterwards since now meanwhile subsequently finally today tonight by"
_AT = frozenset(("after", "at", "during", "following", "in", "amid"))
_TURNS = frozenset(_TURN_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What one act of a page says of the time of another. times: of the verb that each verb without one is
    joined to, or that a meeting goes with, by its word. done: times at which something was done."""

    times: Mapping[int, Words] = field(default_factory=dict)
    done: frozenset[Words] = frozenset()

    def when(self, page: Page, draft: Draft, told: Words | None) -> When:
        """When an act happened, is to happen, or was said to. told: its own words of time."""
        done = draft.status == "reported"
        beside = self.times.get(draft.anchor[0]) if done and not draft.background else None
        when = read_joined(page, beside) if beside else None
        if when is not None:
            return when
        ahead = not done or draft.background
        if told and draft.status in AHEAD and looks_back(page, told):
            told = None  # of the saying
        if told:
            ahead = draft.status in AHEAD and told not in self.done
            done = done or _is_disowned(page, draft)
        return read_when(page, told, ahead=ahead, done=done)


def _is_disowned(page: Page, draft: Draft) -> bool:
    """Whether an act that a noun names is denied as one that was done: "denies the raid of Monday"."""
    word = draft.anchor[0]
    return draft.status == "denied" and page.upos(word) == "NOUN" and read_tense(page, word) != "future"


def read_together(page: Page, drafts: Sequence[Draft]) -> Joined:
    """What a page's drafts say of each other's times."""
    acts = [one for one in drafts if one.layer == "events" and one.status == "reported"]
    done = frozenset(told for one in acts if not one.background and (told := one.one("when")))
    return Joined(times=joined_times(page, acts), done=done)


def joined_times(page: Page, drafts: Sequence[Draft]) -> Mapping[int, Words]:
    """Of acts told as done that have no time the one of the verb that they are joined to, by their words: of
    a verb, and of a meeting that a noun tells of.
    """
    acts = {one.anchor[0]: one for one in drafts}
    found: dict[int, Words] = {}
    for word, draft in acts.items():
        if draft.one("when"):
            continue
        first = int(page.heads[word]) - 1
        told = _told_at(acts, first)
        if told is not None and told[0] <= word and page.deprel(word) == "conj":
            between = map(str.lower, page.words[first + 1 : word])
            if _is_told_alike(page, first, word) and _TURNS.isdisjoint(between):
                found[word] = told
        elif draft.label == "CONSULT" and (told := _told_at(acts, _verb_of(page, word))) is not None:
            found[word] = told
    return found


def _told_at(acts: Mapping[int, Draft], word: int) -> Words | None:
    """The time of the act that stands at a word."""
    act = acts.get(word)
    return None if act is None else act.one("when")


def _verb_of(page: Page, word: int) -> int:
    """The verb that a noun for a meeting goes with: "agreed on Sunday after two hours of talks"; or -1."""
    if page.upos(word) != "NOUN":
        return -1
    while page.heads[word] and page.deprel(word) == "nmod" and page.upos(int(page.heads[word]) - 1) == "NOUN":
        word = int(page.heads[word]) - 1
    case = (page.words[at].lower() for at in range(word) if int(page.heads[at]) - 1 == word)
    if not page.heads[word] or page.deprel(word) not in ("obl", "nmod") or _AT.isdisjoint(case):
        return -1
    word = int(page.heads[word]) - 1
    while page.heads[word] and page.deprel(word) == "xcomp":
        word = int(page.heads[word]) - 1
    return word


def read_joined(page: Page, words: Words) -> When | None:
    """The day of an act by the time of the one it is joined to; None where that is no single day of late."""
    published = page.report.published_at
    when = read_when(page, words, ahead=False, done=True)
    day = when.earliest
    if published is None or day is None or day != when.latest or when.basis == "publication":
        return None
    if published.date() - day > timedelta(days=_NEWS_DAYS):
        return None
    step = Step(rule="date", detail="the day of the act that it is joined to", span=when.expression)
    return When(
        earliest=day,
        latest=day,
        basis=when.basis,
        expression=when.expression,
        value=when.value,
        steps=(*when.steps, step),
    )


def _is_told_alike(page: Page, first: int, other: int) -> bool:
    """Whether two verbs have one subject and one tense."""
    if page.upos(first) != "VERB" or page.upos(other) != "VERB":
        return False
    own = any(
        int(page.heads[word]) - 1 == other and page.deprel(word).startswith(("nsubj", "csubj"))
        for word in range(len(page.words))
    )
    return not own and read_tense(page, first) == read_tense(page, other) == "past"
