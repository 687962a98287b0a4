"""Temporal rules: what happened between two, and how long ago, says what comes between them next."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.ranking.facts import Ints, Queries, Reals

SINCE = np.array([1, 2, 4, 8, 15, 31, 91])  # the first day of each class of age
TIMES = np.array([1, 2, 5])  # the least count of each class of frequency
CLASSES = len(SINCE) * len(TIMES)
_PRIOR = 4.0  # cases that a rule's confidence starts from, at the confidence of its class over all rules
_MOST = 0.99


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """The past of some queries, laid flat: for each query each (relation, object) that its subject ever had.

    query: (P,) ascending. relation, object: (P,). since: (P,) days. times: (P,) counts ever. month, season:
    (P,) faded counts.
    """

    query: Ints
    relation: Ints
    object: Ints
    since: Ints
    times: Reals
    month: Reals
    season: Reals

    def classes(self) -> Ints:
        """(P,) the class of age and frequency."""
        age = np.searchsorted(SINCE, self.since, side="right") - 1
        often = np.searchsorted(TIMES, self.times, side="right") - 1
        return np.maximum(age, 0) * len(TIMES) + np.maximum(often, 0)


class Rules:
    """How often (s, r, o) came true when it was asked who o is, and o had been met by s through r' so long
    ago and so often: the confidence of the rule r'(s, o) -> r(s, o). Since each fact is told from both ends,
    r' may be any act of o towards s as well.

    Source: the cyclic rules of length one of Liu et al. (2022), "TLogic: Temporal Logical Rules for
    Explainable Link Forecasting on Temporal Knowledge Graphs", AAAI; confidence by age and frequency in the
    spirit of Gastinger et al. (2025), "CountTRuCoLa".
    """

    def __init__(self, relations: int) -> None:
        shape = (relations, CLASSES, relations)
        self._asked = np.zeros(shape, dtype=np.float32)
        self._came = np.zeros(shape, dtype=np.float32)
        self._class_asked = np.ones(CLASSES)
        self._class_came = np.full(CLASSES, 0.01)

    def learn(self, asked: Queries, past: Past, entities: int) -> None:
        """Count how the rules fared on queries whose answers are known now."""
        classes = past.classes()
        answers = np.zeros((len(asked), entities), dtype=bool)
        answers[asked.place, asked.answer] = True
        right = answers[past.query, past.object]
        cell = (past.relation, classes, asked.relation[past.query])
        np.add.at(self._asked, cell, 1.0)
        np.add.at(self._came, tuple(part[right] for part in cell), 1.0)
        self._class_asked += np.bincount(classes, minlength=CLASSES)
        self._class_came += np.bincount(classes[right], minlength=CLASSES)

    def confidence(self, asked: Queries, past: Past) -> Reals:
        """(P,) the confidence of the rule that each part of the past sets off."""
        classes = past.classes()
        usual = (self._class_came / self._class_asked)[classes]
        cell = (past.relation, classes, asked.relation[past.query])
        value = (self._came[cell] + _PRIOR * usual) / (self._asked[cell] + _PRIOR)
        return np.minimum(value, _MOST).astype(np.float32)

    def concluded(self, asked: Queries, past: Past, entities: int) -> tuple[Reals, Reals]:
        """(Q, entities) all rules together, as if they were independent, and the best rule of each object."""
        confidence = self.confidence(asked, past)
        flat = past.query * entities + past.object
        size = len(asked) * entities
        doubt = np.bincount(flat, weights=np.log1p(-confidence), minlength=size)
        best = np.zeros(size, dtype=np.float32)
        np.maximum.at(best, flat, confidence)
        together = -np.expm1(doubt).astype(np.float32)
        return together.reshape(len(asked), entities), best.reshape(len(asked), entities)
