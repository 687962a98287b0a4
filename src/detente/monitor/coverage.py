"""What an imported dataset can tell of: the quads that its archive codes, and the days it has rows of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from detente.archives import archive_named
from detente.codebook import Codebook
from detente.outlook import History
from detente.outlook.history import Ints, day_number, day_of

_LONG_DAYS = 30  # a shorter run of days without any row is nothing to speak of
_FAR = 10  # so many times the wait that nineteen of twenty rows do not exceed is far longer than usual
_USUAL = 0.95
_MOST_RUNS = 3  # that are told of


def coded_quads(archives: Iterable[str], codebook: Codebook) -> tuple[str, ...]:
    """The quads that rows of these archives can be of, in the codebook's order."""
    kinds = [archive_named(name).types for name in archives]
    if not all(kinds):
        return tuple(quad.name for quad in codebook.quads)
    known = {kind.name for kind in codebook.event_types}
    held = {codebook.quad(kind).name for types in kinds for kind in types if kind in known}
    return tuple(quad.name for quad in codebook.quads if quad.name in held)


def only_quads(history: History, quads: Iterable[str]) -> History:
    """The history without the quads that are not among `quads` and that no act of it is of."""
    present = {history.quads[place] for place in history.quad_of_type}
    kept = tuple(name for name in history.quads if name in {*quads, *present})
    place = np.array([kept.index(name) if name in kept else -1 for name in history.quads], dtype=np.int64)
    return replace(
        history,
        quads=kept,
        quad_of_type=tuple(int(place[quad]) for quad in history.quad_of_type),
        quad=place[history.quad],
    )


def gap_notes(dataset: str, days: Ints, unobserved: Iterable[date]) -> tuple[str, ...]:
    """Of runs of days without any row that are far longer than usual: which, and what they count as.

    days: numbers of the days with a row. unobserved: days that are known not to have been looked at.
    """
    days = np.unique(days)
    waits = np.diff(days)
    if not len(waits):
        return ()
    usual = max(1, int(np.quantile(waits, _USUAL, method="lower")))
    blind = np.array(sorted(day_number(day) for day in unobserved), dtype=np.int64)
    found = []
    for before, wait in zip(days.tolist(), waits.tolist(), strict=False):
        told = int(((blind > before) & (blind < before + wait)).sum())
        if wait - 1 - told >= _LONG_DAYS and wait > _FAR * usual:
            found.append((wait - 1, before + 1))
    longest = sorted(sorted(found, reverse=True)[:_MOST_RUNS], key=lambda run: run[1])
    return tuple(_gap_note(dataset, day_of(first), length, usual) for length, first in longest)


def _gap_note(dataset: str, first: date, length: int, usual: int) -> str:
    last = day_of(day_number(first) + length - 1)
    within = f"{usual} days" if usual > 1 else "a day"
    return (
        f"{dataset} has no row of the {length:,} days from {first} to {last}, though the next day with rows "
        f"comes within {within} nineteen times in twenty: they count as days without acts; if nobody looked, "
        f"say --unobserved {first}..{last}"
    )
