"""Material -> Brief: the sections in the order in which they are read, and the notes that marks lead to."""

from collections.abc import Iterable

from detente.brief.changes import changes
from detente.brief.citing import Desk
from detente.brief.claims import claims
from detente.brief.commitments import commitments
from detente.brief.contacts import contacts
from detente.brief.document import Brief, Cite, Note, Query, Section, Sentence, place_of
from detente.brief.escalation import escalation
from detente.brief.expected import expected
from detente.brief.headline import headline
from detente.brief.incidents import incidents
from detente.brief.material import Material
from detente.brief.sources import sources
from detente.brief.unknowns import unknowns
from detente.brief.words import days, join


def compose(material: Material) -> Brief:
    """Write a brief. The same material gives the same brief."""
    desk = Desk.of(material)
    sections = tuple(section for section in _sections(desk) if section is not None)
    spoken = [
        sentence for part in sections for paragraph in part.paragraphs for sentence in paragraph.sentences
    ]
    return Brief(
        title=_title(desk),
        as_of=material.as_of,
        since=material.since,
        facts=_facts(desk),
        sections=sections,
        notes=_notes(desk, spoken),
    )


def _sections(desk: Desk) -> Iterable[Section | None]:
    yield headline(desk)
    if desk.material.is_empty:
        yield commitments(desk) if desk.material.standings else None
        yield expected(desk)
        return
    yield changes(desk)
    yield incidents(desk)
    yield claims(desk)
    yield commitments(desk)
    yield contacts(desk)
    yield escalation(desk)
    yield expected(desk)
    yield unknowns(desk)
    yield sources(desk)


def _title(desk: Desk) -> str:
    picture = desk.material.picture
    about, towards = (
        [desk.names.party(name) for name in names] for names in (picture.about, picture.towards)
    )
    whom = join(about) or "the whole record"
    if towards:
        whom += f" towards {join(towards)}"
    return f"Brief: {whom}"


def _facts(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the brief covers."""
    material = desk.material
    publishers = {report.publisher.id for report in material.reports.values()}
    span = days(material.first_day, material.last_day, 0)
    return (
        ("Period", span),
        ("As of", f"{material.as_of:%Y-%m-%d %H:%M} UTC"),
        (
            "Reports",
            f"{len(material.reports):,} in the period, {len(material.picture.seen.reports):,} in all",
        ),
        ("Publishers", f"{len(publishers):,} in the period"),
    )


def _notes(desk: Desk, sentences: Iterable[Sentence]) -> tuple[Note, ...]:
    """One note for each sentence of a report, row or query, numbered as first met."""
    records: dict[object, list[str]] = {}
    marks: dict[object, Cite | Query] = {}
    for sentence in sentences:
        for mark in sentence.marks:
            place = place_of(mark)
            marks.setdefault(place, mark)
            named = records.setdefault(place, [])
            if isinstance(mark, Cite) and mark.record not in named:
                named.append(mark.record)
    notes = []
    for number, (where, mark) in enumerate(marks.items(), start=1):
        if isinstance(mark, Query):
            notes.append(Note(number=number, query=mark))
            continue
        source = desk.record(mark.record).grounds.source_id
        report = desk.material.picture.seen.reports.get(source)
        notes.append(
            Note(number=number, evidence=mark.evidence, report=report, records=tuple(records[where]))
        )
    return tuple(notes)
