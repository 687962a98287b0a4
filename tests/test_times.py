"""Time expressions of a text: where they stand, which days they mean, and what stays open."""

from __future__ import annotations

from datetime import date

import pytest
from times_seen import WEDNESDAY, seen

from detente.reading.times import View, find_times, read_times, resolve
from detente.reading.times.holidays import easter, orthodox_easter, thanksgiving


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on 5 June 2025", "5 June 2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("signed on June 5, 2025", "June 5, 2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("signed on the 5th of June 2025", "the 5th of June 2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("signed on June 5th, 2025", "June 5th, 2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("signed on Thursday, 5 June 2025", "Thursday, 5 June 2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("signed on 5 Jun 2025", "5 Jun 2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("the Jan. 6, 2021 riot", "Jan. 6, 2021: 2021-01-06..2021-01-06 2021-01-06"),
        ("dated 2025-06-05", "2025-06-05: 2025-06-05..2025-06-05 2025-06-05"),
        ("dated 25/12/2024", "25/12/2024: 2024-12-25..2024-12-25 2024-12-25"),
        ("dated 12/25/2024", "12/25/2024: 2024-12-25..2024-12-25 2024-12-25"),
        ("dated 05.06.2025", "05.06.2025: 2025-06-05..2025-06-05 2025-06-05"),
        ("in June 2014", "June 2014: 2014-06-01..2014-06-30 2014-06"),
        ("in February 2024", "February 2024: 2024-02-01..2024-02-29 2024-02"),
        ("in early 2022", "early 2022: 2022-01-01..2022-04-30 2022"),
        ("in mid-2022", "mid-2022: 2022-05-01..2022-08-31 2022"),
        ("at the end of 2022", "the end of 2022: 2022-10-01..2022-12-31 2022"),
        ("in mid-May 2020", "mid-May 2020: 2020-05-11..2020-05-20 2020-05"),
        ("in the late 1990s", "the late 1990s: 1996-09-01..1999-12-31 199"),
        ("in the 1990s", "the 1990s: 1990-01-01..1999-12-31 199"),
        ("in the '90s", "the '90s: 1990-01-01..1999-12-31 199"),
        ("in the 19th century", "the 19th century: 1801-01-01..1900-12-31 18"),
        ("in the twentieth century", "the twentieth century: 1901-01-01..2000-12-31 19"),
        ("in spring 1943", "spring 1943: 1943-03-01..1943-05-31 1943-SP"),
        ("in the winter of 1942", "the winter of 1942: 1942-12-01..1943-02-28 1942-WI"),
        ("in the winter of 2023", "the winter of 2023: 2023-12-01..2024-02-29 2023-WI"),
        ("in Q3 2024", "Q3 2024: 2024-07-01..2024-09-30 2024-Q3"),
        ("in the second quarter of 2024", "the second quarter of 2024: 2024-04-01..2024-06-30 2024-Q2"),
        ("in the second half of 2024", "the second half of 2024: 2024-07-01..2024-12-31 2024-H2"),
        ("in the first half of July 2024", "the first half of July 2024: 2024-07-01..2024-07-15 2024-07"),
        ("in the second half of July 2024", "the second half of July 2024: 2024-07-16..2024-07-31 2024-07"),
        ("the last week of March 2024", "the last week of March 2024: 2024-03-25..2024-03-31 P1W"),
        ("the first ten days of May 2024", "the first ten days of May 2024: 2024-05-01..2024-05-10 P10D"),
        ("the last day of February 2024", "the last day of February 2024: 2024-02-29..2024-02-29 2024-02-29"),
        ("in fiscal 2024", "fiscal 2024: .. FY2024"),
        ("in 480 BC", "480 BC: .. BC0480"),
        ("Christmas Day 2024", "Christmas Day 2024: 2024-12-25..2024-12-25 2024-12-25"),
        ("Easter Monday 2024", "Easter Monday 2024: 2024-04-01..2024-04-01 2024-04-01"),
        ("Orthodox Easter 2024", "Orthodox Easter 2024: 2024-05-05..2024-05-05 2024-05-05"),
        ("after 9/11", "9/11: 2001-09-12.. 2001-09-11"),
        ("during Ramadan", "Ramadan: .. None"),
        ("at 14:30 GMT on 5 June 2025", "14:30 GMT on 5 June 2025: 2025-06-05..2025-06-05 2025-06-05T14:30Z"),
        ("on the night of 5 June 2025", "the night of 5 June 2025: 2025-06-05..2025-06-05 2025-06-05TNI"),
    ],
)
def test_dates_that_are_whole_need_nothing_else(text: str, expected: str) -> None:
    assert seen(text, None) == [expected]
    if "9/11" not in text:
        assert seen(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 3 to 7 June 2024", "3 to 7 June 2024: 2024-06-03..2024-06-07 2024-06-03/2024-06-07"),
        ("on June 5-7, 2024", "June 5-7, 2024: 2024-06-05..2024-06-07 2024-06-05/2024-06-07"),
        ("between March and May 2020", "March and May 2020: 2020-03-01..2020-05-31 2020-03/2020-05"),
        ("from 30 May to 2 June 2024", "30 May to 2 June 2024: 2024-05-30..2024-06-02 2024-05-30/2024-06-02"),
        (
            "from November to February 2021",
            "November to February 2021: 2020-11-01..2021-02-28 2020-11/2021-02",
        ),
        ("the war of 1914-18", "1914-18: 1914-01-01..1918-12-31 1914/1918"),
        ("from 1939 to 1945", "1939 to 1945: 1939-01-01..1945-12-31 1939/1945"),
        ("in 2014/15", "2014/15: 2014-01-01..2015-12-31 2014/2015"),
    ],
)
def test_ranges_run_from_the_first_day_to_the_last(text: str, expected: str) -> None:
    assert seen(text) == [expected]


