"""Documents to reports: all formats, and what is done with what is bad."""

import gzip
import hashlib
import json
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reports import Document, extract, gather
from detente.schema import Publisher, Rejection, Report, canonical_json
from reports.making import ARTICLE, OPTIONS, RETRIEVED_AT, SENTENCE, document, pdf, read, refuse, texts

DAY = datetime(2025, 6, 5, tzinfo=UTC)


def row(**values):
    return canonical_json(values)


def test_plain_text_is_kept_and_nothing_is_made_up():
    report = read("  A headline\r\n\r\nThe minister said that the talks would go on.\n")
    assert report.text == "A headline\n\nThe minister said that the talks would go on."
    assert (report.title, report.url, report.published_at, report.origin) == (None, None, None, None)
    assert report.publisher == Publisher(id="unknown", name="unknown")
    assert (report.language, report.retrieved_at, report.extraction) == ("en", RETRIEVED_AT, "plain 1")


def test_the_hash_is_of_the_bytes_as_given():
    data = "Київ says no. \n".encode("utf-16")
    assert read(data).raw_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("form", ["txt", "md", "html", "pdf", "json", "jsonl"])
@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_nothing_is_empty(form, data):
    assert refuse(data, form).reason in {"empty", "damaged PDF"}


@pytest.mark.parametrize("form", ["txt", "md", "html", "json", "jsonl"])
def test_binary_is_refused(form):
    assert refuse(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01" * 20, form).reason == "binary"


def test_options_fill_what_metadata_leave_open():
    options = replace(OPTIONS, published_at=DAY, publisher="The Kyiv Post")
    report = read(SENTENCE, options=options)
    assert (report.published_at, report.publisher.id) == (DAY, "the-kyiv-post")
    stated = read(row(text=SENTENCE, date="2025-06-07", source="Other"), "csv", options)
    assert (stated.published_at, stated.publisher.name) == (DAY + timedelta(days=2), "Other")
    page = read(row(text=SENTENCE, url="https://www.post.example/a"), "csv", options)
    assert page.publisher == Publisher(id="post.example", name="The Kyiv Post")


def test_markdown_with_front_matter():
    report = read(
        "---\ntitle: The *raid*\ndate: June 5, 2025\npublisher: Harbour Times\nagency: AP\n"
        "url: https://harbour.example/raid\n---\n# Other heading\n\nThe minister said **no** to [them](x).\n",
        "md",
    )
    assert report.text == "Other heading\n\nThe minister said no to them."
    assert (report.title, report.published_at, report.origin) == ("The *raid*", DAY, "apnews.com")
    assert report.publisher == Publisher(id="harbour.example", name="Harbour Times")
    assert report.extraction == "markdown 1"


def test_markdown_without_it():
    report = read("# The raid\n\nThe minister said no.\n", "md")
    assert (report.title, report.text) == ("The raid", "The raid\n\nThe minister said no.")


def test_front_matter_follows_the_mapping_where_it_can():
    options = replace(OPTIONS, mapping=(("published_at", "day"), ("text", "body"), ("title", "name")))
    report = read("---\nday: 2025-06-05\ntitle: A\nbody: not this\n---\nThe minister said no.", "md", options)
    assert (report.published_at, report.title, report.text) == (DAY, "A", "The minister said no.")


def test_a_row_with_everything():
    report = read(
        row(
            text="The minister said no.\x00",
            headline=" The\nraid ",
            publishedAt="2025-06-05T03:00:00+03:00",
            source={"name": "Example Times"},
            url="https://example.org/a#b",
            author="Jane Doe, Reuters",
            language="English",
        ),
        "jsonl",
    )
    assert (report.text, report.title, report.published_at) == ("The minister said no.", "The raid", DAY)
    assert report.publisher == Publisher(id="example.org", name="Example Times")
    assert (report.url, report.origin, report.language) == ("https://example.org/a", "reuters.com", "en")
    assert report.extraction == "jsonl 1"


@pytest.mark.parametrize("value", [None, "", "  ", "NaN", []])
def test_a_row_without_words_is_empty(value):
    assert refuse(row(text=value, title="A"), "csv").reason == "empty"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{bad", "malformed JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"a": 1}', "no text column"),
        (b'{"text": NaN}', "empty"),
        (b'{"text": "a"} {"text": "b"}', "malformed JSON"),
        (b"{" * 100_000, "malformed JSON"),
    ],
)
def test_bad_lines_say_what_is_bad(data, reason):
    assert refuse(data, "jsonl").reason == reason


