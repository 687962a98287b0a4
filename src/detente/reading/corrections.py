"""What is told only to be taken back: "an earlier version said that ...", "it is untrue that ...".

And editors' notes, which speak of the report and not of the world: "Updated with reaction from Oslo".
"""

import re

from detente.reading.drafts import Draft
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
    r"(?:\w+ly\s+|likewise\s+|pure\s+|sheer\s+|utter\s+|an?\s+)*(?:untrue|false|incorrect|unfounded|groundless|"
    r"baseless|fabricat(?:ed|ions?)|invented|inventions?|falsehoods?|nonsense|lies?\b(?! in\b)|"
    r"devoid of (?:\w+\W+){0,4}(?:basis|foundation|truth|substance)|"
    r"without (?:any |all )?(?:basis|foundation|truth|substance|merit)|not (?:true|correct))"
)
_WRONG = r"(?:\w+ly\s+)?(?:wrong|mistaken|an error|a mistake|not (?:so|the case))"
_BE = r"(?:is|are|was|were|be|been|proved|turned out to be)"
_BEFORE = re.compile(
    rf"\b(?:it\s+{_BE}\s+{_FALSE}\s+that|no truth (?:in|to)\b|"
    r"(?:wrongly|falsely|mistakenly|erroneously|incorrectly)\s+(?:report|sa[iy]|stat|claim|writ|wrote|announc)\w*|"
    r"false (?:report|claim|rumour|rumor)s?\s+(?:that|of))[^;:]*$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:at no (?:time|point|stage|moment)|on no occasion|in no way|by no means)\s+"
    r"(?:did|do|does|was|were|has|have|had)\b[^,;:]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"^[^.;:]*?(?:\b{_BE}\s+{_FALSE}\b|\bha(?:s|ve|d)\s+no\s+(?:\w+\s+){{0,3}}(?:basis|foundation|truth)\b|[,;–—-]\s*(?:but\s+|and\s+)?(?:that|this|which|it)\s+{_BE}\s+"
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


_ITSELF_SAID = frozenset(("ACCUSE", "REJECT"))  # acts that are done even where what they say is false


def denied_because(
    page: Page, draft: Draft, saying: Statement | None, trigger: Span, following: str
) -> tuple[str, bool] | None:
    """Why an act that reads as done is told as not done, and whether whoever tells of the saying denies it,
    rather than who is quoted; None where it stands.

    following: the words after the sentence.
    """
    sentence = page.sentence.span
    if is_taken_back(saying):
        return ", as what is taken back", False
    if draft.label not in _ITSELF_SAID and is_called_wrong(sentence, trigger):
        return ", as what is called wrong", True
    if is_unreached(sentence, trigger):
        return ", as it was not reached", False
    if draft.label == "CONSULT" and is_called_off(following):
        return ", as the next sentence calls it off", False
    if draft.label == "CONSULT" and is_put_off(page, draft.anchor[0]):
        return ", as it was called off or put off", False
    return None


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


def is_taken_back(saying: Statement | None) -> bool:
    """Whether the words for saying something say that it was wrongly said, or is said no more."""
    if saying is None:
        return False
    speaker = saying.speaker.text if saying.speaker is not None else ""
    return bool(_EARLIER.search(speaker) or (saying.cue is not None and _TAKES_BACK.search(saying.cue.text)))


def is_called_wrong(sentence: Span, trigger: Span) -> bool:
    """Whether the words around an act say that it was wrongly told: "the claim that ... is baseless", or that
    it was never done: "at no time did ..."."""
    before = sentence.text[: trigger.start - sentence.start]
    after = sentence.text[trigger.end - sentence.start :]
    found = (_BEFORE.search(before), _NEVER.search(before), _AFTER.search(after))
    return any(one is not None for one in found)
