"""From what an expression says to the days that it means, with the steps that led there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from detente.reading.times import calendar as cal
from detente.reading.times.calendar import Stretch
from detente.reading.times.choosing import (
    View,
    before,
    in_some_year,
    incomplete,
    of_year_maker,
    some_day,
    some_weekday,
    without_base,
)
from detente.reading.times.holidays import UNPLACED
from detente.reading.times.moving import OPEN, away, portion
from detente.reading.times.nodes import At, Between, Calendar, Loose, Node, Of, Piece, Run, Shift, Term, Turn


@dataclass(slots=True, kw_only=True)
class Reading:
    """The reading of one expression from one view. steps: what was done, in its order."""

    view: View
    steps: list[str] = field(default_factory=list)

    def stretch(self, node: Node) -> Stretch:
        """The days of a node."""
        match node:
            case Calendar():
                return self.calendar(node)
            case Turn():
                return self.turn(node)
            case Shift():
                return self.shift(node)
            case Term():
                return Stretch(value=cal.term_value(node))
            case Run():
                return self.run(node)
            case Piece():
                return self.piece(node)
            case Of():
                return self.of(node)
            case At():
                return self.at(node)
            case Between():
                return self.between(node)
            case Loose():
                return Stretch(value=node.value)

    def calendar(self, node: Calendar) -> Stretch:
        """A date, completed where it is incomplete."""
        if node.fiscal:
            self.steps.append("a fiscal year, whose days differ from state to state")
            return Stretch(value=f"FY{node.year}", year=node.year)
        if node.century is not None:
            return cal.of_century(node.century)
        if node.decade is not None:
            return cal.of_decade(node.decade)
        if node.feast in UNPLACED:
            self.steps.append("a feast that no rule of this grammar places")
            return Stretch(value=None)
        if node.swapped:
            return self.swapped(node)
        if node.year is not None:
            return of_year_maker(node)(node.year) or self.missing()
        if node.dated:
            found, how = in_some_year(node, self.view)
        elif node.weekday is not None:
            found, how = some_weekday(node.weekday, self.view, node.turn)
        else:
            found, how = some_day(node.day or 1, self.view, node.turn)
        if found is None:
            self.steps.append("nothing known to count it from")
            return without_base(node)
        if how:
            self.steps.append(how)
        return found

    def missing(self) -> Stretch:
        """29 February 2023."""
        self.steps.append("the calendar has no such day")
        return Stretch(value=None)

    def swapped(self, node: Calendar) -> Stretch:
        """5/6/2025: both readings, the earlier to the later."""
        both = (node, replace(node, month=node.day, day=node.month))
        days = sorted(
            filter(None, (cal.safe_date(one.year or 0, one.month or 0, one.day or 0) for one in both))
        )
        self.steps.append(f"day and month may change places: {' or '.join(day.isoformat() for day in days)}")
        return Stretch(
            value=f"{cal.year_value(node.year)}-XX-XX", first=days[0], last=days[-1], year=node.year
        )

    def turn(self, node: Turn) -> Stretch:
        """A unit of the calendar next to its base."""
        base = self.view.base(node.base)
        if base is None or base.year is None:
            self.steps.append("nothing known to count it from")
            return Stretch(value=OPEN[node.unit])
        self.counted(node.base)
        if node.unit == "weekend" and node.by == 0 and base.first == base.last:
            return self.weekend(base, node)
        return away(base, node.unit, node.by)

    def weekend(self, base: Stretch, node: Turn) -> Stretch:
        """The weekend at a day: the last one, or the coming one where the clause looks forward."""
        day = base.first
        forward = self.view.direction(weekday=node.base != "now") in ("forward", "near")
        if day and day.weekday() < 5 and not forward and not self.view.story:
            day = cal.moved(day, -7)
        return cal.of_weekend(day) if day else Stretch(value=OPEN["weekend"])

    def shift(self, node: Shift) -> Stretch:
        """A term before or after its base."""
        term, sign = node.term, node.sign
        if node.base == "event":
            self.steps.append("counted from something that is no date: open")
            return Stretch(value=cal.term_value(term))
        base = self.view.base(node.base) if isinstance(node.base, str) else self.stretch(node.base)
        if isinstance(node.base, str) and base is not None:
            self.counted(node.base)
        if base is None or base.year is None:
            self.steps.append("nothing known to count it from")
            return Stretch(value=OPEN.get(term.unit) if term.count is not None else _reference(sign))
        if term.unit in ("hour", "minute", "second"):
            return self.clock_shift(base, term, sign)
        if term.count is None:
            first, last = (base.first, None) if sign > 0 else (None, base.last)
            return replace(base, value=_reference(sign), first=first, last=last, day=None)
        unit, count = term.unit, term.count
        if count != int(count):
            unit, count = {"year": ("month", count * 12), "decade": ("year", count * 10)}.get(
                unit, ("day", count * 7)
            )
        if count > 1e6:
            return Stretch(value=OPEN.get(unit))
        if self.view.look == "due" and sign > 0 and base.first:
            return self.due_term(base.first, term)
        return away(base, unit, sign * round(count))

    def clock_shift(self, base: Stretch, term: Term, sign: int) -> Stretch:
        """Hours or less before or after a base: the day or the one next to it."""
        if base.first is None or base.first != base.last:
            return Stretch(value=_reference(sign), year=base.year, month=base.month)
        there = cal.advance(base.first, term if term.count is not None else replace(term, count=1.0), sign)
        first, last = (base.first, there) if sign > 0 else (there, base.first)
        return replace(base, value=f"{base.first.isoformat()}TXX", first=first, last=last)

    def due_term(self, day: date, term: Term) -> Stretch:
        """From a day to the end of a term."""
        self.steps.append(f"a term that runs from {day.isoformat()}")
        end = cal.advance(day, term, 1)
        return Stretch(value=cal.term_value(term), first=day, last=end, year=day.year, month=day.month)

    def run(self, node: Run) -> Stretch:
        """A term that ends or begins at its base."""
        base = self.view.base(node.base)
        value = cal.term_value(node.term)
        if base is None or base.first is None or base.last is None:
            return Stretch(value=value)
        self.counted(node.base)
        if node.sign < 0:
            return Stretch(value=value, first=cal.advance(base.first, node.term, -1), last=base.last)
        return Stretch(value=value, first=base.first, last=cal.advance(base.last, node.term, 1))

    def piece(self, node: Piece) -> Stretch:
        """A part of a longer stretch."""
        whole = self.stretch(node.of)
        if node.term is None:
            if node.which in ("earlier", "later"):
                return self.beside(whole, node)
            if node.which != "all":
                self.steps.append(f"its part: {node.which}")
            return cal.cut(whole, node.which)
        self.steps.append(f"of it: {node.which}")
        return portion(whole, node.which, node.term)

    def beside(self, whole: Stretch, node: Piece) -> Stretch:
        """Earlier or later in a stretch that holds its base: before or after it. Else a third of it."""
        turn = node.of if isinstance(node.of, Turn) else None
        base = self.view.base(turn.base) if turn else None
        earlier = node.which == "earlier"
        held = (
            base is not None and base.known and base.first == base.last and whole.known and turn is not None
        )
        if not held or turn is None or turn.by != 0 or whole.first == whole.last:
            return cal.cut(whole, "early" if earlier else "late")
        assert base is not None
        self.steps.append(f"{node.which} in it")
        return replace(whole, last=base.last) if earlier else replace(whole, first=base.first)

    def of(self, node: Of) -> Stretch:
        """A date whose year or month another expression gives."""
        outer = self.stretch(node.outer)
        if outer.year is None:
            return without_base(node.inner)
        month = node.inner.month or outer.month
        return of_year_maker(replace(node.inner, month=month))(outer.year) or Stretch(value=None)

    def at(self, node: At) -> Stretch:
        """A time of day: the days are those of its day."""
        code = {"ON": "NI"}.get(node.part or "", node.part or "")
        clock = f"T{node.hour:02d}:{node.minute:02d}{node.zone}" if node.hour is not None else f"T{code}"
        placed = node.hour is not None or node.part == "ON"
        day = self.stretch(node.of) if node.of else self.view.base("near") if placed else None
        if day is None or (node.of is None and (day.day is None or day.first != day.last)):
            return Stretch(value=f"XXXX-XX-XX{clock}")
        if node.of is None and day.first is not None and day.first == day.last:
            day = cal.of_day(day.first)
        made = replace(day, value=f"{day.value}{clock}" if day.value else None)
        if node.part == "ON" and node.of is None:
            forward = self.view.direction(weekday=True) == "forward"
            ends = (day.first, cal.moved(day.last, 1)) if forward else (cal.moved(day.first, -1), day.last)
            return replace(made, first=ends[0], last=ends[1])
        return made

    def between(self, node: Between) -> Stretch:
        """From the first day of one stretch to the last of another; the years of each help the other."""
        first, last = node.first, node.last
        end = self.stretch(last)
        lone = isinstance(last, Calendar) and end.year is not None
        if lone and isinstance(first, Calendar) and first.dated and incomplete(first):
            begin = before(first, end)
        else:
            begin = self.stretch(first)
            if begin.known:
                seen = replace(self.view, told=begin, story=True) if incomplete(last) else self.view
                end = Reading(view=seen, steps=self.steps).stretch(last)
        value = f"{begin.value}/{end.value}" if begin.value and end.value else None
        ordered = begin.first is None or end.last is None or begin.first <= end.last
        if not ordered:
            return Stretch(value=value)
        return replace(end, value=value, first=begin.first, last=end.last)

    def counted(self, base: str) -> None:
        """Says what an expression was counted from."""
        told = base == "text" or (base == "near" and self.view.story)
        which = "what was told before" if told and self.view.told else "the published date"
        self.steps.append(f"counted from {which}")


def _reference(sign: int) -> str:
    return "FUTURE_REF" if sign > 0 else "PAST_REF"
