"""Pages and papers to reports, with what makes their extraction hang or fail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from detente.reports.sandbox import Answer, Sandbox
from detente.schema import Publisher
from reports.making import ARTICLE, OPTIONS, SENTENCE, pdf, read, refuse

DAY = datetime(2025, 6, 5, tzinfo=UTC)


def test_a_page():
    report = read(ARTICLE, "html")
    assert report.extraction.startswith("trafilatura ")
    assert report.text.startswith("KYIV — Ukrainian drones hit") or report.text.startswith("Airbases struck")
    assert report.text.endswith("Talks are due on Monday in Istanbul.")
    assert "“repelled”" in report.text
    for other in ("Read more", "Related", "Markets", "rights reserved", "tracker", "Home"):
        assert other not in report.text
    assert report.title == "Airbases struck in overnight raid"
    assert report.url == "https://www.harbour.example/world/airbases"
    assert report.publisher == Publisher(id="harbour.example", name="Harbour Times")
    assert report.published_at == datetime(2025, 6, 2, 5, 30, tzinfo=UTC)
    assert report.language == "en"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_page_of_any_encoding(encoding):
    page = (
        f"<html><head><meta charset='{encoding}'></head><body><p>The café’s owner said — on Monday — no.</p>"
    )
    assert read(page.encode(encoding), "html").text == "The café’s owner said — on Monday — no."


@pytest.mark.parametrize(
    ("page", "article", "method"),
    [
        (f"<p>{SENTENCE}</p>", "", "raw-html 1"),
        (f"<p>Short.</p><p>{SENTENCE}</p>", "Short.", "raw-html 1"),
        (f"<p>Short.</p><p>{SENTENCE}</p>", SENTENCE, "trafilatura 9"),
        ("<p>Short.</p><p>More.</p>", "Short.", "trafilatura 9"),
        (f"<p>{SENTENCE * 5}</p><p>{SENTENCE * 50}</p>", SENTENCE * 5, "trafilatura 9"),
    ],
)
def test_a_page_of_which_next_to_nothing_was_found_is_read_raw(page, article, method, monkeypatch):
    monkeypatch.setattr(Sandbox, "run", lambda *given: Answer(text=article, method="trafilatura 9"))
    report = read(page, "html")
    assert report.extraction == method
    assert report.text == (article if method == "trafilatura 9" else page[3:-4].replace("</p><p>", "\n"))


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>A title</title></head><body><script>var a = 'words';</script></body></html>",
        "<!-- a -->",
    ],
)
def test_a_page_without_words_is_empty(page):
    assert refuse(page, "html").reason == "empty"


@pytest.mark.parametrize("page", ["<div>" * 200_000 + SENTENCE, "<b>a " * 50_000 + SENTENCE])
def test_a_page_nested_without_end_is_read_raw(page):
    report = read(page, "html")
    assert report.text.endswith(SENTENCE)
    assert report.extraction.startswith("raw-html 1 (elements nested ")


def test_a_page_that_takes_too_long_is_read_raw():
    slow = "<html><body><p>" + "<span>a word </span>" * 60_000 + f"<p>{SENTENCE}"
    report = read(slow, "html", replace(OPTIONS, html_seconds=0.2))
    assert report.text.endswith(SENTENCE)
    assert report.extraction == "raw-html 1 (trafilatura timed out)"


def test_a_paper():
    report = read(
        pdf([["The minister said on Monday that the talks in", "Geneva would go on."]], "The talks go on"),
        "pdf",
    )
    assert report.text == "The minister said on Monday that the talks in Geneva would go on."
    assert (report.title, report.published_at) == ("The talks go on", None)
    assert report.extraction.startswith("pypdf ")
    dated = read(pdf([[SENTENCE]], xmp_date="2025-06-05T10:00:00Z"), "pdf")
    assert dated.published_at == DAY + timedelta(hours=10)


def test_papers_that_cannot_be_read():
    whole = pdf([[SENTENCE]])
    assert refuse(pdf([[]]), "pdf").reason == "no text in PDF"
    assert refuse(whole[: len(whole) // 3], "pdf").reason == "damaged PDF"
    assert refuse(b"%PDF-1.4\n" + bytes(1000), "pdf").reason == "damaged PDF"


@pytest.mark.parametrize(("password", "locked"), [("secret", True), ("", False)])
def test_a_paper_under_lock(password, locked):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[SENTENCE]]))))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    if locked:
        rejection = refuse(stream.getvalue(), "pdf")
        assert (rejection.reason, rejection.detail) == ("encrypted PDF", "it needs a password")
    else:
        assert read(stream.getvalue(), "pdf").text == SENTENCE


def test_a_paper_that_takes_too_long():
    data = pdf([["a"] * 20_000])
    assert refuse(data, "pdf", replace(OPTIONS, html_seconds=0.05)).reason == "PDF timed out"
