"""The child process: it answers, it is killed in time, it leaves nothing behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from processes import is_alive, wait_until_gone

from detente.reports.sandbox import Sandbox, sandbox
from reports.making import ARTICLE, pdf

PAGE = ARTICLE.encode()
SLOW = b"<html><body><p>" + b"<span>a word </span>" * 60_000


@pytest.fixture
def box():
    fresh = Sandbox()
    yield fresh
    fresh.close()


def child(box):
    return box._process.pid


def test_one_child_reads_pages_and_papers(box):
    first = box.run("html", PAGE, 10, 1024)
    pid = child(box)
    assert first.failure is None
    assert "KYIV — Ukrainian drones" in first.text
    assert "Read more" not in first.text
    assert first.method.startswith("trafilatura ")
    second = box.run(
        "pdf", pdf([["One page."], ["Two pages."]], title="A title", xmp_date="2025-06-05"), 10, 1024
    )
    assert (second.failure, second.title) == (None, "A title")
    assert [page.strip() for page in second.text.split("\f")] == ["One page.", "Two pages."]
    assert second.dates[0].startswith("2025-06-05")
    assert box.run("html", PAGE, 10, 1024) == first
    assert child(box) == pid


def test_a_document_that_takes_too_long_is_given_up(box):
    box.run("html", PAGE, 10, 1024)
    pid = child(box)
    start = time.perf_counter()
    answer = box.run("html", SLOW, 0.3, 1024)
    assert time.perf_counter() - start < 5
    assert (answer.failure, answer.text) == ("timed out", "")
    assert not is_alive(pid)
    assert box.run("html", PAGE, 10, 1024).failure is None


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is kept on Linux alone")
def test_a_document_that_takes_too_much_memory_is_given_up(box):
    paragraphs = "".join(
        f"<p>The minister said for the {number}th time that he would go.</p>" for number in range(50_000)
    )
    answer = box.run("html", paragraphs.encode(), 60, 100)
    assert answer.failure == "ran out of memory"
    assert box.run("html", PAGE, 10, 1024).failure is None


def test_what_a_library_raises_is_told(box):
    answer = box.run("pdf", b"%PDF-1.4 nothing more", 10, 1024)
    assert answer.failure == "failed"
    assert "Error" in answer.detail
    assert answer.method.startswith("pypdf ")


def test_a_child_that_was_killed_is_replaced(box):
    box.run("html", PAGE, 10, 1024)
    pid = child(box)
    os.kill(pid, signal.SIGKILL)
    assert box.run("html", PAGE, 10, 1024).failure in {None, "did not start"}
    assert box.run("html", PAGE, 10, 1024).failure is None
    assert child(box) != pid
    assert not is_alive(pid)


def test_without_a_python_to_start_there_is_an_answer(box, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert box.run("html", PAGE, 10, 1024).failure == "did not start"


def test_what_lies_about_is_not_imported(box, tmp_path, monkeypatch):
    (tmp_path / "trafilatura.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert box.run("html", PAGE, 10, 1024).failure is None


def test_threads_take_turns(box):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: box.run("html", PAGE, 20, 1024), range(8)))
    assert len(set(answers)) == 1
    assert answers[0].failure is None


def test_closing_leaves_no_process(box):
    box.run("html", PAGE, 10, 1024)
    pid = child(box)
    box.close()
    box.close()
    assert not is_alive(pid)


def work(_):
    answer = sandbox().run("html", PAGE, 20, 1024)
    return answer.text, child(sandbox())


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers_of_a_pool_have_a_child_each_and_leave_none(method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    mine = work(None)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        theirs = list(pool.map(work, range(4)))
    assert {text for text, _ in theirs} == {mine[0]}
    assert mine[1] not in {pid for _, pid in theirs}
    assert all(wait_until_gone(pid) for _, pid in theirs)
    assert work(None) == mine


PROGRAM = """
import sys
sys.path[:] = {path!r}
from detente.reports.sandbox import sandbox
sandbox().run("html", {page!r}, 20, 1024)
print(sandbox()._process.pid, flush=True)
{then}
"""


@pytest.mark.parametrize(
    "then", ["", "raise SystemExit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
)
def test_the_child_ends_with_its_program_however_that_ends(then):
    program = PROGRAM.format(path=sys.path, page=PAGE, then=then)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, timeout=60, check=False
    )
    assert done.stderr == b""
    assert wait_until_gone(int(done.stdout))
