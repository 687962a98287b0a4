"""Commitments as lines of a ledger: each once, with the acts that would settle it."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.codebook import Codebook
from detente.crisis.calling_off import is_called_off
from detente.crisis.kinds import kind_of
from detente.crisis.known import Known, own_span, sides
from detente.crisis.promised import promised
from detente.crisis.wording import beginnings, overlap
from detente.schema import Commitment, Event, Span

_ANSWERS = re.compile(
    r"\b(?:retaliat|respon[ds]|aveng|reveng|reprisal|(?:strik\w*|hit\w*|fight\w*) back|answer)\w*",
    re.IGNORECASE,
)
_FORESEEN = frozenset({"promised", "planned", "threatened", "demanded", "possible"})
_RETOLD_DAYS = (
    14  # a commitment without a day, told again within two weeks of the last telling, is the same one
)
# How long a deed is taken for the one promised where no day was named, from the last telling on; after it the
# commitment has lapsed, since nothing could settle it any more.
OPEN_DAYS = 180
_LOOKED_AT = 50  # the latest lines of a side that a new telling is compared with
_SAME_MATTER = 0.4  # overlap of wordings from which two commitments of the same sides speak of one matter
# Acts by which a commitment of one kind can be told again or replaced: a plan agreed upon is still that plan.
_FAMILY: Mapping[str, str] = {"agreement": "plan", "pledge": "plan", "plan": "plan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A kind of act: its type, and its mode where that is known."""

    type: str
    mode: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One commitment and all its tellings, the first known first.

    doers: sides that must act; others: sides they must act upon. In an ultimatum the doers are those under
    the term, and `setters` may follow up with `otherwise`. wanted, otherwise, needs: kinds of act, from the
    events in the words for action (see `promised`), consequence and condition. words: of the action;
    kind_words: those among them that name the kind of act. answers: whether it is vowed as an answer.
    hostile: whether what is wanted does harm. replaces: ids of first tellings of the same matter whose term
    was still running.
    """

    tellings: tuple[Commitment, ...]
    doers: frozenset[str]
    others: frozenset[str]
    setters: frozenset[str]
    wanted: frozenset[Wanted]
    otherwise: frozenset[Wanted]
    needs: frozenset[Wanted]
    words: frozenset[str]
    kind_words: frozenset[str]
    answers: bool
    hostile: bool
    said_on: date
    due_from: date | None
    due_by: date | None
    replaces: tuple[str, ...] = ()

    @property
    def first(self) -> Commitment:
        return self.tellings[0]

    @property
    def probability(self) -> float:
        """That one of its tellings was read right: that of the surest."""
        return max(telling.grounds.probability for telling in self.tellings)

    @property
    def meets(self) -> bool:
        """Whether a meeting is promised."""
        return any(wanted.type == "CONSULT" for wanted in self.wanted)

    @property
    def ages_on(self) -> date:
        """The last day on which a commitment without a day still runs."""
        return self.tellings[-1].grounds.known_at.date() + timedelta(days=OPEN_DAYS)

    @property
    def family(self) -> str:
        return _FAMILY.get(self.first.act, self.first.act)


def list_promises(seen: Known, codebook: Codebook) -> tuple[Promise, ...]:
    """Read what each commitment wants, and put tellings of one commitment together.

    A meeting that is only named as called off is no commitment.
    """
    foreseen = _by_report(seen, _FORESEEN)
    denied = _by_report(seen, {"denied"})
    lines: list[Promise] = []
    recent: dict[tuple[str, str], deque[int]] = {}
    for commitment in seen.commitments:
        if is_called_off(commitment.action, denied.get(commitment.grounds.source_id, ())):
            continue
        content = foreseen.get(commitment.grounds.source_id, ())
        promise = _promise(seen, codebook, commitment, content)
        kept = [
            recent.setdefault((promise.family, party), deque(maxlen=_LOOKED_AT))
            for party in sorted(promise.setters or promise.doers)
        ]
        earlier = sorted({number for numbers in kept for number in numbers}, reverse=True)
        alike = [number for number in earlier if same_matter(promise, lines[number])]
        same = next((number for number in alike if _retells(promise, lines[number])), None)
        if same is not None:
            lines[same] = _joined(lines[same], promise)
            continue
        for numbers in kept:
            numbers.append(len(lines))
        old = tuple(lines[number].first.id for number in alike if _renews(promise, lines[number]))
        lines.append(replace(promise, replaces=old))
    return tuple(lines)


def _by_report(seen: Known, statuses: Collection[str]) -> Mapping[str, Sequence[Event]]:
    found: dict[str, list[Event]] = {}
    for event in seen.events:
        if event.status in statuses and event.trigger is not None:
            found.setdefault(event.grounds.source_id, []).append(event)
    return found


def _promise(seen: Known, codebook: Codebook, commitment: Commitment, content: Iterable[Event]) -> Promise:
    ultimatum = commitment.act == "ultimatum"
    by, to = sides(commitment.by), sides(commitment.to)
    within = [event for event in content if _within(event.trigger, commitment.action)]
    inside = promised(within, commitment.action, codebook)
    kinds = [kind_of(event, codebook) for event in inside]
    wanted = frozenset(Wanted(type=kind.type, mode=kind.mode) for kind in kinds)
    action = "" if commitment.action is None else commitment.action.text
    saying = seen.said.get(commitment.said_in or "")
    told_on = commitment.grounds.known_at.date()
    said = saying.when.latest if saying is not None else None
    due = commitment.due
    return Promise(
        tellings=(commitment,),
        doers=to if ultimatum else by,
        others=by if ultimatum else to or frozenset().union(*(sides(event.to) for event in inside)) - by,
        setters=by if ultimatum else frozenset(),
        wanted=wanted,
        otherwise=_kinds(content, commitment.otherwise),
        needs=_kinds(content, commitment.condition),
        words=beginnings(action),
        kind_words=beginnings(" ".join(event.trigger.text for event in within if event.trigger is not None)),
        answers=_ANSWERS.search(action) is not None,
        hostile=not ultimatum and any("conflict" in codebook.quad(kind.type).name for kind in wanted),
        said_on=told_on if said is None else min(said, told_on),
        due_from=None if due is None else due.earliest,
        due_by=None if due is None else due.latest,
    )


def _kinds(content: Iterable[Event], words: Span | None) -> frozenset[Wanted]:
    inside = (event for event in content if _within(own_span(event), words))
    return frozenset(Wanted(type=event.type, mode=event.mode) for event in inside)


def _within(inner: Span | None, outer: Span | None) -> bool:
    return inner is not None and outer is not None and outer.start <= inner.start and inner.end <= outer.end


def _retells(promise: Promise, line: Promise) -> bool:
    """Whether a commitment of a line's matter is that line's, told again: of the same term, or of no other
    term within two weeks of the last telling.
    """
    if promise.due_by is not None and line.due_by is not None:
        starts = (promise.due_from or promise.due_by, line.due_from or line.due_by)
        return starts[0] <= line.due_by and starts[1] <= promise.due_by
    return promise.said_on - line.tellings[-1].grounds.known_at.date() <= timedelta(days=_RETOLD_DAYS)


def _renews(promise: Promise, line: Promise) -> bool:
    """Whether a commitment of a line's matter sets a new term for it while the old one is running."""
    return line.due_by is not None and promise.said_on <= line.due_by and promise.due_by is not None


