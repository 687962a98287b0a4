"""Commands that keep the store sound."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from detente.cli.options import STORE, open_store


@click.command()
@STORE
def verify(folder: Path) -> int:
    """Check every segment's bytes, and that nothing is missing."""
    damaged = open_store(folder).verify()
    for damage in damaged:
        click.echo(f"{damage.path}: {damage.reason}", err=True)
    if not damaged:
        click.echo("the store is sound")
    return 1 if damaged else 0


@click.command()
@STORE
def compact(folder: Path) -> None:
    """Merge small segments into larger ones; no row changes."""
    done = open_store(folder).compact(strays_before=datetime.now(UTC) - timedelta(days=1))
    click.echo(f"{done.before} segments before, {done.after} after")
