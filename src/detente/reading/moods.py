"""What grammar alone tells of an act: that it is asked about, still to come, or did not come about.

Such an act is never told as done, whatever the model says of its status.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page

_WILL = frozenset(("will", "wo", "shall", "'ll", "\u2019ll", "would", "'d", "\u2019d"))
_MAY = frozenset(("may", "might", "could", "can", "ca", "cannot", "should"))
_NOT = frozenset(("not", "n't", "n\u2019t", "never"))
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
_FIRE, _HOLDS = "fire", frozenset(("hold", "holds", "held", "holding"))
_HELD = 3  # words between holding and fire: "hold their own fire"
_HEADING = 5  # words
_FINITE = ("VERB", "AUX")
_BODIES = frozenset(("body", "bodies", "remains", "corpse", "corpses", "wreckage", "debris"))
_FINDING = re.compile(r"(?:recover|retriev|found|find|discover)\w*", re.IGNORECASE)
_OFF = re.compile(
    r"^(?:\s+[\w'\u2019-]+){0,8}?\s+(?:fell through|falls through|fallen through|came to nothing|"
    r"(?:did|does|do|will|would|has|have|had|is|are|was|were)(?: not|n['\u2019]t| never) (?:\w+ )?"
    r"(?:tak(?:e|en|ing) place|happen(?:ed|ing)?|go(?:ne|ing)? ahead)\b|"
    r"never (?:took place|happened|went ahead|came about))",
    re.IGNORECASE,
)
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


def in_its_mood(page: Page, draft: Draft) -> tuple[Draft, str]:
    """An event's draft with the status that the grammar of its sentence leaves it, and a word on that."""
    if draft.status in ("reported", "planned") and _is_off(page, draft):
        return replace(draft, status="denied"), ", as it did not come about"
    if draft.status != "reported":
        return draft, ""
    word = draft.anchor[0]
    letting = draft.label in _NOT_LETTING and _LETTING.fullmatch(page.words[word])
    if draft.label not in _NOT_DOING and not letting:
        if is_upon_nobody(page, word):
            return replace(draft, status="denied"), ", as it befell nobody"
        if is_not_done(page, word):
            return replace(draft, status="denied"), ", as it was not done"
    if is_disclaimed(page, draft) or is_disowned(page, word):
        return replace(draft, status="denied"), ", as it is disclaimed or waved off"
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
    if modals & _NOT or page.words[word - 1].lower() in _NOT:
        return replace(draft, status="denied"), ", as what will not be"
    status = "planned" if modals & _WILL and "have" not in modals else "possible"
    return replace(
        draft, status=status
    ), ", as what is still to come" if status == "planned" else ", as may be"


def is_no_act(page: Page, draft: Draft) -> bool:
    """Whether words that read as an act are a heading ("DETENTIONS"), or tell of the dead being found."""
    word = draft.anchor[0]
    if len(page.words) <= _HEADING and page.sentence.span.text.isupper():
        return not any(page.upos(at) in _FINITE for at in range(len(page.words)))
    if draft.label != "COERCE" or not _FINDING.fullmatch(page.words[word]):
        return False
    passive = any(page.deprel(at) == "nsubj:pass" for at in _children(page, word))
    parts = ("nsubj:pass",) if passive else ("obj",)
    return any(page.words[at].lower() in _BODIES and page.deprel(at) in parts for at in _children(page, word))


def is_held_fire(page: Page, draft: Draft) -> bool:
    """Whether fire is held and not opened: "the army held its fire"."""
    word = draft.anchor[0]
    before = {one.lower() for one in page.words[max(0, word - _HELD) : word]}
    after = {one.lower() for one in page.words[word + 1 : word + 1 + _HELD]}
    own = page.words[word].lower()
    return (own == _FIRE and bool(_HOLDS & before)) or (own in _HOLDS and _FIRE in after)


def is_upon_nobody(page: Page, word: int) -> bool:
    """Whether a verb has nobody or nothing for its object or subject: "shot at no one"."""
    if page.upos(word) != "VERB":
        return False
    return any(_is_none(page, at) for at in _children(page, word) if page.deprel(at) in _UPON)


def _is_none(page: Page, word: int) -> bool:
    """Whether a noun stands for nobody, or for no one of a kind; "with no losses" is no such noun."""
    own = page.words[word].lower()
    before = page.words[word - 1].lower() if word else ""
    if own in _NOBODY or (own == "one" and before == "no"):
        return _BUT.isdisjoint(one.lower() for one in page.words[word + 1 :])
    return page.deprel(word) != "obl" and any(
        page.words[at].lower() == "no" and at < word and page.words[at + 1].lower() not in _NO_COUNT
        for at in _children(page, word)
    )


