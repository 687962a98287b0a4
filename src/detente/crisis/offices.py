"""The level at which two sides are in touch, by the offices of those who came."""

import re
from collections.abc import Iterable

from detente.crisis.known import named_side
from detente.schema import Actor

LEVELS = ("envoys", "ministers", "leaders")  # the lower first
_DEPUTY = re.compile(r"\b(?:vice|deputy|assistant|under-?secretary|former|ex)\b", re.IGNORECASE)
_LEADERS = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|king|queen|monarch|emir|sultan|supreme leader|pope|"
    r"taoiseach|head of (?:state|government)|leaders?|secretary[- ]general)\b",
    re.IGNORECASE,
)
_MINISTERS = re.compile(
    r"\b(?:ministers?|secretary of (?:state|defense|defence|war|the treasury)|"
    r"(?:foreign|defence|defense|home|treasury) secretary|high representative|vice[- ]president|"
    r"deputy prime minister)\b",
    re.IGNORECASE,
)
_ENVOYS = re.compile(
    r"\b(?:envoys?|ambassadors?|advis[eo]rs?|delegat\w+|negotiat\w+|representatives?|officials?|officers?|"
    r"chiefs?|commanders?|directors?|chair\w*|head|speaker|deputy \w+|secretary|diplomats?|mediators?|"
    r"chargé|consul\w*|commissioner|president of \w+ (?:council|parliament|bank))\b",
    re.IGNORECASE,
)


def level_of(by: Iterable[Actor], to: Iterable[Actor]) -> str | None:
    """The level of the lower side, each being as high as its highest; None where one sends nobody named."""
    highest: dict[str, int] = {}
    parties: set[str] = set()
    for actor in (*by, *to):
        party, rank = named_side(actor), _rank(actor)
        if party is not None:
            parties.add(party)
            if rank is not None:
                highest[party] = max(rank, highest.get(party, 0))
    if len(parties) < 2 or highest.keys() != parties:
        return None
    return LEVELS[min(highest.values())]


def _rank(actor: Actor) -> int | None:
    """Where an office stands among LEVELS; None for a state, or somebody of whom no office is known."""
    office = actor.role or actor.text
    if _LEADERS.search(office) and not _DEPUTY.search(office):
        return 2
    if _MINISTERS.search(office) and not re.match(r"(?:deputy|assistant|former|ex)\b", office, re.IGNORECASE):
        return 1
    return 0 if actor.role is not None or _ENVOYS.search(office) else None
