"""Time expressions that are counted from somewhere: from publication, towards a deadline, within a story."""

from __future__ import annotations

from datetime import date

import pytest
from times_seen import seen

from detente.reading.times import read_times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "today: 2025-06-18..2025-06-18 2025-06-18"),
        ("yesterday", "yesterday: 2025-06-17..2025-06-17 2025-06-17"),
        ("tomorrow", "tomorrow: 2025-06-19..2025-06-19 2025-06-19"),
        ("the day before yesterday", "the day before yesterday: 2025-06-16..2025-06-16 2025-06-16"),
        ("tonight", "tonight: 2025-06-18..2025-06-18 2025-06-18TNI"),
        ("last night", "last night: 2025-06-17..2025-06-17 2025-06-17TNI"),
        ("this morning", "this morning: 2025-06-18..2025-06-18 2025-06-18TMO"),
        ("two weeks ago", "two weeks ago: 2025-06-02..2025-06-08 2025-W23"),
        ("four days ago", "four days ago: 2025-06-14..2025-06-14 2025-06-14"),
        ("a month ago", "a month ago: 2025-05-01..2025-05-31 2025-05"),
        ("eight months ago", "eight months ago: 2024-10-01..2024-10-31 2024-10"),
        ("two and a half years ago", "two and a half years ago: 2022-12-01..2022-12-31 2022-12"),
        ("three years ago", "three years ago: 2022-01-01..2022-12-31 2022"),
        ("ten hours ago", "ten hours ago: 2025-06-17..2025-06-18 2025-06-18TXX"),
        ("days ago", "days ago: ..2025-06-18 PAST_REF"),
        ("last week", "last week: 2025-06-09..2025-06-15 2025-W24"),
        ("next week", "next week: 2025-06-23..2025-06-29 2025-W26"),
        ("last month", "last month: 2025-05-01..2025-05-31 2025-05"),
        ("last year", "last year: 2024-01-01..2024-12-31 2024"),
        ("last century", "last century: 1901-01-01..2000-12-31 19"),
        ("earlier this week", "earlier this week: 2025-06-16..2025-06-18 2025-W25"),
        ("later this week", "later this week: 2025-06-18..2025-06-22 2025-W25"),
        ("earlier this year", "earlier this year: 2025-01-01..2025-06-18 2025"),
        ("late last year", "late last year: 2024-09-01..2024-12-31 2024"),
        ("in recent days", "recent days: ..2025-06-18 PXD"),
        ("in the coming days", "the coming days: 2025-06-18.. PXD"),
        ("in the past 24 hours", "the past 24 hours: 2025-06-17..2025-06-18 PT24H"),
        ("over the next two months", "the next two months: 2025-06-18..2025-08-18 P2M"),
        ("since 2014", "2014: 2014-01-01..2025-06-18 2014"),
        ("since Monday", "Monday: 2025-06-16..2025-06-18 2025-06-16"),
        ("until Friday", "Friday: ..2025-06-13 2025-06-13"),
        ("after 2 May 2025", "2 May 2025: 2025-05-03.. 2025-05-02"),
        ("before 2 May 2025", "2 May 2025: ..2025-05-01 2025-05-02"),
        ("the end of the month", "the end of the month: 2025-06-23..2025-06-30 2025-06"),
        ("at 14:30 GMT", "14:30 GMT: 2025-06-18..2025-06-18 2025-06-18T14:30Z"),
        ("two days after Christmas", "two days after Christmas: 2024-12-27..2024-12-27 2024-12-27"),
        ("a week from Tuesday", "a week from Tuesday: 2025-06-23..2025-06-29 2025-W26"),
        ("for two weeks", "two weeks: .. P2W"),
        ("a three-day visit", "three-day: .. P3D"),
        ("half a century", "half a century: .. P0.5CE"),
        ("a couple of weeks", "a couple of weeks: .. P2W"),
        ("several months", "several months: .. PXM"),
        ("every Friday", "every Friday: .. XXXX-WXX-5"),
        ("on Mondays", "Mondays: .. XXXX-WXX-1"),
        ("weekly", "weekly: .. XXXX-WXX"),
        ("now", "now: .. PRESENT_REF"),
        ("recently", "recently: .. PAST_REF"),
        ("in the future", "the future: .. FUTURE_REF"),
        ("hours after the attack", "hours after: .. PTXH"),
        ("two days before the vote", "two days before: .. P2D"),
    ],
)
def test_relative_expressions_are_counted_from_publication(text: str, expected: str) -> None:
    assert seen(text, tense="past") == [expected]


