"""What a denial denies: the incident behind "denied any such intention" or "did not target Poland".

Whoever denies answers somebody: first what the same report tells of the same doer. The incident of another
report is meant only by one who denies in so many words ("Moscow denied that Minsk shelled the town"), or
speaks of itself ("we did not shell the town"). What nobody is quoted with takes back what the same publisher
told; else it is news ("was acquitted", "the meeting was called off"), and so is what somebody will not do.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

from detente.crisis.following import Followed, Follower, Grouped
from detente.crisis.history import is_history
from detente.crisis.known import Known, day_of, side, sides
from detente.crisis.order import own_span
from detente.crisis.recall import Recall
from detente.crisis.rows import Row, known_rows
from detente.crisis.wording import beginnings
from detente.schema import Actor, Event, Span, Statement

_APART_DAYS = 3  # how far a denied act's day may lie from that of the act
_AFTER_DAYS = 14  # how long after an act a denial without a day of its own still means it
_SHARED_WORDS = 2  # words in common, beside names and what most tellings say, that make a matter the same
_PRESENT_SPAN = 600  # characters: the denial answers what was said in the last three or four sentences
_FORCE = frozenset({"ASSAULT", "COERCE"})  # what one calls a capture another calls an attack
_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]+")
_ANAPHORA = re.compile(
    r"\b(such|this|that|it|so|accusations?|allegations?|charges?|claims?|reports?|involvement|responsibility)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|won['’]t|shall|plan(?:s|ned|ning)?|intend\w*|intention\w*|going to)\b"
    r"(?:\W+[\w'’-]+){0,8}\W*$",
    re.IGNORECASE,
)


def denied_incidents(seen: Known, recall: Recall | None = None) -> Mapping[str, str]:
    """Incident id of each denial whose incident can be told: of denied Events, and of Statements that deny.

    A denied event whose own incident is also told as done needs no entry. recall: of earlier drawings.
    """
    recall = recall or Recall()
    rows = known_rows(seen, recall)
    told = recall.find(("told as done",), (), partial(Grouped, _incident_told))
    beside = recall.find(("told beside",), (), partial(Grouped, _report_told))
    told.advance(rows)
    beside.advance(rows)
    denied = (row for row in rows.now if row.event.status == "denied")
    denials = [row.event for row in denied if row.incident not in told.groups and not is_ahead(row.event)]
    statements = [one for one in seen.statements if one.act == "deny"]
    calendar = recall.find(("calendar",), (), _Calendar).follow(rows)
    found: dict[str, str] = {}
    for event in denials:
        incident = _beside(seen, event, beside.groups.get(event.grounds.source_id, ()))
        incident = incident or _nearest(seen, event, calendar)
        if incident is not None:
            found[event.id] = incident
    return {**found, **_answered(seen, statements, beside.groups)}


def _incident_told(row: Row) -> str | None:
    return row.incident if row.event.status == "reported" else None


def _report_told(row: Row) -> str | None:
    return None if _incident_told(row) is None else row.event.grounds.source_id


def is_ahead(event: Event) -> bool:
    """Whether the words before the trigger say that something will not be done."""
    whole = event.grounds.evidence[0]
    if event.trigger is None or not isinstance(whole, Span):
        return False
    return _AHEAD.search(whole.text[: max(0, event.trigger.start - whole.start)]) is not None


def _beside(seen: Known, event: Event, told: Sequence[Row]) -> str | None:
    """The incident that the report of a denial tells by another's word: of the same type, by the same doer,
    upon the same and in the same word as far as that goes, in the sentences before, and near."""
    own, denier = own_span(event), side(event.speaker)
    if own is None or event.speaker is None:
        return None
    itself = _denies(seen, event) or denier in sides(event.by)
    doers, to = sides(event.by) or sides((event.speaker,)), sides(event.to)
    found: list[tuple[bool, bool, int, bool, int, str]] = []
    for other, _, incident in told:
        place, theirs, upon = own_span(other), sides(other.by), sides(other.to)
        same_word = other.speaker is not None and side(other.speaker) == denier
        if incident is None or place is None or same_word or _are_others(event.to, other.to):
            continue
        alike = other.type == event.type or {other.type, event.type} <= _FORCE
        if alike and (doers & theirs or (itself and not theirs)) and (not to or not upon or to & upon):
            away = own.start - place.start
            shared = len(to & upon) + len(beginnings(own.text) & beginnings(place.text))
            kind = (other.type != event.type, not doers & theirs, -shared)
            found.append((*kind, not 0 <= away <= _PRESENT_SPAN, abs(away), incident))
    return min(found)[-1] if found else None


def _are_others(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Whether the ones are civilians and the others soldiers."""
    first, second = ({actor.sector for actor in actors} for actors in (one, other))
    return {frozenset(first), frozenset(second)} == {frozenset(("CVL",)), frozenset(("MIL",))}


