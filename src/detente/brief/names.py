"""What sides, actors and publishers are called in a sentence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.brief.words import plain
from detente.codebook.registry import load_registry
from detente.crisis import MEDIA, Picture, side
from detente.schema import Actor, CodebookError, Record

# Heads of names that take the article: "the Russian Armed Forces", "the United States".
_HEADS = """
academy agency alliance army assembly authority bank brigade bundestag cabinet coalition command
commission committee company confederation congress corps council court defence department directorate
duma embassy emirates federation fleet force forces front fund government group guard house institute
intelligence islands kingdom league legion maldives military militia ministry mission movement nations
navy netherlands network office opposition order organisation organization parliament party pentagon
philippines police presidency prosecutor rada regiment republic secretariat senate service services staff
states summit treasury union
"""
_PRONOUNS = """
he she it they him her them his its their who whom which that this these those others one ones both we us
i you me some all many none another each everyone somebody someone people
"""
_WITH_ARTICLE, _NOT_NAMES = frozenset(_HEADS.split()), frozenset(_PRONOUNS.split())
_LONGEST = 60  # characters of an unresolved name in a sentence
_NOT_A_WORD = re.compile(r"[^\w]+")


def article(name: str) -> str:
    """A name as it stands inside a sentence."""
    if name[:4].casefold() == "the ":
        return f"the {name[4:]}"
    head = re.split(r" (?:of|for|in|and) ", name)[0].split()
    takes = bool(head) and head[-1].casefold() in _WITH_ARTICLE and name[:1].isupper()
    return f"the {name}" if takes else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What sides and publishers are called.

    states: name of a code; papers: name of a publisher; spelled: name, as texts spell it, of whom nobody
    knows, by the name in small letters.
    """

    states: Mapping[str, str]
    papers: Mapping[str, str]
    spelled: Mapping[str, str]

    @classmethod
    def of(cls, picture: Picture) -> "Names":
        papers = {one.publisher.id: plain(one.publisher.name) for one in picture.seen.reports.values()}
        states: dict[str, str] = {}
        for event in picture.seen.events:
            for actor in (*event.by, *event.to):
                party = side(actor)
                stands = actor.entity is not None and (actor.sector is None or party == actor.entity)
                if party is not None and stands:
                    states.setdefault(party, plain(actor.name))
                elif party is not None and party not in (actor.country, actor.entity):
                    states.setdefault(party, plain(actor.text))
        return cls(
            states=MappingProxyType(states),
            papers=MappingProxyType(papers),
            spelled=MappingProxyType(_spelled(picture)),
        )

    def is_paper(self, name: str) -> bool:
        """Whether a name stands for a publisher or news agency, which reports and takes no side."""
        if name in self.papers:
            return True
        try:
            entry = load_registry().entry(name)
        except CodebookError:
            return False
        return any(held.sector == MEDIA for held in entry.sectors)

    def party(self, name: str) -> str:
        """A side (code or entity id), a publisher's id, or "name:..." of somebody unresolved."""
        if name.startswith("name:"):
            told = name.removeprefix("name:")
            return article(self.spelled.get(told, plain(told)))
        if name in self.papers:
            return self.papers[name]
        try:
            return article(load_registry().entry(name).name)
        except CodebookError:
            return article(self.states.get(name, name))

    def actor(self, actor: Actor) -> str | None:
        """An actor as it stands in a sentence; None for a pronoun, a dateline, or too many words."""
        if actor.entity is not None:
            return article(plain(actor.name))
        text = plain(actor.text)
        words = _NOT_A_WORD.sub(" ", text).split()
        if not words or len(text) > _LONGEST or words[0].casefold() in _NOT_NAMES:
            return None
        return None if text.isupper() and len(text) > 4 else article(text)

    def actors(self, actors: Iterable[Actor]) -> tuple[str, ...]:
        """Actors as they stand in a sentence, each side once where it is named by its state."""
        found: dict[str, None] = {}
        for actor in actors:
            name = self.actor(actor)
            if name is not None:
                found.setdefault(name)
        return tuple(found)


def _spelled(picture: Picture) -> dict[str, str]:
    """The names of speakers whom nobody knows, as the first text spells them."""
    seen = picture.seen
    found: dict[str, str] = {}
    records: tuple[Record, ...] = (*seen.statements, *seen.events, *seen.commitments, *seen.figures)
    for record in records:
        speaker = record.speaker
        if speaker is not None and speaker.entity is None:
            found.setdefault(speaker.name.casefold(), plain(speaker.name))
    return found


def is_plural(names: Iterable[str]) -> bool:
    """Whether what a name stands for takes "were": forces, soldiers, people."""
    listed = tuple(names)
    last = listed[0].split()[-1].casefold() if len(listed) == 1 else ""
    many = last in ("forces", "services", "people", "children", "men", "women", "troops", "police")
    return len(listed) > 1 or many or (last.endswith("s") and last.islower() and listed[0].islower())
