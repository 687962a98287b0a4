"""One spelling for each place name: what two ways of writing the same name have in common.

>>> from detente.codebook.placenames import bare, key, variants
>>> key("St. Louis") == key("Saint-Louis")
True
>>> key("Al-Ḩasakah"), key("U.S."), key("The Hague"), key("N'Djamena")
('al hasakah', 'us', 'hague', 'ndjamena')
>>> bare("kharkiv oblast"), bare("province of quebec")
('kharkiv', 'quebec')
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe"}
    | {"ə": "a", "ŋ": "n", "Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "İ": "I", "Ħ": "H", "Þ": "Th", "Æ": "Ae"}
)
_SILENT = re.compile(r"[.'’‘ʻʼʽ`´ʹ′·]")  # "U.S." is "us", "Sana'a" is "sanaa"
_BREAK = re.compile(r"[^\w]+|_+")  # hyphens, commas, brackets, dashes
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
_ARTICLES = frozenset({"al", "el", "as", "ad", "an", "ar", "at", "az", "ash", "adh", "ath"})
_BEFORE = frozenset(
    {"province", "state", "republic", "region", "county", "oblast", "governorate", "district", "department"}
    | {"respublika", "muhafazat", "wilaya", "wilayat", "provincia", "departamento", "estado", "canton"}
    | {"prefecture", "municipality", "territory", "principality", "free", "autonomous", "kingdom"}
)
_AFTER = frozenset(
    {"province", "state", "republic", "region", "county", "oblast", "governorate", "district", "department"}
    | {"sheng", "shi", "respublika", "krai", "kray", "territory", "prefecture", "division", "voivodeship"}
    | {"municipality", "okrug", "autonomous", "wilaya", "emirate", "canton", "raion", "rayon", "governate"}
)


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """What a name is filed under: no case, marks, points, apostrophes or article; "St." is "saint"."""
    folded = unmarked(name.casefold()).replace("&", " and ")
    words = _BREAK.sub(" ", _SILENT.sub("", folded)).split()
    if len(words) > 1:
        words = [_SHORT.get(word, word) for word in words]
        if words[0] == "the":
            del words[0]
    return " ".join(words)


def unmarked(name: str) -> str:
    """The name without marks on its letters; other scripts stay."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def digest(filed: str) -> int:
    """A key as the 64-bit number that the gazetteer's index is sorted by."""
    return int.from_bytes(hashlib.blake2b(filed.encode(), digest_size=8).digest(), "little")


def bare(filed: str) -> str:
    """A key without its administrative words: what stands between "province of" and "oblast"."""
    words = filed.split()
    end = len(words)
    while end > 1 and words[end - 1] in _AFTER:
        end -= 1
    start = 0
    while end - start > 1 and words[start] in _BEFORE:
        start += 1
        if end - start > 1 and words[start] in ("of", "de", "du", "del"):
            start += 1
    return " ".join(words[start:end])


def variants(filed: str) -> Iterator[str]:
    """Other keys under which the same place may be filed, the likeliest first."""
    words = filed.split()
    if len(words) > 1:
        if words[-1] == "city":
            yield " ".join(words[:-1])
        if words[:2] == ["city", "of"] and len(words) > 2:
            yield " ".join(words[2:])
        if words[0] in _ARTICLES:
            yield " ".join(words[1:])
            for article in ("al", "el"):
                if article != words[0]:
                    yield " ".join((article, *words[1:]))
        if len(words) == 2:
            yield "".join(words)
    elif filed:
        yield f"{filed} city"
        yield f"al {filed}"
