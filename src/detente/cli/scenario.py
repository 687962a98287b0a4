"""The command that works out a what-if file."""

import json
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import AS_OF, RECORDED_BY, open_store, write_text

if TYPE_CHECKING:
    import polars as pl

    from detente.monitor.scenario import WorkedOut

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:1em 0}th,td{text-align:left;padding:.2em 1em .2em 0;"
    "border-bottom:1px solid #ddd}svg{max-width:100%;height:auto}"
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--store",
    "folder",
    envvar="DETENTE_STORE",
    default="detente-store",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The record that act and answer is fitted on; bargaining needs none.",
)
@AS_OF
@RECORDED_BY
@click.option("--dataset", metavar="NAME", help="Imported events of that dataset instead of what was read.")
@click.option("--unobserved", metavar="DAYS", multiple=True, help="Days on which nobody looked.")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="The chart: FILE.svg or FILE.html."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def scenario(
    file: Path,
    folder: Path,
    as_of: datetime | None,
    recorded_by: datetime | None,
    dataset: str | None,
    unobserved: tuple[str, ...],
    to: Path | None,
    format_: str,
) -> None:
    """Work out a what-if FILE (TOML): what usually follows an act, or where a dispute may end."""
    from detente.monitor.scenario import work_out
    from detente.terminal import print_table

    if to is not None and to.suffix not in (".svg", ".html"):
        raise click.UsageError(f"--to takes a file that ends in .svg or .html, not {to.name}")
    found = work_out(
        file,
        open_store(folder) if folder.is_dir() else None,
        dataset=dataset,
        unobserved=",".join(unobserved) or None,
        as_of=as_of,
        recorded_by=recorded_by,
    )
    if to is not None:
        write_text(to, found.chart if to.suffix == ".svg" else _page(found))
    if format_ == "json":
        tables = [{"name": name, "rows": rows.to_dicts()} for name, rows in found.tables]
        told = {"model": found.model, "name": found.name, "says": found.lines, "tables": tables}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo(found.name)
    for line in found.lines:
        click.echo(line)
    for name, rows in found.tables:
        click.echo(f"\n{name}")
        print_table(rows)


def _page(found: "WorkedOut") -> str:
    """One HTML file that needs nothing else."""
    chart = found.chart[found.chart.index("<svg") :]
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(found.name)}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{escape(found.name)}</h1>",
        *(f"<p>{escape(line.strip())}</p>" for line in found.lines),
        chart,
        *(f"<h2>{escape(name)}</h2>{_html(rows)}" for name, rows in found.tables),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _html(rows: "pl.DataFrame") -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in rows.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows.iter_rows()
    )
    return f"<table><tr>{head}</tr>{body}</table>"
