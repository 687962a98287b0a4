"""The day of an act that is told in one breath with another."""

from datetime import date

import pytest
from test_dates import NOON, tree

from detente.reading.drafts import Draft
from detente.reading.joined import joined_times, read_joined, read_together

CLOSED = "Peru/PROPN/2/nsubj closed/VERB/0/root ports/NOUN/2/obj on/ADP/5/case Monday/PROPN/2/obl"


def drafts(page, **more):
    first = Draft(layer="events", anchor=(1, 2), label="SANCTION", score=0.9, spans={"when": ((4, 5),)})
    at = next(place for place, word in enumerate(page.words) if word == "expelled")
    other = Draft(
        layer="events", anchor=(at, at + 1), label="SANCTION", score=0.9, spans={"when": ()}, **more
    )
    return at, [first, other]


@pytest.mark.parametrize(
    ("rest", "shared"),
    [
        ("and/CCONJ/7/cc expelled/VERB/2/conj envoys/NOUN/7/obj", True),
        ("and/CCONJ/8/cc then/ADV/8/advmod expelled/VERB/2/conj envoys/NOUN/8/obj", False),
        ("and/CCONJ/8/cc Chile/PROPN/8/nsubj expelled/VERB/2/conj envoys/NOUN/8/obj", False),
        ("having/AUX/7/aux expelled/VERB/2/advcl envoys/NOUN/7/obj", False),
    ],
)
def test_a_verb_without_a_time_takes_that_of_the_verb_it_is_joined_to(rest, shared):
    page = tree(f"{CLOSED} {rest}", NOON)
    at, acts = drafts(page)
    assert joined_times(page, acts) == ({at: (4, 5)} if shared else {})


def test_only_what_is_told_as_done_takes_it():
    page = tree(f"{CLOSED} and/CCONJ/7/cc expelled/VERB/2/conj envoys/NOUN/7/obj", NOON)
    _, acts = drafts(page, status="planned")
    assert not read_together(page, acts).times


def test_the_time_is_a_single_day_of_late():
    found = read_joined(tree(CLOSED, NOON), (4, 5))
    assert (found.earliest, found.latest, found.basis) == (date(2025, 6, 16), date(2025, 6, 16), "relative")
    assert found.steps[-1].detail == "the day of the act that it is joined to"
    assert read_joined(tree(CLOSED), (4, 5)) is None
    assert read_joined(tree(CLOSED.replace("Monday", "March"), NOON), (4, 5)) is None


@pytest.mark.parametrize(("how", "shared"), [("after", True), ("over", False)])
def test_a_meeting_is_of_the_day_of_what_came_of_it(how, shared):
    agreed = "They/PRON/2/nsubj agreed/VERB/0/root on/ADP/4/case Monday/PROPN/2/obl"
    page = tree(f"{agreed} {how}/ADP/6/case hours/NOUN/2/obl of/ADP/8/case talks/NOUN/6/nmod", NOON)
    acts = [
        Draft(layer="events", anchor=(1, 2), label="AGREE", score=0.9, spans={"when": ((3, 4),)}),
        Draft(layer="events", anchor=(7, 8), label="CONSULT", score=0.9, spans={"when": ()}),
    ]
    assert joined_times(page, acts) == ({7: (3, 4)} if shared else {})
