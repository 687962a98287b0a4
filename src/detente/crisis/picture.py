"""The picture of a crisis: all findings as of a moment, drawn in one go from what was known.

`draw` composes the rules of this package in their order: incidents and copies are given, acts are gathered
once, and claims, the ledger, chains, levels, contacts and the month's assessment are made of them. Whom the
picture is about narrows what it shows, never what its findings are made from.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from detente.codebook import Codebook, load
from detente.crisis.about import About, parties_of, take_claims, take_standings, takes_incident
from detente.crisis.acts import gather_acts
from detente.crisis.assessment import assess
from detente.crisis.chains import link_chains
from detente.crisis.claims import find_claims
from detente.crisis.commitments import keep_ledger
from detente.crisis.contacts import Dyad, find_contacts, last_contacts, take_contacts
from detente.crisis.denials import denied_incidents
from detente.crisis.judged import judge_findings, judge_ledger, without
from detente.crisis.known import Known
from detente.crisis.ledger import list_promises
from detente.crisis.levels import find_ruptures, gather_dyads, measure_days, measure_weeks
from detente.crisis.promises import Promise
from detente.crisis.recall import Recall
from detente.crisis.series import busiest
from detente.schema import (
    Assessment,
    Chain,
    Claim,
    Contact,
    Copy,
    Finding,
    Incident,
    Judgement,
    Level,
    Record,
    Rupture,
    Standing,
)

_MOST_DYADS = 30  # whose levels are told at most: the busiest; a person reads ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All findings as of `seen.as_of` that are about the named sides, whenever they became known.

    seen: everything that was known by then, about whomever. about: country codes or entity ids; empty for
    everybody. towards: whom `about` acts upon, where the question is directed. since: where the period begins
    that is asked about; `recent` narrows to it. incidents: in order of day. copies: of all reports. promises:
    the ledger's lines by the id of their first telling, as in `Standing.commitment_id`. days, weeks,
    ruptures: of the named dyads, or the busiest. contacts: in order of day. assessment: None for fewer than
    two sides, or a month in which nobody looked. records, happened: every record and every incident by id,
    about whomever. rejected: incidents, claims, standings and chains that people rejected; nothing else shows
    or rests on them. judged_until: the moment up to which judgements count; None for all that were made.
    """

    seen: Known
    about: tuple[str, ...]
    towards: tuple[str, ...]
    incidents: tuple[Incident, ...]
    copies: tuple[Copy, ...]
    claims: tuple[Claim, ...]
    standings: tuple[Standing, ...]
    promises: Mapping[str, Promise]
    chains: tuple[Chain, ...]
    days: tuple[Level, ...]
    weeks: tuple[Level, ...]
    ruptures: tuple[Rupture, ...]
    contacts: tuple[Contact, ...]
    assessment: Assessment | None
    records: Mapping[str, Record]
    happened: Mapping[str, Incident]
    rejected: tuple[Finding, ...] = ()
    since: datetime | None = None
    judged_until: datetime | None = field(default=None, compare=False)

    @property
    def as_of(self) -> datetime:
        """The moment whose knowledge the picture is drawn from."""
        return self.seen.as_of

    def incident_of(self, event_id: str) -> Incident | None:
        """The incident that an event is a mention of; None where it was never told as done."""
        return self.happened.get(self.seen.incidents.get(event_id, ""))

    def last_contacts(self) -> Mapping[Dyad, Contact]:
        """Of each dyad, in both directions, its latest contact."""
        return last_contacts(self.contacts)

    def unnamed(self) -> tuple[str, ...]:
        """Those of the sides asked about that no record names, as actor, speaker or place; sorted."""
        missing = {*self.about, *self.towards}
        for record in self.records.values():
            if not missing:
                break
            missing.difference_update(*parties_of(record))
        return tuple(sorted(missing))

    def known_since(self, records: Iterable[str], since: datetime) -> bool:
        """Whether one of these records became known at `since` or later."""
        return any(name in self.records and self.records[name].grounds.known_at >= since for name in records)

    def recent(self, since: datetime | None = None) -> "Picture":
        """The picture narrowed to what is new since a moment; to `self.since` where none is given.

        An incident, claim or chain is new when one of its records is; a commitment also while it runs. Levels
        and ruptures are those of the days from then on.
        """
        moment = since or self.since
        if moment is None:
            return self
        fresh = {name for name, record in self.records.items() if record.grounds.known_at >= moment}
        day = moment.date()
        return replace(
            self,
            since=moment,
            incidents=tuple(one for one in self.incidents if not fresh.isdisjoint(one.records)),
            claims=tuple(one for one in self.claims if not fresh.isdisjoint(one.records)),
            standings=tuple(
                one
                for one in self.standings
                if one.state in ("open", "due soon") or not fresh.isdisjoint(one.records)
            ),
            chains=tuple(one for one in self.chains if not fresh.isdisjoint(one.records)),
            days=tuple(one for one in self.days if one.last_day >= day),
            weeks=tuple(one for one in self.weeks if one.last_day >= day),
            ruptures=tuple(one for one in self.ruptures if one.day >= day),
            contacts=tuple(one for one in self.contacts if not fresh.isdisjoint(one.records)),
        )


