"""Brief -> JSON: the whole document with offsets and ids, for programs."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from detente.brief.document import Brief, Cite, Mark, Note, Section, Sentence, place_of
from detente.brief.markdown import note_place
from detente.schema import Row, Span


def to_json(brief: Brief) -> str:
    """Keys in the order in which one reads, moments in ISO 8601. The same brief gives the same text."""
    numbers = {note_place(note): note.number for note in brief.notes}
    content = {
        "title": brief.title,
        "since": brief.since.isoformat(),
        "as_of": brief.as_of.isoformat(),
        "facts": dict(brief.facts),
        "sections": [_section(section, numbers) for section in brief.sections],
        "notes": [_note(note) for note in brief.notes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _section(section: Section, numbers: dict[object, int]) -> dict[str, Any]:
    return {
        "title": section.title,
        "paragraphs": [
            {
                "label": paragraph.label,
                "sentences": [_sentence(sentence, numbers) for sentence in paragraph.sentences],
            }
            for paragraph in section.paragraphs
        ],
        "drawings": [asdict(drawing) for drawing in section.drawings],
    }


def _sentence(sentence: Sentence, numbers: dict[object, int]) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "marks": [_mark(mark, numbers[place_of(mark)]) for mark in sentence.marks],
    }


def _mark(mark: Mark, number: int) -> dict[str, Any]:
    return {"note": number, "record": mark.record} if isinstance(mark, Cite) else {"note": number}


def _note(note: Note) -> dict[str, Any]:
    """A note: report, offsets and quotation; dataset and row; or the question."""
    if note.query is not None:
        asked = {
            "name": note.query.name,
            "parameters": dict(note.query.parameters),
            "found": note.query.found,
        }
        return {"number": note.number, "query": asked}
    content: dict[str, Any] = {"number": note.number, "records": note.records}
    if isinstance(note.evidence, Row):
        return {**content, **asdict(note.evidence)}
    if isinstance(note.evidence, Span):
        content |= asdict(note.evidence)
    if note.report is not None:
        content |= {
            "publisher": note.report.publisher.name,
            "publisher_id": note.report.publisher.id,
            "origin": note.report.origin,
            "title": note.report.title,
            "published_at": note.report.published_at,
            "url": note.report.url,
        }
    return content


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
