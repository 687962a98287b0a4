"""What one promise binds to, one obligation at a time: "is to free 23 men by Friday and to let two boats go".

The model reads one action for each word that promises. Where what is promised goes on after "and" with its
own "to" or "will", that is an obligation too: of its own subject, if it has one, and of its own day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page
from detente.reading.trees import Span as Words
from detente.reading.trees import subtree_spans

_WILL = frozenset(("will", "shall", "would", "must", "'ll", "\u2019ll"))
_NOT = frozenset(("not", "n't", "n\u2019t", "never"))
_AND = frozenset(("and", ",", ";"))
_EDGES = ("PUNCT", "CCONJ", "ADP", "PART")


def one_by_one(page: Page, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Drafts, each commitment once for each obligation that it names. Other drafts stay as they are."""
    for draft in drafts:
        verbs = _verbs(page, draft) if draft.layer == "commitments" else []
        if len(verbs) < 2:
            yield draft
            continue
        cues = {one.anchor[0] for one in drafts if one.layer == "commitments" and one is not draft}
        starts = [_start(page, verb) for verb in verbs]
        last = max(subtree_spans(page.heads)[verb][1] for verb in verbs)
        for verb, start, end in zip(verbs, starts, (*starts[1:], last), strict=True):
            if verb == verbs[0] or cues.isdisjoint(range(start, end)):
                yield _bound(page, draft, drafts, verb, (start, end), starts[0])


def _verbs(page: Page, draft: Draft) -> list[int]:
    """The verbs of what is promised, each of an obligation of its own; empty where the action is no verb."""
    action, cue = draft.one("action"), draft.anchor[0]
    if action is None:
        return []
    first = page.head(action)
    while page.deprel(first) == "conj" and cue not in page.children(first):
        above = int(page.heads[first]) - 1
        if above <= cue or page.upos(above) != "VERB":
            break
        first = above
    if page.upos(first) != "VERB" or first <= cue:
        return []
    joined = {first}
    for at in range(first + 1, len(page.words)):
        above = int(page.heads[at]) - 1
        to = page.words[at - 1].lower() == "to"
        if (
            (above in joined or (above == cue and to))
            and (to or page.upos(at) == "VERB")
            and page.deprel(at) in ("conj", "parataxis")
        ):
            joined.add(at)
    aside = [words for name in ("condition", "otherwise") for words in draft.spans.get(name, ())]
    return [
        at
        for at in sorted(joined)
        if at == first or (_goes_on(page, at) and not any(start <= at < end for start, end in aside))
    ]


def _goes_on(page: Page, verb: int) -> bool:
    """Whether a verb stands with "to" or "will" of its own, behind "and" or a comma."""
    children = [at for at in page.children(verb) if at < verb]
    will = any(page.deprel(at).startswith("aux") and page.words[at].lower() in _WILL for at in children)
    start = _start(page, verb)
    and_ = page.words[start - 1].lower() in _AND and page.upos(start) != "SCONJ"
    return and_ and (will or page.words[verb - 1].lower() == "to")


def _start(page: Page, verb: int) -> int:
    """Where the clause of a verb begins, after "and"."""
    spans = subtree_spans(page.heads)
    before = [at for at in page.children(verb) if at < verb and page.deprel(at) not in ("cc", "punct")]
    before += [verb - 1] if page.words[verb - 1].lower() == "to" else []
    return min((min(at, spans[at][0]) for at in before), default=verb)


def _bound(page: Page, draft: Draft, drafts: Sequence[Draft], verb: int, clause: Words, first: int) -> Draft:
    """A commitment to one obligation, that of a verb. clause: its words; first: where obligations begin."""
    start, end = clause
    due = draft.one("due")
    if due is not None and not start <= due[0] < end and due[0] >= first:
        due = None  # of another obligation
    if due is None:
        times = (one.one("when") for one in drafts if one.layer == "events" and start <= one.anchor[0] < end)
        due = next((when for when in times if when and start <= when[0] < end), None)
    by, to = draft.spans.get("by", ()), draft.spans.get("to", ())
    own = _subject(page, verb) if start > first else None
    if own is not None and own not in by:
        by, to = (own,), tuple(one for one in to if one != own)
    action = draft.one("action") or clause
    words = (action[0], min(action[1], end)) if start <= action[0] <= verb else (_from(page, verb), end)
    spans = {**draft.spans, "by": by, "to": to, "due": () if due is None else (due,)}
    return replace(draft, spans={**spans, "action": ((words[0], _until(page, verb, words[1], due)),)})


def _subject(page: Page, verb: int) -> Words | None:
    """The mention that is the subject of a verb."""
    word = next((at for at in page.children(verb) if page.deprel(at) == "nsubj"), None)
    return next(((low, high) for _, low, high in page.mentions if page.head((low, high)) == word), None)


def _from(page: Page, verb: int) -> int:
    """Where an action begins: at its verb, what denies it and its passive included."""
    before = [at for at in page.children(verb) if at < verb]
    passive = any(page.deprel(at) == "nsubj:pass" for at in before)
    if passive:
        return _start(page, verb)
    return min((at for at in before if page.words[at].lower() in _NOT), default=verb)


def _until(page: Page, verb: int, end: int, due: Words | None) -> int:
    """Where an action ends: before marks, "and", and the words that say when."""
    if due is not None and verb < due[0] and all(page.upos(at) in _EDGES for at in range(due[1], end)):
        end = min(end, due[0])
    while end > verb + 1 and page.upos(end - 1) in _EDGES:
        end -= 1
    return end
