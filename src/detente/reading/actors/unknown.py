"""Those whom the registry does not know: described by their titles or the page, named before, or open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.codebook.entities import Candidate, Noun
from detente.reading.actors.around import Around, Hint, look_around
from detente.reading.actors.commons import head_noun, is_undecided, nameless, owners
from detente.reading.actors.coreference import PRONOUNS, again, pronoun
from detente.reading.actors.foreign import is_foreign
from detente.reading.actors.found import Found
from detente.reading.actors.gender import gender_of, gender_of_title
from detente.reading.actors.listed import in_list, initialled
from detente.reading.actors.naming import earlier_found, is_definite, is_within
from detente.reading.actors.people import office_of, titles_beside
from detente.reading.actors.posted import is_posting, is_sent
from detente.reading.actors.regions import as_region, by_region, is_contested
from detente.reading.actors.scene import Scene
from detente.reading.actors.sectors import Owner, is_of_state, sector_of_nouns, sector_within
from detente.reading.actors.settings import named_part
from detente.reading.actors.sheet import Named, Sheet, word_key
from detente.reading.actors.towns import country_of_place
from detente.reading.trees import Span as Words
from detente.schema import Step

_APPOSITION = 4  # words behind a name in which a place describes it: ", the Illinois-based company"
_OF_MANY_WORDS = """
world international european europe global un nations convention agreement treaty pact accord protocol nature
euro arab african asian secretary
"""
_OF_MANY = frozenset(_OF_MANY_WORDS.split())
_TELLING = frozenset(("reports", "reported", "says", "said", "reveals", "publishes", "quotes"))
_SERVING = frozenset(("GOV", "LEG", "JUD", "COP", "OPP", "PTY", "MIL"))
_ABROAD_WORDS = "ambassador envoy diplomat consul negotiator mediator delegate president"
_ABROAD = frozenset((*_ABROAD_WORDS.split(), "special envoy", "foreign minister"))
_FIRST = frozenset(("president", "foreign minister"))  # known at home by their office alone


def unknown(scene: Scene, sheet: Sheet, start: int, end: int, kind: str) -> Found:
    """Somebody the registry does not know: the same as before, or described, or open."""
    if not any(map(sheet.capital, range(start, end))):
        return _unnamed(scene, sheet, start, end)
    while kind == "organisation" and start < end - 1 and not sheet.capital(start):
        start += 1  # "elite Counter-Terrorism Service"
    earlier = initialled(scene, sheet, start, end) or _earlier(scene, sheet, start, end, kind)
    if earlier is not None:
        return earlier
    person = kind == "person"
    around = look_around(sheet, start, end, person=person)
    hints = [hint for hint in around.hints if not person or not is_within(hint.name, start, end)]
    hints = [hint for hint in hints if not _goes_on(sheet, hint.name, end)]
    whose = owners(scene.registry, hints, scene.told(sheet), scene.day)
    own = [one for one in (*_belonging(scene, sheet, start, end), *whose) if one.country]
    nouns = _nouns(sheet, around.low, end if not person else start)
    nouns += _apposed(sheet, end) if person and not nouns else []
    found = Found(
        name=(text := sheet.text(start, end)),
        kind="person" if person else "organisation" if kind == "organisation" else "",
        gender=gender_of(text) or gender_of_title(tuple(sheet.lower[around.low : start])) if person else None,
        sector=sector_of_nouns([one.entry for one in nouns if isinstance(one.entry, Noun)], scene.day),
    )
    groups = [one for one in whose if not is_of_state(one)]  # "leader of ISIL in Libya"
    if person and groups:
        found = replace(found, sector=sector_within(groups[0], found.sector, scene.day))
    if own:
        if person and "former" in around.flags and (own[0].country or "").startswith("IGO:"):
            return found  # of an own country, which nobody tells
        return _owned(sheet, found, own[0])
    if kind == "place":
        return _as_place(scene, sheet, found, start, end)
    found = as_region(sheet, found, (start, end), scene.near(start, end))
    if found.country is not None or is_undecided(whose):
        return found
    found = _by_words(scene, sheet, found, around, (start, end))
    sent = is_sent(sheet, around.low, start)
    if found.country is not None or sent or not (person or _is_proper(sheet, start, end, kind)):
        return found
    serves = _is_official(nouns, scene.has_home) and not any(hint.name.entities for hint in hints)
    if scene.has_home:
        found = scene.beside(sheet, found, (start, end))
    if found.country is None and not (serves and scene.has_home):
        found = scene.by_clues(found)
    return scene.of_government(sheet, found, start) if serves and found.country is None else found


def _nouns(sheet: Sheet, low: int, high: int) -> list[Candidate]:
    """The common nouns of a title, without those behind "of" or "for": "Minister of Strategic Industries"."""
    found: list[tuple[int, Candidate]] = []
    for name in sheet.inside(low, high):
        between = sheet.lower[found[-1][0] : name.start] if found else ()
        if name.noun is not None and "of" not in between and "for" not in between:
            found.append((name.end, name.noun))
    return [noun for _, noun in found]


def _apposed(sheet: Sheet, end: int) -> list[Candidate]:
    """The noun that describes somebody behind a name: ", the shipping minister"."""
    if sheet.lower[end : end + 1] != (",",):
        return []
    start = end + 1 + (sheet.lower[end + 1 : end + 2] in (("the",), ("a",), ("an",)))
    for _, low, high in sheet.page.mentions:
        if end < low <= start < high and not sheet.capital(low):
            head = head_noun(sheet, low, high)
            return _nouns(sheet, low, head[0].end) if head is not None else []
    return []


def _belonging(scene: Scene, sheet: Sheet, start: int, end: int) -> Sequence[Owner]:
    """Whose somebody is by the end of a mention: "Abena Kyeremeh of Ghana"."""
    for name in sheet.inside(start + 1, end):
        if name.end == end and sheet.lower[name.start - 1] == "of" and name.state is not None:
            hint = Hint(name=name, how="of", far=0)
            return owners(scene.registry, (hint,), scene.told(sheet), scene.day)
    return ()


def _goes_on(sheet: Sheet, name: Named, end: int) -> bool:
    """Whether what could be a surname goes on as another name: "Ban Hatxan works" is not Ban Ki-moon's."""
    surname = name.end - name.start == 1 and all(one.form.by == "surname" for one in name.candidates)
    at = name.end
    return surname and at < end and sheet.capital(at) and at not in sheet.begins


