"""How the scores of stored forecasts are printed: a table, reliability, the worst misses; a chart, JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import write_text

if TYPE_CHECKING:
    import polars as pl

    from detente.monitor import Outlook
    from detente.outlook.scores import Estimate
    from detente.outlook.scoring import Row, Score

BETTER = "Brier, log and CRPS: lower is better; skill: higher is better"
_BAR = 30
_ASKS = {"any": "any", "count": "how many", "next": "next acts"}


def print_score(
    found: "Outlook", now: datetime, format: str, to: Path | None, *, horizon_days: int | None
) -> None:
    """Resolve, then print how good the forecasts were. to: a file for the chart of their reliability."""
    from detente.terminal import print_table

    found.keep_only((), issued_at=now)
    score = found.score(horizon_days=horizon_days)
    if format == "json":
        print_json(asdict(score))
    elif not score.rows:
        click.echo("no stored forecast on this is resolved yet: its window must be over, and watched")
    else:
        click.echo(_counts(score))
        print_table(_table(score.rows))
        click.echo(BETTER)
        for line in (*_reliability(score), *_misses(score)):
            click.echo(line)
    if to is not None:
        _draw(score, to)


def print_json(found: object) -> None:
    """Print what dataclasses hold, as JSON."""
    click.echo(json.dumps(found, default=str, indent=1))


def _counts(score: "Score") -> str:
    from detente.monitor.outlook_words import number_of

    hindsight = score.resolved - score.ahead
    whole = number_of(score.resolved, "forecast")
    return f"{whole} resolved: {score.ahead:,} issued ahead, {hindsight:,} in hindsight"


def _table(rows: tuple["Row", ...]) -> "pl.DataFrame":
    """One row a method."""
    import polars as pl

    from detente.monitor.outlook_words import named

    shown = [
        {
            "method": named(row.method),
            "asks": _ASKS[row.asks],
            "days": row.horizon_days,
            "forecasts": row.forecasts,
            "moments": row.moments,
            "came": f"{row.came:.2f}",
            "Brier": _show(row.brier),
            "log": _show(row.log),
            "CRPS": _show(row.crps),
            "skill": _show(row.skill),
        }
        for row in rows
    ]
    return pl.DataFrame(shown)


def _show(found: "Estimate | None") -> str:
    if found is None:
        return ""
    interval = f" [{found.interval.low:.3f}, {found.interval.high:.3f}]" if found.interval else ""
    return f"{found.value:.3f}{interval}"


def _reliability(score: "Score") -> Iterator[str]:
    """How often it came of what was said to be about as likely."""
    for whose, bins in (("the forecasts to go by", score.reliability), ("ranked acts", score.ranked)):
        if bins:
            yield f"\nReliability of {whose}"
        for one in bins:
            bar = "#" * round(_BAR * one.came)
            yield f"  said {one.said:.2f}  came {one.came:.2f}  {bar:<{_BAR}} {one.forecasts:,}"


def _misses(score: "Score") -> Iterator[str]:
    """The forecasts that lay furthest on the wrong side of one half."""
    from detente.monitor.outlook_words import in_hundred

    if score.reliability:
        yield "\nWorst misses"
    if score.reliability and not score.misses:
        yield "  none: no forecast to go by was on the wrong side of 50 in 100"
    for miss in score.misses:
        asked, made = miss.forecast.question, miss.forecast
        came = "it came" if miss.value else "it did not come"
        yield (
            f"  {made.id[:12]}  {made.as_of:%Y-%m-%d}  {asked.by} → {asked.to}, {asked.of}: "
            f"{in_hundred(made.probability or 0.0)}, {came}"
        )


def _draw(score: "Score", to: Path) -> None:
    """Write the chart of the forecasts to go by, or else of ranked acts; a note where there is none."""
    from detente.charts import draw_reliability

    points = [(one.said, one.came, one.forecasts) for one in score.reliability or score.ranked]
    if points:
        write_text(to, draw_reliability(points, title="Reliability of the outlook's forecasts"))
    else:
        click.echo(f"nothing to draw: {to} is not written", err=True)
