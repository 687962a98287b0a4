"""Values: guarantees, ids, the error tree."""

import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from building import NOON, find, make_grounds, make_records, make_report
from hypothesis import given
from hypothesis import strategies as st

from detente import schema
from detente.schema import (
    Actor,
    Event,
    Forecast,
    ForecastError,
    Grounds,
    InputError,
    Judgement,
    Level,
    Place,
    Question,
    Row,
    Span,
    When,
    canonical_json,
    content_id,
)

VALUES = [value for name in schema.__all__ if dataclasses.is_dataclass(value := getattr(schema, name))]


def test_public_names_are_there_and_sorted():
    assert schema.__all__ == sorted(schema.__all__, key=lambda name: (name.islower(), name))
    assert all(hasattr(schema, name) for name in schema.__all__)


def test_every_value_of_the_design_is_there():
    design = """Actor Analysis Chain Claim Commitment Contact Event Figure Forecast Grounds Incident Judgement
    Level Mention Outcome Place Rejection Relation Report Row Sentence Span Statement When"""
    assert set(design.split()) <= set(schema.__all__)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_values_are_frozen_slotted_and_keyword_only(value):
    parameters = value.__dataclass_params__
    assert parameters.frozen
    assert "__slots__" in vars(value)
    assert all(field.kw_only for field in dataclasses.fields(value))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_value_says_what_it_is(value):
    assert value.__doc__
    assert not value.__doc__.startswith(f"{value.__name__}(")


def test_errors_have_one_root_and_five_children():
    children = {
        error for error in vars(schema).values() if isinstance(error, type) and issubclass(error, Exception)
    }
    assert children == {schema.DetenteError, *schema.DetenteError.__subclasses__()}
    assert len(schema.DetenteError.__subclasses__()) == 5


def test_report_id_is_its_content_alone():
    report = make_report()
    assert report.id == make_report(retrieved_at=NOON + timedelta(days=3)).id
    assert report.id == dataclasses.replace(report, extraction="other", language=None).id
    for change in ({"text": "Else."}, {"title": "T"}, {"url": "https://a.example/b"}, {"published_at": None}):
        assert report.id != dataclasses.replace(report, **change).id


def test_report_moments_are_utc():
    there = datetime(2025, 6, 5, 1, tzinfo=timezone(timedelta(hours=3)))
    report = make_report(published_at=there)
    assert report.published_at == there
    assert report.published_at.tzinfo is UTC
    assert report.id == make_report(published_at=there.astimezone(UTC)).id


def test_report_without_zone_or_with_half_a_character_is_refused():
    with pytest.raises(InputError, match="no time zone"):
        make_report(published_at=datetime(2025, 6, 5))  # noqa: DTZ001 - the fault under test
    with pytest.raises(InputError, match="character 3"):
        dataclasses.replace(make_report(), text="abc\ud800")


def test_known_at_is_published_else_retrieved():
    assert make_report().known_at == datetime(2025, 6, 1, tzinfo=UTC)
    assert make_report(published_at=None).known_at == NOON


