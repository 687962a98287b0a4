"""What speaks for each entity as the answer to a query: from the triple itself to mere popularity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.ranking.facts import Queries, Reals
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.tallies import MONTH, SEASON

_SHARPNESS = 4  # power of a cosine: set by hand, so that the near weigh more than the many
_FLOOR = 1e-9
_POPULARITY = 0.05  # faded acts that an entity without any is given, where popularity is a factor
SHARES = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signals:
    """What speaks for each entity as the answer, (Q, entities) each, 0 and more.

    triple, pair: faded counts of this very triple, and of any act between the two. rule, best_rule: as
    `Rules.concluded`. relation, popular: faded counts of the relation with the entity, and of the entity.
    neighbours: what subjects near to this one did by this relation; home: what others of its home did; both
    faded counts. homely: popularity within the own home. like_these, like_all: nearness to what the subject
    met by this relation, and by any. near: nearness to the subject. reached: what those met of late that the
    subject met; any_neighbours, any_home: what subjects near to this one, and others of its home, met by any
    relation. pattern: faded counts of the relation between such kinds of one home, for those of the own home.
    """

    triple: Reals
    rule: Reals
    best_rule: Reals
    pair: Reals
    relation: Reals
    popular: Reals
    neighbours: Reals
    home: Reals
    homely: Reals
    like_these: Reals
    like_all: Reals
    near: Reals
    reached: Reals
    any_neighbours: Reals
    any_home: Reals
    pattern: Reals

    def shares(self) -> "tuple[Reals, ...]":
        """Each signal as a distribution over the entities; the last is the even one."""
        weight = self.popular + np.float32(_POPULARITY)
        drawn = (
            self.triple,
            self.rule,
            self.pair,
            self.relation,
            weight,
            self.neighbours,
            self.home,
            self.homely,
            self.like_these**_SHARPNESS * weight,
            self.like_all**_SHARPNESS * weight,
            self.near**_SHARPNESS * weight,
            self.reached,
            self.any_neighbours,
            self.any_home,
            self.pattern,
            np.ones_like(self.triple),
        )
        return tuple(one / (one.sum(axis=1, keepdims=True) + np.float32(_FLOOR)) for one in drawn)


def signals(memory: Memory, asked: Queries, day: int) -> Signals:
    """What was known before `day` of all entities as answers to a batch of queries."""
    from scipy.sparse import csr_matrix

    entities, count = memory.facts.entities, len(asked)
    past = memory.past(asked, day)
    own = past.relation == asked.relation[past.query]
    flat = past.query * entities + past.object
    pair = _spread(flat, past.month, count, entities)
    triple = _spread(flat[own], past.month[own], count, entities)
    met = csr_matrix((past.season[own], (past.query[own], past.object[own])), shape=(count, entities))
    all_met = csr_matrix((np.sqrt(past.season), (past.query, past.object)), shape=(count, entities))
    rule, best_rule = memory.rules.concluded(asked, past, entities)
    points, home = memory.points, memory.facts.home
    near = np.maximum(points[asked.subject] @ points.T, 0.0)
    near[np.arange(count), asked.subject] = 0.0
    same_home = (home[asked.subject][:, None] == home[None, :]).astype(np.float32)
    popular = np.zeros(entities, dtype=np.float32)
    tally = memory.tallies["object"]
    popular[tally.keys] = tally.faded(slice(None), day, MONTH)
    relation, neighbours, of_home = _by_relation(memory, asked, day, near, same_home)
    reached, any_neighbours, any_home = _by_any(memory, asked, day, (pair, near, same_home))
    return Signals(
        triple=triple,
        rule=rule,
        best_rule=best_rule,
        pair=pair,
        relation=relation,
        popular=np.repeat(popular[None, :], count, axis=0),
        neighbours=neighbours,
        home=of_home,
        homely=same_home * (popular + np.float32(_POPULARITY)),
        like_these=_cosine(met @ points, points),
        like_all=_cosine(all_met @ points, points),
        near=near,
        reached=reached,
        any_neighbours=any_neighbours,
        any_home=any_home,
        pattern=_pattern(memory, asked, day, same_home),
    )


def _by_relation(
    memory: Memory, asked: Queries, day: int, near: Reals, same_home: Reals
) -> tuple[Reals, Reals, Reals]:
    """(Q, entities) what was met by the relation at all, by subjects near, and by others of the same home."""
    from scipy.sparse import csr_matrix

    entities = memory.facts.entities
    found = tuple(np.zeros((len(asked), entities), dtype=np.float32) for _ in range(3))
    for relation in np.unique(asked.relation).tolist():
        places, month, season = memory.with_relation(relation, day)
        if not len(places):
            continue
        which = np.flatnonzero(asked.relation == relation)
        subject, object_ = memory.triples.subject[places], memory.triples.object[places]
        table = csr_matrix((season, (object_, subject)), shape=(entities, entities))
        kin = same_home[which]
        kin[np.arange(len(which)), asked.subject[which]] = 0.0
        weights = np.concatenate([near[which] ** _SHARPNESS, kin]).T
        told = (table @ np.ascontiguousarray(weights)).T
        found[0][which] = np.bincount(object_, weights=month, minlength=entities)
        found[1][which] = told[: len(which)]
        found[2][which] = told[len(which) :]
    return found[0], found[1], found[2]


def _by_any(
    memory: Memory, asked: Queries, day: int, weights: tuple[Reals, Reals, Reals]
) -> tuple[Reals, Reals, Reals]:
    """(Q, entities) whom those met by any relation that the subject met, that are near to it, and that are of
    its home. weights: (Q, entities) of these three.
    """
    met, near, same_home = weights
    kin = same_home.copy()
    kin[np.arange(len(asked)), asked.subject] = 0.0
    stacked = np.concatenate([met, near**_SHARPNESS, kin]).T
    told = (memory.meetings(day) @ np.ascontiguousarray(stacked)).T
    count = len(asked)
    return told[:count], told[count : 2 * count], told[2 * count :]


def _pattern(memory: Memory, asked: Queries, day: int, same_home: Reals) -> Reals:
    """(Q, entities) faded counts of the relation between the kinds of the two sides, within any one home."""
    query, entity = np.nonzero(same_home)
    keys = memory.keys(asked.subject[query], asked.relation[query], entity)["kinds relation"]
    value = np.zeros_like(same_home)
    value[query, entity] = memory.tallies["kinds relation"].find(keys, day).faded[:, SEASON]
    return value


def _spread(flat: NDArray[np.int64], values: Reals, count: int, entities: int) -> Reals:
    summed = np.bincount(flat, weights=values, minlength=count * entities)
    return summed.astype(np.float32).reshape(count, entities)


def _cosine(ours: Reals, points: Reals) -> Reals:
    length = np.linalg.norm(ours, axis=1, keepdims=True)
    value: Reals = np.maximum((ours / np.maximum(length, 1e-6)).astype(np.float32) @ points.T, 0.0)
    return value
