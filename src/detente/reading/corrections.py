"""What is told only to be taken back: "an earlier version said that ...", "it is untrue that ...".

And editors' notes, which speak of the report and not of the world: "Updated with reaction from Oslo".
"""

import re

from detente.reading.page import Page
from detente.schema import Span, Statement

_TAKES_BACK = re.compile(r"withdr[ae]w|retract|recant|disavow|\bt(?:ak|ook)\w* back\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:earlier|previous|prior|original|first|initial)\s+(?:version|edition)\b|"
    r"\b(?:earlier|previous|prior|original|first|initial)\s+(?:report|article|story|dispatch)\s+(?:by|in|of)\s+"
    r"(?:this|our|the)\b",
    re.IGNORECASE,
)
_FALSE = (
    r"(?:\w+ly\s+)?(?:untrue|false|incorrect|unfounded|baseless|fabricated|invented|not (?:true|correct))"
)
_WRONG = r"(?:\w+ly\s+)?(?:wrong|mistaken|an error|a mistake|not (?:so|the case))"
_BE = r"(?:is|are|was|were|be|been|proved|turned out to be)"
_BEFORE = re.compile(
    rf"\b(?:it\s+{_BE}\s+{_FALSE}\s+that|no truth (?:in|to)\b|"
    r"(?:wrongly|falsely|mistakenly|erroneously|incorrectly)\s+(?:report|sa[iy]|stat|claim|writ|wrote|announc)\w*|"
    r"false (?:report|claim|rumour|rumor)s?\s+(?:that|of))[^;:]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"^[^.;:]*?(?:\b{_BE}\s+{_FALSE}\b|[,;–—-]\s*(?:but\s+|and\s+)?(?:that|this|which|it)\s+{_BE}\s+"
    rf"(?:{_FALSE}|{_WRONG})\b)",
    re.IGNORECASE,
)

_OFF = r"(?:cancel\w*|call(?:ed|s|ing)? off|scrapp\w*|shelv\w*|abandon\w*)"
_CALLED_OFF = re.compile(
    rf"^[^.!?;]{{0,80}}?\b(?:{_OFF}\s+(?:it|them)|(?:cal(?:led|ls|ling))\s+(?:it|them)\s+off|"
    rf"(?:it|they)\s+(?:is|are|was|were|has been|had been|have been)\s+(?:\w+ly\s+|then\s+|now\s+)?{_OFF})\b",
    re.IGNORECASE,
)
_NOT_OFF = re.compile(
    r"\b(?:not|never|refus\w*|declin\w*|den(?:y|ied|ies)|without|if|whether|may|might|could)\b|n[\u2019']t\b",
    re.IGNORECASE,
)


# Before the name of an act, with an article and two words that describe it at most.
_UNREACHED = re.compile(
    r"\b(?:no (?:closer|nearer) to|(?:fall|fell|stop|stopp)\w* short of|"
    r"without (?:reaching|agreeing(?: on)?|signing)|"
    r"fail\w* to (?:reach|agree(?: on)?|sign|secure|broker|produce|win|obtain))\s+"
    r"(?:(?:an?|the|any)\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_UNDERGOES = ("nsubj:pass", "obj")
_PUT_OFF = re.compile(
    r"postpone[sd]?|postponing|cancell?(?:s|ed|ing)?|scrap(?:s|ped|ping)?|deferr?(?:s|ed|ing)?"
)
_WITH_OFF = re.compile(r"puts?|putting|call(?:s|ed|ing)?|push(?:es|ed|ing)?")
_NOTS = frozenset(("not", "n't", "n\u2019t", "never", "nearly", "almost"))
_NOTE = re.compile(
    r"\W*(?:updat(?:ed|es) (?:with|to include|to add|throughout)\b|"
    r"(?:adds|recasts|refiles|writes through) (?:with |throughout\b|"
    r"(?:new |more |further )?(?:lead|paragraphs?|headline|dateline|byline|quotes?|details?|comments?|"
    r"background|reactions?|context)\b)|"
    r"(?:additional |further )?(?:reporting|writing|editing) by\b|"
    r"this (?:story|article|report|page|post) (?:has been|was|will be) (?:updated|amended|edited)\b)",
    re.IGNORECASE,
)


def is_editors_note(sentence: Span) -> bool:
    """Whether a sentence is a note on the report itself, in the wording of news agencies."""
    return _NOTE.match(sentence.text) is not None


def is_called_off(following: str) -> bool:
    """Whether the words after a sentence say that what it spoke of was called off: "He has cancelled it." """
    found = _CALLED_OFF.match(following.lstrip(' \n\r\t"\u201d'))
    return found is not None and _NOT_OFF.search(found[0]) is None


def is_put_off(page: Page, word: int) -> bool:
    """Whether a noun for a meeting is what is called off, or put off: "the talks were postponed"."""
    head = int(page.heads[word]) - 1
    if head < 0 or page.upos(word) not in ("NOUN", "PROPN") or page.deprel(word) not in _UNDERGOES:
        return False
    verb = page.words[head].lower()
    particles = {
        page.words[at].lower()
        for at in range(head + 1, len(page.words))
        if int(page.heads[at]) - 1 == head and page.deprel(at) == "compound:prt"
    }
    off = _PUT_OFF.fullmatch(verb) or (_WITH_OFF.fullmatch(verb) and particles & {"off", "back"})
    negated = any(
        int(page.heads[at]) - 1 == head and page.words[at].lower() in _NOTS for at in range(len(page.words))
    )
    return bool(off) and not negated


def is_unreached(sentence: Span, trigger: Span) -> bool:
    """Whether an act is named as what nobody came to: "came no closer to a ceasefire"."""
    return _UNREACHED.search(sentence.text[: trigger.start - sentence.start]) is not None


def is_taken_back(saying: Statement | None, sentence: Span, trigger: Span) -> bool:
    """Whether an act is told as what was wrongly said: by the words for saying it or those around it."""
    if saying is not None:
        speaker = saying.speaker.text if saying.speaker is not None else ""
        if _EARLIER.search(speaker) or (saying.cue is not None and _TAKES_BACK.search(saying.cue.text)):
            return True
    before = sentence.text[: trigger.start - sentence.start]
    after = sentence.text[trigger.end - sentence.start :]
    return _BEFORE.search(before) is not None or _AFTER.search(after) is not None
