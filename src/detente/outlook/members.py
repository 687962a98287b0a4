"""The forecasters that are combined: each looks at a panel as it stood before a day, and answers for every
dyad.
"""

from dataclasses import dataclass

import numpy as np

from detente.outlook.counts import any_probability, fit_size, sizes
from detente.outlook.history import Floats, Ints
from detente.outlook.logistic import Bools, expit, fit_logistic, logit
from detente.outlook.panel import HALF_LIVES, Panel
from detente.outlook.regression import Fit, fit_counts

FIRST_LOOK = 28  # days after which decayed rates mean something
_MOST_LOOKS = 60  # windows that are fitted on, spread over the whole past
_MOST_STARTS = 400  # windows that a base rate is counted over
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
class Looks:
    """Past windows of the first P dyads, S of them, all closed before the day of the forecast.

    use: (P, S) whether the dyad counts in that window. count: (P, S) acts in it. last: (P, S) acts in as many
    days before it. exposure: (S,) days watched. rates: (S, P, 4 + 2Q, H) before each; now: (D, 4 + 2Q, H).
    coming: days of the window to come that will be watched.
    """

    use: Bools
    count: Floats
    exposure: Floats
    last: Floats
    rates: Floats
    now: Floats
    coming: float


def look(panel: Panel, start: int, horizon_days: int, coming: int, since: Ints) -> Looks | None:
    """The past as the fits need it, or None where no window has closed yet, or too few days were watched.

    start: day number. since: (P,) from when on each of the first P dyads counts.
    """
    first = int(panel.days[0]) + max(FIRST_LOOK, horizon_days)
    closed = start - horizon_days
    if closed < first or len(panel.days) < FIRST_LOOK + horizon_days:
        return None
    spaced = np.linspace(first, closed, min(_MOST_LOOKS, closed - first + 1))
    starts = np.unique(spaced.astype(np.int64))
    rates = panel.rates(np.append(starts, start))
    count, exposure = panel.windows(starts, horizon_days)
    last, seen = panel.windows(starts - horizon_days, horizon_days)
    pooled, use = len(since), (exposure > 0) & (seen > 0)
    counts = (since[:, None] <= starts)[:, use]
    if not counts.any():
        return None
    return Looks(
        use=counts,
        count=count[:pooled, use],
        exposure=exposure[use].astype(np.float64),
        last=(last * (exposure / np.maximum(seen, 1)))[:pooled, use],
        rates=rates[:-1][use][:, :pooled],
        now=rates[-1],
        coming=float(max(coming, 1)),
    )


def climatology(panel: Panel, start: int, horizon_days: int, looks: Looks) -> Prediction:
    """How often, and how much, in all windows so far; overlapping windows count as the disjoint ones they
    hold.
    """
    count, exposure, worth = past_windows(panel, start, horizon_days)
    scale = looks.coming / exposure
    pool = len(looks.count)
    usual = (count[:pool] > 0).mean()
    happened = (count > 0).mean(axis=1)
    probability = (happened * worth + usual * _OWN_WEIGHT) / (worth + _OWN_WEIGHT)
    scaled = count * scale
    mean = (scaled.mean(axis=1) * worth + scaled[:pool].mean() * _OWN_WEIGHT) / (worth + _OWN_WEIGHT)
    spread = (scaled**2).mean(axis=1) - scaled.mean(axis=1) ** 2
    size = mean**2 / np.maximum(spread - mean, 0.02 * mean + 1e-6)
    return Prediction(
        probability=_inside(probability),
        mean=np.maximum(mean, _LEAST_MEAN),
        size=np.clip(size, 0.02, 2000.0),
    )


def persistence(panel: Panel, start: int, horizon_days: int, looks: Looks) -> Prediction:
    """The coming window as the last one: how often acts follow a window with acts, and one without."""
    last, seen = panel.windows(np.array([start - horizon_days]), horizon_days)
    before = last[:, 0] * (looks.coming / max(int(seen[0]), 1))
    count, exposure, worth = past_windows(panel, start, horizon_days)
    pool = len(looks.count)
    lag = horizon_days // _stride(panel, start, horizon_days)
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
    mean = np.maximum(np.where(before > 0, before, quiet * looks.coming / exposure.mean()), 0.02)
    level, slope = fit_size(*_some(looks.count[looks.use], np.maximum(looks.last, 0.1)[looks.use]))
    return Prediction(probability=_inside(probability), mean=mean, size=sizes(np.log(mean), level, slope))