def is_not_done(page: Page, word: int) -> bool:
    """Whether a verb, or the one that it is joined to by "or", is negated: "did not withdraw or disarm"."""
    if page.upos(word) != "VERB" or not _NOT_ALL.isdisjoint(one.lower() for one in page.words[word - 1 :]):
        return False
    first = int(page.heads[word]) - 1
    joined = page.deprel(word) == "conj" and any(
        page.words[at].lower() in ("or", "nor") for at in _children(page, word)
    )
    return _is_negated(page, word) or (joined and first >= 0 and _is_negated(page, first))


def _is_negated(page: Page, word: int) -> bool:
    """Whether "did not" or "has not" stands before a verb, at most an adverb between."""
    last = word - 2 if page.upos(word - 1) == "ADV" and page.words[word - 1].lower() not in _NOT else word - 1
    return last > 0 and page.words[last].lower() in _NOT and page.words[last - 1].lower() in _DID


def is_disowned(page: Page, word: int) -> bool:
    """Whether an act stands in what a report or claim says that is waved off: "denied reports that"."""
    while page.heads[word] and page.deprel(word).partition(":")[0] in ("conj", "xcomp", "ccomp"):
        word = int(page.heads[word]) - 1
    told = int(page.heads[word]) - 1
    if told < 0 or page.deprel(word) != "acl" or not _TOLD.fullmatch(page.words[told]):
        return False
    if not any(page.words[at].lower() == "that" and at < word for at in _children(page, word)):
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
    subjects = [at for at in _children(page, denies) if page.deprel(at) == "nsubj"]
    return any(start <= at < end for start, end in draft.spans.get("by", ()) for at in subjects)


def _is_weighed(page: Page, word: int) -> bool:
    """Whether something is said of a verb in -ing that holds of it at any time: "Attacking Iran is the only
    way", "freeing them would be a mistake"."""
    if page.upos(word) != "VERB" or not page.words[word].lower().endswith("ing"):
        return False
    above = int(page.heads[word]) - 1
    if above <= word or not page.deprel(word).startswith("csubj"):
        return False
    links = {page.words[at].lower() for at in _children(page, above) if word < at < above}
    return not links.isdisjoint(_HOLDS_ALWAYS)


def _will_be(page: Page, word: int) -> bool:
    """Whether a noun for one meeting is the subject of "will": "the visit will be part of a tour"."""
    above = int(page.heads[word]) - 1
    if page.words[word].lower() not in _ONE_MEETING or above <= word or page.deprel(word) != "nsubj":
        return False
    return any(
        page.words[at].lower() in ("will", "'ll", "\u2019ll") and word < at for at in _children(page, above)
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
        if at < 0 or not any(page.deprel(one) == "expl" for one in _children(page, at)):
            return False
    while at >= 0 and page.deprel(at).partition(":")[0] in _SUBORDINATE:
        at = int(page.heads[at]) - 1
    return at >= 0 and page.heads[at] == 0


def _begins(page: Page, word: int) -> bool:
    """Whether a word stands first in a sentence, or in what somebody is quoted with."""
    while word and page.upos(word - 1) in ("CCONJ", "ADV", "INTJ"):
        word -= 1
    return word == 0 or (page.upos(word - 1) == "PUNCT" and page.words[word - 1] != ",")


def _is_off(page: Page, draft: Draft) -> bool:
    """Whether a noun for an act is the subject of words that say that nothing came of it."""
    word = draft.anchor[0]
    if page.upos(word) not in ("NOUN", "PROPN") or not page.deprel(word).startswith("nsubj"):
        return False
    end = page.offsets[word][1]
    return _OFF.match(page.report.text[end : page.sentence.span.end]) is not None


def _auxiliaries(page: Page, word: int) -> Iterator[str]:
    """The auxiliaries and negations of a verb, as far as they stand just before it."""
    if page.upos(word) != "VERB":
        return
    for at in range(max(0, word - _NEAR), word):
        own = int(page.heads[at]) - 1 == word
        if own and (page.deprel(at).startswith("aux") or page.words[at].lower() in _NOT):
            yield page.words[at].lower()


def _children(page: Page, word: int) -> Iterator[int]:
    return (at for at in range(len(page.words)) if int(page.heads[at]) - 1 == word)
