"""What the record adds up to. Every finding names the records it rests on; nothing is edited.

`copies` finds reports that carry the text of others, `voices` says whom a report speaks for, and `incidents`
what happened, once, however often it was told. The indexes take one more day at about the cost of that day.
"""

from collections.abc import Iterable

from detente.crisis.copies import CopyIndex, find_copies
from detente.crisis.incidents import IncidentIndex
from detente.crisis.voices import Source, find_sources
from detente.schema import Event, Figure, Incident, Report

__all__ = ["CopyIndex", "IncidentIndex", "Source", "find_copies", "find_incidents", "find_sources"]


def find_incidents(
    events: Iterable[Event], *, figures: Iterable[Figure] = (), reports: Iterable[Report] = ()
) -> tuple[Incident, ...]:
    """The incidents that events add up to, sorted by id. reports: those that the events stand in."""
    known = {report.id: report for report in reports}
    copies = CopyIndex()
    copies.add(known.values())
    index = IncidentIndex()
    index.add(events, figures=figures, sources=find_sources(known.values(), copies, known))
    return index.incidents()
