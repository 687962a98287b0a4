"""A sentence as a row of units, each with a one-letter tag, so that rules can be patterns over the tags.

A actor  J actor before a noun ("Russian", "Kyiv's")  p pronoun  V finite verb or participle  I -ing verb
N act noun  g governor or speech noun or adjective  K instrument  O group  G role  W capitalised  w other word
d determiner  h that  n number  t time  P preposition  T to + verb  C subordinator  R relative  c and, or, but
M modal  B be  H have  D do  X not  x modal + not  r adverb  m modifier  @ according to  - hyphen
and marks as themselves, with every quotation mark as ".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.reading.lexicon import TOKEN, UNKNOWN, Lexicon, Name, Word

_NUMBER = re.compile(
    r"\d[\d.,]*\w{0,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|hundreds?"
    r"|thousands?|million|billion"
)
_MARKS = (
    {mark: mark for mark in ",;:()-."}
    | dict.fromkeys("\u2013\u2014", ":")
    | dict.fromkeys("!?\u2026", ".")
    | dict.fromkeys('"\u201c\u201d\u201e\u00ab\u00bb', '"')
)
# [country] role words + a person's name; the same before a name that no list has; [country] + a group's noun.
_PERSON = re.compile(r"(?:(?:[JA]'?)?(?:m*G)+(?:P[Wm]{1,3})?)?a")
_STRANGER = re.compile(r"(?P<who>(?:[JA]'?)?(?:m*G)+)(?:W{1,3}|,W{2,3},)")
_GROUP = re.compile(r"(?:[JAa]'?)?m*[OG]")
_OWNER = re.compile(r"A'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A piece of a sentence. start, end: in the report's text. word: what the lexicon knows of it.

    lemma: as a verb, else the base form of a listed noun, else the text in lower case.
    who: whom an actor's unit names. before: words that stood with a name ("former US President").
    """

    start: int
    end: int
    text: str
    tag: str
    lemma: str
    word: Word = UNKNOWN
    who: Name | None = None
    before: str = ""

    @property
    def low(self) -> str:
        return self.text.lower().replace("\u2019", "'")


def read_units(
    text: str, offset: int, lexicon: Lexicon, times: Mapping[int, int], known: dict[str, Name]
) -> list[Unit]:
    """Tag a sentence that begins at `offset`. times: the ends of its time expressions by their beginnings.

    known: by last name, persons whom the report has introduced; those of this sentence are added.
    """
    tokens = list(_tokens(text, offset, lexicon))
    units: list[Unit] = []
    at = 0
    while at < len(tokens):
        start, _, token = tokens[at]
        if start in times:
            until = times[start]
            units.append(
                Unit(start=start, end=until, text=text[start - offset : until - offset], tag="t", lemma="t")
            )
            at = next((i for i in range(at, len(tokens)) if tokens[i][0] >= until), len(tokens))
            continue
        size, word = _look_up(tokens, at, lexicon, known)
        end = tokens[at + size - 1][1]
        following = tokens[at + size][2] if at + size < len(tokens) else ""
        unit = _unit(text[start - offset : end - offset], start, word, units, following, lexicon)
        loose = token == "-" and text[start - offset - 1 : start - offset].isspace()
        units.append(replace(unit, tag=":") if loose else unit)
        at += size
    headline = any(unit.text[0].isupper() and unit.tag in "PCRMBHV" for unit in units[1:])
    return _merge(units, known, headline)


def tags_of(units: Sequence[Unit]) -> str:
    """The tags in a row."""
    return "".join(unit.tag for unit in units)


