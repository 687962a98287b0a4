"""Actors that a common noun names: police, rebels, "Russian forces", "lawmakers in Kenya"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.codebook.entities import Candidate, Group, Noun, Organisation, Person, State
from detente.codebook.registry import Registry
from detente.reading.actors.around import Around, Hint
from detente.reading.actors.found import Found
from detente.reading.actors.gender import gender_of_title
from detente.reading.actors.offices import held
from detente.reading.actors.sectors import ARMED, RANKS, Owner, sector_of_nouns, sector_within
from detente.reading.actors.sheet import Named, Sheet
from detente.schema import Span, Step

# Sectors whose bodies speak and act for their state, so that the actor is the state itself.
ORGANS = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
# Nouns that mean one body even in the singular; other singulars are one person.
_BODIES_WORDS = """
police force army navy government cabinet administration authority regime junta ministry embassy consulate
delegation commission council agency department parliament legislature congress senate assembly court
tribunal judiciary jury opposition party coalition group faction organisation organization movement
company firm corporation bank business airline university school hospital church mosque charity union
militia insurgency resistance gang cartel mafia media press newspaper newsagency military gendarmerie
customs intelligence service bloc alliance country nation state power side committee institute public
population community minority tribe crowd mob team club industry artillery battalion brigade regiment
division garrison guard network system watchdog giant staff family couple office
"""
BODIES = frozenset(_BODIES_WORDS.split())
_LONGEST_NOUN = 3  # words
_ENDS_NOUN = frozenset(("of", "in", "from", "who", "loyal"))
_LOYAL = 5  # words before a name in which "loyal to" stands
_PERSONAL = ("er", "or", "ist", "ian", "man", "woman", "ant", "ent")  # endings of nouns for persons


def head_noun(sheet: Sheet, start: int, end: int) -> tuple[Named, Noun] | None:
    """The last common noun of a mention, before any "of" or "in" inside of it."""
    stop = next((at for at in range(start + 1, end) if sheet.lower[at] in _ENDS_NOUN), end)
    for name in reversed(sheet.inside(start, stop)):
        noun = name.noun
        if noun is not None and isinstance(noun.entry, Noun) and not _is_general_of(sheet, name.start):
            return name, noun.entry
    for low in range(max(start, stop - _LONGEST_NOUN), stop):  # a longer name may hide the noun
        if _is_general_of(sheet, low):
            continue
        for found in sheet.registry.filed(sheet.key(low, stop), sheet.text(low, stop)):
            if isinstance(found.entry, Noun):
                return Named(start=low, end=stop, candidates=(found,)), found.entry
    return None


def _is_general_of(sheet: Sheet, word: int) -> bool:
    """Whether "General" at or behind a word says how wide an office is: "Secretary-General"."""
    words = (
        sheet.lower[word - 1 : word + 1] if sheet.lower[word] == "general" else sheet.lower[word : word + 2]
    )
    return words == ("-", "general")


def is_plural(noun: Noun, word: str) -> bool:
    """Whether a form is the plural."""
    return word == noun.plural.lower() != noun.id.lower() or noun.id in ("police", "media")


def is_body(noun: Noun) -> bool:
    """Whether the singular names a body rather than a person."""
    return noun.id.lower().split(" ")[-1].split("-")[-1] in BODIES


def owners(registry: Registry, hints: Sequence[Hint], spoken: frozenset[str], day: date) -> list[Owner]:
    """Whom hints name, in their order; of several of one name, one spoken of, or of a country that was.

    spoken: ids and countries. Where neither tells, persons in office on the day go before others; if those of
    several countries are left, the owner is one without a country.
    """
    found = []
    for hint in hints:
        candidates = hint.name.entities
        if not candidates:
            continue
        states = hint.name.of("state", "organisation", "group")
        known = [one for one in candidates if one.entry.id in spoken]
        best, country = _likeliest(registry, known or states or candidates, spoken, day)
        surname = isinstance(best.entry, Person) and best.form.by == "surname" and not known
        if surname and hint.how not in ("modifier", "possessive"):
            continue
        found.append(Owner(country=country, candidate=best, how=hint.how, name=hint.name))
    return found


def is_undecided(own: Sequence[Owner]) -> bool:
    """Whether the nearest owner is one of several countries, and nothing tells which."""
    return bool(own) and own[0].country is None and isinstance(own[0].candidate.entry, Person | State)


def _likeliest(
    registry: Registry, candidates: Sequence[Candidate], spoken: frozenset[str], day: date
) -> tuple[Candidate, str | None]:
    """Whom a name means of several, and the country; None where those of several are as likely."""
    of_spoken = [one for one in candidates if registry.country(one.entry) in spoken]
    left = of_spoken or candidates
    if len({registry.country(one.entry) for one in left}) > 1 and all(
        isinstance(one.entry, Person) for one in left
    ):
        left = [
            one for one in left if isinstance(one.entry, Person) and held(registry, one.entry, day)
        ] or left
    countries = {registry.country(one.entry) for one in left}
    several = len(countries) > 1 and all(isinstance(one.entry, Person | State) for one in left)
    return left[0], None if several else registry.country(left[0].entry)


def as_noun(
    sheet: Sheet, name: Named, noun: Noun, around: Around, own: Sequence[Owner], start: int, end: int
) -> Found:
    """A common noun with the country of the nearest owner, if it takes one."""
    inside = (other.noun for other in sheet.inside(start, name.start) if other.noun is not None)
    before = [other.entry for other in inside if isinstance(other.entry, Noun)]
    sector = sector_of_nouns([*before, noun], sheet.page.report.known_at.date()) or "UNK"
    word = sheet.text(name.start, name.end)
    plural = is_plural(noun, word.lower())
    body = is_body(noun)
    found = Found(
        name=sheet.text(start, end),
        kind="people" if plural and not body else "thing" if body else "person",
        sector=None if sector == "UNK" else sector,
        plural=plural,
    ).told("noun", f"{word}: {sector}")
    for barred in around.barred:
        found = found.told("affix", f"not of {sheet.text(barred.start, barred.end)}", _span(sheet, barred))
    whose = [
        one
        for one in own
        if one.name.start != name.start and (noun.takes_country or one.how not in ("modifier", "in"))
    ]
    for one in sorted(whose, key=lambda one: one.country is None):  # "Kurdish PKK rebels" are Turkey's
        return _owned(sheet, found, noun, one)
    return found


def _owned(sheet: Sheet, found: Found, noun: Noun, one: Owner) -> Found:
    entry = one.candidate.entry
    step = Step(
        rule=one.how,
        detail=f"{sheet.text(one.name.start, one.name.end)}: {entry.id}",
        span=_span(sheet, one.name),
    )
    day = sheet.page.report.known_at.date()
    sector = sector_within(one, found.sector, day)
    loyal = "loyal" in sheet.lower[max(0, one.name.start - _LOYAL) : one.name.start]
    if isinstance(entry, Person) and loyal and not _rules(sheet.registry, entry, day):
        sector = own if (own := one.candidate.sector_on(day)) in ARMED else "UAF"
    people = isinstance(entry, Group) and entry.id.startswith("people:")
    found = replace(found, rule="noun", country=one.country, sector=sector, steps=(*found.steps, step))
    if found.kind == "person":
        return found
    if isinstance(entry, State) and found.sector in ORGANS:
        return replace(found, name=entry.name, entry=entry)
    ranks = found.sector is None or (found.sector in RANKS and not people)  # "Kurdish guerrillas"
    if isinstance(entry, Group | Organisation) and one.how != "in" and ranks:
        own = None if entry.id.startswith("region:") else one.candidate.sector_on(day)  # "Chechen soldiers"
        return replace(found, name=entry.name, entry=entry, sector=own or found.sector)
    return found


def _rules(registry: Registry, person: Person, day: date) -> bool:
    """Whether somebody heads a state or government on a day."""
    office = held(registry, person, day)
    return office is not None and office.role in ("head of state", "head of government")


def _span(sheet: Sheet, name: Named) -> Span:
    return sheet.span(name.start, name.end)


def nameless(sheet: Sheet, start: int, end: int) -> Found:
    """A common noun that the registry does not have."""
    last = sheet.page.head((start, end))
    word = sheet.lower[last]
    if sheet.page.upos(last) != "NOUN":
        return Found(name=sheet.text(start, end))
    many = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    person = word.removesuffix("s").endswith(_PERSONAL)
    gender = gender_of_title(sheet.lower[start:end])
    return Found(
        name=sheet.text(start, end),
        kind="people" if many and person else "person" if person or gender else "",
        plural=many,
        gender=gender,
    )
