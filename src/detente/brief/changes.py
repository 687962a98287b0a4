"""What changed: levels that moved against the week before, ruptures, firsts, and what was settled."""

from collections.abc import Iterator
from types import MappingProxyType

from detente.brief.choosing import leading, tell
from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.phrases import phrase
from detente.brief.queries import SETTLED, ask
from detente.brief.words import count, day, days, level
from detente.crisis import sides, upon
from detente.schema import Event, Incident, Level, Rupture

_MOST_LEVELS, _MOST_FIRSTS = 3, 2
_LEAST_STEP = 1.0  # points of -10..10: about that from accusing to refusing
_WORDS = MappingProxyType(
    {
        "kept": "kept or carried out",
        "broken": "broken or not met",
        "superseded": "superseded or put off",
    }
)
_LEAST_DAYS = 5  # of a week that is compared: a day or two are no week
_HOSTILE = -4.0  # intensity from which an act is more than words
_DAYS_BEFORE = 30  # of record that a first needs before it


def changes(desk: Desk) -> Section:
    """What is otherwise than before the period."""
    sentences = (*_levels(desk), *_ruptures(desk), *_firsts(desk), *_settled(desk))
    if not sentences:
        text = f"In this {desk.material.period} no level broke with its past, and no commitment was settled"
        sentences = (desk.say(text, (), ask(desk.material, "ruptures"), ask(desk.material, "settled")),)
    return Section(title="What changed", paragraphs=tuple(Paragraph(sentences=(one,)) for one in sentences))


def _levels(desk: Desk) -> Iterator[Sentence]:
    """The dyads whose last week lies clearly apart from the week before."""
    weeks: dict[tuple[str, str], list[Level]] = {}
    for one in desk.material.picture.weeks:
        weeks.setdefault((one.by, one.to), []).append(one)
    moved = []
    for every in weeks.values():
        row = [one for one in every if (one.last_day - one.first_day).days >= _LEAST_DAYS - 1]
        if len(row) > 1 and row[-1].last_day >= desk.material.first_day and row[-1].records:
            step = row[-1].value - row[-2].value
            if abs(step) >= _LEAST_STEP and not row[-2].low <= row[-1].value <= row[-2].high:
                moved.append((row[-2], row[-1]))
    moved.sort(key=lambda pair: (-abs(pair[1].value - pair[0].value), pair[1].id))
    for before, now in moved[:_MOST_LEVELS]:
        verb = "harsher" if now.value < before.value else "milder"
        who, whom = desk.names.party(now.by), desk.names.party(now.to)
        week, earlier = (days(one.first_day, one.last_day, desk.year) for one in (now, before))
        text = (
            f"What {who} did to {whom} in the week of {week} was {verb} than in the week of {earlier}: "
            f"{level(now.value)} on the scale from -10 to 10 (between {level(now.low)} and "
            f"{level(now.high)}), after {level(before.value)}"
        )
        yield desk.say(text, _heaviest(desk, now.records))


def _ruptures(desk: Desk) -> Iterator[Sentence]:
    last = {(one.by, one.to): one for one in sorted(desk.material.picture.ruptures, key=lambda one: one.day)}
    for one in told_ruptures(desk):
        verb, place = ("dropped", "lower") if one.after < one.before else ("rose", "higher")
        who, whom = desk.names.party(one.by), desk.names.party(one.to)
        stayed = f", and has stayed {place} since" if last[one.by, one.to] == one else ""
        text = (
            f"The level of {who} towards {whom} {verb} on {day(one.day, desk.year)}, from a mean of "
            f"{level(one.before)} to {level(one.after)}{stayed}"
        )
        yield desk.say(text, _heaviest(desk, one.records))


def told_ruptures(desk: Desk) -> tuple[Rupture, ...]:
    """The breaks in a level that are told here, and that the chart then shows."""
    return desk.material.recent.ruptures[-_MOST_LEVELS:]


def _heaviest(desk: Desk, names: tuple[str, ...]) -> tuple[Event, ...]:
    events = [one for one in desk.known(names) if isinstance(one, Event)]
    return tuple(sorted(events, key=lambda one: (-abs(one.intensity), one.grounds.known_at, one.id)))


def _firsts(desk: Desk) -> Iterator[Sentence]:
    """Weighty acts against a side of a kind that the record does not have of these two before."""
    seen = desk.material.picture.seen
    first_known = min((report.known_at for report in seen.reports.values()), default=seen.as_of)
    if (desk.material.since - first_known).days < _DAYS_BEFORE:
        return
    told: set[tuple[str, str, str]] = set()
    hostile = (one for one in desk.material.news() if leading(desk, one).intensity <= _HOSTILE)
    for one in sorted(hostile, key=lambda one: (leading(desk, one).intensity, one.id)):
        for by, to in _dyads(desk, one):
            key = (one.type, by, to)
            if key in told or len(told) == _MOST_FIRSTS:
                continue
            query = ask(desk.material, "acts", type=one.type, by=by, to=to, before=desk.material.since)
            if query.found:
                continue
            told.add(key)
            first, noun = leading(desk, one), phrase(one.type, None).noun
            who, whom = desk.names.party(by), desk.names.party(to)
            text = f"For the first time the record tells of {noun} by {who} against {whom}"
            yield desk.say(f"{text}; {tell(desk, first)}", [first], query)


def _dyads(desk: Desk, one: Incident) -> Iterator[tuple[str, str]]:
    parties = {*desk.material.picture.about, *desk.material.picture.towards}
    for by in sorted(sides(one.by)):
        for to in sorted(upon(one) - {by}):
            if not parties or {by, to} <= parties:
                yield by, to


def _settled(desk: Desk) -> Iterator[Sentence]:
    """Commitments whose state a record of the period decides."""
    groups: dict[str, list[str]] = {}
    for one in desk.material.standings:
        if one.state in SETTLED and desk.material.picture.known_since(one.shown_by[:1], desk.material.since):
            groups.setdefault(one.state, []).extend(one.shown_by[:1])
    for state, shown in groups.items():
        verb = "was" if len(shown) == 1 else "were"
        told = f"by what the {desk.material.period}'s reports tell"
        text = f"{count(len(shown), 'commitment')} {verb} {_WORDS[state]}, {told}"
        yield desk.say(text, desk.known(shown))
