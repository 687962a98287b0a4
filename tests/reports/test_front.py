"""Front matter."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.front import front_matter

FULL = """---
# made by hand
title: "Kyiv: strikes \\"hit\\" airbases"
date: 2025-06-05   # the day
publisher: 'The Harbour''s Post'
url: https://example.org/a#b
empty:
tags: [a, "b, c", d]
authors:
  - Jane Doe   # desk
  - "Reuters"
source:
  name: Example Times
  id: 4
description: >-
  a long text
  that goes on
language: no
long: first
  second
date: 2001-01-01
---
The text.
"""


def test_what_front_matter_is_made_of():
    fields, text = front_matter(FULL)
    assert fields == {
        "title": 'Kyiv: strikes "hit" airbases',
        "date": "2025-06-05",
        "publisher": "The Harbour's Post",
        "url": "https://example.org/a#b",
        "empty": "",
        "tags": ["a", "b, c", "d"],
        "authors": ["Jane Doe", "Reuters"],
        "source": {"name": "Example Times", "id": "4"},
        "description": "a long text that goes on",
        "language": "no",
        "long": "first second",
    }
    assert text == "The text.\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\n---\ntext",
        "---\nHe said so.\n---\ntext",
        "---\ntitle: never closed\n\ntext",
        "--- title: a\n---\n",
        "text\n---\ntitle: a\n---\n",
        " ---\ntitle: a\n---\n",
        "----\ntitle: a\n----\n",
    ],
)
def test_what_only_looks_like_it(text):
    assert front_matter(text) == ({}, text)


def test_it_may_end_in_dots_or_with_the_file():
    assert front_matter("---\ntitle: a\n...\ntext") == ({"title": "a"}, "text")
    assert front_matter("---\ntitle: a\n---") == ({"title": "a"}, "")


def test_quotes_that_are_wrong_are_kept():
    assert front_matter('---\na: "x\nb: \'y\nc: "\\q"\n---\n')[0] == {"a": '"x', "b": "'y", "c": "\\q"}


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "a: b\n" * 50_000 + "---\n",
        "---\na:\n" + "  - x\n" * 100_000 + "---\n",
        "---\n" + "a" * 500_000 + "\n---\n",
        "---\na" + " " * 500_000 + "\n---\n",
        "---\na: " + "'" * 100_001 + "\n---\n",
        '---\na: "' + "\\" * 100_001 + "\n---\n",
        "---\n" * 100_000,
    ],
)
def test_time_is_linear(text):
    start = time.perf_counter()
    front_matter(text)
    assert time.perf_counter() - start < 5


@given(st.text(alphabet="ab:-'\"[]>|# \n", max_size=60))
def test_nothing_of_the_text_is_lost(block):
    fields, text = front_matter(f"---\n{block}\n---\nThe text.")
    assert text.endswith("The text.")
    assert all(isinstance(key, str) for key in fields)
