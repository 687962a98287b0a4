"""What moves a forecast: what happened does, what never did does not, and what hardly does is no reason."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.outlook.explaining import moved_by, precedents
from detente.outlook.fading import fade, stilled
from detente.outlook.history import Pairs, day_number
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.looks import features, known_of, look, look_starts
from detente.outlook.members import fit_members
from detente.outlook.panel import build
from detente.outlook.regression import fit_counts

FIRST = date(2024, 1, 1)
DAYS = 200
START = day_number(FIRST) + DAYS
DYADS = (("A", "B"), ("B", "A"), ("C", "D"), ("D", "C"))
QUAD = "material conflict"


def waning(kinds=("ASSAULT", "ACCUSE")):
    """Acts that grow fewer with the days, so that a clock would explain them; no cooperation at all."""
    chance = np.random.default_rng(2)
    acts = [
        Act(day=FIRST + timedelta(days=day), by=by, to=to, type=kind)
        for day in range(DAYS)
        for by, to in DYADS
        for kind in kinds
        for _ in range(chance.poisson(1.5 * np.exp(-day / 60)))
    ]
    return from_acts(acts, watch=Watch(last_day=FIRST + timedelta(days=DAYS - 1)))


HISTORY = waning()
PANEL = build(HISTORY, DYADS, QUAD)


def fitted(panel=PANEL):
    starts = look_starts(panel.days, START, 7)
    looks = look(panel, panel.rates(starts), starts, np.full(len(DYADS), panel.days[0]), 7)
    return looks, fit_members(looks, panel.asked)


def test_what_never_happened_is_held_still():
    series = np.zeros((2, 2, 60))
    series[0, 0, 5] = 1.0
    rates = fade(series, np.array([20, 35, 50]), 2).rates
    assert (np.diff(np.log(rates[:, :, 1]), axis=0) < 0).all()  # it falls as days go by, and nothing else
    held = stilled(rates, np.array([True, False]))
    assert np.array_equal(held[:, :, 0], rates[:, :, 0])
    assert (held[:, :, 1] == rates[-1, :, 1]).all()
    assert stilled(rates, np.array([True, True])) is rates


def test_known_are_the_kinds_that_came_before_the_day():
    cooperation = [place for place, name in enumerate(PANEL.quads) if "cooperation" in name]
    known = known_of(PANEL, START)
    quads = len(PANEL.quads)
    silent = {4 + place for place in cooperation} | {4 + quads + place for place in cooperation}
    assert set(np.flatnonzero(~known).tolist()) == silent
    assert not known_of(PANEL, int(PANEL.days[0])).any()


def test_what_never_happened_carries_no_weight():
    looks, found = fitted()
    varies = features(looks.rates[looks.use.T], PANEL.asked).std(axis=0) > 1e-9
    never = PANEL.rates(np.array([START]))[0]
    later = never.copy()
    silent = ~known_of(PANEL, START)
    later[:, silent] *= 1e-3  # as if years of silence had passed
    assert 0 < (~varies).sum() < len(varies)
    assert np.abs(found.fit.weights[~varies]).max() < 1e-9 < np.abs(found.fit.weights[varies]).min()
    for said in (
        lambda table: found.fit.mean(table, np.ones(4)),
        lambda table: found.logits(table, np.ones(4)),
    ):
        assert said(features(later, PANEL.asked)) == pytest.approx(
            said(features(never, PANEL.asked)), rel=1e-9
        )


def test_reasons_name_only_what_happened_and_what_moves():
    now = PANEL.rates(np.array([START]))[0][0]
    found = fitted()[1].fit
    detail = moved_by(PANEL, now, found)[0].detail
    assert "x" in detail and "cooperation" not in detail
    factors = [float(part.rsplit("x", 1)[1]) for part in detail.split(", ")]
    assert 0 < len(factors) <= 4
    assert all(abs(factor - 1) >= 0.05 for factor in factors)
    still = replace(found, weights=found.weights * 1e-3)
    assert moved_by(PANEL, now, still)[0].detail == "nothing by more than 5 %"


def test_what_never_happened_makes_no_day_alike():
    days = np.flatnonzero(np.random.default_rng(6).random(DAYS) < 0.2).tolist()
    acts = [Act(day=FIRST + timedelta(days=day), by="A", to="B", type="ASSAULT", id=f"{day}") for day in days]
    history = from_acts(acts, watch=Watch(last_day=FIRST + timedelta(days=DAYS - 1)))
    alone = build(history, (("A", "B"),), QUAD)
    never = np.zeros((1, 30, len(alone.days)))
    wider = replace(
        alone,
        quads=(*alone.quads, *(f"never {number}" for number in range(30))),
        own=np.concatenate([alone.own, never], axis=1),
        theirs=np.concatenate([alone.theirs, never], axis=1),
    )
    found = [
        precedents(Pairs(history, alone.dyads).of(("A", "B")), panel, START, 7, QUAD)
        for panel in (alone, wider)
    ]
    assert found[0].ids and found[0] == found[1]


def test_a_column_that_hardly_varied_cannot_push_far():
    chance = np.random.default_rng(4)
    table = np.column_stack([chance.normal(size=500), np.full(500, -9.0), -9.0 + 1e-5 * chance.random(500)])
    count = chance.poisson(np.exp(0.5 * table[:, 0])).astype(float)
    fit = fit_counts(table, count, np.ones(500))
    far = table[:1] + np.array([[0.0, 5.0, 5.0]])
    assert fit.mean(far, np.ones(1)) == pytest.approx(fit.mean(table[:1], np.ones(1)), rel=0.01)
