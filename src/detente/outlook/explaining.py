"""Why a forecast is what it is: what moved it, and when it looked like this before."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.fading import HALF_LIVES, stilled
from detente.outlook.history import Floats, History, day_of
from detente.outlook.looks import features, known_of
from detente.outlook.panel import Dyad, Panel
from detente.outlook.regression import Fit
from detente.schema import Step

_PRECEDENTS = 3
_REASONS = 4
_ID_DIGITS = 12
_SEEN_DAYS = 28  # before this many days decayed rates say little
_EVEN = 0.05  # a factor within this of 1 is no reason
_SHOWN_IDS = 2  # acts that are named for each precedent
_MOST_COMPARED = 400  # past days, spread over the whole past


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """Past days that looked like today, and ids of the acts that stand for them."""

    steps: tuple[Step, ...] = ()
    ids: tuple[str, ...] = ()


def moved_by(panel: Panel, now: Floats, fit: Fit) -> tuple[Step, ...]:
    """What the regression makes of this dyad against the usual one: a factor on the expected count, by
    source. now: (4 + 2Q, H) its rates.
    """
    pushes = fit.standardised(features(now[None], panel.asked))[0] * fit.weights
    quads = len(panel.quads)
    own = 2 * len(HALF_LIVES)
    others = [panel.quads[quad] for quad in range(quads) if quad != panel.asked]
    names = ["its first side's acts to all", "acts of all to its second side"]
    names += [f"its own {name}" for name in others] + [f"the other side's {name}" for name in panel.quads]
    parts = {"its own acts of this kind": float(pushes[:own].sum())}
    for name, push in zip(names * 2, pushes[own:].tolist(), strict=True):
        parts[name] = parts.get(name, 0.0) + push
    factors = {name: float(np.exp(push)) for name, push in parts.items()}
    reasons = [(name, factor) for name, factor in factors.items() if abs(factor - 1.0) > _EVEN]
    ranked = sorted(reasons, key=lambda reason: -abs(np.log(reason[1])))[:_REASONS]
    shown = ", ".join(f"{name} x{factor:.2f}" for name, factor in ranked)
    return (Step(rule="moved by", detail=shown or f"nothing by more than {100 * _EVEN:g} %"),)


def precedents(near_by: History, alone: Panel, start: int, horizon_days: int, of: str) -> Precedents:
    """Past days on which a dyad looked most as it does before day number `start`, none within a horizon of
    another, and what followed: the first acts asked about, or else the last act between the two before that
    day. near_by: the acts between the two, either way. alone: the panel of the dyad.
    """
    first = int(alone.days[0]) + _SEEN_DAYS
    step = max(1, horizon_days // 4, (start - first) // _MOST_COMPARED)
    begins = np.arange(first, start - horizon_days + 1, step)
    if not len(begins):
        return Precedents()
    rates = stilled(alone.rates(np.append(begins, start)), known_of(alone, start))
    logs = features(rates[:, 0], alone.asked)
    scale = np.maximum(logs.std(axis=0), 1e-6)
    distance: Floats = (((logs[:-1] - logs[-1]) / scale) ** 2).sum(axis=1)
    count, watched = alone.windows(begins, horizon_days)
    chosen: list[int] = []
    for near in np.argsort(distance, kind="stable").tolist():
        apart = all(abs(int(begins[near] - begins[other])) >= horizon_days for other in chosen)
        if watched[near] and apart:
            chosen.append(near)
        if len(chosen) == _PRECEDENTS:
            break
    steps, ids = [], list[str]()
    for near in chosen:
        begin = int(begins[near])
        named = _acts(near_by, alone.dyads[0], of, begin, begin + horizon_days)
        shown = f": {', '.join(name[:_ID_DIGITS] for name in named)}" if named else ""
        detail = f"{day_of(begin)}: {count[0, near]:g} acts in the next {horizon_days} days{shown}"
        steps.append(Step(rule="precedent", detail=detail))
        ids += named
    return Precedents(steps=tuple(steps), ids=tuple(dict.fromkeys(ids)))


def _acts(near_by: History, dyad: Dyad, of: str, start: int, after: int) -> list[str]:
    """Ids of the first acts asked about from day number `start` on, or of the last of any kind before it."""
    position = {name: number for number, name in enumerate(near_by.actors)}
    names, kind = (near_by.quads, near_by.quad) if of in near_by.quads else (near_by.types, near_by.type)
    ours = (kind == names.index(of)) & (near_by.ids != "") & (near_by.day >= start) & (near_by.day < after)
    for name, column in zip(dyad, (near_by.by, near_by.to), strict=True):
        ours &= True if name is None else column == position[name]
    followed: list[str] = near_by.ids[ours][:_SHOWN_IDS].tolist()
    before: list[str] = near_by.ids[(near_by.ids != "") & (near_by.day < start)][-1:].tolist()
    return followed or before
