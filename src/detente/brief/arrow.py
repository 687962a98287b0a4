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
from detente.crisis.months import LEVEL, RATE
from detente.schema import Assessment, Event, Record, Rupture

ARROWS = MappingProxyType({"deteriorated": "↘", "improved": "↗", "unchanged": "→"})
_VERBS = MappingProxyType(
    {"deteriorated": "has deteriorated", "improved": "has improved", "unchanged": "is unchanged"}
)
_IN_SUM = MappingProxyType(
    {"deteriorated": "got worse", "improved": "got better", "unchanged": "did not change"}
)
_MEASURE = re.compile(
    r"(?P<name>.+): (?P<before>-?[\d.]+) before, (?P<now>-?[\d.]+) now; "
    r"worse with probability (?P<worse>[\d.]+), better (?P<better>[\d.]+)"
)
_OPPOSED = re.compile(
    r"(?P<arrow>\w+) in sum, but (?:the )?(?P<name>.+) (?P<verb>fell|rose) "
    r"(?:on (?P<day>\d{4}-\d\d-\d\d) and has stayed (?P<place>\w+) since"
    r"|from (?P<before>-?[\d.]+) to (?P<now>-?[\d.]+)): there is no arrow"
)
_DYAD = re.compile(r"(?P<name>.+) of (?P<by>\S+) towards (?P<to>\S+)")
_SUMS = MappingProxyType(
    {
        LEVEL: "the mean level of their acts (-10 the worst, 10 the best)",
        RATE: "acts of force or constraint a day",
    }
)
_OF_DYADS = MappingProxyType({LEVEL: "the level", RATE: "acts of force or constraint a day"})


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
    text += _told(desk, found)
    if moved := _moved(desk, found, found.arrow):
        return desk.say(text, moved)
    return desk.say(text, (), ask(desk.material, "published", first=found.first_day, last=found.last_day))


def _told(desk: Desk, found: Assessment) -> str:
    """What moved: the sides that decided the arrow first, then all of them in sum."""
    in_sum = join([_measured(desk, one, found) for one in _measures(found) if not _is_dyad(one)])
    decided = join([_measured(desk, one, found) for one in _measures(found) if _is_dyad(one)])
    if decided:
        return f": {decided}; in sum, {in_sum}"
    return f": {in_sum}" if in_sum else ""


def _parties(desk: Desk, found: Assessment) -> str:
    return join([desk.names.party(name) for name in found.about])


def _measures(found: Assessment) -> Iterator[re.Match[str]]:
    return (match for step in found.steps if (match := _MEASURE.match(step.detail)))


def _is_dyad(measure: re.Match[str]) -> bool:
    """Whether what is measured is of one side towards another, and not of all."""
    return _DYAD.fullmatch(measure["name"]) is not None


def _measured(desk: Desk, match: re.Match[str], found: Assessment) -> str:
    """A measure before and now; under no arrow of its own, whether it probably moved all the same."""
    name, before, now = _measure(desk, match["name"]), match["before"], match["now"]
    worse, better = float(match["worse"]), float(match["better"])
    if found.arrow in (None, "unchanged") and max(worse, better) >= UNCLEAR:
        fell = (worse > better) is match["name"].startswith(LEVEL)
        moved = "fell" if fell else "rose"
        return f"{name} probably {moved}, from {before} to {now} (probability {max(worse, better):.2f})"
    return f"{name} stayed at {now}" if before == now else f"{name} went from {before} to {now}"


def _measure(desk: Desk, name: str) -> str:
    """What is measured, and of whom towards whom, if not of all."""
    dyad = _DYAD.fullmatch(name)
    if dyad is None:
        return _SUMS.get(name, name)
    by, to = (desk.names.party(dyad[side]) for side in ("by", "to"))
    return f"{_OF_DYADS.get(dyad['name'], dyad['name'])} of {by} towards {to}"


def _parted(desk: Desk, found: Assessment, against: Sequence[re.Match[str]]) -> Sentence:
    """Sides that moved apart: what a mean over all of them would hide."""
    told = [_turn(desk, one) for one in against]
    measured = join([_measured(desk, one, found) for one in _measures(found) if not _is_dyad(one)])
    arrow = against[0]["arrow"]
    text = (
        f"No arrow is given for the month to {day(found.last_day, 0)} between {_parties(desk, found)}: it "
        f"{_IN_SUM[arrow]} in sum, as {measured}, but {join(told)}"
    )
    turned = [
        _heaviest(desk, one.records)[:1] for one in desk.material.picture.ruptures if _is_told(one, against)
    ]
    moved = _moved(desk, found, arrow)[: 3 if arrow == "unchanged" else 1]
    return desk.say(text, (*(event for events in turned for event in events), *moved))


def _turn(desk: Desk, match: re.Match[str]) -> str:
    moved = f"{_measure(desk, match['name'])} {match['verb']}"
    if match["day"] is None:
        return f"{moved} from {match['before']} to {match['now']}"
    since = day(date.fromisoformat(match["day"]), desk.year)
    return f"{moved} on {since} and has stayed {match['place']} since"


def _is_told(rupture: Rupture, against: Sequence[re.Match[str]]) -> bool:
    name = f"{LEVEL} of {rupture.by} towards {rupture.to}"
    return any((one["name"], one["day"]) == (name, rupture.day.isoformat()) for one in against)


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
