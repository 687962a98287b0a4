"""Which of several years, months or weeks an incomplete date means, by tense or by the place in a story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.reading.times import calendar as cal
from detente.reading.times.calendar import Stretch
from detente.reading.times.holidays import DATED, feast_day
from detente.reading.times.nodes import Calendar, Node

# In a story a month back is as unlikely as so many months on; set on the training half of WikiWars.
BACK_WEIGHT = 1.8
LEAP_REACH = 8  # years between two 29 Februaries, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From where an expression is seen.

    published: the day of publication, or None. told: what the text spoke of last, or None.
    story: incomplete dates follow what was told, not the published date.
    tense: of the clause: past, present, future, or None where unknown.
    look: due for a deadline, ahead for an act to come, else None.
    """

    published: date | None = None
    told: Stretch | None = None
    story: bool = False
    tense: str | None = None
    look: str | None = None

    def base(self, kind: str) -> Stretch | None:
        """The stretch that an expression is counted from: now, text or near."""
        day = cal.of_day(self.published) if self.published else None
        if kind == "now" or (kind == "near" and not self.story and day):
            return day
        looks_on = self.look is not None or self.tense == "future"
        return self.told or (day if kind == "near" or looks_on else None)

    def direction(self, *, weekday: bool = False) -> str:
        """back, forward or near: where an incomplete date lies."""
        if self.look or self.tense == "future":
            return "forward"
        if self.tense == "past":
            return "back"
        if weekday:
            return "forward" if self.tense == "present" else "back"
        return "near"


def choose(candidates: Sequence[Stretch], base: Stretch, direction: str, turn: int | None) -> Stretch | None:
    """The candidate that lies in a direction from a base. turn: last (-1), this (0) or next (1)."""
    known = [one for one in candidates if one.known]
    if base.first is None or base.last is None or not known:
        return None
    first, last = base.first, base.last
    before = [one for one in known if one.last and one.last < first]
    after = [one for one in known if one.first and one.first > last]
    if turn == -1:
        return before[-1] if before else None
    if turn == 1:
        return after[0] if after else None
    within = [one for one in known if one not in before and one not in after]
    if within:
        return within[0]
    if direction == "near":
        return min(before[-1:] + after[:1], key=lambda one: _distance(one, first))
    return (before[-1] if before else None) if direction == "back" else (after[0] if after else None)


def _distance(one: Stretch, day: date) -> int:
    ends = [end for end in (one.first, one.last) if end]
    return min(abs((end - day).days) for end in ends)


_SOON_DAYS = 1  # the day has begun east of the desk, or begins "tomorrow, 8 April"


def of_year_maker(date_: Calendar) -> Callable[[int], Stretch | None]:
    """What a date without a year is in a given year."""

    def make(year: int) -> Stretch | None:
        if date_.feast:
            day = feast_day(date_.feast, year)
            return cal.of_day(day) if day else None
        if date_.season:
            return cal.of_season(date_.season, year)
        if date_.quarter:
            return cal.of_months(f"{cal.year_value(year)}-Q{date_.quarter}", year, 3 * date_.quarter - 2, 3)
        if date_.half:
            return cal.of_months(f"{cal.year_value(year)}-H{date_.half}", year, 6 * date_.half - 5, 6)
        return cal.of_date(year, date_.month, date_.day) if date_.month else cal.of_year(year)

    return make


def in_some_year(date_: Calendar, view: View) -> tuple[Stretch | None, str]:
    """A date without a year in the year that it must mean, and how that was found."""
    make = of_year_maker(date_)
    if date_.feast in DATED:
        return make(2000), ""
    if view.story and view.told and view.told.year is not None and date_.turn is None:
        return _in_story(date_, make, view.told), "the year from what was told before"
    base = view.base("near")
    if base is None or base.year is None:
        return None, ""
    years = range(base.year - LEAP_REACH, base.year + LEAP_REACH + 1)
    candidates = [one for one in (make(year) for year in years) if one]
    if date_.weekday is not None:
        fitting = [one for one in candidates if one.first and one.first.weekday() == date_.weekday]
        candidates = fitting or candidates
    if date_.turn == 0:
        same = [one for one in candidates if one.year == base.year]
        found = choose(candidates, base, view.direction(), None)
        held = found if found and base.first and found.first and found.first <= base.first else None
        return held or (same[0] if same else found), "in the year of publication"
    direction = (_soon(candidates, base) if date_.day else None) or view.direction()
    return choose(candidates, base, direction, date_.turn), f"the year by publication, {direction}"


