"""What a commitment wants: who must act upon whom, which acts would do it, until when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detente.codebook import Codebook
from detente.crisis.kinds import kind_of
from detente.crisis.known import sides
from detente.crisis.order import own_span
from detente.crisis.promised import promised
from detente.crisis.wording import beginnings
from detente.schema import Commitment, Event, Span, Statement

_ANSWERS = re.compile(
    r"\b(?:retaliat|respon[ds]|aveng|reveng|reprisal|(?:strik\w*|hit\w*|fight\w*) back|answer)\w*",
    re.IGNORECASE,
)
# How long a deed is taken for the one promised where no day was named, from the last telling on; after it the
# commitment has lapsed, since nothing could settle it any more.
OPEN_DAYS = 180
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A commitment with all that is looked at to read it, which is of its own report."""

    commitment: Commitment
    foreseen: tuple[Event, ...]
    denied: tuple[Event, ...]
    saying: Statement | None


def read_promise(given: Given, codebook: Codebook) -> Promise:
    """What a commitment wants of whom until when."""
    commitment, content = given.commitment, given.foreseen
    ultimatum = commitment.act == "ultimatum"
    by, to = sides(commitment.by), sides(commitment.to)
    within = [event for event in content if _within(event.trigger, commitment.action)]
    inside = promised(within, commitment.action, codebook)
    kinds = [kind_of(event, codebook) for event in inside]
    wanted = frozenset(Wanted(type=kind.type, mode=kind.mode) for kind in kinds)
    action = "" if commitment.action is None else commitment.action.text
    told_on = commitment.grounds.known_at.date()
    said = given.saying.when.latest if given.saying is not None else None
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
