"""Which method to trust here: how each did in the past folds of the same question."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.backtest import DEFAULT, LEAST_FOLDS, METHODS, say
from detente.outlook.combining import Fold, combine
from detente.outlook.history import Floats
from detente.outlook.rolling import closed
from detente.outlook.scores import interval, resample

_LEAST_SCORED = 5  # folds below which no rival can be told from the default
_DRAWS, _SEED = 1000, 20
_SURE = 0.99  # five rivals are compared: about 0.95 for all together


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PastScores:
    """Mean scores of the pool's dyads in S past folds, one row a method of METHODS: (M, S), 0 is best.

    log: of "any act". crps: of the count, in acts. block: neighbouring folds that a window spans.
    """

    log: Floats
    crps: Floats
    block: int

    def best(self, *, counted: bool) -> str:
        """The default, unless a rival beat it beyond chance: the one that did so by the most."""
        scores = self.crps if counted else self.log
        folds = scores.shape[1]
        if folds < _LEAST_SCORED:
            return DEFAULT
        draws = resample(np.zeros(1, dtype=np.int64), folds, self.block, draws=_DRAWS, seed=_SEED)
        better = []
        for number, method in enumerate(METHODS):
            gain = interval((scores[METHODS.index(DEFAULT)] - scores[number])[None, :], draws, _SURE)
            if gain.low > 0:
                better.append((-gain.value, method))
        return min(better)[1] if better else DEFAULT

    def shown(self, *, counted: bool) -> str:
        """Each method's mean score, in words."""
        scores = (self.crps if counted else self.log).mean(axis=1).tolist()
        named = ", ".join(f"{name} {score:.3f}" for name, score in zip(METHODS, scores, strict=True))
        return f"{'CRPS' if counted else 'log score'} over {self.log.shape[1]} past folds: {named}"


def past_scores(folds: tuple[Fold, ...], horizon_days: int, step_days: int) -> PastScores | None:
    """Score every method in those folds before which enough others had closed; None where there is none."""
    columns = []
    for fold in folds:
        past = closed(folds, fold.start, horizon_days)
        learnt = combine(past) if len(past) >= LEAST_FOLDS else None
        if learnt is not None:
            said = say(fold, fold.dyads[: fold.pooled], learnt)
            columns.append([(float(one[2].mean()), float(one[3].mean())) for one in said])
    if not columns:
        return None
    table = np.array(columns)  # (S, M, 2)
    block = max(2, -(-horizon_days // step_days))
    return PastScores(log=table[:, :, 0].T, crps=table[:, :, 1].T, block=block)
