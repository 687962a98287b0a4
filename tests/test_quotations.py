"""What stands in a quotation of several sentences is said by whoever is quoted."""

from datetime import UTC, datetime

import pytest

from detente.monitor.reader import read_text
from detente.reading.quotations import find_quotations
from detente.schema import Event, Figure, Statement

TOLD = datetime(2026, 5, 16, 12, tzinfo=UTC)
MAYOR = "Olena Koval, the mayor of Kharkiv"


def read(text):
    return read_text(text, retrieved_at=TOLD, published_at=TOLD)


def tellers(text, trigger):
    """The names of those who tell of an act, one for each act of that word."""
    acts = [one for one in read(text) if isinstance(one, Event) and one.trigger.text == trigger]
    return [None if one.speaker is None else one.speaker.name for one in acts]


@pytest.mark.parametrize(
    "text",
    [
        f'{MAYOR}, said: "We are tired. Russia bombed our school on Monday. We will stay."',
        f'"We are tired. Russia bombed our school on Monday. We will stay," said {MAYOR}.',
        f'"Russia bombed our school on Monday. We are tired," said {MAYOR}.',
        f"“We are tired,” said {MAYOR}. “Russia bombed our school on Monday. We will stay.”",
        f"“We are tired,” said {MAYOR}.\n\n“Russia bombed our school on Monday. We will stay.”",
        f"{MAYOR}, said: “We are tired.\n\n“Russia bombed our school on Monday.\n\n“We will stay.”",
        f"{MAYOR}, complained of neglect. “Russia bombed our school on Monday. Nobody came.”",
    ],
)
def test_who_is_quoted_tells_of_all_that_is_quoted(text):
    assert tellers(text, "bombed") == ["Olena Koval"]


@pytest.mark.parametrize(
    "text",
    [
        f'"We are tired. We want peace," said {MAYOR}. Russia bombed Kharkiv on Monday.',
        f"Russia bombed Kharkiv on Monday. “We are tired. We want peace,” said {MAYOR}.",
        f"“We are tired. We want peace,” said {MAYOR}.\n\nRussia bombed Kharkiv on Monday.",
        f'The gun was of 5" width. {MAYOR}, was there. Russia bombed Kharkiv on Monday.',
        f"“We are tired. {MAYOR}, was there. Russia bombed Kharkiv on Monday.",
    ],
)
def test_what_stands_outside_of_marks_is_the_reports_own(text):
    assert tellers(text, "bombed") == [None]


def test_we_are_whoever_is_quoted():
    text = f"“We are tired,” said {MAYOR}. “It is hard. We demand help from Germany.”"
    demand = next(one for one in read(text) if isinstance(one, Event) and one.trigger.text == "demand")
    assert [(actor.text, actor.name, actor.country) for actor in demand.by] == [("We", "Olena Koval", "UKR")]


def test_a_sentence_that_is_quoted_is_a_statement_that_leads_to_who_said_it():
    text = f"{MAYOR}, said: “We are tired. Russia bombed our school on Monday.”"
    records = read(text)
    bombed = next(one for one in records if isinstance(one, Event))
    said = next(one for one in records if one.id == bombed.said_in)
    assert isinstance(said, Statement)
    assert said.content[0].text == "Russia bombed our school on Monday"
    assert said.cue is None and said.quoted
    assert [part.text for part in said.grounds.evidence] == [
        "Russia bombed our school on Monday.”",
        f"{MAYOR}, said: “We are tired.",
    ]
    assert said.grounds.steps[0].rule == bombed.grounds.steps[-1].rule == "quotation"


def test_who_is_told_of_in_a_quotation_is_told_of_by_whoever_is_quoted():
    text = f"{MAYOR}, said: “We are tired. Putin said that Ukraine shelled Donetsk. It did not.”"
    records = read(text)
    inner = next(one for one in records if isinstance(one, Statement) and one.speaker.country == "RUS")
    outer = next(one for one in records if one.id == inner.via)
    assert outer.speaker.name == "Olena Koval"
    assert [one.said_in for one in records if isinstance(one, Event)] == [inner.id]


def test_figures_go_with_their_acts():
    text = f"{MAYOR}, said: “We are tired. Russian missiles killed 12 people in Kharkiv on Monday.”"
    records = read(text)
    figure = next(one for one in records if isinstance(one, Figure))
    assert figure.speaker.name == "Olena Koval"
    assert figure.event in {one.id for one in records if isinstance(one, Event)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ('He said "no".', ["no"]),
        ("“One.\n\n“Two.” “Three”", ["One.", "Two.", "Three"]),
        ("“One.\n\nTwo.” Three", []),
        ('"One" "Two', []),
        ('One" Two', []),
        ("«Un» and „zwei”", ["Un", "zwei"]),
        ("“" * 50, []),
    ],
)
def test_quotations_of_a_text(text, said):
    assert [text[one.start : one.end] for one in find_quotations(text)] == said
