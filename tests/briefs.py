"""Briefs of records made by hand, and the walk from each of their sentences back to what it rests on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from detente.brief import Cite, Material, Query, compose, run
from detente.crisis import About, look
from detente.schema import Row

WEEK = timedelta(days=7)


def evening(day):
    return datetime.fromisoformat(f"{day}T23:59:59+00:00")


def material(records=(), reports=(), *, as_of="2025-06-07", about=(), days=7, **more):
    """What a brief of the days up to an evening is written from."""
    moment = evening(as_of) if isinstance(as_of, str) else as_of
    picture = look(
        records, reports, as_of=moment, about=About(names=tuple(about)), since=moment - timedelta(days=days)
    )
    return Material(picture=picture, **more)


def walk(brief, given):
    """Lead every mark of every sentence back: to stored offsets, or to a query that finds what it says.

    Gives how many cites and how many absences there were.
    """
    picture = given.picture
    cites = absences = 0
    for sentence in brief.sentences():
        assert sentence.marks, sentence
        for mark in sentence.marks:
            if isinstance(mark, Query):
                assert len(run(mark, given)) == mark.found, (sentence.text, mark)
                absences += mark.found == 0
                continue
            assert isinstance(mark, Cite)
            record = picture.records[mark.record]
            assert mark.evidence in record.grounds.evidence
            if not isinstance(mark.evidence, Row):
                report = picture.seen.reports[mark.evidence.report_id]
                assert report.text[mark.evidence.start : mark.evidence.end] == mark.evidence.text
                assert report.known_at <= given.as_of
            cites += 1
    return cites, absences


def written(given):
    """A brief whose every sentence has been led back."""
    brief = compose(given)
    walk(brief, given)
    return brief


def section(brief, title):
    """The sentences of a section, as texts; none where it is not there."""
    return [
        sentence.text
        for part in brief.sections
        if part.title == title
        for paragraph in part.paragraphs
        for sentence in paragraph.sentences
    ]


def undated(report):
    return replace(report, published_at=None, retrieved_at=datetime(2025, 6, 5, tzinfo=UTC))
