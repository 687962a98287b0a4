"""Paths to files."""

import os
import socket
from contextlib import contextmanager
from pathlib import Path

import pytest

from detente.reports.walk import Found, printable, walk
from detente.schema import Rejection


def listed(path, seen=None):
    return [
        item.locator if isinstance(item, Found) else (item.input_id, item.reason)
        for item in walk(str(path), set() if seen is None else seen)
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that is the current one, so that locators are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


@contextmanager
def unprivileged():
    """Without the rights of root, to whom nothing is forbidden."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_folders_are_read_in_sorted_order(folder):
    write(folder, "b.txt", "a/z.md", "a/b/c.html", "a/a.json", "Z.csv", "ä.txt")
    assert listed(".") == ["Z.csv", "a/a.json", "a/b/c.html", "a/z.md", "b.txt", "ä.txt"]


def test_a_path_is_named_as_it_was_given(folder):
    write(folder, "in/a.txt")
    assert listed("in") == listed("in/") == listed("./in") == ["in/a.txt"]
    assert listed(folder / "in") == [f"{folder.as_posix()}/in/a.txt"]


@pytest.mark.parametrize(
    ("name", "form", "zipped", "stem"),
    [
        ("a.txt", "txt", False, "a"),
        ("a.b.TXT", "txt", False, "a.b"),
        ("a.markdown", "md", False, "a"),
        ("a.htm", "html", False, "a"),
        ("a.ndjson.gz", "jsonl", True, "a"),
        ("a.parquet.GZ", "parquet", True, "a"),
        ("a", None, False, "a"),
        ("a.docx", None, False, "a.docx"),
        ("a.gz", None, True, "a"),
    ],
)
def test_a_suffix_says_the_format(folder, name, form, zipped, stem):
    write(folder, name)
    (found,) = walk(name, set())
    assert (found.format, found.zipped, found.name) == (form, zipped, stem)


def test_unknown_formats_in_a_folder_are_counted(folder):
    write(folder, "a.txt", "b.docx", "c", "d.tar.gz")
    assert listed(".") == [
        "a.txt",
        ("b.docx", "unknown format"),
        ("c", "unknown format"),
        ("d.tar.gz", "unknown format"),
    ]


def test_hidden_files_are_passed_over_unless_named(folder):
    write(folder, ".a.txt", ".git/b.txt", "c.txt")
    assert listed(".") == ["c.txt"]
    assert listed(".a.txt") == [".a.txt"]
    assert listed(".git") == [".git/b.txt"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("README.md", "README"),
        ("readme", "README"),
        ("ReadMe_first.txt", "README"),
        ("LICENSE", "LICENSE"),
        ("LICENCE.txt", "LICENSE"),
        ("License to strike.txt", None),
        ("readmes.txt", None),
    ],
)
def test_paperwork_is_known_by_its_name(folder, name, kind):
    write(folder, f"in/{name}")
    (found,) = walk("in", set())
    assert found.paperwork == kind
    (named,) = walk(f"in/{name}", set())
    assert named.paperwork is None


def test_links_are_followed_but_never_in_circles(folder):
    write(folder, "in/a.txt", "out/b.txt")
    (folder / "in/loop").symlink_to(folder / "in")
    (folder / "in/out").symlink_to(folder / "out")
    (folder / "out/back").symlink_to(folder / "in")
    assert listed("in") == ["in/a.txt", "in/out/b.txt"]


def test_a_file_is_read_once_whatever_its_names(folder):
    write(folder, "a.txt", "b.txt")
    (folder / "c.txt").symlink_to("a.txt")
    os.link(folder / "b.txt", folder / "d.txt")
    seen = set()
    assert listed("a.txt", seen) == ["a.txt"]
    assert listed(".", seen) == ["b.txt"]
    assert listed("a.txt", seen) == []


def test_what_is_not_there_is_said(folder):
    (folder / "broken.txt").symlink_to("gone.txt")
    (folder / "round.txt").symlink_to("round.txt")
    assert listed("no/such.txt") == [("no/such.txt", "no such file")]
    assert listed("broken.txt") == [("broken.txt", "no such file")]
    assert listed("round.txt") == [("round.txt", "no such file")]
    assert listed("x" * 5000) == [("x" * 5000, "no such file")]
    assert listed("a\0b") == [("a\\x00b", "no such file")]
    assert listed("") == [("", "no such file")]


def test_addresses_are_not_fetched(folder):
    (rejection,) = walk("https://example.org/a.html", set())
    assert rejection.reason == "no such file"
    assert "not fetched" in rejection.detail


def test_what_may_not_be_listed_is_said(folder):
    write(folder, "in/locked/a.txt")
    locked = folder / "in/locked"
    locked.chmod(0)
    with unprivileged():
        items = listed("in/locked")
    locked.chmod(0o755)
    assert items == [("in/locked", "not readable")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_sockets_are_not_waited_for(folder):
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert listed(".") == [("pipe.txt", "not a file"), ("socket.txt", "not a file")]


def test_names_of_any_kind(folder):
    write(folder, "a b.txt", "🕊.txt", "c#1.txt", "[1]*.txt", "line\nbreak.txt")
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123
        file.write(b"text")
    assert set(listed(".")) == {
        "a b.txt",
        "🕊.txt",
        "c#1.txt",
        "[1]*.txt",
        "line\\x0abreak.txt",
        "caf\\xe9.txt",
    }
    for name in listed("."):
        name.encode("utf-8")


def test_a_terminal_is_not_steered():
    assert printable("a\x1b[31m.txt") == "a\\x1b[31m.txt"


def test_deep_folders_need_no_deep_stack(folder):
    deep = folder
    here = Path.cwd()
    for _ in range(300):
        deep = deep / "d"
        deep.mkdir()
    (deep / "a.txt").write_text("text")
    assert listed(".") == ["d/" * 300 + "a.txt"]
    assert Path.cwd() == here


def test_rejections_name_their_stage(folder):
    assert all(isinstance(item, Rejection) and item.stage == "reports" for item in walk("gone", set()))
