"""Where: phrases of place come apart, and stand for the right place with the steps that say how."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.codebook.place_entry import distance_km
from detente.codebook.place_scan import demonym, find_named
from detente.codebook.places import load_gazetteer
from detente.reading import Atlas, load_encoder, read_pages
from detente.reading.place_phrases import parse
from detente.schema import Actor, Publisher, Report
from detente.sentences import split

GOLDEN = Path(__file__).parent / "golden/places"
NEAR_KM = 10.0
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['text']}")
    for path in sorted(GOLDEN.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def report_of(text, title=None):
    return Report(
        title=title,
        publisher=Publisher(id="post.example", name="The Post"),
        text=text,
        language="en",
        retrieved_at=datetime(2025, 6, 8, tzinfo=UTC),
        raw_sha256="0" * 64,
        extraction="given",
    )


def resolve(text, phrase, countries=(), title=None):
    """The last such phrase of a text as a place. countries: of the actors."""
    report = report_of(text, title)
    start = text.rindex(phrase)
    mention = report.span(start, start + len(phrase))
    sentence = next(one.span for one in split(report) if one.span.start <= start < one.span.end)
    actors = [Actor(name=code, country=code) for code in countries]
    return Atlas(load_gazetteer(), report).resolve(mention, (sentence.start, sentence.end), actors)


@pytest.mark.parametrize("case", CASES)
def test_golden_places(case):
    place = resolve(case["text"], case["place"])
    assert place.name == case["name"]
    assert place.country == case.get("country")
    assert place.mention.text == case["place"]
    assert place.steps
    if "precision" in case:
        assert place.precision == case["precision"]
    if "near" in case:
        assert distance_km((place.latitude, place.longitude), tuple(case["near"])) < NEAR_KM
    if "near" not in case and "precision" not in case and "alternatives" not in case:
        assert (place.latitude, place.longitude, place.geonames_id) == (None, None, None)
    for start in case.get("alternatives", ()):
        assert any(other.startswith(start) for other in place.alternatives), place.alternatives


def test_there_are_forty_golden_places():
    assert len(CASES) >= 40


@pytest.mark.parametrize(
    ("text", "head", "inside", "noun", "part"),
    [
        ("Madrid, Spain", "Madrid", ("Spain",), None, None),
        ("the town of Izium in Kharkiv region", "Izium", ("Kharkiv region",), "town", None),
        ("Gaza's Al-Shifa hospital", "Al-Shifa hospital", ("Gaza",), None, None),
        ("Syria's northern border with Turkey", None, ("Syria", "Turkey"), "border", "northern"),
        ("off the coast of Yemen", "Yemen", (), "coast", "coast"),
        ("the outskirts of Aleppo", "Aleppo", (), "outskirts", None),
        ("the port of Odesa", "Odesa", (), "port", None),
        ("Sumy State University", "Sumy State University", (), None, None),
        ("the capital", None, (), "capital", None),
        ("the east", None, (), None, "east"),
        ("", None, (), None, None),
    ],
)
def test_phrases_come_apart(text, head, inside, noun, part):
    phrase = parse(text, load_gazetteer().find)
    assert (phrase.head, phrase.inside, phrase.noun, phrase.part) == (head, inside, noun, part)


def test_lists_keep_their_other_places():
    phrase = parse("Donetsk and Luhansk regions", load_gazetteer().find)
    assert (phrase.head, phrase.others, phrase.kind) == ("Donetsk", ("Luhansk",), "region")
    place = resolve("Sirens sounded in Donetsk and Luhansk regions.", "Donetsk and Luhansk regions")
    assert place.name == "Donetsk Oblast"
    assert any(step.rule == "list" and "Luhansk" in step.detail for step in place.steps)


def test_a_name_that_acts_is_no_place():
    text = "Kyiv said it would answer."
    report = report_of(text)
    mention = report.span(0, 4)
    actor = Actor(mention=mention, name="Ukraine", entity="UKR", country="UKR")
    atlas = Atlas(load_gazetteer(), report)
    place = atlas.resolve(mention, (0, len(text)), [actor])
    assert (place.name, place.country, place.latitude) == ("Kyiv", None, None)
    assert [step.rule for step in place.steps] == ["actor"]
    assert atlas.resolve(mention, (0, len(text))).country == "UKR"


def test_actors_countries_decide_where_nothing_else_does():
    assert resolve("Shots were fired in Tripoli.", "Tripoli").country == "LBY"
    assert resolve("Shots were fired in Valencia.", "Valencia", ["ESP"]).country == "ESP"
    assert resolve("Shots were fired in Valencia.", "Valencia", ["VEN"]).country == "VEN"


def test_the_title_counts():
    text = "Shots were fired in Hyderabad."
    assert resolve(text, "Hyderabad").country == "IND"
    assert resolve(text, "Hyderabad", title="Pakistan on edge after Sindh riots").country == "PAK"


def test_an_unknown_place_has_a_country_only_where_one_is_said():
    assert (
        resolve(
            "Shots rang out in the Congolese village of Zzqara.", "the Congolese village of Zzqara"
        ).country
        is None
    )
    assert (
        resolve("Shots rang out in the Syrian village of Zzqara.", "the Syrian village of Zzqara").country
        == "SYR"
    )
    assert resolve("Shots rang out in Zzqara, near Mali.", "Zzqara").country is None


def test_a_dateline_says_so():
    text = "KYIV, Ukraine (Post) - Missiles hit Dnipro."
    place = resolve(text, "KYIV")
    assert (place.country, place.steps[-1].rule) == ("UKR", "dateline")
    assert all(step.rule != "dateline" for step in resolve(text, "Dnipro").steps)
    atlas = Atlas(load_gazetteer(), report := report_of(text))
    assert atlas.is_dateline(report.span(0, 4))
    assert not atlas.is_dateline(report.span(36, 42))


def test_sides_say_whose_point_they_have():
    place = resolve("Fighting grew in eastern Ukraine.", "eastern Ukraine")
    whole = load_gazetteer().country("UKR")
    assert (place.latitude, place.longitude, place.geonames_id) == (*whole.point, None)
    assert any(step.rule == "part" for step in place.steps)


def test_demonyms():
    assert demonym("Syrian") == ("SYR",)
    assert set(demonym("Congolese")) == {"COG", "COD"}
    assert demonym("Syria") == demonym("syrian") == demonym("") == ()


def test_find_named_takes_the_longest_and_leaves_persons():
    found = list(
        find_named(load_gazetteer(), "Michael Jordan flew from New York City to South Sudan with Iraqi aid.")
    )
    assert [(one.text, one.countries) for one in found] == [
        ("New York City", ()),
        ("South Sudan", ("SSD",)),
        ("Iraqi", ("IRQ",)),
    ]


def test_pages_give_the_places_of_the_text():
    text = "Gunmen attacked a convoy near Goma. Later a bomb went off in Tripoli, Lebanon."
    report = report_of(text)
    (pages,) = read_pages(load_encoder(), [report], [split(report)])
    atlas = Atlas(load_gazetteer(), report)
    for page in pages:
        atlas.turn(page)
    first, second = pages[0], pages[-1]
    goma = atlas.place(first, (first.words.index("Goma"), first.words.index("Goma") + 1), ())
    at = second.words.index("Tripoli")
    tripoli = atlas.place(second, (at, at + 1), ())
    assert (goma.name, goma.country) == ("Goma", "COD")
    assert (tripoli.name, tripoli.country) == ("Tripoli", "LBN")
