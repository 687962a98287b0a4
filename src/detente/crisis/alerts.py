"""The two alerts of a month: conflict risk and resolution opportunity.

Each alert needs two signs of different kinds, one of which looks ahead: a threat, an ultimatum, forces that
are readied; talks that are arranged, a concession. Of commitments those count that the month tells of, or
whose day comes within the next. Both alerts may hold at once: before a summit under an ultimatum they usually
do. Violence itself is no sign of a risk of it: the levels and the arrow tell of that.

A threat and the term it sets are one kind of sign, as are an agreement and the meeting or step that it
arranges. A truce or pull-out that both agreed to is a sign beside the act of agreeing: that is done, and the
guns are yet to fall silent.
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
NAMES = (RISK, OPPORTUNITY)
_Kinds = frozenset[tuple[str, str | None]]
_RUNNING = frozenset({"open", "due soon"})
TRUCES = frozenset({("RETREAT", "ceasefire"), ("RETREAT", "withdraw")})
_MOST_LEADS = 4  # ids that a sign names, the latest first; `records` holds them all
_ID_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is counted under one label: the record that stands for each, the latest first."""

    label: str
    counted: str
    leads: tuple[str, ...]

    @property
    def text(self) -> str:
        """ "threats made: 2 (0f3c…, 77ab…)"."""
        named = ", ".join(name[:_ID_DIGITS] for name in self.leads[:_MOST_LEADS])
        return f"{self.label}: {self.counted}" + (f" ({named})" if named else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One kind of sign of an alert. ahead: it speaks of what is to come. records: all that it rests on."""

    of: str
    parts: tuple[Part, ...]
    ahead: bool
    records: tuple[str, ...]

    @property
    def step(self) -> Step:
        return Step(rule=f"alert.{self.of}", detail="; ".join(part.text for part in self.parts))


def raise_alerts(
    seen: Known,
    lines: Iterable[Promise],
    parties: frozenset[str],
    acts: Sequence[Act],
    arrow: str | None,
    ruptures: Sequence[Rupture],
    standings: Sequence[Standing],
    first: date,
) -> tuple[tuple[str, ...], tuple[Sign, ...]]:
    """The alerts that the month's acts between the parties, and their commitments, give reason for; and all
    signs of either, raised or not.

    lines: of the ledger. first: the month's first day.
    """
    promises = {
        promise.first.id: promise
        for promise in lines
        if promise.doers | promise.setters <= parties and promise.doers | promise.setters
    }
    mine = [standing for standing in standings if standing.commitment_id in promises]
    ledger = _Ledger(
        promises=promises,
        recent=tuple(_recently_settled(seen, mine, first)),
        running=tuple(
            one
            for one in mine
            if one.state in _RUNNING and _is_of_the_month(promises[one.commitment_id], first, seen)
        ),
    )
    found = (*_risk(ledger, acts, arrow, ruptures), *_opportunity(ledger, acts, arrow, ruptures))
    signs = tuple(sign for sign in found if sign is not None)
    return tuple(name for name in NAMES if _is_raised(name, signs)), signs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ledger:
    """The parties' commitments by id; standings settled in the month, and those that run."""

    promises: dict[str, Promise]
    recent: tuple[Standing, ...]
    running: tuple[Standing, ...]

    def friendly(self, standing: Standing) -> bool:
        """Whether what is committed to does good; an ultimatum never does, nor any vow."""
        promise = self.promises[standing.commitment_id]
        return promise.family == "plan" and not promise.hostile

    def is_meeting(self, standing: Standing) -> bool:
        return any(wanted.type == "CONSULT" for wanted in self.promises[standing.commitment_id].wanted)

    def is_truce(self, standing: Standing) -> bool:
        """Whether it is an agreement to stop fighting or to pull forces out."""
        promise = self.promises[standing.commitment_id]
        agreed = any(told.act == "agreement" for told in promise.tellings)
        return agreed and any((wanted.type, wanted.mode) in TRUCES for wanted in promise.wanted)


def _risk(
    ledger: _Ledger, acts: Sequence[Act], arrow: str | None, ruptures: Sequence[Rupture]
) -> tuple[Sign | None, ...]:
    open_terms = [one for one in ledger.running if not ledger.friendly(one)]
    broken = [one for one in ledger.recent if one.state == "broken"]
    return (
        _joined(
            _acting(RISK, "threats made", acts, frozenset({("THREATEN", None)}), ahead=True),
            _standing(RISK, "threats and deadlines open", open_terms, ahead=True),
        ),
        _acting(RISK, "forces readied", acts, frozenset({("MOBILIZE", None)}), ahead=True),
        _acting(RISK, "talks refused or broken off", acts, frozenset({("REJECT", "meet")}), ahead=False),
        _standing(RISK, "commitments broken", broken, ahead=False),
        _turned(RISK, "levels that fell", ruptures, acts, arrow == "deteriorated", lower=True),
    )


def _opportunity(
    ledger: _Ledger, acts: Sequence[Act], arrow: str | None, ruptures: Sequence[Rupture]
) -> tuple[Sign | None, ...]:
    friendly = [one for one in ledger.running if ledger.friendly(one)]
    truces = [one for one in friendly if ledger.is_truce(one)]
    meetings = [one for one in friendly if ledger.is_meeting(one) and one not in truces]
    steps = [one for one in friendly if one not in truces and one not in meetings]
    kept = [one for one in ledger.recent if one.state == "kept" and ledger.friendly(one)]
    yielded = frozenset({("CONCEDE", None), ("RETREAT", None)})
    return (
        _joined(
            _acting(OPPORTUNITY, "agreements", acts, frozenset({("AGREE", None)}), ahead=True),
            _standing(OPPORTUNITY, "meetings planned", meetings, ahead=True),
            _standing(OPPORTUNITY, "steps promised", steps, ahead=True),
        ),
        _standing(OPPORTUNITY, "truces to be kept", truces, ahead=True),
        _acting(OPPORTUNITY, "concessions", acts, yielded, ahead=True),
        _acting(OPPORTUNITY, "contacts", acts, frozenset({("CONSULT", None)}), ahead=False),
        _standing(OPPORTUNITY, "commitments kept", kept, ahead=False),
        _turned(OPPORTUNITY, "levels that rose", ruptures, acts, arrow == "improved", lower=False),
    )


def _is_raised(name: str, signs: Iterable[Sign]) -> bool:
    present = [sign for sign in signs if sign.of == name]
    return len(present) > 1 and any(sign.ahead for sign in present)


def _joined(*signs: Sign | None) -> Sign | None:
    """Signs that mostly speak of one thing, and so count as one: a threat and the term it sets."""
    present = [sign for sign in signs if sign is not None]
    if not present:
        return None
    return Sign(
        of=present[0].of,
        parts=tuple(part for sign in present for part in sign.parts),
        ahead=any(sign.ahead for sign in present),
        records=tuple(record for sign in present for record in sign.records),
    )


def _acting(of: str, label: str, acts: Sequence[Act], kinds: _Kinds, *, ahead: bool) -> Sign | None:
    fitting = [act for act in acts if (act.type, None) in kinds or (act.type, act.mode) in kinds]
    fitting.sort(key=lambda act: (act.day, act.incident), reverse=True)
    records = tuple(record for act in fitting for record in act.records)
    return _sign(of, label, [act.records[0] for act in fitting], records, ahead=ahead)


def _is_of_the_month(promise: Promise, first: date, seen: Known) -> bool:
    """Whether the month tells of a commitment, or the next one brings its day."""
    told = promise.tellings[-1].grounds.known_at.date() >= first
    return told or (promise.due_by is not None and promise.due_by <= seen.today + (seen.today - first))


def _recently_settled(seen: Known, standings: Sequence[Standing], first: date) -> list[Standing]:
    """Standings settled by a record that became known in the month."""
    known_on = {event.id: event.grounds.known_at.date() for event in seen.events}
    return [
        standing
        for standing in standings
        if any(known_on.get(record, date.min) >= first for record in standing.shown_by)
    ]


def _standing(of: str, label: str, fitting: Sequence[Standing], *, ahead: bool) -> Sign | None:
    """Commitments: what shows their state stands for those that are settled."""
    leads = [(*one.shown_by, one.commitment_id)[0] for one in reversed(fitting)]
    records = tuple(record for standing in fitting for record in standing.records)
    return _sign(of, label, leads, records, ahead=ahead)


def _turned(
    of: str,
    label: str,
    ruptures: Sequence[Rupture],
    acts: Sequence[Act],
    arrow: bool,
    *,
    lower: bool,
) -> Sign | None:
    fitting = [rupture for rupture in ruptures if (rupture.after < rupture.before) is lower]
    if not fitting and arrow:
        part = Part(label=label, counted="the month's arrow", leads=())
        return Sign(of=of, parts=(part,), ahead=False, records=())
    fitting.sort(key=lambda rupture: (rupture.day, rupture.id), reverse=True)
    records = tuple(record for rupture in fitting for record in rupture.records)
    leads = [_turning(rupture, acts, lower=lower) for rupture in fitting]
    return _sign(of, label, leads, records, ahead=False)


def _turning(rupture: Rupture, acts: Sequence[Act], *, lower: bool) -> str:
    """The act about the day of a rupture that went furthest its way."""
    way = 1.0 if lower else -1.0
    around = [act for act in acts if act.records[0] in rupture.records]
    furthest = min(around, key=lambda act: (way * act.intensity, act.day, act.incident), default=None)
    return rupture.records[0] if furthest is None else furthest.records[0]


def _sign(of: str, label: str, leads: Sequence[str], records: tuple[str, ...], *, ahead: bool) -> Sign | None:
    """A sign of one part; None where nothing is counted."""
    if not leads:
        return None
    part = Part(label=label, counted=str(len(leads)), leads=tuple(leads))
    return Sign(of=of, parts=(part,), ahead=ahead, records=records)
