"""Builders of the first level: dates, weekdays, months, seasons, years and what is longer."""

from __future__ import annotations

import re

from detente.reading.times.lexicon import (
    DECADES,
    MONTHS,
    SEASONS,
    listed,
    month_of,
    ordinal_of,
    weekday_of,
)
from detente.reading.times.nodes import Between, Calendar, Found, Node, Of, Turn
from detente.reading.times.syntax import Built, Match

TURNS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "current": 0, "same": 0}
TURNS |= {"next": 1, "coming": 1, "following": 1, "subsequent": 1, "that": 0, "upcoming": 1, "ensuing": 1}
_COUNTED = frozenset(
    listed(
        "people persons men women children troops soldiers civilians fighters militants prisoners "
        "deaths casualties dead wounded tanks aircraft planes ships vehicles guns rifles missiles "
        "rockets drones shells homes houses villages miles km kilometres kilometers metres meters m "
        "feet ft yards hectares acres tons tonnes kg pounds dollars euros roubles rubles percent % "
        "per refugees families officers members sailors marines volunteers others more votes seats "
        "jobs copies mm hp rpm metre meter foot mile kilometre kilometer"
    )
)
_NUMBERED = frozenset(
    listed(
        "resolution resolutions flight flights no article articles route highway section chapter page "
        "number over than nearly almost some $ € £ # / boeing channel room"
    )
)
_SEASONAL = frozenset(
    listed("olympics olympic games camp camps school schools sports clothes clothing palace break coat tires")
)
_CLOSING = frozenset(
    listed(
        "and or of at in to when as with was were the he she they it but after before for from by "
        "until , . ; : ) ! ? -"
    )
) | {""}
_BARE_SEASONS = frozenset(listed("in the by since until during early late mid - following of through over"))


def dated(m: Match) -> Node | None:
    """Day and month, with or without year or weekday."""
    words, year = m.text("day"), year_of(m)
    if words and not words[0].isdecimal() and not m.text("of"):
        return None
    day = ordinal_of(words) if words else None
    if day is not None and not 1 <= day <= 31:
        return None
    return Calendar(year=year, month=month_of(m.text("m")) if m.text("m") else None, day=day)


def year_of(m: Match) -> int | None:
    """The year of a match: y, and bc where it is counted backwards; two digits are of the 1900s."""
    year = m.number("y") or m.number("old")
    if year is None:
        short = m.number("yy")
        return None if short is None else 1900 + short
    return -year if m.text("bc") else year or None


def days_of_a_month(m: Match) -> Built:
    """Two days of one month: "3 to 7 June", "June 5-7, 2025"."""
    month, year = month_of(m.text("m")), year_of(m)
    ends = [(name, m.part(name)) for name in ("a", "b")]
    nodes = [Calendar(year=year, month=month, day=ordinal_of(m.text(name))) for name, _ in ends]
    parts = tuple(
        Found(start=part[0].start, end=part[-1].end, node=node)
        for node, (_, part) in zip(nodes, ends, strict=True)
    )
    return Between(first=nodes[0], last=nodes[1]), parts


def risky_month(m: Match) -> Node | None:
    """A month whose name is also a verb or a given name, where what stands before it speaks for the month."""
    if m.near(-1) in ("and", "or", ",", "/") and not _month_like(m.near(-2)):
        return None
    if m.text("m") == "march" and m.near(1) == "on":
        return None
    return dated(m)


def _month_like(word: str) -> bool:
    return word in MONTHS or any(f" {name}" in f" {word}" for name in MONTHS)


def bare_year(m: Match) -> Node | None:
    """A number that is a year by what stands around it, and no count."""
    after = m.near(1)
    if after in _COUNTED or (m.near(-1) in _NUMBERED and not m.text("strong")):
        return None
    if after == "-" and m.near(2) in ("man", "strong", "year"):
        return None
    return Calendar(year=m.number("y"))


def old_year(m: Match) -> Node:
    """480, among years before Christ; `find_times` drops it elsewhere."""
    return Calendar(year=-int(m.text("y")))


def winter(m: Match) -> Built:
    """the winter of 1942-43: that of the first year."""
    return Calendar(season=SEASONS[m.text("s")], year=m.number("y")), ()


