"""The two sides of an act together: who only hears of it, and whose country the other side tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.codebook.registry import load_registry
from detente.schema import Actor, Place, Span, Step

Side = tuple[Actor, ...]
_HEARERS = re.compile(r"(?:the )?(?:\w+ )?(?:reporters?|journalists?|correspondents?|newsmen)", re.IGNORECASE)
_TELLING = re.compile(
    r"\b(?:t(?:old|ell|ells|elling)|inform(?:ed|s|ing)?|address(?:ed|es|ing)?|"
    r"(?:spoke|speak\w*|said|say\w*|talk\w*|remarks?|statements?|comments?|interview\w*|announc\w*) "
    r"(?:to|with|before))"
    r" (?:the |a |some )?$",
    re.IGNORECASE,
)
_SENDS_AWAY = re.compile(r"(?:expel|expulsion|deport|extradit)", re.IGNORECASE)
_CAPTURES = re.compile(
    r"(?:captur|seiz|held|hold|free|releas|hand|return|swap|exchang|intercept)", re.IGNORECASE
)
_CAPTIVES = re.compile(
    r"\b(?:soldiers?|troops|service(?:men|man|women)|prisoners? of war|pows?|pilots?|sailors?|crew\w*|"
    r"fisher\w+|marines?|airm[ae]n|border guards?|commandos?)$",
    re.IGNORECASE,
)
_TOWNS = ("point", "city")
_TITLE = 40  # characters before a name in which its title stands
_OF_STATE = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|(?:foreign|defen[cs]e|interior|energy|trade|finance) "
    r"(?:minister|secretary)|minister of (?:the )?\w+)\b(?! of )",
    re.IGNORECASE,
)
_GUESSED = frozenset(("setting", "clue"))  # rules that know no more than where a report is set
_PLACED = _GUESSED | {"in"}


def settle(by: Side, to: Side, sentence: Span, verb: str = "") -> tuple[Side, Side]:
    """The sides of an act without those who are only told of it, nor a country that cannot be right.

    verb: the word that the act stands at.
    """
    to = tuple(actor for actor in to if not _only_hears(actor, sentence))
    to = _others(by, to)
    to = tuple(_without_place(actor, by, sentence) for actor in to)
    if _SENDS_AWAY.match(verb):
        to = tuple(_stranger(actor, by, sentence) for actor in to)
    elif _CAPTURES.match(verb):
        to = tuple(_stranger(actor, by, sentence) if _is_captive(actor) else actor for actor in to)
    return tuple(_apart(by, to)), to


def hosted(side: Side, visitors: Side, place: Place | None, sentence: Span) -> Side:
    """A side that somebody met at a place: who holds an office of state there, and is of no country that is
    told, is of the country of that place. "The envoy held talks in Tbilisi with the Prime Minister".
    """
    country = None if place is None or place.precision not in _TOWNS else place.country
    if country is None or any(actor.country == country for actor in visitors):
        return side
    told = tuple(_at_home(actor, country, place, sentence) for actor in side)
    at_home = sum(one.country == country for one in told) - sum(one.country == country for one in side)
    return told if at_home == 1 else side  # two heads of one state do not receive one by one


def _at_home(actor: Actor, country: str, place: Place | None, sentence: Span) -> Actor:
    if actor.country is not None or actor.entity is not None or actor.mention is None:
        return actor
    start, end = actor.mention.start - sentence.start, actor.mention.end - sentence.start
    words = sentence.text[max(0, start - _TITLE) : end]
    titles = [title.end() for title in _OF_STATE.finditer(words)]
    if not titles or re.search(r"[,;]", words[titles[-1] :]):
        return actor
    detail = f"{actor.name}: {country}, where they met"
    return replace(
        actor,
        country=country,
        sector=actor.sector or "GOV",
        steps=(*actor.steps, Step(rule="host", detail=detail, span=place.mention if place else None)),
    )


def _only_hears(actor: Actor, sentence: Span) -> bool:
    """Whether somebody is the press that is told of an act: "told reporters that he would strike"."""
    if actor.mention is None:
        return False
    before = sentence.text[: max(0, actor.mention.start - sentence.start)]
    return _HEARERS.fullmatch(actor.mention.text) is not None and _TELLING.search(before) is not None


def _others(by: Side, to: Side) -> Side:
    """Whom an act is done to without the state that does it: "closes Turkish airspace to Greek aircraft"."""
    own = {actor.entity for actor in by if actor.entity is not None and _is_state(actor)}
    left = tuple(actor for actor in to if actor.entity not in own)
    return left or to


def _apart(side: Side, other: Side) -> Iterator[Actor]:
    """A side, open where its country was only guessed and is that of the state on the other side: the
    government that gives Turkey an ultimatum is not Turkey's. Whom a state acts upon may well be its own."""
    named = {actor.country for actor in other if _is_state(actor) and not _is_guessed(actor)}
    for actor in side:
        if actor.country is None or actor.country not in named or not _is_guessed(actor):
            yield actor
            continue
        step = Step(rule="counterpart", detail=f"not of {actor.country}, which is the other side")
        yield replace(actor, country=None, entity=None, steps=(*actor.steps, step))


def _without_place(actor: Actor, other: Side, sentence: Span) -> Actor:
    """Those of several states without the country of the place where they are: "Peru and Chile held talks
    between their foreign ministers in Panama"."""
    several = len({one.country for one in other if one.country is not None}) > 1
    placed = any(step.rule in _PLACED for step in actor.steps)
    if not several or actor.mention is None or not placed:
        return actor
    before = sentence.text[: max(0, actor.mention.start - sentence.start)]
    if not re.search(r"\btheir (?:\w+ ){0,2}$", before + actor.text.split(" ")[0] + " ", re.IGNORECASE):
        return actor
    step = Step(rule="counterpart", detail=f"theirs: not of {actor.country}")
    return replace(actor, country=None, entity=None, steps=(*actor.steps, step))


def _is_captive(actor: Actor) -> bool:
    """Whether somebody is of those whom one state takes from another, and their country is a guess."""
    return _is_guessed(actor) and _CAPTIVES.search(actor.text) is not None


def _stranger(actor: Actor, by: Side, sentence: Span) -> Actor:
    """Whom a state sends away or takes, and whom only a noun names: not of that state."""
    if actor.country is None or actor.entity or actor.country not in {one.country for one in by}:
        return actor
    start = actor.mention.start - sentence.start if actor.mention else 0
    if sentence.text[: max(0, start)].endswith("own "):
        return actor
    step = Step(rule="counterpart", detail=f"sent away or taken: not of {actor.country}")
    return replace(actor, country=None, steps=(*actor.steps, step))


def _is_state(actor: Actor) -> bool:
    """Whether somebody is a state itself, or an organ that acts for it."""
    registry = load_registry()
    known = actor.country is not None and actor.country in registry.index.ids
    return known and actor.entity is not None and registry.entry(actor.country or "").entity == actor.entity


def _is_guessed(actor: Actor) -> bool:
    return any(step.rule in _GUESSED for step in actor.steps)
