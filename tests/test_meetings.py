"""A meeting that is named again without its parties is that of those told of just before."""

from datetime import UTC, date, datetime

import pytest
from tests.building import make_grounds
from tests.test_actors import pages_of

from detente.monitor.reader import read_text
from detente.reading.drafts import Draft
from detente.reading.meetings import Meetings
from detente.schema import Actor, Commitment, Event, When

MALI, CHAD = Actor(name="Mali", country="MLI"), Actor(name="Chad", country="TCD")


def parties(
    later, noun, *, type="AGREE", mode=None, by=(MALI, CHAD), between=0, status="reported", now="reported"
):
    """Who met in the last of some sentences, of which the first tells of an act of `by`."""
    text = "\n".join(["Mali and Chad spoke/VERB.", *["It rained/VERB."] * between, later])
    _, pages = pages_of(text)
    first, last = pages[0], pages[-1]
    act = Event(
        trigger=first.span((3, 4)),
        type=type,
        mode=mode,
        by=by,
        to=by,
        when=When(),
        status=status,
        intensity=1.0,
        grounds=make_grounds(first.report),
    )
    meetings = Meetings()
    meetings.note(first, act)
    word = last.words.index(noun)
    draft = Draft(layer="events", anchor=(word, word + 1), label="CONSULT", score=1.0, status=now)
    return meetings.sides(last, draft, (), ())[0]


@pytest.mark.parametrize(
    ("later", "noun"),
    [
        ("The/DET talks/NOUN lasted/VERB.", "talks"),
        ("The/DET second/ADJ round/NOUN of/ADP direct/ADJ talks/NOUN ended/VERB.", "talks"),
        ("Both/DET left/VERB the/DET meeting/NOUN early/ADV.", "meeting"),
    ],
)
def test_the_parties_are_those_told_of_before(later, noun):
    found = parties(later, noun)
    assert [actor.name for actor in found] == ["Mali", "Chad"]
    assert all(actor.steps[-1].rule == "meeting" for actor in found)


@pytest.mark.parametrize(
    ("later", "noun"),
    [
        ("Talks/NOUN are/AUX rare/ADJ.", "Talks"),
        ("A/DET meeting/NOUN was/AUX held/VERB.", "meeting"),
        ("The/DET <l:Lima> talks/NOUN ended/VERB.", "talks"),
        ("The/DET talks/NOUN between/ADP others/NOUN ended/VERB.", "talks"),
        ("The/DET summit/NOUN ended/VERB.", "summit"),
        ("The/DET call/NOUN ended/VERB.", "call"),
    ],
)
def test_another_meeting_is_not_theirs(later, noun):
    assert parties(later, noun) == ()


def test_what_was_told_of_must_be_near_and_done_by_both():
    later = "The/DET talks/NOUN lasted/VERB."
    assert parties(later, "talks", between=2)
    assert parties(later, "talks", between=3) == ()
    assert parties(later, "talks", by=(MALI,)) == ()
    assert parties(later, "talks", type="ASSAULT") == ()


def test_what_was_done_is_not_what_is_ahead():
    later = "The/DET talks/NOUN begin/VERB."
    assert parties(later, "talks", type="CONSULT", status="planned", now="promised")
    assert parties(later, "talks", type="CONSULT", status="planned") == ()
    assert parties(later, "talks", now="planned") == ()
    assert parties(later, "talks", now="denied") == ()
    assert parties(later, "talks", type="CONSULT", status="denied") == ()


def test_a_call_is_one_by_telephone():
    later = "The/DET call/NOUN lasted/VERB."
    assert parties(later, "call", type="CONSULT", mode="phone")
    assert parties("The/DET meeting/NOUN lasted/VERB.", "meeting", type="CONSULT", mode="phone") == ()


def read(text):
    told = datetime(2025, 10, 16, 12, tzinfo=UTC)
    return read_text(text, retrieved_at=told, published_at=told)


def countries(actors):
    return {actor.country for actor in actors}


def test_the_two_are_those_told_of_together():
    records = read("Donald Trump telephoned Vladimir Putin, and the two agreed to meet in Budapest.")
    acts = {one.trigger.text: one for one in records if isinstance(one, Event)}
    bound = next(one for one in records if isinstance(one, Commitment))
    assert all(countries(acts[word].by) == {"USA", "RUS"} for word in ("agreed", "meet"))
    assert countries(bound.by) == {"USA", "RUS"}


def test_the_two_are_nobody_where_nothing_was_done_together():
    records = read("Donald Trump scolded Vladimir Putin. The two agreed to meet in Budapest.")
    assert not any(one.steps[-1].rule == "meeting" for act in events(records) for one in act.by if one.steps)


def events(records):
    return [one for one in records if isinstance(one, Event)]


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ("The talks lasted an hour.", date(2025, 10, 13)),
        ("The talks on Tuesday lasted an hour.", date(2025, 10, 14)),
        ("Talks about grain were held in Oslo.", date(2025, 10, 16)),
    ],
)
def test_a_meeting_named_again_is_of_the_day_it_was(later, day):
    records = events(read(f"Donald Trump met Vladimir Putin on Monday. {later}"))
    assert records[-1].when.earliest == day


def test_a_meeting_goes_before_an_accord_told_of_later():
    text = (
        "Mali's and Chad's presidents met in Bamako on Monday. Niger and Benin agreed to share water. "
        "The meeting lasted an hour."
    )
    day = datetime(2026, 5, 7, 12, tzinfo=UTC)
    told = read_text(text, retrieved_at=day, published_at=day)
    last = [one for one in told if isinstance(one, Event) and one.trigger.text == "meeting"][-1]
    assert {actor.country for actor in last.by} == {"MLI", "TCD"}
