"""Small values made by hand, for tests that need no reader."""

import hashlib
from datetime import UTC, date, datetime

from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    Place,
    Publisher,
    Reading,
    Report,
    Span,
    Statement,
    Step,
    When,
)

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
READER = "reader-1"


def make_report(text="Russia struck Kyiv. Officials spoke.", *, day=1, publisher="post.example", **more):
    return Report(
        publisher=Publisher(id=publisher, name=publisher.split(".")[0].title()),
        text=text,
        published_at=more.pop("published_at", datetime(2025, 6, day, tzinfo=UTC)),
        retrieved_at=more.pop("retrieved_at", NOON),
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
        extraction="given",
        language="en",
        **more,
    )


def find(report, words):
    start = report.text.index(words)
    return report.span(start, start + len(words))


def make_grounds(report, *, reading_id=READER, probability=0.75):
    sentence = report.span(0, report.text.index(".") + 1)
    step = Step(rule="test", detail="made by hand", span=sentence)
    return Grounds(
        evidence=(sentence,),
        known_at=report.known_at,
        reading_id=reading_id,
        probability=probability,
        steps=(step,),
    )


def make_records(report, **grounds):
    """One record of each kind, from a text that begins "Russia struck Kyiv."."""
    because = make_grounds(report, **grounds)
    russia = Actor(mention=find(report, "Russia"), name="Russia", entity="Q159", country="RUS", sector="GOV")
    ukraine = Actor(mention=find(report, "Kyiv"), name="Ukraine", entity="Q212", country="UKR")
    day = report.known_at.date()
    event = Event(
        trigger=find(report, "struck"),
        type="ASSAULT",
        mode="drone",
        contexts=("military",),
        by=(russia,),
        to=(ukraine,),
        place=Place(mention=find(report, "Kyiv"), name="Kyiv", country="UKR", precision="city"),
        when=When(earliest=day, latest=day, basis="publication"),
        intensity=-10.0,
        grounds=because,
    )
    statement = Statement(
        act="say",
        speaker=ukraine,
        target=russia,
        content=(find(report, "Russia struck Kyiv"),),
        tone=-0.5,
        when=When(),
        grounds=because,
    )
    commitment = Commitment(
        act="ultimatum",
        by=(russia,),
        to=(ukraine,),
        action=find(report, "struck"),
        due=When(latest=date(2025, 6, 30), basis="relative", expression=find(report, "Kyiv")),
        grounds=because,
    )
    figure = Figure(quantity="killed", low=12.0, of=ukraine, event=event.id, grounds=because)
    return event, statement, commitment, figure


def make_reading(report=None, *, reading_id=READER, **more):
    report = report or make_report(**more)
    return Reading(
        report=report,
        raw=report.text.encode(),
        reading_id=reading_id,
        sentences=2,
        records=make_records(report, reading_id=reading_id),
    )


def outside(report):
    """A span that is not of the report's text."""
    return Span(report_id=report.id, start=0, end=3, text="xyz")
