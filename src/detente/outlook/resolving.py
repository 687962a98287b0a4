"""How forecasts turned out, many at once, as far as a history can tell."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from detente.outlook.asking import window_of
from detente.outlook.history import History, day_number
from detente.outlook.panel import Panel, build
from detente.schema import Forecast, Outcome

COUNTED = ("quad", "type", "count")
_MOST_RECORDS = 20


def outcomes(
    history: History, forecasts: Iterable[Forecast], *, resolved_at: datetime
) -> tuple[Outcome, ...]:
    """What came of the forecasts that counts of acts answer; none of one whose window is not over, or in
    which nobody looked.
    """
    groups: dict[str, list[Forecast]] = {}
    for one in forecasts:
        if one.question.asks in COUNTED and one.question.of and window_of(one)[1] <= history.last_day:
            groups.setdefault(one.question.of, []).append(one)
    return tuple(
        found
        for of, group in groups.items()
        for one, count in _counts(history, of, group)
        if (found := _outcome(history, one, count, resolved_at)) is not None
    )


def _counts(history: History, of: str, group: list[Forecast]) -> list[tuple[Forecast, float | None]]:
    """Acts in each forecast's window; None where nobody looked. A type that never came counts none."""
    known = of in (*history.quads, *history.types)
    dyads = tuple(dict.fromkeys((one.question.by, one.question.to) for one in group))
    panel = build(history, dyads, of if known else history.quads[0])
    place = {dyad: number for number, dyad in enumerate(dyads)}
    found = []
    for one in group:
        count, watched = _window(panel.only(place[(one.question.by, one.question.to)]), one)
        found.append((one, (count if known else 0.0) if watched else None))
    return found


def _window(panel: Panel, made: Forecast) -> tuple[float, int]:
    start = np.array([day_number(window_of(made)[0])])
    count, watched = panel.windows(start, made.question.horizon_days)
    return float(count[0, 0]), int(watched[0])


def _outcome(history: History, made: Forecast, count: float | None, resolved_at: datetime) -> Outcome | None:
    if count is None:
        return None
    first, last = window_of(made)
    value = count if made.question.asks == "count" else float(count > 0)
    over = history.since(first)
    ours = (over.day <= day_number(last)) & (over.ids != "")
    names, kind = (over.quads, over.quad) if made.question.of in over.quads else (over.types, over.type)
    ours &= kind == (names.index(made.question.of) if made.question.of in names else -1)
    for name, column in ((made.question.by, over.by), (made.question.to, over.to)):
        if name is not None:
            ours &= column == (over.actors.index(name) if name in over.actors else -1)
    records = tuple(sorted(set(over.ids[ours][:_MOST_RECORDS].tolist())))
    return Outcome(forecast_id=made.id, resolved_at=resolved_at, value=value, records=records)
