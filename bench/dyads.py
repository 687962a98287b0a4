"""Dyads: how well the outlook foresees acts between two actors, against simpler ways, on a year of events.

    scripts/bench dyads --data FOLDER [--eval valid|test] [--dyads 100] [--skip 0] [--step 14]
                        [--horizons 7,30]

FOLDER holds the public ICEWS14 split: train.txt.gz, valid.txt.gz (and test.txt.gz), lines of subject,
relation, object and time step in hours, tab-separated; entity2id.txt and relation2id.txt. Relations are
CAMEO's names, which detente's codebook turns into types and quads; relations that are no event there are left
out.

The questions are: will there be any act of a quad from A to B within so many days, and how many? They are
asked of the dyads with the most acts before the first question, every `--step` days. A fold's fits, weights
and curves know only what was over by then. With `valid`, windows end within train and valid; with `test`
those are scored that reach into the test days.

A difference is the score of the default less that of the method: below 0 the default is better. Intervals are
95 %, the wider of two: by resampling blocks of time, and by resampling pairs of actors.
"""

import argparse
import gzip
import resource
import time
from datetime import date
from pathlib import Path

import numpy as np

from detente.codebook import load
from detente.outlook.backtest import DEFAULT, METHODS, Backtest, backtests
from detente.outlook.history import History, day_number, day_of, end_of
from detente.outlook.intake import Columns, from_columns
from detente.outlook.panel import active
from detente.outlook.scores import Interval, calibration_interval, interval, reliability, resample, skill

FIRST_DAY = date(2014, 1, 1)
FIRST_QUESTION = 60  # days of past before the first fold
DRAWS, SEED = 1000, 14


def read(folder: Path, splits: tuple[str, ...]) -> History:
    """The benchmark's files as a history."""
    names = {code.name.lower(): code.type for code in load().cameo_codes}
    relations = [names[name.replace("_", " ").lower()] or "" for name in table(folder / "relation2id.txt")]
    actors = np.array(table(folder / "entity2id.txt"))
    files = [gzip.decompress((folder / f"{split}.txt.gz").read_bytes()).decode() for split in splits]
    lines = [line for file in files for line in file.splitlines()]
    rows = np.array([[int(part) for part in line.split("\t")[:4]] for line in lines])
    types = np.array(relations)[rows[:, 1]]
    rows, types = rows[types != ""], types[types != ""]
    days = rows[:, 3] // 24 + day_number(FIRST_DAY)
    return from_columns(Columns(day=days, by=actors[rows[:, 0]], to=actors[rows[:, 2]], type=types))


def table(path: Path) -> list[str]:
    """The names of a file of name and number, in order of the numbers."""
    pairs = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]
    return [name for name, _ in sorted(pairs, key=lambda pair: int(pair[1]))]


def show(figure: Interval) -> str:
    return f"{figure.value:+.4f} [{figure.low:+.4f}, {figure.high:+.4f}]"


def report(tests: list[Backtest], horizon_days: int, step: int) -> None:
    """Print the scores of several quads together: dyads of each quad below each other, resampled together."""
    groups = np.concatenate([test.groups() for test in tests])
    happened = np.concatenate([test.happened for test in tests])
    folds = len(tests[0].starts)
    block = max(2, -(-horizon_days // step))
    draws = resample(groups, folds, block, draws=DRAWS, seed=SEED)

    def stack(method: str, part: str) -> np.ndarray:
        return np.concatenate([getattr(test.by(method), part) for test in tests])

    print(f"  {happened.size} forecasts in {folds} folds; it came in {happened.mean():.3f} of them")
    print(f"  {'method':20} Brier  log    CRPS   skill   difference in Brier         difference in log score")
    reference = float(stack("climatology", "brier").mean())
    for method in METHODS:
        squared, logs = stack(method, "brier"), stack(method, "log")
        differences = [stack(DEFAULT, part) - stack(method, part) for part in ("brier", "log")]
        shown = ["", ""] if method == DEFAULT else [show(interval(one, draws)) for one in differences]
        print(
            f"  {method:20} {squared.mean():.4f} {logs.mean():.4f} {stack(method, 'crps').mean():.4f} "
            f"{skill(float(squared.mean()), reference):+.3f}  {shown[0]:27} {shown[1]}"
        )
    for method in METHODS[3:]:
        chance = stack(method, "probability")
        error = calibration_interval(chance, happened, draws)
        band = interval(stack(method, "band"), draws)
        print(f"  {method:20} calibration error {show(error)}  90 % bands hold {show(band)}")
    print("  said, came, forecasts:", end="")
    for one in reliability(stack(DEFAULT, "probability"), happened):
        print(f"  {one.said:.2f} {one.came:.2f} {one.forecasts}", end="")
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", choices=("valid", "test"), default="valid")
    parser.add_argument("--dyads", type=int, default=100)
    parser.add_argument("--skip", type=int, default=0, help="leave out so many of the most active dyads")
    parser.add_argument("--step", type=int, default=14)
    parser.add_argument("--horizons", default="7,30")
    given = parser.parse_args()
    begun = time.monotonic()
    splits = ("train", "valid") if given.eval == "valid" else ("train", "valid", "test")
    history = read(given.data, splits)
    first, last = day_number(FIRST_DAY), day_number(history.last_day)
    known = history.as_of(end_of(day_of(first + FIRST_QUESTION - 1)))
    asked = active(known, given.skip + given.dyads)[given.skip :]
    test_from = day_number(read(given.data, ("train", "valid")).last_day) + 1 if given.eval == "test" else 0
    print(f"{len(history):,} events, {history.first_day} to {history.last_day}, {len(asked)} dyads")
    for horizon_days in [int(part) for part in given.horizons.split(",")]:
        starts = tuple(range(first + FIRST_QUESTION, last - horizon_days + 2, given.step))
        made = backtests(history, of=history.quads, horizon_days=horizon_days, dyads=asked, starts=starts)
        tests = [test.since(test_from - horizon_days + 1) if test_from else test for test in made]
        for test in tests:
            print(f"{test.of}, {horizon_days} days ahead")
            report([test], horizon_days, given.step)
        print(f"all quads, {horizon_days} days ahead")
        report(tests, horizon_days, given.step)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, busy = time.monotonic() - begun, time.process_time()
    print(f"{seconds:.0f} s by the clock, {busy:.0f} s of one core, {peak:.0f} MB")


if __name__ == "__main__":
    main()
