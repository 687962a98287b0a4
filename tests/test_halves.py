"""Work by two processes side by side comes to the same as by one."""

import os
import random

import pytest

from detente.crisis import halves
from detente.crisis.halves import in_halves


@pytest.fixture
def two(monkeypatch):
    monkeypatch.setattr(halves, "LEAST", 2)
    if not halves._has_two():
        pytest.skip("one processor, or no copies of a process")


def doubled(numbers):
    return [2 * number for number in numbers]


def test_every_other_item_is_done_by_another_process(two):
    assert in_halves(doubled, range(5)) == [[0, 4, 8], [2, 6]]
    assert len({pid for (pid, *_) in in_halves(lambda items: [os.getpid() for _ in items], range(4))}) == 2


def test_few_items_are_done_here():
    assert in_halves(doubled, range(5)) == [[0, 2, 4, 6, 8]]


def test_large_results_come_back_whole(two):
    ours, theirs = in_halves(lambda items: [bytes(1_000_000) for _ in items], range(8))
    assert [len(one) for one in ours + theirs] == [1_000_000] * 8


def test_what_the_other_process_cannot_do_is_done_here(two):
    here = os.getpid()

    def only_here(items):
        if os.getpid() != here:
            raise MemoryError
        return doubled(items)

    assert in_halves(only_here, range(4)) == [[0, 4], [2, 6]]


def test_an_error_here_leaves_no_process_behind(two, monkeypatch):
    born = []
    fork = os.fork

    def noted():
        child = fork()
        if child:
            born.append(child)
        return child

    def fails(items):
        raise KeyError(len(items))

    monkeypatch.setattr(os, "fork", noted)
    with pytest.raises(KeyError):
        in_halves(fails, range(6))
    (child,) = born
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_where_no_copy_can_be_made_it_is_done_here(two, monkeypatch):
    def refused():
        raise OSError

    monkeypatch.setattr(os, "fork", refused)
    assert in_halves(doubled, random.sample(range(4), 4))[0] != []
    monkeypatch.setattr(halves, "_has_two", lambda: False)
    assert in_halves(doubled, range(3)) == [[0, 2, 4]]
