"""Sentences: golden cases, and what holds for every text."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.schema import Publisher, Report
from detente.sentences import MAX_CHARS, split

GOLDEN = sorted((Path(__file__).parent / "golden" / "sentences").glob("*.toml"))
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
PIECES = st.one_of(
    st.sampled_from(
        ["Kyiv", "the ", "U.S.", " Lt. Gen. ", "p.m. ", "e.g. ", "1. ", "3.5", "- ", "؟ ", "[1]", "\n\n"]
    ),
    st.sampled_from(list('.!?… \n\r\t"”()|xXé。🎉\u200b\u00a0\u2028')),
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.lists(PIECES, max_size=60).map("".join),
)


def report(text: str) -> Report:
    return Report(
        publisher=Publisher(id="unknown", name="unknown"),
        text=text,
        retrieved_at=datetime(2025, 6, 5, tzinfo=UTC),
        raw_sha256="0" * 64,
        extraction="test",
    )


def is_space(character: str) -> bool:
    return character.isspace() or character in INVISIBLE


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [sentence.span.text for sentence in split(report(case["input"]))] == case["expected"], case["why"]


def test_golden_cases_exist() -> None:
    assert len(GOLDEN) >= 20


@given(TEXTS)
@example("a" * (2 * MAX_CHARS + 1))
@example("a\n" * MAX_CHARS)
@example("a" + "\u200b" * (2 * MAX_CHARS) + "b")
def test_laws(text: str) -> None:
    read = report(text)
    sentences = split(read)
    covered = [0] * len(text)
    for index, sentence in enumerate(sentences):
        span = sentence.span
        assert sentence.index == index
        assert (span.report_id, read.text[span.start : span.end]) == (read.id, span.text)
        assert not is_space(span.text[0]) and not is_space(span.text[-1])
        assert len(span.text) <= MAX_CHARS
        for at in range(span.start, span.end):
            covered[at] += 1
    assert all(count == 1 or (count == 0 and is_space(text[at])) for at, count in enumerate(covered))
    assert [s.span.start for s in sentences] == sorted(s.span.start for s in sentences)
    assert split(report(text)) == sentences


@pytest.mark.parametrize("character", ["a", ".", "(", '"', "ل", "\U0001f389", "-"])
def test_a_long_stretch_without_spaces_is_cut_and_nothing_is_lost(character: str) -> None:
    sentences = split(report(character * 100_000))
    assert max(len(sentence.span.text) for sentence in sentences) <= MAX_CHARS
    assert "".join(sentence.span.text for sentence in sentences) == character * 100_000


def test_a_long_stretch_is_cut_between_words_where_it_has_any() -> None:
    sentences = split(report("word " * 1_000))
    assert len(sentences) == 3
    assert {word for sentence in sentences for word in sentence.span.text.split(" ")} == {"word"}
