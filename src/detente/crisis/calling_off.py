"""What calls a meeting off or puts it off, and the day of which a text speaks.

"Iran called off the meeting" is read as a refusal to meet, as a meeting that is told as not held, or as both,
of which the refusal counts. A plan that only stands in such a sentence is no plan any more.
"""

import re
from collections.abc import Iterable
from datetime import date

from detente.schema import Event, Span

_LOOKED_AT = 60  # characters before and behind a meeting: an object with its attributes
_CALLS_OFF = re.compile(
    r"\b(?:call\w*(?:\s+\w+){0,3}\s+off|cancel\w*|scrap(?:s|ped|ping)?|abandon\w*|(?:pull\w*|back\w*) out|"
    r"withdr\w+ from|(?:refus|declin)\w* to (?:attend|meet|go|take part|participate|receive)|"
    r"(?:will|would|shall) not (?:\w+ )?(?:attend|meet|go|take part|participate|travel|receive|take place)|"
    r"(?:broke|break)\w*(?:\s+\w+){0,3}\s+off)\b",
    re.IGNORECASE,
)
_PUTS_OFF = re.compile(
    r"\b(?:postpon\w*|reschedul\w*|defer(?:s|red|ring)?|delay\w*|"
    r"(?:put|push)(?:s|ed|ting|ing)?(?:\s+\w+){0,3}\s+(?:off|back))\b",
    re.IGNORECASE,
)
# That nothing is planned: said of a meeting that was, it is put off.
_NONE_PLANNED = re.compile(
    r"\b(?:no|not|n['\u2019]t)\b(?: \w+){0,12}? (?:plan(?:s|ned|ning)?|schedul(?:ed?|ing)|envisaged|foreseen|"
    r"in the works|on the (?:agenda|cards|table)|in sight)\b",
    re.IGNORECASE,
)
_OFF = (_CALLS_OFF, _PUTS_OFF, _NONE_PLANNED)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR = {0: "today|tonight", 1: "tomorrow"}
_WEEK = 7


def says_off(event: Event) -> bool:
    """Whether a record's sentences call something off, or put it off, in so many words."""
    told = (part.text for part in event.grounds.evidence if isinstance(part, Span))
    return any(words.search(text) for text in told for words in _OFF)


def puts_off(event: Event) -> bool:
    """Whether what a record refuses, or tells as not held, is only put off."""
    told = event.grounds.evidence[0]
    if not isinstance(told, Span) or event.trigger is None:
        return False
    if event.type == "REJECT":
        return _PUTS_OFF.match(told.text, event.trigger.start - told.start) is not None
    return _words_near(event, _CALLS_OFF) is None and any(
        _words_near(event, words) is not None for words in (_PUTS_OFF, _NONE_PLANNED)
    )


def find_called_off(events: Iterable[Event]) -> tuple[Event, ...]:
    """The meetings told as not held that are called off, or put off, in the words around them.

    Those whose sentence holds a refusal to meet as well are left to it.
    """
    known = tuple(events)
    refused = {
        event.grounds.evidence[0]
        for event in known
        if event.type == "REJECT" and event.mode == "meet" and event.status == "reported"
    }
    meetings = (event for event in known if event.type == "CONSULT" and event.status == "denied")
    return tuple(
        event
        for event in meetings
        if event.grounds.evidence[0] not in refused
        and any(_words_near(event, words) is not None for words in _OFF)
    )


def is_called_off(action: Span | None, denied: Iterable[Event]) -> bool:
    """Whether the words for an action name a meeting that the words around them call off.

    denied: what the same report tells as not done. "To cancel the visit" is itself what is to be done.
    """
    if action is None:
        return False
    return any(
        event.trigger is not None
        and action.start <= event.trigger.start < action.end
        and (words := _words_near(event, _CALLS_OFF)) is not None
        and not action.start <= words < action.end
        for event in denied
    )


def _words_near(event: Event, words: re.Pattern[str]) -> int | None:
    """Where in its report words begin that stand about a meeting told as not held; None without such."""
    told = event.grounds.evidence[0]
    if event.type != "CONSULT" or event.status != "denied" or event.trigger is None:
        return None
    if not isinstance(told, Span):
        return None
    first, last = event.trigger.start - told.start - _LOOKED_AT, event.trigger.end - told.start + _LOOKED_AT
    found = words.search(told.text, max(first, 0), last)
    return None if found is None else told.start + found.start()


def names_day(event: Event, day: date) -> bool:
    """Whether a record's sentences name a day: by its date or, told in the week before, by its weekday."""
    month, number = _MONTHS[day.month - 1], rf"0?{day.day}(?:st|nd|rd|th)?"
    named = rf"(?:{month}|{month[:3]}\.?)"
    words = rf"\b{named} {number}(?!\w)|\b{number} (?:of )?{named}(?!\w)|\b{day.isoformat()}\b"
    ahead = (day - event.grounds.known_at.date()).days
    if ahead in _NEAR:
        words += rf"|\b(?:{_NEAR[ahead]})\b"
    if 0 < ahead < _WEEK:
        words += rf"|\b{_WEEKDAYS[day.weekday()]}\b"
    told = (part.text for part in event.grounds.evidence if isinstance(part, Span))
    return any(re.search(words, text, re.IGNORECASE) for text in told)
