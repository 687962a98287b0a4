"""Reader, incidents and copies on texts that need no outside data, held against bench/floors.json."""

import json
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench"
sys.path.insert(0, str(BENCH))

from gate import below, floor_of, measure, raised  # noqa: E402

FLOORS = json.loads((BENCH / "floors.json").read_text("utf-8"))


def test_no_figure_lies_below_its_floor():
    figures = measure(None)
    assert len(figures) >= 21
    assert set(figures) <= set(FLOORS)
    assert below(figures, FLOORS) == []


def test_a_figure_below_its_floor_is_named():
    assert below({"a": 0.5, "b": 0.9}, {"a": 0.51, "b": 0.9, "c": 1.0}) == [
        "a: 0.500 lies below its floor of 0.510"
    ]


def test_floors_only_go_up():
    assert raised({"a": 0.5, "b": 0.9, "c": 0.7}, {"a": 0.51, "b": 0.4}) == {
        "a": 0.51,
        "b": floor_of(0.9),
        "c": floor_of(0.7),
    }
