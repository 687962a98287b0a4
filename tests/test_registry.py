"""The registry of actors: its data hold together, texts find whom they name, and a user's file extends it."""

import time
from datetime import date
from pathlib import Path

import pytest

from detente.codebook import entity_store as store_module
from detente.codebook import registry as registry_module
from detente.codebook.entities import Affix, Collective, Group, Noun, Organisation, Period, State
from detente.codebook.entity_store import load_store
from detente.codebook.registry import Registry, load_registry
from detente.codebook.surface import key
from detente.schema import CodebookError


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def ids(registry: Registry, text: str) -> list[str]:
    return [found.entry.id for found in registry.lookup(text)]


def extend(tmp_path: Path, text: str) -> Registry:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_registry(path)


# ---------------------------------------------------------------------------------------------- packaged data


def test_nothing_in_it_contradicts_itself(registry):
    assert [str(problem) for problem in registry.contradictions()] == []


def test_it_is_read_once_and_fast():
    started = time.process_time()
    registry_module._packaged.__wrapped__()
    assert time.process_time() - started < 0.5  # measured at 0.05; slow machines get room, a lost store none
    assert load_registry() is load_registry()


def test_the_store_is_what_the_files_give(registry):
    """Made by train/registry.py; run it after a change of the files."""
    assert load_store() is not None, "the store was made from other files"
    read = registry_module._read(None)[0]
    assert tuple(registry.entries) == tuple(read.entries)
    assert (registry.sources, registry.sha256) == (read.sources, read.sha256)
    stored, made = registry.index, read.index
    assert (stored.reach, stored.ids) == (made.reach, made.ids)
    assert {key: [tuple(at) for at in found] for key, found in stored.keys.items()} == made.keys
    assert {owner: tuple(found) for owner, found in stored.offices.items()} == made.offices


def test_a_store_of_other_files_is_not_used(monkeypatch):
    monkeypatch.setattr(store_module, "packaged", lambda section: b"")
    assert load_store() is None


def test_kinds_are_as_large_as_they_should_be(registry):
    assert len(list(registry.of_kind(State))) >= 249 + 8
    assert len(list(registry.of_kind(Organisation))) >= 150
    assert len(list(registry.of_kind(Group))) >= 350
    assert len(list(registry.of_kind(Noun))) >= 250


def test_every_entry_that_is_no_person_names_a_source(registry):
    assert [entry.id for entry in registry.entries if not entry.source and entry.kind != "person"] == []


def test_every_state_has_a_name_of_its_own(registry):
    for state in registry.of_kind(State):
        assert state.id in ids(registry, state.name), state.id


@pytest.mark.parametrize(
    ("code", "text", "sector"),
    [
        ("RUS", "the Kremlin", "GOV"),
        ("USA", "Foggy Bottom", "GOV"),
        ("USA", "the Pentagon", "MIL"),
        ("USA", "Capitol Hill", "LEG"),
        ("GBR", "Downing Street", "GOV"),
        ("FRA", "Elysee", "GOV"),
        ("CHN", "Zhongnanhai", "GOV"),
        ("UKR", "Kiev", "GOV"),
        ("KAZ", "Nur-Sultan", "GOV"),
        ("XKX", "Kosovo", "PRE"),
        ("TWN", "Taiwan", "PRE"),
        ("RUS", "Russians", None),
    ],
)
def test_states_are_found_by_what_speaks_for_them(registry, code, text, sector):
    (found,) = registry.lookup(text)
    assert (found.entry.id, found.sector_on()) == (code, sector)


def test_partial_recognition_is_a_sector_of_its_own(registry):
    partial = {state.id for state in registry.of_kind(State) if state.sector_on() == "PRE"}
    assert {"XKX", "PSE", "TWN", "XSL", "XAB", "XSO", "XTN", "XNC"} <= partial


def test_older_names_keep_their_dates(registry):
    (found,) = registry.lookup("Swaziland")
    assert (found.entry.id, found.form.period) == ("SWZ", Period(until=date(2018, 4, 19)))


def test_sectors_change_with_time(registry):
    taliban = registry.entry("group:taliban")
    days = date(2000, 1, 1), date(2015, 1, 1), date(2025, 1, 1)
    assert [taliban.sector_on(day) for day in days] == ["GOV", "REB", "GOV"]


def test_members_come_and_go(registry):
    assert "GBR" in registry.members("IGO:EU", date(2020, 1, 31))
    assert "GBR" not in registry.members("IGO:EU", date(2020, 2, 1))
    assert "SWE" in registry.members("IGO:NATO", date(2024, 3, 7))
    assert len(registry.members("IGO:EU", date(2025, 1, 1))) == 27
    assert len(registry.members("IGO:NATO", date(2025, 1, 1))) == 32
    assert len(registry.members("IGO:UN", date(2025, 1, 1))) == 193
    assert registry.members("collective:e3", date(2025, 1, 1)) == ("FRA", "DEU", "GBR")


