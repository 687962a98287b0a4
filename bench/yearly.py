"""Year by year: how well the outlook would have foreseen the acts between the main dyads of a record.

    scripts/bench yearly --store FOLDER [--dataset NAME] [--unobserved 7,21] [--dyads 20] [--step 56]
                         [--horizons 7,30]

For each year the dyads are those with the most acts in the year before it. They are asked every `--step` days
whether there will be any act of each quad, and how many; each fold's fits, weights and curves know only what
was over by then. Skill is that of the default over climatology; intervals are 95 %, the wider of blocks of
time and pairs of actors. A year with fewer than five folds gets none.
"""

import argparse
import resource
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from detente.monitor.histories import gather_past
from detente.outlook.backtest import DEFAULT, METHODS, Backtest, backtests
from detente.outlook.history import History, day_number, day_of, end_of
from detente.outlook.panel import Dyad, active
from detente.outlook.scores import (
    calibration_interval,
    interval,
    interval_of,
    resample,
    skill_of,
)
from detente.store import Store

DRAWS, SEED = 1000, 15
LEAST_FOLDS = 5
FIRST_DAYS = 180  # of past before the first fold
Table = np.ndarray


def main_dyads(history: History, years: Sequence[int], most: int) -> dict[int, tuple[Dyad, ...]]:
    """Per year the dyads that were most active in the 365 days before it, and named both sides."""
    found = {}
    for year in years:
        before = max(date(year - 1, 12, 31), day_of(day_number(history.first_day) + FIRST_DAYS))
        found[year] = active(history.as_of(end_of(before)), most)
    return found


def rows_of(tests: Sequence[Backtest], dyads: Sequence[Dyad], folds: Table, method: str, part: str) -> Table:
    """(R, S) of some dyads in some folds, the quads below each other."""
    return np.concatenate(
        [getattr(t.by(method), part)[[t.dyads.index(d) for d in dyads]][:, folds] for t in tests]
    )


