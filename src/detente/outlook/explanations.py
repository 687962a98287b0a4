"""Models that explain a bargain rather than foretell it: Nash's solution and the challenge model."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.bargaining import Issue, weighted_median
from detente.outlook.history import Floats
from detente.schema import ForecastError

_GRID = 4001
_SWEEPS = 50
_ROUNDS = 20
_STILL = 0.001  # of the scale: nobody moves
_LABEL = "explanation, not prediction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Where a model of bargaining ends. path: the weighted median after each round; one value where there are
    none.
    """

    model: str
    value: float
    path: tuple[float, ...]
    label: str = _LABEL


def nash(issues: tuple[Issue, ...]) -> tuple[Explanation, ...]:
    """The bargain over all issues at once that maximises the product of gains, each to the power of
    capability.

    A player gains salience times one less the squared share of the scale that separates the result from its
    position, summed over issues; without a bargain nobody gains anything, as if the far end of each scale had
    come.
    Source: Nash (1950), Econometrica 18(2); with unequal power Binmore, Rubinstein and Wolinsky (1986), RAND
    Journal of Economics 17(2), section 2.

    Raises: ForecastError when the issues have different players.
    """
    names = [player.name for player in issues[0].players]
    if any([player.name for player in issue.players] != names for issue in issues):
        raise ForecastError(
            "Nash bargaining over several issues needs the same players, in one order, on each"
        )
    power = np.array(
        [
            max(player.capability for player in column)
            for column in zip(*(issue.players for issue in issues), strict=True)
        ]
    )
    salience = np.array([[player.salience for player in issue.players] for issue in issues])
    power = np.where(salience.sum(axis=0) > 0, power, 0.0)
    grids = [np.linspace(issue.low, issue.high, _GRID) for issue in issues]
    gains = [
        weight * (1.0 - ((grid[:, None] - issue.positions) / (issue.high - issue.low)) ** 2)
        for issue, grid, weight in zip(issues, grids, salience, strict=True)
    ]
    places = [_GRID // 2] * len(issues)
    for _ in range(_SWEEPS):
        before = list(places)
        for one, table in enumerate(gains):
            rest = sum((gains[k][places[k]] for k in range(len(issues)) if k != one), np.zeros(len(names)))
            total = np.log(np.maximum(table + rest, 1e-12)) @ power
            places[one] = int(np.argmax(total))
        if places == before:
            break
    values = [float(grid[place]) for grid, place in zip(grids, places, strict=True)]
    return tuple(Explanation(model="Nash bargaining", value=value, path=(value,)) for value in values)


def challenge(issue: Issue) -> Explanation:
    """Rounds of challenges: players who expect to gain demand, those who expect to lose more than they win
    give way.

    The owner's program was never published; this is the reconstruction in the open literature, and small
    choices in it (ties, which offer is taken, when to stop) move its result.
    Source: Bueno de Mesquita (1994), in Bueno de Mesquita and Stokman (eds.), European Community Decision
    Making, chapter 4; Scholz, Calbert and Smith (2011), Journal of Theoretical Politics 23(4), sections 2 to
    6, with Q = 1.
    """
    place = issue.positions.copy()
    weights, salience = issue.weights, np.array([player.salience for player in issue.players])
    path = [weighted_median(issue)]
    for _ in range(_ROUNDS):
        before = place
        place = _round(place, weights, salience)
        order = np.argsort(place, kind="stable")
        reached = np.cumsum(weights[order])
        path.append(float(place[order][int(np.argmax(reached >= reached[-1] / 2 - 1e-12))]))
        if float(np.abs(place - before).max()) < _STILL * (issue.high - issue.low):
            break
    return Explanation(model="challenge", value=path[-1], path=tuple(path))


def _round(place: Floats, weights: Floats, salience: Floats) -> Floats:
    """(N,) positions after every player took the nearest of the demands that it cannot stand up to."""
    scale = float(place.max() - place.min())
    if scale <= 0:
        return place
    wins = _wins(place, weights)
    apart = np.abs(place[:, None] - place[None, :]) / scale
    risk = _risk(_expected(apart, wins, salience, np.ones(len(place))))
    gain = _expected(apart, wins, salience, risk)
    moved = place.copy()
    for one in range(len(place)):
        demands = [
            _demand(place[one], place[k], gain[k, one], gain[one, k]) for k in range(len(place)) if k != one
        ]
        ends = [end for end in demands if end is not None and end != place[one]]
        if ends:
            moved[one] = min(ends, key=lambda end: (abs(end - place[one]), end))
    return moved


def _wins(place: Floats, weights: Floats) -> Floats:
    """(N, N) the chance of each against each: the share of what third parties care that favours it.

    Section 4.
    """
    away = np.abs(place[:, None] - place[None, :])  # (third party, side)
    votes = weights[:, None, None] * (away[:, None, :] - away[:, :, None])  # (third, first, second)
    total = np.abs(votes).sum(axis=0)
    value: Floats = np.where(total > 0, np.maximum(votes, 0.0).sum(axis=0) / np.maximum(total, 1e-12), 0.5)
    return value


def _expected(apart: Floats, wins: Floats, salience: Floats, risk: Floats) -> Floats:
    """(N, N) what each expects of challenging each, against leaving it alone.

    Sections 2.2 and 3, with Q = 1.
    """
    exponent = risk[:, None]
    success = 2.0 - 4.0 * (0.5 - 0.5 * apart) ** exponent
    failure = 2.0 - 4.0 * (0.5 + 0.5 * apart) ** exponent
    still = 2.0 - 4.0 * 0.5**exponent
    cares = salience[None, :]
    value: Floats = cares * (wins * success + (1.0 - wins) * failure) + (1.0 - cares) * success - still
    return np.where(apart > 0, value, 0.0)


def _risk(gain: Floats) -> Floats:
    """(N,) exponents between 0.5 and 2: who is safe from the others' challenges risks less. Section 5."""
    threat = gain.sum(axis=0)
    low, high = threat.min(), threat.max()
    if high - low <= 0:
        return np.ones(len(threat))
    share = (2.0 * threat - high - low) / (high - low)
    value: Floats = (1.0 - share / 3.0) / (1.0 + share / 3.0)
    return value


def _demand(mine: float, theirs: float, they_gain: float, i_gain: float) -> float | None:
    """Where a challenger moves a player to, or None where it does not dare, or loses. Section 6."""
    if they_gain <= 0 or (i_gain > 0 and i_gain >= they_gain):
        return None
    if i_gain < 0 and abs(i_gain) < they_gain:
        return mine + (theirs - mine) * abs(i_gain / they_gain)
    return theirs
