"""The words of a page with the registry's names among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from detente.codebook.entities import Candidate, Collective, Group, Organisation, State
from detente.codebook.registry import Registry
from detente.codebook.surface import key
from detente.reading.actors.generic import is_famous
from detente.reading.actors.shortened import is_called, shortened
from detente.reading.page import Page
from detente.schema import Report, Span

HYPHENS = frozenset(("-", "\u2010", "\u2011", "\u2013"))
POSSESSIVES = frozenset(("'s", "\u2019s", "'", "\u2019"))
_OWNING = frozenset(("'s", "\u2019s"))
JOINTS = frozenset(("-", "\u2010", "\u2011", "\u2013", ".", "'", "\u2019"))  # may stand inside of a name
ENTITIES = frozenset(("state", "organisation", "group", "collective", "person"))
_QUARTERS = frozenset(("North", "South", "East", "West"))
_WATERS = frozenset(("Gulf", "Sea", "Bay", "Strait", "Straits"))
_KNOWN = frozenset(("the", "these", "those", "both", "all"))
_MONTHS = frozenset(("March", "April", "May", "June", "August"))
_BEFORE_MONTH = frozenset(("in", "since", "until", "last", "this", "next", "early", "late", "mid", "during"))
CACHED_WORDS = 65_536

word_key = lru_cache(maxsize=CACHED_WORDS)(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A stretch of words that the registry knows, and what it may stand for."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]

    def of(self, *kinds: str) -> tuple[Candidate, ...]:
        """The candidates of some kinds."""
        return tuple(found for found in self.candidates if found.kind in kinds)

    @property
    def noun(self) -> Candidate | None:
        """The common noun that it may be."""
        return next((found for found in self.candidates if found.kind == "noun"), None)

    @property
    def state(self) -> Candidate | None:
        """The state that it names, likeliest first, if nothing else that acts has the name."""
        return next((found for found in self.candidates if found.kind == "state"), None)

    @property
    def entities(self) -> tuple[Candidate, ...]:
        """States, organisations, groups, collectives and persons that it may name."""
        return tuple(found for found in self.candidates if found.kind in ENTITIES)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page as the actors' rules see it. lower: its words in small letters."""

    page: Page
    registry: Registry
    lower: tuple[str, ...]
    named: tuple[Named, ...]

    @cached_property
    def begins(self) -> dict[int, Named]:
        """The name that begins at a word."""
        return {name.start: name for name in self.named}

    @cached_property
    def ends(self) -> dict[int, Named]:
        """The name that ends before a word."""
        return {name.end: name for name in self.named}

    def inside(self, start: int, end: int) -> list[Named]:
        """The names within a stretch of words."""
        return [name for name in self.named if start <= name.start and name.end <= end]

    def text(self, start: int, end: int) -> str:
        """The text of a stretch of words."""
        offsets = self.page.offsets
        return self.page.report.text[offsets[start][0] : offsets[end - 1][1]]

    def span(self, start: int, end: int) -> Span:
        """A stretch of words as a span of the report."""
        return self.page.span((start, end))

    def key(self, start: int, end: int) -> str:
        """The key of a stretch of words."""
        if any(word in _OWNING for word in self.page.words[start:end]):
            return word_key(self.text(start, end))
        return " ".join(filter(None, map(word_key, self.page.words[start:end])))

    def char(self, word: int) -> int:
        """Where a word begins in the report."""
        return self.page.offsets[word][0]

    def capital(self, word: int) -> bool:
        """Whether a word begins with a capital."""
        return self.page.words[word][:1].isupper()


def fitting(page: Page, candidates: tuple[Candidate, ...], at: int) -> tuple[Candidate, ...]:
    """Without phrases for those named before ("two men") where nothing says that they are known."""
    if not any(isinstance(one.entry, Collective) and one.entry.stands_for for one in candidates):
        return candidates
    first = page.words[at].lower()
    before = page.words[at - 1].lower() if at else ""
    if first in _KNOWN or before in _KNOWN:
        return candidates
    return tuple(
        one for one in candidates if not (isinstance(one.entry, Collective) and one.entry.stands_for)
    )


def _is_elsewhere(page: Page, at: int) -> bool:
    """Whether the words before make another place of it: "New Mexico", "Gulf of ...", "Member States"."""
    before = tuple(page.words[max(0, at - 2) : at])
    if page.words[at] == "States" and before[-1:] not in (("the",), ("The",)):  # "both Member States"
        return True
    new = before[-1:] == ("New",) or (before[:1] == ("New",) and before[-1] in _QUARTERS)
    return new or (before[-1:] == ("of",) and before[0] in _WATERS)


def _is_land(one: Candidate) -> bool:
    """Whether a candidate is a state, or a part of one."""
    return one.kind == "state" or one.entry.id.startswith("region:")


def likely(
    page: Page, registry: Registry, candidates: tuple[Candidate, ...], start: int, end: int
) -> tuple[Candidate, ...]:
    """Without states whose name or capital is somebody or somewhere else here."""
    return tuple(one for one in candidates if not _unlikely(page, registry, one, start, end))


