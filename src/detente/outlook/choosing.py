"""Which method to trust here: how each did in the past folds of the same question."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.backtest import DEFAULT, METHODS, learn, say
from detente.outlook.combining import Fold
from detente.outlook.history import Floats
from detente.outlook.scores import beyond_chance

_SURE = 0.99  # both ways; six rivals are compared


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
        default = scores[METHODS.index(DEFAULT)]
        better = [
            (-float((default - score).mean()), method)
            for method, score in zip(METHODS, scores, strict=True)
            if method != DEFAULT and beyond_chance(default - score, self.block, (1.0 + _SURE) / 2)
        ]
        return min(better)[1] if better else DEFAULT

    def shown(self, *, counted: bool) -> str:
        """Each method's mean score, in words."""
        scores = (self.crps if counted else self.log).mean(axis=1).tolist()
        named = ", ".join(f"{name} {score:.3f}" for name, score in zip(METHODS, scores, strict=True))
        return f"{'CRPS' if counted else 'log score'} over {self.log.shape[1]} past folds: {named}"


def past_scores(
    folds: tuple[tuple[Fold, ...], ...], place: int, horizon_days: int, step_days: int
) -> PastScores | None:
    """Score every method in those folds of one target before which enough others had closed; None where there
    is none. folds: of every target.
    """
    columns = []
    for fold in folds[place]:
        learnt = learn(folds, place, fold.start, horizon_days)
        if learnt is not None:
            said = say(fold, fold.dyads[: fold.pooled], learnt)
            columns.append([(float(one[2].mean()), float(one[3].mean())) for one in said])
    if not columns:
        return None
    table = np.array(columns)  # (S, M, 2)
    block = max(2, -(-horizon_days // step_days))
    return PastScores(log=table[:, :, 0].T, crps=table[:, :, 1].T, block=block)
