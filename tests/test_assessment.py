"""The month's arrow and its alerts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from acting import FIRST, Record

from detente.crisis.assessment import assess, is_unclear
from detente.schema import Actor, InputError, Place, Rupture


@pytest.fixture
def record():
    return Record()


def arrow_steps(found):
    return [step.detail for step in found.steps if step.rule == "assessment.arrow"]


def test_the_arrow_points_down_when_strikes_multiply(record):
    for day in range(60):
        record.quiet(day)
    for day in (*range(0, 30, 6), *range(30, 60)):
        record.act(day)
    found = record.assess(59)
    assert (found.arrow, found.about) == ("deteriorated", ("RUS", "UKR"))
    assert found.probability >= 0.8
    assert found.records


def test_the_arrow_points_up_when_they_stop(record):
    for day in range(30):
        record.act(day)
    for day in range(30, 60):
        record.quiet(day)
    assert record.assess(59).arrow == "improved"


def test_the_same_again_is_unchanged(record):
    for day in range(60):
        record.act(day)
    found = record.assess(59)
    assert (found.arrow, found.alerts) == ("unchanged", ())


@pytest.mark.parametrize(("before", "alerts"), [(None, ()), ("ACCUSE", ("resolution opportunity",))])
def test_only_those_who_quarrelled_have_something_to_resolve(record, before, alerts):
    for day in range(60):
        record.quiet(day)
    if before:
        record.act(5, before)
    record.act(40, "CONSULT")
    record.act(45, "AGREE")
    assert record.assess(59).alerts == alerts


@pytest.mark.parametrize(
    ("country", "mode", "alerts"),
    [
        ("UKR", "troops", ("conflict risk",)),
        ("RUS", None, ("conflict risk",)),
        ("RUS", "police", ()),
        ("SYR", "troops", ()),
        (None, "troops", ()),
    ],
)
def test_forces_readied_there_are_a_sign_whoever_they_are_meant_for(record, country, mode, alerts):
    for day in range(60):
        record.quiet(day)
    record.act(40, "REJECT", mode="meet")
    where = Place(name="there", country=country, precision="country") if country else None
    record.act(45, "MOBILIZE", mode=mode, to=(), place=where)
    assert record.assess(59).alerts == alerts


def test_sides_of_whom_nothing_is_told_have_no_arrow(record):
    for day in range(60):
        record.quiet(day)
    found = record.assess(59)
    assert (found.arrow, found.probability) == (None, 1.0)
    assert arrow_steps(found)[-1] == "no act of one side towards another is told: there is no arrow"


@pytest.mark.parametrize("kind", ["CONSULT", "ASSAULT"])
@pytest.mark.parametrize("days", [[40], [20, 40]])
def test_fewer_than_three_tellings_carry_no_arrow_not_even_unchanged(record, days, kind):
    for day in range(60):
        record.quiet(day)
    for day in days:
        record.act(day, kind)
    found = record.assess(59)
    assert (found.arrow, found.probability) == (None, 1.0)
    assert "too little to judge" in arrow_steps(found)[-1]


def test_three_tellings_carry_an_arrow(record):
    for day in range(60):
        record.quiet(day)
    for day in (10, 35, 40):
        record.act(day, "CONSULT")
    assert record.assess(59).arrow == "unchanged"


def test_one_act_told_by_three_voices_is_three_tellings_and_copies_are_none(record):
    for day in range(60):
        record.quiet(day)
    for paper in ("a.example", "b.example", "c.example"):
        record.act(40, "CONSULT", incident="call", paper=paper, voice="agency.example")
    assert record.assess(59).arrow is None
    for paper in ("d.example", "e.example"):
        record.act(40, "CONSULT", incident="call", paper=paper)
    assert record.assess(59).arrow == "unchanged"


def strike_and_aid_more(record):
    """More of both in the second month."""
    for day in range(60):
        record.quiet(day)
    for day in (*range(0, 30, 5), *range(30, 60)):
        record.act(day)
    for day in (*range(30, 60), *range(30, 60)):
        record.act(day, "AID")


def test_more_strikes_and_more_aid_point_nowhere(record):
    strike_and_aid_more(record)
    found = record.assess(59)
    assert found.arrow == "unchanged"
    assert found.probability < 0.5, [step.detail for step in found.steps]


def test_what_nobody_looked_at_has_no_arrow(record):
    record.act(0)
    assert record.assess(0).arrow is None
    assert record.assess(300) is None
    with pytest.raises(InputError):
        assess(record.known(), about=("RUS", "RUS"))


def test_two_signs_of_two_kinds_make_an_alert_one_does_not(record):
    record.act(40, "THREATEN")
    assert record.assess(41).alerts == ()
    record.act(41, "MOBILIZE")
    found = record.assess(41)
    assert found.alerts == ("conflict risk",)
    assert set(found.records) >= {event.id for event in record.events}


def alert_steps(found):
    return [step.detail for step in found.steps if step.rule.startswith("alert.")]


def test_an_unchanged_that_is_less_than_even_is_no_clear_direction(record):
    strike_and_aid_more(record)
    assert is_unclear(record.assess(59))
    steady = Record()
    for day in range(60):
        steady.act(day)
    assert not is_unclear(steady.assess(59))


@pytest.mark.parametrize(("back", "arrow"), [(None, None), (50, "improved")])
def test_a_level_that_turned_the_other_way_and_stayed_there_takes_the_arrow_away(record, back, arrow):
    for day in range(30):
        record.act(day)
    for day in range(30, 60):
        record.quiet(day)
    turns = [turned(40, 1.0, -1.0), *([] if back is None else [turned(back, -1.0, 1.0)])]
    found = record.assess(59, ruptures=turns)
    assert found.arrow == arrow
    told = (
        "improved in sum, but the mean level of RUS towards UKR fell on 2025-07-12 and has stayed lower since"
    )
    assert any(told in step for step in arrow_steps(found)) is (arrow is None)


def daily_strikes(record):
    """Two months of daily strikes by Russia, told by two papers: they hold the mean level where it is."""
    for day in range(60):
        record.act(day)
        record.act(day, paper="b.example")


def test_what_one_side_begins_is_the_arrow_though_the_sum_stays_where_it_is(record):
    daily_strikes(record)
    record.act(20, "CONSULT", back=True)
    assert record.assess(59).arrow == "unchanged"
    begun = [record.act(day, back=True) for day in range(50, 55)]
    found = record.assess(59)
    assert found.arrow == "deteriorated"
    assert any(step.startswith("mean level of UKR towards RUS: ") for step in arrow_steps(found))
    assert not any(" of RUS towards UKR" in step for step in arrow_steps(found))
    assert set(found.records) == {event.id for event in begun}


def test_two_dyads_that_turn_apart_are_no_arrow(record):
    for day in range(30):
        record.act(day)
        record.act(day, "CONSULT", back=True)
    for day in range(30, 60):
        record.act(day, "CONSULT")
        record.act(day, back=True)
    found = record.assess(59)
    assert (found.arrow, found.probability) == (None, 1.0)
    assert [step for step in arrow_steps(found) if step.endswith(": there is no arrow")] == [
        "unchanged in sum, but the mean level of UKR towards RUS fell from 2.38 to -9.29: there is no arrow",
        "unchanged in sum, but the mean level of RUS towards UKR rose from -9.29 to 2.38: there is no arrow",
    ]


def test_a_dyad_of_fewer_than_three_tellings_decides_nothing(record):
    daily_strikes(record)
    for day in (50, 51):
        record.act(day, back=True)
    assert record.assess(59).arrow == "unchanged"


def turned(day, before, after):
    return Rupture(
        records=("told",),
        method="hand",
        probability=0.9,
        by="RUS",
        to="UKR",
        day=FIRST + timedelta(days=day),
        before=before,
        after=after,
    )


def test_one_kind_of_sign_alone_is_kept_among_the_steps_with_its_record(record):
    threat = record.act(40, "THREATEN")
    found = record.assess(41)
    assert alert_steps(found) == [f"threats made: 1 ({threat.id[:12]})"]
    assert threat.id in found.records


@pytest.mark.parametrize(
    ("mode", "whom", "counted"),
    [
        ("ceasefire", (), 1),
        ("release", (Actor(name="hostages", sector="CVL"),), 1),
        ("release", (), 0),
        ("release", (Actor(name="advisories"),), 0),
        ("withdraw", (), 0),
    ],
)
def test_a_ceasefire_or_release_of_people_counts_without_a_party_named_and_a_retreat_does_not(
    record, mode, whom, counted
):
    event = record.act(40, "RETREAT", mode=mode)
    alone = replace(event, to=whom)
    record.events[-1] = alone
    record.incidents[alone.id] = alone.id
    steps = [step.partition(" (")[0] for step in alert_steps(record.assess(41))]
    assert steps == ["concessions: 1"] * counted
