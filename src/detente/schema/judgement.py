"""What people decide about records and findings, and what of it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar, TypeVar

from detente.schema.ids import set_id
from detente.schema.record import Record, Step

VERDICTS = ("confirm", "reject", "merge", "split", "note", "undo")
RECORD_KINDS = ("event", "statement", "commitment", "figure")
JUDGED = "judgement"  # the rule that a person's word stands under among the steps
_PAST = {"confirm": "confirmed", "reject": "rejected", "merge": "merged", "split": "split", "note": "noted"}
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided about records or findings: kept for ever, taken back only by a later "undo".

    verdict: confirm, reject, merge, split, note, undo. on: full ids of what was named (split: the incident,
    or an event of it, and then the events that leave; undo: the judgement's id).
    of: the kind of what was judged: event, statement, commitment, figure, report, incident, claim, standing,
    chain, judgement. records: ids of the records that a finding rested on when it was judged, sorted: by them
    it is known again when more reports join it. said: what it said then: of a claim its proposition, of a
    standing its state.
    by, because: who judged, and why. judged_at: from when on it counts.
    """

    kind: ClassVar[str] = "judgement"
    id: str = field(init=False)
    verdict: str
    on: tuple[str, ...]
    of: str
    records: tuple[str, ...] = ()
    said: str | None = None
    by: str
    because: str
    judged_at: datetime

    def __post_init__(self) -> None:
        content = (self.verdict, self.on, self.records, self.said, self.by, self.because, self.judged_at)
        set_id(self, self.kind, *content)

    @property
    def step(self) -> Step:
        """The judgement as a step of what it is about."""
        done = _PAST.get(self.verdict, self.verdict)
        detail = f"{done} by {self.by} on {self.judged_at:%Y-%m-%d %H:%M} UTC: {self.because}"
        return Step(rule=JUDGED, detail=detail)


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those that nobody has undone, the oldest first, without the undoing itself.

    Only a later undo takes a judgement back; one that is itself undone does not.
    """
    found: list[Judgement] = []
    undone: set[str] = set()
    for judgement in sorted(judgements, key=_order, reverse=True):
        if judgement.id in undone:
            continue
        if judgement.verdict == "undo":
            undone.update(judgement.on)
        else:
            found.append(judgement)
    return tuple(reversed(found))


def record_verdicts(standing: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """Of each record that was confirmed or rejected the latest judgement. standing: those in force."""
    return {
        name: judgement
        for judgement in sorted(standing, key=_order)
        if judgement.verdict in ("confirm", "reject") and judgement.of in RECORD_KINDS
        for name in judgement.on
    }


def judged(record: R, judgement: Judgement) -> R:
    """A record with a person's word among its steps; a confirmed one is certain."""
    sure = certain(record) if judgement.verdict == "confirm" else record
    return replace(sure, grounds=replace(sure.grounds, steps=(*sure.grounds.steps, judgement.step)))


def certain(record: R) -> R:
    """A record that a person confirmed."""
    return replace(record, grounds=replace(record.grounds, probability=1.0))


def _order(judgement: Judgement) -> tuple[datetime, str]:
    return (judgement.judged_at, judgement.id)