@pytest.mark.parametrize(
    ("published", "text", "tense", "expected"),
    [
        (date(2024, 12, 30), "this week", None, "this week: 2024-12-30..2025-01-05 2025-W01"),
        (date(2021, 1, 3), "today", None, "today: 2021-01-03..2021-01-03 2021-01-03"),
        (date(2021, 1, 3), "this week", None, "this week: 2020-12-28..2021-01-03 2020-W53"),
        (date(2025, 1, 1), "yesterday", None, "yesterday: 2024-12-31..2024-12-31 2024-12-31"),
        (date(2025, 1, 1), "on Monday", "past", "Monday: 2024-12-30..2024-12-30 2024-12-30"),
        (date(2025, 1, 2), "last month", None, "last month: 2024-12-01..2024-12-31 2024-12"),
        (date(2024, 12, 31), "next month", None, "next month: 2025-01-01..2025-01-31 2025-01"),
        (date(2024, 12, 30), "on 2 January", "future", "2 January: 2025-01-02..2025-01-02 2025-01-02"),
        (date(2025, 1, 2), "on 30 December", None, "30 December: 2024-12-30..2024-12-30 2024-12-30"),
        (date(2024, 2, 28), "tomorrow", None, "tomorrow: 2024-02-29..2024-02-29 2024-02-29"),
        (date(2023, 2, 28), "tomorrow", None, "tomorrow: 2023-03-01..2023-03-01 2023-03-01"),
        (date(2025, 3, 31), "a month ago", None, "a month ago: 2025-02-01..2025-02-28 2025-02"),
        (date(2025, 6, 16), "last Monday", "past", "last Monday: 2025-06-09..2025-06-09 2025-06-09"),
        (date(2025, 6, 15), "over the weekend", "past", "the weekend: 2025-06-14..2025-06-15 2025-W24-WE"),
        (date(2025, 1, 15), "this winter", None, "this winter: 2024-12-01..2025-02-28 2024-WI"),
        (date(1, 1, 1), "last week", None, "last week: .. XXXX-WXX"),
        (date(9999, 12, 31), "tomorrow", None, "tomorrow: .. XXXX-XX-XX"),
    ],
)
def test_weeks_months_and_years_turn_where_the_calendar_turns(
    published: date, text: str, tense: str | None, expected: str
) -> None:
    assert seen(text, published, tense) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within 48 hours", "48 hours: 2025-06-18..2025-06-20 PT48H"),
        ("within 12 hours", "12 hours: 2025-06-18..2025-06-19 PT12H"),
        ("in two weeks", "two weeks: 2025-06-18..2025-07-02 P2W"),
        ("in a month", "a month: 2025-06-18..2025-07-18 P1M"),
        ("gave Moscow two weeks", "two weeks: 2025-06-18..2025-07-02 P2W"),
        ("a two-week deadline", "two-week: 2025-06-18..2025-07-02 P2W"),
        ("50 days", "50 days: 2025-06-18..2025-08-07 P50D"),
        ("within the next 10 days", "the next 10 days: 2025-06-18..2025-06-28 P10D"),
        ("within days", "days: 2025-06-18.. PXD"),
        ("by the end of the month", "the end of the month: ..2025-06-30 2025-06"),
        ("before the end of the week", "the end of the week: ..2025-06-22 2025-W25"),
        ("by the end of next year", "the end of next year: ..2026-12-31 2026"),
        ("by Friday", "Friday: ..2025-06-20 2025-06-20"),
        ("until Friday", "Friday: ..2025-06-20 2025-06-20"),
        ("through Sunday", "Sunday: ..2025-06-22 2025-06-22"),
        ("by Wednesday", "Wednesday: ..2025-06-18 2025-06-18"),
        ("by Tuesday", "Tuesday: ..2025-06-24 2025-06-24"),
        ("no later than 1 July", "1 July: ..2025-07-01 2025-07-01"),
        ("by 1 May", "1 May: ..2026-05-01 2026-05-01"),
        ("by the 15th", "the 15th: ..2025-07-15 2025-07-15"),
        ("before 1 August", "1 August: ..2025-07-31 2025-08-01"),
        ("on or before 1 August", "1 August: ..2025-08-01 2025-08-01"),
        ("by mid-July", "mid-July: ..2025-07-20 2025-07"),
        ("by midnight on Sunday", "midnight on Sunday: ..2025-06-22 2025-06-22T00:00"),
        ("by Christmas", "Christmas: ..2025-12-25 2025-12-25"),
        ("by 2030", "2030: ..2030-12-31 2030"),
        ("this week", "this week: 2025-06-18..2025-06-22 2025-W25"),
        ("on Monday", "Monday: 2025-06-23..2025-06-23 2025-06-23"),
        ("next month", "next month: 2025-07-01..2025-07-31 2025-07"),
        ("by the weekend", "the weekend: ..2025-06-22 2025-W25-WE"),
        ("three days after the vote", "three days after: .. P3D"),
        ("within a week of the vote", "a week of: .. P1W"),
    ],
)
def test_deadlines_look_forward(text: str, expected: str) -> None:
    assert seen(text, look="due") == [expected]


