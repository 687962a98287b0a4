"""Quotations that go on over several sentences: what stands in them is said by whoever is quoted.

The model reads a sentence at a time, so that of "We are tired. They bombed us," said X, it ascribes the last
sentence alone. Here what else stands between the marks is told as said by X, and "we" in it as X.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.reading.actors.coreference import SPEAKERS
from detente.reading.page import Page
from detente.schema import Actor, Commitment, Event, Figure, Record, Report, Sentence, Span, Statement, Step

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?\"\u201d])[^\S\n]*\n\s*")
_MARK = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]')
_OPENS, _CLOSES = "\u201c\u201e\u00ab", "\u201d\u00bb"
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[\u2013\u2014-])$")
_BEYOND = re.compile(r"[\s\"\u201c\u201d\u201e\u00ab\u00bb.,!?]*")
_EDGES = ' \t\r\n.,;"\u201c\u201d'  # at the end of what is said
_LONGEST = 3_000  # characters: a mark that is missing must not give a whole report to one speaker
_Told = Event | Commitment | Figure


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks, in characters of the report. goes_on: its paragraph ends before it
    does, so that the next one is its own as well."""

    start: int
    end: int
    goes_on: bool = False


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a text, in order. A paragraph whose marks do not match has none."""
    borders = [(found.start(), found.end()) for found in _PARAGRAPH.finditer(text)]
    starts = [0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(text)]
    found: list[Quotation] = []
    for start, end, after in zip(starts, ends, (*starts[1:], len(text)), strict=True):
        is_followed = text[after : after + 1] in tuple(f'"{_OPENS}')
        found += _of_paragraph(text, start, end, is_followed=is_followed)
    return found


def _of_paragraph(text: str, start: int, end: int, *, is_followed: bool) -> list[Quotation]:
    """The quotations of one paragraph. is_followed: the next one begins with an opening mark."""
    found: list[Quotation] = []
    begun: int | None = None
    for mark in _MARK.finditer(text, start, end):
        at, sign = mark.start(), mark[0]
        before = text[max(start, at - 1) : at]
        if begun is None and (sign in _OPENS or (sign == '"' and _BEFORE_OPENING.search(before))):
            begun = at + 1
        elif begun is not None and (sign in _CLOSES or sign == '"'):
            found.append(Quotation(begun, at))
            begun = None
        else:
            return []
    if begun is not None:
        if not is_followed:
            return []
        found.append(Quotation(begun, end, goes_on=True))
    return [one for one in found if 0 < one.end - one.start <= _LONGEST]


def in_quotations(pages: Sequence[Page], records: Sequence[Record]) -> tuple[Record, ...]:
    """The records of a report, those that stand in what somebody is quoted with told as said by them."""
    if not pages:
        return tuple(records)
    sentences = list({page.sentence.index: page.sentence for page in pages}.values())
    said = list(_find_said(pages[0].report, sentences, _by_sentence(records)))
    return _Ascribed(pages[0].report, records, said).records() if said else tuple(records)


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation, the statement by which it is told, and the sentences that it has a part in."""

    quotation: Quotation
    teller: Statement
    sentences: Sequence[Sentence]


def _by_sentence(records: Iterable[Record]) -> Mapping[int, Sequence[Statement]]:
    """The statements of each sentence, by where it begins."""
    found: dict[int, list[Statement]] = {}
    for one in records:
        first = one.grounds.evidence[0]
        if isinstance(one, Statement) and isinstance(first, Span):
            found.setdefault(first.start, []).append(one)
    return found


def _find_said(
    report: Report, sentences: Sequence[Sentence], told: Mapping[int, Sequence[Statement]]
) -> Iterator[_Said]:
    """The quotations of which it is known who is quoted, in order. told: as of `_by_sentence`."""
    starts = [one.span.start for one in sentences]
    ends = [one.span.end for one in sentences]
    last: _Said | None = None
    for quotation in find_quotations(report.text):
        low, high = bisect_right(ends, quotation.start), bisect_left(starts, quotation.end)
        while low < high and not _meets(sentences[low].span, quotation):
            low += 1
        while low < high and not _meets(sentences[high - 1].span, quotation):
            high -= 1
        teller = _teller((one for at in range(low, high) for one in told.get(starts[at], ())), quotation)
        if teller is None and 0 < low < high and _stands_alone(report, sentences[low:high], quotation):
            if last is not None and last.sentences[-1] == sentences[low - 1]:
                teller = last.teller
            elif _PARAGRAPH.search(report.text, ends[low - 1] - 1, starts[low]) is None:
                teller = _only(told.get(starts[low - 1], ()))
        last = None if teller is None else _Said(quotation, teller, sentences[low:high])
        if last is not None:
            yield last


def _meets(span: Span, quotation: Quotation) -> bool:
    """Whether a span has words in a quotation."""
    start, end = max(span.start, quotation.start), min(span.end, quotation.end)
    return start < end and _BEYOND.fullmatch(span.text, start - span.start, end - span.start) is None


def _is_quoted(content: Span, quotation: Quotation) -> bool:
    """Whether what a statement tells is a part of a quotation, its marks counted in."""
    return quotation.start - 1 <= content.start and content.end <= quotation.end + 1


def _is_in(span: Span, quotation: Quotation) -> bool:
    return quotation.start <= span.start and span.end <= quotation.end


def _teller(told: Iterable[Statement], quotation: Quotation) -> Statement | None:
    """The statement that has a part of a quotation for its content, and is told outside of it."""
    for one in told:
        if one.speaker is None or one.cue is None or one.act == "deny" or _is_in(one.cue, quotation):
            continue
        if any(_is_quoted(part, quotation) for part in one.content):
            return one
    return None


