"""From records to sentences with marks: whose word a record is, its quotation, and where it leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.brief.document import Cite, Mark, Sentence
from detente.brief.material import Material
from detente.brief.names import Names
from detente.brief.words import article_free, finish, plain, quote
from detente.crisis import is_history
from detente.crisis.order import own_span
from detente.schema import Actor, Claim, Event, Record, Row, Span

UNKNOWN = "unknown"  # id of the publisher of reports that name none
_EVEN = 0.5
_MOST_MARKS = 3  # that one sentence ends in; more would not be looked up
_SHORT = frozenset({"he", "she", "it", "they", "him", "her", "them", "who", "which"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every section is written with. originals: for a record of a copy the one that it copies."""

    material: Material
    names: Names
    originals: Mapping[str, Record]

    @classmethod
    def of(cls, material: Material) -> "Desk":
        originals = MappingProxyType(_originals(material))
        return cls(material=material, names=Names.of(material.picture), originals=originals)

    @property
    def year(self) -> int:
        """The year that days need not name."""
        return self.material.last_day.year

    def record(self, name: str) -> Record:
        return self.material.picture.records[name]

    def known(self, names: Iterable[str]) -> tuple[Record, ...]:
        """Those of the records that the picture holds, the first known first; a copy's as its original's."""
        records = self.material.picture.records
        found = (self.original(records[name]) for name in names if name in records)
        held = {record.id: record for record in found}
        return tuple(sorted(held.values(), key=lambda one: (one.grounds.known_at, one.id)))

    def original(self, record: Record) -> Record:
        """The record in the report that its own report copies; else itself."""
        return self.originals.get(record.id, record)

    def marks(self, records: Iterable[Record], most: int = _MOST_MARKS) -> tuple[Mark, ...]:
        """One mark for each sentence that records stand in, at most so many."""
        found: dict[object, Mark] = {}
        for record in records:
            evidence = record.grounds.evidence[0]
            found.setdefault(evidence, Cite(record=record.id, evidence=evidence))
        return tuple(found.values())[:most]

    def say(self, text: str, records: Iterable[Record] = (), *marks: Mark) -> Sentence:
        """A sentence with its end and its marks."""
        return Sentence(text=finish(text), marks=(*self.marks(records), *marks))

    def publisher(self, record: Record) -> str:
        """Who published it; for an archive its name."""
        report = self.material.picture.seen.reports.get(record.grounds.source_id)
        if report is not None and report.publisher.id == UNKNOWN:
            return "an unnamed publisher"
        return plain(self.material.picture.seen.publisher(record.grounds.source_id))

    def quote(self, record: Record) -> str:
        """The sentence that a record stands in; an archive's row by its number."""
        evidence = record.grounds.evidence[0]
        if isinstance(evidence, Span):
            return quote(evidence.text)
        return f"row {evidence.row:,}"

    def speaker(self, record: Record) -> Actor | None:
        """Who is named as saying it."""
        if record.speaker is not None:
            return record.speaker
        said = self.material.picture.seen.said.get(getattr(record, "said_in", None) or "")
        return None if said is None else said.speaker

    def is_told(self, record: Record) -> bool:
        """Whether a report tells it on somebody else's word."""
        return record.speaker is not None or getattr(record, "said_in", None) is not None

    def attribution(self, record: Record) -> str:
        """Who has it from whom, before a quotation: "Post reports", "Post, citing the ministry, reports".

        A speaker whom the quotation itself names is not named twice.
        """
        publisher = self.publisher(record)
        if isinstance(record.grounds.evidence[0], Row):
            return f"the archive {publisher} records"
        if not self.is_told(record):
            return f"{publisher} reports"
        tellers = [actor for actor in self._tellers(record) if actor is not None]
        if not tellers:
            return f"{publisher} reports as said"
        quoted = self.quote(record)
        unnamed = [actor for actor in tellers if not _names_itself(actor, record, quoted)]
        names = [name for actor in unnamed if (name := self.names.actor(actor)) is not None]
        if not unnamed:
            return f"{publisher} reports"
        return f"{publisher}, citing {' on the word of '.join(names) or 'others'}, reports"

    def _tellers(self, record: Record) -> Iterable[Actor | None]:
        """Who passes it on, and who says it."""
        said = self.material.picture.seen.said
        own = said.get(getattr(record, "said_in", None) or "")
        passed_on = said.get(own.via) if own is not None and own.via is not None else None
        if passed_on is not None:
            yield passed_on.speaker
        yield self.speaker(record)

    def is_doubted(self, claim: Claim) -> bool:
        """Whether it is less likely than not that what is told for and against it is of one matter."""
        return claim.probability < _EVEN

    def origin(self, record: Record) -> str:
        """Whose word it is, as the subject of a sentence."""
        speaker = self.speaker(record)
        name = None if speaker is None else self.names.actor(speaker)
        return name or self.publisher(record)

    def first_of_voices(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """The first telling by each voice: news before history, an original before what copies it, the
        voice's own word before another's."""
        best: dict[str, Event] = {}
        for event in sorted(events, key=self._freshness):
            best.setdefault(self.material.picture.seen.voice(event.grounds.source_id), event)
        return tuple(sorted(best.values(), key=self._freshness))

    def _freshness(self, event: Event) -> tuple[object, ...]:
        old = event.grounds.known_at < self.material.since
        copied = event.grounds.source_id in self.material.copied
        return (old, is_history(event), copied, self.is_told(event), event.grounds.known_at, event.id)


def _originals(material: Material) -> dict[str, Record]:
    """For each record of a copy the record of its original that the same words of the same sentence name."""
    of = {copy.report_id: copy.of for copy in material.picture.copies}
    originals = frozenset(of.values()) - of.keys()
    told: dict[tuple[object, ...], Record] = {}
    copied: list[Record] = []
    for record in material.picture.records.values():
        if record.grounds.source_id in of:
            copied.append(record)
        elif record.grounds.source_id in originals:
            key = (record.grounds.source_id, *_wording(record))
            told[key] = min(record, told.get(key, record), key=lambda one: one.id)
    found = ((one.id, told.get((of[one.grounds.source_id], *_wording(one)))) for one in copied)
    return {name: record for name, record in found if record is not None}


def _wording(record: Record) -> tuple[object, ...]:
    """What is the same in a text and its copy: a record's kind and the words that it stands in."""
    evidence = record.grounds.evidence[0]
    own = own_span(record)
    sentence = quote(evidence.text) if isinstance(evidence, Span) else evidence
    told = (getattr(record, name, None) for name in ("type", "act", "status", "low", "high"))
    when = record.when if isinstance(record, Event) else None
    days = (when.earliest, when.latest) if when and when.basis in ("stated", "relative") else ()
    return (record.kind, *told, *days, None if own is None else own.text, sentence)


def _names_itself(speaker: Actor, record: Record, quoted: str) -> bool:
    """Whether a quotation of the record's sentence names a speaker, and not by a pronoun."""
    mention, evidence = speaker.mention, record.grounds.evidence[0]
    if mention is None or not isinstance(evidence, Span) or article_free(mention.text) in _SHORT:
        return False
    return evidence.start <= mention.start < evidence.end and plain(mention.text) in quoted
