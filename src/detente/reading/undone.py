"""What grammar tells of an act that was not done: it befell nobody, came to nothing, or is disclaimed."""

from __future__ import annotations

import re

from detente.reading.drafts import Draft
from detente.reading.page import Page

NOT = frozenset(("not", "n't", "n\u2019t", "never"))
_OFF = re.compile(
    r"^(?:\s+[\w'\u2019-]+){0,8}?\s+(?:fell through|falls through|fallen through|came to nothing|"
    r"(?:did|does|do|will|would|has|have|had|is|are|was|were)(?: not|n['\u2019]t| never) (?:\w+ )?"
    r"(?:tak(?:e|en|ing) place|happen(?:ed|ing)?|go(?:ne|ing)? ahead)\b|"
    r"never (?:took place|happened|went ahead|came about))",
    re.IGNORECASE,
)
_DEFUSES = re.compile(r"(?:defus|disarm|deactivat|dismantl|neutrali[sz])\w*", re.IGNORECASE)
_CONFIRMED = frozenset(("confirmed", "verified", "substantiated", "corroborated"))
_UNSURE = NOT | {"yet"}
_NOBODY = frozenset(("nobody", "none", "nothing"))
_UPON = ("obj", "iobj", "obl", "nsubj:pass", "nsubj")
_NO_COUNT = frozenset(("fewer", "less", "more", "longer", "later", "small", "mean", "doubt"))
_BUT = frozenset(("but", "except", "other", "save"))
# Acts that may consist in not doing, some by these verbs alone: "allowed no lorries in", "sent no grain".
_NOT_DOING = frozenset(("REJECT", "PROTEST", "REQUEST", "THREATEN"))
_NOT_LETTING = frozenset(("COERCE", "SANCTION"))
_LETTING = re.compile(
    r"(?:allow|let|permit|admit|grant|g[ai]v|offer|spar|brook|tolerat|accept|show|ma[kd]e?|t[ao]o?k|le[af][vt]|fac|"
    r"met|meet|pull|wast|los|sen[dt]|deliver|suppl|ship|sell|sold|pa(?:y|id)|attend)\w{0,4}",
    re.IGNORECASE,
)
_DID = frozenset(("do", "does", "did", "has", "have", "had"))
_NOT_ALL = frozenset(("only", "just", "merely", "simply", "until", "till"))
_TOLD = re.compile(
    r"(?:rumou?r|talk|gossip|suggestion|claim|allegation|report|accusation|assertion|stor(?:y|ie)|idea|charge)s?",
    re.IGNORECASE,
)
_WAVED_OFF = re.compile(
    r"den(?:y|ie[sd]|ying)|(?:dismiss|reject|refut|rebut|retract|debunk|brush|wav)\w*", re.IGNORECASE
)
# "Denied responsibility for the raid", "disclaimed any part in it": who says so did not do it.
_SHARE_WORDS = """
responsibility involvement part role hand complicity participation connection link links blame guilt
"""
_SHARE = frozenset(_SHARE_WORDS.split())
_DISCLAIMS = re.compile(
    r"den(?:y|ie[sd]|ying)|(?:disclaim|disavow|reject|repudiat|dismiss|disown)\w*", re.IGNORECASE
)


def undone_because(page: Page, draft: Draft) -> tuple[str, str] | None:
    """The status that an act told as done, or planned, has by such words, and a word on it; else None."""
    if draft.status in ("reported", "planned") and _is_off(page, draft):
        return "denied", ", as it did not come about"
    if draft.status != "reported":
        return None
    word = draft.anchor[0]
    if is_unconfirmed(page, word):
        return "possible", ", as nobody confirmed it"
    letting = draft.label in _NOT_LETTING and _LETTING.fullmatch(page.words[word])
    done = draft.label not in _NOT_DOING and not letting
    whys = (
        (is_defused(page, draft), ", as it was defused"),
        (done and is_upon_nobody(page, word), ", as it befell nobody"),
        (done and is_not_done(page, word), ", as it was not done"),
        (is_disclaimed(page, draft), ", as its doers disclaim it"),
        (is_disowned(page, word), ", as what was told is waved off"),
    )
    return next((("denied", why) for told, why in whys if told), None)


def is_upon_nobody(page: Page, word: int) -> bool:
    """Whether a verb has nobody or nothing for its object or subject: "shot at no one"."""
    if page.upos(word) != "VERB":
        return False
    return any(_is_none(page, at) for at in page.children(word) if page.deprel(at) in _UPON)


