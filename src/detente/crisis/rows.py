"""The events that are known, each with all that findings take of it: what most findings are made from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple, cast

from detente.crisis.following import Followed
from detente.crisis.known import Known
from detente.crisis.recall import Ground, Recall
from detente.crisis.telling import ground
from detente.schema import Event, Figure, Span, Statement


class Row(NamedTuple):
    """An event, what its telling rests on, and the incident that it is a mention of, or denies."""

    event: Event
    ground: Ground
    incident: str | None


Place = tuple[str, int]  # of a sentence: its report, and where it begins there


def sentence_of(event: Event) -> Place | None:
    """The sentence that an event stands in; None for a row of an archive."""
    first = event.grounds.evidence[0]
    return (first.report_id, first.start) if isinstance(first, Span) else None


def known_rows(seen: Known, recall: Recall) -> Followed[Row]:
    """The events of what is known, after those of the drawing before."""
    return recall.find(("rows",), (), _Rows).follow(seen)


def told_rows(seen: Known, denials: Mapping[str, str], recall: Recall) -> Followed[Row]:
    """The same with what each denial denies. denials: `denied_incidents` of `seen`."""
    return recall.find(("told rows",), (), _Told).follow(known_rows(seen, recall), denials)


class _Rows:
    def __init__(self) -> None:
        self._seen: Known | None = None
        self._rows: Followed[Row] = Followed((), ())

    def follow(self, seen: Known) -> Followed[Row]:
        if seen is not self._seen:
            if self._seen is not None:
                _take_over(self._seen, seen)
            self._seen = seen
            before = chain(self._rows.now, repeat(None))
            rows = [_row(seen, event, row) for event, row in zip(seen.events, before, strict=False)]
            self._rows = Followed(self._rows.now, rows)
        return self._rows


def _row(seen: Known, event: Event, before: Row | None) -> Row:
    """The row of an event; the one before where that is the same."""
    incident, found = seen.incidents.get(event.id), seen.grounds.get(event.id)
    is_same = before is not None and before.event is event and before.ground is found
    if before is not None and is_same and before.incident == incident:
        return before
    return Row(event, ground(seen, event), incident)


class _Told:
    def __init__(self) -> None:
        self._known: Sequence[Row] = ()
        self._denials: Mapping[str, str] = {}
        self._rows: Followed[Row] = Followed((), ())

    def follow(self, known: Followed[Row], denials: Mapping[str, str]) -> Followed[Row]:
        if known.now is not self._known or denials != self._denials:
            self._known, self._denials = known.now, denials
            rows = [
                row if (denied := denials.get(row.event.id)) is None else row._replace(incident=denied)
                for row in known.now
            ]
            self._rows = Followed(self._rows.now, rows)
        return self._rows


def _take_over(before: Known, seen: Known) -> None:
    """Give what is known now the grounds known before, but for those of reports that have changed, and of
    speakers who turn out to be a publisher, or none."""
    changed = {name for name, _ in before.voices.items() ^ seen.voices.items()}
    changed |= _other(before.reports, seen.reports)
    told = (known.said.get(name) for name in _other(before.said, seen.said) for known in (before, seen))
    changed |= {statement.grounds.source_id for statement in told if statement is not None}
    changed -= seen.reports.keys() - before.reports.keys()
    papers = {name for name, _ in before.papers.items() ^ seen.papers.items()}
    kept = before.grounds.items()
    if changed:
        kept = {name: found for name, found in kept if _source(found) not in changed}.items()
    if papers:
        kept = {name: found for name, found in kept if papers.isdisjoint(_speakers(found))}.items()
    seen.grounds.update(kept)
    seen.told.update(before.told)


def _other(before: Mapping[str, object], now: Mapping[str, object]) -> set[str]:
    """The names under which another thing stands than before."""
    changed = {name for name, thing in now.items() if before.get(name) is not thing}
    return changed | (before.keys() - now.keys())


def _speakers(found: Ground) -> Iterator[str]:
    """What whoever speaks in a record is called, as `Known.medium` looks for it."""
    for record in found[:2]:
        speaker = None if record is None else cast(Event | Statement | Figure, record).speaker
        if speaker is not None:
            yield from (speaker.name.casefold(), speaker.text.casefold())


def _source(found: Ground) -> str:
    return cast(Event | Statement | Figure, found[0]).grounds.source_id
