"""Logistic regression with a ridge towards a starting point, and isotonic regression. numpy alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import Floats

Bools = NDArray[np.bool_]

_ROUNDS = 12
_FREE = 1e-3  # what holds the intercept


def fit_logistic(design: Floats, happened: Bools, *, start_at: int, strength: float) -> Floats:
    """Weights (F,) of the columns of `design` (N, F), the first of which is one.

    start_at: the column whose weight is pulled to 1; the others are pulled to 0, the intercept to nothing.
    """
    towards = np.zeros(design.shape[1])
    towards[start_at] = 1.0
    return pulled_logistic(design, happened, towards=towards, strength=strength)


def pulled_logistic(design: Floats, happened: Bools, *, towards: Floats, strength: float) -> Floats:
    """Weights that are pulled to `towards` (F,), with `strength` as many pseudo-observations.

    Source: Newton-Raphson for the penalised likelihood, le Cessie and van Houwelingen (1992), Applied
    Statistics 41(1), section 2.
    """
    penalty = np.full(design.shape[1], strength)
    penalty[0] = _FREE
    weights = towards.copy()
    for _ in range(_ROUNDS):
        chance = expit(design @ weights)
        importance = chance * (1.0 - chance) + 1e-9
        slope = design.T @ (happened - chance) - penalty * (weights - towards)
        bend = design.T @ (design * importance[:, None]) + np.diag(penalty)
        weights = weights + np.clip(np.linalg.solve(bend, slope), -2.0, 2.0)
    return weights


def expit(value: Floats) -> Floats:
    """1 / (1 + exp(-value)), safe for large values."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))
    return found


def logit(probability: Floats) -> Floats:
    """ln(p / (1 - p)) for p strictly between 0 and 1."""
    found: Floats = np.log(probability) - np.log1p(-probability)
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Isotonic:
    """A rising curve through the points (at, value), both (K,), straight between them and flat outside."""

    at: Floats
    value: Floats

    def __call__(self, probability: Floats) -> Floats:
        found: Floats = np.interp(probability, self.at, self.value)
        return found


def fit_isotonic(probability: Floats, happened: Bools) -> Isotonic:
    """The rising curve closest to what happened: pools of adjacent violators, joined at their centres.

    Each pool counts half an act and half a quiet window more than it has, so that none says never or always.
    Source: Ayer, Brunk, Ewing, Reid and Silverman (1955), Annals of Mathematical Statistics 26(4), section 2.
    """
    order = np.argsort(probability, kind="stable")
    ups, counts, sums = [], [], []
    for chance, up in zip(probability[order].tolist(), happened[order].tolist(), strict=True):
        ups.append(float(up))
        counts.append(1.0)
        sums.append(chance)
        while len(ups) > 1 and ups[-2] * counts[-1] >= ups[-1] * counts[-2]:
            for pools in (ups, counts, sums):
                last = pools.pop()
                pools[-1] += last
    size = np.array(counts)
    return Isotonic(at=np.array(sums) / size, value=(np.array(ups) + 0.5) / (size + 1.0))
