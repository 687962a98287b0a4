"""Whether an event is a contact between two sides, and by which channel: see `contacts`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.crisis.known import named_side
from detente.schema import Actor, Event, Span

# How often the country of the place is the side that is visited, where a visitor from elsewhere and the
# visited side are both named: 13 of 18 visits in four years of Wikipedia's current events.
_HOST = 0.72
_SEVERAL = 2
_THEIR = re.compile(r"\btheir (?:own |respective )?$", re.IGNORECASE)
_NEAR_CHARS = 60  # before and behind a verb: its own clause
_MEDIATES = re.compile(r"^(?:mediat|broker|facilitat|intermediar)\w*$", re.IGNORECASE)
_SWAPS = re.compile(r"^(?:exchang|swap|repatriat)\w*$", re.IGNORECASE)
_PERSONS = re.compile(
    r"\b(?:prisoners?|captives?|POWs?|hostages?|detainees?|bodies|remains|soldiers|servicemen|spies|fallen|"
    r"civilians|convicts)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^(?:sign|ratif|conclud|initial|ink)\w*$", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:treat(?:y|ies)|agreements?|deals?|pacts?|accords?|memorand\w+|protocols?|conventions?|declarations?|"
    r"contracts?|compacts?|armistice|truce|ceasefire)\b",
    re.IGNORECASE,
)
_LAW = re.compile(r"\binto law\b|\b(?:laws?|decrees?|bills?|orders?|legislation)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(?:sen[dt]s?|sending|hand(?:s|ed)?|handing|deliver\w*|wr[io]te\w*|writing|written|receiv\w*|pass\w*|"
    r"exchang\w*)\s+(?:[\w'’-]+\s+){0,6}?(?:letters?|notes?|messages?|cables?)\b|"
    r"\bin (?:a|an open|his|her|its) (?:joint )?(?:letter|message|note) to\b",
    re.IGNORECASE,
)
_GUESTS = re.compile(r"^(?:visit|travel|arriv|host|receiv|welcom|fl(?:ew|ies))\w*$", re.IGNORECASE)
_FROM_AFAR = re.compile(
    r"\b(?:tele)?phon\w*|\bvideo\b|\bby (?:call|line)\b|\bonline\b|\bvirtual\w*", re.IGNORECASE
)
# Before a word for talks they say that these are to come, are wished for, or are somebody's topic.
_AHEAD = re.compile(
    r"\b(?:(?:ready|willing|prepared|open|refus\w+|agree\w*|want\w*|hop\w+|plan\w*) (?:to|for)|part of|"
    r"purpose of|scheduled|planned|proposed|upcoming|future|possible|(?:act|serv)\w* as|mediator in|ahead of|"
    r"prior to|before|must|should|would|could|for (?:initial|further|new|upcoming))\s+(?:[\w'’-]+\s+){0,4}$",
    re.IGNORECASE,
)
_HELD_LAND = re.compile(
    r"\b(?:[\w-]*occupied|annexed|controlled|[\w-]+-held|front ?lines?|troops)\b", re.IGNORECASE
)
_WORDS = frozenset(
    {"SANCTION", "CONSULT", "AGREE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "CONCEDE"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Between whom, through whom and by which channel. share: how sure it is that `to` is the other side."""

    by: tuple[Actor, ...]
    to: tuple[Actor, ...]
    through: tuple[Actor, ...] = ()
    channel: str | None = None
    share: float = 1.0


def find_way(event: Event, beside: Sequence[Event]) -> Way | None:
    """How an event brings sides in touch; None where it does not. beside: the events of its sentence."""
    if event.trigger is None:
        return _consults(event) if event.type == "CONSULT" else None
    verb, clause = event.trigger.text, _clause(event, event.trigger)
    if _SWAPS.match(verb) and event.type != "SANCTION" and _PERSONS.search(clause):
        return _between(event, beside, "exchange")
    if event.type == "AGREE" and _SIGNS.match(verb) and _PAPER.search(clause) and not _LAW.search(clause):
        return _between(event, beside, "treaty")
    if event.type == "CONSULT":
        return _talks(event, beside, clause)
    if event.type in _WORDS and _WRITES.search(clause):
        return Way(by=event.by, to=event.to, channel="letter")
    return None


def _consults(event: Event) -> Way:
    return Way(by=event.by, to=event.to, channel=event.mode)


def _talks(event: Event, beside: Sequence[Event], clause: str) -> Way | None:
    """Talks, calls and visits. Who strikes a meeting is not at it, and nobody is met under a guessed name."""
    if event.trigger is None or _is_struck(event, beside) or _AHEAD.search(_before(event, event.trigger)):
        return None
    if _MEDIATES.match(event.trigger.text):
        return _mediated(event, beside)
    verb, event = event.trigger.text, _without_own(event)
    named = {mention for side in (event.by, event.to) for mention in _naming_several(side)}
    if any(_is_guess(actor) and actor.mention not in named for actor in (*event.by, *event.to)):
        return None
    if len(_parties((*event.by, *event.to))) < 2:
        return _visits(event, beside)
    hosts = _hosts(event, beside)
    if hosts and _parties(hosts) <= _parties(event.to):  # whom one visits, rather than where
        return Way(by=event.by, to=hosts, channel="visit")
    afar = event.mode is None and _FROM_AFAR.search(clause)
    channel = "phone" if afar else event.mode or ("visit" if _GUESTS.match(verb) else None)
    return _between(event, beside, channel)


