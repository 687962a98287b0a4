"""Mentions that the registry knows by name: states, bodies, and persons with what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.codebook.entities import Candidate, Noun, Office, Person
from detente.reading.actors.around import look_around
from detente.reading.actors.commons import owners
from detente.reading.actors.found import Found, clued, placed
from detente.reading.actors.generic import is_generic
from detente.reading.actors.people import (
    Title,
    as_person,
    check_title,
    choose_person,
    office_of,
    titles_beside,
)
from detente.reading.actors.scene import Scene
from detente.reading.actors.sheet import HYPHENS, Named, Sheet, fitting, likely, word_key
from detente.schema import Span, Step

_HONORIFICS_WORDS = """
mr mrs ms miss dr sir lord lady dame sheikh ayatollah mullah cardinal archbishop bishop rev reverend gen
lt col maj capt sgt adm prof sen rep gov senator congressman judge justice
"""
_HONORIFICS = frozenset(_HONORIFICS_WORDS.split())
_BODIES = ("state", "organisation", "group", "collective")
_OWNING = ("of", "possessive", "modifier")
_UNSURE = 2.5  # a lone surname with a lower score is too common a name to be taken for somebody known


class Names:
    """Finds whom names stand for on the day of a report."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._registry, self._day, self._memory = scene.registry, scene.day, scene.memory

    def whole(self, sheet: Sheet, start: int, end: int) -> Named | None:
        """The whole mention as a name that the registry knows."""
        name = sheet.begins.get(start)
        if name is not None and name.end == end:
            return name
        longer = sheet.ends.get(end)
        filed = self._registry.filed(sheet.key(start, end), sheet.text(start, end))
        candidates = likely(sheet.page, self._registry, fitting(sheet.page, filed, start), start, end)
        state = any(one.kind == "state" for one in candidates)
        if longer is not None and longer.start < start and longer.of(*_BODIES):
            one_of_two = state and longer.of("collective")  # "South Korea" of "North and South Korea"
            if not one_of_two:
                return longer  # "leaders" of "the two leaders", "Korean" of "South Korean"
        for cut in (name, longer):
            if cut is not None and cut.of("person") and _is_cut(sheet, cut, start, end):
                return cut
        if name is not None and name.end > end and name.of(*_BODIES) and not state:
            return name  # "Congress" of "Congress of the Philippines"
        return Named(start=start, end=end, candidates=candidates) if candidates else None

    def is_elsewhere(self, sheet: Sheet, name: Named, bodies: Sequence[Candidate]) -> bool:
        """Whether "Congress" is that of another country, which stands beside it."""
        around = look_around(sheet, name.start, name.end, person=False)
        hints = [hint for hint in around.hints if not is_within(hint.name, name.start, name.end)]
        countries = {
            one.country for one in owners(self._registry, hints, frozenset(), self._day) if one.country
        }
        return bool(countries) and countries.isdisjoint(self._registry.country(one.entry) for one in bodies)

    def generic(self, sheet: Sheet, name: Named, bodies: Sequence[Candidate]) -> Found | None:
        """A body with a name that many countries have for one, where the report puts it in another."""
        home = frozenset(filter(None, (self._registry.country(one.entry) for one in bodies)))
        if not home:
            return None
        text, sector = sheet.text(name.start, name.end), bodies[0].sector_on(self._day)
        found = Found(name=text, kind="organisation", sector=sector)
        around = look_around(sheet, name.start, name.end, person=False)
        hints = [hint for hint in around.hints if hint.how in _OWNING and hint.name.state]
        own = [
            one for one in owners(self._registry, hints, self._scene.told(sheet), self._day) if one.country
        ]
        if own:
            span = sheet.span(own[0].name.start, own[0].name.end)
            return None if own[0].country in home else placed(found, own[0].country or "", span)
        famous = not all(is_generic(one.form.text) for one in bodies)
        where = None if famous else self._scene.elsewhere(sheet, name.start, home)
        if where is None:
            return None
        if isinstance(where, str):
            return clued(found, f"the only country in the report: {where}", where)
        return placed(found, where.country, sheet.span(where.start, where.end))

    def body(self, sheet: Sheet, name: Named, bodies: Sequence[Candidate]) -> Found:
        """A state, organisation or group; of several of one name the likeliest, the others beside it."""
        text = sheet.text(name.start, name.end)
        bodies = self._ranked(sheet, bodies)
        best = bodies[0]
        sector = best.sector_on(self._day)
        if best.form.by == "demonym":
            sector = _sector_after(sheet, name.end) or sector
        step = Step(rule="name", detail=f"{text}: {best.entry.id}" + _form(best))
        others = tuple(other.entry.entity for other in bodies[1:])
        return Found(
            name=best.entry.name,
            rule="name",
            kind=best.kind,
            entry=best.entry,
            country=self._registry.country(best.entry),
            sector=sector,
            alternatives=others,
            plural=best.form.by == "demonym" and text.endswith("s"),
            steps=(step,),
        )

    def _ranked(self, sheet: Sheet, bodies: Sequence[Candidate]) -> Sequence[Candidate]:
        """States and bodies of one name: those that the report spoke of, or whose country it did, first."""
        if len(bodies) == 1:
            return bodies
        spoken = self._scene.spoken()
        countries = self._scene.countries(sheet)

        def rank(found: Candidate) -> tuple[bool, bool, bool, int]:
            country = self._registry.country(found.entry)
            covers = found.entry.period.covers(self._day)
            known = len(self._registry.offices(country or ""))  # who makes more news
            return (found.entry.id not in spoken, country not in countries, not covers, -known)

        return sorted(bodies, key=rank)

    def person(self, sheet: Sheet, start: int, end: int, people: Sequence[Candidate]) -> Found | None:
        """A person of the registry: by full name, or by surname with what stands around it."""
        text = sheet.text(start, end)
        full = any(one.form.by == "name" for one in people)
        around = look_around(sheet, start, end, person=True)
        spoken = self._scene.spoken()
        if not full or end - start == 1:
            earlier = self._memory.person(word_key(text), sheet.char(start))
            entry = None if earlier is None else earlier[1].found.entry
            called = isinstance(entry, Person) and word_key(entry.name).endswith(f" {word_key(text)}")
            if earlier is not None and (
                entry is None or called or entry.id in {one.entry.id for one in people}
            ):
                return earlier_found(earlier[1].found, text, earlier[0].span)
        hints = [hint for hint in around.hints if not is_within(hint.name, start, end)]
        own = owners(self._registry, hints, self._scene.told(sheet), self._day)
        countries = [one.country for one in own if one.country]
        named = titles_beside(sheet, around, start, end)
        office = self.office(named, countries)
        person, score, others = choose_person(
            self._registry,
            people,
            self._day,
            owners=countries,
            offices=[office] if office else [held for title in named for held in title.offices],
            spoken_of=spoken,
            about=frozenset() if full else self._scene.told(sheet),
        )
        if not full and not named and score < _UNSURE and not around.flags:
            return None
        if not full and office is None and any(one.country != person.country for one in others):
            return None
        steps = (Step(rule="name", detail=f"{text}: {person.id} ({person.name})"),)
        found = as_person(self._registry, person, self._day, "name" if full else "surname", steps)
        found = replace(
            found, alternatives=() if full and len(people) == 1 else tuple(one.entity for one in others)
        )
        if found.role:
            found = found.told("office", f"{found.role} on {self._day}")
        office = office or self.office(named, [found.country] if found.country else [])
        return check_title(found, office, around, self._registry, self._day)

    def office(self, named: Sequence[Title], countries: Sequence[str]) -> Office | None:
        """The office that one of some titles means beside countries or organisations."""
        for title in named:
            office = office_of(self._registry, title, countries, self._day)
            if office is not None:
                return office
        return None

    def titled_person(self, sheet: Sheet, start: int, end: int, kind: str) -> Found | None:
        """A mention that ends in a person's name with titles before it, or spells a known name otherwise."""
        if not sheet.capital(end - 1):
            return None
        for name in sheet.inside(start, end):
            people = name.of("person") if name.end == end and name.start > start else ()
            if "loyal" in sheet.lower[start : name.start]:
                return None  # "forces loyal to Bemba"
            if people and not name.of("state") and self.describes(sheet, start, name.start):
                return self.person(sheet, name.start, end, people)
        if kind not in ("person", ""):
            return None
        first = start
        while first < end - 1 and self.describes(sheet, first, first + 1):
            first += 1
        if first > start:
            rest = self.whole(sheet, first, end)
            if rest is not None and rest.of("person"):
                return self.person(sheet, first, end, rest.of("person"))
        return self._spelt(sheet, first, end)

    def describes(self, sheet: Sheet, start: int, end: int) -> bool:
        """Whether all words of a stretch are titles, demonyms or small letters."""
        for at in range(start, end):
            known = any(
                name.start <= at < name.end
                and (name.noun or name.of("office", "state", "organisation", "group"))
                for name in sheet.named
            )
            if not known and sheet.capital(at) and sheet.lower[at].strip(".") not in _HONORIFICS:
                return False
        return True

    def _spelt(self, sheet: Sheet, start: int, end: int) -> Found | None:
        """A full name with more names in the middle, or with initials, than the registry has."""
        if end - start < 2 or not sheet.capital(start):
            return None
        first = word_key(sheet.page.words[start])
        for low in range(max(start + 1, end - 3), end):
            if not word_key(sheet.page.words[low]):
                continue
            found = self._registry.filed(sheet.key(low, end), sheet.text(low, end))
            alike = [
                one
                for one in found
                if isinstance(one.entry, Person) and one.form.by == "surname" and _same(first, one.entry)
            ]
            if alike:
                return self.person(sheet, low, end, alike)
        return None


