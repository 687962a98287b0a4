"""Findings as people have judged them: confirmed ones are certain, rejected ones are left out.

A finding is made anew with every report, so that a judgement knows it by the records that it rested on:
the judged finding is the one that holds most of them. A rejection holds for as long as nobody else tells of
it: a voice that was not among those rejected brings the finding back, with the rejection among its steps.
A commitment whose state is rejected stays in the ledger, in the state that it has without what showed the
rejected one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from detente.codebook import Codebook
from detente.crisis.commitments import keep_ledger
from detente.crisis.known import Known
from detente.crisis.promises import Promise
from detente.schema import Chain, Claim, Finding, Incident, Judgement, Record, Standing, Step
from detente.schema.judgement import JUDGED, judged, record_verdicts

F = TypeVar("F", bound=Finding)
VoiceOf = Callable[[str], str | None]


def judge_records(records: Iterable[Record], judgements: Iterable[Judgement]) -> tuple[Record, ...]:
    """Records as people have judged them: without the rejected, with the confirmed certain.

    judgements: those in force. Records of a store's views have been through this already.
    """
    verdicts = record_verdicts(judgements)
    if not verdicts:
        return tuple(records)
    given = ((record, verdicts.get(record.id)) for record in records)
    return tuple(
        record if verdict is None else judged(record, verdict)
        for record, verdict in given
        if verdict is None or verdict.verdict == "confirm"
    )


def without(seen: Known, rejected: Iterable[Finding]) -> Known:
    """What was known without what mentions rejected incidents, or counts their dead: it moves no finding."""
    gone = {name for incident in rejected for name in incident.records}
    if not gone:
        return seen
    kept = {name: incident for name, incident in seen.incidents.items() if name not in gone}
    return replace(
        seen,
        events=tuple(event for event in seen.events if event.id not in gone),
        figures=tuple(figure for figure in seen.figures if figure.event not in gone),
        incidents=MappingProxyType(kept),
    )


def judge_findings(
    seen: Known, findings: Iterable[F], judgements: Iterable[Judgement]
) -> tuple[tuple[F, ...], tuple[F, ...]]:
    """Findings of one kind as people have judged them, in their order: those that stand, and the rejected.

    seen: with its voices. judgements: those in force, the oldest first; of those that do not agree the last
    one counts.
    """
    given = tuple(findings)
    kind = given[0].kind if given else ""
    meant = [judgement for judgement in judgements if _means(judgement, kind)]
    if not meant:
        return given, ()
    touched = _touched(given, {name for judgement in meant for name in judgement.records})
    voice_of = _voices(seen, touched)
    told: dict[str, list[Judgement]] = {}
    for judgement in meant:
        for finding in _targets(judgement, touched, voice_of):
            told.setdefault(finding.id, []).append(judgement)
    found = [_judge(finding, told.get(finding.id, ()), voice_of) for finding in given]
    return (
        tuple(finding for finding, is_rejected in found if not is_rejected),
        tuple(finding for finding, is_rejected in found if is_rejected),
    )


def judge_ledger(
    seen: Known,
    codebook: Codebook,
    lines: Sequence[Standing],
    promises: Sequence[Promise],
    judgements: Sequence[Judgement],
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """The ledger as people have judged it, in its order, and the standings that were rejected.

    A commitment whose settled state is rejected stands as its other records have it: in its next state, at
    last in the one that the calendar gives it. One that is rejected as open or lapsed is left out.
    """
    kept, gone = judge_findings(seen, lines, judgements)
    standing = {one.commitment_id: one for one in kept}
    rejected: list[Standing] = []
    without_records: dict[str, set[str]] = {}
    while gone:
        rejected += gone
        again = []
        for one in gone:
            if one.shown_by:
                unshown = without_records.setdefault(one.commitment_id, set())
                unshown.update(one.shown_by)
                again.append(_next_state(seen, codebook, one, promises, unshown))
        kept, gone = judge_findings(seen, again, judgements)
        standing.update((one.commitment_id, one) for one in kept)
    order = (line.commitment_id for line in lines)
    return tuple(standing[name] for name in order if name in standing), tuple(rejected)


def _next_state(
    seen: Known, codebook: Codebook, rejected: Standing, promises: Sequence[Promise], unshown: set[str]
) -> Standing:
    """How a commitment stands without the records that showed its rejected states."""
    name = rejected.commitment_id
    concerned = [
        promise
        for promise in promises
        if promise.first.id == name or (name in promise.replaces and promise.first.id not in unshown)
    ]
    events = tuple(event for event in seen.events if event.id not in unshown)
    ledger = keep_ledger(replace(seen, events=events), codebook, promises=concerned)
    found = next(one for one in ledger if one.commitment_id == name)
    return replace(found, steps=(*found.steps, *_rejection(rejected)))


def _rejection(rejected: Standing) -> Iterator[Step]:
    for step in rejected.steps:
        if step.rule == JUDGED:
            yield replace(step, detail=f"as {rejected.state}: {step.detail}")


def _means(judgement: Judgement, kind: str) -> bool:
    if judgement.verdict in ("merge", "split"):
        return kind == Incident.kind
    return judgement.of == kind and bool(judgement.records)


def _touched(findings: Iterable[F], records: set[str]) -> tuple[F, ...]:
    return tuple(finding for finding in findings if not records.isdisjoint(finding.records))


def _voices(seen: Known, findings: Iterable[Finding]) -> VoiceOf:
    """Whose voice tells each record that the findings rest on; None for one that is not known."""
    wanted = {name for finding in findings for name in finding.records}
    columns: tuple[tuple[Record, ...], ...] = (
        seen.events,
        seen.statements,
        seen.commitments,
        seen.figures,
    )
    voices = {
        record.id: seen.voice(record.grounds.source_id)
        for column in columns
        for record in column
        if record.id in wanted
    }
    return voices.get


def _targets(judgement: Judgement, findings: Iterable[F], voice_of: VoiceOf) -> Sequence[F]:
    """The finding that a judgement is about: the one that holds most of what it rested on and says the same.

    A merge or split is about every incident that it made.
    """
    known = {name for name in judgement.records if voice_of(name) is not None}
    if judgement.verdict in ("merge", "split"):
        return [finding for finding in findings if not known.isdisjoint(finding.records)]
    ranked = [
        (said, shared, -len(finding.records), finding)
        for finding in findings
        if (shared := len(known.intersection(finding.records))) >= _least(finding, len(known))
        and ((said := says(finding) == judgement.said) or not isinstance(finding, Standing))
    ]
    return [max(ranked, key=lambda one: (*one[:3], one[3].id))[3]] if ranked else []


def _least(finding: Finding, known: int) -> int:
    """How many of the known records a finding must hold: of a chain both ends, else more than half."""
    return known if isinstance(finding, Chain) else known // 2 + 1


def says(finding: Finding) -> str | None:
    """What tells findings of the same records apart."""
    if isinstance(finding, Claim):
        return finding.proposition
    return finding.state if isinstance(finding, Standing) else None


def _judge(finding: F, judgements: Sequence[Judgement], voice_of: VoiceOf) -> tuple[F, bool]:
    """The finding with what was said of it, and whether it is rejected."""
    if not judgements:
        return finding, False
    steps = [judgement.step for judgement in judgements]
    last = next((one for one in reversed(judgements) if one.verdict in ("confirm", "reject")), None)
    if last is None or last.verdict == "confirm":
        probability = 1.0 if last is not None else finding.probability
        return replace(finding, probability=probability, steps=(*finding.steps, *steps)), False
    heard = {voice_of(name) for name in last.records}
    since = {voice_of(name) for name in finding.records} - heard
    if since:
        who = ", ".join(sorted(filter(None, since)))
        steps.append(Step(rule=JUDGED, detail=f"shown again: told since by {who}"))
    return replace(finding, steps=(*finding.steps, *steps)), not since
