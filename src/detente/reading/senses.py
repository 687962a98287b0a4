"""Words that mean one thing here and another there: a strike of arms or of work, leaving office or town."""

import re
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page

_STRIKE = frozenset(("strike", "strikes"))
_LEAVES = frozenset(("left", "leave", "leaves", "leaving", "departed", "departs", "depart"))
_FORCES = frozenset(("troops", "forces", "soldiers", "army", "fighters", "rebels", "units"))
_SHOT_AT = frozenset(("on", "upon", "at", "into", "toward", "towards"))
_DEFUSED = frozenset(("defuse", "defuses", "defused", "defusing"))  # a bomb
_SOON = 4  # words behind a verb
_PEOPLE = ("person", "nominal")  # kinds of mentions
_HELD_WORDS = """
knife knives gun guns pistol pistols revolver rifle firearm firearms weapon machete machetes sword axe
hammer bat stick sticks club clubs bottle razor dagger
"""
_HELD = frozenset(_HELD_WORDS.split())
_ARMS = re.compile(
    r"\b(?:missiles?|rockets?|drones?|air(?: |-)?strikes?|bomb(?:s|ed|ing|ings|ardment)?|shell(?:s|ed|ing)|"
    r"artillery|howitzers?|mortars?|warplanes?|fighter jets?|warheads?|air raids?|military|"
    r"nuclear (?:weapons?|arms|sites?|facilit(?:y|ies)|programmes?|programs?))\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:unions?|(?<!aid )(?<!health )(?<!relief )(?<!rescue )workers?|labou?r|walk-?outs?|wages?|salaries|"
    r"employees?|employers?|on strike|strikers?|teachers?|miners?|dockers?|stay-?aways?|"
    r"(?:general|hunger|sit-down|rail|transport|port|nationwide|warning|students['’]?) strikes?)\b",
    re.IGNORECASE,
)
_SERVICES = re.compile(
    r"\b(?:drivers?|nurses|doctors|crews?|staff|rail\w*|underground|tube|metro|bus(?:es)?|airlines?|postal|"
    r"couriers|farmers|truckers|civil servants)\b",
    re.IGNORECASE,
)

_FIRE, _HOLDS = "fire", frozenset(("hold", "holds", "held", "holding"))
_HOLDING = 3  # words between holding and fire: "hold their own fire"
_HEADING = 5  # words
_FINITE = ("VERB", "AUX")
_BODIES = frozenset(("body", "bodies", "remains", "corpse", "corpses", "wreckage", "debris"))
_FINDING = re.compile(r"(?:recover|retriev|found|find|discover)\w*", re.IGNORECASE)


def is_told_otherwise(page: Page, draft: Draft) -> bool:
    """Whether words that read as an act are none: a departure, a dismissal, a heading, the finding of the
    dead; a vow that is a weapon in somebody's hand."""
    if draft.layer == "commitments":
        return is_held_weapon(page, draft)
    harmless = draft.label == "ASSAULT" and page.words[draft.anchor[0]].lower() in _DEFUSED
    return harmless or is_departure(page, draft) or is_dismissal(page, draft) or is_no_act(page, draft)


def is_held_weapon(page: Page, draft: Draft) -> bool:
    """Whether somebody is threatened with what is held in a hand, which promises nothing: "with a knife"."""
    action = draft.one("action")
    if action is None or page.words[page.head(action)].lower() not in _HELD:
        return False
    return "with" in (page.words[at].lower() for at in range(max(0, action[0] - 1), action[0] + 1))


def is_dismissal(page: Page, draft: Draft) -> bool:
    """Whether somebody is fired from work: "he was fired", "the firing of his wife". Nobody is fired in war,
    but fired at."""
    word = draft.anchor[0]
    own = [at for at in range(len(page.words)) if int(page.heads[at]) - 1 == word]
    if draft.label == "ASSAULT" and page.words[word].lower() == "firing" and page.upos(word) == "NOUN":
        return any(at > word and page.deprel(at) == "nmod" and _is_one_person(page, at) for at in own)
    if draft.label != "ASSAULT" or page.words[word].lower() != "fired":
        return False
    passive = any(page.deprel(at) == "aux:pass" for at in own)
    upon = any(page.words[at].lower() in _SHOT_AT for at in range(word + 1, min(word + 2, len(page.words))))
    return passive and not upon and any(end <= word for _, end in draft.spans.get("to", ()))


def _is_one_person(page: Page, word: int) -> bool:
    """Whether "of" one person, by name or noun, ends in a word; soldiers and missiles are fired otherwise."""
    of = any(
        int(page.heads[at]) - 1 == word and page.words[at].lower() == "of" and page.deprel(at) == "case"
        for at in range(word)
    )
    held = (kind for kind, start, end in page.mentions if start <= word < end)
    return of and any(kind in _PEOPLE for kind in held) and not page.words[word].lower().endswith("s")


def is_departure(page: Page, draft: Draft) -> bool:
    """Whether somebody is only said to travel: "has left for Athens" is no retreat and no resignation."""
    after = [word.lower() for word in page.words[draft.anchor[0] + 1 : draft.anchor[0] + _SOON]]
    leaves = draft.label == "RETREAT" and page.words[draft.anchor[0]].lower() in _LEAVES
    return leaves and "for" in after and not _FORCES & set(page.words[: draft.anchor[0]])


def as_meant(page: Page, draft: Draft) -> Draft:
    """A strike as an attack, in a report that speaks of weapons and not of work; and held fire as none."""
    report = page.report
    if draft.label == "ASSAULT" and is_held_fire(page, draft):
        return replace(draft, label="RETREAT", mode=None)
    if draft.label != "PROTEST" or page.words[draft.anchor[0]].lower() not in _STRIKE:
        return draft
    if _WORK.search(f"{report.title or ''} {report.text}"):
        return draft
    if _ARMS.search(report.text) is None and not _is_upon_place(page, draft.anchor[0]):
        return draft
    return replace(draft, label="ASSAULT", mode=None)


def _is_upon_place(page: Page, word: int) -> bool:
    """Whether a noun stands with "on" or "against" and a place: "the strike on Belgorod", not "the strike by
    drivers on the Underground"."""
    if _SERVICES.search(page.report.text):
        return False
    start = word + 2 + (page.words[word + 2 : word + 3] == ("the",))
    upon = page.words[word + 1 : word + 2] in (("on",), ("against",))
    return upon and any(kind == "place" and first == start for kind, first, _ in page.mentions)


def is_no_act(page: Page, draft: Draft) -> bool:
    """Whether words that read as an act are a heading ("DETENTIONS"), or tell of the dead being found."""
    word = draft.anchor[0]
    if len(page.words) <= _HEADING and page.sentence.span.text.isupper():
        return not any(page.upos(at) in _FINITE for at in range(len(page.words)))
    if draft.label != "COERCE" or not _FINDING.fullmatch(page.words[word]):
        return False
    passive = any(page.deprel(at) == "nsubj:pass" for at in page.children(word))
    parts = ("nsubj:pass",) if passive else ("obj",)
    return any(page.words[at].lower() in _BODIES and page.deprel(at) in parts for at in page.children(word))


def is_held_fire(page: Page, draft: Draft) -> bool:
    """Whether fire is held and not opened: "the army held its fire"."""
    word = draft.anchor[0]
    before = {one.lower() for one in page.words[max(0, word - _HOLDING) : word]}
    after = {one.lower() for one in page.words[word + 1 : word + 1 + _HOLDING]}
    own = page.words[word].lower()
    return (own == _FIRE and bool(_HOLDS & before)) or (own in _HOLDS and _FIRE in after)
