"""The headline of a brief: an arrow as sure as its record, alerts with their own grounds, honest absences."""

from dataclasses import replace
from datetime import date

import pytest
from briefs import evening, material, section, written
from building import make_records, make_report
from crises import load_crisis

from detente.brief import Cite, compose
from detente.crisis import About, look
from detente.schema import Rupture, Step

EXAMPLES, CEASEFIRE = load_crisis("examples.toml"), load_crisis("ceasefire.toml")
SIDES = {"examples.toml": ("RUS", "USA"), "ceasefire.toml": ("XMV", "x:front")}


def of(crisis, as_of, about, **more):
    return material(crisis.records, crisis.reports, as_of=as_of, about=about, **more)


def assessed(given, **changes):
    """The same material with another assessment."""
    found = replace(given.picture.assessment, **{"alerts": (), **changes})
    return replace(given, picture=replace(given.picture, assessment=found))


def measured(name, before, now, worse, better):
    detail = f"{name}: {before} before, {now} now; worse with probability {worse}, better {better}"
    return Step(rule="assessment.arrow", detail=detail)


def test_an_arrow_that_is_no_surer_than_a_coin_is_no_unchanged():
    given = of(CEASEFIRE, "2026-04-10", SIDES["ceasefire.toml"])
    steps = (
        measured("mean level", "-6.55", "-6.59", "0.02", "0.01"),
        measured("acts of material conflict a day", "0.28", "0.48", "0.76", "0.03"),
    )
    told = section(written(assessed(given, arrow="unchanged", probability=0.24, steps=steps)), "Judgement")[0]
    assert "took no clear direction and cannot be told from unchanged" in told
    assert "→" not in told
    assert "acts of force or constraint a day probably rose, from 0.28 to 0.48 (probability 0.76)" in told
    assert "the mean level of their acts (-10 the worst, 10 the best) went from -6.55 to -6.59" in told
    sure = section(written(assessed(given, arrow="unchanged", probability=0.9, steps=steps[:1])), "Judgement")
    assert sure[0].startswith("→ In the month to 10 April 2026 the situation between ")


def test_sides_that_moved_apart_are_told_and_no_arrow():
    given = of(CEASEFIRE, "2026-04-10", SIDES["ceasefire.toml"])
    lead = next(record.id for record in CEASEFIRE.records if record.kind == "event")
    rupture = Rupture(
        records=(lead,),
        method="hand",
        probability=0.9,
        by="XMV",
        to="x:front",
        day=date(2026, 4, 3),
        before=0.1,
        after=-0.9,
    )
    steps = (
        measured("mean level", "-7.67", "-2.89", "0.00", "0.98"),
        Step(
            rule="assessment.arrow",
            detail="improved in sum, but the mean level of XMV towards x:front fell on 2026-04-03 and has "
            "stayed lower since: there is no arrow",
        ),
    )
    parted = assessed(given, arrow=None, steps=steps)
    parted = replace(parted, picture=replace(parted.picture, ruptures=(rupture,)))
    sentence = next(compose(parted).sentences())
    assert sentence.text.startswith("No arrow is given for the month to 10 April 2026 between ")
    assert "it got better in sum, as the mean level" in sentence.text
    assert sentence.text.endswith(" fell on 3 April and has stayed lower since.")
    assert sentence.marks[0].record == lead
    written(parted)


def test_the_sides_that_decided_an_arrow_are_named():
    given = of(CEASEFIRE, "2026-04-10", SIDES["ceasefire.toml"])
    steps = (
        measured("mean level", "-6.11", "-6.82", "0.44", "0.20"),
        measured("mean level of XMV towards x:front", "2.80", "-6.84", "0.99", "0.00"),
    )
    found = assessed(given, arrow="deteriorated", probability=0.99, steps=steps)
    sentence = next(compose(found).sentences())
    assert sentence.text.startswith("↘ In the month to 10 April 2026 the situation between ")
    assert sentence.text.endswith(
        " has deteriorated: the level of Maravia towards the Upland Front went from 2.80 to -6.84; in sum, "
        "the mean level of their acts (-10 the worst, 10 the best) went from -6.11 to -6.82."
    )


