"""Reports -> copies: which reports carry the text of another, and which was there first.

MinHash finds the reports that may be alike, an exact comparison of their word shingles decides. The index
takes reports in any order and any portions, and holds the same copies in the end; a new report costs a
look-up, not a comparison with all others.

Source: Broder 1997, "On the resemblance and containment of documents" (shingles, MinHash); Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4 (bands).
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from rensa import RMinHash, RMinHashLSH

from detente.schema import Copy, Report, Step

METHOD = "copies/1"
SIMILARITY = 0.6  # Jaccard index of the shingles from which on one report carries the text of the other
SHINGLE_WORDS = 3
# 48 bands of 4 rows let 999 of 1,000 pairs at a Jaccard index of 0.6 through, and 1 in 30 at 0.16.
_PERMUTATIONS = 192
_BANDS = 48
# Of so many numbers of two signatures fewer than a quarter agree in 3 of 10^9 pairs at an index of 0.6.
_GLIMPSE = 64
_LEAST_ALIKE = _GLIMPSE // 4
_FEW = 8  # slots that are compared at once
_SEED = 20_070_701  # any number, but always the same

_WORD = re.compile(r"\w+")
_Order = tuple[datetime, bool, str]


def shingles(text: str) -> frozenset[str]:
    """The runs of three words in a text, without case and punctuation; a shorter text is one run."""
    words = _WORD.findall(text.casefold())
    if not words:
        return frozenset()
    runs = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return frozenset(" ".join(words[start : start + SHINGLE_WORDS]) for start in runs)


def similarity(one: frozenset[str] | frozenset[int], other: frozenset[str] | frozenset[int]) -> float:
    """Jaccard index, 0..1; two empty sets share nothing."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def find_copies(reports: Iterable[Report]) -> tuple[Copy, ...]:
    """The copies among reports, sorted by report id."""
    index = CopyIndex()
    index.add(reports)
    return index.copies()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What of a report is compared. slot: number of its set of shingles, None for a report without words."""

    report_id: str
    publisher: str
    names: tuple[str, ...]
    origin: str | None
    url: str | None
    replaces: str | None
    known_at: datetime
    slot: int | None

    @property
    def order(self) -> _Order:
        """Who comes first: the earlier, then whoever credits nobody."""
        return (self.known_at, self.origin is not None, self.report_id)

    def is_by(self, origin: str | None) -> bool:
        """Whether the agency that is credited published this report."""
        return origin is not None and any(
            name == origin or name.endswith(f".{origin}") for name in self.names
        )


@dataclass(slots=True)
class _Slot:
    """The reports that share one set of shingles, and the other slots like it with their Jaccard index."""

    shingles: frozenset[int]
    entries: list[_Entry] = field(default_factory=list)
    like: dict[int, float] = field(default_factory=dict)


class CopyIndex:
    """Which of the reports seen so far are copies of which.

    A report that replaces another, or that its publisher put at the same address, is a version of it and no
    copy. A report whose credit names the publisher of a like report is a copy of that one, whoever was first;
    every other copy is one of the earliest like report.
    """

    def __init__(self) -> None:
        self._bands = RMinHashLSH(threshold=SIMILARITY, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        self._slots: list[_Slot] = []
        self._glimpses = array("I")  # a part of each slot's signature, one after the other
        self._slot_of: dict[frozenset[int], int] = {}
        self._entries: dict[str, _Entry] = {}
        self._at: defaultdict[tuple[str, str], list[_Entry]] = defaultdict(list)
        self._replaced_by: defaultdict[str, list[_Entry]] = defaultdict(list)
        self._credits: set[str] = set()
        self._copies: dict[str, Copy] = {}
        self._carriers: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, reports: Iterable[Report]) -> frozenset[str]:
        """Take reports; gives the ids of those whose standing may change: new and touched ones."""
        fresh = [self._enter(report) for report in reports if report.id not in self._entries]
        touched = {entry.report_id: entry for entry in fresh}
        for entry in fresh:
            if entry.origin:
                self._credits.add(entry.origin)
            touched.update((other.report_id, other) for other in self._after(entry))
        for entry in touched.values():
            self._settle(entry)
        return frozenset(touched)

    def copies(self) -> tuple[Copy, ...]:
        """All copies, sorted by report id."""
        return tuple(self._copies[report_id] for report_id in sorted(self._copies))

    def copy(self, report_id: str) -> Copy | None:
        """Of which report this one is a copy; None for an original or an unknown report."""
        return self._copies.get(report_id)

    def original(self, report_id: str) -> str:
        """The report at the end of the line of copies: itself for an original."""
        while report_id in self._copies:
            report_id = self._copies[report_id].of
        return report_id

    def family(self, report_id: str) -> tuple[str, ...]:
        """All reports that go back to the same original, sorted."""
        found: set[str] = set()
        waiting = [self.original(report_id)]
        while waiting:
            one = waiting.pop()
            found.add(one)
            waiting.extend(self._carriers.get(one, set()) - found)
        return tuple(sorted(found))

    def _enter(self, report: Report) -> _Entry:
        entry = _Entry(
            report_id=report.id,
            publisher=report.publisher.id,
            names=(report.publisher.id, "-".join(_WORD.findall(report.publisher.name.casefold()))),
            origin=report.origin,
            url=report.url,
            replaces=report.replaces,
            known_at=report.known_at,
            slot=self._slot(report.text),
        )
        self._entries[report.id] = entry
        if entry.slot is not None:
            self._slots[entry.slot].entries.append(entry)
            self._slots[entry.slot].entries.sort(key=lambda one: one.order)
        if entry.url:
            self._at[entry.publisher, entry.url].append(entry)
        if entry.replaces:
            self._replaced_by[entry.replaces].append(entry)
        return entry

    def _slot(self, text: str) -> int | None:
        """The number of the text's set of shingles, with the sets like it looked up once for all reports."""
        words = shingles(text)
        if not words:
            return None
        ordered = sorted(words)
        hashed = RMinHash.hash_token_sets([ordered])[0]
        key = frozenset(hashed)
        if key in self._slot_of:
            return self._slot_of[key]
        number = len(self._slots)
        slot = _Slot(shingles=key)
        signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(ordered)
        for other in self._hopeful(signature):
            alike = similarity(key, self._slots[other].shingles)
            if alike >= SIMILARITY:
                slot.like[other] = alike
                self._slots[other].like[number] = alike
        self._bands.insert(number, signature)
        self._glimpses.extend(signature.digest()[:_GLIMPSE])
        self._slots.append(slot)
        self._slot_of[key] = number
        return number

    def _hopeful(self, signature: RMinHash) -> list[int]:
        """The slots that share a band with a signature and may be like it: texts of one form share many."""
        found: list[int] = self._bands.query(signature)
        if len(found) <= _FEW:
            return found
        glimpses = np.frombuffer(self._glimpses, dtype=np.uintc).reshape(-1, _GLIMPSE)[found]
        alike = (glimpses == np.array(signature.digest()[:_GLIMPSE], np.uintc)).sum(axis=1)
        return [other for other, count in zip(found, alike.tolist(), strict=True) if count >= _LEAST_ALIKE]

    def _like(self, entry: _Entry) -> Iterator[tuple[_Entry, float]]:
        """Reports with like text, with their Jaccard index; its own versions are not among them."""
        if entry.slot is None:
            return
        slot = self._slots[entry.slot]
        for number, alike in ((entry.slot, 1.0), *slot.like.items()):
            for other in self._slots[number].entries:
                if self._first_version(other) != self._first_version(entry):
                    yield other, alike

    def _after(self, entry: _Entry) -> Iterator[_Entry]:
        """Reports whose original may be another one now that this report is there."""
        seen = {entry.report_id}
        waiting = [entry]
        while waiting:
            one = waiting.pop()
            versions = [*self._replaced_by.get(one.report_id, ()), *self._same_address(one)]
            fresh = [version for version in versions if version.report_id not in seen]
            seen.update(version.report_id for version in fresh)
            waiting.extend(fresh)
            yield from fresh
        for other, _ in self._like(entry):
            if other.order > entry.order or other.is_by(entry.origin) or entry.is_by(other.origin):
                yield other

    def _settle(self, entry: _Entry) -> None:
        """Write down what this report is a copy of."""
        before = self._copies.pop(entry.report_id, None)
        if before:
            self._carriers[before.of].discard(entry.report_id)
        found = self._original(entry)
        if found is None:
            return
        original, alike = found
        credited = original.is_by(entry.origin)
        detail = f"{alike:.3f} of the runs of {SHINGLE_WORDS} words of either are in both" + (
            f"; it credits {entry.origin}" if credited else "; the other was known first"
        )
        self._carriers[original.report_id].add(entry.report_id)
        self._copies[entry.report_id] = Copy(
            records=tuple(sorted((entry.report_id, original.report_id))),
            method=METHOD,
            probability=1.0,
            steps=(Step(rule=METHOD, detail=detail),),
            report_id=entry.report_id,
            of=original.report_id,
            similarity=alike,
        )

    def _original(self, entry: _Entry) -> tuple[_Entry, float] | None:
        """The report that this one carries the text of."""
        like = tuple(self._like(entry))
        if any(entry.is_by(other.origin) for other, _ in like):
            return None
        credited = [pair for pair in like if pair[0].is_by(entry.origin)]
        since = self._first_version(entry).order
        earlier = [pair for pair in like if pair[0].order < since]
        return min(credited or earlier, key=lambda pair: pair[0].order, default=None)

    def _same_address(self, entry: _Entry) -> tuple[_Entry, ...]:
        """The reports that its publisher put at its address, itself among them."""
        return tuple(self._at[entry.publisher, entry.url]) if entry.url else ()

    def _first_version(self, entry: _Entry) -> _Entry:
        """The first version of a report that is here."""
        seen = {entry.report_id}
        while True:
            before = self._entries.get(entry.replaces or "")
            if before is None and entry.url:
                before = min(self._same_address(entry), key=lambda one: one.order)
            if before is None or before.report_id in seen:
                return entry
            seen.add(before.report_id)
            entry = before