def _denies(seen: Known, event: Event) -> bool:
    """Whether somebody denies an event in so many words."""
    said = seen.said.get(event.said_in or "")
    return said is not None and said.act == "deny"


@dataclass(frozen=True, kw_only=True)
class _Deed:
    """A telling of something done. words: of its sentence; names: those among them with a capital; both are
    looked at of few. place: the name of where, if told."""

    day: date
    incident: str
    report: str
    to: frozenset[str]
    place: str | None
    event: Event

    @cached_property
    def words(self) -> frozenset[str]:
        return _words(self.event)

    @cached_property
    def names(self) -> frozenset[str]:
        return _names(self.event)


_NOBODY = ""  # stands for the actor of what is told without one: "five men were shot dead"


class _Calendar(Follower[Row, _Deed | None]):
    """What is told as done, in order of day, under the types and actors."""

    exchanges = True

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[tuple[str, str], list[_Deed]] = {}

    def follow(self, rows: Followed[Row]) -> Mapping[tuple[str, str], Sequence[_Deed]]:
        """What the events of incidents tell as done."""
        self.advance(rows)
        return self._rows

    def _take(self, given: Row) -> _Deed | None:
        event, incident = given.event, given.incident
        if event.status != "reported" or incident is None:
            return None
        # A denial is near what it denies: for that an undated report's day of retrieval will do.
        day = day_of(event) or (None if is_history(event) else event.grounds.known_at.date())
        if day is None:
            return None
        deed = _Deed(
            day=day,
            incident=incident,
            report=event.grounds.source_id,
            to=sides(event.to),
            place=None if event.place is None else event.place.name,
            event=event,
        )
        for row in self._beside(deed):
            insort(row, deed, key=_rank)
        return deed

    def _take_back(self, taken: _Deed | None) -> None:
        if taken is None:
            return
        for row in self._beside(taken):
            del row[bisect_left(row, _rank(taken), key=_rank)]

    def _beside(self, deed: _Deed) -> Iterator[list[_Deed]]:
        for party in sides(deed.event.by) or (_NOBODY,):
            yield self._rows.setdefault((deed.event.type, party), [])


def _rank(deed: _Deed) -> tuple[date, str, str]:
    return (deed.day, deed.incident, deed.event.id)


def _words(event: Event) -> frozenset[str]:
    """Of the sentence that an event stands in, without its own trigger and the names of its actors."""
    named = " ".join([actor.text for actor in (*event.by, *event.to, event.speaker) if actor is not None])
    own = beginnings(f"{named} {event.trigger.text if event.trigger else ''}")
    return beginnings(" ".join(part.text for part in event.grounds.evidence if isinstance(part, Span))) - own


def _names(event: Event) -> frozenset[str]:
    """The words of the sentence that are names, without those of its actors; its first word may be any."""
    told = " ".join(part.text for part in event.grounds.evidence if isinstance(part, Span))
    return beginnings(" ".join(_NAME.findall(told))) & _words(event)


