"""Who does what in a row of units: the verb's helpers, its subject, its object, and how real it is.

Every rule is a pattern over the tags of `units`, tried at one place; what no pattern fits is left unread.
"""

import re
from dataclasses import dataclass, field

from detente.reading.lexicon import Lexicon
from detente.reading.units import Unit, tags_of

_GROUP = re.compile(r"[rMBHDXxT]*$")
_LIST = r"(?P<s>A(?:(?:,[dh]*A)*,?c[dh]*A)?|pc[dh]*A)"
_TIME = r"(?:,?P?t,?|r)*"
# A subject right before its verb: somebody, perhaps with "of/in ..." and with an apposition between commas.
_SUBJECT = re.compile(
    rf"(?P<lead>^|[^PTIMBHDXxKNJ'A-])[dh]*{_LIST}(?:P[dhnrwWmJ]*[AwWNKt])*"
    rf"(?:,(?:R[^,;:\"]{{1,24}}|[^,;:VIR\"]{{1,16}}),|\([^()]*\))?{_TIME}(?P<rel>,?R)?$"
)
# No subject but part of a phrase before it: "the murder of governor X", "in Bonn, Germany", "of A, B and C".
_IN_PHRASE, _IN_PLACE = re.compile(r"[^,;:\"(]P[dhnwWmJ]*$"), re.compile(r"P[dhwm]*W+,[dh]*$")
_INSTRUMENT = re.compile(rf"(?P<lead>^|[^PTIMBHDXxVNA])[dhnrwWm]*(?P<s>J)[wWmn]*K{_TIME}(?:,?R)?$")
_PRONOUN = re.compile(rf"(?P<lead>^|[^VIP])(?P<s>p){_TIME}$")
_OBJECT = re.compile(
    r"r*(?P<np>(?:[dhnrwWmKNgp]|J(?:,?cJ)*)*(?:A(?:(?:,[dh]*[wWm]*A)*,?c[dh]*[wWm]*A(?![rMBHDV]))?)?[wWmKNgn]*)"
)
_PAIR = re.compile(r"[dhwWm]*A(?:,[dh]*A)*,?c[dh]*[wWm]*A")
_OWNED_NOUN = re.compile(r"(?P<s>J)[wWm]*g$")
_DIRECTED = re.compile(r"(?P<v>V)[dhJwWm]*(?P<s>A)(?:P?t|r|X)*$")
_NOBODY = frozenset({"no", "nobody", "neither", "none"})
_HEARSAY = frozenset({"allegedly", "reportedly", "apparently", "supposedly"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "till", "once", "should"})
Told = tuple[str | None, str]


