"""The places and countries that a text names, by plain matching of its capitalised words.

It is no reader of names: it gathers what stands around a place, where a stray match does little harm.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from detente.codebook.place_choice import Nearby
from detente.codebook.place_entry import GazetteerEntry, prior
from detente.codebook.place_words import LEADS, ORDINARY
from detente.codebook.places import Gazetteer
from detente.codebook.registry import load_registry

LONGEST = 5  # words of a name
_WORD = re.compile(r"(?:St|Ste|Mt|Ft)\.|(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w’'-]*\w)?")
_INNER = frozenset(
    {"of", "the", "and", "al", "el", "de", "la", "du", "da", "do", "e", "i", "az", "ash", "as"}
)
_FEWEST_PEOPLE = 50_000  # of a town that is noticed where nothing says that a place is meant
_SURE = 2.5  # so much likelier than the next of that name is a place that others are measured from


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in a text, [start, end) in characters.

    entries: the places of that name, likeliest first; none for a demonym. countries: of the country that it
    is, or that the demonym speaks of. led: a word of place stands before it ("in", "near", "northern").
    """

    start: int
    end: int
    text: str
    entries: tuple[GazetteerEntry, ...]
    countries: tuple[str, ...]
    led: bool


def find_named(gazetteer: Gazetteer, text: str) -> Iterator[Named]:
    """The places, countries and demonyms that a text names, in its order; the longest match counts."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        found = _longest(gazetteer, text, words[at : at + LONGEST]) if text[words[at][0]].isupper() else None
        if found is None:
            at += 1
            continue
        length, entries, countries = found
        start, end = words[at][0], words[at + length - 1][1]
        end -= 2 * text[start:end].endswith(("'s", "’s"))
        before = text[words[at - 1][0] : words[at - 1][1]] if at else ""
        beside = bool(at) and text[words[at - 1][1] : start] == " "
        if before == "the" and at > 1:
            before = text[words[at - 2][0] : words[at - 2][1]]
        led = (beside and before.lower() in LEADS) or text[:start].endswith(", ")
        person = beside and before[0].isupper() and before.lower() not in ORDINARY and not led
        people = entries[0].population if entries and entries[0].kind == "city" else _FEWEST_PEOPLE
        if not (person and entries) and (led or people >= _FEWEST_PEOPLE):
            yield Named(
                start=start, end=end, text=text[start:end], entries=entries, countries=countries, led=led
            )
        at += length


def _longest(
    gazetteer: Gazetteer, text: str, words: Sequence[tuple[int, int]]
) -> tuple[int, tuple[GazetteerEntry, ...], tuple[str, ...]] | None:
    """How many words the longest name at the beginning has, its places, and the countries it speaks of."""
    start, reach = words[0][0], 1
    for one, other in pairwise(words):
        word = text[other[0] : other[1]]
        if text[one[1] : other[0]] not in (" ", "-") or not (word[0].isupper() or word in _INNER):
            break
        reach += 1
    for length in range(reach, 0, -1):
        end = words[length - 1][1]
        name = text[start:end].removesuffix("'s").removesuffix("’s")
        if not text[words[length - 1][0]].isupper() or (length == 1 and name.lower() in ORDINARY):
            continue
        if of_people := demonym(name):
            return length, (), of_people
        if entries := gazetteer.find(name):
            best = entries[0]
            return length, entries, best.countries if best.kind == "country" else ()
    return None


@lru_cache(maxsize=4096)
def demonym(text: str) -> tuple[str, ...]:
    """ISO 3166-1 alpha-3 of the countries whose people or things are called so: "Syrian", "Congolese"."""
    if not text[:1].isupper():
        return ()
    found = load_registry().lookup(text)
    if any(one.form.by != "demonym" for one in found):
        return ()
    return tuple(one.entry.id for one in found if one.entry.kind == "state")


def survey(
    named: Sequence[Named], *, sentence: tuple[int, int] = (0, 0), leaving: tuple[int, int] = (0, 0)
) -> Nearby:
    """What the names of a report say about a place in it.

    sentence: [start, end) in characters, whose countries stand beside the place. leaving: the place itself,
    which says nothing about itself; neither do other mentions of its name.
    """
    own = {one.text for one in named if one.start < leaving[1] and leaving[0] < one.end}
    others = [one for one in named if one.text not in own]
    points = []
    for one in others:
        best = one.entries[0] if one.entries else None
        if best and best.kind == "city" and is_sure(one.entries):
            points.append(best.point)
    return Nearby(
        countries=frozenset(code for one in others for code in one.countries),
        beside=frozenset(
            code for one in others if sentence[0] <= one.start < sentence[1] for code in one.countries
        ),
        divisions=frozenset(
            entry.name for one in others for entry in one.entries if entry.feature == "admin1"
        ),
        points=tuple(dict.fromkeys(points)),
    )


def is_sure(entries: Sequence[GazetteerEntry]) -> bool:
    """Whether the likeliest place of a name needs no more evidence."""
    return len(entries) == 1 or prior(entries[0]) - prior(entries[1]) >= _SURE
