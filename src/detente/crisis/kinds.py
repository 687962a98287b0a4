"""What kind of act an event counts as, where its words turn the kind around that its verb alone would have.

Some verbs say no more than that something ends, eases or is called by a name; what they do depends on what
they are done to. To lift sanctions gives ground, to lift a waiver takes it back; to pause aid hurts whom it
went to, to pause strikes spares them. So the kind of such an act follows from its object:

==============================  ===================================================================
ends, pauses, cuts, withholds   help, trade or ties: SANCTION discontinue; talks: REJECT meet; limits and
                                penalties: CONCEDE; fighting: RETREAT ceasefire
lifts, eases, waives, revokes   limits and penalties: CONCEDE; exemptions and privileges: SANCTION
recognises                      a crime or an enemy as such: ACCUSE; what is part of another state, as a
                                state or as one's own: REJECT change, towards that state
annexes, or signs it            COERCE seize, towards the state whose land it is
==============================  ===================================================================

A ceasefire that only names talks or an agreement ("ceasefire talks") is these and stops no fire. All others,
and those that lie on the right side of zero, keep the kind that was read. Source: the scopes of the
codebook's types (their `includes` and `excludes`), whose intensities the kinds take.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.codebook import Codebook
from detente.codebook.entities import State
from detente.codebook.registry import load_registry
from detente.crisis.known import sides
from detente.schema import Actor, Event, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What an event counts as. to: the sides that it falls upon."""

    type: str
    mode: str | None
    intensity: float
    to: frozenset[str]


def _verbs(words: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{words})\w*$", re.IGNORECASE)


