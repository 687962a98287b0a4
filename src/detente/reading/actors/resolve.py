"""One mention after the other: which rule knows whom it stands for."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.actors.commons import head_noun
from detente.reading.actors.coreference import PRONOUNS, RELATIVES, SPEAKERS, pronoun, relative, speaker
from detente.reading.actors.found import Found
from detente.reading.actors.generic import are_common
from detente.reading.actors.naming import Names, earlier_found
from detente.reading.actors.nouns import Nouns
from detente.reading.actors.scene import Scene
from detente.reading.actors.several import as_collective, as_list
from detente.reading.actors.sheet import POSSESSIVES, Named, Sheet, word_key
from detente.reading.actors.unknown import unknown

_EDGES = frozenset(",;:.\"'\u201c\u201d\u2018\u2019-\u2013\u2014()[]") | POSSESSIVES
_COUNTS = frozenset(
    ("hundreds", "thousands", "tens", "dozens", "scores", "millions", "some", "several", "many")
)
_LONGEST_COUNTED = 6  # words
_DEFINITE = frozenset(("the", "these", "those", "their", "both", "either", "each"))
_ARTICLES = frozenset(("the", "a", "an"))


def trim(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """A mention without article, marks and possessive at its edges."""
    while start < end - 1 and (sheet.lower[start] in _ARTICLES or sheet.lower[start] in _EDGES):
        start += 1
    while start < end - 1 and (sheet.lower[end - 1] in _EDGES or _is_beyond(sheet, start, end - 1)):
        end -= 1
    return start, end


def _is_beyond(sheet: Sheet, start: int, word: int) -> bool:
    """Whether a word is a verb that follows a name: "Fayyad resigns"."""
    named = sheet.capital(start) and sheet.capital(word - 1) and sheet.page.upos(word - 1) == "PROPN"
    return named and not sheet.capital(word) and sheet.page.upos(word) == "VERB"


class Resolver:
    """Asks the rules in order."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._memory = scene, scene.memory
        self._names = Names(scene)
        self._nouns = Nouns(scene, self._names, self.resolve)

    def resolve(self, sheet: Sheet, start: int, end: int) -> Found:
        """Whom trimmed words stand for."""
        if end - start == 1:
            short = self._pronoun(sheet, start)
            if short is not None:
                return short
        name = self._names.whole(sheet, start, end)
        if name is not None and name.entities and not _is_lone_title(name):
            return self._named(sheet, name)
        counted = self._counted(sheet, start, end)
        if counted is not None:
            return counted
        several = as_list(sheet, start, end, lambda low, high: self.resolve(sheet, *trim(sheet, low, high)))
        if several is not None:
            return several
        theirs = self._of_both(sheet, start, end)
        if theirs is not None:
            return theirs
        kind = _kind(sheet, start, end)
        person = self._names.titled_person(sheet, start, end, kind)
        if person is not None:
            return person
        proper = kind == "person" and end - start > 1 and all(map(sheet.capital, range(start, end)))
        if proper and not self._names.describes(sheet, start, end):
            return unknown(self._scene, sheet, start, end, kind)
        return self._nouns.common(sheet, start, end) or unknown(self._scene, sheet, start, end, kind)

    def _named(self, sheet: Sheet, name: Named) -> Found:
        people = name.of("person")
        bodies = name.of("state", "organisation", "group")
        collectives = name.of("collective")
        text = sheet.text(name.start, name.end)
        if bodies and name.noun and not name.of("state") and self._names.is_elsewhere(sheet, name, bodies):
            found = self._nouns.common(sheet, name.start, name.end)
            if found is not None:
                return found
        if bodies and are_common(bodies):
            found = self._names.generic(sheet, name, bodies)
            if found is not None:
                return found
        if people and not bodies:
            person = self._names.person(sheet, name.start, name.end, people)
            return person or unknown(self._scene, sheet, name.start, name.end, "person")
        if collectives and not bodies:
            index = sheet.page.sentence.index
            char = sheet.char(name.start)
            scene = self._scene
            before = sheet.lower[max(0, name.start - 1) : name.start]
            definite = _DEFINITE & {*before, *sheet.lower[name.start : name.start + 2]}
            day, pair = scene.day, scene.pair if definite else tuple
            return as_collective(scene.registry, collectives[0], self._memory, char, index, day, pair)
        earlier = None
        if people or (
            (bodies and bodies[0].form.by not in ("name", "demonym")) or _kind_is_person(sheet, name)
        ):
            earlier = self._memory.person(word_key(text), sheet.char(name.start))
        if earlier is not None:
            return earlier_found(earlier[1].found, text, earlier[0].span)
        return self._names.body(sheet, name, bodies)

    def _of_both(self, sheet: Sheet, start: int, end: int) -> Found | None:
        """Those of several who were named, one of each: "foreign ministers from the two countries"."""
        for at in range(start + 1, end + 1):
            if sheet.lower[at : at + 1] not in (("of",), ("from",)):
                continue
            low = at + 1 + (sheet.lower[at + 1 : at + 2] == ("the",))
            name = sheet.begins.get(low)
            head = head_noun(sheet, start, at)
            if name is None or not name.of("collective") or head is None:
                continue
            found = self._named(sheet, name)
            if found.members and found.entry is None:
                return replace(found, name=sheet.text(start, end), sector=head[1].sector_on(self._scene.day))
        return None

    def _counted(self, sheet: Sheet, start: int, end: int) -> Found | None:
        """Those whom a number word counts: "hundreds of Kenyans"."""
        if end - start != 1 or sheet.lower[start] not in _COUNTS or sheet.lower[end : end + 1] != ("of",):
            return None
        low = high = end + 1
        while high < len(sheet.lower) and high - low < _LONGEST_COUNTED and _goes_on(sheet, high):
            high += 1
        return self.resolve(sheet, *trim(sheet, low, high)) if low < high else None

    def _pronoun(self, sheet: Sheet, word: int) -> Found | None:
        lower, text = sheet.lower[word], sheet.page.words[word]
        if text.isupper() and len(text) > 1 and lower != "it":
            return None
        if lower == "old" and sheet.lower[max(0, word - 1)] == "-":  # "a 17-year-old"
            child = Found(name=text, kind="person", sector="CVL").told("noun", "old: CVL")
            return self._scene.set_in(sheet, child, word)
        if lower in PRONOUNS:
            return pronoun(sheet, word, self._memory)
        if lower in ("former", "latter") and word and sheet.lower[word - 1] == "the":
            return self._of_two(sheet, word)
        if lower in SPEAKERS:
            subject = speaker(sheet, word)
            return self._stands_for(sheet, word, subject, "speaker") or Found(name=text)
        if lower in RELATIVES and sheet.page.upos(word) == "PRON":
            return self._stands_for(sheet, word, relative(sheet, word), "pronoun") or Found(name=text)
        return None

    def _of_two(self, sheet: Sheet, word: int) -> Found:
        """The first or second of the two that were named last."""
        last = list(self._memory.recall(sheet.char(word), lambda one: one.entity is not None))[:2]
        if len(last) < 2 or sheet.page.sentence.index - last[1][0].sentence > 1:
            return Found(name=sheet.page.words[word]).told("description", "no two were named before")
        place, referent = last[0 if sheet.lower[word] == "latter" else 1]
        found = replace(referent.found, rule="description", probability=None)
        return found.told("description", f"{sheet.page.words[word]}: {place.span.text}", place.span)

    def _stands_for(self, sheet: Sheet, asking: int, word: int | None, rule: str) -> Found | None:
        """The mention that holds the word which a pronoun stands for; the word alone where the mention holds
        the pronoun as well: "those who fail to pay or who flee".
        """
        if word is None or word == asking:
            return None
        held = [(low, high) for _, low, high in sheet.page.mentions if low <= word < high]
        low, high = held[0] if held and not held[0][0] <= asking < held[0][1] else (word, word + 1)
        found = self.resolve(sheet, *trim(sheet, low, high))
        named = found.kind == "person" and found.name[:1].isupper()  # whom another report may tell more of
        if not found.known and not named:
            return None
        said = f"{sheet.page.words[asking]}: {sheet.text(low, high)}"
        return replace(found, rule=rule).told(rule, said, sheet.span(low, high))


def _goes_on(sheet: Sheet, word: int) -> bool:
    """Whether a word continues a noun phrase."""
    return sheet.page.upos(word) in ("DET", "ADJ", "NOUN", "PROPN") or sheet.lower[word] == "-"


def _is_lone_title(name: Named) -> bool:
    """A common noun or title that is somebody's surname too."""
    return bool(name.noun or name.of("office")) and not name.of(
        "state", "organisation", "group", "collective"
    )


def _kind(sheet: Sheet, start: int, end: int) -> str:
    """The kind of the model's mention that holds most of the words."""
    best, kind = 0, ""
    for one, low, high in sheet.page.mentions:
        shared = min(high, end) - max(low, start)
        if shared > best:
            best, kind = shared, one
    return kind


def _kind_is_person(sheet: Sheet, name: Named) -> bool:
    return _kind(sheet, name.start, name.end) == "person"
