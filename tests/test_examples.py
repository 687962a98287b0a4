"""The golden crisis: what must never be in the record of examples/, how much of what should be is there."""

import tomllib
from pathlib import Path

import pytest
from building import NOON

from detente import monitor
from detente.reports import extract, gather
from detente.schema import Event, Figure, Rejection

ROOT = Path(__file__).parents[1]
GOLDEN = tomllib.loads((ROOT / "tests/golden/crisis/examples.toml").read_text("utf-8"))
# What the reader of today finds of the expected records. It only goes up.
FLOOR = 0.64


@pytest.fixture(scope="module")
def read():
    """Each example report and its records, under (file, row)."""
    found = {}
    reader = monitor.Reader()
    options = monitor.options(retrieved_at=NOON)
    for document in gather([str(ROOT / "examples")], options):
        path, _, row = document.locator.partition("#")
        for report in extract(document, options):
            assert not isinstance(report, Rejection), report
            number = int(row.split()[-1]) if row else 1
            found[Path(path).name, number] = (report, reader.read(report))
    return found


def places_of(case, read):
    """The reports that a case speaks of."""
    if case["file"] == "*":
        return list(read.values())
    return [read[case["file"], case.get("row", 1)]]


def matches(record, case, report):
    """Whether a record has everything that a case names."""
    if record.kind != case["kind"] or not inside(record, case, report):
        return False
    plain = ("type", "mode", "status", "act", "quantity", "unit", "low", "quoted", "background")
    if any(name in case and getattr(record, name, None) != case[name] for name in plain):
        return False
    if isinstance(record, Figure) and "low" in case and record.high != case.get("high"):
        return False
    if "place" in case and (record.place is None or record.place.mention.text != case["place"]):
        return False
    if "due" in case and (record.due is None or record.due.expression.text != case["due"]):
        return False
    return words_match(record, case) and actors_match(record, case)


def inside(record, case, report):
    """Whether the record's own words lie where the case says."""
    if "within" not in case:
        return True
    start = report.text.index(case["within"])
    words = own_words(record)
    return words is not None and start <= words.start and words.end <= start + len(case["within"])


def own_words(record):
    if isinstance(record, Event):
        return record.trigger
    return record.mention if isinstance(record, Figure) else record.cue


def words_match(record, case):
    for name in ("trigger", "cue"):
        if name in case:
            wanted = [case[name]] if isinstance(case[name], str) else case[name]
            words = own_words(record)
            if words is None or words.text not in wanted:
                return False
    return True


def actors_match(record, case):
    for name in ("by", "to"):
        if name in case and not set(case[name]) <= {actor.text for actor in getattr(record, name)}:
            return False
    for name in ("speaker", "addressee", "of"):
        if name in case:
            actor = getattr(record, name)
            if (actor.text if actor else "") != case[name]:
                return False
    return True


@pytest.mark.parametrize("case", GOLDEN["never"], ids=lambda case: f"{case['file']}: {case['why']}")
def test_what_must_never_be_told(case, read):
    for report, records in places_of(case, read):
        for record in records:
            if isinstance(record, Event) and (
                record.status != "reported" or record.speaker is not None or record.said_in is not None
            ):
                continue
            assert not matches(record, case, report), record


def test_what_should_be_found(read):
    found = [
        any(matches(record, case, report) for report, records in places_of(case, read) for record in records)
        for case in GOLDEN["expected"]
    ]
    share = sum(found) / len(found)
    missed = [f"{c['file']}: {c['why']}" for c, hit in zip(GOLDEN["expected"], found, strict=True) if not hit]
    assert share >= FLOOR, "\n".join([f"{share:.2f}", *missed])
