"""The combination: how much each forecaster is worth, learnt from folds whose windows have closed."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.counts import distribution, log_probability
from detente.outlook.history import Floats
from detente.outlook.logistic import Isotonic, expit, fit_isotonic, logit, pulled_logistic
from detente.outlook.members import Prediction
from detente.outlook.panel import Dyad
from detente.outlook.scores import band_share

_PULL = 50.0  # pseudo-observations for the plain mean of the members' logits
_EM_ROUNDS = 40
_ROOM = 1.5  # a table of counts reaches so much further than the largest mean plus six deviations
_MOST_COUNT = 400
_PROMISED = 0.9
_BANDS = tuple(0.70 + 0.02 * step for step in range(15))  # 0.70 .. 0.98
_BAND_ROWS = 4000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fold:
    """What the members said at one day, M of them, and what came of it.

    start: number of the first day of the window. dyads: D of them, of which the first `pooled` are the pool
    that fits rest on. count: (D,) acts in the window.
    """

    start: int
    dyads: tuple[Dyad, ...]
    pooled: int
    count: Floats
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Combination:
    """logits: (1 + M,) weights of one and the members' logits; shares: (M,) of their counts, which sum to 1.

    curve: from the combined probability to the calibrated one. band: the level at which the middle of the
    mixture held nine tenths of what came.
    """

    logits: Floats
    shares: Floats
    curve: Isotonic
    band: float
    folds: int

    def probability(self, predictions: tuple[Prediction, ...], *, calibrated: bool) -> Floats:
        """(D,) the probability of any act."""
        combined = expit(_design(predictions) @ self.logits)
        value: Floats = np.clip(self.curve(combined) if calibrated else combined, 0.001, 0.999)
        return value

    def counts(self, predictions: tuple[Prediction, ...]) -> Floats:
        """(D, K) probabilities of 0, 1, 2 ... acts; the last column holds all from there on."""
        return mix(predictions, self.shares)


def combine(folds: tuple[Fold, ...], kin: tuple[Fold, ...] = ()) -> Combination | None:
    """Learn the weights from folds, all of them closed; None where there is nothing to learn from.

    kin: folds of other targets, closed too. How much a forecaster is worth shows in few folds only when those
    of all targets are taken together; bands and the curve are of the target's own.

    Source: stacking, Wolpert (1992), Neural Networks 5(2); of logits as in Ranjan and Gneiting (2010),
    Journal of the Royal Statistical Society B 72(1), section 4; of densities as in Hall and Mitchell (2007),
    International Journal of Forecasting 23(1), section 3, its weights by expectation and maximisation.
    """
    if not folds:
        return None
    design, count = _design_of(folds), _count_of(folds)
    members = design.shape[1] - 1
    even = np.concatenate([[0.0], np.full(members, 1.0 / members)])
    weights = pulled_logistic(
        np.concatenate([design, _design_of(kin)]) if kin else design,
        np.concatenate([count, _count_of(kin)]) > 0 if kin else count > 0,
        towards=even,
        strength=_PULL,
    )
    shares = _shares(folds, count)
    return Combination(
        logits=weights,
        shares=shares,
        band=_band(folds, shares),
        curve=fit_isotonic(expit(design @ weights), count > 0),
        folds=len(folds),
    )


def _band(folds: tuple[Fold, ...], shares: Floats) -> float:
    """The nominal level whose bands held nine tenths: a mixture of honest members is wider than it should be.

    Half a standard error over the folds is taken off what they held, so that the level errs to the wide side
    while they are few.
    Source: linear pools are overdispersed, Gneiting and Ranjan (2013), Electronic Journal of Statistics 7,
    section 3; the level is chosen on past forecasts, in the spirit of conformal prediction, Vovk, Gammerman
    and Shafer (2005), Algorithmic Learning in a Random World, chapter 4.
    """
    step = max(1, sum(fold.pooled for fold in folds) // _BAND_ROWS)
    held = []
    for fold in folds:
        rows = slice(0, fold.pooled, step)
        some = tuple(
            Prediction(probability=one.probability[rows], mean=one.mean[rows], size=one.size[rows])
            for one in fold.predictions
        )
        table, came = mix(some, shares), fold.count[rows]
        held.append([float(band_share(table, came, level).mean()) for level in _BANDS])
    share = np.array(held)
    doubt = share.std(axis=0, ddof=1) / np.sqrt(len(share)) if len(share) > 1 else np.zeros(len(_BANDS))
    return float(np.interp(_PROMISED, np.maximum.accumulate(share.mean(axis=0) - doubt / 2), _BANDS))


def mix(predictions: tuple[Prediction, ...], shares: Floats) -> Floats:
    """(D, K) a mixture of the members' negative binomials."""
    top = max(float((p.mean + 6 * np.sqrt(p.mean + p.mean**2 / p.size)).max()) for p in predictions)
    most = int(min(max(_ROOM * top, 10.0), _MOST_COUNT))
    tables = [
        share * distribution(p.mean, p.size, most) for share, p in zip(shares, predictions, strict=True)
    ]
    value: Floats = np.sum(tables, axis=0)
    return value


def _design_of(folds: tuple[Fold, ...]) -> Floats:
    """(N, 1 + M) of the dyads in the pool, fold after fold."""
    return np.concatenate([_design(fold.predictions)[: fold.pooled] for fold in folds])


def _count_of(folds: tuple[Fold, ...]) -> Floats:
    """(N,) the acts that came, in the same order."""
    return np.concatenate([fold.count[: fold.pooled] for fold in folds])


def _design(predictions: tuple[Prediction, ...]) -> Floats:
    """(D, 1 + M)"""
    return np.stack([np.ones_like(predictions[0].mean), *(logit(p.probability) for p in predictions)], axis=1)


def _shares(folds: tuple[Fold, ...], count: Floats) -> Floats:
    """(M,) the mixture under which the counts were likeliest."""
    columns = []
    for member in range(len(folds[0].predictions)):
        mean, size = (
            np.concatenate([getattr(fold.predictions[member], name)[: fold.pooled] for fold in folds])
            for name in ("mean", "size")
        )
        columns.append(log_probability(count, mean, size))
    logs = np.stack(columns, axis=1)
    likely = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares = np.full(likely.shape[1], 1.0 / likely.shape[1])
    for _ in range(_EM_ROUNDS):
        owed = likely * shares
        shares = (owed / owed.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares
