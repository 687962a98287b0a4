"""Markdown to text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.markdown import plain_text


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# Title #", "Title"),
        ("### Deeper", "Deeper"),
        ("#hashtag", "#hashtag"),
        ("Title\n=====", "Title"),
        ("*one*, **two**, ***three***, _four_, __five__, ~~six~~", "one, two, three, four, five, six"),
        ("**a *b* c**", "a b c"),
        ("snake_case_name and 2*3*4 and 5 * 6 * 7", "snake_case_name and 2*3*4 and 5 * 6 * 7"),
        ('[words](https://x.org/a_(b) "title") and [ref][1] and [alone]', "words and ref and [alone]"),
        ("before ![image](x.png) after", "before  after"),
        ("[![image](x.png)](https://x.org)", "[](https://x.org)"),
        ("<https://example.org>", "https://example.org"),
        ("`code *kept*`", "code kept"),
        ("> quoted\n> > twice", "quoted\ntwice"),
        ("* one\n+ two\n  - three\n1. four", "- one\n- two\n  - three\n1. four"),
        ("a\n\n***\n\nb\n\n- - -\n\nc", "a\n\nb\n\nc"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a | b\n\n1 | 2"),
        ("[1]: https://example.org 'title'\ntext", "text"),
        ("a<!-- hidden\nlines -->b", "ab"),
        ("a <!-- never closed", "a <!-- never closed"),
        ("a<br/>b <b>c</b> 5 < 6 > 4", "ab c 5 < 6 > 4"),
        ("\\*not emphasis\\* AT&amp;T &mdash; &#8217;", "*not emphasis* AT&T — ’"),
        ("```\n# no title\n*kept*\n```", "# no title\n*kept*"),
        ("U.S. - the 3-year plan", "U.S. - the 3-year plan"),
        ("- U.S.", "- U.S."),
        ("$5 -- $6", "$5 -- $6"),
    ],
)
def test_marks_go_and_words_stay(marked, plain):
    assert plain_text(marked)[1] == plain


def test_the_first_heading_of_the_first_level_is_the_title():
    assert plain_text("intro\n\n## Second\n\n# The *first* one\n\n# Other")[0] == "The first one"
    assert plain_text("## Second")[0] is None
    assert plain_text("```\n# code\n```")[0] is None


@pytest.mark.parametrize(
    "piece",
    [
        "**a ",
        "*a ",
        "_a ",
        "[",
        "[a](",
        "[a][",
        "![a",
        "`",
        "<a ",
        "<!--",
        "> ",
        "# ",
        "| ",
        "\\",
        "&",
        "~~a",
        "- ",
        "***",
    ],
)
def test_time_is_linear(piece):
    start = time.perf_counter()
    plain_text(piece * 100_000)
    plain_text("#" + " " * 100_000 + piece)
    assert time.perf_counter() - start < 5


@given(
    st.lists(
        st.sampled_from(["Kyiv", "said", "on", "3,000", "U.S.", "km/h", "it’s", "(AP)", "—"]), min_size=1
    )
)
def test_prose_stays_as_it_is(words):
    assert plain_text(" ".join(words))[1] == " ".join(words)


@given(st.text(alphabet="ab *_[](){}<>!#`~|\\-=&;\n", max_size=80))
def test_no_letter_is_invented(text):
    plain = plain_text(text)[1]
    assert sum(map(str.isalpha, plain)) <= sum(map(str.isalpha, text))
