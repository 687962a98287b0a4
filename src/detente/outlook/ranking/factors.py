"""Entities as points: near are those that do the like to the like."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.ranking.facts import Ints, Reals

DIMENSIONS = 128
_SPARE, _ROUNDS = 10, 4
_LEAST = 1e-10  # of the strongest direction: what is weaker is rounding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Links:
    """Who is tied to what. entity: (n,). column: (n,) numbers of any size. weight: (n,) above 0."""

    entity: Ints
    column: Ints
    weight: Reals


def place(links: Links, entities: int, seed: int) -> Reals:
    """(entities, DIMENSIONS) points of length 1, or 0 for who has no ties, by a truncated singular value
    decomposition of the ties, those to popular columns damped.

    Source: randomised range finder with power iterations, Halko, Martinsson and Tropp (2011), "Finding
    Structure with Randomness", SIAM Review 53(2), algorithm 4.4.
    """
    from scipy.sparse import csr_matrix

    columns, position, ties = np.unique(links.column, return_inverse=True, return_counts=True)
    weight = links.weight / np.sqrt(ties[position] + 1.0)
    length = np.sqrt(np.bincount(links.entity, weights=weight**2, minlength=entities))
    weight = (weight / np.maximum(length[links.entity], 1e-9)).astype(np.float32)
    table = csr_matrix((weight, (links.entity, position)), shape=(entities, len(columns)))
    width = min(DIMENSIONS, entities, len(columns))
    start = np.random.default_rng(seed).standard_normal((len(columns), min(width + _SPARE, entities)))
    span = _upright(table @ start)
    for _ in range(_ROUNDS):
        span = _upright(table @ (table.T @ span))
    core = (table.T @ span).T
    strength, turn = np.linalg.eigh(core @ core.T)
    turn, strength = turn[:, ::-1][:, :width], strength[::-1][:width]
    found = (span @ turn) * np.sqrt(np.maximum(strength, 0.0))
    points = np.zeros((entities, DIMENSIONS), dtype=np.float32)
    points[:, : found.shape[1]] = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    return points


def _upright(span: NDArray[np.float64]) -> NDArray[np.float64]:
    """An orthonormal basis of what the columns span; by products alone, faster than a QR decomposition."""
    strength, turn = np.linalg.eigh(span.T @ span)
    kept = strength > _LEAST * strength[-1]
    basis: NDArray[np.float64] = span @ (turn[:, kept] / np.sqrt(strength[kept]))
    return basis
