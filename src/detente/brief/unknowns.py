"""What is not known: one voice alone, no day, nobody named, days nobody looked, what could not be read."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from detente.brief.citing import UNKNOWN, Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.queries import ask
from detente.brief.words import count, days, every, join, number, plain
from detente.schema import Actor, Event, Record

_MOST_NAMES = 4


def unknowns(desk: Desk) -> Section | None:
    """What the record cannot tell of the period."""
    sentences = (
        *_one_publisher(desk),
        *_single_voices(desk),
        *_undated(desk),
        *_unplaced(desk),
        *_unresolved(desk),
        *_unobserved(desk),
        *_rejections(desk),
    )
    return (
        Section(title="What is not known", paragraphs=(Paragraph(sentences=sentences),))
        if sentences
        else None
    )


def _one_publisher(desk: Desk) -> Iterator[Sentence]:
    reports = desk.material.reports.values()
    publishers = {report.publisher.id: report.publisher.name for report in reports}
    if len(publishers) != 1:
        return
    query = ask(desk.material, "reports", since=desk.material.since, until=desk.material.as_of)
    identity, name = next(iter(publishers.items()))
    if identity == UNKNOWN:
        text = "No report names its publisher, so that none can be told to confirm another"
    elif len(reports) == 1:
        text = f"All of this rests on a single report, by {plain(name)}, which no other confirms"
    else:
        whose = f"{every(len(reports), 'report')} are by one publisher, {plain(name)}"
        text = f"{whose}: nothing here is confirmed by another"
    yield desk.say(text, (), query)


def _single_voices(desk: Desk) -> Iterator[Sentence]:
    told, alone = ask(desk.material, "claims"), ask(desk.material, "claims", state="single-voice")
    verb = "rests" if alone.found == 1 else "rest"
    if alone.found and alone.found == told.found:
        manner = "alone" if alone.found == 1 else "each"
        yield desk.say(f"{every(told.found, 'claim')} {verb} on one voice {manner}", (), alone)
    elif alone.found:
        all_of_them = f"Of the {desk.material.period}'s {count(told.found, 'claim')}"
        yield desk.say(f"{all_of_them}, {number(alone.found)} {verb} on one voice alone", (), told, alone)


def _undated(desk: Desk) -> Iterator[Sentence]:
    query = ask(desk.material, "reports", dated="no", since=desk.material.since, until=desk.material.as_of)
    if query.found:
        verb = "bears" if query.found == 1 else "bear"
        counted = (
            "it counts as known from its retrieval" if query.found == 1 else "they count from their retrieval"
        )
        yield desk.say(f"{count(query.found, 'report')} {verb} no date: {counted}", (), query)


def _unplaced(desk: Desk) -> Iterator[Sentence]:
    """Incidents without a day or without anybody who acted."""
    bounds = {"since": desk.material.since, "until": desk.material.as_of}
    dateless = ask(desk.material, "incidents", date="unknown", **bounds)
    nobody = ask(desk.material, "incidents", actor="unknown", **bounds)
    if dateless.found:
        verb = "names" if dateless.found == 1 else "name"
        yield desk.say(f"{count(dateless.found, 'new incident')} {verb} no day", (), dateless)
    if nobody.found:
        yield desk.say(
            f"In {count(nobody.found, 'new incident')} nobody is named as having acted", (), nobody
        )


def _unresolved(desk: Desk) -> Iterator[Sentence]:
    """Who acts in the incidents of the period under a name that stands for nobody known."""
    names: Counter[str] = Counter()
    first: dict[str, Record] = {}
    for incident in desk.material.news():
        for event in desk.known(incident.records):
            actors: tuple[Actor, ...] = event.by if isinstance(event, Event) else ()
            for actor in actors:
                if actor.entity is None:
                    name = plain(actor.text)
                    names[name] += 1
                    first.setdefault(name, event)
    if names:
        shown = [
            name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NAMES]
        ]
        quoted = [f"“{name}”" for name in shown]
        more = len(names) - len(shown)
        listed = [*quoted, *([count(more, "other")] if more else [])]
        text = f"Of those who act, {number(len(names))} could not be identified: {join(listed)}"
        yield desk.say(text, [first[name] for name in shown])


def _unobserved(desk: Desk) -> Iterator[Sentence]:
    """Days of the period on which no report was published, or nobody looked."""
    material = desk.material
    if not material.reports:
        return
    watched = material.watched
    length = (material.last_day - material.first_day).days + 1
    missing = [material.first_day + timedelta(days=n) for n in range(length)]
    missing = [day for day in missing if day not in watched]
    if not missing:
        return
    queries = [ask(material, "published", first=first, last=last) for first, last in _runs(missing)]
    told = [days(first, last, desk.year) for first, last in _runs(missing)]
    which = "that day is" if len(missing) == 1 else "these days are"
    yield desk.say(
        f"Nothing on record was published on {join(told)}: {which} unobserved, not quiet", (), *queries
    )


def _runs(missing: list[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as first and last."""
    runs: list[tuple[date, date]] = []
    for day in missing:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _rejections(desk: Desk) -> Iterator[Sentence]:
    query = ask(desk.material, "rejections")
    if query.found:
        reasons = Counter(one.reason for one in desk.material.rejections)
        shown = [
            f"{plain(reason)} ({number})"
            for reason, number in sorted(reasons.items(), key=lambda i: (-i[1], i[0]))[:3]
        ]
        yield desk.say(
            f"{count(query.found, 'input')} of the store could not be read: {join(shown)}", (), query
        )
