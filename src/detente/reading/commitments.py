"""Commitments: vows, pledges, agreements, plans and ultimatums, each with its action, condition and term."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.clauses import Clause

_COMPLEMENT = re.compile(r"(?:,?P?t,?|r|d?[JwWm]*A(?=T))*T")
_UNLESS = re.compile(r"C(?=[dhwm]*(?P<to>A))")
_VOWED, _PLANNED, _ULTIMATE = 0.85, 0.75, 0.75  # the author's reckoning; not calibrated


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """A commitment that a rule has read. cue, by, to: indices of units; the others: ranges of units."""

    act: str
    cue: int
    by: tuple[int, ...]
    to: tuple[int, ...] = ()
    action: tuple[int, int]
    condition: tuple[int, int] | None = None
    otherwise: tuple[int, int] | None = None
    rule: str
    probability: float


def read_bonds(clause: Clause) -> Iterator[Bond]:
    """The commitments of a sentence."""
    for at, unit in enumerate(clause.units):
        tag = clause.tags[at]
        if tag in "VI" and unit.lemma == "threaten":
            yield from _ultimatum(clause, at)
        if tag in "VI" and unit.lemma in clause.lexicon.verb_governors:
            yield from _vow(clause, at, clause.lexicon.verb_governors[unit.lemma].commitment)
        elif unit.low == "will" or (tag == "T" and clause.tags[at - 1 : at] == "B"):
            yield from _arranged(clause, at)


def _vow(clause: Clause, cue: int, act: str | None) -> Iterator[Bond]:
    """ "vowed to retaliate", "agreed on Monday to exchange prisoners", "plans to meet"."""
    match = _COMPLEMENT.match(clause.tags, cue + 1)
    by = clause.subject(cue)
    told = clause.status(cue)[0] == "reported" and not clause.is_passive(cue)
    if act and match and by and told:
        yield _bond(clause, act, cue, by, match.end(), "verb that binds", _VOWED)


def _arranged(clause: Clause, cue: int) -> Iterator[Bond]:
    """ "will meet Putin in Budapest", "are to talk": an arranged meeting."""
    match = re.compile(r"[rB]*V").match(clause.tags, cue + 1)
    verb = match.end() - 1 if match else cue
    act = clause.lexicon.verb_acts.get(clause.units[verb].lemma)
    if act is None or act.type != "CONSULT" or clause.status(verb)[0] != "planned":
        return
    if by := clause.subject(verb):
        yield _bond(clause, "plan", cue, by, verb, "arranged meeting", _PLANNED)


def _ultimatum(clause: Clause, cue: int) -> Iterator[Bond]:
    """ "threatened to impose tariffs unless Moscow agrees within 50 days"."""
    by = clause.subject(cue)
    threat = _COMPLEMENT.match(clause.tags, cue + 1)
    told = by and clause.status(cue)[0] == "reported"
    for match in _UNLESS.finditer(clause.tags, cue + 1):
        if told and threat and clause.units[match.start()].low == "unless":
            start = match.end("to")
            yield Bond(
                act="ultimatum",
                cue=cue,
                by=by,
                to=(match.start("to"),),
                action=(start, _end(clause, start)),
                otherwise=(threat.end(), match.start()),
                rule="threat with unless",
                probability=_ULTIMATE,
            )


def _bond(
    clause: Clause, act: str, cue: int, by: tuple[int, ...], start: int, rule: str, probability: float
) -> Bond:
    """The action goes from the verb at `start` to the end of the clause; apart from it, what it hangs on."""
    end = _end(clause, start)
    hangs = (i for i in range(start + 1, end) if clause.units[i].low in {"if", "unless", "provided"})
    stop = next(hangs, end)
    condition = (stop, end) if stop < end else None
    return Bond(
        act=act,
        cue=cue,
        by=by,
        action=(start, stop),
        condition=condition,
        rule=rule,
        probability=probability,
    )


def _end(clause: Clause, start: int) -> int:
    """Where a clause that begins at `start` ends."""
    for i in range(start + 1, len(clause.units)):
        comma = clause.tags[i] == "," and clause.tags[i + 1 : i + 2] not in {"d", "J", "w", "W"}
        subordinate = clause.tags[i] == "C" and clause.units[i].low not in {"if", "unless", "until", "so"}
        if (
            comma
            or subordinate
            or clause.tags[i] in ';:."'
            or clause.units[i].low == "but"
            or _says(clause, i)
        ):
            return i
    return len(clause.units)


def _says(clause: Clause, at: int) -> bool:
    """Whether a conjunction stands here that leads to a verb of saying."""
    match = re.compile(r"cr*V").match(clause.tags, at)
    return match is not None and clause.units[match.end() - 1].lemma in clause.lexicon.speech
