"""The command that shows what the record adds up to."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import ABOUT, AS_OF, DATASET, RECORDED_BY, SINCE, STORE, open_store

if TYPE_CHECKING:
    import polars as pl

_ID_DIGITS = 12
_Row = dict[str, Any]


@click.command()
@STORE
@ABOUT
@SINCE
@AS_OF
@RECORDED_BY
@DATASET
@click.option(
    "--unobserved",
    metavar="DATE",
    multiple=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day on which nobody looked: unknown, not quiet. May be given again.",
)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Last rows; 0: all.")
def crisis(folder: Path, unobserved: tuple[datetime, ...], limit: int, **which: Any) -> None:
    """Show what the record adds up to: arrow, incidents, claims, commitments, chains, levels.

    As of the end of the last day on record unless --as-of names another. `detente why ID` explains each line.
    """
    from detente.monitor import Crisis, find_gaps, overview

    # A run is over before cyclic garbage matters, and looking for it among a million values costs a third.
    gc.disable()
    found = Crisis(open_store(folder), unobserved=[day.date() for day in unobserved], **which)
    for line in overview(found.picture):
        click.echo(line)
    _blocks("Incidents", found.incidents, limit, _incident)
    _blocks("Claims disputed, corroborated or withdrawn", _weighed(found.claims), limit, _claim)
    _blocks("Commitments", _by_state(found.commitments), limit, _commitment)
    _blocks("Chains of act and answer", found.chains, limit, _chain)
    _blocks("Contacts, the last of each two sides", _last(found), limit, _contact)
    _table("Levels by week, -10 hostile to 10 friendly", _weeks(found.levels), limit)
    _table("Ruptures", found.ruptures, limit)
    gaps = find_gaps(found.picture)
    if gaps:
        click.echo("\nWhat cannot be said")
    for gap in gaps:
        click.echo(f"  {gap}")


def _blocks(title: str, rows: "pl.DataFrame", limit: int, lines: Callable[[_Row], Iterator[str]]) -> None:
    """A heading and the last rows, each its id and what is to say of it; nothing where there are none."""
    shown = _headed(title, rows, limit)
    for row in shown.iter_rows(named=True):
        name = str(next(iter(row.values())))[:_ID_DIGITS]
        for line in lines(row):
            click.echo(f"  {name:<{_ID_DIGITS}}  {line}")
            name = ""


def _table(title: str, rows: "pl.DataFrame", limit: int) -> None:
    from detente.terminal import print_table

    shown = _headed(title, rows, limit)
    if not shown.is_empty():
        print_table(shown)


def _headed(title: str, rows: "pl.DataFrame", limit: int) -> "pl.DataFrame":
    shown = rows.tail(limit) if limit else rows
    more = f", the last {len(shown):,} of {len(rows):,} (--limit 0 shows all)"
    if not rows.is_empty():
        click.echo(f"\n{title}{more if len(shown) < len(rows) else ''}")
    return shown


def _incident(row: _Row) -> Iterator[str]:
    act = " ".join(filter(None, (row["type"], row["mode"])))
    place = f" at {row['place']}" if row["place"] else ""
    yield f"{_days(row)}  {_who(row)}: {act}{place}"
    yield f"{row['text']}"
    told = f"told by {', '.join(row['voices'])}"
    yield f"{told}; foretold by {row['foretold']} records" if row["foretold"] else told
    if row["figures"]:
        yield f"{row['figures']}"


def _claim(row: _Row) -> Iterator[str]:
    denied = f"; denied by {', '.join(dict.fromkeys(row['denied_by']))}" if row["denied_by"] else ""
    yield f"{row['state']}: {row['proposition']}"
    yield f"{row['text']}"
    yield f"asserted by {', '.join(row['voices']) or 'nobody any more'}{denied}"


def _commitment(row: _Row) -> Iterator[str]:
    due = "no day named" if row["due"] is None else f"due {row['due']}, {_left(row['days_left'])}"
    said = f"said on {row['said_on']}" if row["said_on"] else "on a day that is not known"
    yield f"{row['state']}: {row['act']} by {_who(row)}, {said}; {due}"
    condition = f", on condition: {row['condition']}" if row["condition"] else ""
    yield f"{row['action'] or 'what is promised was not read'}{condition}"
    if row["shown_by"]:
        yield f"shown by {', '.join(name[:_ID_DIGITS] for name in row['shown_by'])}"


def _chain(row: _Row) -> Iterator[str]:
    yield f"{row['basis']}, after {row['lag_days']} days, probability {row['probability']:.2f}"
    for part in ("act", "answer"):
        yield f"{part:<6}  {row[f'{part}_id'][:_ID_DIGITS]}  {row[part]}"


def _contact(row: _Row) -> Iterator[str]:
    yield f"{_days(row)}  {', '.join(dict.fromkeys((*row['by'], *row['to'])))}: {row['channel'] or 'contact'}"
    yield f"{row['text']}"


def _who(row: _Row) -> str:
    whom = f" -> {', '.join(row['to'])}" if row["to"] else ""
    return f"{', '.join(row['by']) or 'somebody'}{whom}"


def _days(row: _Row) -> str:
    days = dict.fromkeys(str(day) for day in (row["date_earliest"], row["date_latest"]) if day)
    return " to ".join(days) or "no day"


def _left(days: int) -> str:
    return f"{days} days left" if days >= 0 else f"{-days} days ago"


def _weighed(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The claims that more than one voice has spoken on."""
    import polars as pl

    return rows.filter(pl.col("state") != "single-voice").sort("state", maintain_order=True)


def _by_state(rows: "pl.DataFrame") -> "pl.DataFrame":
    """What is over first; then what runs, the nearest day last."""
    import polars as pl

    running = pl.col("state").is_in(["open", "due soon"])
    return rows.sort(running, pl.col("days_left").fill_null(1_000_000), descending=[False, True])


def _last(found: Any) -> "pl.DataFrame":
    import polars as pl

    last = [contact.id for contact in found.picture.last_contacts().values()]
    rows: pl.DataFrame = found.contacts
    return rows.filter(pl.col("contact_id").is_in(last))


def _weeks(rows: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    return rows.filter(pl.col("period") == "week").sort("last_day", "by", "to").drop("period")
