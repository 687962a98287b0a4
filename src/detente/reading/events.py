"""Acts: told by a verb ("struck"), by a noun ("attack on"), or by a verb that carries one ("held talks")."""

import re
from dataclasses import dataclass, replace

from detente.reading.clauses import Clause
from detente.reading.lexicon import Act

# Before the noun of an act they say that it has happened; those of _BLAMED only of violence.
_PAST = frozenset({"after", "following", "since", "despite", "amid", "during"})
_BLAMED = frozenset({"over", "by", "for", "in"})
# What is announced of such acts lies ahead: a summit, a withdrawal.
_TO_COME = frozenset({"CONSULT", "RETREAT", "MOBILIZE", "AID", "COOPERATE"})
_UNREAL = dict.fromkeys(
    ("planned", "proposed", "upcoming", "future", "scheduled"), "planned"
) | dict.fromkeys(("possible", "potential", "alleged", "feared", "any", "imminent"), "possible")
_NOUN_PHRASE = re.compile(r"[dn]*(?:[wWmKNnrJ]c?|A-A?)*$")
_PREDICATE = re.compile(r"[^VMBHg;:\"R]*(?P<helpers>[rMBHX]*)(?P<verb>[Vg])?")
_PLACE = re.compile(r"P[dhwm]*[AW]")
# The author's reckoning of how often each rule is right; not calibrated on any data.
_PROBABILITIES = {"verb": 0.85, "vow": 0.85, "passive verb": 0.8, "carried noun": 0.8, "noun": 0.7}
_Told = tuple[str | None, str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An act that a rule has read. trigger, by, to, place: indices of units."""

    act: Act
    mode: str | None
    trigger: int
    by: tuple[int, ...]
    to: tuple[int, ...]
    place: int | None
    status: str
    why: str
    rule: str

    @property
    def probability(self) -> float:
        return _PROBABILITIES[self.rule]


def read_acts(clause: Clause) -> list[Draft]:
    """The acts of a sentence, in the order of their triggers. Questions and sport tell of none."""
    found: list[Draft] = []
    words = {unit.low for unit in clause.units}
    if "?" in {unit.text for unit in clause.units[-2:]} or words & clause.lexicon.classes["sport"]:
        return found
    for at, unit in enumerate(clause.units):
        draft = None
        if clause.tags[at] in "VI":
            act = clause.lexicon.verb_acts.get(unit.lemma)
            draft = _by_verb(clause, at, act) if act else _by_vow(clause, at)
        elif clause.tags[at] == "N":
            draft = _by_noun(clause, at, clause.lexicon.noun_acts[unit.lemma])
        if draft and (draft.by or draft.to) and not any(_same(draft, other) for other in found):
            found.append(draft)
    return found


def _same(draft: Draft, other: Draft) -> bool:
    """An attack and its result are one event: of one type and status, with somebody in both."""
    alike = (draft.act.type, draft.status) == (other.act.type, other.status)
    return alike and not {*draft.by, *draft.to}.isdisjoint((*other.by, *other.to))


def _by_verb(clause: Clause, verb: int, act: Act) -> Draft | None:
    status, why = clause.status(verb)
    start, _ = clause.helpers(verb)
    passive, subject = clause.is_passive(verb), clause.agent_of(verb)
    objects, end = clause.noun_phrase(verb + 1)
    if passive:
        by, to, held = clause.passive_agent(verb), subject, range(max(0, start - 6), start)
    else:
        pronouns = tuple(i for i in range(verb + 1, end) if clause.tags[i] == "p")
        direct = objects or pronouns if "" in act.to else ()
        by, to, held = subject, direct or clause.after(end, act.to), range(verb + 1, end)
    if act.mutual and len(by) > 1 and not to:
        to = by
    following = {unit.low for unit in clause.units[verb + 1 : verb + 12]}
    if status is None or (act.needs and following.isdisjoint(act.needs)):
        return None
    if not _acts(clause, act, by, passive=passive) or not _holds(clause, act, held, to):
        return None
    rule = "passive verb" if passive else "verb"
    spot = next(
        (i for i in held if clause.tags[i] == "W" and clause.units[i].low in clause.lexicon.places), None
    )
    draft = _draft(clause, act, verb, by, to, status, why, rule, range(max(0, start - 4), end))
    return draft if spot is None or "target" not in act.object else replace(draft, place=spot)


def _acts(clause: Clause, act: Act, by: tuple[int, ...], *, passive: bool) -> bool:
    """Whether somebody acts. Violence that names nobody needs a word that tells it from an accident."""
    if by or not passive or act.type != "ASSAULT":
        return bool(by or passive) and not any(clause.units[i].low == "it" for i in by)
    classes = clause.lexicon.classes
    return any(unit.low in classes["violence"] or unit.low in classes["instrument"] for unit in clause.units)


def _holds(clause: Clause, act: Act, where: range, to: tuple[int, ...]) -> bool:
    """Whether the object is of a kind that the act asks for: an actor, a party alone, a word of a class."""
    lexicon, words = clause.lexicon, [clause.units[i].low for i in where]
    if "target" in act.object and not lexicon.classes["figurative"].isdisjoint(
        unit.low for unit in clause.units[where.start : where.stop + 8]
    ):
        return False
    for kind in act.object:
        if kind == "actor" and any(clause.tags[i] != "p" for i in to):
            return True
        if kind == "party" and any(clause.is_party(i) for i in to):
            person = any(unit.who and unit.who.person for unit in (clause.units[i] for i in to))
            return not (person and "target" in act.object)  # attacks on persons by name are mostly words
        members = lexicon.classes.get(kind, frozenset())
        if any(word in members or (kind == "target" and word in lexicon.places) for word in words):
            return True
    return not act.object


def _by_vow(clause: Clause, verb: int) -> Draft | None:
    """ "vowed to retaliate" is a threat, "pledged to help" an agreement: what is vowed decides."""
    lexicon = clause.lexicon
    governor = lexicon.verb_governors.get(clause.units[verb].lemma)
    match = re.compile(r"(?:P?t|r)*Tr?(?=V)").match(clause.tags, verb + 1)
    status, why = clause.status(verb)
    by = clause.subject(verb)
    if not (match and by and status) or not governor or governor.commitment not in {"vow", "pledge"}:
        return None
    vowed = clause.units[match.end()].lemma
    act = lexicon.verb_acts.get(vowed)
    hostile = vowed in lexicon.classes["hostile"] or (act is not None and lexicon.is_conflict(act.type))
    if clause.is_passive(verb) or not (hostile or (act and act.type != "RETREAT")):
        return None
    after = match.end() + 1
    to = clause.noun_phrase(after)[0] or clause.after(after, ("against", "on", "with", "to"))
    entry = lexicon.verb_acts["threaten" if hostile else "agree"]
    return _draft(clause, entry, verb, by, to, status, why, "vow", range(0))


def _by_noun(clause: Clause, noun: int, act: Act) -> Draft | None:
    match = _NOUN_PHRASE.search(clause.tags, 0, noun)
    start = match.start() if match else noun
    words = {unit.low for unit in clause.units[start:noun]}
    pair = "A" if "A-A" in clause.tags[start:noun] else "J"
    owners = tuple(i for i in range(start, noun) if clause.tags[i] == pair)
    to = clause.after(noun + 1, act.noun_to)
    by = owners or clause.after(noun + 1, ("by",))
    definite = bool(owners or words & {"the", "this", "that"})
    status, why, carrier = _noun_status(clause, start, noun, act, definite=definite)
    if carrier is not None:
        passive = clause.is_passive(carrier)
        by = (clause.passive_agent(carrier) if passive else clause.agent_of(carrier)) or by
    if status is None or (carrier is None and not act.bare and status == "reported") or (carrier and not by):
        return None
    if "no" in words:
        status, why = "denied", "no"
    elif status == "reported" and words & set(_UNREAL):
        status, why = min((_UNREAL[word], word) for word in words & set(_UNREAL))
    if act.mutual and (len(to) > 1 or (len(by) > 1 and not to)):
        by = to = to if len(to) > 1 else by
    rule = "noun" if carrier is None else "carried noun"
    return _draft(clause, act, noun, by, to, status, why, rule, range(start, noun + 1))


def _noun_status(clause: Clause, start: int, noun: int, act: Act, *, definite: bool) -> _Told:
    """How real a noun's act is, why, and the verb that carries it if one does."""
    if condition := clause.condition(noun):
        return "possible", f"condition: {condition}", None
    if start == 0 or clause.tags[start - 1] in ',;:"R':
        return _as_subject(clause, noun, definite=definite)
    before, unit = clause.tags[start - 1], clause.units[start - 1]
    if before in "VI":
        return _as_object(clause, start - 1, act)
    if before in "PC" and start > 1 and clause.tags[start - 2] == "g":
        noun_before = clause.units[start - 2].lemma
        hedge = clause.lexicon.noun_governors.get(noun_before)
        hedged = hedge is not None and noun_before in hedge.nouns
        return (hedge.status if hedge and hedged else None), f"{noun_before} {unit.low}", None
    happened = unit.low in _PAST or (act.type == "ASSAULT" and unit.low in _BLAMED)
    return ("reported" if happened and definite else None), unit.low, None


def _as_object(clause: Clause, verb: int, act: Act) -> _Told:
    """The noun is what a verb carries ("held talks"), governs ("threatened strikes") or speaks of."""
    lexicon, unit = clause.lexicon, clause.units[verb]
    status, why = clause.status(verb)
    governor = lexicon.verb_governors.get(unit.lemma)
    if unit.lemma == "announce" and status == "reported" and act.type in _TO_COME:
        return "planned", "announced", verb
    if unit.lemma in (act.carriers or lexicon.classes["carrier"]):
        return status, why, verb
    if governor and status == "reported":
        own = governor.status in {"planned", "promised", "threatened"} or unit.lemma in lexicon.classes["own"]
        return governor.status, f"{governor.entry}: {unit.low}", verb if own else None
    spoken = unit.lemma in lexicon.speech or unit.lemma in lexicon.verb_acts
    return ("reported" if spoken and status == "reported" else None), f"told by {unit.low}", None


def _as_subject(clause: Clause, noun: int, *, definite: bool) -> _Told:
    """The noun opens its clause: its verb decides."""
    match = _PREDICATE.match(clause.tags, noun + 1)
    if match is None or match.end() == len(clause.tags) or set(match["helpers"]) & set("MX"):
        return None, "no verb, or one with a modal or a negation", None
    verb = match.start("verb")
    lemma = clause.units[verb].lemma if match["verb"] else ""
    if match["verb"] == "V" and lemma in clause.lexicon.classes["carrier"]:
        return "reported", f"is {clause.units[verb].low}", verb
    governors = clause.lexicon.verb_governors if match["verb"] == "V" else clause.lexicon.noun_governors
    if "B" in match["helpers"] and lemma in governors:
        return governors[lemma].status, f"{governors[lemma].entry}: {lemma}", None
    return ("reported" if definite else None), "begins its clause", None


def _draft(  # noqa: PLR0913, PLR0917 - one place where what every rule has found is completed
    clause: Clause,
    act: Act,
    trigger: int,
    by: tuple[int, ...],
    to: tuple[int, ...],
    status: str,
    why: str,
    rule: str,
    around: range,
) -> Draft:
    words = {clause.units[i].low for i in around if i < len(clause.units)}
    told = [mode for mode, members in clause.lexicon.modes.get(act.type, ()) if words & members]
    mode = act.mode or (told[0] if len(told) == 1 else None)
    place = None if rule == "vow" else _place(clause, trigger)
    return Draft(
        act=act, mode=mode, trigger=trigger, by=by, to=to, place=place, status=status, why=why, rule=rule
    )


def _place(clause: Clause, trigger: int) -> int | None:
    """A known place after "in", "at" or "near": behind the trigger, or where its clause begins."""
    for match in _PLACE.finditer(clause.tags):
        at = match.end() - 1
        between = clause.tags[min(trigger, at) + 1 : max(trigger, at)]
        opens = match.start() == 0 or clause.tags[match.start() - 1] in ',;:"('
        leads = clause.units[match.start()].low in {"in", "at", "near"} and (at > trigger or opens)
        if leads and not set(between) & set('VMC;:"R') and clause.units[at].low in clause.lexicon.places:
            return at
    return None