def _unlikely(page: Page, registry: Registry, one: Candidate, start: int, end: int) -> bool:
    """Whether a name is more often somebody or somewhere else, and nothing speaks for it.

    So it is with a state's that is the surname of a person ("Jim Jordan"), with an ambiguous capital
    ("Victoria") of a state that the report does not name, with an ambiguous name of a body ("Council of
    Ministers") of which it says nothing else, with the short form of another name that the report gives in
    full, and with a surname that is an adjective ("Muslim mob") or a month ("May 5").
    """
    state = one.entry
    if one.form.by == "abbreviation":
        full = shortened(page.report.text).get(one.form.text)
        if full is not None and not is_called(one, full):
            return True
    if one.kind == "person":
        return end - start == 1 and (page.upos(start) == "ADJ" or _is_month(page, start))
    if isinstance(state, Group | Organisation) and one.form.text in state.ambiguous:
        return not is_famous(one.form.text) and not _is_told_of(page.report, registry, state)
    if not isinstance(state, State):
        return False
    if one.form.by == "capital" and one.form.text in state.ambiguous:
        return not any(
            form.text in page.report.text for form in state.forms if form.by in ("name", "demonym")
        )
    if one.form.by == "abbreviation" and page.words[end : end + 1] == ("$",):
        return True  # "US$6,000"
    surname = one.form.by == "name" and end - start == 1 and page.words[max(0, start - 1)][:1].isupper()
    return surname and any(
        kind == "person" and low < start and end == high and not _is_titled(page, low, start)
        for kind, low, high in page.mentions
    )


def _is_month(page: Page, at: int) -> bool:
    """Whether a name is that of a month, and stands in a date."""
    if page.words[at] not in _MONTHS:
        return False
    before, after = ("", *page.words)[at], (*page.words, "")[at + 1]
    return before[:1].isdigit() or after[:1].isdigit() or before.lower() in _BEFORE_MONTH


def _is_told_of(report: Report, registry: Registry, body: Group | Organisation) -> bool:
    """Whether a report names a body in full, its country or what it is a part of."""
    owners = (body.country if isinstance(body, Group) else None, body.parent)
    entries = [registry.entry(name) for name in owners if name and name in registry.index.ids]
    texts = {
        form.text for entry in (body, *entries) for form in entry.forms if form.text not in entry.ambiguous
    }
    words = f"{report.title or ''} {report.text}"
    return any(text in words for text in texts)


def _is_titled(page: Page, low: int, start: int) -> bool:
    """Whether what stands before a name is no given name: "King of", "President of"."""
    return any(not word[:1].isupper() for word in page.words[low:start])


def read_sheet(page: Page, registry: Registry) -> Sheet:
    """Find the registry's names on a page, the longest first, from left to right."""
    return Sheet(
        page=page,
        registry=registry,
        lower=tuple(word.lower() for word in page.words),
        named=tuple(_find(page, registry)),
    )


def _find(page: Page, registry: Registry) -> Iterator[Named]:
    keys = [word_key(word) for word in page.words]
    owning = _owning(page, keys)
    reach = registry.index.reach
    at = 0
    while at < len(keys):
        found = _longest(page, registry, keys, at) if keys[at] in reach or len(keys[at]) == 1 else None
        if owning and owning[at] in reach:  # "People's Republic of China"
            longer = _longest(page, registry, owning, at, JOINTS | _OWNING)
            found = longer if longer and (found is None or longer.end > found.end) else found
        if found:
            yield found
        at = found.end if found else at + 1


def _owning(page: Page, keys: list[str]) -> list[str]:
    """The keys with each possessive as a part of its word, as names have it; empty where there is none."""
    after = (*page.words[1:], "")
    if not any(word in _OWNING for word in after):
        return []
    return [f"{key}s" if word in _OWNING else key for key, word in zip(keys, after, strict=True)]


def _longest(
    page: Page, registry: Registry, keys: list[str], at: int, joints: frozenset[str] = JOINTS
) -> Named | None:
    """The longest name that begins at a word. Initials count as one word, as they do in keys."""
    best: Named | None = None
    joined, parts, end = "", 0, at
    limit = registry.index.reach.get(keys[at], 4)
    while end < len(keys) and parts < limit:
        part = keys[end]
        if not part:
            if page.words[end] not in joints:
                break
        else:
            initials = len(part) == 1 and (joined[-2:-1] in ("", " ")) and joined
            joined = f"{joined}{part}" if initials else f"{joined} {part}".strip()
            parts += 1
            candidates = _candidates(page, registry, joined, at, end + 1)
            best = Named(start=at, end=end + 1, candidates=candidates) if candidates else best
        end += 1
    return best


def _candidates(page: Page, registry: Registry, key: str, start: int, end: int) -> tuple[Candidate, ...]:
    """What a stretch of words that has a key may stand for where it stands."""
    if key not in registry.index.keys:
        return ()
    text = page.report.text[page.offsets[start][0] : page.offsets[end - 1][1]]
    candidates = fitting(page, registry.filed(key, text), start)
    if candidates and _is_elsewhere(page, start):
        candidates = tuple(one for one in candidates if not _is_land(one))
    return likely(page, registry, candidates, start, end)


def is_first_name(sheet: Sheet, name: Named, end: int) -> bool:
    """Whether one word for persons alone is another's first name ("the guard Khalid Khan"), or half of
    another name: "Geo-Young"."""
    at = name.end
    if name.end - name.start > 1 or not name.of("person") or name.of("state", "organisation"):
        return False
    half = name.start > 1 and sheet.lower[name.start - 1] in HYPHENS and sheet.capital(name.start - 2)
    goes_on = at < end and sheet.page.upos(at) == "PROPN" and sheet.capital(at) and at not in sheet.begins
    return half or goes_on
