"""Other countries in the place of those a sentence names, so that who acts is learnt from the sentence."""

from __future__ import annotations

import random
from collections.abc import Sequence

from detente.codebook.entities import State
from detente.codebook.registry import load_registry

PERSONS = ("man", "men", "woman", "women")  # "Frenchman": no adjective


class Swap:
    """Single words for states, capitals and peoples ("Syria", "Damascus", "Syrian", "Syrians")."""

    def __init__(self) -> None:
        words: dict[str, set[str]] = {"name": set(), "capital": set(), "people": set(), "adjective": set()}
        for state in load_registry().entries:
            for form in state.forms if isinstance(state, State) else ():
                plural = form.text.endswith("s")
                kind = {"demonym": "people" if plural else "adjective"}.get(form.by, form.by)
                plain = form.text.isalpha() and form.text.istitle() and form.text not in state.ambiguous
                if kind in words and plain and not form.text.endswith(PERSONS):
                    words[kind].add(form.text)
        self.others = [sorted(own) for own in words.values()]
        self.kind = {word: number for number, own in enumerate(self.others) for word in own}

    def words(self, words: Sequence[str], dice: random.Random) -> list[str]:
        """A sentence with other names in it: each of its own by one and the same other in all places."""
        other = {
            word: dice.choice(self.others[self.kind[word]]) for word in sorted({*words} & self.kind.keys())
        }
        return [other.get(word, word) for word in words]
