"""Acts that are answered, which are not those of whoever answers: "Vlora vowed to retaliate for the raid"."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page

_ANSWERS = re.compile(
    r"(?:retaliat|respon[ds]|react|repri[sz]al|reveng|aveng|answer|punish)\w*", re.IGNORECASE
)
_TAKES_OBJECT = re.compile(r"(?:aveng|answer|punish)\w*", re.IGNORECASE)
_TO = frozenset(("for", "to", "against"))
_UP = ("xcomp", "conj", "acl", "advcl", "ccomp")
_DOERS = ("nsubj", "nmod", "nmod:poss", "obl:agent")
_FAR = 4  # words up the tree


def without_answerer(page: Page, draft: Draft) -> Draft:
    """A noun's act without those by whom it is answered, where the model takes them for its doers."""
    word, by = draft.anchor[0], draft.spans.get("by", ())
    if draft.layer != "events" or not by or page.upos(word) != "NOUN":
        return draft
    answer = int(page.heads[word]) - 1
    if answer < 0 or not _ANSWERS.fullmatch(page.words[answer]) or not _is_answered(page, word, answer):
        return draft
    doers = _doers(page, answer)
    left = tuple(one for one in by if not any(one[0] <= at < one[1] for at in doers))
    return replace(draft, spans={**draft.spans, "by": left})


def _is_answered(page: Page, word: int, answer: int) -> bool:
    """Whether a noun is what is answered, and not what it is answered with."""
    if page.deprel(word) == "obj":
        return _TAKES_OBJECT.fullmatch(page.words[answer]) is not None
    return any(page.words[at].lower() in _TO and page.deprel(at) == "case" for at in _children(page, word))


def _doers(page: Page, word: int) -> set[int]:
    """The words for those who do what a word says, or what it hangs on, where these stand before it."""
    found: set[int] = set()
    for _ in range(_FAR):
        found.update(at for at in _children(page, word) if at < word and page.deprel(at) in _DOERS)
        above = int(page.heads[word]) - 1
        if page.deprel(word).partition(":")[0] not in _UP or not 0 <= above < word:
            break
        word = above
    return found


def _children(page: Page, word: int) -> list[int]:
    return [at for at in range(len(page.words)) if int(page.heads[at]) - 1 == word]
