"""What the reader saw in a text, and what became of a report."""

from dataclasses import dataclass

from detente.schema.record import Place, Record, When
from detente.schema.report import Rejection, Report, Sentence, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word or mark with its syntax in Universal Dependencies terms.

    sentence: index of its sentence.
    head: index of its head in `Analysis.tokens`, or -1 for the root of a sentence.
    """

    span: Span
    sentence: int
    lemma: str
    upos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody or something that the text names.

    kind: person, organisation, country, place, group or nominal ("gunmen", "officials", "the opposition").
    head: index of its head token.
    probability: calibrated, 0..1.
    """

    span: Span
    kind: str
    head: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What fills a role of a predicate: a PropBank role ("ARG0", "ARGM-LOC") and its span."""

    name: str
    span: Span
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A word that tells of an act or state.

    token: index in `Analysis.tokens`.
    type, mode: of the codebook, or None where it is no political act.
    status: as of Event.
    speech: the statement act that it performs, or None.
    """

    token: int
    lemma: str
    type: str | None
    mode: str | None
    status: str | None
    speech: str | None
    roles: tuple[Role, ...]
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything the reader saw in one text, sentence by sentence, in the order of the text."""

    report: Report
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    predicates: tuple[Predicate, ...]
    times: tuple[When, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How one given actor acts towards another in one sentence, in the convention of the field's test.

    type: an event type of the codebook, or None when the sentence tells of no act between the two.
    quad: its quad there, or None; CONCEDE is material cooperation, as RETREAT is.
    probability: calibrated, 0..1, of `type`.
    """

    type: str | None
    quad: str | None
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that came of one report: what the store takes as a whole or not at all.

    raw: the bytes that the report was extracted from.
    sentences: how many were read. No records and no rejections is the explicit "nothing found".
    """

    report: Report
    raw: bytes
    reading_id: str
    sentences: int
    records: tuple[Record, ...]
    rejections: tuple[Rejection, ...] = ()
