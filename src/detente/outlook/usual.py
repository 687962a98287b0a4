"""What is usual in a window: whether there is an act, and how many, by one model."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.history import Floats
from detente.outlook.intervals import count_interval, rate_interval
from detente.outlook.looks import past_starts
from detente.outlook.panel import Panel

_LEAST_WORTH = 0.5  # windows: acts of a day or two are not multiplied to a month's as if it were certain
_TAIL = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What past windows held. worth: how many disjoint windows the days watched are worth. happened: how many
    of those had an act. acts: in all of them.
    """

    worth: float
    happened: float
    acts: float

    def any(self) -> tuple[float, float, float]:
        """The probability of any act in a window, and the ends of its 90 % interval."""
        return rate_interval(self.happened, self.worth)

    def mean(self) -> tuple[float, float, float]:
        """Acts to expect in a window, and the ends of the 90 % interval of that mean."""
        return count_interval(self.acts, max(self.worth, _LEAST_WORTH))

    def table(self) -> Floats:
        """(1, K) P(N = 0), P(N = 1), ..., the last with all that lies above it.

        A hurdle: P(N > 0) is that of `any`, and the number where there are acts is 1 and more, geometric, so
        that the mean is that of `mean`. A single count posterior would take bursts for many windows with
        acts, and so contradict the share of windows that had any; of all distributions with this mean the
        geometric one claims least beyond it, which few windows could not support.
        Source: hurdle models, Mullahy (1986), Journal of Econometrics 33(3), section 2.
        """
        chance = self.any()[0]
        positive = max(1.0, self.mean()[0] / chance)  # below 1 only where an act weighs less than one
        on = 1.0 - 1.0 / positive
        steps = int(np.log(_TAIL) / np.log(on)) + 2 if on > _TAIL else 2
        above = chance * on ** np.arange(steps, dtype=np.float64)  # P(N > 0), P(N > 1), ...
        table: Floats = np.concatenate([[1.0 - chance], -np.diff(above), above[-1:]])[None]
        return table


def usual(panel: Panel, after: int, horizon_days: int) -> Usual:
    """What the windows of a dyad, the first of `panel`, held before day number `after`.

    Each window counts by the part of it that was watched: a quiet day is no quiet month, and what nobody
    watched says nothing.
    """
    count, watched = panel.windows(past_starts(panel, after, horizon_days), horizon_days)
    if not watched.any():
        count, watched = panel.windows(panel.days[:1], horizon_days)
    worth, seen = len(panel.days) / horizon_days, float(watched.sum())
    return Usual(
        worth=worth,
        happened=worth * float(watched[count[0] > 0].sum()) / seen,
        acts=len(panel.days) * float(count[0].sum()) / seen,
    )
