"""What a brief is written from: a picture, what could not be read, and what is handed in beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from detente.crisis import Picture, is_history
from detente.schema import Claim, Event, Incident, InputError, Rejection, Report, Standing

RUNNING = ("open", "due soon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is expected, in words: "an attack by Russia on Ukraine". Either a probability or low and high.

    inputs: ids of the records that the forecast rests on; the first of them are cited. base_rate: how often
    it was so before. low, high: the count that lies between them in 80 of 100 cases.
    """

    words: str
    horizon_days: int
    probability: float | None = None
    base_rate: float | None = None
    low: float | None = None
    high: float | None = None
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How forecasts of one kind did so far: mean Brier score, 0 (right) .. 1, of it and of the base rate."""

    words: str
    forecasts: int
    score: float
    base_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What may come next, with scores so far."""

    expectations: tuple[Expectation, ...]
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a brief is written from. picture: its `since` begins the period. unobserved: as the picture was
    drawn with. licences: notes on the datasets whose rows it shows, by name.

    recent: the picture narrowed to the period. reports: of the period, by id, in order of known_at.
    copied: ids of the reports that carry another's text.

    Raises: InputError for a picture without `since`.
    """

    picture: Picture
    rejections: tuple[Rejection, ...] = ()
    licences: tuple[tuple[str, str], ...] = ()
    unobserved: frozenset[date] = frozenset()
    outlook: Outlook | None = None
    recent: Picture = field(init=False)
    reports: Mapping[str, Report] = field(init=False)
    claims_on: Mapping[str, tuple[Claim, ...]] = field(init=False)
    copied: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        if self.picture.since is None:
            raise InputError("a brief needs the moment from which its period runs")
        object.__setattr__(self, "recent", self.picture.recent())
        known = sorted(self.picture.seen.reports.values(), key=lambda report: (report.known_at, report.id))
        fresh = {report.id: report for report in known if report.known_at >= self.since}
        object.__setattr__(self, "reports", MappingProxyType(fresh))
        object.__setattr__(self, "claims_on", MappingProxyType(_claims_on(self.picture)))
        object.__setattr__(self, "copied", frozenset(copy.report_id for copy in self.picture.copies))

    @property
    def since(self) -> datetime:
        """The moment from which the period runs."""
        if self.picture.since is None:
            raise InputError("a brief needs the moment from which its period runs")
        return self.picture.since

    @property
    def as_of(self) -> datetime:
        return self.picture.as_of

    @property
    def first_day(self) -> date:
        """The first day of the period: the one after `since` where that is the end of a day."""
        at_the_end = (self.since.hour, self.since.minute) == (23, 59)
        return date.fromordinal(self.since.date().toordinal() + at_the_end)

    @property
    def last_day(self) -> date:
        return self.as_of.date()

    @property
    def watched(self) -> frozenset[date]:
        """The days on which a report was published and somebody looked."""
        return self.picture.seen.published_days() - self.unobserved

    @property
    def is_empty(self) -> bool:
        """Whether nothing became known in the period: no report, and no row of an archive."""
        return not self.reports and not self.picture.known_since(self.picture.records, self.since)

    def news(self) -> tuple[Incident, ...]:
        """The incidents that the period's reports tell as done, and not only as earlier history."""
        return tuple(one for one in self.recent.incidents if any(self._is_news(one)))

    def _is_news(self, one: Incident) -> Iterator[bool]:
        for name in one.records:
            record = self.picture.records[name]
            if isinstance(record, Event) and record.status == "reported":
                yield record.grounds.known_at >= self.since and not is_history(record)

    def is_told(self, one: Incident) -> bool:
        """Whether anybody tells it as news, and not only as earlier history."""
        mentions = (self.picture.records[name] for name in one.records)
        return any(
            isinstance(record, Event) and record.status == "reported" and not is_history(record)
            for record in mentions
        )

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The commitments that run, and those that were settled, lapsed or became known in the period."""
        return tuple(one for one in self.picture.standings if self._is_current(one))

    def _is_current(self, one: Standing) -> bool:
        if one.state in RUNNING:
            return True
        if one.shown_by:
            return self.picture.known_since(one.shown_by[:1], self.since)
        promise = self.picture.promises[one.commitment_id]
        ended = promise.due_by is not None and self.first_day <= promise.due_by <= self.last_day
        return ended or self.picture.known_since([promise.first.id], self.since)

    @property
    def period(self) -> str:
        """What the period is called in a sentence."""
        length = (self.last_day - self.first_day).days + 1
        return {1: "day", 7: "week", 8: "week"}.get(length, "month" if 28 <= length <= 31 else "period")


def _claims_on(picture: Picture) -> dict[str, tuple[Claim, ...]]:
    """The claims on whether an incident happened, and on its figures, under its id."""
    found: dict[str, dict[str, Claim]] = {}
    for claim in picture.claims:
        for name in (*claim.asserted, *claim.denied):
            record = picture.records.get(name)
            event = getattr(record, "event", None) or name
            incident = picture.incident_of(event)
            if incident is not None:
                found.setdefault(incident.id, {})[claim.id] = claim
    return {incident: tuple(claims.values()) for incident, claims in found.items()}
