"""What an outlook is made from: the acts of a store as a history, each counted once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

import numpy as np
import polars as pl

from detente.codebook import Codebook
from detente.codebook import load as load_codebook
from detente.crisis import Act as Told
from detente.crisis import Known, gather_acts
from detente.monitor.coverage import coded_quads, gap_notes, only_quads
from detente.monitor.kept import gather
from detente.outlook import Act, Columns, History, Watch, from_acts, from_columns
from detente.outlook.history import day_of, end_of
from detente.schema import ForecastError, InputError
from detente.store import Bounds, Store, check_name
from detente.store.imported import ALL, READ

LIKELY = 0.5  # an act counts once it is more likely than not what the report says
_FORCE = "ASSAULT"  # where a meeting or a protest took place says nothing of whom it was with
_VAGUE_DAYS = 31  # an act whose days span more than a month has no day
_STATE = ("GOV", "MIL", "SPY", "COP", "LEG", "JUD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unobserved:
    """Days on which nobody looked: dates, and days of every month."""

    days: tuple[date, ...] = ()
    month_days: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> "Unobserved":
        """Read "7,21", "2024-03-01" or "2024-03-01..2024-03-09", with commas between.

        Raises: InputError for what is none of these.
        """
        days: list[date] = []
        month_days: list[int] = []
        for part in (piece.strip() for piece in (text or "").split(",") if text):
            try:
                if part.isdecimal() and 1 <= int(part) <= 31:
                    month_days.append(int(part))
                    continue
                first, _, last = part.partition("..")
                begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
            except ValueError as error:
                raise InputError(
                    f"unobserved days are days of the month (7,21), dates or first..last, not {part!r}"
                ) from error
            if end < begin:
                raise InputError(f"unobserved days: {part} ends before it begins")
            days += [begin + timedelta(days=after) for after in range((end - begin).days + 1)]
        return cls(days=tuple(sorted(set(days))), month_days=tuple(sorted(set(month_days))))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """A history, the moment that it was cut at, and what was known then; seen: None for an archive.

    notes: sentences without their end, to be shown beside whatever is made of it.
    """

    history: History
    as_of: datetime
    seen: Known | None
    notes: tuple[str, ...] = ()


def gather_past(
    store: Store,
    *,
    dataset: str | None = None,
    unobserved: str | None = None,
    codebook: Codebook | None = None,
    **bounds: Unpack[Bounds],
) -> Past:
    """Make a history of what was read, or of one imported dataset. as_of: None for the end of the last day.

    What was read: incidents told as done, each once however often it is told, with the probability that it is
    what the report says at least one half; a day on which no report was published was not watched. Imported:
    each row; where an archive does not tell who acts upon whom, both sides act. A quad that the dataset's
    archives have no code for is not among the history's.

    Raises: InputError for a dataset or days that are none; ForecastError where there is nothing to count.
    """
    days = Unobserved.parse(unobserved)
    book = codebook or load_codebook()
    if dataset in (None, READ):
        return _read(store, days, book, **bounds)
    if dataset == ALL or "," in str(dataset):
        raise InputError(
            "an outlook rests on what was read or on one dataset: what two sources tell would count twice"
        )
    return _imported(store, str(dataset), days, book, **bounds)


def _read(store: Store, unobserved: Unobserved, codebook: Codebook, **bounds: Unpack[Bounds]) -> Past:
    gathering = gather(store, **bounds)
    seen = gathering.known(bounds.get("as_of"))
    if not seen.reports:
        raise ForecastError(_nothing(store, "no report is known by then"))
    watch = _watch(seen, unobserved)
    acts = acts_in(seen, codebook, watch)
    if not acts:
        raise ForecastError(_nothing(store, "no report tells of an act of one side upon another"))
    as_of = bounds.get("as_of") or end_of(watch.last_day or date.max)
    return Past(history=from_acts(acts, watch=watch, codebook=codebook), as_of=as_of, seen=seen)


def _watch(seen: Known, unobserved: Unobserved) -> Watch:
    """The days on which reports were published. A report without a date says nothing of when anybody looked.

    Raises: ForecastError where none has a date.
    """
    moments = [report.published_at for report in seen.reports.values() if report.published_at is not None]
    if not moments:
        raise ForecastError("there is nothing to forecast from: no report has a published date")
    told = {moment.astimezone(UTC).date() for moment in moments}
    first, last = min(told), max(told)
    span = (first + timedelta(days=after) for after in range((last - first).days))
    return Watch(
        first_day=first,
        last_day=last,
        gaps=unobserved.days,
        unwatched_month_days=unobserved.month_days,
        silent=tuple(day for day in span if day not in told),
    )


def acts_in(seen: Known, codebook: Codebook, watch: Watch) -> list[Act]:
    """The acts to count, in order of day: told as done and as news, between two sides, on a day watched."""
    first, last = watch.first_day or date.min, watch.last_day or date.max
    return [
        Act(day=act.day, by=by, to=to, type=act.type, known_at=_known_at(act), id=act.records[0])
        for act in gather_acts(seen, codebook)
        if not act.retold and _counts(act) and first <= act.day <= last
        for by, to in act.dyads
    ]


def _counts(act: Told) -> bool:
    """Whether an act is more likely than not what is told of it.

    Of those that name nobody acted upon, only an assault is one upon the country where it happened.
    """
    return act.told >= LIKELY and (not act.placed or act.type == _FORCE)


def _known_at(act: Told) -> datetime:
    """When an act could be known of; a later telling may have moved its day beyond the first telling."""
    return max(act.known_at, datetime.combine(act.day, time.min, UTC))


def _nothing(store: Store, why: str) -> str:
    named = ", ".join(sorted(set(store.imports()["dataset"])))
    there = f"; imported datasets are asked with --dataset: {named}" if named else ""
    return f"there is nothing to forecast from: {why}{there}"


def _imported(
    store: Store, dataset: str, unobserved: Unobserved, codebook: Codebook, **bounds: Unpack[Bounds]
) -> Past:
    check_name(dataset)
    imports = store.imports()
    names = set(imports["dataset"])
    if dataset not in names:
        there = ", ".join(sorted(names)) or "none"
        raise InputError(f"there is no dataset {dataset!r} in {store.path}; there are: {there}")
    quoted = dataset.replace("'", "''")
    rows = store.sql(_SIDES.format(dataset=quoted), **bounds)
    if rows.is_empty():
        raise ForecastError(f"no act of one side upon another is known of {dataset} by then")
    as_of = bounds.get("as_of")
    days = rows["day"].cast(pl.Date).to_physical().cast(pl.Int64).to_numpy()
    columns = Columns(
        day=days,
        by=rows["by"].to_numpy(),
        to=rows["to"].to_numpy(),
        type=rows["type"].to_numpy(),
        known_at=rows["known_at"].dt.replace_time_zone(None).to_numpy().astype("datetime64[us]"),
        ids=rows["id"].to_numpy(),
    )
    last = day_of(int(np.max(rows["until"].cast(pl.Date).to_physical().to_numpy())))
    watch = Watch(last_day=last, gaps=unobserved.days, unwatched_month_days=unobserved.month_days)
    archives = imports.filter(pl.col("dataset") == dataset)["archive"].unique()
    history = only_quads(
        from_columns(columns, watch=watch, codebook=codebook), coded_quads(archives, codebook)
    )
    told = store.sql(_DAYS.format(dataset=quoted), **bounds)["day"].cast(pl.Date).to_physical()
    notes = gap_notes(dataset, told.cast(pl.Int64).to_numpy(), unobserved.days)
    return Past(history=history, as_of=as_of or end_of(last), seen=None, notes=notes)


# A party stands for its country when it is the country itself or an organ of its state, else for itself.
# UCDP calls those of every country "Civilians", GDELT "CIVILIAN": they are told apart by it.
_SIDE = (
    "CASE WHEN {p}.sector = 'CVL' AND {p}.country IS NOT NULL "
    "AND lower({p}.name) IN ('civilian', 'civilians') THEN {p}.name || ' (' || {p}.country || ')' "
    "WHEN {p}.country IS NOT NULL AND ({p}.sector IS NULL OR {p}.sector IN ("
    + ", ".join(f"'{sector}'" for sector in _STATE)
    + ")) THEN {p}.country ELSE {p}.name END"
)
_SIDES = f"""
WITH told AS (
  SELECT id, type, coalesce(earliest, latest) AS day, coalesce(latest, earliest) AS until, known_at,
    list_transform("by", lambda p: {_SIDE.format(p="p")}) AS b,
    list_transform("to", lambda p: {_SIDE.format(p="p")}) AS t
  FROM imported_events
  WHERE dataset = '{{dataset}}' AND coalesce(earliest, latest) IS NOT NULL
    AND coalesce(latest - earliest, 0) <= {_VAGUE_DAYS}
), pairs AS (
  SELECT id, type, day, until, known_at, unnest(b) AS "by",
    CASE WHEN len(t) = 0 THEN b ELSE t END AS upon FROM told
), sides AS (
  SELECT id, type, day, until, known_at, "by", unnest(upon) AS "to" FROM pairs
)
SELECT * FROM sides
WHERE "by" IS NOT NULL AND "to" IS NOT NULL AND "by" <> "to" AND day <= known_at::DATE + 1
ORDER BY day, id, "by", "to"
"""
# Each day on which the dataset tells of anything, between whomever.
_DAYS = """
SELECT DISTINCT coalesce(earliest, latest) AS day FROM imported_events
WHERE dataset = '{dataset}' AND coalesce(earliest, latest) IS NOT NULL ORDER BY day
"""
