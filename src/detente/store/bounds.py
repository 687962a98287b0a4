"""What limits a question to the record: two clocks, and which rows."""

from datetime import datetime
from typing import TypedDict


class Bounds(TypedDict, total=False):
    """Two clocks. as_of: what the world could know by then; recorded_by: what the store had taken by then."""

    as_of: datetime | None
    recorded_by: datetime | None


class Which(Bounds, total=False):
    """Which rows. about: "RUS", "RUS,UKR" (unordered) or "RUS>UKR" (directed); since: known then or later;
    report_id: read in that report; dataset: imported ones by name, "all", or "read" (which None is too);
    with_rejected: also records that people rejected, with the column `verdict`."""

    about: str | None
    since: datetime | None
    min_probability: float
    report_id: str | None
    dataset: str | None
    with_rejected: bool
