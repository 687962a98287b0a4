"""Forecasts on record: kept, resolved as reports arrive, and put together with how they turned out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Unpack

from detente.codebook import Codebook
from detente.crisis import Known
from detente.crisis.ledger import list_promises
from detente.monitor.histories import Past
from detente.outlook.asking import window_of
from detente.outlook.history import end_of
from detente.outlook.keeping import Line
from detente.outlook.resolving import COUNTED, outcomes
from detente.outlook.scoring import Resolved
from detente.schema import Forecast, Outcome, Span, Standing
from detente.store import Bounds, Store

_MEETING = "CONSULT"
_SETTLED = {"kept": 1.0, "broken": 0.0}


def ledger_lines(seen: Known, standings: Sequence[Standing], codebook: Codebook) -> tuple[Line, ...]:
    """The ledger by kind: its act, or for a plan to meet "planned meeting"."""
    promises = {promise.first.id: promise for promise in list_promises(seen, codebook)}
    lines = []
    for standing in standings:
        promise = promises[standing.commitment_id]
        meets = promise.first.act == "plan" and any(one.type == _MEETING for one in promise.wanted)
        lines.append(
            Line(
                commitment_id=standing.commitment_id,
                kind="planned meeting" if meets else promise.first.act,
                by=tuple(sorted(promise.doers)),
                state=standing.state,
                said_at=promise.first.grounds.known_at,
                records=standing.shown_by,
                text=" ".join(one.text for one in promise.first.grounds.evidence if isinstance(one, Span)),
            )
        )
    return tuple(lines)


def find_stored(
    store: Store, found: Forecast | Outcome, **bounds: Unpack[Bounds]
) -> tuple[Forecast, Outcome | None]:
    """A forecast with its latest outcome, from either of them."""
    name = found.forecast_id if isinstance(found, Outcome) else found.id
    rows = store.sql("SELECT id, forecast_id FROM outcomes", **bounds)
    ids = [outcome_id for outcome_id, forecast_id in rows.iter_rows() if forecast_id == name]
    (made,) = store.load(Forecast, [name], **bounds)
    outcomes_of = store.load(Outcome, ids, **bounds)
    return made, outcomes_of[0] if outcomes_of else None


def stored(store: Store, **bounds: Unpack[Bounds]) -> tuple[Forecast, ...]:
    """Every forecast on record, in the order in which they were recorded."""
    ids = store.sql("SELECT id FROM forecasts ORDER BY recorded_at, id", **bounds)["id"]
    return store.load(Forecast, ids, **bounds)


def settle(
    store: Store, past: Past, *, dataset: str | None, ledger: Callable[[], tuple[Line, ...]]
) -> tuple[Outcome, ...]:
    """Outcomes that the store does not hold yet, or that late reports changed, as of `past.as_of`.

    A window in which nobody looked, a commitment that lapsed without evidence and a forecast on another
    dataset are not resolved.
    """
    mine = [one for one in stored(store, as_of=past.as_of) if one.question.dataset == dataset]
    counted = [one for one in mine if one.question.asks in COUNTED]
    found = list(outcomes(past.history, counted, resolved_at=past.as_of))
    promised = [one for one in mine if one.question.asks == "commitment"]
    lines = {line.commitment_id: line for line in ledger()} if promised else {}
    for one in promised:
        line = lines.get(one.question.of or "")
        if line is not None and line.state in _SETTLED:
            found.append(
                Outcome(
                    forecast_id=one.id,
                    resolved_at=past.as_of,
                    value=_SETTLED[line.state],
                    records=line.records,
                )
            )
    before = dict(store.sql("SELECT forecast_id, value FROM outcomes", as_of=past.as_of).iter_rows())
    return tuple(one for one in found if before.get(one.forecast_id) != one.value)


def resolved(
    store: Store, *, as_of: datetime | None = None, dataset: str | None = None
) -> tuple[Resolved, ...]:
    """The forecasts of which it is known how they turned out, in the order in which they were recorded."""
    values = dict(store.sql("SELECT forecast_id, value FROM outcomes", as_of=as_of).iter_rows())
    return tuple(
        Resolved(forecast=one, value=values[one.id], ahead=one.issued_at < end_of(window_of(one)[0]))
        for one in stored(store, as_of=as_of)
        if one.id in values and one.question.dataset == dataset
    )
