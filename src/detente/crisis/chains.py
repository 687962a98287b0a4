"""Chains: an act and the answer to it, as a text says it, or as the order of acts suggests it.

A *stated* chain stands in a sentence: two events with words between or before them that tie them ("in
response to", "retaliated for", "after"). An *inferred* one is a guess from the record: the other side acted
in kind within a week. They never stand for each other: a pair that is stated is not inferred as well, and
`basis` is part of the id.

Sentences often name the act by a noun alone ("in retaliation for the strike on Kharkiv"). Where such a name
tells no day of its own, it stands for the one act of its kind at its place in the month before the answer, by
a side upon whom the answer falls; where two could be meant, nothing is stated.

How sure an inferred chain is: with `rate` acts of that quad a day by the one side towards the other in the 90
days before, chance alone would put one into the lag with probability 1 - exp(-rate * lag), so that the
chain's is exp(-rate * lag), less where an act falls on a side by its place alone (see `acts`). In a war of
daily strikes every strike "answers" one, and nothing is inferred.
Source: the idea that acts in kind follow each other, Goldstein and Freeman (1990), Three-Way Street; the
chance is that of a Poisson process.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import exp

from detente.codebook import Codebook, load
from detente.crisis.acts import Act, gather_acts
from detente.crisis.cues import is_causal
from detente.crisis.kinds import kind_of
from detente.crisis.known import Known, side, sides
from detente.crisis.recall import Recall
from detente.crisis.rows import known_rows
from detente.crisis.ties import Tie, Words, places_of
from detente.schema import Chain, Event, Step

STATED = "chains.stated/1"
INFERRED = "chains.inferred/1"
MEANT = "chains.meant"  # rule of the step that takes a noun for an act told of elsewhere
_WITHIN_DAYS = 7  # an answer comes within a week; later ones are for a text to state
_RATE_DAYS = 90  # the time from which the usual rate of acts is taken
_LEAST = 0.5  # an inferred chain is told only where it is likelier than chance

_NAMED_WITHIN_DAYS = 31  # how far back an act lies that a noun alone names


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
    book = codebook or load()
    acts = gather_acts(seen, book) if acts is None else acts
    recall = recall or Recall()
    words = recall.find(("chains",), (), Words)
    words.follow(known_rows(seen, recall))
    stated = _stated(seen, book, {act.incident: act for act in acts}, words)
    tied = {frozenset((chain.act, chain.answer)) for chain in stated}
    inferred = recall.find(("answers",), (), _Answers).follow(acts)
    return (*stated, *(chain for chain in inferred if frozenset((chain.act, chain.answer)) not in tied))


def _stated(seen: Known, codebook: Codebook, acts: Mapping[str, Act], words: Words) -> tuple[Chain, ...]:
    """One chain for each pair of incidents, from all the sentences that tie them."""
    found: dict[tuple[str, str], list[Tie]] = {}
    for tie in _meant(seen, codebook, acts, words):
        act, answer = (seen.incidents.get(event.id, "") for event in (tie.act, tie.answer))
        if act in acts and answer in acts and act != answer and acts[act].day <= acts[answer].day:
            found.setdefault((act, answer), []).append(tie)
    chains = (_stated_chain(seen, acts[act], acts[answer], told) for (act, answer), told in found.items())
    return tuple(sorted(chains, key=lambda chain: (acts[chain.answer].day, acts[chain.act].day, chain.id)))


def _meant(seen: Known, codebook: Codebook, acts: Mapping[str, Act], words: Words) -> Iterator[Tie]:
    """The ties, with the act that is meant in place of a noun that names it without a day."""
    every = list(words.ties())
    bare = [seen.incidents.get(tie.act.id, "") not in acts and is_causal(tie.cue) for tie in every]
    nouns = (tie.act for tie, is_bare in zip(every, bare, strict=True) if is_bare)
    done_at = words.done_at(acts.keys(), {name for noun in nouns for name in places_of(noun)})
    for tie, is_bare in zip(every, bare, strict=True):
        answer = acts.get(seen.incidents.get(tie.answer.id, ""))
        if not is_bare or answer is None:
            yield tie
            continue
        kind = kind_of(tie.act, codebook).type
        told = {name: event for place in places_of(tie.act) for name, event in done_at.get(place, {}).items()}
        fitting = [name for name in told if _may_be_meant(acts[name], kind, tie.act, answer)]
        if len(fitting) == 1:
            yield Tie(cue=tie.cue, act=told[fitting[0]], answer=tie.answer, named=tie.act)
        else:
            yield tie


def _may_be_meant(act: Act, kind: str, named: Event, answer: Act) -> bool:
    """Whether a noun in an answer's sentence may name an act: of its kind, in the month before, by a side
    upon whom the answer falls.
    """
    lag_days = (answer.day - act.day).days
    doers = sides(named.by)
    fits = act.type == kind and 0 <= lag_days <= _NAMED_WITHIN_DAYS and act.incident != answer.incident
    return fits and bool(set(act.by) & set(answer.to)) and (not doers or bool(doers & set(act.by)))


def _stated_chain(seen: Known, act: Act, answer: Act, told: Sequence[Tie]) -> Chain:
    """As probable as the likeliest sentence."""
    return Chain(
        records=tuple(sorted({event.id for tie in told for event in tie.records})),
        method=STATED,
        probability=max(tie.probability for tie in told),
        steps=tuple(step for tie in told for step in _steps(seen, tie)),
        act=act.incident,
        answer=answer.incident,
        basis="stated",
        lag_days=(answer.day - act.day).days,
    )


def _steps(seen: Known, tie: Tie) -> Iterator[Step]:
    teller = side(tie.answer.speaker) or seen.publisher(tie.answer.grounds.source_id)
    detail = f'"{tie.cue.words}", as {teller} has it'
    yield Step(rule="chains.words", detail=detail, span=tie.answer.trigger)
    if tie.named is not None and tie.named.trigger is not None:
        detail = (
            f'"{tie.named.trigger.text}" taken for the one act of its kind at its place in the month before'
        )
        yield Step(rule=MEANT, detail=detail, span=tie.named.trigger)


class _Answers:
    """For each act the last one before it, in kind, by those upon whom it falls. Acts: in order of day."""

    def __init__(self) -> None:
        self._acts: dict[str, Act] = {}
        self._rows: dict[tuple[str, str, str], list[Act]] = {}  # in order of day
        self._chains: dict[str, tuple[Chain, ...]] = {}

    def follow(self, acts: Sequence[Act]) -> Iterator[Chain]:
        """The chains of these acts, in order of the answers; those that nothing new touches are kept."""
        before, self._acts = self._acts, {act.incident: act for act in acts if _is_weighty(act)}
        gone = [
            act for name, act in before.items() if (now := self._acts.get(name)) is not act and now != act
        ]
        new = [act for name, act in self._acts.items() if (was := before.get(name)) is not act and was != act]
        for act in gone:
            self._chains.pop(act.incident, None)
            for row in self._beside(act):
                del row[bisect_left(row, _order(act), key=_order)]
        for act in new:
            for row in self._beside(act):
                insort(row, act, key=_order)
        touched = {answer.incident: answer for act in (*gone, *new) for answer in self._answers_to(act)}
        touched.update((act.incident, act) for act in new)
        self._chains.update((name, tuple(self._answered(act))) for name, act in touched.items())
        return (chain for act in acts for chain in self._chains.get(act.incident, ()))

    def _beside(self, act: Act) -> Iterator[list[Act]]:
        return (self._rows.setdefault((by, to, _kind(act)), []) for by, to in act.dyads)

    def _answers_to(self, act: Act) -> Iterator[Act]:
        """The acts that may answer one, or whose rate of acts before it counts it."""
        for by, to in act.dyads:
            row = self._rows.get((to, by, _kind(act)), ())
            first = bisect_right(row, act.day, key=_day)
            yield from row[first : bisect_right(row, act.day + timedelta(days=_RATE_DAYS), key=_day)]

    def _answered(self, answer: Act) -> Iterator[Chain]:
        told: set[str] = set()
        for by, to in answer.dyads:
            row = self._rows.get((to, by, _kind(answer)), ())
            end = bisect_left(row, answer.day, key=_day)
            if end == 0 or set(answer.by) & set(answer.to):
                continue
            act = row[end - 1]
            lag_days = (answer.day - act.day).days
            earlier = end - bisect_right(row, answer.day - timedelta(days=_RATE_DAYS), key=_day) - 1
            probability = exp(-earlier / _RATE_DAYS * lag_days) * act.share * answer.share
            if lag_days <= _WITHIN_DAYS and probability >= _LEAST and act.incident not in told:
                told.add(act.incident)
                yield _inferred_chain(act, answer, lag_days, earlier, probability)


def _day(act: Act) -> date:
    return act.day


def _order(act: Act) -> tuple[date, str]:
    return act.day, act.incident


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