def _is_cut(sheet: Sheet, name: Named, start: int, end: int) -> bool:
    """Whether a mention is a part of a name that a hyphen cuts off: "Moon Jae" of "Moon Jae-in"."""
    front = name.start == start and name.end > end and sheet.lower[end] in HYPHENS
    back = name.end == end and name.start < start and sheet.lower[start - 1] in HYPHENS
    return front or back


def _sector_after(sheet: Sheet, end: int) -> str | None:
    """The sector of the noun that a demonym stands before: "Russian" of "Russian forces"."""
    name = sheet.begins.get(end)
    noun = name.noun if name else None
    if sheet.lower[max(0, end - 2) : end - 1] == ("-",):
        return None
    if noun is None or not isinstance(noun.entry, Noun) or not noun.entry.takes_country:
        return None
    sector = noun.entry.sector_on()
    return None if sector == "UNK" or name is None or (name.of("office") and sheet.capital(end)) else sector


def is_within(name: Named, start: int, end: int) -> bool:
    """Whether a name lies inside of a stretch of words."""
    return start <= name.start and name.end <= end


def _same(first: str, person: Person) -> bool:
    """Whether a given name or initial is the person's."""
    own = word_key(person.name).split(" ")[0]
    return own == first or (len(first) == 1 and own.startswith(first))


def earlier_found(found: Found, text: str, span: Span) -> Found:
    """Somebody who was named before at a place, and is called by a text now."""
    if found.entry is None and found.country is None:
        return found.told("earlier", f"{text}: {span.text}", span)
    rule = found.rule if found.rule in ("name",) else "earlier"
    return replace(found, rule=rule, probability=None).told("earlier", f"{text}: {span.text}", span)


def is_definite(sheet: Sheet, start: int) -> bool:
    """Whether what begins at a word has "the", "this" or "that" before it."""
    return start > 0 and sheet.lower[start - 1] in ("the", "this", "that", "these", "those")


def _form(found: Candidate) -> str:
    """How a form that is no name stands for its entry."""
    return "" if found.form.by == "name" else f" ({found.form.by})"
