"""Times of a page: what holds for any text, the tense of a clause, and what a record is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from building import make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.dates import find_whens, is_of_saying, lies_ahead, read_due, read_when
from detente.reading.tense import read_tense
from detente.reading.times import View, find_times, read_times, resolve, view_at
from detente.schema import Sentence

WEDNESDAY = date(2025, 6, 18)
NOON = datetime(2025, 6, 18, 12, tzinfo=UTC)


@given(st.text(max_size=300))
def test_any_text_is_read_and_offsets_are_exact(text: str) -> None:
    reached = 0
    for timed in read_times(text, WEDNESDAY):
        found, answer = timed.found, timed.answer
        assert reached <= found.start < found.end <= len(text)
        assert answer.earliest is None or answer.latest is None or answer.earliest <= answer.latest
        reached = found.end


WORDS = " ".join(
    (
        "early late mid end of the first second last next this that 5 31 29th 1 480 99 2024 1914 9999",
        "1000 BC AD June February May March Tuesday Sunday weekend week weeks month months year years",
        "day days decade century hours ago later earlier before after until by since within in from to",
        "and between - / , . 's every each spring winter morning night overnight today yesterday",
        "tomorrow two twenty - three half a an several Christmas Easter Ramadan 14:30 8 pm GMT noon",
        "midnight 2025-02-30 30/02/2025 1990s 19th Q4 fiscal FY2024 now recently future following",
        "previous same past coming 99999999999999999999 1,000,000 0 thousand hundred of that year",
    )
).split()


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.none() | st.dates(),
    st.sampled_from((None, "past", "present", "future")),
    st.sampled_from((None, "ahead", "due")),
)
def test_any_row_of_time_words_gives_days_in_order(
    words: list[str], published: date | None, tense: str | None, look: str | None
) -> None:
    text = " ".join(words)
    read = read_times(text, published)
    for found in (timed.found for timed in read):
        for story in (False, True):
            view = View(published=published, story=story, tense=tense, look=look)
            answer = resolve(found, view_at(read, found.start, view))
            assert answer.earliest is None or answer.latest is None or answer.earliest <= answer.latest
            assert text[found.start : found.end].strip() == text[found.start : found.end]
    assert read_times(text, published) == read


LIMITS = ("by", "until", "before", "on", "no later than")
DAYS = (
    *(
        "Monday",
        "next Friday",
        "1 July",
        "29 February",
        "the 30th",
        "next May",
        "tomorrow",
        "today",
        "Christmas",
    ),
    *(
        "the end of the month",
        "the end of this year",
        "next week",
        "the weekend",
        "early next month",
        "the summer",
    ),
)
DEADLINES = st.one_of(
    st.builds("{} {}".format, st.sampled_from(LIMITS), st.sampled_from(DAYS)),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(("within", "in", "")),
        st.integers(1, 400),
        st.sampled_from(("hours", "days", "weeks", "months", "years")),
    ),
)


@given(DEADLINES, st.dates(date(1900, 1, 1), date(2090, 12, 31)))
def test_no_deadline_lies_before_publication(text: str, published: date) -> None:
    (found,) = find_times(text)
    answer = resolve(found, View(published=published, look="due"))
    assert answer.latest is not None or text in ("before today", "before the weekend")
    assert answer.latest is None or answer.latest >= published
    assert answer.earliest is None or answer.earliest >= published


@given(
    st.sampled_from(
        ("on Monday", "on Sunday", "on 5 June", "on the 12th", "in March", "in winter", "at Easter")
    ),
    st.dates(date(1900, 1, 1), date(2090, 12, 31)),
)
def test_the_past_is_behind_and_the_future_ahead(text: str, published: date) -> None:
    (found,) = find_times(text)
    past = resolve(found, View(published=published, tense="past"))
    future = resolve(found, View(published=published, tense="future"))
    assert past.earliest is not None
    assert past.earliest <= published + timedelta(days=text == "on 5 June")  # it has begun farther east
    assert future.latest is not None
    assert future.latest >= published


def test_long_and_hostile_text_is_read_in_time() -> None:
    for piece in ("the end of ", "5 - ", "May ", "two weeks after ", "1914-18/", "\n\n", "twenty-"):
        assert len(find_times(piece * 4000)) >= 0
    assert find_times("0" * 100_000) == ()


@dataclass(frozen=True)
class Leaf:
    """A word of a tree written by hand: its tag, head (1 + index, 0 for the root) and relation."""

    word: str
    upos: str
    head: int
    deprel: str


class Tree:
    """As much of a page as tense and dates ask for."""

    def __init__(self, leaves: list[Leaf], published: datetime | None = None) -> None:
        self.leaves = leaves
        self.words = tuple(leaf.word for leaf in leaves)
        self.heads = [leaf.head for leaf in leaves]
        text = " ".join(self.words)
        self.report = make_report(text, published_at=published)
        self.offsets, at = [], 0
        for word in self.words:
            self.offsets.append((at, at + len(word)))
            at += len(word) + 1
        self.sentence = Sentence(index=0, span=self.report.span(0, len(text)))

    def upos(self, word: int) -> str:
        return self.leaves[word].upos

    def deprel(self, word: int) -> str:
        return self.leaves[word].deprel

    def span(self, words: tuple[int, int]) -> object:
        return self.report.span(self.offsets[words[0]][0], self.offsets[words[1] - 1][1])


def tree(text: str, published: datetime | None = None) -> Tree:
    """A tree from "word/UPOS/head/deprel" pieces."""
    pieces = (piece.rsplit("/", 3) for piece in text.split())
    return Tree([Leaf(word, upos, int(head), deprel) for word, upos, head, deprel in pieces], published)


@pytest.mark.parametrize(
    ("clause", "tense"),
    [
        ("They/PRON/2/nsubj met/VERB/0/root Tuesday/NOUN/2/obl", "past"),
        ("They/PRON/2/nsubj agreed/VERB/0/root Tuesday/NOUN/2/obl", "past"),
        ("They/PRON/2/nsubj meet/VERB/0/root Tuesday/NOUN/2/obl", "present"),
        ("They/PRON/3/nsubj will/AUX/3/aux meet/VERB/0/root Tuesday/NOUN/3/obl", "future"),
        ("They/PRON/3/nsubj would/AUX/3/aux meet/VERB/0/root Tuesday/NOUN/3/obl", "future"),
        ("They/PRON/3/nsubj may/AUX/3/aux strike/VERB/0/root Tuesday/NOUN/3/obl", "future"),
        (
            "They/PRON/4/nsubj may/AUX/4/aux have/AUX/4/aux left/VERB/0/root Tuesday/NOUN/4/obl",
            "past",
        ),
        (
            "They/PRON/4/nsubj will/AUX/4/aux have/AUX/4/aux left/VERB/0/root Tuesday/NOUN/4/obl",
            "future",
        ),
        ("They/PRON/3/nsubj have/AUX/3/aux met/VERB/0/root Tuesday/NOUN/3/obl", "past"),
        ("They/PRON/3/nsubj were/AUX/3/aux:pass freed/VERB/0/root Tuesday/NOUN/3/obl", "past"),
        ("They/PRON/3/nsubj are/AUX/3/aux:pass expected/VERB/0/root Tuesday/NOUN/3/obl", "present"),
        ("They/PRON/2/nsubj plan/VERB/0/root to/PART/4/mark meet/VERB/2/xcomp Tuesday/NOUN/4/obl", "future"),
        ("They/PRON/2/nsubj managed/VERB/0/root to/PART/4/mark meet/VERB/2/xcomp Tuesday/NOUN/4/obl", "past"),
        ("They/PRON/2/nsubj left/VERB/0/root fearing/VERB/2/advcl Tuesday/NOUN/3/obl", "past"),
        (
            "Tuesday/PROPN/3/nmod:poss 's/PART/1/case raid/NOUN/4/nsubj killed/VERB/0/root two/NUM/4/obj",
            "past",
        ),
        ("It/PRON/4/nsubj was/AUX/4/cop a/DET/4/det raid/NOUN/0/root Tuesday/NOUN/4/obl", "past"),
        ("Talks/NOUN/0/root Tuesday/NOUN/1/nmod", None),
        ("Tuesday/NOUN/2/obl Tuesday/NOUN/1/obl", None),
    ],
)
def test_the_nearest_verb_above_gives_the_tense(clause: str, tense: str | None) -> None:
    page = tree(clause)
    assert read_tense(page, page.words.index("Tuesday")) == tense


WILL = "They/PRON/3/nsubj will/AUX/3/aux meet/VERB/0/root on/ADP/5/case Tuesday/PROPN/3/obl"
MET = "They/PRON/2/nsubj met/VERB/0/root on/ADP/4/case Tuesday/PROPN/2/obl at/ADP/6/case dinner/NOUN/2/obl"


def test_a_record_takes_the_time_that_its_words_name_in_the_tense_of_their_clause() -> None:
    ahead, behind = (tree(text, NOON) for text in (WILL, MET))
    assert read_when(ahead, (4, 5), ahead=False).earliest == date(2025, 6, 24)
    when = read_when(behind, (3, 4), ahead=False)
    assert (when.earliest, when.latest, when.basis, when.value) == (
        date(2025, 6, 17),
        date(2025, 6, 17),
        "relative",
        "2025-06-17",
    )
    assert when.expression.text == "Tuesday"
    assert [step.detail for step in when.steps] == ["the weekday by publication, back"]


@pytest.mark.parametrize(
    ("verb", "time", "ahead"),
    [
        ("free/VERB", "by/ADP/5/case June/PROPN/2/obl 28/NUM/4/nummod", True),
        ("freed/VERB", "by/ADP/5/case June/PROPN/2/obl 28/NUM/4/nummod", False),
        ("free/VERB", "on/ADP/5/case July/PROPN/2/obl 2/NUM/4/nummod", True),
        ("free/VERB", "on/ADP/5/case June/PROPN/2/obl 12/NUM/4/nummod", False),
        ("free/VERB", "in/ADP/5/case June/PROPN/2/obl 2024/NUM/4/nummod", False),
        ("free/VERB", "on/ADP/5/case Tuesday/PROPN/2/obl early/ADV/4/advmod", False),
    ],
)
def test_the_present_tells_of_a_day_to_come(verb: str, time: str, ahead: bool) -> None:
    text = f"They/PRON/2/nsubj {verb}/0/root them/PRON/2/obj {time}"
    assert lies_ahead(tree(text, NOON), (1, 2), (4, 6)) == ahead
    assert not lies_ahead(tree(text), (1, 2), (4, 6))


def test_words_too_few_or_too_many_still_find_the_expression() -> None:
    page = tree(
        "It/PRON/2/nsubj fell/VERB/0/root on/ADP/5/case 5/NUM/5/nummod June/PROPN/2/obl there/ADV/2/x", NOON
    )
    for words in ((3, 5), (4, 5), (2, 6), (3, 4)):
        assert read_when(page, words, ahead=False).expression.text == "5 June"


def test_two_expressions_in_one_stretch_reach_from_the_first_to_the_last() -> None:
    page = tree("On/ADP/2/case Monday/NOUN/0/root and/CCONJ/4/cc Tuesday/NOUN/2/conj", NOON)
    when = read_when(page, (1, 4), ahead=False)
    assert (when.earliest, when.latest) == (date(2025, 6, 16), date(2025, 6, 17))
    assert when.expression.text == "Monday and Tuesday"


def test_without_words_an_act_is_of_the_day_of_publication_unless_it_lies_ahead() -> None:
    page = tree(MET, NOON)
    when = read_when(page, None, ahead=False)
    assert (when.earliest, when.latest, when.basis) == (WEDNESDAY, WEDNESDAY, "publication")
    assert read_when(page, None, ahead=True).basis == "unknown"
    assert read_when(tree(MET), None, ahead=False).basis == "unknown"


def test_what_is_due_looks_forward_and_an_event_stays_open() -> None:
    page = tree(
        "Leave/VERB/0/root by/ADP/3/case Tuesday/PROPN/1/obl "
        "before/ADP/6/case the/DET/6/det summit/NOUN/1/obl",
        NOON,
    )
    due = read_due(page, (2, 3))
    assert (due.earliest, due.latest) == (None, date(2025, 6, 24))
    summit = read_due(page, (3, 6))
    assert (summit.earliest, summit.latest, summit.basis, summit.value) == (None, None, "relative", None)
    assert summit.expression.text == "before the summit"
    assert [step.detail for step in summit.steps] == ["names no time of the calendar: open"]


def test_a_page_lists_its_times_with_the_words_they_begin_with() -> None:
    page = tree(
        "On/ADP/4/case 5/NUM/3/x June/PROPN/4/obl they/PRON/5/nsubj met/VERB/0/root twice/ADV/5/x", NOON
    )
    assert [(when.expression.text, word) for when, word in find_whens(page)] == [("5 June", 1)]


SWORE = (
    "She/PRON/2/nsubj swore/VERB/0/root in/ADP/4/case March/PROPN/2/obl that/SCONJ/8/mark "
    "trucks/NOUN/8/nsubj would/AUX/8/aux return/VERB/2/ccomp by/ADP/10/case July/PROPN/8/obl"
)


def test_a_month_beside_a_verb_of_the_past_tells_when_it_was_said_and_no_term() -> None:
    page = tree(SWORE, NOON)
    assert is_of_saying(page, (1, 2), (3, 4), (5, 8))
    assert not is_of_saying(page, (1, 2), (9, 10), (5, 8))
    ahead = tree(SWORE.replace("swore/VERB", "will/AUX").replace("return/VERB", "return/AUX"), NOON)
    assert not is_of_saying(ahead, (1, 2), (3, 4), (5, 8))


@pytest.mark.parametrize("words", ["by/ADP/4/case March/PROPN/2/obl", "two/NUM/4/nummod weeks/NOUN/2/obj"])
def test_a_limit_or_a_length_beside_a_verb_of_the_past_is_a_term(words: str) -> None:
    page = tree(f"She/PRON/2/nsubj gave/VERB/0/root {words} to/PART/6/mark leave/VERB/2/advcl", NOON)
    assert not is_of_saying(page, (1, 2), (3, 4), (5, 6))


def test_what_is_told_as_done_never_lies_after_its_report() -> None:
    page = tree(
        "It/PRON/2/nsubj burned/VERB/0/root on/ADP/5/case 30/NUM/5/nummod June/PROPN/2/obl "
        "2025/NUM/5/nummod and/CCONJ/8/cc fell/VERB/2/conj this/DET/10/det week/NOUN/8/obl",
        NOON,
    )
    burned = read_when(page, (3, 6), ahead=False, done=True)
    assert (burned.earliest, burned.latest, burned.basis) == (WEDNESDAY, WEDNESDAY, "publication")
    assert burned.steps[-1].detail == "2025-06-30 lies after the report: its own day"
    fell = read_when(page, (8, 10), ahead=False, done=True)
    assert (fell.earliest, fell.latest, fell.basis) == (date(2025, 6, 16), WEDNESDAY, "relative")
    assert read_when(page, (3, 6), ahead=False).earliest == date(2025, 6, 30)
