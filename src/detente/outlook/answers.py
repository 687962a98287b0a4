"""Act and answer: what the other side tends to do in the weeks after an act, against the same world without
it.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detente.outlook.counts import sizes
from detente.outlook.fading import KEEP, fade, posterior, stilled
from detente.outlook.history import Floats, History
from detente.outlook.panel import Dyad, Panel, active, build
from detente.outlook.regression import Fit, fit_counts
from detente.outlook.scenario_file import ActScenario
from detente.schema import ForecastError

POOL = 100  # so many of the most active dyads teach how sides answer
_LOOKS = 120  # days that the daily model is fitted on, spread over the past
_LEAST_DAYS = 56  # before this many days watched there is no model to put an act into
_FIRST_LOOK = 28
_MOST_A_DAY = 200
_SHOWN = (0, 2, 3)  # half-lives of the daily model: days, a month, a season
_LEVELS = (0.05, 0.95)
_LATELY = 56  # days watched: what was usual lately, beside what was usual in all the past
_FAR = 3.0  # a simulated world is far from the past beyond so many times, or below such a part
_SLACK = 0.5  # acts a week, so that next to nothing is not far from nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Acts in a week over all worlds: mean, the middle 90 %, and the share of worlds with any."""

    mean: float
    low: float
    high: float
    any: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other side does in one week, in one quad, without the act and with it.

    week: from 1. more: mean of the differences between the paired worlds, and the 90 % interval of that mean.
    """

    quad: str
    week: int
    without: Spread
    with_act: Spread
    more: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers to an act, and what they rest on.

    notes: why not to trust them, where the record itself says so. dyads: those that taught the model.
    """

    scenario: ActScenario
    as_of: datetime
    quad: str
    answers: tuple[Answer, ...]
    dyads: int
    acts: float
    notes: tuple[str, ...] = ()


def answers(
    history: History, scenario: ActScenario, *, as_of: datetime, quad: str, pool: int = POOL
) -> Answers:
    """Simulate the weeks after `as_of` twice, with the same draws: as they are, and with the act on the last
    day.

    quad: of the act's type; acts of one quad count alike. Each day of both directions is drawn from a
    negative binomial regression on faded acts of either side, fitted on the most active dyads, and feeds the
    days after it. Each of those dyads teaches in both directions, for it is in both that the model runs: a
    side that hardly ever acts is no other case than one that is often acted upon. The intervals hold what
    chance does in the model, not doubt about the model; and what followed acts in the past need not have
    followed because of them. Notes name the quads whose simulated level is far from the record's.
    Source: counterfactual simulation with common random numbers, Law (2015), Simulation Modeling and
    Analysis, section 11.2; reciprocity in dyads, Goldstein and Freeman (1990), Three-Way Street, chapter 3.

    Raises: ForecastError for an unknown actor or quad, two sides that never acted on each other, or a short
    history.
    """
    known = history.as_of(as_of)
    for actor in (scenario.by, scenario.to):
        if actor not in known.actors:
            raise ForecastError(f"no actor {actor!r} in the history")
    if quad not in known.quads:
        raise ForecastError(f"no quad {quad!r}; known: {', '.join(known.quads)}")
    dyads = _both_ways(((scenario.by, scenario.to), *active(known, pool)))
    panel = build(known, dyads, quad)
    if len(panel.days) < _LEAST_DAYS:
        raise ForecastError(
            f"{len(panel.days)} days watched are too few to fit answers on; {_LEAST_DAYS} are needed"
        )
    acts = float(panel.own[0].sum() + panel.theirs[0].sum())
    if not acts:
        raise ForecastError(f"{scenario.by} and {scenario.to} never acted on each other in this history")
    world = _World(panel)
    uniform = np.random.default_rng(scenario.seed).random(
        (scenario.weeks * 7, scenario.draws, 2 * len(known.quads))
    )
    plain = world.run(uniform, None, 0)
    changed = world.run(uniform, panel.asked, scenario.number)
    return Answers(
        scenario=scenario,
        as_of=as_of,
        quad=quad,
        answers=_compare(known.quads, plain, changed),
        dyads=len(dyads),
        acts=acts,
        notes=(*_unheard(panel), *_drifted(panel, plain)),
    )


def _both_ways(dyads: tuple[Dyad, ...]) -> tuple[Dyad, ...]:
    """Each dyad once, with the one the other way about beside it."""
    return tuple(dict.fromkeys(way for by, to in dyads for way in ((by, to), (to, by))))


def _unheard(panel: Panel) -> tuple[str, ...]:
    """A note where nobody ever did what is put in."""
    if panel.own[:, panel.asked].any():
        return ()
    quad = panel.quads[panel.asked]
    return (f"no {quad} is on record between any of the sides: what follows it is not known",)


