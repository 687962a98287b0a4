"""Number words as bounds: "at least 12", "dozens", "between 5 and 7", "$2.5 billion"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UNIT_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_UNITS = _UNIT_WORDS.split()
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TEN_WORDS.split()
_WORDS = {word: float(number) for number, word in enumerate(_UNITS)}
_WORDS |= {word: float(10 * number) for number, word in enumerate(_TENS, start=2)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "dozen": 12.0,
}  # fmt: skip
# Rough words, bounded as the annotation guide bounds them.
_ROUGH = {
    "couple": (2.0, 2.0), "few": (3.0, 9.0), "several": (3.0, 9.0), "dozens": (24.0, 99.0),
    "scores": (40.0, 99.0), "hundreds": (200.0, 999.0), "thousands": (2e3, 9999.0),
    "millions": (2e6, 999e6), "billions": (2e9, 999e9),
}  # fmt: skip
_TENS_OF = (20.0, 99.999)  # "tens of thousands": from 20,000 to 99,999
_ABOVE = re.compile(r"\b(?:more than|over|above|exceed\w*|surpass\w*|upwards of|in excess of)\b")
_LEAST = re.compile(r"\b(?:at least|no fewer than|no less than|not less than|minimum of)\b|\+|\bor more\b")
_MOST = re.compile(r"\b(?:up to|as many as|as much as|at most|no more than|maximum of)\b")
_BELOW = re.compile(r"\b(?:fewer than|less than|under|below)\b")
_CURRENCY_WORDS = """
AMD dram
AUD au$, a$, australian dollar
AZN manat
BDT taka
BRL real
CAD c$, canadian dollar
CHF franc
CNY yuan, renminbi
ETB birr
EUR €, euro
GBP £, pound
GEL lari
GHS cedi
HKD hk$
HNL lempira
HUF forint
IDR rupiah
ILS ₪, shekel
INR ₹, rs, rupee
JPY ¥, yen
KRW ₩, won
KZT tenge
MYR ringgit
NGN ₦, naira
NZD nz$
PGK kina
PHP ₱
PLN zloty
RUB ₽, rouble, ruble
SAR riyal
THB baht
TRY ₺, lira
UAH ₴, hryvnia
USD us$, $, dollar
VES bolivar
VND dong
ZAR rand
"""
_CURRENCIES = tuple(
    (sign, line[:3]) for line in _CURRENCY_WORDS.split("\n") if line for sign in line[4:].split(", ")
)
_HYPHENS = frozenset(("-", "\u2010", "\u2011"))
_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[a-z]+")


_COUNTED = {
    "ships": ("ship", "vessel", "warship", "boat", "frigate", "destroyer", "submarine", "carrier", "cutter"),
    "aircraft": ("aircraft", "plane", "jet", "warplane", "helicopter", "fighter", "bomber", "drone"),
    "vehicles": ("vehicle", "tank", "truck", "carrier", "howitzer", "launcher"),
}
_WITHIN = 4  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What number words say. None: open on that side. currency: ISO 4217, or None where none is named."""

    low: float | None
    high: float | None
    currency: str | None


def read_bounds(text: str, *, money: bool = False) -> Bounds:
    """The bounds of number words; both None where no number is read.

    money: "more than 5" begins at 5, and not at 6 as it does for people.

    >>> read_bounds("more than 1,200")
    Bounds(low=1201.0, high=None, currency=None)
    >>> read_bounds("US$2.5 billion", money=True).currency
    'USD'
    """
    lower = text.lower().replace("\u2013", "-")
    named = max((len(sign), code) for sign, code in (("", ""), *_CURRENCIES) if _names(sign, lower))[1]
    stated = re.search(r"(?<![A-Z])(?:USD|EUR|GBP|JPY|CNY|RUB|UAH|CHF|INR)(?![A-Z])", text)
    currency = stated.group() if stated else named or None
    numbers = _numbers(lower)
    if not numbers:
        return Bounds(low=None, high=None, currency=currency)
    low, high = numbers[0][0], numbers[-1][1] if len(numbers) > 1 else numbers[0][1]
    if len(numbers) > 1 and low < 1e3 <= high and lower.rstrip().endswith(tuple(_SCALES)):
        low *= numbers[-1][1] / _digits(lower)  # "between 14 and 36 million"
    if len(numbers) > 1 and (not re.search(r"\bbetween\b|\bto\b|-|\bor\b", lower) or high < low):
        low, high = numbers[0]
    if _LEAST.search(lower):
        return Bounds(low=low, high=None, currency=currency)
    if _ABOVE.search(lower) and not re.search(r"\bno more than\b", lower):
        return Bounds(
            low=low if money or numbers[0][0] != numbers[0][1] else low + 1, high=None, currency=currency
        )
    if _MOST.search(lower):
        return Bounds(low=None, high=high, currency=currency)
    if _BELOW.search(lower):
        return Bounds(low=None, high=high if money else high - 1, currency=currency)
    return Bounds(low=low, high=high, currency=currency)


