"""Figures: how many were killed, hurt, missing, displaced, detained or freed, and sums of money."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60,
}  # fmt: skip
# Rough words, bounded as the annotation guide bounds them.
_ROUGH = {"several": (3.0, 9.0), "dozens": (24.0, 99.0), "scores": (40.0, 99.0), "hundreds": (200.0, 999.0)}
_HEDGE = r"(?P<hedge>(?:at least|more than|over|up to|about|around|nearly|almost|as many as) )?"
_NUMBER = rf"{_HEDGE}(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join((*_NUMBERS, *_ROUGH))})"
_PEOPLE = (
    r"(?: (?:other|more|others|local|emergency|(?-i:[A-Z])\w+))*"
    r"(?: (?:people|persons|civilians|soldiers|children|men|women|workers|servicemen|rescuers|residents"
    r"|troops|police officers|prisoners(?: of war)?|hostages|protesters|others|(?-i:[A-Z])\w+s))?"
)
_BE = r"(?: (?:were|was|are|is|have been|has been|had been|reported|confirmed))*"
_RESULTS = {
    "killed": "killed|dead|killing|kill|kills|died",
    "injured": "injured|wounded|injuring|wounding|injures|wounds|hurt",
    "missing": "missing",
    "displaced": "displaced|displacing",
    "detained": "detained|arrested|detaining|arresting",
    "released": "released|freed|releasing|freeing",
}
_ANY_RESULT = re.compile(rf"\b(?:{'|'.join(_RESULTS.values())})\b", re.IGNORECASE)
_OTHER_THINGS = r"(?![\w%-]|[.,]\d| ?(?:percent|per cent|days|hours|drones|missiles|times|vehicles))"
_PATTERNS = tuple(
    (quantity, re.compile(pattern, re.IGNORECASE))
    for quantity, words in _RESULTS.items()
    for pattern in (
        rf"\b{_NUMBER}{_PEOPLE}{_BE} (?:{words})\b",
        rf"\b(?:{words}) {_NUMBER}{_OTHER_THINGS}{_PEOPLE}",
    )
)
_MONEY = re.compile(
    rf"{_HEDGE}(?P<sign>US\$|[$€£])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)"
    r"(?: ?(?P<scale>thousand|million|billion|trillion|bn|m)\b)?"
)
_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
_SCALES = {"thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_UNREAL = re.compile(
    r"\b(?:may|might|could|would|will|can|if|fear|plan|not|no|never|threat\w*|risk\w*)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that a rule has read. start, end: of the number words, in the text that was searched."""

    quantity: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str


def read_counts(text: str) -> Iterator[Count]:
    """The figures of a sentence. People counted in a clause with a modal or a negation are left out."""
    taken: set[int] = set()
    for quantity, pattern in _PATTERNS if _ANY_RESULT.search(text) else ():
        for match in pattern.finditer(text):
            clause = text.rfind(",", 0, match.start()) + 1
            if match.start("number") not in taken and not _UNREAL.search(text, clause, match.end()):
                taken.add(match.start("number"))
                word = match["number"].lower()
                exact = 0.0 if word in _ROUGH else float(_NUMBERS.get(word) or word.replace(",", ""))
                low, high = _ROUGH.get(word) or _bounds(exact, match["hedge"], above=1)
                yield _count(quantity, match, low, high, "persons")
    for match in _MONEY.finditer(text):
        amount = float(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
        low, high = _bounds(amount, match["hedge"], above=0)
        yield _count("amount", match, low, high, _CURRENCIES[match["sign"]])


def _count(quantity: str, match: re.Match[str], low: float | None, high: float | None, unit: str) -> Count:
    start = match.start("hedge") if match["hedge"] else match.start("number" if unit == "persons" else "sign")
    end = match.end("number") if unit == "persons" else match.end()
    return Count(quantity=quantity, start=start, end=end, low=low, high=high, unit=unit)


def _bounds(number: float, hedge: str | None, *, above: int) -> tuple[float | None, float | None]:
    """Bounds of a hedged number. above: what "more than" adds to it; one person, but no sum of money."""
    word = (hedge or "").strip().lower()
    if word in {"more than", "over"}:
        return number + above, None
    if word == "at least":
        return number, None
    return (None, number) if word in {"up to", "as many as", "nearly", "almost"} else (number, number)