def _only(told: Iterable[Statement]) -> Statement | None:
    """The statement of a sentence that has one, which is no part of another's."""
    own = [one for one in told if one.via is None]
    return own[0] if len(own) == 1 and own[0].speaker is not None and own[0].cue is not None else None


def _stands_alone(report: Report, held: Sequence[Sentence], quotation: Quotation) -> bool:
    """Whether a quotation stands at the beginning of a sentence and at the end of one."""
    first, last = held[0].span, held[-1].span
    starts = _BEYOND.fullmatch(report.text, first.start, quotation.start) is not None
    return starts and (
        quotation.goes_on or _BEYOND.fullmatch(report.text, quotation.end, last.end) is not None
    )


class _Ascribed:
    """The records of a report, as they are told by those who are quoted."""

    def __init__(self, report: Report, records: Sequence[Record], said: Sequence[_Said]) -> None:
        self._report = report
        self._given = records
        self._said = said
        self._starts = [one.quotation.start for one in said]
        self._new: dict[tuple[int, int], Statement] = {}  # by where quotation and sentence begin
        told = _by_sentence(records)
        for one in said:
            for sentence in one.sentences:
                self._begin(one, sentence, told.get(sentence.span.start, ()))
        given = [one for one in records if isinstance(one, Statement)]
        self._by_id = {one.id: one for one in given}
        self._again: dict[str, Statement] = {}  # statements as they are now, by the id before
        for statement in given:
            self._retold(statement)

    def records(self) -> tuple[Record, ...]:
        """All of them, and at the end the statements that are new."""
        kept = [self._again[one.id] if isinstance(one, Statement) else self._told(one) for one in self._given]
        events = {old.id: new.id for old, new in zip(self._given, kept, strict=True)}
        return (*(_measuring(one, events) for one in kept), *self._new.values())

    def _begin(self, said: _Said, sentence: Sentence, own: Iterable[Statement]) -> None:
        """Make the statement of a sentence in a quotation, where none of its own tells of these words."""
        teller, quotation = said.teller, said.quotation
        if any(
            one.speaker == teller.speaker and any(_is_quoted(part, quotation) for part in one.content)
            for one in own
        ):
            return
        start, end = max(sentence.span.start, quotation.start), min(sentence.span.end, quotation.end)
        words = self._report.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip(_EDGES))
        step = Step(rule="quotation", detail=f"goes on with what {_name(teller)} said", span=teller.cue)
        evidence = (sentence.span, teller.grounds.evidence[0])
        self._new[quotation.start, sentence.span.start] = replace(
            teller,
            act="say",
            cue=None,
            target=None,
            content=(self._report.span(start, end),),
            quoted=True,
            tone=0.0,
            grounds=replace(teller.grounds, evidence=evidence, steps=(step,)),
        )

    def _retold(self, one: Statement) -> Statement:
        """A statement, told by whoever is quoted where it stands in a quotation."""
        if one.id not in self._again:
            self._again[one.id] = one  # of statements that tell of each other none is changed
            outer = self._by_id.get(one.via or "")
            if outer is not None:
                self._again[one.id] = replace(one, via=self._retold(outer).id)
            elif one.cue is not None and (teller := self._around(one.cue)) is not None:
                self._again[one.id] = replace(one, via=teller.id)
        return self._again[one.id]

    def _around(self, span: Span) -> Statement | None:
        """The statement that tells of what stands at a span of a quotation; None outside of any."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0 or not _is_in(span, self._said[at].quotation):
            return None
        said = self._said[at]
        own = next((one for one in said.sentences if span.start < one.span.end), None)
        new = None if own is None else self._new.get((said.quotation.start, own.span.start))
        return new or self._again.get(said.teller.id, said.teller)

    def _told(self, record: _Told) -> _Told:
        """What is told in a quotation, as said by whoever is quoted; what stands outside as it is."""
        if record.said_in is not None:
            own = self._again.get(record.said_in)
            return record if own is None else replace(record, said_in=own.id)
        anchor = _anchor(record)
        teller = None if anchor is None else self._around(anchor)
        if teller is None or teller.speaker is None:
            return record
        step = Step(rule="quotation", detail=f"in what {_name(teller)} is quoted with", span=anchor)
        grounds = replace(record.grounds, steps=(*record.grounds.steps, step))
        made = replace(record, speaker=teller.speaker, said_in=teller.id, grounds=grounds)
        if isinstance(made, Figure):
            return made
        by, to = (tuple(_spoken(one, teller) for one in side) for side in (made.by, made.to))
        return replace(made, by=by, to=to)


def _measuring(record: Record, ids: Mapping[str, str]) -> Record:
    """A figure with the id that its event has now; any other record as it is."""
    if not isinstance(record, Figure) or record.event is None:
        return record
    return replace(record, event=ids.get(record.event, record.event))


def _anchor(record: Record) -> Span | None:
    """The words that a record stands at."""
    if isinstance(record, Event):
        return record.trigger
    return record.mention if isinstance(record, Figure) else record.cue


def _name(teller: Statement) -> str:
    return "somebody" if teller.speaker is None else teller.speaker.name


def _spoken(actor: Actor, teller: Statement) -> Actor:
    """Whom "we" stands for in a quotation: whoever is quoted."""
    speaker = teller.speaker
    known = actor.entity is not None or actor.country is not None
    if known or speaker is None or actor.text.lower() not in SPEAKERS:
        return actor
    step = Step(rule="speaker", detail=f"{actor.text}: {speaker.text}", span=speaker.mention)
    return replace(speaker, mention=actor.mention, steps=(*speaker.steps, step))
