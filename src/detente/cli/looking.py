"""Commands that look at the record, or look something up."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

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
def why(id: str, folder: Path, as_of: datetime | None, recorded_by: datetime | None) -> None:
    """Tell where a record comes from: sentence, report, method, each step. ID may be its beginning."""
    from detente.monitor import why as explain

    click.echo(explain(open_store(folder), id, as_of=as_of, recorded_by=recorded_by), nl=False)


@click.command()
@STORE
@ABOUT
@SINCE
@AS_OF
@RECORDED_BY
@DATASET
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def brief(folder: Path, to: Path | None, **which: Any) -> None:
    """Write a cited brief in Markdown: what happened, who said what, what was promised."""
    from detente.monitor import write_brief

    text = write_brief(open_store(folder), **which)
    if to is None:
        click.echo(text, nl=False)
    else:
        write_text(to, text)


@click.command()
@click.argument("table", type=click.Choice(["events", "statements", "commitments", "figures", "reports"]))
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
    if profile is None:
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