def test_the_ends_of_a_range_are_kept() -> None:
    text = "It ran from 3 to 7 June 2024."
    (found,) = find_times(text)
    assert [text[part.start : part.end] for part in found.parts] == ["3", "7"]


def test_a_date_whose_day_and_month_may_change_places_spans_both_readings() -> None:
    answer = read_times("dated 5/6/2025", WEDNESDAY)[0].answer
    assert (answer.earliest, answer.latest, answer.value) == (
        date(2025, 5, 6),
        date(2025, 6, 5),
        "2025-XX-XX",
    )
    assert answer.steps == ("day and month may change places: 2025-05-06 or 2025-06-05",)
    assert seen("dated 5/5/2025") == ["5/5/2025: 2025-05-05..2025-05-05 2025-05-05"]


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        ("on Tuesday", "past", "Tuesday: 2025-06-17..2025-06-17 2025-06-17"),
        ("on Tuesday", None, "Tuesday: 2025-06-17..2025-06-17 2025-06-17"),
        ("on Tuesday", "present", "Tuesday: 2025-06-24..2025-06-24 2025-06-24"),
        ("on Tuesday", "future", "Tuesday: 2025-06-24..2025-06-24 2025-06-24"),
        ("on Wednesday", "past", "Wednesday: 2025-06-18..2025-06-18 2025-06-18"),
        ("on Wednesday", "future", "Wednesday: 2025-06-18..2025-06-18 2025-06-18"),
        ("last Wednesday", "past", "last Wednesday: 2025-06-11..2025-06-11 2025-06-11"),
        ("next Wednesday", "future", "next Wednesday: 2025-06-25..2025-06-25 2025-06-25"),
        ("next Thursday", "future", "next Thursday: 2025-06-19..2025-06-19 2025-06-19"),
        ("this Friday", "future", "this Friday: 2025-06-20..2025-06-20 2025-06-20"),
        ("on Thursday night", "past", "Thursday night: 2025-06-12..2025-06-12 2025-06-12TNI"),
        ("early on Friday morning", "past", "early on Friday morning: 2025-06-13..2025-06-13 2025-06-13TMO"),
        (
            "in the early hours of Monday",
            "past",
            "the early hours of Monday: 2025-06-16..2025-06-16 2025-06-16TMO",
        ),
        ("at 8 pm on Sunday", "past", "8 pm on Sunday: 2025-06-15..2025-06-15 2025-06-15T20:00"),
        ("ahead of Friday's vote", "past", "Friday: ..2025-06-19 2025-06-20"),
        ("on 12 June", "past", "12 June: 2025-06-12..2025-06-12 2025-06-12"),
        ("on 12 June", "future", "12 June: 2026-06-12..2026-06-12 2026-06-12"),
        ("on 12 June", None, "12 June: 2025-06-12..2025-06-12 2025-06-12"),
        ("on 18 June", "past", "18 June: 2025-06-18..2025-06-18 2025-06-18"),
        ("on 19 June", "past", "19 June: 2025-06-19..2025-06-19 2025-06-19"),
        ("on 20 June", "past", "20 June: 2024-06-20..2024-06-20 2024-06-20"),
        ("on December 30", "past", "December 30: 2024-12-30..2024-12-30 2024-12-30"),
        ("on December 30", "future", "December 30: 2025-12-30..2025-12-30 2025-12-30"),
        ("on 29 February", "past", "29 February: 2024-02-29..2024-02-29 2024-02-29"),
        ("on 29 February", "future", "29 February: 2028-02-29..2028-02-29 2028-02-29"),
        ("in August", "past", "August: 2024-08-01..2024-08-31 2024-08"),
        ("in August", "future", "August: 2025-08-01..2025-08-31 2025-08"),
        ("in June", "past", "June: 2025-06-01..2025-06-30 2025-06"),
        ("last May", "past", "last May: 2025-05-01..2025-05-31 2025-05"),
        ("last June", "past", "last June: 2024-06-01..2024-06-30 2024-06"),
        ("next May", "future", "next May: 2026-05-01..2026-05-31 2026-05"),
        ("on the 5th", "past", "the 5th: 2025-06-05..2025-06-05 2025-06-05"),
        ("on the 5th", "future", "the 5th: 2025-07-05..2025-07-05 2025-07-05"),
        ("on the 31st", "past", "the 31st: 2025-05-31..2025-05-31 2025-05-31"),
        ("last winter", "past", "last winter: 2024-12-01..2025-02-28 2024-WI"),
        ("this summer", "future", "this summer: 2025-06-01..2025-08-31 2025-SU"),
        ("at Christmas", "future", "Christmas: 2025-12-25..2025-12-25 2025-12-25"),
        ("at Christmas", "past", "Christmas: 2024-12-25..2024-12-25 2024-12-25"),
        ("over the weekend", "past", "the weekend: 2025-06-14..2025-06-15 2025-W24-WE"),
        ("at the weekend", "future", "the weekend: 2025-06-21..2025-06-22 2025-W25-WE"),
        ("May this year", None, "May this year: 2025-05-01..2025-05-31 2025-05"),
        ("in December last year", None, "December last year: 2024-12-01..2024-12-31 2024-12"),
        ("in two weeks", "future", "two weeks: 2025-06-30..2025-07-06 2025-W27"),
        ("in two weeks", "past", "two weeks: .. P2W"),
        ("overnight", "past", "overnight: 2025-06-17..2025-06-18 2025-06-18TNI"),
        ("overnight", "future", "overnight: 2025-06-18..2025-06-19 2025-06-18TNI"),
    ],
)
def test_tense_decides_what_a_date_leaves_out(text: str, tense: str | None, expected: str) -> None:
    assert seen(text, tense=tense) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said it may rain, and the march went on.",
        "UN Resolution 2231 and Flight 1549",
        "Some 1500 soldiers and 2000 refugees crossed.",
        "The Sun reported that he sat down.",
        "A 19-year-old man, 25 years old",
        "the fall of Kabul",
        "three quarters of the voters",
        "for a second time",
        "He won 3-2.",
        "the 38th parallel and the 5th Army",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert seen(text) == []


