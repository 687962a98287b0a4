"""The program that runs in the sandbox: documents come in on standard input, answers go to standard output.

A request is a line of JSON (task, size, seconds, megabytes) and `size` bytes. The answer is a line with the
method's name and version, which also says that the work begins, and a line of JSON.
"""

import json
import math
import signal
import sys
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from io import BytesIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

try:
    import resource
except ImportError:  # Windows: time is limited there, memory is not
    resource = None  # type: ignore[assignment]

_LIBRARIES = {"html": "trafilatura", "pdf": "pypdf"}
_GRACE_SECONDS = 5.0  # the caller keeps the time; this is for a caller that is gone


def serve() -> None:
    """Answer until there are no more requests."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is not an answer
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        library = _LIBRARIES[request["task"]]
        import_module(library)
        _say(answers, f"{library} {version(library)}")
        _limit(request["seconds"], request["megabytes"])
        _say(answers, json.dumps(_answer(request["task"], data)))


def _say(answers: IO[bytes], line: str) -> None:
    answers.write(line.encode() + b"\n")
    answers.flush()


def _limit(seconds: float, megabytes: int) -> None:
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor_seconds = math.ceil(used.ru_utime + used.ru_stime + seconds + _GRACE_SECONDS)
    for kind, limit in (
        (resource.RLIMIT_CPU, processor_seconds),
        (resource.RLIMIT_AS, megabytes * 1_000_000),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with suppress(ValueError, OSError):  # a system that knows the limit but does not keep it
            resource.setrlimit(kind, (soft, hard))


def _answer(task: str, data: bytes) -> dict[str, object]:
    try:
        return {"text": _page(data)} if task == "html" else _paper(data)
    except MemoryError:
        return {"failure": "ran out of memory"}
    except RecursionError:
        return {"failure": "nested too deep"}
    except PermissionError as error:
        return {"failure": "encrypted", "detail": str(error)}
    except Exception as error:  # whatever these libraries raise is told to the caller, and counted there
        return {"failure": "failed", "detail": f"{type(error).__name__}: {error}"[:200]}


def _page(data: bytes) -> str:
    """Find the article in a page. Precision leaves out what leads elsewhere ("Read more: ..."), which would
    be read as news; it finds nothing in pages that are laid out by tables, and there the usual way does.
    """
    from trafilatura import extract

    html = data.decode("utf-8")
    for precisely in (True, False):
        text = extract(
            html, favor_precision=precisely, include_comments=False, include_tables=False, include_links=False
        )
        if text:
            return text
    return ""


def _paper(data: bytes) -> dict[str, object]:
    """Read a PDF: its title, the dates that its publisher states, its pages with form feeds between them.

    Left out is the date on which the file was made: it is that of a later print as often as not.
    """
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        _unlock(reader)
    text = "\f".join(page.extract_text() for page in reader.pages)
    stated = reader.xmp_metadata.dc_date if reader.xmp_metadata else None
    title = reader.metadata.title if reader.metadata else None
    return {"text": text, "title": title, "dates": [str(moment) for moment in stated or ()]}


def _unlock(reader: "PdfReader") -> None:
    """Open a PDF that is only locked against changes. Raises: PermissionError when it needs a password."""
    from pypdf.errors import DependencyError

    try:
        opened = reader.decrypt("")
    except DependencyError as error:
        raise PermissionError("its kind of encryption needs the package cryptography") from error
    if not opened:
        raise PermissionError("it needs a password")