def test_a_deadline_of_an_event_names_no_time() -> None:
    assert seen("before the summit", look="due") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tuesday", "XXXX-WXX-2"),
        ("5 June", "XXXX-06-05"),
        ("in June", "XXXX-06"),
        ("in summer", "XXXX-SU"),
        ("yesterday", "XXXX-XX-XX"),
        ("last week", "XXXX-WXX"),
        ("last month", "XXXX-XX"),
        ("two years ago", "XXXX"),
        ("the next day", "XXXX-XX-XX"),
        ("the past two weeks", "P2W"),
        ("at 8 pm", "XXXX-XX-XXT20:00"),
    ],
)
def test_without_a_published_date_relative_stays_relative(text: str, value: str) -> None:
    (timed,) = read_times(text, None)
    answer = timed.answer
    assert (answer.earliest, answer.latest, answer.basis, answer.value) == (None, None, "relative", value)


STORY = (
    "The war began on 3 May 1911. The following day the fort fell. In July the king fled, and in February a "
    "republic was declared. Two years later, on 10 March, it ended. By then, in the same month, the navy had "
    "mutinied. Peace came in 1914, and the treaty in 1915; a monument in 1920."
)


def test_a_story_is_read_by_its_own_dates() -> None:
    assert seen(STORY) == [
        "3 May 1911: 1911-05-03..1911-05-03 1911-05-03",
        "The following day: 1911-05-04..1911-05-04 1911-05-04",
        "July: 1911-07-01..1911-07-31 1911-07",
        "February: 1912-02-01..1912-02-29 1912-02",
        "Two years later: 1914-01-01..1914-12-31 1914",
        "10 March: 1914-03-10..1914-03-10 1914-03-10",
        "the same month: 1914-03-01..1914-03-31 1914-03",
        "1914: 1914-01-01..1914-12-31 1914",
        "1915: 1915-01-01..1915-12-31 1915",
        "1920: 1920-01-01..1920-12-31 1920",
    ]


def test_news_that_names_an_old_year_stays_with_its_own_day() -> None:
    text = "Russia annexed Crimea in March 2014. Talks broke down in May, officials said on Tuesday."
    assert seen(text, tense="past")[1:] == [
        "May: 2025-05-01..2025-05-31 2025-05",
        "Tuesday: 2025-06-17..2025-06-17 2025-06-17",
    ]


def test_what_the_text_told_before_is_followed_by_what_is_counted_from_it() -> None:
    text = "Hamas attacked on 7 October 2023. Israel declared war the next day and struck two weeks later."
    assert seen(text)[1:] == [
        "the next day: 2023-10-08..2023-10-08 2023-10-08",
        "two weeks later: 2023-10-16..2023-10-22 2023-W42",
    ]
    assert seen("Three days later they left.") == ["Three days later: .. XXXX-XX-XX"]


def test_an_aside_does_not_move_the_story() -> None:
    text = (
        "The siege began on 2 April 1852. A film of 1977 tells of it. The town fell on 9 June, and in July "
        "the army left. In 1853 the walls were torn down, and in 1854 a new town was built."
    )
    assert "9 June: 1852-06-09..1852-06-09 1852-06-09" in seen(text)


def test_years_before_christ_are_remembered() -> None:
    text = "The fleet sailed in 480 BC. In 479 it returned."
    assert [line.partition(" ..")[0] for line in seen(text)] == ["480 BC:", "479:"]
    assert seen(text)[1].endswith("BC0479")
    assert seen("It sold 479 in 2020.") == ["2020: 2020-01-01..2020-12-31 2020"]


@pytest.mark.parametrize(
    ("text", "told", "due"),
    [
        ("before dawn on Thursday", "2025-06-12..2025-06-12", "..2025-06-19"),
        ("shortly before sunrise on Sunday", "2025-06-15..2025-06-15", "..2025-06-22"),
        ("ahead of sunset on Tuesday", "2025-06-17..2025-06-17", "..2025-06-24"),
        ("just after midnight on Monday", "2025-06-16..2025-06-16", "2025-06-23..2025-06-23"),
        ("in the small hours of Saturday", "2025-06-14..2025-06-14", "2025-06-21..2025-06-21"),
        ("late on Monday", "2025-06-16..2025-06-16", "2025-06-23..2025-06-23"),
        ("before Thursday", "..2025-06-11", "..2025-06-18"),
    ],
)
def test_an_hour_of_a_day_is_on_that_day(text: str, told: str, due: str) -> None:
    for days, seen_from in ((told, {"tense": "past"}), (due, {"look": "due"})):
        (line,) = seen(text, **seen_from)
        assert line.split(": ")[1].split()[0] == days


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (
            "Gunmen took a ford on Monday. They have until Friday to go. That same night it rained.",
            "2025-06-16",
        ),
        (
            "A dam burst on 10 June. It must be whole by 1 August. The following day a mill fell.",
            "2025-06-11",
        ),
        ("A dam burst on 10 June. Envoys will meet on 14 June. The next morning a mill fell.", "2025-06-11"),
        ("A dam burst on 10 June, and a vote is due on 30 June. A day earlier it had snowed.", "2025-06-09"),
        ("A dam burst on 10 June. Boats came on 12 June. The same day a mill fell.", "2025-06-12"),
    ],
)
def test_what_follows_is_counted_from_what_happened_and_not_from_a_term(text: str, last: str) -> None:
    assert seen(text, tense="past")[-1].split(": ")[1].split("..")[0] == last
