"""Time expressions: where they stand, and which days they mean, counted from the day of publication."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from detente.schema import Report, When

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_DAYS = "mon tue wed thu fri sat sun"
_MONTH = (
    r"(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "fifty": 50,
}
_COUNT = rf"(\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}
Days = tuple[date | None, date | None]


def _stated(match: re.Match[str], day: int, month: int, year: int, published: date | None) -> Days:
    """A day of the calendar; without a year, that of the year that brings it nearest to publication."""
    number = _place(_MONTHS, match[month])
    years = (
        [int(match[year])] if match[year] else [published.year + d for d in (-1, 0, 1)] if published else []
    )
    days = [
        date(y, number, int(match[day])) for y in years if 1 <= int(match[day]) <= monthrange(y, number)[1]
    ]
    found = (
        min(days, key=lambda d: abs((d - published).days))
        if published and days
        else days[0]
        if days
        else None
    )
    return found, found


def _month(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    year, number = int(match[2]), _place(_MONTHS, match[1])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _year(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)


def _weekday(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    if published is None:
        return None, None
    back = (published.weekday() - _place(_DAYS, match[2]) + 1) % 7
    if match[1] and match[1].lower() == "last":
        back = back or 7
    forward = (match[1] and match[1].lower() == "next") or (
        ahead and not (match[1] and match[1].lower() == "last")
    )
    day = published + timedelta(days=(7 - back) % 7) if forward else published - timedelta(days=back)
    return day, day


def _turn(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    if published is None:
        return None, None
    step = {"last": -1, "this": 0, "next": 1}[match[1].lower()]
    if match[2] == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    if match[2] == "month":
        months = published.year * 12 + published.month - 1 + step
        year, number = divmod(months, 12)
        return date(year, number + 1, 1), date(year, number + 1, monthrange(year, number + 1)[1])
    monday = published + timedelta(days=7 * step - published.weekday())
    return monday, monday + timedelta(days=6)


def _deictic(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    if published is None:
        return None, None
    first, last = {"yesterday": (-1, -1), "tomorrow": (1, 1), "overnight": (-1, 0)}.get(
        match[1].lower(), (0, 0)
    )
    return published + timedelta(days=first), published + timedelta(days=last)


def _term(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    return (published, published + _length(match[1], match[2])) if published else (None, None)


def _ago(match: re.Match[str], published: date | None, ahead: bool) -> Days:
    if published is None:
        return None, None
    middle = published - _length(match[1], match[2])
    slack = {"week": timedelta(days=3), "month": timedelta(days=15)}.get(match[2], timedelta())
    return middle - slack, middle + slack


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str], date | None, bool], Days]], ...] = tuple(
    (basis, re.compile(rf"\b{pattern}(?!\w)"), rule)
    for basis, pattern, rule in (
        (
            "stated",
            rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ((?:19|20)\d\d))?",
            lambda m, p, a: _stated(m, 2, 1, 3, p),
        ),
        (
            "stated",
            rf"(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?: ((?:19|20)\d\d))?",
            lambda m, p, a: _stated(m, 1, 2, 3, p),
        ),
        ("stated", rf"{_MONTH} ((?:19|20)\d\d)", _month),
        ("stated", r"((?:19|20)\d\d)(?![-,.]?\d)", _year),
        (
            "relative",
            r"(?:([Ll]ast|[Nn]ext|[Tt]his) )?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)",
            _weekday,
        ),
        ("relative", r"([Ll]ast|[Nn]ext|[Tt]his) (week|month|year)", _turn),
        ("relative", r"([Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight)", _deictic),
        ("relative", rf"{_COUNT} (day|week|month)s? (?:ago|earlier)", _ago),
        ("relative", rf"(?:[Ww]ithin |[Ii]n (?:about )?)?{_COUNT}[ -](hour|day|week|month)s?", _term),
    )
)


def find_times(text: str) -> Iterator[tuple[int, int, int]]:
    """The time expressions of a text as (start, end, rule), in order, without overlaps."""
    found = sorted(
        (match.start(), -match.end(), rule)
        for rule, (_, pattern, _) in enumerate(_RULES)
        for match in pattern.finditer(text)
    )
    reached = 0
    for start, end, rule in found:
        if start >= reached:
            yield start, -end, rule
            reached = -end


def is_term(rule: int) -> bool:
    """Whether a rule of `find_times` measures a term ("two weeks") and names no day."""
    return _RULES[rule][2] is _term


def resolve(report: Report, start: int, end: int, rule: int, *, ahead: bool) -> When:
    """The days that an expression means. ahead: it lies in the future."""
    basis, pattern, days = _RULES[rule]
    span = report.span(start, end)
    match = pattern.match(span.text)
    published = report.published_at.date() if report.published_at else None
    try:
        earliest, latest = days(match, published, ahead) if match else (None, None)
    except (OverflowError, ValueError):  # the calendar ends at the year 9999
        earliest, latest = None, None
    value = earliest.isoformat() if earliest and earliest == latest else None
    if days is _term and match:
        value = f"P{'T' if match[2] == 'hour' else ''}{_COUNTS.get(match[1], match[1])}{match[2][0].upper()}"
    return When(earliest=earliest, latest=latest, basis=basis, expression=span, value=value)


def _place(names: str, word: str) -> int:
    """The position of a month or weekday, from 1."""
    return names.split().index(word[:3].lower()) + 1


def _length(count: str, unit: str) -> timedelta:
    days = _UNIT_DAYS[unit] * int(_COUNTS.get(count, count))
    return timedelta(days=-(-days // 1))
