"""When: the time expressions of a page as days, seen from publication, tense and what was told before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from detente.reading.named_days import named_day
from detente.reading.page import Page
from detente.reading.tense import read_tense
from detente.reading.times import (
    Answer,
    Calendar,
    Found,
    Run,
    Term,
    Timed,
    View,
    find_times,
    is_story,
    read_times,
    resolve,
    view_at,
)
from detente.reading.trees import Span as Words
from detente.schema import Span, Step, When

_SUBJECTS = ("nsubj", "nsubj:pass")
_OVER = frozenset(("earlier", "ago", "yesterday"))
_FAR = 3  # words up the tree from a time to what it may belong to
TEXTS_KEPT = 4  # a report's expressions are read once and asked for by each of its pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The expressions of a whole text, each with its days, and whether the text tells a story of its own."""

    read: tuple[Timed, ...]
    story: bool

    def within(self, start: int, end: int) -> Sequence[Found]:
        """The expressions that lie in a stretch of the text."""
        first, last = (bisect_left(self.read, at, key=lambda timed: timed.found.start) for at in (start, end))
        return [timed.found for timed in self.read[first:last] if timed.found.end <= end]


@lru_cache(maxsize=TEXTS_KEPT)
def _told(text: str, published: date | None) -> _Told:
    read = read_times(text, published)
    return _Told(
        read=read,
        story=is_story([timed.found for timed in read], published),
    )


def read_when(page: Page, words: Words | None, *, ahead: bool, done: bool = False) -> When:
    """The time that a stretch of words names; without words the day of publication, unless it lies ahead.

    ahead: the act is still to come. done: it is told as having happened, if only in the present tense of
    headlines.
    """
    published = page.report.published_at
    if words is None:
        if ahead or published is None:
            return When()
        return When(earliest=published.date(), latest=published.date(), basis="publication")
    when = _read(page, words, look="ahead" if ahead else None, done=done)
    return _behind(when, published.date()) if done and published else when


def read_due(page: Page, words: Words) -> When:
    """The day or days by which something is due: deadlines look forward."""
    return _read(page, words, look="due")


def lies_ahead(page: Page, cue: Words, words: Words) -> bool:
    """Whether a verb of the present tells of what is to come, by its time: "frees them by May 8", "meet again
    on May 15". A date without a year is the nearest; a headline's "on Thursday" is the last one.
    """
    published = page.report.published_at
    if published is None or page.upos(cue[0]) != "VERB" or read_tense(page, cue[0]) != "present":
        return False
    span, told = page.span(words), _of_report(page)
    near = [
        found
        for found in told.within(page.sentence.span.start, page.sentence.span.end)
        if found.start < span.end and found.end > span.start
    ]
    node = near[0].node if len(near) == 1 else None
    if told.story or not isinstance(node, Calendar):
        return False
    found = near[0]
    limit = found.bound == "by" and words[0] > cue[0]
    if not limit and (node.day is None or found.bound not in (None, "in")):
        return False
    view = replace(_view(page, told, found, words[0], look=None), tense=None)
    answer = resolve(found, replace(view, look="due") if limit else view)
    last = answer.latest if limit else answer.earliest
    return last is not None and last > published.date()


def is_of_saying(page: Page, cue: Words, words: Words, action: Words | None) -> bool:
    """Whether a time tells when somebody spoke, not by when they act: "promised in May to send grain".

    So does a date without a limiting word that hangs on a verb of the past, before what is to be done; and so
    do one behind "since" and one that is said to be over.
    """
    if _is_since(page, words) or looks_back(page, words):
        return True
    verb = cue[0]
    if page.upos(verb) == "NOUN" and page.deprel(verb) in _SUBJECTS:  # "the ultimatum was issued on Friday"
        verb = int(page.heads[verb]) - 1
    if verb < 0 or page.upos(verb) != "VERB" or read_tense(page, verb) != "past":
        return False
    if action is not None and words[0] >= action[0]:
        return False
    if not any(_head(page, word) == verb for word in range(*words)):
        return False
    span, sentence = page.span(words), page.sentence.span
    near = [
        found
        for found in _of_report(page).within(sentence.start, sentence.end)
        if found.start < span.end and found.end > span.start
    ]
    return bool(near) and all(
        found.bound in (None, "in") and not isinstance(found.node, Term | Run) for found in near
    )


def looks_back(page: Page, words: Words) -> bool:
    """Whether the words of a time, or one beside them, say that it is over: "earlier this week"."""
    beside = page.words[max(0, words[0] - 1) : words[1] + 1]
    return not _OVER.isdisjoint(word.lower() for word in beside)