def same_matter(promise: Promise, line: Promise) -> bool:
    """Whether two commitments of one family want the same thing of the same sides."""
    if promise.family != line.family or not _meet(promise.doers, line.doers):
        return False
    if not _meet(promise.others, line.others) or not _meet(promise.setters, line.setters):
        return False
    if promise.meets and line.meets and not _same_company(promise, line):
        return False
    if promise.wanted and line.wanted:
        return any(_alike(one, other) for one in promise.wanted for other in line.wanted)
    return overlap(promise.words, line.words) >= _SAME_MATTER


def _same_company(promise: Promise, line: Promise) -> bool:
    """Whether two plans to meet are of the same parties: who meets two neighbours has two plans."""
    companies = (promise.doers | promise.others, line.doers | line.others)
    return len(companies[0] & companies[1]) >= min(2, *map(len, companies))


def _alike(one: Wanted, other: Wanted) -> bool:
    """Whether two kinds of act can be one: to cease fire is not to free prisoners, though both yield."""
    return one.type == other.type and (one.mode == other.mode or one.mode is None or other.mode is None)


def _meet(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first & second) or not first or not second


def _joined(line: Promise, promise: Promise) -> Promise:
    """A line with one more telling, which fills what the earlier left open; the newer term holds."""
    newer = promise if promise.due_by is not None else line
    return replace(
        line,
        tellings=(*line.tellings, *promise.tellings),
        others=line.others | promise.others,
        wanted=line.wanted or promise.wanted,
        otherwise=line.otherwise | promise.otherwise,
        needs=line.needs | promise.needs,
        hostile=line.hostile or promise.hostile,
        due_from=newer.due_from,
        due_by=newer.due_by,
    )
