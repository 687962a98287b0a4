"""The command that says what may come next, and how far its forecasts could be trusted so far."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import ABOUT, AS_OF, RECORDED_BY, STORE, open_store, write_text

if TYPE_CHECKING:
    import polars as pl

    from detente.monitor import Outlook
    from detente.outlook.scores import Estimate
    from detente.schema import Forecast

_BAR = 30
_ASKS = {"any": "any", "count": "how many", "next": "next acts"}


@click.command()
@STORE
@ABOUT
@AS_OF
@RECORDED_BY
@click.option("--horizon-days", type=click.IntRange(1, 366), default=30, show_default=True)
@click.option("--type", metavar="TYPE", help="Acts of that event type instead of the four quads.")
@click.option("--dataset", metavar="NAME", help="Imported events of that dataset instead of what was read.")
@click.option(
    "--unobserved",
    metavar="DAYS",
    multiple=True,
    help="Days on which nobody looked: 7,21 (of each month), 2024-03-01 or 2024-03-01..2024-03-09.",
)
@click.option("--commitment", metavar="ID", help="Will it be kept, will the planned meeting take place?")
@click.option("--score", "mode", flag_value="score", help="How good the forecasts on record were.")
@click.option(
    "--backtest", "mode", flag_value="backtest", help="How good they would have been through the past."
)
@click.option("--next", "mode", flag_value="next", help="Which acts are likeliest to come next, ranked.")
@click.option("--folds", type=click.IntRange(4, 500), default=20, show_default=True, help="Of the backtest.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="With --score: the chart, as SVG."
)
def outlook(
    folder: Path,
    unobserved: tuple[str, ...],
    commitment: str | None,
    mode: str | None,
    folds: int,
    format: str,
    to: Path | None,
    **asked: Any,
) -> None:
    """Say what may come next: probabilities and counts, with what they rest on.

    As of the end of the last day on record unless --as-of names another. Forecasts are stored, and earlier
    ones resolved from what is on record by now. `detente why ID` explains the precedents.
    """
    from detente.monitor import Outlook

    now = datetime.now(UTC)
    as_of = asked["as_of"]
    if as_of is not None and as_of.date() > now.date():
        raise click.ClickException(f"--as-of {as_of:%Y-%m-%d} lies in the future: nothing is known of it yet")
    if mode and commitment:
        raise click.UsageError("--score, --backtest, --next and --commitment are asked one at a time")
    found = Outlook(open_store(folder), unobserved=",".join(unobserved) or None, **asked)
    if mode == "score":
        _score(found, now, to)
    elif mode == "backtest":
        _backtest(found, folds)
    elif mode == "next":
        _next(found, now)
    elif commitment is not None:
        _commitment(found, commitment, now)
    else:
        _say(found, now, format, told=asked["about"] is not None)


def _say(found: "Outlook", now: datetime, format: str, *, told: bool) -> None:
    """A table of the answers to go by; each in words where somebody is named."""
    from detente.monitor.outlook_words import explain
    from detente.terminal import print_table

    answers = found.forecasts
    if format == "json":
        click.echo(json.dumps([asdict(one) for group in answers for one in group], default=str, indent=1))
    else:
        history = found.history
        click.echo(
            f"as of {found.as_of:%Y-%m-%d}, from {len(history):,} acts, {history.first_day} to "
            f"{history.last_day}"
        )
        print_table(_table([group[0] for group in answers]))
        pairs = zip(answers[::2], answers[1::2], strict=True)
        for chances, counts in pairs if told else ():
            click.echo("")
            for line in explain(chances[0], counts[0], chances):
                click.echo(line)
    new, settled = found.keep(issued_at=now)
    if format == "text":
        click.echo(f"\n{new:,} forecasts stored, {settled:,} earlier ones resolved: detente outlook --score")


def _table(chosen: Sequence["Forecast"]) -> "pl.DataFrame":
    """Whether and how often, one row a question."""
    import polars as pl

    from detente.monitor.outlook_words import method_of, share

    rows = []
    for chance, count in zip(chosen[::2], chosen[1::2], strict=True):
        by_level = {quantile.level: quantile.value for quantile in count.quantiles}
        rows.append(
            {
                "by": chance.question.by,
                "to": chance.question.to,
                "acts": chance.question.of,
                "probability": share(chance.probability or 0.0),
                "base rate": f"{chance.base_rate:.2f}",
                "how many": f"{by_level[0.5]:g} ({by_level[0.05]:g} to {by_level[0.95]:g})",
                "method": method_of(chance),
            }
        )
    return pl.DataFrame(rows)


def _next(found: "Outlook", now: datetime) -> None:
    """Ranked acts of each side that is asked about, with what moved each and when it came before."""
    import polars as pl

    from detente.monitor.outlook_words import share
    from detente.terminal import print_table

    rankings = found.next_acts()
    for ranking in rankings:
        asked = ranking.question
        click.echo(
            f"next acts of {asked.by or 'anybody'}{f' upon {asked.to}' if asked.to else ''} within "
            f"{asked.horizon_days} days, as of {ranking.as_of:%Y-%m-%d} ({ranking.method})"
        )
        rows = [
            {
                "by": act.by,
                "type": act.type,
                "to": act.to,
                "probability": share(act.probability),
                "base rate": share(act.base_rate),
                "precedents": ", ".join(name[:12] for name in act.precedents),
                "why": "; ".join(step.detail for step in act.steps),
            }
            for act in ranking.acts
        ]
        print_table(pl.DataFrame(rows))
    new, settled = found.keep_ranked(rankings, issued_at=now)
    click.echo(f"\n{new:,} forecasts stored, {settled:,} earlier ones resolved: detente outlook --score")


def _commitment(found: "Outlook", commitment: str, now: datetime) -> None:
    from detente.monitor.outlook_words import explain_kept

    kept = found.kept(commitment)
    for line in explain_kept(kept):
        click.echo(line)
    if kept.forecast is not None:
        found.keep_only((kept.forecast,), issued_at=now)


def _score(found: "Outlook", now: datetime, to: Path | None) -> None:
    """Resolve, then print scores, reliability and the worst misses."""
    import polars as pl

    from detente.monitor.outlook_words import in_hundred
    from detente.terminal import print_table

    found.keep_only((), issued_at=now)
    score = found.score()
    if not score.rows:
        click.echo("no stored forecast is resolved yet: its window must be over, and watched")
        return
    hindsight = score.resolved - score.ahead
    click.echo(
        f"{score.resolved:,} forecasts resolved: {score.ahead:,} issued ahead, {hindsight:,} in hindsight"
    )
    rows = [
        {
            "method": row.method,
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
        for row in score.rows
    ]
    print_table(pl.DataFrame(rows))
    for whose, bins in (("the forecasts to go by", score.reliability), ("ranked acts", score.ranked)):
        if bins:
            click.echo(f"\nReliability of {whose}")
        for one in bins:
            bar = "#" * round(_BAR * one.came)
            click.echo(f"  said {one.said:.2f}  came {one.came:.2f}  {bar:<{_BAR}} {one.forecasts:,}")
    if score.misses:
        click.echo("\nWorst misses")
    for miss in score.misses:
        asked, made = miss.forecast.question, miss.forecast
        came = "it came" if miss.value else "it did not come"
        click.echo(
            f"  {made.id[:12]}  {made.as_of:%Y-%m-%d}  {asked.by} → {asked.to}, {asked.of}: "
            f"{in_hundred(made.probability or 0.0)}, {came}"
        )
    if to is not None:
        from detente.charts import draw_reliability

        shown = score.reliability or score.ranked
        points = [(one.said, one.came, one.forecasts) for one in shown]
        write_text(to, draw_reliability(points, title="Reliability of the outlook's forecasts"))


def _show(found: "Estimate | None") -> str:
    if found is None:
        return ""
    interval = f" [{found.interval.low:.3f}, {found.interval.high:.3f}]" if found.interval else ""
    return f"{found.value:.3f}{interval}"


def _backtest(found: "Outlook", folds: int) -> None:
    from detente.monitor.backtesting import backtest_rows
    from detente.terminal import print_table

    tests = found.backtest(folds=folds)
    for heading, rows in backtest_rows(tests):
        click.echo(heading)
        print_table(rows)
