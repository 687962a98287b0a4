"""Copies: what carries the text of another, who was first, and whose voice it is."""

import random
from dataclasses import replace

import pytest
from building import NOON, make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.crisis import CopyIndex, Voices, find_copies, find_sources
from detente.crisis.copies import SIMILARITY, shingles, similarity

SENTENCE = (
    "Harbour crews counted the boats that had left the port before the blockade began and found "
    "that eleven of forty were missing while the ministry spoke of nine and blamed the storm for two of them"
)
WORDS = SENTENCE.split()
TEXT = f"{SENTENCE}."
OTHER = (
    "The two delegations met for five hours in Geneva on Sunday without agreeing on a date for the next "
    "round, and each said that the other had brought nothing new to the table."
)


def edited(count, *, seed=0, words=WORDS):
    """The text with `count` of its words replaced, all at its end, so that few shingles change."""
    numbers = random.Random(seed)
    return " ".join([*words[: len(words) - count], *(f"x{numbers.randrange(999)}" for _ in range(count))])


def links(reports):
    return {copy.report_id: copy.of for copy in find_copies(reports)}


def test_shingles_know_neither_case_nor_punctuation():
    assert shingles("Boats, left — the PORT") == shingles("boats left the port")
    assert shingles("Two words") == {"two words"}
    assert shingles("…") == frozenset()


def test_jaccard_index_is_exact():
    one, other = shingles("a b c d e"), shingles("a b c d x")
    assert similarity(one, other) == pytest.approx(2 / 4)
    assert similarity(frozenset(), frozenset()) == 0.0


def test_a_reprint_is_a_copy_of_the_earliest_report():
    first, second, third = (make_report(TEXT, day=day, publisher=f"p{day}.example") for day in (1, 2, 3))
    assert links([third, first, second]) == {second.id: first.id, third.id: first.id}


def test_a_copy_names_its_grounds():
    first = make_report(TEXT, day=1)
    second = make_report(edited(3), day=2, publisher="b.example")
    (copy,) = find_copies([first, second])
    assert copy.similarity == pytest.approx(similarity(shingles(TEXT), shingles(edited(3))))
    assert copy.records == tuple(sorted((first.id, second.id)))
    assert "known first" in copy.steps[0].detail


@pytest.mark.parametrize("count", range(0, len(WORDS), 2))
def test_the_threshold_is_exact(count):
    one = make_report(TEXT, day=1)
    two = make_report(edited(count), day=2, publisher="b.example")
    alike = similarity(shingles(one.text), shingles(two.text)) >= SIMILARITY
    assert bool(find_copies([one, two])) == alike


def test_recall_is_high_just_above_the_threshold_and_no_pair_is_false():
    numbers = random.Random(3)
    index, pairs = CopyIndex(), []
    for number in range(150):
        words = [f"w{numbers.randrange(4000)}" for _ in range(60)]
        one = make_report(" ".join(words), publisher=f"a{number}.example", day=1)
        two = make_report(edited(14, seed=number, words=words), publisher=f"b{number}.example", day=2)
        assert SIMILARITY <= similarity(shingles(one.text), shingles(two.text)) < 0.65
        pairs.append((one, two))
    index.add(report for pair in pairs for report in pair)
    found = sum(getattr(index.copy(two.id), "of", None) == one.id for one, two in pairs)
    assert found >= 0.99 * len(pairs)
    assert len(index.copies()) == found


def test_other_news_is_no_copy():
    assert find_copies([make_report(TEXT), make_report(OTHER, day=2, publisher="b.example")]) == ()
    assert find_copies([make_report("…", day=1), make_report("—", day=2, publisher="b.example")]) == ()
    assert find_copies([]) == ()


def test_a_replaced_report_is_a_version_and_no_copy():
    first = make_report(TEXT, day=1)
    second = make_report(edited(2), day=3, replaces=first.id)
    reprint = make_report(TEXT, day=2, publisher="b.example")
    assert links([first, second]) == {}
    assert links([second, reprint, first]) == {reprint.id: first.id}


