"""Wording: what two pieces of text have in common, by the beginnings of their content words.

For the few words of a promise or a claim, where an act and its name must meet. Mentions of happenings are
compared by `lexicon`, which cuts endings alone and so keeps more words apart.
"""

import re
from functools import lru_cache

_KEPT = 65_536  # texts and words whose beginnings are kept at hand
_WORD = re.compile(r"[^\W_]+")
# Words for craft, posts and blows that are another word with what it is of before it: a warship is a ship.
_HEADED = re.compile(r"^(?:war(?=ship|plane|boat)|battle(?=ship)|gun(?=boat)|air(?=base|strike|raid))")
_LETTERS = 6  # letters: "retaliate" and "retaliation", "exchange" and "exchanged" meet; "peace" stays itself
_SHORTEST = 4  # letters; shorter words are grammar more often than content. Numbers count at any length
_GRAMMAR = (
    "about above after again against also although among because been before being below between "
    "both could does doing down during each either ever every from have having here however into "
    "itself just more most much must neither only other ours over same shall should since some such "
    "than that their theirs them themselves then there these they this those through under until "
    "upon very were what when where whether which while whom whose will with within without would "
    "your yours said says saying told"
)
_GRAMMAR_WORDS = frozenset(_GRAMMAR.split())


@lru_cache(maxsize=_KEPT)
def beginnings(text: str) -> frozenset[str]:
    """The beginnings of the content words of a text, without the ending of the plural."""
    found = (_beginning(word.casefold()) for word in _WORD.findall(text))
    return frozenset(word for word in found if word)


@lru_cache(maxsize=_KEPT)
def _beginning(word: str) -> str:
    """The beginning of a content word; empty for any other."""
    if word.isdigit():
        return word[:_LETTERS]
    if len(word) < _SHORTEST or word in _GRAMMAR_WORDS:
        return ""
    return _singular(_HEADED.sub("", word))[:_LETTERS]


def _singular(word: str) -> str:
    """A word without the -s of the plural, so that "bases" and "base" meet; it need be no word then."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")) else word[:-1]


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """How much of the shorter wording stands in the other, 0..1; 0 for fewer than two words in common.

    This is the overlap coefficient of Szymkiewicz and Simpson.
    """
    shared = len(first & second)
    return 0.0 if shared < 2 else shared / min(len(first), len(second))
