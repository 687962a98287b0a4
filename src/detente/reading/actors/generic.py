"""Bodies whose names are common words alone, which many countries have: "National Electoral Commission"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from detente.codebook.entities import Candidate

_CACHED = 8_192
_COMMON_WORDS = """
national federal supreme central royal high constitutional state public general special electoral election
elections agency court ministry bank assembly police commission council department bureau board authority
service services parliament senate congress house chamber institute administration committee directorate
corporation union party emergency management health security disaster disasters interior finance justice
education economic financial crime crimes investigation human rights independent of and for the on
prosecutor prosecutors prosecution attorney anti corruption drug food control statistics weather
meteorological civil aviation transport transportation safety association center centre disease prevention
border water energy electricity oil gas petroleum railways television radio broadcasting development
planning reconciliation truth peace democratic people's peoples workers labour labor trade trades student
students teachers medical doctors journalists women youth opposition unity transitional interim provisional
republican office guard president minister ministers chairman speaker premier prime vice deputy
"""
_COMMON = frozenset(_COMMON_WORDS.split())
# The names of one country's bodies, which the news of other countries calls by them alone.
_FAMOUS_WORDS = """
state department|justice department|department of justice|defense department|department of state services
energy department|labor department|federal bureau of investigation|federal security service
national security agency|federal aviation administration|food and drug administration
federal trade commission|national transportation safety board|transportation security administration
bureau of labor statistics|ministry of state security|committee for state security
democratic party|republican party|democratic national committee|republican national committee
department of health and human services|national public radio|security council|supreme people's assembly
congress party|supreme national security council|national people's congress|national directorate of security
"""
_FAMOUS = frozenset(name for line in _FAMOUS_WORDS.splitlines() for name in line.split("|") if name)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019]s\b)?")


@lru_cache(maxsize=_CACHED)
def is_generic(name: str) -> bool:
    """Whether a name is made of two or more common words, and none that is known as one country's."""
    return is_common(name) and not is_famous(name)


@lru_cache(maxsize=_CACHED)
def is_famous(name: str) -> bool:
    """Whether a name of common words is known as that of one country's body."""
    return " ".join(_words(name)) in _FAMOUS


@lru_cache(maxsize=_CACHED)
def is_common(name: str) -> bool:
    """Whether a name is made of two or more common words."""
    words = _words(name)
    return len(words) > 1 and all(word in _COMMON for word in words)


def _words(name: str) -> list[str]:
    return [word.replace("\u2019", "'") for word in _WORD.findall(name.lower())]


def are_common(bodies: Sequence[Candidate]) -> bool:
    """Whether all that a name may mean are bodies with such names, the famous among them."""
    return all(one.kind == "group" and is_common(one.form.text) for one in bodies)