def line(
    name: str, tests: Sequence[Backtest], dyads: Sequence[Dyad], folds: Table, horizon: int, step: int
) -> str:
    """A row of the table: forecasts, share that came, Brier, log, CRPS, skill in Brier and CRPS."""
    said = {part: rows_of(tests, dyads, folds, DEFAULT, part) for part in ("brier", "log", "crps")}
    usual = {part: rows_of(tests, dyads, folds, "climatology", part) for part in ("brier", "crps")}
    happened = np.concatenate([t.happened[[t.dyads.index(d) for d in dyads]][:, folds] for t in tests])
    rows, count = happened.shape
    by_fold = by_group = None
    if count >= LEAST_FOLDS:
        pairs = [tuple(sorted(map(str, dyad))) for dyad in dyads]
        names = sorted(set(pairs))
        groups = np.array([names.index(pair) for pair in pairs] * len(tests))
        draws = resample(groups, count, min(count, max(2, -(-horizon // step))), draws=DRAWS, seed=SEED)
        by_fold, by_group = np.tile(draws.folds, (1, rows)), np.repeat(draws.rows, count, axis=1)
    cells = []
    for part in ("brier", "log", "crps"):
        found = interval_of(said[part].ravel(), by_fold, by_group)
        cells.append(show(found.value, found.interval, ".3f"))
    for part in ("brier", "crps"):
        found = skill_of(said[part].ravel(), usual[part].ravel(), by_fold, by_group)
        cells.append(show(found.value, found.interval, "+.2f"))
    return f"| {name} | {happened.size:,} | {happened.mean():.3f} | {' | '.join(cells)} |"


def show(value: float, found: object, form: str) -> str:
    low, high = getattr(found, "low", None), getattr(found, "high", None)
    return f"{value:{form}}" if low is None else f"{value:{form}} [{low:{form}}, {high:{form}}]"


def report(tests: Sequence[Backtest], chosen: dict[int, tuple[Dyad, ...]], horizon: int, step: int) -> None:
    starts = tests[0].starts
    years = np.array([day_of(int(start)).year for start in starts])
    print(f"\n{horizon} days ahead, every {step} days, all four quads\n")
    print("| year | forecasts | came | Brier | log score | CRPS | skill (Brier) | skill (CRPS) |")
    print("|---|---|---|---|---|---|---|---|")
    for year in sorted(set(years.tolist())):
        print(line(str(year), tests, chosen[year], np.flatnonzero(years == year), horizon, step), flush=True)
    always = tuple(dict.fromkeys(d for year in sorted(set(years.tolist())) for d in chosen[year]))
    print(line("all, every dyad of any year", tests, always, np.arange(len(starts)), horizon, step))
    for test in tests:
        print(line(f"all, {test.of}", [test], always, np.arange(len(starts)), horizon, step), flush=True)
    print("\n| method | Brier | log score | CRPS | default's log score less that |\n|---|---|---|---|---|")
    pairs = [tuple(sorted(map(str, dyad))) for dyad in always]
    groups = np.array([sorted(set(pairs)).index(pair) for pair in pairs] * len(tests))
    draws = resample(groups, len(starts), max(2, -(-horizon // step)), draws=DRAWS, seed=SEED)
    every = np.arange(len(starts))
    logs = rows_of(tests, always, every, DEFAULT, "log")
    for method in METHODS:
        parts = [rows_of(tests, always, every, method, part) for part in ("brier", "log", "crps")]
        gap = interval(logs - parts[1], draws)
        told = "" if method == DEFAULT else f"{gap.value:+.4f} [{gap.low:+.4f}, {gap.high:+.4f}]"
        print(f"| {method} | {' | '.join(f'{part.mean():.4f}' for part in parts)} | {told} |")
    happened = np.concatenate([t.happened[[t.dyads.index(d) for d in always]] for t in tests])
    chance = rows_of(tests, always, every, DEFAULT, "probability")
    error = calibration_interval(chance, happened, draws)
    band = interval(rows_of(tests, always, every, DEFAULT, "band"), draws)
    print(
        f"\ncalibration error {show(error.value, error, '.4f')}, "
        f"90 % bands hold {show(band.value, band, '.4f')}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--dataset")
    parser.add_argument("--unobserved", help="days on which nobody looked, such as 7,21")
    parser.add_argument("--dyads", type=int, default=20)
    parser.add_argument("--step", type=int, default=56)
    parser.add_argument("--horizons", default="7,30")
    given = parser.parse_args()
    begun = time.monotonic()
    past = gather_past(Store(given.store), dataset=given.dataset, unobserved=given.unobserved)
    history = past.history.as_of(past.as_of)
    watched = len(history.watched(history.first_day, history.last_day))
    unobserved = (history.last_day - history.first_day).days + 1 - watched
    print(f"{len(history):,} acts, {history.first_day} to {history.last_day}, {unobserved:,} days unobserved")
    print(
        f"gathered in {time.monotonic() - begun:.0f} s, {time.process_time():.0f} s of one core", flush=True
    )
    first, last = day_number(history.first_day) + FIRST_DAYS, day_number(history.last_day)
    chosen = main_dyads(history, range(day_of(first).year, day_of(last).year + 1), given.dyads)
    dyads = tuple(dict.fromkeys(dyad for some in chosen.values() for dyad in some))
    for horizon in [int(part) for part in given.horizons.split(",")]:
        starts = tuple(range(first, last - horizon + 2, given.step))
        tests = backtests(history, of=history.quads, horizon_days=horizon, dyads=dyads, starts=starts)
        report(tests, chosen, horizon, given.step)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.monotonic() - begun
    print(
        f"\n{seconds:.0f} s by the clock, {time.process_time():.0f} s of one core, {peak:.0f} MB", flush=True
    )


if __name__ == "__main__":
    main()