def _soon(candidates: Sequence[Stretch], base: Stretch) -> str | None:
    """forward where the day is the next: nobody means that of the year before."""
    first = base.first
    ahead = (one.first for one in candidates if one.first is not None and one.first == one.last)
    return "forward" if first and any(0 < (day - first).days <= _SOON_DAYS for day in ahead) else None


def _in_story(date_: Calendar, make: Callable[[int], Stretch | None], told: Stretch) -> Stretch | None:
    """The year that brings a date nearest to what was told, rather after it than before."""
    assert told.year is not None
    if told.month is None or date_.season:
        return make(told.year)
    candidates = [one for one in (make(told.year + step) for step in (-1, 0, 1)) if one]
    if not candidates:
        return None
    here = told.year * 12 + told.month

    def distance(one: Stretch) -> float:
        months = (one.year or 0) * 12 + (one.month or 1) - here
        return months if months >= 0 else -months * BACK_WEIGHT

    return min(candidates, key=distance)


def some_weekday(weekday: int, view: View, turn: int | None) -> tuple[Stretch | None, str]:
    """The day that a weekday's name means."""
    base = view.base("near")
    if base is None or base.first is None or base.first != base.last:
        return None, ""
    days = [cal.moved(base.first, step) for step in range(-7, 8)]
    candidates = [cal.of_day(day) for day in days if day and day.weekday() == weekday]
    direction = "forward" if view.story and view.told else view.direction(weekday=True)
    found = choose(candidates, base, direction, turn)
    return found, f"the weekday by publication, {direction if not turn else 'last' if turn < 0 else 'next'}"


def some_day(day: int, view: View, turn: int | None) -> tuple[Stretch | None, str]:
    """The month that a day's number belongs to."""
    base = view.base("near")
    if base is None or base.year is None or base.month is None:
        return None, ""
    months = [divmod(base.year * 12 + base.month - 1 + step, 12) for step in (-2, -1, 0, 1, 2)]
    candidates = [one for one in (cal.of_date(year, month + 1, day) for year, month in months) if one]
    if view.story and view.told:
        same = [one for one in candidates if (one.year, one.month) == (base.year, base.month)]
        return (same[0] if same else None), "the month from what was told before"
    direction = view.direction()
    return choose(candidates, base, direction, turn), f"the month by publication, {direction}"


def without_base(date_: Calendar) -> Stretch:
    """A date of which nobody knows the year: the value keeps what is said."""
    if date_.weekday is not None and date_.day is None:
        return Stretch(value=f"XXXX-WXX-{date_.weekday + 1}")
    if date_.month is not None:
        made = cal.of_date(None, date_.month, date_.day)
        return replace(made, month=date_.month, day=date_.day) if made else Stretch(value=None)
    if date_.day is not None:
        return Stretch(value=f"XXXX-XX-{date_.day:02d}")
    for part, code in ((date_.season, "{}"), (date_.quarter, "Q{}"), (date_.half, "H{}")):
        if part is not None:
            return Stretch(value=f"XXXX-{code.format(part)}")
    return Stretch(value=None)


def incomplete(node: Node) -> bool:
    """Whether a date leaves its year to others."""
    return isinstance(node, Calendar) and node.year is None and node.decade is None and node.turn is None


def before(date_: Calendar, end: Stretch) -> Stretch:
    """A date without a year, in the year that puts it before the end of its range."""
    if end.year is None:
        return without_base(date_)
    make = of_year_maker(date_)
    same, earlier = make(end.year), make(end.year - 1)
    late = same is not None and same.first is not None and end.last is not None and same.first > end.last
    return (earlier if late else same) or without_base(date_)
