"""Claims that no event carries: statements of several sides in one wording."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial

from detente.crisis.following import Follower, post, take_post_back
from detente.crisis.known import Known
from detente.crisis.recall import Recall
from detente.crisis.telling import ground, origin_of, tell
from detente.crisis.verdict import judge
from detente.crisis.wording import beginnings, overlap
from detente.schema import Claim, Statement

METHOD = "claims.wording/1"
_ACTS = frozenset({"say", "confirm", "deny", "claim", "announce"})  # acts that say what is so
_SAME_WORDING = 0.5  # overlap from which two contents are one proposition: half of the shorter one's words
_ALIKE = 0.4  # share of all words from which wordings of two speakers are one: most of both, endings aside
_COUNTED = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?)"
)
_NUMBERS = re.compile(rf"\b{_COUNTED}\b", re.IGNORECASE)
_BARE_COUNT = re.compile(rf"^\W*(?:[a-z]+ ){{0,2}}{_COUNTED}\b[^A-Z]*$")
_NAMES = re.compile(r"(?<!^)\b[A-Z][\w'’-]+")
# Words that point at whoever is speaking: what follows them is said of the speaker.
_OF_ITSELF = re.compile(
    r"^\W*(?:it|its|they|their|he|his|she|her|we|our|i|my)\b|^\W*an? (?:\w+ ){0,2}record\b|"
    r"\b(?:the|this|our|their|its) (?:country|company|state|city|nation|group|organi[sz]ation|government)\b",
    re.IGNORECASE,
)
_APART_DAYS = 14  # an answer to older words quotes them, and is then found by the quotation's own statement
_KEPT = 65_536  # contents whose numbers and names are kept at hand
_POSTINGS = 40  # statements looked at for one word, the latest: frequent words then cost no more each day


def word_claims(
    seen: Known, taken: Collection[str | None], recall: Recall | None = None
) -> tuple[Claim, ...]:
    """Group statements that share their wording, and judge each group that more than one statement is in.

    taken: ids of statements that other claims already stand on. A lone denial, confirmation or claim of
    responsibility makes a claim as well; any other lone statement is just that, and no claim. recall: of
    earlier drawings.
    """
    recall = recall or Recall()
    stated = (one for one in seen.statements if one.act in _ACTS and one.id not in taken)
    groups = recall.find(("wordings",), (), _Wordings).follow(stated)
    return tuple(
        recall.find(
            ("wording", group[0].id),
            tuple(ground(seen, statement) for statement in group),
            partial(_claim, seen, group),
        )
        for group in groups
        if len(group) > 1 or group[0].act in ("deny", "confirm", "claim")
    )


def _claim(seen: Known, group: Sequence[Statement]) -> Claim:
    return judge(
        _text(group[0]),
        [tell(seen, statement, asserts=statement.act != "deny") for statement in group],
        interested=frozenset(),
        method=METHOD,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The group that a statement was put to, if any. posted: for each word of a new group the group that had
    to leave the word's postings for it, if any; None for a statement that joined an earlier group."""

    group: int | None
    posted: tuple[tuple[str, int | None], ...] | None


class _Wordings(Follower[Statement, _Taken]):
    """Statements grouped by their wording, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[list[Statement]] = []
        self._words: list[frozenset[str]] = []
        self._postings: dict[str, deque[int]] = {}

    def follow(self, statements: Iterable[Statement]) -> Sequence[Sequence[Statement]]:
        """The groups of this sequence."""
        self.advance(statements)
        return self._groups

    def _take(self, statement: Statement) -> _Taken:
        wording = beginnings(_text(statement))
        if not wording:
            return _Taken(None, None)
        group = self._fitting(statement, wording)
        if group is not None:
            self._groups[group].append(statement)
            return _Taken(group, None)
        group = len(self._groups)
        self._groups.append([statement])
        self._words.append(wording)
        latest = {word: self._postings.setdefault(word, deque(maxlen=_POSTINGS)) for word in wording}
        return _Taken(group, tuple((word, post(numbers, group)) for word, numbers in latest.items()))

    def _take_back(self, taken: _Taken) -> None:
        if taken.group is None:
            return
        self._groups[taken.group].pop()
        if taken.posted is None:
            return
        self._groups.pop()
        self._words.pop()
        for word, left in taken.posted:
            take_post_back(self._postings[word], left)

    def _fitting(self, statement: Statement, wording: frozenset[str]) -> int | None:
        """The group whose first wording is nearest, or None."""
        since = statement.grounds.known_at - timedelta(days=_APART_DAYS)
        candidates = {group for word in wording for group in self._postings.get(word, ())}
        fitting = [
            (alike, -number)
            for number in candidates
            if (group := self._groups[number])[-1].grounds.known_at >= since
            and (alike := overlap(wording, self._words[number])) >= _SAME_WORDING
            and all(_is_one_proposition(statement, other) for other in (group[0], group[-1]))
        ]
        best = max(fitting, default=(0.0, 0))
        return -best[1] if best[0] else None


def _is_one_proposition(one: Statement, other: Statement) -> bool:
    """Whether two statements in like words say the same of the same.

    Like words are not enough: what each of two says of itself ("its first case") has two subjects, other
    numbers or other names make another matter, and half of a short wording may stand in any long one.
    """
    first, second = _text(one), _text(other)
    if _numbers(first) != _numbers(second):
        return False
    if _own_names(first, second) and _own_names(second, first):
        return False
    if (
        one.speaker is not None
        and other.speaker is not None
        and origin_of(one.speaker) == origin_of(other.speaker)
    ):
        return True
    return not _is_of_itself(first) and not _is_of_itself(second) and _likeness(first, second) >= _ALIKE


@lru_cache(maxsize=_KEPT)
def _is_of_itself(text: str) -> bool:
    """Whether a text says something of its own speaker, or no more than a number."""
    return bool(_OF_ITSELF.search(text) or _BARE_COUNT.search(text))


@lru_cache(maxsize=_KEPT)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.casefold() for number in _NUMBERS.findall(text))


def _text(statement: Statement) -> str:
    return " ".join(span.text for span in statement.content)


def _own_names(text: str, other: str) -> frozenset[str]:
    """The names in a text whose beginnings another lacks."""
    return _names(text) - beginnings(other)


@lru_cache(maxsize=_KEPT)
def _names(text: str) -> frozenset[str]:
    return beginnings(" ".join(_NAMES.findall(text)))


def _likeness(first: str, second: str) -> float:
    """The share of their content words that two texts have in common (Jaccard)."""
    one, other = beginnings(first), beginnings(second)
    return len(one & other) / len(one | other)
