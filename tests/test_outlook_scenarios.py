"""What if: act and answer, and bargaining, from files that say where they are wrong."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from detente.outlook.answers import answers
from detente.outlook.bargaining import Issue, Player, compromise, point, sensitivity, weighted_median
from detente.outlook.explanations import challenge, nash
from detente.outlook.history import end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.panel import build
from detente.outlook.scenario_file import ActScenario, parse_scenario, read_scenario
from detente.schema import ForecastError

SCENARIOS = Path(__file__).parents[1] / "docs" / "scenarios"
EMISSIONS = (SCENARIOS / "emissions.toml").read_text("utf-8")
STRIKE = (SCENARIOS / "strike.toml").read_text("utf-8")
ISSUE = read_scenario(SCENARIOS / "emissions.toml").issues[0]


def issue(*players):
    made = tuple(Player(name=n, position=x, salience=s, capability=c) for n, x, s, c in players)
    return Issue(name="tariff", unit="per cent", low=0, high=10, players=made)


def test_the_emission_standards_of_1984():
    assert weighted_median(ISSUE) == 7.0
    assert round(compromise(ISSUE), 3) == 7.390
    assert ISSUE.outcome == 8.833
    found = point(ISSUE)
    assert found.nine_tenths[0] <= ISSUE.outcome <= found.nine_tenths[1] <= ISSUE.high
    assert found.half == pytest.approx((7.390 - 0.8453 * 1.5, 7.390 + 0.8453 * 1.5), abs=1e-3)


def test_sensitivity_says_what_each_number_does():
    changes = sensitivity(ISSUE)
    assert len(changes) == 30
    assert [c.reach for c in changes] == sorted((c.reach for c in changes), reverse=True)
    uk = next(c for c in changes if (c.player, c.key) == ("UK", "position"))
    assert uk.raised == compromise(ISSUE)  # it stands at the end of the scale
    assert uk.lowered == pytest.approx(compromise(ISSUE) - 0.6 * 0.144 / 0.677)


def test_nash_of_two_equals_is_the_middle_and_power_pulls():
    even = issue(("A", 2, 1, 1), ("B", 8, 1, 1))
    assert nash((even,))[0].value == pytest.approx(5, abs=0.01)
    strong = issue(("A", 2, 1, 3), ("B", 8, 1, 1))
    assert nash((strong,))[0].value < 4.5
    assert "not prediction" in nash((even,))[0].label


def test_nash_trades_between_issues():
    first = issue(("A", 0, 1, 1), ("B", 10, 0.1, 1))
    second = replace(issue(("A", 0, 0.1, 1), ("B", 10, 1, 1)), name="quota")
    one, other = nash((first, second))
    assert one.value < 2 < 8 < other.value
    with pytest.raises(ForecastError, match="same players"):
        nash((first, issue(("A", 0, 1, 1), ("C", 10, 1, 1))))


def test_the_challenge_model_starts_at_the_median_and_stays_on_the_scale():
    found = challenge(ISSUE)
    assert found.path[0] == 7.0
    assert all(ISSUE.low <= step <= ISSUE.high for step in found.path)
    assert found.label == "explanation, not prediction"
    agreed = challenge(issue(("A", 3, 1, 1), ("B", 3, 1, 2)))
    assert agreed.path == (3.0, 3.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"bargaining"', '"bargain"', "line 1: model: no model 'bargain'; known: answer, bargaining"),
        ("salience = 0.9", "salience = 1.9", "line 17: .*UK.salience: 1.9 is outside 0..1"),
        ("salience = 0.9", "saliense = 0.9", "line 17: .*unknown key; did you mean salience"),
        ("salience = 0.9", 'salience = "much"', "line 17: .*must be a number"),
        (", salience = 0.9", "", "line 17: .*UK: salience is missing"),
        ("position = 10, salience = 0.9", "position = 12, salience = 0.9", "line 17: .*outside 4..10"),
        ("high = 10", "high = 4", "line 7: .*high must be above low"),
        ("unit =", "units =", "line 5: .*did you mean unit"),
        ("low = 4", "low = [", "not TOML"),
    ],
)
def test_a_wrong_scenario_file_is_refused_with_its_line(old, new, said):
    with pytest.raises(ForecastError, match=said):
        parse_scenario(EMISSIONS.replace(old, new).encode(), "my.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"ASSAULT"', '"SHOUT"', "line 7: act.type: no event type 'SHOUT'"),
        ("weeks = 4", "weeks = 400", "line 9: act.weeks: 400 is outside 1..26"),
        ('to = "UKR"', 'to = "RUS"', "line 6: act.to: by and to are the same"),
        ("[act]", "[acts]", "line 4: acts: unknown key; did you mean act"),
    ],
)
def test_a_wrong_act_is_refused_with_its_line(old, new, said):
    with pytest.raises(ForecastError, match=said):
        parse_scenario(STRIKE.replace(old, new).encode(), "my.toml")


def test_a_record_of_ones_own_sets_the_bands():
    text = EMISSIONS + '\n[record]\nmean_error = 0.1\nsource = "our own forty cases"\n'
    scenario = parse_scenario(text.encode(), "my.toml")
    found = point(scenario.issues[0], scenario.record)
    assert found.half == pytest.approx((7.390 - 0.507, 7.390 + 0.507), abs=1e-3)
    assert found.record.source == "our own forty cases"


def test_a_missing_file_and_bad_players_are_refused(tmp_path):
    with pytest.raises(ForecastError, match="cannot be read"):
        read_scenario(tmp_path / "none.toml")
    with pytest.raises(ForecastError, match="each named once"):
        issue(("A", 1, 1, 1), ("A", 2, 1, 1))
    with pytest.raises(ForecastError, match=r"outside 0\.\.10"):
        issue(("A", 11, 1, 1), ("B", 2, 1, 1))


def feud(days=150):
    """A strikes at random; B strikes back the day after, every time. C and D only talk."""
    chance = np.random.default_rng(8)
    acts = []
    for day in range(days):
        when = date(2024, 1, 1) + timedelta(days=day)
        if chance.random() < 0.25:
            acts += [Act(day=when, by="A", to="B", type="ASSAULT")] * 2
            acts += [Act(day=when + timedelta(days=1), by="B", to="A", type="ASSAULT")] * 2
        if chance.random() < 0.4:
            acts.append(Act(day=when, by="C", to="D", type="CONSULT"))
            acts.append(Act(day=when, by="D", to="C", type="CONSULT"))
    return from_acts(acts)


FEUD = feud()
WHAT_IF = ActScenario(name="feud", by="A", to="B", type="ASSAULT", number=3, weeks=2, draws=300, seed=3)
THEN = end_of(date(2024, 5, 20))
LATER = end_of(date(2024, 10, 26))
QUAD = "material conflict"


def test_answers_follow_an_act_where_they_always_did():
    found = answers(FEUD, WHAT_IF, as_of=THEN, quad=QUAD, pool=4)
    assert [(a.quad, a.week) for a in found.answers[:2]] == [
        ("verbal cooperation", 1),
        ("verbal cooperation", 2),
    ]
    first = next(a for a in found.answers if a.quad == QUAD and a.week == 1)
    assert first.more[1] > 0
    assert first.with_act.mean - first.without.mean == pytest.approx(first.more[0])
    assert first.without.low <= first.without.mean <= first.without.high
    assert answers(FEUD, WHAT_IF, as_of=THEN, quad=QUAD, pool=4) == found


def test_no_act_makes_no_difference():
    found = answers(FEUD, replace(WHAT_IF, number=0), as_of=THEN, quad=QUAD, pool=4)
    assert all(a.with_act == a.without and a.more == (0.0, 0.0, 0.0) for a in found.answers)


def aloof(seed, quads=("ASSAULT",), days=300):
    """A acts on B often, B on A less, C on D alone; every day is drawn by itself: no act has an effect."""
    chance = np.random.default_rng(seed)
    acts = []
    for day in range(days):
        when = date(2024, 1, 1) + timedelta(days=day)
        for kind in quads:
            for by, to, mean in (("A", "B", 0.6), ("B", "A", 0.2), ("C", "D", 0.4)):
                acts += [Act(day=when, by=by, to=to, type=kind)] * int(chance.poisson(mean))
    return from_acts(acts, watch=Watch(last_day=date(2024, 1, 1) + timedelta(days=days - 1)))


@pytest.mark.parametrize(("seed", "pool"), [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2), (1, 3), (2, 3)])
def test_where_acts_have_no_effect_the_world_runs_on_as_it_did(seed, pool):
    history = aloof(seed)
    found = answers(history, WHAT_IF, as_of=end_of(history.last_day), quad=QUAD, pool=pool)
    back = build(history, (("B", "A"),), QUAD).target[0]
    usual = back.mean() * 7
    weeks = [answer for answer in found.answers if answer.quad == QUAD]
    assert np.mean([week.without.mean for week in weeks]) == pytest.approx(usual, rel=0.45)
    for week in weeks:
        assert week.more[1] - 0.1 * usual < 0 < week.more[2] + 0.1 * usual
    for never in (answer for answer in found.answers if answer.quad != QUAD):
        assert never.with_act == never.without and never.without.mean < 0.01
    assert found.notes == ()


def test_the_second_side_is_asked_as_a_first_side_would_be():
    history = aloof(3, ("ASSAULT", "CONSULT"))
    there, back = (
        answers(history, replace(WHAT_IF, by=by, to=to, number=0, draws=2000), as_of=LATER, quad=QUAD)
        for by, to in (("A", "B"), ("B", "A"))
    )
    assert there.dyads == back.dyads == 4
    often, seldom = (
        np.mean([week.without.mean for week in found.answers if week.quad == QUAD]) for found in (back, there)
    )
    assert 2 < often / seldom < 4.5  # three times as often


def test_a_world_far_from_the_record_says_so():
    acts = []
    for day in range(150):
        when = date(2024, 1, 1) + timedelta(days=day)
        acts += [Act(day=when, by="A", to="B", type="ASSAULT")]
        acts += [
            Act(day=when, by="B", to="A", type="ASSAULT", weight=70.0)
        ]  # more a day than the fit lets in
    found = answers(from_acts(acts), WHAT_IF, as_of=THEN, quad=QUAD, pool=4)
    assert len(found.notes) == 1
    assert found.notes[0].startswith(f"{QUAD}: ") and "490.00 on record" in found.notes[0]


def test_an_act_of_a_kind_that_never_was_says_so():
    kind = replace(WHAT_IF, type="AID")
    found = answers(aloof(1), kind, as_of=LATER, quad="material cooperation", pool=4)
    assert found.notes == (
        "no material cooperation is on record between any of the sides: what follows it is not known",
    )
    assert all(answer.with_act == answer.without for answer in found.answers)


def test_what_cannot_be_simulated_is_refused():
    with pytest.raises(ForecastError, match="no actor 'Z'"):
        answers(FEUD, replace(WHAT_IF, by="Z"), as_of=THEN, quad=QUAD)
    with pytest.raises(ForecastError, match="never acted on each other"):
        answers(FEUD, replace(WHAT_IF, to="D"), as_of=THEN, quad=QUAD)
    with pytest.raises(ForecastError, match="too few"):
        answers(FEUD, WHAT_IF, as_of=end_of(date(2024, 2, 1)), quad=QUAD)
