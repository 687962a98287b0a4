"""Which ways of telling may speak of one happening: each is compared with those that share enough with it.

Two that agree are tied by their weight. Of those that were compared and do not agree it is only noted that
they were: what speaks against a pair matters where others tie the two together, and is weighed there.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.crisis.clusters import Pair
from detente.crisis.facts import Facts
from detente.crisis.features import days_apart
from detente.crisis.halves import in_halves
from detente.crisis.matching import ENOUGH, agree, foretells, may_match, most_of_any_wording, score
from detente.crisis.mentions import FORETOLD, Mention, keys
from detente.crisis.postings import Places, Postings


class Comparisons:
    """Mentions by their names, and what they weigh against each other.

    What was planned, promised or threatened is compared with what was told as done, and tied to what it
    foretold; never with its like.
    """

    def __init__(self) -> None:
        self._mentions: dict[str, Mention] = {}
        self._told, self._ahead = Postings(), Postings()
        self._facts = Facts()  # of what was told, by its place among the postings
        self._weights: defaultdict[str, dict[str, int]] = defaultdict(dict)  # of all pairs above zero
        self._unlike: dict[str, array[int]] = {}  # places of those compared, and not above zero
        self._foretold: defaultdict[str, set[str]] = defaultdict(set)

    def __contains__(self, node: str) -> bool:
        return node in self._mentions

    def is_foretold(self, node: str) -> bool:
        """Whether it tells of what is to come."""
        return self._mentions[node].status in FORETOLD

    def foretold(self, node: str) -> Collection[str]:
        """What was told ahead of it; or, of what was told ahead, what then happened."""
        return self._foretold.get(node, ())

    def enter(self, new: Mapping[str, Mention]) -> None:
        """Make new ways of telling findable, and compare each with all that may be the same happening."""
        already = self._ahead.end
        for node, mention in new.items():
            self._mentions[node] = mention
            self._postings(mention).enter(node, mention, keys(mention))
            if mention.status not in FORETOLD:
                self._facts.enter(mention)
        for found in in_halves(lambda nodes: [self._look(node, already) for node in nodes], tuple(new)):
            for one in found:
                self._note(one)

    def _look(self, node: str, already: int) -> "_Found":
        """What a way of telling has to do with those before it. already: how many of what was told ahead
        were there before; those that came with it look for it themselves.
        """
        mention = self._mentions[node]
        found = keys(mention)
        if mention.status in FORETOLD:
            told = self._candidates(self._told, mention, found, self._told.end)
            later = (self._told.node(place) for place in told.tolist())
            return _Found(node, linked=[other for other in later if self._foretells(node, other)])
        told = self._candidates(self._told, mention, found, self._told.place(node))
        ahead = self._candidates(self._ahead, mention, found, already)
        earlier = (self._ahead.node(place) for place in ahead.tolist())
        linked = [other for other in earlier if self._foretells(other, node)]
        if not told.size:
            return _Found(node, linked=linked)
        near, facts = self._facts.weigh(mention, told, above=-most_of_any_wording())
        unlike = set(told.tolist())
        ties: list[tuple[int, int]] = []
        for place, weight in zip(near.tolist(), facts.tolist(), strict=True):
            if (value := agree(mention, self._mentions[self._told.node(place)], weight)) is not None:
                ties.append((place, value))
                unlike.remove(place)
        return _Found(node, linked=linked, ties=ties, unlike=array("i", sorted(unlike)))

    def _note(self, found: "_Found") -> None:
        """Keep what was found."""
        for other in found.linked:
            self._foretold[found.node].add(other)
            self._foretold[other].add(found.node)
        for place, value in found.ties:
            self.tie(found.node, self._told.node(place), value)
        if found.unlike is not None:
            self._unlike[found.node] = found.unlike

    def leave(self, node: str) -> Collection[str]:
        """Take a way of telling out; gives what it foretold, or what foretold it."""
        mention = self._mentions.pop(node)
        self._postings(mention).leave(node, mention, keys(mention))
        for other in self._weights.pop(node, {}):
            self._weights[other].pop(node, None)
        self._unlike.pop(node, None)
        linked = self._foretold.pop(node, set())
        for other in linked:
            self._foretold[other].discard(node)
        return linked

    def tie(self, one: str, other: str, weight: int) -> None:
        """Note what a pair weighs."""
        self._weights[one][other] = self._weights[other][one] = weight

    def tied(self, node: str) -> Iterator[str]:
        """Those that more speaks for than against being the same happening."""
        return (other for other, weight in self._weights.get(node, {}).items() if weight > 0)

    def weights(self, nodes: Collection[str]) -> Mapping[Pair, int]:
        """The weights of all pairs among some that were compared, the smaller name first."""
        for one in nodes if len(nodes) > 1 else ():
            for other in map(self._told.node, self._unlike.get(one, ())):
                if other in nodes and other not in self._weights[one]:
                    self.tie(one, other, score(self._mentions[one], self._mentions[other]))
        return {
            (one, other): weight
            for one in nodes
            for other, weight in self._weights.get(one, {}).items()
            if one < other and other in nodes
        }

    def _postings(self, mention: Mention) -> Postings:
        return self._ahead if mention.status in FORETOLD else self._told

    def _candidates(self, postings: Postings, mention: Mention, found: Mapping[str, int], end: int) -> Places:
        """Places (N,) of those of like acts that share enough to be compared and may mean the same days, up
        to `end`, which is left out. found: its keys.

        What `find` gives is of like acts already; what shares less than enough has to share more than a key.
        """
        places, shared = postings.find(mention, found, end)
        held: NDArray[np.bool_] = shared >= ENOUGH
        for at in np.flatnonzero(~held).tolist():
            other = self._mentions[postings.node(int(places[at]))]
            held[at] = may_match(mention, other, int(shared[at]))
        return places[held]

    def _foretells(self, earlier: str, later: str) -> bool:
        """Whether a mention tells of what another planned or threatened."""
        one, other = self._mentions[earlier], self._mentions[later]
        return days_apart(one, other) <= 1 and foretells(one, other) > 0


@dataclass(slots=True)
class _Found:
    """What a way of telling has to do with others. linked: what it foretold, or what foretold it. ties: the
    places of those that agree with it, and the weights. unlike: as of `Comparisons`; None for no comparison.
    """

    node: str
    linked: list[str]
    ties: list[tuple[int, int]] = field(default_factory=list)
    unlike: "array[int] | None" = None
