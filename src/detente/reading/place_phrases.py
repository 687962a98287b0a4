"""A phrase of place taken apart: its name, what that lies in, and how the place stands to it.

>>> from detente.codebook.places import load_gazetteer
>>> phrase = parse("the town of Kupiansk in Kharkiv region", load_gazetteer().find)
>>> phrase.head, phrase.inside, phrase.kind
('Kupiansk', ('Kharkiv region',), 'city')
>>> phrase = parse("Syria's northern border with Turkey", load_gazetteer().find)
>>> phrase.noun, phrase.part, phrase.inside
('border', 'northern', ('Syria', 'Turkey'))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.codebook.place_entry import GazetteerEntry
from detente.codebook.place_scan import demonym
from detente.codebook.place_words import (
    ARTICLES,
    BESIDE,
    BORDERS,
    DIRECTIONS,
    FRONTS,
    HELD,
    NOUNS,
    REGIONS,
    SHORES,
    SITES,
    TOWNS,
    WATERS,
)

Find = Callable[[str], Sequence[GazetteerEntry]]

_TOKEN = re.compile(
    r"['’]s?(?!\w)|(?:St|Ste|Mt|Ft)\.|(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w-]|['’](?!s\b)(?=\w))*|\d[\d.,]*|,"
)
_WITHIN = frozenset({",", "in", "of", "inside", "within", "on", "at"})
_FUNCTION = _WITHIN | BESIDE | {"the", "a", "an", "and", "between", "from", "to", "with", "this", "that"}
_INNER = frozenset({"of", "the", "and", "al", "el", "de", "la", "du", "da", "do", "az", "ash", "as", "upon"})
_LESSER = frozenset(("provincial", "regional", "state", "district", "county", "oblast", "governorate"))
_SQUARES = frozenset(noun.capitalize() for noun in SITES)
_PROPER = frozenset({"name", "site", "unknown"})
_LONGEST = 6  # words of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a phrase of place says. Texts are as written; None and empty where it says no such thing.

    head: the name of the place, or of what it lies at. known: the gazetteer has that name. inside: names of
    larger places. peoples: the codes that each demonym may speak of. others: further places of a list.
    noun: what kind of place it is called ("town", "border", "hospital"). part: the side or shore of it.
    relation: "near" and its like.
    """

    head: str | None
    known: bool = False
    inside: tuple[str, ...] = ()
    peoples: tuple[tuple[str, ...], ...] = ()
    others: tuple[str, ...] = ()
    noun: str | None = None
    part: str | None = None
    relation: str | None = None

    @property
    def kind(self) -> str | None:
        """city or region where its noun says so."""
        if self.noun in TOWNS or self.noun == "capital":
            return "city"
        return "region" if self.noun in REGIONS else None


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of a phrase. sort: name, site, unknown, people, noun, part, owner or word."""

    sort: str
    text: str


def parse(text: str, find: Find) -> Phrase:
    """Take a phrase of place apart. find: the places of a name."""
    if _is_name(text) and find(text) and not demonym(text):
        return Phrase(head=text, known=True)
    items = list(_items(list(_tokens(text, find)), find))
    proper = [at for at, item in enumerate(items) if item.sort in _PROPER]
    if any(item.text in BORDERS for item in items):
        return Phrase(
            head=None,
            noun="border",
            inside=tuple(items[at].text for at in proper),
            peoples=tuple(demonym(item.text) for item in items if item.sort == "people"),
            part=next((item.text for item in items if item.sort == "part"), None),
        )
    if not proper:
        return _described(Phrase(head=None), items)
    return _around_head(items, proper)


def _around_head(items: list[_Item], proper: Sequence[int]) -> Phrase:
    """The phrase around its name: what owns that name or follows it is around it."""
    owners = [at for at in proper if _owns(items, at)]
    owned = [at for at in proper if owners and at > owners[-1]]
    head = owned[0] if owned else owners[-1] if owners else proper[0]
    start = max((at + 1 for at in owners if at < head), default=0)
    own = items[start:head] + [item for item in items[head + 1 :] if head in owners]
    inside = [items[at].text for at in owners if at != head]
    others: list[str] = []
    for at in proper:
        if at > head:
            between = {item.text for item in items[head + 1 : at]}
            holds = bool(_WITHIN & between) and not between & (BESIDE | {"and"})
            (inside if holds else others).append(items[at].text)
    after = items[head + 1 : head + 3] if head not in owners else []
    after += items[-1:] if others else []  # "Donetsk and Luhansk regions"
    phrase = _described(Phrase(head=items[head].text), own + [item for item in after if item.sort == "noun"])
    return replace(
        phrase,
        known=items[head].sort == "name",
        inside=tuple(inside),
        others=tuple(others),
        peoples=tuple(demonym(item.text) for item in items[:head] if item.sort == "people"),
    )


def _described(phrase: Phrase, items: Sequence[_Item]) -> Phrase:
    """With what the words around its name say: the kind of place, a side of it, beside it."""
    parts = [item.text for item in items if item.sort == "part" or item.text in SHORES]
    return replace(
        phrase,
        peoples=tuple(demonym(item.text) for item in items if item.sort == "people"),
        noun=next((item.text for item in items if item.sort == "noun"), None)
        if not _is_lesser(items)
        else None,
        part=next(iter(sorted(parts, key=SHORES.__contains__, reverse=True)), None),
        relation=next((item.text for item in items if item.text in BESIDE), None),
    )


def _is_lesser(items: Sequence[_Item]) -> bool:
    """Whether a capital is not the country's: "the provincial capital"."""
    texts = {item.text for item in items}
    return "capital" in texts and not _LESSER.isdisjoint(texts)


