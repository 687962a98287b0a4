"""What a question about coming acts ranges over: the graph of what was known, and the types asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import History, day_number
from detente.outlook.ranking.facts import Facts, both_ways
from detente.schema import ForecastError, Question

_MOST_FACTS = 500_000  # the latest are learnt from: what is older weighs next to nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """A history as a graph of the actors and types that were known, and no others.

    first: number of the day that is day 0 of `facts`. watched: (days,) which of the days before the window
    were looked at.
    """

    history: History
    actors: tuple[str, ...]
    types: tuple[str, ...]
    facts: Facts
    first: int
    watched: NDArray[np.bool_]

    @property
    def days(self) -> int:
        return len(self.watched)


def known_graph(history: History, start: int) -> Known:
    """The graph of the acts that are known, without those of an actor towards itself."""
    rows = np.flatnonzero((history.by != history.to) & (history.weight > 0))[-_MOST_FACTS:]
    if not len(rows):
        raise ForecastError("no act between two sides is known: there is nothing to rank from")
    sides, ends = np.unique(np.concatenate([history.by[rows], history.to[rows]]), return_inverse=True)
    kinds, kind = np.unique(history.type[rows], return_inverse=True)
    first = int(history.day[rows].min()) if len(rows) == _MOST_FACTS else day_number(history.first_day)
    watched = np.zeros(start - first, dtype=bool)
    days = history.watched(history.first_day, history.last_day) - first
    watched[days[days >= 0]] = True
    actors = tuple(history.actors[side] for side in sides.tolist())
    table = np.column_stack([ends[: len(rows)], kind, ends[len(rows) :], history.day[rows] - first])
    return Known(
        history=history,
        actors=actors,
        types=tuple(history.types[one] for one in kinds.tolist()),
        facts=both_ways(table, entities=len(actors), relations=len(kinds), names=actors),
        first=first,
        watched=watched,
    )


def check(history: History, known: Known, question: Question) -> None:
    """Raises: ForecastError for an actor, quad or type that is not known."""
    for actor in (question.by, question.to):
        if actor is not None and actor not in known.actors:
            raise ForecastError(f"no actor {actor!r} in what is known of acts between two sides")
    if question.of is not None and question.of not in (*history.quads, *known.types):
        kinds = ", ".join((*history.quads, *known.types))
        raise ForecastError(f"no {question.of!r} in the history; ask for one of {kinds}")


def asked_types(known: Known, question: Question) -> NDArray[np.int64]:
    """Positions in `known.types` of what is asked for: all of them, those of a quad, or one."""
    names = np.array(known.types)
    if question.of is None:
        return np.arange(len(names))
    if question.of in known.types:
        return np.flatnonzero(names == question.of)
    quad = known.history.quads.index(question.of)
    kinds = np.unique(known.history.type[known.history.quad == quad]).tolist()
    return np.flatnonzero(np.isin(names, [known.history.types[kind] for kind in kinds]))
