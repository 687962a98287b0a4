"""The mentions of one happening -> the Incident that they add up to."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from detente.crisis.clusters import Join
from detente.crisis.links import BY_PERSON
from detente.crisis.matching import chance
from detente.crisis.voices import Source
from detente.schema import Actor, Event, Figure, Incident, Place, Step, When

METHOD = "incidents/1"
_PRECISIONS = ("country", "region", "city", "point")
_MOST_STEPS = 20  # the first joins of a happening that hundreds of reports tell of
T = TypeVar("T")


def build_incident(
    events: Iterable[Event],
    *,
    figures: Iterable[Figure],
    foretold: Iterable[str],
    joins: Sequence[Join],
    sources: Mapping[str, Source],
) -> Incident | None:
    """Put together what the mentions of a happening say of it; None where all of them deny it.

    Who did it to whom is told by the mentions of the type that most voices give: in "they accuse them of it"
    the accuser acts, and did not do it. The probability is that all mentions are true to their texts' one
    happening: the surest mention's own, times the weakest join's.
    """
    mentions = sorted(events, key=_order)
    told = [event for event in mentions if event.status == "reported"]
    if not told:
        return None
    vote = _Vote(sources)
    kind = agreed_type(told, vote.voice)
    of_kind = [event for event in told if event.type == kind]
    weakest = min((join.mean for join in joins), default=None)
    surest = max(event.grounds.probability for event in told)
    return Incident(
        records=tuple(sorted(event.id for event in mentions)),
        method=METHOD,
        probability=round(surest * (1.0 if weakest is None else chance(weakest)), 6),
        steps=tuple(_step(join) for join in joins[:_MOST_STEPS]),
        type=kind,
        mode=vote.most([event for event in of_kind if event.mode], lambda event: event.mode),
        by=vote.ranked(of_kind, lambda event: event.by, _actor_key),
        to=vote.ranked(of_kind, lambda event: event.to, _actor_key),
        place=next(iter(_by_precision(vote.ranked(told, _places, _place_key))), None),
        when=_when(told, vote),
        first_report=mentions[0].grounds.source_id,
        last_report=mentions[-1].grounds.source_id,
        voices=tuple(sorted({vote.voice(event) for event in told})),
        places=vote.ranked(mentions, _places, _place_key),
        times=vote.ranked(mentions, lambda event: (event.when,), _when_key),
        figures=tuple(
            figure.id for figure in sorted(figures, key=lambda one: (one.grounds.known_at, one.id))
        ),
        foretold=tuple(sorted(foretold)),
    )


def agreed_type(told: Iterable[Event], voice_of: Callable[[Event], str]) -> str:
    """The type of act that most voices give a happening; the first in the alphabet of several."""
    return _most({(event.type, voice_of(event)) for event in told})


def _most(votes: Iterable[tuple[str, str]]) -> str:
    """What most voices say, of pairs of a value and a voice; "" for none."""
    counts = Counter(said for said, _ in votes)
    return min(counts, key=lambda said: (-counts[said], said), default="")


class _Vote:
    """Counts voices, not mentions: what ten reprints say has one vote."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def voice(self, event: Event) -> str:
        """The publisher or agency that an event is told by; a dataset has its own voice."""
        source_id = event.grounds.source_id
        return self._sources[source_id].voice if source_id in self._sources else source_id

    def most(self, events: Iterable[Event], value: Callable[[Event], str | None]) -> str:
        """The value that most voices give; the first in the alphabet of several. "" for no events."""
        return _most({(value(event) or "", self.voice(event)) for event in events})

    def ranked(
        self,
        events: Iterable[Event],
        values: Callable[[Event], Iterable[T]],
        key: Callable[[T], Hashable],
    ) -> tuple[T, ...]:
        """Different values, those of most voices first; each as the earliest mention has it."""
        first: dict[Hashable, T] = {}
        voices: defaultdict[Hashable, set[str]] = defaultdict(set)
        for event in events:
            for value in values(event):
                first.setdefault(key(value), value)
                voices[key(value)].add(self.voice(event))
        return tuple(first[one] for one in sorted(first, key=lambda one: (-len(voices[one]), str(one))))


def _order(event: Event) -> tuple[object, ...]:
    return (event.grounds.known_at, event.grounds.source_id, event.id)


def _places(event: Event) -> tuple[Place, ...]:
    return (event.place,) if event.place else ()


def _by_precision(places: Iterable[Place]) -> list[Place]:
    """The most precise first; else in the order given."""
    return sorted(
        places, key=lambda place: -_PRECISIONS.index(place.precision) if place.precision in _PRECISIONS else 1
    )


def _when(told: Sequence[Event], vote: _Vote) -> When:
    """A day that the texts name before one they do not; then the narrowest, then that of most voices."""
    ranked = vote.ranked(told, lambda event: (event.when,), _when_key)
    return min(ranked, key=_vagueness)


def _vagueness(when: When) -> tuple[bool, int]:
    if when.earliest is None or when.latest is None:
        return (True, 1_000_000)
    return (when.basis not in ("stated", "relative"), (when.latest - when.earliest).days)


def _actor_key(actor: Actor) -> Hashable:
    return (actor.entity or "", "" if actor.entity else actor.text.casefold())


def _place_key(place: Place) -> Hashable:
    return (place.name, place.country or "")


def _when_key(when: When) -> Hashable:
    """The earliest days first among those of as many voices; publication days after those that are named."""
    return (when.basis == "publication", str(when.earliest), str(when.latest), when.basis)


def _step(join: Join) -> Step:
    how = f"at mean log-odds {join.mean / 1_000:.1f}" if join.mean < BY_PERSON else "by a person's judgement"
    detail = (
        f"{len(join.one)} and {len(join.other)} ways of telling it joined {how} "
        f"({join.one[0][:10]}, {join.other[0][:10]})"
    )
    return Step(rule=METHOD, detail=detail)
