"""Acts of one subject told in one breath: "closed its ports on Thursday and expelled two diplomats"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from detente.reading.dates import read_when
from detente.reading.drafts import Draft
from detente.reading.page import Page
from detente.reading.tense import read_tense
from detente.reading.trees import Span as Words
from detente.schema import Step, When

_NEWS_DAYS = 7  # a day further back is one of a story, which goes on
_TURN_WORDS = "then later after afterwards since now meanwhile subsequently finally today tonight by"
_TURNS = frozenset(_TURN_WORDS.split())


def joined_times(page: Page, drafts: Sequence[Draft]) -> Mapping[int, Words]:
    """The time of the verb that each verb without one is joined to, by the word that it stands at."""
    acts = {one.anchor[0]: one for one in drafts if one.layer == "events" and one.status == "reported"}
    found: dict[int, Words] = {}
    for word, draft in acts.items():
        first = int(page.heads[word]) - 1
        before = acts.get(first)
        told = None if before is None else before.one("when")
        if told is None or draft.one("when") or page.deprel(word) != "conj" or told[0] > word:
            continue
        if _is_told_alike(page, first, word) and _TURNS.isdisjoint(
            map(str.lower, page.words[first + 1 : word])
        ):
            found[word] = told
    return found


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
