"""Sectors: of whose somebody is, of what a noun says, and which of the two goes before the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.codebook.entities import Candidate, Group, Noun
from detente.reading.actors.sheet import Named

# Sectors whose common nouns are ranks and members of the group that is named before them: "Hamas militants".
RANKS = frozenset(("REB", "PRM", "UAF", "MIL", "CRM", "GOV", "UNK", "PTY", "OPP", "COP"))
# Sectors of bodies that are not the state: whoever leads or speaks for such a body is of its sector.
_APART_FROM_STATE = frozenset(("REB", "UAF", "CRM", "PRM", "OPP", "PTY", "SOC", "BUS", "JRN", "LAB", "EDU"))
ARMED = frozenset(("REB", "UAF", "CRM", "PRM"))
_PARTS_OF_STATE = ("agency:", "region:", "people:")  # groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whom a common noun belongs to: a country, and the group or person beside it. how: see Hint."""

    country: str | None
    candidate: Candidate
    how: str
    name: Named


def is_of_state(owner: Owner) -> bool:
    """Whether an owner is a state, one of its organs or parts, or a body of states: not "Hezbollah"."""
    entry = owner.candidate.entry
    return not isinstance(entry, Group) or entry.id.startswith(_PARTS_OF_STATE)


def sector_within(owner: Owner, sector: str | None, day: date) -> str | None:
    """The sector of somebody of a body that is not the state's: "Hezbollah commander" is no state's soldier.

    sector: what the noun alone says.
    """
    own = None if is_of_state(owner) else owner.candidate.sector_on(day)
    ranks = sector is None or sector in RANKS or (sector == "LEG" and own in ARMED)  # "FARC representatives"
    return own if ranks and own in _APART_FROM_STATE else sector


def sector_of_nouns(nouns: Sequence[Noun], day: date) -> str | None:
    """The sector of somebody whom several nouns describe, the last first; a rank among rebels is theirs:
    "militant commander"."""
    told = [one for noun in reversed(nouns) if (one := noun.sector_on(day)) not in (None, "UNK")]
    among = (one for one in told[1:] if one in ARMED)
    return next(among, told[0]) if told and told[0] in RANKS else next(iter(told), None)
