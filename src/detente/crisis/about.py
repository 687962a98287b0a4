"""Whom findings are about: which of them pass among the named sides.

The rule is that of `Store.show`: one name stands for all that it takes part in, several for what passes among
them, and with `towards` for what the names do to those. A finding that leaves its other side open is also
taken by what stands beside it: an act ("they struck a hospital in Kyiv") by the country where it happened, a
commitment ("he vowed to retaliate") by whom else its report speaks of.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from detente.crisis.known import Known, sides
from detente.crisis.promises import Promise
from detente.schema import (
    Actor,
    Claim,
    Commitment,
    Event,
    Figure,
    Incident,
    Place,
    Record,
    Standing,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Country codes or entity ids; no names stand for everybody. towards: whom `names` act upon."""

    names: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """All who are named, each once, sorted."""
        return tuple(sorted({*self.names, *self.towards}))

    def dyad(self, by: str, to: str) -> bool:
        """Whether what `by` does to `to` is meant."""
        return self.takes({by}, {to})

    def takes(self, by: Iterable[str], to: Iterable[str], beside: Iterable[str] = ()) -> bool:
        """Whether what the ids `by` do to the ids `to` is meant. beside: stands for a side that is open."""
        if not self.names:
            return True
        acting, met = frozenset(by), frozenset(to)
        if not met or not acting:
            # What stands beside fills the open side of an act by, or upon, somebody who is named.
            named = not (acting | met).isdisjoint(self.parties)
            beside = frozenset(beside) if named else frozenset()
            acting, met = acting or beside, met or beside
        if self.towards:
            return not acting.isdisjoint(self.names) and not met.isdisjoint(self.towards)
        return len((acting | met).intersection(self.names)) >= min(2, len(self.names))


def ids(actors: Iterable[Actor | None]) -> Iterator[str]:
    """Every id by which an actor may be named: its own, its country's, its members'."""
    for actor in actors:
        if actor is not None:
            yield from (name for name in (actor.entity, actor.country, *actor.members) if name is not None)


def takes_incident(about: About, incident: Incident, upon: Iterable[str] = ()) -> bool:
    """Whether an incident is about the named; where it happened stands for a side that nobody names.

    upon: the sides that it falls upon as an act, where its words name these and not its actors.
    """
    return about.takes(ids(incident.by), (*ids(incident.to), *upon), _country(incident.place))


def parties_of(record: Record) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Ids of who acts or speaks, of whom it is done to or said of, and of what stands beside."""
    if isinstance(record, Event):
        beside = frozenset(_country(record.place))
        return frozenset(ids(record.by)), frozenset(ids(record.to)), beside
    if isinstance(record, Commitment):
        return frozenset(ids(record.by)), frozenset(ids(record.to)), frozenset()
    if isinstance(record, Statement):
        return (
            frozenset(ids([record.speaker])),
            frozenset(ids([record.addressee, record.target])),
            frozenset(),
        )
    return _of_figure(record)


def take_claims(
    about: About,
    claims: Iterable[Claim],
    seen: Known,
    records: Mapping[str, Record],
    incidents: Collection[str],
) -> tuple[Claim, ...]:
    """The claims about the named: on the incidents shown; without one, by who says what of whom."""
    if not about.names:
        return tuple(claims)
    found = []
    for claim in claims:
        told = [records[name] for name in (*claim.asserted, *claim.denied)]
        on = {_incident(seen, record) for record in told} - {None}
        if on:
            taken = not on.isdisjoint(incidents)
        else:
            parties = [parties_of(record) for record in told]
            taken = about.takes(*(frozenset().union(*column) for column in zip(*parties, strict=True)))
        if taken:
            found.append(claim)
    return tuple(found)


def _incident(seen: Known, record: Record) -> str | None:
    event = record.event if isinstance(record, Figure) else record.id
    return seen.incidents.get(event or "")


def take_standings(
    about: About, standings: Iterable[Standing], lines: Mapping[str, Promise], seen: Known
) -> tuple[Standing, ...]:
    """The standings of commitments about the named; who else the same report speaks of stands beside."""
    if not about.names:
        return tuple(standings)
    found, standings = [], tuple(standings)
    tellings = (told for standing in standings for told in lines[standing.commitment_id].tellings)
    named = _named_in(seen, {told.grounds.source_id for told in tellings})
    for standing in standings:
        line = lines[standing.commitment_id]
        by = {*line.doers, *line.setters, *ids(actor for told in line.tellings for actor in told.by)}
        to = {*line.others, *ids(actor for told in line.tellings for actor in told.to)}
        beside = {name for told in line.tellings for name in named.get(told.grounds.source_id, ())} - by
        if about.takes(by, to - by, beside):
            found.append(standing)
    return tuple(found)


def _named_in(seen: Known, reports: Set[str]) -> Mapping[str, set[str]]:
    """The sides that the events of each of some reports name."""
    named: dict[str, set[str]] = {name: set() for name in reports}
    for event in seen.events:
        if event.grounds.source_id in reports:
            named[event.grounds.source_id].update(sides((*event.by, *event.to)))
    return named


def _of_figure(figure: Figure) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return frozenset(ids([figure.speaker])), frozenset(ids([figure.of])), frozenset()


def _country(place: Place | None) -> tuple[str, ...]:
    return (place.country,) if place is not None and place.country is not None else ()
