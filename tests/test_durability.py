"""A few of the killed runs of `bench/durability.py`; it makes a hundred on demand."""

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench" / "durability.py"


def test_killed_runs_lose_nothing_acknowledged():
    command = [sys.executable, str(BENCH), "--kills", "4", "--seed", "11"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "nothing acknowledged was lost" in done.stdout
