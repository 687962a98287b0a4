"""How good forecasts were: proper scores, their differences with intervals, reliability, coverage."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from detente.outlook.history import Floats, Ints
from detente.outlook.logistic import Bools

LEAST_BLOCKS = 4  # of folds, below which nothing can be told from chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with the interval that holds it: value, low, high."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its interval; None where there is too little to draw one from."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of about the same probability: their mean, how often it was so, and how many there are."""

    said: float
    came: float
    forecasts: int


def brier(probability: Floats, happened: Bools) -> Floats:
    """Squared error, elementwise, 0 is best.

    Source: Brier (1950), Monthly Weather Review 78(1), eq. 2, one class.
    """
    value: Floats = (probability - happened) ** 2
    return value


def log_score(probability: Floats, happened: Bools) -> Floats:
    """-ln of what was given to what happened, elementwise. Source: Good (1952), JRSS B 14(1), section 8."""
    value: Floats = -np.log(np.where(happened, probability, 1.0 - probability))
    return value


def crps(table: Floats, count: Floats) -> Floats:
    """(N,) ranked probability score of (N, K) tables of P(0), P(1), ..., in acts; 0 is best.

    Source: Czado, Gneiting and Held (2009), Biometrics 65(4), section 3.1, eq. 8.
    """
    above = np.arange(table.shape[1]) >= np.minimum(count, table.shape[1] - 1)[:, None]
    value: Floats = ((np.cumsum(table, axis=1) - above) ** 2).sum(axis=1)
    return value


def band_share(table: Floats, count: Floats, level: float = 0.9) -> Floats:
    """(N,) the part of each count's own probability that lies within the middle `level`: on average `level`.

    A band of whole numbers holds more than it promises; this is what is left when ties at its ends are shared
    out.
    Source: the non-randomised probability integral transform, Czado, Gneiting and Held (2009), section 2.1.
    """
    total = np.cumsum(table, axis=1)
    place = np.minimum(count, table.shape[1] - 1).astype(np.int64)[:, None]
    upper = np.take_along_axis(total, place, axis=1)[:, 0]
    width = np.maximum(np.take_along_axis(table, place, axis=1)[:, 0], 1e-12)
    low, high = (1 - level) / 2, (1 + level) / 2
    inside = np.minimum(upper, high) - np.maximum(upper - width, low)
    value: Floats = np.clip(inside / width, 0.0, 1.0)
    return value


def quantile(table: Floats, level: float) -> Floats:
    """(N,) the least count with P(N <= count) >= level."""
    value: Floats = (np.cumsum(table, axis=1) < level - 1e-12).sum(axis=1).astype(np.float64)
    capped: Floats = np.minimum(value, table.shape[1] - 1)
    return capped


