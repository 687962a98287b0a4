"""Leaders named and then spoken of in the same breath; envoys, visitors, and whom a place tells of."""

from datetime import UTC, datetime

import pytest
from test_actors import who

from detente.monitor.reader import read_text
from detente.schema import Event, Statement

TOLD = datetime(2025, 10, 16, 12, tzinfo=UTC)
CALL = (
    "Donald Trump will meet Vladimir Putin in Budapest to try to end the war in Ukraine, he announced on "
    "Thursday, after the two leaders had talked by telephone for two hours."
)


def read(text):
    return read_text(text, retrieved_at=TOLD, published_at=TOLD)


def test_two_leaders_are_those_whom_the_sentence_names():
    talked = next(one for one in read(CALL) if isinstance(one, Event) and one.trigger.text == "talked")
    assert {actor.country for actor in talked.by} == {"USA", "RUS"}


def test_who_announces_what_he_will_do_is_its_subject():
    said = next(one for one in read(CALL) if isinstance(one, Statement))
    assert said.speaker.country == "USA"


def test_a_name_after_a_place_is_no_place():
    text = "Putin spoke first. In Paris, Zelensky thanked Emmanuel Macron. He accused Russia of lying."
    accused = next(one for one in read(text) if isinstance(one, Event) and one.trigger.text == "accused")
    assert [actor.country for actor in accused.by] == ["UKR"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("<l:Poland> summoned/VERB the <n:Russian charge d'affaires>, <p:Andrei Ordash>.", "RUS"),
        ("<l:Poland> summoned/VERB the <n:Russian chargé d\u2019affaires>, <p:Andrei Ordash>.", "RUS"),
    ],
)
def test_a_charge_is_of_the_sender(text, country):
    actor = who(text, "Andrei Ordash")
    assert (actor.country, actor.sector) == (country, "GOV")


def test_a_consul_general_is_no_soldier():
    assert who("The Indian <n:consul general> left/VERB.", "consul general").sector == "GOV"


def test_visitors_are_not_of_the_place_where_they_are():
    told = "<l:Russia> was/AUX told/VERB. In <l:Russia> <n:officials> came/VERB. "
    assert who(f"{told}The <n:visitors> left/VERB.", "visitors").country is None
    assert who(f"{told}The <n:officials> left/VERB.", "officials").country == "RUS"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A gunman shot two students in Moscow, Idaho.", "USA"),
        ("A gunman shot two students in Moscow, Russia.", "RUS"),
        ("A gunman shot two students in Moscow.", "RUS"),
    ],
)
def test_a_capital_has_namesakes(text, country):
    shot = next(one for one in read(text) if isinstance(one, Event))
    assert [actor.country for actor in shot.by] == [country]


@pytest.mark.parametrize(("place", "country"), [("the Gaza Strip", None), ("Bucha, Ukraine", "UKR")])
def test_an_army_is_of_no_land_that_has_none(place, country):
    killed = next(one for one in read(f"Troops killed 61 people in {place}.") if isinstance(one, Event))
    assert [actor.country for actor in killed.by] == [country]


@pytest.mark.parametrize(
    ("body", "country"),
    [("Human Rights Watch", None), ("Oxfam", None), ("Reuters", None), ("The Ethiopian police", "ETH")],
)
def test_a_body_heard_of_anywhere_tells_no_country(body, country):
    shelled = next(one for one in read(f"{body} said troops killed 12 people.") if isinstance(one, Event))
    assert [actor.country for actor in shelled.by] == [country]


