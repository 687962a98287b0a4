"""What the record adds up to. Every finding names the records it rests on; nothing is edited.

`copies` finds reports that carry the text of others, `voices` says whom a report speaks for, and `incidents`
what happened, once, however often it was told. The indexes take one more day at about the cost of that day.
`picture` composes everything: `look` draws the `Picture` of records and reports at hand, `draw` the one of
what indexes hold.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from detente.codebook import Codebook
from detente.crisis.about import About
from detente.crisis.acts import Act, gather_acts, upon
from detente.crisis.assessment import assess
from detente.crisis.chains import link_chains
from detente.crisis.claims import find_claims
from detente.crisis.commitments import keep_ledger
from detente.crisis.contacts import find_contacts, in_touch, last_contacts
from detente.crisis.copies import CopyIndex, find_copies
from detente.crisis.gaps import find_gaps
from detente.crisis.history import is_history
from detente.crisis.incidents import IncidentIndex
from detente.crisis.judged import judge_records
from detente.crisis.kinds import kind_of
from detente.crisis.known import MEDIA, Known, known, side, sides
from detente.crisis.levels import find_ruptures, gather_dyads, measure_days, measure_weeks
from detente.crisis.links import gather_links
from detente.crisis.people import fill_all
from detente.crisis.picture import Picture, draw
from detente.crisis.promises import Promise
from detente.crisis.recall import Recall
from detente.crisis.voices import Source, Voices, find_sources
from detente.schema import Event, Figure, Incident, Judgement, Record, Report
from detente.schema.judgement import in_force

__all__ = [
    "MEDIA",
    "About",
    "Act",
    "CopyIndex",
    "IncidentIndex",
    "Known",
    "Picture",
    "Promise",
    "Recall",
    "Source",
    "Voices",
    "assess",
    "draw",
    "find_claims",
    "find_contacts",
    "find_copies",
    "find_gaps",
    "find_incidents",
    "find_ruptures",
    "find_sources",
    "gather_acts",
    "gather_dyads",
    "gather_links",
    "in_touch",
    "is_history",
    "keep_ledger",
    "kind_of",
    "known",
    "last_contacts",
    "link_chains",
    "look",
    "measure_days",
    "measure_weeks",
    "side",
    "sides",
    "upon",
]


def find_incidents(
    events: Iterable[Event], *, figures: Iterable[Figure] = (), reports: Iterable[Report] = ()
) -> tuple[Incident, ...]:
    """The incidents that events add up to, sorted by id. reports: those that the events stand in."""
    known_reports = {report.id: report for report in reports}
    copies = CopyIndex()
    copies.add(known_reports.values())
    index = IncidentIndex()
    sources = find_sources(known_reports.values(), copies, known_reports)
    index.add(events, figures=figures, sources=sources)
    return index.incidents()


def look(
    records: Iterable[Record],
    reports: Iterable[Report],
    *,
    as_of: datetime,
    about: About | None = None,
    since: datetime | None = None,
    codebook: Codebook | None = None,
    unobserved: Collection[date] = (),
    judgements: Iterable[Judgement] = (),
) -> Picture:
    """Draw the picture of records and the reports they stand in, as of a moment.

    judgements: people's; those made by then that nobody has undone count.

    Raises: InputError for a moment without zone.
    """
    decided = in_force(one for one in judgements if one.judged_at <= as_of)
    reports = tuple(reports)
    read = known(judge_records(records, decided), reports, incidents={}, voices={}, as_of=as_of)
    filled = fill_all((*read.events, *read.statements, *read.commitments, *read.figures))
    seen = known(filled, reports, incidents={}, voices={}, as_of=as_of)
    copies = CopyIndex()
    copies.add(seen.reports.values())
    sources = find_sources(seen.reports.values(), copies, seen.reports)
    index = IncidentIndex()
    index.add(seen.events, figures=seen.figures, sources=sources)
    index.link(gather_links(decided))
    picture = draw(
        seen.resolved(index.incidents(), sources),
        incidents=index.incidents(),
        copies=copies.copies(),
        about=about,
        codebook=codebook,
        unobserved=unobserved,
        judgements=decided,
    )
    return replace(picture, since=since, judged_until=as_of)
