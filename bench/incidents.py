"""How well mentions of one happening find each other, read from the texts by the reader itself.

    scripts/bench incidents --data FOLDER

tests/golden/incidents holds six crises: 81 to 100 bullets of `current_events` each, by their number and
without their words, and 15 or 20 reports written for the purpose. Acts are marked by their trigger, and
marked acts of one number are one happening.

`PARTS` says what was used for setting weights. All that is so marked is tuned on: Gaza from 15 March 2025 and
Korea were held out of the first, hand-set weights, and Karabakh and Sudan of the first fitted ones; all four
were looked at then, and `incident_weights` fits to them since. Tigray was labelled after that fit. For speed
alone, what is compared at all was narrowed afterwards.

A marked act that the reader does not find counts as a happening of its own. B-cubed: Bagga and Baldwin 1998,
"Algorithms for scoring coreference chains". A false merge is a happening too many in an incident.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.crisis import find_incidents
from detente.monitor import Reader
from detente.schema import Event, Figure, Publisher, Report

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "incidents"
# Crisis, first and last day, and whether the weights were set on it.
PARTS = (
    ("iran", "2019-06-01", "2020-01-31", True),
    ("gaza", "2025-01-01", "2025-04-30", True),
    ("korea", "2017-08-01", "2018-06-30", True),
    ("karabakh", "2020-09-27", "2023-12-31", True),
    ("sudan", "2023-04-13", "2023-12-31", True),
    ("tigray", "2020-11-01", "2022-11-30", False),
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A report and its marked acts: (start, end, happening)."""

    report: Report
    marks: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """precision, recall, f1: B-cubed, 0..1. found: share of marked acts that the reader found."""

    precision: float
    recall: float
    f1: float
    found: float
    incidents: int
    false_merges: int

    def __str__(self) -> str:
        per_100 = 100 * self.false_merges / self.incidents if self.incidents else 0.0
        return (
            f"B-cubed P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}; found {self.found:.3f}; "
            f"{self.false_merges} false merges in {self.incidents} incidents ({per_100:.1f} in 100)"
        )


