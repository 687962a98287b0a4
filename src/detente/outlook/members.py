"""The simple forecasters: each is fitted on past windows and answers for every dyad of a panel."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.counts import any_probability, fit_size, sizes
from detente.outlook.fading import HALF_LIVES
from detente.outlook.history import Floats
from detente.outlook.logistic import Bools, expit, fit_logistic, logit
from detente.outlook.looks import Looks, features, past_windows, stride
from detente.outlook.panel import Panel
from detente.outlook.regression import Fit, fit_counts

_OWN_WEIGHT = 1.0  # what all dyads say weighs as much as one window of the dyad's own
_MOST_ROWS = 6000  # for the dispersion, which a part of the rows gives as well
_LEAST_MEAN = 1e-4
_SECOND = 1  # the column that the logistic stage starts from
_HURDLE_RIDGE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prediction:
    """For D dyads: the probability of any act, and a negative binomial for their number by mean and size,
    (D,).
    """

    probability: Floats
    mean: Floats
    size: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """What the past says of one target: dispersions as (level, slope) of `fit_size`.

    last: of persistence. half_life: place of the best one, rate: its dispersion. fit, hurdle: of the
    autoregression, its counts and its logistic stage, (2 + F,).
    """

    last: tuple[float, float]
    half_life: int
    rate: tuple[float, float]
    fit: Fit
    hurdle: Floats

    def logits(self, table: Floats, exposure: Floats) -> Floats:
        """(N,) the log odds of any act, as the autoregression has it, of columns (N, F)."""
        mean = self.fit.mean(table, exposure)
        value: Floats = np.clip(_stage(self.fit, table, mean) @ self.hurdle, -7.0, 7.0)
        return value


def fit_members(looks: Looks, asked: int) -> Fitted:
    """Fit the forecasters on past windows. asked: the target's quad."""
    used = looks.use.T
    table, exposure = table_of(looks, asked)
    count = looks.count.T[used]
    fit = fit_counts(table, count, exposure)
    half_life, level, slope = _best_rate(looks)
    return Fitted(
        last=fit_size(*_some(looks.count[looks.use], np.maximum(looks.last, 0.1)[looks.use])),
        half_life=half_life,
        rate=(level, slope),
        fit=fit,
        hurdle=fit_logistic(
            _stage(fit, table, fit.mean(table, exposure)), count > 0, start_at=_SECOND, strength=_HURDLE_RIDGE
        ),
    )


def table_of(looks: Looks, asked: int) -> tuple[Floats, Floats]:
    """The columns of the windows that count (N, F), and their exposures (N,)."""
    used = looks.use.T
    exposure = np.broadcast_to(looks.exposure[:, None], used.shape)[used]
    return features(looks.rates[used], asked), exposure


def say_members(
    panel: Panel, now: Floats, fitted: Fitted, *, start: int, horizon_days: int, coming: float
) -> tuple[Prediction, ...]:
    """Climatology, persistence, rate and autoregression for the window from day number `start`.

    now: (D, 4 + 2Q, H) the panel's rates before it. coming: days of it that will be watched.
    """
    return (
        climatology(panel, start, horizon_days, coming),
        persistence(panel, fitted, start, horizon_days, coming),
        rate(now, fitted, coming),
        autoregression(panel, now, fitted, coming),
    )


def climatology(panel: Panel, start: int, horizon_days: int, coming: float) -> Prediction:
    """How often, and how much, in all windows so far; overlapping windows count as the disjoint ones they
    hold.
    """
    count, exposure, worth = past_windows(panel, start, horizon_days)
    pool = panel.pooled
    usual = (count[:pool] > 0).mean()
    happened = (count > 0).mean(axis=1)
    probability = (happened * worth + usual * _OWN_WEIGHT) / (worth + _OWN_WEIGHT)
    scaled = count * (coming / exposure)
    mean = (scaled.mean(axis=1) * worth + scaled[:pool].mean() * _OWN_WEIGHT) / (worth + _OWN_WEIGHT)
    spread = (scaled**2).mean(axis=1) - scaled.mean(axis=1) ** 2
    size = mean**2 / np.maximum(spread - mean, 0.02 * mean + 1e-6)
    return Prediction(
        probability=inside(probability),
        mean=np.maximum(mean, _LEAST_MEAN),
        size=np.clip(size, 0.02, 2000.0),
    )


