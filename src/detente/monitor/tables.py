"""Findings as flat Polars frames: ids first, then what a person reads; one row a finding."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from detente.crisis import Picture, Promise
from detente.schema import Actor, Claim, Event, Figure, Incident, Level, Place, Record

_TEXTS = pl.List(pl.String)
_QUOTE = 160  # characters of a sentence that a row shows


def incidents(picture: Picture) -> pl.DataFrame:
    """One row an incident; figures: "killed 12+ (Reuters), 19 (Kyiv)" in the order in which they came."""
    rows = [
        {
            "incident_id": one.id,
            "date_earliest": one.when.earliest,
            "date_latest": one.when.latest,
            "type": one.type,
            "mode": one.mode,
            "by": names(one.by),
            "to": names(one.to),
            "place": place_name(one.place),
            "voices": list(one.voices),
            "mentions": len(one.records),
            "figures": figures(picture, one),
            "text": sentence(picture, one),
            "first_report": one.first_report,
            "last_report": one.last_report,
            "foretold": len(one.foretold),
            "probability": one.probability,
        }
        for one in picture.incidents
    ]
    lists = {"by": _TEXTS, "to": _TEXTS, "voices": _TEXTS}
    days = {"date_earliest": pl.Date, "date_latest": pl.Date}
    counts = {"mentions": pl.Int64, "foretold": pl.Int64, "probability": pl.Float64}
    columns = (
        "incident_id date_earliest date_latest type mode by to place voices mentions figures text "
        "first_report last_report foretold probability"
    )
    return _frame(rows, columns, {**lists, **days, **counts})


def claims(picture: Picture) -> pl.DataFrame:
    """One row a claim."""
    rows = [
        {
            "claim_id": one.id,
            "state": one.state,
            "proposition": proposition(picture, one),
            "voices": list(one.voices),
            "denied_by": [teller(picture, name) for name in one.denied],
            "asserted": len(one.asserted),
            "denied": len(one.denied),
            "repeated": len(one.repeated),
            "text": _text(picture, (*one.asserted, *one.denied)),
            "probability": one.probability,
        }
        for one in picture.claims
    ]
    kinds = {"voices": _TEXTS, "denied_by": _TEXTS, "probability": pl.Float64}
    counts = {"asserted": pl.Int64, "denied": pl.Int64, "repeated": pl.Int64}
    columns = "claim_id state proposition voices denied_by asserted denied repeated text probability"
    return _frame(rows, columns, {**kinds, **counts})


def commitments(picture: Picture) -> pl.DataFrame:
    """One row a line of the ledger."""
    rows = []
    for one in picture.standings:
        line = picture.promises[one.commitment_id]
        first = line.first
        rows.append(
            {
                "standing_id": one.id,
                "commitment_id": one.commitment_id,
                "state": one.state,
                "days_left": one.days_left,
                "act": first.act,
                "by": names(first.by),
                "to": names(first.to),
                "action": first.action.text if first.action else None,
                "condition": first.condition.text if first.condition else None,
                "said_on": _said_on(picture, line),
                "due": line.due_by,
                "told": len(line.tellings),
                "shown_by": list(one.shown_by),
                "probability": one.probability,
            }
        )
    kinds = {"by": _TEXTS, "to": _TEXTS, "shown_by": _TEXTS, "said_on": pl.Date, "due": pl.Date}
    counts = {"days_left": pl.Int64, "told": pl.Int64, "probability": pl.Float64}
    columns = (
        "standing_id commitment_id state days_left act by to action condition said_on due told shown_by "
        "probability"
    )
    return _frame(rows, columns, {**kinds, **counts})


def _said_on(picture: Picture, line: Promise) -> date | None:
    """The day on which a commitment was first told; None where all that is known is when it was retrieved."""
    report = picture.seen.reports.get(line.first.grounds.source_id)
    retrieved = report is not None and report.published_at is None and report.known_at.date() == line.said_on
    return None if retrieved else line.said_on


def chains(picture: Picture) -> pl.DataFrame:
    """One row a chain."""
    rows = [
        {
            "chain_id": one.id,
            "act_id": one.act,
            "answer_id": one.answer,
            "basis": one.basis,
            "lag_days": one.lag_days,
            "act": summary(picture, picture.happened[one.act]),
            "answer": summary(picture, picture.happened[one.answer]),
            "probability": one.probability,
        }
        for one in picture.chains
    ]
    columns = "chain_id act_id answer_id basis lag_days act answer probability"
    return _frame(rows, columns, {"lag_days": pl.Int64, "probability": pl.Float64})


def levels(picture: Picture) -> pl.DataFrame:
    """One row a dyad and day, or week: `period` tells which."""
    rows = [_level(one, "day") for one in picture.days] + [_level(one, "week") for one in picture.weeks]
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    days = {"first_day": pl.Date, "last_day": pl.Date, "voices": pl.Int64}
    return _frame(rows, "level_id by to period first_day last_day value low high voices", {**numbers, **days})


def ruptures(picture: Picture) -> pl.DataFrame:
    """One row a rupture."""
    rows = [
        {
            "rupture_id": one.id,
            "by": one.by,
            "to": one.to,
            "day": one.day,
            "before": one.before,
            "after": one.after,
            "probability": one.probability,
        }
        for one in picture.ruptures
    ]
    numbers = dict.fromkeys(("before", "after", "probability"), pl.Float64)
    return _frame(rows, "rupture_id by to day before after probability", {**numbers, "day": pl.Date})


def contacts(picture: Picture) -> pl.DataFrame:
    """One row a contact."""
    rows = [
        {
            "contact_id": one.id,
            "date_earliest": one.when.earliest,
            "date_latest": one.when.latest,
            "channel": one.channel,
            "level": one.level,
            "by": names(one.by),
            "to": names(one.to),
            "through": names(one.through),
            "text": _text(picture, one.records),
            "probability": one.probability,
        }
        for one in picture.contacts
    ]
    days = {"date_earliest": pl.Date, "date_latest": pl.Date}
    kinds = {"by": _TEXTS, "to": _TEXTS, "through": _TEXTS, "probability": pl.Float64}
    columns = "contact_id date_earliest date_latest channel level by to through text probability"
    return _frame(rows, columns, {**days, **kinds})


def names(actors: Iterable[Actor]) -> list[str]:
    """Actors by their own names, each once."""
    return list(dict.fromkeys(actor.name for actor in actors))


def place_name(place: Place | None) -> str | None:
    """A place with its country's code."""
    if place is None:
        return None
    return f"{place.name} ({place.country})" if place.country else place.name


