"""Levels by day and week, their intervals, and ruptures."""

from datetime import timedelta

import numpy as np
import pytest
from acting import DYAD, FIRST, RUSSIA, Record
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook import load
from detente.crisis.estimates import interval, prior_scale, student_quantile
from detente.crisis.levels import find_ruptures, gather_dyads, measure_days, measure_weeks
from detente.crisis.pelt import changes
from detente.schema import InputError


@pytest.fixture
def record():
    return Record()


def test_one_act_by_the_formula(record):
    record.act(0)
    level = record.days(0)[0]
    assert level.value == pytest.approx(-9.75 * (2 / 3) / (1 + 2 / 3), abs=1e-6)
    assert level.low < level.value < level.high
    assert (level.reports, level.probability) == (1, 0.8)


def test_copies_and_repetitions_weigh_nothing(record):
    record.act(0, incident="strike")
    once = record.days(0)[0]
    for number in range(50):
        record.act(0, incident="strike", paper=f"p{number}.example", voice="a.example")
    assert record.days(0)[0].value == once.value
    assert record.days(0)[0].reports == 1


def test_independent_voices_weigh_and_denials_weigh_against(record):
    record.act(0, incident="strike")
    one = record.days(0)[0].value
    record.act(0, incident="strike", paper="b.example")
    two = record.days(0)[0].value
    assert two == pytest.approx(-9.75 * 0.75 / 1.75, abs=1e-6)
    record.act(0, incident="strike", status="denied", speaker=RUSSIA)
    denied = record.days(0)[0].value
    assert two < denied < 0
    assert two < one


@pytest.mark.parametrize("status", ["planned", "threatened", "possible", "demanded", "promised"])
def test_what_is_only_spoken_of_is_no_act(record, status):
    record.act(0, status=status)
    assert gather_dyads(record.known()) == ()


def test_history_retold_is_no_act_of_its_day(record):
    record.act(5, on=1, background=True)
    assert gather_dyads(record.known()) == ()


def test_quiet_days_draw_the_level_to_zero_and_unobserved_days_have_none(record):
    record.act(0)
    record.quiet(1)
    record.quiet(9)
    days = record.days()
    assert sorted(days) == [0, 1, 9]
    assert days[0].value < days[1].value < days[9].value < 0
    assert days[9].high - days[9].low > days[0].high - days[0].low
    assert (days[1].records, days[1].reports) == ((), 0)
    kept = 0.5 ** (1 / 7)
    weight = 2 / 3 * kept**2
    assert days[9].value == pytest.approx(-9.75 * weight / (1 + weight), abs=1e-6), (
        "no time passes unobserved"
    )


def test_days_that_are_named_unobserved_are_masked_although_reports_exist(record):
    record.act(0)
    record.quiet(1)
    record.quiet(2)
    assert sorted(record.days(unobserved={FIRST + timedelta(days=1)})) == [0, 2]


def test_the_level_is_no_longer_told_when_the_last_act_is_forgotten(record):
    record.act(0)
    for day in range(1, 60):
        record.quiet(day)
    assert max(record.days()) == 26


def test_the_interval_narrows_as_acts_grow_many():
    scale = prior_scale(load())
    widths = []
    for acts in (0.0, 1.0, 3.0, 10.0, 40.0):
        _, low, high = interval(np.array([acts]), np.array([-5.0 * acts]), np.array([25.0 * acts]), scale)
        widths.append(float((high - low)[0]))
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[3]


def test_the_quantile_of_students_t():
    """Values of the 0.9 quantile for 4, 5, 10 and 100 degrees, as tables have them."""
    found = student_quantile(np.array([4.0, 5.0, 10.0, 100.0]))
    assert found == pytest.approx([1.5332, 1.4759, 1.3722, 1.2901], abs=5e-4)


