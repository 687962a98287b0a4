"""Persons, bodies and states unknown to the registry: the report says whose they are, or they stay open."""

from datetime import UTC, datetime

import pytest
from tests.archived import take
from tests.building import NOON, make_report
from tests.test_actors import rules, who

from detente import monitor
from detente.store import Store

GONDWE = (
    "<g:Marevian> Foreign Minister <p:Tadeo Gondwe> accused/VERB Sorland.\n"
    "<p:Gondwe> met/VERB Sorland's president.\n"
    "Sorlandic <n:troops> attacked/VERB the Marevian army."
)


@pytest.mark.parametrize(
    ("text", "asked", "country"),
    [
        ("An Irish <n:priest> , <p:Michael Quibble> , left/VERB Manila.", "Michael Quibble", "IRL"),
        ("The <n:envoy> of <l:Malawi> , <p:Tadeo Quibble> , met/VERB Botswana.", "Tadeo Quibble", "MWI"),
        ("<l:Botswana> 's <n:envoy> , <p:Lesedi Quibble> , met/VERB Kenya.", "Lesedi Quibble", "BWA"),
        ("<p:Naoki Quibble> , Japan 's Minister of Defense , met/VERB Kenya.", "Naoki Quibble", "JPN"),
        ("<p:Bashar al-Assad> and his wife <p:Mona> left/VERB Kenya.", "Mona", "SYR"),
        ("<o:Quibble 10> , an <n:Israeli station> , left/VERB Kenya.", "Quibble 10", "ISR"),
    ],
)
def test_an_apposition_says_whose_somebody_is(text, asked, country):
    actor = who(text, asked)
    assert (actor.country, rules(actor)[-1]) == (country, "described")


def test_a_title_before_a_comma_is_the_person_behind_it():
    actor = who("<l:Botswana> 's <n:president> , <p:Lesedi Quibble> , left/VERB.", "president")
    assert (actor.name, actor.country, rules(actor)[-1]) == ("Lesedi Quibble", "BWA", "apposition")


def test_two_names_in_a_row_are_no_apposition():
    text = "With the Irish <n:president> , <p:Michael Quibble> left/VERB Manila."
    assert who(text, "Michael Quibble").country != "IRL"


@pytest.mark.parametrize(
    ("text", "asked", "country", "rule"),
    [
        ("<n:Protesters> met/VERB the Indian Army.", "Protesters", "IND", "setting"),
        ("<n:Police> left/VERB.\nThey came from Nairobi , Kenya.", "Police", "KEN", "setting"),
        ("A <n:judge> left/VERB the <l:Palace of Quibble in Milan>.", "judge", "ITA", "setting"),
        ("A <n:jury> in <l:Louisville, Kentucky> , left/VERB.", "jury", "USA", "setting"),
        ("A <n:man> left/VERB the <l:Guadalajara Cathedral>.", "man", "MEX", "setting"),
        ("The <n:supporters> left/VERB <l:Cairo>.", "supporters", "EGY", "setting"),
        ("A 17-year-<n:old> left/VERB <l:Cairo>.", "old", "EGY", "setting"),
        ("The <o:Congress of Tabasco> left/VERB.", "Congress of Tabasco", "MEX", "part"),
        ("<o:CHP> , <o:Quibbleist> and <o:MHP> left/VERB Syria.", "Quibbleist", "TUR", "list"),
    ],
)
def test_the_rest_of_the_report_says_whose_somebody_is(text, asked, country, rule):
    actor = who(text, asked)
    assert (actor.country, rules(actor)[-1]) == (country, rule)


def test_initials_and_the_end_of_a_name_go_back_to_it():
    text = "The <o:Irish Quibble Society> met/VERB <p:Kylie Moore-Quibble>.\n<o:IQS> left/VERB Kenya."
    assert who(text, "IQS").country == "IRL"
    again = who(text + "\n<p:Moore-Quibble> left/VERB.", "Moore-Quibble")
    assert again.name == "Kylie Moore-Quibble" and rules(again)[-1] == "earlier"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("<p:Harold Quibble> met/VERB officials of Kenya and of Peru.", "Harold Quibble"),
        ("<n:Scientists> left/VERB.\nNASA agreed.", "Scientists"),
        ("<o:Quibble> reports/VERB that Kenya agreed.", "Quibble"),
        ("ISIS leader <p:Harold Quibble> fled/VERB Iraq and Syria.", "Harold Quibble"),
    ],
)
def test_two_countries_or_none_leave_somebody_open(text, asked):
    assert who(text, asked).country is None


