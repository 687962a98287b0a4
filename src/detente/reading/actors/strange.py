"""States that the registry does not have, invented or new, made known by what a report says they own.

A name is taken for a state where the report speaks of two or more things that only states have ("Marevian
troops", "the foreign minister of Marevia"), and neither registry nor gazetteer has it. Name and demonym are
one by their stem, so that "Marevia" and "Marevian" have one id, "state:marev", in every report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from detente.codebook.entities import Candidate, Form, State
from detente.codebook.registry import Registry
from detente.reading.actors.sheet import Named, Sheet, word_key
from detente.reading.actors.towns import country_of_place
from detente.schema import Report

_SOVEREIGN = (
    "(?:prime minister|foreign minister|defen[cs]e minister|interior minister|foreign ministry"
    "|defen[cs]e ministry|government|parliament|ambassador|embassy|army|navy|air force|armed forces"
    "|forces|troops|soldiers|border guards"
    "|territory|president)"
)
_NAME = r"([A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?)"
_OWNING = re.compile(rf"\b{_NAME}(?:['\u2019]s)? (?:\w+ )?({_SOVEREIGN})\b")
_OWNED = re.compile(rf"\b({_SOVEREIGN}) of (?:the )?{_NAME}\b")
_LOWERED = re.compile(
    r"\b(?:Prime|Foreign|Defen[cs]e|Interior|Air|Armed|Border) \w+|\b(?:President|Ambassador|Army|Navy)\b"
)
_DEMONYM = re.compile(r"(?:ic|ish|ese|n)s?$")
_FEWEST = 2  # different things owned
_SHORTEST = 3  # letters of a stem

Strange = Mapping[str, State]  # by the key of each name and demonym


def strange_states(report: Report, registry: Registry) -> Strange:
    """The states that a report tells of and the registry does not have."""
    text = _LOWERED.sub(lambda found: found[0].lower(), report.text)
    owned: dict[str, set[str]] = {}
    called: dict[str, set[str]] = {}
    for name, thing in _owners(text):
        owned.setdefault(_stem(name), set()).add(thing.lower())
        called.setdefault(_stem(name), set()).add(name)
    return {
        word_key(name): state
        for stem, things in owned.items()
        if len(things) >= _FEWEST and len(stem) >= _SHORTEST and _is_new(called[stem], report, registry)
        for names in (called[stem] | _others(stem, report.text),)
        for state in (_state(stem, names),)
        for name in names
    }


def _owners(text: str) -> Iterator[tuple[str, str]]:
    for found in _OWNING.finditer(text):
        yield found[1], found[2]
    for found in _OWNED.finditer(text):
        yield found[2], found[1]


def _stem(name: str) -> str:
    """What a state's name and its demonym share: "marev" of Marevia and Marevian."""
    return _DEMONYM.sub("", name.lower()).rstrip("aeiouy").replace(" ", "-")


def _others(stem: str, text: str) -> set[str]:
    """The words of a text that have a stem."""
    if "-" in stem:
        return set()
    return {word for word in re.findall(rf"\b{stem[0].upper()}[a-z]+", text) if _stem(word) == stem}


def _is_new(names: set[str], report: Report, registry: Registry) -> bool:
    """Whether nobody knows any of some names, and the report writes none of them small."""
    return not any(
        registry.lookup(word, any_case=True)
        or country_of_place(word, frozenset())
        or f" {word.lower()}" in report.text
        for name in names
        for word in (name, *name.split(" "))
    )


def _state(stem: str, names: set[str]) -> State:
    """The state of a stem. It is called by the form that looks least like a demonym."""
    name = min(names, key=lambda one: (_DEMONYM.search(one) is not None, one))
    forms = tuple(
        Form(text=one, by="name" if one == name else "demonym") for one in (name, *sorted(names - {name}))
    )
    return State(id=f"state:{stem}", name=name, forms=forms)


def strange_names(sheet: Sheet, strange: Strange) -> tuple[Named, ...]:
    """The names of a page together with those of strange states on it."""
    if not strange:
        return sheet.named
    taken = {at for name in sheet.named for at in range(name.start, name.end)}
    found = list(sheet.named)
    at = 0
    while at < len(sheet.lower):
        for end in (at + 2, at + 1):
            fits = end <= len(sheet.lower) and sheet.capital(at)
            state = strange.get(sheet.key(at, end)) if fits else None
            if state is not None and taken.isdisjoint(range(at, end)):
                found.append(Named(start=at, end=end, candidates=(_candidate(state, sheet.text(at, end)),)))
                at = end - 1
                break
        at += 1
    return tuple(sorted(found, key=lambda name: name.start))


def _candidate(state: State, text: str) -> Candidate:
    form = next((one for one in state.forms if one.text == text), state.forms[0])
    return Candidate(form=form, entry=state)
