"""What the archives' names and codes of countries, sectors and actors stand for.

A country is a code of the registry of actors (ISO 3166-1 alpha-3, "IGO:..." for organisations) or None: what
an archive does not say, or says in a way that the registry does not know, is left open. Names stay.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from detente.codebook.registry import load_registry
from detente.schema import Actor

_REMEMBERED = (
    65_536  # texts whose country is known: more than any archive has of countries, enough for its actors
)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_FORCES = re.compile(
    r"^(?:Military Forces|Police Forces|Government) of (?:the )?(.+?)(?: \(|$)", re.IGNORECASE
)
_POLICE = re.compile(r"^police", re.IGNORECASE)
_MILITARY = re.compile(r"^military", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}|IGO:.+")
_NAMED = ("name", "abbreviation")


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """The tables of `codes.toml`, by name."""
    return tomllib.loads(files("detente.archives").joinpath("codes.toml").read_text("utf-8"))


@lru_cache(maxsize=_REMEMBERED)
def country(text: str) -> str | None:
    """The country or organisation that a name or code stands for: "Russian Federation", "RUS", "IGO:EU".

    Of "Myanmar (Burma)" either part may tell.
    """
    registry = load_registry()
    if _CODE.fullmatch(text):
        known = registry.index.ids.get(text)
        return None if known is None else text
    plain = text.replace("_", " ").strip()
    for name in (plain, _BRACKETS.sub("", plain), *_BRACKETS.findall(plain)):
        for found in registry.lookup(name, True):
            if found.kind in ("state", "organisation") and found.form.by in _NAMED:
                return registry.country(found.entry)
    return None


def fips(text: str) -> str | None:
    """The country of a FIPS 10-4 code."""
    return tables()["fips"].get(text)


def country_name(code: str) -> str:
    """A country as ICEWS writes it: by its name; a code that is none stays as it is."""
    registry, known = load_registry(), tables()["icews_countries"]
    return known.get(code) or (registry.entry(code).name if code in registry.index.ids else code)


def plain(name: str | None, place: str | None, sector: str | None) -> tuple[Actor, ...]:
    """A party of a table: several with ";" between them. A name that is a country's tells its country."""
    names = [part.strip() for part in (name or "").split(";")]
    return tuple(Actor(name=part, country=country(part)) for part in names if part)


def gdelt(name: str | None, place: str | None, sector: str | None) -> tuple[Actor, ...]:
    """A party of GDELT. place: CAMEO's country code, or "group:" and a known group's."""
    code = place or ""
    known = tables()
    where = (
        known["groups"].get(code[6:])
        if code.startswith("group:")
        else country(known["cameo"].get(code, code))
    )
    kind = known["types"].get(sector or "")
    return (Actor(name=name, country=where, sector=kind),) if name else ()


def icews(name: str | None, place: str | None, sector: str | None) -> tuple[Actor, ...]:
    """A party of ICEWS. place: a country's name. sector: sectors with "," between them."""
    known = tables()["icews"]
    parts = (part.strip() for part in (sector or "").split(","))
    kind = next((known[part] for part in parts if part in known), None)
    where = country(place) if place else None
    return (Actor(name=name, country=where, sector=kind),) if name else ()


def polecat(name: str | None, place: str | None, sector: str | None) -> tuple[Actor, ...]:
    """The parties of POLECAT cells: lists with ";" between parts, of one length or with one part for all."""
    names = [part.strip() for part in (name or "").split(";")]
    places, sectors = _spread(place, len(names)), _spread(sector, len(names))
    found = zip(names, places, sectors, strict=True)
    return tuple(
        Actor(name=part, country=country(where) if where else None, sector=_plover(kind))
        for part, where, kind in found
        if part
    )


def ucdp(name: str | None, place: str | None, sector: str | None) -> tuple[Actor, ...]:
    """A side of a UCDP dyad: "Government of Myanmar (Burma)" is that country's. sector: of another side."""
    if not name:
        return ()
    state = _FORCES.match(name)
    where = country(name.partition(" of ")[2]) if state else None
    if state is None and sector == "CVL" and place:
        where = country(place)
    return (Actor(name=name, country=where, sector="GOV" if state else sector),)


def acled(name: str | None, place: str | None, sector: str | None) -> tuple[Actor, ...]:
    """An actor of ACLED. sector: `inter`. Forces of a state and "Civilians (Ukraine)" tell their country."""
    if not name:
        return ()
    forces = _FORCES.match(name)
    told = forces[1] if forces else next(iter(_BRACKETS.findall(name)), None)
    kind = tables()["acled"].get(sector or "")
    if kind == "GOV" and _MILITARY.match(name):
        kind = "MIL"
    elif kind == "GOV" and _POLICE.match(name):
        kind = "COP"
    return (Actor(name=name, country=country(told) if told else None, sector=kind),)


def _spread(text: str | None, count: int) -> list[str | None]:
    """The parts of a list for `count` names; nothing where it cannot be told which part is whose."""
    parts: list[str | None] = [part.strip() or None for part in (text or "").split(";")]
    if len(parts) == count:
        return parts
    return parts * count if len(parts) == 1 else [None] * count


def _plover(text: str | None) -> str | None:
    """The first sector of a cell that may list several."""
    return None if text is None else text.replace(",", " ").split()[0].upper() if text.strip(", ") else None


def gdelt_codes() -> Mapping[str, Mapping[str, str]]:
    """How GDELT writes what is known: "fips" and "groups" by country, "types" by sector.

    Of several codes the one that is the same in both, else the first.
    """
    written: dict[str, dict[str, str]] = {}
    for table in ("fips", "groups", "types"):
        written[table] = {}
        for code, meaning in tables()[table].items():
            if code == meaning or meaning not in written[table]:
                written[table][meaning] = code
    return written | {"types": {**written["types"], "MED": "HLH", "JRN": "MED", "SOC": "NGO"}}