def figures(picture: Picture, incident: Incident) -> str | None:
    """The figures of an incident in the order in which they became known, each with who says so."""
    told: list[str] = []
    for name in incident.figures:
        figure = picture.records.get(name)
        if isinstance(figure, Figure):
            text = f"{figure.quantity} {bounds(figure)} ({teller(picture, name)})"
            told += [text] if text not in told else []
    return "; ".join(told) or None


def bounds(figure: Figure) -> str:
    """A figure's number: "12", "12+", "up to 12", "12 to 19"; with what it counts unless that is persons."""
    low, high = (None if value is None else f"{value:,g}" for value in (figure.low, figure.high))
    if low == high:
        number = low or "?"
    elif high is None:
        number = f"{low}+"
    else:
        number = f"up to {high}" if low is None else f"{low} to {high}"
    return number if figure.unit == "persons" else f"{number} {figure.unit}"


def teller(picture: Picture, record_id: str) -> str:
    """Whose word a record is: its speaker's, else its publisher's."""
    record = picture.records[record_id]
    if record.speaker is not None:
        return record.speaker.name
    return picture.seen.publisher(record.grounds.source_id)


def summary(picture: Picture, incident: Incident) -> str:
    """An incident in a line: "2025-06-01 Ukraine -> Russia: ASSAULT drone"."""
    day = incident.when.earliest or incident.when.latest
    who = ", ".join(names(incident.by)) or "somebody"
    whom = ", ".join(names(incident.to))
    act = " ".join(part for part in (incident.type, incident.mode) if part)
    return f"{day or 'no day'} {who}{f' -> {whom}' if whom else ''}: {act}"


def sentence(picture: Picture, incident: Incident) -> str | None:
    """The sentence of the mention that is surest, of those that tell it as done."""
    told = [
        record
        for name in incident.records
        if isinstance(record := picture.records.get(name), Event) and record.status == "reported"
    ]
    best = min(told, key=lambda event: (-event.grounds.probability, event.id), default=None)
    return None if best is None else quote(best)


def proposition(picture: Picture, claim: Claim) -> str:
    """What is claimed, with a long id cut as everywhere."""
    words = claim.proposition.split()
    return " ".join(word[:12] if len(word) == 64 and word in picture.happened else word for word in words)


def quote(record: Record) -> str:
    """The sentence that a record stands in, cut to a line; an archive's row by its number."""
    evidence = record.grounds.evidence[0]
    text = getattr(evidence, "text", None)
    if text is None:
        return f"row of {record.grounds.source_id}"
    line = " ".join(str(text).split())
    return line if len(line) <= _QUOTE else f"{line[:_QUOTE].rsplit(' ', 1)[0]} …"


def _text(picture: Picture, ids: Sequence[str]) -> str | None:
    told = next((picture.records[name] for name in ids if name in picture.records), None)
    return None if told is None else quote(told)


def _level(level: Level, period: str) -> dict[str, object]:
    return {
        "level_id": level.id,
        "by": level.by,
        "to": level.to,
        "period": period,
        "first_day": level.first_day,
        "last_day": level.last_day,
        "value": level.value,
        "low": level.low,
        "high": level.high,
        "voices": level.reports,
    }


def _frame(rows: Sequence[Mapping[str, object]], columns: str, types: Mapping[str, object]) -> pl.DataFrame:
    """Rows as a frame that has the same columns where there are none."""
    schema = {name: types.get(name, pl.String) for name in columns.split()}
    return pl.DataFrame(rows, schema=schema)  # type: ignore[arg-type]
