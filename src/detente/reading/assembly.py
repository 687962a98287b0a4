"""From what the rules find to records, each with its grounds and the steps that led to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from detente.reading.clauses import Clause
from detente.reading.commitments import Bond, read_bonds
from detente.reading.events import Draft, read_acts
from detente.reading.figures import Count, read_counts
from detente.reading.lexicon import Lexicon, Name
from detente.reading.resolution import Resolution
from detente.reading.speech import Saying, read_sayings
from detente.reading.times import find_times
from detente.reading.units import read_units
from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    Record,
    Report,
    Sentence,
    Span,
    Statement,
    Step,
)

# An act dated so much before publication is told as history.
_HISTORY = timedelta(days=60)
_FIGURE = 0.85  # the author's reckoning; not calibrated on any data
_MEASURED = {"killed": "ASSAULT", "injured": "ASSAULT", "detained": "COERCE", "released": "RETREAT"}
_TOLD_AS = {"deny": "denied", "propose": "possible", "predict": "possible", "demand": "demanded"}


def read(
    report: Report, sentences: tuple[Sentence, ...], *, lexicon: Lexicon, reading_id: str
) -> tuple[Record, ...]:
    """Read the records that a report's sentences hold: of each, its statements, events, commitments, figures.

    reading_id: of weights, codebook and code; it goes into the grounds of each record.
    """
    records: list[Record] = []
    known: dict[str, Name] = {}
    person: Name | None = None
    for sentence in sentences:
        text, offset = sentence.span.text, sentence.span.start
        times = {offset + start: (offset + end, rule) for start, end, rule in find_times(text)}
        ends = {start: end for start, (end, _) in times.items()}
        units = read_units(text, offset, lexicon, ends, known)
        clause = Clause(units=units, lexicon=lexicon)
        parts = Resolution(report=report, clause=clause, times=times, person=person)
        records += _Page(parts=parts, sentence=sentence, reading_id=reading_id).records()
        people = {unit.who.text: unit.who for unit in units if unit.who and unit.who.person}
        person = next(iter(people.values())) if len(people) == 1 else None
    return tuple(records)


@dataclass(slots=True, kw_only=True)
class _Page:
    """The making of one sentence's records. told: its statements, the outer before the inner."""

    parts: Resolution
    sentence: Sentence
    reading_id: str
    told: list[tuple[Saying, Statement]] = field(default_factory=list)

    def records(self) -> Iterator[Record]:
        clause = self.parts.clause
        sayings = read_sayings(clause, self.beginning())
        for saying in sorted(sayings, key=lambda saying: (-saying.length, saying.cue)):
            self.told.append((saying, self.statement(saying)))
        yield from (statement for _, statement in self.told)
        events = [self.event(draft) for draft in read_acts(clause) if not self.is_topic_of_denial(draft)]
        yield from events
        yield from (self.commitment(bond) for bond in read_bonds(clause))
        yield from (self.figure(count, events) for count in read_counts(self.sentence.span.text))

    def beginning(self) -> int:
        """The unit after a dateline ("KYIV, June 5 (Agency) -") or a label ("Source:"), else 0."""
        tags = self.parts.clause.tags
        colon = tags.find(":", 0, 14)
        return 0 if set(tags[: max(colon, 0)]) & set("VIMBHD") else colon + 1

    def teller(self, at: int) -> tuple[Saying, Statement] | None:
        """The innermost statement whose content holds a unit."""
        holding = (pair for pair in reversed(self.told) if pair[0].holds(at))
        return next(holding, None)

    def grounds(self, probability: float, *steps: Step) -> Grounds:
        return Grounds(
            evidence=(self.sentence.span,),
            known_at=self.parts.report.known_at,
            reading_id=self.reading_id,
            probability=probability,
            steps=steps,
        )

    def statement(self, saying: Saying) -> Statement:
        via, cue = self.teller(saying.cue), self.parts.span(saying.cue, saying.cue + 1)
        speaker = self.parts.actor(saying.speaker)
        other = None if saying.other is None else self.parts.actor(saying.other)
        accused = saying.act == "accuse"
        step = Step(rule=saying.rule, detail=f"speech.{saying.act}: {cue.text}", span=cue)
        return Statement(
            act=saying.act,
            cue=cue,
            speaker=speaker,
            addressee=None if accused else other,
            target=other if accused else None,
            content=tuple(self.parts.span(start, end) for start, end in saying.content),
            quoted=saying.quoted,
            via=via[1].id if via else None,
            tone=self.parts.clause.lexicon.codebook.tone(saying.act),
            when=self.parts.when(saying.cue, ahead=False),
            grounds=self.grounds(saying.probability, step, *speaker.steps),
        )

    def event(self, draft: Draft) -> Event:
        act, published = draft.act, self.parts.report.published_at
        teller = self.teller(draft.trigger)
        by, to = self.parts.actors(draft.by), self.parts.actors(draft.to)
        status, why = self.status(draft, by, teller)
        when = self.parts.when(draft.trigger, ahead=status != "reported" or act.history)
        old = bool(when.latest and published and published.date() - when.latest > _HISTORY)
        trigger = self.trigger(draft.trigger)
        return Event(
            trigger=trigger,
            type=act.type,
            mode=draft.mode,
            by=by,
            to=to,
            place=self.parts.place(draft.place),
            when=when,
            status=status,
            background=act.history or (old and status == "reported"),
            speaker=teller[1].speaker if teller else None,
            said_in=teller[1].id if teller else None,
            intensity=self.parts.clause.lexicon.codebook.intensity(act.type, draft.mode),
            grounds=self.grounds(
                draft.probability,
                Step(rule=draft.rule, detail=f"{act.entry}: {trigger.text}", span=trigger),
                Step(rule="status", detail=f"{status}: {why}"),
                *(step for actor in dict.fromkeys(by + to) for step in actor.steps),
            ),
        )

    def trigger(self, at: int) -> Span:
        """The word that names an act: of "called on" the first, of "cyber attack" the last."""
        unit = self.parts.clause.units[at]
        words = unit.text.split()
        if unit.tag == "N":
            return self.parts.report.span(unit.end - len(words[-1]), unit.end)
        return self.parts.report.span(unit.start, unit.start + len(words[0]))

    def is_topic_of_denial(self, draft: Draft) -> bool:
        """ "denied a part in the attack": whether there was one is not told."""
        teller = self.teller(draft.trigger)
        denied = teller is not None and teller[0].act == "deny"
        return denied and draft.rule == "noun" and draft.status == "reported"

    def status(
        self, draft: Draft, by: tuple[Actor, ...], teller: tuple[Saying, Statement] | None
    ) -> tuple[str, str]:
        """An act's status and its reason, given who tells of it."""
        status, why = draft.status, draft.why
        if teller:
            act, speaker = teller[0].act, teller[1].speaker
            if status == "reported" and act in _TOLD_AS:
                status, why = _TOLD_AS[act], f"in what somebody would {act}"
            country = speaker.country if speaker else None
            if why == "modal: would" and by and country and all(actor.country == country for actor in by):
                status, why = (
                    ("promised" if act == "promise" else "planned"),
                    "the speaker's side would do it",
                )
        type = draft.act.type
        hostile = type != "MOBILIZE" and self.parts.clause.lexicon.is_conflict(type)
        return ("threatened" if status == "promised" and hostile else status), why

    def commitment(self, bond: Bond) -> Commitment:
        teller, cue = self.teller(bond.cue), self.parts.span(bond.cue, bond.cue + 1)
        if teller:  # a commitment that somebody tells of ends where what they say ends
            stop = teller[0].end_of(bond.cue)
            bond = replace(bond, action=(bond.action[0], max(bond.action[0] + 1, min(bond.action[1], stop))))
        span = self.parts.span
        return Commitment(
            act=bond.act,
            cue=cue,
            by=self.parts.actors(bond.by),
            to=self.parts.actors(bond.to),
            action=span(*bond.action),
            condition=span(*bond.condition) if bond.condition else None,
            otherwise=span(*bond.otherwise) if bond.otherwise else None,
            due=self.parts.due((bond.action, bond.condition)),
            speaker=teller[1].speaker if teller else None,
            said_in=teller[1].id if teller else None,
            grounds=self.grounds(
                bond.probability, Step(rule=bond.rule, detail=f"commitment {bond.act}: {cue.text}", span=cue)
            ),
        )

    def figure(self, count: Count, events: list[Event]) -> Figure:
        offset, clause = self.sentence.span.start, self.parts.clause
        mention = self.parts.report.span(offset + count.start, offset + count.end)
        at = next((i for i, unit in enumerate(clause.units) if unit.end >= mention.end), 0)
        whose = [i for i in range(at + 1, min(at + 3, len(clause.units))) if clause.tags[i] in "AJ"]
        type = _MEASURED.get(count.quantity)
        measured = [event.id for event in events if event.type == type and event.status == "reported"]
        teller = self.teller(at)
        return Figure(
            quantity=count.quantity,
            mention=mention,
            low=count.low,
            high=count.high,
            unit=count.unit,
            of=self.parts.actor(whose[0]) if whose and count.unit == "persons" else None,
            event=measured[0] if len(measured) == 1 else None,
            speaker=teller[1].speaker if teller else None,
            said_in=teller[1].id if teller else None,
            grounds=self.grounds(
                _FIGURE, Step(rule="figure", detail=f"{count.quantity}: {mention.text}", span=mention)
            ),
        )