def test_a_dollar_is_no_country():
    assert who("<p:Harold Quibble> owes/VERB US$ 6,000 to Kenya.", "Harold Quibble").country == "KEN"


def test_cut_names_are_whole():
    assert who("President Moon Jae-in met/VERB Kenya.", "Moon Jae").country == "KOR"
    assert who("<l:South Korea> left/VERB North and South Korea.", "South Korea").country == "KOR"


def test_who_leads_an_organisation_now_spoke_for_a_state_before():
    assert who("<p:Mark Rutte> spoke/VERB.", "Mark Rutte", day="2021-12-14").country == "NLD"
    assert who("<p:Mark Rutte> spoke/VERB.", "Mark Rutte", day="2025-03-03").country == "IGO:NATO"


# ------------------------------------------------------------------ states that the registry does not have


@pytest.mark.parametrize(
    ("asked", "name", "entity"),
    [
        ("Marevian", "Marevia", "state:marev"),
        ("Tadeo Gondwe", "Tadeo Gondwe", None),
        ("Gondwe", "Tadeo Gondwe", None),
    ],
)
def test_people_of_a_state_that_nobody_knows_share_it(asked, name, entity):
    text = GONDWE + "\n<l:Marevia> spoke/VERB of its government."
    actor = who(text, asked)
    assert (actor.name, actor.entity, actor.country) == (name, entity, "state:marev")


def test_its_organs_are_the_state_by_name_and_by_demonym():
    actor = who(GONDWE, "troops")
    assert (actor.name, actor.entity, actor.country, actor.sector) == (
        "Sorland",
        "state:sorland",
        "state:sorland",
        "MIL",
    )


@pytest.mark.parametrize(
    "text",
    [
        "<o:Quibbleco> sacked/VERB the Quibbleco president.",
        "The Quibbleco army of quibbleco fans met/VERB the Quibbleco president.",
        "The <o:Harvard> president met/VERB the Harvard government forum.",
    ],
)
def test_what_owns_no_two_things_of_a_state_is_none(text):
    assert not (who(text, "Quibbleco" if "Quibbleco" in text else "Harvard").entity or "").startswith(
        "state:"
    )


SHELLED = (
    "Marevian troops shelled a border post on Monday. The Marevian government threatened Sorland with "
    "sanctions. The Sorland army attacked the navy of Marevia. Sorland's president vowed to respond."
)


def test_such_a_state_goes_from_the_report_into_briefs_and_exports(tmp_path):
    """Nothing behind the reading takes every country for three letters, or for one that the registry has."""
    read = monitor.Reader().read_whole([(make_report(SHELLED, day=3), SHELLED.encode())])
    store = Store(tmp_path / "record", create=True)
    store.add(read, recorded_at=NOON)
    sides = {(*row["by_country"], *row["to_country"]) for row in store.events().iter_rows(named=True)}
    assert ("state:sorland", "state:marev") in sides
    asked = {"about": "state:marev,state:sorland", "as_of": datetime(2025, 6, 6, tzinfo=UTC)}
    brief = monitor.write_brief(store, **asked)
    assert brief.startswith("# Brief: Marevia and Sorland\n")
    assert "state:" not in brief.partition("## Notes")[0]
    for format in ("html", "json"):
        assert "Marevia and Sorland" in monitor.write_brief(store, format=format, **asked)
    dated = [
        row for row in store.events()["date_earliest"] if row is not None
    ]  # archives take none without a day
    for name in ("icews", "gdelt", "polecat"):
        monitor.export_profile(store, name, tmp_path / name)
        assert "state:marev" in (tmp_path / name).read_text("utf-8")
        take(store, name, tmp_path / name, dataset=name)
        assert len(store.events(dataset=name)) == len(dated)


# ----------------------------------------------------------------- regions and bodies that bear their names


