"""Words that tie an act to its answer, and the places where acts are done."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from operator import itemgetter

from detente.crisis.cues import Cue, find_cues
from detente.crisis.following import Followed, Follower, Grouped
from detente.crisis.known import side
from detente.crisis.rows import Place, Row, sentence_of
from detente.schema import Event, Span

_MEANT = 0.8  # that the one act of a kind at a place is the one that a noun names: the authors' judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Words that tie an act to its answer. named: the noun that stands for the act, where that is told of
    elsewhere.
    """

    cue: Cue
    act: Event
    answer: Event
    named: Event | None = None

    @property
    def records(self) -> tuple[Event, ...]:
        return (self.act, self.answer) if self.named is None else (self.act, self.named, self.answer)

    @property
    def probability(self) -> float:
        """That its words mean it, and that the events are read right."""
        meant = 1.0 if self.named is None else _MEANT
        return self.cue.probability * meant * prod(event.grounds.probability for event in self.records)


class Words:
    """The sentences with two events or more, what the words of each tie, and what is done at each place."""

    def __init__(self) -> None:
        self._sentences: Grouped[Row, Place] = Grouped(_told_in)
        self._ties: dict[Place, tuple[Tie, ...]] = {}
        self._places = _Places()

    def follow(self, rows: Followed[Row]) -> None:
        """Take the events that are known."""
        self._places.advance(rows)
        self._sentences.advance(rows)
        groups = self._sentences.groups
        for place in self._sentences.changed():
            self._ties.pop(place, None)
            if ties := _ties([row.event for row in groups.get(place, ())]):
                self._ties[place] = ties

    def ties(self) -> Iterator[Tie]:
        """What the words of each sentence tie, in the order in which they became known."""
        return (tie for place in self._sentences.groups if place in self._ties for tie in self._ties[place])

    def done_at(self, acts: Collection[str], places: Collection[str]) -> dict[str, dict[str, Event]]:
        """The acts done at each of some places, by the first telling that names the place."""
        return {place: self._places.told_at(place, acts) for place in places}


def _ties(events: Sequence[Event]) -> tuple[Tie, ...]:
    """What the words of a sentence tie among its events."""
    sentence = events[0].grounds.evidence[0] if len(events) > 1 else None
    if not isinstance(sentence, Span):
        return ()
    tied = ((cue, _tied(events, cue, sentence.start)) for cue in find_cues(sentence.text))
    return tuple(Tie(cue=cue, act=pair[0], answer=pair[1]) for cue, pair in tied if pair is not None)


class _Places(Follower[Row, frozenset[str]]):
    """The mentions of incidents that are told as done, at each place."""

    exchanges = True

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, list[tuple[int, Row]]] = {}

    def told_at(self, place: str, acts: Collection[str]) -> dict[str, Event]:
        """The first telling of each of some acts that names a place."""
        told: dict[str, Event] = {}
        for _, row in self._told.get(place, ()):
            if row.incident is not None and row.incident in acts:
                told.setdefault(row.incident, row.event)
        return told

    def _take(self, given: Row) -> frozenset[str]:
        return self._put_in(len(self._taken), given)

    def _take_back(self, taken: frozenset[str]) -> None:
        self._take_out(len(self._taken), taken)

    def _put_in(self, at: int, given: Row) -> frozenset[str]:
        if given.event.status != "reported" or given.incident is None:
            return frozenset()
        places = places_of(given.event)
        for place in places:
            insort(self._told.setdefault(place, []), (at, given), key=itemgetter(0))
        return places

    def _take_out(self, at: int, taken: frozenset[str]) -> None:
        for place in taken:
            told = self._told[place]
            del told[bisect_left(told, at, key=itemgetter(0))]


def places_of(event: Event) -> frozenset[str]:
    """What the place of an event is called, in small letters; no country: too much happens in one."""
    named = {actor.name for actor in event.to if side(actor) is None}
    place = event.place
    if place is not None and place.precision not in ("country", "region"):
        named |= {place.name, *(() if place.mention is None else (place.mention.text,))}
    return frozenset(name.casefold() for name in named)


def _told_in(row: Row) -> Place | None:
    """The sentence in which something with words of its own is told as done."""
    told = row.event.trigger is not None and row.event.status == "reported"
    return sentence_of(row.event) if told else None


def _tied(events: Sequence[Event], cue: Cue, offset: int) -> tuple[Event, Event] | None:
    """Act and answer that a cue ties: the nearest event on either side of it, or, where it leads the
    sentence, the two that follow. The cue may be the answer's own verb ("retaliated for").
    """
    placed = [(event.trigger.start - offset, event) for event in events if event.trigger is not None]
    before = [event for start, event in placed if start < cue.end]
    after = [event for start, event in placed if start >= cue.end]
    if before and after:
        return (after[0], before[-1]) if cue.answer_first else (before[-1], after[0])
    if cue.answer_first and cue.start == 0 and len(after) > 1:
        return after[0], after[1]
    return None
