"""Which mentions are earlier history: what the reader marked as such, and what a text only reminds of.

"Despite the invasion", "since the 2014 annexation" and "the anniversary of the attack" tell nothing new: the
writer takes the act as known. Such a mention is no news of the day it is printed on, and dates no act.
"""

import re

from detente.schema import Event, Span

_LOOKED_AT = 80  # characters before a trigger: a preposition and half a dozen words
_MODIFIERS = r"(?:(?!(?:and|or|but|to|of)\b)[\w'’.-]+\s+){0,5}"
_REMINDS = re.compile(
    r"\b(?:despite|in spite of|notwithstanding|anniversary of|years? (?:after|since)|ever since|since)\s+"
    rf"{_MODIFIERS}$",
    re.IGNORECASE,
)
_OF_A_DAY = re.compile(r"\b(?:in|on|of)\s+$")  # "in 2014": a date, and no modifier of the act
_YEAR = re.compile(rf"\b((?:1[89]|20)\d\d)\s+{_MODIFIERS}$")
_NOUN = re.compile(r"(?<!ed)$")  # a finite past tense tells; a name of an act reminds


def is_history(event: Event) -> bool:
    """Whether a mention only reminds of an act, so that it is no news."""
    if event.background:
        return True
    evidence = event.grounds.evidence[0]
    if event.trigger is None or not isinstance(evidence, Span) or not _NOUN.search(event.trigger.text):
        return False
    before = evidence.text[: event.trigger.start - evidence.start][-_LOOKED_AT:]
    year = _YEAR.search(before)
    if year is not None and int(year.group(1)) < event.grounds.known_at.year:
        return _OF_A_DAY.search(before[: year.start()]) is None
    return _REMINDS.search(before) is not None
