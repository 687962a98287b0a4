"""The acts of a record as they were believed at moments of the past, so that a backtest sees no later report.

Reports that come later may join an incident and change its day, type or sides. To ask a forecaster again at a
past moment, incidents have to be put together from what was known by then, and not cut from those of today.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Unpack

import numpy as np

from detente.codebook import Codebook
from detente.monitor.gathering import Gathering
from detente.monitor.histories import Past, acts_in
from detente.outlook import Act, History, Watch, from_acts
from detente.outlook.history import Moments
from detente.store import Bounds, Store


def as_believed(
    store: Store,
    past: Past,
    moments: Sequence[datetime],
    *,
    codebook: Codebook,
    **bounds: Unpack[Bounds],
) -> History:
    """The history of `past`, in which each of `moments` (ascending) finds the acts as they were put together
    by then. An archive's rows never change: its history is as it is.
    """
    now = past.history
    if past.seen is None or not moments:
        return now
    watch = Watch(
        first_day=now.first_day,
        last_day=now.last_day,
        gaps=now.gaps,
        unwatched_month_days=now.unwatched_month_days,
        silent=now.silent,
    )
    gathering = Gathering(store, **bounds)
    last: dict[Act, int] = {}
    believed: list[tuple[Act, int, int]] = []
    for number, moment in enumerate((*moments, past.as_of)):
        gathering.advance(moment)
        acts = acts_in(gathering.known(moment), codebook, watch)
        here = {act: last.get(act, number) for act in acts}
        believed += [(act, since, number) for act, since in last.items() if act not in here]
        last = here
    still = len(moments) + 1
    believed += [(act, since, still) for act, since in last.items()]
    believed.sort(key=lambda row: (row[0].day, row[0].id, row[0].by, row[0].to, row[1]))
    marks = _marks((*moments, past.as_of))
    since, until = (np.array([row[end] for row in believed], dtype=np.int64) for end in (1, 2))
    return replace(
        from_acts([act for act, _, _ in believed], watch=watch, codebook=codebook),
        seen_from=np.where(since == 0, np.datetime64(0, "us"), marks[since]),
        seen_until=marks[until],
    )


def _marks(moments: Sequence[datetime]) -> Moments:
    """The moments, and after them NaT, for what is still believed."""
    plain = [moment.astimezone(UTC).replace(tzinfo=None) for moment in moments]
    return np.array([*plain, None], dtype="datetime64[us]")
