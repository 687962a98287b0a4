"""Claims that no event carries: statements of several sides in one wording."""

import re
from collections import deque
from collections.abc import Collection
from datetime import timedelta

from detente.crisis.known import Known
from detente.crisis.telling import origin_of, tell
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
_POSTINGS = 40  # statements looked at for one word, the latest: frequent words then cost no more each day


def word_claims(seen: Known, taken: Collection[str | None]) -> tuple[Claim, ...]:
    """Group statements that share their wording, and judge each group that more than one statement is in.

    taken: ids of statements that other claims already stand on. A lone denial, confirmation or claim of
    responsibility makes a claim as well; any other lone statement is just that, and no claim.
    """
    groups: list[list[Statement]] = []
    postings: dict[str, deque[int]] = {}
    words: list[frozenset[str]] = []
    for statement in seen.statements:
        wording = beginnings(" ".join(span.text for span in statement.content))
        if statement.act not in _ACTS or statement.id in taken or not wording:
            continue
        group = _fitting(statement, wording, groups, words, postings)
        if group is None:
            group = len(groups)
            groups.append([])
            words.append(wording)
            for word in wording:
                postings.setdefault(word, deque(maxlen=_POSTINGS)).append(group)
        groups[group].append(statement)
    return tuple(
        judge(
            " ".join(span.text for span in group[0].content),
            [tell(seen, statement, asserts=statement.act != "deny") for statement in group],
            interested=frozenset(),
            method=METHOD,
        )
        for group in groups
        if len(group) > 1 or group[0].act in ("deny", "confirm", "claim")
    )


def _fitting(
    statement: Statement,
    wording: frozenset[str],
    groups: list[list[Statement]],
    words: list[frozenset[str]],
    postings: dict[str, deque[int]],
) -> int | None:
    """The group whose first wording is nearest, or None."""
    since = statement.grounds.known_at - timedelta(days=_APART_DAYS)
    candidates = {group for word in wording for group in postings.get(word, ())}
    fitting = [
        (overlap(wording, words[group]), -group)
        for group in candidates
        if groups[group][-1].grounds.known_at >= since
        and overlap(wording, words[group]) >= _SAME_WORDING
        and all(_is_one_proposition(statement, other) for other in (groups[group][0], groups[group][-1]))
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
    about_itself = any(_OF_ITSELF.search(text) or _BARE_COUNT.search(text) for text in (first, second))
    return not about_itself and _likeness(first, second) >= _ALIKE


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.casefold() for number in _NUMBERS.findall(text))


def _text(statement: Statement) -> str:
    return " ".join(span.text for span in statement.content)


def _own_names(text: str, other: str) -> frozenset[str]:
    """The names in a text whose beginnings another lacks."""
    return beginnings(" ".join(_NAMES.findall(text))) - beginnings(other)


def _likeness(first: str, second: str) -> float:
    """The share of their content words that two texts have in common (Jaccard)."""
    one, other = beginnings(first), beginnings(second)
    return len(one & other) / len(one | other)