def test_days_that_the_calendar_lacks_stay_open_and_say_so() -> None:
    for text in ("on 29 February 2023", "on 31 June 2025", "on 31 April 1900"):
        (timed,) = read_times(text, WEDNESDAY)
        answer = timed.answer
        assert (answer.earliest, answer.latest, answer.value) == (None, None, None)
        assert answer.steps == ("the calendar has no such day",)


def test_steps_say_how_a_day_was_found() -> None:
    view = View(published=WEDNESDAY, look="due")
    (found,) = find_times("by the end of the month")
    assert resolve(found, view).steps == (
        "counted from the published date",
        "its part: end",
        "a limit: open at its beginning",
    )
    (found,) = find_times("on Tuesday")
    past = View(published=WEDNESDAY, tense="past")
    assert resolve(found, past).steps == ("the weekday by publication, back",)


def test_moving_feasts_fall_where_the_church_put_them() -> None:
    western = {1818: (3, 22), 1943: (4, 25), 2000: (4, 23), 2008: (3, 23), 2024: (3, 31), 2025: (4, 20)}
    eastern = {2021: (5, 2), 2023: (4, 16), 2024: (5, 5), 2025: (4, 20)}
    assert {year: (easter(year).month, easter(year).day) for year in western} == western
    assert {year: (orthodox_easter(year).month, orthodox_easter(year).day) for year in eastern} == eastern
    assert thanksgiving(2024) == date(2024, 11, 28)
