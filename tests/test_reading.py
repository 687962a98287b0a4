"""What holds of the reader for every text. How right it is, `bench/accuracy.py` measures."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.monitor import Reader
from detente.reading import load_encoder
from detente.reading.features import WINDOW_PIECES
from detente.schema import (
    Event,
    InputError,
    Publisher,
    Record,
    Report,
    Span,
    Statement,
)
from detente.sentences import split

READER = Reader()
ENCODER = load_encoder()
NOTE = (
    "Poland expelled two Russian diplomats on Friday, the foreign ministry in Warsaw said. "
    "Moscow denied that its embassy had spied on Polish officers and vowed to respond within ten days. "
    "\u201cWe will not be intimidated,\u201d Prime Minister Jan Kowal told reporters."
)
PHRASES = (
    "Russia", "said", "the gunmen", "killed", "12 people", "denied", "will", "may", "in Kyiv", "on Friday",
    ",", ".", '"', "\u201c", "\u201d", "told", "that", "if", "vowed to", "$5 million", "'s", "and", "Turkey",
    "HE", "\n",
    "\u202eabc", "\U0001f600", "<b>", "&amp;", "\u0627\u0644\u0633\u0644\u0627\u0645", "\u5317\u4eac", "\x00",
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PHRASES), max_size=40).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
)
MOMENTS = st.sampled_from(
    [
        None,
        datetime(2025, 6, 5, 12, tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ]
)


def report(text: str, published: datetime | None = None) -> Report:
    return Report(
        publisher=Publisher(id="unknown", name="unknown"),
        text=text,
        published_at=published,
        retrieved_at=datetime(2025, 11, 1, tzinfo=UTC),
        raw_sha256="0" * 64,
        extraction="test",
    )


def records(text: str, published: datetime | None = None) -> tuple[Record, ...]:
    return READER.read(report(text, published))


def spans(value: object) -> list[Span]:
    """Every span in a record, however deep."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in spans(item)]
    slots = getattr(type(value), "__dataclass_fields__", {})
    return [span for name in slots for span in spans(getattr(value, name))]


@settings(deadline=None, max_examples=60)
@given(TEXTS, MOMENTS)
@example("", None)
@example("a" * 100_000, None)
@example("POLICE KILLED TWELVE PROTESTERS IN THE CAPITAL", None)
@example("police killed twelve protesters in the capital on friday", None)
@example("\x00\x01\x02 killed \ufeff people", None)
@example("La polic\u00eda mat\u00f3 a doce personas.", None)
def test_any_text_is_read_and_leads_back(text: str, published: datetime | None) -> None:
    source = report(text, published)
    found = READER.read(source)
    assert found == READER.read(source)
    assert len({record.id for record in found}) == len(found)
    sentences = {sentence.span for sentence in split(source)}
    statements = {record.id for record in found if isinstance(record, Statement)}
    for record in found:
        assert all(source.text[span.start : span.end] == span.text for span in spans(record))
        assert record.grounds.evidence[0] in sentences
        assert record.grounds.known_at == source.known_at
        assert record.grounds.steps
        told_by = record.via if isinstance(record, Statement) else record.said_in
        assert told_by is None or told_by in statements
        assert not isinstance(record, Statement) or record.via != record.id


def test_the_company_of_a_report_never_changes_its_records() -> None:
    sources = [
        report(sentence) for sentence in (NOTE, "Nothing happened.", NOTE * 3, "Gunmen killed a judge.")
    ]
    alone = [READER.read(source) for source in sources]
    together = READER.read_whole([(source, b"") for source in sources])
    turned = READER.read_whole([(source, b"") for source in reversed(sources)])
    assert [reading.records for reading in together] == alone
    assert [reading.records for reading in reversed(turned)] == alone


def test_what_is_plain_is_read() -> None:
    found = records(NOTE, datetime(2025, 6, 7, tzinfo=UTC))
    event = next(record for record in found if isinstance(record, Event))
    assert (event.type, event.status, event.by[0].text, event.when.earliest) == (
        "SANCTION",
        "reported",
        "Poland",
        date(2025, 6, 6),
    )
    assert event.speaker is not None and event.said_in is not None
    assert {"event", "status", "by"} <= {step.rule for step in event.grounds.steps}


