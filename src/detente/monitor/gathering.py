"""What a crisis is made from: the records of a store with the indexes over them, kept up with the store."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time
from itertools import chain
from pathlib import Path
from typing import Unpack

import polars as pl

from detente.crisis import IncidentIndex, Known, Source, Voices, gather_links, known
from detente.crisis.known import NEVER
from detente.crisis.order import Ordered
from detente.crisis.people import People
from detente.schema import Copy, Event, Figure, Incident, Judgement, Record, Report
from detente.store import RECORD_CLASSES, Bounds, Store
from detente.store.bulk import (
    asks_for_read,
    counted,
    judgements_in_force,
    load_imported,
    load_records,
    load_reports,
    shown_sources,
    sources_of,
    verdicts,
)

_NONE = pl.DataFrame(schema={"source_id": pl.String, "reading_id": pl.String, "replaced": pl.Boolean})
_STATE = (
    *("_held", "_reports", "_replaced", "_records", "_verdicts", "judgements"),
    *("_voices", "_people", "_filled", "_incidents"),
)


class Gathering:
    """The shown records of a store and what they add up to, as of its bounds.

    `update` takes what the store got since, at about the cost of the new reports.
    """

    def __init__(
        self, store: Store, *, dataset: str | None = None, about: str | None = None, **bounds: Unpack[Bounds]
    ) -> None:
        """dataset: as of `Store.show`; about: of which imported events alone are taken."""
        self._store = store
        self._dataset = dataset
        self._about = about
        self._bounds = bounds
        self._segments: frozenset[Path] = frozenset()
        self._held: dict[str, str] = {}
        self._reports: dict[str, Report] = {}
        self._replaced: frozenset[str] = frozenset()
        self._records: dict[str, tuple[Record, ...]] = {}
        self._imported: dict[str, Event] = {}
        self._ordered = Ordered()
        self._verdicts: dict[str, str] = {}
        self.judgements: tuple[Judgement, ...] = ()
        self._voices = Voices()
        self._people = People()
        self._filled: dict[str, tuple[Record, ...]] = {}
        self._incidents = IncidentIndex()

    def state(self) -> tuple[object, ...]:
        """What `resume` goes on from: plain values, which hang on nothing outside."""
        return tuple(getattr(self, name) for name in _STATE)

    def resume(self, state: tuple[object, ...]) -> None:
        """Go on from the `state` of another gathering of the same store within the same bounds."""
        for name, value in zip(_STATE, state, strict=True):
            setattr(self, name, value)
        self._ordered = Ordered(chain.from_iterable((self._records | self._filled).values()))

    @property
    def size(self) -> int:
        """How many reports are gathered."""
        return len(self._held)

    def is_whole(self) -> bool:
        """Whether the store still has every report that was gathered from it."""
        return all(name in self._held or name in self._replaced for name in self._reports)

    def update(self) -> tuple[str, ...]:
        """Take what is new and leave what is no longer shown; gives the ids of the reports meant."""
        segments = frozenset(self._store.segments())
        sources = shown_sources(self._store, **self._bounds) if asks_for_read(self._dataset) else _NONE
        replaced = frozenset(sources.filter("replaced")["source_id"])
        meant = sources.filter(~pl.col("replaced"))
        shown = dict(meant.select("source_id", "reading_id").iter_rows())
        judged = self._newly_judged()
        gone = [name for name, by in self._held.items() if shown.get(name) != by or name in judged]
        new = {name for name, by in shown.items() if self._held.get(name) != by or name in judged}
        retold = self._drop(gone)
        retold |= self._take(
            meant.filter(pl.col("source_id").is_in(new)),
            sources.filter(pl.col("source_id").is_in((new | replaced) - self._reports.keys())),
            segments - self._segments if self._segments and not judged else (),
        )
        self._refill(retold)
        self._held, self._replaced, self._segments = shown, replaced, segments
        self._take_imported()
        self.judgements = judgements_in_force(self._store, **self._bounds)
        self._incidents.link(gather_links(self.judgements))
        return tuple(sorted(new.union(gone)))

    def _newly_judged(self) -> frozenset[str]:
        """The reports of which a record was confirmed or rejected, or no longer is."""
        before, self._verdicts = self._verdicts, verdicts(self._store, **self._bounds)
        changed = {name for name, _ in before.items() ^ self._verdicts.items()}
        if not changed:
            return frozenset()
        return sources_of(self._store, changed, **self._bounds)

    def advance(self, as_of: datetime) -> tuple[str, ...]:
        """Go on to a later moment, and take what became known until then; as `update`."""
        self._bounds["as_of"] = as_of
        return self.update()

    def known(self, as_of: datetime | None) -> Known:
        """What was known. as_of: None for the end of the last day on which anything became known."""
        shown = [one for name, one in self._reports.items() if name not in self._replaced]
        moment = as_of or _last_evening(shown, self._imported.values())
        seen = known(
            self._ordered,
            self._reports.values(),
            incidents={},
            voices={},
            as_of=moment,
            replaced=self._replaced,
        )
        return seen.resolved(self.incidents(), self._voices.sources())

    def incidents(self) -> tuple[Incident, ...]:
        """What happened."""
        return self._incidents.incidents()

    def copies(self) -> tuple[Copy, ...]:
        """The copies among the reports that are shown."""
        here = self._held
        return tuple(
            copy for copy in self._voices.index.copies() if copy.report_id in here and copy.of in here
        )

    def _drop(self, gone: Iterable[str]) -> set[str]:
        """Forget reports; gives those in which others may be told of less."""
        told: set[str] = set()
        dropped: list[Record] = []
        for name in gone:
            dropped += self._records.pop(name, ())
            self._filled.pop(name, None)
            told |= self._people.discard(name)
        self._leave(dropped)
        return told

    def _leave(self, records: Collection[Record]) -> None:
        self._ordered.discard({record.id for record in records})
        self._incidents.discard(record for record in records if isinstance(record, Event))

    def _take(self, new: pl.DataFrame, reports: pl.DataFrame, segments: Collection[Path]) -> set[str]:
        """Load reports, and the records of the readings that are new: rows of `shown_sources`.

        segments: in which these stand, if known. Gives the reports before them of whose people they tell.
        """
        if new.is_empty() and reports.is_empty():
            return set()
        fresh = load_reports(self._store, reports, **self._bounds)
        self._reports.update((one.id, one) for one in fresh)
        new = counted(self._store, new, **self._bounds)
        by_source: dict[str, list[Record]] = {name: [] for name in sorted(new["source_id"])}
        for cls in RECORD_CLASSES:
            for record in load_records(self._store, cls, new, segments, **self._bounds):
                by_source[record.grounds.source_id].append(record)
        self._records.update((name, tuple(some)) for name, some in by_source.items())
        told: set[str] = set()
        for name in by_source:
            told |= self._people.add(name, self._records[name])
        self._enter(by_source, self._voices.add(fresh, self._reports))
        return told - by_source.keys()

    def _enter(self, names: Iterable[str], sources: Iterable[Source] = ()) -> None:
        """Put reports to the others, with what these tell of their people."""
        records: list[Record] = []
        for name in names:
            filled = self._people.fill(name, self._records[name])
            if filled is not self._records[name]:
                self._filled[name] = filled
            records += filled
        self._ordered.add(records)
        self._incidents.add(
            (record for record in records if isinstance(record, Event)),
            figures=(record for record in records if isinstance(record, Figure)),
            sources=sources,
        )

    def _refill(self, told: Iterable[str]) -> None:
        """Exchange the records of reports of whose people others tell something else now."""
        changed: list[str] = []
        for name in sorted(told):
            own = self._records.get(name, ())
            before = self._filled.pop(name, own)
            if self._people.fill(name, own) != before:
                changed.append(name)
                self._leave(before)
            elif before is not own:
                self._filled[name] = before
        self._enter(changed)

    def _take_imported(self) -> None:
        if self._dataset is None:
            return
        events = load_imported(self._store, self._dataset, about=self._about, **self._bounds)
        fresh = [event for event in events if event.id not in self._imported]
        self._imported.update((event.id, event) for event in fresh)
        self._ordered.add(fresh)
        self._incidents.add(fresh)


def _last_evening(reports: Iterable[Report], imported: Iterable[Event]) -> datetime:
    """The last moment of the last day on which something became known; for nothing that of NEVER."""
    moments = chain((one.known_at for one in reports), (event.grounds.known_at for event in imported))
    last = max(moments, default=None)
    return datetime.combine(NEVER if last is None else last.date(), time.max, tzinfo=UTC)
