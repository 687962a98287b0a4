"""Stretches of the calendar: a TIMEX3 value with its first and last day, and how they are cut and moved."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.reading.times.nodes import Term

DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
CODES = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "Q"}
CODES |= {"year": "Y", "decade": "DE", "century": "CE", "weekend": "WE"}
# Meteorological seasons of the northern hemisphere: first month and its year.
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days from `first` to `last`, both inclusive, either None where it is open or outside of the calendar.

    year, month, day: where the story stands after it, as far as it says; negative before Christ.
    """

    value: str | None
    first: date | None = None
    last: date | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def known(self) -> bool:
        """Whether both ends are days."""
        return self.first is not None and self.last is not None


def safe_date(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has none such."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def moved(day: date | None, days: float) -> date | None:
    """A day so many days on; None outside of the calendar."""
    if day is None:
        return None
    try:
        return day + timedelta(days=round(days))
    except OverflowError:
        return None


def moved_months(day: date | None, months: int) -> date | None:
    """The same day so many months on, or the last of a shorter month; None outside of the calendar."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_value(year: int | None) -> str:
    """A year as TIMEX3 writes it."""
    return "XXXX" if year is None else f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def of_day(day: date) -> Stretch:
    """One day."""
    return Stretch(value=day.isoformat(), first=day, last=day, year=day.year, month=day.month, day=day.day)


def of_date(year: int | None, month: int, day: int | None) -> Stretch | None:
    """A month, or a day in it; None where the month has no such day."""
    value = f"{year_value(year)}-{month:02d}" + ("" if day is None else f"-{day:02d}")
    if day is not None and day > (29 if month == 2 and year is None else monthrange(_leap(year), month)[1]):
        return None
    made = Stretch(value=value, year=year, month=month, day=day)
    if year is None or not 1 <= year <= 9999:
        return made
    first = date(year, month, day or 1)
    return replace(made, first=first, last=first if day else date(year, month, monthrange(year, month)[1]))


def _leap(year: int | None) -> int:
    return 2000 if year is None or year < 1 else min(year, 9999)


def of_years(value: str, first: int, last: int) -> Stretch:
    """Whole years; the narrative stands at the first of them."""
    return Stretch(
        value=value,
        first=safe_date(first, 1, 1),
        last=safe_date(last, 12, 31),
        year=first,
    )


def of_year(year: int) -> Stretch:
    """One year."""
    return of_years(year_value(year), year, year)


def of_decade(decade: int) -> Stretch:
    """Ten years: 199 is 1990 to 1999, -47 is 479 to 470 BC."""
    if decade < 0:
        return Stretch(value=f"BC{-decade:03d}", year=decade * 10)
    return of_years(f"{decade:03d}", decade * 10, decade * 10 + 9)


def of_century(century: int) -> Stretch:
    """A hundred years: 18 is the 19th century, 1801 to 1900; -5 the fifth before Christ."""
    if century < 0:
        return Stretch(value=f"BC{-century - 1:02d}", year=century * 100)
    return of_years(f"{century:02d}", century * 100 + 1, century * 100 + 100)


def of_months(value: str, year: int, month: int, count: int) -> Stretch:
    """So many months from one on."""
    first = safe_date(year, month, 1)
    return Stretch(
        value=value, first=first, last=moved(moved_months(first, count), -1), year=year, month=month
    )


def of_season(season: str, year: int) -> Stretch:
    """A season of the year in which it begins: the winter of 1942 ends in February 1943."""
    return of_months(f"{year_value(year)}-{season}", year, SEASON_MONTHS[season], 3)


def of_week(day: date) -> Stretch:
    """The week of a day, from Monday to Sunday (ISO 8601)."""
    monday = moved(day, -day.weekday())
    year, week, _ = day.isocalendar()
    return Stretch(
        value=f"{year:04d}-W{week:02d}", first=monday, last=moved(monday, 6), year=day.year, month=day.month
    )


def of_weekend(day: date) -> Stretch:
    """Saturday and Sunday of the week of a day."""
    week = of_week(day)
    saturday = moved(week.first, 5)
    return replace(week, value=f"{week.value}-WE", first=saturday, day=saturday.day if saturday else None)


_UNITS: dict[str, Callable[[date], Stretch]] = {
    "day": of_day,
    "week": of_week,
    "weekend": of_weekend,
    "month": lambda day: of_months(day.isoformat()[:7], day.year, day.month, 1),
    "quarter": lambda day: of_months(
        f"{day.year:04d}-Q{(day.month + 2) // 3}", day.year, (day.month - 1) // 3 * 3 + 1, 3
    ),
    "year": lambda day: of_year(day.year),
    "decade": lambda day: of_decade(day.year // 10),
    "century": lambda day: of_century((day.year - 1) // 100),
}


def unit_around(day: date, unit: str) -> Stretch:
    """The unit of the calendar that a day lies in; the day itself for hours and less."""
    return _UNITS.get(unit, of_day)(day)


def advance(day: date | None, term: Term, sign: int) -> date | None:
    """A day a term on or back, hours rounded up to days; None for a term without number or out of reach."""
    if day is None or term.count is None or not 0 <= term.count <= 1e6:
        return None
    count = sign * term.count
    if term.unit in MONTHS:
        months = count * MONTHS[term.unit]
        whole = int(months)
        return moved(moved_months(day, whole), (months - whole) * 30)
    if term.unit in DAYS or term.unit == "weekend":
        return moved(day, count * DAYS.get(term.unit, 7))
    hours = term.count / {"hour": 1, "minute": 60, "second": 3600}.get(term.unit, 1)
    return moved(day, sign * -(-hours // 24))


def term_value(term: Term) -> str:
    """A term as TIMEX3 writes it: P2W, PT48H, PXD, P2.5Y."""
    count = "X" if term.count is None else f"{term.count:g}"
    clock = "T" if term.unit in ("hour", "minute", "second") else ""
    return f"P{clock}{count}{CODES[term.unit]}"


_CUTS = {
    "early": (0.0, 1 / 3),
    "mid": (1 / 3, 2 / 3),
    "late": (2 / 3, 1.0),
    "start": (0.0, 0.25),
    "end": (0.75, 1.0),
    "h1": (0.0, 0.5),
    "h2": (0.5, 1.0),
}


def cut(whole: Stretch, which: str) -> Stretch:
    """A part of a stretch: thirds are early, mid and late, quarters start and end, halves h1 and h2."""
    if which == "eve":
        day = moved(whole.first, -1)
        return of_day(day) if day else replace(whole, first=None, last=None)
    if whole.first is None or whole.last is None or which == "all":
        return whole
    months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    in_months = whole.first.day == 1 and months >= 3
    length = months if in_months else (whole.last - whole.first).days + 1
    low, high = _CUTS[which]
    begin = min(int(low * length), length - 1)
    end = max(int(high * length), begin + 1)
    if in_months:
        return replace(
            whole, first=moved_months(whole.first, begin), last=moved(moved_months(whole.first, end), -1)
        )
    return replace(whole, first=moved(whole.first, begin), last=moved(whole.first, end - 1))
