"""One promise may bind to several things, of several sides and days."""

from datetime import UTC, date, datetime

import pytest

from detente.monitor.reader import read_text
from detente.schema import Commitment

TOLD = datetime(2026, 5, 7, 12, tzinfo=UTC)


def promised(text):
    records = read_text(text, retrieved_at=TOLD, published_at=TOLD)
    return [
        (one.by[0].country, one.action.text, one.due and one.due.latest)
        for one in records
        if isinstance(one, Commitment)
    ]


def test_each_obligation_has_its_own_day():
    text = "Tanzania is to free 23 fishermen by Friday and to let two trawlers leave by 3 June."
    assert promised(text) == [
        ("TZA", "free 23 fishermen", date(2026, 5, 8)),
        ("TZA", "let two trawlers leave", date(2026, 6, 3)),
    ]


def test_each_obligation_has_its_own_side():
    text = "Under the accord Turkey will reopen its airspace and Armenia will release the detained pilots."
    assert promised(text) == [
        ("TUR", "reopen its airspace", None),
        ("ARM", "release the detained pilots", None),
    ]


def test_a_list_is_one_of_obligations():
    text = (
        "Sudan agreed to reopen the crossing within a week, to withdraw two battalions by 20 May and to pay "
        "the drivers."
    )
    assert [action for _, action, _ in promised(text)] == [
        "reopen the crossing",
        "withdraw two battalions",
        "pay the drivers",
    ]


def test_what_is_denied_stays_denied():
    text = "Chile undertook not to attack or mine the road, and to free all hostages before 1 June."
    assert [action for _, action, _ in promised(text)] == [
        "not to attack or mine the road",
        "free all hostages",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "France promised on Monday to withdraw its troops and pay damages.",
        "Peru agreed to meet Chile in Lima next week to end the quarrel.",
    ],
)
def test_one_clause_is_one_obligation(text):
    assert len(promised(text)) == 1
