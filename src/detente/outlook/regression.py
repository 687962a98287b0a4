"""Negative binomial regression of counts on columns, with a ridge. numpy alone."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.counts import fit_size, sizes
from detente.outlook.history import Floats

_RIDGE = 10.0  # pseudo-observations that pull each standardised coefficient to 0
_TURNS = 3  # of weights and dispersion, each fitted with the other held still
_MOST_ROUNDS = 50
_LEAST_GAIN = 1e-4  # of log likelihood in a round, below which the weights are found
_LEAST_STEP = 1e-4
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
    """Fit (N,) counts on (N, F) columns, weights and dispersion in turn.

    Source: Hilbe (2011), Negative Binomial Regression, section 8.2 (NB2 with log link); the ridge as in Hoerl
    and Kennard (1970), Technometrics 12(1), eq. 2.1, with the intercept left free.
    """
    centre, scale = table.mean(axis=0), np.maximum(table.std(axis=0), _LEAST_DEVIATION)
    clipped = np.clip((table - centre) / scale, -4.0, 4.0)
    design = np.concatenate([np.ones((len(table), 1)), clipped], axis=1)
    offset = np.log(exposure)
    weights = np.zeros(design.shape[1])
    weights[0] = np.log(max(count.sum(), 0.5) / exposure.sum())
    size = np.ones(len(count))
    step = max(1, len(count) // _MOST_ROWS)
    for _ in range(_TURNS):
        weights = _climb(weights, design, offset, count, size)
        log_mean = _log_mean(weights, design, offset)
        level, slope = fit_size(count[::step], np.exp(log_mean[::step]))
        size = sizes(log_mean, level, slope)
    return Fit(
        intercept=float(weights[0]),
        weights=weights[1:],
        centre=centre,
        scale=scale,
        level=level,
        slope=slope,
    )


def _climb(weights: Floats, design: Floats, offset: Floats, count: Floats, size: Floats) -> Floats:
    """The (F,) weights that make the counts likeliest under the ridge, their sizes (N,) given.

    With sizes given the likelihood is concave in the weights; a step that would lower it is halved until it
    does not, for whole steps run away where acts are rare and some dyads have very many.
    Source: Fisher scoring with step halving, Nocedal and Wright (2006), Numerical Optimization, section 3.1.
    """
    ridge = np.full(design.shape[1], _RIDGE)
    ridge[0] = 0.0

    def likelihood(weights: Floats, log_mean: Floats) -> float:
        told = count * log_mean - (count + size) * np.log(size + np.exp(log_mean))
        return float(told.sum() - 0.5 * (ridge * weights**2).sum())

    log_mean = _log_mean(weights, design, offset)
    reached = likelihood(weights, log_mean)
    for _ in range(_MOST_ROUNDS):
        mean = np.exp(log_mean)
        share = size / (size + mean)
        slope = design.T @ ((count - mean) * share) - ridge * weights
        move = np.linalg.solve((design * (mean * share)[:, None]).T @ design + np.diag(ridge), slope)
        part, gain = 1.0, -1.0
        while gain < 0.0 and part > _LEAST_STEP:
            moved = weights + part * move
            log_mean = _log_mean(moved, design, offset)
            gain = likelihood(moved, log_mean) - reached
            part /= 2.0
        if gain < 0.0:
            return weights
        weights, reached = moved, reached + gain
        if gain < _LEAST_GAIN:
            return weights
    return weights


def _log_mean(weights: Floats, design: Floats, offset: Floats) -> Floats:
    value: Floats = np.clip(design @ weights + offset, -_MOST_LOG_MEAN, _MOST_LOG_MEAN)
    return value
