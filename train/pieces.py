"""Marked pieces of a sentence: `"drone"` is its first occurrence as whole words, `"drone#2"` the second."""

from __future__ import annotations

import re

Offsets = tuple[int, int]


class PieceError(ValueError):
    """A marked piece that the sentence does not hold."""


def occurrences(text: str, words: str) -> list[Offsets]:
    """[start, end) of each place where the words stand, no letter or digit running on at either edge."""
    left = r"(?<!\w)" if words[:1].isalnum() else ""
    right = r"(?!\w)" if words[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(left + re.escape(words) + right, text)]


def locate(text: str, piece: str) -> Offsets:
    """[start, end) of a marked piece.

    Raises PieceError if the piece is empty, does not occur, cuts a word or counts more occurrences than there
    are.
    """
    if not piece or piece != piece.strip():
        raise PieceError(f"{piece!r} is empty or has blanks at its edge")
    words, number = piece, 1
    counted = re.fullmatch(r"(.+)#(\d+)", piece, re.DOTALL)
    if counted and piece not in text:
        words, number = counted[1], int(counted[2])
    found = occurrences(text, words)
    if not found:
        fault = "cuts a word" if words in text else "does not occur in the text"
        raise PieceError(f"{words!r} {fault}")
    if not 1 <= number <= len(found):
        raise PieceError(f"{piece!r} asks for occurrence {number} of {len(found)}")
    return found[number - 1]


def name_piece(text: str, offsets: Offsets) -> str:
    """The piece that `locate` turns into these offsets.

    Raises PieceError if the offsets cut a word or lie outside of the text.
    """
    words = text[offsets[0] : offsets[1]]
    found = occurrences(text, words) if words else []
    if offsets not in found:
        raise PieceError(f"{offsets} cut a word or lie outside of the text")
    number = found.index(offsets) + 1
    return words if number == 1 else f"{words}#{number}"
