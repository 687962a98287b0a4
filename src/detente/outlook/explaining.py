"""Why a forecast is what it is: what moved it, and when it looked like this before."""

import numpy as np

from detente.outlook.history import Floats, day_of
from detente.outlook.members import features, fit_looks
from detente.outlook.panel import HALF_LIVES
from detente.outlook.rolling import Snapshot
from detente.schema import Step

_PRECEDENTS = 3
_SEEN_DAYS = 28  # before this many days decayed rates say little


def moved_by(seen: Snapshot, place: int) -> tuple[Step, ...]:
    """What the regression makes of this dyad against the usual one: a factor on the expected count, by
    source.
    """
    fit, _, _ = fit_looks(seen.panel, seen.looks)
    now = fit.standardised(features(seen.looks.now[[place]], seen.panel.asked))[0]
    pushes = now * fit.weights
    quads = len(seen.panel.quads)
    own = 2 * len(HALF_LIVES)
    others = [seen.panel.quads[quad] for quad in range(quads) if quad != seen.panel.asked]
    names = ["its first side's acts to all", "acts of all to its second side"]
    names += [f"its own {name}" for name in others] + [
        f"the other side's {name}" for name in seen.panel.quads
    ]
    parts = {"its own acts of this kind": float(pushes[:own].sum())}
    for name, push in zip(names * 2, pushes[own:].tolist(), strict=True):
        parts[name] = parts.get(name, 0.0) + push
    ranked = sorted(parts.items(), key=lambda part: -abs(part[1]))[:4]
    shown = ", ".join(f"{name} x{np.exp(push):.2f}" for name, push in ranked)
    return (Step(rule="moved by", detail=shown),)


def precedents(seen: Snapshot, place: int, horizon_days: int) -> tuple[Step, ...]:
    """Past days on which this dyad looked most as it does now, none within a horizon of another, and what
    followed.
    """
    panel = seen.panel
    first = int(panel.days[0]) + _SEEN_DAYS
    starts = np.arange(first, seen.start - horizon_days + 1, max(1, horizon_days // 4))
    if not len(starts):
        return ()
    alone = panel.only(place)
    rates = alone.rates(np.append(starts, seen.start))
    logs = features(rates[:, 0], panel.asked)
    scale = np.maximum(logs.std(axis=0), 1e-6)
    distance: Floats = (((logs[:-1] - logs[-1]) / scale) ** 2).sum(axis=1)
    count, watched = alone.windows(starts, horizon_days)
    chosen: list[int] = []
    for near in np.argsort(distance, kind="stable").tolist():
        apart = all(abs(int(starts[near] - starts[other])) >= horizon_days for other in chosen)
        if watched[near] and apart:
            chosen.append(near)
        if len(chosen) == _PRECEDENTS:
            break
    return tuple(
        Step(
            rule="precedent",
            detail=f"{day_of(int(starts[near]))}: {count[0, near]:g} acts in the next {horizon_days} days",
        )
        for near in chosen
    )
