"""Answers: one question, one history, one moment; every number with what it rests on."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detente.outlook.asking import Asked, ask, base_counts, base_rate, inputs
from detente.outlook.backtest import CALIBRATED, COMBINED, DEFAULT, LEAST_FOLDS, METHODS
from detente.outlook.combining import Combination, combine, mix
from detente.outlook.explaining import moved_by, precedents
from detente.outlook.history import Floats, History
from detente.outlook.members import Prediction
from detente.outlook.rolling import MEMBERS, POOL, Snapshot, roll, snapshot
from detente.outlook.scores import quantile
from detente.schema import Forecast, ForecastError, Quantile, Question, Step

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BASE_RATE = "base rate"
_VERSION = "1"
_STEP_DAYS = 14  # between the past days at which the forecasters are tried before they are combined
_MOST_FOLDS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Seen:
    """What the members say of the dyad asked about, how to combine them, and why they say it."""

    learnt: Combination | None
    ours: tuple[Prediction, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answer:
    """What one method says. table: (1, K) probabilities of 0, 1, 2 ... acts.

    band: the level of its middle that stands for nine tenths.
    """

    method: str
    probability: float
    table: Floats
    steps: tuple[Step, ...]
    band: float = 0.9


def forecast(
    history: History,
    *,
    question: Question,
    as_of: datetime,
    method: str = DEFAULT,
    issued_at: datetime | None = None,
    pool: int = POOL,
) -> Forecast:
    """Answer a question of the kind quad, type or count from what was known at `as_of`.

    The window begins on the day after the last whole day before `as_of`. The forecast's `base_rate` is how
    often there was an act in such a window (for a count: how many), with its interval in the steps. Where the
    past is too short for `method`, the base rate is the answer, its method says so, and a step says why.

    issued_at: `as_of` by default. pool: how many of the most active dyads the fits rest on.

    Raises: ForecastError for another kind of question, an unknown actor, quad, type or method, or a history
    that begins after `as_of`.
    """
    return _forecasts(history, question, as_of, (method,), issued_at or as_of, pool)[0]


def rivals(
    history: History,
    *,
    question: Question,
    as_of: datetime,
    issued_at: datetime | None = None,
    pool: int = POOL,
) -> tuple[Forecast, ...]:
    """The question answered by every method, the default first. Raises: as `forecast`."""
    methods = (DEFAULT, *(name for name in METHODS if name != DEFAULT))
    return _forecasts(history, question, as_of, methods, issued_at or as_of, pool)


def _forecasts(
    history: History,
    question: Question,
    as_of: datetime,
    methods: tuple[str, ...],
    issued_at: datetime,
    pool: int,
) -> tuple[Forecast, ...]:
    for method in methods:
        if method not in METHODS:
            raise ForecastError(f"no method {method!r}; known: {', '.join(METHODS)}")
    asked = ask(history, question, as_of)
    base, steps = base_rate(asked)
    seen = _look(asked, methods, pool)
    counted = question.asks == "count"
    made = []
    for method in methods:
        answer = _say(asked, seen, method) if seen else None
        if answer is None:
            answer = _Answer(
                method=BASE_RATE, probability=base[0], table=base_counts(asked), steps=(short(asked),)
            )
        nominal = (0.5 - answer.band / 2, *LEVELS[1:-1], 0.5 + answer.band / 2)
        values = [float(quantile(answer.table, level)[0]) for level in nominal]
        quantiles = tuple(Quantile(level=one, value=value) for one, value in zip(LEVELS, values, strict=True))
        made.append(
            Forecast(
                question=question,
                issued_at=issued_at,
                as_of=as_of,
                probability=None if counted else answer.probability,
                quantiles=quantiles if counted else (),
                base_rate=base[1] if counted else base[0],
                method=f"{answer.method} {_VERSION}",
                inputs=inputs(asked),
                steps=steps + answer.steps,
            )
        )
    return tuple(made)


def short(asked: Asked) -> Step:
    days = (asked.known.last_day - asked.known.first_day).days + 1
    return Step(rule="too little history", detail=f"{days} days; the base rate is the answer")


def _look(asked: Asked, methods: tuple[str, ...], pool: int) -> _Seen | None:
    """What the members say now, and what the past taught about them; None where it is too short to fit on."""
    dyad = (asked.question.by, asked.question.to)
    horizon_days = asked.question.horizon_days
    seen = snapshot(
        asked.known, of=asked.of, horizon_days=horizon_days, asked=(dyad,), start=asked.start, pool=pool
    )
    if seen is None:
        return None
    place = seen.panel.dyads.index(dyad)
    ours = tuple(
        Prediction(probability=one.probability[[place]], mean=one.mean[[place]], size=one.size[[place]])
        for one in seen.predictions
    )
    learnt = _learn(asked, pool) if {COMBINED, CALIBRATED} & set(methods) else None
    return _Seen(learnt=learnt, ours=ours, steps=_grounds(seen, place, ours, horizon_days))


def _say(asked: Asked, seen: _Seen, method: str) -> _Answer | None:
    """What one method answers; None where too few folds taught how to combine."""
    if method in MEMBERS:
        one = seen.ours[MEMBERS.index(method)]
        table = mix((one,), np.ones(1))
        return _Answer(method=method, probability=float(one.probability[0]), table=table, steps=seen.steps)
    if seen.learnt is None:
        return None
    shares = zip(MEMBERS, seen.learnt.logits[1:].tolist(), strict=True)
    worth = ", ".join(f"{name} {share:.2f}" for name, share in shares)
    chance = seen.learnt.probability(seen.ours, calibrated=method == CALIBRATED)
    return _Answer(
        method=method,
        probability=float(chance[0]),
        table=seen.learnt.counts(seen.ours),
        band=seen.learnt.band,
        steps=(
            *seen.steps,
            Step(rule="weights", detail=f"{worth}; learnt from {seen.learnt.folds} past folds"),
        ),
    )


def _learn(asked: Asked, pool: int) -> Combination | None:
    """Weights from past folds of the same question, each made from what was known by its day."""
    horizon_days = asked.question.horizon_days
    nearest = -(-horizon_days // _STEP_DAYS)
    starts = tuple(
        asked.start - _STEP_DAYS * back for back in range(nearest + _MOST_FOLDS - 1, nearest - 1, -1)
    )
    folds = roll(asked.known, of=asked.of, horizon_days=horizon_days, asked=(), starts=starts, pool=pool)
    return combine(folds) if len(folds) >= LEAST_FOLDS else None


def _grounds(seen: Snapshot, place: int, ours: tuple[Prediction, ...], horizon_days: int) -> tuple[Step, ...]:
    """What each member says, what moved the regression, and when it looked like this before."""
    shown = ", ".join(f"{name} {one.probability[0]:.3f}" for name, one in zip(MEMBERS, ours, strict=True))
    return (
        Step(rule="members", detail=shown),
        *moved_by(seen, place),
        *precedents(seen, place, horizon_days),
    )
