"""How far a stretch lies from another, and the counted parts of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.reading.times import calendar as cal
from detente.reading.times.calendar import Stretch
from detente.reading.times.nodes import Term

# The value of a unit of which nobody knows which one it is.
OPEN = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "year": "XXXX",
}
OPEN |= {"decade": "XXX", "century": "XX", "quarter": "XXXX-QX"}


def away(base: Stretch, unit: str, count: int) -> Stretch:
    """The unit of the calendar that lies so many units from a base, as exactly as the base allows."""
    year, month = base.year or 0, base.month
    if unit in ("year", "decade", "century"):
        if unit == "century":
            return cal.of_century(((year - 1) // 100 if year > 0 else year // 100) + count)
        return cal.of_year(year + count) if unit == "year" else cal.of_decade(year // 10 + count)
    if unit == "month" and month is not None:
        years, months = divmod(year * 12 + month - 1 + count, 12)
        return cal.of_date(years, months + 1, None) or Stretch(value=None)
    if base.first is not None and base.first == base.last:
        day = there(base.first, unit, count)
        return cal.unit_around(day, unit) if day else Stretch(value=OPEN[unit])
    held = cal.year_value(year) + ("" if month is None or unit == "week" else f"-{month:02d}")
    rest = {"day": "-XX" if month else "-XX-XX", "week": "-WXX", "month": "-XX", "weekend": "-WXX-WE"}
    first, last = (there(end, unit, count) if end else None for end in (base.first, base.last))
    return Stretch(value=held + rest.get(unit, ""), first=first, last=last, year=year, month=month)


def there(day: date, unit: str, count: int) -> date | None:
    """A day so many units from another."""
    return cal.advance(day, Term(count=abs(count), unit=unit), -1 if count < 0 else 1)


def portion(whole: Stretch, which: str, term: Term) -> Stretch:
    """The first, last or n-th (nth2, nth3, nth4) term of a stretch: the last week of March."""
    value = cal.term_value(term)
    if whole.first is None or whole.last is None:
        return replace(whole, value=value)
    first: date | None = whole.first
    last: date | None = whole.last
    if which == "last":
        first = cal.advance(cal.moved(whole.last, 1), term, -1)
    else:
        if which.startswith("nth"):
            first = cal.advance(first, Term(count=float(which.removeprefix("nth")) - 1, unit=term.unit), 1)
        last = cal.moved(cal.advance(first, term, 1), -1)
    if first is None or last is None or not whole.first <= first <= last:
        return replace(whole, value=value)
    if term.unit in ("day", "month", "quarter", "year") and term.count == 1:
        return cal.unit_around(first, term.unit)
    return replace(whole, value=value, first=first, last=min(last, whole.last))
