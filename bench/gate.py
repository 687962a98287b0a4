"""Hold the reader's accuracy against floors.json, which only goes up.

    scripts/bench gate [--data FOLDER] [--update]

Fails when a figure lies below its floor. `--update` raises the floors of figures that have grown, sets those
of new ones; it never lowers one: that takes a decision note and an edit by hand. Without a data folder only
the figures that need none are held against their floors.
"""

import argparse
import json
import math
import sys
from pathlib import Path

from accuracy import measure

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.005  # a floor lies so far below what was measured: processors round differently
PLACES = 1000


def floor_of(value: float) -> float:
    """The floor that a measured figure sets."""
    return math.floor((value - SLACK) * PLACES) / PLACES


def below(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """In words, each figure that lies below its floor."""
    return [
        f"{name}: {figures[name]:.3f} lies below its floor of {floor:.3f}"
        for name, floor in floors.items()
        if name in figures and figures[name] < floor
    ]


def raised(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """The floors after a measurement: none lower than before."""
    new = {name: max(floor_of(value), floors.get(name, 0.0)) for name, value in figures.items()}
    return dict(sorted((floors | new).items()))


def main() -> None:
    """Measure, compare, and tell by the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the data folder")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    figures = measure("test", options.data)
    faults = below(figures, floors)
    for fault in faults:
        print(fault)
    if options.update and not faults:
        FLOORS.write_text(json.dumps(raised(figures, floors), indent=1) + "\n", "utf-8")
    print(f"{len(figures)} figures measured, {len(faults)} below their floor")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
