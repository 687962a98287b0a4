"""A made-up war of four sides, with acts, places and words that recur: what benches are fed with."""

import random
from dataclasses import dataclass

ACTS = (
    ("ASSAULT", "struck"),
    ("ASSAULT", "shelled"),
    ("COERCE", "seized"),
    ("ACCUSE", "accused"),
    ("CONSULT", "met"),
)
SIDES = ("Andorra", "Iceland", "Malta", "Monaco")  # names that the codebook knows as countries


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happens once and is told by several. words: its own, of which each telling takes some."""

    kind: str
    trigger: str
    by: str
    to: str
    place: str
    words: tuple[str, ...]


def draw_happening(chance: random.Random) -> Happening:
    """The next happening; few places and words are frequent, many are rare."""
    kind, trigger = chance.choice(ACTS)
    by, to = chance.sample(SIDES, 2)
    place = f"Town{int(8 * 40 ** chance.random())}"
    words = tuple(f"word{int(60 * 100 ** chance.random())}" for _ in range(9))
    return Happening(kind=kind, trigger=trigger, by=by, to=to, place=place, words=words)
