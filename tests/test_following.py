"""What is made of a sequence is the same, however the sequence came to be what it is."""

from hypothesis import example, given
from hypothesis import strategies as st

from detente.crisis.following import Followed, Grouped

WORDS = st.lists(st.sampled_from(["ab", "ac", "ba", "bc", "ca", "-"]), max_size=12)


def initial(word):
    return None if word == "-" else word[0]


def grouped(words):
    groups = Grouped(initial)
    groups.advance(words)
    return [(name, list(group)) for name, group in groups.groups.items()]


@given(st.lists(WORDS, max_size=6))
def test_groups_hang_on_the_last_sequence_alone(sequences):
    groups = Grouped(initial)
    known = []
    for words in sequences:
        before = dict(known)
        groups.advance(words)
        changed = groups.changed()
        known = [(name, list(group)) for name, group in groups.groups.items()]
        assert known == grouped(words)
        now = dict(known)
        assert {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)} <= changed


@given(st.lists(WORDS, min_size=2, max_size=6))
@example([["ba", "ab"], ["ab", "ab", "ba"], ["ba", "ab"]])
def test_groups_may_be_asked_for_seldom(sequences):
    groups = Grouped(initial)
    for words in sequences:
        groups.advance(words)
    assert [(name, list(group)) for name, group in groups.groups.items()] == grouped(sequences[-1])


def test_what_is_exchanged_leaves_the_rest_as_it_is():
    taken = []
    groups = Grouped(lambda word: taken.append(word) or initial(word))
    groups.advance(["ab", "ba", "ac", "ca"])
    taken.clear()
    groups.advance(["ab", "bc", "ac", "ca", "ab"])
    assert taken == ["bc", "ab"]


def test_a_sequence_that_is_mostly_new_is_said_to_be():
    before, now = ["a"] * 5_000, ["b"] * 5_000
    assert not Followed(before, now).is_mostly_same
    assert Followed(before, ["a"] * 5_000 + ["b"]).changed == []
    assert Followed(before, ["a", "b", *before]).changed == [1]
