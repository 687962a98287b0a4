"""What stands around a mention and describes it: titles before, "of X" and appositions after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.codebook.entities import Affix
from detente.reading.actors.sheet import POSSESSIVES, Named, Sheet

_ARTICLES = frozenset(("the", "a", "an", "this", "that", "these", "those", "some", "several", "many", "two"))
_OWNERS = frozenset(("his", "her", "its", "their", "our", "my"))
_DESCRIBING = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
_HYPHENS = frozenset(("-", "\u2010", "\u2011", "\u2013"))
_LINKS = frozenset(("of", "for"))  # hold a title together: "minister of defence", "secretary for health"
_AFTER = frozenset(("of", "from", "in", "for", "at", "within", "across", "inside"))
_FORMER_WORDS = """
former ex late then-president ousted deposed outgoing one-time onetime ex-president toppled overthrown
ex-prime disgraced then exiled
"""
_FORMER = frozenset(_FORMER_WORDS.split())
_COMING = frozenset(("elect", "incoming", "designate", "would-be", "presumptive", "designated"))
_DEPUTY = frozenset(("deputy", "vice", "assistant", "shadow", "under", "undersecretary"))
_LONGEST_BEFORE, _LONGEST_AFTER = 12, 10  # words
_OPENERS = frozenset(("a", "an", "the", "who", "head", "leader", "chief", "of", "from", "former", "son"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A name that says whose or whence. how: modifier, possessive, of, in or apposition. far: in words."""

    name: Named
    how: str
    far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What describes a mention.

    low, high: its words together with those that describe it, without a "the". owner: the word "his" or "its"
    before it, or None. hints: nearest first; barred: those that it does not belong to ("pro-Russian").
    flags: former, coming, acting, deputy.
    """

    low: int
    high: int
    owner: int | None
    hints: tuple[Hint, ...]
    barred: tuple[Named, ...]
    flags: frozenset[str]


def look_around(sheet: Sheet, start: int, end: int, *, person: bool) -> Around:
    """What describes the words of a mention. person: it is one, so that titles may be long."""
    low, owner, possessor = _before(sheet, start, person=person)
    high = end
    hints = [Hint(name=name, how="modifier", far=max(0, start - name.end)) for name in sheet.inside(low, end)]
    if possessor is not None:
        hints.append(Hint(name=possessor, how="possessive", far=start - possessor.end))
    for hint in _after(sheet, end, person=person):
        if hint.how == "in" and person:
            continue  # where somebody is says nothing of whose they are
        if hint.how in ("from", "in") and not _hangs_on(sheet, hint.name, low, end):
            continue
        hints.append(hint)
        high = max(high, hint.name.end)
    barred = tuple(hint.name for hint in hints if _is_barred(sheet, hint.name))
    return Around(
        low=low,
        high=high,
        owner=owner,
        hints=tuple(hint for hint in hints if hint.name not in barred),
        barred=barred,
        flags=_flags(sheet, low, min(end + 2, len(sheet.lower)), end),
    )


def _before(sheet: Sheet, start: int, *, person: bool) -> tuple[int, int | None, Named | None]:
    """Where what describes a mention begins; the word of a possessive pronoun; the name of a possessor."""
    at = start
    while at > 0 and start - at < _LONGEST_BEFORE:
        word = sheet.lower[at - 1]
        if word in _OWNERS:
            return at, at - 1, None
        if word in POSSESSIVES:
            return at, None, sheet.ends.get(at - 1) or sheet.ends.get(at)
        name = sheet.ends.get(at)
        if name is not None and (not name.of("person") or name.of("state")):
            at = name.start
        elif (
            word in _HYPHENS
            or (sheet.page.upos(at - 1) in _DESCRIBING and word not in _ARTICLES)
            or (person and _links(sheet, at - 1))
        ):
            at -= 1
        else:
            break
    return at, None, None


def _hangs_on(sheet: Sheet, name: Named, low: int, end: int) -> bool:
    """Whether a name behind a mention belongs to it in the tree, and not to the verb."""
    head = int(sheet.page.heads[sheet.page.head((name.start, name.end))]) - 1
    return low <= head < end or sheet.page.deprel(sheet.page.head((name.start, name.end))) != "obl"


def _links(sheet: Sheet, at: int) -> bool:
    """Whether a word inside of a long title holds it together: "Minister of Foreign Affairs and Trade"."""
    word = sheet.lower[at]
    if at == 0:
        return False
    if word in _LINKS or (word == "the" and sheet.lower[at - 1] in _LINKS):
        return True
    return word == "and" and sheet.page.upos(at - 1) == "NOUN" and not sheet.capital(at - 1)


def _after(sheet: Sheet, end: int, *, person: bool) -> Iterator[Hint]:
    """Names behind a mention that say whose or where it is."""
    words = sheet.lower
    at = end
    if at < len(words) and words[at] in _AFTER:
        how = words[at] if words[at] in ("of", "from") else "of" if words[at] == "for" else "in"
        yield from _next_names(sheet, at + 1, end, how, 6)
    elif person and at + 1 < len(words) and words[at] in (",", "(", "\u2013", "-", "who"):
        first = words[at + 1]
        name = sheet.begins.get(at + 1)
        demonym = name is not None and any(one.form.by == "demonym" for one in name.of("state"))
        noun = name is not None and name.noun is not None and sheet.page.upos(at + 1) == "NOUN"
        if first in _OPENERS or demonym or noun or words[at] == "(":
            yield from _next_names(sheet, at + 1, end, "apposition", _LONGEST_AFTER)


def _next_names(sheet: Sheet, at: int, end: int, how: str, longest: int) -> Iterator[Hint]:
    """Names in the noun phrase that begins at a word; it stops at a verb or mark."""
    stop = min(len(sheet.lower), at + longest)
    while at < stop:
        name = sheet.begins.get(at)
        if name is not None and name.entities:
            yield Hint(name=name, how=how, far=at - end)
        if name is not None:
            at = name.end
            continue
        upos = sheet.page.upos(at)
        if upos in ("VERB", "AUX", "SCONJ", "PRON") or sheet.lower[at] in (
            ",",
            ";",
            ")",
            ".",
            "and",
            "\u2014",
        ):
            break
        at += 1


def _is_barred(sheet: Sheet, name: Named) -> bool:
    """Whether an affix says that what it describes is not of the country: "pro-Russian", "Iran-backed"."""
    words = sheet.lower
    behind = words[name.end] in _HYPHENS if name.end + 1 < len(words) else False
    if behind and _affix(sheet, name.end + 1, "back"):
        return True
    if name.start >= 2 and words[name.start - 1] in _HYPHENS:
        return _affix(sheet, name.start - 2, "front")
    return name.start >= 1 and words[name.start - 1] == "ethnic"


def _affix(sheet: Sheet, at: int, where: str) -> bool:
    """Whether a word is an affix that takes no country."""
    return any(
        isinstance(found.entry, Affix) and found.entry.at == where and not found.entry.takes_country
        for found in sheet.registry.lookup(sheet.page.words[at], any_case=True)
    )


def _flags(sheet: Sheet, low: int, high: int, end: int) -> frozenset[str]:
    flags: set[str] = set()
    for at in range(low, high):
        word = sheet.lower[at]
        if at >= end and word not in _COMING:
            continue
        if word in _FORMER:
            flags.add("former")
        elif word in _COMING:
            flags.add("coming")
        elif word in _DEPUTY:
            flags.add("deputy")
        elif word in ("acting", "interim", "caretaker"):
            flags.add("acting")
    return frozenset(flags)
