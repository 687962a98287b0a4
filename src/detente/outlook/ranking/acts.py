"""The acts that are likeliest to come next, of an actor or between two sides, with what each rests on."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from detente.outlook.asking import ask, base_rate
from detente.outlook.history import History, day_number, day_of
from detente.outlook.panel import window
from detente.outlook.ranking.base_rates import base_rates
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.scope import Known, asked_types, check, known_graph
from detente.outlook.ranking.trials import Learnt, learn
from detente.outlook.ranking.windows import (
    Likely,
    busy,
    days_needed,
    gather,
    least_windows,
    likely_acts,
    starts,
)
from detente.outlook.ranking.words import Act, moved
from detente.schema import ForecastError, Question, RankedAct, Ranking, Step

BASE_RATE = "base rate"
RANKER = "ranker"
_VERSION = "2"
_PRECEDENTS = 3
_REASONS = 4
_SPARE = 10  # acts that are looked at beyond those asked for
_TELLING = 0.05  # a reason moves the log odds by as much, or is none


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """An act with its probability; None where that is its base rate."""

    by: str
    type: str
    to: str
    probability: float | None
    why: tuple[Step, ...] = ()


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
    past is too short to learn from, or what was learnt did not beat base rates beyond chance in past windows
    that were held out, acts of the past are ranked by their base rates; method and steps say so.

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
    scored, steps = _ranked(known, question, seed, most)
    method = BASE_RATE if scored is None else RANKER
    chosen = _counted(known, question, most) if scored is None else scored
    explained = (_explained(known, act, question, as_of) for act in chosen)
    acts = tuple(sorted(explained, key=lambda act: (-act.probability, act.by, act.type, act.to))[:most])
    return Ranking(
        question=question,
        issued_at=issued_at or as_of,
        as_of=as_of,
        acts=acts,
        method=f"{method} {_VERSION}",
        inputs=tuple(sorted({one for act in acts for one in act.precedents})),
        steps=steps,
    )


def _ranked(
    known: Known, question: Question, seed: int, most: int
) -> tuple[list[_Scored] | None, tuple[Step, ...]]:
    """What the ranker says, None where base rates are to be gone by; and in words which it is, and why."""
    horizon_days = question.horizon_days
    least = least_windows(horizon_days)
    if len(starts(known.watched, horizon_days)) < least:
        return None, (_short(known, horizon_days),)
    memory = Memory(known.facts, seed=seed)
    undergone = question.by is None and question.to is not None
    windows, weights = gather(memory, known.watched, horizon_days, undergone=undergone, seed=seed)
    if len(windows) < least:
        return None, (_short(known, horizon_days),)
    learnt = learn(windows, horizon_days, seed)
    steps = _tried(learnt, horizon_days)
    if not learnt.better:
        return None, steps
    one = question.to if undergone else question.by
    subjects = busy(memory, known.days) if one is None else np.array([known.actors.index(one)])
    both = question.by is not None and question.to is not None
    only = known.actors.index(question.to) if both and question.to else None
    acts = likely_acts(memory, subjects, known.days, weights, horizon_days, undergone=undergone, only=only)
    return _likeliest(known, question, acts, learnt, most), steps


def _likeliest(known: Known, question: Question, acts: Likely, learnt: Learnt, most: int) -> list[_Scored]:
    """The likeliest of the acts that are asked for, with what moved the odds of each."""
    ends = (acts.subject, acts.relation, acts.object)
    usual = base_rates(
        known.facts, ends, day=known.days, watched=known.watched, horizon_days=question.horizon_days
    )
    chance = learnt.probability(acts.rows, usual)
    wanted = np.flatnonzero(np.isin(acts.relation % len(known.types), asked_types(known, question)))
    order = wanted[np.argsort(-chance[wanted], kind="stable")][: most + _SPARE]
    pushes = learnt.pushes(acts.rows[order], usual.seen[order])
    scored = []
    for place, part in zip(order.tolist(), pushes.tolist(), strict=True):
        act = _named(known, acts, place, float(chance[place]))
        scored.append(replace(act, why=_reasons(known, acts, place, part)))
    return scored


def _named(known: Known, acts: Likely, place: int, chance: float) -> _Scored:
    subject, other = known.actors[int(acts.subject[place])], known.actors[int(acts.object[place])]
    relation = int(acts.relation[place])
    undergone = relation >= len(known.types)
    return _Scored(
        by=other if undergone else subject,
        type=known.types[relation % len(known.types)],
        to=subject if undergone else other,
        probability=chance,
    )


def _reasons(known: Known, acts: Likely, place: int, parts: list[float]) -> tuple[Step, ...]:
    """What moved the log odds most, in words; nothing where nothing did."""
    subject, other = int(acts.subject[place]), int(acts.object[place])
    act = Act(
        subject=known.actors[subject],
        other=known.actors[other],
        undergone=int(acts.relation[place]) >= len(known.types),
    )
    telling = [one for one, part in enumerate(parts) if abs(part) >= _TELLING]
    strongest = sorted(telling, key=lambda one: -abs(parts[one]))[:_REASONS]
    shown = "; ".join(
        moved(acts.names[one], float(acts.rows[place, one]), parts[one], act) for one in strongest
    )
    return (Step(rule="moved by", detail=shown),) if shown else ()


def _tried(learnt: Learnt, horizon_days: int) -> tuple[Step, ...]:
    """How the ranker was learnt, how it fared where it was tried, and whence the probabilities come."""
    whose, why = (
        ("the ranker, blended with base rates", "it beat base rates alone beyond chance")
        if learnt.better
        else ("base rates", "what was learnt did not beat them beyond chance")
    )
    return (
        Step(
            rule="learnt from",
            detail=f"{learnt.windows} past windows of {horizon_days} {_days(horizon_days)}, in which "
            f"{learnt.acts} of the likely acts came",
        ),
        Step(
            rule="tried",
            detail=f"on the last {learnt.held_out} of them, before it had learnt from them: Brier score "
            f"{learnt.brier:.4f} of what was learnt, {learnt.usual:.4f} of base rates (0 is best), over acts "
            "that had come before",
        ),
        Step(rule="probabilities", detail=f"from {whose}: {why}"),
    )


def _short(known: Known, horizon_days: int) -> Step:
    days = f"{known.days} {_days(known.days)} on record, {int(known.watched.sum())} of them watched"
    return Step(
        rule="too little history",
        detail=f"{days}; it takes {days_needed(horizon_days)} to learn and to try out what was learnt; the "
        "probabilities are base rates of acts of the past",
    )


def _days(many: int) -> str:
    return "day" if many == 1 else "days"


def _counted(known: Known, question: Question, most: int) -> list[_Scored]:
    """The acts of the past that are usual."""
    facts = known.facts
    wanted = np.isin(facts.relation, asked_types(known, question))
    for end, actor in ((facts.subject, question.by), (facts.object, question.to)):
        if actor is not None:
            wanted &= end == known.actors.index(actor)
    ends = (facts.subject[wanted], facts.relation[wanted], facts.object[wanted])
    acts = np.unique(np.stack(ends, axis=1), axis=0)
    usual = base_rates(
        facts,
        (acts[:, 0], acts[:, 1], acts[:, 2]),
        day=known.days,
        watched=known.watched,
        horizon_days=question.horizon_days,
    )
    order = np.argsort(-usual.rate, kind="stable")[: most + _SPARE]
    return [
        _Scored(by=known.actors[by], type=known.types[kind], to=known.actors[to], probability=None)
        for by, kind, to in acts[order].tolist()
    ]


def _explained(known: Known, act: _Scored, question: Question, as_of: datetime) -> RankedAct:
    """The act with its base rate, its last three times, and what moved it."""
    history = known.history
    these = np.flatnonzero(
        (history.by == history.actors.index(act.by))
        & (history.to == history.actors.index(act.to))
        & (history.type == history.types.index(act.type))
    )
    days = np.unique(history.day[these])
    alone = replace(question, asks="type", by=act.by, to=act.to, of=act.type)
    (usual, _), grounds = base_rate(ask(history, alone, as_of))
    last = f", last on {day_of(int(days[-1]))}" if len(days) else ""
    seen = f"on {len(days)} {_days(len(days))}{last}" if len(days) else "never"
    named = [one for one in history.ids[these[np.argsort(history.day[these], kind="stable")]].tolist() if one]
    return RankedAct(
        by=act.by,
        type=act.type,
        to=act.to,
        probability=usual if act.probability is None else act.probability,
        base_rate=usual,
        precedents=tuple(named[-_PRECEDENTS:]),
        steps=(*grounds, Step(rule="seen", detail=seen), *act.why),
    )