def _tokens(text: str, offset: int, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Tokens with their offsets; a compound of names ("Putin-Trump") falls into its parts."""
    for match in TOKEN.finditer(text):
        start = offset + match.start()
        parts = re.findall(r"[^-]+|-", match[0])
        if len(parts) > 1 and not all(part == "-" or (part.lower(),) in lexicon.names for part in parts):
            parts = [match[0]]
        for part in parts:
            yield start, start + len(part), part
            start += len(part)


def _look_up(
    tokens: list[tuple[int, int, str]], at: int, lexicon: Lexicon, known: dict[str, Name]
) -> tuple[int, Word]:
    """The longest phrase of the lexicon that begins here, and how many tokens it has."""
    token = tokens[at][2]
    low = token.lower().replace("\u2019", "'")
    for size in range(min(lexicon.longest.get(low, 1), len(tokens) - at), 0, -1):
        key = (low, *(tokens[i][2].lower() for i in range(at + 1, at + size)))
        name = lexicon.names.get(key)
        if name is not None and token[0].isupper() and (token.isupper() or key not in lexicon.words):
            return size, name
        if key in lexicon.words:
            return size, lexicon.words[key]
    if token[0].isupper() and low in known:
        return 1, Word(tag="a", name=known[low])
    return 1, UNKNOWN


def _unit(text: str, start: int, word: Word, before: list[Unit], following: str, lexicon: Lexicon) -> Unit:
    """Choose the tag of a word from what stands before it and the word after it."""
    low = text.lower().replace("\u2019", "'")
    after = lexicon.words.get((following.lower(),), UNKNOWN)
    if following[:1].isupper() and (following.lower(),) in lexicon.names:
        after = lexicon.names[(following.lower(),)]
    last = before[-1].tag if before else "^"
    tag = word.tag
    if low == "to":
        noun_next = after.tag in "dJAaOGnpWmRC" or (after.tag in "NgK" and "base" not in after.forms)
        tag = "P" if noun_next or not following.isalpha() or following[0].isupper() else "T"
    elif low == "that":
        tag = "h"
    elif (
        word.adjective
        and tag == "A"
        and (after.tag in "NgKOGmJa" or (after == UNKNOWN and following.islower()))
    ):
        tag = "J"
    elif word.lemma is not None and _is_verb(word, last, after, following):
        tag = "I" if word.forms == {"ing"} else "V"
    elif tag == "w":
        tag = _unknown_tag(text, low, last)
    lemma = (word.lemma if tag in "VI" else word.noun) or low
    return Unit(start=start, end=start + len(text), text=text, tag=tag, lemma=lemma, word=word, who=word.name)


def _unknown_tag(text: str, low: str, last: str) -> str:
    if low == "'s":
        return "'"
    if not text[0].isalnum():
        return _MARKS.get(text, "w")
    if _NUMBER.fullmatch(low):
        return "n"
    if low.endswith("ly"):
        return "r"
    if low.endswith("ed") and last not in "dJ'PnmN" and text.islower():
        return "V"
    if low.endswith("ing") and last in ",c":
        return "I"
    return "W" if text[0].isupper() else "w"


def _is_verb(word: Word, last: str, after: Word, following: str) -> bool:
    """Whether a word that can be a verb is one here."""
    if last in "TMDXx":
        return bool(word.forms & {"base", "participle"})
    if word.forms & {"past", "participle", "ing"}:
        gerund = word.forms == {"ing"} and (word.noun is not None or last == "P")
        return last in "BH" or (last not in "dJ'" and not gerund)
    if word.tag in "wv":
        return last not in "dJ'Pn"
    # Also a noun: a verb only between somebody and what may be an object.
    objects = "dnAaJOpw" if last == "O" else "dnAaJOp"
    return last in "AapROGrh" and (after.tag in objects or following.lower() == "that")


def _merge(units: list[Unit], known: dict[str, Name], headline: bool) -> list[Unit]:
    """Join titles to names and modifiers to groups, so that each actor is one unit tagged A, its owner J."""
    for pattern in (_PERSON, _STRANGER, _GROUP, _OWNER):
        if pattern is _STRANGER and headline:
            continue  # in a headline every word looks like a name
        merged: list[Unit] = []
        at = 0
        for match in pattern.finditer(tags_of(units)):
            merged += units[at : match.start()]
            at = match.end()
            parts = units[match.start() : at]
            merged.append(
                replace(parts[0], tag="J") if pattern is _OWNER else _actor(parts, match, merged, known)
            )
        units = merged + units[at:]
    return units


def _actor(parts: list[Unit], match: re.Match[str], earlier: list[Unit], known: dict[str, Name]) -> Unit:
    """One unit for a name with its titles, or for a group with its country."""
    parts = parts[:-1] if parts[-1].tag == "," else parts  # "its commander, Name Surname, said"
    last, named = parts[-1], 1
    country = parts[0].who.country if parts[0].who and len(parts) > 1 else None
    if match.re is _GROUP:
        named = len(parts)
        who = Name(text=" ".join(part.text for part in parts), country=country, sector=last.word.sector)
    elif last.who is not None:
        who = known.setdefault(last.low.split()[-1], last.who)
    else:
        named = match[0].count("W")
        sector = next((part.word.sector for part in reversed(parts[:-named]) if part.word.sector), None)
        name = " ".join(part.text for part in parts[-named:])
        who = known[last.low] = Name(text=name, country=country, sector=sector, person=True)
    lead = [unit.text for unit in earlier[-1:] if unit.low in {"former", "ex", "then"}]
    return replace(
        parts[-named],
        end=last.end,
        text=" ".join(part.text for part in parts[-named:]),
        tag="A",
        lemma=last.low,
        word=last.word,
        who=who,
        before=" ".join([*lead, *(part.text for part in parts[:-named])]),
    )