@pytest.mark.parametrize(
    ("text", "asked", "country"),
    [
        ("<o:Kerala> bans/VERB plastic bags.", "Kerala", "IND"),
        ("<p:Kerala> bans/VERB plastic bags.", "Kerala", "IND"),
        ("<o:Mumbai> shuts/VERB its schools.", "Mumbai", "IND"),
        ("<p:Victoria> counts/VERB votes.\nSchools in <l:Victoria> are/VERB shut.", "Victoria", "AUS"),
        ("<l:Punjab> bans/VERB kites.\n<g:Pakistani> police agree/VERB.", "police", "PAK"),
        ("Equality <l:Minnesota> sues/VERB.", "Equality Minnesota", "USA"),
        ("The <o:Civil Choir of Tasmania> sues/VERB.", "Civil Choir of Tasmania", "AUS"),
        ("The <o:Defence Choir of Congo> left/VERB <l:Goma>.", "Defence Choir of Congo", "COD"),
        ("<n:Protesters> met/VERB in <l:Whitehall>.", "Protesters", "GBR"),
    ],
)
def test_a_region_acts_for_its_country(text, asked, country):
    assert who(text, asked).country == country


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("<p:Victoria> counts/VERB votes.", "Victoria"),
        ("<l:Punjab> bans/VERB kites.", "Punjab"),
        ("<o:Delta> cancels/VERB flights.", "Delta"),
        ("The <o:Defence Choir of Congo> left/VERB.", "Defence Choir of Congo"),
        ("The <o:Victoria Choir> left/VERB.", "Victoria Choir"),
    ],
)
def test_a_region_that_is_not_sure_stays_open(text, asked):
    assert who(text, asked).country is None


AGENCY = "National Emergency Management Agency"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (f"In <l:Mongolia> , the <o:{AGENCY}> warns/VERB of floods.", "MNG"),
        (f"<l:Tunisia> votes/VERB.\nThe <o:{AGENCY}> warns/VERB.", "TUN"),
        (f"The <o:{AGENCY}> warns/VERB of floods.", "NGA"),
        (f"The <o:{AGENCY}> warns/VERB <l:Nigeria> of floods from <l:Niger>.", "NGA"),
        (f"The <o:{AGENCY}> warns/VERB a <g:Kenyan> pilot.", "NGA"),
        (f"The <o:{AGENCY}> of <l:Kenya> warns/VERB of floods.", "KEN"),
        (f"<l:Peru> and <l:Chile> agreed/VERB.\nThe <o:{AGENCY}> warns/VERB.", "NGA"),
    ],
)
def test_a_body_of_common_words_is_of_the_country_that_the_report_puts_it_in(text, country):
    assert who(text, AGENCY).country == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("In <l:Peru> , the <o:Department of Justice> sues/VERB a bank.", "USA"),
        ("The <o:Department of Justice> of <l:Peru> sues/VERB a bank.", "PER"),
    ],
)
def test_a_famous_body_of_common_words_stays_at_home_unless_it_is_said_whose_it_is(text, country):
    assert who(text, "Department of Justice").country == country


@pytest.mark.parametrize(
    ("text", "asked", "country"),
    [
        ("The <n:Hamas-led government> left/VERB <l:Cairo>.", "government", "PSE"),
        ("The <n:Turkish-led forces> left/VERB <l:Kenya>.", "forces", "TUR"),
        ("The <n:Hamas-controlled ministry> left/VERB <l:Cairo>.", "ministry", "PSE"),
        ("<n:Rwanda-backed rebels> took/VERB a town in <l:Kenya>.", "rebels", "KEN"),
        ("<n:Rwanda-backed rebels> trained/VERB in <l:Rwanda>.", "rebels", None),
        ("<n:Turkish-led coalition> met/VERB.", "coalition", None),
    ],
)
def test_who_leads_tells_the_country_and_who_backs_does_not(text, asked, country):
    assert who(text, asked).country == country


@pytest.mark.parametrize(
    ("text", "day", "country"),
    [
        ("2011 <g:Yemeni> unrest : thousands defy/VERB the <n:Saleh regime>.", "2013-04-01", "YEM"),
        ("Thousands defy/VERB the <n:Saleh regime>.", "2011-04-01", "YEM"),
        ("<l:Kenya> defies/VERB the <n:Saleh regime>.", "1950-04-01", None),
    ],
)
def test_a_surname_of_several_countries_is_the_reports_or_the_holders(text, day, country):
    assert who(text, "Saleh regime", day=day).country == country


