"""All that is remembered of the facts up to a day: counts, rules, and where entities stand."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outlook.ranking.factors import DIMENSIONS, Links, place
from detente.outlook.ranking.facts import Facts, Ints, Queries, Reals, queries
from detente.outlook.ranking.rules import Past, Rules
from detente.outlook.ranking.tallies import MONTH, SEASON, Tally

_REFRESH_DAYS = 7  # after which points are made anew
_CELLS = 2_000_000  # of a table (queries, entities): bounds the memory of a batch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Triples:
    """Where the triples lie among the keys of the tally of triples: sorted by subject, then object.

    subject, relation, object: (n,). of_subject: (entities + 1,) where those of each subject begin.
    by_relation: (n,) places in order of relation. of_relation: (relations + 1,) where those of each begin.
    """

    subject: Ints
    relation: Ints
    object: Ints
    of_subject: Ints
    by_relation: Ints
    of_relation: Ints


class Memory:
    """What is known of the facts up to the day that `learn` was last given; nothing later is looked at.

    seed: of the decomposition that places entities.
    """

    def __init__(self, facts: Facts, *, seed: int = 0) -> None:
        self.facts = facts
        self.tallies = {
            name: Tally(keys) for name, keys in self.keys(facts.subject, facts.relation, facts.object).items()
        }
        self.triples = self._triples()
        self.rules = Rules(facts.relations)
        self.points = np.zeros((facts.entities, DIMENSIONS), dtype=np.float32)
        self._seed = seed
        self._placed = -_REFRESH_DAYS
        self._met: tuple[int, Any] = (-1, None)

    def keys(self, subject: Ints, relation: Ints, object_: Ints) -> dict[str, Ints]:
        """One number for each thing that is counted of a fact, by the name of its tally."""
        entities, relations = self.facts.entities, self.facts.relations
        home, kind = self.facts.home, self.facts.kind
        ours, theirs = home[subject], home[object_]
        alike = (kind[subject] * entities + kind[object_]) * 2 + (ours == theirs)
        return {
            "triple": self.facts.key(subject, relation, object_),
            "pair": subject * entities + object_,
            "subject relation": subject * relations + relation,
            "relation object": object_ * relations + relation,
            "object": object_,
            "relation": relation,
            "home relation object": (ours * entities + object_) * relations + relation,
            "home object": ours * entities + object_,
            "subject relation home": (subject * entities + theirs) * relations + relation,
            "subject home": subject * entities + theirs,
            "homes relation": (ours * entities + theirs) * relations + relation,
            "kinds relation": alike * relations + relation,
            "kind relation object": (kind[subject] * entities + object_) * relations + relation,
            "subject relation kind": (subject * entities + kind[object_]) * relations + relation,
        }

    def learn(self, day: int) -> None:
        """Take in the facts of a day, which comes after all days learnt so far."""
        asked = queries(self.facts, day)
        for batch in self.batches(asked):
            self.rules.learn(batch, self.past(batch, day), self.facts.entities)
        these = self.facts.on(day)
        ends = (self.facts.subject[these], self.facts.relation[these], self.facts.object[these])
        for name, keys in self.keys(*ends).items():
            self.tallies[name].add(keys, day)
        self._met = (-1, None)

    def batches(self, asked: Queries) -> list[Queries]:
        """Queries in portions that fit into memory."""
        size = max(1, _CELLS // self.facts.entities)
        places = np.arange(len(asked))
        return [asked.only(places[first : first + size]) for first in range(0, len(asked), size)]

    def past(self, asked: Queries, day: int) -> Past:
        """What the subjects of the queries have met, as it stands on `day`."""
        first, after = (self.triples.of_subject[asked.subject + end] for end in (0, 1))
        long = after - first
        query = np.repeat(np.arange(len(asked)), long)
        places = np.arange(len(query)) + np.repeat(first - (np.cumsum(long) - long), long)
        tally = self.tallies["triple"]
        since = tally.since(places, day)
        met = since >= 0
        places = places[met]
        return Past(
            query=query[met],
            relation=self.triples.relation[places],
            object=self.triples.object[places],
            since=since[met],
            times=tally.times(places),
            month=tally.faded(places, day, MONTH),
            season=tally.faded(places, day, SEASON),
        )

    def refresh(self, day: int) -> None:
        """Place the entities anew, from what was learnt before `day`, if that was not done for a week."""
        if day - self._placed < _REFRESH_DAYS:
            return
        tally = self.tallies["triple"]
        known = np.flatnonzero(tally.since(slice(None), day) >= 0)
        column = self.triples.relation[known] * self.facts.entities + self.triples.object[known]
        weight = np.log1p(tally.faded(known, day, SEASON))
        links = Links(entity=self.triples.subject[known], column=column, weight=weight)
        self.points = place(links, self.facts.entities, self._seed)
        self._placed = day

    def with_relation(self, relation: int, day: int) -> tuple[Ints, Reals, Reals]:
        """The places of all triples of a relation that were met, and their counts faded by month and by
        season.
        """
        first, after = self.triples.of_relation[relation : relation + 2].tolist()
        places = self.triples.by_relation[first:after]
        tally = self.tallies["triple"]
        places = places[tally.since(places, day) >= 0]
        return places, tally.faded(places, day, MONTH), tally.faded(places, day, SEASON)

    def meetings(self, day: int) -> Any:
        """(entities, entities), sparse: faded counts by month of acts of any relation, column towards row,
        each column damped by how much it holds.
        """
        from scipy.sparse import csr_matrix

        if self._met[0] != day:
            tally = self.tallies["pair"]
            known = np.flatnonzero(tally.since(slice(None), day) >= 0)
            subject, object_ = np.divmod(tally.keys[known], self.facts.entities)
            count = tally.faded(known, day, MONTH)
            whole = np.bincount(subject, weights=count, minlength=self.facts.entities)
            count = (count / np.sqrt(whole[subject] + 1.0)).astype(np.float32)
            size = (self.facts.entities, self.facts.entities)
            self._met = (day, csr_matrix((count, (object_, subject)), shape=size))
        return self._met[1]

    def _triples(self) -> Triples:
        keys = self.tallies["triple"].keys
        relation, rest = keys % self.facts.relations, keys // self.facts.relations
        subject, by_relation = rest // self.facts.entities, np.argsort(relation, kind="stable")
        return Triples(
            subject=subject,
            relation=relation,
            object=rest % self.facts.entities,
            of_subject=np.searchsorted(subject, np.arange(self.facts.entities + 1)),
            by_relation=by_relation,
            of_relation=np.searchsorted(relation[by_relation], np.arange(self.facts.relations + 1)),
        )
