"""Deeds: what is told as done, by kind, side and day, and with who tells of it."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from detente.codebook import MUTUAL, Codebook
from detente.crisis.acts import met_at
from detente.crisis.calling_off import find_called_off
from detente.crisis.following import Follower
from detente.crisis.history import is_history
from detente.crisis.kinds import kind_of
from detente.crisis.known import Known, day_of, sides
from detente.crisis.matter import NAMED
from detente.crisis.promises import Promise, Wanted
from detente.crisis.recall import Recall
from detente.crisis.rows import Row, known_rows
from detente.crisis.telling import Telling, tell
from detente.crisis.wording import beginnings, overlap
from detente.schema import Event, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something told as done. type, mode: what it counts as. by, to: sides; for a deed whose sufferer nobody
    names the country of its place. words: of its sentence and place."""

    event: Event
    type: str
    mode: str | None
    telling: Telling
    day: date
    by: frozenset[str]
    to: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """Deeds in order of day, under each side that acted, and under each type with each side.

    days: of all deeds, in order. digests: the sum of those before each, and of all.
    """

    by_type: Mapping[tuple[str, str], Sequence[Deed]]
    by_side: Mapping[str, Sequence[Deed]]
    days: Sequence[date]
    digests: Sequence[int]
    recall: Recall

    def state(self, first: date, last: date) -> int:
        """A digest of what was done from `first` to `last`, as it is known: equal where none of it is new."""
        return self.digests[bisect_right(self.days, last)] - self.digests[bisect_left(self.days, first)]

    def of(self, kinds: Iterable[Wanted], doers: Iterable[str], first: date, last: date) -> list[Deed]:
        """What the doers did of these kinds from `first` to `last`; a kind without mode takes any."""
        wanted = {(kind.type, kind.mode) for kind in kinds}
        rows = (self.by_type.get((kind, doer), ()) for kind in {kind for kind, _ in wanted} for doer in doers)
        found = {deed.event.id: deed for row in rows for deed in _between(row, first, last)}
        fitting = (
            deed for deed in found.values() if (deed.type, None) in wanted or (deed.type, deed.mode) in wanted
        )
        return sorted(fitting, key=rank)

    def worded(self, promise: Promise, first: date, last: date) -> list[Deed]:
        """What the doers did, in sentences that share the promise's words, whatever the kind."""
        found: dict[str, Deed] = {}
        for doer in sorted(promise.doers):
            row = _between(self.by_side.get(doer, ()), first, last)
            sharing = self.recall.find(
                ("worded", promise.first.id, doer), (promise.words,), partial(_Sharing, promise.words)
            )
            found.update((deed.event.id, deed) for deed in sharing.follow(row))
        return sorted(found.values(), key=rank)


