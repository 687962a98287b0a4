"""What the reader saw in a text, for those who want to look inside or build on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.codebook.registry import Registry
from detente.reading.dates import find_whens
from detente.reading.drafts import read_drafts
from detente.reading.mentions import names_inside
from detente.reading.page import Page
from detente.reading.places import Atlas
from detente.reading.spans import srl_spans
from detente.schema import Analysis, Mention, Place, Predicate, Report, Role, Sentence, Token, When

MENTION_TASK = "mention"


def analyse(
    report: Report, sentences: Sequence[Sentence], pages: Sequence[Page], *, registry: Registry, atlas: Atlas
) -> Analysis:
    """Tokens with their tree, mentions, predicates, times and places of a text, in its order."""
    tokens: list[Token] = []
    mentions: list[Mention] = []
    predicates: list[Predicate] = []
    times: list[When] = []
    places: list[Place] = []
    roots: dict[int, int] = {}  # of each sentence the token at its root
    for page in pages:
        atlas.turn(page)
        first = len(tokens) - page.own[0]  # index that the page's first word has among the tokens
        tokens += _tokens(page, first, roots)
        mentions += _mentions(page, first, registry)
        predicates += _predicates(page, first)
        times += (when for when, word in find_whens(page) if page.own[0] <= word < page.own[1])
        places += _places(page, atlas)
    return Analysis(
        report=report,
        sentences=tuple(sentences),
        tokens=tuple(tokens),
        mentions=tuple(mentions),
        predicates=tuple(predicates),
        times=tuple(times),
        places=tuple(places),
    )


def _tokens(page: Page, first: int, roots: dict[int, int]) -> Iterator[Token]:
    """The words that a page answers for. What has its head outside of them hangs on the sentence's root."""
    sentence = page.sentence.index
    for word in range(*page.own):
        head, deprel = int(page.heads[word]) - 1, page.deprel(word)
        if page.own[0] <= head < page.own[1]:
            head += first
        elif sentence in roots:
            head, deprel = roots[sentence], "parataxis"
        else:
            head, deprel = -1, "root"
            roots[sentence] = first + word
        yield Token(
            span=page.span((word, word + 1)),
            sentence=sentence,
            lemma=page.lemma(word),
            upos=page.upos(word),
            head=head,
            deprel=deprel,
        )


def _mentions(page: Page, first: int, registry: Registry) -> Iterator[Mention]:
    """Whom and what a page names; "US troops" holds "US". A place that is a state is a country."""
    scores = page.seen.tags[MENTION_TASK]
    inside = names_inside(page.seen.tags, page.mentions, page.labels)
    for kind, start, end in sorted({*page.mentions, *inside}, key=lambda one: (one[1], -one[2])):
        if page.own[0] <= start < page.own[1]:
            span = page.span((start, end))
            states = kind == "place" and any(one.kind == "state" for one in registry.lookup(span.text))
            yield Mention(
                span=span,
                kind="country" if states else kind,
                head=first + page.head((start, end)),
                probability=round(float(scores[start:end, 1:].sum(-1).min()), 4),
            )


def _predicates(page: Page, first: int) -> Iterator[Predicate]:
    """The words that tell of an act, state or speech, with their PropBank roles."""
    seen, labels = page.seen, page.labels
    drafts = read_drafts(seen, page.words, page.mentions, labels, labels.chances)
    acts = {draft.anchor[0]: draft for draft in drafts if draft.layer == "events"}
    speech = {draft.anchor[0]: draft.label for draft in drafts if draft.layer == "statements"}
    held = set(np.flatnonzero(seen.tags["predicate"].argmax(-1)).tolist()) | acts.keys() | speech.keys()
    for word in sorted(held):
        if not page.own[0] <= word < page.own[1]:
            continue
        act = acts.get(word)
        scores = seen.srl.get(word)
        roles = [] if scores is None else srl_spans(scores, page.heads, word, page.words, labels)
        yield Predicate(
            token=first + word,
            lemma=page.lemma(word),
            type=act.label if act else None,
            mode=act.mode if act else None,
            status=act.status if act else None,
            speech=speech.get(word),
            roles=tuple(
                Role(
                    name=name,
                    span=page.span((start, end)),
                    probability=round(float(scores[start:end, labels.srl.index(name)].mean()), 4),
                )
                for name, start, end in roles
                if scores is not None
            ),
            probability=round(float(seen.tags["predicate"][word, 1]), 4),
        )


def _places(page: Page, atlas: Atlas) -> Iterator[Place]:
    """The places and countries that a page names."""
    for kind, start, end in page.mentions:
        if kind == "place" and page.own[0] <= start < page.own[1]:
            yield atlas.place(page, (start, end), ())
