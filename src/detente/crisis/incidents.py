"""Events -> incidents: mentions across reports that speak of one happening become one.

The index takes records in any order and any portions and holds the same incidents in the end. A new mention
is compared with those that share a word, a place or an actor with it and may mean the same days; only the
incidents that it touches are made anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from detente.crisis.clusters import Cluster, cluster
from detente.crisis.happening import build_incident
from detente.crisis.matching import MOST_DAYS_APART, days_apart, foretells, may_match, score
from detente.crisis.mentions import FORETOLD, TOLD, Mention, keys, make_mention, name
from detente.crisis.voices import Source
from detente.schema import Event, Figure, Incident

# Days that are looked up together; neighbouring portions of this size hold all that may mean the same days.
_PORTION_DAYS = MOST_DAYS_APART + 1


class IncidentIndex:
    """The incidents that the records seen so far add up to.

    Only what is told as having happened, or denied, is a mention. What was planned, promised or threatened
    stands in `foretold` of what then happened; what was demanded or weighed stays a record.
    """

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._figures: defaultdict[str, dict[str, Figure]] = defaultdict(dict)
        self._sources: dict[str, Source] = {}
        self._mentions: dict[str, Mention] = {}
        self._told_by: defaultdict[str, set[str]] = defaultdict(set)
        self._nodes_of: defaultdict[str, set[str]] = defaultdict(set)
        self._node_of: dict[str, str] = {}
        self._postings: defaultdict[tuple[bool, str, str, int], list[str]] = defaultdict(list)
        self._weights: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._foretold: defaultdict[str, set[str]] = defaultdict(set)
        self._clusters: dict[str, Cluster] = {}
        self._incidents: dict[str, Incident] = {}

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
        fresh: set[str] = set()
        for event in events:
            node = self._take_event(event)
            if node is not None:
                touched.add(node)
                fresh.update(() if node in self._clusters else (node,))
        told = {node for node in fresh if self._mentions[node].status in TOLD}
        return self._build(self._cluster(told) | self._heads(touched))

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

    def _take_event(self, event: Event) -> str | None:
        """Note an event; gives its node, None where nothing is new."""
        if event.id in self._events or event.status not in TOLD | FORETOLD:
            return None
        mention = make_mention(event)
        node = name(mention)
        self._events[event.id] = event
        self._node_of[event.id] = node
        self._told_by[node].add(event.id)
        self._nodes_of[event.grounds.source_id].add(node)
        if node not in self._mentions:
            self._enter(node, mention)
        return node

    def _enter(self, node: str, mention: Mention) -> None:
        """Compare a new way of telling with all that may be the same happening, and make it findable."""
        self._mentions[node] = mention
        ahead = mention.status in FORETOLD
        for other in self._candidates(mention, ahead=False):
            if ahead:
                self._link(node, other)
            else:
                weight = score(mention, self._mentions[other])
                self._weights[node][other] = self._weights[other][node] = weight
        if not ahead:
            for other in self._candidates(mention, ahead=True):
                self._link(other, node)
        for key in keys(mention):
            for portion in _portions(mention):
                self._postings[ahead, mention.family, key, portion].append(node)

    def _candidates(self, mention: Mention, *, ahead: bool) -> Iterator[str]:
        """Nodes of the same family of types that share enough to be compared and may mean the same days."""
        shared: Counter[str] = Counter()
        first, last = min(_portions(mention)), max(_portions(mention))
        for key in keys(mention):
            nodes: set[str] = set()
            for portion in range(first - 1, last + 2):
                nodes.update(self._postings.get((ahead, mention.family, key, portion), ()))
            shared.update(nodes)
        for node, count in shared.items():
            other = self._mentions[node]
            if days_apart(mention, other) <= MOST_DAYS_APART and may_match(mention, other, count):
                yield node

    def _link(self, earlier: str, later: str) -> None:
        """Note that a mention tells of what another planned or threatened."""
        one, other = self._mentions[earlier], self._mentions[later]
        if days_apart(one, other) <= 1 and foretells(one, other) > 0:
            self._foretold[later].add(earlier)
            self._foretold[earlier].add(later)

    def _cluster(self, fresh: set[str]) -> set[str]:
        """Cluster anew what new nodes hang together with; gives the heads of the clusters."""
        heads: set[str] = set()
        left = set(fresh)
        while left:
            component = self._component(min(left))
            left -= component
            for node in component:
                before = self._clusters.pop(node, None)
                if before:
                    self._incidents.pop(before.members[0], None)
            weights = {
                (one, other): weight
                for one in component
                for other, weight in self._weights.get(one, {}).items()
                if one < other and other in component
            }
            for found in cluster(component, weights):
                self._clusters.update((node, found) for node in found.members)
                heads.add(found.members[0])
        return heads

    def _component(self, node: str) -> set[str]:
        """All nodes that a line of pairs with a weight above zero leads to."""
        found = {node}
        waiting = [node]
        while waiting:
            for other, weight in self._weights.get(waiting.pop(), {}).items():
                if weight > 0 and other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _heads(self, touched: set[str]) -> set[str]:
        """The heads of the clusters that nodes belong to, or were foretold by them."""
        told: set[str] = set()
        for node in touched:
            ahead = self._mentions[node].status in FORETOLD
            told.update(self._foretold.get(node, ()) if ahead else (node,))
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
        earlier = {one for node in found.members for one in self._foretold.get(node, ())}
        return {
            event_id
            for node in earlier
            for event_id in self._told_by[node]
            if self._events[event_id].grounds.known_at <= last
        }


def _portions(mention: Mention) -> range:
    """The portions of days in which a mention may lie."""
    return range(mention.first_day // _PORTION_DAYS, mention.last_day // _PORTION_DAYS + 1)
