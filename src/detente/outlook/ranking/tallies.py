"""How often and how lately: counts that fade, one row for each key."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.ranking.facts import Ints, Reals

HALF_LIVES = (
    1.5,
    6.0,
    25.0,
    100.0,
    np.inf,
)  # days: from "yesterday" to "ever"; set before anything was fitted
DAYS, WEEK, MONTH, SEASON, EVER = range(len(HALF_LIVES))
NEVER = 999.0  # days since what never happened
_LONGEST = 20_000  # days: what is longer ago has faded from all but EVER


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What a tally says of some keys. faded: (n, H) counts. since, first: (n,) days since the last and the
    first time, NEVER where there was none.
    """

    faded: Reals
    since: Reals
    first: Reals

    def gap(self) -> Reals:
        """(n,) the usual number of days between two times; NEVER where there were not two."""
        times = self.faded[:, EVER]
        spread = (self.first - self.since) / np.maximum(times - 1, 1)
        return np.where(times > 1, spread, np.float32(NEVER)).astype(np.float32)


class Tally:
    """Counts by key, faded by each of HALF_LIVES. Only keys named at the start can be counted; keys that
    never happened and keys that are not known look alike.
    """

    def __init__(self, keys: Ints) -> None:
        self.keys = np.unique(keys)
        self._faded = np.zeros((len(self.keys), len(HALF_LIVES)), dtype=np.float32)
        self._last = np.full(len(self.keys), -1, dtype=np.int32)
        self._first = np.full(len(self.keys), -1, dtype=np.int32)
        ages = np.arange(_LONGEST)[:, None]
        self._keep = (0.5 ** (ages / np.array(HALF_LIVES))).astype(np.float32)

    def add(self, keys: Ints, day: int) -> None:
        """Count each key once for each time that it is given, on `day`, never before a day counted so far."""
        which, times = np.unique(keys, return_counts=True)
        place = np.searchsorted(self.keys, which)
        age = self._age(place, day)
        self._faded[place] = self._faded[place] * self._keep[age] + times[:, None].astype(np.float32)
        self._first[place] = np.where(self._last[place] < 0, day, self._first[place])
        self._last[place] = day

    def find(self, keys: Ints, day: int) -> Found:
        """What was counted of the keys so far, as it stands on `day`."""
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = (self.keys[place] == keys) & (self._last[place] >= 0)
        faded = self._faded[place] * self._keep[self._age(place, day)]
        faded[~known] = 0.0
        since = np.where(known, day - self._last[place], NEVER).astype(np.float32)
        first = np.where(known, day - self._first[place], NEVER).astype(np.float32)
        return Found(faded=faded, since=since, first=first)

    def faded(self, place: Ints | slice, day: int, half_life: int) -> Reals:
        """Counts at places among `keys`, faded by one half-life."""
        ages = self._age(place, day)
        counts: Reals = self._faded[place, half_life] * self._keep[ages, half_life]
        return counts

    def since(self, place: Ints | slice, day: int) -> Ints:
        """Days since the last time, at places among `keys`; -1 for never."""
        last = self._last[place]
        return np.where(last < 0, -1, day - last).astype(np.int64)

    def times(self, place: Ints | slice) -> Reals:
        """How often ever, at places among `keys`."""
        counts: Reals = self._faded[place, EVER]
        return counts

    def _age(self, place: Ints | slice, day: int) -> Ints:
        return np.minimum(day - self._last[place], _LONGEST - 1).astype(np.int64)
