"""Negative binomial regression of counts on columns, with a ridge. numpy alone."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.counts import fit_size, sizes
from detente.outlook.history import Floats

_RIDGE = 10.0  # pseudo-observations that pull each standardised coefficient to 0
_ROUNDS = 12
_MOST_LOG_MEAN = 9.0
_MOST_ROWS = 6000
_LEAST_DEVIATION = 0.05  # of columns: what hardly varied in the fit must not push far when it does


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """ln mean = intercept + standardised columns @ weights + ln exposure; size = exp(level + slope ln mean).

    centre, scale, weights: (F,); a weight is 0 where a column did not vary. scale: a twentieth and more.
    """

    intercept: float
    weights: Floats
    centre: Floats
    scale: Floats
    level: float
    slope: float

    def standardised(self, table: Floats) -> Floats:
        """(N, F) columns with mean 0 and deviation 1 in the rows fitted on (less where they hardly varied
        there), kept within four.
        """
        value: Floats = np.clip((table - self.centre) / self.scale, -4.0, 4.0)
        return value

    def mean(self, table: Floats, exposure: Floats) -> Floats:
        """(N,) expected counts in `exposure` days, of the raw columns (N, F)."""
        log_mean = self.intercept + self.standardised(table) @ self.weights + np.log(exposure)
        value: Floats = np.exp(np.clip(log_mean, -_MOST_LOG_MEAN, _MOST_LOG_MEAN))
        return value


def fit_counts(table: Floats, count: Floats, exposure: Floats) -> Fit:
    """Fit (N,) counts on (N, F) columns by iteratively reweighted least squares, the dispersion in between.

    Source: Hilbe (2011), Negative Binomial Regression, section 4.2 (IRLS) and 8.2 (NB2 with log link); the
    ridge as in Hoerl and Kennard (1970), Technometrics 12(1), eq. 2.1, with the intercept left free.
    """
    centre, scale = table.mean(axis=0), np.maximum(table.std(axis=0), _LEAST_DEVIATION)
    clipped = np.clip((table - centre) / scale, -4.0, 4.0)
    design = np.concatenate([np.ones((len(table), 1)), clipped], axis=1)
    offset = np.log(exposure)
    penalty = np.diag([0.0] + [_RIDGE] * table.shape[1])
    weights = np.zeros(design.shape[1])
    weights[0] = np.log(max(count.sum(), 0.5) / exposure.sum())
    level, slope = 0.0, 0.5
    step = max(1, len(count) // _MOST_ROWS)
    for turn in range(_ROUNDS):
        log_mean = np.clip(design @ weights + offset, -_MOST_LOG_MEAN, _MOST_LOG_MEAN)
        mean = np.exp(log_mean)
        if turn in (3, 7):
            level, slope = fit_size(count[::step], mean[::step])
        importance = mean / (1.0 + mean / sizes(log_mean, level, slope))
        working = design @ weights + (count - mean) / mean
        left = design.T @ (design * importance[:, None]) + penalty
        moved = np.linalg.solve(left, design.T @ (importance * working))
        weights = weights + np.clip(moved - weights, -3.0, 3.0)
    log_mean = np.clip(design @ weights + offset, -_MOST_LOG_MEAN, _MOST_LOG_MEAN)
    level, slope = fit_size(count[::step], np.exp(log_mean[::step]))
    return Fit(
        intercept=float(weights[0]),
        weights=weights[1:],
        centre=centre,
        scale=scale,
        level=level,
        slope=slope,
    )
