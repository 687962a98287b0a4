"""Which acts come within so many days: likely acts of an actor at past moments, and whether they came."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.outlook.logistic import expit, fit_logistic, logit
from detente.outlook.ranking.backoff import Told, best, even_weights, look, mixing_weights, told
from detente.outlook.ranking.facts import Ints, Queries, Reals, queries
from detente.outlook.ranking.features import candidates, features
from detente.outlook.ranking.learning import drawn
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.tallies import SEASON

if TYPE_CHECKING:
    from lightgbm import Booster

FIRST_DAYS = 28  # before this many days the memory is too empty to learn from
LEAST_WINDOWS, MOST_WINDOWS = 4, 12
_LEAST_STEP = 7  # days between two windows
_CALIBRATING = 0.25  # of the windows, the last ones
_WIDE = 20  # likely others, for each actor and relation
_ACTORS = 30  # the most active at the time, whose acts are learnt from
_MIXING_QUERIES = 400
_PULL = 200.0  # pseudo-observations for what the booster says as it is
_SEASON_DAYS = 100 / np.log(2)  # the days that a count with this half-life stands for, in the long run
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likely:
    """Acts that may come after a day. subject, relation, object: (n,). rows: (n, features), named `names`."""

    subject: Ints
    relation: Ints
    object: Ints
    rows: Reals
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """The likely acts as they stood on the day that a past window began, and whether they came in it."""

    day: int
    likely: Likely
    came: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """A booster of log odds, and the line that turns them into calibrated ones.

    windows, acts: how many windows and acts it was learnt from. brier, plain: its squared error in the last
    windows, before it had learnt from them, and that of the simplest rate.
    """

    booster: "Booster"
    line: NDArray[np.float64]
    windows: int
    acts: int
    brier: float
    plain: float

    def probability(self, rows: Reals) -> NDArray[np.float64]:
        """(n,) that the acts come within the window."""
        return _straightened(np.asarray(self.booster.predict(rows), dtype=np.float64), self.line)


def starts(watched: NDArray[np.bool_], horizon_days: int) -> Ints:
    """First days of past windows, ascending, counted from 0, that are over by the last day watched, and of
    whose days most were watched. watched: (days,).
    """
    step = max(_LEAST_STEP, horizon_days // 2)
    seen = np.concatenate([[0], np.cumsum(watched)])
    over = int(np.flatnonzero(watched)[-1]) + 1 if watched.any() else 0
    found = np.arange(over - horizon_days, FIRST_DAYS - 1, -step)
    kept: Ints = found[2 * (seen[found + horizon_days] - seen[found]) > horizon_days]
    return kept[:MOST_WINDOWS][::-1]


def likely_acts(
    memory: Memory,
    subjects: Ints,
    day: int,
    weights: NDArray[np.float64],
    horizon_days: int,
    *,
    undergone: bool,
    only: int | None = None,
) -> Likely:
    """The likeliest acts of some entities after `day`, by every relation, as known before it.

    undergone: what is done to the subjects, rather than by them. only: the one other side to look at.
    """
    memory.refresh(day)
    half = memory.facts.relations // 2
    relations = np.arange(half, dtype=np.int64) + (half if undergone else 0)
    nobody = np.zeros(0, dtype=np.int64)
    asked = Queries(
        subject=np.tile(subjects, half),
        relation=np.repeat(relations, len(subjects)),
        place=nobody,
        answer=nobody,
    )
    found = []
    for batch in memory.batches(asked):
        seen, chance = look(memory, batch, day, weights)
        entity = best(chance, min(_WIDE, chance.shape[1]))
        if only is not None:
            missing = ~(entity == only).any(axis=1)
            entity[missing, -1] = only
        rows, names = features(memory, batch, candidates(seen, chance, entity), day)
        wide = entity.shape[1]
        subject, relation = np.repeat(batch.subject, wide), np.repeat(batch.relation, wide)
        part = np.take_along_axis(chance, entity, axis=1).ravel()
        rate = _rate(memory, subject, relation, day, horizon_days) * part
        found.append((subject, relation, entity.ravel(), np.column_stack([rows, rate])))
    subject, relation, object_ = (np.concatenate([part[end] for part in found]) for end in range(3))
    rows = np.concatenate([part[3] for part in found]).astype(np.float32)
    kept = (subject != object_) & ((object_ == only) if only is not None else True)
    return Likely(
        subject=subject[kept],
        relation=relation[kept],
        object=object_[kept],
        rows=rows[kept],
        names=(*names, "expected"),
    )


def gather(
    memory: Memory, watched: NDArray[np.bool_], horizon_days: int, *, undergone: bool, seed: int
) -> tuple[list[Window], NDArray[np.float64]]:
    """Go through all days, counted from 0: fill the memory, and look at the acts of past windows on the way.
    Also the weights of the back-off, learnt before the first window. watched: (days,).
    """
    begins = starts(watched, horizon_days)
    weights = even_weights()
    shares: list[Told] = []
    windows: list[Window] = []
    chance = np.random.default_rng(seed)
    mixing = range(int(begins[0]) - 10, int(begins[0])) if len(begins) else range(0)
    with_facts = set(memory.facts.days().tolist())
    for day in range(len(watched)):
        if day in mixing and day in with_facts:
            asked = drawn(queries(memory.facts, day), _MIXING_QUERIES // len(mixing), chance)
            shares += told(memory, asked, day)
        if day in begins:
            if not windows:
                weights = mixing_weights(shares)
            acts = likely_acts(memory, busy(memory, day), day, weights, horizon_days, undergone=undergone)
            windows.append(Window(day=day, likely=acts, came=_came(memory, acts, day, horizon_days)))
        if day in with_facts:
            memory.learn(day)
    return windows, weights


def busy(memory: Memory, day: int) -> Ints:
    """The entities that met the most before `day`, ties by number."""
    tally = memory.tallies["object"]
    counts = tally.faded(slice(None), day, SEASON)
    order = np.argsort(-counts, kind="stable")[:_ACTORS]
    return np.sort(tally.keys[order][counts[order] > 0])


def learn(windows: list[Window], horizon_days: int, seed: int) -> Learnt:
    """Fit on all windows; calibrate by what a fit on the earlier ones says of the last ones, none of which
    overlap.
    """
    last = windows[-max(1, int(_CALIBRATING * len(windows))) :]
    early = [one for one in windows if one.day + horizon_days <= last[0].day]
    trial = _boost(early, seed)
    rows, came = _joined(last)
    said = np.asarray(trial.predict(rows), dtype=np.float64)
    design = np.column_stack([np.ones(len(said)), logit(np.clip(said, 1e-6, 1 - 1e-6))])
    line = fit_logistic(design, came, start_at=1, strength=_PULL)
    plain = -np.expm1(-rows[:, -1].astype(np.float64))
    return Learnt(
        booster=_boost(windows, seed),
        line=line,
        windows=len(windows),
        acts=int(sum(one.came.sum() for one in windows)),
        brier=float(((said - came) ** 2).mean()),
        plain=float(((plain - came) ** 2).mean()),
    )


def _boost(windows: list[Window], seed: int) -> "Booster":
    import lightgbm

    rows, came = _joined(windows)
    data = lightgbm.Dataset(rows, came.astype(np.float32))
    return lightgbm.train({**_PARAMETERS, "seed": seed}, data, num_boost_round=_ROUNDS)


def _joined(windows: list[Window]) -> tuple[Reals, NDArray[np.bool_]]:
    rows = np.concatenate([one.likely.rows for one in windows])
    return rows, np.concatenate([one.came for one in windows])


def _straightened(said: NDArray[np.float64], line: NDArray[np.float64]) -> NDArray[np.float64]:
    return expit(line[0] + line[1] * logit(np.clip(said, 1e-6, 1 - 1e-6)))


def _came(memory: Memory, acts: Likely, day: int, horizon_days: int) -> NDArray[np.bool_]:
    """(n,) whether each act came in the days from `day` on."""
    facts = memory.facts
    first, after = np.searchsorted(facts.day, (day, day + horizon_days)).tolist()
    these = slice(first, after)
    keys = memory.keys(facts.subject[these], facts.relation[these], facts.object[these])["triple"]
    return np.isin(memory.keys(acts.subject, acts.relation, acts.object)["triple"], keys)


def _rate(memory: Memory, subject: Ints, relation: Ints, day: int, horizon_days: int) -> Reals:
    """(n,) acts of the subject by the relation to expect of so many days, from how often they were lately."""
    found = memory.tallies["subject relation"].find(subject * memory.facts.relations + relation, day)
    days = _SEASON_DAYS * (1 - 0.5 ** (max(day, 1) / 100))
    return (found.faded[:, SEASON] / np.float32(days) * horizon_days).astype(np.float32)
