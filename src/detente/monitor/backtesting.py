"""A backtest as tables: every method's scores over dyads and folds, with intervals against the default."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from detente.outlook import DEFAULT, METHODS, Backtest
from detente.outlook.scores import (
    Draws,
    Interval,
    calibration_interval,
    interval,
    resample,
    skill_of,
)

_DRAWS, _SEED = 1000, 14
_LEAST_FOLDS = 5  # below which an interval by blocks of folds says nothing


def backtest_rows(tests: Sequence[Backtest]) -> Iterator[tuple[str, pl.DataFrame]]:
    """A heading and a table for each test, and for all of them together where there are several."""
    for test in tests:
        yield _heading([test]), _table([test])
    if len(tests) > 1:
        yield _heading(tests), _table(tests)


def drawn(tests: Sequence[Backtest]) -> Draws:
    """Draws for several tests below each other: pairs of sides together, folds in blocks of a window."""
    folds = tests[0].starts
    block = int(
        max((folds < start + tests[0].horizon_days).sum() - place for place, start in enumerate(folds))
    )
    groups = np.concatenate([test.groups() for test in tests])
    return resample(groups, len(folds), min(max(2, block), len(folds)), draws=_DRAWS, seed=_SEED)


def _heading(tests: Sequence[Backtest]) -> str:
    first = tests[0]
    named = first.of if len(tests) == 1 else "all"
    happened = np.concatenate([test.happened for test in tests])
    days = first.starts.astype("datetime64[D]")
    return (
        f"\n{named}, {first.horizon_days} days ahead: {happened.size:,} forecasts, {len(first.dyads)} dyads, "
        f"{len(days)} folds from {days[0]} to {days[-1]}; it came in {happened.mean():.1%} of them"
    )


def _table(tests: Sequence[Backtest]) -> pl.DataFrame:
    """One row a method; skill over climatology, in the Brier score."""
    draws = drawn(tests) if len(tests[0].starts) >= _LEAST_FOLDS else None
    happened = np.concatenate([test.happened for test in tests])

    def stack(method: str, part: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        return np.concatenate([getattr(test.by(method), part) for test in tests])

    rows = []
    for method in METHODS:
        squares, logs = stack(method, "brier"), stack(method, "log")
        gap = (stack(DEFAULT, "log") - logs) if method != DEFAULT and draws else None
        row = {
            "method": f"{method} *" if method == DEFAULT else method,
            "Brier": f"{squares.mean():.4f}",
            "log": f"{logs.mean():.4f}",
            "CRPS": f"{stack(method, 'crps').mean():.4f}",
            "skill": _skill(squares, stack("climatology", "brier"), draws),
            "default's log score less": "" if gap is None or draws is None else _shown(interval(gap, draws)),
        }
        if method == DEFAULT and draws is not None:
            error = calibration_interval(stack(method, "probability"), happened, draws)
            band = interval(stack(method, "band"), draws)
            row["calibration error"], row["90 % bands hold"] = _shown(error), _shown(band)
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def _skill(
    squares: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    usual: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    draws: Draws | None,
) -> str:
    rows, folds = squares.shape
    by_fold = by_group = None
    if draws is not None:
        by_fold = np.tile(draws.folds, (1, rows))
        by_group = np.repeat(draws.rows, folds, axis=1)
    found = skill_of(squares.ravel(), usual.ravel(), by_fold, by_group)
    if found.interval is None:
        return f"{found.value:+.3f}"
    return _shown(Interval(value=found.value, low=found.interval.low, high=found.interval.high))


def _shown(figure: Interval) -> str:
    return f"{figure.value:+.3f} [{figure.low:+.3f}, {figure.high:+.3f}]"