@pytest.mark.parametrize("word", ["word", "Putin ", "killed, ", "\u201csaid ", "12 people were killed and "])
def test_a_sentence_without_end_is_read_in_windows(word: str) -> None:
    noise = (word * 4_000)[:40_000]
    assert all(span.end <= len(noise) for record in records(noise) for span in spans(record))


def test_windows_overlap_and_share_the_words_out() -> None:
    words = ["unconstitutionally", "said", "X"] * 400
    windows = list(ENCODER.windows(words))
    assert len(windows) > 1
    assert [word for window in windows for word in range(*window.own)] == list(range(len(words)))
    for window in windows:
        assert window.start <= window.own[0] <= window.own[1] <= window.end
        pieces = sum(len(ENCODER.pieces.pieces(word)) for word in words[window.start : window.end])
        assert pieces <= WINDOW_PIECES - 2
    assert all(after.start < before.end for before, after in pairwise(windows))


def test_an_act_is_found_deep_in_a_long_sentence() -> None:
    text = (
        "The envoy spoke of trade, "
        + "and of rain and bread and wool, " * 60
        + "before gunmen killed the mayor of Tula."
    )
    assert any(record.kind == "event" and record.type == "ASSAULT" for record in records(text))


@settings(deadline=None, max_examples=40)
@given(TEXTS)
@example(NOTE)
@example("word and " * 600)
def test_an_analysis_holds_together(text: str) -> None:
    analysis = READER.analyse(text)
    tokens = analysis.tokens
    assert all(analysis.report.text[span.start : span.end] == span.text for span in spans(analysis))
    for index, token in enumerate(tokens):
        steps, at = 0, index
        while tokens[at].head >= 0 and steps <= len(tokens):
            assert tokens[tokens[at].head].sentence == token.sentence
            at, steps = tokens[at].head, steps + 1
        assert tokens[at].head == -1
    roots = [token.sentence for token in tokens if token.head < 0]
    assert len(roots) == len(set(roots)) == len({token.sentence for token in tokens})
    assert all(0 <= mention.head < len(tokens) for mention in analysis.mentions)
    assert all(0 <= predicate.token < len(tokens) for predicate in analysis.predicates)


def test_an_analysis_shows_what_it_is_asked_for() -> None:
    analysis = READER.analyse(NOTE, published=datetime(2025, 6, 7, tzinfo=UTC))
    assert {"Poland", "Moscow"} <= {mention.span.text for mention in analysis.mentions}
    acts = {analysis.tokens[one.token].span.text: one.type for one in analysis.predicates}
    assert acts["expelled"] == "SANCTION"
    assert any(role.name == "ARG0" for predicate in analysis.predicates for role in predicate.roles)
    assert "Friday" in {when.expression.text for when in analysis.times if when.expression}


def test_a_relation_has_a_type_a_quad_and_a_probability() -> None:
    relation = READER.relate("Turkish police arrested ten journalists in Ankara.", by=(0, 14), to=(24, 39))
    assert relation.type == "COERCE"
    assert relation.quad == "material conflict"
    assert 0 <= relation.probability <= 1


@pytest.mark.parametrize(
    ("by", "to"), [((0, 0), (1, 2)), ((-1, 2), (3, 4)), ((0, 3), (4, 99)), ((2, 3), (3, 6))]
)
def test_a_relation_needs_spans_that_hold_words(by: tuple[int, int], to: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        READER.relate("He met her.", by=by, to=to)


def test_a_relation_is_found_in_a_text_longer_than_the_window() -> None:
    text = "The envoy spoke of rain and bread. " * 40 + "Turkish police arrested ten journalists."
    start = text.index("Turkish")
    assert READER.relate(text, by=(start, start + 14), to=(start + 24, start + 39)).type == "COERCE"


@pytest.mark.parametrize(
    ("text", "town", "country"),
    [
        ("The Geneva talks between Iran and the United States ended on Friday.", "Geneva", "CHE"),
        ("Leaders will attend a London conference on Yemen.", "London", "GBR"),
    ],
)
def test_a_meeting_named_after_a_town_was_held_there(text: str, town: str, country: str) -> None:
    (event,) = (one for one in READER.read(report(text)) if isinstance(one, Event))
    assert event.place and (event.place.name, event.place.country) == (town, country)
    assert town not in {actor.mention.text for actor in event.by + event.to}