def rate(panel: Panel, start: int, horizon_days: int, looks: Looks) -> Prediction:
    """The decayed rate of the act itself, with the half-life and dispersion that fitted the past best."""
    found = []
    for half_life in range(len(HALF_LIVES)):
        mean = np.maximum(looks.rates[:, :, 0, half_life].T * looks.exposure, _LEAST_MEAN)
        count, some_mean = _some(looks.count[looks.use], mean[looks.use])
        level, slope = fit_size(count, some_mean)
        fitted = any_probability(some_mean, sizes(np.log(some_mean), level, slope))
        found.append((_log_score(fitted, count > 0), half_life, level, slope))
    _, half_life, level, slope = min(found)
    mean = np.maximum(looks.now[:, 0, half_life] * looks.coming, _LEAST_MEAN)
    size = sizes(np.log(mean), level, slope)
    return Prediction(probability=_inside(any_probability(mean, size)), mean=mean, size=size)


def autoregression(panel: Panel, start: int, horizon_days: int, looks: Looks) -> Prediction:
    """Negative binomial regression on the decayed rates of what either side did to the other.

    A second, logistic stage corrects the probability of any act: bursts make zeros commoner than counts tell.
    Source: hurdle models, Mullahy (1986), Journal of Econometrics 33(3), section 2; reciprocity in dyads of
    events, Goldstein and Freeman (1990), Three-Way Street, chapter 3.
    """
    fit, table, exposure = fit_looks(panel, looks)
    fitted = _hurdle(fit, table, fit.mean(table, exposure))
    happened = looks.count.T[looks.use.T] > 0
    chance = fit_logistic(fitted, happened, start_at=_SECOND, strength=_HURDLE_RIDGE)
    now = features(looks.now, panel.asked)
    mean = fit.mean(now, np.full(len(now), looks.coming))
    size = sizes(np.log(mean), fit.level, fit.slope)
    return Prediction(probability=_inside(expit(_hurdle(fit, now, mean) @ chance)), mean=mean, size=size)


def _hurdle(fit: Fit, table: Floats, mean: Floats) -> Floats:
    """(N, 2 + F) the logistic stage's columns: one, what the counts say, the features."""
    size = sizes(np.log(mean), fit.level, fit.slope)
    said = logit(_inside(any_probability(mean, size)))
    return np.concatenate([np.ones((len(mean), 1)), said[:, None], fit.standardised(table)], axis=1)


def fit_looks(panel: Panel, looks: Looks) -> tuple[Fit, Floats, Floats]:
    """The regression of past windows on what stood before, with its columns (N, F) and exposures (N,)."""
    used = looks.use.T
    table = features(looks.rates[used], panel.asked)
    exposure = np.broadcast_to(looks.exposure[:, None], used.shape)[used]
    return fit_counts(table, looks.count.T[used], exposure), table, exposure


def features(rates: Floats, asked: int) -> Floats:
    """(N, 4 + 2Q, H) rates as logarithms in columns, (N, F): what is asked by every half-life, the rest by
    two.
    """
    logs = np.log(rates)
    quads = (rates.shape[1] - 4) // 2
    others = [2, 3] + [4 + quad for quad in range(2 * quads) if quad != asked]
    return np.concatenate([logs[:, 0], logs[:, 1], logs[:, others, 1], logs[:, others, 3]], axis=1)


def past_windows(panel: Panel, start: int, horizon_days: int) -> tuple[Floats, Floats, float]:
    """Acts in past windows (D, S), their days watched (S,), and how many disjoint windows they are worth."""
    step = _stride(panel, start, horizon_days)
    starts = np.arange(start - horizon_days, int(panel.days[0]) - 1, -step)[::-1].copy()
    if not len(starts):
        starts = panel.days[:1]
    count, exposure = panel.windows(starts, horizon_days)
    return count, np.maximum(exposure, 1).astype(np.float64), max(1.0, len(panel.days) / horizon_days)


def _stride(panel: Panel, start: int, horizon_days: int) -> int:
    """Days between the windows that are counted: a divisor of the horizon that keeps them to about 400."""
    span = max(1, start - int(panel.days[0]))
    wide = [step for step in range(1, horizon_days + 1) if horizon_days % step == 0]
    return next((step for step in wide if span / step <= _MOST_STARTS), horizon_days)


def _some(count: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Every so manieth row, so that there are about 6000."""
    step = max(1, count.size // _MOST_ROWS)
    return count.ravel()[::step], mean.ravel()[::step]


def _log_score(probability: Floats, happened: Bools) -> float:
    inside = _inside(probability)
    return float(-np.where(happened, np.log(inside), np.log1p(-inside)).mean())


def _inside(probability: Floats) -> Floats:
    """Never quite 0 or 1: nothing of the past rules the future out."""
    value: Floats = np.clip(probability, 0.001, 0.999)
    return value
