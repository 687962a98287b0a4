"""Past windows: what was known when each began, and what came of it. It is what fits rest on."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.fading import stilled
from detente.outlook.history import Floats, Ints
from detente.outlook.logistic import Bools
from detente.outlook.panel import Panel

FIRST_LOOK = 28  # days after which decayed rates mean something
_MOST_LOOKS = 60  # windows that are fitted on, spread over the whole past
_MOST_STARTS = 400  # windows that a base rate is counted over


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """Past windows of the first P dyads, S of them, all closed before the day of the fit.

    use: (P, S) whether the dyad counts in that window. count: (P, S) acts in it. last: (P, S) acts in as many
    days before it. exposure: (S,) days watched. rates: (S, P, 4 + 2Q, H) before each.
    """

    use: Bools
    count: Floats
    exposure: Floats
    last: Floats
    rates: Floats


def look_starts(days: Ints, start: int, horizon_days: int) -> Ints | None:
    """First days of the past windows to look at, all closed by day number `start`; None where there is none,
    or too few days were watched. days: (T,) those watched.
    """
    first = int(days[0]) + max(FIRST_LOOK, horizon_days)
    closed = start - horizon_days
    if closed < first or len(days) < FIRST_LOOK + horizon_days:
        return None
    spaced = np.linspace(first, closed, min(_MOST_LOOKS, closed - first + 1))
    return np.unique(spaced.astype(np.int64))


def look(panel: Panel, rates: Floats, starts: Ints, since: Ints, horizon_days: int) -> Looks | None:
    """The past as the fits need it, or None where no window was watched.

    rates: of the panel before each of `starts`. since: (P,) day numbers from which on each of the first P
    dyads counts.
    """
    count, exposure = panel.windows(starts, horizon_days)
    last, seen = panel.windows(starts - horizon_days, horizon_days)
    pooled, use = len(since), (exposure > 0) & (seen > 0)
    counts = (since[:, None] <= starts)[:, use]
    if not counts.any():
        return None
    return Looks(
        use=counts,
        count=count[:pooled, use],
        exposure=exposure[use].astype(np.float64),
        last=(last * (exposure / np.maximum(seen, 1)))[:pooled, use],
        rates=stilled(rates[use][:, :pooled], known_of(panel, int(starts[use][-1]))),
    )


def known_of(panel: Panel, before: int) -> Bools:
    """(4 + 2Q,) of which series of `Panel.rates` the pooled dyads had any act before day number `before`."""
    ours, until = slice(panel.pooled), slice(int(np.searchsorted(panel.days, before)))
    target = panel.target[ours, until].any()
    others = [series[ours, :, until].any(axis=(0, 2)) for series in (panel.around, panel.own, panel.theirs)]
    return np.concatenate([[target, target], *others])


def features(rates: Floats, asked: int) -> Floats:
    """(N, 4 + 2Q, H) rates as logarithms in columns, (N, F): what is asked by every half-life, the rest by
    two.
    """
    logs = np.log(rates)
    quads = (rates.shape[1] - 4) // 2
    others = [2, 3] + [4 + quad for quad in range(2 * quads) if quad != asked]
    return np.concatenate([logs[:, 0], logs[:, 1], logs[:, others, 1], logs[:, others, 3]], axis=1)


def past_windows(panel: Panel, start: int, horizon_days: int) -> tuple[Floats, Floats, float]:
    """Acts in past windows (D, S), their days watched (S,), and how many disjoint windows all the days are
    worth; less than one where fewer days were watched than a window has.
    """
    count, exposure = panel.windows(past_starts(panel, start, horizon_days), horizon_days)
    return count, np.maximum(exposure, 1).astype(np.float64), len(panel.days) / horizon_days


def past_starts(panel: Panel, start: int, horizon_days: int) -> Ints:
    """First days of the windows over by day number `start`, or the first day watched where there is none."""
    step = stride(panel, start, horizon_days)
    starts = np.arange(start - horizon_days, int(panel.days[0]) - 1, -step)[::-1].copy()
    return starts if len(starts) else panel.days[:1]


def stride(panel: Panel, start: int, horizon_days: int) -> int:
    """Days between the windows that are counted: a divisor of the horizon that keeps them to about 400."""
    span = max(1, start - int(panel.days[0]))
    wide = [step for step in range(1, horizon_days + 1) if horizon_days % step == 0]
    return next((step for step in wide if span / step <= _MOST_STARTS), horizon_days)
