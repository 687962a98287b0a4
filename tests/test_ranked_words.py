"""What moved an act's odds, in words: every feature has some, and none shows its own name."""

import re

import numpy as np
import pytest

from detente.outlook.ranking.backoff import even_weights
from detente.outlook.ranking.facts import both_ways
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.tallies import NEVER
from detente.outlook.ranking.windows import likely_acts
from detente.outlook.ranking.words import Act, moved, said

ACT = Act(subject="RUS", other="USA")
UNDERGONE = Act(subject="USA", other="RUS", undergone=True)


def names():
    """What the columns of a look at likely acts are called."""
    memory = Memory(both_ways([(0, 0, 1, 0), (1, 1, 2, 1)], entities=3, relations=2))
    memory.learn(0)
    memory.learn(1)
    return likely_acts(memory, np.array([0]), 2, even_weights(), 7, undergone=False).names


@pytest.mark.parametrize("name", names())
def test_every_feature_has_words(name):
    for act in (ACT, UNDERGONE):
        for value in (0.0, 0.3, 1.0, 2.5, 40.0, NEVER):
            phrase = said(name, value, act)
            assert phrase and "{" not in phrase and phrase == " ".join(phrase.split())
            assert not re.search(r"triple|relation|relative|_|pair|subject|object", phrase)
            assert not re.search(r"\b1 (such )?(act|day|time|side)s\b", phrase)


def test_no_two_features_say_the_same():
    phrases = [said(name, 0.7, ACT) for name in names()]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize(
    ("feature", "value", "words"),
    [
        ("triple 0", 0.992, "came often in the last days"),
        ("triple 0", 0.0, "did not come in the last days"),
        ("triple 2", 1.0, "came seldom in the last month"),
        ("triple 4", 166.0, "came on 166 days in all"),
        ("triple 4", 1.0, "came on 1 day in all"),
        ("triple since", 3.0, "last came 3 days ago"),
        ("triple since", 1.0, "last came 1 day ago"),
        ("triple since", NEVER, "never came before"),
        ("triple gap", 3.04, "usually came every 3 days"),
        ("triple gap", 2.5, "usually came every 2.5 days"),
        ("triple gap", 1.0, "usually came every day"),
        ("triple gap", NEVER, "did not come twice before"),
        ("subject relation 2", 14.8, "such acts by RUS came often in the last month"),
        ("subject relation 4", 1.0, "such acts by RUS came 1 time in all"),
        ("relation object 3", 20.0, "such acts upon USA came now and then in the last months"),
        ("triple of subject relation 4", 0.714, "made up 71 % of such acts by RUS in all"),
        (
            "pair of subject 1",
            0.5,
            "acts between RUS and USA made up 50 % of acts by or upon RUS in the last week",
        ),
        ("met", 1.0, "RUS had such acts with 1 side"),
        ("same home", 0.0, "that the two are not of one country"),
        ("rank", 0.0, "by counts of the past alone, USA is candidate number 1"),
    ],
)
def test_words_of_an_act(feature, value, words):
    assert said(feature, value, ACT) == words


def test_what_is_undergone_is_told_from_its_other_end():
    assert said("subject relation 4", 3.0, UNDERGONE) == "such acts upon USA came 3 times in all"
    assert said("relation object 4", 3.0, UNDERGONE) == "such acts by RUS came 3 times in all"
    kind = said("kind relation object 3", 3.0, UNDERGONE)
    assert kind.startswith("such acts by RUS upon sides of USA's kind")


def test_factors_are_told():
    assert moved("triple since", 3.0, np.log(3.86), ACT) == "last came 3 days ago (x3.9)"
    assert moved("triple since", 3.0, np.log(0.64), ACT).endswith("(x0.64)")


def test_a_feature_without_words_is_an_error():
    with pytest.raises(KeyError):
        said("phase of the moon", 1.0, ACT)
