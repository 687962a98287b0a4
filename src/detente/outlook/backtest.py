"""Every forecaster asked again through the past, each fold from what was known by then, and scored."""

from dataclasses import dataclass, replace

import numpy as np

from detente.outlook.combining import Combination, Fold, combine, mix
from detente.outlook.history import Floats, History, Ints, day_number
from detente.outlook.logistic import Bools
from detente.outlook.members import Prediction
from detente.outlook.panel import Dyad
from detente.outlook.rolling import MEMBERS, POOL, Asking, closed, roll
from detente.outlook.scores import band_share, brier, crps, log_score
from detente.outlook.shelf import Shelf
from detente.schema import ForecastError

COMBINED = "combined"
CALIBRATED = "combined, isotonic"
METHODS = (*MEMBERS, COMBINED, CALIBRATED)
DEFAULT = COMBINED
LEAST_FOLDS = 3  # closed folds before weights are learnt


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """What one method said of D dyads in S folds, (D, S) each: probability, squared and log error, CRPS,
    band.
    """

    method: str
    probability: Floats
    brier: Floats
    log: Floats
    crps: Floats
    band: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """Questions on one quad or type and one horizon, asked of every dyad at every start.

    starts: (S,) day numbers of the windows' first days. count: (D, S) acts that came. said: one a method.
    """

    of: str
    horizon_days: int
    dyads: tuple[Dyad, ...]
    starts: Ints
    count: Floats
    said: tuple[Said, ...]

    @property
    def happened(self) -> Bools:
        """(D, S) whether there was any act."""
        value: Bools = self.count > 0
        return value

    def by(self, method: str) -> Said:
        """What one method said. Raises: ForecastError for a method that was not tried."""
        for one in self.said:
            if one.method == method:
                return one
        raise ForecastError(f"no method {method!r}; known: {', '.join(METHODS)}")

    def since(self, start: int) -> "Backtest":
        """The folds from a day number on. Raises: ForecastError when there is none."""
        kept = self.starts >= start
        if not kept.any():
            raise ForecastError("no fold of the backtest begins so late")
        said = tuple(
            Said(
                method=one.method,
                probability=one.probability[:, kept],
                brier=one.brier[:, kept],
                log=one.log[:, kept],
                crps=one.crps[:, kept],
                band=one.band[:, kept],
            )
            for one in self.said
        )
        return replace(self, starts=self.starts[kept], count=self.count[:, kept], said=said)

    def groups(self) -> Ints:
        """(D,) a number for each pair of sides, the same in both directions."""
        pairs = [tuple(sorted((by or "", to or ""))) for by, to in self.dyads]
        numbers = {pair: number for number, pair in enumerate(sorted(set(pairs)))}
        return np.array([numbers[pair] for pair in pairs], dtype=np.int64)


def backtest(
    history: History,
    *,
    of: str,
    horizon_days: int,
    dyads: tuple[Dyad, ...],
    starts: tuple[int, ...],
    pool: int = POOL,
) -> Backtest:
    """As `backtests`, of one quad or type."""
    return backtests(history, of=(of,), horizon_days=horizon_days, dyads=dyads, starts=starts, pool=pool)[0]


def backtests(
    history: History,
    *,
    of: tuple[str, ...],
    horizon_days: int,
    dyads: tuple[Dyad, ...],
    starts: tuple[int, ...],
    pool: int = POOL,
    shelf: Shelf | None = None,
) -> tuple[Backtest, ...]:
    """Ask at each of `starts` (day numbers, ascending); the weights of each fold come from folds closed
    before it. shelf: where fits are kept for the next time.

    Raises: ForecastError when no fold has enough past and a window that is over.
    """
    asking = Asking.of(history, of, horizon_days, pool)
    folds = roll(history, asking, asked=dyads, starts=starts, shelf=shelf)
    return tuple(
        _scored(history, folds, asking, asking.targets.index(target), dyads) for target in dict.fromkeys(of)
    )


def learn(
    folds: tuple[tuple[Fold, ...], ...], place: int, start: int, horizon_days: int
) -> Combination | None:
    """How to combine what is said of one target from day number `start` on; None where fewer than
    `LEAST_FOLDS` of its folds were closed by then.
    """
    past = closed(folds[place], start, horizon_days)
    kin = tuple(
        fold
        for other, some in enumerate(folds)
        if other != place
        for fold in closed(some, start, horizon_days)
    )
    return combine(past, kin) if len(past) >= LEAST_FOLDS else None


def _scored(
    history: History,
    folds: tuple[tuple[Fold, ...], ...],
    asking: Asking,
    place: int,
    dyads: tuple[Dyad, ...],
) -> Backtest:
    """The scores of one target's folds."""
    horizon_days = asking.horizon_days
    columns = []
    for fold in folds[place]:
        learnt = learn(folds, place, fold.start, horizon_days)
        if learnt is not None:
            columns.append((fold, say(fold, dyads, learnt)))
    if not columns:
        last = day_number(history.last_day) - day_number(history.first_day) + 1
        raise ForecastError(f"{last} days are too few for a backtest of {horizon_days} days ahead")
    said = []
    for number, method in enumerate(METHODS):
        arrays = [np.stack([says[number][part] for _, says in columns], axis=1) for part in range(5)]
        said.append(
            Said(
                method=method,
                probability=arrays[0],
                brier=arrays[1],
                log=arrays[2],
                crps=arrays[3],
                band=arrays[4],
            )
        )
    return Backtest(
        of=asking.targets[place],
        horizon_days=horizon_days,
        dyads=dyads,
        starts=np.array([fold.start for fold, _ in columns], dtype=np.int64),
        count=np.stack([fold.count[_places(fold, dyads)] for fold, _ in columns], axis=1),
        said=tuple(said),
    )


def say(fold: Fold, dyads: tuple[Dyad, ...], learnt: Combination) -> list[tuple[Floats, ...]]:
    """Per method: probability, squared error, log error, CRPS and band of the dyads asked, (D,) each."""
    places = _places(fold, dyads)
    ours = tuple(
        Prediction(probability=one.probability[places], mean=one.mean[places], size=one.size[places])
        for one in fold.predictions
    )
    count = fold.count[places]
    answers = [(one.probability, mix((one,), np.ones(1)), 0.9) for one in ours]
    mixture = learnt.counts(ours)
    for curved in (False, True):
        answers.append((learnt.probability(ours, calibrated=curved), mixture, learnt.band))
    return [
        (
            chance,
            brier(chance, count > 0),
            log_score(chance, count > 0),
            crps(table, count),
            band_share(table, count, level),
        )
        for chance, table, level in answers
    ]


def _places(fold: Fold, dyads: tuple[Dyad, ...]) -> Ints:
    position = {dyad: number for number, dyad in enumerate(fold.dyads)}
    return np.array([position[dyad] for dyad in dyads], dtype=np.int64)