def _unnamed(scene: Scene, sheet: Sheet, start: int, end: int) -> Found:
    """Whom words without a capital stand for."""
    back = again(sheet, start, end, scene.memory) if is_definite(sheet, start) else None
    if back is not None and back.known:
        return back
    found = nameless(sheet, start, end)
    part = named_part(sheet, end, scene.country_of)
    if part is not None:
        step = Step(rule="part", detail=f"{sheet.text(*part[1])}: {part[0]}", span=sheet.span(*part[1]))
        return replace(found, rule="part", country=part[0], steps=(step,))
    if found.kind not in ("people", "person") or is_foreign(sheet, None, start, end - 1):
        return found
    return scene.set_in(sheet, found, start)


def _earlier(scene: Scene, sheet: Sheet, start: int, end: int, kind: str) -> Found | None:
    """A person who was named before, by a part of the name or the whole."""
    text, char = sheet.text(start, end), sheet.char(start)
    before = None
    if end - start == 1 or kind == "person":
        before = scene.memory.person(word_key(sheet.page.words[end - 1]), char)
    if before is not None and end - start > 1 and before[1].found.name != text:
        before = None
    if before is None and end - start > 1 and kind == "person":
        before = scene.memory.ending(text, char)
    if before is None:
        return None
    found = earlier_found(before[1].found, text, before[0].span)
    return found if found.country else scene.by_clues(found)


def _owned(sheet: Sheet, found: Found, one: Owner) -> Found:
    """Somebody of whom a name beside says whose he is."""
    text = sheet.text(one.name.start, one.name.end)
    step = Step(
        rule="described", detail=f"{text}: {one.country}", span=sheet.span(one.name.start, one.name.end)
    )
    return replace(found, rule="described", country=one.country, steps=(step,))


def _by_words(scene: Scene, sheet: Sheet, found: Found, around: Around, words: Words) -> Found:
    """The country that the words of a name, its title or its neighbours in a list give."""
    start, end = words
    person = found.kind == "person"
    if person and around.owner is not None:
        found = _kin(scene, sheet, found, around.owner)
    if not person and end - start > 1:
        found = _by_part(scene, sheet, found, start, end)
    if found.kind in ("person", "organisation"):
        found = _by_title(scene, sheet, found, around, start, end)
    if found.kind == "organisation" and found.country is None:
        found = in_list(scene, sheet, found, start, end)
    return found


def _is_official(nouns: Sequence[Candidate], at_home: bool) -> bool:
    """Whether the titles before a name are of somebody who serves in his own country: "Senator", "Judge".

    at_home: whether the report is written there; then that country's own go without its name.
    """
    abroad = _ABROAD - _FIRST if at_home else _ABROAD
    return any(
        noun.sector_on() in _SERVING and noun.entry.id not in abroad
        for noun in nouns
        if not (isinstance(noun.entry, Noun) and noun.form.text == noun.entry.plural)
    )