def _is_since(page: Page, words: Words) -> bool:
    """Whether "since" opens what a time belongs to."""
    at = next((word for word in range(*words) if not words[0] <= _head(page, word) < words[1]), words[0])
    for _ in range(_FAR):
        if any(one.lower() == "since" and _head(page, word) == at for word, one in enumerate(page.words)):
            return True
        at = _head(page, at)
        if at < 0 or page.upos(at) in ("VERB", "AUX"):
            return False
    return False


def _head(page: Page, word: int) -> int:
    return int(page.heads[word]) - 1


def _behind(when: When, published: date) -> When:
    """A time of what is told as done: it ends with the report's own day, or else says no more than that."""
    if when.earliest is not None and when.earliest > published:
        return replace(
            when,
            earliest=published,
            latest=published,
            basis="publication",
            value=None,
            steps=(*when.steps, _step(when, f"{when.earliest} lies after the report: its own day")),
        )
    if when.latest is not None and when.latest > published:
        step = _step(when, f"until {when.latest}, but told as done: until the report's own day")
        return replace(when, latest=published, steps=(*when.steps, step))
    return when


def _step(when: When, detail: str) -> Step:
    return Step(rule="date", detail=detail, span=when.expression)


def find_whens(page: Page) -> Iterator[tuple[When, int]]:
    """Every time expression of a page, and the word that it begins with."""
    starts = [start for start, _ in page.offsets]
    sentence, told = page.sentence.span, _of_report(page)
    for found in told.within(sentence.start, sentence.end):
        word = bisect_right(starts, found.start) - 1
        if 0 <= word < len(starts) and found.end <= page.offsets[-1][1]:
            answer = resolve(found, _view(page, told, found, word, look=None))
            yield _when(answer, page.report.span(found.start, found.end)), word


def _of_report(page: Page) -> _Told:
    published = page.report.published_at
    return _told(page.report.text, published.date() if published else None)


def _view(page: Page, told: _Told, found: Found, word: int, look: str | None, done: bool = False) -> View:
    published = page.report.published_at
    tense = None if look else read_tense(page, word)
    view = View(
        published=published.date() if published else None,
        story=told.story,
        tense="past" if done and tense == "present" else tense,
        look=look,
    )
    return view_at(told.read, found.start, view)


def _read(page: Page, words: Words, look: str | None, done: bool = False) -> When:
    """The expression that a stretch of words overlaps; what names no time of the calendar stays open."""
    span, told = page.span(words), _of_report(page)
    sentence = page.sentence.span
    day = named_day(page, words)
    if day is not None:
        step = Step(rule="date", detail=f"known by its date: {day}", span=span)
        return When(earliest=day, latest=day, basis="stated", expression=span, value=f"{day}", steps=(step,))
    near = [
        found
        for found in told.within(sentence.start, sentence.end)
        if found.start < span.end and found.end > span.start
    ]
    if not near:
        near = [_placed(found, span) for found in find_times(span.text)]
    if not near:
        step = Step(rule="date", detail="names no time of the calendar: open", span=span)
        return When(expression=span, basis="relative", steps=(step,))
    answers = [resolve(found, _view(page, told, found, words[0], look, done)) for found in near]
    whens = [
        _when(answer, page.report.span(found.start, found.end))
        for found, answer in zip(near, answers, strict=True)
    ]
    if len(whens) == 1:
        return whens[0]
    return _joined(whens, page.report.span(near[0].start, near[-1].end))


def _placed(found: Found, span: Span) -> Found:
    """An expression of a piece of text, where it stands in the whole."""
    return Found(
        start=span.start + found.start, end=span.start + found.end, node=found.node, bound=found.bound
    )


def _when(answer: Answer, span: Span) -> When:
    return When(
        earliest=answer.earliest,
        latest=answer.latest,
        basis=answer.basis,
        expression=span,
        value=answer.value,
        steps=tuple(Step(rule="date", detail=detail, span=span) for detail in answer.steps),
    )


def _joined(whens: Sequence[When], span: Span) -> When:
    """Several expressions that one stretch of words holds: from the earliest day to the latest."""
    known = [when for when in whens if when.earliest is not None and when.latest is not None]
    if len(known) < len(whens):
        return known[0] if known else whens[0]
    return When(
        earliest=min(when.earliest for when in known if when.earliest),
        latest=max(when.latest for when in known if when.latest),
        basis="stated" if all(when.basis == "stated" for when in known) else "relative",
        expression=span,
        value="/".join(when.value for when in known if when.value) or None,
        steps=tuple(step for when in whens for step in when.steps),
    )
