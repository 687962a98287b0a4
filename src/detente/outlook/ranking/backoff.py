"""A chance for every entity: what speaks for it, as shares, mixed by what was right before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.ranking.facts import Ints, Queries, Reals
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.signals import SHARES, Signals, signals

MET = (1, 3, 10)  # the least number of entities met by the relation in each class of queries but the first
_ROUNDS = 60
_PRIOR = 10.0  # answers that each signal has part in to begin with, all together


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """shares: (A, SHARES) the share that each signal gave to each answer. classes: (A,) of their queries."""

    shares: NDArray[np.float64]
    classes: Ints


def met_classes(seen: Signals) -> Ints:
    """(Q,) the class of each query: by how many entities its subject has met by its relation."""
    classes: Ints = np.searchsorted(MET, (seen.triple > 0).sum(axis=1), side="right").astype(np.int64)
    return classes


def even_weights() -> NDArray[np.float64]:
    """(classes, SHARES) weights before anything was learnt."""
    return np.full((len(MET) + 1, SHARES), 1.0 / SHARES)


def mixing_weights(told: Sequence[Told]) -> NDArray[np.float64]:
    """(classes, SHARES) the weights under which the answers to the queries of each class are most likely.

    Source: expectation maximisation for interpolated models with bucketed weights, Jelinek and Mercer (1980),
    "Interpolated Estimation of Markov Source Parameters from Sparse Data".
    """
    weights = even_weights()
    if not told:
        return weights
    shares = np.concatenate([one.shares for one in told])
    classes = np.concatenate([one.classes for one in told])
    for number in range(len(weights)):
        ours = shares[classes == number]
        if len(ours):
            weights[number] = _likeliest(ours)
    return weights


def _likeliest(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """(SHARES,) of shares (answers, SHARES); what an even answer would have is added, so that none is 0."""
    weights = np.full(shares.shape[1], 1.0 / shares.shape[1])
    for _ in range(_ROUNDS):
        blame = shares * weights
        blame /= blame.sum(axis=1, keepdims=True) + 1e-12
        weights = (blame.sum(axis=0) + _PRIOR / shares.shape[1]) / (len(shares) + _PRIOR)
    return weights


def look(memory: Memory, asked: Queries, day: int, weights: NDArray[np.float64]) -> tuple[Signals, Reals]:
    """What speaks for each entity, and the chance (Q, entities) that the back-off gives it."""
    seen = signals(memory, asked, day)
    ours = weights[met_classes(seen)].astype(np.float32)
    mixed = np.zeros_like(seen.triple)
    for number, share in enumerate(seen.shares()):
        mixed += share * ours[:, number, None]
    return seen, mixed


def told(memory: Memory, asked: Queries, day: int) -> list[Told]:
    """What the signals said of the answers to some queries, before these were known."""
    memory.refresh(day)
    found = []
    for batch in memory.batches(asked):
        seen = signals(memory, batch, day)
        shares = np.stack([one[batch.place, batch.answer] for one in seen.shares()], axis=1)
        classes = met_classes(seen)[batch.place]
        found.append(Told(shares=shares.astype(np.float64), classes=classes))
    return found


def best(chance: Reals, many: int) -> Ints:
    """(Q, many) the entities with the highest chance, the best first; ties by number."""
    some = np.sort(np.argpartition(-chance, many - 1, axis=1)[:, :many], axis=1)
    order = np.argsort(-np.take_along_axis(chance, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1).astype(np.int64)
