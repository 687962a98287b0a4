"""The order in which records became known, and records that are kept in it as some come and others go."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from detente.schema import Commitment, Event, Figure, Record, Span, Statement

Order = tuple[datetime, str, int, str]
R = TypeVar("R", Event, Statement, Commitment, Figure)


def order(record: Record) -> Order:
    """Sort key: when it became known, then its place in its report."""
    own = own_span(record)
    return (record.grounds.known_at, record.grounds.source_id, -1 if own is None else own.start, record.id)


def own_span(record: Record) -> Span | None:
    """The words that name the record: trigger, cue or number, else the start of its sentence."""
    if isinstance(record, Event):
        own = record.trigger
    elif isinstance(record, Figure):
        own = record.mention
    else:
        own = record.cue
    if own is None:
        first = record.grounds.evidence[0]
        own = first if isinstance(first, Span) else None
    return own


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """Records of each kind, the earlier known first."""

    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    figures: tuple[Figure, ...]


class Ordered:
    """Records, each once, in the order in which they became known."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._events: _Row[Event] = _Row()
        self._statements: _Row[Statement] = _Row()
        self._commitments: _Row[Commitment] = _Row()
        self._figures: _Row[Figure] = _Row()
        self.add(records)

    def add(self, records: Iterable[Record]) -> None:
        """Put records to their places; of an id that is there the new one takes the place."""
        given = tuple({record.id: record for record in records}.values())
        self._events.add([record for record in given if isinstance(record, Event)])
        self._statements.add([record for record in given if isinstance(record, Statement)])
        self._commitments.add([record for record in given if isinstance(record, Commitment)])
        self._figures.add([record for record in given if isinstance(record, Figure)])

    def discard(self, ids: Collection[str]) -> None:
        """Take records out, as far as they are there."""
        for row in (self._events, self._statements, self._commitments, self._figures):
            row.discard(ids)

    def until(self, moment: datetime, *, without: Collection[str] = ()) -> Early:
        """Those known by a moment, but for those of some reports."""
        return Early(
            events=self._events.until(moment, without),
            statements=self._statements.until(moment, without),
            commitments=self._commitments.until(moment, without),
            figures=self._figures.until(moment, without),
        )


class _Row(Generic[R]):
    """Records of one kind, beside their places in the order."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._places: list[Order] = []
        self._records: list[R] = []

    def add(self, records: Collection[R]) -> None:
        self.discard({record.id for record in records})
        if not records:
            return
        self._ids.update(record.id for record in records)
        rows = [(order(record), record) for record in records]
        start = bisect_left(self._places, min(place for place, _ in rows))
        rows += zip(self._places[start:], self._records[start:], strict=True)
        rows.sort(key=_place)
        self._places[start:] = [place for place, _ in rows]
        self._records[start:] = [record for _, record in rows]

    def discard(self, ids: Collection[str]) -> None:
        gone = self._ids.intersection(ids)
        if gone:
            self._ids -= gone
            self._places = [place for place in self._places if place[-1] not in gone]
            self._records = [record for record in self._records if record.id not in gone]

    def until(self, moment: datetime, without: Collection[str]) -> tuple[R, ...]:
        end = bisect_right(self._places, moment, key=lambda place: place[0])
        known = self._records[:end]
        if not without:
            return tuple(known)
        places = zip(self._places, known, strict=False)
        return tuple(record for (_, source, _, _), record in places if source not in without)


def _place(row: tuple[Order, Record]) -> Order:
    return row[0]
