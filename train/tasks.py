"""What the heads of the model may answer: the labels of each task, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

from check import PIECES, read_labels
from detente.reading.labels import CHANCES, Labels

# Universal Dependencies v2: the tags, and all relations of EWT's training part.
_UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"
_DEPREL = """
acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound
compound:prt conj cop csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed
flat goeswith iobj list mark nmod nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod
obj obl obl:agent obl:unmarked orphan parataxis punct reparandum root vocative xcomp
"""
UPOS, DEPREL = tuple(_UPOS.split()), tuple(_DEPREL.split())

MENTIONS = ("person", "organisation", "place", "group", "nominal")

_LABELS = read_labels()
TYPES = ("none", *_LABELS.modes)
MODES = ("none", *(f"{name}/{mode}" for name, modes in _LABELS.modes.items() for mode in sorted(modes)))
STATUS = ("reported", "denied", "demanded", "threatened", "promised", "planned", "possible")
ACTS = ("none", *sorted(_LABELS.statement_acts))
COMMITMENTS = ("none", *sorted(_LABELS.commitment_acts))
QUANTITIES = tuple(sorted(_LABELS.quantities))
RELATIONS = TYPES[1:]  # between two actors that are given: see relations.py
MARKS = ("", "by", "to")  # which of them a word belongs to


def bio(kinds: Sequence[str]) -> tuple[str, ...]:
    """O, then B and I of each kind: B of kind k is 1 + 2k, I is 2 + 2k."""
    return ("O", *(f"{tag}-{kind}" for kind in kinds for tag in "BI"))


# Tasks that give each word one label of a set. Open ones are trained by sets of allowed labels, since some
# sources leave a choice; closed ones by one label, or none where a word is not labelled.
OPEN = {
    "mention": bio(MENTIONS),
    "type": TYPES,
    "statement": ACTS,
    "commitment": COMMITMENTS,
    "figure": bio(QUANTITIES),
}
CLOSED = {
    "upos": UPOS,
    "mode": MODES,
    "status": STATUS,
    "background": ("news", "background"),
    "quoted": ("reported", "quoted"),
    "predicate": ("none", "predicate"),
}
TAGS = OPEN | CLOSED

# Who and what belongs to an anchor (trigger, cue, number). `via` of a statement is the statement whose
# content its cue stands in (true of all 42 in the first 3,230 sentences), so it is derived and not learnt.
FIELDS = [
    (layer, field)
    for layer in PIECES
    for field in PIECES[layer]
    if field not in ("trigger", "cue", "text", "via")
]
ROLES = tuple(f"{layer}.{field}" for layer, field in FIELDS)
LAYERS = tuple(PIECES)
ROLE_LAYER = tuple(LAYERS.index(layer) for layer, _ in FIELDS)  # for each role the index of its layer

# Semantic roles of PropBank. Continuations (C-) count as the role they continue. Rare ones are left out.
_SRL = """
none ARG0 ARG1 ARG2 ARG3 ARG4 ARG5 ARGM-ADJ ARGM-ADV ARGM-CAU ARGM-COM ARGM-CXN ARGM-DIR ARGM-DIS
ARGM-EXT ARGM-GOL ARGM-LOC ARGM-LVB ARGM-MNR ARGM-MOD ARGM-NEG ARGM-PRD ARGM-PRP ARGM-PRR ARGM-REC
ARGM-TMP R-ARG0 R-ARG1 R-ARG2 R-ARGM-ADV R-ARGM-LOC R-ARGM-TMP
"""
SRL = tuple(_SRL.split())
SRL_RENAMED = {"ARGM-PNC": "ARGM-PRP", "ARG1-DSP": "ARG1", "ARGA": "ARG0"}


def srl_label(role: str) -> int:
    """The index in SRL of a PropBank role; 0 for one that is left out."""
    name = role.removeprefix("C-")
    name = SRL_RENAMED.get(name, name)
    return SRL.index(name) if name in SRL else 0


def labels(lemmas: Sequence[str] = ()) -> Labels:
    """All of the above as the package's reader knows it."""
    return Labels(
        tags=TAGS,
        deprel=DEPREL,
        roles=ROLES,
        srl=SRL,
        relations=RELATIONS,
        lemmas=tuple(lemmas),
        chances=CHANCES,
        reliability={},
    )
