"""From titles to those who hold the office on a day, and from persons to their offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from detente.codebook.entities import Holder, Office, Person, State
from detente.codebook.registry import Registry
from detente.codebook.surface import key

# Words for a role that no office's own title repeats, by their keys.
_ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "head of state": ("head of state", "president", "king", "queen", "monarch"),
        "head of government": ("head of government", "prime minister", "premier", "pm", "chancellor"),
        "foreign minister": (
            "foreign minister",
            "foreign affairs minister",
            "minister of foreign affairs",
            "minister for foreign affairs",
            "minister of external affairs",
            "foreign secretary",
            "top diplomat",
            "chief diplomat",
        ),
        "defence minister": (
            "defence minister",
            "defense minister",
            "minister of defence",
            "minister of defense",
            "minister for defence",
            "secretary of defense",
            "defense secretary",
            "defence secretary",
            "defence chief",
            "defense chief",
        ),
    }
)
ROLE_OF: Mapping[str, str] = MappingProxyType(
    {word: role for role, words in _ROLES.items() for word in words}
)
LEADERS = frozenset(("leader", "head", "strongman", "ruler", "top leader", "supreme leader"))
_CROWNS = frozenset(("king", "queen", "monarch", "emperor", "sultan", "emir", "prince", "grand duke"))
# Monarchs who rule; elsewhere the head of government leads.
_RULING_MONARCHS = frozenset(("SAU", "JOR", "MAR", "BHR", "KWT", "QAT", "OMN", "ARE", "BRN", "SWZ"))
# Republics that the head of government leads.
_PARLIAMENTARY_WORDS = """
ALB ARM AUT BGD BGR BIH CZE DEU DMA EST ETH FIN FJI GEO GRC HRV HUN IND IRL IRQ ISL ISR ITA KHM LBN LBY
LTU LVA MKD MLT MNE MUS NPL PAK POL PRT ROU SGP SRB SVK SVN TTO VUT WSM XKX
"""
_PARLIAMENTARY = frozenset(_PARLIAMENTARY_WORDS.split())


def titled(registry: Registry, title: str, owner: str, day: date) -> Office | None:
    """The office of a country or organisation that a title, given by its key, names on a day."""
    offices = registry.offices(owner)
    if title in LEADERS:
        return _leading(registry, owner, offices, day)
    exact = [office for office in offices if any(key(form.text) == title for form in office.forms)]
    role = ROLE_OF.get(title)
    alike = [office for office in offices if role is not None and office.role == role]
    if role == "head of state" and title not in ("head of state",):
        alike = [office for office in alike if _crowned(office) == (title != "president")]
    if role == "head of government" and not exact and not alike and title == role:
        alike = [office for office in offices if office.role == "head of state"]  # a president who governs
    return _serving(exact, day) or _serving(alike, day) or next(iter((*exact, *alike)), None)


def holding(office: Office, day: date) -> tuple[Holder, ...]:
    """Who holds an office on a day, with those that stand in for the holder last."""
    held = [holder for holder in office.holders if holder.period.covers(day)]
    return tuple(sorted(held, key=lambda holder: (holder.acting, holder.disputed)))


def held(registry: Registry, person: Person, day: date) -> Office | None:
    """The office that a person holds on a day: that of state or government before others."""
    held_now = [
        office
        for office in registry.offices(person.id)
        if any(holder.person == person.id for holder in holding(office, day))
    ]
    return min(held_now, key=lambda office: (office.country != person.country, _rank(office)), default=None)


def ever(registry: Registry, person: Person) -> Sequence[Office]:
    """The offices that a person held at any time, the highest first."""
    return sorted(registry.offices(person.id), key=_rank)


def role(registry: Registry, office: Office) -> str:
    """An office in words: "president of Russia"."""
    name, owner = office.name, office.country
    where = registry.entry(owner).name if owner else ""
    words = name if office.role == "other" else name.lower()
    if not owner or " of the " in name or (" of " in name and office.role == "other"):
        return words
    entry = registry.entry(owner)
    demonyms = [form.text for form in entry.forms if form.by == "demonym"] if isinstance(entry, State) else []
    if where in name or any(demonym in name for demonym in demonyms):
        return words
    return f"{words} of {where}"


def _rank(office: Office) -> int:
    order = ("head of state", "head of government", "foreign minister", "defence minister", "other")
    return order.index(office.role) if office.role in order else len(order)


def _serving(offices: Iterable[Office], day: date) -> Office | None:
    return next((office for office in offices if holding(office, day)), None)


def _crowned(office: Office) -> bool:
    return any(key(form.text).split(" ")[0] in _CROWNS for form in office.forms)


def _leading(registry: Registry, owner: str, offices: Sequence[Office], day: date) -> Office | None:
    """The office whose holder leads a country: its own "X leader", else of government or of state."""
    own = [
        office
        for office in offices
        if office.role in ("head of state", "head of government")
        and any(key(form.text).endswith(" leader") for form in office.forms)
    ]
    state = _serving((office for office in offices if office.role == "head of state"), day)
    government = _serving((office for office in offices if office.role == "head of government"), day)
    parliamentary = owner in _PARLIAMENTARY
    if state is not None and _crowned(state):
        parliamentary = owner not in _RULING_MONARCHS
    first, second = (government, state) if parliamentary else (state, government)
    return _serving(own, day) or first or second
