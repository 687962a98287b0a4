"""Dates: what is understood, and that nothing is guessed."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports import parse_date
from detente.schema import InputError

DAY = datetime(2025, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-05",
        "2025-6-5",
        "2025/06/05",
        "2025.06.05",
        "20250605",
        "June 5, 2025",
        "JUNE 5, 2025",
        "Jun. 5 2025",
        "June 5th, 2025",
        "5 June 2025",
        "5th of June 2025",
        "05-Jun-2025",
        "Thursday, June 5, 2025",
        "Thu 5 June, 2025",
        "05.06.2025",
        " 5\u00a0June\n2025 ",
        "2025-06-05T00:00:00Z",
        "2025-06-05 00:00:00",
    ],
)
def test_a_day_is_its_midnight(text):
    assert parse_date(text) == DAY
    assert parse_date(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "hours", "minutes"),
    [
        ("2025-06-05T10:15:00Z", 10, 15),
        ("2025-06-05T10:15:00.123456+03:00", 7, 15),
        ("2025-06-05T10:15:00,5Z", 10, 15),
        ("2025-06-05 10:15", 10, 15),
        ("2025-06-05 10:15:00 +0300", 7, 15),
        ("2025-06-05 10:15:00 UTC", 10, 15),
        ("20250605101500", 10, 15),
        ("20250605T101500Z", 10, 15),
        ("20250605T101500+03:00", 7, 15),
        ("Thu, 05 Jun 2025 10:15:00 +0000", 10, 15),
        ("Thu, 5 Jun 2025 10:15:00 GMT", 10, 15),
        ("Thu Jun  5 10:15:00 2025", 10, 15),
        ("Thu Jun 05 10:15:00 +0000 2025", 10, 15),
        ("June 5, 2025 at 10:15 p.m. EDT", 26, 15),
        ("June 5, 2025, 10.15 BST", 9, 15),
        ("5 June 2025 | 10:15 (MSK)", 7, 15),
        ("5 June 2025 - 12:15 am", 0, 15),
        ("5 June 2025, 12:15 PM", 12, 15),
        ("5 June 2025 10pm", 22, 0),
        ("5 June 2025 10:15 UTC+3", 7, 15),
        ("05.06.2025 10:15", 10, 15),
        ("1749118500", 10, 15),
        ("1749118500.75", 10, 15),
        ("1749118500999", 10, 15),
    ],
)
def test_a_moment_is_utc(text, hours, minutes):
    assert parse_date(text) == DAY + timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize(
    ("text", "month", "day"), [("13/06/2025", 6, 13), ("06/13/2025", 6, 13), ("6-6-2025", 6, 6)]
)
def test_a_day_above_twelve_tells_itself_from_the_month(text, month, day):
    assert parse_date(text) == datetime(2025, month, day, tzinfo=UTC)


@pytest.mark.parametrize("text", ["03/04/2025", "3-4-2025", "03/04/2025 10:00", "2025060510"])
def test_what_can_be_read_two_ways_is_ambiguous(text):
    with pytest.raises(InputError, match="ambiguous"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "yesterday",
        "today",
        "3 days ago",
        "soon",
        "2025",
        "June 2025",
        "2025-06",
        "5 June",
        "June 5",
        "5 June 25",
        "05/06/25",
        "June 31, 2025",
        "2025-02-29",
        "2025-13-01",
        "0000-00-00",
        "2025-06-05T24:00:00",
        "2025-06-05T10",
        "June 5, 2025 10",
        "2025-06-05 -05:00",
        "5 June 2025 13pm",
        "5 June 2025 0am",
        "June 5, 2025 10:00 IST",
        "June 5, 2025 10:00 a.m. ET",
        "2025-06-05T10:00+99:00",
        "2025-W23-4",
        "2025-156",
        "June 5, 2025 June 6, 2025",
        "Updated June 5, 2025",
        "5 juin 2025",
        "99999",
        "123456789012",
        "１７４９１１８５００",
        "x" * 10_000,
        "5 June 2025" + " " * 10_000 + "x",
    ],
)
def test_what_is_no_whole_date_is_none(text):
    with pytest.raises(InputError, match="not a date"):
        parse_date(text)


@pytest.mark.parametrize("text", ["1899-12-31", "2101-01-01", "9999-12-31", "9999999999"])
def test_years_are_1900_to_2100(text):
    with pytest.raises(InputError, match="1900"):
        parse_date(text)
    assert parse_date("1900-01-01").year == 1900
    assert parse_date("2100-12-31").year == 2100


MOMENTS = st.datetimes(
    min_value=datetime(1901, 1, 1),  # noqa: DTZ001
    max_value=datetime(2099, 12, 31),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_what_computers_write_comes_back(moment):
    for text in (moment.isoformat(), moment.isoformat(" "), format_datetime(moment)):
        assert parse_date(text) == moment
    assert parse_date(moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")) == moment


@given(st.text(max_size=100))
def test_anything_else_is_a_clean_refusal(text):
    try:
        assert parse_date(text).utcoffset() == timedelta(0)
    except InputError as error:
        assert "\n" not in str(error)
