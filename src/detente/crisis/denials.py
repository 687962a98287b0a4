"""What a denial denies: the incident behind "denied any such intention" or "did not target Poland"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta

from detente.crisis.known import Known, day_of, own_span, side, sides
from detente.schema import Event, Statement

_APART_DAYS = 3  # how far a denied act's day may lie from that of the act
_AFTER_DAYS = 14  # how long after an act a denial without a day of its own still means it
_PRESENT_SPAN = 600  # characters: the denial answers what was said in the last three or four sentences
_ANAPHORA = re.compile(
    r"\b(such|this|that|it|so|accusations?|allegations?|charges?|claims?|reports?|involvement|responsibility)\b",
    re.IGNORECASE,
)


def denied_incidents(seen: Known) -> Mapping[str, str]:
    """Incident id of each denial whose incident can be told: of denied Events, and of Statements that deny.

    A denied event whose own incident is also told as done needs no entry.
    """
    told = {
        incident
        for event in seen.events
        if event.status == "reported" and (incident := seen.incidents.get(event.id)) is not None
    }
    calendar = _calendar(seen)
    found: dict[str, str] = {}
    for event in seen.events:
        if event.status == "denied" and seen.incidents.get(event.id) not in told:
            nearest = _nearest(event, calendar)
            if nearest is not None:
                found[event.id] = nearest
    return {**found, **_answered(seen)}


_Calendar = Mapping[tuple[str, str], list[tuple[date, str, frozenset[str]]]]


def _calendar(seen: Known) -> _Calendar:
    """Days, incidents and recipients of what is told as done, sorted, under type and actor."""
    calendar: dict[tuple[str, str], set[tuple[date, str, frozenset[str]]]] = {}
    for event in seen.events:
        incident, day = seen.incidents.get(event.id), day_of(event)
        if event.status == "reported" and incident is not None and day is not None:
            for party in sides(event.by):
                calendar.setdefault((event.type, party), set()).add((day, incident, sides(event.to)))
    return {key: sorted(entries, key=lambda entry: entry[:2]) for key, entries in calendar.items()}


def _nearest(event: Event, calendar: _Calendar) -> str | None:
    """The incident of the same type and actor, not of other recipients, nearest to a denied event."""
    told_on = event.grounds.known_at.date()
    dated = event.when.basis in ("stated", "relative") and event.when.earliest is not None
    day = (event.when.earliest if dated else told_on) or told_on
    first = day - timedelta(days=_APART_DAYS if dated else _AFTER_DAYS)
    last = day + timedelta(days=_APART_DAYS if dated else 0)
    to, found = sides(event.to), []
    for party in sides(event.by):
        entries = calendar.get((event.type, party), [])
        start = bisect_left(entries, first, key=lambda entry: entry[0])
        end = bisect_right(entries, last, key=lambda entry: entry[0])
        found += [
            (abs((when - day).days), incident)
            for when, incident, recipients in entries[start:end]
            if not to or not recipients or to & recipients
        ]
    return min(found)[1] if found else None


def _answered(seen: Known) -> dict[str, str]:
    """Denials that only point back ("denied it"): they answer what was last laid at the speaker's door."""
    laid: dict[str, list[tuple[int, str, frozenset[str], str | None]]] = {}
    with_event = {event.said_in for event in seen.events if event.status == "denied"}
    for event in seen.events:
        incident, own = seen.incidents.get(event.id), own_span(event)
        if incident is not None and own is not None and event.status == "reported":
            blamed = sides(event.to) if event.type == "ACCUSE" else sides(event.by)
            entry = (own.start, incident, blamed, side(event.speaker))
            laid.setdefault(event.grounds.source_id, []).append(entry)
    found: dict[str, str] = {}
    for statement in seen.statements:
        place, speaker = own_span(statement), side(statement.speaker)
        if statement.act != "deny" or statement.id in with_event or place is None or speaker is None:
            continue
        before = [
            (start, incident)
            for start, incident, blamed, teller in laid.get(statement.grounds.source_id, [])
            if place.start - _PRESENT_SPAN <= start < place.start and speaker in blamed and teller != speaker
        ]
        if before and _points_back(statement):
            found[statement.id] = max(before)[1]
    return found


def _points_back(statement: Statement) -> bool:
    return any(_ANAPHORA.search(span.text) for span in statement.content)