@pytest.mark.parametrize(
    ("text", "asked", "country"),
    [
        ("<l:Zambia> ordered/VERB <n:publications> shut.", "publications", "ZMB"),
        ("<l:Zambia> arrests/VERB two <n:fugitives>.", "fugitives", "ZMB"),
        ("<l:Zambia> praises/VERB the <n:movement>.", "movement", "ZMB"),
        ("<l:Zambia> praises/VERB the <n:movement> of <l:Malawi>.", "movement", "MWI"),
        ("<l:Zambia> and <l:Malawi> praise/VERB the <n:movement>.", "movement", None),
        ("<l:Zambia> deports/VERB <n:foreign nationals>.", "foreign nationals", None),
        ("<l:Zambia> deports/VERB <n:foreigners>.", "foreigners", None),
        ("<l:Zambia> arrests/VERB a <n:West African man>.", "West African man", None),
        ("<l:Zambia> expels/VERB <n:Western diplomats>.", "Western diplomats", None),
        ("<l:Zambia> hosts/VERB other <n:countries>.", "countries", None),
        ("The <n:foreign ministry> of <l:Zambia> agreed/VERB.", "foreign ministry", "ZMB"),
    ],
)
def test_plain_nouns_are_of_the_only_country_unless_foreign(text, asked, country):
    assert who(text, asked).country == country


def test_who_served_an_international_body_is_not_it():
    former = "Former/ADJ United Nations <n:spokeswoman> <p:Harriet Quibble> sued/VERB <l:Kenya>."
    assert who(former, "Harriet Quibble").country is None
    assert who(former.replace("Former/ADJ ", ""), "Harriet Quibble").country == "IGO:UN"
    known = "<p:Mark Rutte> spoke/VERB."
    assert who(known, "Mark Rutte", day="2024-09-01").country == "NLD"


@pytest.mark.parametrize(
    ("text", "asked", "country"),
    [
        ("The <o:Patriotic Convention for Change> (CPC) left/VERB.\nThe <o:CPC> spoke/VERB.", "CPC", None),
        ("<l:China> spoke/VERB.\nThe <o:CPC> met/VERB.", "CPC", "CHN"),
        ("The <o:CPC> met/VERB.", "CPC", None),
        ("<l:Brussels> met/VERB.\nThe <o:EU> agreed.", "Brussels", "IGO:EU"),
        ("<l:Belgium> met/VERB.\n<l:Brussels> agreed.", "Brussels", "BEL"),
        ("The <o:Council of Ministers> met/VERB in <l:Togo>.", "Council of Ministers", "TGO"),
        ("The <o:EU> spoke/VERB.\nThe <o:Council of Ministers> met/VERB.", "Council of Ministers", "IGO:EU"),
        ("The <n:president> of the <l:Republic> left/VERB.", "president", None),
    ],
)
def test_a_name_that_others_have_too_is_theirs_where_the_report_says_so(text, asked, country):
    assert who(text, asked).country == country


def test_small_places_of_one_name_are_told_apart_by_what_the_report_names():
    text = "<l:Turkey> and <l:Greece> met/VERB.\nOn a <n:Greek island> the <n:mayor of Kas> spoke/VERB."
    assert who(text, "mayor of Kas").country == "TUR"


def test_a_union_is_no_agency():
    text = "<o:UNHCR> left/VERB.\nThe <n:union> spoke/VERB."
    assert who(text, "union").country is None


def test_a_month_is_nobodys_name():
    assert who("On May 5 five <n:fishermen> left/VERB Peru.", "fishermen").country != "GBR"
    assert who("<p:May> left/VERB Peru.", "May", day="2018-03-03").country == "GBR"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("GABORONE \u2014 Our own soldiers attacked Angola on Monday. Botswana apologised.", "BWA"),
        ('Peru will not talk. "Our army attacked Chile," said the Bolivian president.', "BOL"),
    ],
)
def test_ours_is_of_whoever_speaks(text, country):
    told = [one for one in monitor.Reader().read(make_report(text)) if one.kind == "event"]
    attack = next(one for one in told if one.type == "ASSAULT")
    assert [actor.country for actor in attack.by] == [country]
