"""Mentions of several actors: collectives with members, those named before, and names joined by "and"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from detente.codebook.entities import Candidate, Collective
from detente.codebook.registry import Registry
from detente.reading.actors.found import Found
from detente.reading.actors.memory import Memory
from detente.reading.actors.sheet import POSSESSIVES, Sheet
from detente.schema import Step

_KINDS = {
    "persons": ("person",),
    "states": ("state",),
    "groups": ("group", "organisation"),
    "parties": ("state", "group", "organisation"),
}
_FAR = 4  # sentences
_TWO = 2
_OF_STATES = ("GOV", "MIL")
_SIDES, _ANY_TWO = "collective:both-sides", "collective:two-officials"
_JOINTS = frozenset(("and", "&", ",", "or", "/", "plus"))


def as_collective(
    registry: Registry,
    candidate: Candidate,
    memory: Memory,
    char: int,
    sentence: int,
    day: date,
    pair: Callable[[], Sequence[str]],
) -> Found:
    """A phrase for several, with its members on the day, or with those whom it goes back to.

    pair: the two countries that the report is about, for a phrase that nobody named before it goes with.
    """
    entry = candidate.entry
    if not isinstance(entry, Collective):
        raise TypeError(f"{entry.id} is a {entry.kind}, not a collective")
    if entry.stands_for is None:
        members = tuple(registry.entry(member).entity for member in registry.members(entry.id, day))
        countries = {registry.country(registry.entry(member)) for member in members}
        step = Step(rule="phrase", detail=f"{candidate.form.text}: {entry.id}")
        return Found(
            name=entry.name,
            rule="phrase",
            kind="collective",
            entry=entry,
            country=countries.pop() if len(countries) == 1 else None,
            sector=candidate.sector_on(day),
            members=members,
            plural=True,
            steps=(step,),
        )
    found = _those_before(entry, memory, char, sentence, candidate.form.text)
    sector = candidate.sector_on(day)
    of_states = entry.stands_for == "states" or sector in _OF_STATES or entry.id == _SIDES
    if entry.count != _TWO or entry.id == _ANY_TWO or not of_states:
        return found
    two = _of_pair(registry, replace(_open(entry, candidate.form.text), sector=sector), pair())
    mixed = len(set(found.members) & set(two.members)) == 1  # one of the two, and who speaks of them
    return two if two.members and (mixed or not found.members) else found


def _open(entry: Collective, text: str) -> Found:
    detail = f"{text}: of {entry.count or 'some'} {entry.stands_for}, not all named before"
    return Found(name=text, kind="collective", plural=True).told("phrase", detail)


def _of_pair(registry: Registry, found: Found, pair: Sequence[str]) -> Found:
    """Two states, governments, armies or office holders as those of the two that the report is about."""
    two = [registry.entry(code) for code in pair]
    if not two:
        return found
    told = found.told(
        "members", "the two that the report names most: " + " and ".join(one.name for one in two)
    )
    members = tuple(one.entity for one in two if one.entity)
    return replace(told, rule="members", members=members)


def _those_before(entry: Collective, memory: Memory, char: int, sentence: int, text: str) -> Found:
    """Those who were named last and are of the kind: as many as the phrase says, or else it stays open."""
    kinds = _KINDS[entry.stands_for or "parties"]
    near = [
        (place, referent)
        for place, referent in memory.recall(
            char, lambda found: found.kind in kinds and found.entity is not None
        )
        if sentence - place.sentence <= _FAR and not place.located
    ]
    chosen = near[: entry.count or 0]
    found = Found(name=text, kind="collective", plural=True)
    if not chosen or len(chosen) < (entry.count or 2):
        return _open(entry, text)
    chosen.sort(key=lambda pair: pair[0].span.start)
    for place, referent in chosen:
        found = found.told("earlier", referent.found.name, place.span)
    members = tuple(referent.found.entity for _, referent in chosen if referent.found.entity)
    return replace(found, rule="members", members=members)


def as_list(sheet: Sheet, start: int, end: int, resolve: Callable[[int, int], Found]) -> Found | None:
    """Names joined by "and" as one actor with members; None where the mention is no list of known actors."""
    if not any(sheet.lower[at] in ("and", "&", "or") for at in range(start + 1, end - 1)):
        return None
    if sheet.capital(end - 1) and _is_owned(sheet, start, end):
        return None  # "China's Hong Kong and Macau Affairs Office"
    inside = [name for name in sheet.inside(start, end) if name.entities]  # "Iraq and the Levant"
    joints = [
        at
        for at in range(start, end)
        if sheet.lower[at] in _JOINTS and not any(one.start < at < one.end - 1 for one in inside)
    ]
    if not joints:
        return None
    begins = (start, *(at + 1 for at in joints))
    parts = [resolve(low, high) for low, high in zip(begins, (*joints, end), strict=True) if low < high]
    if len(parts) < 2 or not all(part.known for part in parts):
        return None
    return _joined(sheet, start, end, parts)


def _is_owned(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a list begins with whose it all is: "the African Union's Peace and Security Council"."""
    first = next((at for at in range(start, end) if sheet.lower[at] in _JOINTS), end)
    owning = next((at for at in range(start, first) if sheet.page.words[at] in POSSESSIVES), None)
    return owning is not None and all(map(sheet.capital, range(owning + 1, first)))


def _joined(sheet: Sheet, start: int, end: int, parts: Sequence[Found]) -> Found:
    countries = {part.country for part in parts}
    sectors = {part.sector for part in parts}
    codes = filter(None, (part.entity or part.country for part in parts))
    known = sheet.registry.index.ids
    ids = (sheet.registry.entry(code).entity if code in known else code for code in codes)
    return Found(
        name=sheet.text(start, end),
        rule="members",
        kind="collective",
        country=countries.pop() if len(countries) == 1 else None,
        sector=sectors.pop() if len(sectors) == 1 else None,
        members=tuple(dict.fromkeys(ids)),
        plural=True,
        steps=tuple(step for part in parts for step in part.steps),
    )
