"""Bodies that the registry does not know, by those beside them in a list and by their initials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.codebook.entities import Group
from detente.reading.actors.found import Found
from detente.reading.actors.naming import earlier_found
from detente.reading.actors.scene import Scene
from detente.reading.actors.sheet import Sheet
from detente.schema import Step

_JOINTS = frozenset((",", "and", "&", "or"))
_FEWEST, _MOST = 2, 6  # letters


def in_list(scene: Scene, sheet: Sheet, found: Found, start: int, end: int) -> Found:
    """A body of the country of those that stand before and behind it in a list: "CHP, MHP, DYP and AKP"."""
    beside = dict(_beside(scene, sheet, start, end))
    if len(set(beside.values())) != 1:
        return found
    text, country = next(iter(beside.items()))
    step = Step(rule="list", detail=f"beside {text}: {country}")
    return replace(found, rule="list", country=country, steps=(*found.steps, step))


def _beside(scene: Scene, sheet: Sheet, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Names and countries of the registry's bodies, and of those already resolved, next to some words."""
    low, high = start, end
    while low > 0 and sheet.lower[low - 1] in _JOINTS:
        low -= 1
    while high < len(sheet.lower) and sheet.lower[high] in _JOINTS:
        high += 1
    names = [sheet.ends.get(low) if low < start else None, sheet.begins.get(high) if high > end else None]
    for name in filter(None, names):
        groups = [one.entry for one in name.of("group") if isinstance(one.entry, Group)]
        if len(groups) == 1 and groups[0].country and groups[0].sector_on() != "JRN":
            yield sheet.text(name.start, name.end), groups[0].country
    if low < start and names[0] is None:
        for place, referent in scene.memory.recall(sheet.char(start), _is_body):
            if place.span.end == sheet.page.offsets[low - 1][1] and referent.found.country:
                yield place.span.text, referent.found.country


def _is_body(found: Found) -> bool:
    return found.kind in ("organisation", "group", "thing") and found.country is not None


def initialled(scene: Scene, sheet: Sheet, start: int, end: int) -> Found | None:
    """The body that was named in full before, by its initials: "the AFA" of "American Family Association"."""
    text = sheet.text(start, end).replace(".", "")
    if end - start != 1 or not (text.isupper() and _FEWEST <= len(text) <= _MOST):
        return None
    for place, referent in scene.memory.recall(sheet.char(start), _has_name):
        initials = "".join(word[0] for word in referent.found.name.split() if word[0].isupper())
        if initials == text:
            return earlier_found(referent.found, text, place.span)
    return None


def _has_name(found: Found) -> bool:
    return found.kind in ("organisation", "group", "thing", "") and " " in found.name
