"""Two sides together."""

import pytest
from building import find, make_report

from detente.codebook.registry import load_registry
from detente.reading.sides import hosted, settle
from detente.schema import Actor, Place, Step

SENTENCE = "The government told reporters that it gave Turkey and the press of Greece a week."


def state(report, words, code):
    entity = load_registry().entry(code).entity
    return Actor(mention=find(report, words), name=words, entity=entity, country=code)


def guessed(report, words, code):
    steps = (Step(rule="setting", detail=f"a place: {code}"),)
    return Actor(mention=find(report, words), name=words, country=code, sector="GOV", steps=steps)


def settled(by, to, text=SENTENCE):
    report = make_report(text)
    return settle(
        tuple(make(report, *given) for make, *given in by),
        tuple(make(report, *given) for make, *given in to),
        report.span(0, len(text)),
    )


def test_a_country_that_was_guessed_gives_way_to_that_of_the_other_side():
    (by,), (to,) = settled([(guessed, "government", "TUR")], [(state, "Turkey", "TUR")])
    assert (by.country, by.steps[-1].rule, to.country) == (None, "counterpart", "TUR")
    (by,), _ = settled([(guessed, "government", "GRC")], [(state, "Turkey", "TUR")])
    assert by.country == "GRC"


def test_whom_a_state_expels_is_not_its_own():
    report = make_report(SENTENCE)
    by, to = (state(report, "Turkey", "TUR"),), (guessed(report, "press", "TUR"),)
    _, (away,) = settle(by, to, report.span(0, len(SENTENCE)), "expelled")
    assert (away.country, away.steps[-1].rule) == (None, "counterpart")


def test_whom_a_state_frees_or_captures_is_not_its_own_for_being_there():
    text = "Turkey will free 30 fishermen and a smuggler."
    report = make_report(text)
    by = (state(report, "Turkey", "TUR"),)
    to = (guessed(report, "30 fishermen", "TUR"), guessed(report, "a smuggler", "TUR"))
    _, (fishermen, smuggler) = settle(by, to, report.span(0, len(text)), "free")
    assert (fishermen.country, fishermen.steps[-1].rule) == (None, "counterpart")
    assert smuggler.country == "TUR"


def test_two_presidents_are_not_both_of_where_one_was_met():
    text = "She met President Ann Moro, and President Lea Vukan in Tbilisi."
    report = make_report(text)
    met = tuple(Actor(mention=find(report, who), name=who) for who in ("Ann Moro", "Lea Vukan"))
    place = Place(name="Tbilisi", mention=find(report, "Tbilisi"), country="GEO", precision="city")
    assert hosted(met, (), place, report.span(0, len(text))) == met


def test_a_state_may_act_upon_its_own():
    _, (to,) = settled([(state, "Turkey", "TUR")], [(guessed, "press", "TUR")])
    assert to.country == "TUR"


def test_a_state_does_nothing_to_itself_beside_others():
    _, to = settled([(state, "Turkey", "TUR")], [(state, "Turkey", "TUR"), (state, "Greece", "GRC")])
    assert [actor.country for actor in to] == ["GRC"]
    _, to = settled([(state, "Turkey", "TUR")], [(state, "Turkey", "TUR")])
    assert [actor.country for actor in to] == ["TUR"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("He told reporters that he would strike.", 0),
        ("Speaking to reporters, he threatened to strike.", 0),
        ("He threatened reporters with jail.", 1),
        ("Police attacked two journalists.", 1),
    ],
)
def test_the_press_that_is_told_of_an_act_is_no_side_of_it(text, left):
    words = "reporters" if "reporters" in text else "journalists"
    _, to = settled([], [(guessed, words, "TUR")], text)
    assert len(to) == left


def test_those_of_two_states_are_not_of_where_they_meet():
    text = "Peru and Chile held talks between their foreign ministers in Panama."
    by = [(state, "Peru", "PER"), (state, "Chile", "CHL")]
    _, (ministers,) = settled(by, [(guessed, "foreign ministers", "PAN")], text)
    assert (ministers.country, ministers.steps[-1].rule) == (None, "counterpart")
    text = "Peru and Chile warned foreign ministers in Panama."
    _, (ministers,) = settled(by, [(guessed, "foreign ministers", "PAN")], text)
    assert ministers.country == "PAN"


@pytest.mark.parametrize(
    ("text", "who", "visitor", "country"),
    [
        ("The envoy held talks in Tbilisi with Prime Minister Ana Beridze.", "Ana Beridze", None, "GEO"),
        ("The envoy held talks in Tbilisi with the Prime Minister.", "the Prime Minister", "TUR", "GEO"),
        ("He held talks in Tbilisi with the Prime Minister.", "the Prime Minister", "GEO", None),
        ("The envoy met Ana Beridze in Tbilisi.", "Ana Beridze", "TUR", None),
        ("He met the president of the bank in Tbilisi.", "the president of the bank", "TUR", None),
        ("The Prime Minister, the envoy and Ana Beridze met in Tbilisi.", "Ana Beridze", "TUR", None),
    ],
)
def test_who_holds_an_office_where_somebody_visits_is_of_there(text, who, visitor, country):
    report = make_report(text)
    visitors = (Actor(name="envoy", country=visitor),)
    met = (Actor(mention=find(report, who), name=who),)
    place = Place(name="Tbilisi", mention=find(report, "Tbilisi"), country="GEO", precision="city")
    (found,) = hosted(met, visitors, place, report.span(0, len(text)))
    assert found.country == country
    assert hosted(met, visitors, None, report.span(0, len(text))) == met
