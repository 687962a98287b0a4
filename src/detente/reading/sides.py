"""The two sides of an act together: who only hears of it, and whose country the other side tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.codebook.registry import load_registry
from detente.schema import Actor, Span, Step

Side = tuple[Actor, ...]
_HEARERS = re.compile(r"(?:the )?(?:\w+ )?(?:reporters?|journalists?|correspondents?|newsmen)", re.IGNORECASE)
_TELLING = re.compile(
    r"\b(?:t(?:old|ell|ells|elling)|inform(?:ed|s|ing)?|address(?:ed|es|ing)?|"
    r"(?:spoke|speak\w*|said|say\w*|talk\w*|remarks?|statements?|comments?|interview\w*|announc\w*) "
    r"(?:to|with|before))"
    r" (?:the |a |some )?$",
    re.IGNORECASE,
)
_GUESSED = frozenset(("setting", "clue"))  # rules that know no more than where a report is set


def settle(by: Side, to: Side, sentence: Span) -> tuple[Side, Side]:
    """The sides of an act without those who are only told of it, nor a country that cannot be right."""
    to = tuple(actor for actor in to if not _only_hears(actor, sentence))
    to = _others(by, to)
    return tuple(_apart(by, to)), to


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


def _is_state(actor: Actor) -> bool:
    """Whether somebody is a state itself, or an organ that acts for it."""
    registry = load_registry()
    known = actor.country is not None and actor.country in registry.index.ids
    return known and actor.entity is not None and registry.entry(actor.country or "").entity == actor.entity


def _is_guessed(actor: Actor) -> bool:
    return any(step.rule in _GUESSED for step in actor.steps)
