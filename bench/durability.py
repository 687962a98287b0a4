"""Runs killed with SIGKILL at random moments: what was acknowledged is there, whole, and a rerun completes.

    scripts/bench durability [--kills 100]

Each time a child reads reports into a new store in small batches and says which reports each batch made safe;
it is killed at a random moment. Then every acknowledged report must be there, `verify` must find nothing
wrong, no report may be there without its records, and reading again must give exactly the ids of an
undisturbed run.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from detente import monitor
from detente.store import Store

REPORTS = 60
BATCH = 4
TEXT = (
    "Russia attacked Kyiv with drones on day {n}, killing at least {n} people, officials said. "
    "Ukraine vowed to retaliate within two weeks. Moscow denied that it had struck the city."
)


def child(feed: Path, folder: Path) -> None:
    """Read `feed`, printing the ids of each batch once the store has it."""
    monitor.run.BATCH_REPORTS = BATCH
    monitor.run.CHUNK_DOCUMENTS = 1
    add = Store.add

    def acknowledge(store: Store, *arguments: object, **options: object) -> object:
        added = add(store, *arguments, **options)
        print(" ".join(added.new), flush=True)
        return added

    Store.add = acknowledge
    read(feed, folder)


def read(feed: Path, folder: Path) -> Store:
    """Read `feed` into the store at `folder`."""
    store = Store(folder, create=True)
    moment = datetime(2025, 7, 1, tzinfo=UTC)
    monitor.read_paths(
        [str(feed)], store, monitor.options(retrieved_at=moment), now=lambda: datetime.now(UTC)
    )
    return store


def ids(store: Store) -> set[str]:
    """Ids of all reports and records that the store shows."""
    tables = ("event_records", "statement_records", "commitment_records", "figure_records", "known_reports")
    return {record_id for table in tables for record_id in store.sql(f"SELECT id FROM {table}")["id"]}


def try_once(feed: Path, folder: Path, seconds: float, expected: set[str]) -> int:
    """Kill a run after `seconds` of work, check, and finish it. Gives the number of acknowledged reports."""
    command = [sys.executable, __file__, "--child", str(feed), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    acknowledged = set((first + rest).split())
    store = Store(folder)
    assert acknowledged <= set(store.reports()["report_id"]), "an acknowledged report is lost"
    assert store.verify() == (), "a report is torn"
    assert ids(store) <= expected, "something is there that was never read"
    assert ids(read(feed, folder)) == expected, "a rerun does not complete the record"
    assert store.verify() == (), "the rerun left something torn"
    return len(acknowledged)


def main() -> None:
    """Kill runs and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(*arguments.child)
        return
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        feed = folder / "feed.jsonl"
        rows = ({"text": TEXT.format(n=n), "published_at": "2025-06-01"} for n in range(1, REPORTS + 1))
        feed.write_text("".join(json.dumps(row) + os.linesep for row in rows), "utf-8")
        start = time.perf_counter()
        expected = ids(read(feed, folder / "whole"))
        whole = time.perf_counter() - start
        acknowledged = [
            try_once(feed, folder / f"run-{n}", chance.random() * whole, expected)
            for n in range(arguments.kills)
        ]
    least, most = min(acknowledged), max(acknowledged)
    print(f"{arguments.kills} runs killed after {least} to {most} of {REPORTS} reports:")
    print("nothing acknowledged was lost, nothing was torn, every rerun completed the record")


if __name__ == "__main__":
    main()