def _kin(scene: Scene, sheet: Sheet, found: Found, owner: int) -> Found:
    """The country of whose wife or minister somebody is: "Assad and his wife", "her defence minister"."""
    if found.sector in _SERVING and sheet.lower[owner] in PRONOUNS:
        whose = pronoun(sheet, owner, scene.memory)
        if whose.country is not None and not whose.country.startswith("IGO:"):
            step = Step(rule="described", detail=f"{sheet.lower[owner]}: {whose.name}, {whose.country}")
            return replace(found, rule="described", country=whose.country, steps=(*whose.steps, step))
    if owner < 2 or sheet.lower[owner - 1] != "and":
        return found
    end = sheet.page.offsets[owner - 2][1]
    for place, referent in scene.memory.recall(sheet.char(owner), lambda one: one.kind == "person"):
        country = referent.found.country
        if place.span.end == end and country is not None:
            step = Step(rule="described", detail=f"{place.span.text}: {country}", span=place.span)
            return replace(found, rule="described", country=country, steps=(step,))
    return found


def _is_proper(sheet: Sheet, start: int, end: int, kind: str) -> bool:
    """Whether words are a name of somebody or some body, and none that says that it is of many countries."""
    if kind == "nominal":  # "Sandra Bland" of "the family of Sandra Bland"
        return end - start > 1 and all(sheet.page.upos(at) == "PROPN" for at in range(start, end))
    if kind != "organisation" or not (sheet.capital(start) and sheet.capital(end - 1)):
        return False
    alone = sheet.page.upos(start) == "PROPN" and _TELLING.isdisjoint(sheet.lower[end : end + 1])
    tells = end - start > 1 or alone  # a newspaper tells of anywhere
    return tells and _OF_MANY.isdisjoint(sheet.lower[start:end])


def _as_place(scene: Scene, sheet: Sheet, found: Found, start: int, end: int) -> Found:
    """A city, province or region as an actor of its country: "Texas sued"."""
    name, near = sheet.text(start, end), scene.near(start, end)
    known = sheet.capital(start) and not is_contested(name, near)
    country = country_of_place(name, near) if known else None
    if country is None:
        inside = any(
            kind == "place" and start <= low < high <= end for kind, low, high in sheet.page.mentions
        )
        whole = any((low, high) == (start, end) for _, low, high in sheet.page.mentions)
        return by_region(sheet, found, (start, end), near) if inside and not whole else found
    step = Step(rule="place", detail=f"{found.name}: {country}")
    return replace(found, rule="place", country=country, steps=(step,))


def _by_title(scene: Scene, sheet: Sheet, found: Found, around: Around, start: int, end: int) -> Found:
    """The country of a place or office in the title: "Louisiana Governor", "White House spokesman"."""
    if found.country is not None:
        return found
    for title in titles_beside(sheet, around, start, end):
        office = office_of(scene.registry, title, (), scene.day)
        if office is not None:
            step = Step(rule="described", detail=f"{sheet.text(title.start, title.end)}: {office.id}")
            return replace(found, rule="described", country=office.country, steps=(step,))
    for low, high in _place_names(sheet, around.low, start, end):
        country = scene.country_of(sheet.text(low, high))
        if country is not None:
            step = Step(
                rule="described", detail=f"{sheet.text(low, high)}: {country}", span=sheet.span(low, high)
            )
            return replace(found, rule="described", country=country, steps=(step,))
    return found


def _by_part(scene: Scene, sheet: Sheet, found: Found, start: int, end: int) -> Found:
    """A body that has a place in its name."""
    for low, high in ((start, end - 1), (start, start + 1)):
        named = low < high and sheet.lower[low] not in _OF_MANY
        country = country_of_place(sheet.text(low, high), frozenset()) if named else None
        if country is not None and found.sector is not None:
            step = Step(rule="part", detail=f"{sheet.text(low, high)}: {country}")
            return replace(found, rule="part", country=country, steps=(step,))
    return by_region(sheet, found, (start, end), scene.near())


def _place_names(sheet: Sheet, low: int, start: int, end: int) -> Iterator[Words]:
    """What may name a place: capitals in the title before a name, places in an apposition behind."""
    for kind, left, right in sheet.page.mentions:
        if kind == "place" and low <= left and right <= start and not is_posting(sheet, left):
            yield left, right
    at = low
    while at < start:
        high = at
        while (
            high < start
            and sheet.capital(high)
            and not any(n.start <= high < n.end and n.noun for n in sheet.named)
        ):
            high += 1
        if high > at and not is_posting(sheet, at):
            yield at, high
        at = max(high, at + 1)
    if sheet.lower[end : end + 1] == (",",) and sheet.lower[end + 1 : end + 2] in (("a",), ("an",), ("the",)):
        for kind, left, right in sheet.page.mentions:
            if kind == "place" and end < left <= end + _APPOSITION:
                yield left, right
