"""Events -> incidents: mentions across reports that speak of one happening become one.

The index takes records in any order and any portions and holds the same incidents in the end. A new mention
is compared with those that share a word, a place or an actor with it and may mean the same days; only the
incidents that it touches are made anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from detente.crisis.clusters import Cluster, cluster
from detente.crisis.comparisons import Comparisons
from detente.crisis.halves import in_halves
from detente.crisis.happening import build_incident
from detente.crisis.links import Bonds, Links, settle
from detente.crisis.mentions import FORETOLD, TOLD, Mention, make_mention, name
from detente.crisis.voices import Source
from detente.schema import Event, Figure, Incident

# Of an event that a judgement names and others that are told in the same words: the most that words can say.
_SAME_TELLING = 9_500
_ID_DIGITS = 64
_Telling = tuple[Mention, str]  # and its name


class IncidentIndex:
    """The incidents that the records seen so far add up to.

    Only what is told as having happened, or denied, is a mention. What was planned, promised or threatened
    stands in `foretold` of what then happened; what was demanded or weighed stays a record.
    """

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._figures: defaultdict[str, dict[str, Figure]] = defaultdict(dict)
        self._sources: dict[str, Source] = {}
        self._compared = Comparisons()
        self._told_by: defaultdict[str, set[str]] = defaultdict(set)
        self._nodes_of: defaultdict[str, set[str]] = defaultdict(set)
        self._node_of: dict[str, str] = {}
        self._clusters: dict[str, Cluster] = {}
        self._incidents: dict[str, Incident] = {}
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self._links = Links()
        self._bonds = Bonds()

    def add(
        self,
        events: Iterable[Event] = (),
        *,
        figures: Iterable[Figure] = (),
        sources: Iterable[Source] = (),
    ) -> tuple[Incident, ...]:
        """Take records and the reports they stand in. Gives the incidents that are new or changed.

        A source whose voice has changed is given again.
        """
        touched = self._take_sources(sources) | self._take_figures(figures)
        nodes: set[str] = set()
        new: dict[str, Mention] = {}
        untaken = [one for one in events if one.status in TOLD | FORETOLD and one.id not in self._events]
        for event, telling in zip(untaken, _tellings(untaken), strict=True):
            nodes.add(self._take_event(event, telling, new))
        self._compared.enter(new)
        for node, mention in new.items():
            for other in self._same_telling(node) if mention.status in TOLD else ():
                self._compared.tie(node, other, _SAME_TELLING)
        touched |= nodes
        fresh = {node for node in nodes if node not in self._clusters}
        if not self._links.events.isdisjoint(self._events):
            fresh |= self._settle()
        told = {node for node in fresh if not self._compared.is_foretold(node)}
        return self._build(self._cluster(told) | self._heads(touched))

    def discard(self, events: Iterable[Event]) -> tuple[Incident, ...]:
        """Forget events, such as those of a report that a later version replaced, as if they had never been.

        Gives the incidents that are new or changed.
        """
        around: set[str] = set()
        touched: set[str] = set()
        for event in events:
            node = self._node_of.pop(event.id, None)
            if node is None:
                continue
            del self._events[event.id]
            self._figures.pop(event.id, None)
            self._told_by[node].discard(event.id)
            self._nodes_of[event.grounds.source_id].discard(node)
            touched.add(node)
            around.update(() if self._told_by[node] else self._leave(node))
        gone = {node for node in touched if not self._told_by[node]}
        around |= self._settle()
        return self._build(self._cluster(around - gone) | self._heads((touched | around) - gone))

    def link(self, links: Links) -> None:
        """Take people's word on what is one happening, in place of what was taken before."""
        if links == self._links:
            return
        named = links.named ^ self._links.named
        events = [self._events[name] for name in sorted(named) if name in self._events]
        figures = [figure for event in events for figure in self._figures.get(event.id, {}).values()]
        self.discard(events)
        self._links = links
        self.add(events, figures=figures)
        self._build(self._cluster(self._settle()))

    def _settle(self) -> set[str]:
        """Find out anew what people's word comes to; gives the nodes that it speaks of, or did."""
        before = self._bonds
        node_of = {name: self._node_of[name] for name in self._links.events if name in self._node_of}
        told = {name: node for name, node in node_of.items() if not self._compared.is_foretold(node)}
        self._bonds = settle(self._links.links, told)
        if self._bonds == before:
            return set()
        return {node for node in before.names | self._bonds.names if node in self._compared}

    def _leave(self, node: str) -> set[str]:
        """Take a way of telling out; gives the nodes whose incidents hang on it."""
        ahead = self._compared.is_foretold(node)
        near = self._component(node) - {node}
        linked = self._compared.leave(node)
        before = self._clusters.pop(node, None)
        if before:
            self._incidents.pop(before.members[0], None)
        return near.union(linked) if ahead else near

    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, in the order of their ids."""
        return tuple(sorted(self._incidents.values(), key=lambda incident: incident.id))

    def _take_sources(self, sources: Iterable[Source]) -> set[str]:
        """Note reports; gives the nodes whose voices they change."""
        touched: set[str] = set()
        for source in sources:
            if self._sources.get(source.report_id) != source:
                self._sources[source.report_id] = source
                touched.update(self._nodes_of.get(source.report_id, ()))
        return touched

    def _take_figures(self, figures: Iterable[Figure]) -> set[str]:
        """Note figures that measure an event; gives the nodes that they belong to."""
        touched: set[str] = set()
        for figure in figures:
            if figure.event is not None:
                self._figures[figure.event][figure.id] = figure
                touched.update(filter(None, (self._node_of.get(figure.event),)))
        return touched

    def _take_event(self, event: Event, telling: _Telling, new: dict[str, Mention]) -> str:
        """Note an event; gives its node. new: gets what is to be compared."""
        mention, words = telling
        node = f"{words} {event.id}" if event.id in self._links.named else words
        self._events[event.id] = event
        self._node_of[event.id] = node
        self._told_by[node].add(event.id)
        self._nodes_of[event.grounds.source_id].add(node)
        if node not in self._compared:
            new.setdefault(node, mention)
        return node

    def _same_telling(self, node: str) -> Iterator[str]:
        """Nodes of the same words: those of events that a judgement names stand by themselves."""
        words = node[:_ID_DIGITS]
        if node != words:
            self._named[words].add(node)
        alike = {words, *self._named.get(words, ())} - {node}
        return (other for other in alike if other in self._compared)

    def _cluster(self, fresh: set[str]) -> set[str]:
        """Cluster anew what new nodes hang together with; gives the heads of the clusters."""
        heads: set[str] = set()
        done: set[str] = set()
        for first in sorted(fresh):
            component = set() if first in done else self._component(first)
            done |= component
            for node in component:
                before = self._clusters.pop(node, None)
                if before:
                    self._incidents.pop(before.members[0], None)
            weights = {**self._compared.weights(component), **self._bonds.weights(component)}
            for found in cluster(component, weights):
                self._clusters.update((node, found) for node in found.members)
                heads.add(found.members[0])
        return heads

    def _component(self, node: str) -> set[str]:
        """All nodes that a line of pairs with a weight above zero, or of people's words, leads to."""
        found = {node}
        waiting = [node]
        while waiting:
            one = waiting.pop()
            for other in (*self._compared.tied(one), *self._bonds.group_of.get(one, ())):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _heads(self, touched: set[str]) -> set[str]:
        """The heads of the clusters that nodes belong to, or were foretold by them."""
        told: set[str] = set()
        for node in touched:
            ahead = self._compared.is_foretold(node)
            told.update(self._compared.foretold(node) if ahead else (node,))
        return {self._clusters[node].members[0] for node in told}

    def _build(self, heads: set[str]) -> tuple[Incident, ...]:
        """Make the incidents of clusters anew; gives those that are not as before."""
        changed: list[Incident] = []
        for head in sorted(heads):
            found = self._clusters[head]
            events = [self._events[one] for node in found.members for one in self._told_by[node]]
            incident = build_incident(
                events,
                figures=[one for event in events for one in self._figures.get(event.id, {}).values()],
                foretold=self._before(found, events),
                joins=found.joins,
                sources=self._sources,
            )
            before = self._incidents.pop(head, None)
            if incident is not None:
                self._incidents[head] = incident
                changed += [incident] if incident != before else []
        return tuple(changed)

    def _before(self, found: Cluster, events: Iterable[Event]) -> set[str]:
        """Ids of the events that foretold a happening, known before its last report was."""
        last = max(event.grounds.known_at for event in events)
        earlier = {one for node in found.members for one in self._compared.foretold(node)}
        return {
            event_id
            for node in earlier
            for event_id in self._told_by[node]
            if self._events[event_id].grounds.known_at <= last
        }


def _tellings(events: Sequence[Event]) -> Iterator[_Telling]:
    """The mention of each event, and its name."""

    def make(some: Sequence[Event]) -> list[_Telling]:
        return [(mention, name(mention)) for mention in map(make_mention, some)]

    made = in_halves(make, events)
    return (made[place % len(made)][place // len(made)] for place in range(len(events)))
