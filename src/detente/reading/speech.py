"""Statements: who says what, told before it ("X said that ..."), after it ("..., X said") or by a noun."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.clauses import Clause

_ADDRESSED = frozenset({"tell", "inform", "assure", "warn", "ask", "urge", "call on", "accuse"})
_INVERTED = frozenset({"say", "write", "add", "reply", "warn", "announce", "note"})
_WITH_INFINITIVE = frozenset({"promise", "threaten", "demand", "ask", "propose"})
_WITH_NOUN = frozenset(
    {"confirm", "deny", "claim", "announce", "express", "assess", "promise", "propose", "predict"}
)
_ASIDE = re.compile(r"(?:,?P?t,?|r|P[dhnrwWmJ]*[AwWNKt]+(?=,?h))*")
_ADDRESSEE = re.compile(r"[dhwm]*(?P<to>[Ap])|P[dhwm]*(?P<of>A)(?=h|P?t?h|[,.])|W+(?=P?t?h)")
_GOES_ON = re.compile(r",(?!I|c[^dJAaphnwW]|\.)(?P<quote>\")?[^CR]*?[VBMHD\"]")
_OWNER_TELLS = re.compile(r"(?P<s>[Jd])[wm]*(?P<g>g)h")
# The author's reckoning of how often each rule is right; not calibrated on any data.
_FORWARD, _BACKWARD, _ACCORDING, _BY_NOUN = 0.9, 0.85, 0.9, 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement that a rule has read. cue, speaker, other (addressed or accused): indices of units.

    content: ranges of units. aside: the range that tells of the saying, where it stands amid or after.
    """

    act: str
    cue: int
    speaker: int
    other: int | None = None
    content: tuple[tuple[int, int], ...]
    aside: tuple[int, int] | None = None
    quoted: bool
    rule: str
    probability: float

    @property
    def length(self) -> int:
        """How many units are said."""
        return sum(end - start for start, end in self.content)

    def holds(self, at: int) -> bool:
        """Whether a unit is part of what is said."""
        return any(start <= at < end for start, end in self.content)

    def end_of(self, at: int) -> int:
        """Where the range ends that holds a unit."""
        return next(end for start, end in self.content if start <= at < end)


def read_sayings(clause: Clause, begin: int) -> list[Saying]:
    """The statements of a sentence that begins, behind any dateline, at unit `begin`."""
    outer = [*_according(clause, begin), *_afterwards(clause, begin), *_by_noun(clause)]
    taken = {saying.cue for saying in outer}
    stops = [saying.aside[0] if saying.aside else saying.content[-1][1] for saying in outer]
    inner = [saying for saying in _before(clause, stops) if saying.cue not in taken]
    return [*outer, *inner]


def _according(clause: Clause, begin: int) -> Iterator[Saying]:
    for match in re.finditer("@", clause.tags):
        at = match.start()
        actors, end = clause.noun_phrase(at + 1)
        if not actors:
            continue
        apposition = re.compile(r",[^,;:VI\"]+(?=[,.])").match(clause.tags, end)
        before, end = at - (clause.tags[at - 1 : at] == ","), apposition.end() if apposition else end
        if at == begin:
            before, end = begin, clause.tags.find(",", end)
        if end > 0:
            yield from _saying(clause, "say", at, actors[0], begin, (before, end), "according to", _ACCORDING)


def _afterwards(clause: Clause, begin: int) -> Iterator[Saying]:
    for cue in _cues(clause):
        speaker, start, end = _teller(clause, cue)
        if speaker is None:
            continue
        start -= clause.tags[start - 1] == ","
        spoken = clause.tags[begin:start]
        hangs = spoken[:1] == "C" and clause.tags[end : end + 1] != ","
        if len(spoken) > 1 and re.search('[VBMHD"]', spoken) and not hangs:
            act = clause.lexicon.speech[clause.units[cue].lemma]
            yield from _saying(clause, act, cue, speaker, begin, (start, end), "said afterwards", _BACKWARD)


def _teller(clause: Clause, cue: int) -> tuple[int | None, int, int]:
    """Who says it in ", X said", ", X told reporters" or ", said X", and where that begins and ends."""
    tags, subject = clause.tags, clause.subject(cue)
    if tags[cue - 1 : cue] in {",", '"'} and clause.units[cue].lemma in _INVERTED:
        actors, end = clause.noun_phrase(cue + 1)
        return (actors[0] if re.match("[dh]*A", tags[cue + 1 :]) else None), cue, end
    if not subject or subject[0] > cue:
        return None, cue, cue
    start, end = subject[0], cue + 1
    while start and tags[start - 1] in "dhwmr":
        start -= 1
    addressee = _ADDRESSEE.match(tags, end)
    if addressee and clause.units[cue].lemma in _ADDRESSED:
        end = addressee.end()
    told = _ASIDE.match(tags, end)
    free = tags[end : end + 1] in set(",.;:)PtrCI") | {""} and not (
        told and tags[told.end() : told.end() + 1] == "h"
    )
    if not free or start == 0 or tags[start - 1] not in ',"(:':
        return None, cue, cue
    time = re.compile(r"(?:P?t|r)*(?=[,.])").match(tags, end)
    return subject[0], start, time.end() if time else end


