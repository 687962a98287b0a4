"""People whom words of their own put outside of the country a page is set in: "foreign nationals"."""

from __future__ import annotations

from detente.codebook.entities import Noun
from detente.reading.actors.settings import Setting
from detente.reading.actors.sheet import Sheet

# Adjectives for those who come from anywhere, or from a part of the world with many countries.
_FROM_ELSEWHERE_WORDS = """
foreign overseas expatriate foreign-born non-resident international multinational african european asian
western
"""
_FROM_ELSEWHERE = frozenset(_FROM_ELSEWHERE_WORDS.split())
_STRANGERS = frozenset(("foreigner", "expatriate", "expat", "foreign worker", "foreign fighter"))
_SUCH = frozenset(("the", "his", "her", "its", "their", "our", "both"))
_COMING = frozenset(("visitor", "visitors", "guest", "guests", "host", "hosts", "foreigner", "foreigners"))
_GONE_WORDS = """
been come came arrive arrived arriving travel traveled travelled traveling travelling fly flew flown return
returned returning enter entered visit visited fled originate originated transited
"""
_GONE = frozenset(_GONE_WORDS.split())
_DESCRIBING = ("ADJ", "NOUN", "PROPN", "NUM")
_REACH = 3  # words before a noun


def is_foreign(sheet: Sheet, noun: Noun | None, start: int, word: int) -> bool:
    """Whether a noun, or adjectives before it, say that those it names are from elsewhere, or the guests or
    hosts of others. start: of the mention."""
    guest = sheet.lower[word] in _COMING and word > 0 and sheet.lower[word - 1] in _SUCH
    if guest or (noun is not None and noun.id in _STRANGERS):
        return True
    for at in range(max(0, min(start, word - _REACH)), word):
        describes = all(sheet.page.upos(one) in _DESCRIBING for one in range(at, word))
        if describes and sheet.lower[at] in _FROM_ELSEWHERE and sheet.lower[at + 1] != "-":
            return True
    return False


def were_there(sheet: Sheet, place: Setting, word: int) -> bool:
    """Whether a place is where those whom a noun names have been: "travelers who have been in Peru"."""
    at, gone = place.start, False
    for _ in range(_REACH + 1):
        gone = gone or sheet.lower[at] in _GONE
        head = int(sheet.page.heads[at]) - 1
        if sheet.page.deprel(at).startswith("acl"):
            beside = range(max(0, word), max(word, at) + 1)
            return head == word and (gone or any(sheet.lower[one] in _GONE for one in beside))
        if head < 0:
            return False
        at = head
    return False


def is_of_one_clause(sheet: Sheet, one: int, other: int) -> bool:
    """Whether two words hang on the same verb, or one on the other."""
    return _verb(sheet, one) == _verb(sheet, other)


def _verb(sheet: Sheet, word: int) -> int:
    """The verb that a word hangs on; the root where there is none."""
    while sheet.page.upos(word) != "VERB" and int(sheet.page.heads[word]):
        word = int(sheet.page.heads[word]) - 1
    return word
