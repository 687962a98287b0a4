"""A root that the model gives a relation of a dependent: whoever climbs the tree ends there."""

from types import SimpleNamespace

import numpy as np
import pytest

from detente.reading.actors.cast import _is_main, _predicate
from detente.reading.joined import _verb_of
from detente.reading.meetings import _two
from detente.reading.undone import is_disowned

WORDS = ("They", "met", "them")


def page_of(deprel, upos="NOUN"):
    """Three words, of which the second is the root and each has the same relation."""
    return SimpleNamespace(
        words=WORDS,
        heads=np.array([2, 0, 2]),
        deprel=lambda word: deprel,
        upos=lambda word: upos,
        mentions=(),
    )


@pytest.mark.parametrize("deprel", ["appos", "flat", "conj", "xcomp", "ccomp", "nmod", "acl", "parataxis"])
@pytest.mark.parametrize("upos", ["NOUN", "VERB"])
def test_climbing_ends_at_the_root(deprel, upos):
    page = page_of(deprel, upos)
    sheet = SimpleNamespace(page=page, lower=[word.lower() for word in WORDS])
    assert _predicate(sheet, 2) is None
    assert isinstance(_is_main(sheet, 1), bool)
    assert is_disowned(page, 2) is False
    assert _verb_of(page, 2) in (-1, 1)
    assert _two(page, 2) is None
