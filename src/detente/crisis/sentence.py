"""What the sentence of an event gives to compare it by: its words, those of its actors, numbers of dead."""

import re
from hashlib import blake2b

from detente.crisis.lexicon import country_stems, is_content, stem, stems
from detente.schema import Actor, Event, Row, Span

# Words on either side of the trigger that speak of its act rather than of another in the same sentence.
_NEAR_WORDS = 8
_WORD = re.compile(r"\w+")
_DEATHS = ("kill", "dead", "death", "die", "dying")
_NEAR_DEATHS = 4  # words
_MOST_DIGITS = 6


def find_tolls(event: Event) -> frozenset[int]:
    """Numbers that stand beside words for deaths in the event's sentence."""
    evidence = event.grounds.evidence[0]
    if isinstance(evidence, Row):
        return frozenset()
    words = _WORD.findall(evidence.text.casefold().replace(",", ""))
    numbers = ((at, int(word)) for at, word in enumerate(words) if _is_count(word))
    return frozenset(
        number
        for at, number in numbers
        if any(word.startswith(_DEATHS) for word in words[max(0, at - _NEAR_DEATHS) : at + _NEAR_DEATHS + 1])
    )


def _is_count(word: str) -> bool:
    return word.isdecimal() and len(word) <= _MOST_DIGITS


def split_words(event: Event) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Content words of the sentence; which of them stand near the trigger; which of them are names.

    Words for countries are left out: the actors and the place have them. So are those for whoever says it, if
    he does not act: one spokesman tells of a hundred happenings.
    """
    evidence = event.grounds.evidence[0]
    if isinstance(evidence, Row):
        return frozenset(), frozenset(), frozenset()
    first, last = _teller(event, evidence)
    content = (
        match
        for match in _WORD.finditer(evidence.text)
        if is_content(match[0].casefold()) and not first <= match.start() < last
    )
    said = ((match.start(), match[0], stem(match[0].casefold())) for match in content)
    countries = country_stems()
    found = [place for place in said if place[2] not in countries]
    at = event.trigger.start - evidence.start if event.trigger else 0
    before = [word for start, _, word in found if start < at][-_NEAR_WORDS // 2 :]
    after = [word for start, _, word in found if start >= at][: _NEAR_WORDS // 2 + 1]
    names = (word for start, text, word in found if text[0].isdigit() or (start and text[0].isupper()))
    words = frozenset(word for _, _, word in found)
    return words, frozenset((*before, *after)) if event.trigger else words, frozenset(names)


def _teller(event: Event, sentence: Span) -> tuple[int, int]:
    """Where the words for the speaker stand in the sentence; nowhere where he is one of the actors."""
    said = None if event.speaker is None else event.speaker.mention
    acting = {actor.mention for actor in (*event.by, *event.to)}
    if said is None or said in acting:
        return 0, 0
    return said.start - sentence.start, said.end - sentence.start


def name_words(event: Event, *, countries: bool) -> frozenset[str]:
    """Stems of the words for the actors and the place: of all, or of those that are countries."""
    texts = [actor.text for actor in (*event.by, *event.to) if not countries or is_whole_state(actor)]
    place = event.place
    if place is not None and (not countries or place.precision == "country"):
        texts.append(place.mention.text if place.mention else place.name)
    return frozenset[str]().union(*(stems(text) for text in texts))


def digest(event: Event) -> str:
    """A digest of the sentence: the same in every reprint."""
    evidence = event.grounds.evidence[0]
    text = evidence.sha256 if isinstance(evidence, Row) else " ".join(evidence.text.split())
    return blake2b(text.encode(), digest_size=8).hexdigest()


def is_whole_state(actor: Actor) -> bool:
    """Whether an actor is a country as a whole, which says little of a happening."""
    return actor.country is not None and actor.role is None and actor.sector in (None, "GOV")
