"""The judgement that a brief begins with: the month's arrow, the alerts, and the weightiest of the period."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar

from detente.brief.choosing import leading, tell, weightiest
from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.queries import ask
from detente.brief.words import count, day, days, full_day, join, number
from detente.schema import Assessment, Commitment, Event, Record

R = TypeVar("R", bound=Record)
_HOSTILE = frozenset({"vow", "ultimatum"})
ARROWS = MappingProxyType({"deteriorated": "↘", "improved": "↗", "unchanged": "→"})
_MOVED = re.compile(r"(?P<name>.+): (?P<before>-?[\d.]+) before, (?P<now>-?[\d.]+) now")
_AHEAD = MappingProxyType(
    {
        "conflict risk": ("THREATEN", "MOBILIZE", "REJECT"),
        "resolution opportunity": ("AGREE", "CONCEDE", "RETREAT", "CONSULT"),
    }
)
_SIGNS = MappingProxyType(
    {
        "threats made": ("threat", "threats"),
        "terms and vows running": ("term or vow that runs", "terms and vows that run"),
        "forces readied": ("readying of forces", "readyings of forces"),
        "talks refused or broken off": ("refusal of talks", "refusals of talks"),
        "commitments broken": ("broken commitment", "broken commitments"),
        "levels that fell": ("a level that fell", "levels that fell"),
        "agreements": ("agreement", "agreements"),
        "talks and steps arranged": ("talk or step that is arranged", "talks and steps that are arranged"),
        "concessions": ("concession", "concessions"),
        "contacts": ("contact", "contacts"),
        "commitments kept": ("commitment kept", "commitments kept"),
        "levels that rose": ("a level that rose", "levels that rose"),
    }
)


def headline(desk: Desk) -> Section:
    """The headline judgement; where none can be given, why not."""
    if desk.material.is_empty:
        return Section(title="Judgement", paragraphs=(Paragraph(sentences=tuple(_nothing(desk))),))
    reports = desk.material.reports.values()
    dated = not reports or any(report.published_at is not None for report in reports)
    sentences = (*_judgement(desk), *_weight(desk), *(() if dated else _last_dated(desk)))
    return Section(title="Judgement", paragraphs=(Paragraph(sentences=sentences),))


def _nothing(desk: Desk) -> Iterator[Sentence]:
    """What to say of a period in which nothing became known."""
    material = desk.material
    query = ask(material, "reports", since=material.since, until=material.as_of)
    span = days(material.first_day, material.last_day, 0)
    yield desk.say(f"No report on record became known from {span}", (), query)
    yield from _last_dated(desk)


def _last_dated(desk: Desk) -> Iterator[Sentence]:
    """The last day before a period of which the record has a report."""
    material = desk.material
    earlier = [one for one in material.picture.seen.reports.values() if one.published_at is not None]
    if not earlier:
        dated = ask(material, "reports", dated="yes", until=material.as_of)
        yield desk.say("No report on record bears a date", (), dated)
        return
    last = max(earlier, key=lambda report: (report.known_at, report.id)).known_at.date()
    found = ask(material, "reports", day=last)
    text = (
        f"The last day with a dated report is {full_day(last)}; --as-of {last} gives the week that ends then"
    )
    yield desk.say(text, (), found)


def _judgement(desk: Desk) -> Iterator[Sentence]:
    found = desk.material.picture.assessment
    if found is None:
        query = ask(desk.material, "assessments")
        about = desk.material.picture.about
        if len({*about, *desk.material.picture.towards}) < 2:
            yield desk.say(
                "No arrow is given, since an arrow needs two sides or more to stand between", (), query
            )
        else:
            yield desk.say("No arrow is given, since no report of the month is on record", (), query)
        return
    yield _arrow(desk, found)
    if not found.alerts:
        text = "Neither alert is raised: no two signs of conflict risk or of a chance to settle come together"
        yield desk.say(text, (), ask(desk.material, "alerts"))
    for alert in found.alerts:
        signs = [step.detail for step in found.steps if step.rule == f"alert.{alert}"]
        moved = _alerting(desk, found, alert)
        yield desk.say(f"An alert for {alert} is raised by {join(_worded(signs))}", moved)


def _arrow(desk: Desk, found: Assessment) -> Sentence:
    parties = join([desk.names.party(name) for name in found.about])
    moved = _moved(desk, found)
    if found.arrow is None:
        first, last = found.first_day - timedelta(days=30), found.first_day - timedelta(days=1)
        before = ask(desk.material, "published", first=first, last=last)
        unsaid = f"Whether it got better or worse between {parties} cannot be said"
        if before.found:
            none = ask(desk.material, "between", first=first, last=found.last_day)
            span = days(first, found.last_day, desk.year)
            acts = count(none.found, "act") if none.found else "no act"
            few = ", too few to judge" if none.found else ""
            why = f"of {span} the record tells of {acts} of one towards another{few}"
            return desk.say(f"{unsaid}: {why}", moved[:1], none)
        month = days(first, last, desk.year)
        return desk.say(f"{unsaid}: the record has no report from the month before, {month}", (), before)
    arrow = ARROWS[found.arrow]
    verb = {"deteriorated": "has deteriorated", "improved": "has improved", "unchanged": "is unchanged"}[
        found.arrow
    ]
    text = f"{arrow} In the month to {day(found.last_day, 0)} the situation between {parties} {verb}"
    measures = [match for step in found.steps if (match := _MOVED.match(step.detail))]
    told = [f"{_measure(match['name'])} {_went(match['before'], match['now'])}" for match in measures]
    if told:
        text += f": {join(told)}"
    if moved:
        return desk.say(text, moved)
    return desk.say(text, (), ask(desk.material, "published", first=found.first_day, last=found.last_day))


def _went(before: str, now: str) -> str:
    return f"stayed at {now}" if before == now else f"went from {before} to {now}"


def _measure(name: str) -> str:
    if name == "mean level":
        return "the mean level of their acts (-10 the worst, 10 the best)"
    return {"acts of material conflict a day": "acts of force or constraint a day"}.get(name, name)


def _worded(signs: Sequence[str]) -> list[str]:
    """Signs as the findings count them, in words: "threats made: 2" is "two threats"."""
    found = []
    for part in (part for sign in signs for part in sign.split(", ")):
        name, _, counted = part.partition(": ")
        one, many = _SIGNS.get(name, (part, part))
        found.append(
            count(int(counted), one, many)
            if counted.isdigit()
            else f"{many} ({counted})"
            if counted
            else many
        )
    return found


def _moved(desk: Desk, found: Assessment) -> Sequence[Event]:
    """The weightiest of the acts that moved the arrow, each incident once."""
    sign = {"deteriorated": -1, "improved": 1}.get(found.arrow or "", 0)
    events = [
        one for one in desk.known(found.records) if isinstance(one, Event) and one.intensity * sign >= 0
    ]
    return _one_each(
        desk, sorted(events, key=lambda one: (-abs(one.intensity), one.grounds.known_at, one.id))
    )


def _alerting(desk: Desk, found: Assessment, alert: str) -> Sequence[Record]:
    """The acts and commitments behind an alert, the latest first."""
    fitting = [one for one in desk.known(found.records) if _looks_ahead(one, alert)]
    return _one_each(desk, fitting[::-1] or desk.known(found.records))


def _looks_ahead(record: Record, alert: str) -> bool:
    if isinstance(record, Event):
        return record.type in _AHEAD[alert]
    return isinstance(record, Commitment) and (record.act in _HOSTILE) is (alert == "conflict risk")


def _one_each(desk: Desk, records: Iterable[R]) -> Sequence[R]:
    """One record of each incident."""
    incidents = desk.material.picture.seen.incidents
    first: dict[str, R] = {}
    for event in records:
        first.setdefault(incidents.get(event.id, event.id), event)
    return tuple(first.values())


def _weight(desk: Desk) -> Iterator[Sentence]:
    """How much is told of the period, and the weightiest of it."""
    material = desk.material
    news = material.news()
    query = ask(material, "incidents", since=material.since, until=material.as_of)
    before = material.since - (material.as_of - material.since)
    earlier = ask(material, "incidents", since=before, until=material.since)
    watched = ask(material, "reports", since=before, until=material.since)
    if not news:
        text = f"The {material.period}'s reports tell of nothing done {_whom(desk)}"
        yield desk.say(text, (), ask(material, "news"))
        return
    compared = (
        f", after {number(earlier.found) if earlier.found else 'none'} in the {material.period} before"
        if watched.found
        else ""
    )
    marks = (query, earlier) if watched.found else (query,)
    yield desk.say(
        f"The {material.period} adds {count(query.found, 'incident')} to the record{compared}",
        (),
        *marks,
    )
    heaviest = leading(desk, weightiest(desk, news, 1)[0])
    yield desk.say(f"The weightiest of it: {tell(desk, heaviest)}", [heaviest])


def _whom(desk: Desk) -> str:
    parties = len({*desk.material.picture.about, *desk.material.picture.towards})
    return "between them" if parties > 1 else "by or to them" if parties else "by anybody"
