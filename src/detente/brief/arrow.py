"""The month's arrow in words: what moved and how surely, or why there is no arrow."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from detente.brief.citing import Desk
from detente.brief.document import Sentence
from detente.brief.queries import ask
from detente.brief.words import count, day, days, join
from detente.crisis.assessment import UNCLEAR, is_unclear
from detente.schema import Assessment, Event, Record

ARROWS = MappingProxyType({"deteriorated": "↘", "improved": "↗", "unchanged": "→"})
_VERBS = MappingProxyType(
    {"deteriorated": "has deteriorated", "improved": "has improved", "unchanged": "is unchanged"}
)
_IN_SUM = MappingProxyType({"deteriorated": "worse", "improved": "better"})
_MEASURE = re.compile(
    r"(?P<name>.+): (?P<before>-?[\d.]+) before, (?P<now>-?[\d.]+) now; "
    r"worse with probability (?P<worse>[\d.]+), better (?P<better>[\d.]+)"
)
_OPPOSED = re.compile(
    r"(?P<arrow>\w+) in sum, but the level of (?P<by>\S+) towards (?P<to>\S+) (?P<verb>fell|rose) on "
    r"(?P<day>\d{4}-\d\d-\d\d) and has stayed (?P<place>\w+) since"
)
_LEVEL = "mean level"
_NAMES = MappingProxyType(
    {
        _LEVEL: "the mean level of their acts (-10 the worst, 10 the best)",
        "acts of material conflict a day": "acts of force or constraint a day",
    }
)


def tell_arrow(desk: Desk, found: Assessment) -> Sentence:
    """The month's arrow with what moved it; where there is none, why not."""
    against = [match for step in found.steps if (match := _OPPOSED.match(step.detail))]
    if against:
        return _parted(desk, found, against)
    if found.arrow is None:
        return _unsaid(desk, found)
    when, parties = day(found.last_day, 0), _parties(desk, found)
    if is_unclear(found):
        text = (
            f"In the month to {when} the situation between {parties} took no clear direction and cannot be "
            "told from unchanged"
        )
    else:
        text = f"{ARROWS[found.arrow]} In the month to {when} the situation between {parties} "
        text += _VERBS[found.arrow]
    told = [_measured(match, found) for match in _measures(found)]
    if told:
        text += f": {join(told)}"
    if moved := _moved(desk, found, found.arrow):
        return desk.say(text, moved)
    return desk.say(text, (), ask(desk.material, "published", first=found.first_day, last=found.last_day))


def _parties(desk: Desk, found: Assessment) -> str:
    return join([desk.names.party(name) for name in found.about])


def _measures(found: Assessment) -> Iterator[re.Match[str]]:
    return (match for step in found.steps if (match := _MEASURE.match(step.detail)))


def _measured(match: re.Match[str], found: Assessment) -> str:
    """A measure before and now; under no arrow of its own, whether it probably moved all the same."""
    name, before, now = _NAMES.get(match["name"], match["name"]), match["before"], match["now"]
    worse, better = float(match["worse"]), float(match["better"])
    if found.arrow in (None, "unchanged") and max(worse, better) >= UNCLEAR:
        fell = (worse > better) is (match["name"] == _LEVEL)
        moved = "fell" if fell else "rose"
        return f"{name} probably {moved}, from {before} to {now} (probability {max(worse, better):.2f})"
    return f"{name} stayed at {now}" if before == now else f"{name} went from {before} to {now}"


def _parted(desk: Desk, found: Assessment, against: Sequence[re.Match[str]]) -> Sentence:
    """Sides that moved apart: what a mean over all of them would hide."""
    told = [
        f"the level of {desk.names.party(one['by'])} towards {desk.names.party(one['to'])} {one['verb']} on "
        f"{day(date.fromisoformat(one['day']), desk.year)} and has stayed {one['place']} since"
        for one in against
    ]
    measured = join([_measured(one, found) for one in _measures(found)])
    text = (
        f"No arrow is given for the month to {day(found.last_day, 0)} between {_parties(desk, found)}: it "
        f"got {_IN_SUM[against[0]['arrow']]} in sum, as {measured}, but {join(told)}"
    )
    ruptures = [one for one in desk.material.picture.ruptures if _is_among(one.by, one.to, one.day, against)]
    turned = [_heaviest(desk, one.records)[:1] for one in ruptures]
    return desk.say(
        text,
        (*(event for events in turned for event in events), *_moved(desk, found, against[0]["arrow"])[:1]),
    )


def _is_among(by: str, to: str, on: date, against: Sequence[re.Match[str]]) -> bool:
    return any((one["by"], one["to"], one["day"]) == (by, to, on.isoformat()) for one in against)


def _unsaid(desk: Desk, found: Assessment) -> Sentence:
    """Why nothing can be said: nobody looked the month before, or too little is told."""
    unsaid = f"Whether it got better or worse between {_parties(desk, found)} cannot be said"
    first, last = found.first_day - timedelta(days=30), found.first_day - timedelta(days=1)
    before = ask(desk.material, "published", first=first, last=last)
    if before.found:
        none = ask(desk.material, "between", first=first, last=found.last_day)
        span = days(first, found.last_day, desk.year)
        acts = count(none.found, "act") if none.found else "no act"
        few = ", too few to judge" if none.found else ""
        why = f"of {span} the record tells of {acts} of one towards another{few}"
        return desk.say(f"{unsaid}: {why}", _moved(desk, found, None)[:1], none)
    month = days(first, last, desk.year)
    return desk.say(f"{unsaid}: the record has no report from the month before, {month}", (), before)


def _moved(desk: Desk, found: Assessment, arrow: str | None) -> tuple[Event, ...]:
    """The weightiest of the acts that go an arrow's way, each incident once."""
    sign = {"deteriorated": -1, "improved": 1}.get(arrow or "", 0)
    events = (one for one in _heaviest(desk, found.records) if one.intensity * sign >= 0)
    first: dict[str, Event] = {}
    incidents = desk.material.picture.seen.incidents
    for event in events:
        first.setdefault(incidents.get(event.id, event.id), event)
    return tuple(first.values())


def _heaviest(desk: Desk, names: Sequence[str]) -> tuple[Event, ...]:
    records: tuple[Record, ...] = desk.known(names)
    events = [one for one in records if isinstance(one, Event)]
    return tuple(sorted(events, key=lambda one: (-abs(one.intensity), one.grounds.known_at, one.id)))