def test_a_first_name_is_nobody_elses():
    text = "They shot at the legislator's guard Khalid Khan in Karachi, Pakistan."
    shot = next(one for one in read(text) if isinstance(one, Event))
    assert {actor.country for actor in shot.to} == {"PAK"}


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Hezbollah commander Ali Hassan was killed.", "LBN", "REB"),
        ("Ali Hassan, a commander of Hezbollah, was killed.", "LBN", "REB"),
        ("Omar Diallo, a jihadist leader, was killed in Mali.", "MLI", "REB"),
        ("Police killed the leader of the Gulf Cartel in Mexico.", "MEX", "CRM"),
        ("Police in Mali killed four rebel commanders.", "MLI", "REB"),
        ("A Revolutionary Guards commander was killed.", "IRN", "MIL"),
        ("Two Iraqi military officers were killed.", "IRQ", "MIL"),
        ("Abu Moaz, leader of ISIL in Libya, was killed.", "LBY", "REB"),
        ("Six Chechen soldiers were killed.", "RUS", "MIL"),
        ("Italian Minister of Economy and Finances Pier Carlo Rossi was killed.", "ITA", "GOV"),
        ("Police killed two FARC representatives in Colombia.", "COL", "REB"),
    ],
)
def test_who_leads_an_armed_group_is_no_officer_of_state(text, country, sector):
    killed = next(one for one in read(text) if isinstance(one, Event) and one.trigger.text == "killed")
    assert [(actor.country, actor.sector) for actor in killed.to] == [(country, sector)]


def test_commanders_of_the_group_are_those_of_the_one_named():
    text = "Hezbollah denied it. Israel killed two commanders of the group in Tyre."
    killed = next(one for one in read(text) if isinstance(one, Event) and one.trigger.text == "killed")
    assert [(actor.name, actor.sector) for actor in killed.to] == [("Hezbollah", "REB")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Russian drones hit a market in Kherson, local officials said.", "UKR"),
        ("Ukrainian forces shelled Belgorod, the regional governor said.", "RUS"),
    ],
)
def test_local_officials_are_of_the_place_of_what_they_tell(text, country):
    said = next(one for one in read(text) if isinstance(one, Statement))
    assert said.speaker.country == country


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The African Union's Peace and Security Council suspended Niger.", ["African Union"]),
        (
            "Kurdish units captured the town from Islamic State of Iraq and the Levant forces.",
            ["Islamic State"],
        ),
        ("Togo and Gabon attacked Benin.", ["Togo", "Gabon"]),
    ],
)
def test_a_name_with_and_is_no_list(text, names):
    act = next(one for one in read(text) if isinstance(one, Event))
    told = act.to if names == ["Islamic State"] else act.by
    assert [actor.name for actor in told] == names


def test_whom_somebody_spies_for_is_not_whose_he_is():
    executed = next(
        one
        for one in read("Iran executed four prisoners convicted of spying for Israel.")
        if isinstance(one, Event)
    )
    assert {actor.country for actor in executed.to} == {"IRN"}


def test_an_ally_is_another():
    text = "The Tobruk Defense Brigades, an ally of Hamas, captured five cities in Libya."
    assert "Hamas" not in [actor.name for one in read(text) if isinstance(one, Event) for actor in one.by]


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Forces loyal to Khalifa Haftar attacked Tripoli.", "LBY", "REB"),
        ("Forces loyal to President Vladimir Putin attacked Kharkiv.", "RUS", "MIL"),
        ("Kurdish guerrillas attacked a Turkish post.", None, "REB"),
    ],
)
def test_forces_are_not_whom_they_follow(text, country, sector):
    attacked = next(one for one in read(text) if isinstance(one, Event))
    assert [(actor.country, actor.sector, actor.role) for actor in attacked.by] == [(country, sector, None)]


def test_a_surname_goes_to_whom_the_title_names():
    text = (
        "Corazon Aquino, the widow of Senator Benigno Aquino, died on Monday. In 1992 Aquino backed her then "
        "Defense Secretary Fidel V. Ramos in the Philippines."
    )
    told = read_text(text, retrieved_at=TOLD, published_at=TOLD, title="Corazon Aquino dies at 76")
    backed = next(one for one in told if isinstance(one, Event) and one.trigger.text == "backed")
    assert [actor.name for actor in backed.by] == ["Corazon Aquino"]
    assert [actor.country for actor in backed.to] == ["PHL"]
