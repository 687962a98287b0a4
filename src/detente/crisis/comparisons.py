"""Which ways of telling may speak of one happening: each is compared with those that share enough with it.

Two that agree are tied by their weight. Of those that were compared and do not agree it is only noted that
they were: what speaks against a pair matters where others tie the two together, and is weighed there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from detente.crisis.clusters import Pair
from detente.crisis.features import days_apart
from detente.crisis.matching import ENOUGH, MOST_DAYS_APART, agree, foretells, may_match, score
from detente.crisis.mentions import FORETOLD, Mention, keys

# Days that are looked up together; neighbouring portions of this size hold all that may mean the same days.
_PORTION_DAYS = MOST_DAYS_APART + 1


class Comparisons:
    """Mentions by their names, and what they weigh against each other.

    What was planned, promised or threatened is compared with what was told as done, and tied to what it
    foretold; never with its like.
    """

    def __init__(self) -> None:
        self._mentions: dict[str, Mention] = {}
        self._postings: dict[tuple[bool, str], defaultdict[int, list[str]]] = {}  # by portion of days
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
        ahead = mention.status in FORETOLD
        found = keys(mention)
        for other in self._candidates(mention, found, ahead=False):
            if ahead:
                self._foretell(node, other)
            elif (weight := agree(mention, self._mentions[other])) is None:
                self._unlike[node].append(other)
            else:
                self.tie(node, other, weight)
        for other in () if ahead else self._candidates(mention, found, ahead=True):
            self._foretell(other, node)
        for key in found:
            postings = self._postings.setdefault((ahead, key), defaultdict(list))
            for portion in _portions(mention):
                postings[portion].append(node)

    def leave(self, node: str) -> Collection[str]:
        """Take a way of telling out; gives what it foretold, or what foretold it."""
        mention = self._mentions.pop(node)
        for key in keys(mention):
            for portion in _portions(mention):
                self._postings[mention.status in FORETOLD, key][portion].remove(node)
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

    def _candidates(self, mention: Mention, found: Mapping[str, int], *, ahead: bool) -> Iterator[str]:
        """Nodes of like acts that share enough to be compared and may mean the same days. found: its keys."""
        shared: dict[str, int] = {}
        before = shared.get
        near: set[str] = set()
        own = _portions(mention)
        around = range(own.start - 1, own.stop + 1)
        for key, rarity in found.items():
            postings = self._postings.get((ahead, key))
            if postings is None:
                continue
            nodes = {node for portion in around if portion in postings for node in postings[portion]}
            near.update(nodes if key in mention.near_keys else ())
            for node in nodes:
                shared[node] = before(node, 0) + rarity
        for node, count in shared.items():
            if count < ENOUGH and node not in near:
                continue
            other = self._mentions[node]
            if days_apart(mention, other) <= MOST_DAYS_APART and may_match(mention, other, count):
                yield node

    def _foretell(self, earlier: str, later: str) -> None:
        """Note that a mention tells of what another planned or threatened."""
        one, other = self._mentions[earlier], self._mentions[later]
        if days_apart(one, other) <= 1 and foretells(one, other) > 0:
            self._foretold[later].add(earlier)
            self._foretold[earlier].add(later)


def _portions(mention: Mention) -> range:
    """The portions of days in which a mention may lie."""
    return range(mention.first_day // _PORTION_DAYS, mention.last_day // _PORTION_DAYS + 1)
