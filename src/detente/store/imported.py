"""Events of archives on disk: written in large pieces, there once their import is, values when asked for.

They live apart from the records that were read, so that no view mixes the two unasked.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from detente.schema import Actor, Event, Grounds, InputError, Place, Row, Step, When
from detente.store import tables
from detente.store.segments import write_segment
from detente.store.tables import IMPORTED, IMPORTS, REJECTIONS, Import

READ, ALL = "read", "all"
_LONGEST_NAME = 64


def check_name(dataset: str) -> None:
    """Raises: InputError for a name that no dataset can have."""
    if dataset in (READ, ALL):
        raise InputError(f"a dataset cannot be called {dataset!r}: --dataset {dataset} means something else")
    if not dataset.strip() or dataset != dataset.strip() or "," in dataset or not dataset.isprintable():
        raise InputError(
            f"{dataset!r} cannot be a dataset's name: it needs letters, and no comma or space around it"
        )
    if len(dataset) > _LONGEST_NAME:
        raise InputError(f"a dataset's name has {_LONGEST_NAME} characters at most")


def write(
    root: Path,
    events: pl.DataFrame | None,
    rejections: pl.DataFrame | None,
    imports: Sequence[Import],
    *,
    recorded_at: datetime,
) -> None:
    """Write rows of imports, what they rejected, and last the imports that are complete.

    events: the columns of IMPORTED. rejections: of a Rejection. Neither needs recorded_at.

    Raises: StoreError when the store cannot be written.
    """
    moment = pl.lit(recorded_at).cast(pl.Datetime("us", "UTC")).alias("recorded_at")
    for table, rows in ((IMPORTED, events), (REJECTIONS, rejections)):
        if rows is not None and len(rows):
            typed = rows.with_columns(moment).select(pl.col(n).cast(t) for n, t in table.schema.items())
            write_segment(root / table.folder, typed)
    if imports:
        done = IMPORTS.frame(tables.value_row(item, recorded_at) for item in imports)
        write_segment(root / IMPORTS.folder, done)


def to_event(row: Mapping[str, Any]) -> Event:
    """A row of the view imported_events as the value that it is."""
    evidence = Row(dataset=row["dataset"], row=row["row"], sha256=row["sha256"])
    steps = [Step(rule="code", detail=row["code"])]
    if row["archive_id"] is not None:
        steps.append(Step(rule="id in the archive", detail=row["archive_id"]))
    if len(row["by"]) > 1 and not row["to"]:
        steps.append(Step(rule="direction", detail="the archive does not tell who acts upon whom"))
    return Event(
        type=row["type"],
        mode=row["mode"],
        contexts=tuple(row["contexts"] or ()),
        by=_actors(row["by"]),
        to=_actors(row["to"]),
        place=_place(row),
        when=When(earliest=row["earliest"], latest=row["latest"], basis="stated"),
        intensity=row["intensity"],
        grounds=Grounds(
            evidence=(evidence,),
            known_at=row["known_at"].astimezone(UTC),
            reading_id=row["reading_id"],
            probability=1.0,
            steps=tuple(steps),
        ),
    )


def _actors(parties: Iterable[Mapping[str, Any]]) -> tuple[Actor, ...]:
    return tuple(
        Actor(name=party["name"], country=party["country"], sector=party["sector"]) for party in parties
    )


def _place(row: Mapping[str, Any]) -> Place | None:
    if row["place_name"] is None:
        return None
    names = ("latitude", "longitude", "geonames_id", "precision")
    return Place(name=row["place_name"], country=row["place_country"], **{name: row[name] for name in names})
