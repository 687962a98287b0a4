"""The bench of a whole crisis: its quotes stand where they should, and its scores are fair at both ends."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from findings.answer import Act, Answer, Happening, Line, Meeting, Number, Stand
from findings.gold import codes, load_gold, span
from findings.incidents_told import Sentences, align, b_cubed, disagreements
from findings.no_facts import CHECKS, forbidden_tally
from findings.standings import CLAIM_QUOTES
from outside import PAGE, replaced, silent, table, tallies

GOLD = load_gold()
EXPECTED = GOLD.expected
# Of nothing found, nothing is wrong: these are shares of what is given, or of what is not to be found.
CAUTIOUS = (
    "not found",
    "not shown as done",
    "(precision)",
    "asked about",
    "true among those given",
    "of those",
    "that are so",
)


def rows_with_quotes(value):
    """Every table in the expectations that quotes a report."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for part in value.values():
            yield from rows_with_quotes(part)
    elif isinstance(value, list):
        for part in value:
            yield from rows_with_quotes(part)


def test_every_quote_stands_in_its_report():
    rows = list(rows_with_quotes(EXPECTED))
    assert len(rows) > 120
    for row in rows:
        for number in [row["report"]] if "report" in row else row["reports"][:1]:
            mark = GOLD.mark(number, row["quote"])
            assert GOLD.reports[number].text[mark.start : mark.end] == row["quote"]


def test_every_claim_has_words_in_each_report_that_makes_or_denies_it():
    assert set(CLAIM_QUOTES) == {claim["id"] for claim in EXPECTED["claims"]}
    for claim in EXPECTED["claims"]:
        quoted = {GOLD.mark(*quote).report for quote in CLAIM_QUOTES[claim["id"]]}
        assert {telling["report"] for telling in (*claim["asserted"], *claim["denied"])} <= quoted, claim[
            "id"
        ]


def test_each_thing_that_must_not_be_found_has_its_check():
    found = [row["what"].split(",")[0].split(";")[0] for row in EXPECTED["must_not"]]
    assert sorted(found) == sorted(CHECKS)


def test_names_refer_to_what_is_there():
    happenings = {row["id"] for row in EXPECTED["incidents"]}
    assert len(happenings) == len(EXPECTED["incidents"])
    for chain in EXPECTED["chains"]:
        assert {chain["act"], chain["answer"]} <= happenings
    for row in EXPECTED["assessments"]:
        assert set(row.get("moved_by", ())) <= happenings
    assert set(GOLD.reports) == {row["n"] for row in EXPECTED["reports"]}


def score(answer):
    told = align(GOLD, answer, Sentences(GOLD))
    return tallies(GOLD, answer, told), told


def test_a_perfect_answer_has_everything_right():
    counted, told = score(perfect())
    assert [(tally.name, tally.misses) for tally in counted if tally.right != tally.of] == []
    assert all(tally.of for tally in counted)
    whole, found = b_cubed(GOLD, told)
    assert whole.f1 == pytest.approx(1.0)
    assert found.f1 == pytest.approx(1.0)
    assert whole.false_merges == 0


def test_an_empty_answer_has_nothing_right_and_nothing_wrong():
    counted, told = score(silent(GOLD))
    for tally in counted:
        if any(words in tally.name for words in CAUTIOUS):
            assert tally.right == tally.of, tally.name
        elif tally.name.startswith("assessments"):
            assert tally.right > 0  # silence is right on a month that nobody watched, and where none is due
        else:
            assert tally.of, tally.name
            assert tally.right == 0, tally.name
    assert b_cubed(GOLD, told)[1] is None


def test_the_figures_stand_in_one_place_that_is_written_anew():
    answer = silent(GOLD)
    counted, told = score(answer)
    figures = table(GOLD, answer, told, counted)
    page = replaced(PAGE.read_text("utf-8"), figures, 1)
    assert page.count(figures) == 1
    assert replaced(page, figures, 1) == page


def test_a_merge_of_the_two_shellings_is_told():
    answer = perfect()
    merged = [replace(act, incident="liuli") if act.incident == "chilumba" else act for act in answer.acts]
    told = align(GOLD, replace(answer, acts=tuple(merged)), Sentences(GOLD))
    tally = forbidden_tally(GOLD, replace(answer, acts=tuple(merged)), told)
    assert tally.of - tally.right == 1
    assert "liuli and chilumba are one" in tally.misses[0][0]
    assert b_cubed(GOLD, told)[0].false_merges == 1