def span_of_years(m: Match) -> Built:
    """1914-18, 2014/15, 1939-1945."""
    first, text = m.number("y") or 0, m.text("z")
    last = int(text) if len(text) == 4 else first - first % 100 + int(text)
    if last <= first:
        return None
    nodes = (Calendar(year=first), Calendar(year=last))
    parts = tuple(
        Found(start=part[0].start, end=part[-1].end, node=node)
        for node, part in zip(nodes, (m.part("y"), m.part("z")), strict=True)
    )
    return Between(first=nodes[0], last=nodes[1]), parts


def numeric(m: Match) -> Node | None:
    """2025-06-05, 5/6/2025, 05.06.2025. Days and months that may change places are marked."""
    text = m.text("d")
    if text[4:5] == "-":
        year, month, day = (int(part) for part in text.split("-"))
        return (
            Calendar(year=year, month=month, day=day) if month <= 12 and day <= 31 and month * day else None
        )
    first, second, year = (int(part) for part in re.split(r"[/.]", text))
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if "." in text or first > 12:
        first, second = second, first
    month, day = first, second
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Calendar(year=year, month=month, day=day, swapped="/" in text and day <= 12 and day != month)


def day_number(m: Match) -> Node | None:
    """the 5th, where no noun follows that it counts."""
    if m.near(1) not in _CLOSING:
        return None
    return Calendar(day=ordinal_of(m.text("o")))


def season(m: Match) -> Node | None:
    """A season, with its year or an earlier, this or a later one."""
    name, year, turn = m.text("s"), year_of(m), TURNS.get(m.text("turn"))
    if year is None and turn is None:
        cued = m.near(-1) in _BARE_SEASONS or m.text("the") or not (m.near(-1) or m.near(1))
        if m.near(1) in _SEASONAL or (name in ("spring", "springtime", "fall") and not cued):
            return None
        if name == "fall" and (m.near(1) in ("of", "from", "to", "'s") or m.near(-1) not in _BARE_SEASONS):
            return None
    if year is None and m.text("turn") in ("that", "same"):
        return Of(inner=Calendar(season=SEASONS[name]), outer=Turn(unit="year", by=0, base="text"))
    return Calendar(season=SEASONS[name], year=year, turn=turn)


def weekday(m: Match) -> Node:
    """A weekday; with last, this or next before it."""
    return Calendar(weekday=weekday_of(m.text("wd")), turn=TURNS.get(m.text("turn")))


def turned_month(m: Match) -> Node:
    """ "last May"."""
    if m.text("turn") in ("that", "same"):
        return Of(inner=Calendar(month=month_of(m.text("m"))), outer=Turn(unit="year", by=0, base="text"))
    return Calendar(month=month_of(m.text("m")), turn=TURNS[m.text("turn")])


def decade(m: Match) -> Node:
    """the 1990s, the '90s, the nineties, the 470s BC."""
    text = m.text("d")
    number = 10 * (DECADES.index(text) + 2) if text in DECADES else int(text.removesuffix("s"))
    number += 1900 if number < 100 else 0
    return Calendar(decade=-(number // 10) if m.text("bc") else number // 10)


def century(m: Match) -> Node:
    """the 19th century."""
    number = ordinal_of(m.text("o"))
    return Calendar(century=-number if m.text("bc") else number - 1)


def quarter(m: Match) -> Node:
    """the third quarter of 2024, Q3 2024, H1."""
    word = m.text("q")
    number = int(word[1:]) if word[1:].isdigit() else ordinal_of(word)
    if word[0] == "h" or m.text("half"):
        return Calendar(half=number, year=m.number("y"))
    return Calendar(quarter=number, year=m.number("y"))


def fiscal(m: Match) -> Node:
    """fiscal 2024, FY24: which days it has is each state's own affair."""
    year = int(m.text("y").removeprefix("fy"))
    return Calendar(year=year if year > 99 else 2000 + year, fiscal=True)


def feast(m: Match) -> Node:
    """Christmas 2024, Easter Sunday, Ramadan."""
    name = m.text("f").replace(" 's", "'s").replace(" - ", "-").replace(" / ", "/")
    return Calendar(feast=name, year=m.number("y"), turn=TURNS.get(m.text("turn")))
