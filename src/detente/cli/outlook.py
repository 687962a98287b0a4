"""The command that says what may come next, and how far its forecasts could be trusted so far."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from detente.cli.options import ABOUT, AS_OF, RECORDED_BY, STORE, open_store
from detente.cli.scores import BETTER, print_json, print_score
from detente.schema import ForecastError

if TYPE_CHECKING:
    import polars as pl

    from detente.monitor import Outlook
    from detente.schema import Forecast, Ranking

_MODES = ("score", "backtest", "next", "commitment")


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
@click.option("--score", is_flag=True, help="How good the forecasts on record were.")
@click.option("--backtest", is_flag=True, help="How good they would have been through the past.")
@click.option("--next", is_flag=True, help="Which acts are likeliest to come next, ranked.")
@click.option("--folds", type=click.IntRange(4, 500), default=20, show_default=True, help="Of the backtest.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="With --score: the chart, as SVG."
)
@click.pass_context
def outlook(
    context: click.Context,
    /,
    folder: Path,
    unobserved: tuple[str, ...],
    commitment: str | None,
    folds: int,
    format: str,
    to: Path | None,
    **options: Any,
) -> None:
    """Say what may come next: probabilities and counts, with what they rest on.

    As of the end of the last day on record unless --as-of names another. Forecasts are stored, and earlier
    ones resolved from what is on record by now. `detente why ID` explains the precedents.
    """
    from detente.monitor import Outlook

    given = {name for name in context.params if _is_given(context, name)}
    mode = _mode(given)
    asked = {name: value for name, value in options.items() if name not in _MODES}
    now = datetime.now(UTC)
    if asked["as_of"] is not None and asked["as_of"].date() > now.date():
        raise ForecastError(
            f"--as-of {asked['as_of']:%Y-%m-%d} lies in the future: nothing is known of it yet"
        )
    found = Outlook(open_store(folder), unobserved=",".join(unobserved) or None, **asked)
    horizon = asked["horizon_days"] if "horizon_days" in given else None
    if mode == "score":
        print_score(found, now, format, to, horizon_days=horizon)
    elif mode == "backtest":
        _backtest(found, folds, format)
    elif mode == "next":
        _next(found, now, format)
    elif commitment is not None:
        _commitment(found, commitment, now, format)
    else:
        _say(found, now, format, told=asked["about"] is not None)


def _is_given(context: click.Context, name: str) -> bool:
    """Whether the user gave an option, and not its default."""
    return context.get_parameter_source(name) not in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)


def _mode(given: set[str]) -> str | None:
    """What is asked instead of the table.

    Raises: UsageError for two such things, and for options that what is asked does not use.
    """
    modes = [mode for mode in _MODES if mode in given]
    if len(modes) > 1:
        raise click.UsageError(f"{' and '.join(f'--{mode}' for mode in modes)}: one of them at a time")
    mode = modes[0] if modes else None
    for option, owner in (("to", "score"), ("folds", "backtest")):
        if option in given and mode != owner:
            raise click.UsageError(f"--{option} goes with --{owner} alone")
    for option in ("about", "type"):
        if option in given and mode == "commitment":
            raise click.UsageError(f"--commitment names all that it asks about: it takes no --{option}")
    return mode


def _say(found: "Outlook", now: datetime, format: str, *, told: bool) -> None:
    """A table of the answers to go by; each in words where somebody is named."""
    from detente.monitor.outlook_words import explain, note_of, number_of
    from detente.terminal import print_table

    answers = found.forecasts
    if format == "json":
        print_json([asdict(one) for group in answers for one in group])
    else:
        history, chosen = found.history, [group[0] for group in answers]
        click.echo(
            f"as of {found.as_of:%Y-%m-%d}, from {number_of(len(history), 'act')}, {history.first_day} to "
            f"{history.last_day}"
        )
        for gap in found.past.notes:
            click.echo(f"note: {gap}")
        print_table(_table(chosen))
        if not told and (note := note_of(chosen)):
            click.echo(f"\n{note}")
        pairs = zip(answers[::2], answers[1::2], strict=True)
        for chances, counts in pairs if told else ():
            click.echo("")
            for line in explain(chances[0], counts[0], chances):
                click.echo(line)
    _tell_kept(found.keep(issued_at=now), format)


def _tell_kept(kept: tuple[int, int], format: str) -> None:
    """How many forecasts are new, and how many earlier ones were resolved."""
    from detente.monitor.outlook_words import number_of

    new, settled = kept
    if format == "text":
        earlier = f"{settled:,} earlier {'one' if settled == 1 else 'ones'} resolved"
        click.echo(f"\n{number_of(new, 'forecast')} stored, {earlier}: detente outlook --score")


def _table(chosen: Sequence["Forecast"]) -> "pl.DataFrame":
    """Whether and how often, one row a question."""
    import polars as pl

    from detente.monitor.outlook_words import base_interval, method_of, share

    rows = []
    for chance, count in zip(chosen[::2], chosen[1::2], strict=True):
        by_level = {quantile.level: quantile.value for quantile in count.quantiles}
        rows.append(
            {
                "by": chance.question.by,
                "to": chance.question.to,
                "acts": chance.question.of,
                "probability": share(chance.probability or 0.0),
                "base rate": share(chance.base_rate or 0.0),
                "its 90 % interval": base_interval(chance),
                "how many": f"{by_level[0.5]:g} ({by_level[0.05]:g} to {by_level[0.95]:g})",
                "method": method_of(chance),
            }
        )
    return pl.DataFrame(rows)


def _next(found: "Outlook", now: datetime, format: str) -> None:
    """Ranked acts of each side that is asked about, with what moved each and when it came before."""
    from detente.monitor.outlook_words import explain_ranking
    from detente.terminal import print_table

    rankings = found.next_acts()
    if format == "json":
        print_json([asdict(one) for one in rankings])
    for ranking in rankings if format == "text" else ():
        for line in explain_ranking(ranking):
            click.echo(line)
        print_table(_ranked(ranking))
    _tell_kept(found.keep_ranked(rankings, issued_at=now), format)


def _ranked(ranking: "Ranking") -> "pl.DataFrame":
    """One row an act, the likeliest first."""
    import polars as pl

    from detente.monitor.outlook_words import explain_ranked, share

    rows = [
        {
            "by": act.by,
            "type": act.type,
            "to": act.to,
            "probability": share(act.probability),
            "base rate": share(act.base_rate),
            "precedents": ", ".join(name[:12] for name in act.precedents),
            "why": explain_ranked(act),
        }
        for act in ranking.acts
    ]
    return pl.DataFrame(rows)


def _commitment(found: "Outlook", commitment: str, now: datetime, format: str) -> None:
    from detente.monitor.outlook_words import explain_kept

    kept = found.kept(commitment)
    if format == "json":
        print_json(asdict(kept))
    for line in explain_kept(kept) if format == "text" else ():
        click.echo(line)
    if kept.forecast is not None:
        found.keep_only((kept.forecast,), issued_at=now)


def _backtest(found: "Outlook", folds: int, format: str) -> None:
    import polars as pl

    from detente.monitor.backtesting import backtest_rows
    from detente.monitor.outlook_words import named, plain
    from detente.terminal import print_table

    tests = [
        (
            plain(heading.strip()),
            rows.with_columns(pl.col("method").map_elements(named, return_dtype=pl.String)),
        )
        for heading, rows in backtest_rows(found.backtest(folds=folds))
    ]
    if format == "json":
        print_json([{"heading": heading, "rows": rows.to_dicts()} for heading, rows in tests])
        return
    for heading, rows in tests:
        click.echo(f"\n{heading}")
        print_table(rows)
    click.echo(f"\n{BETTER}")
