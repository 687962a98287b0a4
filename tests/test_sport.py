"""Matches, which are told in the words of war."""

import pytest
from building import find, make_report

from detente.reading.sport import is_of_match

MATCH = (
    "Their side was bombarded for an hour of the semi-final. The goalkeeper beat off raid after raid. "
    "After half-time a striker shot them down, and the referee ended their misery in stoppage time."
)


def asked(text, sentence):
    report = make_report(text)
    return is_of_match(report, find(report, sentence))


@pytest.mark.parametrize("sentence", [one + "." for one in MATCH.rstrip(".").split(". ")])
def test_every_sentence_of_a_match_is_of_it(sentence):
    assert asked(MATCH, sentence)


@pytest.mark.parametrize(
    "grave",
    [
        "Police fired tear gas at the stands.",
        "Two people were killed in the crush.",
        "The government banned the guests from its stadiums.",
        "A bomb went off outside.",
    ],
)
def test_what_is_grave_is_meant_as_it_says(grave):
    assert not asked(f"{MATCH} {grave}", grave)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels bombarded the stadium, where a football league had its final goal scored years ago.",
        "The final goal of the team of negotiators is peace, its supporters and key players say.",
        "Troops took the town.",
    ],
)
def test_a_word_or_two_of_sport_make_no_match(text):
    assert not asked(text, text)
