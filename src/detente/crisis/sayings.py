"""Claims that no event carries: statements of several sides in one wording."""

from collections import deque
from collections.abc import Collection
from datetime import timedelta

from detente.crisis.known import Known
from detente.crisis.telling import tell
from detente.crisis.verdict import judge
from detente.crisis.wording import beginnings, overlap
from detente.schema import Claim, Statement

METHOD = "claims.wording/1"
_ACTS = frozenset({"say", "confirm", "deny", "claim", "announce"})  # acts that say what is so
_SAME_WORDING = 0.5  # overlap from which two contents are one proposition: half of the shorter one's words
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
    ]
    best = max(fitting, default=(0.0, 0))
    return -best[1] if best[0] >= _SAME_WORDING else None
