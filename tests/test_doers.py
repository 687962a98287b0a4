"""What is answered is not the doing of whoever answers, nor a killing that of whoever is killed."""

from datetime import UTC, datetime

import pytest

from detente.monitor.reader import read_text
from detente.schema import Event

TOLD = datetime(2026, 5, 7, 12, tzinfo=UTC)


def doers(text, trigger):
    records = read_text(text, retrieved_at=TOLD, published_at=TOLD)
    act = next(one for one in records if isinstance(one, Event) and one.trigger.text == trigger)
    return [actor.country for actor in act.by]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Putin vowed to retaliate for the raid, the foreign ministry said.", "raid"),
        ("Iran avenged the killing of its general.", "killing"),
    ],
)
def test_who_answers_did_not_do_what_is_answered(text, trigger):
    assert doers(text, trigger) == []


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        ("Israel responded to the attack by Hezbollah with airstrikes.", "attack", ["LBN"]),
        ("Israel responded to the attack by Hezbollah with airstrikes.", "airstrikes", ["ISR"]),
        ("Israel retaliated with airstrikes in Gaza.", "airstrikes", ["ISR"]),
    ],
)
def test_the_doers_of_both_acts_stay(text, trigger, by):
    assert doers(text, trigger) == by


def sufferers(text, trigger):
    records = read_text(text, retrieved_at=TOLD, published_at=TOLD)
    act = next(one for one in records if isinstance(one, Event) and one.trigger.text == trigger)
    return [actor.text for actor in act.to]


def test_who_is_killed_is_no_killer():
    text = "The police said that Raza Haider's killing may be related to an operation in Karachi."
    assert doers(text, "killing") == []
    assert sufferers(text, "killing") == ["Raza Haider"]


def test_who_kills_others_is():
    text = "Libya condemned Israel's killing of civilians in Gaza."
    assert doers(text, "killing") == ["ISR"]


def test_who_blame_each_other_each_say_that_the_other_did_it():
    text = "Hamas and the Israel Defense Forces blame each other for the blast."
    assert doers(text, "blast") == []
    assert sorted(doers(text, "blame")) == ["ISR", "PSE"]
    accused = sufferers("Russia and Ukraine accused each other of it.", "accused")
    assert sorted(accused) == ["Russia", "Ukraine"]
