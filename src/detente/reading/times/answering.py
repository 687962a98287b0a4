"""The answer to when: days, basis, value and steps of an expression, and of a whole text in its order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.reading.times import calendar as cal
from detente.reading.times.calendar import Stretch
from detente.reading.times.choosing import View
from detente.reading.times.finding import find_times
from detente.reading.times.nodes import At, Between, Calendar, Found, Node, Of, Piece, Run, Shift, Term, Turn
from detente.reading.times.resolving import Reading

STORY_YEARS = 4  # so many dates of earlier years, and more than twice as many as of today, make a story

LEAP_YEARS = (
    10  # a date further away is an aside, unless the next one is near it; set on WikiWars' training half
)

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
# Words by which a time that follows them in a sentence lies ahead.
_FORESEEN = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were) (?:to|due|expected|scheduled|set|planned)|plans?|deadline|"
    r"ultimatum|(?:vow|promis|pledg|threaten|agree)\w* to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The days that an expression means: inclusive, None where open. value: TIMEX3. steps: how it was found.

    told: where the text stands after it, for what follows.
    """

    earliest: date | None
    latest: date | None
    basis: str
    value: str | None
    steps: tuple[str, ...]
    told: Stretch | None = None


def resolve(found: Found, view: View) -> Answer:
    """The days of an expression as seen from a view. Never raises; what is out of the calendar stays open."""
    if found.bound == "ahead" and not view.story and view.look is None and not _is_hour(found.node):
        view = replace(view, tense="future")
    reading = Reading(view=view)
    node = _as_term(found, view)
    stretch = reading.stretch(node)
    if _over_already(found, node, stretch, view) and isinstance(node, Calendar):
        reading.steps.clear()
        stretch = reading.stretch(replace(node, turn=1))
    earliest, latest = _limits(found, node, stretch, view, reading.steps)
    if earliest is not None and latest is not None and latest < earliest:
        earliest = latest = None
    basis = "stated" if _stated(node) and (stretch.first or stretch.year) else "relative"
    return Answer(
        earliest=earliest,
        latest=latest,
        basis=basis,
        value=stretch.value,
        steps=tuple(reading.steps),
        told=stretch if _tells(node) and stretch.year is not None else None,
    )


def _over_already(found: Found, node: Node, stretch: Stretch, view: View) -> bool:
    """Whether a deadline "before" something would lie before publication because that thing has begun."""
    if view.look != "due" or found.bound not in ("before", "ahead") or view.published is None:
        return False
    open_year = isinstance(node, Calendar) and node.year is None and node.turn is None and not view.story
    return open_year and stretch.first is not None and stretch.first <= view.published


def _as_term(found: Found, view: View) -> Node:
    """ "in two weeks" is a day to come where the clause looks forward, and else a length of time."""
    forward = view.look is not None or view.tense == "future"
    if isinstance(found.node, Term) and found.bound == "in" and forward and view.look != "due":
        return Shift(term=found.node, sign=1, base="now")
    return found.node


def _limits(
    found: Found, node: Node, stretch: Stretch, view: View, steps: list[str]
) -> tuple[date | None, date | None]:
    """The first and last day, after what the word before the expression makes of them."""
    first, last, published = stretch.first, stretch.last, view.published
    forward = view.look is not None or view.tense == "future"
    if isinstance(node, Term):
        base = view.base("near")
        exact = base.first if base and base.first == base.last else None
        if exact and (view.look == "due" or (forward and found.bound == "within")):
            steps.append(f"a term that runs from {exact.isoformat()}")
            return exact, cal.advance(exact, node, 1)
        return None, None
    match found.bound:
        case "before" | "ahead" | "after" if _is_hour(node):
            return None if view.look == "due" and found.bound != "after" else first, last
        case "before" | "ahead" if not (isinstance(node, Piece) and node.which == "end"):
            limit = cal.moved(first, -1)
            if view.look == "due" and _counted(node) and limit and published and limit < published:
                steps.append("a limit that would lie behind: open")
                return None, None
            steps.append("a limit: it ends the day before")
            return None, limit
        case "by" | "until" | "before" | "ahead":
            steps.append("a limit: open at its beginning")
            return None, last
        case "after":
            return cal.moved(last, 1), None
        case "from" if not isinstance(node, Between):
            return first, None
        case "since":
            runs_on = published is not None and first is not None and first <= published and not view.story
            return first, published if runs_on else None
        case _:
            late = view.look == "due" and published is not None and first is not None and last is not None
            if late and published and first and last and first < published <= last:
                first = published
            return first, last


