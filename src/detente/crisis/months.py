"""Two months side by side: how the acts of a window sum up, and how surely one window is worse than another.

Counts of acts are compared on the square-root scale, where their variance hardly depends on their size; it is
widened by how much more daily counts scatter than chance would have it.
Source: Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data; the dispersion,
McCullagh and Nelder (1989), Generalized Linear Models, section 6.2.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np

from detente.codebook import Codebook
from detente.crisis.acts import Act
from detente.crisis.estimates import mean_and_error, normal_share, prior_scale
from detente.crisis.series import Dyad

# Points of -10..10: about the step from accusing to refusing, or from talking to agreeing.
_LEVEL_MARGIN = 1.0
_RATE_MARGIN = 1.25  # a quarter more, or a fifth fewer, acts a day
LEVEL = "mean level"
RATE = "acts of material conflict a day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Acts between the sides in a window, and its observed days."""

    acts: tuple[Act, ...]
    days: tuple[date, ...]
    level: float
    error: float
    conflicts: float
    counts: tuple[float, ...]

    @property
    def tellings(self) -> int:
        """An act told by two voices is two."""
        return sum(len(act.voices) for act in self.acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How probable it is that one measure got worse or better by its margin, and what it was and is.

    dyad: of whom towards whom; None for all sides together.
    """

    name: str
    worse: float
    better: float
    before: float
    now: float
    dyad: Dyad | None = None

    @property
    def fell(self) -> bool:
        """Whether the number itself went down."""
        return self.now < self.before


def sum_month(
    acts: Sequence[Act], watched: Collection[date], first: date, last: date, book: Codebook
) -> Month:
    """Sum the acts of a window. A month without acts has the prior's level, 0, and its wide error."""
    inside = tuple(act for act in acts if first <= act.day <= last)
    return _sum(inside, tuple(sorted(day for day in watched if first <= day <= last)), book)


def narrow(month: Month, dyad: Dyad, book: Codebook) -> Month:
    """The same month with the acts of one side towards another alone."""
    return _sum(tuple(act for act in month.acts if dyad in act.dyads), month.days, book)


def _sum(acts: tuple[Act, ...], days: tuple[date, ...], book: Codebook) -> Month:
    weight = np.array([act.credence for act in acts], dtype=np.float64)
    intensity = np.array([act.intensity for act in acts], dtype=np.float64)
    sums = [np.array([float(column.sum())]) for column in (weight, weight * intensity, weight * intensity**2)]
    mean, error = mean_and_error(sums[0], sums[1], sums[2], prior_scale(book))
    daily = dict.fromkeys(days, 0.0)
    for act in acts:
        if act.quad == "material conflict":
            daily[act.day] += act.credence
    return Month(
        acts=acts,
        days=days,
        level=float(mean[0]),
        error=float(error[0]),
        conflicts=sum(daily.values()),
        counts=tuple(daily.values()),
    )


def compare(before: Month, month: Month, dyad: Dyad | None = None) -> tuple[Change, ...]:
    """What changed from one month to the next, by level and by rate; both have an observed day."""
    error = sqrt(before.error**2 + month.error**2)
    fell = before.level - month.level
    level = Change(
        name=LEVEL,
        worse=normal_share((fell - _LEVEL_MARGIN) / error),
        better=normal_share((-fell - _LEVEL_MARGIN) / error),
        before=before.level,
        now=month.level,
        dyad=dyad,
    )
    scatter = _dispersion((*before.counts, *month.counts))
    rate = Change(
        name=RATE,
        worse=_grew(before, month, scatter),
        better=_grew(month, before, scatter),
        before=before.conflicts / len(before.days),
        now=month.conflicts / len(month.days),
        dyad=dyad,
    )
    return level, rate


def _grew(before: Month, month: Month, scatter: float) -> float:
    """Probability that acts a day grew by the margin."""
    now = sqrt((month.conflicts + 0.375) / len(month.days))
    then = sqrt((before.conflicts + 0.375) / len(before.days) * _RATE_MARGIN)
    variance = scatter / 4 * (1 / len(month.days) + _RATE_MARGIN / len(before.days))
    return normal_share((now - then) / sqrt(variance))


def _dispersion(counts: Sequence[float]) -> float:
    """Variance over mean of daily counts; 1 is chance, and less is not believed."""
    mean = sum(counts) / len(counts)
    if mean == 0.0 or len(counts) < 2:
        return 1.0
    return max(1.0, sum((count - mean) ** 2 for count in counts) / (len(counts) - 1) / mean)
