"""Ranks of the answers that came, and what is made of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.ranking.facts import Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How well answers were ranked. mrr: mean of 1 / rank; hits: share with a rank of at most 1, 3 and 10."""

    answers: int
    mrr: float
    hits_1: float
    hits_3: float
    hits_10: float


def filtered_ranks(scores: NDArray[np.float64], asked: Queries) -> NDArray[np.float64]:
    """(A,) the rank of each answer among all entities but the other answers to its query; ties share the mean
    of their ranks. scores: (Q, entities).

    Source: time-aware filter, Han et al. (2021), "Explainable Subgraph Reasoning for Forecasting on Temporal
    Knowledge Graphs", ICLR; mean ranks of ties, Sun et al. (2020), "A Re-evaluation of Knowledge Graph
    Completion Methods", ACL.
    """
    others = scores.copy()
    others[asked.place, asked.answer] = -np.inf
    ranks = np.empty(len(asked.answer))
    for position, (query, entity) in enumerate(zip(asked.place.tolist(), asked.answer.tolist(), strict=True)):
        score, rivals = scores[query, entity], others[query]
        ranks[position] = 1 + (rivals > score).sum() + (rivals == score).sum() / 2
    return ranks


def standing(ranks: NDArray[np.float64]) -> Standing:
    """Sum up ranks. Of no ranks at all every figure is nan."""
    if not len(ranks):
        return Standing(answers=0, mrr=np.nan, hits_1=np.nan, hits_3=np.nan, hits_10=np.nan)
    return Standing(
        answers=len(ranks),
        mrr=float((1 / ranks).mean()),
        hits_1=float((ranks <= 1).mean()),
        hits_3=float((ranks <= 3).mean()),
        hits_10=float((ranks <= 10).mean()),
    )
