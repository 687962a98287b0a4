"""Whose officials go without their country: by where a report was written."""

import pytest
from tests.building import make_report
from tests.test_actors import who

from detente.reading.dateline import find_dateline

TOWN = "<l:{}> \u2014 Shells fell/VERB on the town, and <l:Cambodia> blamed/VERB <l:Laos>.\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KYIV, Ukraine, March 3 (Reuters) - Shells fell.", "KYIV, Ukraine"),
        ("SIEM PANG \u2014 Shells fell.", "SIEM PANG"),
        ("PAKSE, Laos, April 1 (Indochina Wire) - Shells fell.", "PAKSE, Laos"),
        ("Shells fell on Kyiv.", None),
    ],
)
def test_a_dateline_is_the_place_before_the_first_sentence(text, place):
    found = find_dateline(make_report(text))
    assert (found.text if found else None) == place


@pytest.mark.parametrize(("town", "country"), [("STUNG TRENG", "KHM"), ("ATTAPEU", "LAO")])
@pytest.mark.parametrize(
    "told",
    [
        "<p:Foreign Minister Anan Sok> spoke/VERB.",
        "<p:Colonel Anan Sok> spoke/VERB.",
        "The <n:police> spoke/VERB.",
        "<p:Governor Anan Sok> said/VERB of the <n:Lao engineers> and <n:Cambodian engineers> this.",
    ],
)
def test_the_own_go_without_their_country(town, country, told):
    asked = "police" if "police" in told else "Anan Sok"
    assert who(TOWN.format(town) + told, asked).country == country


@pytest.mark.parametrize(
    ("told", "country"),
    [
        ("<p:Anan Sok>, secretary at the <o:Lao embassy>, spoke/VERB.", "LAO"),
        ("<p:Abena Kyeremeh of Ghana> spoke/VERB.", "GHA"),
        ("<l:Vientiane> rejected/VERB that.\n<p:General Anan Sok> spoke/VERB.", "LAO"),
        ("<p:Foreign Ministers Anan Sok> and Bo Vang spoke/VERB.", None),
    ],
)
def test_what_stands_beside_goes_before_the_dateline(told, country):
    asked = "Abena Kyeremeh of Ghana" if "Abena" in told else "Anan Sok"
    assert who(TOWN.format("STUNG TRENG") + told, asked).country == country


def test_a_capital_from_which_others_are_told_of_says_nothing():
    told = "<l:Thailand> saw/VERB <l:Laos> meet <l:Cambodia>"
    text = f"<l:BANGKOK> \u2014 {told}, and <l:Laos> and <l:Cambodia>, <l:Cambodia> and <l:Laos> spoke.\n"
    assert who(text + "The <n:police> spoke/VERB.", "police").country != "THA"
