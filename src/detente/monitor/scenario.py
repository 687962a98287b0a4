"""What-if files worked out: what usually follows an act, or where a dispute may end."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Unpack

import polars as pl

from detente.charts import draw_bargain, draw_weeks
from detente.codebook import load as load_codebook
from detente.monitor.histories import gather_past
from detente.outlook import (
    ActScenario,
    Answers,
    BargainScenario,
    Issue,
    answers,
    challenge,
    nash,
    point,
    read_scenario,
    sensitivity,
    weighted_median,
)
from detente.schema import ForecastError
from detente.store import Bounds, Store

_SENSITIVE = 6  # numbers whose effect is shown; the rest move less


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """A scenario worked out. model: answer or bargaining. lines: what it says, in words. tables: named.

    chart: an SVG; of the first issue where there are several.
    """

    model: str
    name: str
    lines: tuple[str, ...]
    tables: tuple[tuple[str, pl.DataFrame], ...]
    chart: str


def work_out(
    path: Path,
    store: Store | None = None,
    *,
    dataset: str | None = None,
    unobserved: str | None = None,
    **bounds: Unpack[Bounds],
) -> WorkedOut:
    """Work out a scenario file. store: the record that act and answer is fitted on; bargaining needs none.

    Raises: ForecastError that names file and line for a faulty file, or says why the record cannot answer;
    InputError for a dataset or days that are none.
    """
    scenario = read_scenario(path)
    if isinstance(scenario, BargainScenario):
        return _bargain(scenario)
    if store is None:
        raise ForecastError(f"{path}: act and answer is fitted on a record: name one with --store")
    past = gather_past(store, dataset=dataset, unobserved=unobserved, **bounds)
    quad = load_codebook().quad(scenario.type).name
    return _answered(scenario, answers(past.history, scenario, as_of=past.as_of, quad=quad), past.as_of)


def _bargain(scenario: BargainScenario) -> WorkedOut:
    lines: list[str] = []
    tables: list[tuple[str, pl.DataFrame]] = []
    charts = []
    bargains = nash(scenario.issues)
    for issue, bargain in zip(scenario.issues, bargains, strict=True):
        found, rounds = point(issue, scenario.record), challenge(issue)
        lines += [
            f"{issue.name}: {found.value:.3f} {issue.unit}, the compromise of {len(issue.players)} players; "
            f"half of such cases end between {found.half[0]:.2f} and {found.half[1]:.2f}, nine tenths "
            f"between {found.nine_tenths[0]:.2f} and {found.nine_tenths[1]:.2f}",
            f"  the bands follow from a mean error of {found.record.mean_error:.0%} of the scale: "
            f"{found.record.source}",
        ]
        if issue.outcome is not None:
            off = issue.outcome - found.value
            lines.append(f"  it ended at {issue.outcome:g}, {abs(off):.2f} {'above' if off > 0 else 'below'}")
        values = [
            ("compromise", found.value, "forecast"),
            ("weighted median", weighted_median(issue), "forecast by another rule"),
            (bargain.model, bargain.value, bargain.label),
            (rounds.model, rounds.value, rounds.label),
        ]
        shown = [
            {"model": name, "value": f"{value:.3f}", "what it is": label} for name, value, label in values
        ]
        tables += [(issue.name, pl.DataFrame(shown)), (_effects(issue), _sensitivity(issue))]
        charts.append(_chart(scenario.name, issue, scenario, bargain.value, rounds.value))
    return WorkedOut(
        model="bargaining",
        name=scenario.name,
        lines=tuple(lines),
        tables=tuple(tables),
        chart=charts[0],
    )


def _effects(issue: Issue) -> str:
    return f"{issue.name}: the compromise when one number alone is off by a tenth, the most telling first"


def _sensitivity(issue: Issue) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "player": change.player,
                "number": change.key,
                "off by": f"{change.step:g}",
                "lowered": f"{change.lowered:.3f}",
                "raised": f"{change.raised:.3f}",
            }
            for change in sensitivity(issue)[:_SENSITIVE]
        ]
    )


def _chart(name: str, issue: Issue, scenario: BargainScenario, bargain: float, rounds: float) -> str:
    found = point(issue, scenario.record)
    marks = [("challenge model (explanation)", rounds), ("Nash bargaining (explanation)", bargain)]
    if issue.outcome is not None:
        marks.append(("the outcome", issue.outcome))
    return draw_bargain(
        [(player.name, player.position, player.salience * player.capability) for player in issue.players],
        title=f"{name}: {issue.name}" if len(scenario.issues) > 1 else name,
        unit=issue.unit,
        scale=(issue.low, issue.high),
        forecast=(found.value, found.half, found.nine_tenths),
        marks=marks,
    )


def _answered(scenario: ActScenario, found: Answers, as_of: datetime) -> WorkedOut:
    act = f"{scenario.number} × {scenario.type} by {scenario.by} upon {scenario.to}"
    lines = [
        f"{act} on {as_of:%Y-%m-%d}, the last day on record: what {scenario.to} does to {scenario.by}, with "
        "it and without",
        f"  {scenario.draws:,} worlds each, from {found.acts:,.0f} acts between the two; {found.dyads} dyads "
        "taught the model",
        "  what followed acts in the past need not have followed because of them",
    ]
    shown = [
        {
            "acts": one.quad,
            "week": one.week,
            "without": f"{one.without.mean:.2f} ({one.without.low:g} to {one.without.high:g})",
            "with the act": f"{one.with_act.mean:.2f} ({one.with_act.low:g} to {one.with_act.high:g})",
            "any without": f"{one.without.any:.2f}",
            "any with": f"{one.with_act.any:.2f}",
            "more": f"{one.more[0]:+.2f} [{one.more[1]:+.2f}, {one.more[2]:+.2f}]",
        }
        for one in found.answers
    ]
    panels = {
        quad: [
            (
                (one.without.mean, one.without.low, one.without.high),
                (one.with_act.mean, one.with_act.low, one.with_act.high),
            )
            for one in found.answers
            if one.quad == quad
        ]
        for quad in dict.fromkeys(one.quad for one in found.answers)
    }
    chart = draw_weeks(panels, title=scenario.name, label=f"acts of {scenario.to} upon {scenario.by} a week")
    return WorkedOut(
        model="answer",
        name=scenario.name,
        lines=tuple(lines),
        tables=(("the weeks after it", pl.DataFrame(shown)),),
        chart=chart,
    )
