"""What-if files worked out: what usually follows an act, or where a dispute may end."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

import polars as pl

from detente.charts import Dispute, draw_bargain, draw_weeks
from detente.codebook import load as load_codebook
from detente.monitor.histories import Past, gather_past
from detente.outlook import (
    ActScenario,
    Answers,
    BargainScenario,
    Explanation,
    Issue,
    answers,
    challenge,
    fault_at,
    nash,
    point,
    read_scenario,
    sensitivity,
    weighted_median,
)
from detente.outlook.panel import active
from detente.schema import ForecastError
from detente.store import Bounds, Store

_SENSITIVE = 6  # numbers whose effect is shown; the rest move less
_NASH = "Nash bargaining"
_BUSIEST = 12  # sides that are named where one is not on record


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """A scenario worked out. model: answer or bargaining. lines: what it says, in words. tables: named.

    chart: an SVG; of all issues where there are several.
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
    _check_sides(path, scenario, past)
    quad = load_codebook().quad(scenario.type).name
    try:
        found = answers(past.history, scenario, as_of=past.as_of, quad=quad)
    except ForecastError as error:
        raise fault_at(path, str(error), "act") from error
    return _answered(scenario, found, past)


def _check_sides(path: Path, scenario: ActScenario, past: Past) -> None:
    """Raises: ForecastError for a side that is not on record, which names the busiest ones."""
    for key, name in (("by", scenario.by), ("to", scenario.to)):
        if name not in past.history.actors:
            dyads = active(past.history, len(past.history.actors) ** 2)
            busiest = dict.fromkeys(side for dyad in dyads for side in dyad if side)
            known = ", ".join(list(busiest)[:_BUSIEST])
            problem = f"no act by or upon {name!r} is on record; the busiest sides are {known}"
            raise fault_at(path, problem, "act", key)


def _bargain(scenario: BargainScenario) -> WorkedOut:
    lines: list[str] = []
    tables: list[tuple[str, pl.DataFrame]] = []
    disputes = []
    bargains, why = _nash(scenario.issues)
    for place, issue in enumerate(scenario.issues):
        bargain, rounds = bargains[place] if bargains else None, challenge(issue)
        lines += _told(issue, scenario)
        tables += [(issue.name, _models(issue, scenario, bargain, why, rounds))]
        tables += [(_effects(issue), _sensitivity(issue))]
        disputes.append(_dispute(issue, scenario, bargain, rounds))
    return WorkedOut(
        model="bargaining",
        name=scenario.name,
        lines=tuple(lines),
        tables=tuple(tables),
        chart=draw_bargain(disputes),
    )


def _nash(issues: tuple[Issue, ...]) -> tuple[tuple[Explanation, ...], str]:
    """The Nash bargain on each issue; or none, and why it is not defined."""
    order = [player.name for player in issues[0].players]
    for issue in issues:
        apart = set(order) ^ {player.name for player in issue.players}
        if apart:
            who = ", ".join(sorted(apart))
            return (), f"over several issues it needs the same players on each; {who} not on all"
    alike = [
        replace(issue, players=tuple(sorted(issue.players, key=lambda one: order.index(one.name))))
        for issue in issues
    ]
    return nash(tuple(alike)), ""


def _told(issue: Issue, scenario: BargainScenario) -> list[str]:
    """The forecast in words."""
    found = point(issue, scenario.record)
    lines = [
        f"{issue.name}: {found.value:.3f} {issue.unit}, the compromise of {len(issue.players)} players; "
        f"half of such cases end between {found.half[0]:.2f} and {found.half[1]:.2f}, nine tenths "
        f"between {found.nine_tenths[0]:.2f} and {found.nine_tenths[1]:.2f}",
        f"  the bands follow from a mean error of {found.record.mean_error:.0%} of the scale: "
        f"{found.record.source}",
    ]
    if issue.outcome is not None:
        off = issue.outcome - found.value
        lines.append(f"  it ended at {issue.outcome:g}, {abs(off):.2f} {'above' if off > 0 else 'below'}")
    return lines


def _models(
    issue: Issue, scenario: BargainScenario, bargain: Explanation | None, why: str, rounds: Explanation
) -> pl.DataFrame:
    """What each model makes of an issue. bargain: None where there is none, for the reason `why`."""
    rows = [
        ("compromise", f"{point(issue, scenario.record).value:.3f}", "forecast"),
        ("weighted median", f"{weighted_median(issue):.3f}", "forecast by another rule"),
        (_NASH, f"{bargain.value:.3f}", bargain.label) if bargain else (_NASH, "not defined", why),
        (rounds.model, f"{rounds.value:.3f}", rounds.label),
    ]
    return pl.DataFrame(rows, schema=["model", "value", "what it is"], orient="row")


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


def _dispute(
    issue: Issue, scenario: BargainScenario, bargain: Explanation | None, rounds: Explanation
) -> Dispute:
    found = point(issue, scenario.record)
    marks = [("challenge model (explanation)", rounds.value)]
    marks += [(f"{_NASH} (explanation)", bargain.value)] if bargain else []
    if issue.outcome is not None:
        marks.append(("the outcome", issue.outcome))
    name = scenario.name
    return Dispute(
        title=f"{name}: {issue.name}" if len(scenario.issues) > 1 else name,
        unit=issue.unit,
        scale=(issue.low, issue.high),
        players=[
            (player.name, player.position, player.salience * player.capability) for player in issue.players
        ],
        forecast=(found.value, found.half, found.nine_tenths),
        marks=marks,
    )


def _answered(scenario: ActScenario, found: Answers, past: Past) -> WorkedOut:
    act = f"{scenario.number} × {scenario.type} by {scenario.by} upon {scenario.to}"
    lines = [
        f"{act} on {past.as_of:%Y-%m-%d}, the last day on record: what {scenario.to} does to {scenario.by}, "
        "with it and without",
        f"  {scenario.draws:,} worlds each, from {found.acts:,.0f} acts between the two; {found.dyads} dyads "
        "taught the model",
        "  what followed acts in the past need not have followed because of them",
        *(f"  note: {text}" for text in (*past.notes, *found.notes)),
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