def test_a_report_put_at_the_same_address_is_a_version():
    first = make_report(TEXT, day=1, url="https://post.example/boats")
    second = make_report(edited(2), day=2, url="https://post.example/boats")
    elsewhere = make_report(edited(1), day=3, url="https://post.example/again")
    assert links([first, second, elsewhere]) == {elsewhere.id: first.id}


def test_what_credits_an_agency_is_a_copy_of_the_agency_s_report_even_if_earlier():
    early = make_report(TEXT, day=1, publisher="morning.example", origin="wire.example")
    agency = make_report(TEXT, day=2, publisher="wire.example")
    silent = make_report(TEXT, day=3, publisher="evening.example")
    assert links([early, agency, silent]) == {early.id: agency.id, silent.id: early.id}


def voices(reports):
    index = CopyIndex()
    index.add(reports)
    known = {report.id: report for report in reports}
    return {source.report_id: source.voice for source in find_sources(reports, index, known)}


def test_copies_have_one_voice():
    reports = [make_report(TEXT, day=day, publisher=f"p{day}.example") for day in (1, 2, 3)]
    other = make_report(OTHER, publisher="q.example")
    assert set(voices(reports).values()) == {"p1.example"}
    assert voices([*reports, other])[other.id] == "q.example"


def test_the_agency_that_a_copy_credits_is_the_voice_of_all():
    silent = make_report(TEXT, day=1, publisher="morning.example")
    honest = make_report(edited(1), day=2, publisher="evening.example", origin="wire.example")
    rewritten = make_report(OTHER, day=2, publisher="noon.example", origin="wire.example")
    assert set(voices([silent, honest, rewritten]).values()) == {"wire.example"}


def test_a_thousand_copies_are_one_family():
    index = CopyIndex()
    reports = [
        make_report(TEXT, day=1 + number % 28, publisher=f"p{number}.example") for number in range(1_000)
    ]
    index.add(reports)
    assert len(index.copies()) == 999
    assert {copy.of for copy in index.copies()} == {index.original(reports[-1].id)}


REPORTS = [
    make_report(TEXT, day=2, publisher="a.example"),
    make_report(edited(2), day=1, publisher="b.example", origin="a.example"),
    make_report(edited(4), day=4, publisher="c.example"),
    make_report(edited(6), day=3, publisher="c.example", url="https://c.example/1"),
    make_report(edited(5, seed=4), day=5, publisher="c.example", url="https://c.example/1"),
    make_report(edited(3, seed=2), day=6, publisher="d.example"),
    make_report(OTHER, day=1, publisher="d.example"),
    make_report(OTHER, day=1, publisher="e.example", published_at=None),
]
UPDATE = make_report(edited(1), day=7, publisher="a.example", replaces=REPORTS[0].id)


@settings(max_examples=40, deadline=None)
@given(st.permutations([*REPORTS, UPDATE]), st.integers(1, 8))
def test_law_neither_order_nor_portions_change_the_copies(reports, size):
    index = CopyIndex()
    for start in range(0, len(reports), size):
        index.add(reports[start : start + size])
    assert index.copies() == find_copies([*REPORTS, UPDATE])


CREDITED = [replace(one, origin=f"w{n % 3}.example") if n % 2 else one for n, one in enumerate(REPORTS)]


@settings(max_examples=60, deadline=None)
@given(st.permutations([*CREDITED, UPDATE]), st.integers(1, 4))
def test_law_neither_order_nor_portions_change_the_voices(reports, size):
    kept, known = Voices(), {}
    for start in range(0, len(reports), size):
        some = reports[start : start + size]
        known.update((one.id, one) for one in some)
        kept.add(some, known)
    whole = CopyIndex()
    whole.add(reports)
    assert sorted(kept.sources(), key=lambda one: one.report_id) == list(find_sources(reports, whole, known))


def test_adding_again_changes_nothing():
    index = CopyIndex()
    index.add(REPORTS)
    before = index.copies()
    assert index.add(REPORTS) == frozenset()
    assert index.copies() == before
    assert REPORTS[-1].known_at == NOON
