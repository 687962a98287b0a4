"""Builders of the higher levels: dates put together, shifted, cut into pieces, and ranges."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.times.lexicon import listed, unit_of
from detente.reading.times.nodes import At, Between, Calendar, Node, Of, Piece, Run, Shift, Term, Turn
from detente.reading.times.syntax import Built, Match

_BACK = ("ago", "earlier", "previously", "beforehand", "before", "prior", "preceding", "previous")
_FORWARD = ("following", "coming", "next", "subsequent", "ensuing")
_TOLD = ("previous", "preceding", "following", "subsequent", "ensuing")
_PIECES = {
    "early": "early",
    "earlier": "earlier",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "later": "later",
    "latter": "late",
    "beginning": "start",
    "start": "start",
    "onset": "start",
    "outset": "start",
    "dawn": "start",
    "turn": "start",
    "end": "end",
    "close": "end",
    "eve": "eve",
}
_STOPS = frozenset(listed(", . ; : ) ! ? and but that the in when he she they it while")) | {""}


def of_year(m: Match) -> Node | None:
    """August of that year, May this year."""
    inner, outer = m.node("d"), m.node("t")
    if not isinstance(inner, Calendar) or inner.year is not None or inner.turn is not None:
        return None
    if not isinstance(outer, Turn) or outer.unit not in ("year", "month"):
        return None
    if (outer.unit == "month") != (inner.month is None and inner.day is not None):
        return None
    return Of(inner=inner, outer=outer)


def weekday_and_date(m: Match) -> Node | None:
    """Tuesday, 5 June 2025."""
    first, date = m.node("wd"), m.node("d")
    if not isinstance(first, Calendar) or not isinstance(date, Calendar) or first.weekday is None:
        return None
    return replace(date, weekday=first.weekday) if date.day is not None else None


def at_part(m: Match) -> Node | None:
    """Tuesday night, the morning of 5 June, overnight on Monday."""
    day, part = m.node("d"), m.node("p") or At(of=None, part="MO")
    if not isinstance(part, At) or not _is_day(day):
        return None
    return replace(part, of=day, part="NI" if part.part == "ON" else part.part)


def at_clock(m: Match) -> Node | None:
    """8 pm on Tuesday, 5 June at 14:30 GMT."""
    day, clock = m.node("d"), m.node("c")
    if isinstance(day, At) and day.hour is None:
        day = day.of
    return replace(clock, of=day) if isinstance(clock, At) and _is_day(day) else None


def _is_day(node: Node | None) -> bool:
    match node:
        case Calendar():
            return node.day is not None or node.weekday is not None or node.feast is not None
        case Turn():
            return node.unit == "day"
        case Of():
            return node.inner.day is not None
        case _:
            return False


def shifted(m: Match) -> Node | None:
    """two weeks ago, three days later, the day after 5 June, hours after the attack."""
    word, node = m.text("w"), m.node("d")
    term = _term(m)
    if term is None:
        return None
    if word in ("of", "from") and node is None:
        return Shift(term=term, sign=1, base="event") if m.near(1) not in ("now", "today") else None
    if word == "ago" or word in ("hence", "now", "today"):
        return Shift(term=term, sign=-1 if word == "ago" else 1, base="now")
    if word == "from" and not (_is_day(node) and not (isinstance(node, Calendar) and node.dated)):
        return None
    sign = -1 if word in _BACK else 1
    if node is not None:
        return Shift(term=term, sign=sign, base=node)
    if word in (
        "later",
        "earlier",
        "afterwards",
        "afterward",
        "thereafter",
        "previously",
        "beforehand",
        "on",
    ):
        return None if word == "on" and m.near(1) not in _STOPS else Shift(term=term, sign=sign, base="text")
    if word == "since" or (word == "into" and m.near(1) in _STOPS):
        return None
    return Shift(term=term, sign=sign, base="text" if _ends(m) else "event")


def _ends(m: Match) -> bool:
    """Whether nothing follows "after" or "before" that it could lead to."""
    return m.near(1) in ("", ",", ".", ";", ":", ")", "!", "?", "and", "but")


def _term(m: Match) -> Term | None:
    """The term of a match: counted, a bare plural, or one unit."""
    term, unit = m.node("t"), m.node("x")
    if isinstance(term, Term):
        return term
    if m.text("u"):
        name = unit_of(m.text("u"))
        return None if name in ("weekend", "quarter") else Term(count=None, unit=name)
    return Term(count=1.0, unit=unit.unit) if isinstance(unit, Turn) else None


def run(m: Match) -> Node | None:
    """the past two weeks, in the coming days."""
    term, word = _term(m), m.text("w")
    if term is None:
        return None
    return Run(term=term, sign=1 if word in _FORWARD else -1, base="text" if word in _TOLD else "now")


def piece(m: Match) -> Node | None:
    """early June, the end of the month, the second half of July, later this year."""
    of = m.node("d") or (Turn(unit=unit_of(m.text("u")), by=0, base="near") if m.text("u") else None)
    word = m.text("w")
    if of is None or (
        isinstance(of, Calendar) and of.year is None and of.weekday is not None and word == "end"
    ):
        return None
    if m.text("half"):
        which = "h1" if word in ("first", "former") else "h2"
        year = of.year if isinstance(of, Calendar) and of == Calendar(year=of.year) else None
        return Calendar(year=year, half=int(which[1])) if year else Piece(which=which, of=of)
    return Piece(which=_PIECES.get(word, "all"), of=of)


def piece_of(m: Match) -> Node | None:
    """the last week of March, the first ten months of 1917, the last day of May."""
    of, term, word = m.node("d"), m.node("t"), m.text("w")
    if of is None:
        return None
    if not isinstance(term, Term):
        term = Term(count=1.0, unit=unit_of(m.text("u")))
    places = {"second": 2, "third": 3, "fourth": 4}
    if word in places:
        return Piece(which=f"nth{places[word]}", of=of, term=term)
    return Piece(which="first" if word in ("first", "opening") else "last", of=of, term=term)


def between(m: Match) -> Built:
    """From one date to another."""
    first, last, word = m.node("a"), m.node("b"), m.text("w")
    if first is None or last is None:
        return None
    if word == "-" and not (isinstance(first, Calendar) and isinstance(last, Calendar)):
        return None
    return Between(first=first, last=last), m.found("a", "b")
