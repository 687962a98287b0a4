"""Contacts between sides: who met, called, wrote to or bargained with whom, by which channel, at which level.

A contact is a happening told as done, and as news, that needs both sides to take part:

============  =========================================================================================
phone         they talk from afar
visit         one goes to the other; of whom nobody names the country of the place stands for the host
third-party   they meet at a place of neither
multilateral  they meet among others
mediated      others carry it between them (`through`), or bring it about
exchange      prisoners, hostages or the dead change hands between them
treaty        both put their names to a paper
letter        one writes to the other
None          they talked, and no text says how
============  =========================================================================================

`level` is that of the lower of the two sides: leaders, ministers or envoys; None where a side sends nobody
who is named. A party that no registry knows counts by its name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

from detente.crisis.about import About
from detente.crisis.following import Follower, Grouped
from detente.crisis.history import is_history
from detente.crisis.known import Known, named_side
from detente.crisis.meeting import Way, find_way
from detente.crisis.offices import level_of
from detente.crisis.recall import Recall
from detente.crisis.rows import Place, Row, known_rows, sentence_of
from detente.schema import Contact, Event, Incident, When

METHOD = "contacts/2"
Dyad = tuple[str, str]


def find_contacts(
    seen: Known, incidents: Iterable[Incident], recall: Recall | None = None
) -> tuple[Contact, ...]:
    """The contacts among incidents, each once, in order of day; those without a day first.

    recall: of earlier drawings.
    """
    recall = recall or Recall()
    return recall.find(("contacts",), (), _Contacts).follow(seen, incidents, recall)


_Mentions = Sequence[Event]
_Told = tuple[Contact, _Mentions]
_NOWHERE: Place = ("", 0)  # of a row of an archive


class _Contacts:
    """The contacts that incidents are, made anew where a mention or what stands beside it changes."""

    def __init__(self) -> None:
        self._beside: Grouped[Row, Place] = Grouped(lambda row: sentence_of(row.event))
        self._found: dict[str, tuple[Incident, _Told | None]] = {}
        self._once = _EachOnce()

    def follow(self, seen: Known, incidents: Iterable[Incident], recall: Recall) -> tuple[Contact, ...]:
        """The contacts among incidents of what is known, in order of day."""
        self._beside.advance(known_rows(seen, recall))
        beside = self._beside.groups
        changed = {row.incident for place in self._beside.changed() for row in beside.get(place, ())}
        before, self._found = self._found, {incident.id: (incident, None) for incident in incidents}
        fresh = []
        for name, (incident, _) in self._found.items():
            found = before.get(name)
            if found is None or found[0] is not incident or name in changed:
                fresh.append(incident)
            else:
                self._found[name] = found
        wanted = {name for incident in fresh for name in incident.records}
        told = {event.id: event for event in seen.events if event.id in wanted and event.status == "reported"}
        for incident in fresh:
            mentions = [told[name] for name in incident.records if name in told]
            self._found[incident.id] = (incident, _found(incident, mentions, beside))
        contacts = self._once.follow(contact for _, contact in self._found.values() if contact is not None)
        return tuple(sorted(contacts, key=lambda contact: (_day(contact), contact.id)))


def _found(incident: Incident, mentions: _Mentions, beside: Mapping[Place, Sequence[Row]]) -> _Told | None:
    """The contact that an incident is, if it is one, with its mentions as news.

    beside: the events of each sentence, whatever their status.
    """
    news = [event for event in mentions if not is_history(event)]
    places = (sentence_of(event) or _NOWHERE for event in news)
    around = [[row.event for row in beside.get(place, ())] for place in places]
    ways = (find_way(event, near) for event, near in zip(news, around, strict=True))
    way = next((way for way in ways if way is not None), None)
    if way is None or len(_sides((*way.by, *way.to))) < 2:
        return None
    return _contact(incident, way, _when(incident, around)), news


def met(contact: Contact) -> tuple[Dyad, ...]:
    """The dyads of a contact, in both directions: each of `by` with each of `to`, or all among one side, and
    all of them with those through whom they met."""
    by, to, through = _sides(contact.by), _sides(contact.to), _sides(contact.through)
    pairs = set(permutations(sorted(by | to), 2)) if not by or not to else set()
    pairs |= {dyad for one in by for other in to - {one} for dyad in ((one, other), (other, one))}
    pairs |= {
        dyad for one in through for other in (by | to) - through for dyad in ((one, other), (other, one))
    }
    return tuple(sorted(pairs))


def in_touch(contact: Contact) -> frozenset[str]:
    """Everybody who took part."""
    return _sides((*contact.by, *contact.to, *contact.through))


def take_contacts(about: About, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts among the named; what one of them does with a third is none."""
    return tuple(one for one in contacts if about.takes(in_touch(one), in_touch(one)))


