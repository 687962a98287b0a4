"""The tense of the clause that a word stands in: whether a time beside it lies behind or ahead."""

from __future__ import annotations

from typing import Protocol

from detente.reading.times.lexicon import listed

CLIMB = 12  # steps up a tree, so that a broken one ends
AHEAD = frozenset(listed("will 'll wo shall would 'd may might could should must can ca"))
CERTAIN = frozenset(listed("will 'll wo shall"))  # "may have left" is behind, "will have left" ahead
BEHIND = frozenset(listed("was were had did 'd been got"))
PRESENT = frozenset(listed("is are am 's 're 'm has have 've do does be being"))
# Verbs after which an infinitive tells what did happen.
DONE = frozenset(
    listed("managed failed began started continued came went forced helped happened proceeded used had")
)
IRREGULAR = frozenset(
    listed(
        "ate beat became began bent bit bled blew bore bought bound broke brought built burnt came "
        "caught chose clung crept cut dealt drank drew drove fed fell felt fled flew fought found "
        "froze gave got grew had heard held hid hit hung hurt kept knelt knew laid learnt led left "
        "lent lit lost made meant met mistook oversaw overthrew paid pled put quit ran rang read "
        "rebuilt resold rode rose said sang sank sat saw sent set shed shone shook shot shrank shut "
        "slept slew slid sold sought spent split spoke spread sprang stood stole strode struck stuck "
        "stung swam swept swore swung taught thought threw told took tore undertook understood upheld "
        "was went were withdrew withheld withstood woke won wore wound wrote"
    )
)
PARTICIPLES = frozenset(
    listed(
        "been begun beaten bitten blown borne broken chosen come done drawn driven drunk eaten fallen "
        "flown forbidden frozen given gone grown hidden known overthrown ridden risen run seen shaken "
        "shown slain sought spoken stolen struck sunk sworn taken thrown torn undertaken withdrawn "
        "woken won worn written"
    )
)


class Parsed(Protocol):
    """What is asked of a page: its words, their tags and their tree."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def heads(self) -> object: ...
    def upos(self, word: int) -> str: ...
    def deprel(self, word: int) -> str: ...


def read_tense(page: Parsed, word: int) -> str | None:
    """past, present or future: that of the verb nearest above a word; None where there is none."""
    verb = _verb_above(page, word)
    if verb is None:
        return None
    tense = _of_verb(page, verb)
    for _ in range(CLIMB):
        above = _head(page, verb)
        if tense is not None or above is None:
            return tense
        upper = _verb_above(page, above)
        if upper is None:
            return None
        verb, tense = upper, _of_verb(page, upper)
    return tense


def _head(page: Parsed, word: int) -> int | None:
    """The head of a word; None at the root."""
    above = int(page.heads[word]) - 1  # type: ignore[index]
    return above if 0 <= above < len(page.words) and above != word else None


def _verb_above(page: Parsed, word: int) -> int | None:
    """The nearest verb on the way to the root, the word itself included; a noun with a copula counts."""
    at: int | None = word
    for _ in range(CLIMB):
        if at is None:
            return None
        if page.upos(at) in ("VERB", "AUX") or any(
            page.deprel(child) == "cop" for child in _children(page, at)
        ):
            return at
        at = _head(page, at)
    return None


def _children(page: Parsed, word: int) -> list[int]:
    heads = page.heads
    return [child for child in range(len(page.words)) if int(heads[child]) - 1 == word]  # type: ignore[index]


def _of_verb(page: Parsed, verb: int) -> str | None:
    """The tense that a verb and its helpers show; None for a form that shows none."""
    children = _children(page, verb)
    helpers = [page.words[child].lower() for child in children if page.deprel(child)[:3] in ("aux", "cop")]
    form = page.words[verb].lower()
    modals = [helper for helper in helpers if helper in AHEAD and helper != "'d"]
    if modals:
        over = "have" in helpers and not any(modal in CERTAIN for modal in modals)
        return "past" if over else "future"
    if any(page.words[child].lower() == "to" and page.upos(child) == "PART" for child in children):
        return _of_infinitive(page, verb)
    if "going" in form and helpers and any(page.deprel(child) == "xcomp" for child in children):
        return "future"
    if any(helper in BEHIND for helper in helpers):
        return "past"
    if any(helper in ("has", "have", "'ve") for helper in helpers):
        return "past"
    if helpers:
        return "present"
    if form in BEHIND:
        return "past"
    if form in PRESENT:
        return "present"
    if form.endswith("ed") or form in IRREGULAR or form in PARTICIPLES:
        return "past"
    return None if form.endswith("ing") else "present"


def _of_infinitive(page: Parsed, verb: int) -> str:
    """An infinitive looks ahead, unless what governs it says that it was done."""
    above = _head(page, verb)
    done = above is not None and page.words[above].lower() in DONE
    return "past" if done else "future"
