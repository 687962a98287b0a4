"""The escalation chart and the timeline as data, each with the sentences that say what it shows."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from detente.brief.changes import told_ruptures
from detente.brief.citing import Desk
from detente.brief.document import Chart, Line, Moment, Paragraph, Point, Section, Sentence, Timeline
from detente.brief.queries import ask
from detente.brief.words import count, day, days, join, level
from detente.crisis import sides
from detente.schema import Event, Incident, Level

_CHART_DAYS = 90  # a quarter: long enough to see a month against the one before
_MOST_LINES = 4
_MOST_LANES = 6
_OTHERS = "others"
_NOBODY = "parties not identified"


def escalation(desk: Desk) -> Section | None:
    """How hostile or friendly the sides acted, and when what happened."""
    chart, timeline = _chart(desk), _timeline(desk)
    drawings = tuple(one for one in (chart, timeline) if one is not None)
    sentences = (*_of_chart(desk, chart), *_of_timeline(desk, timeline))
    if not drawings or not sentences:
        return None
    return Section(title="Escalation", paragraphs=(Paragraph(sentences=sentences),), drawings=drawings)


def _span(desk: Desk) -> tuple[date, date]:
    last = desk.material.last_day
    return min(desk.material.first_day, last - timedelta(days=_CHART_DAYS - 1)), last


def _series(desk: Desk) -> list[list[Level]]:
    """The daily levels of the dyads that most voices tell of in the time shown, the fullest first; those
    whose breaks are told go before others.
    """
    first, _ = _span(desk)
    rows: dict[tuple[str, str], list[Level]] = {}
    for one in desk.material.picture.days:
        if one.last_day >= first:
            rows.setdefault((one.by, one.to), []).append(one)
    broken = {(one.by, one.to) for one in told_ruptures(desk)}
    told = [row for key, row in rows.items() if key in broken or any(one.reports for one in row)]
    full = sorted(told, key=lambda row: (-sum(one.reports for one in row), row[0].by, row[0].to))
    shown = sorted(full, key=lambda row: (row[0].by, row[0].to) not in broken)[:_MOST_LINES]
    names = {(row[0].by, row[0].to) for row in shown}
    return [row for row in full if (row[0].by, row[0].to) in names]


def _chart(desk: Desk) -> Chart | None:
    series = _series(desk)
    if not any(len(row) > 1 for row in series):
        return None
    first, last = _span(desk)
    begins = max(first, min(row[0].first_day for row in series))
    lines = tuple(
        Line(
            label=f"{desk.names.party(row[0].by)} towards {desk.names.party(row[0].to)}",
            points=tuple(Point(day=one.last_day, value=one.value, low=one.low, high=one.high) for one in row),
        )
        for row in series
    )
    shown = {(row[0].by, row[0].to) for row in series}
    turns = (
        one.day for one in desk.material.picture.ruptures if (one.by, one.to) in shown and one.day >= begins
    )
    ends = [
        f"{line.label} at {level(line.points[-1].value)} on {day(line.points[-1].day, desk.year)}"
        for line in lines
    ]
    return Chart(
        name="levels",
        title=f"Daily level of acts, {days(begins, last, 0)}",
        alternative=f"Lines of the daily level of acts, -10 hostile to 10 friendly: {join(ends)}.",
        lines=lines,
        gaps=_gaps(desk, begins, last),
        ruptures=tuple(sorted(set(turns))),
        first=begins,
        last=last,
    )


def _gaps(desk: Desk, first: date, last: date) -> tuple[date, ...]:
    """Days between two on which nothing was published, or nobody looked."""
    watched = desk.material.watched
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(one for one in every if one not in watched)


def _timeline(desk: Desk) -> Timeline | None:
    dated = [(one, when) for one in desk.material.news() if (when := _day(one, desk)) is not None]
    if len(dated) < 2:
        return None
    lanes = _lanes(desk, [one for one, _ in dated])
    grouped: dict[tuple[date, str], list[Incident]] = {}
    for one, when in dated:
        for lane in _lane(desk, one, lanes):
            grouped.setdefault((when, lane), []).append(one)
    moments = tuple(
        Moment(day=when, lane=lane, intensity=_intensity(desk, found), count=len(found))
        for (when, lane), found in sorted(grouped.items())
    )
    first, last = min(when for _, when in dated), max(when for _, when in dated)
    told = [f"{lane} {sum(one.count for one in moments if one.lane == lane)}" for lane in lanes]
    return Timeline(
        name="timeline",
        title=f"Incidents by who acted, {days(first, last, 0)}",
        alternative=f"Timeline of incidents by who acted: {join(told)}.",
        lanes=lanes,
        moments=moments,
        gaps=_gaps(desk, first, last),
        first=first,
        last=last,
    )


def _day(one: Incident, desk: Desk) -> date | None:
    """The day of an incident that lies in the period, or in the week before it."""
    when = one.when.earliest or one.when.latest
    if when is None or one.when.latest is None or (one.when.latest - when).days > 7:
        return None
    return when if desk.material.first_day - timedelta(days=7) <= when <= desk.material.last_day else None


def _lanes(desk: Desk, incidents: Sequence[Incident]) -> tuple[str, ...]:
    """Who acted, the busiest first; the rest share a lane, and so do those whom nobody knows."""
    counts = Counter(name for one in incidents for name in _actors(desk, one))
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    nobody = any(not _actors(desk, one) for one in incidents)
    rest = ((_OTHERS, len(ranked) > _MOST_LANES), (_NOBODY, nobody))
    return (*ranked[:_MOST_LANES], *(name for name, is_there in rest if is_there))


def _actors(desk: Desk, one: Incident) -> tuple[str, ...]:
    parties = {*desk.material.picture.about, *desk.material.picture.towards}
    found = sides(one.by)
    return tuple(desk.names.party(name) for name in sorted(found & parties or found)[:2])


def _lane(desk: Desk, one: Incident, lanes: tuple[str, ...]) -> tuple[str, ...]:
    actors = _actors(desk, one)
    if not actors:
        return (_NOBODY,)
    return tuple(name for name in actors if name in lanes) or (_OTHERS,)


def _intensity(desk: Desk, incidents: Sequence[Incident]) -> float:
    values = [
        event.intensity for one in incidents for event in desk.known(one.records) if isinstance(event, Event)
    ]
    return max(values, key=abs)


def _of_chart(desk: Desk, chart: Chart | None) -> tuple[Sentence, ...]:
    """Where the levels that the chart shows stand at its end."""
    ends: dict[date, list[tuple[str, Event]]] = {}
    for row in _series(desk) if chart is not None else ():
        last = row[-1]
        acts = desk.known(name for one in row for name in one.records)
        events = [record for record in acts if isinstance(record, Event)]
        who, whom = desk.names.party(last.by), desk.names.party(last.to)
        words = (
            f"{level(last.value)} for {who} towards {whom} (between {level(last.low)} and {level(last.high)})"
        )
        if events:
            ends.setdefault(last.last_day, []).append((words, events[-1]))
    found = []
    for when, told in sorted(ends.items()):
        verb = "stands" if when == desk.material.last_day else "stood"
        text = f"On {day(when, desk.year)} the daily level {verb} at {join([words for words, _ in told])}."
        marks = desk.marks((event for _, event in told), most=_MOST_LINES)
        found.append(Sentence(text=text, marks=marks))
    return tuple(found)


def _of_timeline(desk: Desk, timeline: Timeline | None) -> tuple[Sentence, ...]:
    if timeline is None:
        return ()
    busiest = max(timeline.moments, key=lambda one: (one.count, one.day.toordinal()))
    if busiest.count == 1:
        return ()
    told = f"{count(busiest.count, 'incident')} by {busiest.lane}"
    text = f"Most is told of {day(busiest.day, desk.year)}, with {told}"
    return (desk.say(text, (), ask(desk.material, "news")),)