def last_contacts(contacts: Iterable[Contact]) -> Mapping[Dyad, Contact]:
    """Of each dyad, in both directions, its latest contact. contacts: in order of day."""
    return {dyad: contact for contact in contacts for dyad in met(contact)}


def _when(incident: Incident, around: Iterable[Sequence[Event]]) -> When:
    """When it was; of a contact without a day of its own the one day that its sentence names for a deed."""
    if incident.when.basis in ("stated", "relative"):
        return incident.when
    for near in around:
        named = {
            (other.when.earliest, other.when.latest): other.when
            for other in near
            if other.status == "reported" and not other.background and _is_a_day(other.when)
        }
        if len(named) == 1:
            return next(iter(named.values()))
    return incident.when


def _is_a_day(when: When) -> bool:
    return when.basis in ("stated", "relative") and when.earliest is not None and when.earliest == when.latest


def _contact(incident: Incident, way: Way, when: When) -> Contact:
    return Contact(
        records=incident.records,
        method=METHOD,
        probability=incident.probability * way.share,
        steps=incident.steps,
        by=way.by,
        to=way.to,
        through=way.through,
        channel=way.channel,
        level=level_of(way.by, way.to),
        when=when,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a contact came to: where it is told, and the one that it was joined to, as that was before."""

    places: frozenset[object]
    joined: tuple[int, Contact] | None


class _EachOnce(Follower[_Told, _Taken]):
    """Contacts of the same parties that one sentence tells of, or one report of one day, are one."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Contact] = []
        self._told_at: dict[object, list[int]] = {}

    def follow(self, found: Iterable[_Told]) -> Sequence[Contact]:
        """These contacts, each once."""
        self.advance(sorted(found, key=lambda pair: (_day(pair[0]), pair[0].id)))
        return self._kept

    def _take(self, given: _Told) -> _Taken:
        contact, mentions = given
        parties = in_touch(contact)
        places: set[object] = {event.grounds.evidence[0] for event in mentions}
        places |= {(event.grounds.source_id, _day(contact)) for event in mentions}
        beside = {number for place in places for number in self._told_at.get(place, ())}
        same = min((number for number in beside if in_touch(self._kept[number]) == parties), default=None)
        joined = None
        if same is not None:
            joined = (same, self._kept[same])
            self._kept[same] = _joined(self._kept[same], contact)
        else:
            same = len(self._kept)
            self._kept.append(contact)
        for place in places:
            self._told_at.setdefault(place, []).append(same)
        return _Taken(frozenset(places), joined)

    def _take_back(self, taken: _Taken) -> None:
        for place in taken.places:
            self._told_at[place].pop()
        if taken.joined is None:
            self._kept.pop()
        else:
            number, before = taken.joined
            self._kept[number] = before


def _joined(one: Contact, other: Contact) -> Contact:
    """One contact of two: the channel that is known, the day that is named."""
    channels = [contact.channel for contact in (one, other) if contact.channel is not None]
    dated = [contact for contact in (one, other) if contact.when.basis in ("stated", "relative")]
    return replace(
        one,
        records=tuple(sorted({*one.records, *other.records})),
        probability=max(one.probability, other.probability),
        channel=next(iter(channels), None),
        level=one.level or other.level,
        through=one.through or other.through,
        when=(dated or [one])[0].when,
    )


def _sides(actors: Iterable[object]) -> frozenset[str]:
    return frozenset(filter(None, map(named_side, actors)))  # type: ignore[arg-type]


def _day(contact: Contact) -> date:
    return contact.when.latest or contact.when.earliest or date.min
