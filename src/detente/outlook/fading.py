"""Acts a day that fade: what a forecaster may see of a series of counts as it stood before a day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import Floats, Ints

HALF_LIVES = (
    3.0,
    10.0,
    30.0,
    120.0,
    720.0,
)  # days watched: from "this week" to "as ever"; set before anything was fitted
KEEP = 0.5 ** (1.0 / np.array(HALF_LIVES))  # what is left after a day
PRIOR_DAYS = 2.0  # a decayed rate starts from the mean of all dyads, worth so many days
_LEAST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Faded:
    """Decayed rates (S, D, K, H) before S columns, and what they are made of before the last of them.

    acts: (D, K, H) faded sums. days: (H,) faded days. prior: (K, 1) acts a day of the mean dyad.
    """

    rates: Floats
    acts: Floats
    days: Floats
    prior: Floats


def fade(series: Floats, columns: Ints, pooled: int) -> Faded:
    """Decayed acts a day of series (D, K, T), by every half-life, as they stood before each of `columns`
    (ascending).

    Each rate is the mean of a gamma posterior whose evidence fades, and whose prior is the
    mean of the first `pooled` dyads.
    Source: discounted Gamma-Poisson updating, Harvey and Fernandes (1989), "Time Series Models for Count or
    Qualitative Observations", Journal of Business and Economic Statistics 7(4), section 2.
    """
    found = np.empty((len(columns), *series.shape[:2], len(KEEP)))
    acts, seen = np.zeros((*series.shape[:2], len(KEEP))), np.zeros(len(KEEP))
    total = np.cumsum(series[:pooled].mean(axis=0), axis=1)
    prior = np.zeros((series.shape[1], 1))
    before = 0
    for place, column in enumerate(columns.tolist()):
        if column > before:  # all days since the last of them in one go: far faster than day by day
            left = KEEP ** np.arange(column - before - 1, -1, -1.0)[:, None]
            acts = acts * KEEP ** (column - before) + series[:, :, before:column] @ left
            seen = seen * KEEP ** (column - before) + left.sum(axis=0)
            before = column
        prior = total[:, column - 1 : column] / column + _LEAST if column else prior + _LEAST
        found[place] = posterior(acts, seen, prior)
    return Faded(rates=found, acts=acts, days=seen, prior=prior)


def stilled(rates: Floats, happened: NDArray[np.bool_]) -> Floats:
    """Rates (S, D, K, H) of which those of series that never `happened`, (K,), stay as they are last.

    The rate of what never happened falls with the days watched, and would serve as a clock.
    """
    return rates if happened.all() else np.where(happened[:, None], rates, rates[-1:])


def posterior(acts: Floats, days: Floats, prior: Floats) -> Floats:
    """Faded sums (..., K, H) of as many faded days (H,), as rates a day that start from `prior` (K, 1)."""
    value: Floats = (acts + PRIOR_DAYS * prior) / (days + PRIOR_DAYS)
    return value