class _Sharing(Follower[Deed, bool]):
    """The deeds of a row in sentences that share some words."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self._words = words
        self._found: list[Deed] = []

    def follow(self, row: Sequence[Deed]) -> Sequence[Deed]:
        """Those of this row."""
        self.advance(row)
        return self._found

    def _take(self, given: Deed) -> bool:
        shares = overlap(self._words, given.words) >= NAMED
        if shares:
            self._found.append(given)
        return shares

    def _take_back(self, taken: bool) -> None:
        if taken:
            self._found.pop()


def index_deeds(seen: Known, codebook: Codebook, recall: Recall | None = None) -> Deeds:
    """Index the events that are told as done and as news, and the meetings that are told as called off.

    recall: of earlier drawings.
    """
    recall = recall or Recall()
    return recall.find(("deeds",), (), partial(_Deeds, codebook)).follow(seen, recall)


class _Deeds(Follower[Row, Deed | None]):
    """Deeds under their kinds and sides, kept up as events come and go."""

    exchanges = True

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self._codebook = codebook
        self._seen: Known
        self._by_type: dict[tuple[str, str], list[Deed]] = {}
        self._by_side: dict[str, list[Deed]] = {}
        self._every: list[Deed] = []
        self._digests: dict[str, int] = {}
        self._sums: list[int] = [0]
        self._first: Mapping[str | None, str] = {}  # event of each incident
        self._off: dict[Row, Deed | None] = {}

    def follow(self, seen: Known, recall: Recall) -> Deeds:
        """The deeds that the events of what is known tell of."""
        self._seen = seen
        rows = known_rows(seen, recall)
        self._first = {row.incident: row.event.id for row in reversed(rows.now)}
        self.advance(rows)
        self._call_off(rows.now)
        for deed in self._every[len(self._sums) - 1 :]:
            self._sums.append(self._sums[-1] + self._digests[deed.event.id])
        return Deeds(
            by_type=self._by_type,
            by_side=self._by_side,
            days=[deed.day for deed in self._every],
            digests=self._sums,
            recall=recall,
        )

    def _call_off(self, rows: Iterable[Row]) -> None:
        """Take the meetings that are called off: whether one is, hangs on all that its sentence tells."""
        by_id = {row.event.id: row for row in rows if row.event.status == "denied"}
        off = [by_id[event.id] for event in find_called_off(self._seen.events)]
        for row in self._off.keys() - off:
            self._drop(self._off.pop(row))
        self._off.update((row, self._deed_of(row)) for row in off if row not in self._off)

    def _take(self, given: Row) -> Deed | None:
        return self._deed_of(given) if given.event.status == "reported" else None

    def _take_back(self, taken: Deed | None) -> None:
        self._drop(taken)

    def _deed_of(self, row: Row) -> Deed | None:
        deed = _deed(self._seen, self._codebook, row.event)
        if deed is not None:
            # What is one happening counts, not its id, which another telling changes.
            happening = self._first.get(row.incident) if row.incident else None
            self._digests[deed.event.id] = hash((deed.event.id, happening, deed.telling))
            for deeds in self._rows(deed):
                insort(deeds, deed, key=rank)
            self._forget_sums(deed)
        return deed

    def _drop(self, deed: Deed | None) -> None:
        if deed is not None:
            self._forget_sums(deed)
            del self._digests[deed.event.id]
            for deeds in self._rows(deed):
                del deeds[bisect_left(deeds, rank(deed), key=rank)]

    def _rows(self, deed: Deed) -> Iterator[list[Deed]]:
        acting = deed.by | deed.to if deed.type in MUTUAL else deed.by
        yield self._every
        for party in acting:
            yield self._by_type.setdefault((deed.type, party), [])
            yield self._by_side.setdefault(party, [])

    def _forget_sums(self, deed: Deed) -> None:
        """The sums hold for what came before a deed, no longer from it on."""
        del self._sums[bisect_left(self._every, rank(deed), key=rank) + 1 :]


def _deed(seen: Known, codebook: Codebook, event: Event) -> Deed | None:
    """What an event tells as done; None for history, and for what has no day.

    A meeting called off is refused on the day on which that is told: its own day is the one it was set for.
    """
    off = event.status == "denied"
    day = event.grounds.known_at.date() if off else day_of(event)
    if is_history(event) or day is None:
        return None
    kind = kind_of(event, codebook)
    if off:
        kind = replace(kind, type="REJECT", mode="meet", to=sides(event.to))
    told = [part.text for part in event.grounds.evidence if isinstance(part, Span)]
    where = [] if event.place is None else [event.place.name]
    return Deed(
        event=event,
        type=kind.type,
        mode=kind.mode,
        telling=tell(seen, event, asserts=True),
        day=day,
        by=sides(event.by),
        to=kind.to or met_at(event.by, kind.type, event.place),
        words=beginnings(" ".join((*told, *where))),
    )


def rank(deed: Deed) -> tuple[date, str]:
    """Sort key: the order of days."""
    return (deed.day, deed.event.id)


def _between(row: Sequence[Deed], first: date, last: date) -> Sequence[Deed]:
    start = bisect_left(row, first, key=lambda deed: deed.day)
    return row[start : bisect_right(row, last, key=lambda deed: deed.day)]
