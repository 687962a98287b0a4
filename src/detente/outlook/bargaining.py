"""Bargaining: where a dispute between several players may end, from their positions, salience and capability.

The forecast is the compromise. What else is computed here explains, and is labelled so.
"""

from dataclasses import dataclass, replace

import numpy as np

from detente.outlook.history import Floats
from detente.schema import ForecastError


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One side of a dispute. position: on the issue's scale. salience: 0..1. capability: above 0, in any
    unit.
    """

    name: str
    position: float
    salience: float
    capability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What is disputed, on a scale from `low` to `high`. outcome: where it ended, once that is known.

    Raises: ForecastError for fewer than two players, a name that comes twice, a number out of its range, or
    no player who cares.
    """

    name: str
    unit: str
    low: float
    high: float
    players: tuple[Player, ...]
    outcome: float | None = None

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ForecastError(f"{self.name}: a scale from {self.low:g} to {self.high:g} is none")
        if len(self.players) < 2 or len({player.name for player in self.players}) < len(self.players):
            raise ForecastError(f"{self.name}: a dispute needs two players or more, each named once")
        for player in self.players:
            bounds = (("position", self.low, self.high), ("salience", 0.0, 1.0), ("capability", 0.0, np.inf))
            for key, low, high in bounds:
                if not low <= getattr(player, key) <= high:
                    value = getattr(player, key)
                    raise ForecastError(
                        f"{self.name}: {player.name}: {key} {value:g} is outside {low:g}..{high:g}"
                    )
        if not self.weights.sum() > 0:
            raise ForecastError(f"{self.name}: no player has both capability and salience")

    @property
    def positions(self) -> Floats:
        """(N,) in the order of the players."""
        return np.array([player.position for player in self.players])

    @property
    def weights(self) -> Floats:
        """(N,) salience times capability."""
        return np.array([player.salience * player.capability for player in self.players])


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How far the compromise was off in decided cases. mean_error: mean absolute error as a share of the
    scale.
    """

    mean_error: float
    source: str


# The share is no citation: docs/scenarios.md says what it stands on. A scenario file may bring a better one.
ASSUMED = Record(
    mean_error=0.25,
    source="assumed: a quarter of the scale; the one case worked here was off by 0.24 of it",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where the dispute is expected to end, with the bands that hold it half, and nine times in ten."""

    value: float
    half: tuple[float, float]
    nine_tenths: tuple[float, float]
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one number does to the compromise: raised and lowered by `step`, within its range."""

    player: str
    key: str
    step: float
    raised: float
    lowered: float

    @property
    def reach(self) -> float:
        """The distance between the two results."""
        return abs(self.raised - self.lowered)


def compromise(issue: Issue) -> float:
    """The mean of the positions, weighted by salience and capability.

    Source: van den Bos (1991), Dutch EC Policy Making; as tested in Thomson, Stokman, Achen and König (eds.,
    2006), The European Union Decides, chapter 4 (Achen) derives it as a limit of the Nash bargaining
    solution.
    """
    return float((issue.weights * issue.positions).sum() / issue.weights.sum())


def weighted_median(issue: Issue) -> float:
    """The first position, from below, by which half of all weight is reached.

    Source: Black (1948), JPE 56(1).
    """
    order = np.argsort(issue.positions, kind="stable")
    reached = np.cumsum(issue.weights[order])
    return float(issue.positions[order][int(np.argmax(reached >= reached[-1] / 2 - 1e-12))])


def point(issue: Issue, record: Record = ASSUMED) -> Point:
    """The compromise with bands that follow from how far it was off before, cut at the ends of the scale.

    Errors are taken for normal: then half lie within 0.845, and nine tenths within 2.061, mean absolute
    errors.
    """
    value = compromise(issue)
    error = record.mean_error * (issue.high - issue.low)
    ends = [
        (max(issue.low, value - width * error), min(issue.high, value + width * error))
        for width in (0.8453, 2.0615)
    ]
    return Point(value=value, half=ends[0], nine_tenths=ends[1], record=record)


def sensitivity(issue: Issue, step: float = 0.1) -> tuple[Change, ...]:
    """The compromise when each number alone is off by `step`, the most telling first.

    A position moves by `step` of the scale, salience by `step`, capability by that share of itself.
    """
    found = []
    for place, player in enumerate(issue.players):
        moves = (
            ("position", step * (issue.high - issue.low), issue.low, issue.high),
            ("salience", step, 0.0, 1.0),
            ("capability", step * player.capability, 0.0, np.inf),
        )
        for key, by, low, high in moves:
            results = []
            for sign in (1.0, -1.0):
                number = float(np.clip(getattr(player, key) + sign * by, low, high))
                changed = (*issue.players[:place], _with(player, key, number), *issue.players[place + 1 :])
                results.append(compromise(replace(issue, players=changed)))
            found.append(Change(player=player.name, key=key, step=by, raised=results[0], lowered=results[1]))
    return tuple(sorted(found, key=lambda change: (-change.reach, change.player, change.key)))


def _with(player: Player, key: str, number: float) -> Player:
    if key == "position":
        return replace(player, position=number)
    return replace(player, salience=number) if key == "salience" else replace(player, capability=number)
