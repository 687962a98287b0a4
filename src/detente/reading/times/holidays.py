"""Named days of the year that many countries share, and the rules that place them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "valentine's day": (2, 14),
    "st patrick's day": (3, 17),
    "international women's day": (3, 8),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "armistice day": (11, 11),
    "remembrance day": (11, 11),
    "orthodox christmas": (1, 7),
}
_EASTER_DAYS = {
    "shrove tuesday": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whit monday": 50,
}
DATED = {"d-day": date(1944, 6, 6), "9/11": date(2001, 9, 11)}
UNPLACED = (
    "independence day",
    "labor day",
    "labour day",
    "victory day",
    "ramadan",
    "eid al-fitr",
    "eid al-adha",
    "ashura",
    "nowruz",
    "passover",
    "yom kippur",
    "rosh hashanah",
    "hanukkah",
    "diwali",
    "lunar new year",
    "chinese new year",
)


def easter(year: int) -> date:
    """Western Easter Sunday. Source: Meeus, Astronomical Algorithms (1991), ch. 8, the anonymous computus."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, odd = divmod(rest, 4)
    weekday = (32 + 2 * skipped + 2 * quarter - moon - odd) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Eastern Easter Sunday in the Gregorian calendar, 1900 to 2099. Source: Meeus, the same chapter."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November, as in the United States."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


_MOVING: dict[str, Callable[[int], date]] = {
    "orthodox easter": orthodox_easter,
    "thanksgiving": thanksgiving,
    "thanksgiving day": thanksgiving,
}
FEASTS = (*FIXED, *_EASTER_DAYS, *_MOVING, *DATED, *UNPLACED)


def feast_day(name: str, year: int) -> date | None:
    """The day of a feast in a year; None where no rule places it or the calendar does not reach."""
    if not 1 <= year <= 9998:
        return None
    if name in DATED:
        return DATED[name]
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in _EASTER_DAYS:
        return easter(year) + timedelta(days=_EASTER_DAYS[name])
    rule = _MOVING.get(name)
    return rule(year) if rule and 1900 <= year <= 2099 else None
