"""What acts are called in prose: who did what to whom, as a clause in the past tense."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from detente.brief.words import join

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The words for an act. See phrases.toml."""

    onto: str
    alone: str
    done: str
    noun: str
    together: str | None = None


def phrase(kind: str, mode: str | None) -> Phrase:
    """The words for an act; those of its type where the mode has none."""
    rows = _phrases()
    found = rows.get((kind, mode or "")) or rows.get((kind, ""))
    if found is not None:
        return found
    name = kind.lower()
    return Phrase(
        onto=f"did something to {{to}} that is filed as {name}",
        alone=f"did something that is filed as {name}",
        done=f"affected by something that is filed as {name}",
        noun=f"an act that is filed as {name}",
    )


def clause(
    kind: str, mode: str | None, by: Sequence[str], to: Sequence[str], *, plural_to: bool = False
) -> str:
    """Who did what to whom, in the past tense. by, to: names as they stand in a sentence."""
    words = phrase(kind, mode)
    if words.together is not None:
        parties = list(dict.fromkeys((*by, *to)))
        if len(parties) > 1:
            return f"{_names(parties)} {words.together}"
        by, to = parties, ()
    if by and to:
        return f"{_names(by)} {words.onto.replace('{to}', _names(to))}"
    if by:
        return f"{_names(by)} {words.alone}"
    if to:
        return f"{_names(to)} {'were' if plural_to or len(to) > 1 else 'was'} {words.done}"
    return f"there was {words.noun}"


def _names(names: Sequence[str]) -> str:
    return join(names) if len(names) <= _MOST_NAMES else f"{', '.join(names[:_MOST_NAMES])} and others"


@cache
def _phrases() -> Mapping[tuple[str, str], Phrase]:
    """The rows of the file, under type and mode; "" for the type itself."""
    text = resources.files("detente.brief").joinpath("phrases.toml").read_text("utf-8")
    found: dict[tuple[str, str], Phrase] = {}
    for kind, row in tomllib.loads(text).items():
        modes = {name: words for name, words in row.items() if isinstance(words, dict)}
        for mode, words in (("", row), *modes.items()):
            found[kind, mode] = Phrase(
                **{name: said for name, said in words.items() if isinstance(said, str)}
            )
    return MappingProxyType(found)
