"""Commands that take something into the record: read, import."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from detente.cli.options import REJECTED, STORE, moment, progress


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@STORE
@click.option(
    "--published", metavar="DATE", callback=moment, help="Published date of reports that name none."
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
    with progress() as on_progress:
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
    return _tell_rejected(summary.rejected)


@click.command("import")
@click.argument("archive", type=click.Choice(["icews", "polecat", "gdelt", "ucdp-ged", "acled", "table"]))
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@STORE
@click.option("--dataset", metavar="NAME", help="What the store calls it; the archive's name unless given.")
@click.option("--licence", metavar="TEXT", help="A note on what may be done with it, which the store keeps.")
def import_(
    archive: str, paths: tuple[str, ...], folder: Path, dataset: str | None, licence: str | None
) -> int:
    """Import event archives that you have: each row becomes an event whose evidence is the row.

    Takes the files as they are published, plain, .gz or .zip; a table needs the columns date, by, type, to.
    Imported events stay apart from what was read: show, brief and export have --dataset for them.
    """
    from detente import monitor
    from detente.store import Store

    store = Store(folder, create=True)
    with progress("rows") as on_progress:
        done = monitor.import_paths(
            archive,
            paths,
            store,
            now=lambda: datetime.now(UTC),
            dataset=dataset,
            licence=licence,
            on_progress=on_progress,
        )
    click.echo(f"{'imported':<15}{done.files:,} files, {done.rows:,} rows")
    click.echo(f"{'new':<15}{done.events:,} events")
    click.echo(f"{'no event':<15}{done.no_event:,} rows, whose code is no political act")
    click.echo(f"{'already known':<15}{done.known:,} files, {done.repeated:,} rows")
    return _tell_rejected(done.rejected)


def _tell_rejected(rejected: tuple[tuple[str, int], ...]) -> int:
    """Print how much was rejected, and why; the exit status that goes with it."""
    click.echo(f"{'rejected':<15}{sum(count for _, count in rejected):,}")
    for reason, count in rejected:
        click.echo(f"{'':<15}{count:,} × {reason}")
    return REJECTED if rejected else 0
