"""The actors of one report, page by page."""

from __future__ import annotations

from dataclasses import replace

from detente.codebook.entities import State
from detente.codebook.registry import Registry
from detente.reading.actors.coreference import PRONOUNS, place_of_head
from detente.reading.actors.found import Found
from detente.reading.actors.memory import Memory, Place
from detente.reading.actors.offices import ROLE_OF
from detente.reading.actors.resolve import Resolver, trim
from detente.reading.actors.scene import Scene
from detente.reading.actors.settings import is_located
from detente.reading.actors.sheet import Named, Sheet, read_sheet
from detente.reading.actors.strange import strange_names, strange_states
from detente.reading.page import Page
from detente.reading.trees import Span as Words
from detente.schema import Actor, Report

_FEW = 4  # actors that one mention names
_ASIDE = frozenset(("amod", "compound", "nmod", "flat"))
_NOTED = frozenset(("state", "organisation", "group", "collective"))


class Cast:
    """The actors of one report. `turn` to each page in order before asking who is on it."""

    def __init__(self, registry: Registry, report: Report) -> None:
        self._registry = registry
        self._memory = Memory()
        self._strange = strange_states(report, registry)
        self._scene = Scene(registry, report.known_at.date(), self._memory)
        self._resolver = Resolver(self._scene)
        self._sheet: Sheet | None = None
        self._found: dict[tuple[int, int], Found] = {}

    def turn(self, page: Page) -> None:
        """Take note of whom a page names, so that later words and pages may speak of them in short."""
        sheet = self._sheet = self._read(page)
        self._found = {}
        self._scene.turn(sheet)
        for start, end in sorted(_mentions(sheet)):
            found = self._ask(sheet, start, end)
            beside = bool(found.steps) and found.steps[-1].rule == "apposition"  # the name itself is to come
            beside = beside or (found.rule in ("noun", "setting") and _is_equated(sheet, start, end))
            if (found.kind or found.known) and not beside:
                pronoun = end - start == 1 and sheet.lower[start] in PRONOUNS
                self._memory.note(found, _place(sheet, start, end, pronoun=pronoun))

    def actor(self, page: Page, words: Words) -> Actor:
        """Whom a stretch of words names, with the steps that say how that is known."""
        if self._sheet is None or self._sheet.page is not page:
            self._sheet, self._found = self._read(page), {}
        return self._ask(self._sheet, *words).actor(page.span(words))

    def actors(self, page: Page, words: Words) -> tuple[Actor, ...]:
        """Whom a stretch of words names, each of several by himself: "the two leaders", "Japan and Palau"."""
        actor = self.actor(page, words)
        if actor.entity is not None or actor.country is not None or not 0 < len(actor.members) <= _FEW:
            return (actor,)
        return tuple(self._member(actor, code) for code in actor.members)

    def _member(self, actor: Actor, code: str) -> Actor:
        """One of several: somebody by his own name, or the state's organ that they are each of."""
        entry = self._registry.entry(code)
        sector = actor.sector if isinstance(entry, State) else entry.sector_on(self._scene.day)
        return replace(
            actor,
            name=entry.name,
            entity=entry.entity,
            country=self._registry.country(entry),
            sector=sector,
            members=(),
        )

    def _read(self, page: Page) -> Sheet:
        sheet = read_sheet(page, self._registry)
        return replace(sheet, named=strange_names(sheet, self._strange)) if self._strange else sheet

    def _ask(self, sheet: Sheet, start: int, end: int) -> Found:
        words = trim(sheet, start, end)
        if words not in self._found:
            self._found[words] = self._resolver.resolve(sheet, *words)
        return self._found[words]


def _mentions(sheet: Sheet) -> set[tuple[int, int]]:
    """The mentions that the model saw, the names of states and bodies that it missed, and pronouns."""
    seen = {trim(sheet, start, end) for _, start, end in sheet.page.mentions}
    taken = {word for start, end in seen for word in range(start, end)}
    for name in sheet.named:
        kinds = {found.kind for found in name.candidates}
        free = taken.isdisjoint(range(name.start, name.end))
        title = name.end - 1 not in taken and _is_title(sheet, name)
        if name.state or title or (free and kinds & _NOTED):
            seen.add((name.start, name.end))
    seen.update((at, at + 1) for at, word in enumerate(sheet.lower) if word in PRONOUNS and at not in taken)
    return seen


def _is_title(sheet: Sheet, name: Named) -> bool:
    """Whether a name is a title in the singular, of an office that somebody holds."""
    return sheet.key(name.start, name.end) in ROLE_OF or bool(name.of("office"))


def _place(sheet: Sheet, start: int, end: int, *, pronoun: bool) -> Place:
    head, located = sheet.page.head((start, end)), is_located(sheet, start)
    return Place(
        span=sheet.span(start, end),
        sentence=sheet.page.sentence.index,
        subject=sheet.page.deprel(head).startswith("nsubj")
        or (sheet.capital(head) and _predicate(sheet, head) is not None),
        main=_is_main(sheet, int(sheet.page.heads[head]) - 1),
        head=place_of_head(sheet, head),
        pronoun=pronoun,
        aside=located or sheet.page.deprel(head) in _ASIDE,
        located=located,
    )


def _is_equated(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a subject is said to be somebody who is named: "The woman is our minister, Lesego Modise"."""
    head = sheet.page.head((start, end))
    if not sheet.page.deprel(head).startswith("nsubj"):
        return False
    said = int(sheet.page.heads[head]) - 1
    return any(
        kind == "person"
        and low >= end
        and sheet.capital(low)
        and _predicate(sheet, sheet.page.head((low, high))) == said
        for kind, low, high in sheet.page.mentions
    )


def _predicate(sheet: Sheet, word: int) -> int | None:
    """The noun after "is" that a word is, or stands beside in apposition."""
    while sheet.page.heads[word] and sheet.page.deprel(word) in ("appos", "flat"):
        word = int(sheet.page.heads[word]) - 1
    links = (at for at in range(word) if int(sheet.page.heads[at]) - 1 == word)
    return word if any(sheet.page.deprel(at) == "cop" for at in links) else None


def _is_main(sheet: Sheet, verb: int) -> bool:
    """Whether a verb is that of the main clause, or of one that stands beside it."""
    while verb >= 0 and sheet.page.deprel(verb) in ("conj", "parataxis"):
        verb = int(sheet.page.heads[verb]) - 1
    return verb >= 0 and int(sheet.page.heads[verb]) == 0
