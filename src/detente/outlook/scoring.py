"""How good the forecasts on record were: proper scores, skill over climatology, reliability, worst misses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from detente.outlook.forecasting import BASE_RATE, CHOSEN
from detente.outlook.history import Floats, Ints
from detente.outlook.ranking.stored import RANKED, USUAL
from detente.outlook.scores import (
    Bin,
    Estimate,
    brier,
    interval_of,
    log_score,
    reliability,
    resample,
    skill_of,
    weighted_interval_score,
)
from detente.schema import Forecast

TO_GO_BY = "the one to go by"
_REFERENCES = {"any": "climatology", "count": "climatology", "next": USUAL}
_ASKS = ("any", "count", "next")
_LEAST_MOMENTS = 5  # moments of forecasting below which no interval is given
_DRAWS, _SEED = 1000, 6
_MISSES = 5
_EVEN = 0.5  # a forecast above it says that there will be an act, one below it that there will be none


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A forecast and how it turned out. ahead: issued before its window began, not in hindsight."""

    forecast: Forecast
    value: float
    ahead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Mean scores of one method over forecasts of one kind; 0 is best.

    asks: any, count or next (acts that were ranked). moments: of forecasting. brier, log: of "any act"; crps:
    of counts, from their quantiles. skill: 1 less the score (Brier or CRPS) over that of climatology on the
    same questions, for ranked acts over that of their base rates.
    Intervals are of 95 %; there is none with fewer than five moments.
    """

    method: str
    asks: str
    horizon_days: int
    forecasts: int
    moments: int
    came: float
    brier: Estimate | None = None
    log: Estimate | None = None
    crps: Estimate | None = None
    skill: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All scores. reliability, misses: of the forecasts to go by; of those on the wrong side of one half the
    worst first. ranked: the reliability of ranked acts.
    """

    rows: tuple[Row, ...]
    reliability: tuple[Bin, ...]
    ranked: tuple[Bin, ...]
    misses: tuple[Resolved, ...]
    resolved: int
    ahead: int


def score(resolved: Sequence[Resolved]) -> Score:
    """Score forecasts on record, each once: of those of one question, moment and method the last counts.

    Where there was too little history for more than the base rate, its rivals are not scored.
    """
    once = {(*_key(one), _name(one.forecast)): one for one in _tried(resolved)}
    kept = tuple(once.values())
    rows = []
    for horizon_days in sorted({one.forecast.question.horizon_days for one in kept}):
        near = [one for one in kept if one.forecast.question.horizon_days == horizon_days]
        for asks in _ASKS:
            rows += _rows([one for one in near if _asks(one.forecast) == asks], asks)
    chosen = [one for one in kept if CHOSEN in one.forecast.steps and one.forecast.probability is not None]
    ranked = [one for one in kept if _asks(one.forecast) == "next" and _name(one.forecast) != USUAL]
    return Score(
        rows=tuple(rows),
        reliability=_reliability(chosen),
        ranked=_reliability(ranked),
        misses=_misses(chosen),
        resolved=len(kept),
        ahead=sum(one.ahead for one in kept),
    )


