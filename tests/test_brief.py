"""The brief: fact and claim stay apart, every line is cited, no text of a report becomes markup."""

import dataclasses
import re

import pytest
from building import make_records, make_report

from detente.brief import Material, write

REPORT = make_report(
    "Russia struck Kyiv. Officials spoke.", title="Night of fire", url="https://post.example/n"
)


def material(events=(), statements=(), commitments=(), figures=(), *, reports=(REPORT,), **more):
    given = {
        "about": None,
        "since": None,
        "as_of": None,
        "events": tuple(events),
        "of_events": len(events),
        "statements": tuple(statements),
        "of_statements": len(statements),
        "commitments": tuple(commitments),
        "of_commitments": len(commitments),
        "figures": tuple(figures),
        "reports": tuple(reports),
        "of_reports": len(reports),
        "rejections": 0,
    }
    return Material(**{**given, **more})


def section(text, title):
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def test_what_the_report_tells_is_told():
    event, statement, commitment, figure = make_records(REPORT)
    text = write(material([event], [statement], [commitment], [figure]))
    happened = section(text, "What happened")
    assert "- Russia → Ukraine (“Kyiv”): ASSAULT (drone), Kyiv" in happened
    assert "“Russia struck Kyiv.”" in happened
    assert "**2025-06-01 (day of publication)**" in happened
    assert "Ukraine (“Kyiv”) (say): Russia struck Kyiv" in section(text, "Who said what")
    assert "Russia → Ukraine (“Kyiv”), ultimatum: struck; due by 2025-06-30, “Kyiv”" in text
    assert "Post: Night of fire, 2025-06-01. <https://post.example/n>" in section(text, "Sources")


@pytest.mark.parametrize("status", ["denied", "planned", "promised", "demanded", "threatened", "possible"])
def test_what_has_not_happened_is_never_under_what_happened(status):
    event = dataclasses.replace(make_records(REPORT)[0], status=status)
    text = write(material([event]))
    assert "What happened" not in text
    assert f", {status}" in text


def test_what_somebody_says_is_told_as_theirs():
    event = make_records(REPORT)[0]
    for told in ({"speaker": event.to[0]}, {"said_in": "0" * 64}):
        text = write(material([dataclasses.replace(event, **told)]))
        assert "What happened" not in text
        assert "What is said to have happened" in text


def test_every_line_is_cited():
    records = make_records(REPORT)
    text = write(material(*([record] for record in records)))
    for line in text.splitlines():
        if line.startswith("- "):
            marks = re.findall(r"\[1 · ([0-9a-f]{10})\]", line)
            assert marks, line
            assert all(any(record.id.startswith(mark) for record in records) for mark in marks)


def test_acts_of_one_sentence_are_one_line():
    event = make_records(REPORT)[0]
    threat = dataclasses.replace(event, type="THREATEN", mode=None)
    lines = [line for line in write(material([event, threat])).splitlines() if line.startswith("- ")]
    assert len(lines) == 1
    assert "ASSAULT" in lines[0]
    assert "THREATEN" in lines[0]


def test_no_text_of_a_report_becomes_markup():
    report = make_report("Russia struck Kyiv. <script>x</script>", title="# [click](http://x) <b>*a*</b>")
    event = make_records(report)[0]
    text = write(material([event], reports=[report]))
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "](http" not in text.replace("\\](http", "")


def test_nothing_recorded_is_said():
    assert "**Nothing is recorded here.**" in write(material(reports=()))


def test_what_is_left_out_is_counted():
    event = make_records(REPORT)[0]
    assert "1,233 more events of less weight are in the record" in write(material([event], of_events=1234))


def test_the_same_material_gives_the_same_text():
    records = make_records(REPORT)
    assert write(material([records[0]])) == write(material([records[0]]))
