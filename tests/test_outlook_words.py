"""How forecasts read: shares, singulars, sides by their names, methods in lists."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from detente.monitor.outlook_words import (
    against_usual,
    base_interval,
    explain,
    explain_ranking,
    explain_stored,
    in_hundred,
    note_of,
    plain,
    said,
    share,
)
from detente.schema import Forecast, Quantile, Question, Ranking, Step

NOW = datetime(2024, 1, 1, 23, 59, tzinfo=UTC)
ASKED = Question(asks="type", by="RUS", to="UKR", of="ASSAULT", horizon_days=30)
BASE = Step(
    rule="base rate",
    detail="0.688 in 30 days, 90 % interval 0.124..0.998, from 0.6 windows' worth of days",
)
SHORT = Step(rule="too little history", detail="18 days watched; the base rate is the answer")


def made(probability=0.7, method="combined 2", steps=(BASE,), base_rate=0.688):
    return Forecast(
        question=ASKED,
        issued_at=NOW,
        as_of=NOW,
        probability=probability,
        base_rate=base_rate,
        method=method,
        steps=steps,
    )


def counts(median):
    quantiles = tuple(Quantile(level=level, value=median) for level in (0.05, 0.25, 0.5, 0.75, 0.95))
    question = replace(ASKED, asks="count")
    return replace(made(), question=question, probability=None, quantiles=quantiles)


@pytest.mark.parametrize(
    ("probability", "digits", "words"),
    [
        (0.0001, "<0.01", "less than 1 in 100"),
        (0.0099, "<0.01", "less than 1 in 100"),
        (0.01, "0.01", "1 in 100"),
        (0.145, "0.14", "14 in 100"),
        (0.5, "0.50", "50 in 100"),
        (0.99, "0.99", "99 in 100"),
        (0.991, ">0.99", "more than 99 in 100"),
        (0.9999, ">0.99", "more than 99 in 100"),
    ],
)
def test_table_and_sentence_round_alike_and_call_nothing_certain(probability, digits, words):
    assert (share(probability), in_hundred(probability)) == (digits, words)


def test_one_is_singular():
    assert said(counts(1.0)) == "1 act, nine times in ten 1 to 1"
    assert said(counts(2.0)) == "2 acts, nine times in ten 2 to 2"
    assert plain("2024-01-02: 1 acts in the next 1 days: ab") == "2024-01-02: 1 act in the next 1 day: ab"
    assert plain("the last 1 days before the window were not") == "the last 1 day before the window was not"
    kept = (
        "on 21 days, 1,001 acts, 0.1 days, from 1.0 windows' worth; the last 11 days before the window were"
    )
    assert plain(kept) == kept


def test_what_moved_a_forecast_names_the_sides():
    step = (
        "its own acts of this kind x8.46, its own verbal conflict x1.90, its first side's acts to all x0.90, "
        "acts of all to its second side x0.57, the other side's material conflict x1.60"
    )
    assert plain(step, ASKED) == (
        "RUS's acts of this kind upon UKR x8.46, RUS's verbal conflict upon UKR x1.90, "
        "RUS's acts upon anybody x0.90, acts of anybody upon UKR x0.57, "
        "UKR's material conflict upon RUS x1.60"
    )
    told = explain_stored(made(steps=(BASE, Step(rule="moved by", detail=step))), None)
    assert "2. moved by: RUS's acts of this kind upon UKR x8.46, " in told


def test_methods_in_a_list_are_told_apart_and_scores_have_a_direction():
    tried = Step(rule="backtest", detail="log score over 17 past folds: combined 0.1, combined, isotonic 0.2")
    best = made(steps=(BASE, tried))
    lines = explain(best, counts(2.0), [best, made(0.8, "combined, isotonic 2")])
    methods = next(line for line in lines if line.startswith("  methods"))
    assert methods.endswith("combined 0.70, combined (isotonic) 0.80 (the first is the one to go by)")
    assert lines[-1].endswith(
        "log score over 17 past folds (lower is better): combined 0.1, combined (isotonic) 0.2"
    )


def test_a_base_rate_is_no_forecast_as_usual():
    usual = made(0.688, "base rate 1", (BASE, SHORT))
    lines = explain(usual, counts(2.0), [usual])
    assert lines[0].endswith(": 69 in 100, too little history: the base rate.")
    assert not any("methods" in line or "the first is" in line for line in lines)
    assert note_of([made(), usual, usual]) == (
        "method base rate: too little history, 18 days watched; the base rate is the answer"
    )
    assert note_of([made()]) is None and against_usual(made()) == "about as usual"
    assert base_interval(usual) == "0.12 to >0.99" and base_interval(made(steps=())) == ""


def test_a_ranking_says_how_it_was_learnt():
    question = Question(asks="next", by="RUS", horizon_days=1)
    steps = (Step(rule="learnt from", detail="1 past windows"), SHORT)
    found = Ranking(question=question, issued_at=NOW, as_of=NOW, acts=(), method="ranker 1", steps=steps)
    assert explain_ranking(found) == (
        "next acts of RUS within 1 day, as of 2024-01-01 (ranker)",
        "  learnt from    1 past window",
        "  note        too little history: 18 days watched; the base rate is the answer",
    )
