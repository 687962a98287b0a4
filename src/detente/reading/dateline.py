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
# A note in other type or brackets, a correction, and a headline or byline, which no stop ends.
_ABOVE_IT = re.compile(
    r"\s*(?:(?:[*_(\[]|correct\w*\b|clarif\w+|updat\w+|editor\S* note)[^\n]{0,600}|"
    r"[^\n]{0,200}[^\s.!?\"”'’)])[ \t]*\n\s*\n",
    re.IGNORECASE,
)
_PARAGRAPHS = 3  # that may stand above a dateline
_ABOVE = 12  # sentences among which a dateline may stand
# "10:45 GMT - " of an entry in live coverage
_CLOCK = re.compile(
    r"\s*\[?(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\.?)?(?: ?\(?"
    r"(?:GMT|UTC|CET|CEST|EST|EDT|BST|EET|EEST|MSK)(?: ?[+-]\d{1,2})?\)?)?\]?(?: ?[—–:|-] | )(?=[\"“‘'A-Z])"
)


def find_dateline(report: Report) -> Span | None:
    """The place in a report's dateline, with what it lies in: "KYIV, Ukraine"; of several the first; None
    without one. A headline, a byline or a note may stand above it."""
    found = _match(report.text)
    if found is None:
        return None
    return report.span(*found.span("place" if found["place"] else "town"))


def own_start(report: Report, sentence: Sentence) -> int:
    """How many characters of a sentence come before its own words: the dateline of its report, the time
    before an entry in live coverage."""
    text, start = sentence.span.text, sentence.span.start
    line = _match(report.text) if sentence.index < _ABOVE else None
    if line is not None and start <= line.start() < sentence.span.end and _is_certain(line):
        end = line.end() - start
    else:
        clock = _CLOCK.match(text)
        end = clock.end() if clock else 0
    return end if end < len(text) else 0


def _match(text: str) -> re.Match[str] | None:
    """The dateline of a text: at its beginning, or, if it is certain, behind what stands above a report."""
    found = _DATELINE.match(text)
    found = found if found and _is_place(found) else None
    begin = 0
    for _ in range(_PARAGRAPHS):
        above = _ABOVE_IT.match(text, begin)
        if found is not None or above is None:
            return found
        begin = above.end()
        later = _DATELINE.match(text, begin)
        found = later if later and _is_place(later) and _is_certain(later) else None
    return found


def _is_place(found: re.Match[str]) -> bool:
    """Whether a word in small letters with a colon behind is a town's name: "Correction, May 25: " not."""
    return not found["town"] or not found[0].endswith(": ") or bool(load_gazetteer().find(found["town"]))


def _is_certain(found: re.Match[str]) -> bool:
    """Whether words in capitals are a dateline: with a day or an agency, or the name of a place and a dash.
    Others may speak or be spoken of: "NATO - the alliance", "TRUMP: We"."""
    if found["place"] is None or found["told"]:
        return True
    return not found[0].endswith(": ") and bool(load_gazetteer().find(found["place"].split(",")[0].title()))
