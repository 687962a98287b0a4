"""A strike is of arms or of work, by the report."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from building import make_report

from detente.reading.drafts import Draft
from detente.reading.senses import as_meant, is_departure


@dataclass(frozen=True)
class Drafted:
    label: str
    mode: str | None
    anchor: tuple[int, int]


def meant(text, label="PROTEST"):
    words = text.split()
    word = next(at for at, one in enumerate(words) if one.startswith("strike"))
    page = SimpleNamespace(report=make_report(text), words=words)
    draft = as_meant(page, Drafted(label=label, mode="strike", anchor=(word, word + 1)))
    return draft.label, draft.mode


@pytest.mark.parametrize(
    "text",
    [
        "Missiles hit the market. Hundreds marched in protest at the strike in silence.",
        "A drone came at noon; aid workers counted nine dead after the strike there.",
    ],
)
def test_a_strike_among_weapons_is_an_attack(text):
    assert meant(text) == ("ASSAULT", None)


@pytest.mark.parametrize(
    "text",
    [
        "The unions called a strike after rockets hit the harbour.",
        "Rockets fell on a city that a general strike had emptied.",
        "The strike is in its third week.",
    ],
)
def test_a_strike_stays_one_where_work_is_spoken_of_or_no_weapon(text):
    assert meant(text) == ("PROTEST", "strike")


def test_other_acts_stay_as_they_are():
    assert meant("Missiles hit the market before the strike began.", "ACCUSE") == ("ACCUSE", "strike")


@pytest.mark.parametrize(
    ("words", "leaves"),
    [
        ("The envoy has left for Athens", True),
        ("The minister left office", False),
        ("Rebel fighters left for the hills", False),
        ("He left at noon for Rome", True),
    ],
)
def test_who_leaves_for_a_town_neither_resigns_nor_retreats(words, leaves):
    words = words.split()
    draft = Draft(
        layer="events", anchor=(words.index("left"), words.index("left") + 1), label="RETREAT", score=1.0
    )
    assert is_departure(SimpleNamespace(words=words), draft) is leaves
