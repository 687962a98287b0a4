"""Judgements: what people decide about records and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Unpack

import polars as pl

from detente.crisis import Picture
from detente.crisis.judged import says
from detente.crisis.mentions import TOLD
from detente.monitor.crisis import Crisis
from detente.monitor.findings import find_finding
from detente.schema import Event, Finding, Incident, InputError, Judgement
from detente.schema.judgement import VERDICTS
from detente.store import Bounds, Store
from detente.store.tables import Kept

_LEAST_DIGITS = 8  # of an id: a slip of the fingers then names nothing rather than something else
_ANY = ("confirm", "reject", "note")
_HAPPENING = ("confirm", "reject", "merge", "split", "note")
# What can be judged, and how.
_FITTING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": _HAPPENING,
        **dict.fromkeys(("statement", "commitment", "figure"), _ANY),
        "incident": _HAPPENING,
        **dict.fromkeys(("claim", "standing", "chain"), _ANY),
        "report": ("note",),
        "judgement": ("undo", "note"),
    }
)


class View(Bounds, total=False):
    """Which view of the crisis: about whom, with which datasets, by which clocks."""

    about: str | None
    dataset: str | None


def judge(
    store: Store,
    prefix: str,
    verdict: str,
    others: Sequence[str] = (),
    *,
    by: str,
    because: str,
    judged_at: datetime,
    **view: Unpack[View],
) -> Judgement:
    """Take what a person decided for good, and give it.

    prefix, others: beginnings of ids. merge: all are one happening, events or incidents. split: the incident
    `prefix`, or the one of the event `prefix`, loses the events `others`. undo: a judgement no longer counts.
    view: the one that shows a finding, as of `detente.Crisis`.

    Raises: InputError for a name or reason that is missing, an id that is unknown or ambiguous, and a verdict
    that does not fit what is judged.
    """
    name, reason = by.strip(), because.strip()
    if not name or not reason:
        raise InputError("a judgement needs the name of who judges and the reason why")
    if verdict not in VERDICTS:
        raise InputError(f"there is no verdict {verdict!r}; there are {', '.join(VERDICTS)}")
    if judged_at.utcoffset() is None:
        raise InputError(f"judged_at has no time zone: {judged_at.isoformat()}")
    seek = _Seek(store=store, view=view)
    found = seek.find(prefix)
    _check_fit(found, verdict, others)
    if isinstance(found, Judgement) and verdict == "undo":
        _check_undo(store, found, judged_at)
    on, records = _meant(seek, found, verdict, others)
    judgement = Judgement(
        verdict=verdict,
        on=on,
        of=_kind(found),
        records=records,
        said=says(found) if isinstance(found, Finding) else None,
        by=name,
        because=reason,
        judged_at=judged_at,
    )
    store.add_judgements([judgement], recorded_at=judged_at)
    return judgement


def list_judgements(store: Store, **bounds: Unpack[Bounds]) -> pl.DataFrame:
    """All judgements in the order in which they were made, each with the undoing that took it back."""
    rows = store.judgements(**bounds)
    given = store.load(Judgement, rows["judgement_id"], **bounds)
    counting = _counting_undos(given)
    undone_by = [counting.get(name) for name in rows["judgement_id"]]
    return rows.with_columns(pl.Series("undone_by", undone_by, dtype=pl.String))


def tell_judgements(store: Store, value_id: str, **bounds: Unpack[Bounds]) -> str:
    """What people decided about a value, in plain text: the oldest first, undone or not; else empty."""
    rows = list_judgements(store, **bounds).filter(pl.col("on").list.contains(value_id))
    if rows.is_empty():
        return ""
    lines = ["", "Judgements"]
    for row in rows.iter_rows(named=True):
        undone = f" (undone by {row['undone_by'][:12]})" if row["undone_by"] else ""
        moment = f"{row['judged_at']:%Y-%m-%d %H:%M} UTC"
        lines.append(f"  {row['judgement_id'][:12]}  {row['verdict']} by {row['by']}, {moment}{undone}")
        lines.append(f"    {' '.join(row['because'].split())}")
    return "\n".join(lines) + "\n"


def _counting_undos(judgements: Sequence[Judgement]) -> Mapping[str, str]:
    """For each judgement that does not count the undoing that says so."""
    found: dict[str, str] = {}
    for undo in sorted(judgements, key=lambda one: (one.judged_at, one.id), reverse=True):
        if undo.verdict == "undo" and undo.id not in found:
            found.setdefault(undo.on[0], undo.id)
    return found


@dataclass(frozen=True, kw_only=True)
class _Seek:
    """Where ids are looked up: the store first, then what its record adds up to."""

    store: Store
    view: View

    def find(self, prefix: str) -> Kept | Finding:
        if len(prefix) < _LEAST_DIGITS:
            raise InputError(f"{prefix!r} is too short to judge by: give {_LEAST_DIGITS} digits of the id")
        try:
            bounds = Bounds(as_of=self.view.get("as_of"), recorded_by=self.view.get("recorded_by"))
            return self.store.find(prefix, **bounds)
        except InputError:
            finding = find_finding(self.picture(), prefix)
            if finding is None:
                raise
            return finding

    def picture(self) -> Picture:
        return Crisis(self.store, **self.view).picture


def _kind(found: Kept | Finding) -> str:
    return type(found).__name__.lower()


def _check_fit(found: Kept | Finding, verdict: str, others: Sequence[str]) -> None:
    kind = _kind(found)
    fitting = _FITTING.get(kind, ())
    if verdict == "undo" and kind != "judgement":
        raise InputError(f"{found.id[:12]} is no judgement: undo takes a judgement's id (detente judgements)")
    if verdict not in fitting:
        article = "an" if kind[0] in "aeiou" else "a"
        may = f"takes {', '.join(fitting)}, not {verdict}" if fitting else "cannot be judged"
        raise InputError(f"{found.id[:12]} is {article} {kind}, which {may}")
    if verdict in ("merge", "split") and not others:
        raise InputError(f"{verdict} needs the ids of what to {verdict}")
    if others and verdict not in ("merge", "split"):
        raise InputError(f"{verdict} takes one id")


def _check_undo(store: Store, judgement: Judgement, judged_at: datetime) -> None:
    given = store.load(Judgement, store.judgements()["judgement_id"])
    if by := _counting_undos(given).get(judgement.id):
        raise InputError(f"{judgement.id[:12]} is undone already, by {by[:12]}")
    if judged_at <= judgement.judged_at:
        raise InputError(
            f"{judgement.id[:12]} is of {judgement.judged_at.isoformat()}: undo it later than that"
        )


def _meant(
    seek: _Seek, found: Kept | Finding, verdict: str, others: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Full ids of what was named, and the records that what is judged rests on."""
    if verdict == "merge":
        named = (found, *(seek.find(prefix) for prefix in others))
        records = {name for one in named for name in _mentions(one)}
        if len({one.id for one in named}) < len(named) or len(records) < len(named):
            raise InputError("merge needs different events or incidents")
        return tuple(one.id for one in named), tuple(sorted(records))
    if verdict == "split":
        return _split(seek, found, [seek.find(prefix) for prefix in others])
    return (found.id,), found.records if isinstance(found, Finding) else ()


def _split(
    seek: _Seek, found: Kept | Finding, leaving: Sequence[Kept | Finding]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    incident = found if isinstance(found, Incident) else seek.picture().incident_of(found.id)
    if incident is None:
        raise InputError(f"event {found.id[:12]} is part of no incident")
    ids = tuple(dict.fromkeys(one.id for one in leaving))
    strange = [name for name in ids if name not in incident.records]
    if strange:
        raise InputError(f"{strange[0][:12]} is no event of incident {incident.id[:12]}")
    if found.id in ids or len(ids) == len(incident.records):
        raise InputError("split needs events that stay as well as events that leave")
    return (found.id, *ids), incident.records


def _mentions(found: Kept | Finding) -> tuple[str, ...]:
    """The events that stand for what is merged."""
    if isinstance(found, Incident):
        return found.records
    if not isinstance(found, Event):
        raise InputError(f"{found.id[:12]} is a {_kind(found)}: only events and incidents can be merged")
    if found.status not in TOLD:
        raise InputError(
            f"event {found.id[:12]} is {found.status}: only what is told as done, or denied, happened"
        )
    return (found.id,)