def draw(
    seen: Known,
    *,
    incidents: Iterable[Incident],
    copies: Iterable[Copy] = (),
    about: About | None = None,
    codebook: Codebook | None = None,
    unobserved: Collection[date] = (),
    judgements: Sequence[Judgement] = (),
    recall: Recall | None = None,
) -> Picture:
    """Draw the picture of what was known.

    incidents, copies: as of `seen.as_of`, and those that `seen` was made with. unobserved: days on which
    nobody looked although reports exist. judgements: people's, those in force, the oldest first; the records
    and the index have taken theirs already. recall: of earlier drawings with the same codebook, from which
    what has not changed is taken over.
    """
    recall = recall or Recall()
    book, named = codebook or load(), about or About()
    told: tuple[tuple[Record, ...], ...] = (seen.events, seen.statements, seen.commitments, seen.figures)
    records = {record.id: record for column in told for record in column}
    standing, rejected = judge_findings(seen, incidents, judgements)
    seen = without(seen, rejected)
    happened = {incident.id: incident for incident in standing}
    denials = denied_incidents(seen, recall)
    acts = gather_acts(seen, book, denials=denials, recall=recall)
    promises = list_promises(seen, book, recall)
    ledger = {promise.first.id: promise for promise in promises}
    lines = keep_ledger(seen, book, promises=promises, recall=recall)
    kept, no_standings = judge_ledger(seen, book, lines, promises, judgements)
    standings = take_standings(named, kept, ledger, seen)
    said = find_claims(seen, book, denials=denials, recall=recall)
    claims, no_claims = judge_findings(seen, said, judgements)
    linked = link_chains(seen, book, acts=acts, recall=recall)
    chains, no_chains = judge_findings(seen, linked, judgements)
    upon = {act.incident: act.to for act in acts if not act.placed}
    taken: Iterable[Incident] = standing
    if named.names:
        taken = (one for one in standing if _is_taken(named, one, upon.get(one.id, ()), recall))
    shown = tuple(sorted(taken, key=_by_day))
    ids = {incident.id for incident in shown}
    dyads = busiest(acts, named.dyad, _MOST_DYADS)
    series = gather_dyads(seen, dyads=dyads, unobserved=unobserved, codebook=book, acts=acts)
    ruptures = tuple(rupture for one in series for rupture in find_ruptures(one, recall))
    assessment = None
    if len(named.parties) > 1:
        assessment = assess(
            seen,
            about=named.parties,
            standings=standings,
            ruptures=ruptures,
            unobserved=unobserved,
            codebook=book,
            acts=acts,
            promises=promises,
        )
    picture = Picture(
        seen=seen,
        about=named.names,
        towards=named.towards,
        incidents=shown,
        copies=tuple(copies),
        claims=take_claims(named, claims, seen, records, ids),
        standings=standings,
        promises=MappingProxyType(ledger),
        chains=tuple(one for one in chains if {one.act, one.answer} <= ids),
        days=tuple(level for one in series for level in measure_days(one, book, recall)),
        weeks=tuple(level for one in series for level in measure_weeks(one, book, recall)),
        ruptures=ruptures,
        contacts=take_contacts(named, find_contacts(seen, shown, recall)),
        assessment=assessment,
        records=MappingProxyType(records),
        happened=MappingProxyType(happened),
        rejected=(*rejected, *no_standings, *no_claims, *no_chains),
    )
    recall.turn()
    return picture


def _is_taken(about: About, incident: Incident, upon: tuple[str, ...], recall: Recall) -> bool:
    key, ground = ("taken", incident.id), (incident, about, upon)
    return recall.find(key, ground, partial(takes_incident, about, incident, upon))


def _by_day(incident: Incident) -> tuple[date, str]:
    return (incident.when.earliest or incident.when.latest or date.min, incident.id)