def skill(score: float, reference: float) -> float:
    """1 is perfect, 0 no better than the reference, below 0 worse."""
    return 1.0 - score / reference


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Weights of rows (draws, R), whole groups drawn together, and of folds (draws, S), drawn in blocks."""

    rows: Floats
    folds: Floats


def resample(groups: Ints, folds: int, block: int, *, draws: int, seed: int) -> Draws:
    """Draw rows and folds anew, each with mean weight 1.

    groups: (R,) rows of one group (both directions of a dyad, all its questions) are drawn together. Folds
    are drawn in circular blocks of `block` neighbours, which should span the horizon: windows overlap.
    Source: Politis and Romano (1992), "A circular block-resampling procedure for stationary data", in LePage
    and Billard, Exploring the Limits of Bootstrap; for groups the cluster bootstrap, Davison and Hinkley
    (1997), Bootstrap Methods and their Application, section 3.8.
    """
    chance = np.random.default_rng(seed)
    names, place = np.unique(groups, return_inverse=True)
    drawn = chance.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    rows = drawn[:, place].astype(np.float64)
    starts = chance.integers(0, folds, size=(draws, -(-folds // block)))
    chosen = ((starts[:, :, None] + np.arange(block)) % folds).reshape(draws, -1)[:, :folds]
    times = np.stack([np.bincount(one, minlength=folds) for one in chosen]).astype(np.float64)
    return Draws(rows=rows / rows.mean(axis=1, keepdims=True), folds=times)


def interval(values: Floats, draws: Draws, level: float = 0.95) -> Interval:
    """The mean of (R, S) values with an interval: by blocks of folds or by groups of rows, whichever is
    wider.

    Drawing both at once would count the noise of single forecasts three times (Owen 2007, Annals of Applied
    Statistics 1(2), section 4).
    """
    by_fold = draws.folds @ values.mean(axis=0) / values.shape[1]
    by_group = draws.rows @ values.mean(axis=1) / values.shape[0]
    return _wider(float(values.mean()), by_fold, by_group, level)


def interval_of(
    values: Floats, by_fold: Floats | None, by_group: Floats | None, level: float = 0.95
) -> Estimate:
    """The mean of (N,) values of any arrangement, with an interval as `interval` finds it.

    by_fold, by_group: (draws, N) weights of each value.
    """
    value = float(values.mean())
    if by_fold is None or by_group is None:
        return Estimate(value=value, interval=None)
    wider = _wider(value, _drawn_mean(values, by_fold), _drawn_mean(values, by_group), level)
    return Estimate(value=value, interval=wider)


def skill_of(
    values: Floats,
    reference: Floats,
    by_fold: Floats | None,
    by_group: Floats | None,
    level: float = 0.95,
) -> Estimate:
    """The skill of (N,) scores over those of a reference on the same questions, as `interval_of` finds it."""
    value = skill(float(values.mean()), float(reference.mean()))
    if by_fold is None or by_group is None:
        return Estimate(value=value, interval=None)
    drawn = [
        1.0 - _drawn_mean(values, weights) / np.maximum(_drawn_mean(reference, weights), 1e-12)
        for weights in (by_fold, by_group)
    ]
    return Estimate(value=value, interval=_wider(value, drawn[0], drawn[1], level))


def _drawn_mean(values: Floats, weights: Floats) -> Floats:
    found: Floats = (weights @ values) / np.maximum(weights.sum(axis=1), 1e-12)
    return found


def weighted_interval_score(quantiles: tuple[tuple[float, float], ...], count: float) -> float:
    """What CRPS comes to when only (level, value) pairs of a forecast are known, in acts; 0 is best.

    Source: Bracher, Ray, Gneiting and Reich (2021), PLOS Computational Biology 17(2), section 2.2: the mean
    of twice the quantile scores.
    """
    losses = [2.0 * ((count <= value) - level) * (value - count) for level, value in quantiles]
    return sum(losses) / len(losses)


def _wider(value: float, one: Floats, other: Floats, level: float) -> Interval:
    ends = [np.quantile(found, [(1 - level) / 2, (1 + level) / 2]).tolist() for found in (one, other)]
    low, high = max(ends, key=lambda pair: pair[1] - pair[0])
    return Interval(value=value, low=low, high=high)


def reliability(probability: Floats, happened: Bools, bins: int = 10) -> tuple[Bin, ...]:
    """Forecasts in order of probability, cut into bins of about one size, lowest first."""
    order = np.argsort(probability, axis=None, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    said, came = probability.ravel(), happened.ravel()
    return tuple(
        Bin(said=float(said[part].mean()), came=float(came[part].mean()), forecasts=len(part))
        for part in parts
    )


def calibration_error(probability: Floats, happened: Bools, weight: Floats, bins: int = 10) -> float:
    """The mean distance between what was said and what came, over bins of about one size.

    Never below 0: a perfect forecaster also scores a little above it, the more so the fewer the forecasts.
    Source: Naeini, Cooper and Hauskrecht (2015), AAAI, section 2, with bins of equal count.
    """
    order = np.argsort(probability, axis=None, kind="stable")
    gap = ((probability - happened) * weight).ravel()[order]
    total = float(weight.sum())
    return sum(abs(float(part.sum())) for part in np.array_split(gap, bins)) / total


def calibration_interval(
    probability: Floats, happened: Bools, draws: Draws, most: int = 200, level: float = 0.95
) -> Interval:
    """The calibration error of (R, S) forecasts with an interval as `interval` finds it, from `most` draws
    each.
    """
    even = np.ones_like(probability)
    by_fold = [calibration_error(probability, happened, even * one) for one in draws.folds[:most]]
    by_group = [calibration_error(probability, happened, even * one[:, None]) for one in draws.rows[:most]]
    value = calibration_error(probability, happened, even)
    return _wider(value, np.array(by_fold), np.array(by_group), level)


def beyond_chance(gain: Floats, block: int, sure: float = 0.975) -> bool:
    """Whether (S,) gains in order of time are more than chance: Student's t over the means of whole blocks of
    `block` neighbours, which overlap. sure: one way.

    The draws of a bootstrap are too alike where blocks are few: of six rivals that only chance told apart one
    led in 8 % of trials, with t in 3 %.
    """
    blocks = len(gain) // block
    if blocks < LEAST_BLOCKS:
        return False
    means = gain[len(gain) - blocks * block :].reshape(blocks, block).mean(axis=1)
    error = float(means.std(ddof=1)) / np.sqrt(blocks)
    return bool(means.mean() > stdtrit(blocks - 1, sure) * error)
