"""Why a line is in the record: the record, its sentence in context with the evidence marked, each step."""

from collections.abc import Iterable, Iterator, Sequence

from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    Judgement,
    Place,
    Record,
    Report,
    Row,
    Sentence,
    Span,
    Statement,
    Step,
    When,
)

_Part = tuple[str, str]


def explain(record: Record, report: Report | None, sentences: Sequence[Sentence]) -> str:
    """Tell in plain text how a record came to be.

    report, sentences: of the record; None and empty for an imported one.
    """
    lines = [f"{record.kind} {record.id}", ""]
    lines += [f"  {name:<14}{text}" for name, text in _parts(record)]
    lines += ["", *_evidence(record, report, sentences), ""]
    if report is not None:
        lines += ["Report", *_report_lines(report), ""]
    lines += ["Reading", *_reading_lines(record.grounds), "", "Steps", *_step_lines(record)]
    return "\n".join(lines) + "\n"


def describe_report(report: Report, records: Iterable[Record]) -> str:
    """Tell what a report is, and list what was read in it."""
    lines = [f"report {report.id}", "", *_report_lines(report), "", "Records"]
    lines += [f"  {record.kind:<11} {record.id[:12]}  {summarise(record)}" for record in records]
    return "\n".join(lines) + "\n"


def explain_judgement(judgement: Judgement) -> str:
    """Tell in plain text what a person decided, about what, and why."""
    lines = [f"judgement {judgement.id}", "", f"  {'verdict':<14}{judgement.verdict}, of {judgement.of}"]
    lines += [f"  {'on':<14}{name}" for name in judgement.on]
    lines += [f"  {'it said':<14}{judgement.said}"] if judgement.said else []
    lines += [f"  {'rested on':<14}{name}" for name in judgement.records]
    lines += [f"  {'by':<14}{judgement.by}", f"  {'because':<14}{_one_line(judgement.because)}"]
    return "\n".join((*lines, f"  {'judged':<14}{judgement.judged_at:%Y-%m-%d %H:%M} UTC")) + "\n"


def summarise(record: Record) -> str:
    """One line for a record: what it says, in the text's own words."""
    if isinstance(record, Event):
        name = record.trigger.text if record.trigger else (record.mode or "")
        return f"{record.type} ({record.status}) {names(record.by)} -> {names(record.to)}: {name}"
    if isinstance(record, Statement):
        speaker = record.speaker.text if record.speaker else "the report"
        return f"{speaker} ({record.act}): {' … '.join(span.text for span in record.content)}"
    if isinstance(record, Commitment):
        action = record.action.text if record.action else "?"
        return f"{record.act} by {names(record.by)}: {action}"
    return f"{record.quantity} {record.low or '?'}..{record.high or '?'} {record.unit}"


def names(actors: Sequence[Actor]) -> str:
    """Actors as they stand in the text."""
    return ", ".join(actor.text for actor in actors) or "?"


def _parts(record: Record) -> Iterator[_Part]:
    """What a record holds, as names and texts, in the order in which one asks for it."""
    if isinstance(record, Event):
        yield "type", f"{record.type}{f' / {record.mode}' if record.mode else ''}, {record.status}"
        yield "trigger", record.trigger.text if record.trigger else "-"
        yield from (("by", _actor(actor)) for actor in record.by)
        yield from (("to", _actor(actor)) for actor in record.to)
        yield "when", _when(record.when)
        if record.place:
            yield "where", _place(record.place)
        if record.background:
            yield "background", "told as earlier history"
        yield "intensity", f"{record.intensity:+.1f}"
    elif isinstance(record, Statement):
        yield "act", f"{record.act}{', quoted' if record.quoted else ''}, tone {record.tone:+.1f}"
        yield "speaker", _actor(record.speaker) if record.speaker else "the report's own voice"
        for name, actor in (("addressee", record.addressee), ("target", record.target)):
            if actor:
                yield name, _actor(actor)
        yield from (("content", span.text) for span in record.content)
        if record.via:
            yield "via", f"statement {record.via[:12]}"
    elif isinstance(record, Commitment):
        yield "act", record.act
        yield from (("by", _actor(actor)) for actor in record.by)
        yield from (("to", _actor(actor)) for actor in record.to)
        spans = {"action": record.action, "condition": record.condition, "otherwise": record.otherwise}
        yield from ((name, span.text) for name, span in spans.items() if span)
        if record.due:
            yield "due", _when(record.due)
    else:
        yield from _figure_parts(record)
    yield from _teller(record)


def _figure_parts(figure: Figure) -> Iterator[_Part]:
    yield "quantity", figure.quantity
    bounds = tuple("open" if bound is None else f"{bound:,.0f}" for bound in (figure.low, figure.high))
    yield "value", f"{bounds[0]} to {bounds[1]} {figure.unit}"
    if figure.of:
        yield "of", _actor(figure.of)
    if figure.event:
        yield "event", figure.event[:12]


def _teller(record: Record) -> Iterator[_Part]:
    """Who says so, where it is not the report itself."""
    if isinstance(record, Statement):
        return
    if record.speaker:
        yield "according to", _actor(record.speaker)
    if record.said_in:
        yield "said in", f"statement {record.said_in[:12]}"


