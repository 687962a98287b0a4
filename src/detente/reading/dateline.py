"""What stands before a sentence and is no part of it: where and when a report was written, by whom."""

import re

from detente.codebook.places import load_gazetteer
from detente.schema import Report, Sentence, Span

_UPPER = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞŠŻŽ"
_CAPITALS = rf"[{_UPPER}][{_UPPER}'’.-]{{2,}}(?: [{_UPPER}][{_UPPER}'’.-]+)*"
_NAME = rf"[{_UPPER}][\w'’.-]+(?: (?:de|la|of|al|el)?\b ?[{_UPPER}][\w'’.-]+){{0,3}}"
_WITHIN = r"(?:, ?[A-Z][^\W\d_]*[^\d,/(\n—–:]*?){0,2}"  # ", Ukraine"
_DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)"
_AGENCY = r"(?: ?\([^)\n]{2,30}\))"
_MARK = r"(?: ?(?:--?|[—–:]) |—)"
# "KYIV, Ukraine, March 3 (Reuters) - ", "ANKARA/BRUSSELS - "; in small letters only with a day or an agency.
_DATELINE = re.compile(
    rf"\s*(?:(?P<place>{_CAPITALS}{_WITHIN})(?:/{_CAPITALS}{_WITHIN})*(?P<told>{_DAY}?{_AGENCY}?)|"
    rf"(?P<town>{_NAME}{_WITHIN})(?:/{_NAME})*(?:{_DAY}{_AGENCY}?|{_AGENCY})){_MARK}"
)
# "10:45 GMT - " of an entry in live coverage
_CLOCK = re.compile(
    r"\s*\[?(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\.?)?(?: ?\(?"
    r"(?:GMT|UTC|CET|CEST|EST|EDT|BST|EET|EEST|MSK)(?: ?[+-]\d{1,2})?\)?)?\]?(?: ?[—–:|-] | )(?=[\"“‘'A-Z])"
)


def find_dateline(report: Report) -> Span | None:
    """The place in a report's dateline, with what it lies in: "KYIV, Ukraine"; of several the first; None
    without one."""
    found = _DATELINE.match(report.text)
    if found is None:
        return None
    return report.span(*found.span("place" if found["place"] else "town"))


def own_start(sentence: Sentence) -> int:
    """How many characters of a sentence come before its own words: a dateline before the first of a report,
    the time before an entry in live coverage."""
    text = sentence.span.text
    found = _DATELINE.match(text) if sentence.index == 0 else None
    if found is not None and not _is_certain(found):
        found = None
    found = found or _CLOCK.match(text)
    return found.end() if found and found.end() < len(text) else 0


def _is_certain(found: re.Match[str]) -> bool:
    """Whether words in capitals are a dateline: with a day or an agency, or the name of a place and a dash.
    Others may speak or be spoken of: "NATO - the alliance", "TRUMP: We"."""
    if found["place"] is None or found["told"]:
        return True
    return not found[0].endswith(": ") and bool(load_gazetteer().find(found["place"].split(",")[0].title()))
