"""Hold what was measured of reader, incidents and copies against floors.json, which only goes up.

    scripts/bench gate [--data FOLDER] [--update]

Fails when a figure lies below its floor. `--update` raises the floors of figures that have grown, sets those
of new ones; it never lowers one: that takes a decision note and an edit by hand. Without a data folder only
the figures that need none are held against their floors.
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import accuracy
import copies
import incidents
from detente.crisis.copies import SIMILARITY
from detente.monitor import Reader

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.005  # a floor lies so far below what was measured: processors round differently
PLACES = 1000
PAIRS = 60  # of copies at each likeness


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


def measure(data: Path | None) -> dict[str, float]:
    """Every figure that has a floor, by its name; 1 is best in all. data: the data folder, if any."""
    return accuracy.measure("test", data) | dict(incident_figures(data)) | dict(copy_figures())


def incident_figures(data: Path | None) -> Iterator[tuple[str, float]]:
    """Of the hand-made crises the mean B-cubed F1 of what the reader found, and the share of incidents that
    are one happening: of the reports that were written for them, and of all with a data folder.
    """
    reader = Reader()
    for kind, folder in (("written", None), ("all", data)):
        if kind == "all" and not folder:
            continue
        parts = [
            incidents.measure(incidents.read_cases(name, folder), reader)[1] for name, *_ in incidents.PARTS
        ]
        merged, made = sum(one.false_merges for one in parts), sum(one.incidents for one in parts)
        yield f"incidents, {kind}: B-cubed F1 of found", sum(one.f1 for one in parts) / len(parts)
        yield f"incidents, {kind}: not merged falsely", 1 - merged / made


def copy_figures() -> Iterator[tuple[str, float]]:
    """The share of copies that are found at the likeness from which on two texts are copies."""
    levels = list(copies.recall(random.Random(1), PAIRS))
    alike, found, false = (sum(level[place] for level in levels) for place in (1, 2, 3))
    yield f"copies: recall at {SIMILARITY} and above", found / alike
    yield "copies: no false pair", float(false == 0)


def main() -> None:
    """Measure, compare, and tell by the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the data folder")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    figures = measure(options.data)
    faults = below(figures, floors)
    for fault in faults:
        print(fault)
    if options.update and not faults:
        FLOORS.write_text(json.dumps(raised(figures, floors), indent=1) + "\n", "utf-8")
    print(f"{len(figures)} figures measured, {len(faults)} below their floor")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
