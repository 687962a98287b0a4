"""Officials of whom a state has one, and others of whom each town or embassy has some."""

from __future__ import annotations

from collections.abc import Iterable

from detente.reading.actors.found import Found

_LOCAL_WORDS = """
mayor governor prefect municipality municipal councillor councilor sheriff alderman district provincial local
regional
"""
_LOCAL = frozenset(_LOCAL_WORDS.split())
_HIGHEST = frozenset(("constitutional", "supreme", "federal", "national"))  # courts
_FORCES = frozenset(("army", "military", "navy", "minister", "ministry", "command"))
_OF_ANYBODY_WORDS = """
diplomat diplomats envoy envoys ambassador ambassadors negotiator negotiators mediator mediators alliance bloc
"""
_OF_ANYBODY = frozenset(_OF_ANYBODY_WORDS.split())


def is_local(words: Iterable[str]) -> bool:
    """Whether words in small letters name an official of the place where he is: "the mayor"."""
    return not _LOCAL.isdisjoint(words)


def is_national(found: Found) -> bool:
    """Whether somebody is of a government, or of another body of which a state has one."""
    words = frozenset(found.name.lower().replace("-", " ").split())
    if found.sector in ("GOV", "LEG"):
        return not is_local(words)
    wanted = {"JUD": _HIGHEST, "MIL": _FORCES}.get(found.sector or "", frozenset())
    return not wanted.isdisjoint(words) and not found.plural


def is_of_anybody(found: Found) -> bool:
    """Whether somebody may be of any country wherever he speaks: "diplomats", "an official of the bloc"."""
    return not _OF_ANYBODY.isdisjoint(found.name.lower().split())
