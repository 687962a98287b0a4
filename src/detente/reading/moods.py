"""What grammar alone tells of an act: that it is asked about, still to come, or did not come about.

Such an act is never told as done, whatever the model says of its status.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page
from detente.reading.undone import NOT, undone_because

_WILL = frozenset(("will", "wo", "shall", "'ll", "\u2019ll", "would", "'d", "\u2019d"))
_MAY = frozenset(("may", "might", "could", "can", "ca", "cannot", "should"))
_NEAR = 4  # words between an auxiliary and its verb
# Acts that consist in what one will do, or will no longer let others do: "X will not be bound by it" refuses.
_DONE_BY_WILL = frozenset(("REJECT", "SANCTION", "COERCE", "THREATEN", "REQUEST", "ACCUSE", "PROTEST"))
_ASKING = frozenset(
    (
        *("did", "do", "does", "has", "have", "had", "is", "are", "was", "were", "will", "would", "shall"),
        *("can", "could", "may", "might", "should", "must"),
    )
)
_SUBORDINATE = ("xcomp", "ccomp", "conj", "csubj", "aux")
# What "to" do something hangs on that is not done yet: "was due in Lima to ask for aid".
_DUE = frozenset(("due", "set", "expected", "scheduled", "poised", "slated", "about", "planning", "hoping"))
# What "to" do something hangs on that says no more than that it should or could be done.
_DUTY_WORDS = """
responsibility duty obligation need right rights ability capacity capability willingness readiness desire wish
hope chance opportunity mandate authority refusal reluctance inability
"""
_DUTY = frozenset(_DUTY_WORDS.split())
# Nouns for one meeting, which is still to come if it "will" be or do something; talks may be going on.
_ONE_MEETING = frozenset(("visit", "trip", "meeting", "summit", "conference", "tour", "dinner", "encounter"))
_HOLDS_ALWAYS = frozenset(("is", "be", "would", "could", "may", "might", "will"))
# What the words before an act, or behind it, leave of it.
_BEFORE = (
    (
        re.compile(r"\b(?:c[oa]m(?:e|es|ing)|got|was|were) (?:\w+ )?close to (?:\w+ly )?$", re.IGNORECASE),
        ", as it only came close to it",
    ),
    (
        re.compile(
            r"\b(?:no|little|without) (?:\w+ )?(?:evidence|proof|signs?|indication|suggestion) that [^,;:]*$|"
            r"\b(?:nobody|no one|few|none)\b[^,;:]{0,20}? (?:believ|think|thought|accept)\w* [^,;:]*$",
            re.IGNORECASE,
        ),
        ", as nothing shows it",
    ),
    (
        re.compile(
            r"^\W*in (?:the|an?|this|that|his|her|one) (?:\w+ ){0,2}"
            r"(?:film|movie|novel|video game|sitcom|simulation|war ?game|scenario)\b",
            re.IGNORECASE,
        ),
        ", as in a story",
    ),
)
_IF_AFTER = re.compile(
    r"^,? if (?:it is |ever |finally )?(?:signed|approved|confirmed|implemented|reached|agreed|concluded|"
    r"ratified|held|carried out|adopted|enforced)\b",
    re.IGNORECASE,
)
_DUE_AFTER = re.compile(
    r"^(?:\s+[\w'\u2019-]+){0,6}?\s+(?:is|are|was|were|had been|has been) (?:\w+ )?"
    r"(?:meant|supposed|due|scheduled|expected|set|intended|planned|slated) to "
    r"(?:take place|be held|happen|begin|start|resume|open|go ahead|convene|be signed)\b",
    re.IGNORECASE,
)
_ORDERED = frozenset(
    ("ordered", "told", "instructed", "authorised", "authorized", "asked", "urged", "directed")
)


def in_its_mood(page: Page, draft: Draft) -> tuple[Draft, str]:
    """An event's draft with the status that the grammar of its sentence leaves it, and a word on that."""
    undone = undone_because(page, draft)
    if undone is not None:
        return replace(draft, status=undone[0]), undone[1]
    if draft.status != "reported":
        return draft, ""
    word = draft.anchor[0]
    if (worded := _as_worded(page, word)) is not None:
        return replace(draft, status=worded[0]), worded[1]
    if _is_weighed(page, word):
        return replace(draft, status="possible"), ", as what is weighed"
    hangs_on = _infinitive_of(page, word)
    if hangs_on in _DUE or (draft.label == "CONSULT" and _will_be(page, word)):
        return replace(draft, status="planned"), ", as what is due"
    if hangs_on in _DUTY:
        return replace(draft, status="possible"), ", as what should or could be done"
    if not draft.background and is_asked(page, word):
        return replace(draft, status="possible"), ", as it is asked"
    modals = set(_auxiliaries(page, word))
    if draft.label in _DONE_BY_WILL or not modals & (_WILL | _MAY):
        return draft, ""
    if modals & NOT or page.words[word - 1].lower() in NOT:
        return replace(draft, status="denied"), ", as what will not be"
    status = "planned" if modals & _WILL and "have" not in modals else "possible"
    return replace(
        draft, status=status
    ), ", as what is still to come" if status == "planned" else ", as may be"


