"""How patterns are written, and how they become regular expressions over characters of classes.

A pattern is a row of elements with blanks between them. `in|of` is a word, `<unit>` a token of a class or
an item of a node class, `@count` a piece that is defined apart. `{m:month}`, `{w=ago|later}` and `{n:@count}`
are the same three, to be asked for by name. `?` makes an element optional; `(`, `|`, `)` and `)?` group.
`after:` and `then:` look at the neighbour before and behind, `!after:` and `!then:` for its absence: words,
or classes in angle brackets, `<start>` and `<end>` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.reading.times.lexicon import MONTHS, ORDINALS, WEEKDAYS, WORDS, classify
from detente.reading.times.syntax import BREAK, CAPITAL, Grammar, Rule

_FIRST = 0xE010
_FIRST_NODE = 0xF600
_SAMPLES = (
    *(str(number) for number in range(2200)),
    *(f"{number:02d}" for number in range(10)),
    *(f"{number:04d}" for number in range(0, 1000)),
    *(
        "1,000",
        "2.5",
        "5th",
        "40th",
        "90s",
        "1990s",
        "470s",
        "2025-06-05",
        "5/6/2025",
        "14:30",
        "8pm",
        "0530hrs",
    ),
    *("24:00", "Q3", "H1", "FY24", "2300", "2360", "99999"),
)


def compile_grammar(
    levels: Sequence[Sequence[Rule]], pieces: Mapping[str, str], triggers: str, extra: Iterable[str]
) -> Grammar:
    """A grammar from its rules. pieces: what `@name` stands for. extra: words that no pattern names."""
    rules = [rule for level in levels for rule in level]
    texts = [*(rule.pattern for rule in rules), *pieces.values(), triggers]
    words = frozenset(extra) | frozenset(word for text in texts for word in _words_of(text))
    names = (short for name in (*MONTHS, *WEEKDAYS) for short in (name, name[:3], f"{name[:3]}."))
    tokens = (*_SAMPLES, *ORDINALS, *WORDS, *words, *names)
    forms = dict.fromkeys(form for token in tokens for form in (token, token.capitalize(), token.upper()))
    chars: dict[tuple[tuple[str, ...], str], str] = {}
    for form in forms:
        lower = form.lower()
        key = (classify(form), lower if lower in words else "")
        if key != ((), ""):
            chars.setdefault(key, chr(_FIRST + len(chars)))
    nodes = {
        name: chr(_FIRST_NODE + number) for number, name in enumerate(dict.fromkeys(r.gives for r in rules))
    }
    maker = _Maker(chars=chars, nodes=nodes, pieces=pieces)
    return Grammar(
        chars=chars,
        words=words,
        nodes=nodes,
        levels=tuple(
            tuple((re.compile(maker.pattern(rule.pattern)), rule) for rule in level) for level in levels
        ),
        triggers=re.compile(f"[{maker.union(triggers)}]"),
    )


def _words_of(pattern: str) -> Iterable[str]:
    for element in pattern.split():
        bare = re.sub(r"^!?(?:after|then):", "", element.rstrip("?") or element)
        if bare[0] == "{" and "=" in bare:
            yield from bare[1:-1].partition("=")[2].split("|")
        elif bare[0] not in "{@" and bare not in ("|", ")", "("):
            yield from (word for word in bare.split("|") if word and word[0] != "<")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Turns the elements of patterns into regular expressions over characters."""

    chars: Mapping[tuple[tuple[str, ...], str], str]
    nodes: Mapping[str, str]
    pieces: Mapping[str, str]

    def pattern(self, text: str) -> str:
        return "".join(self.element(element) for element in text.split())

    def element(self, element: str) -> str:
        if element in ("(", "|", ")", ")?"):
            return {"(": "(?:"}.get(element, element)
        bare, optional = (element[:-1], "?") if len(element) > 1 and element[-1] == "?" else (element, "")
        look = re.match(r"(!?)(after|then):", bare)
        if look:
            sign = ("<" if look[2] == "after" else "") + ("!" if look[1] else "=")
            words = bare[look.end() :]
            edge = "|^" if "<start>" in words else "|$" if "<end>" in words else ""
            seen = f"(?{sign}[{self.union(words)}])"
            return f"(?:{seen}{edge})" if edge else seen
        if bare[0] == "@":
            return f"(?:{self.pattern(self.pieces[bare[1:]])}){optional}"
        if bare[0] == "{":
            name, sign, of = re.split("([:=])", bare[1:-1], maxsplit=1)
            if sign == "=":
                return f"(?P<{name}>[{self.union(of)}]){optional}"
            inner = self.pattern(self.pieces[of[1:]]) if of[0] == "@" else f"[{self.classes(of)}]"
            return f"(?P<{name}>{inner}){optional}"
        if bare[0] == "<":
            return f"[{self.classes(bare[1:-1])}]{optional}"
        return f"[{self.union(bare)}]{optional}"

    def union(self, words: str) -> str:
        return "".join(
            self.classes(word[1:-1]) if word[0] == "<" else self.word(word) for word in words.split("|")
        )

    def classes(self, names: str) -> str:
        return "".join(self.class_of(name) for name in names.split("|"))

    def class_of(self, name: str) -> str:
        if name in self.nodes:
            return self.nodes[name]
        special = {"capital": CAPITAL, "break": BREAK, "start": "", "end": ""}
        if name in special:
            return special[name]
        found = "".join(char for (classes, _), char in self.chars.items() if name in classes)
        if not found:
            raise ValueError(f"no token is of the class {name}")
        return found

    def word(self, word: str) -> str:
        return "".join(char for (_, literal), char in self.chars.items() if literal == word)
