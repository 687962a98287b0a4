"""Whether what was learnt of past windows beats base rates, and the probabilities that follow from both."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.outlook.logistic import expit, logit, pulled_logistic
from detente.outlook.ranking.base_rates import BaseRates
from detente.outlook.ranking.facts import Reals
from detente.outlook.ranking.windows import LEAST_EARLY, Window, overlap
from detente.outlook.scores import beyond_chance

if TYPE_CHECKING:
    from lightgbm import Booster

_FITS = 4  # the windows held out are shared among so many trials
_PULL = 20.0  # pseudo-observations for the base rate as it is
_USUAL = (0.0, 1.0, 0.0, 0.0)  # a blend of base rates alone; its first column is what would be left free
_LEAST_CHANCE = 1e-6
_PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
_ROUNDS = 80
_FEW_ROWS = 50_000

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """What a fit on earlier windows said of the acts of a later one, (n,), and whether they came."""

    said: Floats
    usual: BaseRates
    came: Bools


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blend:
    """Weights of log odds, (4,) each, of acts that came before and of those that never did: nothing, the base
    rate, one, and what the booster says above the base rate.
    """

    seen: Floats
    new: Floats

    def probability(self, said: Floats, usual: BaseRates) -> Floats:
        """(n,) that the acts come, given what the booster said and what is usual."""
        design = _design(said, usual.rate)
        return expit(np.where(usual.seen, design @ self.seen, design @ self.new))

    def trust(self, seen: Bools) -> Floats:
        """(n,) by how much of what the booster says the log odds move."""
        weights: Floats = np.where(seen, self.seen[-1], self.new[-1])
        return weights


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """A booster of log odds, how it blends with base rates, and whether that is worth it.

    windows, acts: how many windows it was learnt from, and how many of the likely acts came in them.
    held_out: how many windows it was tried on before it had learnt from them. brier, usual: squared error of
    the blend and of base rates there, of acts that had come before. better: whether the blend's was the lower
    beyond chance.
    """

    booster: "Booster"
    blend: Blend
    windows: int
    acts: int
    held_out: int
    brier: float
    usual: float
    better: bool

    def probability(self, rows: Reals, usual: BaseRates) -> Floats:
        """(n,) that the acts come within the window."""
        return self.blend.probability(_told(self.booster, rows), usual)

    def pushes(self, rows: Reals, seen: Bools) -> Floats:
        """(n, features) by how much each moves the log odds. seen: (n,) whether the act ever came."""
        parts = np.asarray(self.booster.predict(rows, pred_contrib=True, num_threads=_threads(rows)))
        weighed: Floats = parts[:, :-1] * self.blend.trust(seen)[:, None]
        return weighed


def learn(windows: list[Window], horizon_days: int, seed: int) -> Learnt:
    """Fit on all windows. How far to trust it is learnt from trials: fits on the windows that were over when
    a later one began, and what they said of that.
    """
    trials = try_out(windows, horizon_days, seed)
    errors = _errors(trials, overlap(horizon_days))
    usual, blended = errors.mean(axis=0).tolist() if len(errors) else (np.nan, np.nan)
    return Learnt(
        booster=_boost(windows, seed),
        blend=fit_blend(trials),
        windows=len(windows),
        acts=int(sum(one.came.sum() for one in windows)),
        held_out=len(trials),
        brier=blended,
        usual=usual,
        better=beyond_chance(errors[:, 0] - errors[:, 1], overlap(horizon_days)),
    )


def try_out(windows: list[Window], horizon_days: int, seed: int) -> list[Trial]:
    """Hold out each window before which enough others were over; neighbours are told by one fit, on the
    windows that were over when the first of them began.
    """
    over = [sum(one.day + horizon_days <= window.day for one in windows) for window in windows]
    held = [place for place, many in enumerate(over) if many >= LEAST_EARLY]
    trials = []
    for group in np.array_split(held, min(_FITS, max(1, len(held)))):
        if not len(group):
            continue
        booster = _boost(windows[: over[int(group[0])]], seed)
        for window in (windows[place] for place in group.tolist()):
            said = _told(booster, window.likely.rows)
            trials.append(Trial(said=said, usual=window.usual, came=window.came))
    return trials


def fit_blend(trials: list[Trial]) -> Blend:
    """How base rates and the booster are best blended, pulled towards the base rates alone."""
    towards = np.array(_USUAL)
    if not trials:
        return Blend(seen=towards, new=towards)
    design = np.concatenate([_design(one.said, one.usual.rate) for one in trials])
    came = np.concatenate([one.came for one in trials])
    seen = np.concatenate([one.usual.seen for one in trials])
    fits = [
        pulled_logistic(design[rows], came[rows], towards=towards, strength=_PULL) for rows in (seen, ~seen)
    ]
    return Blend(seen=fits[0], new=fits[1])


def _errors(trials: list[Trial], block: int) -> Floats:
    """(S, 2) squared error of base rates and of a blend that was learnt from other blocks of trials, in each
    trial with acts that had come before.
    """
    errors = []
    for first in range(0, len(trials), block):
        blend = fit_blend([*trials[:first], *trials[first + block :]])
        for one in trials[first : first + block]:
            said, seen = blend.probability(one.said, one.usual), one.usual.seen
            if seen.any():
                gaps = (np.stack([one.usual.rate, said]) - one.came)[:, seen]
                errors.append((gaps**2).mean(axis=1))
    return np.array(errors).reshape(-1, 2)


def _design(said: Floats, usual: Floats) -> Floats:
    """(n, 4) columns, as `Blend` weighs them."""
    told, base = (logit(np.clip(one, _LEAST_CHANCE, 1 - _LEAST_CHANCE)) for one in (said, usual))
    return np.column_stack([np.zeros(len(base)), base, np.ones(len(base)), told - base])


def _told(booster: "Booster", rows: Reals) -> Floats:
    return np.asarray(booster.predict(rows, num_threads=_threads(rows)), dtype=np.float64)


def _threads(rows: Reals) -> int:
    """How many threads are worth their waiting for each other: one for few rows, 0 for all there are."""
    return 1 if len(rows) < _FEW_ROWS else 0


def _boost(windows: list[Window], seed: int) -> "Booster":
    import lightgbm

    rows = np.concatenate([one.likely.rows for one in windows])
    came = np.concatenate([one.came for one in windows])
    data = lightgbm.Dataset(rows, came.astype(np.float32))
    return lightgbm.train(
        {**_PARAMETERS, "seed": seed, "num_threads": _threads(rows)}, data, num_boost_round=_ROUNDS
    )
