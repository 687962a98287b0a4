"""Whom words stand for, before they are an actor, and how far each rule can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from detente.codebook.entities import Entry, Group
from detente.schema import Actor, Span, Step

# How often the country that a rule gave was right on the mentions of bench/actors.py when first read. For
# rules that go back to somebody named before: how often they were right in GUM there. A rule that spoke fewer
# than ten times has the figure of the rule that it is most like.
PRECISION: Mapping[str, float] = MappingProxyType(
    {
        "name": 0.99,
        "surname": 0.95,
        "office": 0.98,
        "phrase": 0.95,
        "noun": 0.98,
        "setting": 0.93,
        "described": 0.98,
        "part": 0.9,
        "place": 0.9,
        "clue": 0.91,
        "list": 0.9,
        "earlier": 0.9,
        "pronoun": 0.76,
        "description": 0.82,
        "again": 0.82,
        "counterpart": 0.76,
        "speaker": 0.76,
        "members": 0.9,
        "unknown": 0.0,
    }
)
DOUBTFUL = 0.7  # where another was nearly as good


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom words stand for.

    rule: the one that decided, a key of PRECISION.
    kind: state, organisation, group, person, collective, people (several, by a common noun) or thing (one
        body, by a common noun); "" where nothing tells.
    gender: "m" or "f", None where nothing tells. probability: None for that of the rule.
    """

    name: str
    rule: str = "unknown"
    kind: str = ""
    entry: Entry | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    members: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    gender: str | None = None
    plural: bool = False
    probability: float | None = None

    @property
    def entity(self) -> str | None:
        """The id of the entry, if there is one that stands in records."""
        return self.entry.entity if self.entry else None

    @property
    def known(self) -> bool:
        """Whether anything was found out."""
        return self.entry is not None or self.country is not None or bool(self.members)

    def told(self, rule: str, detail: str, span: Span | None = None) -> Found:
        """The same, with one more step."""
        return replace(self, steps=(*self.steps, Step(rule=rule, detail=detail, span=span)))

    def actor(self, mention: Span) -> Actor:
        """The actor of a mention."""
        chance = self.probability
        if chance is None and self.known:
            chance = PRECISION[self.rule] * (DOUBTFUL if self.alternatives else 1.0)
        return Actor(
            mention=mention,
            name=self.name,
            entity=self.entity,
            role=self.role,
            members=self.members,
            country=self.country,
            sector=self.sector,
            probability=None if chance is None else round(chance, 3),
            alternatives=self.alternatives,
            steps=self.steps,
        )


def clued(found: Found, detail: str, country: str) -> Found:
    """Somebody of the one country that a report lets gather."""
    step = Step(rule="clue", detail=detail)
    return replace(found, rule="clue", country=country, steps=(*found.steps, step))


def placed(found: Found, country: str, span: Span) -> Found:
    """Somebody as of the country of a setting."""
    step = Step(rule="setting", detail=f"{span.text}: {country}", span=span)
    return replace(found, rule="setting", country=country, steps=(*found.steps, step))


def is_worldwide(found: Found) -> bool:
    """Whether somebody is a body that is heard of anywhere: "Oxfam", "Reuters", a company."""
    entry = found.entry
    known = isinstance(entry, Group) and (entry.worldwide or entry.id.startswith("company:"))
    return known or (entry is not None and found.kind != "person" and found.sector == "JRN")
