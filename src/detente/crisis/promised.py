"""Which of the acts inside the words for an action are what is promised, and which are its topic."""

import re
from collections.abc import Sequence

from detente.codebook import Codebook
from detente.crisis.history import is_history
from detente.schema import Event, Span

# Before an act they make it the topic, time or origin of another: "report on the killing".
_TOPIC = re.compile(
    r"\b(?:on|about|into|over|of|for|after|since|during|despite|because|in|before|against|from|following|"
    r"regarding|concerning)\b",
    re.IGNORECASE,
)
_PARTING = re.compile(r"[,;]|\b(?:and|or|then)\b", re.IGNORECASE)
# Verbs that say no more than that what follows is done: "hold talks", "carry out the exchange".
_PERFORMING = re.compile(
    r"\b(?:tak\w+ (?:an? \w+ )?part in|participat\w+ in|engag\w+ in|go(?:ing)? ahead with|"
    r"(?:respond|retaliat|answer|repl|hit\w* back|strik\w+ back)\w* (?:with|by)|carr\w+ out|carry on|"
    r"(?:hold|conduct|mak|launch|beg[iu]n|start|continu|perform|implement|observ|keep|giv|provid|sign|resum|"
    r"attend|undertak|execut|stag|mount|order|deliver|open|press|send|use)\w*)\b",
    re.IGNORECASE,
)
# What may stand between the beginning of an action, or its performing verb, and the act itself.
_PLAIN = re.compile(
    r"\b(?:to|will|would|shall|must|be|being|been|is|are|have|an?|the|its|their|his|her|our|all|any|both|more|"
    r"new|further|not|also|immediately|soon|again|joint|full|first|he|she|it|they|we|i)\b|[^\w]",
    re.IGNORECASE,
)


def promised(inside: Sequence[Event], action: Span | None, codebook: Codebook) -> tuple[Event, ...]:
    """Of the foreseen acts within the words for an action, those that are its doing.

    An act behind "on", "of" or "after" is what the doing is about, and what does harm is promised only
    where the words lead straight to it: "hold strikes", not "investigate the strikes". Where nothing is left
    the first act that does no harm stands.
    """
    if action is None:
        return ()
    acts = sorted(
        (event for event in inside if event.trigger is not None and not is_history(event)),
        key=lambda event: event.trigger.start if event.trigger else 0,
    )
    kind = [(event, _lead(event, action), _is_harmful(event, codebook)) for event in acts]
    chosen = tuple(event for event, lead, harmful in kind if _leads(lead, harmful))
    return chosen or tuple(event for event, _, harmful in kind if not harmful)[:1]


def _lead(event: Event, action: Span) -> str:
    """The words of the action before an act, from the last "and" or comma on."""
    assert event.trigger is not None
    before = action.text[: event.trigger.start - action.start]
    return _PARTING.split(before)[-1]


def _leads(lead: str, harmful: bool) -> bool:
    """Whether the words before an act say that the act itself is to be done."""
    rest = _PERFORMING.sub(" ", lead)
    if _TOPIC.search(rest):
        return False
    return not harmful or not _PLAIN.sub("", rest)


def _is_harmful(event: Event, codebook: Codebook) -> bool:
    return codebook.quad(event.type).name == "material conflict"
