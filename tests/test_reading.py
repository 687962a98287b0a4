"""The first reader: golden cases, and what holds for every text."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.codebook import load as load_codebook
from detente.reading import load_lexicon, read
from detente.schema import (
    Actor,
    CodebookError,
    Commitment,
    Event,
    Figure,
    Publisher,
    Record,
    Report,
    Span,
    Statement,
    When,
)
from detente.sentences import split

GOLDEN = sorted((Path(__file__).parent / "golden" / "reading").glob("*.toml"))
LEXICON = load_lexicon()
PHRASES = sorted(" ".join(key) for key in (*LEXICON.names, *LEXICON.words))
PIECES = st.one_of(
    st.sampled_from([*PHRASES, *(phrase.title() for phrase in PHRASES)]),
    st.sampled_from(
        [*'.,;:"()-?!\u2013\u2014\n', "'s", "U.S.", "12", "$5 million", "June 5", "within two weeks"]
    ),
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
)
MOMENTS = st.sampled_from(
    [None, datetime(2025, 6, 5, 12, tzinfo=UTC), datetime.min.replace(tzinfo=UTC)]
) | st.just(datetime.max.replace(tzinfo=UTC))


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
    source = report(text, published)
    return read(source, split(source), lexicon=LEXICON, reading_id="test")


def who(actor: Actor | None) -> str | None:
    return actor and f"{actor.text} ({actor.country or '?'})"


def days(when: When | None) -> str | None:
    if when is None or when.expression is None:
        return None
    return f"{when.expression.text}: {when.earliest or ''}..{when.latest or ''} {when.basis}"


def text(span: Span | None) -> str | None:
    return span and span.text


def describe(record: Record, cues: dict[str, str]) -> dict[str, object]:
    """A record as a golden case writes it: what is None, empty or False is left out."""
    told: dict[str, object] = {"kind": record.kind}
    if isinstance(record, Event):
        told |= {"type": record.type, "mode": record.mode, "status": record.status, "when": days(record.when)}
        told |= {"trigger": text(record.trigger), "background": record.background}
        told |= {"place": record.place and f"{record.place.name} ({record.place.country})"}
    if isinstance(record, Event | Commitment):
        told |= {"by": [who(actor) for actor in record.by], "to": [who(actor) for actor in record.to]}
    if isinstance(record, Statement):
        told |= {"act": record.act, "cue": text(record.cue), "speaker": who(record.speaker)}
        told |= {"addressee": who(record.addressee), "target": who(record.target), "quoted": record.quoted}
        told |= {"content": [span.text for span in record.content], "via": record.via and cues[record.via]}
    else:
        told |= {"said_in": record.said_in and cues[record.said_in]}
    if isinstance(record, Commitment):
        told |= {"act": record.act, "cue": text(record.cue), "action": text(record.action)}
        told |= {
            "condition": text(record.condition),
            "otherwise": text(record.otherwise),
            "due": days(record.due),
        }
    if isinstance(record, Figure):
        told |= {
            "quantity": record.quantity,
            "text": text(record.mention),
            "low": record.low,
            "high": record.high,
        }
        told |= {"unit": record.unit, "of": who(record.of), "event": record.event and cues[record.event]}
    return {key: value for key, value in told.items() if value not in (None, [], False)}


def described(found: tuple[Record, ...]) -> list[dict[str, object]]:
    cues = {record.id: text(record.cue) or "" for record in found if isinstance(record, Statement)}
    cues |= {record.id: text(record.trigger) or "" for record in found if isinstance(record, Event)}
    return [describe(record, cues) for record in found]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    published = datetime.fromisoformat(case["published"]) if "published" in case else None
    assert described(records(case["input"], published)) == case["expected"], case["why"]


def test_golden_cases_exist() -> None:
    assert len(GOLDEN) >= 40


def spans(value: object) -> list[Span]:
    """Every span in a record, however deep."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in spans(item)]
    slots = getattr(type(value), "__dataclass_fields__", {})
    return [span for name in slots for span in spans(getattr(value, name))]


@settings(deadline=None)  # noise is slow to read, and speed is not what is tested here
@given(TEXTS, MOMENTS)
@example("plan to " * 240, None)
@example("planning, " * 190, None)
@example("struck and " * 180, None)
@example("Putin said " * 180, None)
@example('"' * 1_900, None)
@example("Russia and " * 180 + "agreed", None)
def test_any_text_is_read_and_leads_back(text: str, published: datetime | None) -> None:
    source = report(text, published)
    sentences = split(source)
    found = read(source, sentences, lexicon=LEXICON, reading_id="test")
    assert found == read(source, sentences, lexicon=LEXICON, reading_id="test")
    assert len({record.id for record in found}) == len(found)
    statements = {record.id for record in found if isinstance(record, Statement)}
    for record in found:
        assert all(source.text[span.start : span.end] == span.text for span in spans(record))
        assert record.grounds.evidence[0] in {sentence.span for sentence in sentences}
        assert record.grounds.known_at == source.known_at
        assert record.grounds.steps
        told_by = record.via if isinstance(record, Statement) else record.said_in
        assert told_by is None or told_by in statements
        assert not isinstance(record, Statement) or record.via != record.id


