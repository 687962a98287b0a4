"""How the grammar matches: rules over classes of tokens, level upon level.

A text becomes a row of items, tokens first. Every item has one character that stands for the classes it
belongs to, so that a pattern is a regular expression over a short string. What a rule matches becomes one
item with a node, which the rules of the next level can use (a finite-state cascade, Abney 1996).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.reading.times.lexicon import classify
from detente.reading.times.nodes import Found, Node

_TOKEN = re.compile(
    r"(?P<break>\n\s*\n)"
    r"|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:[ap]m\b)?|\d{1,2}\.[0-5]\d(?=\s?[ap]\.?m\b)(?:[ap]m\b)?"
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+[A-Za-z]+|\d+"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\."
    r"|\b[ap]\.m\b\.?|\b[AP]\.M\b\.?|\bB\.C\b\.?(?:E\.)?|\bA\.D\b\.?|[’']s\b|[A-Za-z]\d+(?!\w)|[^\W\d_]+|[^\w\s]"
)
_DASHES, _QUOTES = "-‐‑–—", "’‘'`"
OTHER, BREAK, CAPITAL = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A token, or a stretch of them that a rule has taken. text: lower case, dashes and quotes made plain."""

    start: int
    end: int
    char: str
    text: str
    node: Node | None = None
    parts: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a pattern matched, for the builder of a rule."""

    items: Sequence[Item]
    match: re.Match[str]

    def part(self, name: str) -> tuple[Item, ...]:
        """The items of a named part; empty where it was left out."""
        if name not in self.match.re.groupindex:
            return ()
        start, end = self.match.span(name)
        return tuple(self.items[start:end]) if start >= 0 else ()

    def near(self, distance: int) -> str:
        """The text of the item so many places before (-1, ...) or after (1, ...) the match, or nothing."""
        at = self.match.start() + distance if distance < 0 else self.match.end() + distance - 1
        return self.items[at].text if 0 <= at < len(self.items) else ""

    def text(self, name: str) -> str:
        """The words of a named part, with blanks between them; empty where it was left out."""
        return " ".join(item.text for item in self.part(name))

    def number(self, name: str) -> int | None:
        """The digits of a named part."""
        text = self.text(name)
        return int(text) if text else None

    def node(self, name: str) -> Node | None:
        """The node of a named part."""
        return next((item.node for item in self.part(name)), None)

    def found(self, *names: str) -> tuple[Found, ...]:
        """Named parts, each from its first item to its last, with their nodes."""
        made = []
        for name in names:
            part, node = self.part(name), self.node(name)
            if node is not None:
                made.append(Found(start=part[0].start, end=part[-1].end, node=node))
        return tuple(made)


Built = Node | tuple[Node, tuple[Found, ...]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern, the class of what it makes, and how: None says that it was no time after all."""

    gives: str
    pattern: str
    build: Callable[[Match], Built]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Rules made ready, and the character of every kind of token. triggers: without them there is no time."""

    chars: Mapping[tuple[tuple[str, ...], str], str]
    words: frozenset[str]
    nodes: Mapping[str, str]
    levels: tuple[tuple[tuple[re.Pattern[str], Rule], ...], ...]
    triggers: re.Pattern[str]

    def items(self, text: str) -> list[Item]:
        """The tokens of a text."""
        return [self._item(match) for match in _TOKEN.finditer(text)]

    def reduce(self, items: list[Item]) -> list[Item]:
        """Level upon level, the longest match at the leftmost place becomes one item."""
        if not self.triggers.search("".join(item.char for item in items)):
            return items
        for level in self.levels:
            items = self._once(items, level)
        return items

    def _item(self, match: re.Match[str]) -> Item:
        token = match[0]
        if match["break"]:
            return Item(start=match.start(), end=match.end(), char=BREAK, text="")
        plain = "-" if token in _DASHES else token.replace("’", "'") if token[0] != "‘" else "'"
        lower = plain.lower()
        key = (classify(plain), lower if lower in self.words else "")
        char = self.chars.get(key, OTHER)
        if char == OTHER and token[0].isupper():
            char = CAPITAL
        return Item(start=match.start(), end=match.end(), char=char, text=lower)

    def _once(self, items: list[Item], level: Iterable[tuple[re.Pattern[str], Rule]]) -> list[Item]:
        line = "".join(item.char for item in items)
        found = [
            (match.start(), -match.end(), order, match, rule)
            for order, (pattern, rule) in enumerate(level)
            for match in pattern.finditer(line)
        ]
        if not found:
            return items
        made: list[Item] = []
        reached = 0
        for start, negative, _, match, rule in sorted(found, key=lambda one: one[:3]):
            if start < reached or start == -negative:
                continue
            built = rule.build(Match(items=items, match=match))
            if built is None:
                continue
            node, parts = built if isinstance(built, tuple) else (built, ())
            taken = items[start:-negative]
            made += items[reached:start]
            made.append(
                Item(
                    start=taken[0].start,
                    end=taken[-1].end,
                    char=self.nodes[rule.gives],
                    text=" ".join(item.text for item in taken),
                    node=node,
                    parts=parts,
                )
            )
            reached = -negative
        return made + items[reached:]


def rules(*rows: tuple[str, str, Callable[[Match], Built]]) -> tuple[Rule, ...]:
    """The rules of one level, from rows of class, pattern and builder."""
    return tuple(Rule(gives=gives, pattern=pattern, build=build) for gives, pattern, build in rows)
