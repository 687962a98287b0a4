"""The command line. It reads the clock, the settings and the terminal; monitor and store do the work."""

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.schema import DetenteError

if TYPE_CHECKING:
    from detente.store import Store

F = TypeVar("F", bound=Callable[..., Any])

# Exit status: 0 all went well; 1 an error ended the run, or verify found damage; 2 wrong usage; 3 the run
# went to its end, but some input was rejected; 130 stopped by the user.
REJECTED = 3
STOPPED = 130


def main() -> None:
    """Run the command line: errors are one line, and the exit status tells."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except DetenteError as error:
        click.echo(f"detente: {error}", err=True)
        status = 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("detente: stopped; what was acknowledged is in the store", err=True)
        status = STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="detente")
def cli() -> None:
    """Read the news about a crisis and keep an auditable record of it.

    Every line of the record leads back to the sentence it was read from. Begin with `detente read FOLDER`,
    then `detente brief`; `detente why ID` tells where a line comes from.
    """


def _moment(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    from detente.monitor import parse_moment

    return parse_moment(text)


def _end(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
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
    "--since", metavar="DATE", callback=_moment, help="Only what became known on that day or later."
)
AS_OF = click.option(
    "--as-of", metavar="DATE", callback=_end, help="Only what the world could know by the end of that day."
)
RECORDED_BY = click.option(
    "--recorded-by", metavar="DATE", callback=_end, help="Only what this store had by the end of that day."
)
MIN_PROBABILITY = click.option(
    "--min-probability",
    type=click.FloatRange(0.0, 1.0),
    default=0.0,
    help="Only records at least as probable as this.",
)


def _which(command: F) -> F:
    """The options that say which rows are meant."""
    for option in (MIN_PROBABILITY, RECORDED_BY, AS_OF, SINCE, ABOUT, STORE):
        command = option(command)
    return command


def _open(folder: Path) -> "Store":
    from detente.store import Store

    return Store(folder)


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@STORE
@click.option(
    "--published", metavar="DATE", callback=_moment, help="Published date of reports that name none."
)
@click.option("--publisher", metavar="NAME", help="Publisher of reports that name none.")
@click.option("--map", "mapping", metavar="FIELDS", help="Columns to read from: text=body,published_at=date.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
def read(
    paths: tuple[str, ...],
    folder: Path,
    published: datetime | None,
    publisher: str | None,
    mapping: str | None,
    workers: int,
) -> int:
    """Read files and folders into the record.

    Takes .txt, .md, .html, .json, .jsonl, .csv, .tsv, .parquet and .pdf, each also as .gz, and - for standard
    input. What cannot be read is rejected with its reason, and the rest goes on; exit status 3 then says so.
    """
    from detente import monitor
    from detente.store import Store

    options = monitor.options(
        retrieved_at=datetime.now(UTC), published_at=published, publisher=publisher, mapping=mapping
    )
    store = Store(folder, create=True)
    with _progress() as on_progress:
        summary = monitor.read_paths(
            paths,
            store,
            options,
            now=lambda: datetime.now(UTC),
            workers=workers,
            stdin=sys.stdin.buffer,
            on_progress=on_progress,
        )
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in summary.records)
    click.echo(f"{'read':<15}{summary.documents:,} documents")
    click.echo(f"{'new':<15}{summary.new:,} reports: {kinds}")
    click.echo(f"{'already known':<15}{summary.known:,}")
    click.echo(f"{'rejected':<15}{sum(count for _, count in summary.rejected):,}")
    for reason, count in summary.rejected:
        click.echo(f"{'':<15}{count:,} × {reason}")
    return REJECTED if summary.rejected else 0


def _progress() -> Any:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return nullcontext(lambda documents: None)
    from detente.terminal import progress

    return progress()


@cli.command()
@STORE
def info(folder: Path) -> None:
    """Tell what the record holds."""
    from detente.monitor import describe

    for name, value in describe(_open(folder)):
        click.echo(f"{name:<15}{value}")


@cli.command()
@STORE
def rejections(folder: Path) -> None:
    """List what could not be read, and why."""
    from detente.terminal import print_table

    print_table(_open(folder).rejections().select("recorded_at", "stage", "reason", "input_id", "detail"))


@cli.command()
@click.argument("table", type=click.Choice(["events", "statements", "commitments", "figures", "reports"]))
@_which
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Last rows; 0: all.")
def show(table: str, folder: Path, limit: int, **which: Any) -> None:
    """Show a table of the record."""
    from detente.terminal import print_rows

    print_rows(table, _open(folder).show(table, **which), limit=limit)


@cli.command()
@click.argument("id")
@STORE
@AS_OF
@RECORDED_BY
def why(id: str, folder: Path, as_of: datetime | None, recorded_by: datetime | None) -> None:
    """Tell where a record comes from: sentence, report, method, each step. ID may be its beginning."""
    from detente.monitor import why as explain

    click.echo(explain(_open(folder), id, as_of=as_of, recorded_by=recorded_by), nl=False)


@cli.command()
@STORE
@ABOUT
@SINCE
@AS_OF
@RECORDED_BY
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def brief(folder: Path, to: Path | None, **which: Any) -> None:
    """Write a cited brief in Markdown: what happened, who said what, what was promised."""
    from detente.monitor import write_brief

    text = write_brief(_open(folder), **which)
    if to is None:
        click.echo(text, nl=False)
    else:
        _write(to, text)


@cli.command()
@click.argument("table", type=click.Choice(["events", "statements", "commitments", "figures", "reports"]))
@_which
@click.option(
    "--format", "format", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True
)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def export(table: str, folder: Path, format: str, to: Path | None, **which: Any) -> None:
    """Write a table of the record to a file."""
    from detente.export import write_table

    write_table(_open(folder).show(table, **which), to or sys.stdout.buffer, format=format)


@cli.command()
@click.argument("name")
@click.option(
    "--registry",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A registry file of your own, which extends or changes detente's.",
)
def actors(name: str, registry: Path | None) -> None:
    """Look up whom a name, title or noun may stand for in the registry of actors."""
    from detente import monitor
    from detente.terminal import print_table

    print_table(monitor.actors(name, extra=registry))


@cli.command()
@click.argument("name")
@click.option("--country", metavar="ISO", help="Only there: an ISO 3166-1 alpha-3 code.")
def places(name: str, country: str | None) -> None:
    """Look a place up in the gazetteer: what bears that name, the likeliest first."""
    from detente import monitor
    from detente.terminal import print_table

    print_table(monitor.places(name, country=country))


@cli.command()
@STORE
def verify(folder: Path) -> int:
    """Check every segment's bytes, and that nothing is missing."""
    damaged = _open(folder).verify()
    for damage in damaged:
        click.echo(f"{damage.path}: {damage.reason}", err=True)
    if not damaged:
        click.echo("the store is sound")
    return 1 if damaged else 0


@cli.command()
@STORE
def compact(folder: Path) -> None:
    """Merge small segments into larger ones; no row changes."""
    done = _open(folder).compact(strays_before=datetime.now(UTC) - timedelta(days=1))
    click.echo(f"{done.before} segments before, {done.after} after")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error
