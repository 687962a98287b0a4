"""The words of time in English, and the classes that the grammar knows them by."""

from __future__ import annotations

import re


def listed(words: str) -> tuple[str, ...]:
    """Words that are written in a row."""
    return tuple(words.split())


MONTHS = listed("january february march april may june july august september october november december")
WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
SEASONS = {"spring": "SP", "springtime": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS = {
    "morning": "MO",
    "dawn": "MO",
    "sunrise": "MO",
    "midday": "MI",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "sunset": "EV",
    "night": "NI",
    "nightfall": "NI",
    "overnight": "NI",
    "daytime": "DT",
    "daylight": "DT",
}
UNITS = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "night": "night",
    "week": "week",
    "weekend": "weekend",
    "fortnight": "fortnight",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
ONES = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
DECADES = listed("twenties thirties forties fifties sixties seventies eighties nineties")
OFTEN = {
    "hourly": "XXXX-XX-XXTXX",
    "daily": "XXXX-XX-XX",
    "everyday": "XXXX-XX-XX",
    "nightly": "XXXX-XX-XXTNI",
    "weekly": "XXXX-WXX",
    "fortnightly": "P2W",
    "monthly": "XXXX-XX",
    "quarterly": "XXXX-QX",
    "yearly": "XXXX",
    "annual": "XXXX",
    "annually": "XXXX",
}
ZONES = {
    "gmt": "Z",
    "utc": "Z",
    "bst": "+01",
    "cet": "+01",
    "cest": "+02",
    "eet": "+02",
    "eest": "+03",
    "msk": "+03",
    "est": "-05",
    "edt": "-04",
    "et": "",
    "cst": "-06",
    "cdt": "-05",
    "mst": "-07",
    "mdt": "-06",
    "pst": "-08",
    "pdt": "-07",
    "jst": "+09",
    "kst": "+09",
    "ist": "",
    "z": "Z",
}
AMBIGUOUS_MONTHS = ("march", "may", "april", "june", "august")  # also verbs or given names

_CLASSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("weekday", tuple(WEEKDAYS)),
    ("weekdays", tuple(f"{name}s" for name in WEEKDAYS)),
    ("season", tuple(SEASONS)),
    ("part", tuple(PARTS)),
    ("unit", (*(unit for unit in UNITS if unit != "second"), "seconds")),
    ("unit", (*(f"{unit}s" for unit in UNITS if unit != "century"), "centuries")),
    ("units", (*(f"{unit}s" for unit in UNITS if unit != "century"), "centuries")),
    ("single", tuple(unit for unit in UNITS if unit not in ("second", "night"))),
    ("one", tuple(ONES[1:])),
    ("ten", tuple(TENS)),
    ("decadeword", tuple(DECADES)),
    ("often", tuple(OFTEN)),
    ("zone", tuple(ZONES)),
    ("few", ("several", "few", "many", "some", "numerous")),
    ("ampm", ("am", "pm", "a.m.", "p.m.", "a.m", "p.m")),
    ("bc", ("bc", "bce", "b.c.", "b.c", "b.c.e.")),
    ("ad", ("ad", "ce", "a.d.", "a.d")),
)
WORDS = {
    word: tuple(name for name, words in _CLASSES if word in words) for _, words in _CLASSES for word in words
}
WORDS |= {word: (*WORDS.get(word, ()), "ord") for word in ORDINALS}
_SHORT = {name[:3]: name for name in MONTHS} | {"sept": "september"}
_SHORT_DAYS = {name[:3]: name for name in WEEKDAYS} | {
    "tues": "tuesday",
    "thur": "thursday",
    "thurs": "thursday",
}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d+|\d+")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_TOKENS_OF_NUMBERS = (
    ("decade", re.compile(r"(?:1\d|20)?\d0s")),
    ("decade3", re.compile(r"\d{2}0s")),
    ("iso", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("numeric", re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2}(?:\d{2})?")),
    ("clock", re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?")),
    ("clockword", re.compile(r"(?:0?\d|1[0-2])(?:[:.][0-5]\d)?(?:am|pm)")),
    ("hhmm", re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:hrs|h|z)")),
    ("quarter", re.compile(r"q[1-4]")),
    ("halfyear", re.compile(r"h[12]")),
    ("fiscal", re.compile(r"fy(?:\d{2}|\d{4})")),
)


def classify(token: str) -> tuple[str, ...]:
    """The classes of a token. Names of months and days count when they begin with a capital letter."""
    lower = token.lower()
    if token[0].isdecimal():
        return _number_classes(lower)
    if token[0].isupper():
        if lower in MONTHS:
            return ("month", "anymonth", *(("risky",) if lower in AMBIGUOUS_MONTHS else ("sure",)))
        if lower.rstrip(".") in _SHORT:
            return ("month", "short" if lower[-1] != "." else "anymonth")
        if lower.rstrip(".") in _SHORT_DAYS:
            return ("dayabbr",)
        if lower.rstrip("s") in WEEKDAYS:
            return WORDS.get(lower, ())
        for name, shape in _TOKENS_OF_NUMBERS[7:]:
            if shape.fullmatch(lower):
                return (name,)
    elif lower in WEEKDAYS or lower.rstrip("s") in WEEKDAYS:
        return ()
    return WORDS.get(lower, ())


def _number_classes(lower: str) -> tuple[str, ...]:
    if lower.isascii() and lower.isdigit():
        size, number = len(lower), int(lower) if len(lower) <= 4 else 0
        tests = (
            ("n", size <= 4),
            ("day", size <= 2 and 1 <= number <= 31),
            ("hour", size <= 2 and number <= 24),
            ("two", size == 2),
            ("three", size == 3 and lower[0] != "0"),
            ("small", size <= 3 and number > 0),
            ("year", size == 4 and 1000 <= number <= 2199),
            ("modern", size == 4 and 1900 <= number <= 2099 and number % 100 != 0),
            ("hhmm4", size == 4 and number % 100 < 60 and number < 2400),
        )
        return tuple(name for name, held in tests if held)
    if _NUMBER.fullmatch(lower):
        return ("n",)
    if _ORDINAL.fullmatch(lower):
        return ("ord", "nth") if 1 <= int(_ORDINAL.fullmatch(lower)[1]) <= 31 else ("ord",)  # type: ignore[index]
    return tuple(name for name, shape in _TOKENS_OF_NUMBERS if shape.fullmatch(lower))


def month_of(word: str) -> int:
    """The number of a month, from 1."""
    return MONTHS.index(_SHORT.get(word.rstrip("."), word)) + 1


def weekday_of(word: str) -> int:
    """The number of a weekday, 0 for Monday."""
    short = word.rstrip(".")
    return WEEKDAYS.index(_SHORT_DAYS.get(short, short if short in WEEKDAYS else short.removesuffix("s")))


def unit_of(word: str) -> str:
    """A unit's name in the singular."""
    return "century" if word == "centuries" else UNITS[word.removesuffix("s")]


def ordinal_of(words: str) -> int:
    """The number of an ordinal: "5th", "fifth", "twenty - fifth"."""
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits[0])
    tens, _, ones = words.replace("-", " ").rpartition(" ")
    if ones == "thirtieth":
        return 30
    base = 10 * (TENS.index(tens.strip()) + 2) if tens.strip() in TENS else 0
    return base + ORDINALS.index(ones) + 1


def number_of(words: str) -> float | None:
    """The number that words or digits name, joined by blanks; None for "several" and its like."""
    total, known = 0.0, False
    for word in words.replace("-", " ").split():
        if _NUMBER.fullmatch(word):
            total, known = total + float(word.replace(",", "")), True
        elif word in ONES:
            total, known = total + ONES.index(word), True
        elif word in TENS:
            total, known = total + 10 * (TENS.index(word) + 2), True
        elif word in ("hundred", "thousand", "dozen"):
            total, known = (total or 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word], True
        elif word == "couple":
            total, known = 2, True
        elif word == "half":
            total, known = total + 0.5, True
        elif word in ("a", "an", "another") and not known and "half" not in words:
            total, known = 1, "few" not in words
        elif word in ("several", "few", "many", "some", "numerous"):
            return None
    return total if known else None
