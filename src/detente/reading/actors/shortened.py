"""Names that a report shortens itself: "the Patriotic Front (PF)" is what it calls PF, whoever else is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from detente.codebook.entities import Candidate

_DEFINED = re.compile(r"\((?:the |or )?([A-Z][A-Z.&-]{1,7})\)")
_WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
_LONGEST = 12  # words of a name in full
_REPORTS = 64


@lru_cache(maxsize=_REPORTS)
def shortened(text: str) -> Mapping[str, str]:
    """The names in full, in small letters, by the short forms that a text puts behind them in brackets."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        letters = sorted(letter for letter in match[1] if letter.isalpha())
        line = text[: match.start()].rsplit("\n", 1)[-1]
        words = list(_WORD.finditer(line))[-_LONGEST:]
        capitals = [word for word in words if word[0][0].isupper()]
        for number, first in enumerate(capitals):
            if sorted(word[0][0] for word in capitals[number:]) == letters:
                found.setdefault(match[1], line[first.start() :].strip().lower())
                break
    return found


def is_called(candidate: Candidate, full: str) -> bool:
    """Whether a candidate has a name in full, but for what stands before it."""
    texts = (form.text.lower() for form in candidate.entry.forms if form.by != "abbreviation")
    return any(text.endswith(full) or full.endswith(text) for text in texts)
