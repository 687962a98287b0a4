"""Places: how often the right one of a name is chosen, and how often a place of a text is found and right.

    scripts/bench places --data FOLDER [--misses]

FOLDER holds geo/geovirus.jsonl.gz: GeoVirus (Gritta et al. 2018), one JSON object a document with `title`,
`text` and `toponyms` (`text`, `start`, `end`, `lat`, `lon`, `wiki`). First the names are given, as annotated:
what is measured is the choice among the places of a name, by all that the document says. Then the model finds
them, and what it finds must overlap an annotated name. Weights were set on the documents at even positions;
the figures are those of the odd ones. A country has one point, so that two maps may put a large one further
apart than the bound: that counts as wrong; a figure that takes the very country for right is printed too.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from detente.codebook.place_entry import distance_km
from detente.codebook.places import Gazetteer, load_gazetteer
from detente.reading import Atlas, load_encoder, read_pages
from detente.schema import Place, Publisher, Report, Sentence
from detente.sentences import split

RIGHT_WITHIN_KM = 161.0  # 100 miles, the bound in use since Leidner (2008)
BANDS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))  # of stated probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One annotated name, and the place that it was resolved to; None where no mention was found.

    same_country: it is the very country that the annotation links to, wherever its point may lie.
    """

    name: str
    place: Place | None
    right: bool
    same_country: bool = False


def as_report(document: dict[str, Any]) -> Report:
    """A document as it would come in from outside."""
    return Report(
        title=document["title"],
        publisher=Publisher(id="geovirus", name="GeoVirus"),
        text=document["text"],
        language="en",
        retrieved_at=datetime(2018, 1, 1, tzinfo=UTC),
        raw_sha256="0" * 64,
        extraction="given",
    )


def is_right(place: Place, toponym: dict[str, Any]) -> bool:
    """Within the bound."""
    if place.latitude is None or place.longitude is None:
        return False
    away = distance_km((place.latitude, place.longitude), (toponym["lat"], toponym["lon"]))
    return away <= RIGHT_WITHIN_KM


def is_same_country(gazetteer: Gazetteer, place: Place, toponym: dict[str, Any]) -> bool:
    """Whether a country is the one that the annotation's page of Wikipedia is about."""
    title = unquote(toponym["wiki"].rpartition("/")[2]).replace("_", " ").removesuffix(" (country)")
    linked = [entry for entry in gazetteer.find(title) if entry.kind == "country"]
    return place.precision == "country" and any(entry.country == place.country for entry in linked)


def around(sentences: tuple[Sentence, ...], start: int) -> tuple[int, int]:
    """The bounds of the sentence that a character stands in."""
    spans = (sentence.span for sentence in sentences)
    return next(((span.start, span.end) for span in spans if span.start <= start < span.end), (start, start))


def given(gazetteer: Gazetteer, document: dict[str, Any]) -> Iterator[Answer]:
    """Resolve every annotated name of a document."""
    report = as_report(document)
    atlas, sentences = Atlas(gazetteer, report), split(report)
    for toponym in document["toponyms"]:
        start, end = toponym["start"], toponym["end"]
        place = atlas.resolve(report.span(start, end), around(sentences, start))
        same = is_same_country(gazetteer, place, toponym)
        yield Answer(name=toponym["text"], place=place, right=is_right(place, toponym), same_country=same)


def found(gazetteer: Gazetteer, documents: list[dict[str, Any]]) -> tuple[list[Answer], int]:
    """Let the model find the places: an answer for each annotated name, and how many places it found."""
    reports = [as_report(document) for document in documents]
    answers, count = [], 0
    pages = read_pages(load_encoder(), reports, [split(report) for report in reports])
    for document, report, own in zip(documents, reports, pages, strict=True):
        atlas, places = Atlas(gazetteer, report), []
        for page in own:
            atlas.turn(page)
            for kind, start, end in page.mentions:
                if kind == "place" and page.own[0] <= start < page.own[1]:
                    places.append(atlas.place(page, (start, end), ()))
        count += len(places)
        for toponym in document["toponyms"]:
            over = [place for place in places if overlaps(place, toponym)]
            right = any(is_right(place, toponym) for place in over)
            answers.append(Answer(name=toponym["text"], place=over[0] if over else None, right=right))
    return answers, count


def overlaps(place: Place, toponym: dict[str, Any]) -> bool:
    """Whether a mention shares characters with an annotated name."""
    mention = place.mention
    return mention is not None and mention.start < toponym["end"] and toponym["start"] < mention.end


def report_given(title: str, answers: list[Answer]) -> None:
    """Print the figures of names that were given."""
    placed = [one for one in answers if one.place and one.place.latitude is not None]
    small = [one for one in placed if one.place and one.place.precision != "country"]
    print(f"{title}: {len(answers):,} names")
    print(f"  found in the gazetteer          {len(placed) / len(answers):.3f}")
    print(f"  within {RIGHT_WITHIN_KM:.0f} km, of all           {share(answers):.3f}")
    print(f"  within {RIGHT_WITHIN_KM:.0f} km, of those found   {share(placed):.3f}")
    either = sum(one.right or one.same_country for one in answers) / len(answers)
    print(f"  the same or the very country    {either:.3f}")
    print(f"  of those found, no country      {share(small):.3f} of {len(small):,}")
    for low, high in BANDS:
        band = [one for one in placed if one.place and low <= (one.place.probability or 0.0) < high]
        if band:
            stated = sum(one.place.probability or 0.0 for one in band if one.place) / len(band)
            print(f"  said {stated:.2f}: right {share(band):.2f} of {len(band):,}")


def share(answers: list[Answer]) -> float:
    """Of answers that are right."""
    return sum(one.right for one in answers) / len(answers)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("even", "odd"), help="one half alone: even is for tuning")
    parser.add_argument(
        "--given", action="store_true", help="only names that are given: the model is not used"
    )
    parser.add_argument("--misses", action="store_true", help="also print what went wrong in the tuning half")
    options = parser.parse_args()
    start = time.perf_counter()
    gazetteer = load_gazetteer()
    print(f"loaded {len(gazetteer):,} places in {time.perf_counter() - start:.3f} s")
    with gzip.open(options.data / "geo/geovirus.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    for odd, title in ((0, "even"), (1, "odd")):
        if options.half in (None, title):
            half = documents[odd::2]
            start = time.perf_counter()
            answers = [one for document in half for one in given(gazetteer, document)]
            took = time.perf_counter() - start
            report_given(f"{title} half, names given", answers)
            print(f"  {took / len(answers) * 1000:.2f} ms a name, what is named near it included")
            if options.misses and not odd:
                print_misses(answers)
            if not options.given:
                answers, count = found(gazetteer, half)
                held = [one for one in answers if one.place]
                print(f"{title} half, names found by the model: {count:,} places")
                print(f"  annotated names found           {len(held) / len(answers):.3f}")
                print(f"  found and within {RIGHT_WITHIN_KM:.0f} km         {share(answers):.3f}")
                print(f"  within {RIGHT_WITHIN_KM:.0f} km, of those found   {share(held):.3f}")


def print_misses(answers: list[Answer]) -> None:
    """What went wrong, the commonest first."""
    misses = Counter((one.name, one.place.steps[0].detail) for one in answers if one.place and not one.right)
    for (name, reason), count in misses.most_common():
        print(f"{count:4} {name}: {reason}")


if __name__ == "__main__":
    main()