def test_offices_are_found_by_country_and_by_person(registry):
    assert "RUS.president" in {office.id for office in registry.offices("RUS")}
    assert {"RUS.president", "RUS.prime-minister"} <= {office.id for office in registry.offices("Q7747")}
    assert registry.offices("nobody") == ()


def test_gaza_is_counted_as_palestine_and_kosovo_as_its_own(registry):
    assert registry.country(registry.entry("XGZ")) == "PSE"
    assert registry.country(registry.entry("XKX")) == "XKX"


def test_organs_belong_to_the_organisation_at_the_top(registry):
    assert registry.country(registry.entry("IGO:IFC")) == "IGO:UN"
    assert registry.country(registry.entry("agency:fsb")) == "RUS"
    assert registry.country(registry.entry("collective:the-west")) is None


def test_holders_change_on_the_day(registry):
    before = registry.holder("USA.president", date(2025, 1, 19))
    after = registry.holder("USA.president", date(2025, 1, 20))
    assert (before.name, after.name) == ("Joe Biden", "Donald Trump")
    assert registry.holder("USA.president", date(1700, 1, 1)) is None
    assert len(registry.holders("AND.co-prince", date(2024, 1, 1))) == 2
    assert registry.holder("AND.co-prince", date(2024, 1, 1)) is None


def test_nouns_know_whether_the_adjective_is_theirs(registry):
    assert [registry.entry(noun).takes_country for noun in ("troop", "rebel", "ally")] == [True, True, False]
    assert [registry.lookup(word)[0].sector_on() for word in ("Police", "lawmakers", "gunmen")] == [
        "COP",
        "LEG",
        "UAF",
    ]
    assert not any(affix.takes_country for affix in registry.of_kind(Affix))


def test_phrases_for_those_named_before_say_what_they_stand_for(registry):
    phrases = "the two leaders", "both countries", "both sides", "the West"
    found = [registry.lookup(phrase)[0].entry for phrase in phrases]
    assert all(isinstance(entry, Collective) for entry in found)
    kinds = [(entry.stands_for, entry.count) for entry in found]
    assert kinds == [("persons", 2), ("states", 2), ("parties", 2), (None, None)]


# ----------------------------------------------------------------------------------------------------- lookup


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Côte d’Ivoire's", "Cote d'Ivoire"),
        ("The Élysée", "elysee"),
        ("U.S.", "US"),
        ("Al-Qaeda", "al Qaeda"),
        ("the Houthis'", "Houthis"),
        ("J. D. Vance", "JD Vance"),
        ("Washington, D.C.", "Washington DC"),
        ("Ḥamās", "Hamas"),
    ],
)
def test_spellings_have_one_key(text, other):
    assert key(text) == key(other)


def test_case_counts_where_it_must(registry):
    assert ids(registry, "us") == [] and ids(registry, "Us") == []
    assert ids(registry, "US") == ids(registry, "U.S.'s") == ["USA"]
    assert ids(registry, "who") == [] and ids(registry, "WHO") == ["IGO:WHO"]
    assert ids(registry, "turkey") == [] and ids(registry, "Turkey") == ["TUR"]
    assert ids(registry, "The west") == [] and ids(registry, "the West") == ["collective:the-west"]
    assert [found.entry.id for found in registry.lookup("kremlin", any_case=True)] == ["RUS"]


def test_an_arabic_surname_is_found_without_its_article(registry):
    assert "Q44329" in ids(registry, "al-Assad") and "Q44329" in ids(registry, "Assad's")


def test_ambiguity_is_kept(registry):
    assert set(ids(registry, "Congolese")) == {"COD", "COG"}
    assert set(ids(registry, "RSF")) == {"group:rapid-support-forces", "ngo:rsf"}


def test_unknown_texts_find_nobody(registry):
    assert registry.lookup("Nobody in particular") == () and registry.lookup("...") == ()
    with pytest.raises(CodebookError, match="no entry 'XYZ'"):
        registry.entry("XYZ")
    with pytest.raises(CodebookError, match="RUS is a state and has no members"):
        registry.members("RUS", date(2025, 1, 1))
    with pytest.raises(CodebookError, match="RUS is a state, not an office"):
        registry.holder("RUS", date(2025, 1, 1))