def read_cases(name: str, data: Path | None) -> tuple[Case, ...]:
    """The reports of a crisis; without a data folder those that were written for it."""
    rows = [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    days = {row["id"].split(":")[1] for row in rows if row["id"].startswith("ce:")}
    bullets = dict(_bullets(data, days)) if data else {}
    cases = []
    for row in rows:
        if row["id"].startswith("ce:"):
            if data:
                day = row["id"].split(":")[1]
                cases.append(_case(row, bullets[row["id"]], day, "current-events.example"))
        else:
            cases.append(_case(row, row["text"], row["date"], row["publisher"]))
    return tuple(cases)


def _bullets(data: Path, days: set[str]) -> Iterator[tuple[str, str]]:
    """Ids and texts of the bullets of some days; a day's bullets are counted from 0."""
    for year in sorted({day[:4] for day in days}):
        counts: Counter[str] = Counter()
        with gzip.open(data / "current_events" / f"{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["date"] in days:
                    yield f"ce:{row['date']}:{counts[row['date']]}", row["text"]
                counts[row["date"]] += 1


def _case(row: Mapping[str, Any], text: str, day: str, publisher: str) -> Case:
    report = Report(
        publisher=Publisher(id=publisher, name=publisher),
        text=text,
        language="en",
        published_at=datetime.fromisoformat(day).replace(tzinfo=UTC),
        retrieved_at=NOW,
        raw_sha256=sha256(text.encode()).hexdigest(),
        extraction="given",
    )
    return Case(report=report, marks=tuple((start, end, number) for start, end, number in row["mentions"]))


def measure(cases: Sequence[Case], reader: Reader) -> tuple[Scores, Scores, Scores]:
    """Read the reports, gather incidents, and compare them with the marks: see `compare`."""
    return measure_records(cases, *read_records(cases, reader))


def read_records(cases: Sequence[Case], reader: Reader) -> tuple[list[Event], list[Figure]]:
    """What the reader makes of the reports: events and figures."""
    readings = reader.read_whole([(case.report, case.report.text.encode()) for case in cases])
    records = [record for reading in readings for record in reading.records]
    events = [record for record in records if isinstance(record, Event)]
    return events, [record for record in records if isinstance(record, Figure)]


def measure_records(
    cases: Sequence[Case], events: Sequence[Event], figures: Sequence[Figure]
) -> tuple[Scores, Scores, Scores]:
    """Gather incidents of records, and compare them with the marks: see `compare`."""
    incidents = find_incidents(events, figures=figures, reports=[case.report for case in cases])
    incident_of = {record: incident.id for incident in incidents for record in incident.records}
    return compare(cases, events, incident_of)


def compare(
    cases: Sequence[Case], events: Sequence[Event], incident_of: Mapping[str, str]
) -> tuple[Scores, Scores, Scores]:
    """Score incidents, given as event id -> incident, against the marks.

    All marked acts; those alone that the reader found; all, had those that were found been joined perfectly.
    """
    by_report: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_report[event.grounds.source_id].append(event)
    gold: list[int] = []
    given: list[str] = []
    for case in cases:
        for start, end, number in case.marks:
            marked = [event for event in by_report[case.report.id] if covers(event, start, end)]
            told = [incident_of[event.id] for event in marked if event.id in incident_of]
            gold.append(number)
            given.append(told[0] if told else f"missed {len(given)}")
    found = [place for place, incident in enumerate(given) if not incident.startswith("missed")]
    best = [f"gold {gold[place]}" if place in set(found) else one for place, one in enumerate(given)]
    of_found = score([gold[place] for place in found], [given[place] for place in found])
    return score(gold, given), of_found, score(gold, best)


def covers(event: Event, start: int, end: int) -> bool:
    """Whether an event's trigger lies over a marked act."""
    return event.trigger is not None and event.trigger.start < end and start < event.trigger.end


def score(gold: Sequence[int], given: Sequence[str]) -> Scores:
    """B-cubed scores of marked acts: the happening of each, and the incident that it was put to, `missed ...`
    for none.
    """
    both = Counter(zip(gold, given, strict=True))
    of_gold, of_given = Counter(gold), Counter(given)
    pairs = list(zip(gold, given, strict=True))
    precision = sum(both[pair] / of_given[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / of_gold[pair[0]] for pair in pairs) / len(pairs)
    happenings: defaultdict[str, set[int]] = defaultdict(set)
    for number, incident in pairs:
        happenings[incident].add(number)
    missed = sum(incident.startswith("missed") for incident in given)
    return Scores(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
        found=1 - missed / len(pairs),
        incidents=len(happenings) - missed,
        false_merges=sum(len(numbers) - 1 for numbers in happenings.values()),
    )


def apart(cases: Sequence[Case]) -> Scores:
    """What one gets by joining nothing."""
    gold = [number for case in cases for _, _, number in case.marks]
    return score(gold, [f"missed {place}" for place in range(len(gold))])


def main() -> None:
    parser = argparse.ArgumentParser(description="B-cubed scores of incidents.")
    parser.add_argument("--data", type=Path, help="folder that holds current_events; else own reports alone")
    options = parser.parse_args()
    reader = Reader()
    for name, first, last, tuned in PARTS:
        cases = [case for case in read_cases(name, options.data) if first <= _day(case) <= last]
        scores, of_found, best = measure(cases, reader)
        print(f"{name} {first}..{last}, {'used for tuning' if tuned else 'held out'}, {len(cases)} reports")
        print(f"    {scores}")
        print(f"    of what was found: {of_found}")
        print(f"    B-cubed F1 of joining nothing {apart(cases).f1:.3f}, of joining perfectly {best.f1:.3f}")


def _day(case: Case) -> str:
    return case.report.known_at.date().isoformat()


if __name__ == "__main__":
    main()
