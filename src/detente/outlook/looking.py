"""One look at the past for all that is asked over one horizon."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outlook.backtest import CALIBRATED, METHODS, learn
from detente.outlook.choosing import PastScores, past_scores
from detente.outlook.combining import Combination, mix
from detente.outlook.explaining import Precedents, moved_by, precedents
from detente.outlook.history import Floats, History, Pairs, day_number, day_of, end_of
from detente.outlook.logistic import Isotonic
from detente.outlook.members import Prediction
from detente.outlook.panel import Dyad, Panel
from detente.outlook.regression import Fit
from detente.outlook.rolling import (
    MEMBERS,
    POOL,
    Asking,
    Fits,
    Snapshot,
    fit_day,
    fits_for,
    look_now,
    roll,
)
from detente.outlook.shelf import Prints, Shelf, recall
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
class Lessons:
    """What past folds teach of each target: how to combine, and how each method did; None where too few."""

    learnt: tuple[Combination | None, ...]
    past: tuple[PastScores | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What the members say now of every dyad asked about one target, how to combine them, how they did
    before, and the regression that tells what moved them.
    """

    of: str
    horizon_days: int
    start: int
    dyads: tuple[Dyad, ...]
    counts: Panel
    now: Floats
    predictions: tuple[Prediction, ...]
    learnt: Combination | None
    past: PastScores | None
    fit: Fit
    near_by: Pairs

    def panel(self, dyad: Dyad) -> Panel:
        """The counts of one dyad alone."""
        return self.counts.only(self.dyads.index(dyad))

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

    def grounds(self, dyad: Dyad) -> tuple[tuple[Step, ...], Precedents]:
        """What each member says and what moved the regression; and when it looked like this before."""
        said = zip(MEMBERS, self._of(dyad), strict=True)
        shown = ", ".join(f"{name} {one.probability[0]:.3f}" for name, one in said)
        alone, place = self.panel(dyad), self.dyads.index(dyad)
        alike = precedents(self.near_by.of(dyad), alone, self.start, self.horizon_days, self.of)
        moved = moved_by(self.counts, self.now[place], self.fit)
        return (Step(rule="members", detail=shown), *moved), alike

    def _of(self, dyad: Dyad) -> tuple[Prediction, ...]:
        """(1,) what each member says of one dyad."""
        place = self.dyads.index(dyad)
        return tuple(
            Prediction(probability=one.probability[[place]], mean=one.mean[[place]], size=one.size[[place]])
            for one in self.predictions
        )


def look_at(
    known: History,
    *,
    of: Sequence[str],
    horizon_days: int,
    dyads: tuple[Dyad, ...],
    start: int,
    pool: int = POOL,
    learn_weights: bool = True,
    shelf: Shelf | None = None,
) -> tuple[Look, ...] | None:
    """Look at what is known of each quad or type; None where the past is too short to fit on.

    learn_weights: also how to combine. shelf: where fits are kept until the day of the next ones.
    """
    asking = Asking.of(known, of, horizon_days, pool)
    prints = None if shelf is None else Prints(known)
    fits = fits_for(known, asking, start, shelf, prints)
    if fits is None:
        return None
    none = (None,) * len(asking.targets)
    lessons = Lessons(learnt=none, past=none)
    if learn_weights:
        day = fit_day(start)
        moment = end_of(day_of(day - 1))
        lessons = recall(
            shelf,
            ("lessons", prints.at(moment) if prints else None, asking, day),
            (Lessons, Combination, Isotonic, PastScores),
            lambda: _lessons(known if day == start else known.as_of(moment), asking, day, shelf),
        )
    seen = look_now(known, asking, fits, asked=dyads, start=start)
    near_by = Pairs(known, dyads)
    return tuple(_look(seen, fits, lessons, asking, asking.targets.index(one), near_by) for one in of)


def _lessons(known: History, asking: Asking, day: int, shelf: Shelf | None) -> Lessons:
    """Ask every forecaster again at past days, and see what came."""
    nearest = -(-asking.horizon_days // STEP_DAYS)
    starts = tuple(day - STEP_DAYS * back for back in range(nearest + _MOST_FOLDS - 1, nearest - 1, -1))
    starts = tuple(start for start in starts if start > day_number(known.first_day))
    folds = roll(known, asking, asked=(), starts=starts, shelf=shelf)
    places = range(len(asking.targets))
    return Lessons(
        learnt=tuple(learn(folds, place, day, asking.horizon_days) for place in places),
        past=tuple(past_scores(folds, place, asking.horizon_days, STEP_DAYS) for place in places),
    )


def _look(seen: Snapshot, fits: Fits, lessons: Lessons, asking: Asking, place: int, near_by: Pairs) -> Look:
    return Look(
        of=asking.targets[place],
        horizon_days=asking.horizon_days,
        start=seen.start,
        dyads=seen.dyads,
        counts=seen.panels[place],
        now=seen.now[place],
        predictions=seen.predictions[place],
        learnt=lessons.learnt[place],
        past=lessons.past[place],
        fit=fits.fitted[place].fit,
        near_by=near_by,
    )
