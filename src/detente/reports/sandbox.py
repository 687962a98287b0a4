"""A child process for the libraries that a hostile page or PDF can hang or bloat.

The child is started when it is first needed, serves one document after the other, and is killed and replaced
when a document takes too long or too much. It is a plain program that talks over its standard input and
output: it starts nothing from the caller's main module, needs no protection of it, and ends by itself when
the process that started it is gone, however that ended.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from typing import IO, cast

_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from detente.reports.sandboxed import serve
serve()
"""
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""The same answers from every child, and no threads whose stacks would count as memory."""

_START_SECONDS = 60.0  # importing the libraries on a busy machine; usually under one second


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a document.

    text: "" when there is none. method: library and version.
    failure: why there is no answer, or None: timed out, ran out of memory, nested too deep, crashed, failed,
        encrypted, did not start. detail: what the library said of it.
    title, dates: what the document declares; of pages the caller reads that itself.
    """

    text: str = ""
    method: str
    failure: str | None = None
    detail: str | None = None
    title: str | None = None
    dates: tuple[str, ...] = ()


class Sandbox:
    """The child process of this process. Calls from several threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        Finalize(self, self.close, exitpriority=10)  # atexit does not run in the workers of a pool

    def run(self, task: str, data: bytes, seconds: float, megabytes: int) -> Answer:
        """Give the child a document. task: "html" (UTF-8) or "pdf"."""
        with self._lock:
            try:
                process = self._living()
            except OSError as error:
                return Answer(method=task, failure="did not start", detail=error.strerror)
            answer = _ask(process, task, data, seconds, megabytes)
            if answer.failure is not None:
                self._stop()
            return answer

    def close(self) -> None:
        """End the child; the next call starts another one."""
        with self._lock:
            self._stop()

    def abandon(self) -> None:
        """Let go of a child that belongs to the process that this one was forked from."""
        process, self._process = self._process, None
        if process is None:
            return
        nowhere = os.open(os.devnull, os.O_RDWR)
        for pipe in _pipes(process):
            os.dup2(nowhere, pipe.fileno(), inheritable=False)  # nothing left in a buffer may reach the child
            pipe.close()
        os.close(nowhere)
        process.returncode = 0  # or this process would wait for it

    def _living(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        arguments = (sys.executable, "-P", "-W", "ignore", "-c", _PROGRAM, json.dumps(sys.path))
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ENVIRONMENT,
        )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in _pipes(process):
            with suppress(BrokenPipeError):  # what was still to be written to a child that is gone
                pipe.close()


def _pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    return cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)


def _ask(
    process: "subprocess.Popen[bytes]", task: str, data: bytes, seconds: float, megabytes: int
) -> Answer:
    """Talk to the child, which is of no more use after a failure."""
    requests, answers = _pipes(process)
    header = {"task": task, "size": len(data), "seconds": seconds, "megabytes": megabytes}
    with _Deadline(process, _START_SECONDS) as starting:
        try:
            requests.write(json.dumps(header).encode() + b"\n")
            requests.write(data)
            requests.flush()
            method = answers.readline().decode().strip()
        except BrokenPipeError:
            method = ""
    if starting.expired or not method:
        return Answer(method=task, failure="did not start")
    with _Deadline(process, seconds) as working:
        line = answers.readline()
    if working.expired or not line.endswith(b"\n"):
        return Answer(method=method, failure="timed out" if working.expired else "crashed")
    said = json.loads(line)
    return Answer(**{**said, "method": method, "dates": tuple(said.get("dates", ()))})


class _Deadline:
    """Kills a process that is not done in time: the read that waits for it then ends."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        self.expired = False
        self._process = process
        self._timer = threading.Timer(seconds, self._expire)

    def _expire(self) -> None:
        self.expired = True
        self._process.kill()

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


@cache
def sandbox() -> Sandbox:
    """The sandbox of this process: one each, and a fresh one after a fork."""
    return Sandbox()


def _forked() -> None:
    if sandbox.cache_info().currsize:
        sandbox().abandon()
        sandbox.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
