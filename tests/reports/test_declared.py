"""What pages declare."""

import json

import pytest

from detente.reports.declared import declared
from detente.reports.page import read_page
from reports.making import ARTICLE


def of(html):
    page = read_page(html)
    return declared(page, page.text, "raw-html 1")


def linked(value):
    return f'<script type="application/ld+json">{json.dumps(value)}</script><p>Words.'


def test_meta_elements():
    found = of(ARTICLE)
    assert found.title == "Airbases struck in overnight raid"
    assert found.url == "https://www.harbour.example/world/airbases#top"
    assert found.publisher == "Harbour Times"
    assert found.dates == ("2025-06-02T06:30:00+01:00", "2025-06-02T05:30:00Z")
    assert (found.language, found.hint) == (None, "en-GB")


ARTICLE_NODE = {
    "@type": ["NewsArticle"],
    "headline": "Raid &#8211; the day after",
    "datePublished": "2025-06-02",
    "dateModified": "2025-06-09",
    "author": [{"@type": "Person", "name": "Jane Doe"}],
    "publisher": {"@type": "Organization", "name": "Harbour Times"},
    "mainEntityOfPage": {"@id": "https://harbour.example/raid"},
    "inLanguage": "en",
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE_NODE,
        [ARTICLE_NODE],
        {"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"}, ARTICLE_NODE]},
        {"@type": "WebPage", "mainEntity": ARTICLE_NODE, "datePublished": "2001-01-01"},
    ],
)
def test_linked_data(value):
    found = of(linked(value))
    assert found.title == "Raid – the day after"
    assert found.dates == ("2025-06-02",)
    assert (found.publisher, found.byline) == ("Harbour Times", "Jane Doe")
    assert (found.url, found.language) == ("https://harbour.example/raid", "en")


def test_a_page_that_is_no_article_still_has_a_date():
    assert of(linked({"@type": "WebPage", "datePublished": "2025-06-02"})).dates == ("2025-06-02",)
    assert of(linked({"@type": "Organization", "datePublished": "2025-06-02"})).dates == ()


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        "[" * 100_000,
        '{"@type": "NewsArticle", "headline": ' + "[" * 500 + "]" * 500 + "}",
        '{"@type": "NewsArticle", "headline": {"name": {"name": {"name": {"name": "deep"}}}}}',
        "null",
        '"a"',
    ],
)
def test_linked_data_that_is_none(script):
    assert of(f'<script type="application/ld+json">{script}</script><p>Words.').title is None


@pytest.mark.parametrize(
    "name", ["article:published_time", "DC.date.issued", "parsely-pub-date", "datePublished", "date"]
)
@pytest.mark.parametrize("attribute", ["name", "property", "itemprop"])
def test_usual_names_of_the_date(attribute, name):
    assert of(f'<meta {attribute}="{name}" content="2025-06-02"><p>Words.').dates == ("2025-06-02",)


@pytest.mark.parametrize(
    "html",
    [
        "<footer>Copyright 2019-2024</footer>",
        "<p>Updated June 5, 2025</p>",
        '<link rel="canonical" href="https://harbour.example/2025/06/05/raid">',
        '<meta property="article:modified_time" content="2025-06-05">',
        '<meta name="last-modified" content="2025-06-05">',
        '<time datetime="2025-06-01">a</time><time datetime="2025-06-02">b</time>',
        "<time>June 5, 2025</time>",
        '<meta name="date" content="">',
    ],
)
def test_no_date_is_guessed(html):
    assert of(html + "<p>Words.").dates == ()


def test_time_elements():
    assert of('<time datetime="2025-06-02">a</time><time datetime="2025-06-02">b</time>').dates == (
        "2025-06-02",
    )
    marked = (
        '<time datetime="2025-06-01">a</time><time itemprop="datePublished" datetime="2025-06-02">b</time>'
    )
    assert of(marked).dates == ("2025-06-02",)
    assert of('<time datetime="1">a</time><time pubdate datetime="2">b</time>').dates == ("2",)


@pytest.mark.parametrize(
    ("title", "site", "shown"),
    [
        ("Raid | Harbour Times", "Harbour Times", "Raid"),
        ("Raid - the day after - harbour times", "Harbour Times", "Raid - the day after"),
        ("Raid | Harbour Times", None, "Raid | Harbour Times"),
        ("Raid – Kyiv", "Harbour Times", "Raid – Kyiv"),
        ("Harbour Times", "Harbour Times", "Harbour Times"),
    ],
)
def test_a_title_loses_the_name_of_its_site_alone(title, site, shown):
    meta = f'<meta property="og:site_name" content="{site}">' if site else ""
    assert of(f"<title>{title}</title>{meta}").title == shown


def test_a_page_that_declares_nothing():
    found = of("<h1>Large letters</h1><p>Words.")
    assert (found.title, found.url, found.publisher, found.dates, found.byline) == (
        None,
        None,
        None,
        (),
        None,
    )