@pytest.mark.parametrize(
    "piece", ["a", "Putin ", "struck ", '"said ', ", ", "of Russia ", "1 ", "12 killed ", "the "]
)
def test_long_noise_is_read(piece: str) -> None:
    noise = piece * (40_000 // len(piece))
    assert all(span.end <= len(noise) for record in records(noise) for span in spans(record))


def test_a_descriptor_that_contradicts_the_record_is_kept_and_told() -> None:
    june = datetime(2025, 6, 5, tzinfo=UTC)
    (event,) = records("Former US President Donald Trump met former US President Joe Biden.", june)
    assert isinstance(event, Event)
    (trump,), (biden,) = event.by, event.to
    assert (trump.text, trump.entity, trump.role) == (
        "Donald Trump",
        "Q22686",
        "President of the United States",
    )
    assert "descriptor contradicts" in {step.rule for step in trump.steps}
    assert (biden.role, {step.rule for step in biden.steps}) == (None, {"name"})


def test_steps_name_the_entry_and_the_rule_that_spoke() -> None:
    (event,) = records("Russia may attack Ukraine.")
    assert [(step.rule, step.detail) for step in event.grounds.steps[:2]] == [
        ("verb", "acts.attack: attack"),
        ("status", "possible: modal: may"),
    ]


def test_without_a_published_date_relative_times_stay_open() -> None:
    (event,) = records("Ukraine struck a Russian airfield on Tuesday.")
    assert isinstance(event, Event)
    assert (event.when.basis, event.when.earliest, event.when.latest) == ("relative", None, None)
    assert text(event.when.expression) == "Tuesday"


def test_publication_dates_what_has_happened_and_nothing_that_lies_ahead() -> None:
    late = datetime(2025, 6, 5, 23, tzinfo=UTC)
    found = records("Ukraine struck a Russian airfield. Russia may strike a Ukrainian airfield.", late)
    struck, may = (record.when for record in found if isinstance(record, Event))
    assert (struck.basis, struck.earliest, struck.latest) == ("publication", late.date(), late.date())
    assert (may.basis, may.earliest, may.latest) == ("unknown", None, None)


def test_names_are_remembered_within_a_report_and_not_beyond() -> None:
    (first, second) = (
        record
        for record in records("Finnish Foreign Minister Aino Virtanen met Lavrov. Virtanen praised Lavrov.")
        if isinstance(record, Event)
    )
    assert [who(actor) for actor in (*first.by, *second.by)] == ["Aino Virtanen (FIN)", "Virtanen (FIN)"]
    assert records("Virtanen praised Lavrov.") == ()


def test_the_lexicon_says_what_the_codebook_allows() -> None:
    codebook = load_codebook()
    sectors = {sector.name for sector in codebook.sectors}
    bonds = {act.name for act in codebook.commitment_acts}
    for act in (*LEXICON.verb_acts.values(), *LEXICON.noun_acts.values()):
        codebook.intensity(act.type, act.mode)
        assert set(act.object) <= {*LEXICON.classes, "actor", "party"}, act.entry
    for type, modes in LEXICON.modes.items():
        assert all(codebook.mode(type, mode) for mode, _ in modes)
    for word in (*LEXICON.names.values(), *LEXICON.words.values()):
        assert (word.sector or (word.name and word.name.sector)) in {*sectors, None}
    for governor in (*LEXICON.verb_governors.values(), *LEXICON.noun_governors.values()):
        assert governor.commitment in {*bonds, None}
    assert set(LEXICON.speech.values()) <= {act.name for act in codebook.statement_acts}


def test_every_verb_and_noun_of_an_entry_can_be_met_in_a_text() -> None:
    lemmas = {word.lemma for word in LEXICON.words.values()}
    nouns = {word.noun for word in LEXICON.words.values()}
    assert set(LEXICON.verb_acts) | set(LEXICON.verb_governors) <= lemmas
    assert set(LEXICON.noun_acts) <= nouns


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff", "not a lexicon"),
        (b"acts = 1", "not a lexicon"),
        (b'version = "1"', "not a lexicon: KeyError"),
        (b'[acts.x]\ntype = "FLY"\n[governors]\n[speech]\n', "no event type 'FLY'"),
        (b'[acts.x]\ntype = "ASSAULT"\nwings = 2\n[governors]\n', "not a lexicon: TypeError"),
        (b'[acts]\n[governors.x]\nstatus = "so"\n[speech]\n', "no status 'so'"),
        (b"[acts]\n[governors]\n[speech.sing]\n", "no statement act 'sing'"),
    ],
)
def test_a_file_that_is_no_lexicon_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_bytes(content)
    with pytest.raises(CodebookError, match=message):
        load_lexicon(path)


def test_a_missing_lexicon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be read"):
        load_lexicon(tmp_path / "none.toml")
