"""The gazetteer: names find their places, and the right one of a name is chosen, with reasons."""

import dataclasses
import tomllib
from importlib.resources import files

import numpy as np
import pytest

from detente.codebook import placenames, places
from detente.codebook.place_entry import FEATURES, distance_km
from detente.codebook.place_regions import read_regions, read_spellings
from detente.codebook.placenames import bare, digest, key, variants
from detente.codebook.places import GazetteerEntry, Nearby, choose, load_gazetteer

NOTHING = frozenset()


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def chosen(gazetteer, name, countries=NOTHING, containers=NOTHING):
    nearby = Nearby(countries=frozenset(countries), divisions=frozenset(containers))
    return choose(gazetteer.find(name), nearby).entry


@pytest.mark.parametrize(
    ("name", "country"),
    [("White House", "USA"), ("the Kremlin", "RUS"), ("Elysée Palace", "FRA"), ("Downing Street", "GBR")],
)
def test_a_seat_is_a_point_in_its_country(gazetteer, name, country):
    seat = chosen(gazetteer, name)
    assert (seat.country, seat.precision) == (country, "point")


def test_key_forgets_case_marks_points_and_articles():
    assert key("KYIV") == "kyiv"
    assert key("Şırnak") == "sirnak"
    assert key("U.S.") == key("US")
    assert key("St. Louis") == key("Saint-Louis")
    assert key("The Hague") == "hague"
    assert key("Trinidad & Tobago") == "trinidad and tobago"
    assert key("Sana’a") == key("Sana'a") == "sanaa"
    assert key("The") == "the"


def test_bare_keeps_a_name_of_one_word():
    assert bare("kharkiv oblast") == "kharkiv"
    assert bare("province of quebec") == "quebec"
    assert bare("province") == "province"


def test_variants_try_city_and_article():
    assert "kuwait" in list(variants("kuwait city"))
    assert "fashir" in list(variants("al fashir"))
    assert list(variants("")) == []


@pytest.mark.parametrize(
    ("name", "own", "country"),
    [
        ("Kiev", "Kyiv", "UKR"),
        ("Kharkov", "Kharkiv", "UKR"),
        ("Halab", "Aleppo", "SYR"),
        ("Saigon", "Ho Chi Minh City", "VNM"),
        ("Rangoon", "Yangon", "MMR"),
        ("khan younis", "Khān Yūnis", "PSE"),
        ("Debaltsevo", "Debaltseve", "UKR"),
        ("Al-Fashir", "El Fasher", "SDN"),
    ],
)
def test_names_of_the_news_find_their_place(gazetteer, name, own, country):
    place = chosen(gazetteer, name)
    assert (place.name, place.country, place.kind) == (own, country, "city")


@pytest.mark.parametrize(
    ("name", "code"), [("U.S.", "USA"), ("Britain", "GBR"), ("DRC", "COD"), ("Burma", "MMR")]
)
def test_countries_by_their_short_names(gazetteer, name, code):
    place = chosen(gazetteer, name)
    assert (place.country, place.kind, place.precision) == (code, "country", "country")


def test_own_regions_take_over_what_geonames_knows(gazetteer):
    (crimea,) = gazetteer.find("Crimea")
    assert crimea.geonames_id == 703883
    assert (crimea.kind, crimea.countries) == ("region", ("UKR",))
    (strait,) = gazetteer.find("Bab al-Mandab")
    assert (strait.name, strait.country, strait.kind) == ("Bab el-Mandeb", None, "feature")
    assert set(strait.countries) == {"YEM", "DJI", "ERI"}


def test_entry_is_complete(gazetteer):
    place = chosen(gazetteer, "Mosul")
    assert (place.admin1 is not None, place.geonames_id, place.ascii) == (True, 99072, "Mosul")
    assert place.latitude == pytest.approx(36.335, abs=0.001)
    assert place.longitude == pytest.approx(43.119, abs=0.001)
    assert place.population > 500_000
    assert dataclasses.replace(place, name="Ḩamāh").ascii == "Hamah"
    with pytest.raises(dataclasses.FrozenInstanceError):
        place.name = "Nineveh"


def test_find_is_sorted_and_keeps_to_the_country(gazetteer):
    assert [place.country for place in gazetteer.find("Lebanon")][:2] == ["LBN", "USA"]
    inside = gazetteer.find("Tripoli", country="LBN")
    assert inside
    assert all("LBN" in place.countries for place in inside)


def test_a_name_with_marks_is_not_one_without(gazetteer):
    assert gazetteer.find("Münster")[0].country == "DEU"
    assert gazetteer.find("Munster")[0].country == "IRL"
    assert {entry.country for entry in gazetteer.find("Zürich")} == {"CHE"}


def test_unknown_names_find_nothing(gazetteer):
    assert gazetteer.find("Qqqzzx") == ()
    assert gazetteer.find("") == ()
    assert gazetteer.find("...") == ()
    choice = choose((), Nearby())
    assert (choice.entry, choice.probability, len(choice.reasons)) == (None, 0.0, 1)


def test_a_bare_name_is_the_town_and_a_region_is_the_region(gazetteer):
    assert chosen(gazetteer, "Kharkiv").kind == "city"
    assert chosen(gazetteer, "Kharkiv region").feature == "admin1"
    assert chosen(gazetteer, "Quebec").feature == "admin1"


