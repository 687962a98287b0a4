"""Outlook_speed: the outlook of many dyads on a large history, end to end, and of one more day.

    scripts/bench outlook_speed [--acts 5000000] [--dyads 500] [--actors 3000] [--horizons 7,30]

The history is made up: ten years, few actors do most. Printed: seconds to make the history of columns, to fit
and forecast everything for the first time (every quad, whether and how many, every method with its grounds),
to take in one more day and forecast again by the fits that still hold, and to do so on the day on which fits
are due; peak memory.
"""

import argparse
import resource
import time
from datetime import date

import numpy as np

from detente.outlook.forecasting import forecasts
from detente.outlook.history import History, day_number, day_of, end_of
from detente.outlook.intake import Columns, Watch, extend, from_columns
from detente.outlook.panel import active
from detente.outlook.rolling import FIT_EVERY, fit_day
from detente.outlook.shelf import Held
from detente.schema import Question

FIRST = date(2015, 1, 1)
DAYS = 3653
TYPES = ("CONSULT", "AID", "ACCUSE", "ASSAULT", "COOPERATE", "THREATEN", "MOBILIZE", "AGREE")


def columns(acts: int, actors: int, first: int, days: int, seed: int) -> Columns:
    """Acts spread over days, whose sides follow a law of few and many and keep to their neighbours."""
    chance = np.random.default_rng(seed)
    names = np.array([f"A{number:05}" for number in range(actors)])
    by = np.minimum(chance.zipf(1.3, acts) - 1, actors - 1)
    to = (by + chance.zipf(1.5, acts)) % actors
    return Columns(
        day=np.sort(chance.integers(first, first + days, acts)),
        by=names[by],
        to=names[to],
        type=np.array(TYPES)[chance.integers(0, len(TYPES), acts)],
    )


def clocks() -> tuple[float, float]:
    """Seconds by the clock, and seconds of one core."""
    return time.monotonic(), time.process_time()


def timed(what: str, begun: tuple[float, float]) -> tuple[float, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    now = clocks()
    clock, busy = now[0] - begun[0], now[1] - begun[1]
    print(f"{what:58} {clock:7.1f} s  {busy:7.1f} s of one core  peak {peak:6.0f} MB", flush=True)
    return now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--acts", type=int, default=5_000_000)
    parser.add_argument("--dyads", type=int, default=500)
    parser.add_argument("--actors", type=int, default=3000)
    parser.add_argument("--horizons", default="7,30")
    given = parser.parse_args()
    # the first day to ask is the one after the last, two days after fits were due
    last = fit_day(day_number(FIRST) + DAYS) + 2
    first = last - DAYS
    rows = columns(given.acts, given.actors, first, DAYS, 1)
    begun = clocks()
    history = from_columns(rows, watch=Watch(first_day=day_of(first), last_day=day_of(last - 1)))
    begun = timed(f"history of {len(history):,} acts", begun)
    dyads = active(history, given.dyads)
    shelf = Held()

    def ask(known: History) -> None:
        for horizon in [int(part) for part in given.horizons.split(",")]:
            begun = clocks()
            questions = [
                Question(asks=asks, by=by, to=to, of=quad, horizon_days=horizon)
                for by, to in dyads
                for quad in known.quads
                for asks in ("quad", "count")
            ]
            made = forecasts(known, questions=questions, as_of=end_of(known.last_day), shelf=shelf)
            timed(f"  {len(made):,} questions, {horizon} days ahead, as of {known.last_day}", begun)

    begun = clocks()
    ask(history)
    begun = timed("fitted and forecast for the first time", begun)
    for day in range(1, FIT_EVERY):
        begun = clocks()
        more = columns(given.acts // DAYS, given.actors, last + day - 1, 1, 1 + day)
        history = extend(history, more, last_day=day_of(last + day - 1))
        timed("  one more day taken in", begun)
        if day in (1, FIT_EVERY - 2):
            ask(history)
            due = fit_day(last + day) == last + day
            timed(f"one more day, fits {'due' if due else 'still hold'}", begun)
    print(f"{time.process_time():.0f} s of one core in all")


if __name__ == "__main__":
    main()
