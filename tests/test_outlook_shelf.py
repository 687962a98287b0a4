"""Fits that are kept: found again where nothing changed, made anew where something did."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.outlook.forecasting import forecasts
from detente.outlook.history import day_number, end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.members import Prediction
from detente.outlook.rolling import FIT_EVERY, Asking, fit_day, fits_for
from detente.outlook.shelf import Held, Prints, pack, recall, unpack
from detente.schema import Question

FIRST = date(2024, 1, 1)
DAYS = 170
SIDES = ("AAA", "BBB", "CCC", "DDD")
QUAD = "material conflict"
QUESTIONS = (
    Question(asks="quad", by="AAA", to="BBB", of=QUAD, horizon_days=7),
    Question(asks="count", by="BBB", to="AAA", of=QUAD, horizon_days=7),
)


def world():
    chance = np.random.default_rng(8)
    acts = []
    for by in SIDES:
        for to in SIDES:
            for day in range(DAYS if by != to else 0):
                for number in range(chance.poisson(0.15 + 0.5 * (day % 40 < 8))):
                    kind = ("ASSAULT", "ACCUSE", "CONSULT", "AID")[number % 4]
                    acts.append(Act(day=FIRST + timedelta(days=day), by=by, to=to, type=kind))
    return acts


ACTS = world()
WATCH = Watch(first_day=FIRST, last_day=FIRST + timedelta(days=DAYS - 1))
HISTORY = from_acts(ACTS, watch=WATCH)
FIT_DAY = fit_day(day_number(FIRST) + 150)


class Counting(Held):
    """A shelf that tells what is put on it."""

    def __init__(self):
        super().__init__()
        self.put_keys = []

    def put(self, key, value):
        self.put_keys.append(key)
        super().put(key, value)


def on(start):
    """The end of the day before day number `start`."""
    return end_of(date(1970, 1, 1) + timedelta(days=start - 1))


def ask(history, start, shelf=None):
    made = forecasts(history, questions=QUESTIONS, as_of=on(start), pool=6, shelf=shelf)
    return [(one.id, one.probability, one.quantiles, one.steps) for group in made for one in group]


def test_answers_are_the_same_with_a_shelf_and_without():
    shelf = Counting()
    for start in (FIT_DAY, FIT_DAY + 1, FIT_DAY + 1, FIT_DAY + FIT_EVERY):
        assert ask(HISTORY, start, shelf) == ask(HISTORY, start)


def test_a_day_more_takes_no_new_fit_until_they_are_due():
    shelf = Counting()
    ask(HISTORY, FIT_DAY, shelf)
    first = len(shelf.put_keys)
    for day in range(1, FIT_EVERY):
        ask(HISTORY, FIT_DAY + day, shelf)
    assert len(shelf.put_keys) == first
    ask(HISTORY, FIT_DAY + FIT_EVERY, shelf)
    assert len(shelf.put_keys) > first


def test_a_day_more_does_change_the_answers():
    loud = [Act(day=on(FIT_DAY + 1).date(), by="AAA", to="BBB", type="ASSAULT") for _ in range(9)]
    shelf = Held()
    plain, louder = (
        ask(one, FIT_DAY + 1, shelf) for one in (HISTORY, from_acts([*ACTS, *loud], watch=WATCH))
    )
    rates = []
    for told in (plain, louder):
        members = next(step.detail for step in told[0][3] if step.rule == "members")
        rates.append(float(members.split("rate ")[1].split(",")[0]))
    assert rates[1] > rates[0]
    assert louder[0][1] != plain[0][1]  # the regressions may take so late a storm for one that ends


def test_what_becomes_known_late_makes_the_fits_anew():
    day = on(FIT_DAY - 20)
    late = Act(day=day.date(), by="AAA", to="BBB", type="ASSAULT", known_at=on(FIT_DAY + 1))
    told = from_acts([*ACTS, late], watch=WATCH)
    before, after = (Prints(told).at(on(start)) for start in (FIT_DAY, FIT_DAY + 2))
    assert before == Prints(HISTORY).at(on(FIT_DAY))
    assert after != Prints(HISTORY).at(on(FIT_DAY + 2))
    assert Prints(HISTORY.as_of(on(FIT_DAY))).at(on(FIT_DAY)) == before


@pytest.mark.parametrize(
    "changed",
    [
        replace(ACTS[5], to="EEE"),
        replace(ACTS[5], by="EEE"),
        replace(ACTS[5], type="THREATEN"),
        replace(ACTS[5], day=ACTS[5].day + timedelta(days=1)),
        replace(ACTS[5], weight=2.0),
    ],
)
def test_whatever_changes_in_a_row_changes_the_fingerprint(changed):
    other = from_acts([*ACTS[:5], changed, *ACTS[6:]], watch=WATCH)
    assert Prints(other).at(on(FIT_DAY)) != Prints(HISTORY).at(on(FIT_DAY))


def test_ids_and_the_order_of_rows_leave_the_fingerprint_as_it_is():
    other = from_acts([replace(act, id="x") for act in reversed(ACTS)], watch=WATCH)
    assert Prints(other).at(on(FIT_DAY)) == Prints(HISTORY).at(on(FIT_DAY))


def test_days_that_nobody_watched_change_the_fingerprint():
    gaps = replace(WATCH, gaps=(FIRST + timedelta(days=3),))
    assert Prints(from_acts(ACTS, watch=gaps)).at(on(FIT_DAY)) != Prints(HISTORY).at(on(FIT_DAY))


def test_what_is_damaged_is_made_anew():
    class Torn(Held):
        def get(self, key):
            kept = super().get(key)
            return None if kept is None else kept[: len(kept) // 2]

    shelf = Torn()
    assert ask(HISTORY, FIT_DAY, shelf) == ask(HISTORY, FIT_DAY, shelf) == ask(HISTORY, FIT_DAY)


def test_what_is_packed_comes_back():
    value = (Prediction(probability=np.ones(2), mean=np.zeros(2), size=np.ones(2)), None, ("a", 1, 0.1), ())
    back = unpack(pack(value), (Prediction,))
    assert back[1:] == value[1:]
    assert np.array_equal(back[0].probability, value[0].probability)
    assert recall(None, (), (), lambda: 7) == 7


def test_fits_rest_on_nothing_after_their_day():
    after = [Act(day=on(FIT_DAY + 1).date(), by="AAA", to="BBB", type="ASSAULT") for _ in range(50)]
    asking = Asking.of(HISTORY, (), 7, 6)
    start = FIT_DAY + 3
    plain, planted = (
        fits_for(history.as_of(on(start)), asking, start)
        for history in (HISTORY, from_acts([*ACTS, *after], watch=WATCH))
    )
    assert pack(plain) == pack(planted)