def test_a_state_is_known_by_its_wikidata_id_too(registry):
    assert registry.entry("Q159") is registry.entry("RUS")
    assert registry.entry("RUS").entity == "Q159"


# ---------------------------------------------------------------------------------------------- a user's file

FRONT = """\
[groups."group:my-front"]
name = "My Front"
country = "MLI"
sector = "REB"
from = "2024-02"
to = "2024"
"""


def test_a_users_file_extends(tmp_path, registry):
    own = extend(tmp_path, FRONT)
    assert ids(own, "My Front") == ["group:my-front"]
    assert own.entry("group:my-front").period == Period(since=date(2024, 2, 1), until=date(2025, 1, 1))
    assert own.sha256 != registry.sha256 and registry.lookup("My Front") == ()


def test_a_users_file_changes_the_keys_it_gives(tmp_path, registry):
    own = extend(tmp_path, '[states.RUS]\nalso = ["the bear"]\ncapital = "Novgorod"\n')
    assert ids(own, "the bear") == ids(own, "Russia") == ids(own, "Novgorod") == ["RUS"]
    assert ids(own, "Moscow") == [] and ids(registry, "Moscow") == ["RUS"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[groups.x]\nname = 'X'\n", "line 1: groups.x: 'x' is no id of groups"),
        ("[foes.x]\nname = 'X'\n", "line 1: foes.x: no section 'foes'; known: sources, states"),
        (FRONT + "colour = 'red'\n", "line 7: groups.group:my-front.colour: unknown key"),
        (FRONT.replace('"2024"', "2020-01-01"), "line 6: groups.group:my-front.to: ends before it begins"),
        (FRONT.replace('"2024"', '"soon"'), "line 6: groups.group:my-front.to: 'soon' is neither a year"),
        (FRONT.replace("MLI", "MLX"), "line 1: group:my-front: no country 'MLX'"),
        (FRONT.replace("REB", "BAD"), "line 1: group:my-front: no sector 'BAD' in the codebook"),
        (FRONT + 'names = ["Hamas", 3]\n', "line 7: groups.group:my-front.names: holds something"),
        (FRONT + 'names = ["Hamas"]\n', "line 1: group:my-front: 'hamas' names group:hamas too"),
        (FRONT + 'parent = "group:none"\n', "line 1: group:my-front: no parent 'group:none'"),
        (FRONT + 'parent = "group:my-front"\n', "line 1: group:my-front: is its own parent"),
        (FRONT + 'ambiguous = ["Other"]\n', "line 1: group:my-front: 'Other' is ambiguous but none of its"),
        (FRONT + 'source = "rumour"\n', "line 1: group:my-front: no source 'rumour'"),
        ('[groups."Q159"]\nname = "X"\n', "line 1: Q159: stands in records as Q159, which is RUS"),
        ("[groups", "own.toml: not TOML"),
        ("groups = 3", "own.toml, line 1: groups: must be a table"),
        (
            '[collectives."collective:c"]\nname = "C"\nmembers = ["XYZ"]\n',
            "line 1: collective:c: no member 'XYZ'",
        ),
        ('[groups.RUS]\nname = "X"\n', "line 1: groups.RUS: 'RUS' is no id of groups"),
        (
            '[nouns]\nsquaddie = { plural = "soldiers", sector = "MIL", takes_country = true }\n',
            "line 2: squaddie: 's",
        ),
    ],
)
def test_a_users_mistake_is_named_with_its_line(tmp_path, text, message):
    with pytest.raises(CodebookError) as raised:
        extend(tmp_path, text)
    assert message in str(raised.value)


TWO = """\
["offices"."MLI.chief"]
title = "Chief"
country = "MLI"
holders = [
  { person = "person:one-person", from = 2020-01-01, to = 2021-01-02 },
  { person = "person:other-person", from = 2021-01-01%s },
]
[persons."person:one-person"]
name = "One Person"
[persons."person:other-person"]
name = "Other Person"
"""


def test_two_holders_at_once_contradict_each_other_unless_marked(tmp_path):
    with pytest.raises(CodebookError, match="person:one-person and person:other-person hold it on one day"):
        extend(tmp_path, TWO % "")
    own = extend(tmp_path, TWO % ", acting = true")
    assert len(own.holders("MLI.chief", date(2021, 1, 1))) == 2
    assert own.holder("MLI.chief", date(2020, 1, 1)).name == "One Person"
    with pytest.raises(CodebookError, match="no person 'person:third'"):
        extend(tmp_path, TWO.replace('{ person = "person:other-person"', '{ person = "person:third"') % "")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CodebookError, match=r"none\.toml: cannot be read"):
        load_registry(tmp_path / "none.toml")
