"""Where somebody is sent, which says nothing of whose they are: "the US envoy for Sudan"."""

from __future__ import annotations

from detente.reading.actors.sheet import Sheet

_SENT_WORDS = """
ambassador ambassadors envoy envoys representative representatives rapporteur coordinator negotiator mediator
consul consul-general attache attaché affaires d'affaires d\u2019affaires commissioner nuncio
"""
SENT = frozenset(_SENT_WORDS.split())
WHITHER = frozenset(("for", "to", "in", "at", "on"))
_SERVING = frozenset(
    (("spying", "for"), ("spied", "for"), ("espionage", "for"), ("collaborating", "with"), ("agents", "for"))
)
_TITLE = 7  # words from a place back to the noun: "coordinator for the Middle East peace process"


def is_sent(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a title tells where somebody is sent: "special envoy for Syria"."""
    return any(
        sheet.lower[at] in SENT and not WHITHER.isdisjoint(sheet.lower[at + 1 : at + 2])
        for at in range(start, end)
    )


def is_served(sheet: Sheet, at: int) -> bool:
    """Whether a name that begins at a word is of whom somebody works for in secret: "spying for Israel"."""
    return sheet.lower[max(0, at - 2) : at] in _SERVING


def is_posting(sheet: Sheet, at: int) -> bool:
    """Whether a name that begins at a word is where an envoy is sent, or whom somebody serves in secret."""
    if is_served(sheet, at):
        return True
    behind = False
    for word in range(at - 1, max(-1, at - 1 - _TITLE), -1):
        lower = sheet.lower[word]
        if behind and lower in SENT:
            return True
        if lower in WHITHER:
            behind = True
        elif behind or lower == "and" or sheet.page.upos(word) in ("VERB", "AUX", "PUNCT"):
            return False
    return False
