"""Which incidents are told, by which telling, and what they are called."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from math import log2

from detente.brief.citing import Desk
from detente.brief.document import Sentence
from detente.brief.names import is_plural
from detente.brief.phrases import clause, phrase
from detente.brief.words import join, moment
from detente.codebook import load
from detente.crisis import kind_of, side, sides
from detente.schema import Claim, Event, Evidence, Figure, Incident, Record, Row

_MOST = 8  # incidents that fit a page; the rest is counted
_WATER = re.compile(r"\b(?:Sea|Ocean|Strait|Gulf|Bay|Channel|Canal)\b")


def chosen(desk: Desk) -> tuple[Incident, ...]:
    """The incidents that are told, in order of day."""
    shown = weightiest(desk, desk.material.news(), _MOST)
    return tuple(sorted(shown, key=lambda one: (one.when.earliest or one.when.latest or date.max, one.id)))


def weightiest(desk: Desk, news: Sequence[Incident], most: int) -> tuple[Incident, ...]:
    """Those that hit hardest, are told by most voices, or cost most lives.

    Each further one of a type weighs less, and of those that one sentence tells of there is one.
    """
    left = sorted(((_weight(desk, one), one.id, one) for one in news), key=lambda row: (-row[0], row[1]))
    types: Counter[str] = Counter()
    quoted: set[Evidence] = set()
    found: list[Incident] = []
    while left and len(found) < most:
        best = max(left, key=lambda row: row[0] - types[row[2].type])
        left.remove(best)
        sentence = leading(desk, best[2]).grounds.evidence[0]
        if sentence not in quoted:
            quoted.add(sentence)
            found.append(best[2])
            types[best[2].type] += 1
    return tuple(found)


def leading(desk: Desk, one: Incident) -> Event:
    """The telling whose sentence is quoted."""
    return first_tellings(desk, one, claim_on(desk, one))[0]


def first_tellings(desk: Desk, one: Incident, claim: Claim | None) -> tuple[Event, ...]:
    """The first telling of each voice; of what is disputed those that assert it."""
    if claim is not None and claim.state in ("disputed", "withdrawn"):
        asserted = tuple(record for record in desk.known(claim.asserted) if isinstance(record, Event))
        if asserted:
            return asserted
    return desk.first_of_voices(told(desk, one))


def _weight(desk: Desk, one: Incident) -> float:
    """Intensity counts up to 10, each doubling of the voices 2, each tenfold of the dead about 2."""
    mentions = told(desk, one)
    hit = max((abs(event.intensity) for event in mentions), default=0.0)
    dead = max(
        (figure.low or 0.0 for figure in figures(desk, one) if figure.quantity == "killed"), default=0.0
    )
    return hit + 2.0 * log2(1 + len(one.voices)) + 0.6 * log2(1.0 + dead)


def told_in_words(desk: Desk, one: Incident) -> str:
    """What happened in a clause, on the word of whoever tells it where they are not two or more."""
    claim, first = claim_on(desk, one), leading(desk, one)
    words = in_words(desk, first)
    if claim is not None and claim.state == "corroborated":
        return words
    teller = desk.origin(first)
    if claim is not None and claim.state == "disputed":
        return f"on the disputed word of {teller}, {words}"
    return f"{'by its own account' if words.startswith(teller) else f'on the word of {teller}'}, {words}"


def in_words(desk: Desk, one: Event, *, dated: bool = True) -> str:
    """What one telling has happen, as a clause in the past tense, with its day where the text names it."""
    by, to = desk.names.actors(one.by), desk.names.actors(one.to)
    kind = kind_of(one, load())
    if kind.to != sides(one.to):
        to = tuple(desk.names.party(name) for name in sorted(kind.to))
    if phrase(kind.type, None).together is None:
        to = tuple(name for name in to if name not in by)
    words = clause(kind.type, kind.mode, by, to, plural_to=is_plural(to))
    place = one.place.name if one.place is not None else ""
    if place and place[:1].isupper() and not any(place in name for name in (*by, *to)):
        words += f" in {'the ' if _WATER.search(place) else ''}{place}"
    when = moment(one.when, desk.year) if dated and one.when.basis in ("stated", "relative") else None
    if when is None or one.when.earliest is None:
        return words
    return f"{words} {'on' if one.when.earliest == one.when.latest else 'from'} {when}"


def named_act(desk: Desk, one: Event) -> str:
    """What one telling has happen, as a noun: "an attack by Russia", "talks between Oman and Iran"."""
    words = phrase(one.type, one.mode)
    by, to = desk.names.actors(one.by), desk.names.actors(one.to)
    parties = list(dict.fromkeys((*by, *to)))
    if words.together is not None and len(parties) > 1:
        return f"{words.noun} between {join(parties)}"
    return f"{words.noun} by {join(by)}" if by else words.noun


def admissions(desk: Desk, claim: Claim | None, quoted: Evidence | None = None) -> Iterator[Sentence]:
    """Who denied it first and has since admitted it. quoted: the sentence that is told already."""
    for denial in desk.known(claim.denied) if claim is not None else ():
        word = _admission(desk, claim, denial)
        if word is None:
            continue
        who = desk.names.party(side(desk.speaker(denial)) or "")
        if word.grounds.evidence[0] == quoted:
            text = f"Before that {who} had denied it: {desk.quote(denial)}"
        else:
            text = f"{who} had denied it and has since {_owning(word)}: {desk.quote(word)}"
        yield desk.say(text, (denial, word))


def has_admitted(desk: Desk, claim: Claim, denial: Record) -> bool:
    """Whether who denied a thing has since said it."""
    return _admission(desk, claim, denial) is not None


def _admission(desk: Desk, claim: Claim | None, denial: Record) -> Record | None:
    """The later word of who denied a thing, where it stands now."""
    who = side(desk.speaker(denial))
    if claim is None or claim.state != "corroborated" or who not in claim.voices:
        return None
    return next(
        (
            word
            for word in desk.known(claim.asserted)
            if side(desk.speaker(word)) == who and word.grounds.known_at > denial.grounds.known_at
        ),
        None,
    )


def _owning(word: Record) -> str:
    """Whoever says it of their own doing admits it."""
    own = isinstance(word, Event) and side(word.speaker) in sides(word.by)
    return "admitted it" if own else "said it too"


def tell(desk: Desk, one: Event) -> str:
    """Who tells it, and in which words; what an archive's row records is put into words here."""
    evidence = one.grounds.evidence[0]
    if isinstance(evidence, Row):
        return f"row {evidence.row:,} of {desk.publisher(one)} records that {in_words(desk, one)}"
    return f"{desk.attribution(one)}: {desk.quote(one)}"


def told(desk: Desk, one: Incident) -> tuple[Event, ...]:
    """The mentions that tell it as done, the first known first."""
    records = desk.known(one.records)
    return tuple(one for one in records if isinstance(one, Event) and one.status == "reported")


def figures(desk: Desk, one: Incident) -> tuple[Figure, ...]:
    """Its figures, the first known first."""
    return tuple(record for record in desk.known(one.figures) if isinstance(record, Figure))


def claim_on(desk: Desk, one: Incident) -> Claim | None:
    """The claim on whether it happened; the one that is disputed before the others."""
    whole = [
        claim
        for claim in desk.material.claims_on.get(one.id, ())
        if any(isinstance(record, Event) for record in desk.known((*claim.asserted, *claim.denied)))
    ]
    ranks = ("disputed", "withdrawn", "corroborated", "single-voice")
    return min(whole, key=lambda claim: (ranks.index(claim.state), claim.id), default=None)
