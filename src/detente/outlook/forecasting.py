"""Answers: questions, one history, one moment; every number with what it rests on."""

from collections.abc import Sequence
from datetime import datetime

from detente.outlook.asking import Asked, ask, base_counts, base_rate, inputs
from detente.outlook.backtest import CALIBRATED, COMBINED, DEFAULT, METHODS
from detente.outlook.explaining import Precedents
from detente.outlook.history import History
from detente.outlook.looking import Answer, Look, look_at
from detente.outlook.rolling import POOL
from detente.outlook.scores import quantile
from detente.outlook.shelf import Shelf
from detente.schema import Forecast, ForecastError, Quantile, Question, Step

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BASE_RATE = "base rate"
CHOSEN = Step(rule="chosen", detail="the one to go by")
_VERSION, _BASE_VERSION = "3", "2"


def forecast(
    history: History,
    *,
    question: Question,
    as_of: datetime,
    method: str = DEFAULT,
    issued_at: datetime | None = None,
    pool: int = POOL,
    shelf: Shelf | None = None,
) -> Forecast:
    """Answer a question of the kind quad, type or count from what was known at `as_of`.

    The window begins on the day after the last whole day before `as_of`. The forecast's `base_rate` is how
    often there was an act in such a window (for a count: how many), with its interval in the steps. Where the
    past is too short for `method`, the base rate is the answer, its method says so, and a step says why.

    issued_at: `as_of` by default. pool: how many of the most active dyads the fits rest on. shelf: where fits
    are kept, so that a day more takes no new ones until they are due; answers are the same with and without.

    Raises: ForecastError for another kind of question, an unknown actor, quad, type or method, or a history
    that begins after `as_of`.
    """
    if method not in METHODS:
        raise ForecastError(f"no method {method!r}; known: {', '.join(METHODS)}")
    return _forecasts(history, (question,), as_of, (method,), issued_at or as_of, pool, shelf)[0][0]


def rivals(
    history: History,
    *,
    question: Question,
    as_of: datetime,
    issued_at: datetime | None = None,
    pool: int = POOL,
    shelf: Shelf | None = None,
) -> tuple[Forecast, ...]:
    """The question answered by every method, first the one to go by: the combination, unless another beat it
    beyond chance in past folds of the same question. Raises: as `forecast`.
    """
    return _forecasts(history, (question,), as_of, METHODS, issued_at or as_of, pool, shelf)[0]


def forecasts(
    history: History,
    *,
    questions: Sequence[Question],
    as_of: datetime,
    issued_at: datetime | None = None,
    pool: int = POOL,
    shelf: Shelf | None = None,
) -> tuple[tuple[Forecast, ...], ...]:
    """Questions, each answered as by `rivals`; those over one horizon share the work.

    Raises: as `forecast`.
    """
    return _forecasts(history, questions, as_of, METHODS, issued_at or as_of, pool, shelf)


def _forecasts(
    history: History,
    questions: Sequence[Question],
    as_of: datetime,
    methods: tuple[str, ...],
    issued_at: datetime,
    pool: int,
    shelf: Shelf | None,
) -> tuple[tuple[Forecast, ...], ...]:
    known = history.as_of(as_of)
    groups: dict[int, list[Asked]] = {}
    for question in questions:
        groups.setdefault(question.horizon_days, []).append(ask(known, question, as_of))
    made: dict[Question, tuple[Forecast, ...]] = {}
    for horizon_days, asked in groups.items():
        looks = look_at(
            known,
            of=tuple(dict.fromkeys(one.of for one in asked)),
            horizon_days=horizon_days,
            dyads=tuple(dict.fromkeys(one.dyad for one in asked)),
            start=asked[0].start,
            pool=pool,
            learn_weights=not {COMBINED, CALIBRATED}.isdisjoint(methods),
            shelf=shelf,
        )
        by_target = {look.of: look for look in looks or ()}
        grounds = {
            (one.of, one.dyad): by_target[one.of].grounds(one.dyad)
            for one in {(one.of, one.dyad): one for one in asked if one.of in by_target}.values()
        }
        for one in asked:
            look, told = by_target.get(one.of), grounds.get((one.of, one.dyad))
            made[one.question] = _answer(one, look, told, methods, issued_at)
    return tuple(made[question] for question in questions)


def _answer(
    asked: Asked,
    look: Look | None,
    grounds: tuple[tuple[Step, ...], Precedents] | None,
    methods: tuple[str, ...],
    issued_at: datetime,
) -> tuple[Forecast, ...]:
    """One question answered by each of the methods, or by the base rate where none of them can."""
    base, steps = base_rate(asked, look.panel(asked.dyad) if look else None)
    said = {one.method: one for one in look.answers(asked.dyad)} if look else {}
    precedents: tuple[str, ...] = ()
    if grounds is not None:
        told, alike = grounds
        steps = (*steps, *told, *alike.steps)
        precedents = alike.ids
    counted = asked.question.asks == "count"
    if look and look.past is not None and len(methods) > 1:
        best = look.past.best(counted=counted)
        methods = (best, *(name for name in methods if name != best))
        steps = (*steps, Step(rule="backtest", detail=look.past.shown(counted=counted)))
    elif len(methods) > 1:
        methods = (DEFAULT, *(name for name in methods if name != DEFAULT))
    chosen = [said[method] for method in methods if method in said]
    if not said or methods[0] not in said:
        usual = Answer(
            method=BASE_RATE, probability=base[0], table=base_counts(asked), steps=(_short(asked),)
        )
        chosen = [usual, *chosen]
    rests_on = inputs(asked)
    first = chosen[0].method
    return tuple(
        Forecast(
            question=asked.question,
            issued_at=issued_at,
            as_of=asked.as_of,
            probability=None if counted else one.probability,
            quantiles=_quantiles(one) if counted else (),
            base_rate=base[1] if counted else base[0],
            method=f"{one.method} {_BASE_VERSION if one.method == BASE_RATE else _VERSION}",
            inputs=rests_on,
            precedents=precedents,
            steps=(*steps, *one.steps, *((CHOSEN,) if one.method == first else ())),
        )
        for one in chosen
    )


def _quantiles(answer: Answer) -> tuple[Quantile, ...]:
    nominal = (0.5 - answer.band / 2, *LEVELS[1:-1], 0.5 + answer.band / 2)
    return tuple(
        Quantile(level=level, value=float(quantile(answer.table, at)[0]))
        for level, at in zip(LEVELS, nominal, strict=True)
    )


def _short(asked: Asked) -> Step:
    days = len(asked.known.watched(asked.known.first_day, asked.known.last_day))
    return Step(rule="too little history", detail=f"{days} days watched; the base rate is the answer")