def test_a_planned_exercise_shown_as_held_is_told():
    mark = GOLD.mark("05", "exercise")
    answer = perfect()
    held = replace(answer.acts[0], mark=mark, type="MOBILIZE", status="reported", incident="held")
    answer = replace(answer, acts=(*answer.acts, held))
    counted = {tally.name: tally for tally in score(answer)[0]}
    assert len(counted["things that must not be found, not found"].misses) == 1
    assert len(counted["foreseen acts that are not shown as done"].misses) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ()),
        ({"type": "MOBILIZE"}, ("another type",)),
        ({"by": frozenset({"BWA"})}, ("another side",)),
        ({"by": frozenset(), "to": frozenset()}, ("no side",)),
        ({"by": frozenset()}, ()),
        ({"reports": frozenset({"17"})}, ("another report",)),
        ({"days": (span(EXPECTED["incidents"][0]["day"])[1] + timedelta(days=1),) * 2}, ("another day",)),
        ({"days": (None, span(EXPECTED["incidents"][0]["day"])[1])}, ("no day",)),
    ],
)
def test_an_incident_agrees_by_report_type_side_and_day(fields, wrong):
    row = EXPECTED["incidents"][0]
    assert disagreements(row, replace(happening(row), **fields)) == wrong


def happening(row):
    return Happening(
        id=row["id"],
        type=row["type"],
        material=True,
        by=codes(row["by"]),
        to=codes(row["to"]),
        days=span(row["day"]),
        voices=frozenset(row["publishers"]),
        reports=frozenset(telling["report"] for telling in row["told"]),
        shown=True,
    )


def act(row, mark, status="reported"):
    return Act(
        mark=mark,
        type=row["type"],
        status=status,
        by=codes(row.get("by", ())),
        to=codes(row.get("to", ())),
        attributed=False,
        background=False,
        incident=row["id"] if status == "reported" else None,
    )


def numbers(row):
    for figure in row.get("figures", ()):
        side = figure["side"][:3]
        yield Number(
            mark=GOLD.marks([figure])[0],
            quantity=figure["quantity"],
            low=figure.get("low"),
            high=figure.get("high"),
            unit="persons",
            side=side if side.isupper() else None,
            incident=row["id"],
        )


def stands(day):
    for claim in EXPECTED["claims"]:
        state = next((case["state"] for case in claim["states"] if case["as_of"] == day), None)
        if state is not None:
            marks = tuple(GOLD.mark(*quote) for quote in CLAIM_QUOTES[claim["id"]])
            yield Stand(state=state, voices=frozenset(), asserted=(), marks=marks)


def lines(day):
    for row in EXPECTED["commitments"]:
        early = {case["as_of"]: case["state"] for case in row.get("at", ())}
        yield Line(
            act=row["act"],
            state=early.get(day, row["state"]),
            due=span(row["due"]) if "due" in row else (None, None),
            marks=(GOLD.mark(row["reports"][0], row["quote"]),),
        )


def perfect():
    """What the expectations expect, word for word."""
    rows = EXPECTED["incidents"]
    told = [act(row, mark) for row in rows for mark in GOLD.marks(row["told"])]
    denied = [act(row, mark, "denied") for row in rows for mark in GOLD.marks(row.get("denied_in", ()))]
    foreseen = [
        act({"type": "ASSAULT"}, mark, row["status"])
        for row in EXPECTED["not_facts"]
        for mark in GOLD.marks([row])
    ]
    contacts = [
        Meeting(
            sides=frozenset(row["who"]),
            days=span(row["day"]),
            reports=frozenset(telling["report"] for telling in row["told"]),
        )
        for row in EXPECTED["contacts"]
    ]
    return Answer(
        acts=(*told, *denied, *foreseen),
        happenings=tuple(happening(row) for row in rows),
        numbers=tuple(number for row in rows for number in numbers(row)),
        claims={day: tuple(stands(day)) for day in GOLD.days()},
        ledger={day: tuple(lines(day)) for day in GOLD.days()},
        chains=tuple((row["act"], row["answer"], row["basis"]) for row in EXPECTED["chains"]),
        meetings=tuple(contacts),
        arrows={
            (row["as_of"], tuple(row["about"])): (
                row.get("rolling", [row["arrow"]])[0],
                frozenset(row["alerts"]),
            )
            for row in EXPECTED["assessments"]
        },
    )
