"""The two alerts of a month: conflict risk and resolution opportunity.

Each alert needs two signs of different kinds, one of which looks ahead: a threat, an ultimatum, forces that
are readied; talks that are arranged, a concession. Of commitments those count that the month tells of, or
whose day comes within the next. Both alerts may hold at once: before a summit under an ultimatum they usually
do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.crisis.acts import Act
from detente.crisis.known import Known
from detente.crisis.promises import Promise
from detente.schema import Rupture, Standing, Step

RISK = "conflict risk"
OPPORTUNITY = "resolution opportunity"
_Kinds = frozenset[tuple[str, str | None]]
_RUNNING = frozenset({"open", "due soon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert with the records and signs that raised it."""

    name: str
    records: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """One kind of sign. ahead: it speaks of what is to come."""

    label: str
    ahead: bool
    records: tuple[str, ...]


def raise_alerts(
    seen: Known,
    lines: Iterable[Promise],
    parties: frozenset[str],
    acts: Sequence[Act],
    arrow: str | None,
    ruptures: Sequence[Rupture],
    standings: Sequence[Standing],
    first: date,
) -> tuple[Alert, ...]:
    """Raise the alerts that the month's acts between the parties, and their commitments, give reason for.

    lines: of the ledger. first: the month's first day.
    """
    promises = {
        promise.first.id: promise
        for promise in lines
        if promise.doers | promise.setters <= parties and promise.doers | promise.setters
    }
    mine = [standing for standing in standings if standing.commitment_id in promises]
    recent = _recently_settled(seen, mine, first)
    fresh = [standing for standing in mine if _is_of_the_month(promises[standing.commitment_id], first, seen)]
    threats = _acting("threats made", acts, frozenset({("THREATEN", None)}), ahead=True)
    agreed = _acting("agreements", acts, frozenset({("AGREE", None)}), ahead=True)
    risk = (
        _joined(threats, _running("terms and vows running", fresh, promises, hostile=True)),
        _acting("forces readied", acts, frozenset({("MOBILIZE", None)}), ahead=True),
        _acting("talks refused or broken off", acts, frozenset({("REJECT", "meet")}), ahead=False),
        _standing("commitments broken", recent, "broken"),
        _turned("levels that fell", ruptures, arrow == "deteriorated", lower=True),
    )
    opportunity = (
        _joined(agreed, _running("talks and steps arranged", fresh, promises, hostile=False)),
        _acting("concessions", acts, frozenset({("CONCEDE", None), ("RETREAT", None)}), ahead=True),
        _acting("contacts", acts, frozenset({("CONSULT", None)}), ahead=False),
        _standing("commitments kept", [one for one in recent if _friendly(promises, one)], "kept"),
        _turned("levels that rose", ruptures, arrow == "improved", lower=False),
    )
    found = (_alert(RISK, risk), _alert(OPPORTUNITY, opportunity))
    return tuple(alert for alert in found if alert is not None)


def _alert(name: str, signs: Iterable[_Sign | None]) -> Alert | None:
    present = [sign for sign in signs if sign is not None]
    if len(present) < 2 or not any(sign.ahead for sign in present):
        return None
    return Alert(
        name=name,
        records=tuple(sorted({record for sign in present for record in sign.records})),
        steps=tuple(Step(rule=f"alert.{name}", detail=sign.label) for sign in present),
    )


def _joined(first: _Sign | None, second: _Sign | None) -> _Sign | None:
    """Two signs that mostly speak of one thing, and so count as one: a threat and the term it sets."""
    if first is None or second is None:
        return first or second
    label = f"{first.label}, {second.label}"
    return _Sign(label=label, ahead=first.ahead or second.ahead, records=first.records + second.records)


def _acting(label: str, acts: Sequence[Act], kinds: _Kinds, *, ahead: bool) -> _Sign | None:
    fitting = [act for act in acts if (act.type, None) in kinds or (act.type, act.mode) in kinds]
    if not fitting:
        return None
    records = tuple(record for act in fitting for record in act.records)
    return _Sign(label=f"{label}: {len(fitting)}", ahead=ahead, records=records)


def _running(
    label: str, standings: Sequence[Standing], promises: dict[str, Promise], *, hostile: bool
) -> _Sign | None:
    fitting = [
        standing
        for standing in standings
        if standing.state in _RUNNING and _friendly(promises, standing) is not hostile
    ]
    return _of_standings(label, fitting, ahead=True)


def _is_of_the_month(promise: Promise, first: date, seen: Known) -> bool:
    """Whether the month tells of a commitment, or the next one brings its day."""
    told = promise.tellings[-1].grounds.known_at.date() >= first
    return told or (promise.due_by is not None and promise.due_by <= seen.today + (seen.today - first))


def _friendly(promises: dict[str, Promise], standing: Standing) -> bool:
    """Whether what is committed to does good; an ultimatum never does, nor any vow."""
    promise = promises[standing.commitment_id]
    return promise.family == "plan" and not promise.hostile


def _recently_settled(seen: Known, standings: Sequence[Standing], first: date) -> list[Standing]:
    """Standings settled by a record that became known in the month."""
    known_on = {event.id: event.grounds.known_at.date() for event in seen.events}
    return [
        standing
        for standing in standings
        if any(known_on.get(record, date.min) >= first for record in standing.shown_by)
    ]


def _standing(label: str, standings: Sequence[Standing], state: str) -> _Sign | None:
    return _of_standings(label, [one for one in standings if one.state == state], ahead=False)


def _of_standings(label: str, fitting: Sequence[Standing], *, ahead: bool) -> _Sign | None:
    if not fitting:
        return None
    records = tuple(record for standing in fitting for record in standing.records)
    return _Sign(label=f"{label}: {len(fitting)}", ahead=ahead, records=records)


def _turned(label: str, ruptures: Sequence[Rupture], arrow: bool, *, lower: bool) -> _Sign | None:
    fitting = [rupture for rupture in ruptures if (rupture.after < rupture.before) is lower]
    if not fitting and not arrow:
        return None
    records = tuple(record for rupture in fitting for record in rupture.records)
    return _Sign(label=label if fitting else f"{label}: the month's arrow", ahead=False, records=records)
