"""Work that reads and does not write, done by two processes side by side.

The second one is a copy of this process as it stands (fork), so that nothing has to be handed over to it:
only its results come back. Where a process cannot be copied, where one processor is all there is, or where
the copy dies, this one does it all.
"""

import os
import pickle
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

LEAST = 2_000  # items from which on a second process pays


def in_halves(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> list[Result]:
    """The results of `work` for every other item, and for those between; or for all of them.

    `work` may keep what it finds at hand, but what it changes in the second process is lost. It must run in
    one thread and its results must be picklable.
    """
    if len(items) < LEAST or not _has_two():
        return [work(items)]
    ours, theirs = items[::2], items[1::2]
    reader, writer = os.pipe()
    try:
        with warnings.catch_warnings():  # the threads of other libraries are idle, and no part of the work
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        return [work(items)]
    if child == 0:
        _answer(work, theirs, reader, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as answer:
            first = work(ours)
            told = answer.read()
    finally:
        _, status = os.waitpid(child, 0)
    return [first, pickle.loads(told) if status == 0 and told else work(theirs)]


def _answer(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], reader: int, writer: int
) -> None:
    """Do the work in the second process, write the results and end: nothing else of this process may run."""
    status = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "wb") as answer:
            answer.write(pickle.dumps(work(items), protocol=pickle.HIGHEST_PROTOCOL))
        status = 0
    finally:
        os._exit(status)


def _has_two() -> bool:
    """Whether a copy of this process can be made, and has a processor of its own."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
