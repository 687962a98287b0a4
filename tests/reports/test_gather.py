"""Files, folders and standard input to documents."""

import gzip
import io
import json
import os
import resource
import zlib
from dataclasses import replace

import polars
import pytest

from detente.reports import Document, gather
from detente.schema import InputError
from reports.making import OPTIONS, found, pdf
from reports.test_walk import unprivileged

ONE = {"text": "One."}
LINES = b'{"text": "One."}\n{"text": "Two."}\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reasons(rejections):
    return [(rejection.input_id, rejection.reason) for rejection in rejections]


def contents(folder):
    """One file of each format, each with the texts One and Two, or One alone."""
    stream = io.BytesIO()
    polars.DataFrame([ONE, {"text": "Two."}]).write_parquet(stream)
    return {
        "a.txt": b"One.",
        "b.md": b"---\ntitle: A\n---\nOne.",
        "c.html": b"<p>One.",
        "d.json": json.dumps([ONE, {"text": "Two."}]).encode(),
        "e.jsonl": LINES,
        "f.csv": b"text\nOne.\nTwo.\n",
        "g.tsv": b"title\ttext\nA\tOne.\nB\tTwo.\n",
        "h.parquet": stream.getvalue(),
        "i.pdf": pdf([["One."]]),
    }


WHERE = [
    "a.txt", "b.md", "c.html", "d.json#item 1", "d.json#item 2", "e.jsonl#line 1", "e.jsonl#line 2",
    "f.csv#row 1", "f.csv#row 2", "g.tsv#row 1", "g.tsv#row 2", "h.parquet#row 1", "h.parquet#row 2", "i.pdf",
]  # fmt: skip


def test_every_format_plain_and_compressed_gives_the_same(folder):
    (folder / "plain").mkdir()
    (folder / "zipped").mkdir()
    for name, data in contents(folder).items():
        (folder / "plain" / name).write_bytes(data)
        (folder / "zipped" / f"{name}.gz").write_bytes(gzip.compress(data))
    plain, none = found("plain")
    zipped, nothing = found("zipped")
    assert none == nothing == []
    assert [document.locator for document in plain] == [f"plain/{where}" for where in WHERE]
    assert [document.locator for document in zipped] == [
        "zipped/" + where.replace("#", ".gz#") if "#" in where else f"zipped/{where}.gz" for where in WHERE
    ]
    assert [(item.format, item.data, item.name) for item in plain] == [
        (item.format, item.data, item.name) for item in zipped
    ]
    assert [item.name for item in plain][:4] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("zipped", [False, True])
def test_standard_input_is_sniffed(folder, zipped):
    for name, data in contents(folder).items():
        given = gzip.compress(data) if zipped else data
        documents, rejections = found(["-"], stdin=io.BytesIO(given))
        assert rejections == []
        form = {"f.csv": "txt", "g.tsv": "txt"}.get(name, name.partition(".")[2])
        assert {document.format for document in documents} == {form}
        assert documents[0].locator.partition("#")[0] == "-"


def test_standard_input_that_is_none():
    assert reasons(found(["-"])[1]) == [("-", "no such file")]
    assert reasons(found(["-"], stdin=io.BytesIO(b"PK\x03\x04\0\0\0"))[1]) == [("-", "unknown format")]
    assert reasons(found(["-"], stdin=io.BytesIO(gzip.compress(LINES)[:-9]))[1]) == [("-", "damaged gzip")]


def test_a_named_file_of_no_known_format_is_sniffed(folder):
    (folder / "story").write_bytes(b"<html><p>One.")
    (folder / "story.docx").write_bytes(b"PK\x03\x04\0\0\0")
    (folder / "feed.xml").write_bytes(b"<?xml version='1.0'?><rss></rss>")
    assert [document.format for document in found("story")[0]] == ["html"]
    assert reasons(found("story.docx")[1]) == [("story.docx", "unknown format")]
    assert reasons(found("feed.xml")[1]) == [("feed.xml", "unknown format")]


def test_paperwork_is_no_report_unless_it_says_so(folder):
    (folder / "in/other").mkdir(parents=True)
    (folder / "in/README.md").write_text("# About this folder")
    (folder / "in/LICENSE").write_text("words")
    (folder / "in/other/README.md").write_text("---\ntitle: A report\n---\nOne.")
    documents, rejections = found("in")
    assert [document.locator for document in documents] == ["in/other/README.md"]
    assert reasons(rejections) == [
        ("in/LICENSE", "not a report (LICENSE)"),
        ("in/README.md", "not a report (README)"),
    ]
    assert len(found("in/README.md")[0]) == 1


