"""Scores, distributions and fits, against values that can be worked out by hand."""

import math

import numpy as np
import pytest

from detente.outlook.counts import any_probability, distribution, fit_size, log_gamma, sizes
from detente.outlook.intervals import count_interval, rate_interval
from detente.outlook.logistic import expit, fit_isotonic, logit, pulled_logistic
from detente.outlook.regression import fit_counts
from detente.outlook.scores import (
    band_share,
    brier,
    calibration_error,
    crps,
    interval,
    log_score,
    quantile,
    reliability,
    resample,
    skill,
)


def test_log_gamma_is_that_of_the_standard_library():
    values = np.array([1e-3, 0.02, 0.5, 1.0, 2.5, 10.0, 400.0])
    assert log_gamma(values) == pytest.approx([math.lgamma(value) for value in values], rel=1e-10, abs=1e-11)


def test_negative_binomial_of_size_one_is_geometric():
    table = distribution(np.array([1.0]), np.array([1.0]), 60)[0]
    assert table[:4] == pytest.approx([1 / 2, 1 / 4, 1 / 8, 1 / 16])
    assert table.sum() == pytest.approx(1)
    assert any_probability(np.array([1.0]), np.array([1.0])) == pytest.approx([0.5])


def test_the_dispersion_of_drawn_counts_is_found_again():
    chance = np.random.default_rng(1)
    mean = np.exp(chance.normal(0.5, 1.0, 8000))
    count = chance.poisson(mean * chance.gamma(0.7, 1 / 0.7, mean.size)).astype(float)
    level, slope = fit_size(count, mean)
    assert sizes(np.array([0.5]), level, slope) == pytest.approx([0.7], rel=0.15)


def test_the_regression_finds_the_weights_that_made_the_counts():
    chance = np.random.default_rng(2)
    table = chance.normal(size=(6000, 2))
    mean = np.exp(-0.5 + 0.8 * table[:, 0])
    count = chance.poisson(3 * mean * chance.gamma(2.0, 0.5, mean.size)).astype(float)
    fit = fit_counts(table, count, np.full(len(table), 3.0))
    assert fit.weights / fit.scale == pytest.approx([0.8, 0.0], abs=0.05)
    assert fit.mean(np.zeros((1, 2)), np.ones(1)) == pytest.approx([math.exp(-0.5)], rel=0.05)


def test_the_regression_finds_its_weights_where_acts_are_rare_and_one_dyad_has_very_many():
    chance = np.random.default_rng(3)
    level = np.where(np.arange(20000) < 60, 4.0, 0.0)  # few rows far from the rest, in all columns at once
    table = level[:, None] + chance.normal(0.0, 0.3, size=(20000, 12))
    mean = np.exp(-7.0 + 2.0 * level)
    count = chance.poisson(mean * chance.gamma(0.5, 2.0, mean.size)).astype(float)
    fit = fit_counts(table, count, np.ones(len(table)))
    said = fit.mean(table, np.ones(len(table)))
    assert said.sum() == pytest.approx(count.sum(), rel=0.1)
    assert said[:60].mean() == pytest.approx(count[:60].mean(), rel=0.15)


def test_scores_by_hand():
    happened = np.array([True, False])
    assert brier(np.array([0.8, 0.3]), happened) == pytest.approx([0.04, 0.09])
    assert log_score(np.array([0.8, 0.3]), happened) == pytest.approx([-math.log(0.8), -math.log(0.7)])
    assert skill(0.15, 0.2) == pytest.approx(0.25)
    table = np.array([[0.5, 0.25, 0.25], [1.0, 0.0, 0.0]])
    # |P(N <= k) - [count <= k]| squared, over k = 0, 1, 2: count 1, then count 0
    assert crps(table, np.array([1.0, 0.0])) == pytest.approx([0.25 + 0.0625, 0.0])
    assert crps(table, np.array([99.0, 99.0])) == pytest.approx([0.25 + 0.5625, 2.0])