def _drifted(panel: Panel, plain: Floats) -> tuple[str, ...]:
    """Notes on quads in which the world without the act is far from what the second side did before."""
    acts, notes = panel.theirs[0], []
    weekly = (acts.mean(axis=1) * 7, acts[:, -_LATELY:].mean(axis=1) * 7)
    simulated = plain[:, :, len(panel.quads) :].mean(axis=(0, 1)) * 7
    for quad, said, usual, lately in zip(panel.quads, simulated, *weekly, strict=True):
        low, high = min(usual, lately) + _SLACK, max(usual, lately) + _SLACK
        if not low / _FAR <= said + _SLACK <= high * _FAR:
            notes.append(
                f"{quad}: {said:.2f} acts a week in the simulation without the act, {usual:.2f} on record "
                f"({lately:.2f} in its last {_LATELY} days): do not trust this level"
            )
    return tuple(notes)


class _World:
    """The first dyad of a panel, made to run on: one daily regression a quad, used in both directions."""

    def __init__(self, panel: Panel) -> None:
        self.quads = len(panel.quads)
        series = np.concatenate([panel.own, panel.theirs], axis=1)
        first = min(_FIRST_LOOK, len(panel.days) // 2)
        columns = np.unique(np.linspace(first, len(panel.days) - 1, _LOOKS).astype(np.int64))
        past = fade(series, np.append(columns, len(panel.days)), panel.pooled)
        rates = stilled(past.rates, series.sum(axis=(0, 2)) > 0)[:-1]
        table = _columns(rates.reshape(-1, *rates.shape[2:]))
        one = np.ones(len(table))
        # a day of n acts counts as one of 10 at most: single storms of reports would rule the fit
        counts = np.minimum(panel.own[:, :, columns], 10.0).transpose(2, 0, 1).reshape(-1, self.quads)
        self.fits: tuple[Fit, ...] = tuple(
            fit_counts(table, counts[:, quad], one) for quad in range(self.quads)
        )
        self.acts, self.days, self.prior = past.acts[0], past.days, past.prior

    def run(self, uniform: Floats, quad: int | None, number: int) -> Floats:
        """(days, draws, 2Q) acts; uniform: their draws, of the same shape. quad, number: the act that is put
        in.
        """
        acts = np.repeat(self.acts[None], uniform.shape[1], axis=0)
        if quad is not None:
            acts[:, quad] += number
        days = self.days
        turn = np.r_[self.quads : 2 * self.quads, : self.quads]
        drawn = np.empty_like(uniform)
        for day, chance in enumerate(uniform):
            # the prior belongs to the place in the table, "own" or "theirs", not to the side: turn acts alone
            for side, seen in ((0, acts), (self.quads, acts[:, turn])):
                table = _columns(posterior(seen, days, self.prior))
                for place, fit in enumerate(self.fits):
                    mean = fit.mean(table, np.ones(len(table)))
                    size = sizes(np.log(mean), fit.level, fit.slope)
                    drawn[day, :, side + place] = _draw(chance[:, side + place], mean, size)
            acts = acts * KEEP + drawn[day][:, :, None]
            days = days * KEEP + 1.0
        return drawn


def _columns(rates: Floats) -> Floats:
    """(N, 2Q, H) rates as (N, 2Q * 3) logarithms."""
    value: Floats = np.log(rates[:, :, list(_SHOWN)]).reshape(len(rates), -1)
    return value


def _draw(uniform: Floats, mean: Floats, size: Floats) -> Floats:
    """The negative binomial count at which the distribution first reaches `uniform`; rises with the mean."""
    share = mean / (size + mean)
    term = np.exp(-size * np.log1p(mean / size))
    total, count = term.copy(), np.zeros_like(uniform)
    below = total < uniform
    step = 0
    while below.any() and step < _MOST_A_DAY:
        term = term * share * (size + step) / (step + 1)
        step += 1
        count[below] = step
        total += term
        below = total < uniform
    return count


def _compare(quads: tuple[str, ...], plain: Floats, changed: Floats) -> tuple[Answer, ...]:
    """Weekly answers of the second side: the last Q series."""
    found = []
    for place, quad in enumerate(quads):
        weekly = [_weeks(world[:, :, len(quads) + place]) for world in (plain, changed)]
        for week in range(weekly[0].shape[0]):
            without, with_act = weekly[0][week], weekly[1][week]
            gap = with_act - without
            doubt = 1.645 * float(gap.std()) / float(np.sqrt(len(gap)))
            mean = float(gap.mean())
            found.append(
                Answer(
                    quad=quad,
                    week=week + 1,
                    without=_spread(without),
                    with_act=_spread(with_act),
                    more=(mean, mean - doubt, mean + doubt),
                )
            )
    return tuple(found)


def _weeks(days: Floats) -> Floats:
    """(days, draws) as (weeks, draws)."""
    value: Floats = days.reshape(-1, 7, days.shape[1]).sum(axis=1)
    return value


def _spread(acts: Floats) -> Spread:
    low, high = np.quantile(acts, _LEVELS, method="inverted_cdf").tolist()
    return Spread(mean=float(acts.mean()), low=low, high=high, any=float((acts > 0).mean()))