def _visits(event: Event, beside: Sequence[Event]) -> Way | None:
    """A visit that names no host: whom it was made to meet, else the country that it leads to.

    Who visits land that is held against its state visits nobody there.
    """
    if event.mode != "visit" or not event.by:
        return None
    guests = _parties(event.by)
    hosts = _hosts(event, beside)
    if hosts:
        return Way(by=event.by, to=hosts, channel="visit")
    place = event.place
    if event.trigger is not None and _HELD_LAND.search(_clause(event, event.trigger)):
        return None
    if place is None or place.country is None or place.country in guests:
        return None
    host = Actor(mention=place.mention, name=place.name, country=place.country)
    return Way(by=event.by, to=(host,), channel="visit", share=_HOST)


def _hosts(event: Event, beside: Sequence[Event]) -> tuple[Actor, ...]:
    """Whom a visitor came to meet, as the same sentence has it: "travels to Alaska to meet Trump"."""
    guests = _parties(event.by)
    if event.mode != "visit":
        return ()
    for other in beside:
        met = tuple(actor for actor in other.to if _parties([actor]) - guests and not _is_guess(actor))
        told = other.type == "CONSULT" and other.status in ("reported", "planned") and other.id != event.id
        if told and met and _parties(other.by) & guests:
            return met
    return ()


def _between(event: Event, beside: Sequence[Event], channel: str | None) -> Way | None:
    """The parties of a deed of both sides, without who mediates; those of the sentence where it names one."""
    through = tuple(actor for other in beside if _mediates(other) for actor in other.by)
    helping = _parties(through)
    by = tuple(actor for actor in event.by if not _parties([actor]) & helping)
    to = tuple(actor for actor in event.to if not _parties([actor]) & helping)
    if len(_parties((*by, *to))) < 2:
        fuller = _fullest(beside, helping)
        by, to = (fuller, ()) if len(_parties(fuller)) > 1 else (event.by, event.to)
    return Way(by=by, to=to, through=through, channel=channel)


def _mediated(event: Event, beside: Sequence[Event]) -> Way | None:
    """What others bring about between sides; nothing where the sentence tells of the deed itself."""
    helping = _parties(event.by)
    if any(_is_deed(other, helping) for other in beside if other.id != event.id):
        return None
    sides = tuple(actor for actor in event.to if not _parties([actor]) & helping)
    if len(_parties(sides)) < 2:
        return Way(by=event.by, to=event.to, channel="mediated")
    return Way(by=sides, to=(), through=event.by, channel="mediated")


def _is_deed(event: Event, helping: frozenset[str]) -> bool:
    """Whether an event is itself a contact of two sides beside those who mediate."""
    if event.status != "reported" or _mediates(event):
        return False
    if len(_parties((*event.by, *event.to)) - helping) < 2 or event.trigger is None:
        return False
    return event.type == "CONSULT" or bool(
        _SWAPS.match(event.trigger.text) or _SIGNS.match(event.trigger.text)
    )


def _mediates(event: Event) -> bool:
    return event.type == "CONSULT" and event.trigger is not None and bool(_MEDIATES.match(event.trigger.text))


def _fullest(beside: Iterable[Event], helping: frozenset[str]) -> tuple[Actor, ...]:
    """The actors of the event of a sentence that names most parties."""
    told = [
        tuple(actor for actor in (*other.by, *other.to) if not _parties([actor]) & helping)
        for other in beside
        if other.status == "reported" and not _mediates(other)
    ]
    return max(told, key=lambda actors: len(_parties(actors)), default=())


def _is_struck(event: Event, beside: Sequence[Event]) -> bool:
    """Whether the same words that name a party of talks name who strikes in the same sentence."""
    own = {actor.mention for actor in event.by if actor.mention is not None}
    return any(other.type == "ASSAULT" and actor.mention in own for other in beside for actor in other.by)


def _naming_several(actors: Iterable[Actor]) -> Iterator[Span]:
    """The mentions that name several of a side, each of whom is told: "the two foreign ministers"."""
    counts = Counter(actor.mention for actor in actors)
    return (mention for mention, count in counts.items() if mention is not None and count >= _SEVERAL)


def _without_own(event: Event) -> Event:
    """Talks without those who hold them for the parties: "Peru and Chile held talks between their envoys"."""
    told = tuple(actor for actor in event.by if not _is_theirs(event, actor))
    others = tuple(actor for actor in event.to if not _is_theirs(event, actor))
    if len(told) + len(others) == len(event.by) + len(event.to) or len(_parties((*told, *others))) < _SEVERAL:
        return event
    return replace(event, by=told, to=others)


def _is_theirs(event: Event, actor: Actor) -> bool:
    """Whether "their" stands before the common noun that an actor is named by."""
    return (
        _is_guess(actor) and actor.mention is not None and bool(_THEIR.search(_before(event, actor.mention)))
    )


def _is_guess(actor: Actor) -> bool:
    """Whether an actor is known by a common noun alone ("commanders"), whose side the reader guessed."""
    text = actor.mention.text if actor.mention is not None else ""
    return bool(text) and text.islower() and actor.role is None and not actor.members and " " in text.strip()


def _clause(event: Event, trigger: Span) -> str:
    evidence = event.grounds.evidence[0]
    if not isinstance(evidence, Span):
        return trigger.text
    start, end = trigger.start - evidence.start, trigger.end - evidence.start
    return evidence.text[max(0, start - _NEAR_CHARS) : end + _NEAR_CHARS]


def _before(event: Event, trigger: Span) -> str:
    evidence = event.grounds.evidence[0]
    if not isinstance(evidence, Span):
        return ""
    return evidence.text[: trigger.start - evidence.start][-_NEAR_CHARS:]


def _parties(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(name for actor in actors if (name := named_side(actor)) is not None)
