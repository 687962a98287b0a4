"""How numbers, days, lists and quotations are put into words."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from detente.schema import When

# Longer sentences are cut at a word: the whole of it is one `detente why` away.
QUOTE_CHARS = 260
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
# Place, day and agency before a report's first words: "ISTANBUL, June 2 (Harbour Wire) - ".
_DATELINE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40}(?:, \w+\.? \d{1,2})?(?: ?\([^)]{2,40}\))? ?[-–—] ")
# Characters that command a terminal or a browser rather than being read: controls, bidirectional marks.
_COMMANDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")


def plain(text: str) -> str:
    """Text of a report on one line, without characters that are not read."""
    return " ".join(_COMMANDS.sub(" ", text).split())


def quote(text: str, limit: int = QUOTE_CHARS) -> str:
    """A report's own words in quotation marks, without dateline, cut at a word where they are long."""
    line = _DATELINE.sub("", plain(text))
    if len(line) > limit:
        line = f"{line[:limit].rsplit(' ', 1)[0].rstrip(' ,;:–—-')} …"
    return f"“{line}”"


def finish(text: str) -> str:
    """A sentence with a capital letter and an end."""
    begun = (
        text if "." in text.split(maxsplit=1)[0] else text[:1].upper() + text[1:]
    )  # "mil.gov.ua" stays as it is
    last = begun.rstrip('”’")')
    return begun if last.endswith((".", "!", "?", "…")) else f"{begun}."


def number(amount: int) -> str:
    """Small numbers in words, as prose has them."""
    return _NUMBERS[amount] if 0 <= amount < len(_NUMBERS) else f"{amount:,}"


def count(amount: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "one report", "two reports", "no reports"."""
    return f"{number(amount)} {noun if amount == 1 else plural or f'{noun}s'}"


def every(amount: int, noun: str) -> str:
    """All of a number of things: "the one claim", "both claims", "all five claims"."""
    if amount == 1:
        return f"the one {noun}"
    return f"both {noun}s" if amount == 2 else f"all {count(amount, noun)}"


def was(amount: int) -> str:
    return "was" if amount == 1 else "were"


def join(parts: Sequence[str], word: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def some(parts: Iterable[str], most: int, others: str = "others") -> str:
    """The first of several names and how many more there are."""
    names = list(dict.fromkeys(parts))
    if len(names) <= most + 1:
        return join(names)
    return join([*names[:most], f"{number(len(names) - most)} {others}"])


def day(when: date, year: int) -> str:
    """A day in words; its year where it is not the brief's."""
    return f"{when.day} {_MONTHS[when.month - 1]}" + (f" {when.year}" if when.year != year else "")


def full_day(when: date) -> str:
    return day(when, 0)


def in_short(days: Sequence[date], year: int) -> str:
    """Days of which one is meant: "3 or 5 March", "28 February or 2 March"."""
    told = []
    for when, later in zip(days, (*days[1:], None), strict=True):
        shared = later is not None and (when.year, when.month) == (later.year, later.month)
        told.append(str(when.day) if shared else day(when, year))
    return join(told, "or")


def days(first: date, last: date, year: int) -> str:
    """Days from one to another in words."""
    if first == last:
        return day(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last, year)}"
    return f"{day(first, last.year if first.year == last.year else 0)} to {day(last, year)}"


def moment(when: When, year: int) -> str | None:
    """A time in words; None where nothing is known of it."""
    if when.earliest is not None and when.latest is not None:
        return days(when.earliest, when.latest, year)
    if when.earliest is not None:
        return f"from {day(when.earliest, year)}"
    return None if when.latest is None else f"up to {day(when.latest, year)}"


def level(value: float) -> str:
    """A level to a tenth, without a minus before zero."""
    return f"{round(value, 1) + 0.0:.1f}"


def amount(low: float | None, high: float | None) -> str:
    """A count as it was given: "12", "at least 12", "up to 60", "12 to 15"."""
    if low is not None and low == high:
        return f"{low:,g}"
    if high is None:
        return "an unknown number" if low is None else f"at least {low:,g}"
    return f"up to {high:,g}" if low is None else f"{low:,g} to {high:,g}"


def article_free(text: str) -> str:
    """A name in small letters without its article."""
    return plain(text).casefold().removeprefix("the ")