@given(st.text(min_size=1).filter(lambda text: text.isprintable()), st.data())
def test_a_reports_spans_fit_its_text(text, data):
    report = make_report(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = report.span(start, end)
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(("start", "end", "text"), [(-1, 2, "abc"), (2, 2, ""), (0, 3, "ab"), (5, 4, "a")])
def test_a_span_that_cannot_be_is_refused(start, end, text):
    with pytest.raises(InputError):
        Span(report_id="r", start=start, end=end, text=text)


def test_grounds_need_evidence_and_a_probability():
    span = make_report().span(0, 3)
    with pytest.raises(InputError, match="evidence"):
        Grounds(evidence=(), known_at=NOON, reading_id="r", probability=0.5)
    with pytest.raises(InputError, match="outside"):
        Grounds(evidence=(span,), known_at=NOON, reading_id="r", probability=1.5)


def test_a_time_does_not_end_before_it_begins():
    with pytest.raises(InputError, match="before it begins"):
        When(earliest=date(2025, 6, 2), latest=date(2025, 6, 1))


def test_record_ids_stand_on_spans_and_labels_alone():
    report = make_report()
    event, *_ = make_records(report)
    learned = make_records(report, reading_id="reader-2", probability=0.9)[0]
    assert learned.id == event.id
    resolved = dataclasses.replace(event.by[0], entity="Q999", country="BLR", probability=0.4)
    assert dataclasses.replace(event, by=(resolved,)).id == event.id
    for change in (
        {"type": "THREATEN"},
        {"status": "denied"},
        {"mode": None},
        {"background": True},
        {"by": ()},
        {"trigger": find(report, "Kyiv")},
        {"speaker": event.by[0]},
        {"said_in": "s"},
    ):
        assert dataclasses.replace(event, **change).id != event.id


def test_record_ids_differ_between_kinds_and_reports():
    one, two = make_records(make_report()), make_records(make_report(day=2))
    assert len({record.id for record in (*one, *two)}) == 8


def test_an_imported_record_is_known_by_its_row_and_names():
    def imported(row, name="Russia"):
        evidence = Row(dataset="icews", row=row, sha256="0" * 64)
        because = Grounds(evidence=(evidence,), known_at=NOON, reading_id="r", probability=1.0)
        return Event(type="CONSULT", by=(Actor(name=name),), when=When(), intensity=1.0, grounds=because)

    assert imported(1).id == imported(1).id
    assert len({imported(1).id, imported(2).id, imported(1, "Belarus").id}) == 3
    assert imported(1).grounds.source_id == "icews"


def test_canonical_json_is_one_form():
    assert (
        canonical_json({"b": 1, "a": (NOON, "é")}) == '{"a":["2025-07-01T12:00:00+00:00","é"],"b":1}'.encode()
    )
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))
    with pytest.raises(TypeError, match="object"):
        canonical_json(object())
    assert len(content_id("report", "x")) == 64
    assert content_id("report", "x") != content_id("record", "x")


def test_findings_are_known_by_kind_records_and_labels():
    def level(**change):
        given = {"by": "RUS", "to": "UKR", "first_day": date(2025, 6, 1), "last_day": date(2025, 6, 1)}
        rest = {"value": -3.0, "low": -5.0, "high": -1.0, "reports": 4, "method": "m", "probability": 0.5}
        return Level(**{"records": ("b", "a"), **given, **rest, **change})

    assert level().id == level(value=-4.0, records=("a", "b")).id
    assert level().id != level(by="UKR", to="RUS").id


def test_a_judgement_is_known_by_who_what_and_when():
    given = {
        "verdict": "reject",
        "on": ("e1",),
        "of": "event",
        "by": "Ana",
        "because": "sport",
        "judged_at": NOON,
    }
    assert Judgement(**given).id == Judgement(**given).id
    assert Judgement(**given).id != Judgement(**{**given, "by": "Ben"}).id


def test_a_forecast_gives_a_probability_or_quantiles():
    question = Question(asks="quad", by="RUS", to="UKR", of="material conflict", horizon_days=30)
    given = {"question": question, "issued_at": NOON, "as_of": NOON, "method": "climatology"}
    assert (
        Forecast(**given, probability=0.2).id == Forecast(**{**given, "issued_at": None}, probability=0.3).id
    )
    with pytest.raises(ForecastError, match="either"):
        Forecast(**given)
    with pytest.raises(ForecastError, match="no horizon"):
        Question(asks="quad", horizon_days=0)


def test_an_actor_is_named_as_it_stands():
    report = make_report()
    assert Actor(mention=find(report, "Kyiv"), name="Ukraine").text == "Kyiv"
    assert Actor(name="Ukraine").text == "Ukraine"
    assert make_grounds(report).anchor == (report.id,)
    assert Place(name="Kyiv").mention is None
