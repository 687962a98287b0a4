"""Commands that look at the record, or look something up."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from detente.cli.judging import JUDGED, export_judged
from detente.cli.options import (
    ABOUT,
    AS_OF,
    DATASET,
    RECORDED_BY,
    SINCE,
    STORE,
    open_store,
    which_rows,
    write_text,
)


@click.command()
@STORE
def info(folder: Path) -> None:
    """Tell what the record holds."""
    from detente.monitor import describe

    for name, value in describe(open_store(folder)):
        click.echo(f"{name:<15}{value}")


@click.command()
@STORE
def rejections(folder: Path) -> None:
    """List what could not be read, and why."""
    from detente.terminal import print_table

    print_table(
        open_store(folder).rejections().select("recorded_at", "stage", "reason", "input_id", "detail")
    )


@click.command()
@click.argument("table", type=click.Choice(["events", "statements", "commitments", "figures", "reports"]))
@which_rows
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Last rows; 0: all.")
def show(table: str, folder: Path, limit: int, **which: Any) -> None:
    """Show a table of the record."""
    from detente.terminal import print_rows

    print_rows(table, open_store(folder).show(table, **which), limit=limit)


@click.command()
@click.argument("id")
@STORE
@AS_OF
@RECORDED_BY
@ABOUT
@DATASET
def why(id: str, folder: Path, **which: Any) -> None:
    """Tell where a record or finding comes from: sentence, report, method, each step.

    ID may be its beginning. For a finding of `detente crisis` give the same --about, --as-of and --dataset.
    """
    from detente.monitor import why as explain

    click.echo(explain(open_store(folder), id, **which), nl=False)


@click.command()
@STORE
@ABOUT
@SINCE
@AS_OF
@RECORDED_BY
@DATASET
@click.option(
    "--format", "format", type=click.Choice(["md", "html", "json"]), default="md", show_default=True
)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def brief(folder: Path, to: Path | None, as_of: datetime | None, format: str, **which: Any) -> None:
    """Write a cited brief of a week, or of the time since --since: judgement, incidents, claims, promises.

    As of now unless --as-of names another day. Each sentence ends in marks that lead to its sources.
    """
    from detente.monitor import write_brief

    text = write_brief(open_store(folder), as_of=as_of or datetime.now(UTC), format=format, **which)
    if to is None:
        click.echo(text, nl=False)
    else:
        write_text(to, text)


@click.command()
@click.argument(
    "table", type=click.Choice(["events", "statements", "commitments", "figures", "reports", *JUDGED])
)
@which_rows
@click.option(
    "--format", "format", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True
)
@click.option(
    "--profile",
    type=click.Choice(["polecat", "icews", "gdelt"]),
    help="Events in that archive's columns and codes, as tab-separated text.",
)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def export(table: str, folder: Path, format: str, profile: str | None, to: Path | None, **which: Any) -> None:
    """Write a table of the record to a file."""
    from detente import monitor
    from detente.export import write_table

    store, target = open_store(folder), to or sys.stdout.buffer
    if table in JUDGED:
        export_judged(table, store, target, format=format, profile=profile, **which)
    elif profile is None:
        write_table(store.show(table, **which), target, format=format)
    elif table == "events":
        monitor.export_profile(store, profile, target, **which)
    else:
        raise click.UsageError("--profile writes events alone")


@click.command()
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


@click.command()
@click.argument("name")
@click.option("--country", metavar="ISO", help="Only there: an ISO 3166-1 alpha-3 code.")
def places(name: str, country: str | None) -> None:
    """Look a place up in the gazetteer: what bears that name, the likeliest first."""
    from detente import monitor
    from detente.terminal import print_table

    print_table(monitor.places(name, country=country))


@click.command()
@click.argument("type", required=False)
@click.option(
    "--check",
    "own",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Tell every fault of a registry or codebook file of your own, with its line; exit status 1 for any.",
)
def codebook(type: str | None, own: Path | None) -> None:
    """Tell what acts can be called: all event types, or what one TYPE means, its modes and CAMEO codes."""
    from detente import monitor
    from detente.terminal import print_table

    if own is not None and type is not None:
        raise click.UsageError("--check takes no TYPE")
    if own is not None:
        good, found = monitor.check_codebook(own)
        click.echo(found)
        sys.exit(0 if good else 1)
    text, tables = monitor.codebook_type(type) if type else ("", monitor.codebook_summary())
    if text:
        click.echo(text)
    for number, (heading, rows) in enumerate(tables):
        click.echo(f"\n{heading}" if text or number else heading)
        print_table(rows)
