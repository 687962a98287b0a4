"""The reports of tests/golden/outside, what a careful reader finds in them, and where each quote stands."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from detente.reports import Options, extract, gather
from detente.schema import Report

GOLDEN = Path(__file__).parents[2] / "tests" / "golden"
FOLDERS = (GOLDEN / "outside", GOLDEN / "outside_2", GOLDEN / "outside_3")
FOLDER = FOLDERS[0]
READ_AT = datetime(2026, 11, 22, tzinfo=UTC)
_CODE = re.compile(r"(?!CVL$)[A-Z]{3}|IGO:.*")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mark:
    """Words of a report: its number, and [start, end) in characters of its text."""

    report: str
    start: int
    end: int

    def meets(self, other: "Mark") -> bool:
        """Whether the two share a character."""
        return self.report == other.report and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """reports: by number ("09"). expected: the file of expectations."""

    reports: Mapping[str, Report]
    expected: Mapping[str, Any]

    @property
    def last_day(self) -> date:
        day: date = self.expected["last_day"]
        return day

    @property
    def parties(self) -> frozenset[str]:
        """The countries that the crisis is between."""
        return frozenset(self.expected["parties"])

    @property
    def elsewhere(self) -> frozenset[str]:
        """The reports on another crisis."""
        return frozenset(self.expected["elsewhere"])

    @property
    def aside(self) -> tuple[Mark, ...]:
        """Acts that are told and true, and none between the parties: neither asked for nor wrong."""
        return tuple(self.mark(row["report"], row["quote"]) for row in self.expected["aside"])

    def mark(self, report: str, quote: str) -> Mark:
        """Where a quote first stands in a report's text.

        Raises: ValueError where it does not stand there.
        """
        start = self.reports[report].text.find(quote)
        if start < 0:
            raise ValueError(f"report {report} has no {quote!r}")
        return Mark(report=report, start=start, end=start + len(quote))

    def marks(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
        """The marks of rows with `report` and `quote`, each once; those of a report that a later version
        replaces stand in the later one.
        """
        later = {row["first"]: row["later"] for row in self.expected["versions"]}
        places = ((later.get(row["report"], row["report"]), row["quote"]) for row in rows)
        return tuple(dict.fromkeys(self.mark(*place) for place in places))

    def days(self) -> tuple[date, ...]:
        """Every day that something is expected as of."""
        rows = [row for kind in ("claims", "commitments", "assessments") for row in self.expected[kind]]
        parts = [part for row in rows for part in (row, *row.get("states", ()), *row.get("at", ()))]
        return tuple(sorted({part["as_of"] for part in parts if "as_of" in part} | {self.last_day}))


def load_gold(folder: Path = FOLDER) -> Gold:
    """Load the reports, as detente extracts their text, and what is expected of them."""
    reports: dict[str, Report] = {}
    for path in sorted((folder / "reports").glob("*.md")):
        for item in gather([str(path)], Options(retrieved_at=READ_AT)):
            reports.update((path.name[:2], part) for part in _extracted(item))
    expected = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    return Gold(reports=reports, expected=expected)


def _extracted(item: Any) -> Iterator[Report]:
    for part in extract(item, Options(retrieved_at=READ_AT)):
        if not isinstance(part, Report):
            raise TypeError(f"{part.input_id}: {part.reason}")
        yield part


def codes(names: Iterable[str]) -> frozenset[str]:
    """The countries and organisations among the names of a side."""
    return frozenset(name for name in names if _CODE.fullmatch(name))


def types(row: Mapping[str, Any]) -> frozenset[str]:
    """The types that count as right."""
    return frozenset((row["type"], *row.get("also", ())))


def span(day: date | list[date]) -> tuple[date, date]:
    """A day, or the first and last of several."""
    return (day[0], day[1]) if isinstance(day, list) else (day, day)


def core(rows: Iterable[Row]) -> list[Row]:
    """Without those that a fair reader may leave out."""
    return [row for row in rows if row.get("core", True)]
