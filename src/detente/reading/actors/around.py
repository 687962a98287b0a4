"""What stands around a mention and describes it: titles before, "of X" and appositions after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.codebook.entities import Affix
from detente.reading.actors.posted import SENT, WHITHER, is_posting
from detente.reading.actors.sheet import HYPHENS, POSSESSIVES, Named, Sheet, is_first_name

_ARTICLES = frozenset(("the", "a", "an", "this", "that", "these", "those", "some", "several", "many", "two"))
_OWNERS = frozenset(("his", "her", "its", "their", "our", "my"))
_DESCRIBING = frozenset(("NOUN", "PROPN", "ADJ", "NUM"))
_LINKS = frozenset(("of", "for"))  # hold a title together: "minister of defence", "secretary for health"
_AFTER = frozenset(("of", "from", "in", "for", "at", "within", "across", "inside"))
# What follows is about something else.
_ELSEWHERE = ("near", "outside", "against", "during", "by", "after", "before")
_FORMER_WORDS = """
former ex late then-president ousted deposed outgoing one-time onetime ex-president toppled overthrown
ex-prime disgraced then exiled
"""
_FORMER = frozenset(_FORMER_WORDS.split())
_COMING = frozenset(("elect", "incoming", "designate", "would-be", "presumptive", "designated"))
_DEPUTY = frozenset(("deputy", "vice", "assistant", "shadow", "under", "undersecretary"))
_LONGEST_BEFORE, _LONGEST_AFTER = 12, 14  # words
_LONGEST_OF = 5  # words of "of the Republic of Malawi"
_LEADS = frozenset(("leads", "led", "heads", "headed", "chairs", "commands", "represents", "runs"))
_LED = frozenset(("led", "headed"))
_HELD = frozenset(("controlled", "run", "ruled", "dominated", "held"))
_BACKED = frozenset(("backed", "supported", "funded", "financed", "armed", "sponsored", "trained"))
_OF_SEVERAL_WORDS = "coalition alliance bloc talks mission invasion campaign operation coalitions airstrikes"
_OF_SEVERAL = frozenset(_OF_SEVERAL_WORDS.split())
_APART = frozenset(("ally", "allies", "rival", "rivals", "enemy", "foe", "opponent", "critic", "competitor"))
_PORTFOLIOS = (("minister", "of"), ("secretary", "of"))  # "... Economy and Finances"
_CLOSING = ((",",), ("(",), (".",))
_DESCRIBED = ("nominal", "organisation")
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
    if person and low == start and (noun := _apposed(sheet, start, end)) < start:
        low, owner, possessor = _before(sheet, noun, person=person)
    high = end
    inside = (name for name in sheet.inside(low, end) if not is_first_name(sheet, name, end))
    hints = [Hint(name=name, how="modifier", far=max(0, start - name.end)) for name in inside]
    if possessor is not None:
        hints.append(Hint(name=possessor, how="possessive", far=start - possessor.end))
    for hint in _after(sheet, end, person=person):
        if hint.how == "in" and person:
            continue  # where somebody is says nothing of whose they are
        if hint.how in ("from", "in") and not _hangs_on(sheet, hint.name, low, end):
            continue
        hints.append(hint)
        high = max(high, hint.name.end)
    barred = tuple(
        hint.name
        for hint in hints
        if hint.name.entities and _is_barred(sheet, hint.name) and not _leads(sheet, hint.name, end)
    )
    return Around(
        low=low,
        high=high,
        owner=owner,
        hints=tuple(
            hint for hint in hints if hint.name not in barred and not is_posting(sheet, hint.name.start)
        ),
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
            word in HYPHENS
            or (sheet.page.upos(at - 1) in _DESCRIBING and word not in _ARTICLES)
            or (person and (word == "then" or _links(sheet, at - 1)))
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
    if word in WHITHER and sheet.lower[at - 1] in SENT:
        return True
    before = sheet.ends.get(at)
    if word != "and" or (before is not None and before.of("state")):
        return False
    portfolio = any(sheet.lower[of - 1 : of + 1] in _PORTFOLIOS for of in range(max(1, at - 4), at))
    return portfolio or (sheet.page.upos(at - 1) == "NOUN" and not sheet.capital(at - 1))


def _after(sheet: Sheet, end: int, *, person: bool) -> Iterator[Hint]:
    """Names behind a mention that say whose or where it is."""
    words = sheet.lower
    at = end
    if at < len(words) and words[at] in _AFTER:
        how = {"of": "of", "from": "from", "for": "of"}.get(words[at], "in")
        yield from _next_names(sheet, at + 1, end, how, 6)
        return
    marks = (",", "(", "\u2013", "-", "who") if person else (",",)
    if (
        at + 1 < len(words)
        and words[at] in marks
        and (words[at] == "(" or _opens(sheet, at + 1, person=person))
    ):
        if not (person or _APART.isdisjoint(words[at + 1 : at + 4])):  # ", an ally of"
            return
        at += 1 + _opening(sheet, at + 1) if words[at] == "," else 1
        yield from _next_names(sheet, at, end, "apposition", _LONGEST_AFTER)


def _opening(sheet: Sheet, at: int) -> int:
    """How many words open a description of a person before its noun phrase: "his", "who leads"."""
    if sheet.lower[at] == "who" and sheet.lower[at + 1 : at + 2] and sheet.lower[at + 1] in _LEADS:
        return 2
    return int(sheet.lower[at] in _OWNERS)


def _opens(sheet: Sheet, at: int, *, person: bool) -> bool:
    """Whether a word opens a description of the name before it."""
    name = sheet.begins.get(at)
    if not person:  # ", an Israeli television station"
        kind = next((low for _, low, high in sheet.page.mentions if at <= low <= at + 1), None)
        return kind is not None and sheet.lower[at] in ("a", "an", "the")
    demonym = name is not None and any(one.form.by == "demonym" for one in name.of("state"))
    if sheet.lower[at] in _OWNERS:  # ", his Turkish counterpart"
        after = sheet.begins.get(at + 1)
        return after is not None and any(one.form.by == "demonym" for one in after.of("state"))
    noun = name is not None and name.noun is not None and sheet.page.upos(at) == "NOUN"
    owns = name is not None and bool(name.of("state")) and sheet.lower[name.end : name.end + 1] != (",",)
    return sheet.lower[at] in _OPENERS or demonym or noun or (owns and _is_owner(sheet, name))


def _is_owner(sheet: Sheet, name: Named | None) -> bool:
    if name is None:
        return False
    title = sheet.begins.get(name.end)  # "United States ambassador"
    titled = title is not None and title.noun is not None and sheet.page.upos(name.end) == "NOUN"
    return titled or sheet.lower[name.end : name.end + 1] in [(mark,) for mark in POSSESSIVES]


def _apposed(sheet: Sheet, start: int, end: int) -> int:
    """The noun of a description before a name between commas: "an Irish priest, Michael Sinnot, is held"."""
    if start < 2 or sheet.lower[start - 1] != "," or sheet.lower[end : end + 1] not in _CLOSING:
        return start
    for kind, low, high in sheet.page.mentions:
        head = sheet.lower[high - 1]
        several = head.endswith("s") and not head.endswith(("ss", "affaires"))
        if (kind in _DESCRIBED or head in SENT) and not several and _leads_to(sheet, high, start - 1):
            return low
    return start


def _leads_to(sheet: Sheet, at: int, comma: int) -> bool:
    """Whether a description that ends at a word goes up to a comma: at once, or with "of Malawi"."""
    if at == comma:
        return True
    sent = sheet.lower[at] in WHITHER and sheet.lower[at - 1] in SENT
    there = sheet.lower[at] == "in" and sheet.lower[at - 1] == "counterpart"
    if not at < comma <= at + _LONGEST_OF or not (sent or there or sheet.lower[at] == "of"):
        return False
    return all(
        sheet.capital(word) or sheet.lower[word] in ("the", "of", "and") for word in range(at + 1, comma)
    )


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
            *(() if how == "apposition" else _ELSEWHERE),
        ):
            break
        at += 1


def _is_barred(sheet: Sheet, name: Named) -> bool:
    """Whether an affix says that what it describes is not of the country: "pro-Russian", "Iran-backed"."""
    words = sheet.lower
    behind = words[name.end] in HYPHENS if name.end + 1 < len(words) else False
    if behind and _affix(sheet, name.end + 1, "back"):
        return True
    if name.start >= 2 and words[name.start - 1] in HYPHENS:
        return _affix(sheet, name.start - 2, "front")
    return name.start >= 1 and words[name.start - 1] == "ethnic"


def _leads(sheet: Sheet, name: Named, end: int) -> bool:
    """Whether those whom a mention names stand under one name: "PSOE-led government", "Hamas-run ministry".

    A coalition has other members, and what a state controls may lie elsewhere.
    """
    affix = sheet.lower[name.end + 1] if name.end + 1 < end and sheet.lower[name.end] in HYPHENS else ""
    if affix in _LED:
        return _OF_SEVERAL.isdisjoint(sheet.lower[name.end : end])
    return affix in _HELD and not name.of("state")


def is_backer(sheet: Sheet, name: Named) -> bool:
    """Whether a name helps those before whom it stands: "Iran-backed"."""
    return bool(_BACKED.intersection(sheet.lower[name.end + 1 : name.end + 2]))


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
