"""Forecasts: no look-ahead, honest base rates, every method one contract."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.outlook.asking import came, window_of
from detente.outlook.backtest import DEFAULT, METHODS, backtest
from detente.outlook.choosing import PastScores
from detente.outlook.forecasting import BASE_RATE, LEVELS, forecast, forecasts, rivals
from detente.outlook.history import day_number, end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.panel import build
from detente.outlook.rolling import Asking, at_risk, roll, snapshot
from detente.outlook.shelf import Held
from detente.schema import ForecastError, Question

FIRST = date(2024, 1, 1)
DAYS = 260
POOL = 8
SHELF = Held()
SIDES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")


def world(days=DAYS):
    """Storms that come and go: each dyad has its own quiet and loud weeks, and answers in kind."""
    chance = np.random.default_rng(5)
    acts = []
    for by in SIDES:
        for to in SIDES:
            if by < to:
                loud = 0.0
                for day in range(days):
                    loud = 0.93 * loud + (chance.random() < 0.02) * 1.5
                    for one, other in ((by, to), (to, by)):
                        for number in range(chance.poisson(0.03 + loud)):
                            kind = ("ASSAULT", "ACCUSE", "CONSULT", "AID")[number % 4]
                            when = FIRST + timedelta(days=day)
                            acts.append(Act(day=when, by=one, to=other, type=kind, id=f"{len(acts):05}"))
    return acts


ACTS = world()
WATCH = Watch(first_day=FIRST, last_day=FIRST + timedelta(days=DAYS - 1))
HISTORY = from_acts(ACTS, watch=WATCH)
NOW = end_of(FIRST + timedelta(days=199))
QUESTION = Question(asks="quad", by="AAA", to="BBB", of="material conflict", horizon_days=7)
COUNT = replace(QUESTION, asks="count")


def ask(history, question=QUESTION, **more):
    return forecast(history, question=question, as_of=NOW, pool=POOL, shelf=SHELF, **more)


def test_a_planted_future_changes_nothing():
    storm = [
        Act(day=NOW.date() + timedelta(days=1 + day), by=by, to=to, type="ASSAULT", id=f"z{day}{by}")
        for day in range(20)
        for by, to in (("AAA", "BBB"), ("BBB", "AAA"), ("CCC", "DDD"))
        for _ in range(9)
    ]
    told_later = Act(
        day=NOW.date(), by="AAA", to="BBB", type="ASSAULT", known_at=end_of(storm[0].day), id="late"
    )
    planted = from_acts([*ACTS, *storm, told_later], watch=WATCH)
    past = from_acts([act for act in ACTS if act.day <= NOW.date()])
    plain = ask(HISTORY)
    assert ask(planted) == plain
    assert ask(past) == plain
    counted = ask(HISTORY, COUNT, method="autoregression")
    assert ask(planted, COUNT, method="autoregression") == counted


def test_what_is_known_does_change_the_forecast():
    days = [NOW.date() - timedelta(days=back) for back in range(3)]
    louder = from_acts(
        [*ACTS, *(Act(day=day, by="AAA", to="BBB", type="ASSAULT") for day in days for _ in range(5))]
    )
    loud, plain = (ask(history, method="autoregression") for history in (louder, HISTORY))
    assert loud.probability > plain.probability


def test_a_planted_future_changes_no_fold_before_it():
    start = day_number(FIRST) + 120
    starts = (start, start + 14)
    after = [Act(day=FIRST + timedelta(days=DAYS - 1), by="AAA", to="BBB", type="ASSAULT") for _ in range(50)]
    told = [
        roll(history, Asking.of(history, (), 7, POOL), asked=(), starts=starts)
        for history in (HISTORY, from_acts([*ACTS, *after], watch=WATCH))
    ]
    assert [len(folds) for folds in told[0]] == [2, 2, 2, 2]
    for one, other in zip(*(sum(folds, ()) for folds in told), strict=True):
        assert one.dyads == other.dyads
        for first, second in zip(one.predictions, other.predictions, strict=True):
            assert np.array_equal(first.probability, second.probability)
            assert np.array_equal(first.mean, second.mean)


def test_every_method_answers_and_the_one_to_go_by_comes_first():
    made = rivals(HISTORY, question=QUESTION, as_of=NOW, pool=POOL, shelf=SHELF)
    told = [one.method.removesuffix(" 3") for one in made]
    assert told == [told[0], *(method for method in METHODS if method != told[0])]
    tried = next(step.detail for step in made[0].steps if step.rule == "backtest")
    assert tried.startswith("log score over ") and all(method in tried for method in METHODS)
    assert all(0 < one.probability < 1 for one in made)
    assert len({one.base_rate for one in made}) == 1
    assert len({one.id for one in made}) == len(METHODS)


def test_a_rival_leads_only_where_it_beat_the_default_beyond_chance():
    tables = [0.3 + 0.02 * np.random.default_rng(seed).random((len(METHODS), 12)) for seed in range(200)]
    noises = [PastScores(log=table, crps=table, block=2) for table in tables]
    assert sum(noise.best(counted=False) != DEFAULT for noise in noises) <= 10
    table = tables[0]
    noise = noises[0]
    table = table.copy()
    table[METHODS.index("rate")] -= 0.1
    assert PastScores(log=table, crps=noise.crps, block=2).best(counted=False) == "rate"
    few = PastScores(log=table[:, :4], crps=table[:, :4], block=2)
    assert few.best(counted=False) == DEFAULT


def test_questions_asked_together_are_answered_as_when_asked_alone():
    asked = (QUESTION, COUNT, replace(QUESTION, by="BBB", to="AAA"), replace(QUESTION, horizon_days=14))
    together = forecasts(HISTORY, questions=asked, as_of=NOW, pool=POOL, shelf=SHELF)
    for question, made in zip(asked, together, strict=True):
        alone = rivals(HISTORY, question=question, as_of=NOW, pool=POOL, shelf=SHELF)
        assert [one.id for one in made] == [one.id for one in alone]
        assert [one.quantiles for one in made] == [one.quantiles for one in alone]
        told = [[one.probability or 0.0 for one in answers] for answers in (made, alone)]
        assert told[0] == pytest.approx(told[1], rel=1e-6)


def test_precedents_name_the_acts_that_followed():
    made = ask(HISTORY)
    by_id = {act.id: act for act in ACTS}
    told = [step.detail for step in made.steps if step.rule == "precedent"]
    assert len(told) == 3 and made.precedents
    assert all(any(name in detail for detail in told) for name in made.precedents)
    assert all({by_id[name].by, by_id[name].to} == {"AAA", "BBB"} for name in made.precedents)


def test_a_count_is_answered_by_rising_quantiles():
    made = ask(HISTORY, COUNT)
    assert made.probability is None
    assert [quantile.level for quantile in made.quantiles] == list(LEVELS)
    values = [quantile.value for quantile in made.quantiles]
    assert values == sorted(values)
    assert values[-1] > 0


def test_a_forecast_says_what_it_rests_on():
    made = ask(HISTORY)
    rules = [step.rule for step in made.steps]
    assert rules[0] == "base rate" and {"members", "moved by", "precedent", "weights"} <= set(rules)
    near = [act.id for act in ACTS if {act.by, act.to} == {"AAA", "BBB"} and act.day <= NOW.date()]
    assert made.inputs and set(made.inputs) <= set(near)
    assert window_of(made) == (date(2024, 7, 19), date(2024, 7, 25))


def test_too_little_history_says_so_and_gives_the_base_rate():
    short = from_acts([act for act in ACTS if act.day < FIRST + timedelta(days=20)])
    made = forecast(short, question=QUESTION, as_of=end_of(FIRST + timedelta(days=19)), pool=POOL)
    assert made.method == f"{BASE_RATE} 2"
    assert made.probability == made.base_rate
    assert "too little history" in [step.rule for step in made.steps]
    assert "90 % interval" in made.steps[0].detail
    counted = forecast(short, question=COUNT, as_of=end_of(FIRST + timedelta(days=19)), pool=POOL)
    assert counted.quantiles[0].value <= counted.base_rate <= counted.quantiles[-1].value


def test_a_stale_history_says_so():
    moment = end_of(FIRST + timedelta(days=DAYS + 9))
    late = forecast(HISTORY, question=QUESTION, as_of=moment, method="rate", pool=POOL)
    assert "the last 10 days" in next(step.detail for step in late.steps if step.rule == "stale")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (replace(QUESTION, by="Atlantis"), "no actor 'Atlantis'"),
        (replace(QUESTION, of="material confict"), "no 'material confict'"),
        (replace(QUESTION, of=None), "names no quad"),
        (replace(QUESTION, asks="commitment"), "'commitment'"),
    ],
)
def test_what_cannot_be_answered_is_refused(question, said):
    with pytest.raises(ForecastError, match=said):
        ask(HISTORY, question)


def test_an_unknown_method_is_refused():
    with pytest.raises(ForecastError, match="oracle"):
        ask(HISTORY, method="oracle")


def test_outcomes_resolve_when_the_window_is_over():
    made = ask(HISTORY, method="climatology")
    first, last = window_of(made)
    acts = [a for a in ACTS if first <= a.day <= last and (a.by, a.to, a.type) == ("AAA", "BBB", "ASSAULT")]
    assert came(HISTORY, ask(HISTORY, replace(COUNT, of="ASSAULT"), method="rate")) == len(acts)
    assert came(HISTORY, ask(HISTORY, replace(QUESTION, asks="type", of="ASSAULT"), method="rate")) == float(
        bool(acts)
    )
    assert came(HISTORY.as_of(NOW), made) is None


def test_dyads_count_from_the_day_they_were_chosen():
    dyads, since = at_risk(HISTORY.as_of(NOW), 7, 4)
    assert len(dyads) == len(since) == len(set(dyads))
    assert since.min() == day_number(FIRST) + 28
    assert since.max() <= day_number(NOW.date()) + 1


def test_asking_about_more_dyads_changes_no_answer():
    known = HISTORY.as_of(NOW)
    start = day_number(NOW.date()) + 1
    alone, together = (
        snapshot(known, Asking.of(known, (), 7, 3), asked=asked, start=start)
        for asked in ((("EEE", "FFF"),), (("AAA", "FFF"), ("EEE", "FFF"), (None, "AAA")))
    )
    place, there = alone.dyads.index(("EEE", "FFF")), together.dyads.index(("EEE", "FFF"))
    pairs = zip(sum(alone.predictions, ()), sum(together.predictions, ()), strict=True)
    for one, other in pairs:
        assert one.probability[place] == pytest.approx(other.probability[there], rel=1e-6)


def test_the_default_beats_climatology_where_storms_come_and_go():
    dyads = tuple((by, to) for by in SIDES[:4] for to in SIDES[:4] if by != to)
    starts = tuple(range(day_number(FIRST) + 70, day_number(FIRST) + DAYS - 7, 14))
    found = backtest(HISTORY, of="material conflict", horizon_days=7, dyads=dyads, starts=starts, pool=POOL)
    assert found.count.shape == found.by(DEFAULT).probability.shape == (12, len(found.starts))
    assert found.by(DEFAULT).log.mean() < found.by("climatology").log.mean()
    truth = build(HISTORY, dyads, "material conflict").windows(found.starts, 7)[0]
    assert np.array_equal(found.count, truth)
    assert found.groups().tolist().count(0) == 2
    assert len(found.since(int(found.starts[-1])).starts) == 1
    with pytest.raises(ForecastError, match="too few"):
        backtest(HISTORY, of="ASSAULT", horizon_days=300, dyads=dyads, starts=starts, pool=POOL)
