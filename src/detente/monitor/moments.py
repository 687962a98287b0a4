"""Moments as users write them."""

import re
from datetime import datetime, timedelta

from detente.reports import parse_date

_DAY_ALONE = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*")
_LAST = timedelta(days=1) - timedelta(microseconds=1)


def parse_moment(text: str, *, end_of_day: bool = False) -> datetime:
    """Read a date or moment, in UTC. A day alone is its midnight, or its last microsecond with `end_of_day`.

    Raises: InputError when the text is no date, or an ambiguous one.
    """
    moment = parse_date(text)
    return moment + _LAST if end_of_day and _DAY_ALONE.fullmatch(text) else moment
