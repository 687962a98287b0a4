"""Sources: who published what the brief rests on, and which reports are one voice."""

from collections import Counter
from collections.abc import Iterator, Sequence

from detente.brief.citing import UNKNOWN, Desk
from detente.brief.document import Cite, Paragraph, Section, Sentence
from detente.brief.queries import ask, run
from detente.brief.words import count, day, join, number, plain, some, was
from detente.schema import Record, Report, Row

_MOST = 10
_MOST_NAMED = 3  # corrections


def sources(desk: Desk) -> Section | None:
    """Publishers of the period, copies counted as one voice, and the datasets that are cited."""
    sentences = (*_publishers(desk), *_copies(desk), *_corrections(desk), *_datasets(desk))
    return Section(title="Sources", paragraphs=(Paragraph(sentences=sentences),)) if sentences else None


def _publishers(desk: Desk) -> Iterator[Sentence]:
    material = desk.material
    reports = material.reports.values()
    if not reports:
        return
    counts = Counter(_name(report) for report in reports)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))
    query = ask(material, "reports", since=material.since, until=material.as_of)
    named = [f"{name} ({reports_of})" if reports_of > 1 else name for name, reports_of in ranked]
    whom = some(named, _MOST, "more")
    voices = {material.picture.seen.voice(name) for name in material.reports}
    apart = ""
    if len(voices) < len(counts):
        apart = f", which speak with {count(len(voices), 'voice')}" if len(voices) > 1 else ", with one voice"
    read = f"{count(query.found, 'report')} of the {material.period} {was(query.found)} read"
    yield desk.say(f"{read}, from {count(len(counts), 'publisher')}{apart}: {whom}", (), query)


def _name(report: Report) -> str:
    return "an unnamed one" if report.publisher.id == UNKNOWN else plain(report.publisher.name)


def _copies(desk: Desk) -> Iterator[Sentence]:
    """Reports that carry another's text: they add no voice."""
    query = ask(desk.material, "copies")
    if not query.found:
        return
    seen = desk.material.picture.seen
    families: dict[str, list[str]] = {}
    for copy in desk.material.picture.copies:
        if copy.report_id in desk.material.reports and copy.of in seen.reports:
            families.setdefault(copy.of, []).append(copy.report_id)
    ranked = sorted(families.items(), key=lambda item: (-len(item[1]), item[0]))
    told = []
    for original, copies in ranked[:3]:
        whose = plain(seen.reports[original].publisher.name)
        others = [seen.reports[name].publisher.name for name in copies]
        if set(others) == {seen.reports[original].publisher.name}:
            told.append(f"{whose} repeats a text of its own")
            continue
        told.append(_carried(desk, original, copies))
    more = f", and so on for {number(len(ranked) - 3)} more" if len(ranked) > 3 else ""
    verb = "is a copy and adds" if query.found == 1 else "are copies and add"
    yield desk.say(f"{number(query.found)} of them {verb} no voice: {join(told)}{more}", (), query)


def _carried(desk: Desk, original: str, copies: Sequence[str]) -> str:
    """Who carries whose text; of several that appeared at one time nobody knows whose it is."""
    reports = desk.material.picture.seen.reports
    whose = plain(reports[original].publisher.name)
    others = [plain(reports[name].publisher.name) for name in copies]
    if all(reports[name].known_at == reports[original].known_at for name in copies):
        return f"{some([whose, *others], 3, 'more')} share one text"
    return f"{some(others, 2)} {'carries' if len(copies) == 1 else 'carry'} a text of {whose}"


def _corrections(desk: Desk) -> Iterator[Sentence]:
    """Reports that took the place of an earlier version, whose records count no more."""
    query = ask(desk.material, "corrections")
    if not query.found:
        return
    replaced = desk.material.picture.seen.replaced
    new = [desk.material.reports[name] for name in run(query, desk.material)]
    told = []
    for report in sorted(new, key=lambda one: (one.known_at, one.id)):
        before = day(replaced[report.replaces or ""].known_at.date(), desk.year)
        told.append(
            f"{plain(report.publisher.name)} on {day(report.known_at.date(), desk.year)}, of {before}"
        )
    if query.found == 1:
        verb = "replaces an earlier version, which no longer counts"
    else:
        verb = "replace earlier versions, which no longer count"
    what = f"{number(query.found)} of them {verb}: {some(told, _MOST_NAMED, 'more')}"
    yield desk.say(what, (), query)


def _datasets(desk: Desk) -> Iterator[Sentence]:
    """Archives whose rows are on show, with what may be done with them."""
    first: dict[str, Record] = {}
    shown = [name for one in desk.material.recent.incidents for name in one.records]
    for record in desk.known(shown):
        if isinstance(record.grounds.evidence[0], Row):
            first.setdefault(record.grounds.source_id, record)
    licences = dict(desk.material.licences)
    for name, record in sorted(first.items()):
        mark = Cite(record=record.id, evidence=record.grounds.evidence[0])
        noted = f"; licence: {plain(licences[name])}" if name in licences else ""
        yield desk.say(f"Imported events come from the dataset {plain(name)}{noted}", (), mark)