def test_two_dyads_that_turned_apart_are_both_told():
    given = of(CEASEFIRE, "2026-04-10", SIDES["ceasefire.toml"])
    turns = (
        "mean level of XMV towards x:front fell from 1.00 to -5.00",
        "acts of material conflict a day of x:front towards XMV fell from 0.80 to 0.10",
    )
    steps = tuple(
        Step(rule="assessment.arrow", detail=f"unchanged in sum, but the {turn}: there is no arrow")
        for turn in turns
    )
    changed = measured("mean level", "-2.00", "-2.10", "0.10", "0.08")
    found = assessed(given, arrow=None, probability=1.0, steps=(changed, *steps))
    sentence = next(compose(found).sentences())
    assert "it did not change in sum, as the mean level of their acts" in sentence.text
    assert " fell from 1.00 to -5.00 and acts of force or constraint a day of " in sentence.text
    assert sentence.text.endswith(" fell from 0.80 to 0.10.")


@pytest.mark.parametrize(
    ("name", "as_of"),
    [("examples.toml", "2025-10-17"), ("examples.toml", "2025-10-23"), ("ceasefire.toml", "2026-05-14")],
)
def test_an_alert_cites_the_records_of_its_own_signs(name, as_of):
    given = of({"examples.toml": EXAMPLES, "ceasefire.toml": CEASEFIRE}[name], as_of, SIDES[name])
    found = given.picture.assessment
    assert found.alerts
    told = [sentence for sentence in written(given).sentences() if sentence.text.startswith("An alert for ")]
    for alert, sentence in zip(found.alerts, told, strict=True):
        signs = " ".join(step.detail for step in found.steps if step.rule == f"alert.{alert}")
        assert sentence.marks
        for mark in sentence.marks:
            assert isinstance(mark, Cite)
            assert mark.record[:12] in signs


def test_a_deadline_that_is_over_is_no_ground_of_an_alert():
    """Both terms are over by then: the one is superseded, the other was met."""
    given = of(CEASEFIRE, "2026-04-10", SIDES["ceasefire.toml"])
    terms = {name for name, key in CEASEFIRE.keys.items() if key.startswith("term-")}
    told = [one for one in written(given).sentences() if one.text.startswith("An alert for ")]
    assert told
    assert terms.isdisjoint(mark.record for one in told for mark in one.marks if isinstance(mark, Cite))


def test_a_truce_that_both_agreed_to_is_an_opportunity():
    given = of(CEASEFIRE, "2026-04-04", SIDES["ceasefire.toml"])
    assert "resolution opportunity" in given.picture.assessment.alerts
    assert "one truce or pull-out agreed" in " ".join(section(written(given), "Judgement"))


def test_one_kind_of_sign_alone_is_told_where_no_alert_is_raised():
    given = of(CEASEFIRE, "2026-03-12", SIDES["ceasefire.toml"])
    told = next(text for text in section(written(given), "Judgement") if text.startswith("Neither alert"))
    assert (
        "of conflict risk there is one kind of sign alone, one threat and one threat or deadline still open, "
        "and an alert needs two"
    ) in told


def test_a_day_whose_report_was_replaced_was_observed():
    first = make_report(day=3)
    second = make_report("Russia struck Kyiv hard. Officials spoke.", day=5, replaces=first.id)
    given = material([*make_records(first), *make_records(second)], [first, second], as_of="2025-06-07")
    assert set(given.picture.seen.reports) == {second.id}
    assert set(given.picture.seen.replaced) == {first.id}
    text = " ".join(section(written(given), "What is not known"))
    assert "was published on 1 to 2 June, 4 June and 6 to 7 June" in text


def test_a_side_that_nobody_names_is_said_to_be_none():
    report = make_report()
    given = material(make_records(report), [report], about=("RUS", "XXX"))
    assert "No report names XXX." in section(written(given), "Judgement")
    named = material(make_records(report), [report], about=("RUS", "UKR"))
    assert "No report names" not in " ".join(section(written(named), "Judgement"))


def test_an_arrow_needs_two_sides_and_the_brief_says_how_to_name_them():
    report = make_report()
    told = section(written(material(make_records(report), [report], about=("RUS",))), "Judgement")[0]
    assert told.endswith("an arrow needs two sides or more to stand between: --about A,B.")


def test_an_empty_record_says_that_it_is_empty():
    moment = evening("1970-01-01")
    given = material(as_of=moment)
    assert section(written(given), "Judgement") == ["The record holds no report."]
    assert look((), (), as_of=moment, about=About()).seen.is_empty