def _owns(items: Sequence[_Item], at: int) -> bool:
    """Whether a name stands before what lies in it: "Syria's", "the West Bank city of"."""
    after = items[at + 1 : at + 3]
    if after and after[0].sort == "owner":
        return True
    return len(items) > at + 3 and after[0].text in TOWNS and after[1].text == "of"


def _is_name(text: str) -> bool:
    """Whether a text begins like a name, its article aside."""
    return text.removeprefix("The ")[:1].isupper()


def _tokens(text: str, find: Find) -> Iterator[str]:
    """Words, commas and possessives; "Israel-Lebanon" comes apart if it is no name itself."""
    for token in _TOKEN.findall(text):
        parts = token.split("-")
        known = len(parts) == 2 and all(_is_name(part) and (demonym(part) or find(part)) for part in parts)
        if known and not find(token):
            yield from (parts[0], "and", parts[1])
        else:
            yield token


def _items(tokens: Sequence[str], find: Find) -> Iterator[_Item]:
    """The pieces of a phrase in order."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        lower = token.lower()
        length = _name(tokens[at:], find)
        if length > 1 or (length and not demonym(token)):
            yield from _named(tokens[at:], length)
            at += _reach(tokens[at:], length)
        elif token[0] in "'’" or token.rpartition("-")[2] in HELD:
            yield _Item("owner" if token[0] in "'’" else "word", token)  # "Russian-held" says not whose it is
            at += 1
        elif demonym(token):
            some = token.endswith("s") and demonym(token[:-1])  # "ethnic Serbs in Mitrovica"
            yield _Item("word" if some else "people", token)
            at += 1
        elif lower in DIRECTIONS:
            yield _Item("part", lower)
            at += 1
        elif token[0].isupper() and lower not in _FUNCTION:
            reach = _reach(tokens[at:], 1)
            common = lower in NOUNS and reach == 1
            yield _Item("noun" if common else "unknown", lower if common else _join(tokens[at : at + reach]))
            at += reach
        else:
            yield _Item("noun" if lower in NOUNS else "word", lower)
            at += 1


def _name(tokens: Sequence[str], find: Find) -> int:
    """How many tokens the longest known name has that begins here; 0 for none."""
    if not tokens[0][0].isupper() and tokens[0] not in DIRECTIONS:
        return 0
    for length in range(min(_LONGEST, len(tokens)), 0, -1):
        if length == 1 and tokens[0].lower() in DIRECTIONS:
            return 0  # "the South" is somewhere else in every country
        last = tokens[length - 1]
        goes_on = (one[0].isupper() or one[0] in "'’" or _is_arabic(one) for one in tokens[1:length])
        inner = all(on or one in _INNER | NOUNS for on, one in zip(goes_on, tokens[1:length], strict=True))
        ends = last[0].isupper() or _is_arabic(last) or last in REGIONS | WATERS | SITES | FRONTS
        named = any(one[0].isupper() and one != "The" for one in tokens[:length])
        if inner and ends and named and find(_join(tokens[:length])):
            return length
    return 0


def _reach(tokens: Sequence[str], length: int) -> int:
    """To where a name goes on that the gazetteer does not know: "Sumy" in "Sumy State University"."""
    end = length
    while end < len(tokens) and (tokens[end][0].isupper() or tokens[end] in SITES or _is_arabic(tokens[end])):
        end += 1
    if tokens[end : end + 1] in (["'s"], ["’s"]) and "".join(tokens[end + 1 :]) in _SQUARES:
        return end + 2  # "St. Peter's Square"
    return end


def _is_arabic(token: str) -> bool:
    """Whether a word begins with the article of a name: "Bab el-Oued"."""
    article, hyphen, name = token.partition("-")
    return bool(hyphen) and article in ARTICLES and name[:1].isupper()


def _named(tokens: Sequence[str], length: int) -> Iterator[_Item]:
    """A name; or a site that is called after it, as "Damascus airport" is."""
    end = _reach(tokens, length)
    if end == length:
        yield _Item("name", _join(tokens[:length]))
    else:
        yield _Item("site", _join(tokens[:end]))


def _join(tokens: Sequence[str]) -> str:
    return re.sub(r" (?=['’])", "", " ".join(tokens))
