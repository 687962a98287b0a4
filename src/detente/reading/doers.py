"""Whom the model takes for the doer of a noun's act and grammar does not: who answers it ("Vlora vowed to
retaliate for the raid"), those who blame each other for it, and who suffers it ("Haider's killing").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page
from detente.reading.undone import is_defused, is_unconfirmed

_ANSWERS = re.compile(
    r"(?:retaliat|respon[ds]|react|repri[sz]al|reveng|aveng|answer|punish)\w*", re.IGNORECASE
)
_TAKES_OBJECT = re.compile(r"(?:aveng|answer|punish)\w*", re.IGNORECASE)
_BLAMES = re.compile(r"(?:blam|accus|charg|denounc|fault)\w*", re.IGNORECASE)
_EACH_OTHER = (("each", "other"), ("one", "another"))
_TO = frozenset(("for", "to", "against"))
_UP = ("xcomp", "conj", "acl", "advcl", "ccomp")
_DOERS = ("nsubj", "nmod", "nmod:poss", "obl:agent")
_FAR = 4  # words up the tree
_SUFFERED_WORDS = """
killing murder assassination arrest detention imprisonment abduction kidnapping execution conviction lynching
beheading
"""
_SUFFERED = frozenset(_SUFFERED_WORDS.split())


def by_its_doers(page: Page, draft: Draft) -> Draft:
    """A draft without doers who cannot be its own; who suffers an act stands on the other side."""
    if draft.layer != "events":
        return draft
    if is_defused(page, draft) or is_unconfirmed(page, draft.anchor[0]):
        return _without_subject(page, draft)
    draft = _with_each_other(page, _without_accusers(page, draft))
    return _with_its_sufferer(page, _without_answerer(page, draft))


def _without_subject(page: Page, draft: Draft) -> Draft:
    """An act without those whom its verb names: they defused the bomb, or did not confirm the truce."""
    verb = int(page.heads[draft.anchor[0]]) - 1
    own = [at for at in page.children(verb) if page.deprel(at).startswith(("nsubj", "obl:agent"))]
    named = {at for head in own for at in (head, *(one for one in page.children(head)))}
    by = (one for one in draft.spans.get("by", ()) if named.isdisjoint(range(*one)))
    return replace(draft, spans={**draft.spans, "by": tuple(by)})


def _with_each_other(page: Page, draft: Draft) -> Draft:
    """An act that two do to each other with both on both sides: "they accused each other of it"."""
    word, by = draft.anchor[0], draft.spans.get("by", ())
    if not by or page.upos(word) != "VERB" or not any(_is_each_other(page, at) for at in _upon(page, word)):
        return draft
    told = (one for one in draft.spans.get("to", ()) if one not in by)
    others = (one for one in told if not _is_each_other(page, one[0]))
    return replace(draft, spans={**draft.spans, "to": tuple(others) or by})


def _upon(page: Page, word: int) -> Iterator[int]:
    """The words for those whom a verb is done to, with or without a preposition."""
    parts = ("obj", "iobj", "obl", "nsubj")
    return (at for at in page.children(word) if at > word and page.deprel(at) in parts)


def _is_each_other(page: Page, word: int) -> bool:
    return tuple(one.lower() for one in page.words[word : word + 2]) in _EACH_OTHER


def _without_accusers(page: Page, draft: Draft) -> Draft:
    """A noun's act without those who blame each other for it: each says that the other did it."""
    word, by = draft.anchor[0], draft.spans.get("by", ())
    blames = int(page.heads[word]) - 1
    if not by or page.upos(word) != "NOUN" or blames < 0 or not _BLAMES.fullmatch(page.words[blames]):
        return draft
    mutual = any(_is_each_other(page, at) for at in _upon(page, blames))
    if not mutual or _case(page, word) not in ("for", "of", "over"):
        return draft
    return replace(draft, spans={**draft.spans, "by": ()})


def _with_its_sufferer(page: Page, draft: Draft) -> Draft:
    """A killing with whoever it is of as its sufferer: "Haider's killing", not "Mali's killing of"."""
    word = draft.anchor[0]
    if page.words[word].lower() not in _SUFFERED:
        return draft
    children = page.children(word)
    own = {at for at in children if page.deprel(at) == "nmod:poss"}
    if not own or any(at > word and page.deprel(at) == "nmod" and _case(page, at) == "of" for at in children):
        return draft
    by, to = (tuple(draft.spans.get(side, ())) for side in ("by", "to"))
    moved = [one for one in by if not own.isdisjoint(range(*one))]
    named = ((low, high) for _, low, high in page.mentions if not own.isdisjoint(range(low, high)))
    moved = moved or [one for one in named if not to][:1]
    left = tuple(one for one in by if one not in moved)
    return replace(draft, spans={**draft.spans, "by": left, "to": tuple(dict.fromkeys((*to, *moved)))})


def _case(page: Page, word: int) -> str:
    """The preposition that a noun stands with."""
    return next((page.words[at].lower() for at in page.children(word) if page.deprel(at) == "case"), "")


def _without_answerer(page: Page, draft: Draft) -> Draft:
    """A noun's act without those by whom it is answered, where the model takes them for its doers."""
    word, by = draft.anchor[0], draft.spans.get("by", ())
    if not by or page.upos(word) != "NOUN":
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
    return _case(page, word) in _TO


def _doers(page: Page, word: int) -> set[int]:
    """The words for those who do what a word says, or what it hangs on, where these stand before it."""
    found: set[int] = set()
    for _ in range(_FAR):
        found.update(at for at in page.children(word) if at < word and page.deprel(at) in _DOERS)
        above = int(page.heads[word]) - 1
        if page.deprel(word).partition(":")[0] not in _UP or not 0 <= above < word:
            break
        word = above
    return found
