"""How much a few acts tell: the mean intensity of acts and its interval, which is wide where acts are few.

Acts weigh by their credence. With the sums n = S(c), s = S(c x) and q = S(c x x) over acts of credence c and
intensity x, and a normal-gamma prior of mean 0, weight 1, shape 2 and scale b:

    k = 1 + n,  mean = s / k,  shape = 2 + n / 2,  scale = b + (q - k mean^2) / 2
    interval = mean -+ t(0.9; 2 shape) * sqrt(scale / (shape k))

so that 80 of 100 such intervals hold the level, if acts scatter normally around it. b is the mean square of
the codebook's intensities: before anything is read, an act may be any of its types.
Source: Murphy (2007), Conjugate Bayesian analysis of the Gaussian distribution, section 3.
"""

from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from detente.codebook import Codebook

Floats = NDArray[np.float64]

COVERED = (
    0.8  # probability that an interval holds; wider ones would span the scale until a dozen acts are read
)
_NORMAL_QUANTILE = 1.2815515655446004  # of 0.9: a tenth on either side
_PRIOR_WEIGHT = 1.0  # of the prior mean, in acts
_PRIOR_SHAPE = 2.0  # the least whole shape whose variance has a mean
_STRONGEST = 10.0  # both ends of the scale


def prior_scale(codebook: Codebook) -> float:
    """The mean square of the intensities of the codebook's types."""
    squares = [kind.intensity**2 for kind in codebook.event_types]
    return sum(squares) / len(squares)


def mean_and_error(weight: Floats, total: Floats, square: Floats, scale: float) -> tuple[Floats, Floats]:
    """Mean and standard error of the level from the sums n, s and q, elementwise."""
    strength = _PRIOR_WEIGHT + weight
    mean = total / strength
    spread = scale + np.maximum(0.0, square - strength * mean**2) / 2
    error: Floats = np.sqrt(spread / ((_PRIOR_SHAPE + weight / 2) * strength))
    return mean, error


def interval(weight: Floats, total: Floats, square: Floats, scale: float) -> tuple[Floats, Floats, Floats]:
    """Mean, low and high of the level, kept within the scale, elementwise."""
    mean, error = mean_and_error(weight, total, square, scale)
    reach = student_quantile(2 * _PRIOR_SHAPE + weight) * error
    return mean, np.maximum(-_STRONGEST, mean - reach), np.minimum(_STRONGEST, mean + reach)


def student_quantile(freedom: Floats) -> Floats:
    """The 0.9 quantile of Student's t for 4 degrees of freedom and more, to 0.002.

    Source: Abramowitz and Stegun (1964), 26.7.5.
    """
    z = _NORMAL_QUANTILE
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    quantile = np.full_like(freedom, z)
    for power, term in enumerate(terms, start=1):
        quantile = quantile + term / freedom**power
    return quantile


def normal_share(z: float) -> float:
    """The share of the normal distribution below z."""
    return (1.0 + erf(z / sqrt(2.0))) / 2.0