def _is_none(page: Page, word: int) -> bool:
    """Whether a noun stands for nobody, or for no one of a kind; "with no losses" is no such noun."""
    own = page.words[word].lower()
    before = page.words[word - 1].lower() if word else ""
    if own in _NOBODY or (own == "one" and before == "no"):
        return _BUT.isdisjoint(one.lower() for one in page.words[word + 1 :])
    return page.deprel(word) != "obl" and any(
        page.words[at].lower() == "no" and at < word and page.words[at + 1].lower() not in _NO_COUNT
        for at in page.children(word)
    )


def is_not_done(page: Page, word: int) -> bool:
    """Whether a verb, or the one that it is joined to by "or", is negated: "did not withdraw or disarm"."""
    if page.upos(word) != "VERB" or not _NOT_ALL.isdisjoint(one.lower() for one in page.words[word - 1 :]):
        return False
    first = int(page.heads[word]) - 1
    joined = page.deprel(word) == "conj" and any(
        page.words[at].lower() in ("or", "nor") for at in page.children(word)
    )
    return _is_negated(page, word) or (joined and first >= 0 and _is_negated(page, first))


def _is_negated(page: Page, word: int) -> bool:
    """Whether "did not" or "has not" stands before a verb, at most an adverb between."""
    last = word - 2 if page.upos(word - 1) == "ADV" and page.words[word - 1].lower() not in NOT else word - 1
    return last > 0 and page.words[last].lower() in NOT and page.words[last - 1].lower() in _DID


def is_disowned(page: Page, word: int) -> bool:
    """Whether an act stands in what a report or claim says that is waved off: "denied reports that"."""
    while page.heads[word] and page.deprel(word).partition(":")[0] in ("conj", "xcomp", "ccomp"):
        word = int(page.heads[word]) - 1
    told = int(page.heads[word]) - 1
    if told < 0 or page.deprel(word) != "acl" or not _TOLD.fullmatch(page.words[told]):
        return False
    if not any(page.words[at].lower() == "that" and at < word for at in page.children(word)):
        return False
    judged = int(page.heads[told]) - 1
    sides = ("nsubj", "nsubj:pass", "obj")
    return judged >= 0 and page.deprel(told) in sides and bool(_WAVED_OFF.fullmatch(page.words[judged]))


def is_disclaimed(page: Page, draft: Draft) -> bool:
    """Whether those who are told as doing an act deny a share in it: "denied responsibility for the raid"."""
    share = int(page.heads[draft.anchor[0]]) - 1
    if share < 0 or page.upos(draft.anchor[0]) != "NOUN" or page.words[share].lower() not in _SHARE:
        return False
    denies = int(page.heads[share]) - 1
    if denies < 0 or page.deprel(share) != "obj" or not _DISCLAIMS.fullmatch(page.words[denies]):
        return False
    subjects = [at for at in page.children(denies) if page.deprel(at) == "nsubj"]
    return any(start <= at < end for start, end in draft.spans.get("by", ()) for at in subjects)


def is_defused(page: Page, draft: Draft) -> bool:
    """Whether a bomb is made harmless: "police defused a car bomb". Those who do so did not lay it."""
    word = draft.anchor[0]
    above = int(page.heads[word]) - 1
    upon = above >= 0 and page.deprel(word) in ("obj", "nsubj:pass") and page.upos(word) == "NOUN"
    return draft.label == "ASSAULT" and upon and _DEFUSES.fullmatch(page.words[above]) is not None


def is_unconfirmed(page: Page, word: int) -> bool:
    """Whether an act is told as one that nobody confirms: "the truce has not been confirmed by either"."""
    above = int(page.heads[word]) - 1
    if above < 0 or page.deprel(word) != "nsubj:pass" or page.words[above].lower() not in _CONFIRMED:
        return False
    return any(page.words[at].lower() in _UNSURE for at in range(word + 1, above))


def _is_off(page: Page, draft: Draft) -> bool:
    """Whether a noun for an act is the subject of words that say that nothing came of it."""
    word = draft.anchor[0]
    if page.upos(word) not in ("NOUN", "PROPN") or not page.deprel(word).startswith("nsubj"):
        return False
    end = page.offsets[word][1]
    return _OFF.match(page.report.text[end : page.sentence.span.end]) is not None
