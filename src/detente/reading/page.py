"""One stretch of a report as the model saw it: words, tags, tree and mentions, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.reading.dateline import own_start
from detente.reading.drafts import Array, Seen
from detente.reading.encoder import Encoder
from detente.reading.labels import Labels
from detente.reading.mentions import mentions
from detente.reading.trees import Span as Words
from detente.reading.trees import tree
from detente.reading.words import split_words
from detente.schema import Report, Sentence, Span


@dataclass(frozen=True, kw_only=True)
class Page:
    """A sentence, or a window of a long one. Words are counted from its beginning.

    own: the words that this window answers for; its others are context. offsets: of each word in the report's
    text.
    """

    report: Report
    sentence: Sentence
    words: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]
    own: Words
    seen: Seen
    labels: Labels

    def span(self, words: Words) -> Span:
        """From one word up to, not including, another, as a span of the report."""
        return self.report.span(self.offsets[words[0]][0], self.offsets[words[1] - 1][1])

    def upos(self, word: int) -> str:
        """The universal part of speech of a word."""
        return self.labels.tags["upos"][int(self.seen.tags["upos"][word].argmax())]

    def lemma(self, word: int) -> str:
        """The dictionary form of a word: its letters, cut and completed by a script that the model names.

        Raises: ValueError where only records were wanted.
        """
        if self.seen.lemma is None:
            raise ValueError("the lemmas of this page were not asked for")
        script = self.labels.lemmas[int(self.seen.lemma[word])]
        form = self.words[word] if script[0] == "k" else self.words[word].lower()
        cut, _, ending = script[1:].partition("+")
        return form[: len(form) - int(cut)] + ending if int(cut) <= len(form) else form

    def deprel(self, word: int) -> str:
        """The relation of a word to its head."""
        return self.labels.deprel[int(self.seen.deprel[word])]

    @cached_property
    def heads(self) -> Array:
        """The head of each word (W,): 0 for the root, else 1 + index."""
        return tree(self.seen.arcs)

    def children(self, word: int) -> tuple[int, ...]:
        """The words that hang on a word, in their order."""
        return tuple(at for at in range(len(self.words)) if int(self.heads[at]) - 1 == word)

    @cached_property
    def mentions(self) -> tuple[tuple[str, int, int], ...]:
        """(kind, start, end) of each person, organisation, place, group and nominal actor, in order."""
        return tuple(mentions(self.seen.tags, self.words, self.labels))

    def head(self, words: Words) -> int:
        """The word of a stretch whose head lies outside of it; the last such one, else its last word."""
        start, end = words
        tops = [word for word in range(start, end) if not start <= int(self.heads[word]) - 1 < end]
        return tops[-1] if tops else end - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    sentence: Sentence
    words: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]
    own: Words


def read_pages(
    encoder: Encoder,
    reports: Sequence[Report],
    sentences: Sequence[Sequence[Sentence]],
    *,
    whole: bool = False,
) -> list[list[Page]]:
    """The pages of each report, in the order of its text. All are seen in one go, sorted by length.

    A dateline, or the time before an entry, is on no page: the model takes it for a part of the sentence.
    whole: with it, and with lemmas, factuality and PropBank roles.
    """
    stretches = [
        list(_stretches(encoder, report, own, whole=whole))
        for report, own in zip(reports, sentences, strict=True)
    ]
    flat = [stretch.words for own in stretches for stretch in own]
    seen = iter(encoder.see(flat, whole=whole))
    return [
        [
            Page(
                report=report,
                sentence=stretch.sentence,
                words=stretch.words,
                offsets=stretch.offsets,
                own=stretch.own,
                seen=next(seen),
                labels=encoder.labels,
            )
            for stretch in own
        ]
        for report, own in zip(reports, stretches, strict=True)
    ]


def _stretches(
    encoder: Encoder, report: Report, sentences: Sequence[Sentence], *, whole: bool
) -> Iterator[_Stretch]:
    for sentence in sentences:
        begin, text = sentence.span.start, sentence.span.text
        first = 0 if whole else own_start(report, sentence)
        spans = [span for span in split_words(text) if span[0] >= first]
        words = tuple(text[start:end] for start, end in spans)
        for window in encoder.windows(words) if words else ():
            yield _Stretch(
                sentence=sentence,
                words=words[window.start : window.end],
                offsets=tuple(
                    (begin + start, begin + end) for start, end in spans[window.start : window.end]
                ),
                own=(window.own[0] - window.start, window.own[1] - window.start),
            )
