"""How the command line draws: tables cut to the terminal's width, and a bar that counts."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

# Without a terminal to ask: wide enough that ids, names and the gist of a sentence fit.
_WIDTH = 160
_ID_DIGITS = 12
_CONTENT_ID = re.compile("[0-9a-f]{64}")
_SHOWN = {
    "events": ("event_id", "date_earliest", "type", "mode", "status", "by_text", "to_text", "trigger",
               "place_text", "speaker_text"),
    "statements": ("statement_id", "act", "speaker_text", "addressee_text", "target_text", "content"),
    "commitments": ("commitment_id", "act", "by_text", "to_text", "action", "due_text", "due_latest"),
    "figures": ("figure_id", "quantity", "low", "high", "unit", "of", "sentence"),
    "reports": ("report_id", "published_at", "publisher", "title", "language", "chars", "replaces"),
}  # fmt: skip


def print_rows(table: str, rows: pl.DataFrame, *, limit: int) -> None:
    """Print the last `limit` rows of a table of the record, in the columns that fit a screen."""
    shown = rows.tail(limit) if limit else rows
    print_table(shown.select(_SHOWN[table]))
    if len(shown) < len(rows):
        click.echo(f"the last {len(shown):,} of {len(rows):,} {table}; --limit 0 shows all")


def print_table(rows: pl.DataFrame) -> None:
    """Print a frame as a table."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows.columns:
        whole = name.endswith("_id") or rows.schema[name] == pl.Date
        table.add_column(name.removesuffix("_text"), no_wrap=whole, min_width=_ID_DIGITS if whole else None)
    for row in rows.iter_rows(named=True):
        table.add_row(*(Text(_cell(value)) for value in row.values()))  # "[x]" is no markup
    console.print(table)
    if rows.is_empty():
        click.echo("nothing")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join("" if item is None else str(item) for item in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"
    text = " ".join(str(value).split())
    return text[:_ID_DIGITS] if _CONTENT_ID.fullmatch(text) else text


@contextmanager
def progress(counted: str = "documents") -> Iterator[Callable[[int], None]]:
    """A bar on standard error that counts."""
    count = TextColumn(f"{{task.completed:,.0f}} {counted}")
    columns = (SpinnerColumn(), TextColumn("reading"), count, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda count: bar.advance(task, count)
