"""Where a report was written: the place that stands before its first sentence."""

import re

from detente.schema import Report, Span

# "KYIV, Ukraine, March 3 (Reuters) - "
_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][A-Z'’-]{2,}(?: [A-Z][A-Z'’-]+)*(?:, ?[A-Z][^\W\d_]*[^\d,(\n—–:]*?){0,2})"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?: ?\([^)\n]{2,30}\))? ?(?:[—–-]{1,2}|:) "
)


def find_dateline(report: Report) -> Span | None:
    """The place in a report's dateline, with what it lies in: "KYIV, Ukraine"; None without one."""
    found = _DATELINE.match(report.text)
    return None if found is None else report.span(*found.span("place"))
