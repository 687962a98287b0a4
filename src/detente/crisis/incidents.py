"""Events -> incidents: mentions across reports that speak of one happening become one.

The index takes records in any order and any portions and holds the same incidents in the end. A new mention
is compared with those that share a word, a place or an actor with it and may mean the same days; only the
incidents that it touches are made anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from detente.crisis.clusters import Cluster, cluster
from detente.crisis.features import days_apart
from detente.crisis.happening import build_incident
from detente.crisis.links import Bonds, Links, settle
from detente.crisis.matching import ENOUGH, MOST_DAYS_APART, foretells, may_match, score
from detente.crisis.mentions import FORETOLD, TOLD, Mention, keys, make_mention, name
from detente.crisis.voices import Source
from detente.schema import Event, Figure, Incident

# Days that are looked up together; neighbouring portions of this size hold all that may mean the same days.
_PORTION_DAYS = MOST_DAYS_APART + 1
# Of an event that a judgement names and others that are told in the same words: the most that words can say.
_SAME_TELLING = 9_500
_ID_DIGITS = 64


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
        self._postings: defaultdict[tuple[bool, str, int], list[str]] = defaultdict(list)
        self._weights: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._foretold: defaultdict[str, set[str]] = defaultdict(set)
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
        fresh: set[str] = set()
        for event in events:
            node = self._take_event(event)
            if node is not None:
                touched.add(node)
                fresh.update(() if node in self._clusters else (node,))
        if not self._links.events.isdisjoint(self._events):
            fresh |= self._settle()
        told = {node for node in fresh if self._mentions[node].status in TOLD}
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
        told = {name: node for name, node in node_of.items() if self._mentions[node].status in TOLD}
        self._bonds = settle(self._links.links, told)
        if self._bonds == before:
            return set()
        return {node for node in before.names | self._bonds.names if node in self._mentions}

    def _leave(self, node: str) -> set[str]:
        """Take a way of telling out; gives the nodes whose incidents hang on it."""
        mention = self._mentions.pop(node)
        ahead = mention.status in FORETOLD
        for key in keys(mention):
            for portion in _portions(mention):
                self._postings[ahead, key, portion].remove(node)
        near = self._component(node) - {node}
        for other in self._weights.pop(node, {}):
            self._weights[other].pop(node, None)
        linked = self._foretold.pop(node, set())
        for other in linked:
            self._foretold[other].discard(node)
        before = self._clusters.pop(node, None)
        if before:
            self._incidents.pop(before.members[0], None)
        return near if not ahead else near | linked

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
        node = f"{name(mention)} {event.id}" if event.id in self._links.named else name(mention)
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
            for other in self._same_telling(node):
                self._weights[node][other] = self._weights[other][node] = _SAME_TELLING
            for other in self._candidates(mention, ahead=True):
                self._link(other, node)
        for key in keys(mention):
            for portion in _portions(mention):
                self._postings[ahead, key, portion].append(node)

    def _candidates(self, mention: Mention, *, ahead: bool) -> Iterator[str]:
        """Nodes of like acts that share enough to be compared and may mean the same days."""
        shared: dict[str, int] = {}
        near: set[str] = set()
        first, last = min(_portions(mention)), max(_portions(mention))
        for key, rarity in keys(mention).items():
            places = ((ahead, key, portion) for portion in range(first - 1, last + 2))
            nodes = set[str]().union(*(self._postings.get(place, ()) for place in places))
            near.update(nodes if key in mention.near_keys else ())
            for node in nodes:
                shared[node] = shared.get(node, 0) + rarity
        for node in (node for node, count in shared.items() if count >= ENOUGH or node in near):
            other = self._mentions[node]
            if may_match(mention, other, shared[node]) and days_apart(mention, other) <= MOST_DAYS_APART:
                yield node

    def _same_telling(self, node: str) -> Iterator[str]:
        """Nodes of the same words: those of events that a judgement names stand by themselves."""
        words = node[:_ID_DIGITS]
        if node != words:
            self._named[words].add(node)
        alike = {words, *self._named.get(words, ())} - {node}
        return (other for other in alike if other in self._mentions)

    def _link(self, earlier: str, later: str) -> None:
        """Note that a mention tells of what another planned or threatened."""
        one, other = self._mentions[earlier], self._mentions[later]
        if days_apart(one, other) <= 1 and foretells(one, other) > 0:
            self._foretold[later].add(earlier)
            self._foretold[earlier].add(later)

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
            weights = {
                (one, other): weight
                for one in component
                for other, weight in self._weights.get(one, {}).items()
                if one < other and other in component
            }
            weights.update(self._bonds.weights(component))
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
            near = (other for other, weight in self._weights.get(one, {}).items() if weight > 0)
            for other in (*near, *self._bonds.group_of.get(one, ())):
                if other not in found:
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
