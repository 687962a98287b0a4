"""The brief as a page: one file, nothing outside it, what a report says is text, every mark leads back."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from briefs import material, written
from building import make_records, make_report
from crises import load_crisis

from detente.brief import render
from detente.brief.charts import draw
from detente.brief.words import plain

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Elements, text and faults of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.faults, self.words = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    def all(self, name):
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def crisis_brief():
    crisis = load_crisis("examples.toml")
    return written(
        material(crisis.records, crisis.reports, as_of="2025-10-24", about=("RUS", "UKR", "USA"), days=120)
    )


@pytest.fixture(scope="module")
def page():
    return render(crisis_brief(), "html")


def test_it_is_well_formed_and_in_order(page):
    parsed = Page(page)
    assert parsed.faults == []
    assert parsed.open == []
    tags = [tag for tag, _ in parsed.elements]
    assert [tag for tag in tags if re.fullmatch("h[1-6]", tag)][:2] == ["h1", "h2"]
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    ids = parsed.all("id")
    assert len(ids) == len(set(ids))


def test_every_mark_leads_to_its_note_and_back(page):
    parsed = Page(page)
    ids = set(parsed.all("id"))
    inner = [target[1:] for target in parsed.all("href") if target.startswith("#")]
    assert set(inner) <= ids
    marks = {name for name in ids if re.fullmatch(r"r\d+-\d+", name)}
    assert marks
    assert marks <= set(inner)
    assert {f"n{note.number}" for note in crisis_brief().notes} <= set(inner)


def test_nothing_is_fetched_and_nothing_runs(page):
    parsed = Page(page)
    tags = {tag for tag, _ in parsed.elements}
    assert tags.isdisjoint(
        {"script", "link", "img", "iframe", "object", "embed", "base", "image", "use-external"}
    )
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert not parsed.all("src")
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert "default-src 'none'" in page
    assert {target.split(":")[0] for target in parsed.all("href") if not target.startswith("#")} <= {
        "http",
        "https",
    }


def test_what_it_looks_like_is_for_day_night_and_paper(page):
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert '<html lang="en">' in page
    assert page.count('role="img" aria-label="') == 2


def test_two_pages_are_the_same(page):
    assert render(crisis_brief(), "html") == page


HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> $\\frac{1}{2}$ &amp; "
    "\x1b[31m\u202eevil\u202c \x00"
)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<b>", 'https://x.example/"onclick="y', " http://a b"]
)
def test_what_came_from_a_report_is_text(url):
    report = make_report(
        f"Russia struck Kyiv {HOSTILE} today. Officials spoke.",
        title=HOSTILE,
        url=url,
        publisher=f"p{HOSTILE}",
    )
    other = make_report("Russia struck Kyiv. Then it rained.", day=3, publisher="mail.example")
    records = (*make_records(report), *make_records(other))
    text = render(written(material(records, [report, other])), "html")
    parsed = Page(text)
    assert parsed.faults == []
    assert {"script", "img", "b"}.isdisjoint(tag for tag, _ in parsed.elements)
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert all(target.startswith("#") for target in parsed.all("href"))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)
    assert "alert(1)" in "".join(parsed.words)


def test_a_web_address_is_a_link():
    report = make_report("Russia struck Kyiv. Officials spoke.", url="https://post.example/n?a=1&b=2")
    text = render(written(material(make_records(report), [report])), "html")
    assert "https://post.example/n?a=1&b=2" in Page(text).all("href")


def test_charts_keep_text_as_text_and_colours_to_the_page():
    drawings = [one for section in crisis_brief().sections for one in section.drawings]
    assert [one.name for one in drawings] == ["levels", "timeline"]
    for one in drawings:
        svg = draw(one)
        assert draw(one) == svg
        ElementTree.fromstring(svg)
        assert "http" not in svg
        assert "<text" in svg
        assert not re.search(r"#(?:222222|8a8a8a|0072b2|d55e00)", svg)
        assert "var(--ink)" in svg
        assert re.findall(r'\bid="(?!' + one.name + ")", svg) == []


def test_the_same_charts_in_another_style():
    import matplotlib as mpl

    drawing = next(one for section in crisis_brief().sections for one in section.drawings)
    svg = draw(drawing)
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert draw(drawing) == svg
        assert mpl.rcParams["font.size"] == 30


def test_characters_that_command_are_not_passed_on():
    assert plain("a\x1b[2Jb\u202ec\nd\x00") == "a [2Jb c d"
