"""Where a line comes from: the words of the text, marked, and each step."""

import dataclasses

from building import make_records, make_report

from detente.schema import Actor, Event, Grounds, Row, Span, Step, When
from detente.sentences import split
from detente.why import describe_report, explain

REPORT = make_report(
    "Russia struck Kyiv. Officials spoke of it later.", title="Night of fire", url="https://post.example/n"
)


def test_an_event_leads_to_its_sentence_marked_and_to_its_report():
    event = make_records(REPORT)[0]
    text = explain(event, REPORT, split(REPORT))
    assert f"event {event.id}" in text
    assert "> [by: Russia] [trigger: struck] [where: Kyiv]." in text
    assert "Sentence 1 of 2, characters 0 to 19" in text
    assert "Officials spoke of it later." in text
    parts = """ASSAULT / drone, reported|Russia [Q159] (RUS, GOV)|Night of fire|post.example|reader-1|0.75
made by hand|https://post.example/n"""
    for part in (*parts.replace("\n", "|").split("|"), REPORT.raw_sha256):
        assert part in text


def test_every_kind_is_told():
    _, statement, commitment, figure = make_records(REPORT)
    assert "the speaker" not in explain(statement, REPORT, split(REPORT))
    assert "content       Russia struck Kyiv" in explain(statement, REPORT, split(REPORT))
    assert "ultimatum" in explain(commitment, REPORT, split(REPORT))
    assert "12 to open persons" in explain(figure, REPORT, split(REPORT))


def test_steps_of_actors_times_and_places_are_told():
    event = make_records(REPORT)[0]
    step = Step(rule="metonym", detail="a capital stands for its government")
    resolved = dataclasses.replace(event, to=(dataclasses.replace(event.to[0], steps=(step,)),))
    assert "2. metonym: a capital stands for its government" in explain(resolved, REPORT, split(REPORT))


def test_an_unresolved_actor_is_said_to_be():
    event = make_records(REPORT)[0]
    unknown = dataclasses.replace(event, by=(dataclasses.replace(event.by[0], entity=None),))
    assert "Russia -> not resolved" in explain(unknown, REPORT, split(REPORT))


def test_an_imported_event_leads_to_its_row():
    grounds = Grounds(
        evidence=(Row(dataset="icews", row=7, sha256="f" * 64),),
        known_at=REPORT.known_at,
        reading_id="import",
        probability=1.0,
    )
    event = Event(type="AID", by=(Actor(name="Japan"),), when=When(), intensity=7.0, grounds=grounds)
    text = explain(event, None, ())
    assert "Row 7 of icews" in text
    assert "Report" not in text


def test_marks_that_overlap_are_shown_once():
    event = make_records(REPORT)[0]
    wide = Span(report_id=REPORT.id, start=0, end=13, text="Russia struck")
    nested = dataclasses.replace(event, trigger=wide)
    assert "[trigger: Russia struck]" in explain(nested, REPORT, split(REPORT))


def test_a_report_lists_its_records():
    text = describe_report(REPORT, make_records(REPORT))
    assert REPORT.id in text
    assert "ASSAULT (reported) Russia -> Kyiv: struck" in text
    assert "ultimatum by Russia: struck" in text
