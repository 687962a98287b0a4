"""How wide a base rate is: intervals of beta and gamma posteriors. numpy alone."""

import numpy as np

from detente.outlook.history import Floats

_GRID = 40_001
_REACH = 60.0  # on the scale of logits and logarithms
JEFFREYS = 0.5  # what the prior counts of each


def rate_interval(happened: float, of: float, level: float = 0.9) -> tuple[float, float, float]:
    """Mean, low and high of a share, when `happened` of `of` windows had it: 3 of 10 gives 0.318, 0.12, 0.56.

    Source: the beta posterior under Jeffreys' prior, Brown, Cai and DasGupta (2001), Statistical Science
    16(2), section 3.1.2; the interval with equal tails.
    """
    above, below = happened + JEFFREYS, of - happened + JEFFREYS
    place = np.linspace(-_REACH, _REACH, _GRID)
    chance = 1.0 / (1.0 + np.exp(-place))
    log_density = -above * np.logaddexp(0.0, -place) - below * np.logaddexp(0.0, place)
    low, high = _quantiles(chance, log_density, level)
    return above / (above + below), low, high


def count_interval(acts: float, windows: float, level: float = 0.9) -> tuple[float, float, float]:
    """Mean, low and high of the acts to expect in a window, when `windows` of them held `acts`.

    Source: the gamma posterior under Jeffreys' prior, Gelman et al. (2013), Bayesian Data Analysis, section
    2.6.
    """
    shape = acts + JEFFREYS
    place = np.linspace(-_REACH, 20.0, _GRID)
    value = np.exp(place)
    low, high = _quantiles(value, shape * place - value, level)
    return shape / windows, low / windows, high / windows


def _quantiles(value: Floats, log_density: Floats, level: float) -> tuple[float, float]:
    """The ends of the middle `level` of a density given on an even grid."""
    density = np.exp(log_density - log_density.max())
    total = np.cumsum((density[1:] + density[:-1]) / 2)
    total = np.concatenate([[0.0], total]) / total[-1]
    ends = np.interp([(1 - level) / 2, (1 + level) / 2], total, value)
    return float(ends[0]), float(ends[1])
