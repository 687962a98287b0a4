"""Judged records as labelled sentences: what people decided, in the format of docs/annotation.md.

A confirmed record is a label, a rejected one is none. Where the reader found more in a sentence than people
judged, or a label cannot be written as whole words of it, the row says so under `open`: such a sentence is
not labelled yet, and `train/corpus.py check` refuses it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from detente.schema import Actor, Commitment, Event, Figure, Record, Span, Statement

Row = dict[str, Any]
LAYERS = ("events", "statements", "commitments", "figures")
# What tells two records of a layer apart: a sentence marks it once.
_ONCE = {
    "events": ("trigger", "type"),
    "statements": ("cue", "content"),
    "commitments": ("cue", "action"),
    "figures": ("text", "quantity"),
}


class _UnlabelledError(ValueError):
    """A record that the format cannot hold; the message says why."""


def label_id(sentence: Span) -> str:
    """The id of a sentence's row: of its report and place."""
    return f"j{sentence.report_id[:12]}-{sentence.start}"


def sentence_of(record: Record) -> Span | None:
    """The sentence that a record stands in, the first of several; None for an imported one."""
    first = record.grounds.evidence[0]
    return first if isinstance(first, Span) else None


def label_sentence(
    sentence: Span, day: date, confirmed: Iterable[Record], unjudged: Iterable[Record] = ()
) -> Row:
    """The row of one sentence. confirmed: its records that people confirmed; unjudged: those left open."""
    row: Row = {
        "id": label_id(sentence),
        "source": f"own:{sentence.report_id[:12]}:{sentence.start}",
        "date": day.isoformat(),
        "text": sentence.text,
        **{layer: [] for layer in LAYERS},
    }
    left = [{"record": record.id, "why": "not judged"} for record in unjudged]
    gold = sorted(confirmed, key=lambda record: (record.kind, _place(record), record.id))
    said = {record.id: record for record in gold if isinstance(record, Statement)}
    for record in gold:
        layer = f"{record.kind}s"
        try:
            label = _label(sentence, record, said)
            _check_once(layer, label, row[layer])
        except _UnlabelledError as error:
            left.append({"record": record.id, "why": str(error)})
        else:
            row[layer].append(label)
    return row | ({"open": sorted(left, key=lambda one: one["record"])} if left else {})


def _label(sentence: Span, record: Record, said: Mapping[str, Statement]) -> Row:
    """A record as its layer writes it down."""
    if len(record.grounds.evidence) > 1:
        raise _UnlabelledError("stands in several sentences")

    def piece(span: Span | None) -> str | None:
        return _piece(sentence, span)

    if isinstance(record, Event):
        return _event(record, piece)
    if isinstance(record, Statement):
        return _statement(record, piece, said)
    if isinstance(record, Commitment):
        return _commitment(record, piece)
    return _figure(record, piece)


_Piece = Callable[[Span | None], str | None]


def _event(event: Event, piece: _Piece) -> Row:
    trigger = _needed("trigger", piece(event.trigger))
    if len(trigger.split()) > 1:
        raise _UnlabelledError("its trigger is more than one word")
    return {
        "trigger": trigger,
        "type": event.type,
        "mode": event.mode,
        "by": _many(event.by, piece),
        "to": _many(event.to, piece),
        "place": piece(event.place.mention) if event.place else None,
        "when": piece(event.when.expression),
        "status": event.status,
        "background": event.background,
        "speaker": _one(event.speaker, piece),
    }


def _statement(statement: Statement, piece: _Piece, said: Mapping[str, Statement]) -> Row:
    above = said.get(statement.via or "")
    content = [found for span in statement.content if (found := piece(span)) is not None]
    if len(content) < len(statement.content):
        raise _UnlabelledError("its content stands in several sentences")
    return {
        "cue": _needed("cue", piece(statement.cue)),
        "act": statement.act,
        "speaker": _one(statement.speaker, piece),
        "addressee": _one(statement.addressee, piece),
        "content": content[0] if len(content) == 1 else content,
        "quoted": statement.quoted,
        "via": piece(above.cue) if above is not None else None,
        "target": _one(statement.target, piece),
    }


def _commitment(commitment: Commitment, piece: _Piece) -> Row:
    return {
        "cue": _needed("cue", piece(commitment.cue)),
        "act": commitment.act,
        "by": _many(commitment.by, piece),
        "to": _many(commitment.to, piece),
        "action": _needed("action", piece(commitment.action)),
        "condition": piece(commitment.condition),
        "otherwise": piece(commitment.otherwise),
        "due": piece(commitment.due.expression) if commitment.due else None,
    }


def _figure(figure: Figure, piece: _Piece) -> Row:
    if figure.low is None and figure.high is None:
        raise _UnlabelledError("its number was not read")
    low, high = (
        int(bound) if bound is not None and bound.is_integer() else bound
        for bound in (figure.low, figure.high)
    )
    return {
        "text": _needed("number", piece(figure.mention)),
        "quantity": figure.quantity,
        "low": low,
        "high": high,
        "unit": figure.unit,
        "of": _one(figure.of, piece),
    }


def _needed(name: str, piece: str | None) -> str:
    if piece is None:
        raise _UnlabelledError(f"its {name} is not in the sentence")
    return piece


def _one(actor: Actor | None, piece: _Piece) -> str | None:
    return piece(actor.mention) if actor is not None else None


def _many(actors: Iterable[Actor], piece: _Piece) -> list[str]:
    """Each piece once: two actors may share a mention."""
    return list(dict.fromkeys(found for actor in actors if (found := piece(actor.mention)) is not None))


def _piece(sentence: Span, span: Span | None) -> str | None:
    """The words of a span, with "#2" where they stand there a second time; None outside of the sentence."""
    if span is None or not (sentence.start <= span.start and span.end <= sentence.end):
        return None
    at = (span.start - sentence.start, span.end - sentence.start)
    words = sentence.text[at[0] : at[1]]
    left = r"(?<!\w)" if words[:1].isalnum() else ""
    right = r"(?!\w)" if words[-1:].isalnum() else ""
    found = [match.span() for match in re.finditer(left + re.escape(words) + right, sentence.text)]
    if not words.strip() or words != words.strip() or at not in found:
        raise _UnlabelledError(f"{words!r} is no whole word of the sentence")
    number = found.index(at) + 1
    return words if number == 1 else f"{words}#{number}"


def _check_once(layer: str, label: Row, labels: Sequence[Row]) -> None:
    first, second = _ONCE[layer]
    if any(label[first] == other[first] and label[second] == other[second] for other in labels):
        raise _UnlabelledError(f"{label[first]!r} is marked already")


def _place(record: Record) -> int:
    own = record.trigger if isinstance(record, Event) else None
    own = record.mention if isinstance(record, Figure) else own
    own = record.cue if isinstance(record, Statement | Commitment) else own
    return own.start if own is not None else -1
