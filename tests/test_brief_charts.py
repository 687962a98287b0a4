"""What notes on questions say, and what charts show: breaks in levels, weeks without one, who acted."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from briefs import material, section, written
from tellings import brief_of, told

from detente.brief import Query, render
from detente.brief.document import Brief, Chart, Line, Note, Paragraph, Point, Section, Sentence
from detente.brief.notes import in_words
from detente.schema import Rupture


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("news", {}, "incidents told in the period: 20 found"),
        (
            "incidents",
            {"since": "2026-03-02T23:59:59.999999+00:00", "until": "2026-03-09T23:59:59.999999+00:00"},
            "incidents first told from 3 to 9 March 2026: 20 found",
        ),
        (
            "reports",
            {"since": "2026-03-02T08:30:00+00:00", "until": "2026-03-09T09:00:00+00:00", "dated": "no"},
            "reports from 2 March 2026, 08:30 UTC to 9 March 2026, 09:00 UTC without a date: 20 found",
        ),
        ("published", {"first": "2026-03-05", "last": "2026-03-05"},
         "dated reports of 5 March 2026: 20 found"),
        ("settling", {"commitment": "7f2f89a475fe277a" * 4},
         "records that show what became of commitment 7f2f89a475: 20 found"),
        ("ties", {"act": "a" * 64, "answer": "b" * 64},
         f"texts that tie incident {'a' * 10} to its answer {'b' * 10}: 20 found"),
        ("contacts", {"after_day": "2024-12-30", "between": "RUS,UKR"},
         "contacts after 30 December 2024 between RUS and UKR: 20 found"),
    ],
)  # fmt: skip
def test_a_note_on_a_question_is_in_words(name, given, words):
    assert in_words(Query(name=name, parameters=tuple(sorted(given.items())), found=20)) == words


def test_no_note_prints_a_moment_or_a_whole_id():
    raid = told("Ukraine raided Russia at dawn.", "raided", by="Ukraine", to="Russia", day=2)
    text = render(brief_of(raid, told("Russia struck Ukraine at noon.", "struck", day=4)), "md")
    asked = [line for line in text.splitlines() if "Asked of the record" in line]
    assert len(asked) > 5
    assert not any("T23:59" in line or "=" in line or len(max(line.split(), key=len)) > 20 for line in asked)


def broken(*ruptures):
    """A week in which five dyads act, Oman towards Russia least told of, with these breaks in levels."""
    rows = []
    pairs = [("Russia", "Ukraine"), ("Ukraine", "Russia"), ("Ukraine", "Oman"), ("Russia", "Oman")]
    for number in range(3):
        for by, to in pairs:
            text = f"{by} raided {to} on day {number}."
            rows.append(told(text, "raided", by=by, to=to, day=3 + number, publisher=f"p{number}.example"))
    rows.append(told("Oman aided Russia.", "aided", "AID", by="Oman", to="Russia", day=4))
    given = material([row[1] for row in rows], [row[0] for row in rows])
    event = rows[-1][1]
    found = tuple(
        Rupture(
            records=(event.id,), method="hand", probability=1.0, by="OMN", to="RUS", day=date(2025, 6, day),
            before=before, after=after,
        )
        for day, before, after in ruptures
    )  # fmt: skip
    return written(dataclasses.replace(given, picture=dataclasses.replace(given.picture, ruptures=found)))


def lines_of(brief):
    part = next(one for one in brief.sections if one.title == "Escalation")
    return [line.label for drawing in part.drawings if isinstance(drawing, Chart) for line in drawing.lines]


def test_a_break_that_is_told_is_in_the_chart():
    assert "Oman towards Russia" not in lines_of(broken())
    brief = broken((4, 0.0, 2.5))
    assert section(brief, "What changed")[-1] == (
        "The level of Oman towards Russia rose on 4 June, from a mean of 0.0 to 2.5, and has "
        "stayed higher since."
    )
    assert "Oman towards Russia" in lines_of(brief)
    assert len(lines_of(brief)) == 4


def test_a_break_that_did_not_last_is_not_said_to():
    told_of = [
        line for line in section(broken((4, 0.0, 2.5), (6, 2.5, 1.0)), "What changed") if "Oman" in line
    ]
    assert ["since" in line for line in told_of] == [False, True]
    assert told_of[1].endswith("to 1.0, and has stayed lower since.")


def test_a_week_without_a_level_says_why():
    first, last = date(2025, 6, 2), date(2025, 6, 22)
    points = {
        name: tuple(Point(day=date(2025, 6, day), value=1.0, low=0.0, high=2.0) for day in days)
        for name, days in {"one": (8, 15), "two": (8, 22), "three": (22,)}.items()
    }
    chart = Chart(
        name="levels",
        title="Levels",
        alternative="Levels.",
        lines=tuple(Line(label=name, points=row) for name, row in points.items()),
        gaps=tuple(date(2025, 6, day) for day in range(9, 16)),
        ruptures=(),
        first=first,
        last=last,
    )
    sentence = Sentence(text="Levels.", marks=(Query(name="news"),))
    part = Section(title="Escalation", paragraphs=(Paragraph(sentences=(sentence,)),), drawings=(chart,))
    moment = datetime(2025, 6, 22, tzinfo=UTC)
    brief = Brief(title="Brief", as_of=moment, since=moment, facts=(), sections=(part,), notes=())
    brief = dataclasses.replace(brief, notes=(Note(number=1, query=Query(name="news")),))
    table = [line.split(" | ")[1:] for line in render(brief, "md").splitlines() if line.startswith("| t")]
    assert table == [
        ["1.0 (0.0 to 2.0)", "no report", "1.0 (0.0 to 2.0) |"],
        ["no act told of", "no report", "1.0 (0.0 to 2.0) |"],
    ]


def test_acts_of_nobody_known_are_those_of_parties_not_identified():
    texts = ("Drones struck a Ukraine port.", "Mines blocked Ukraine ships.", "Gunmen killed Ukraine judges.")
    words = ("struck", "blocked", "killed")
    rows = [told(text, word, by=None, day=3) for text, word in zip(texts, words, strict=True)]
    text = section(brief_of(*rows, about=()), "Escalation")[-1]
    assert text == "Most is told of 3 June, with three incidents by parties not identified."
