"""Which ways of telling may speak of one happening: each is compared with those that share enough with it.

Two that agree are tied by their weight. Of those that were compared and do not agree it is only noted that
they were: what speaks against a pair matters where others tie the two together, and is weighed there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from detente.crisis.clusters import Pair
from detente.crisis.facts import Fact, Facts
from detente.crisis.features import days_apart
from detente.crisis.matching import ENOUGH, agree, foretells, may_match, score
from detente.crisis.mentions import FORETOLD, Mention, keys
from detente.crisis.postings import Postings


class Comparisons:
    """Mentions by their names, and what they weigh against each other.

    What was planned, promised or threatened is compared with what was told as done, and tied to what it
    foretold; never with its like.
    """

    def __init__(self) -> None:
        self._mentions: dict[str, Mention] = {}
        self._told, self._ahead = Postings(), Postings()
        self._facts = Facts()
        self._fact_of: dict[str, Fact] = {}
        self._weights: defaultdict[str, dict[str, int]] = defaultdict(dict)  # of all pairs above zero
        self._unlike: defaultdict[str, list[str]] = defaultdict(list)  # compared, and not above zero
        self._foretold: defaultdict[str, set[str]] = defaultdict(set)

    def __contains__(self, node: str) -> bool:
        return node in self._mentions

    def is_foretold(self, node: str) -> bool:
        """Whether it tells of what is to come."""
        return self._mentions[node].status in FORETOLD

    def foretold(self, node: str) -> Collection[str]:
        """What was told ahead of it; or, of what was told ahead, what then happened."""
        return self._foretold.get(node, ())

    def enter(self, node: str, mention: Mention) -> None:
        """Compare a new way of telling with all that may be the same happening, and make it findable."""
        self._mentions[node] = mention
        fact = self._fact_of[node] = self._facts.of(mention)
        found = keys(mention)
        ahead = mention.status in FORETOLD
        for other in self._candidates(self._told, mention, found):
            if ahead:
                self._foretell(node, other)
                continue
            facts = self._facts.weigh(fact, self._fact_of[other])
            if (weight := agree(mention, self._mentions[other], facts)) is None:
                self._unlike[node].append(other)
            else:
                self.tie(node, other, weight)
        for other in () if ahead else self._candidates(self._ahead, mention, found):
            self._foretell(other, node)
        self._postings(mention).enter(node, mention, found)

    def leave(self, node: str) -> Collection[str]:
        """Take a way of telling out; gives what it foretold, or what foretold it."""
        mention = self._mentions.pop(node)
        del self._fact_of[node]
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
            for other in self._unlike.get(one, ()):
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

    def _candidates(self, postings: Postings, mention: Mention, found: Mapping[str, int]) -> Iterator[str]:
        """Nodes of like acts that share enough to be compared and may mean the same days. found: its keys.

        What `find` gives is of like acts already; what shares less than enough has to share more than a key.
        """
        for node, shared in postings.find(mention, found):
            if shared >= ENOUGH or may_match(mention, self._mentions[node], shared):
                yield node

    def _foretell(self, earlier: str, later: str) -> None:
        """Note that a mention tells of what another planned or threatened."""
        one, other = self._mentions[earlier], self._mentions[later]
        if days_apart(one, other) <= 1 and foretells(one, other) > 0:
            self._foretold[later].add(earlier)
            self._foretold[earlier].add(later)
