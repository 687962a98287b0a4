"""Builders of what is counted from today or the text, of terms, times of day and what comes again."""

from __future__ import annotations

import re

from detente.reading.times.builders import TURNS
from detente.reading.times.lexicon import (
    OFTEN,
    PARTS,
    SEASONS,
    ZONES,
    month_of,
    number_of,
    unit_of,
    weekday_of,
)
from detente.reading.times.nodes import At, Loose, Node, Run, Term, Turn
from detente.reading.times.syntax import Match

_OF_TEXT = ("previous", "preceding", "same", "following", "subsequent", "that", "ensuing")


def turned(m: Match) -> Node | None:
    """last month, the following day, that year."""
    word = m.text("turn")
    unit = unit_of(m.text("u"))
    if unit in ("second", "minute", "hour"):
        return None
    if m.near(1) == "of" and word == "last":
        return None
    if unit == "century" and word in ("last", "past"):  # "in the last century" is not the last hundred years
        return Turn(unit=unit, by=-1)
    if word in ("last", "past", "coming") and (m.text("the") or word != "last"):
        return None if unit == "day" else Run(term=Term(count=1.0, unit=unit), sign=TURNS[word])
    text = word in _OF_TEXT or (word == "next" and (unit == "day" or bool(m.text("the"))))
    text = text or (word == "this" and unit == "day")
    return Turn(unit=unit, by=TURNS[word], base="text" if text else "now")


def near_unit(m: Match) -> Node | None:
    """the day, the month, the year: of now in news, of what was spoken of last in history."""
    return Turn(unit=unit_of(m.text("u")), by=0, base="near")


_DEICTIC: dict[str, Node] = {
    "today": Turn(unit="day", by=0),
    "yesterday": Turn(unit="day", by=-1),
    "tomorrow": Turn(unit="day", by=1),
    "tonight": At(of=Turn(unit="day", by=0), part="NI"),
    "overnight": At(of=None, part="ON"),
    "the day before yesterday": Turn(unit="day", by=-2),
    "the day after tomorrow": Turn(unit="day", by=2),
}


def deictic(m: Match) -> Node:
    """today, yesterday and their like."""
    return _DEICTIC[m.text("w")]


def term(m: Match) -> Node | None:
    """two weeks, a three-day visit, half an hour; ages are no terms."""
    unit = unit_of(m.text("u"))
    if (m.near(1), m.near(2)) in (("-", "old"), ("of", "age")) or m.near(1) == "old":
        return None
    if unit == "quarter" or m.text("u") == "weekend":
        return None
    if m.text("n") in ("a", "an") and m.text("u")[-1] == "s":
        return Term(count=None, unit=unit)
    count = number_of(m.text("n")) if m.text("n") else None if m.text("u")[-1] == "s" else 1.0
    if m.text("half") and count is not None:
        count += 0.5
    if unit == "fortnight":
        unit, count = "week", None if count is None else 2 * count
    return Term(count=count, unit="day" if unit == "night" else unit)


def half_term(m: Match) -> Node:
    """half a year, a half-century."""
    return Term(count=0.5, unit=unit_of(m.text("u")))


def clock(m: Match) -> Node | None:
    """14:30 GMT, 8 pm, 0530hrs, noon."""
    text, half = m.text("c").replace(".", ":"), m.text("half").replace(".", "")
    if text in ("noon", "midnight", "midday"):
        return At(of=None, hour=0 if text == "midnight" else 12, minute=0)
    if text[-2:] in ("am", "pm"):
        text, half = text[:-2], text[-2:]
    digits = re.sub(r"[^\d:]", "", text)
    if digits.count(":") > 1:
        return None
    if ":" in digits:
        hour, minute = (int(part) for part in digits.split(":")[:2])
    elif len(digits) >= 3:
        hour, minute = int(digits[:-2]), int(digits[-2:])
    else:
        hour, minute = int(digits), 0
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or (half and not 0 <= hour <= 23):
        return None
    return At(of=None, hour=hour, minute=minute, zone=ZONES.get(m.text("z"), ""))


def part_of_day(m: Match) -> Node:
    """this morning, that night, at night."""
    word = m.text("turn")
    code = PARTS[m.text("p")]
    if word in ("this", "last", "yesterday", "tomorrow"):
        by = {"this": 0, "last": -1, "yesterday": -1, "tomorrow": 1}[word]
        return At(of=Turn(unit="day", by=by), part=code)
    if word in ("that", "same", "next", "following", "previous"):
        return At(of=Turn(unit="day", by=TURNS[word], base="text"), part=code)
    return At(of=None, part=code)


def often(m: Match) -> Node:
    """daily, every Friday, each year: times that come again."""
    if m.text("o"):
        return Loose(value=OFTEN[m.text("o")])
    if m.text("wd"):
        return Loose(value=f"XXXX-WXX-{weekday_of(m.text('wd')) + 1}")
    if m.text("m"):
        return Loose(value=f"XXXX-{month_of(m.text('m')):02d}")
    if m.text("p"):
        return Loose(value=f"XXXX-XX-XXT{PARTS[m.text('p')]}")
    if m.text("s"):
        return Loose(value=f"XXXX-{SEASONS[m.text('s')]}")
    values = {
        "day": "XXXX-XX-XX",
        "week": "XXXX-WXX",
        "month": "XXXX-XX",
        "year": "XXXX",
        "night": "XXXX-XX-XXTNI",
    }
    values |= {"weekend": "XXXX-WXX-WE", "hour": "XXXX-XX-XXTXX", "decade": "XXX", "quarter": "XXXX-QX"}
    return Loose(value=values.get(unit_of(m.text("u")), f"P1{unit_of(m.text('u'))[0].upper()}"))


_LOOSE = {
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "recent": "PAST_REF",
    "past": "PAST_REF",
    "future": "FUTURE_REF",
}


def loose(m: Match) -> Node:
    """now, recently, in the future."""
    word = m.text("w")
    return Loose(value=_LOOSE.get(word, "PRESENT_REF"))
