"""Dates as publishers write them. The grammar is closed: what it does not cover is not understood.

A general date library guesses the order of day and month, fills in what is missing and changes its mind from
version to version; a published date is part of a report's id and must do none of that.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from detente.schema import InputError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
)
_ZONE = r"(?P<zone>z|(?:utc|gmt)?\s*[+\-−]\d{1,2}(?::?\d{2})?|[a-z]{2,5})"
_TIME = rf"(?:(?:\s*[,|•·]\s*|\s+[-–—]\s+|\s*t|\s+at\s+|\s+){_CLOCK}(?:\s*\(?{_ZONE}\)?)?)?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<year>\d{{4}})(?P<gap>[-/.])(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}}){_TIME}",
        rf"{_WEEKDAY}{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+(?:{_ZONE}\s+)?{_YEAR}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
        r"(?:t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})(?P<zone>z|[+-]\d{2}:?\d{2})?)?",
    )
)
_NUMERIC = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<gap>[-/.])(?P<second_number>\d{{1,2}})(?P=gap){_YEAR}{_TIME}",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?(?:\.\d+)?", re.ASCII)
_HOUR_STAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])", re.ASCII)

_ZONE_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "jst": 9, "kst": 9, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours ahead of UTC. The American zones are those of RFC 5322, section 4.3; what the American press calls ET
moves with the season, and IST stands for three zones: both are left out."""

_LONGEST = 80  # the longest form, with everything written out, has about 70 characters


def parse_date(text: str) -> datetime:
    """Read a moment or a day, which becomes its midnight; without a zone it is UTC.

    Understood are ISO 8601, RFC 5322 and ctime, "June 5, 2025", "5th of June 2025, 3:15 pm GMT", 05.06.2025,
    13/06/2025, 20250605, 20250605101500, and seconds or milliseconds since 1970.

    Raises: InputError for anything else: a missing year, month or day, a relative word, a day and month that
    could be either way round, a day that does not exist, a year outside 1900 to 2100.
    """
    plain = " ".join(text.split())
    if not plain or len(plain) > _LONGEST:
        raise InputError(f"not a date: {plain[:_LONGEST]!r}")
    try:
        moment = _moment(plain)
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(f"not a date: {plain!r} ({error})") from error
    if moment is None:
        raise InputError(f"not a date with year, month and day: {plain!r}")
    if not 1900 <= moment.year <= 2100:
        raise InputError(f"not a date between the years 1900 and 2100: {plain!r}")
    return moment


def _moment(plain: str) -> datetime | None:
    if _HOUR_STAMP.fullmatch(plain):
        raise InputError(f"ambiguous date: {plain!r} may be year, month, day and hour, or seconds since 1970")
    epoch = _EPOCH.fullmatch(plain)
    if epoch:
        return datetime.fromtimestamp(int(epoch["seconds"]), UTC)
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            month = found["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
            return _at(found, number, int(found["day"]))
    found = _NUMERIC.fullmatch(plain)
    return _at(found, *_month_and_day(found)) if found else None


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    """Tell the day from the month in 13/06/2025. Dates with dots put the day first wherever they are used."""
    first, second = int(found["first"]), int(found["second_number"])
    if found["gap"] == "." or first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    raise InputError(f"ambiguous date: {found[0]!r} may be day or month first; write year-month-day")


def _at(found: re.Match[str], month: int, day: int) -> datetime:
    part = found.groupdict()
    hour = int(part["hour"] or 0)
    half = part.get("half")
    if part["hour"] and not (part["minute"] or half):
        raise ValueError(f"{hour} is not a time")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"hour {hour} has no {half}m")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    clock = (hour, int(part["minute"] or 0), int(part["second"] or 0))
    moment = datetime(int(part["year"]), month, day, *clock, tzinfo=_zone(part["zone"]))
    return moment.astimezone(UTC)


def _zone(name: str | None) -> timezone:
    if name is None:
        return UTC
    plain = name.lower().replace(" ", "").replace("−", "-")
    if plain in _ZONE_HOURS:
        return timezone(timedelta(hours=_ZONE_HOURS[plain]))
    offset = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", plain)
    if not offset:
        raise ValueError(f"time zone {name} is not known")
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(ahead if offset[1] == "+" else -ahead)
