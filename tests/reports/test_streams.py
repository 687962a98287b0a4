"""Streams: whole within a limit, or line by line."""

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.options import UnreadableError
from detente.reports.streams import (
    CHUNK_BYTES,
    DAMAGE,
    Lines,
    as_utf8,
    chunks,
    gunzip,
    join,
    open_file,
    peek,
    read_whole,
    sniff,
)


@given(st.lists(st.binary(max_size=50), max_size=10))
def test_joined_pieces_are_the_whole(pieces):
    assert join(iter(pieces)).read() == b"".join(pieces)


def test_a_peek_takes_nothing_away():
    data = bytes(range(256)) * 1000
    head, stream = peek(io.BytesIO(data))
    assert head == data[:CHUNK_BYTES]
    assert b"".join(chunks(stream)) == data


def test_no_more_is_read_than_allowed():
    assert read_whole(io.BytesIO(b"abc"), 3) == b"abc"
    stream = io.BytesIO(b"x" * 1000)
    with pytest.raises(UnreadableError, match="too large"):
        read_whole(stream, 3)
    assert stream.tell() == 4


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_unpacked():
    bomb = gzip.compress(bytes(20_000_000))
    assert len(bomb) < 50_000
    with pytest.raises(UnreadableError, match="too large"):
        read_whole(gunzip(io.BytesIO(bomb)), 1_000)


def test_lines_keep_their_ends_and_numbers():
    lines = Lines(io.BytesIO(b"a\n\nb\r\nc"), 10)
    assert list(lines) == [b"a\n", b"\n", b"b\r\n", b"c"]
    assert lines.number == 4


def test_a_line_too_long_does_not_end_the_stream():
    lines = Lines(io.BytesIO(b"a\n" + b"x" * 200_000 + b"\nb\n"), 10)
    assert next(lines) == b"a\n"
    with pytest.raises(UnreadableError, match="too large"):
        next(lines)
    assert (next(lines), lines.number) == (b"b\n", 3)
    with pytest.raises(StopIteration):
        next(lines)


WORDS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)


@given(st.lists(WORDS, max_size=20), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_other_unicode_becomes_utf8(words, encoding):
    text = "x" + "\n".join(words)
    assert as_utf8(io.BytesIO(text.encode(encoding))).read() == text.encode()


def test_characters_that_a_chunk_cuts_stay_whole():
    text = "a" + "🕊" * CHUNK_BYTES
    assert as_utf8(io.BytesIO(text.encode("utf-16"))).read().decode() == text


def test_compressed_files_are_read_through(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0))
    with open_file(path, zipped=True) as stream:
        assert stream.read() == b"one two"


@pytest.mark.parametrize(
    "data",
    [
        b"no gzip",
        gzip.compress(b"text " * 1000, mtime=0)[:-20],
        gzip.compress(b"text", mtime=0)[:-4] + b"1234",
    ],
)
def test_damage_is_one_of_three_errors(data):
    with pytest.raises(DAMAGE):
        gunzip(io.BytesIO(data)).read()


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"PAR1\x15\x04", "parquet"),
        (b'{"text": "a"}', "json"),
        (b'[\n{"text": "a"}]', "json"),
        (b'{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        (b'{"text": "a"}\n\n', "json"),
        (b'{\n"text": "a"\n}', "json"),
        ('\ufeff{"text": "a"}\n{}'.encode(), "jsonl"),
        (b"---\ntitle: a\n---\ntext", "md"),
        (b"  <!DOCTYPE html><p>a", "html"),
        (b"<div>a</div>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', None),
        (b"PK\x03\x04\x00\x00", None),
        (b"The minister said so.", "txt"),
        (b"", "txt"),
        ("Київ".encode("utf-16"), "txt"),
    ],
)
def test_content_tells_its_format(head, form):
    assert sniff(head) == form