def test_containers_decide(gazetteer):
    assert chosen(gazetteer, "Paris").country == "FRA"
    found = gazetteer.find("Paris")
    named = choose(found, Nearby(countries=frozenset({"USA"}), divisions=frozenset({"Texas"})))
    assert (named.entry.admin1, named.entry.country) == ("Texas", "USA")
    assert 0.4 < named.probability < 1.0
    assert any("Texas is named with it" in reason for reason in named.reasons)
    inside = choose(found, Nearby(inside=(gazetteer.find("Texas"),)))
    assert inside.entry == named.entry
    assert inside.probability > named.probability
    nowhere = choose(found, Nearby(inside=(gazetteer.find("Mali"),)))
    assert (nowhere.entry, nowhere.probability) == (None, 0.0)


def test_neighbours_and_the_kind_decide(gazetteer):
    found = gazetteer.find("Springfield")
    boston = gazetteer.find("Boston")[0]
    near = choose(found, Nearby(points=(boston.point,)))
    assert near.entry.admin1 == "Massachusetts"
    assert choose(gazetteer.find("Kharkiv"), Nearby(kind="region")).entry.feature == "admin1"


def test_what_else_may_be_meant_is_kept(gazetteer):
    choice = choose(gazetteer.find("New York"), Nearby())
    assert (choice.entry.name, choice.entry.kind) == ("New York City", "city")
    assert choice.alternatives[0].startswith("New York (admin1")
    assert choose(gazetteer.find("Ouagadougou"), Nearby()).alternatives == ()


def test_countries_decide(gazetteer):
    assert chosen(gazetteer, "Tripoli").country == "LBY"
    assert chosen(gazetteer, "Tripoli", {"LBN"}).country == "LBN"
    assert chosen(gazetteer, "Hyderabad", {"PAK"}).country == "PAK"
    assert chosen(gazetteer, "Georgia", {"USA"}).feature == "admin1"
    assert chosen(gazetteer, "Georgia", {"GEO", "RUS"}).kind == "country"


def test_probability_falls_with_ambiguity(gazetteer):
    def probability(name):
        return choose(gazetteer.find(name), Nearby()).probability

    assert probability("Springfield") < 0.6
    assert probability("Ouagadougou") > probability("Springfield")


def test_every_region_is_found_where_it_is_said_to_be(gazetteer):
    regions = {entry for entries in read_regions().values() for entry in entries}
    assert len(regions) >= 200
    for region in regions:
        for name in (region.name, *region.alternates):
            found = [place for place in gazetteer.find(name) if place.name == region.name]
            assert any(place.point == region.point or not region.countries for place in found), name


def test_every_spelling_leads_to_a_place_of_its_country(gazetteer):
    text = files("detente.codebook").joinpath("gazetteer", "spellings.toml").read_text("utf-8")
    listed = [
        (country, name, spelling)
        for country, names in tomllib.loads(text).items()
        for name, spellings in names.items()
        for spelling in spellings
    ]
    assert len(listed) >= 250
    assert read_spellings().keys() == {key(spelling) for _, _, spelling in listed}
    for country, name, spelling in listed:
        found = [place for place in gazetteer.find(spelling, country=country) if key(place.name) == key(name)]
        assert found, f"{country} {name}: {spelling}"


def test_regions_lie_in_known_countries(gazetteer):
    table = np.load(str(files("detente.codebook").joinpath("gazetteer", "entries.npy")), mmap_mode="r")
    known = {code.decode() for code in np.unique(table["country"])} | {"ATA", "IOT", "ESH"}
    for entries in read_regions().values():
        for entry in entries:
            assert known.issuperset(entry.countries), entry.name


def test_countries_and_capitals_by_code(gazetteer):
    assert gazetteer.country("UKR").name == "Ukraine"
    assert gazetteer.capital("BFA").name == "Ouagadougou"
    assert gazetteer.country("QQQ") is gazetteer.capital("QQQ") is None


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("USA", 39.8, -98.6),
        ("BRA", -10.0, -55.0),
        ("CHN", 35.0, 104.0),
        ("IDN", -5.0, 120.0),
        ("VNM", 16.17, 107.83),
    ],
)
def test_countries_lie_near_where_geonames_says(gazetteer, code, latitude, longitude):
    country = gazetteer.country(code)
    assert country.point == (pytest.approx(latitude, abs=0.8), pytest.approx(longitude, abs=0.8))


def test_distances():
    assert distance_km((50.45, 30.52), (50.45, 30.52)) == 0.0
    assert distance_km((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20015.1, abs=0.1)
    assert distance_km((48.8566, 2.3522), (51.5074, -0.1278)) == pytest.approx(343.6, abs=0.5)


def test_index_holds_together(gazetteer):
    folder = files("detente.codebook").joinpath("gazetteer")
    table, keys, filed = (
        np.load(str(folder.joinpath(f"{name}.npy"))) for name in ("entries", "keys", "filed")
    )
    assert table.dtype == places.ROW
    assert len(keys) == len(filed)
    assert bool(np.all(keys[:-1] <= keys[1:]))
    assert int(filed.max()) >> 1 < len(table) == len(gazetteer)
    assert bool(np.all(np.diff(table["line"].astype(np.int64)) > 0))
    assert int(table["feature"].max()) < len(FEATURES)
    sizes = [path.stat().st_size for path in folder.iterdir()]
    assert sum(sizes) <= 15_000_000


def test_digest_is_stable():
    assert digest("kyiv") == int.from_bytes(bytes.fromhex("63878d2b5ef3fc33"), "little")


def test_entries_are_values():
    facts = {"alternates": (), "country": None, "countries": (), "admin1": None, "geonames_id": None}
    facts |= {"population": 0, "kind": "feature", "feature": "sea", "precision": "region"}
    one = GazetteerEntry(name="Sea", latitude=1.0, longitude=2.0, **facts)
    assert one == dataclasses.replace(one)
    assert hash(one) == hash(dataclasses.replace(one))
    assert placenames.unmarked("Łódź") == "Lodz"
