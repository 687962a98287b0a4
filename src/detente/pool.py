"""Work in several processes, with results in the order of the input, that survives the death of a worker."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Chunks waiting for each worker: enough that none idles, few enough that memory stays bounded.
_AHEAD = 3


def map_chunks(
    work: Callable[[Sequence[Item]], Result],
    chunks: Iterable[Sequence[Item]],
    *,
    workers: int,
    on_death: Callable[[Item], Result],
) -> Iterator[Result]:
    """Give `work` each chunk, in `workers` processes, and yield the results in order.

    When a process dies (killed, out of memory), the chunk it may have been at is done again, each item in a
    process of its own; for an item that kills that one too, `on_death` gives the result. With one worker the
    work is done in this process.

    `work` and its results must be picklable.
    """
    if workers <= 1:
        yield from map(work, chunks)
        return
    pool = _pool(workers)
    waiting: deque[tuple[Sequence[Item], Future[Result]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, _submit(pool, work, chunk)))
            if len(waiting) >= workers * _AHEAD:
                pool, results = _take(pool, work, waiting, workers, on_death)
                yield from results
        while waiting:
            pool, results = _take(pool, work, waiting, workers, on_death)
            yield from results
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # "spawn": the libraries below run threads of their own, which a forked child would inherit half-alive.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)


def _follow_parent() -> None:
    """End this process when its parent is killed: it would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Sequence[Item]], Result], chunk: Sequence[Item]
) -> Future[Result]:
    """Hand a chunk to the pool; a pool that broke meanwhile gives a future that says so."""
    try:
        return pool.submit(work, chunk)
    except BrokenProcessPool as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def _take(
    pool: ProcessPoolExecutor,
    work: Callable[[Sequence[Item]], Result],
    waiting: deque[tuple[Sequence[Item], Future[Result]]],
    workers: int,
    on_death: Callable[[Item], Result],
) -> tuple[ProcessPoolExecutor, list[Result]]:
    """The next result in order; after a death also a fresh pool, to which all that waited is given again."""
    chunk, future = waiting.popleft()
    try:
        return pool, [future.result()]
    except BrokenProcessPool:
        pool.shutdown(wait=True, cancel_futures=True)
    results = [_alone(work, item, on_death) for item in chunk]
    pool = _pool(workers)
    chunks = [chunk for chunk, _ in waiting]
    waiting.clear()
    waiting.extend((chunk, _submit(pool, work, chunk)) for chunk in chunks)
    return pool, results


def _alone(
    work: Callable[[Sequence[Item]], Result], item: Item, on_death: Callable[[Item], Result]
) -> Result:
    with _pool(1) as pool:
        try:
            return pool.submit(work, (item,)).result()
        except BrokenProcessPool:
            return on_death(item)
