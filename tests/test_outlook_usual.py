"""What is usual: the chance of any act and how many there are, by one model that cannot contradict itself."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.outlook.forecasting import forecast
from detente.outlook.history import day_number, end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.panel import build
from detente.outlook.scores import quantile
from detente.outlook.usual import Usual, usual
from detente.schema import Question

FIRST = date(2025, 1, 1)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def record(days, unwatched=(), *, last):
    """Acts on the days (numbers from 0, of acts) with all days up to `last` watched but `unwatched`."""
    acts = [
        Act(day=FIRST + timedelta(days=day), by="A", to="B", type="ACCUSE")
        for day, number in days
        for _ in range(number)
    ]
    end = FIRST + timedelta(days=last)
    gaps = tuple(FIRST + timedelta(days=day) for day in unwatched)
    return from_acts(
        [*acts, Act(day=end, by="B", to="A", type="AID")],
        watch=Watch(first_day=FIRST, last_day=end, gaps=gaps),
    )


def seen(history, horizon_days):
    panel = build(history, (("A", "B"),), "verbal conflict")
    return usual(panel, day_number(history.last_day) + 1, horizon_days)


@given(
    worth=st.floats(0.03, 500),
    share=st.floats(0, 1),
    more=st.floats(0, 300),
)
@example(worth=0.5, share=0.03, more=40.0)
@example(worth=3.0, share=0.5, more=0.0)
@settings(max_examples=200, deadline=None)
def test_the_chance_of_any_act_and_the_count_agree(worth, share, more):
    found = Usual(worth=worth, happened=share * worth, acts=share * worth * (1 + more))
    chance, low, high = found.any()
    table = found.table()
    assert table.sum() == pytest.approx(1) and (table >= 0).all()
    assert table[0, 0] == pytest.approx(1 - chance)
    values = [float(quantile(table, level)[0]) for level in LEVELS]
    assert values == sorted(values)
    for level, value in zip(LEVELS, values, strict=True):
        if abs(1 - chance - level) > 1e-9:
            assert (value == 0) == (1 - chance > level)
    expected = float(table[0] @ np.arange(table.shape[1]))
    assert expected == pytest.approx(found.mean()[0], rel=1e-4)
    assert low <= chance <= high
    assert found.mean()[1] <= found.mean()[0] <= found.mean()[2]


@given(
    counts=st.lists(st.integers(0, 6), min_size=2, max_size=34),
    unwatched=st.sets(st.integers(1, 33), max_size=20),
)
@settings(max_examples=60, deadline=None)
def test_forecasts_from_thin_records_agree(counts, unwatched):
    last = len(counts) - 1
    silent = sorted(day for day in unwatched if day < last)
    history = record([(day, n) for day, n in enumerate(counts) if n and day not in silent], silent, last=last)
    if "A" not in history.actors:
        return
    asked = [
        Question(asks=asks, by="A", to="B", of="verbal conflict", horizon_days=30)
        for asks in ("quad", "count")
    ]
    chance, count = (forecast(history, question=one, as_of=end_of(history.last_day), pool=4) for one in asked)
    median = next(one.value for one in count.quantiles if one.level == 0.5)
    assert (median == 0) == (chance.probability <= 0.5)
    assert count.quantiles[0].value <= count.base_rate <= count.quantiles[-1].value


def test_windows_count_by_the_part_that_was_watched():
    # watched on the first four and the last four of 40 days alone, with acts on the last of them
    history = record([(38, 2), (39, 1)], unwatched=range(4, 36), last=39)
    found = seen(history, 8)
    assert found.worth == 1.0
    # windows begin on days 0 to 32; those from day 31 on hold day 38: they saw 3 and 4 of their days, and all
    # windows together 4+3+2+1 at the front and 1+2+3+4 at the back
    assert found.happened == pytest.approx((3 + 4) / 20)
    assert found.acts == pytest.approx(8 * (2 + 3) / 20)


def test_a_fully_watched_past_counts_its_windows():
    history = record([(day, 3) for day in (0, 9, 30)], last=39)
    found = seen(history, 10)
    count = np.zeros(40)
    count[[0, 9, 30]] = 3
    sums = np.array([count[start : start + 10].sum() for start in range(31)])
    assert found.worth == 4.0
    assert found.happened == pytest.approx(4 * (sums > 0).mean())
    assert found.acts == pytest.approx(4 * sums.mean())


def test_a_quiet_week_is_no_quiet_month():
    week, month = seen(record([], last=6), 30), seen(record([], last=29), 30)
    assert week.any()[0] > month.any()[0]
    assert week.any()[2] > month.any()[2]
    assert month.any()[0] == pytest.approx(0.25)