def number_phrase(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The whole number that a stretch of words is a part of: "thirty-seven", "one hundred and twelve"."""
    lower = [word.lower() for word in words]

    def is_number(at: int) -> bool:
        return 0 <= at < len(lower) and (lower[at] in _WORDS or lower[at] in _SCALES)

    def joins(at: int) -> bool:
        hyphen = 0 <= at < len(lower) and lower[at] in _HYPHENS and lower[at - 1] in _TENS
        also = 0 < at < len(lower) and lower[at] == "and" and lower[at - 1] in _SCALES
        return (hyphen or also) and is_number(at - 1) and is_number(at + 1)

    if not all(is_number(at) or joins(at) for at in range(start, end)):
        return start, end
    while is_number(start - 1) or joins(start - 1):
        start -= 1
    while is_number(end) or joins(end):
        end += 1
    return start, end


def _digits(lower: str) -> float:
    """The last number that stands in digits, or what gives no scale."""
    found = re.findall(r"\d+(?:\.\d+)?", lower.replace(",", ""))
    return float(found[-1]) if found else float("inf")


def _names(sign: str, lower: str) -> bool:
    """Whether a text has a currency's sign, or its word."""
    if not sign or not sign[-1].isalpha():
        return sign in lower
    return re.search(rf"(?<![a-z]){sign}(?:s|es)?(?![a-z])", lower) is not None


def _numbers(lower: str) -> list[tuple[float, float]]:
    """The numbers of a text as (least, most), in order."""
    out: list[tuple[float, float]] = []
    value: tuple[float, float] | None = None
    small = False  # the value so far is a word below a hundred that a further word may add to
    previous_end = 0
    for match in _TOKEN.finditer(lower):
        word, gap = match.group(), lower[previous_end : match.start()]
        previous_end = match.end()
        if word[0].isdigit():
            if value:
                out.append(value)
            number = float(word.replace(",", ""))
            value, small = (number, number), False
        elif word in _ROUGH and value is None:
            value, small = _ROUGH[word], False
        elif word in _WORDS:
            number = _WORDS[word]
            if value and small and gap in (" ", "-", " and ") and (value[0] % 100 == 0 or value[0] % 10 == 0):
                value = (value[0] + number, value[1] + number)
            else:
                out += [value] if value else []
                value = (number, number)
            small = True
        elif word.removesuffix("s") in _SCALES and word[-1] == "s" and value:
            scale = _SCALES[word.removesuffix("s")]
            value = (round(value[0] * scale), round(value[1] * scale))
        elif word == "tens":
            value, small = _TENS_OF, False
        elif word in _SCALES and value and gap.strip() in ("", "-"):
            scale = _SCALES[word]
            value, small = (round(value[0] * scale, 2), round(value[1] * scale, 2)), scale <= 1e3
        elif word in _SCALES and value is None and len(word) > 2:
            value, small = (_SCALES[word], _SCALES[word]), True
        elif word not in ("and", "a", "of"):
            out += [value] if value else []
            value, small = None, False
    return out + ([value] if value else [])


def counted(quantity: str, words: Sequence[str], after: int) -> str:
    """What a number counts that ends before a word: of what is deployed, ships, aircraft or vehicles; else
    persons."""
    if quantity == "deployed":
        for word in words[after : after + _WITHIN]:
            for unit, nouns in _COUNTED.items():
                if word.lower().removesuffix("s") in nouns:
                    return unit
    return "persons"
