"""A page in one pass."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.page import declared_charset, looks_like_markup, read_page
from reports.making import ARTICLE, SENTENCE


def test_the_text_is_what_a_reader_sees():
    assert read_page(ARTICLE).text.split("\n") == [
        "Airbases struck in overnight raid",
        "2 June",
        "KYIV — Ukrainian drones hit several Russian airbases far behind the front on Sunday, officials in "
        "Kyiv said, in what they called the longest raid of the war.",
        "Read more: what we know about the raid so far",
        "The defence ministry in Moscow confirmed fires at two fields and said that the attack had been "
        "“repelled” at three others. It gave no figure for its losses.",
        "A spokesman for the Kremlin declined to comment. Talks are due on Monday in Istanbul.",
    ]


def test_what_the_head_declares():
    page = read_page(ARTICLE)
    assert page.title == "Airbases struck in overnight raid | Harbour Times"
    assert page.language == "en-GB"
    assert page.canonical == "https://www.harbour.example/world/airbases#top"
    assert ("og:site_name", "Harbour Times") in page.meta
    assert page.times == (("2025-06-02T05:30:00Z", False),)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a<br>b<hr>c", "a\nb\nc"),
        ("<p>one\ntwo   three</p>four", "one two three\nfour"),
        ("<b>One</b>, <i>two</i>", "One, two"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("&lt;b&gt; &amp; &#8217; &nbsp; &unknown;", "<b> & ’ &unknown;"),
        ("<p>a<script>var b = '<p>c</p>'</script>d<style>e</style>", "ad"),
        ("<noscript>a</noscript><textarea>b</textarea><svg><text>c</text></svg>d", "d"),
        ("<nav>a</nav><p>b</p><footer>c</footer><aside>d</aside>", "b"),
        ("<nav>only this</nav>", "only this"),
        ("<form><p>a page in a form</p></form>", "a page in a form"),
        ("<!-- a -->b<![CDATA[c]]>", "b"),
        ("<p>السلام عليكم</p><p>שלום</p>", "السلام عليكم\nשלום"),
        ("<title>a</title>", ""),
        ("<svg><title>drawn</title></svg>words", "words"),
    ],
)
def test_pieces_of_pages(html, text):
    assert read_page(html).text == text


def test_linked_data_is_kept_apart():
    page = read_page('<script type="application/ld+json">{"a": "<p>"}</script><script>x</script><p>b')
    assert page.linked_data == ('{"a": "<p>"}',)
    assert page.text == "b"


def test_the_first_title_counts():
    assert read_page("<title> A \n b</title><p>x<title>c</title>").title == "A b"


@pytest.mark.parametrize(
    ("html", "deepest"), [("<p>a<p>b<p>c", 3), ("<div>" * 50 + "a", 52), ("<div>" * 200_000 + "a", 200_002)]
)
def test_depth_is_measured_as_a_browser_would(html, deepest):
    assert read_page(html).deepest == deepest


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>a ",
        "<p>a",
        "<a ",
        "<a b='",
        "<",
        "&",
        "<!-- ",
        "<table>",
        "<script>",
        "<![CDATA[",
        "</p>",
        "<ul><li>",
        "<title>",
    ],
)
def test_hostile_pages_take_linear_time(piece):
    start = time.perf_counter()
    read_page(piece * 100_000 + SENTENCE)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<p>a</p>", True),
        ("a<br/>b", True),
        ("a <a href='x'>b</A> c", True),
        ("5 < 6 and 7 > 3", False),
        ("<unnamed source>", False),
        ("plain", False),
    ],
)
def test_markup_in_a_table_is_seen(text, markup):
    assert looks_like_markup(text) is markup


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<META http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b"<p>charset=x", None),
        (b" " * 5000 + b'<meta charset="windows-1251">', None),
    ],
)
def test_a_declared_charset(data, charset):
    assert declared_charset(data) == charset


@given(st.text(alphabet="<>/pdivab \"'=!-&;\n", max_size=200))
def test_any_page_is_read(html):
    page = read_page(html)
    assert page.text == page.text.strip()
    assert "" not in page.text.split("\n") or not page.text
