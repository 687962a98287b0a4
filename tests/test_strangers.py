"""Persons, bodies and states unknown to the registry: the report says whose they are, or they stay open."""

import pytest
from tests.test_actors import rules, who

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
        ("<n:Protesters> met/VERB the Indian Army.", "Protesters", "IND", "clue"),
        ("<n:Police> left/VERB.\nThey came from Nairobi , Kenya.", "Police", "KEN", "clue"),
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
