"""When two texts are spellings of one: case, accents, dots, hyphens, apostrophes and possessives aside."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "ı": "i",
        "ə": "e",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ʻ": "'",
        "ʽ": "'",
        "`": "'",
    }
)
_REMEMBERED = 32_768  # texts whose capitals are known; a report repeats its own
_SIMPLE = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_MARKS = re.compile("[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"(?:'[sS]|')\s*$")
_DROPPED = re.compile(r"[.'\"“”!?]")
_BREAKS = re.compile(r"[\s\-‐‑‒–—/,;:()\[\]]+")
_INITIALS = re.compile(r"(?<=\b\w) (?=\w\b)")
_ARTICLE = re.compile(r"^\s*the\s+", re.IGNORECASE)


def key(text: str) -> str:
    """What all spellings of a text have in common; empty where it has no letter or digit.

    >>> key("the Élysée’s") == key("Elysee")
    True
    >>> key("J. D. Vance") == key("JD Vance")
    True
    """
    return _INITIALS.sub("", _plain(text).casefold())


def fits(form: str, text: str, abbreviation: bool) -> bool:
    """Whether the case of a text allows a form that has its key. "us" is no spelling of "US".

    An abbreviation keeps its capitals, unless all of the text is in capitals. Any other form that has
    a capital needs one in the text.
    """
    if abbreviation:
        return text.isupper() or _plain(text) == _plain(form)
    return _capital(text) or not _capital(form)


@lru_cache(maxsize=_REMEMBERED)
def _capital(text: str) -> bool:
    return any(letter.isupper() for letter in _ARTICLE.sub("", text))


def _plain(text: str) -> str:
    """The text in base letters and single spaces, without article, possessive and punctuation."""
    if not _SIMPLE.fullmatch(text):  # most names are simple, and the registry has many
        if not text.isascii():
            text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS)))
        text = _DROPPED.sub("", _POSSESSIVE.sub("", text)).replace("&", " and ")
        text = _BREAKS.sub(" ", text).strip()
    return _ARTICLE.sub("", text)
