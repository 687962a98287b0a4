"""How the reader's syntax, names and roles compare with a treebank's. Needs no torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from detente.reading.drafts import Seen
from detente.reading.mentions import mentions, names_inside, spans_of_tags
from detente.reading.spans import srl_spans
from detente.reading.trees import tree
from score import f1
from tasks import DEPREL, SRL, labels

Row = dict[str, Any]
LABELS = labels()
NER = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def syntax_scores(seen: Sequence[tuple[Row, Seen]]) -> dict[str, float]:
    """Shares of words: tags, lemmas, heads (UAS), heads with universal relation (LAS) or with its subtype."""
    hits = dict.fromkeys(("UPOS", "lemma script", "UAS", "LAS", "LAS with subtypes"), 0)
    words = 0
    for row, one in seen:
        heads, gold = tree(one.arcs), np.array(row["head"])
        relations = [DEPREL[index] for index in one.deprel]
        attached = heads == gold
        words += len(gold)
        hits["UPOS"] += int((one.tags["upos"].argmax(-1) == np.array(row["upos"])).sum())
        hits["lemma script"] += int((one.lemma == np.array(row["lemma"])).sum())
        hits["UAS"] += int(attached.sum())
        same = zip(attached, relations, row["deprel"], strict=True)
        hits["LAS"] += sum(ok and one.split(":")[0] == other.split(":")[0] for ok, one, other in same)
        same = zip(attached, relations, row["deprel"], strict=True)
        hits["LAS with subtypes"] += sum(ok and one == other for ok, one, other in same)
    return {name: value / words for name, value in hits.items()}


def names(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """Gold and found names of a sentence of EWT."""
    gold = {*spans_of_tags(row["ner"])}
    flat = mentions(one.tags, row["words"], LABELS)
    named = (*flat, *names_inside(one.tags, flat, LABELS))
    return gold, {(NER[kind], start, end) for kind, start, end in named if kind in NER}


def roles(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """Gold and found (predicate, role, start, end) of a sentence of EWT, predicates found as well."""
    gold = {
        (anchor["word"], SRL[role], start, end)
        for anchor in row["anchors"]
        for role, start, end in anchor["srl"]
    }
    held = np.flatnonzero(one.tags["predicate"].argmax(-1)).tolist()
    heads, words = tree(one.arcs), row["words"]
    predicted = (word for word in held if word in one.srl)
    found = {
        (word, *span) for word in predicted for span in srl_spans(one.srl[word], heads, word, words, LABELS)
    }
    return gold, found


def predicates(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """Gold and found predicates of a sentence of EWT."""
    found = set(np.flatnonzero(one.tags["predicate"].argmax(-1)).tolist())
    return {anchor["word"] for anchor in row["anchors"]}, found


def given_predicates(row: Row, one: Seen) -> tuple[set[Any], set[Any]]:
    """As `roles`, for the predicates that gold and model share."""
    gold, found = roles(row, one)
    shared = {word for word, *_ in gold} & {word for word, *_ in found}
    return {item for item in gold if item[0] in shared}, {item for item in found if item[0] in shared}


def treebank_scores(seen: Sequence[tuple[Row, Seen]]) -> Iterator[tuple[str, float]]:
    """All that can be measured on one treebank, each with its name: shares and F1."""
    yield from syntax_scores(seen).items()
    for what, key, sets in (
        ("names F1", "ner", names),
        ("predicates F1", "predicate", predicates),
        ("roles F1, predicates found too", "predicate", roles),
        ("roles F1, of predicates found", "predicate", given_predicates),
    ):
        found = [sets(row, one) for row, one in seen if key in row]
        if found:
            matched = sum(len(gold & mine) for gold, mine in found)
            counts = (matched, sum(len(gold) for gold, _ in found), sum(len(mine) for _, mine in found))
            yield what, f1(counts)
