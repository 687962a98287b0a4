"""Trials of the ranker on past windows: which these are, their base rates, and what is beyond chance."""

from datetime import date, timedelta

import numpy as np
import pytest

from detente.outlook.asking import ask, base_rate
from detente.outlook.history import day_number, end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.ranking.base_rates import BaseRates, base_rates
from detente.outlook.ranking.scope import known_graph
from detente.outlook.ranking.trials import Trial, beyond_chance, fit_blend
from detente.outlook.ranking.windows import MOST_WINDOWS, days_needed, least_windows, overlap, starts
from detente.schema import Question

FIRST = date(2024, 1, 1)


def test_windows_are_over_and_were_watched():
    watched = np.ones(100, dtype=bool)
    assert starts(watched, 20).tolist() == [30, 40, 50, 60, 70, 80]
    watched[-10:] = False
    assert starts(watched, 20).tolist() == [30, 40, 50, 60, 70]
    watched[45:62] = False
    assert starts(watched, 20).tolist() == [30, 60, 70]
    assert not len(starts(np.zeros(100, dtype=bool), 20))


@pytest.mark.parametrize("horizon_days", [1, 7, 8, 15, 30, 91])
def test_the_days_needed_hold_the_least_windows(horizon_days):
    needed, least = days_needed(horizon_days), least_windows(horizon_days)
    assert len(starts(np.ones(needed, dtype=bool), horizon_days)) == least <= MOST_WINDOWS
    assert len(starts(np.ones(needed - 1, dtype=bool), horizon_days)) == least - 1
    begun = starts(np.ones(needed, dtype=bool), horizon_days)
    wide = overlap(horizon_days)
    assert (begun[wide:] - begun[:-wide] >= horizon_days).all()


@pytest.mark.parametrize(("days", "horizon_days"), [(150, 7), (150, 30), (20, 30)])
def test_base_rates_of_many_acts_are_those_of_each(days, horizon_days):
    chance = np.random.default_rng(5)
    gaps = (FIRST, *(FIRST + timedelta(days=int(day)) for day in chance.integers(1, days - 1, 12)))
    acts = [
        Act(day=FIRST + timedelta(days=day), by=by, to=to, type=kind)
        for day in range(days)
        for by, to in (("A", "B"), ("B", "A"), ("A", "C"))
        for kind, rate in (("AID", 0.3), ("ASSAULT", 0.03))
        if chance.random() < rate
    ]
    last = FIRST + timedelta(days=days - 1)
    history = from_acts(acts, watch=Watch(first_day=FIRST, last_day=last, gaps=gaps))
    known = known_graph(history, day_number(last) + 1)
    facts = known.facts
    ends = (facts.subject, facts.relation, facts.object)
    found = base_rates(facts, ends, day=days, watched=known.watched, horizon_days=horizon_days)
    for place in np.flatnonzero(facts.relation < len(known.types)).tolist():
        by, to = (known.actors[int(side[place])] for side in (facts.subject, facts.object))
        of = known.types[int(facts.relation[place])]
        asked = ask(
            history, Question(asks="type", by=by, to=to, of=of, horizon_days=horizon_days), end_of(last)
        )
        assert found.rate[place] == pytest.approx(base_rate(asked)[0][0])


def test_base_rates_know_nothing_of_later_days():
    acts = [Act(day=FIRST + timedelta(days=day), by="A", to="B", type="AID") for day in (3, 40, 41, 42)]
    history = from_acts(acts, watch=Watch(first_day=FIRST, last_day=FIRST + timedelta(days=59)))
    known = known_graph(history, day_number(history.last_day) + 1)
    ends = (np.array([0, 1]), np.array([0, 0]), np.array([1, 0]))
    found = base_rates(known.facts, ends, day=40, watched=known.watched, horizon_days=10)
    assert found.seen.tolist() == [True, False]
    assert found.rate.tolist() == pytest.approx([(4 * 4 / 31 + 0.5) / 5, 0.1])


def trials(windows, *, drift):
    """Windows of acts whose base rate is 0.2; the booster knows for `drift` of the odds' moves what comes."""
    chance = np.random.default_rng(8)
    made = []
    for _ in range(windows):
        move = chance.normal(size=60)
        true = 1 / (1 + np.exp(1.4 - drift * move))
        told = 1 / (1 + np.exp(1.4 - move))
        usual = BaseRates(rate=np.full(60, 0.2), seen=np.arange(60) < 50)
        came = (chance.random(60) < true) & usual.seen
        made.append(Trial(said=told, usual=usual, came=came))
    return made


def test_a_blend_trusts_the_booster_as_far_as_it_was_right():
    right, idle = (fit_blend(trials(100, drift=drift)) for drift in (1.0, 0.0))
    seen = np.array([True, False])
    assert right.trust(seen)[0] == pytest.approx(1.0, abs=0.2)
    assert idle.trust(seen)[0] == pytest.approx(0.0, abs=0.1)
    usual = BaseRates(rate=np.array([0.2, 0.2]), seen=seen)
    sure, never = idle.probability(np.array([0.9, 0.9]), usual).tolist()
    assert sure == pytest.approx(0.2, abs=0.06) and never < 0.05


def test_without_trials_a_blend_is_the_base_rate():
    usual = BaseRates(rate=np.array([0.3, 0.01]), seen=np.array([True, False]))
    assert fit_blend([]).probability(np.array([0.9, 0.9]), usual).tolist() == pytest.approx([0.3, 0.01])


def test_gains_are_beyond_chance_where_they_are_steady_and_many():
    steady = np.array([0.3, 0.2, 0.25, 0.3, 0.2, 0.3, 0.25, 0.2])
    assert beyond_chance(steady, 1) and beyond_chance(steady, 2)
    assert not beyond_chance(steady[:7], 2)  # three blocks
    assert not beyond_chance(-steady, 1)
    assert not beyond_chance(np.array([2.0, -0.3, 0.1, -0.2, 0.2, -0.1, 0.1, -0.2]), 1)
    assert not beyond_chance(np.zeros(8), 1)


def test_of_gains_that_are_chance_few_are_believed():
    chance = np.random.default_rng(4)
    believed = [beyond_chance(chance.normal(size=20), 2) for _ in range(400)]
    assert 0 < sum(believed) < 20  # one in forty is meant