def test_quantiles_are_the_least_counts_that_reach_the_level():
    table = np.array([[0.5, 0.25, 0.25]])
    assert [quantile(table, level)[0] for level in (0.05, 0.5, 0.51, 0.95)] == [0, 0, 1, 2]


def test_bands_of_a_true_forecaster_hold_what_they_promise():
    chance = np.random.default_rng(3)
    mean, size = np.exp(chance.normal(-1, 1.5, 20000)), np.full(20000, 0.6)
    count = chance.poisson(mean * chance.gamma(size, 1 / size)).astype(float)
    assert band_share(distribution(mean, size, 200), count).mean() == pytest.approx(0.9, abs=0.005)
    assert band_share(distribution(mean / 3, size, 200), count).mean() < 0.88


def test_resampling_draws_both_directions_of_a_dyad_together():
    groups = np.array([0, 0, 1, 2, 2])
    draws = resample(groups, 12, 3, draws=400, seed=1)
    assert np.array_equal(draws.rows[:, 0], draws.rows[:, 1])
    assert draws.folds.sum(axis=1).tolist() == [12.0] * 400
    again = resample(groups, 12, 3, draws=400, seed=1)
    assert np.array_equal(draws.rows, again.rows) and np.array_equal(draws.folds, again.folds)


def test_the_interval_is_that_of_the_wider_source():
    values = np.tile(np.array([0.0, 0, 0, 1, 1, 1]), (40, 1))  # differs between folds alone, in two blocks
    draws = resample(np.arange(40), 6, 3, draws=500, seed=2)
    found = interval(values, draws)
    assert found.value == 0.5
    assert found.low <= 0.2 and found.high >= 0.8


def test_calibration_error_and_reliability():
    chance = np.random.default_rng(4)
    probability = chance.random((100, 100))
    happened = chance.random((100, 100)) < probability
    even = np.ones_like(probability)
    assert calibration_error(probability, happened, even) < 0.02
    assert calibration_error(np.minimum(probability + 0.2, 1), happened, even) > 0.15
    bins = reliability(probability, happened)
    assert sum(one.forecasts for one in bins) == 10000
    assert [one.said for one in bins] == sorted(one.said for one in bins)
    assert all(abs(one.said - one.came) < 0.05 for one in bins)


def test_isotonic_pools_what_falls():
    probability = np.array([0.1, 0.2, 0.3, 0.4])
    curve = fit_isotonic(probability, np.array([False, True, False, True]))
    assert curve.value.tolist() == pytest.approx([0.25, 0.5, 0.75])
    assert curve.at.tolist() == pytest.approx([0.1, 0.25, 0.4])
    assert (np.diff(curve(np.linspace(0, 1, 50))) >= 0).all()


def test_logistic_regression_finds_its_weights_and_yields_to_the_pull():
    chance = np.random.default_rng(5)
    design = np.column_stack([np.ones(8000), chance.normal(size=8000)])
    happened = chance.random(8000) < expit(design @ np.array([-1.0, 0.7]))
    free = pulled_logistic(design, happened, towards=np.zeros(2), strength=0.1)
    assert free == pytest.approx([-1.0, 0.7], abs=0.1)
    held = pulled_logistic(design, happened, towards=np.array([0.0, 3.0]), strength=1e9)
    assert held[1] == pytest.approx(3.0, abs=0.01)
    assert expit(logit(np.array([0.3]))) == pytest.approx([0.3])


def test_intervals_of_base_rates():
    mean, low, high = rate_interval(3, 10)
    assert (mean, low, high) == pytest.approx((3.5 / 11, 0.1174, 0.5581), abs=2e-3)
    assert rate_interval(0, 10)[1] < 1e-3
    narrow, wide = rate_interval(30, 100), rate_interval(3, 10)
    assert narrow[2] - narrow[1] < wide[2] - wide[1]
    # a gamma of shape 1/2 is half a chi-square of one degree: its 95 % point is 3.841
    assert count_interval(0, 1)[2] == pytest.approx(3.841 / 2, abs=0.01)
