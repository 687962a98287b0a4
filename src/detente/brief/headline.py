"""The judgement that a brief begins with: the month's arrow, the alerts, and the weightiest of the period."""

from collections.abc import Iterator

from detente.brief.arrow import tell_arrow
from detente.brief.choosing import leading, tell, weightiest
from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.queries import ask
from detente.brief.signs import tell_alerts
from detente.brief.words import count, days, full_day, number, plain
from detente.crisis.known import NEVER


def headline(desk: Desk) -> Section:
    """The headline judgement; where none can be given, why not."""
    if desk.material.is_empty:
        return Section(title="Judgement", paragraphs=(Paragraph(sentences=tuple(_nothing(desk))),))
    reports = desk.material.reports.values()
    dated = not reports or any(report.published_at is not None for report in reports)
    sentences = (*_judgement(desk), *_strangers(desk), *_weight(desk), *(() if dated else _last_dated(desk)))
    return Section(title="Judgement", paragraphs=(Paragraph(sentences=sentences),))


def _nothing(desk: Desk) -> Iterator[Sentence]:
    """What to say of a period in which nothing became known."""
    material = desk.material
    if material.picture.seen.is_empty:
        by_then = "" if material.picture.seen.today == NEVER else f" up to {full_day(material.last_day)}"
        text = f"The record holds no report{by_then}"
        yield desk.say(text, (), ask(material, "reports", until=material.as_of))
        return
    query = ask(material, "reports", since=material.since, until=material.as_of)
    span = days(material.first_day, material.last_day, 0)
    yield desk.say(f"No report on record became known from {span}", (), query)
    yield from _strangers(desk)
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
            text = "No arrow is given, since an arrow needs two sides or more to stand between: --about A,B"
            yield desk.say(text, (), query)
        else:
            yield desk.say("No arrow is given, since no report of the month is on record", (), query)
        return
    yield tell_arrow(desk, found)
    yield from tell_alerts(desk, found)


def _strangers(desk: Desk) -> Iterator[Sentence]:
    """Sides asked about whom the whole record names nowhere: a slip of the fingers, or nothing is told."""
    for name in desk.material.picture.unnamed():
        yield desk.say(f"No report names {plain(name)}", (), ask(desk.material, "naming", party=name))


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