def _nouns(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_ENDS = _verbs(
    "paus|suspen[ds]|halt|freez|froze|cut|withh[eo]ld|stop|discontinu|terminat|interrupt|"
    "ceas(?:e|es|ed|ing)$|end(?:s|ed|ing)?$"
)
_LIFTS = _verbs("lift|eas(?:e|ing)|remov|waiv|revo[ck]|relax|rescind|unfr|repeal|scrap|abolish|drop|annul")
_RECOGNISES = _verbs("recogni[sz]")
_ANNEXES = _verbs("annex")
_SIGNS = _verbs("sign(?:s|ed|ing)?$|ratif|proclaim|declar|decree|approv|pass")
_LIMITS = _nouns(
    r"(?:(?:visa|citizenship|travel|entry) )?(?:requirements?|rules)|suspensions?|sanctions?|tariffs?|bans?|"
    r"embargo(?:es)?|restrictions?|blockades?|curbs?|moratorium|boycotts?|quotas?|"
    r"penalties|duties|levies|state of emergency|curfew|strikes? by|(?:terror\w*|sanctions?|black) ?lists?|"
    r"list of (?:\w+ ){0,3}(?:terror\w*|sanction\w*)"
)
_FIGHTING = _nouns(
    r"(?:air)?strikes|attacks?|bombings?|shelling|offensives?|hostilities|fighting|bombardment|"
    r"military operations?|advances?|invasion|siege"
)
_TALKS = _nouns(
    r"(?:\w+ )?talks|negotiations?|dialogue|consultations|meetings?|discussions?|contacts|summit|"
    r"attempts? to negotiate"
)
_HELP = _nouns(
    r"aid|assistance|help|support|arms|weapons?|ammunition|munitions|missiles?|intelligence|fund(?:s|ing)?|"
    r"loans?|lending|credits?|grants?|suppl(?:y|ies)|shipments?|deliver(?:y|ies)|exports?|imports?|trade|"
    r"cooperation|co-operation|relations|ties|participation|membership|inspections?|observance|compliance|"
    r"treat(?:y|ies)|agreement|accord|pact|deal|programmes?|programs?|flights|visas?|services|assets|"
    r"reserves|accounts"
)
_PRIVILEGES = _nouns(
    r"(?:(?:tariff|sanctions?|ban|visa) )?(?:exemptions?|waivers?)|visa-free|privileges?|licen[cs]es?|visas?|"
    r"accreditations?|status|citizenship|ratification|membership|recognition|protection"
)
_CRIME = _nouns(
    r"genocide|terror\w*|crimes?|criminal|aggress\w+|occup\w+|illegal|war crimes?|deportation|famine|persona"
)
_PARTING = _nouns(r"independen\w+|sovereign\w*|republics?|states?|annex\w*|territor\w+|oblasts?|regions?")
_NAMING = re.compile(r"\s+(?:talks|negotiations?|agreements?|deals?|accords?|pacts?)\b", re.IGNORECASE)
_TAKING = _nouns(r"annex\w*|accession of (?:the )?\w+ (?:territor|region|oblast)\w*")
_UNDOES = _nouns(r"withdr\w+|revok\w+|rescind\w*|suspend\w*|not|never|refus\w+")
_WORD = re.compile(r"\w+")
_OBJECT_CHARS = 90  # characters behind a verb in which its object stands: a dozen words
_END = re.compile(
    r"[;:]|, |\b(?:and|after|because|despite|amid|following|while|until|unless|citing|although|in response)\b"
)


def kind_of(event: Event, codebook: Codebook) -> Kind:
    """The kind of act that an event counts as."""
    own = Kind(type=event.type, mode=event.mode, intensity=event.intensity, to=sides(event.to))
    if event.trigger is None:
        return own
    verb, behind = event.trigger.text, _object(event, event.trigger)
    turned = _named(behind) if event.mode == "ceasefire" else _turned(verb, behind)
    if turned is None:
        return own
    kind, mode = turned
    if event.mode != "ceasefire" and _is_hostile(codebook, event.type) is _is_hostile(codebook, kind):
        return own
    to = own.to
    if kind == "COERCE" or (_RECOGNISES.match(verb) and kind == "REJECT"):
        to = _owners(event, behind) - sides(event.by)
        if not to or _UNDOES.search(_before(event)):
            return own
    return Kind(type=kind, mode=mode, intensity=codebook.intensity(kind, mode), to=to)


def _is_hostile(codebook: Codebook, kind: str) -> bool:
    return "conflict" in codebook.quad(kind).name


def _named(behind: str) -> tuple[str, str | None] | None:
    """What a ceasefire is that only names what stands right behind it."""
    found = _NAMING.match(behind)
    if found is None:
        return None
    return ("CONSULT", None) if _TALKS.search(found.group()) else ("AGREE", None)


def _turned(verb: str, behind: str) -> tuple[str, str | None] | None:
    """Type and mode of an act by its verb and the words behind it; None where these decide nothing."""
    if _RECOGNISES.match(verb):
        if _CRIME.search(behind):
            return "ACCUSE", "disapprove"
        return ("REJECT", "change") if _PARTING.search(behind) else None
    if _ANNEXES.match(verb) or (_SIGNS.match(verb) and _TAKING.search(behind)):
        return "COERCE", "seize"
    if _ENDS.match(verb):
        return _ended(behind)
    if _LIFTS.match(verb):
        first = _first(behind, _PRIVILEGES, _LIMITS)
        return {0: ("SANCTION", "discontinue"), 1: ("CONCEDE", None)}.get(first)
    return None


def _ended(behind: str) -> tuple[str, str | None] | None:
    """What it is to end, pause or withhold something: by the first of the things that are named."""
    kinds = (
        ("SANCTION", "discontinue"),
        ("CONCEDE", None),
        ("RETREAT", "ceasefire"),
        ("REJECT", "meet"),
        ("SANCTION", "discontinue"),
    )
    first = _first(behind, _PRIVILEGES, _LIMITS, _FIGHTING, _TALKS, _HELP)
    return kinds[first] if first >= 0 else None


def _first(text: str, *classes: re.Pattern[str]) -> int:
    """Which class of nouns is named first in a text; -1 for none."""
    found = [(match.start(), number) for number, words in enumerate(classes) if (match := words.search(text))]
    return min(found, default=(0, -1))[1]


def _object(event: Event, trigger: Span) -> str:
    """The words behind a verb up to the end of its clause."""
    evidence = event.grounds.evidence[0]
    if not isinstance(evidence, Span):
        return ""
    behind = evidence.text[trigger.end - evidence.start :][:_OBJECT_CHARS]
    return _END.split(behind, maxsplit=1)[0]


def _before(event: Event) -> str:
    """The few words before a verb."""
    evidence = event.grounds.evidence[0]
    if event.trigger is None or not isinstance(evidence, Span):
        return ""
    return evidence.text[: event.trigger.start - evidence.start][-_OBJECT_CHARS // 2 :]


def _owners(event: Event, behind: str) -> frozenset[str]:
    """The states of whose land an act speaks: of what is recognised or taken, of its place, of its words."""
    found = frozenset(filter(None, map(_owner, event.to)))
    if found or sides(event.to) - sides(event.by):
        return found
    if event.place is not None and event.place.country is not None:
        found = frozenset({event.place.country})
    return found or frozenset(
        _names_of_states()[word] for word in _WORD.findall(behind) if word in _names_of_states()
    )


def _owner(actor: Actor) -> str | None:
    """The state that a party, region or unrecognised state is part of; None for a state of its own."""
    registry = load_registry()
    if actor.entity is None or actor.entity not in registry.index.ids:
        return actor.country
    entry = registry.entry(actor.entity)
    return entry.part_of if isinstance(entry, State) else actor.country


@cache
def _names_of_states() -> Mapping[str, str]:
    """The codes of states by their names and the adjectives that go with these."""
    states = load_registry().of_kind(State)
    forms = ((form, state.id) for state in states for form in state.forms if form.by in ("demonym", "name"))
    return {form.text: code for form, code in forms}
