"""Mentions by a common noun or title: who holds the office, whose police, which group."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from detente.codebook.entities import Candidate, Entry, Group, Noun, Person
from detente.reading.actors.around import Around, Hint, look_around
from detente.reading.actors.commons import (
    ORGANS,
    as_noun,
    head_noun,
    is_body,
    is_plural,
    is_undecided,
    owners,
)
from detente.reading.actors.coreference import PRONOUNS, STATES, again, description, pronoun
from detente.reading.actors.foreign import is_foreign
from detente.reading.actors.found import Found, clued, placed
from detente.reading.actors.gender import gender_of_title
from detente.reading.actors.naming import Names, is_definite
from detente.reading.actors.people import as_holder, titles
from detente.reading.actors.scene import Scene
from detente.reading.actors.sectors import Owner, is_of_state
from detente.reading.actors.settings import is_proper, named_part
from detente.reading.actors.sheet import Named, Sheet
from detente.reading.trees import Span as Words
from detente.schema import Step

_AMERICAN = frozenset(("Republican", "Democrat"))  # by themselves, where nothing else was named
_SIDES_WORDS = "supporter opponent backer sympathiser sympathizer loyalist"
_SIDES = frozenset(_SIDES_WORDS.split())  # of where they act, unless it is said whose they are


_IN_GROUPS = frozenset(("group", "organisation", "organization", "movement", "militia", "gang", "cartel"))


def _owner(country: str | None, entry: Entry, words: Words, how: str) -> Owner:
    """Whom words mean as an owner of what stands beside them."""
    candidate = Candidate(form=entry.forms[0], entry=entry)
    name = Named(start=words[0], end=words[1], candidates=(candidate,))
    return Owner(country=country, candidate=candidate, how=how, name=name)


def _is_name(sheet: Sheet, low: int, high: int) -> bool:
    """Whether all words of a stretch are proper nouns with a capital, and all of such a run: not "York"."""
    proper = all(is_proper(sheet, at) for at in range(low, high))
    return proper and not (low > 0 and sheet.capital(low - 1) and sheet.page.words[low - 1] == "New")


def _hints(sheet: Sheet, around: Around, head: tuple[Named, Noun] | None) -> list[Hint]:
    """Whom the words around a common noun name; what stands in the mention behind its "of" is an owner."""
    if head is None:
        return list(around.hints)
    name = head[0]
    of = sheet.lower[name.end : name.end + 1] == ("of",)
    behind = [hint for hint in around.hints if of and hint.how == "modifier" and hint.name.start > name.end]
    return [
        replace(hint, how="of") if hint in behind else hint
        for hint in around.hints
        if hint.name.start != name.start
    ]


class Nouns:
    """Finds whom common nouns stand for. resolve: of any other mention of the page."""

    def __init__(self, scene: Scene, names: Names, resolve: Callable[[Sheet, int, int], Found]) -> None:
        self._scene, self._names, self._resolve = scene, names, resolve
        self._registry, self._day, self._memory = scene.registry, scene.day, scene.memory

    def common(self, sheet: Sheet, start: int, end: int) -> Found | None:
        """Titles and common nouns, with whose they are."""
        head = head_noun(sheet, start, end)
        around = look_around(sheet, start, end, person=False)
        hints = _hints(sheet, around, head)
        own = owners(self._registry, hints, self._scene.told(sheet), self._day)
        if around.owner is not None:
            inner = [one for one in own if one.how == "modifier"]
            own = [*inner, *self._possessor(sheet, around.owner), *own]
        own = [*self._of_group(sheet, head), *own] if head is not None and not own else own
        theirs = {one.country for one in own if one.how == "possessive"}
        across = head is not None and head[1].id == "counterpart"
        own = [one for one in own if not across or one.how != "possessive"]  # he is not of whose he is
        plural = head is not None and is_plural(head[1], sheet.lower[head[0].end - 1])
        if not plural:
            found = self._office_holder(sheet, start, end, around, own, head)
            if found is not None:
                return found
        if head is None:
            return None
        name, noun = head
        if not plural and not is_body(noun) and name.end == end:
            beside = self._beside(sheet, start, end)
            if beside is not None:
                return beside
        found = as_noun(sheet, name, noun, around, own, start, end)
        if across and found.country is None:
            found = self._across(sheet, found, theirs, end)
        elif found.country is None and found.entry is None and not is_undecided(own):
            found = self._placed(sheet, found, name, noun, around, own, (start, end))
        return replace(found, gender=gender_of_title(tuple(sheet.lower[start:end])))

    def _possessor(self, sheet: Sheet, word: int) -> list[Owner]:
        """Whom "its" or "his" before a noun means; "our" is the speaker's, or of where the report is set."""
        if sheet.lower[word] == "our":
            found = self._resolve(sheet, word, word + 1)
            found = self._scene.of_home(found) if found.country is None else found
        elif sheet.lower[word] in PRONOUNS:
            found = pronoun(sheet, word, self._memory)
        else:
            return []
        if found.entry is None and found.country not in self._registry.index.ids:
            return []
        entry = found.entry if found.entry is not None else self._registry.entry(found.country or "")
        return [_owner(found.country, entry, (word, word + 1), "possessive")]

    def _of_group(self, sheet: Sheet, head: tuple[Named, Noun]) -> list[Owner]:
        """The group named before to which those belong of whom a noun tells: "commanders of the group"."""
        end = head[0].end
        if sheet.lower[end : end + 2] != ("of", "the") or not _IN_GROUPS.issuperset(
            sheet.lower[end + 2 : end + 3]
        ):
            return []
        found = self._resolve(sheet, end + 2, end + 3)
        if not isinstance(found.entry, Group):
            return []
        return [_owner(found.country, found.entry, (end + 2, end + 3), "of")]

    def _office_holder(
        self,
        sheet: Sheet,
        start: int,
        end: int,
        around: Around,
        own: Sequence[Owner],
        head: tuple[Named, Noun] | None,
    ) -> Found | None:
        """A title as the person who holds the office, or who is named beside it."""
        named = list(titles(sheet, around.low, end)) or list(titles(sheet, start, around.high))
        counterpart = head is not None and head[1].id == "counterpart"
        if (not named and not counterpart) or "loyal" in sheet.lower[
            start:end
        ]:  # "forces loyal to the president"
            return None
        beside = self._beside(sheet, start, end)
        if beside is not None:
            return beside
        countries = [one.country for one in own if one.country]
        if counterpart:
            return self._counterpart(sheet, around, own)
        if around.flags or (own and not is_of_state(own[0])):  # "leader of the Gulf Cartel in Mexico"
            return None
        office = self._names.office(named, countries)
        if office is None:
            return None
        text = sheet.text(named[0].start, named[0].end)
        step = Step(rule="office", detail=f"{text}: {office.id} on {self._day}")
        holder = as_holder(self._registry, office, self._day, (step,))
        if holder is None and office.country is not None:
            found = Found(name=sheet.text(start, end), rule="noun", kind="person", country=office.country)
            return replace(found, sector=office.sector_on(self._day), steps=(step,))
        return holder

    def _beside(self, sheet: Sheet, start: int, end: int) -> Found | None:
        """The person whose name follows a title at once."""
        if sheet.lower[end : end + 2] in (("-", "elect"), ("-", "designate")):
            end += 2
        for kind, low, high in sheet.page.mentions:
            if kind == "person" and low == end and sheet.capital(low):
                name = self._names.whole(sheet, low, high)
                if name is None or name.of("person"):
                    found = self._resolve(sheet, low, high)
                    if found.kind == "person":
                        return found.told("apposition", sheet.text(low, high), sheet.span(low, high))
        if sheet.lower[end : end + 1] == (",",):  # "Botswana's president, Lesedi Moro, said"
            for kind, low, high in sheet.page.mentions:
                if kind == "person" and low == end + 1 and sheet.lower[high : high + 1] in ((",",), (".",)):
                    found = self._resolve(sheet, low, high)
                    return found.told("apposition", sheet.text(low, high), sheet.span(low, high))
        name = sheet.begins.get(end)
        if name is not None and name.of("person") and not name.of("state", "group"):
            return self._names.person(sheet, name.start, name.end, name.of("person"))
        return None

    def _counterpart(self, sheet: Sheet, around: Around, own: Sequence[Owner]) -> Found | None:
        """Who holds in another country the office that the possessor holds in his own."""
        if around.owner is None or sheet.lower[around.owner] not in PRONOUNS:
            return None
        country = next((one.country for one in own if one.how == "modifier" and one.country), None)
        whose = pronoun(sheet, around.owner, self._memory, apart=country)
        if not isinstance(whose.entry, Person) or country is None:
            return None
        for office in self._registry.offices(whose.entry.id):
            if any(
                held.person == whose.entry.id and held.period.covers(self._day) for held in office.holders
            ):
                same = [one for one in self._registry.offices(country) if one.role == office.role != "other"]
                for one in same:
                    step = Step(rule="counterpart", detail=f"of {whose.name}: {one.id} on {self._day}")
                    found = as_holder(self._registry, one, self._day, (*whose.steps, step))
                    if found is not None:
                        return replace(found, rule="counterpart")
        return None

    def _across(self, sheet: Sheet, found: Found, theirs: Set[str | None], end: int) -> Found:
        """A counterpart: of the place that follows, or of the other of the two that the report is about."""
        if sheet.lower[end : end + 1] == ("in",):
            place = next((one for one in sheet.page.mentions if one[1] == end + 1), None)
            country = self._scene.country_of(sheet.text(*place[1:])) if place else None
            if place is not None and country is not None and country not in theirs:
                return placed(found, country, sheet.span(*place[1:]))
        pair = self._scene.pair()
        others = set(pair) - theirs
        if len(theirs) != 1 or len(others) != len(pair) - 1 or not others:
            return found
        country = others.pop()
        return clued(found, f"the other of two that the report names most: {country}", country)

    def _placed(
        self,
        sheet: Sheet,
        found: Found,
        name: Named,
        noun: Noun,
        around: Around,
        own: Sequence[Owner],
        words: Words,
    ) -> Found:
        """A common noun that nothing owns: it goes back, or belongs where the page is set."""
        start, end = words
        part = self._of_place(sheet, found, name, words) if not around.barred else None
        if part is not None:
            return part
        if is_definite(sheet, around.low) and not own and around.low == start:
            named = any(sheet.capital(at) for at in range(start, name.start))  # "the STT union"
            back = None if found.plural or named else self._back(sheet, noun, start)
            back = back or again(sheet, start, end, self._memory)
            if back is not None and back.known:
                return back
            if noun.id in STATES and not found.plural:
                return self._scene.of_last(sheet, found, start)
            found = replace(found, steps=back.steps if back else found.steps)
        if found.plural and noun.id in STATES:  # "the member states", "non-OPEC countries"
            return found
        if noun.id == "people" and sheet.lower[name.end : name.end + 1] == ("who",):  # whoever they are
            return found
        from_here = found.kind == "thing" or any(
            one.country for one in own
        )  # "the foreign affairs committee"
        if not from_here and is_foreign(sheet, noun, start, name.start):
            return found
        if noun.id in _AMERICAN and sheet.capital(name.start):
            return self._scene.of_country(found, "USA")
        if around.barred or around.flags or noun.id in _SIDES:
            return self._scene.set_at_place(sheet, found, name.start, around.barred)
        somebody = found.sector is not None or found.kind in ("people", "person")
        if somebody and (noun.takes_country or found.sector in ORGANS):
            return self._scene.set_in(sheet, found, name.start)
        if noun.takes_country and found.kind == "thing" and self._scene.only() is not None:
            return self._scene.set_in(sheet, found, name.start)  # "the movement", in a report of one country
        return found

    def _of_place(self, sheet: Sheet, found: Found, name: Named, words: Words) -> Found | None:
        """A body with a place's name before it, or a place itself: "Chicago police", "the city of Lyon"."""
        spans = [
            (low, high)
            for low in range(words[0], name.start)
            for high in range(name.start, low, -1)
            if _is_name(sheet, low, high)
        ]
        named = named_part(sheet, name.end, self._scene.country_of)
        spans += [named[1]] if named else []
        if sheet.lower[name.end : name.end + 1] == ("of",):  # "Congress of Tabasco"
            low, high = name.end + 1, words[1]
            spans += [(low, high)] if low < high and _is_name(sheet, low, high) else []
        for low, high in spans:
            country = self._scene.country_of(sheet.text(low, high))
            if country is not None:
                step = Step(
                    rule="part", detail=f"{sheet.text(low, high)}: {country}", span=sheet.span(low, high)
                )
                return replace(found, rule="part", country=country, steps=(*found.steps, step))
        return None

    def _back(self, sheet: Sheet, noun: Noun, start: int) -> Found | None:
        """Whom a description with "the" goes back to."""
        title = noun.id.lower()

        def is_title(found: Found) -> bool:
            return found.kind == "person" and bool(found.role) and title in (found.role or "").lower()

        back = description(sheet, title, start, self._memory, is_title)
        return back[0] if back else None
