"""Places: how often a name is found in the gazetteer, and the right one of that name chosen.

    scripts/bench places --data FOLDER [--misses]

FOLDER holds geo/geovirus.jsonl.gz: GeoVirus (Gritta et al. 2018), one JSON object a document with `text` and
`toponyms` (`text`, `lat`, `lon`). Names are given, as annotated; what is measured is the choice. Countries
and containers are found in the same document by plain matching of names. Weights were set on the documents at
even positions; the figure is that of the odd ones. A country or continent has one point, so that two maps may
put a large one further apart than the bound: that counts as wrong; the figure without them is printed too.
"""

import argparse
import gzip
import json
import math
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.codebook.places import Gazetteer, GazetteerEntry, choose, load_gazetteer

RIGHT_WITHIN_KM = 161.0  # 100 miles, the bound in use since Leidner (2008)
EARTH_RADIUS_KM = 6371.0
WORD = re.compile(r"[^\W\d_][\w.'’-]*")
LONGEST_NAME = 5  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One annotated name and what was chosen for it. distance_km: None where nothing was found."""

    name: str
    chosen: GazetteerEntry | None
    probability: float
    distance_km: float | None
    reasons: tuple[str, ...]


def named_in(gazetteer: Gazetteer, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """ISO codes of the countries that a text names, and the names of the first-level divisions in it."""
    words = [(match.start(), match.end()) for match in WORD.finditer(text)]
    countries: set[str] = set()
    divisions: set[str] = set()
    at = 0
    while at < len(words):
        step = 1
        if text[words[at][0]].isupper():
            for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
                name = text[words[at][0] : words[at + length - 1][1]]
                found = [entry for entry in gazetteer.find(name) if entry.feature in ("country", "admin1")]
                if found and name[-1] not in "-'":
                    if found[0].kind == "country" and found[0].country:
                        countries.add(found[0].country)
                    divisions.update(entry.name for entry in found if entry.feature == "admin1")
                    step = length
                    break
        at += step
    return frozenset(countries), frozenset(divisions)


def distance_km(latitude: float, longitude: float, entry: GazetteerEntry) -> float:
    """Great-circle distance. Source: haversine formula, Sinnott (1984)."""
    here, there = math.radians(latitude), math.radians(entry.latitude)
    across = math.radians(longitude - entry.longitude)
    chord = math.sin((here - there) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def answer(gazetteer: Gazetteer, document: dict[str, Any]) -> list[Answer]:
    """Resolve every annotated name of a document."""
    countries, divisions = named_in(gazetteer, document["text"])
    answers = []
    for place in document["toponyms"]:
        chosen, probability, reasons = choose(
            gazetteer.find(place["text"]), countries=countries, containers=divisions
        )
        away = distance_km(place["lat"], place["lon"], chosen) if chosen else None
        answers.append(
            Answer(
                name=place["text"],
                chosen=chosen,
                probability=probability,
                distance_km=away,
                reasons=reasons,
            )
        )
    return answers


def is_right(given: Answer) -> bool:
    """Within the bound."""
    return given.distance_km is not None and given.distance_km <= RIGHT_WITHIN_KM


def report(title: str, answers: list[Answer]) -> None:
    """Print the figures of one half."""
    found = [given for given in answers if given.chosen]
    right = sum(map(is_right, answers))
    print(f"{title}: {len(answers):,} names")
    print(f"  found in the gazetteer          {len(found) / len(answers):.3f}")
    print(f"  within {RIGHT_WITHIN_KM:.0f} km, of all           {right / len(answers):.3f}")
    print(f"  within {RIGHT_WITHIN_KM:.0f} km, of those found   {right / len(found):.3f}")
    small = [
        given for given in found if given.chosen and given.chosen.feature not in ("country", "continent")
    ]
    print(f"  the same, no country chosen     {sum(map(is_right, small)) / len(small):.3f} of {len(small):,}")
    for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        band = [given for given in found if low <= given.probability < high]
        if band:
            stated = sum(given.probability for given in band) / len(band)
            print(f"  said {stated:.2f}: right {sum(map(is_right, band)) / len(band):.2f} of {len(band):,}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="also print what went wrong in the tuning half")
    arguments = parser.parse_args()
    start = time.perf_counter()
    gazetteer = load_gazetteer()
    print(f"loaded {len(gazetteer):,} places in {time.perf_counter() - start:.3f} s")
    with gzip.open(arguments.data / "geo/geovirus.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    start = time.perf_counter()
    halves = [[given for doc in documents[odd::2] for given in answer(gazetteer, doc)] for odd in (0, 1)]
    print(f"{len(documents)} documents in {time.perf_counter() - start:.1f} s")
    report("tuning half", halves[0])
    report("reported half", halves[1])
    if arguments.misses:
        misses = Counter((given.name, given.reasons[0]) for given in halves[0] if not is_right(given))
        for (name, reason), count in misses.most_common():
            print(f"{count:4} {name}: {reason}")


if __name__ == "__main__":
    main()
