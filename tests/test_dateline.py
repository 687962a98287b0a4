"""Whose officials go without their country: by where a report was written."""

import pytest
from tests.building import make_report
from tests.test_actors import who

from detente.reading.dateline import find_dateline, own_start
from detente.sentences import split

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


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("ANKARA/BRUSSELS, July 21 (Wire) - Turkey recalled its envoy.", "Turkey recalled its envoy."),
        ("Kyiv, 3 March 2026 \u2013 Shells fell.", "Shells fell."),
        ("NAIROBI, Kenya (AP) \u2014 Police left.", "Police left."),
        ("LOM\u00c9, Feb. 14 (Wire) - Police left.", "Police left."),
        ("VIENNA - Talks began.", "Talks began."),
        ("OPEC - the cartel - met.", "OPEC - the cartel - met."),
        ("BERLIN: The chancellor spoke.", "BERLIN: The chancellor spoke."),
        ("President Sok - who left - spoke.", "President Sok - who left - spoke."),
        ("10:45 GMT - Police left.", "Police left."),
        ("03:05 Police left.", "Police left."),
        ("12:30 was the time.", "12:30 was the time."),
    ],
)
def test_what_stands_before_a_sentence_is_no_part_of_it(text, own):
    report = make_report(text)
    (sentence, *_) = split(report)
    assert sentence.span.text[own_start(report, sentence) :] == own


def test_behind_a_sentence_stands_no_dateline():
    report = make_report("Shells fell.\n\nVIENNA - Talks began.\n")
    assert own_start(report, split(report)[-1]) == 0
    assert find_dateline(report) is None


@pytest.mark.parametrize(
    "above",
    [
        "*Correction, May 25: An earlier version said that the navy had seized the ship.*",
        "(Corrects the name of the port in paragraph three.)",
        "Navy seizes ship\n\nBy Ann Banda",
        "Correction: it was a tug.",
        "Correction, May 25: An earlier version said that the navy had seized the ship. It had not.",
    ],
)
def test_a_note_or_a_headline_may_stand_above_a_dateline(above):
    report = make_report(f"{above}\n\nVIENNA, May 25 (Wire) - Talks began.\n")
    last = split(report)[-1]
    assert last.span.text[own_start(report, last) :] == "Talks began."
    assert find_dateline(report).text == "VIENNA"


@pytest.mark.parametrize(
    ("lead", "country"),
    [
        ("<l:Kenya> saw/VERB long and loud protests in <l:Nairobi>.", "KEN"),
        ("<l:Kenya> blamed/VERB <l:Somalia> for all that had come.", None),
        (
            "Protests began/VERB anew after what was said in <l:Nairobi>.",
            None,
        ),  # a capital alone may be where others met
    ],
)
def test_a_report_is_set_in_the_only_country_of_its_first_sentence(lead, country):
    told = f"{lead}\nMuch was/AUX said of <l:Uganda>.\n<p:Foreign Minister Anan Sok> spoke/VERB."
    assert who(told, "Anan Sok").country == country


@pytest.mark.parametrize("asked", ["government", "foreign minister", "diplomats", "Supreme Court", "army"])
def test_a_place_of_others_tells_nothing_of_who_is_of_a_state(asked):
    text = (
        f"Much was/AUX said of <l:Kenya> and <l:Uganda>.\nThe <n:{asked}> spoke/VERB of talks in <l:Qatar>."
    )
    assert who(text, asked).country is None


def test_a_sentence_that_begins_with_a_place_is_set_there():
    text = "<l:Kenya> met/VERB <l:Uganda>.\nIn <l:Qatar> the <n:foreign minister> spoke/VERB."
    assert who(text, "foreign minister").country == "QAT"


def test_local_officials_are_of_the_place_where_they_are():
    text = "<l:Kenya> met/VERB <l:Uganda>.\nThe <n:mayor> spoke/VERB in <l:Qatar>."
    assert who(text, "mayor").country == "QAT"


@pytest.mark.parametrize(
    ("publisher", "country"),
    [
        ("daily.gr", "GRC"),
        ("mfa.gov.tr", "TUR"),
        ("wire.example", None),
        ("tv.co.uk", None),
        ("state.gov", None),
        ("Ministry of Defence of the Hellenic Republic", "GRC"),
        ("Ministry of Defence of Greece", "GRC"),
        ("Athens Courier", "GRC"),
    ],
)
def test_a_publishers_own_go_without_their_country(publisher, country):
    text = "Much was/AUX said of <l:Turkey> and <l:Greece>.\nThe <n:government> met/VERB."
    assert who(text, "government", publisher=publisher).country == country


def test_a_governments_own_statement_is_set_at_home_however_often_it_names_others():
    told = "Of <l:Greece>, <l:Greece> and <l:Greece>, of <l:Turkey> much was/AUX said."
    text = f"{told}\nThe <n:government> met/VERB."
    assert who(text, "government", publisher="Turkish Ministry of Foreign Affairs").country == "TUR"
    assert who(text, "government", publisher="Turkey Today").country is None
