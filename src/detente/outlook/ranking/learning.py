"""The ranker: learns from past days which of the likely entities it was, and scores all of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.outlook.ranking.backoff import Told, best, even_weights, look, mixing_weights, told
from detente.outlook.ranking.facts import Facts, Ints, Queries, Reals, queries
from detente.outlook.ranking.features import candidates, features
from detente.outlook.ranking.memory import Memory
from detente.schema import ForecastError

if TYPE_CHECKING:
    from lightgbm import Booster

CANDIDATES = 50  # of each query, the likeliest, are learnt from and looked at closely
_TRAINING_SHARE = 0.4  # of the days, the last ones, are learnt from; those before fill the memory
_MIXING_DAYS, _MIXING_QUERIES = 10, 200
LEAST_DAYS = 40
TRAINING_QUERIES = 16_000
ROUNDS = 120
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 15,
    "num_leaves": 31,
    "learning_rate": 0.1,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Candidates of past queries, K of each. rows: (Q * K, features). right: (Q * K,) 1 for an answer."""

    rows: Reals
    right: Reals


@dataclass(slots=True, kw_only=True, eq=False)
class Ranker:
    """Scores entities as answers to queries about one day, from all days before it.

    Days are gone through in order: `score` the queries of a day, then `learn` what came.
    """

    memory: Memory
    weights: NDArray[np.float64]
    booster: "Booster"

    def score(self, asked: Queries, day: int) -> NDArray[np.float64]:
        """(Q, entities) the higher the likelier; candidates by the booster, below them all others by the
        back-off.
        """
        self.memory.refresh(day)
        seen, chance = look(self.memory, asked, day, self.weights)
        entity = best(chance, min(CANDIDATES, chance.shape[1]))
        rows, _ = features(self.memory, asked, candidates(seen, chance, entity), day)
        closer = np.asarray(self.booster.predict(rows), dtype=np.float64).reshape(entity.shape)
        scores: NDArray[np.float64] = chance.astype(np.float64) - 2.0 + closer.min(axis=1, keepdims=True)
        np.put_along_axis(scores, entity, closer, axis=1)
        return scores

    def learn(self, day: int) -> None:
        self.memory.learn(day)


def fit(
    facts: Facts, *, before: int, seed: int = 0, queries_learnt: int = TRAINING_QUERIES, rounds: int = ROUNDS
) -> Ranker:
    """Learn from the facts before a day; the ranker stands at that day.

    Raises: ForecastError for fewer than LEAST_DAYS days with facts.
    """
    import lightgbm

    days = facts.days()
    days = days[days < before]
    if len(days) < LEAST_DAYS:
        raise ForecastError(f"{len(days)} days with facts are too few to learn from; {LEAST_DAYS} are needed")
    memory = Memory(facts, seed=seed)
    lessons, weights = study(memory, days, seed=seed, queries_learnt=queries_learnt)
    wide = min(CANDIDATES, facts.entities)
    right = np.concatenate([one.right for one in lessons])
    data = lightgbm.Dataset(
        [one.rows for one in lessons], right, group=np.full(len(right) // wide, wide), params=PARAMETERS
    )
    booster = lightgbm.train({**PARAMETERS, "seed": seed}, data, num_boost_round=rounds)
    return Ranker(memory=memory, weights=weights, booster=booster)


def study(
    memory: Memory, days: Ints, *, seed: int, queries_learnt: int
) -> tuple[list[Lesson], NDArray[np.float64]]:
    """Go through the days: fill the memory, then learn the mixing weights, then gather the lessons."""
    chance = np.random.default_rng(seed)
    training = days[-max(1, int(_TRAINING_SHARE * len(days))) :]
    mixing = days[days < training[0]][-_MIXING_DAYS:]
    a_day = max(1, queries_learnt // len(training))
    shares: list[Told] = []
    weights = even_weights()
    lessons: list[Lesson] = []
    for day in days.tolist():
        asked = queries(memory.facts, day)
        if day in mixing:
            shares += told(memory, drawn(asked, _MIXING_QUERIES, chance), day)
        if day == training[0]:
            weights = mixing_weights(shares)
        if day >= training[0]:
            lessons += _lessons(memory, drawn(asked, a_day, chance), day, weights)
        memory.learn(day)
    return lessons, weights


def _lessons(memory: Memory, asked: Queries, day: int, weights: NDArray[np.float64]) -> list[Lesson]:
    """What is to be learnt from queries of which an answer is among the candidates."""
    memory.refresh(day)
    found = []
    for batch in memory.batches(asked):
        seen, chance = look(memory, batch, day, weights)
        entity = best(chance, min(CANDIDATES, chance.shape[1]))
        answers = np.zeros(chance.shape, dtype=bool)
        answers[batch.place, batch.answer] = True
        right = np.take_along_axis(answers, entity, axis=1)
        telling = np.repeat(right.any(axis=1), entity.shape[1])
        rows, _ = features(memory, batch, candidates(seen, chance, entity), day)
        found.append(Lesson(rows=rows[telling], right=right.ravel()[telling].astype(np.float32)))
    return found


def drawn(asked: Queries, many: int, chance: np.random.Generator) -> Queries:
    """At most so many of the queries."""
    if len(asked) <= many:
        return asked
    return asked.only(np.sort(chance.choice(len(asked), many, replace=False)))
