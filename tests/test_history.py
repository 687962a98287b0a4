"""What a text only reminds of is no news."""

import pytest
from building import make_report

from detente.crisis.history import is_history
from detente.crisis.known import day_of
from detente.schema import Event, Grounds, When


def mention(text, trigger, **more):
    report = make_report(text, day=3)
    start = text.index(trigger)
    return Event(
        trigger=report.span(start, start + len(trigger)),
        type="ASSAULT",
        when=When(earliest=report.known_at.date(), latest=report.known_at.date(), basis="publication"),
        intensity=-9.75,
        grounds=Grounds(
            evidence=(report.span(0, len(text)),),
            known_at=report.known_at,
            reading_id="hand",
            probability=0.9,
        ),
        **more,
    )


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The song contest goes ahead despite the Russian invasion of Ukraine.", "invasion"),
        ("Trade has grown since the 2014 annexation of Crimea.", "annexation"),
        ("It is the largest package since the start of the war and the invasion.", "start"),
        ("Crowds marked the third anniversary of the attack.", "attack"),
        ("A court heard the case of the 2019 attack on the mosque.", "attack"),
        ("In spite of repeated strikes the port works.", "strikes"),
    ],
)
def test_what_is_taken_as_known_is_history_and_has_no_day(text, trigger):
    event = mention(text, trigger)
    assert not event.background
    assert is_history(event)
    assert day_of(event) is None


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Russia launched an invasion of Ukraine.", "invasion"),
        ("Despite the truce, the army shelled the town.", "shelled"),
        ("Since Monday the navy has attacked four ships.", "attacked"),
        ("The army began a 2025 offensive.", "offensive"),  # this year's
        ("Ministers met after the strikes on the port.", "strikes"),
    ],
)
def test_what_is_told_is_news(text, trigger):
    event = mention(text, trigger)
    assert not is_history(event)
    assert day_of(event) == event.grounds.known_at.date()
    assert is_history(mention(text, trigger, background=True))
