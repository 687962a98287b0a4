"""People's word on what is one happening: events that belong together, and events that do not.

Where two people's words cannot both hold, the later one does, and of the older one what does not go against
it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from detente.crisis.clusters import Pair
from detente.schema.judgement import Judgement

# Weights that no wording reaches: a person's word joins first, and nothing joins against it.
TOGETHER = 10**15
APART = -(10**18)
# From here on a mean weight comes of a person's word, however many pairs it is the mean of.
BY_PERSON = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one judgement says. together: ids of events that are one happening; where `apart` holds ids, these
    are of no happening with any of them, and `together` need not be one."""

    together: tuple[str, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What all judgements say, the latest first.

    named: ids of events that were named one by one. Each counts by itself, also where another report tells
    the same in the same words. events: ids of all events that something is said of.
    """

    links: tuple[Link, ...] = ()
    named: frozenset[str] = frozenset()
    events: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        events = frozenset(name for link in self.links for name in (*link.together, *link.apart))
        object.__setattr__(self, "events", events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonds:
    """What links come to.

    groups: names that are one, sorted. apart: pairs of names, the smaller first, whose groups are not one.
    group_of: the group of each name that has one. names: all that a group or a pair speaks of.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    apart: frozenset[Pair] = frozenset()
    group_of: Mapping[str, tuple[str, ...]] = field(init=False, compare=False)
    names: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        group_of = {name: group for group in self.groups for name in group}
        object.__setattr__(self, "group_of", MappingProxyType(group_of))
        object.__setattr__(self, "names", frozenset(group_of).union(*self.apart))

    def weights(self, names: Collection[str]) -> Mapping[Pair, int]:
        """The weights of pairs among `names`; each group is in it whole or not at all."""
        found = {
            (group[0], other): TOGETHER for group in self.groups if group[0] in names for other in group[1:]
        }
        return found | {pair: APART for pair in self.apart if pair[0] in names and pair[1] in names}


def gather_links(judgements: Iterable[Judgement]) -> Links:
    """What judgements in force, given oldest first, say on what is one happening.

    Whoever merges events, or judges an incident, says that they are one; whoever splits, that the named
    events are none of the rest.
    """
    links: list[Link] = []
    named: set[str] = set()
    for judgement in judgements:
        if judgement.verdict == "split":
            leaving = judgement.on[1:]
            rest = tuple(name for name in judgement.records if name not in leaving)
            links.append(Link(together=rest, apart=leaving))
        elif judgement.verdict == "merge" or (
            judgement.of == "incident" and judgement.verdict in ("confirm", "reject")
        ):
            links.append(Link(together=judgement.records))
        if judgement.verdict in ("merge", "split"):
            named.update(set(judgement.on).intersection(judgement.records))
    return Links(links=tuple(reversed(links)), named=frozenset(named))


def settle(links: Iterable[Link], name_of: Mapping[str, str]) -> Bonds:
    """Find out what holds, the first link first. name_of: what each event that is known counts under."""
    settling = _Settling()
    for link in links:
        together, apart = (
            sorted({name_of[event] for event in events if event in name_of})
            for events in (link.together, link.apart)
        )
        if link.apart:
            for one in together:
                for other in apart:
                    settling.part(one, other)
        else:
            settling.join(together)
    return settling.bonds()


class _Settling:
    """Groups that grow, and which of them must not meet."""

    def __init__(self) -> None:
        self._group_of: dict[str, frozenset[str]] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)

    def join(self, names: Collection[str]) -> None:
        """Make one group of names. Where earlier words hold some of them apart, those that are apart from the
        same others stay together, and what could go with either side is left to what the texts say."""
        heads = {self._head(name) for name in names}
        sides: defaultdict[frozenset[str], set[str]] = defaultdict(set)
        for name in names:
            group = self._group(name)
            rivals = {self._head(other) for one in group for other in self._apart.get(one, ())}
            sides[frozenset(rivals & heads)] |= group
        for side in sides.values():
            if len(side) > 1:
                self._group_of.update(dict.fromkeys(side, frozenset(side)))

    def part(self, one: str, other: str) -> None:
        """Hold two names apart, unless they are one already."""
        if other not in self._group(one):
            self._apart[one].add(other)
            self._apart[other].add(one)

    def bonds(self) -> Bonds:
        groups = {tuple(sorted(group)) for group in self._group_of.values()}
        heads = {name: group[0] for group in groups for name in group}
        pairs = {
            (heads.get(one, one), heads.get(other, other))
            for one, others in self._apart.items()
            for other in others
        }
        apart = frozenset(pair for pair in pairs if pair[0] < pair[1])
        return Bonds(groups=tuple(sorted(groups)), apart=apart)

    def _group(self, name: str) -> frozenset[str]:
        return self._group_of.get(name, frozenset((name,)))

    def _head(self, name: str) -> str:
        return min(self._group(name))
