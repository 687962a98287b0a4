"""What is made of the tellings and denials of each incident, made anew where one of these changes."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Generic, TypeVar

from detente.crisis.following import Grouped
from detente.crisis.known import Known
from detente.crisis.recall import Findings, Ground, Recall
from detente.crisis.rows import Row, told_rows
from detente.crisis.telling import ground
from detente.schema import Event, Statement

T = TypeVar("T")
Make = Callable[[Known, str, list[Event], list[Statement]], T]  # of an incident: its mentions, its denials


class Heard(Generic[T]):
    """Findings of incidents, by their ids, in order of first telling."""

    def __init__(self, name: Callable[[Row], str | None], make: Make[T]) -> None:
        """name: the incident that a row counts for, None for one that is left out. make: a finding."""
        self._make = make
        self._mentions: Grouped[Row, str] = Grouped(name)
        self._denying: Grouped[tuple[str, Statement, Ground], str] = Grouped(itemgetter(0))
        self._findings: Findings[str, T] = Findings()

    @property
    def mentions(self) -> Mapping[str, Sequence[Row]]:
        """The mentions of each incident."""
        return self._mentions.groups

    def __getitem__(self, incident: str) -> T:
        return self._findings[incident]

    def follow(self, seen: Known, denials: Mapping[str, str], recall: Recall) -> frozenset[str]:
        """Take what is known; gives the incidents of which something changed, those gone among them.

        denials: `denied_incidents` of `seen`.
        """
        self._mentions.advance(told_rows(seen, denials, recall))
        self._denying.advance(
            (denials[statement.id], statement, ground(seen, statement))
            for statement in seen.statements
            if statement.id in denials
        )
        changed = self._mentions.changed() | self._denying.changed()
        for incident in changed:
            self._find(seen, incident)
        return changed

    def _find(self, seen: Known, incident: str) -> None:
        told = tuple(self._mentions.groups.get(incident, ()))
        denied = tuple(self._denying.groups.get(incident, ()))
        if not told:
            self._findings.drop(incident)
            return
        events, denying = [row.event for row in told], [statement for _, statement, _ in denied]
        make = partial(self._make, seen, incident, events, denying)
        self._findings.find(incident, (told, denied), make)
