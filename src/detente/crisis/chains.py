"""Chains: an act and the answer to it, as a text says it, or as the order of acts suggests it.

A *stated* chain stands in a sentence: two events with words between or before them that tie them ("in
response to", "retaliated for", "after"). An *inferred* one is a guess from the record: the other side acted
in kind within a week. They never stand for each other: a pair that is stated is not inferred as well, and
`basis` is part of the id.

How sure an inferred chain is: with `rate` acts of that quad a day by the one side towards the other in the 90
days before, chance alone would put one into the lag with probability 1 - exp(-rate * lag), so that the
chain's is exp(-rate * lag), less where an act falls on a side by its place alone (see `acts`). In a war of
daily strikes every strike "answers" one, and nothing is inferred.
Source: the idea that acts in kind follow each other, Goldstein and Freeman (1990), Three-Way Street; the
chance is that of a Poisson process.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from math import exp

from detente.codebook import Codebook, load
from detente.crisis.acts import Act, gather_acts
from detente.crisis.cues import Cue, find_cues
from detente.crisis.known import Known, side
from detente.crisis.recall import Recall
from detente.schema import Chain, Event, Span, Step

STATED = "chains.stated/1"
INFERRED = "chains.inferred/1"
_WITHIN_DAYS = 7  # an answer comes within a week; later ones are for a text to state
_RATE_DAYS = 90  # the time from which the usual rate of acts is taken
_LEAST = 0.5  # an inferred chain is told only where it is likelier than chance

_Tie = tuple[Cue, Event, Event]  # the words, the act, the answer


def link_chains(
    seen: Known,
    codebook: Codebook | None = None,
    *,
    acts: Sequence[Act] | None = None,
    recall: Recall | None = None,
) -> tuple[Chain, ...]:
    """Link incidents that answer each other: the stated chains first, each kind in order of day.

    acts: those of `seen`, where they are gathered already. recall: of earlier drawings.
    """
    acts = gather_acts(seen, codebook or load()) if acts is None else acts
    stated = _stated(seen, {act.incident: act for act in acts})
    tied = {frozenset((chain.act, chain.answer)) for chain in stated}
    inferred = _inferred(acts, recall or Recall())
    return (*stated, *(chain for chain in inferred if frozenset((chain.act, chain.answer)) not in tied))


def _stated(seen: Known, acts: Mapping[str, Act]) -> tuple[Chain, ...]:
    """One chain for each pair of incidents, from all the sentences that tie them."""
    found: dict[tuple[str, str], list[_Tie]] = {}
    for sentence, events in _sentences(seen).items():
        for cue in find_cues(sentence.text):
            pair = _tied(events, cue, sentence.start)
            if pair is None:
                continue
            act, answer = (seen.incidents.get(event.id, "") for event in pair)
            if act in acts and answer in acts and act != answer and acts[act].day <= acts[answer].day:
                found.setdefault((act, answer), []).append((cue, *pair))
    chains = (_stated_chain(seen, acts[act], acts[answer], told) for (act, answer), told in found.items())
    return tuple(sorted(chains, key=lambda chain: (acts[chain.answer].day, acts[chain.act].day, chain.id)))


def _sentences(seen: Known) -> dict[Span, list[Event]]:
    """The sentences that hold two events or more with words of their own, in the order of the words."""
    sentences: dict[Span, list[Event]] = {}
    for event in seen.events:
        first = event.grounds.evidence[0]
        if isinstance(first, Span) and event.trigger is not None and event.status == "reported":
            sentences.setdefault(first, []).append(event)
    return {sentence: events for sentence, events in sentences.items() if len(events) > 1}


def _tied(events: Sequence[Event], cue: Cue, offset: int) -> tuple[Event, Event] | None:
    """Act and answer that a cue ties: the nearest event on either side of it, or, where it leads the
    sentence, the two that follow. The cue may be the answer's own verb ("retaliated for").
    """
    placed = [(event.trigger.start - offset, event) for event in events if event.trigger is not None]
    before = [event for start, event in placed if start < cue.end]
    after = [event for start, event in placed if start >= cue.end]
    if before and after:
        return (after[0], before[-1]) if cue.answer_first else (before[-1], after[0])
    if cue.answer_first and cue.start == 0 and len(after) > 1:
        return after[0], after[1]
    return None


def _stated_chain(seen: Known, act: Act, answer: Act, told: Sequence[_Tie]) -> Chain:
    """As probable as the likeliest sentence: its words mean it, and both events are read right."""
    steps = []
    for cue, _, second in told:
        teller = side(second.speaker) or seen.publisher(second.grounds.source_id)
        steps.append(
            Step(rule="chains.words", detail=f'"{cue.words}", as {teller} has it', span=second.trigger)
        )
    return Chain(
        records=tuple(sorted({event.id for _, *pair in told for event in pair})),
        method=STATED,
        probability=max(
            cue.probability * first.grounds.probability * second.grounds.probability
            for cue, first, second in told
        ),
        steps=tuple(steps),
        act=act.incident,
        answer=answer.incident,
        basis="stated",
        lag_days=(answer.day - act.day).days,
    )


def _inferred(acts: Sequence[Act], recall: Recall) -> Iterator[Chain]:
    """For each act the last one before it, in kind, by those upon whom it falls."""
    days: dict[tuple[str, str, str], list[date]] = {}
    rows: dict[tuple[str, str, str], list[Act]] = {}
    weighty = [act for act in acts if _is_weighty(act)]
    for act in weighty:
        for by, to in act.dyads():
            days.setdefault((by, to, _kind(act)), []).append(act.day)
            rows.setdefault((by, to, _kind(act)), []).append(act)
    told: set[tuple[str, str]] = set()
    for answer in weighty:
        for by, to in answer.dyads():
            key = (to, by, _kind(answer))
            end = bisect_left(days.get(key, []), answer.day)
            if end == 0 or set(answer.by) & set(answer.to):
                continue
            act = rows[key][end - 1]
            lag_days = (answer.day - act.day).days
            earlier = end - bisect_right(days[key], answer.day - timedelta(days=_RATE_DAYS)) - 1
            probability = exp(-earlier / _RATE_DAYS * lag_days) * act.share * answer.share
            if lag_days > _WITHIN_DAYS or probability < _LEAST or (act.incident, answer.incident) in told:
                continue
            told.add((act.incident, answer.incident))
            ground = (act, answer, lag_days, earlier, probability)
            yield recall.find(
                ("inferred", act.incident, answer.incident), ground, partial(_inferred_chain, *ground)
            )


def _is_weighty(act: Act) -> bool:
    """Whether an act can provoke or answer: deeds, threats, concessions. Blame follows everything."""
    return not act.retold and ("material" in act.quad or act.type in ("THREATEN", "CONCEDE"))


def _kind(act: Act) -> str:
    """Conflict or cooperation: an answer in kind may be of words where the act was a deed."""
    return act.quad.split()[-1]


def _inferred_chain(act: Act, answer: Act, lag_days: int, earlier: int, probability: float) -> Chain:
    detail = f"{act.type} answered in kind by {answer.type} within {lag_days} days"
    usual = f"{earlier} other such acts in the {_RATE_DAYS} days before"
    return Chain(
        records=tuple(sorted({*act.records, *answer.records})),
        method=INFERRED,
        probability=probability * act.told * answer.told,
        steps=(Step(rule="chains.order", detail=detail), Step(rule="chains.chance", detail=usual)),
        act=act.incident,
        answer=answer.incident,
        basis="inferred",
        lag_days=lag_days,
    )
