"""Trees from scores of heads."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.reading.trees import is_tree, subtree_spans, tree

SCORES = st.integers(1, 5).flatmap(
    lambda size: arrays(np.float32, (size, size + 1), elements=st.floats(-9, 9, width=32))
)


def best_of_all(scores: np.ndarray) -> float:
    """The score of the best tree with one root, by trying every one."""
    size = len(scores)
    choices = ([head for head in range(size + 1) if head != word + 1] for word in range(size))
    found = (np.array(heads) for heads in itertools.product(*choices))
    return max(float(scores[range(size), heads].sum()) for heads in found if is_tree(heads))


@settings(deadline=None)
@given(SCORES)
def test_a_tree_with_one_root_is_found(scores: np.ndarray) -> None:
    heads = tree(scores)
    assert is_tree(heads)
    assert all(head != word + 1 for word, head in enumerate(heads))


@settings(deadline=None, max_examples=50)
@given(SCORES)
def test_of_trees_with_its_root_it_is_the_best(scores: np.ndarray) -> None:
    heads = tree(scores)
    root = int(np.flatnonzero(heads == 0)[0])
    barred = scores.copy()
    barred[:, 0] = -1e6
    barred[root] = -1e6
    barred[root, 0] = scores[root, 0]
    assert scores[range(len(heads)), heads].sum() >= best_of_all(barred) - 1e-3


def test_subtrees_cover_what_hangs_on_a_word() -> None:
    assert subtree_spans(np.array([2, 0, 4, 2])) == [(0, 1), (0, 4), (2, 3), (2, 4)]
