"""Persons by name, and titles that stand for persons, at the report's date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.codebook.entities import Candidate, Office, Person
from detente.codebook.registry import Registry
from detente.reading.actors.around import Around
from detente.reading.actors.found import Found
from detente.reading.actors.gender import gender_of
from detente.reading.actors.offices import LEADERS, ROLE_OF, ever, held, holding, role, titled
from detente.reading.actors.sheet import ENTITIES, Sheet, word_key
from detente.schema import Step

_LONGEST_TITLE = 5  # words
_CLOSE = 1.0  # of two scores: then the other is an alternative
_OF_REPORT = 2.5  # what somebody gains whose country the report names
_RECENT_DAYS = 3 * 366  # somebody who left office so lately still makes news


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title among the words of a page, and the offices whose own title it is."""

    start: int
    end: int
    key: str
    offices: tuple[Office, ...]


def titles(sheet: Sheet, low: int, high: int) -> Iterator[Title]:
    """The titles in a stretch of words, the longest first at each word."""
    at = low
    reach = sheet.registry.index.reach
    while at < high:
        found = None
        if word_key(sheet.page.words[at]) not in reach:
            at += 1
            continue
        for end in range(min(high, at + _LONGEST_TITLE), at, -1):
            if not word_key(sheet.page.words[end - 1]):
                continue
            key = sheet.key(at, end)
            offices = _own_offices(sheet, key, at, end)
            if offices or key in ROLE_OF or key in LEADERS:
                found = Title(start=at, end=end, key=key, offices=offices)
                break
        if found:
            yield found
        at = found.end if found else at + 1


def _own_offices(sheet: Sheet, key: str, start: int, end: int) -> tuple[Office, ...]:
    """The offices whose own title a stretch of words is; key: its key."""
    if key not in sheet.registry.index.keys:
        return ()
    found = sheet.registry.filed(key, sheet.text(start, end).title())
    return tuple(one.entry for one in found if isinstance(one.entry, Office))


def titles_beside(sheet: Sheet, around: Around, start: int, end: int) -> list[Title]:
    """The titles before and behind a name, among what describes it."""
    return [*titles(sheet, around.low, start), *titles(sheet, end, around.high)]


def office_of(
    registry: Registry, title: Title, owners: Sequence[str], day: date, *, guess: bool = False
) -> Office | None:
    """The office that a title means beside the countries or organisations that are named with it."""
    for owner in owners:
        if title.key in LEADERS or title.key in ROLE_OF or title.offices:
            office = titled(registry, title.key, owner, day)
            if office is not None:
                return office
        own = [office for office in title.offices if office.country == owner]
        if own:
            return own[0]
    if len(title.offices) == 1 and not owners and (guess or _names_its_own(registry, title)):
        return title.offices[0]
    return None


def _names_its_own(registry: Registry, title: Title) -> bool:
    """Whether a title says whose it is ("Kremlin spokesman", "Hamas leader"), or there is one such office."""
    if title.key in map(word_key, title.offices[0].ambiguous):
        return False
    if title.offices[0].role in ("head of state", "head of government"):
        return True
    words = title.key.split(" ")
    spans = (
        " ".join(words[low:high]) for low in range(len(words)) for high in range(low + 1, len(words) + 1)
    )
    return any(
        found.kind in ENTITIES for span in spans for found in registry.filed(span, span, any_case=True)
    )


def as_holder(registry: Registry, office: Office, day: date, steps: tuple[Step, ...]) -> Found | None:
    """Who holds an office on a day; None where the registry does not say."""
    holders = holding(office, day)
    people = [one for one in (registry.entry(holder.person) for holder in holders) if isinstance(one, Person)]
    if not people:
        return None
    found = as_person(registry, people[0], day, "office", steps, office=office)
    return replace(found, alternatives=tuple(other.entity for other in people[1:]))


def as_person(
    registry: Registry,
    person: Person,
    day: date,
    rule: str,
    steps: tuple[Step, ...],
    *,
    office: Office | None = None,
) -> Found:
    """A person of the registry, with the office of the day."""
    office = office or held(registry, person, day)
    country = person.country or (office.country if office else None)
    if country is not None and country.startswith("IGO:"):  # "Rutte", before he led NATO
        then = _country_then(registry, person, office)
        country = then or (person.home if ever(registry, person) else country)
    sector = office.sector_on(day) if office else person.sector_on(day)
    return Found(
        name=person.name,
        rule=rule,
        kind="person",
        entry=person,
        country=country,
        sector=sector,
        role=role(registry, office) if office else None,
        gender=gender_of(person.name),
        steps=steps,
    )


def _country_then(registry: Registry, person: Person, office: Office | None) -> str | None:
    """Whose office somebody held who speaks for an organisation at other times; without one, any state's."""
    if office is not None:
        return office.country
    countries = (one.country for one in ever(registry, person))
    return next((one for one in countries if one and not one.startswith("IGO:")), None)


def choose_person(
    registry: Registry,
    candidates: Sequence[Candidate],
    day: date,
    *,
    owners: Sequence[str],
    offices: Sequence[Office],
    spoken_of: frozenset[str],
    about: frozenset[str],
) -> tuple[Person, float, tuple[Person, ...]]:
    """The person who is meant, how well that is founded, and others who are nearly as likely.

    owners: countries and organisations named beside. offices: that titles beside may mean. spoken_of: ids of
    those whom the report named before. about: the countries that it named: they choose, but found nothing.
    """
    scored = []
    for order, found in enumerate(candidates):
        person = found.entry
        if not isinstance(person, Person):
            continue
        score = 3.0 * (person.country in owners) + 4.0 * (person.id in spoken_of)
        score += 2.0 if found.form.by == "name" else 0.0
        own = ever(registry, person)
        now = held(registry, person, day)
        score += 2.0 * (now is not None) + 1.0 * _lately(own, person, day)
        score += 1.5 * any(office.role in ("head of state", "head of government") for office in own)
        score += 3.0 * (now is not None and now in offices) + 1.5 * any(one in offices for one in own)
        scored.append((score + _OF_REPORT * (person.country in about), -order, person))
    scored.sort(key=lambda one: one[:2], reverse=True)
    best = scored[0]
    others = tuple(one[2] for one in scored[1:] if best[0] - one[0] < _CLOSE)
    return best[2], best[0] - _OF_REPORT * (best[2].country in about), others


def _lately(offices: Sequence[Office], person: Person, day: date) -> bool:
    """Whether a person held an office within some years before or after a day."""
    return any(
        holder.person == person.id
        and (holder.period.since is None or (holder.period.since - day).days < _RECENT_DAYS)
        and (holder.period.until is None or (day - holder.period.until).days < _RECENT_DAYS)
        for office in offices
        for holder in office.holders
    )


def check_title(found: Found, office: Office | None, around: Around, registry: Registry, day: date) -> Found:
    """Flag a title that contradicts the registry: "former" of a sitting one, or another's office."""
    if office is None or not isinstance(found.entry, Person):
        return found
    holders = [holder.person for holder in holding(office, day)]
    name = role(registry, office)
    if found.entry.id in holders and "former" in around.flags:
        return found.told("contradiction", f"called former, but is {name} on {day}")
    if holders and found.entry.id not in holders and not around.flags:
        return found.told("contradiction", f"called {name}, but on {day} that is {', '.join(holders)}")
    return found
