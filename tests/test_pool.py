"""Work in processes: order, and what becomes of items whose worker dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import is_alive, within

from detente.pool import map_chunks

CHUNKS = [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]


def double(chunk):
    return [2 * item for item in chunk]


def die_at_five(chunk):
    if 5 in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(chunk)


def fail(chunk):
    raise ValueError(f"cannot do {chunk}")


def died(item):
    return [f"{item} died"]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_input(workers):
    results = map_chunks(double, iter(CHUNKS), workers=workers, on_death=died)
    assert [item for part in results for item in part] == list(range(2, 22, 2))


def test_a_death_costs_the_item_alone():
    results = [item for part in map_chunks(die_at_five, CHUNKS, workers=2, on_death=died) for item in part]
    assert results == [2, 4, 6, 8, "5 died", 12, 14, 16, 18, 20]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_not_swallowed(workers):
    with pytest.raises(ValueError, match="cannot do"):
        list(map_chunks(fail, CHUNKS, workers=workers, on_death=died))


def test_nothing_to_do_is_nothing():
    assert list(map_chunks(double, [], workers=2, on_death=died)) == []


def tell_and_wait(chunk):
    Path(chunk[0]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


def is_running(pid):
    if not is_alive(pid):
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told apart by POSIX")
def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    file, script = tmp_path / "pid", tmp_path / "parent.py"
    script.write_text(
        "from test_pool import *\n"
        "if __name__ == '__main__':\n"
        f"    list(map_chunks(tell_and_wait, [({str(file)!r},)], workers=2, on_death=died))\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    parent = subprocess.Popen([sys.executable, script], env={**os.environ, "PYTHONPATH": path})
    try:
        assert within(30, lambda: file.exists() and file.read_text(encoding="utf-8"))
    finally:
        parent.kill()
        parent.wait()
    worker = int(file.read_text(encoding="utf-8"))
    assert within(10, lambda: not is_running(worker))
