"""Whom a report has spoken of so far, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from detente.reading.actors.found import Found
from detente.reading.actors.sheet import word_key
from detente.schema import Span

_OFTEN = 3  # times as often
_BACK = frozenset(("pronoun", "description", "earlier", "again"))  # rules that go back to somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One time that somebody is spoken of. head: the verb or noun it hangs on, as a place in the report.

    subject: it is the subject of its clause; main: of the main one. pronoun: it is one. aside: it stands as a
    place ("in Syria") or an adjective ("Syrian"); located: as a place.
    """

    span: Span
    sentence: int
    subject: bool
    head: int
    main: bool = False
    pronoun: bool = False
    aside: bool = False
    located: bool = False


@dataclass(slots=True, kw_only=True)
class Referent:
    """Somebody a report speaks of, and every place where it does."""

    found: Found
    places: list[Place] = field(default_factory=list)
    words: frozenset[str] = frozenset()  # the keys of the words of the name

    times: int = 0  # how often it was named, pronouns apart

    @property
    def named(self) -> bool:
        """Whether it has a name of its own, and not only a common noun."""
        return self.found.entry is not None or self.found.name[:1].isupper()

    def before(self, char: int) -> Place | None:
        """The last place before a character."""
        return next((place for place in reversed(self.places) if place.span.end <= char), None)


class Memory:
    """The referents of one report, in the order of their first places."""

    def __init__(self) -> None:
        self.headline = ""  # the report's title
        self.referents: list[Referent] = []
        self._by_identity: dict[str, Referent] = {}
        self._by_start: dict[int, Referent] = {}  # where each place of each referent begins

    def note(self, found: Found, place: Place) -> Referent:
        """Somebody is spoken of at a place. The same entity, or an unknown one of the same name, is one."""
        identity = _identity(found)
        referent = self._by_identity.get(identity) if identity else None
        back = found.steps[-1].span if found.steps and found.rule in _BACK else None
        if referent is None and back is not None:
            referent = self._by_start.get(back.start)
        if referent is None:
            referent = Referent(found=found, words=frozenset(word_key(found.name).split(" ")))
            self.referents.append(referent)
            if identity:
                self._by_identity[identity] = referent
        if not any(held.span == place.span for held in referent.places[-3:]):
            referent.places.append(place)
            referent.times += not place.pronoun
            self._by_start[place.span.start] = referent
        return referent

    def recall(self, char: int, fits: Callable[[Found], bool]) -> Iterator[tuple[Place, Referent]]:
        """Those who were spoken of before a character and fit, the last first."""
        last = (
            (place, referent)
            for referent in self.referents
            if fits(referent.found) and (place := referent.before(char))
        )
        return iter(sorted(last, key=lambda pair: -pair[0].span.start))

    def ending(self, text: str, char: int) -> tuple[Place, Referent] | None:
        """The last person before a character whose longer name ends in a text: "Moore-Gilbert"."""
        return next(
            (
                (place, referent)
                for place, referent in self.recall(char, lambda found: found.kind == "person")
                if referent.found.name.endswith((f" {text}", f"-{text}"))
            ),
            None,
        )

    def person(self, word: str, char: int) -> tuple[Place, Referent] | None:
        """The last person before a character whose longer name has a word of that key last, or within.

        Whom the title names in full, or the report far oftener, goes before others of that name.
        """
        found = [
            (place, referent)
            for place, referent in self.recall(char, lambda found: found.kind == "person")
            if word in referent.words and len(referent.words) > 1
        ]
        if not found:
            return None
        titled = [pair for pair in found if pair[1].found.name in self.headline]
        if len(titled) == 1:
            return titled[0]
        often = max(found, key=lambda pair: pair[1].times)
        return often if often[1].times > _OFTEN * found[0][1].times else found[0]


def _identity(found: Found) -> str | None:
    """What makes two mentions one. A common noun is always somebody new."""
    if found.entry is not None and found.rule not in ("noun", "setting"):
        return found.entry.id
    return f"name:{found.name.casefold()}" if found.kind in ("person", "") else None