@dataclass(slots=True, kw_only=True)
class Clause:
    """A sentence's units and tags, and the questions that the rules ask of them, by index of a unit.

    subjects, statuses: of its verbs, found from left to right, so that each may build on those before it.
    """

    units: list[Unit]
    lexicon: Lexicon
    tags: str = field(init=False)
    subjects: dict[int, tuple[int, ...]] = field(default_factory=dict)
    statuses: dict[int, Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tags = tags_of(self.units)
        for at, tag in enumerate(self.tags):
            if tag in "VI":
                self.subject(at)
                self.status(at)

    def helpers(self, verb: int) -> tuple[int, str]:
        """Where the auxiliaries before a verb begin, and their tags."""
        match = _GROUP.search(self.tags, 0, verb)
        start = match.start() if match else verb
        return start, self.tags[start:verb]

    def is_passive(self, verb: int) -> bool:
        """Whether the verb is a participle after a form of be, or right before "by" and somebody."""
        forms, (_, helpers) = self.units[verb].word.forms, self.helpers(verb)
        if "participle" not in forms and forms:
            return False
        last = [tag for tag in helpers if tag in "MBHDT"]
        return last[-1:] == ["B"] or (not last and self.passive_agent(verb) != ())

    def passive_agent(self, verb: int) -> tuple[int, ...]:
        """Whoever stands after "by" behind a verb."""
        for at in range(verb + 1, min(verb + 8, len(self.units))):
            if self.tags[at] in ",;:VIC":
                break
            if self.units[at].low == "by":
                return self.noun_phrase(at + 1)[0]
        return ()

    def agent_of(self, verb: int) -> tuple[int, ...]:
        """The subject of a verb, also of an infinitive or gerund that depends on another word."""
        start, helpers = self.helpers(verb)
        if "T" in helpers and not helpers.startswith("B"):
            return self.governed_subject(start + helpers.index("T"))
        gerund = self.tags[verb] == "I" and "B" not in helpers and self.governor(verb) is not None
        return self.governed_subject(verb) if gerund else self.subject(verb)

    def is_party(self, at: int) -> bool:
        """Whether an actor stands for itself, and is no part of a phrase ("the Paris Agreement")."""
        return self.tags[at] == "A" and self.tags[at + 1 : at + 2] not in set("wWmKNg")

    def subject(self, verb: int) -> tuple[int, ...]:
        """The units that act (of a passive: that are acted upon); empty when no pattern fits."""
        if verb in self.subjects:
            return self.subjects[verb]
        start, _ = self.helpers(verb)
        self.subjects[verb] = found = self._before(start) or self._shared(verb, start)
        return found

    def _before(self, start: int) -> tuple[int, ...]:
        for pattern in (_SUBJECT, _INSTRUMENT, _PRONOUN):
            match = pattern.search(self.tags, 0, start)
            if match is None:
                continue
            lead = match.end("lead") - 1
            saying = lead >= 0 and self.tags[lead] == "V" and self.units[lead].lemma in self.lexicon.speech
            before = self.tags[: match.start("s")]
            place = self.units[match.start("s")].low in self.lexicon.places
            inside = (
                _IN_PHRASE.search(before)
                or (place and _IN_PLACE.search(before))
                or re.search("A,[dh]*$" if "c" in match["s"] else "A,?c[dh]*$", before)
            )
            if (match["lead"] != "V" or saying) and not inside:
                return tuple(i for i in range(*match.span("s")) if self.tags[i] in "AJp")
        return ()

    def _shared(self, verb: int, start: int) -> tuple[int, ...]:
        """ "X struck Y and killed Z", "X struck Y, killing Z": the subject of the finite verb before."""
        if not re.search(r"(?:,?c|,)$" if self.tags[verb] == "I" else r",?c$", self.tags[:start]):
            return ()
        for earlier in range(start - 1, -1, -1):
            if self.tags[earlier] in ';:"C' and self.units[earlier].low != "as":
                return ()
            if self.tags[earlier] == "V":
                subject = self.subject(earlier)
                # "X vowed to study the list that Y gave but denied ...": not Y.
                inner = self.units[start - 1].low == "but" and subject and self.tags[subject[0] - 1] in "hR"
                return () if inner or self.is_passive(earlier) != self.is_passive(verb) else subject
        return ()

    def noun_phrase(self, start: int) -> tuple[tuple[int, ...], int]:
        """The actors in the noun phrase that begins here, and where it ends."""
        match = _OBJECT.match(self.tags, start)
        end = match.end() if match else start
        return tuple(i for i in range(start, end) if self.tags[i] in "AJ"), end

    def after(self, start: int, prepositions: tuple[str, ...]) -> tuple[int, ...]:
        """The actors in the first phrase of this clause that one of the prepositions leads."""
        for at in range(start, len(self.units)):
            if self.tags[at] in 'VC;:,R"(':
                break
            if self.tags[at] in "PTc" and self.units[at].low in prepositions:
                pair = _PAIR.match(self.tags, at + 1) if self.units[at].low == "between" else None
                inside = range(at + 1, pair.end()) if pair else ()
                return tuple(i for i in inside if self.tags[i] == "A") or self.noun_phrase(at + 1)[0]
        return ()

    def status(self, verb: int) -> Told:
        """How real a verb's act is, and why; None when the rules cannot tell."""
        if verb not in self.statuses:
            self.statuses[verb] = self._status(verb)
        return self.statuses[verb]

    def _status(self, verb: int) -> Told:
        start, helpers = self.helpers(verb)
        modals = [self.units[i].low for i in range(start, verb) if self.tags[i] in "Mx"]
        condition = self.condition(verb)
        if "T" in helpers:
            return self._governed(start, helpers)
        if "x" in helpers or (modals and "X" in helpers) or modals[-1:] in (["should"], ["must"]):
            return None, "a modal that says neither"
        if condition:
            return "possible", f"condition: {condition}"
        if any(unit.low in _HEARSAY for unit in self.units[start : verb + 2]):
            return "possible", "hearsay"
        if modals:
            return ("planned" if modals[-1] in {"will", "shall"} else "possible"), f"modal: {modals[-1]}"
        if "X" in helpers or self._negative_subject(start):
            return "denied", "negation"
        if self.tags[verb] == "I" and "B" not in helpers:
            return self._participle(verb)
        return "reported", "finite verb"

    def condition(self, at: int) -> str | None:
        """The word that makes a condition of the clause around a place ("if", "unless"), or None."""
        for i in range(at, -1, -1):
            if self.tags[i] in ',;:"':
                return None
            if self.tags[i] in "CM" and self.units[i].low in _CONDITIONS:
                return self.units[i].low
        return None

    def _negative_subject(self, start: int) -> bool:
        return any(unit.low in _NOBODY for unit in self.units[max(0, start - 4) : start])

    def governor(self, start: int) -> int | None:
        """The word that the infinitive (or gerund) whose helpers begin at `start` depends on."""
        at = start - 1
        while at >= 0 and self.tags[at] in "rtP" and (self.tags[at] != "P" or self.tags[at + 1] == "t"):
            at -= 1
        if at < 0:
            return None
        unit, lexicon = self.units[at], self.lexicon
        if self.tags[at] in "VI" and unit.lemma in lexicon.verb_governors:
            return at
        if self.tags[at] == "g" and unit.lemma in lexicon.noun_governors:
            return at
        directed = _DIRECTED.search(self.tags, 0, start)
        if directed and self.units[directed.start("v")].lemma in lexicon.verb_governors:
            return directed.start("v")
        return None

    def governed_subject(self, start: int) -> tuple[int, ...]:
        """Whose act an infinitive is."""
        at = self.governor(start)
        if at is None:
            return ()
        if self.tags[at] == "g":
            owner = _OWNED_NOUN.search(self.tags, 0, at + 1)
            return (owner.start("s"),) if owner else self.subject(at)
        directed = _DIRECTED.search(self.tags, 0, start)
        governor = self.lexicon.verb_governors[self.units[at].lemma]
        if directed and directed.start("v") == at and not governor.commitment:
            return (directed.start("s"),)
        return () if governor.control == "object" else self.subject(at)

    def _governed(self, start: int, helpers: str) -> Told:
        if helpers.startswith("BT") or helpers.startswith("BrT"):
            return "planned", "is to"
        at = self.governor(start + helpers.index("T"))
        if at is None:
            return None, "an infinitive of its own"
        unit = self.units[at]
        if self.tags[at] == "g":
            entry = self.lexicon.noun_governors[unit.lemma]
            own = "denied" if "X" in self.helpers(at)[1] else "reported"
        else:
            entry = self.lexicon.verb_governors[unit.lemma]
            own = self.status(at)[0] or "" if "X" not in helpers else "negated"
        if own != "reported":
            return None, f"{unit.low} is itself {own}"
        return entry.status, f"{entry.entry}: {unit.low}"

    def _participle(self, verb: int) -> Told:
        at = self.governor(verb)
        if at is not None and self.tags[at] in "VI":
            return self._governed(verb, "T")
        if verb and self.tags[verb - 1] in ",c":
            earlier = next((i for i in range(verb - 1, -1, -1) if self.tags[i] == "V"), None)
            return self.status(earlier) if earlier is not None else (None, "no main verb")
        return None, "a gerund of its own"
