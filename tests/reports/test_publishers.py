"""Publishers and the agencies that they reprint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.publishers import UNKNOWN, host_of, origin_of, page_address, publisher_of
from detente.schema import Publisher

POST = Publisher(id="post.example", name="The Post")


@pytest.mark.parametrize(
    ("url", "name", "identity", "shown"),
    [
        ("https://www.Post.example/a?b=c", None, "post.example", "post.example"),
        ("http://post.example:8080/", "The Post", "post.example", "The Post"),
        (None, "The Kyiv Post", "the-kyiv-post", "The Kyiv Post"),
        (None, "Süddeutsche  Zeitung!", "suddeutsche-zeitung", "Süddeutsche  Zeitung!"),
        (None, "Українська правда", "українська-правда", "Українська правда"),
        (None, "bbc.co.uk", "bbc.co.uk", "bbc.co.uk"),
        (None, "www.BBC.co.uk", "bbc.co.uk", "bbc.co.uk"),
        (None, "https://www.bbc.co.uk/news", "bbc.co.uk", "bbc.co.uk"),
        ("https://news.example/a", "bbc.co.uk", "news.example", "bbc.co.uk"),
        (None, None, "unknown", "unknown"),
        (None, "", "unknown", "unknown"),
        (None, "!!!", "unknown", "unknown"),
    ],
)
def test_who_published(url, name, identity, shown):
    assert publisher_of(url, name) == Publisher(id=identity, name=shown)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://example.org/a#top ", "https://example.org/a"),
        ("https://example.org/a\n b", "https://example.org/ab"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("ftp://example.org/a", None),
        ("/a/b", None),
        ("https://", None),
        ("https://[broken", None),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_one_that_opens(text, address):
    assert page_address(text) == address


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("LONDON, June 5 (Reuters) - The minister said no.", "reuters.com"),
        ("Headline\n\nKYIV, Ukraine (AP) — The minister said no.", "apnews.com"),
        ("WASHINGTON (AFP) The minister said no.", "afp.com"),
        ("MOSCOW, June 5. /TASS/. The minister said no.", "tass.com"),
        ("KYIV. June 5 (Interfax-Ukraine) – The minister said no.", "interfax.com.ua"),
        ("Minister says no\nBy Reuters\nThe minister said no.", "reuters.com"),
        ("Source: dpa\nThe minister said no.", "dpa.com"),
        ("The minister told Reuters (a news agency) - and others - no.", None),
        ("Reuters and AP both reported it.", None),
        ("The minister (PA) said no.", None),
        ("He works for Reuters.\nThe minister said no.", None),
        ("x" * 300 + "\nLONDON (Reuters) - no.", None),
        ("", None),
    ],
)
def test_a_dateline_names_the_agency(text, origin):
    assert origin_of(text, None, None, POST) == origin


@pytest.mark.parametrize(
    ("stated", "byline", "origin"),
    [
        ("Reuters", None, "reuters.com"),
        ("Agence France-Presse", None, "afp.com"),
        ("Harbour Wire", None, "harbour-wire"),
        ("harbourwire.example", None, "harbourwire.example"),
        ("!", None, None),
        (None, "Reuters", "reuters.com"),
        (None, "By Jane Doe, Reuters", "reuters.com"),
        (None, "Jane Doe and AFP", "afp.com"),
        (None, "Reuters Jones", None),
        (None, "Jane Doe", None),
        (None, "", None),
    ],
)
def test_metadata_name_the_agency(stated, byline, origin):
    assert origin_of("The minister said no.", stated, byline, POST) == origin


@pytest.mark.parametrize(
    "publisher",
    [
        Publisher(id="reuters.com", name="Reuters"),
        Publisher(id="uk.reuters.com", name="uk.reuters.com"),
        Publisher(id="reuters", name="Reuters"),
        Publisher(id="mirror.example", name="reuters"),
    ],
)
def test_an_agency_does_not_reprint_itself(publisher):
    assert origin_of("LONDON (Reuters) - No.", None, None, publisher) is None
    assert origin_of("LONDON (AP) - No.", None, None, publisher) == "apnews.com"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_names_give_a_publisher(url, name):
    publisher = publisher_of(url, name)
    assert publisher.id
    assert publisher == UNKNOWN or publisher.name
    assert host_of(page_address(url)) or page_address(url) is None
