"""Where the month's arrow points: by all acts between the sides in sum, and by each side towards each other.

In sum it points where one of the two measures (see `months`) moved by its margin with probability 0.8, and
the other did not move as clearly the other way. A mean over all sides hides what one of them began: the first
raids of one side are lost beside the daily bombs of the other. So each dyad of which three tellings stand is
compared by itself as well, and what moved there, where nothing did in sum, is the arrow. Each of n dyads must
be as sure as makes all of them together wrong no more often than the sum (Bonferroni: 1 - 0.2 / n).

Where one dyad turned against the arrow, or two turned apart, there is none: it got better in sum, and between
those two worse. A rupture of the month (see `levels`) counts as a turn too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.crisis.months import LEVEL, Change
from detente.crisis.series import Dyad
from detente.schema import Rupture, Step

SURE = (
    0.8  # as the intervals of levels: an arrow is wrong about as often as a level lies outside its interval
)
RULE = "assessment.arrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointing:
    """An arrow with how sure it is. turned: the dyads that decided it, or spoke against it. against: ruptures
    that did. steps: the changes it rests on, and what spoke against it."""

    arrow: str | None
    probability: float
    steps: tuple[Step, ...]
    turned: tuple[Dyad, ...] = ()
    against: tuple[Rupture, ...] = ()


def point(total: Sequence[Change], dyads: Sequence[Change], ruptures: Sequence[Rupture]) -> Pointing:
    """Find the arrow. total, dyads: changes of all acts, and of each dyad, from a month to the next.
    ruptures: of the month, between the sides."""
    arrow, probability = _direction(total, SURE)
    worse, better = _turned(dyads)
    steps = tuple(_tell(change) for change in (*total, *worse, *better))
    last = {(one.by, one.to): one for one in sorted(ruptures, key=lambda one: one.day)}.values()
    if arrow == "unchanged" and bool(worse) is not bool(better):
        arrow = "deteriorated" if worse else "improved"
        probability = max(max(change.worse, change.better) for change in (*worse, *better))
    opposed = {"deteriorated": better, "improved": worse, "unchanged": [*worse, *better]}[arrow]
    broken = [one for one in last if _is_against(one, arrow)]
    if not opposed and not broken:
        decided = {"deteriorated": worse, "improved": better}.get(arrow, [])
        return Pointing(arrow=arrow, probability=probability, steps=steps, turned=_dyads(decided))
    told = (*(_tell_turn(arrow, one) for one in opposed), *(_tell_break(arrow, one) for one in broken))
    parted = tuple(Step(rule=RULE, detail=f"{detail}: there is no arrow") for detail in told)
    return Pointing(
        arrow=None,
        probability=1.0,
        steps=(*steps, *parted),
        turned=_dyads(opposed),
        against=tuple(broken),
    )


def _direction(changes: Sequence[Change], sure: float) -> tuple[str, float]:
    """Where measures of the same acts point: to the clearest change, if no other goes as clearly the other
    way, with its probability."""
    worse = max(change.worse for change in changes)
    better = max(change.better for change in changes)
    if worse >= sure > better:
        return "deteriorated", worse
    if better >= sure > worse:
        return "improved", better
    return "unchanged", 1.0 - min(sure, max(worse, better))


def _turned(changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """Of each dyad that surely got worse, and of each that got better, its clearest change."""
    by_dyad: dict[Dyad | None, list[Change]] = {}
    for change in changes:
        by_dyad.setdefault(change.dyad, []).append(change)
    worse: list[Change] = []
    better: list[Change] = []
    for own in by_dyad.values():
        arrow, _ = _direction(own, 1.0 - (1.0 - SURE) / len(by_dyad))
        if arrow == "deteriorated":
            worse.append(max(own, key=lambda change: change.worse))
        elif arrow == "improved":
            better.append(max(own, key=lambda change: change.better))
    return worse, better


def _dyads(changes: Sequence[Change]) -> tuple[Dyad, ...]:
    return tuple(change.dyad for change in changes if change.dyad is not None)


def _is_against(rupture: Rupture, arrow: str) -> bool:
    if arrow == "unchanged":
        return False
    return (rupture.after < rupture.before) is (arrow == "improved")


def _tell(change: Change) -> Step:
    return Step(
        rule=RULE,
        detail=f"{_name(change)}: {change.before:.2f} before, {change.now:.2f} now; worse with probability "
        f"{change.worse:.2f}, better {change.better:.2f}",
    )


def _name(change: Change) -> str:
    return (
        change.name if change.dyad is None else f"{change.name} of {change.dyad[0]} towards {change.dyad[1]}"
    )


def _tell_turn(arrow: str, change: Change) -> str:
    name = _name(change)
    moved = "fell" if change.fell else "rose"
    subject = f"the {name}" if change.name == LEVEL else name
    return f"{arrow} in sum, but {subject} {moved} from {change.before:.2f} to {change.now:.2f}"


def _tell_break(arrow: str, rupture: Rupture) -> str:
    fell = rupture.after < rupture.before
    return (
        f"{arrow} in sum, but the mean level of {rupture.by} towards {rupture.to} "
        f"{'fell' if fell else 'rose'} on {rupture.day} and has stayed {'lower' if fell else 'higher'} since"
    )
