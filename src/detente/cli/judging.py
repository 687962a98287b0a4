"""Commands by which a person judges what the record says."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from detente.cli.options import ABOUT, AS_OF, DATASET, RECORDED_BY, STORE, open_store

if TYPE_CHECKING:
    import polars as pl

    from detente.store import Store

JUDGED = ("judgements", "labels")  # what `detente export` writes of them
_VERDICTS = ("confirm", "reject", "merge", "split", "note", "undo")


@click.command()
@click.argument("id")
@click.argument("verdict", type=click.Choice(_VERDICTS))
@click.argument("others", nargs=-1, metavar="[ID]...")
@STORE
@click.option("--by", required=True, metavar="NAME", help="Who judges.")
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@ABOUT
@AS_OF
@RECORDED_BY
@DATASET
def judge(
    id: str,
    verdict: str,
    others: tuple[str, ...],
    folder: Path,
    by: str,
    because: str,
    **view: Any,
) -> None:
    """Judge a record or finding: confirm, reject, merge, split, note; or undo a judgement.

    Kept for ever with name and reason, honoured in every view, taken back only by undo. merge: the named
    events or incidents are one. split: the named events leave the incident. For a finding of `detente
    crisis` give the same --about, --as-of, --recorded-by and --dataset.
    """
    from detente import monitor

    made = monitor.judge(
        open_store(folder),
        id,
        verdict,
        others,
        by=by,
        because=because,
        judged_at=datetime.now(UTC),
        **view,
    )
    click.echo(f"{made.id[:12]}  {made.verdict} {made.of} {', '.join(name[:12] for name in made.on)}")
    click.echo(
        f"It counts as of {made.judged_at:%Y-%m-%d %H:%M} UTC and later, and where no --as-of is given."
    )


@click.command()
@STORE
@AS_OF
@RECORDED_BY
def judgements(folder: Path, as_of: datetime | None, recorded_by: datetime | None) -> None:
    """List what people judged, and what they undid."""
    from detente import monitor
    from detente.terminal import print_table

    rows = monitor.list_judgements(open_store(folder), as_of=as_of, recorded_by=recorded_by)
    print_table(_short(rows))


def export_judged(table: str, store: "Store", target: Path | BinaryIO, *, format: str, **which: Any) -> None:
    """Write all judgements as a table, or the sentences that they label as JSON lines."""
    from detente import monitor
    from detente.export import write_lines, write_table

    bounds = {name: which.pop(name) for name in ("as_of", "recorded_by")}
    if any(which.values()):
        raise click.UsageError(f"{table} take --as-of and --recorded-by, no other choice of rows")
    if table == "judgements":
        write_table(monitor.judgement_rows(store, **bounds), target, format=format)
    elif format == "jsonl":
        write_lines(monitor.label_rows(store, **bounds), target)
    else:
        raise click.UsageError("labels are written as jsonl alone")


def _short(rows: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    digits = pl.col("on").list.eval(pl.element().str.head(12))
    columns = ("judgement_id", "judged_at", "verdict", "of", "on", "by", "because", "undone_by")
    return rows.with_columns(digits).select(columns)
