"""What a temporal graph is made of: facts (subject, relation, object, day), told from both of their ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.schema import ForecastError

Ints = NDArray[np.int64]
Reals = NDArray[np.float32]

_MEMBER = re.compile(r"(?P<kind>.+?)[ _]\((?P<home>[^()]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Distinct facts in order of day, each from both ends: what `subject` does by relation r, `object`
    undergoes by relation r + `relations // 2`.

    entities: how many. relations: how many, both directions. day: whole numbers that rise with time.
    home, kind: (entities,) numbers: entities named "Police (India)" share a home with India and a kind with
    other police; who has no such name is a home and a kind alone.
    """

    entities: int
    relations: int
    subject: Ints
    relation: Ints
    object: Ints
    day: Ints
    home: Ints
    kind: Ints

    def __len__(self) -> int:
        return len(self.day)

    def key(self, subject: Ints, relation: Ints, object_: Ints) -> Ints:
        """One number for each (subject, relation, object)."""
        return (subject * self.entities + object_) * self.relations + relation

    def days(self) -> Ints:
        """The days with facts, ascending."""
        return np.unique(self.day)

    def on(self, day: int) -> slice:
        """Where the facts of a day lie."""
        first, after = np.searchsorted(self.day, (day, day + 1)).tolist()
        return slice(first, after)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Queries:
    """Who comes next? Distinct (subject, relation), each with the objects that it turned out to be.

    subject, relation: (Q,), in order of relation. place: (A,) the query of each answer. answer: (A,) objects.
    """

    subject: Ints
    relation: Ints
    place: Ints
    answer: Ints

    def __len__(self) -> int:
        return len(self.subject)

    def only(self, places: Ints) -> "Queries":
        """Some of the queries. places: ascending."""
        kept = np.isin(self.place, places)
        return Queries(
            subject=self.subject[places],
            relation=self.relation[places],
            place=np.searchsorted(places, self.place[kept]),
            answer=self.answer[kept],
        )


def both_ways(rows: ArrayLike, *, entities: int, relations: int, names: Sequence[str] | None = None) -> Facts:
    """Facts of rows (n, 4) of subject, relation, object and day. names: of the entities, if they say
    anything.

    Raises: ForecastError for no rows, or a number that is out of range.
    """
    plain = np.unique(np.asarray(rows, dtype=np.int64), axis=0)
    if not len(plain):
        raise ForecastError("there are no facts to learn from")
    for column, bound, what in (
        (0, entities, "subject"),
        (1, relations, "relation"),
        (2, entities, "object"),
    ):
        wrong = (plain[:, column] < 0) | (plain[:, column] >= bound)
        if wrong.any():
            raise ForecastError(f"{what} {plain[wrong][0, column]} is not one of {bound}")
    back = plain[:, [2, 1, 0, 3]] + np.array([0, relations, 0, 0])
    told = np.concatenate([plain, back])
    told = told[np.lexsort((told[:, 2], told[:, 0], told[:, 1], told[:, 3]))]
    home, kind = belonging(names) if names is not None else (np.arange(entities), np.arange(entities))
    if len(home) != entities:
        raise ForecastError(f"{len(home)} names for {entities} entities")
    return Facts(
        entities=entities,
        relations=2 * relations,
        subject=told[:, 0],
        relation=told[:, 1],
        object=told[:, 2],
        day=told[:, 3],
        home=home,
        kind=kind,
    )


def belonging(names: Sequence[str]) -> tuple[Ints, Ints]:
    """Home and kind of each name, as numbers: `Police (India)` is of India, and of the kind Police."""
    parts = [_MEMBER.fullmatch(name) for name in names]
    homes = [part["home"] if part else name for part, name in zip(parts, names, strict=True)]
    kinds = [part["kind"] if part else name for part, name in zip(parts, names, strict=True)]
    return _numbered(homes), _numbered(kinds)


def _numbered(names: list[str]) -> Ints:
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


def queries(facts: Facts, day: int) -> Queries:
    """What the facts of a day would have been asked as."""
    these = facts.on(day)
    keys = facts.relation[these] * facts.entities + facts.subject[these]
    asked, place = np.unique(keys, return_inverse=True)
    return Queries(
        subject=asked % facts.entities,
        relation=asked // facts.entities,
        place=place.astype(np.int64),
        answer=facts.object[these],
    )
