"""What is denied, without the words for its telling."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.trees import Span

_TELLING_WORDS = """
report reports claim claims allegation allegations accusation accusations suggestion suggestions assertion
assertions rumour rumours rumor rumors speculation
"""
_TELLING = frozenset(_TELLING_WORDS.split())
_WITHIN, _BEFORE = 10, 4  # words from where what is said begins to "that", and before it


def told_by(spans: tuple[Span, ...], words: Sequence[str]) -> tuple[Span, ...]:
    """What is denied without the word for its telling: "denied reports in the press that he left"."""
    if not spans:
        return spans
    start, end = spans[0]
    for at in range(start, min(end - 1, start + _WITHIN)):
        if words[at].lower() == "that":
            before = {word.lower() for word in words[max(0, start - _BEFORE) : at]}
            return ((at + 1, end), *spans[1:]) if before & _TELLING else spans
    return spans