def _actor(actor: Actor) -> str:
    known = ", ".join(filter(None, (actor.role, actor.country, actor.sector)))
    named = actor.name if actor.entity else "not resolved"
    entity = f" [{actor.entity}]" if actor.entity else ""
    return f"{actor.text} -> {named}{entity}{f' ({known})' if known else ''}"


def _when(when: When) -> str:
    days = "open" if when.earliest is None and when.latest is None else f"{when.earliest} to {when.latest}"
    if when.earliest is not None and when.earliest == when.latest:
        days = str(when.earliest)
    return f"{days} ({when.basis}{f': {when.expression.text!r}' if when.expression else ''})"


def _place(place: Place) -> str:
    known = ", ".join(filter(None, (place.country, place.precision)))
    return f"{place.mention.text if place.mention else place.name} -> {place.name} ({known})"


def _evidence(record: Record, report: Report | None, sentences: Sequence[Sentence]) -> Iterator[str]:
    marks = tuple(_marks(record))
    for evidence in record.grounds.evidence:
        if isinstance(evidence, Row):
            yield f"Row {evidence.row} of {evidence.dataset} (SHA-256 {evidence.sha256})"
            continue
        at = next((s.index for s in sentences if s.span.start <= evidence.start < s.span.end), None)
        number = f"Sentence {at + 1} of {len(sentences)}" if at is not None else "Sentence"
        yield f"{number}, characters {evidence.start} to {evidence.end}"
        if at:
            yield f"    {_one_line(sentences[at - 1].span.text)}"
        yield f"  > {_one_line(_marked(evidence, marks))}"
        if at is not None and at + 1 < len(sentences):
            yield f"    {_one_line(sentences[at + 1].span.text)}"


def _marks(record: Record) -> Iterator[tuple[str, Span]]:
    """The pieces of text that a record rests on, each with its part in it."""
    actors: list[tuple[str, Actor | None]] = []
    spans: list[tuple[str, Span | None]] = []
    if isinstance(record, Event):
        actors = [*(("by", actor) for actor in record.by), *(("to", actor) for actor in record.to)]
        spans = [("trigger", record.trigger), ("when", record.when.expression)]
        spans.append(("where", record.place.mention if record.place else None))
    elif isinstance(record, Statement):
        actors = [("speaker", record.speaker), ("addressee", record.addressee), ("target", record.target)]
        spans = [("cue", record.cue)]
    elif isinstance(record, Commitment):
        actors = [*(("by", actor) for actor in record.by), *(("to", actor) for actor in record.to)]
        spans = [("cue", record.cue), ("due", record.due.expression if record.due else None)]
    else:
        actors = [("of", record.of)]
        spans = [("figure", record.mention)]
    if not isinstance(record, Statement):
        actors.append(("according to", record.speaker))
    yield from ((name, span) for name, span in spans if span)
    yield from ((name, actor.mention) for name, actor in actors if actor and actor.mention)


def _marked(sentence: Span, marks: Iterable[tuple[str, Span]]) -> str:
    """The sentence with each mark in brackets; of marks that overlap, the first in the text."""
    text, end = [], sentence.start
    for name, span in sorted(marks, key=lambda mark: (mark[1].start, -mark[1].end)):
        if span.start >= end and span.end <= sentence.end:
            text += [
                sentence.text[end - sentence.start : span.start - sentence.start],
                f"[{name}: {span.text}]",
            ]
            end = span.end
    return "".join((*text, sentence.text[end - sentence.start :]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _report_lines(report: Report) -> Iterator[str]:
    published = f"{report.published_at:%Y-%m-%d %H:%M} UTC" if report.published_at else "not known"
    yield f"  title         {report.title or '-'}"
    yield f"  publisher     {report.publisher.name} ({report.publisher.id})"
    if report.origin:
        yield f"  origin        {report.origin}"
    yield f"  published     {published}"
    yield f"  retrieved     {report.retrieved_at:%Y-%m-%d %H:%M} UTC"
    if report.url:
        yield f"  url           {report.url}"
    if report.replaces:
        yield f"  replaces      {report.replaces}"
    yield f"  extraction    {report.extraction}, from bytes with SHA-256 {report.raw_sha256}"
    yield f"  id            {report.id}"


def _reading_lines(grounds: Grounds) -> Iterator[str]:
    yield f"  reading_id    {grounds.reading_id}"
    yield f"  probability   {grounds.probability:.2f}"
    yield f"  known_at      {grounds.known_at:%Y-%m-%d %H:%M} UTC"


def _step_lines(record: Record) -> Iterator[str]:
    steps = [*record.grounds.steps, *_part_steps(record)]
    for number, step in enumerate(steps, start=1):
        where = f" {step.span.text!r} at {step.span.start}" if step.span else ""
        yield f"  {number}. {step.rule}:{where} {step.detail}"


def _part_steps(record: Record) -> Iterator[Step]:
    """The steps by which actors, place and time were resolved."""
    if isinstance(record, Event):
        for actor in (*record.by, *record.to):
            yield from actor.steps
        yield from record.when.steps
        yield from record.place.steps if record.place else ()
    elif isinstance(record, Commitment):
        for actor in (*record.by, *record.to):
            yield from actor.steps
        yield from record.due.steps if record.due else ()
    elif isinstance(record, Statement):
        for speaker in filter(None, (record.speaker, record.addressee, record.target)):
            yield from speaker.steps
