"""Drafts of figures: whole numbers, no ages, and nobody in hospital among the dead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.reading.mentions import Named
from detente.reading.quantities import number_phrase
from detente.reading.trees import Span

if TYPE_CHECKING:
    from detente.reading.drafts import Draft

_OLDEST = 120  # years
_PEOPLE = ("killed", "injured", "detained", "released", "deployed", "missing", "displaced")
_CLAUSE = frozenset(
    (",", ";", ":", ".", "(", ")", "-", "\u2013", "\u2014", "and", "but", "while", "that", "as")
)
_HURT_WORDS = "hospital hospitals hospitalised hospitalized injured wounded hurt injuries wounds treated"
_DEAD_WORDS = """
kill kills killed killing dead die dies died death deaths body bodies corpses fatal fatally fatality
fatalities perish perished life lives slain succumbed murdered executed shot toll victims
"""
_HURT, _DEAD = frozenset(_HURT_WORDS.split()), frozenset(_DEAD_WORDS.split())


def whole_numbers(drafts: Iterable[Draft], words: Sequence[str]) -> list[Draft]:
    """Figures with the whole of their numbers; of those that are parts of one number the likeliest."""
    kept: dict[Span, Draft] = {}
    for draft in drafts:
        anchor = number_phrase(words, *draft.anchor)
        if anchor not in kept or draft.score > kept[anchor].score:
            kept[anchor] = replace(draft, anchor=anchor)
    return list(kept.values())


def as_counted(drafts: Iterable[Draft], words: Sequence[str], named: Sequence[Named]) -> Iterator[Draft]:
    """Figures of people without ages, and with those in hospital among the injured."""
    names = {end for kind, _, end in named if kind == "person"}
    for draft in drafts:
        if draft.label in _PEOPLE and _is_age(draft.anchor, words, names):
            continue
        yield replace(draft, label="injured") if draft.label == "killed" and _is_hurt(draft, words) else draft


def _is_age(anchor: Span, words: Sequence[str], names: set[int]) -> bool:
    """Whether a number is an age: "Levan Jikia, 29, was shot", "a man aged 40", "a 12-year-old"."""
    start, end = anchor
    number = words[start]
    if end != start + 1 or not number.isdigit() or int(number) > _OLDEST:
        return False
    if start and words[start - 1].lower() in ("aged", "age"):
        return True
    if [word.lower() for word in words[end : end + 4 : 2]] == ["-", "-"] and words[end + 1].lower() == "year":
        return True
    closed = end == len(words) or words[end] in (",", ")", ".", "\u2014", "\u2013", ";")
    opened = start > 1 and words[start - 1] in (",", "(")
    return closed and opened and start - 1 in names


def _is_hurt(draft: Draft, words: Sequence[str]) -> bool:
    """Whether the clause of a number tells of hurt people and of no dead: "21 people are in hospital"."""
    start, end = draft.anchor
    while start and words[start - 1].lower() not in _CLAUSE:
        start -= 1
    while end < len(words) and words[end].lower() not in _CLAUSE:
        end += 1
    clause = {word.lower() for word in words[start:end]}
    return not clause.isdisjoint(_HURT) and clause.isdisjoint(_DEAD)
