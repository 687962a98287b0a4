"""The options that commands share, and what they do with a terminal."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from detente.store import Store

F = TypeVar("F", bound=Callable[..., Any])

# Exit status: the run went to its end, but some input was rejected. The others stand in the package itself.
REJECTED = 3


def moment(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    from detente.monitor import parse_moment

    return parse_moment(text)


def end(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    from detente.monitor import parse_moment

    return parse_moment(text, end_of_day=True)


STORE = click.option(
    "--store",
    "folder",
    default="detente-store",
    show_default=True,
    envvar="DETENTE_STORE",
    type=click.Path(path_type=Path),
    help="The record's folder.",
)
ABOUT = click.option(
    "--about", metavar="WHO", help="Among the named: RUS,UKR. From one to the other: 'RUS>UKR'."
)
SINCE = click.option(
    "--since", metavar="DATE", callback=moment, help="Only what became known on that day or later."
)
AS_OF = click.option(
    "--as-of", metavar="DATE", callback=end, help="Only what the world could know by the end of that day."
)
RECORDED_BY = click.option(
    "--recorded-by", metavar="DATE", callback=end, help="Only what this store had by the end of that day."
)
MIN_PROBABILITY = click.option(
    "--min-probability",
    type=click.FloatRange(0.0, 1.0),
    default=0.0,
    help="Only records at least as probable as this.",
)
DATASET = click.option(
    "--dataset",
    metavar="NAME",
    help="Imported events instead of what was read; read,NAME: both; all: everything.",
)


WITH_REJECTED = click.option(
    "--with-rejected", is_flag=True, help="Also records that people rejected, which are not shown otherwise."
)


def which_rows(command: F) -> F:
    """The options that say which rows are meant."""
    for option in (WITH_REJECTED, MIN_PROBABILITY, DATASET, RECORDED_BY, AS_OF, SINCE, ABOUT, STORE):
        command = option(command)
    return command


def open_store(folder: Path) -> "Store":
    from detente.store import Store

    return Store(folder)


def progress(counted: str = "documents") -> Any:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return nullcontext(lambda count: None)
    from detente.terminal import progress as bar

    return bar(counted)


def write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error
