"""The acts that are likeliest to come next, of an actor or between two sides, with what each rests on."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from detente.outlook.history import History, day_number, day_of
from detente.outlook.intervals import rate_interval
from detente.outlook.panel import window
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.scope import Known, asked_types, check, known_graph
from detente.outlook.ranking.windows import (
    FIRST_DAYS,
    LEAST_WINDOWS,
    Likely,
    busy,
    gather,
    learn,
    likely_acts,
    starts,
)
from detente.schema import ForecastError, Question, RankedAct, Ranking, Step

BASE_RATE = "base rate"
RANKER = "ranker"
_VERSION = "1"
_PRECEDENTS = 3
_REASONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    by: str
    type: str
    to: str
    probability: float
    why: tuple[Step, ...]


def next_acts(
    history: History,
    *,
    question: Question,
    as_of: datetime,
    most: int = 10,
    issued_at: datetime | None = None,
    seed: int = 0,
) -> Ranking:
    """Answer a question of the kind next, from what was known at `as_of`: the likeliest acts of the days to
    come, the likeliest first, each with the probability that it comes at all.

    `by` and `to` of the question say whose acts; `of`, where given, names the only quad or type. Where the
    past is too short to learn from, acts of the past are ranked by their base rates; method and steps say so.

    issued_at: `as_of` by default. seed: of what is drawn at random while learning.

    Raises: ForecastError for another kind of question, an unknown actor, quad or type, or a history that
    begins after `as_of`.
    """
    if question.asks != "next":
        raise ForecastError(f"a question that asks {question.asks!r} is not answered by ranked acts")
    first, _ = window(as_of, question.horizon_days)
    whole = history.as_of(as_of)
    known = known_graph(whole, day_number(first))
    check(whole, known, question)
    enough = len(starts(known.watched, question.horizon_days)) >= LEAST_WINDOWS
    if enough:
        scored, steps = _ranked(known, question, seed, most)
    else:
        scored, steps = _counted(known, question), (_short(known, question),)
    chosen = sorted(scored, key=lambda act: (-act.probability, act.by, act.type, act.to))[:most]
    acts = tuple(_explained(known, act, question.horizon_days) for act in chosen)
    return Ranking(
        question=question,
        issued_at=issued_at or as_of,
        as_of=as_of,
        acts=acts,
        method=f"{RANKER if enough else BASE_RATE} {_VERSION}",
        inputs=tuple(sorted({one for act in acts for one in act.precedents})),
        steps=steps,
    )


def _ranked(known: Known, question: Question, seed: int, most: int) -> tuple[list[_Scored], tuple[Step, ...]]:
    """What the ranker says, and how it was learnt."""
    memory = Memory(known.facts, seed=seed)
    undergone = question.by is None and question.to is not None
    windows, weights = gather(memory, known.watched, question.horizon_days, undergone=undergone, seed=seed)
    learnt = learn(windows, question.horizon_days, seed)
    one = question.to if undergone else question.by
    subjects = busy(memory, known.days) if one is None else np.array([known.actors.index(one)])
    both = question.by is not None and question.to is not None
    only = known.actors.index(question.to) if both and question.to else None
    acts = likely_acts(
        memory, subjects, known.days, weights, question.horizon_days, undergone=undergone, only=only
    )
    chance = learnt.probability(acts.rows)
    wanted = np.flatnonzero(np.isin(acts.relation % len(known.types), asked_types(known, question)))
    order = wanted[np.argsort(-chance[wanted], kind="stable")][: most + 10]
    why = np.asarray(learnt.booster.predict(acts.rows[order], pred_contrib=True))
    scored = [
        _named(known, acts, place, float(chance[place]), _reasons(acts, place, part))
        for place, part in zip(order.tolist(), why, strict=True)
    ]
    detail = (
        f"{learnt.windows} past windows, in which {learnt.acts} of the likely acts came; Brier score in the "
        f"last of them {learnt.brier:.4f}, of a plain rate {learnt.plain:.4f}"
    )
    return scored, (Step(rule="learnt from", detail=detail),)


def _named(known: Known, acts: Likely, place: int, chance: float, why: tuple[Step, ...]) -> _Scored:
    subject, other = known.actors[int(acts.subject[place])], known.actors[int(acts.object[place])]
    relation = int(acts.relation[place])
    undergone = relation >= len(known.types)
    return _Scored(
        by=other if undergone else subject,
        type=known.types[relation % len(known.types)],
        to=subject if undergone else other,
        probability=chance,
        why=why,
    )


def _reasons(acts: Likely, place: int, part: NDArray[np.float64]) -> tuple[Step, ...]:
    """The features that moved the odds most, as factors."""
    order = np.argsort(-np.abs(part[:-1]), kind="stable")[:_REASONS]
    shown = ", ".join(
        f"{acts.names[one]} ({acts.rows[place, one]:.3g}) x{np.exp(part[one]):.2f}" for one in order.tolist()
    )
    return (Step(rule="moved by", detail=shown),)


def _counted(known: Known, question: Question) -> list[_Scored]:
    """Acts of the past, by the share of windows that had them."""
    facts = known.facts
    wanted = np.isin(facts.relation, asked_types(known, question))
    for end, actor in ((facts.subject, question.by), (facts.object, question.to)):
        if actor is not None:
            wanted &= end == known.actors.index(actor)
    spans = (known.days - 1 - facts.day[wanted]) // question.horizon_days
    ends = (facts.subject[wanted], facts.relation[wanted], facts.object[wanted])
    once = np.unique(np.stack([*ends, spans], axis=1), axis=0)
    acts, times = np.unique(once[:, :3], axis=0, return_counts=True)
    worth = known.windows(question.horizon_days)
    return [
        _Scored(
            by=known.actors[by],
            type=known.types[kind],
            to=known.actors[to],
            probability=(min(count, worth) + 0.5) / (worth + 1.0),
            why=(),
        )
        for (by, kind, to), count in zip(acts.tolist(), times.tolist(), strict=True)
    ]


def _explained(known: Known, act: _Scored, horizon_days: int) -> RankedAct:
    """The act with its base rate, its last three times, and what moved it."""
    history = known.history
    these = np.flatnonzero(
        (history.by == history.actors.index(act.by))
        & (history.to == history.actors.index(act.to))
        & (history.type == history.types.index(act.type))
        & (history.day >= known.first)
    )
    days = np.unique(history.day[these])
    worth = known.windows(horizon_days)
    spans = len(np.unique((known.first + known.days - 1 - days) // horizon_days))
    mean, low, high = rate_interval(min(float(spans), worth), worth)
    detail = f"{mean:.3f} in {horizon_days} days, 90 % interval {low:.3f}..{high:.3f}"
    steps = [Step(rule="base rate", detail=detail)]
    seen = f"on {len(days)} days, last on {day_of(int(days[-1]))}" if len(days) else "never"
    steps.append(Step(rule="seen", detail=seen))
    named = [one for one in history.ids[these[np.argsort(history.day[these], kind="stable")]].tolist() if one]
    return RankedAct(
        by=act.by,
        type=act.type,
        to=act.to,
        probability=act.probability,
        base_rate=mean,
        precedents=tuple(named[-_PRECEDENTS:]),
        steps=(*steps, *act.why),
    )


def _short(known: Known, question: Question) -> Step:
    needed = FIRST_DAYS + question.horizon_days + (LEAST_WINDOWS - 1) * max(7, question.horizon_days // 2)
    return Step(
        rule="too little history",
        detail=f"{known.days} days, {needed} are needed; acts of the past are ranked by their base rates",
    )
