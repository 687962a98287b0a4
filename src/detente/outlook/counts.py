"""The negative binomial distribution by mean and size: variance = mean + mean**2 / size. numpy alone."""

import numpy as np

from detente.outlook.history import Floats

_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680)  # of x**-1, x**-3 ...: Abramowitz and Stegun 6.1.41
_SHIFT = 8
_BINS = 20


def log_gamma(x: Floats) -> Floats:
    """ln gamma(x) for x > 0, to about 1e-12.

    Source: Abramowitz and Stegun (1964), 6.1.15 (recurrence) and 6.1.41 (asymptotic series).
    """
    shifted = x + _SHIFT
    lowered = np.ones_like(shifted)
    for step in range(_SHIFT):
        lowered = lowered * (x + step)
    inverse = 1.0 / shifted
    square = inverse * inverse
    series = inverse * (
        _STIRLING[0] + square * (_STIRLING[1] + square * (_STIRLING[2] + square * _STIRLING[3]))
    )
    half_log_two_pi = 0.9189385332046727
    value: Floats = (shifted - 0.5) * np.log(shifted) - shifted + half_log_two_pi + series - np.log(lowered)
    return value


def log_probability(count: Floats, mean: Floats, size: Floats) -> Floats:
    """ln P(N = count), elementwise. Source: Hilbe (2011), Negative Binomial Regression, eq. 8.8 (NB2)."""
    chance = np.log(size) - np.log(size + mean)
    value: Floats = (
        log_gamma(count + size)
        - log_gamma(size)
        - log_gamma(count + 1.0)
        + size * chance
        + count * (np.log(mean) - np.log(size + mean))
    )
    return value


def any_probability(mean: Floats, size: Floats) -> Floats:
    """P(N > 0), elementwise."""
    value: Floats = -np.expm1(-size * np.log1p(mean / size))
    return value


def distribution(mean: Floats, size: Floats, most: int) -> Floats:
    """P(N = 0), ..., P(N = most), the last with all that lies above it: shape (..., most + 1), sums to 1."""
    table = np.exp(log_probability(np.arange(most + 1, dtype=np.float64), mean[..., None], size[..., None]))
    table[..., -1] += np.maximum(0.0, 1.0 - table.sum(axis=-1))
    value: Floats = table / table.sum(axis=-1, keepdims=True)
    return value


def fit_size(count: Floats, mean: Floats) -> tuple[float, float]:
    """The dispersion that makes the counts likeliest, as (a, b) of size = exp(a + b * ln mean).

    Source: maximum likelihood as for NB-H, heterogeneous negative binomial, Hilbe (2011), section 10.4; here
    the logarithm of the mean is the only thing that the size depends on. Found by shrinking a grid, over
    means rounded to a twentieth of their logarithm's unit.
    """
    bins = np.round(np.log(mean) * _BINS)
    cells, times = np.unique(np.stack([count, bins]), axis=1, return_counts=True)
    seen, log_mean = cells[0], cells[1] / _BINS
    level, slope, reach = 0.0, 0.5, np.array([4.0, 1.0])
    for _ in range(6):
        levels = level + reach[0] * np.linspace(-1, 1, 5)
        slopes = slope + reach[1] * np.linspace(-1, 1, 5)
        grid = np.stack(np.meshgrid(levels, slopes, indexing="ij"), axis=-1).reshape(-1, 2)
        size = sizes(log_mean, grid[:, :1], grid[:, 1:])
        likelihood = (times * log_probability(seen, np.exp(log_mean), size)).sum(axis=1)
        level, slope = grid[int(np.argmax(likelihood))].tolist()
        reach = reach / 2
    return level, slope


def sizes(log_mean: Floats, level: float | Floats, slope: float | Floats) -> Floats:
    """exp(level + slope * log_mean), kept where the likelihood can tell it apart: 0.02 to 2000."""
    value: Floats = np.exp(np.clip(level + slope * log_mean, -4.0, 7.6))
    return value
