"""Which acts come within so many days: likely acts of an actor at past moments, and whether they came."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.ranking.backoff import Told, best, even_weights, look, mixing_weights, told
from detente.outlook.ranking.base_rates import BaseRates, base_rates
from detente.outlook.ranking.facts import Ints, Queries, Reals, queries
from detente.outlook.ranking.features import candidates, features
from detente.outlook.ranking.learning import drawn
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.tallies import SEASON
from detente.outlook.scores import LEAST_BLOCKS

FIRST_DAYS = 28  # before this many days the memory is too empty to learn from
LEAST_EARLY = 4  # windows that are over before the first that is held out
MOST_WINDOWS = 16
_LEAST_STEP = 7  # days between two windows
_WIDE = 20  # likely others, for each actor and relation
_ACTORS = 30  # the most active at the time, whose acts are learnt from
_MIXING_QUERIES = 400
_SEASON_DAYS = 100 / np.log(2)  # the days that a count with this half-life stands for, in the long run


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
    """The likely acts as they stood on the day that a past window began, what was usual of them by then, and
    whether they came in it.
    """

    day: int
    likely: Likely
    usual: BaseRates
    came: NDArray[np.bool_]


def step_days(horizon_days: int) -> int:
    """Days between the first days of two windows: at most two of them overlap."""
    return max(_LEAST_STEP, -(-horizon_days // 2))


def overlap(horizon_days: int) -> int:
    """How many windows in a row share days, each with the next."""
    return -(-horizon_days // step_days(horizon_days))


def least_windows(horizon_days: int) -> int:
    """How many windows it takes to learn from some of them and try that out on the others."""
    wide = overlap(horizon_days)
    return LEAST_EARLY + wide - 1 + LEAST_BLOCKS * wide


def days_needed(horizon_days: int) -> int:
    """How many days, all watched, hold as many windows as it takes."""
    return FIRST_DAYS + horizon_days + (least_windows(horizon_days) - 1) * step_days(horizon_days)


def starts(watched: NDArray[np.bool_], horizon_days: int) -> Ints:
    """First days of past windows, ascending, counted from 0, that are over by the last day watched, and of
    whose days most were watched. watched: (days,).
    """
    seen = np.concatenate([[0], np.cumsum(watched)])
    over = int(np.flatnonzero(watched)[-1]) + 1 if watched.any() else 0
    found = np.arange(over - horizon_days, FIRST_DAYS - 1, -step_days(horizon_days))
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
    Also the weights of the back-off, learnt before the first window. A day before which nobody met begins no
    window. watched: (days,).
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
        subjects = busy(memory, day) if day in begins else np.zeros(0, dtype=np.int64)
        if len(subjects):
            if not windows:
                weights = mixing_weights(shares)
            acts = likely_acts(memory, subjects, day, weights, horizon_days, undergone=undergone)
            windows.append(_window(memory, acts, day, watched, horizon_days))
        if day in with_facts:
            memory.learn(day)
    return windows, weights


def busy(memory: Memory, day: int) -> Ints:
    """The entities that met the most before `day`, ties by number."""
    tally = memory.tallies["object"]
    counts = tally.faded(slice(None), day, SEASON)
    order = np.argsort(-counts, kind="stable")[:_ACTORS]
    return np.sort(tally.keys[order][counts[order] > 0])


def _window(memory: Memory, acts: Likely, day: int, watched: NDArray[np.bool_], horizon_days: int) -> Window:
    ends = (acts.subject, acts.relation, acts.object)
    usual = base_rates(memory.facts, ends, day=day, watched=watched, horizon_days=horizon_days)
    return Window(day=day, likely=acts, usual=usual, came=_came(memory, acts, day, horizon_days))


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
