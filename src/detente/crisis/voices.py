"""Who a report speaks for: reprints have the voice of their origin, however many outlets carry them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from detente.crisis.copies import CopyIndex
from detente.schema import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is to know of a report when its records are counted.

    voice: the publisher id, or agency, that it speaks for.
    """

    report_id: str
    known_at: datetime
    voice: str


class Voices:
    """Which reports are copies, and the voice of each, kept up as reports come."""

    def __init__(self) -> None:
        self.index = CopyIndex()
        self._sources: dict[str, Source] = {}

    def add(self, reports: Iterable[Report], known: Mapping[str, Report]) -> tuple[Source, ...]:
        """Take reports; gives the sources that may be others now. known: all reports so far, these too."""
        touched = self.index.add(reports)
        found = find_sources((known[name] for name in touched), self.index, known)
        self._sources.update((one.report_id, one) for one in found)
        return found

    def sources(self) -> Iterable[Source]:
        """Of all reports."""
        return self._sources.values()


def find_sources(
    reports: Iterable[Report], index: CopyIndex, known: Mapping[str, Report]
) -> tuple[Source, ...]:
    """Give each report its voice, and each report of its family with it: sorted by report id.

    The copies of one text have one voice: the agency that the earliest of them credits, else the publisher
    of the original. known: all reports that `index` holds, by id.
    """
    found: dict[str, Source] = {}
    for original in sorted({index.original(report.id) for report in reports}):
        family = [known[report_id] for report_id in index.family(original)]
        voice = _voice(known[original], family)
        found.update((one.id, Source(report_id=one.id, known_at=one.known_at, voice=voice)) for one in family)
    return tuple(found[report_id] for report_id in sorted(found))


def _voice(original: Report, family: Iterable[Report]) -> str:
    by_time = sorted(family, key=lambda report: (report.known_at, report.id))
    return next((report.origin for report in by_time if report.origin), None) or original.publisher.id