def _nearest(seen: Known, event: Event, calendar: Mapping[tuple[str, str], Sequence[_Deed]]) -> str | None:
    """The incident of another report, of the same type and actor, not of other recipients, nearest to a
    denied event.

    A denial that does not name both its day and whom the act fell upon must be about the incident besides:
    see `_of_one_matter`. So must one that answers what is told of nobody ("five men were shot").
    """
    told_on = event.grounds.known_at.date()
    dated = event.when.basis in ("stated", "relative") and event.when.earliest is not None
    day = (event.when.earliest if dated else told_on) or told_on
    first = day - timedelta(days=_APART_DAYS if dated else _AFTER_DAYS)
    last = day + timedelta(days=_APART_DAYS if dated else 0)
    to, by = sides(event.to), sides(event.by)

    def fitting(party: str) -> list[_Deed]:
        told = _fitting(calendar.get((event.type, party), []), first, last, to)
        return [deed for deed in told if _is_answered(seen, event, deed)]

    near = [deed for party in by for deed in fitting(party)]
    same = [deed for deed in near if to & deed.to] if dated else []
    near = same or _of_one_matter(event, near)
    if not near and by:
        near = _of_one_matter(event, fitting(_NOBODY))
    return min(((abs((deed.day - day).days), deed.incident) for deed in near), default=(0, ""))[1] or None


def _is_answered(seen: Known, denial: Event, deed: _Deed) -> bool:
    """Whether a denial may answer what another report tells, by who says it."""
    source = denial.grounds.source_id
    if deed.report == source:
        return False
    if _denies(seen, denial):
        return True
    denier = side(denial.speaker)
    if denier is not None:
        return denier in sides(denial.by)
    return seen.publisher_id(deed.report) == seen.publisher_id(source)


def _fitting(deeds: Sequence[_Deed], first: date, last: date, to: frozenset[str]) -> list[_Deed]:
    """Deeds of these days that are not upon others."""
    start = bisect_left(deeds, first, key=lambda deed: deed.day)
    end = bisect_right(deeds, last, key=lambda deed: deed.day)
    return [deed for deed in deeds[start:end] if not to or not deed.to or to & deed.to]


def _of_one_matter(event: Event, near: Sequence[_Deed]) -> list[_Deed]:
    """Of deeds that a denial may mean those that it has a matter with.

    That is a place; or recipients, where no other incident fits them; or words of its sentence that are not
    in the tellings of most incidents, unless each of the two speaks of somebody or some place of its own.
    """
    place = None if event.place is None else event.place.name
    there = [deed for deed in near if place is not None and deed.place == place]
    if there:
        return there
    to, incidents = sides(event.to), {deed.incident for deed in near}
    if len(incidents) == 1 and any(to & deed.to for deed in near):
        return list(near)
    tellings = Counter(word for deed in near for word in deed.words)
    usual = {word for word, times in tellings.items() if len(incidents) > 1 and 2 * times > len(near)}
    whole, names = _words(event), _names(event)
    words = whole - usual
    return [
        deed
        for deed in near
        if len(words & deed.words) >= _SHARED_WORDS and not (names - deed.words and deed.names - whole)
    ]


def _answered(
    seen: Known, statements: Iterable[Statement], beside: Mapping[str, Sequence[Row]]
) -> dict[str, str]:
    """Denials that only point back ("denied it"): they answer what was last laid at the speaker's door."""
    with_event = {event.said_in for event in seen.events if event.status == "denied"}
    found: dict[str, str] = {}
    for statement in statements:
        place, speaker = own_span(statement), side(statement.speaker)
        if statement.id in with_event or place is None or speaker is None or not _points_back(statement):
            continue
        before = [
            (own.start, incident)
            for event, _, incident in beside.get(statement.grounds.source_id, ())
            if incident is not None
            and (own := own_span(event)) is not None
            and place.start - _PRESENT_SPAN <= own.start < place.start
            and speaker in sides(event.to if event.type == "ACCUSE" else event.by)
            and side(event.speaker) != speaker
        ]
        if before:
            found[statement.id] = max(before)[1]
    return found


def _points_back(statement: Statement) -> bool:
    return any(_ANAPHORA.search(span.text) for span in statement.content)
