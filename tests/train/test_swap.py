"""Other countries' names in sentences that are trained on."""

import random

from swap import Swap

WORDS = [
    "Syrian",
    "troops",
    "left",
    "Syria",
    ",",
    "and",
    "Syria",
    "said",
    "that",
    "Damascus",
    "and",
    "the",
    "Syrians",
    "were",
    "safe",
    ".",
]


def test_each_name_becomes_another_of_its_kind_in_all_places() -> None:
    swap = Swap()
    changed = [swap.words(WORDS, random.Random(seed)) for seed in range(20)]
    for words in changed:
        assert len(words) == len(WORDS) and words[3] == words[6]
        kinds = [[swap.kind.get(word) for word in one] for one in (words, WORDS)]
        assert kinds[0] == kinds[1]
        assert [word for word in words if word not in swap.kind] == [
            word for word in WORDS if word not in swap.kind
        ]
    assert len({words[3] for words in changed}) > 10
    assert changed[0] == swap.words(WORDS, random.Random(0))


def test_what_stands_for_more_than_one_is_left_alone() -> None:
    assert Swap().words(["Washington", "Georgia", "went"], random.Random(1))[0] == "Washington"
