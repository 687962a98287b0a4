"""A question put to a history: what was known, what is usual, and how it turned out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from detente.outlook.history import Floats, History, day_number
from detente.outlook.panel import Dyad, Panel, build, window
from detente.outlook.usual import Usual, usual
from detente.schema import Forecast, ForecastError, Question, Step

_INPUT_DAYS = 90
_MOST_INPUTS = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """A question with what was known when it was asked."""

    question: Question
    of: str
    known: History
    as_of: datetime
    first: date

    @property
    def start(self) -> int:
        return day_number(self.first)

    @property
    def dyad(self) -> Dyad:
        return (self.question.by, self.question.to)


def ask(history: History, question: Question, as_of: datetime) -> Asked:
    """Cut the history at `as_of`. Raises: ForecastError for what it cannot be asked, or knows nothing of."""
    if question.asks not in ("quad", "type", "count"):
        raise ForecastError(f"a question that asks {question.asks!r} is not answered from counts of acts")
    known = history.as_of(as_of)
    for actor in (question.by, question.to):
        if actor is not None and actor not in history.actors:
            raise ForecastError(f"no actor {actor!r} in the history")
    if question.of is None:
        raise ForecastError("the question names no quad or event type")
    if question.of not in (*history.quads, *history.types):
        kinds = ", ".join((*history.quads, *history.types))
        raise ForecastError(f"no {question.of!r} in the history; ask for one of {kinds}")
    return Asked(
        question=question,
        of=question.of,
        known=known,
        as_of=as_of,
        first=window(as_of, question.horizon_days)[0],
    )


def base_rate(asked: Asked, panel: Panel | None = None) -> tuple[tuple[float, float], tuple[Step, ...]]:
    """The share of windows with an act and the acts a window, and the step that gives their widths.

    panel: of the dyad alone, where there is one already.
    """
    horizon_days = asked.question.horizon_days
    past = _usual(asked, panel)
    mean, low, high = past.any()
    acts, least, most = past.mean()
    if asked.question.asks == "count":
        shown = f"{acts:.3g} acts in {horizon_days} days, 90 % interval of the mean {least:.3g}..{most:.3g}"
    else:
        shown = f"{mean:.3f} in {horizon_days} days, 90 % interval {low:.3f}..{high:.3f}"
    detail = f"{shown}, from {past.worth:.1f} windows' worth of days"
    steps = [Step(rule="base rate", detail=detail)]
    late = (asked.first - asked.known.last_day).days - 1
    if late > 0:
        steps.append(Step(rule="stale", detail=f"the last {late} days before the window were not watched"))
    return (mean, acts), tuple(steps)


def base_counts(asked: Asked) -> Floats:
    """(1, K) probabilities of 0, 1, 2 ... acts: with the mean and the share of windows of `base_rate`."""
    return _usual(asked).table()


def _usual(asked: Asked, panel: Panel | None = None) -> Usual:
    panel = panel or build(asked.known, (asked.dyad,), asked.of)
    return usual(panel, day_number(asked.known.last_day) + 1, asked.question.horizon_days)


def inputs(asked: Asked) -> tuple[str, ...]:
    """Ids of the last acts between the two sides, either way, at most 50 of the last 90 days before the
    window.
    """
    near = asked.known.since(asked.first - timedelta(days=_INPUT_DAYS)).among([asked.dyad])
    named = near.ids != ""
    order = np.lexsort((near.ids[named], near.day[named]))[-_MOST_INPUTS:]
    return tuple(sorted(set(near.ids[named][order].tolist())))


def window_of(made: Forecast) -> tuple[date, date]:
    """The first and last day that a forecast speaks of."""
    return window(made.as_of, made.question.horizon_days)


def came(history: History, made: Forecast) -> float | None:
    """How a forecast turned out: 1 or 0, or the count; None while its window is not over, or was never
    watched.
    """
    first, last = window_of(made)
    if last > history.last_day or made.question.of is None:
        return None
    panel = build(history, ((made.question.by, made.question.to),), made.question.of)
    start = np.array([day_number(first)])
    count, watched = panel.windows(start, made.question.horizon_days)
    if not watched[0]:
        return None
    return float(count[0, 0]) if made.question.asks == "count" else float(count[0, 0] > 0)