def persistence(panel: Panel, fitted: Fitted, start: int, horizon_days: int, coming: float) -> Prediction:
    """The coming window as the last one: how often acts follow a window with acts, and one without."""
    last, seen = panel.windows(np.array([start - horizon_days]), horizon_days)
    before = last[:, 0] * (coming / max(int(seen[0]), 1))
    count, exposure, worth = past_windows(panel, start, horizon_days)
    pool = panel.pooled
    lag = horizon_days // stride(panel, start, horizon_days)
    probability, quiet = np.empty(len(before)), np.empty(len(before))
    earlier, later = count[:, :-lag], count[:, lag:]
    for happened in (False, True):
        ours = before > 0 if happened else before <= 0
        given = (earlier > 0) == happened
        followed = (later > 0) & given
        usual = (followed[:pool].sum() + 0.5) / (given[:pool].sum() + 1.0)
        share = worth / count.shape[1]
        chance = (followed.sum(axis=1) * share + usual) / (given.sum(axis=1) * share + 1.0)
        probability[ours] = chance[ours]
        if not happened:
            usual_count = (later * given)[:pool].sum() / max(given[:pool].sum(), 1)
            quiet = ((later * given).sum(axis=1) * share + usual_count) / (given.sum(axis=1) * share + 1.0)
    mean = np.maximum(np.where(before > 0, before, quiet * coming / exposure.mean()), 0.02)
    return Prediction(probability=inside(probability), mean=mean, size=sizes(np.log(mean), *fitted.last))


def rate(now: Floats, fitted: Fitted, coming: float) -> Prediction:
    """The decayed rate of the act itself, with the half-life and dispersion that fitted the past best."""
    mean = np.maximum(now[:, 0, fitted.half_life] * coming, _LEAST_MEAN)
    size = sizes(np.log(mean), *fitted.rate)
    return Prediction(probability=inside(any_probability(mean, size)), mean=mean, size=size)


def autoregression(panel: Panel, now: Floats, fitted: Fitted, coming: float) -> Prediction:
    """Negative binomial regression on the decayed rates of what either side did to the other.

    A second, logistic stage corrects the probability of any act: bursts make zeros commoner than counts tell.
    Source: hurdle models, Mullahy (1986), Journal of Econometrics 33(3), section 2; reciprocity in dyads of
    events, Goldstein and Freeman (1990), Three-Way Street, chapter 3.
    """
    table = features(now, panel.asked)
    exposure = np.full(len(table), coming)
    mean = fitted.fit.mean(table, exposure)
    size = sizes(np.log(mean), fitted.fit.level, fitted.fit.slope)
    chance = expit(fitted.logits(table, exposure))
    return Prediction(probability=inside(chance), mean=mean, size=size)


def inside(probability: Floats) -> Floats:
    """Never quite 0 or 1: nothing of the past rules the future out."""
    value: Floats = np.clip(probability, 0.001, 0.999)
    return value


def _stage(fit: Fit, table: Floats, mean: Floats) -> Floats:
    """(N, 2 + F) the logistic stage's columns: one, what the counts say, the features."""
    size = sizes(np.log(mean), fit.level, fit.slope)
    said = logit(inside(any_probability(mean, size)))
    return np.concatenate([np.ones((len(mean), 1)), said[:, None], fit.standardised(table)], axis=1)


def _best_rate(looks: Looks) -> tuple[int, float, float]:
    """The half-life whose rate fitted the past best, with its dispersion."""
    found = []
    for half_life in range(len(HALF_LIVES)):
        mean = np.maximum(looks.rates[:, :, 0, half_life].T * looks.exposure, _LEAST_MEAN)
        count, some_mean = _some(looks.count[looks.use], mean[looks.use])
        level, slope = fit_size(count, some_mean)
        fitted = any_probability(some_mean, sizes(np.log(some_mean), level, slope))
        found.append((_log_score(fitted, count > 0), half_life, level, slope))
    _, half_life, level, slope = min(found)
    return half_life, level, slope


def _some(count: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Every so manieth row, so that there are about 6000."""
    step = max(1, count.size // _MOST_ROWS)
    return count.ravel()[::step], mean.ravel()[::step]


def _log_score(probability: Floats, happened: Bools) -> float:
    kept = inside(probability)
    return float(-np.where(happened, np.log(kept), np.log1p(-kept)).mean())