def _tried(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Without rivals of a base rate that was the one to go by: nothing told yet how good they were."""
    to_go_by = {_key(one): _name(one.forecast) for one in resolved if CHOSEN in one.forecast.steps}
    return [
        one
        for one in resolved
        if to_go_by.get(_key(one)) != BASE_RATE
        or _name(one.forecast) == BASE_RATE
        or _asks(one.forecast) == "next"
    ]


def _misses(chosen: list[Resolved]) -> tuple[Resolved, ...]:
    """Of those on the wrong side of one half the worst few."""
    said, happened = _said(chosen)
    wrong = np.flatnonzero(np.where(happened, said < _EVEN, said > _EVEN))
    worst = wrong[np.argsort(-log_score(said[wrong], happened[wrong]), kind="stable")[:_MISSES]]
    return tuple(chosen[place] for place in worst.tolist())


def _asks(made: Forecast) -> str:
    """any, count or next."""
    if made.probability is None:
        return "count"
    return "next" if any(step.rule == RANKED for step in made.steps) else "any"


def _reliability(ours: list[Resolved]) -> tuple[Bin, ...]:
    return reliability(*_said(ours), bins=min(10, max(1, len(ours) // 10))) if ours else ()


def _rows(kept: list[Resolved], asks: str) -> list[Row]:
    """One row a method, and one for those to go by; skill on what the reference answered too."""
    by_method: dict[str, list[Resolved]] = {}
    for one in kept:
        by_method.setdefault(_name(one.forecast), []).append(one)
        if CHOSEN in one.forecast.steps:
            by_method.setdefault(TO_GO_BY, []).append(one)
    usual = {_key(one): one for one in by_method.get(_REFERENCES[asks], ())}
    order = sorted(by_method, key=lambda name: (name != TO_GO_BY, name))
    return [_row(method, by_method[method], usual, asks) for method in order]


def _row(method: str, ours: list[Resolved], usual: dict[tuple[str, object], Resolved], asks: str) -> Row:
    counted = asks == "count"
    squares = _crps(ours) if counted else brier(*_said(ours))
    both = [(place, usual[_key(one)]) for place, one in enumerate(ours) if _key(one) in usual]
    skill = None
    if both and method != _REFERENCES[asks]:
        places, others = [place for place, _ in both], [other for _, other in both]
        reference = _crps(others) if counted else brier(*_said(others))
        if reference.sum() > 0:
            skill = skill_of(squares[places], reference, *_drawn([ours[place] for place in places]))
    drawn = _drawn(ours)
    return Row(
        method=method,
        asks=asks,
        horizon_days=ours[0].forecast.question.horizon_days,
        forecasts=len(ours),
        moments=len({one.forecast.as_of for one in ours}),
        came=float(np.mean([one.value for one in ours])),
        brier=None if counted else interval_of(squares, *drawn),
        log=None if counted else interval_of(log_score(*_said(ours)), *drawn),
        crps=interval_of(squares, *drawn) if counted else None,
        skill=skill,
    )


def _drawn(ours: Sequence[Resolved]) -> tuple[Floats, Floats] | tuple[None, None]:
    """(draws, N) weights by blocks of moments, and by pairs of sides; None where moments are few."""
    moments = sorted({one.forecast.as_of for one in ours})
    if len(moments) < _LEAST_MOMENTS:
        return None, None
    pairs = [tuple(sorted((o.forecast.question.by or "", o.forecast.question.to or ""))) for o in ours]
    names = sorted(set(pairs))
    horizon = timedelta(days=ours[0].forecast.question.horizon_days)
    block = max(sum(first <= other < first + horizon for other in moments) for first in moments)
    groups: Ints = np.arange(len(names), dtype=np.int64)
    draws = resample(groups, len(moments), min(block, len(moments)), draws=_DRAWS, seed=_SEED)
    folds = [moments.index(one.forecast.as_of) for one in ours]
    return draws.folds[:, folds], draws.rows[:, [names.index(pair) for pair in pairs]]


def _said(ours: Sequence[Resolved]) -> tuple[Floats, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """(N,) probabilities and whether it came."""
    said = np.array([one.forecast.probability for one in ours], dtype=np.float64)
    return np.clip(said, 0.001, 0.999), np.array([one.value > 0 for one in ours], dtype=np.bool_)


def _crps(ours: Sequence[Resolved]) -> Floats:
    """(N,)"""
    found = [
        weighted_interval_score(tuple((q.level, q.value) for q in one.forecast.quantiles), one.value)
        for one in ours
    ]
    return np.array(found, dtype=np.float64)


def _key(one: Resolved) -> tuple[str, object]:
    return (one.forecast.question.id, one.forecast.as_of)


def _name(made: Forecast) -> str:
    """The method without its version."""
    return made.method.rsplit(" ", 1)[0]