def _as_worded(page: Page, word: int) -> tuple[str, str] | None:
    """The status that the words around an act leave it, and a word on that; None where they say nothing."""
    text, first = page.sentence.span.text, page.sentence.span.start
    start, end = (at - first for at in page.offsets[word])
    for pattern, why in _BEFORE:
        if pattern.search(text[:start]):
            return "possible", why
    if _IF_AFTER.match(text[end:]):
        return "possible", ", as on a condition"
    noun = page.upos(word) in ("NOUN", "PROPN")
    if noun and _DUE_AFTER.match(text[end:]):
        return "planned", ", as what is due"
    above = int(page.heads[word]) - 1
    if page.deprel(word) != "xcomp" or page.words[above].lower() not in _ORDERED:
        return None
    passive = any(page.deprel(at) == "nsubj:pass" for at in page.children(above))
    return ("demanded", ", as what somebody is told to do") if passive else None


def _is_weighed(page: Page, word: int) -> bool:
    """Whether something is said of a verb in -ing that holds of it at any time: "Attacking Iran is the only
    way", "freeing them would be a mistake"."""
    if page.upos(word) != "VERB" or not page.words[word].lower().endswith("ing"):
        return False
    above = int(page.heads[word]) - 1
    if above <= word or not page.deprel(word).startswith("csubj"):
        return False
    links = {page.words[at].lower() for at in page.children(above) if word < at < above}
    return not links.isdisjoint(_HOLDS_ALWAYS)


def _will_be(page: Page, word: int) -> bool:
    """Whether a noun for one meeting is the subject of "will": "the visit will be part of a tour"."""
    above = int(page.heads[word]) - 1
    if page.words[word].lower() not in _ONE_MEETING or above <= word or page.deprel(word) != "nsubj":
        return False
    return any(
        page.words[at].lower() in ("will", "'ll", "\u2019ll") and word < at for at in page.children(above)
    )


def _infinitive_of(page: Page, word: int) -> str:
    """The word before it that a verb with "to" hangs on, or that whose object a noun is; "" for none."""
    if page.upos(word) == "NOUN" and page.deprel(word) == "obj":
        word = int(page.heads[word]) - 1
    if word < 1 or page.upos(word) != "VERB" or page.words[word - 1].lower() != "to":
        return ""
    above = int(page.heads[word]) - 1
    return page.words[above].lower() if 0 <= above < word else ""


def is_asked(page: Page, word: int) -> bool:
    """Whether a question that yes or no answers asks whether an act was done: "Did he apologise?"

    What such a question takes for granted, in a noun or in a clause of its own, stands.
    """
    words = [one.lower() for one in page.words]
    first = next((at for at, one in enumerate(words) if one in _ASKING and _begins(page, at)), len(words))
    if "?" not in words[-3:] or first > word:
        return False
    at = word
    if page.upos(word) in ("NOUN", "PROPN"):
        at = int(page.heads[word]) - 1
        if at < 0 or not any(page.deprel(one) == "expl" for one in page.children(at)):
            return False
    while at >= 0 and page.deprel(at).partition(":")[0] in _SUBORDINATE:
        at = int(page.heads[at]) - 1
    return at >= 0 and page.heads[at] == 0


def _begins(page: Page, word: int) -> bool:
    """Whether a word stands first in a sentence, or in what somebody is quoted with."""
    while word and page.upos(word - 1) in ("CCONJ", "ADV", "INTJ"):
        word -= 1
    return word == 0 or (page.upos(word - 1) == "PUNCT" and page.words[word - 1] != ",")


def _auxiliaries(page: Page, word: int) -> Iterator[str]:
    """The auxiliaries and negations of a verb, as far as they stand just before it."""
    if page.upos(word) != "VERB":
        return
    for at in range(max(0, word - _NEAR), word):
        own = int(page.heads[at]) - 1 == word
        if own and (page.deprel(at).startswith("aux") or page.words[at].lower() in NOT):
            yield page.words[at].lower()
