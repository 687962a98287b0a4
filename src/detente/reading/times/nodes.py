"""What a time expression says before anybody knows which days it means: a small tree of frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A place in the calendar, whole ("5 June 2025") or with parts left open ("5 June", "Tuesday", "spring").

    year: negative before Christ. decade: of the years 1990 to 1999, 199. century: of the 1900s, 19; the first
    before Christ is -1. weekday: 0 is Monday. season: SP, SU, FA or WI. feast: a key of `holidays.FEASTS`.
    turn: -1 in "last May", 0 in "this May", 1 in "next May". swapped: day and month may change places.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    feast: str | None = None
    fiscal: bool = False
    turn: int | None = None
    swapped: bool = False

    @property
    def dated(self) -> bool:
        """Whether it names a year, month, season or feast itself, and not a weekday or day number alone."""
        named = (self.year, self.month, self.season, self.quarter, self.half, self.decade, self.century)
        return self.feast is not None or any(part is not None for part in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A unit of the calendar so many turns from a base: "last month" is (month, -1).

    base: now (the published date), text (what was spoken of last) or near (now in news, text in history).
    """

    unit: str
    by: int
    base: str = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A length of time. count: None where no number is given ("several weeks")."""

    count: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A term away from a base: now, text, event (something that is no date) or a node."""

    term: Term
    sign: int
    base: str | Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A term that ends (sign -1) or begins (1) at its base: "the past two weeks", "the coming days"."""

    term: Term
    sign: int
    base: str = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of something longer: early, mid, late, start, end, h1, h2, or with a term its first or last."""

    which: str
    of: Node
    term: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """A date whose year another expression gives: "August of that year"."""

    inner: Calendar
    outer: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A time of day. part: a TIMEX3 code such as MO or NI. of: its day. zone: as TIMEX3 writes it."""

    of: Node | None
    part: str | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """From one time to another."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """What has a value and no days: FUTURE_REF, or a time that comes again such as XXXX-WXX-5."""

    value: str | None


Node = Calendar | Turn | Term | Shift | Run | Piece | Of | At | Between | Loose


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time expression and where it stands. Guarantees: 0 <= start < end <= len(text).

    bound: what the word before makes of it: by, until, since, from, before, ahead, after, within, in, for or
        None.
    parts: the ends of a range, each as it would stand alone.
    """

    start: int
    end: int
    node: Node
    bound: str | None = None
    parts: tuple[Found, ...] = ()
