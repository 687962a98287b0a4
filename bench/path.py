"""The whole path at scale: many short reports read, shown, briefed and exported.

    scripts/bench path --data FOLDER [--reports 100000] [--workers 2]

FOLDER holds current_events/YYYY.jsonl.gz (bench/README.md says where it comes from). Each bullet becomes
one report. Printed: seconds, reports a second and peak memory of reading a tenth and the whole, their ratio
(1.0 is linear), the size of the store, and the seconds that each question takes on it. The machine's own
speed cancels out of the ratio; seconds are those of the machine that printed them.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = (
    ("info",),
    ("show", "events"),
    ("show", "events", "--about", "RUS,UKR"),
    ("show", "statements", "--since", "2024-01-01"),
    ("brief",),
    ("brief", "--about", "RUS,UKR", "--since", "2024-01-01", "--as-of", "2024-12-31"),
    ("export", "events", "--format", "jsonl", "--to", "events.jsonl"),
    ("export", "events", "--format", "csv", "--to", "events.csv"),
    ("verify",),
    ("compact",),
    ("show", "events"),
)


def bullets(data: Path) -> Iterator[dict[str, object]]:
    """Bullets as reports, year by year; one outlet is the publisher where any is named."""
    for path in sorted((data / "current_events").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                bullet = json.loads(line)
                outlets = bullet["outlets"]
                yield {
                    "text": bullet["text"],
                    "published_at": bullet["date"],
                    "publisher": outlets[0] if outlets else "Current events",
                }


def write_reports(data: Path, target: Path, count: int) -> int:
    """Write `count` reports as JSON lines, every n-th bullet so that all years are there."""
    reports = list(bullets(data))
    step = max(1, len(reports) // count)
    chosen = reports[::step][:count]
    target.write_text("".join(json.dumps(report) + "\n" for report in chosen), "utf-8")
    return len(chosen)


def run(*arguments: str, cwd: Path) -> tuple[float, float]:
    """Run detente; seconds, and peak memory in MB of it or its largest child so far."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "detente", *arguments]
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(arguments)} ended with status {done.returncode}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - start, peak


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments.data.resolve(), Path(folder), arguments.reports, arguments.workers)


def measure(data: Path, folder: Path, reports: int, workers: int) -> None:
    """Read a tenth, then all; then ask."""
    cost = {}
    for count in (reports // 10, reports):
        written = write_reports(data, folder / f"{count}.jsonl", count)
        store = f"store-{count}"
        options = ("--store", store, "--workers", str(workers))
        seconds, peak = run("read", f"{count}.jsonl", *options, cwd=folder)
        cost[count] = seconds / written
        speed = written / seconds
        print(f"read {written:>9,} reports  {seconds:8.1f} s  {speed:8.0f} /s  peak {peak:6.0f} MB")
    print(f"cost of a report, all to a tenth: {cost[reports] / cost[reports // 10]:.2f}")
    store_path = folder / f"store-{reports}"
    size = sum(path.stat().st_size for path in store_path.rglob("*") if path.is_file())
    print(f"store {size / 1e6:,.0f} MB")
    seconds, _ = run("read", f"{reports}.jsonl", "--store", store_path.name, cwd=folder)
    print(f"{'read again':<70}{seconds:6.1f} s")
    for question in QUESTIONS:
        seconds, peak = run(*question, "--store", store_path.name, cwd=folder)
        print(f"{' '.join(question):<70}{seconds:6.1f} s")
    print(f"peak memory of all: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
