"""One look at the past for all that is asked of one quad or type over one horizon."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.backtest import CALIBRATED, LEAST_FOLDS, METHODS
from detente.outlook.choosing import PastScores, past_scores
from detente.outlook.combining import Combination, combine, mix
from detente.outlook.explaining import Precedents, moved_by, precedents
from detente.outlook.history import Floats, History
from detente.outlook.members import Prediction, fit_looks
from detente.outlook.panel import Dyad, Panel
from detente.outlook.regression import Fit
from detente.outlook.rolling import MEMBERS, Snapshot, roll, snapshot
from detente.schema import Step

STEP_DAYS = 14  # between the past days at which the forecasters are tried before they are combined
_MOST_FOLDS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What one method says of one dyad. table: (1, K) probabilities of 0, 1, 2 ... acts.

    band: the level of its middle that stands for nine tenths.
    """

    method: str
    probability: float
    table: Floats
    steps: tuple[Step, ...] = ()
    band: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What the members say now of every dyad asked about, how to combine them, how they did before, and the
    regression that tells what moved them.
    """

    of: str
    horizon_days: int
    seen: Snapshot
    learnt: Combination | None
    past: PastScores | None
    fit: Fit

    def panel(self, dyad: Dyad) -> Panel:
        """The counts of one dyad alone."""
        return self.seen.panel.only(self.seen.panel.dyads.index(dyad))

    def answers(self, dyad: Dyad) -> tuple[Answer, ...]:
        """What each method says, in the order of METHODS; the members alone where too few folds taught how to
        combine them.
        """
        ours = self._of(dyad)
        found = [
            Answer(method=method, probability=float(one.probability[0]), table=mix((one,), np.ones(1)))
            for method, one in zip(MEMBERS, ours, strict=True)
        ]
        learnt = self.learnt
        if learnt is not None:
            shares = zip(MEMBERS, learnt.logits[1:].tolist(), strict=True)
            worth = ", ".join(f"{name} {share:.2f}" for name, share in shares)
            step = Step(rule="weights", detail=f"{worth}; learnt from {learnt.folds} past folds")
            found += [
                Answer(
                    method=method,
                    probability=float(learnt.probability(ours, calibrated=method == CALIBRATED)[0]),
                    table=learnt.counts(ours),
                    band=learnt.band,
                    steps=(step,),
                )
                for method in METHODS[len(MEMBERS) :]
            ]
        return tuple(found)

    def grounds(self, dyad: Dyad, known: History) -> tuple[tuple[Step, ...], Precedents]:
        """What each member says and what moved the regression; and when it looked like this before."""
        place = self.seen.panel.dyads.index(dyad)
        said = zip(MEMBERS, self._of(dyad), strict=True)
        shown = ", ".join(f"{name} {one.probability[0]:.3f}" for name, one in said)
        alike = precedents(known, self.seen, place, self.horizon_days, self.of)
        return (Step(rule="members", detail=shown), *moved_by(self.seen, place, self.fit)), alike

    def _of(self, dyad: Dyad) -> tuple[Prediction, ...]:
        """(1,) what each member says of one dyad."""
        place = self.seen.panel.dyads.index(dyad)
        return tuple(
            Prediction(probability=one.probability[[place]], mean=one.mean[[place]], size=one.size[[place]])
            for one in self.seen.predictions
        )


def look_at(
    known: History,
    *,
    of: str,
    horizon_days: int,
    dyads: tuple[Dyad, ...],
    start: int,
    pool: int,
    learn: bool = True,
) -> Look | None:
    """Look at what is known; None where the past is too short to fit on. learn: also how to combine."""
    seen = snapshot(known, of=of, horizon_days=horizon_days, asked=dyads, start=start, pool=pool)
    if seen is None:
        return None
    nearest = -(-horizon_days // STEP_DAYS)
    starts = tuple(start - STEP_DAYS * back for back in range(nearest + _MOST_FOLDS - 1, nearest - 1, -1))
    folds = roll(known, of=of, horizon_days=horizon_days, asked=(), starts=starts, pool=pool) if learn else ()
    return Look(
        of=of,
        horizon_days=horizon_days,
        seen=seen,
        learnt=combine(folds) if len(folds) >= LEAST_FOLDS else None,
        past=past_scores(folds, horizon_days, STEP_DAYS),
        fit=fit_looks(seen.panel, seen.looks)[0],
    )