def _is_hour(node: Node) -> bool:
    """Whether it is an hour of a day that is told: what is before dawn on Tuesday is on Tuesday."""
    return isinstance(node, At) and node.of is not None


def _counted(node: Node) -> bool:
    """Whether an expression is counted from a base, and names no year itself."""
    return not isinstance(node, Calendar) or node.year is None


def _stated(node: Node) -> bool:
    """Whether the text itself names the month, year or feast."""
    match node:
        case Calendar():
            return node.dated
        case Piece() | At():
            return node.of is not None and _stated(node.of)
        case Shift():
            return not isinstance(node.base, str) and _stated(node.base)
        case Between():
            return _stated(node.first) and _stated(node.last)
        case Of():
            return False
        case _:
            return False


def _tells(node: Node) -> bool:
    """Whether a text goes on from an expression: from dates, not from terms, runs or references."""
    return not isinstance(node, Term | Run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A time expression of a text with its days. before: what the text told of until there."""

    found: Found
    answer: Answer
    before: Stretch | None


def read_times(text: str, published: date | None) -> tuple[Timed, ...]:
    """Every time expression of a text with its days, each seen from what was told before it."""
    found = find_times(text)
    return tuple(_in_order(text, found, View(published=published, story=is_story(found, published))))


def view_at(read: Sequence[Timed], start: int, view: View) -> View:
    """The view from a place in a text of which the expressions have been read."""
    place = bisect_left(read, start, key=lambda timed: timed.found.start)
    if place < len(read):
        return replace(view, told=read[place].before)
    last = read[-1] if read else None
    return replace(view, told=(last.answer.told or last.before) if last else None)


def _in_order(text: str, found: Sequence[Found], view: View) -> Iterator[Timed]:
    far: Stretch | None = None
    reached = 0
    for one in found:
        answer = resolve(one, view)
        yield Timed(found=one, answer=answer, before=view.told)
        told, clause, reached = answer.told, text[reached : one.start], one.end
        if told is None or not (view.story or _lies_behind(one, told, clause, view.published)):
            continue
        if view.told is not None and _leaps(view.told, told) and _leaps(far, told):
            far = told
        else:
            view, far = replace(view, told=told), None


def _lies_behind(found: Found, told: Stretch, before: str, published: date | None) -> bool:
    """Whether news tells of a time as one that was, so that what follows may be counted from it.

    A term is none, nor is what is to come. before: the words between the last expression and this one.
    """
    if published is None:
        return True
    loose = found.bound in ("until", "before") and not _stated(found.node)
    if loose or found.bound in ("by", "ahead", "within") or _FORESEEN.search(_SENTENCES.split(before)[-1]):
        return False
    return told.first is None or told.first <= published


def _leaps(before: Stretch | None, after: Stretch) -> bool:
    """Whether a text that stood at one time would leap to get to another."""
    if before is None or before.year is None or after.year is None:
        return before is None
    return abs(after.year - before.year) > LEAP_YEARS


def is_story(found: Sequence[Found], published: date | None) -> bool:
    """Whether a text tells of the past by its own dates, so that "in May" is the May of its story."""
    if published is None:
        return True
    old = new = 0
    for one in found:
        node = one.node
        if isinstance(node, Piece | At) and node.of is not None:
            node = node.of
        if isinstance(node, Calendar) and node.year is not None:
            old += node.year < published.year
            new += node.year >= published.year
        elif isinstance(node, Calendar):
            new += node.weekday is not None and node.month is None
        elif isinstance(node, Turn | Shift | Run):
            new += node.base == "now"
    return old >= STORY_YEARS and old > 2 * new
