"""The outlook's history: what is counted, what was not watched, and what was not known yet."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from detente.outlook.fading import HALF_LIVES, PRIOR_DAYS, fade
from detente.outlook.history import Pairs, day_number, day_of, end_of, last_whole_day
from detente.outlook.intake import Act, Columns, Watch, extend, from_acts, from_columns
from detente.outlook.panel import active, build, happened
from detente.schema import CodebookError, ForecastError


def act(day, by="RUS", to="UKR", type="ASSAULT", **more):
    return Act(day=date(2025, 1, day), by=by, to=to, type=type, **more)


def test_counts_are_by_direction_quad_and_day():
    history = from_acts([act(1), act(1), act(3), act(2, "UKR", "RUS", "ACCUSE"), act(3, "USA", "RUS")])
    panel = build(history, (("RUS", "UKR"),), "material conflict")
    assert panel.target.tolist() == [[2, 0, 1]]
    assert panel.theirs[0, panel.quads.index("verbal conflict")].tolist() == [0, 1, 0]
    assert panel.around[0].tolist() == [[2, 0, 1], [2, 0, 1]]
    assert build(history, (("RUS", "UKR"),), "ACCUSE").target.tolist() == [[0, 0, 0]]
    assert build(history, ((None, "RUS"),), "material conflict").target.tolist() == [[0, 0, 1]]


def test_weights_count_as_they_are():
    panel = build(from_acts([act(1, weight=2.5), act(1)]), (("RUS", "UKR"),), "ASSAULT")
    assert panel.target.tolist() == [[3.5]]


def test_days_that_nobody_watched_are_no_quiet_days():
    watch = Watch(last_day=date(2025, 1, 31), gaps=(date(2025, 1, 9),), unwatched_month_days=(7, 21))
    history = from_acts([act(1), act(7)], watch=watch)
    panel = build(history, (("RUS", "UKR"),), "ASSAULT")
    assert panel.target.shape == (1, 28)
    assert panel.target.sum() == 1  # the act on an unwatched day is not counted either
    count, watched = panel.windows(np.array([day_number(date(2025, 1, 5))]), 7)
    assert (count.item(), watched.item()) == (0, 5)
    assert len(history.watched(date(2025, 2, 1), date(2025, 2, 28))) == 26
    target, days = happened(history, panel.dyads, "ASSAULT")
    assert target.tolist() == panel.target.tolist() and day_number(date(2025, 1, 21)) not in days


def test_a_cut_holds_neither_later_days_nor_what_became_known_later():
    late = act(2, known_at=datetime(2025, 1, 20, tzinfo=UTC), id="late")
    history = from_acts([act(1, id="a"), late, act(5, id="b"), act(30, id="c")])
    known = history.as_of(datetime(2025, 1, 10, 15, tzinfo=UTC))
    assert known.ids.tolist() == ["a", "b"]
    assert known.last_day == date(2025, 1, 9)  # the tenth is not over
    assert history.as_of(end_of(date(2025, 1, 20))).ids.tolist() == ["a", "late", "b"]
    assert last_whole_day(end_of(date(2025, 1, 20))) == date(2025, 1, 20)


def test_columns_of_a_history_cannot_be_changed():
    history = from_acts([act(1)])
    with pytest.raises(ValueError, match="read-only"):
        history.day[0] = 0


def test_columns_given_are_not_shared():
    day = np.array([day_number(date(2025, 1, 1))])
    history = from_columns(Columns(day=day, by=["A"], to=["B"], type=["AID"]))
    day[0] = 0
    assert history.day[0] == day_number(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("acts", "watch", "said"),
    [
        ([], None, "empty"),
        ([act(1), act(2, weight=-1.0)], None, "row 2, 2025-01-02: its weight"),
        ([act(9, known_at=datetime(2025, 1, 2, tzinfo=UTC))], None, "dated after it became known"),
        ([act(9)], Watch(last_day=date(2025, 1, 5)), "after the last day watched, 2025-01-05"),
        ([act(1)], Watch(first_day=date(2025, 1, 2)), "before the first day watched, 2025-01-02"),
    ],
)
def test_rows_that_cannot_be_are_named(acts, watch, said):
    with pytest.raises(ForecastError, match=said):
        from_acts(acts, watch=watch)


def test_an_unknown_type_is_an_error_of_the_codebook():
    with pytest.raises(CodebookError, match="SULK"):
        from_acts([act(1, type="SULK")])


def test_columns_must_have_one_length():
    with pytest.raises(ForecastError, match="one length"):
        from_columns(Columns(day=[1, 2], by=["A"], to=["B", "C"], type=["AID", "AID"]))


def test_a_moment_needs_a_zone_and_must_lie_within_the_history():
    history = from_acts([act(5)])
    with pytest.raises(ForecastError, match="no time zone"):
        history.as_of(datetime(2025, 1, 6))  # noqa: DTZ001
    with pytest.raises(ForecastError, match="begins on 2025-01-05"):
        history.as_of(end_of(date(2025, 1, 4)))


def test_active_dyads_have_a_direction_and_an_order():
    acts = [act(1), act(2), act(2, "B", "A"), act(3, "A", "B"), act(3, "A", "A")]
    assert active(from_acts(acts), 2) == (("RUS", "UKR"), ("A", "B"))


def test_faded_rates_are_what_the_formula_says():
    series = np.array([[[1.0, 0.0, 2.0]]])
    found = fade(series, np.array([0, 3]), 1)
    keep = 0.5 ** (1 / np.array(HALF_LIVES))
    prior = 1.0 + 1e-4
    acts = 1 * keep**3 + 2 * keep
    days = keep**2 + keep + 1
    # evidence of a day fades once before the next one is added
    assert np.allclose(found.rates[1, 0, 0], (acts / keep + PRIOR_DAYS * prior) / (days + PRIOR_DAYS))
    assert np.allclose(found.rates[0, 0, 0], PRIOR_DAYS * 1e-4 / PRIOR_DAYS)


def test_day_numbers_go_both_ways():
    assert day_of(day_number(date(2014, 3, 1))) == date(2014, 3, 1)


def test_rows_are_believed_for_as_long_as_they_are():
    history = from_acts(
        [act(1), act(2), act(3)], watch=Watch(last_day=date(2025, 1, 31), silent=(date(2025, 1, 20),))
    )
    never = np.datetime64("NaT")
    marks = np.array(["2025-01-05", "2025-01-10"], dtype="datetime64[us]")
    changed = replace(
        history,
        seen_from=np.array([marks[0], marks[0], marks[1]]),
        seen_until=np.array([never, marks[1], never], dtype="datetime64[us]"),
    )
    assert [history.day[0], history.day[1]] == changed.as_of(end_of(date(2025, 1, 6))).day.tolist()
    assert [history.day[0], history.day[2]] == changed.as_of(end_of(date(2025, 1, 12))).day.tolist()
    assert changed.standing().day.tolist() == [history.day[0], history.day[2]]
    assert len(changed.as_of(end_of(date(2025, 1, 4)))) == 0
    assert changed.as_of(end_of(date(2025, 1, 12))).silent == ()  # nobody knows of silence beforehand
    assert changed.as_of(end_of(date(2025, 1, 22))).silent == (date(2025, 1, 20),)


def test_a_history_that_is_extended_is_that_of_all_rows():
    first, more = [act(1), act(3, by="CHN")], [act(2, by="AUS"), act(4, to="ZWE"), act(4)]
    whole = from_acts(sorted([*first, *more], key=lambda one: one.day))
    columns = Columns(
        day=[day_number(one.day) for one in more],
        by=[one.by for one in more],
        to=[one.to for one in more],
        type=[one.type for one in more],
    )
    found = extend(from_acts(first), columns)
    assert (found.actors, found.types, found.last_day) == (whole.actors, whole.types, whole.last_day)
    for name in ("day", "by", "to", "type", "quad", "weight", "known_at"):
        assert getattr(found, name).tolist() == getattr(whole, name).tolist()


def test_the_rows_of_a_pair_are_those_among_its_sides():
    acts = [
        act(3),
        act(1, by="UKR", to="RUS"),
        act(2, by="CHN", to="RUS"),
        act(2),
        act(4, by="CHN", to="UKR"),
    ]
    history = from_acts([replace(one, id=str(number)) for number, one in enumerate(acts)])
    dyads = (("RUS", "UKR"), ("RUS", "CHN"), (None, "UKR"), ("CHN", "USA"))
    pairs = Pairs(history, dyads)
    for dyad in dyads:
        assert pairs.of(dyad).ids.tolist() == history.among([dyad]).ids.tolist()
    assert pairs.of(("UKR", "RUS")).ids.tolist() == ["1", "3", "0"]
