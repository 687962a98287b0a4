"""The base rates of many acts at once: the share of past windows that had each of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.intervals import JEFFREYS
from detente.outlook.ranking.facts import Facts, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BaseRates:
    """What is usual of n acts. rate: (n,) as `detente.outlook.asking.base_rate` has it. seen: (n,) whether
    the act ever came on a day watched.
    """

    rate: NDArray[np.float64]
    seen: NDArray[np.bool_]


def base_rates(
    facts: Facts,
    acts: tuple[Ints, Ints, Ints],
    *,
    day: int,
    watched: NDArray[np.bool_],
    horizon_days: int,
) -> BaseRates:
    """Base rates of acts (subject, relation, object), (n,) each, from the facts before `day`.

    Windows begin on every day and count by their days watched. `asking` passes over some of those of a long
    past; the rates are the same but for that. watched: (days,), at least `day` of them.
    """
    names, place = np.unique(facts.key(*acts), return_inverse=True)
    begin = int(np.argmax(watched)) if watched.any() else 0
    last = max(day - horizon_days, begin)  # the last window that was over
    past = slice(0, int(np.searchsorted(facts.day, day)))
    key = facts.key(facts.subject[past], facts.relation[past], facts.object[past])
    ours = np.flatnonzero(np.isin(key, names) & watched[facts.day[past]])
    row, when = np.searchsorted(names, key[ours]), facts.day[past][ours]
    order = np.argsort(row, kind="stable")  # within an act the order of days stays
    row, when = row[order], when[order]
    first = _first_windows(row, when, begin, horizon_days)
    until = np.maximum(np.minimum(when, last) + 1, first)
    weight = _weights(watched[:day], begin, last, horizon_days)
    held = np.bincount(row, weights=weight[until - begin] - weight[first - begin], minlength=len(names))
    worth = int(watched[:day].sum()) / horizon_days
    rate = (worth * held / max(int(weight[last - begin + 1]), 1) + JEFFREYS) / (worth + 2 * JEFFREYS)
    seen = np.bincount(row, minlength=len(names)) > 0
    return BaseRates(rate=rate[place], seen=seen[place])


def _first_windows(row: Ints, when: Ints, begin: int, horizon_days: int) -> Ints:
    """(n,) first days of the first windows that hold a fact and no earlier one of its act; none before
    `begin`. row, when: the act and the day of each fact, in order of both.
    """
    before = np.full(len(row), begin - 1)
    alike = row[1:] == row[:-1]
    before[1:][alike] = when[:-1][alike]
    first: Ints = np.maximum(np.maximum(when - horizon_days, before) + 1, begin)
    return first


def _weights(watched: NDArray[np.bool_], begin: int, last: int, horizon_days: int) -> Ints:
    """Days watched in the windows that begin from `begin` on, summed up to each day, as far as `last`; flat
    behind it.
    """
    seen = np.concatenate([[0], np.cumsum(watched)])
    starts = np.arange(begin, last + 1)
    each = seen[np.minimum(starts + horizon_days, len(watched))] - seen[starts]
    summed = np.concatenate([[0], np.cumsum(each)])
    flat: Ints = np.pad(summed, (0, max(0, len(watched) - last)), mode="edge").astype(np.int64)
    return flat
