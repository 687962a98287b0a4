"""Scores of forecasts on record, and whether commitments will be kept, against what is worked out by hand."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from detente.monitor.outlook_words import explain_kept
from detente.outlook.forecasting import CHOSEN
from detente.outlook.keeping import LEAST_SETTLED, Line, will_be_kept
from detente.outlook.ranking.stored import USUAL, as_forecasts
from detente.outlook.scores import interval_of, resample, skill_of, weighted_interval_score
from detente.outlook.scoring import TO_GO_BY, Resolved, score
from detente.schema import Forecast, ForecastError, Quantile, Question, RankedAct, Ranking

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def said(probability, came, *, week=0, method="rate", to="B", chosen=False, ahead=True):
    question = Question(asks="quad", by="A", to=to, of="material conflict", horizon_days=7)
    made = Forecast(
        question=question,
        issued_at=FIRST,
        as_of=FIRST + timedelta(weeks=week),
        probability=probability,
        method=f"{method} 1",
        steps=(CHOSEN,) if chosen else (),
    )
    return Resolved(forecast=made, value=float(came), ahead=ahead)


def test_scores_by_method_and_skill_over_climatology():
    told = [said(0.8, True), said(0.4, False, to="C")]
    usual = [said(0.5, True, method="climatology"), said(0.5, False, method="climatology", to="C")]
    found = score([*told, *usual])
    row = next(row for row in found.rows if row.method == "rate")
    assert (row.forecasts, row.moments, row.came) == (2, 1, 0.5)
    assert row.brier.value == pytest.approx((0.04 + 0.16) / 2)
    assert row.log.value == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert row.skill.value == pytest.approx(1 - 0.1 / 0.25)
    assert row.brier.interval is None  # one moment says nothing of how scores vary
    assert next(row for row in found.rows if row.method == "climatology").skill is None


def ranking(method="ranker 1"):
    acts = [
        RankedAct(by="A", type="ASSAULT", to="B", probability=0.8, base_rate=0.5, precedents=("x",)),
        RankedAct(by="A", type="CONSULT", to="C", probability=0.3, base_rate=0.2),
    ]
    question = Question(asks="next", by="A", horizon_days=7, dataset="mine")
    return Ranking(question=question, issued_at=FIRST, as_of=FIRST, acts=tuple(acts), method=method)


def test_ranked_acts_are_scored_beside_their_base_rates():
    made = as_forecasts(ranking())
    asked = [(one.question.asks, one.question.of, one.question.dataset, one.probability) for one in made]
    assert asked == [
        ("type", kind, "mine", p)
        for kind, p in zip(("ASSAULT",) * 2 + ("CONSULT",) * 2, (0.8, 0.5, 0.3, 0.2), strict=True)
    ]
    assert made[0].inputs == ("x",) and made[0].steps[0].detail == "1 of 2 acts of A upon anybody"
    came = {"ASSAULT": 1.0, "CONSULT": 0.0}
    found = score([Resolved(forecast=one, value=came[one.question.of], ahead=True) for one in made])
    ranker, usual = (next(row for row in found.rows if row.method == name) for name in ("ranker", USUAL))
    assert ranker.asks == usual.asks == "next"
    assert ranker.brier.value == pytest.approx((0.04 + 0.09) / 2)
    assert ranker.skill.value == pytest.approx(1 - 0.13 / 0.29) and usual.skill is None
    assert [(one.said, one.came, one.forecasts) for one in found.ranked] == [(0.55, 0.5, 2)]
    assert not found.reliability and not found.misses


def test_a_ranking_of_base_rates_is_one_forecast_an_act():
    made = as_forecasts(ranking("base rate 1"))
    assert [(one.method, one.probability) for one in made] == [(f"{USUAL} 1", 0.5), (f"{USUAL} 1", 0.2)]


def test_counts_are_scored_by_their_quantiles():
    made = replace(
        said(0.5, True).forecast,
        probability=None,
        quantiles=tuple(Quantile(level=level, value=2.0) for level in LEVELS),
    )
    (row,) = score([Resolved(forecast=made, value=5.0, ahead=True)]).rows
    assert row.asks == "count" and row.brier is None
    assert row.crps.value == pytest.approx(np.mean([2 * level * 3.0 for level in LEVELS]))
    assert weighted_interval_score(((0.5, 4.0),), 1.0) == pytest.approx(3.0)  # the median: absolute error
    assert weighted_interval_score(((0.05, 2.0), (0.95, 4.0)), 3.0) == pytest.approx(0.1)


def test_the_last_of_forecasts_made_twice_counts_and_the_worst_misses_come_first():
    told = [said(0.5, True, week=week, chosen=True) for week in range(12)]
    told += [said(0.9, True, week=5, to="C", chosen=True), said(0.1, False, week=6, to="C", chosen=True)]
    told += [said(0.02, True, week=3, to="C", chosen=True), said(0.97, False, week=4, to="C", chosen=True)]
    again = said(0.9, True, week=0, chosen=True, ahead=False)
    found = score([*told, again])
    assert found.resolved == 16 and found.ahead == 15
    # none that was right, however uncertain it was, and none that said one half
    assert [miss.forecast.probability for miss in found.misses] == [0.02, 0.97]
    assert sum(one.forecasts for one in found.reliability) == 16
    best = next(row for row in found.rows if row.method == TO_GO_BY)
    assert best.moments == 12
    assert best.brier.interval.low < best.brier.value < best.brier.interval.high


def test_rivals_of_a_base_rate_are_not_scored():
    short = [said(0.6, True, method="base rate", chosen=True), said(0.99, True, method="climatology")]
    enough = [said(0.7, True, week=9, chosen=True), said(0.8, True, week=9, method="climatology")]
    found = score([*short, *enough])
    assert found.resolved == 3
    asked = {row.method: row.forecasts for row in found.rows}
    assert asked == {TO_GO_BY: 2, "base rate": 1, "climatology": 1, "rate": 1}
    # asked again when more of that past was on record: the later answer is the one to go by
    again = score([*short, said(0.9, True, chosen=True), said(0.8, True, method="climatology")])
    assert {row.method for row in again.rows} >= {"climatology", "rate"}


def test_intervals_of_ragged_scores_are_those_of_whole_tables():
    values = np.tile(np.array([0.0, 0, 0, 1, 1, 1]), (4, 1))
    draws = resample(np.arange(4), 6, 3, draws=500, seed=2)
    by_fold, by_group = np.tile(draws.folds, (1, 4)), np.repeat(draws.rows, 6, axis=1)
    found = interval_of(values.ravel(), by_fold, by_group)
    assert found.value == 0.5 and found.interval.low <= 0.2 and found.interval.high >= 0.8
    even = skill_of(values.ravel() + 1, values.ravel() + 1, by_fold, by_group)
    assert (even.value, even.interval.low, even.interval.high) == (0.0, 0.0, 0.0)


def line(number, state, kind="pledge"):
    said_at = FIRST + timedelta(days=number)
    return Line(commitment_id=f"{number:064x}"[::-1], kind=kind, by=("A",), state=state, said_at=said_at)


LEDGER = (
    line(1, "open"),
    *(line(number, "kept") for number in range(2, 8)),
    *(line(number, "broken") for number in range(8, 10)),
    line(10, "lapsed"),
    line(11, "superseded"),
    line(12, "kept", kind="vow"),
    line(13, "due soon", kind="vow"),
)


def test_a_commitment_is_as_likely_kept_as_those_of_its_kind():
    found = will_be_kept(LEDGER, LEDGER[0].commitment_id[:8], as_of=FIRST, horizon_days=30)
    assert (found.kept, found.broken, found.lapsed, found.settled) == (6, 2, 1, 8)
    assert found.forecast.probability == pytest.approx(6.5 / 9)
    assert found.low < found.share < found.high
    assert len(found.forecast.precedents) == 3
    told = explain_kept(found)
    assert "If its end is told, it will have been kept: 72 in 100, 90 % interval" in told[0]
    ends = next(line for line in told if line.startswith("  told"))
    assert "the end of" in ends and "were all others broken" in ends


def test_too_few_of_a_kind_is_said():
    found = will_be_kept(LEDGER, LEDGER[-1].commitment_id, as_of=FIRST, horizon_days=30)
    assert found.forecast is None
    assert (
        f"too few of its kind were settled to say (1; {LEAST_SETTLED} are needed)" in explain_kept(found)[0]
    )
    over = will_be_kept(LEDGER, LEDGER[1].commitment_id, as_of=FIRST, horizon_days=30)
    assert over.forecast is None and "It is settled" in explain_kept(over)[0]
    with pytest.raises(ForecastError, match="no commitments"):
        will_be_kept(LEDGER, "zz", as_of=FIRST, horizon_days=30)