def test_a_date_that_is_none_leaves_the_report_and_a_note():
    report, note = extract(
        document(row(text=SENTENCE, date="next\x1b Tuesday"), "jsonl", "a.jsonl#line 3"), OPTIONS
    )
    assert isinstance(report, Report)
    assert report.published_at is None
    assert isinstance(note, Rejection)
    assert (note.input_id, note.reason) == ("a.jsonl#line 3", "date not understood")
    assert "Tuesday" in note.detail
    assert "\x1b" not in note.detail
    dated, _ = extract(
        document(row(text=SENTENCE, date="03/04/2025"), "jsonl"), replace(OPTIONS, published_at=DAY)
    )
    assert dated.published_at == DAY


def test_lone_surrogates_become_replacement_characters():
    report = read(
        b'{"text": "The \\ud800 minister \\ud83d\\ude00 said no.", "title": "\\udfff", "url": "http://a.b/\\ud800"}',
        "json",
    )
    assert report.text == "The \ufffd minister 😀 said no."
    assert report.title == "\ufffd"
    repr(report).encode("utf-8")


def test_markup_in_a_row_is_taken_off():
    report = read(
        row(
            content={"rendered": "<p>The minister said no.</p><p>He left.</p>"},
            title={"rendered": "It&#8217;s off"},
        ),
        "json",
    )
    assert (report.text, report.title) == ("The minister said no.\nHe left.", "It’s off")
    assert report.extraction == "json 1, raw-html 1"


def test_a_title_that_is_a_text_is_cut():
    assert len(read(row(text=SENTENCE, title="x" * 5_000), "csv").title) == 1_000


def test_a_dateline_makes_it_a_reprint():
    assert read("LONDON, June 5 (Reuters) - The minister said no.").origin == "reuters.com"


def test_other_languages_are_told_not_refused():
    assert read("Выступая в Женеве, министр заявил, что переговоры будут продолжены.").language == "ru"


def test_text_from_right_to_left_is_kept():
    text = "قال الوزير يوم الاثنين إن المحادثات في جنيف ستستمر."
    assert read(text).text == text
    assert read(f"<html dir=rtl><body><p>{text}</p>", "html").text == text


def test_an_unknown_fault_is_told_and_ends_nothing():
    rejection = refuse(b"text", "no such format")
    assert (rejection.reason, rejection.detail) == ("failed", "KeyError: 'no such format'")


def test_it_runs_in_any_process():
    work = pickle.loads(pickle.dumps((extract, document(SENTENCE), OPTIONS)))
    assert work[0](*work[1:]) == extract(document(SENTENCE), OPTIONS)


def test_where_a_document_lies_is_no_part_of_the_report():
    one = extract(document(SENTENCE, "txt", "a.txt"), OPTIONS)
    assert one == extract(document(SENTENCE, "txt", "b/c.txt"), OPTIONS)


def test_a_folder_with_everything_reads_the_same_in_any_order(tmp_path):
    (tmp_path / "a.html").write_text(ARTICLE)
    (tmp_path / "b.pdf").write_bytes(pdf([[SENTENCE]]))
    (tmp_path / "c.md").write_text("# A\n\nThe minister said no.")
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n{bad\n{"text": "Two."}\n'))
    documents = list(gather([str(tmp_path)], OPTIONS))
    there = [extract(item, OPTIONS) for item in documents]
    back = [extract(item, OPTIONS) for item in reversed(documents)][::-1]
    assert there == back
    assert texts(tmp_path)[-2:] == ["One.", "Two."]
    bad = [part for parts in there for part in parts if isinstance(part, Rejection)]
    assert [(part.input_id, part.reason) for part in bad] == [
        (f"{tmp_path.as_posix()}/d.jsonl.gz#line 2", "malformed JSON")
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["txt", "md", "json", "csv"]),
)
def test_any_document_is_a_report_or_a_rejection(data, form):
    parts = extract(Document(locator="x", format=form, data=data, name="x"), OPTIONS)
    assert parts
    for part in parts:
        assert isinstance(part, Report | Rejection)
        assert getattr(part, "reason", None) != "failed"
        if isinstance(part, Report):
            assert part.text == part.text.strip() != ""
            json.dumps([part.title, part.url, part.publisher.id], ensure_ascii=False).encode("utf-8")


VALUES = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30)
NAMES = st.sampled_from(["text", "title", "url", "source", "date", "lang", "agency", "author", "content"])


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        NAMES,
        VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.sampled_from(["name", "id"]), VALUES),
    )
)
def test_any_row_is_a_report_or_a_rejection(record):
    parts = extract(document(canonical_json(record), "jsonl"), OPTIONS)
    assert parts
    for part in parts:
        assert getattr(part, "reason", None) != "failed", part
        if isinstance(part, Report):
            json.dumps([part.title, part.url, part.publisher.id, part.origin], ensure_ascii=False).encode(
                "utf-8"
            )
