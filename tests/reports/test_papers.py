"""Lines of PDFs to paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.papers import made_title, paragraphs

FULL = "Ukrainian drones hit several Russian airbases far behind the front on"


def test_sentences_that_were_broken_are_whole_again():
    lines = [
        FULL,
        "Sunday, officials in Kyiv said. The ministry in Moscow confirmed that",
        "two fields burned.",
    ]
    assert paragraphs("\n".join(lines)) == (
        f"{FULL} Sunday, officials in Kyiv said. The ministry in Moscow confirmed that two fields burned."
    )


def test_a_short_line_ends_its_paragraph():
    text = f"{FULL}\nSunday.\nThe ministry in Moscow confirmed that two fields had burned down\ncompletely."
    assert paragraphs(text).split("\n") == [
        f"{FULL} Sunday.",
        "The ministry in Moscow confirmed that two fields had burned down completely.",
    ]


def test_headings_and_bullets_stand_alone():
    text = f"Raid on airbases\n{FULL}\nSunday.\n• One thing\n2. Another thing\n- A third"
    assert paragraphs(text).split("\n") == [
        "Raid on airbases",
        f"{FULL} Sunday.",
        "• One thing",
        "2. Another thing",
        "- A third",
    ]


def test_pages_go_on_and_their_numbers_go():
    text = f"{FULL}\nSunday, officials\n\n- 1 -\fPage 2 of 3\nsaid in Kyiv.\n2\f17\n"
    assert paragraphs(text) == f"{FULL} Sunday, officials said in Kyiv."


def test_a_number_that_is_part_of_the_text_stays():
    assert paragraphs("The number of the dead:\n17\nThe number of the injured:").startswith(
        "The number of the dead: 17"
    )


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the forces retali-", "ated. They retaliated twice", "the forces retaliated. They retaliated twice"),
        ("an unseen ultima-", "tum was set", "an unseen ultimatum was set"),
        ("nuclear arms, nuclear-", "capable, capable crews", "nuclear arms, nuclear-capable, capable crews"),
        ("the state of Moscow-", "Kyiv relations", "the state of Moscow-Kyiv relations"),
        ("between 10-", "and 12 people", "between 10- and 12 people"),
        ("soft\xad", "ened words", "softened words"),
    ],
)
def test_hyphens_at_the_end_of_a_line(first, second, joined):
    assert paragraphs(f"{first}\n{second}") == joined


@pytest.mark.parametrize("text", ["", "\f\f", " \n \f 3 \n", "\n\n"])
def test_pages_without_text_are_empty(text):
    assert paragraphs(text) == ""


@given(st.lists(st.text(alphabet="abc XYZ.,-•1\n\f", max_size=30), max_size=20))
def test_no_word_is_lost_or_invented(lines):
    text = "".join(lines)
    letters = [letter for letter in text if letter.isalpha()]
    assert [letter for letter in paragraphs(text) if letter.isalpha()] == letters


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Airbases struck in overnight raid", False),
        ("Microsoft Word - raid final.doc", True),
        ("raid_final_2", True),
        ("untitled document", True),
        ("the raid.pdf", True),
        ("", True),
        (None, True),
    ],
)
def test_titles_that_programs_make_up(title, made):
    assert made_title(title) is made