def _before(clause: Clause, stops: list[int]) -> Iterator[Saying]:
    cues = list(_cues(clause))
    for number, cue in enumerate(cues):
        subject, lemma = clause.subject(cue), clause.units[cue].lemma
        if not subject or subject[0] > cue or clause.tags[subject[0] - 1 : subject[0]] == "R":
            continue
        at, addressee = cue + 1, None
        match = _ADDRESSEE.match(clause.tags, at)
        if match and (match["of"] or lemma in _ADDRESSED):
            at = match.end()
            addressee = at - 1 if match["of"] or match["to"] else None
        aside = _ASIDE.match(clause.tags, at)
        at = aside.end() if aside else at
        stop = min([stop for stop in stops if stop > cue], default=len(clause.tags))
        stop = min(stop, clause.tags.find(";", at) if ";" in clause.tags[at:] else stop)
        for later in cues[number + 1 :]:  # "X said A and denied B", "X said A and Y said B"
            teller = clause.subject(later)
            joined = teller and re.search(r",?c[dh]*$", clause.tags[: teller[0]])
            if later < stop and (teller == subject or (joined and teller[0] > cue)):
                stop = joined.start() if joined else max(clause.tags.rfind(mark, cue, later) for mark in "c,")
        act = clause.lexicon.speech[lemma]
        start = _opening(clause, act, at, stop)
        if start is not None:
            stop = _first_phrase(clause, start, stop)
            yield from _saying(
                clause, act, cue, subject[0], start, (stop, stop), "said before", _FORWARD, addressee
            )


def _opening(clause: Clause, act: str, at: int, stop: int) -> int | None:
    """Where the content begins behind a cue, or None when what follows is no content."""
    tags = clause.tags
    if at >= stop:
        return None
    if (
        tags[at] in "hC"
        and at + 1 < stop
        and (tags[at] == "h" or clause.units[at].low in {"whether", "how", "why"})
    ):
        return at + 1 if tags[at] == "h" else at
    if re.compile(r"[,:]?\"").match(tags, at):
        return at
    if re.compile("X?T").match(tags, at):
        return at if act in _WITH_INFINITIVE else None
    if clause.units[at].low == "of":
        return at + 1 if act in {"say", "warn", "accuse"} else None
    told = act in _WITH_NOUN or re.search("[VBMHD]", tags[at:stop])
    return at if tags[at] in "AJdpnWwNKm" and told else None


def _first_phrase(clause: Clause, start: int, stop: int) -> int:
    """Where a content without a verb of its own ends: at a comma, or where the cue's subject does more."""
    quote = re.compile(r"[,:]?\"[^\"]*\"").match(clause.tags, start, stop)
    if clause.tags[start] in "TX":
        plain = r"[^,]*(?=,c)"
    elif clause.units[start - 1].low == "of":
        plain = r"[^,]*"
    else:
        plain = r"[^VBMHD,]*(?=,|c[rHB]*V)"
    match = quote or re.compile(plain).match(clause.tags, start, stop)
    return match.end() if match and clause.tags[start] != "C" else stop


def _by_noun(clause: Clause) -> Iterator[Saying]:
    """ "Trump's assertion that ...", "his statement that ..." """
    for match in _OWNER_TELLS.finditer(clause.tags):
        owner, noun = clause.units[match.start("s")], clause.units[match.start("g")]
        if noun.lemma not in clause.lexicon.speech or (owner.tag == "d" and owner.low not in {"his", "her"}):
            continue
        start, cue = match.end(), match.start("g")
        judging = clause.lexicon.classes["judging"]
        stop = next((i for i in range(start, len(clause.units)) if clause.units[i].lemma in judging), start)
        if clause.tags[start : start + 1] == '"':
            stop = clause.tags.find('"', start + 1)
        act = clause.lexicon.speech[noun.lemma]
        yield from _saying(
            clause, act, cue, match.start("s"), start, (stop, stop), "noun that tells", _BY_NOUN
        )


def _cues(clause: Clause) -> Iterator[int]:
    """Verbs of saying that are told as done."""
    for at, unit in enumerate(clause.units):
        if clause.tags[at] in "VI" and unit.lemma in clause.lexicon.speech:
            _, helpers = clause.helpers(at)
            if not set(helpers) & set("MTXxD") and not clause.is_passive(at) and not clause.condition(at):
                yield at


def _saying(  # noqa: PLR0913, PLR0917 - one place where what every rule has found is cleaned
    clause: Clause,
    act: str,
    cue: int,
    speaker: int,
    start: int,
    aside: tuple[int, int],
    rule: str,
    probability: float,
    other: int | None = None,
) -> Iterator[Saying]:
    """What is said from `start` to the aside and, where the sentence goes on in the same voice, behind it."""
    if clause.tags[max(aside[0] - 1, 0)] == "R":  # "a list of children who, Kyiv says, were deported"
        start = aside[0] - 1
    parts, told_amid = [_trimmed(clause, start, aside[0])], aside[1] > aside[0]
    quoted = clause.tags[max(start - 1, 0) : parts[0][0]].endswith('"')
    goes_on = _GOES_ON.match(clause.tags, aside[1])
    if told_amid and (aside[0] == start or (goes_on and (goes_on["quote"] or not quoted))):
        end = clause.tags.find(";", aside[1])
        parts.append(_trimmed(clause, aside[1], end if end > 0 else len(clause.tags)))
    content = tuple(part for part in parts if part[1] > part[0])
    if content:
        yield Saying(
            act=act,
            cue=cue,
            speaker=speaker,
            other=other,
            content=content,
            aside=aside if told_amid else None,
            quoted=quoted,
            rule=rule,
            probability=probability,
        )


def _trimmed(clause: Clause, start: int, end: int) -> tuple[int, int]:
    """A range without marks at its ends; a quotation that it opens stays closed."""
    while start < end and clause.tags[start] in ',.:;"h':
        start += 1
    while end > start and clause.tags[end - 1] in ',.:;"':
        end -= 1
    closing = re.compile('[,.]?"').match(clause.tags, end)
    return start, closing.end() if closing and clause.tags[start:end].count('"') % 2 else end
