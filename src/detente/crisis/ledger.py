"""The commitments of a record, each once: tellings of one put together, and those that set a new term."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from detente.codebook import Codebook
from detente.crisis.calling_off import is_called_off
from detente.crisis.following import Follower, post, take_post_back
from detente.crisis.known import Known
from detente.crisis.promises import Given, Promise, Wanted, read_promise
from detente.crisis.recall import Recall
from detente.crisis.wording import overlap
from detente.schema import Event

_FORESEEN = frozenset({"promised", "planned", "threatened", "demanded", "possible"})
_LOOKED_AT = 50  # the latest lines of a side that a new telling is compared with
_SAME_MATTER = 0.4  # overlap of wordings from which two commitments of the same sides speak of one matter
_RETOLD_DAYS = (
    14  # a commitment without a day, told again within two weeks of the last telling, is the same one
)


def list_promises(seen: Known, codebook: Codebook, recall: Recall | None = None) -> tuple[Promise, ...]:
    """Read what each commitment wants, and put tellings of one commitment together.

    A meeting that is only named as called off is no commitment. recall: of earlier drawings with the same
    codebook.
    """
    named = [event for event in seen.events if event.trigger is not None]
    foreseen = _by_report(event for event in named if event.status in _FORESEEN)
    denied = _by_report(event for event in named if event.status == "denied")
    given = (
        Given(
            commitment=commitment,
            foreseen=tuple(foreseen.get(commitment.grounds.source_id, ())),
            denied=tuple(denied.get(commitment.grounds.source_id, ())),
            saying=seen.said.get(commitment.said_in or ""),
        )
        for commitment in seen.commitments
    )
    return (recall or Recall()).find(("promises",), (), partial(_Lines, codebook)).follow(given)


def _by_report(events: Iterable[Event]) -> Mapping[str, Sequence[Event]]:
    """Events under the ids of their reports, in the order given."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.grounds.source_id, []).append(event)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What a commitment came to.

    joined: the number of the line that it is another telling of, with that line before. posted: the lists of
    latest lines that its own line was added to, each with the number that had to leave, if any.
    """

    joined: tuple[int, Promise] | None = None
    posted: tuple[tuple[deque[int], int | None], ...] | None = None


class _Lines(Follower[Given, _Taken]):
    """The lines of the ledger, one commitment after the other."""

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self._codebook = codebook
        self._lines: list[Promise] = []
        self._recent: dict[tuple[str, str], deque[int]] = {}

    def follow(self, given: Iterable[Given]) -> tuple[Promise, ...]:
        """The lines of these commitments."""
        self.advance(given)
        return tuple(self._lines)

    def _take(self, given: Given) -> _Taken:
        if is_called_off(given.commitment.action, given.denied):
            return _Taken()
        promise = read_promise(given, self._codebook)
        kept = [
            self._recent.setdefault((promise.family, party), deque(maxlen=_LOOKED_AT))
            for party in sorted(promise.setters or promise.doers)
        ]
        earlier = sorted({number for numbers in kept for number in numbers}, reverse=True)
        alike = [number for number in earlier if same_matter(promise, self._lines[number])]
        same = next((number for number in alike if _retells(promise, self._lines[number])), None)
        if same is not None:
            line = self._lines[same]
            self._lines[same] = _joined(line, promise)
            return _Taken(joined=(same, line))
        old = tuple(self._lines[number].first.id for number in alike if _renews(promise, self._lines[number]))
        self._lines.append(replace(promise, replaces=old))
        number = len(self._lines) - 1
        return _Taken(posted=tuple((numbers, post(numbers, number)) for numbers in kept))

    def _take_back(self, taken: _Taken) -> None:
        if taken.joined is not None:
            number, line = taken.joined
            self._lines[number] = line
        if taken.posted is not None:
            self._lines.pop()
            for numbers, left in taken.posted:
                take_post_back(numbers, left)


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