def test_one_bad_input_does_not_end_the_run(folder):
    (folder / "a.txt").write_text("One.")
    (folder / "b.json").write_bytes(b'{"text": "One')
    (folder / "c.csv").write_bytes(b"a,b\n1,2\n")
    (folder / "d.txt.gz").write_bytes(b"no gzip at all")
    (folder / "e.parquet").write_bytes(b"PAR1")
    (folder / "f.txt").symlink_to("gone")
    (folder / "g.txt.gz").write_bytes(gzip.compress(os.urandom(5_000))[:-100])
    (folder / "z.txt").write_text("Two.")
    documents, rejections = found(["missing", ".", "missing.csv"])
    assert [document.locator for document in documents] == ["a.txt", "z.txt"]
    assert reasons(rejections) == [
        ("missing", "no such file"),
        ("b.json", "malformed JSON"),
        ("c.csv", "no text column"),
        ("d.txt.gz", "damaged gzip"),
        ("e.parquet", "damaged Parquet"),
        ("f.txt", "no such file"),
        ("g.txt.gz", "damaged gzip"),
        ("missing.csv", "no such file"),
    ]


def test_what_a_cut_file_still_holds_is_read(folder):
    lines = b"".join(json.dumps({"text": f"Sentence {number}."}).encode() + b"\n" for number in range(20_000))
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-5_000])
    documents, rejections = found(".")
    assert len(documents) > 5_000
    assert [json.loads(item.data)["text"] for item in documents] == [
        f"Sentence {n}." for n in range(len(documents))
    ]
    assert reasons(rejections) == [("a.jsonl.gz", "damaged gzip")]


def test_what_may_not_be_read_is_said(folder):
    (folder / "a.txt").write_text("One.")
    (folder / "a.txt").chmod(0)
    with unprivileged():
        documents, rejections = found("a.txt")
    assert documents == []
    assert reasons(rejections) == [("a.txt", "not readable")]


def test_a_large_file_is_refused_by_its_size_alone(folder):
    with (folder / "a.txt").open("wb") as file:
        file.truncate(60_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    documents, (rejection,) = found("a.txt")
    assert documents == []
    assert (rejection.reason, rejection.detail[:23]) == ("too large", "it has 60,000,000 bytes")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_small_file_that_unpacks_to_a_large_one(folder):
    packer = zlib.compressobj(9, wbits=31)
    (folder / "a.txt.gz").write_bytes(
        b"".join((*(packer.compress(bytes(1_000_000)) for _ in range(200)), packer.flush()))
    )
    options = replace(OPTIONS, max_bytes=1_000_000)
    assert reasons(found("a.txt.gz", options)[1]) == [("a.txt.gz", "too large")]
    (folder / "a.txt.gz").rename(folder / "a.jsonl.gz")
    (rejection,) = found("a.jsonl.gz", options)[1]
    assert rejection.reason == "malformed JSON"


def test_tables_and_lines_may_be_larger_than_a_document(folder):
    (folder / "a.jsonl").write_bytes(LINES * 1_000)
    (folder / "b.csv").write_bytes(b"text\n" + b"One.\n" * 1_000)
    polars.DataFrame({"text": ["One."] * 1_000}).write_parquet(folder / "c.parquet")
    documents, rejections = found(".", replace(OPTIONS, max_bytes=100))
    assert (len(documents), rejections) == (4_000, [])


def test_it_streams(folder):
    (folder / "a.jsonl").write_bytes(LINES * 200_000)
    items = gather(["a.jsonl"], OPTIONS)
    assert next(items).locator == "a.jsonl#line 1"
    items.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(isinstance(item, Document) for item in gather(["a.jsonl"], OPTIONS)) == 400_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


def test_a_mapping_is_for_tables(folder):
    (folder / "a.csv").write_bytes(b"title,words\nA,One.\n")
    (folder / "b.txt").write_text("Two.")
    options = replace(OPTIONS, mapping=(("text", "words"), ("published_at", "day")))
    documents, rejections = found(".", options)
    assert [document.locator for document in documents] == ["a.csv#row 1", "b.txt"]
    assert reasons(rejections) == [("a.csv", "no such column")]


def test_the_order_of_paths_changes_no_document(folder):
    for name, data in contents(folder).items():
        (folder / name).write_bytes(data)
    names = sorted(contents(folder))
    assert (
        sorted(map(repr, found(names)[0]))
        == sorted(map(repr, found(names[::-1])[0]))
        == sorted(map(repr, found(".")[0]))
    )


def test_nothing_is_gathered_from_nothing(folder):
    assert found([]) == ([], [])
    assert found(".") == ([], [])
    with pytest.raises(InputError):
        replace(OPTIONS, max_bytes=-1)