def test_eight_of_ten_intervals_hold_the_level_they_estimate():
    random, scale = np.random.default_rng(7), prior_scale(load())
    variance = 1 / random.gamma(2.0, 1 / scale, 4000)
    level = random.normal(0, np.sqrt(variance))
    acts = random.normal(level[:, None], np.sqrt(variance)[:, None], (4000, 3))
    mean, low, high = interval(np.full(4000, 3.0), acts.sum(axis=1), (acts**2).sum(axis=1), scale)
    open_ended = (low == -10) | (high == 10)
    held = (low <= level) & (level <= high)
    assert np.mean(held[~open_ended]) == pytest.approx(0.8, abs=0.03)
    assert np.all((low <= mean) | open_ended)


def test_weeks_run_from_monday_and_take_their_own_acts_alone(record):
    record.act(0)
    record.act(6)
    record.act(7, "AID")
    (series,) = gather_dyads(record.known(), dyads=DYAD)
    weeks = measure_weeks(series)
    assert [(week.first_day, week.last_day) for week in weeks] == [
        (FIRST, FIRST + timedelta(days=6)),
        (FIRST + timedelta(days=7), FIRST + timedelta(days=7)),
    ]
    assert weeks[0].value < 0 < weeks[1].value


def test_a_dyad_needs_two_sides(record):
    with pytest.raises(InputError):
        gather_dyads(record.known(), dyads=[("RUS", "RUS")])


def test_a_change_for_good_is_found_on_its_day_and_noise_is_none(record):
    for day in range(30):
        record.act(day, "CONSULT" if day % 2 else "REQUEST")
    for day in range(30, 50):
        record.act(day)
    (series,) = gather_dyads(record.known(), dyads=DYAD)
    (rupture,) = find_ruptures(series)
    assert rupture.day == FIRST + timedelta(days=30)
    assert rupture.after < rupture.before
    assert rupture.probability > 0.99
    assert set(rupture.records) == {event.id for event in record.events[23:37]}


def test_a_bad_day_is_no_change_for_good():
    values = np.zeros(80)
    values[40] = -4.0
    assert changes(values) == ()
    assert changes(np.zeros(200)) == ()
    assert changes(np.zeros(5)) == ()


def test_the_cuts_are_the_cheapest_that_there_are():
    """Against a search through all cuts, which needs no pruning."""
    random = np.random.default_rng(11)
    for _ in range(12):
        levels = random.normal(0, 3, 3)
        values = np.concatenate([random.normal(level, 1, int(random.integers(7, 16))) for level in levels])
        noise = float(np.mean(np.diff(values) ** 2)) / 2
        found = [change.at for change in changes(values)]
        assert found == cheapest(values / noise**0.5, 3.0 * np.log(len(values)))


def cheapest(values, penalty):
    best, cuts = {0: -penalty}, {0: []}
    for end in range(7, len(values) + 1):
        starts = [start for start in best if end - start >= 7]
        costs = {start: best[start] + values[start:end].var() * (end - start) for start in starts}
        start = min(costs, key=costs.get)
        best[end], cuts[end] = costs[start] + penalty, [*cuts[start], start]
    return [cut for cut in cuts[len(values)] if cut]


ACTS = st.tuples(st.integers(0, 60), st.sampled_from(["ASSAULT", "AID", "CONSULT", "THREATEN", ""]))


@given(st.lists(ACTS, max_size=15), st.integers(0, 60), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_what_comes_later_changes_nothing_and_order_neither(acts, day, random):
    def findings(chosen):
        seen = chosen.known(day)
        series = gather_dyads(seen)
        levels = [level for one in series for level in (*measure_days(one), *measure_weeks(one))]
        return levels, [find_ruptures(one) for one in series], chosen.assess(day)

    record = Record()
    for when, kind in acts:
        if kind:
            record.act(when, kind)
        else:
            record.quiet(when)
    before = findings(record)
    cut = record.known(day).as_of
    record.events = [event for event in record.events if event.grounds.known_at <= cut]
    record.reports = [report for report in record.reports if report.known_at <= cut]
    random.shuffle(record.events)
    random.shuffle(record.reports)
    assert findings(record) == before
