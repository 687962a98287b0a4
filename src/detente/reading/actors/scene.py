"""Where a report is set, and which countries it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.codebook.entities import State
from detente.codebook.registry import Registry
from detente.reading.actors.around import is_backer
from detente.reading.actors.foreign import is_of_one_clause, were_there
from detente.reading.actors.found import Found, clued, is_worldwide, placed
from detente.reading.actors.memory import Memory
from detente.reading.actors.national import is_local, is_national, is_of_anybody
from detente.reading.actors.posted import is_posting
from detente.reading.actors.settings import (
    Setting,
    country_of_body,
    nearest,
    nearest_town,
    settings,
)
from detente.reading.actors.sheet import Named, Sheet
from detente.reading.actors.towns import country_of_report
from detente.reading.actors.whole import countries_of, home_of, main_pair
from detente.reading.trees import Span as Words
from detente.schema import Span

# Of the hostile, others on the page may be victims; of media, they may be the news.
_APART = frozenset(("REB", "UAF", "CRM", "PRM", "JRN"))
_ANYWHERE = frozenset(("SOC", "EDU"))  # "analysts" and "scientists" may be of several countries
_OFFICIAL = frozenset(("GOV", "LEG", "JUD", "COP", "MIL"))
_NATIONAL = frozenset(("GOV", "LEG", "MIL"))
_BESIDE = 6  # words between a name and what describes it
_WITHOUT_ARMY = frozenset(("PSE",))  # lands where an army is another state's
_OPENING = 3  # words before a place that opens a sentence: "Meanwhile in Peru"


class Scene:
    """What is known of a report as a whole: its day, whom it named, where it is set."""

    def __init__(self, registry: Registry, day: date, memory: Memory) -> None:
        self.registry = registry
        self.day = day
        self.memory = memory
        self._sheet: Sheet | None = None
        self._settings: tuple[Setting, ...] = ()
        self._clues: set[str] = set()  # every country that was named so far, or a place of which was
        self._bodies: set[str] = set()  # the countries of state bodies that were named so far
        self._before: frozenset[str] = frozenset()  # the countries named on the pages before
        self._pair: tuple[str, ...] | None = None
        self._all: tuple[str, ...] | None = None  # countries of the whole report, once somebody asks
        self._last: tuple[Setting, Span] | None = None  # the last that stood as a place on an earlier page
        self._near_last = False  # whether that was on the page before
        self._home: tuple[str, Span] | None = None  # the country of the dateline, if it is set there
        self._is_main = False  # whether that is one of the two countries that the report names most

    def turn(self, sheet: Sheet) -> None:
        """Take note of where a page is set."""
        located = [one for one in self._settings if one.located]
        if self._sheet is None:
            self.memory.headline = sheet.page.report.title or ""
            home = home_of(sheet.page.report, self.registry, _APART)
            self._home = home and (home.country, home.span)
            self._is_main = home is not None and home.is_main
        self._near_last = bool(located)
        if located and self._sheet is not None:
            last = max(located, key=lambda one: one.start)
            self._last = last, self._sheet.span(last.start, last.end)
        self._sheet = sheet
        self._before = frozenset(self._clues)
        found = settings(sheet, self._before, lambda: frozenset(self._everywhere()))
        self._settings = tuple(one for one in found if not is_posting(sheet, one.start))
        self._clues.update(one.country for one in self._settings)
        bodies = (country_of_body(sheet, name) for name in sheet.named if len(name.candidates) == 1)
        self._bodies.update(country for country in bodies if country is not None)

    @property
    def has_home(self) -> bool:
        """Whether the report is written from a country that it is about."""
        return self._home is not None

    def of_home(self, found: Found) -> Found:
        """Somebody of the country that the report is set in, if it is set in one."""
        return found if self._home is None else placed(found, *self._home)

    def near(self, start: int = 0, end: int = 0) -> frozenset[str]:
        """The countries named on the page, or of places there, those named by a stretch of words apart."""
        return frozenset(one.country for one in self._settings if not start <= one.start < end)

    def country_of(self, name: str) -> str | None:
        """The country of the place that a name on the page means."""
        return country_of_report(
            name, (self.near, lambda: self._before, lambda: frozenset(self._everywhere()))
        )

    def spoken(self) -> frozenset[str]:
        """The ids of those whom the report named so far."""
        return frozenset(
            referent.found.entry.id for referent in self.memory.referents if referent.found.entry is not None
        )

    def countries(self, sheet: Sheet) -> frozenset[str]:
        """Those of whom the report spoke so far, and of the states on the page."""
        before = {referent.found.country for referent in self.memory.referents if referent.found.country}
        here = {name.state.entry.id for name in sheet.named if name.state and len(name.candidates) == 1}
        return frozenset(before | here)

    def told(self, sheet: Sheet) -> frozenset[str]:
        """The ids of those whom the report named so far, and the countries that it and the page name."""
        return self.spoken() | self.countries(sheet) | self.near()

    def elsewhere(self, sheet: Sheet, word: int, home: frozenset[str]) -> Setting | str | None:
        """Where the report puts a body of which it does not name a home; None where it does, or does not say.

        A place before the body on the page ("In Peru, the ..."), or the only country that the report names,
        if it named it before, or as a place.
        """
        if home & self.near():
            return None
        before = [one for one in self._settings if one.located and one.end < word]
        if before and sheet.lower[before[0].start - 1] == "in" and before[0].start <= _OPENING:
            return before[0]
        named = self._clues | self.countries(sheet) | set(self._everywhere())
        named = {one for one in named if not one.startswith("IGO:")}
        there = {one.country for one in self._settings if one.located or one.end < word}
        there |= self._before | {one.found.country or "" for one in self.memory.referents}
        return next(iter(named)) if len(named) == 1 and not named & home and named <= there else None

    def only(self) -> str | None:
        """The country of the page and of all before it, if there is one and no other."""
        return next(iter(self._clues)) if len(self._clues) == 1 and self.near() else None

    def set_in(self, sheet: Sheet, found: Found, word: int) -> Found:
        """The country of the place on the page, else of the last place before, else of whom it speaks."""
        if is_national(found) and self._is_of_several():
            return self._of_state(sheet, found, word)
        town = nearest_town(sheet, self._settings, word)
        if town is not None and is_local(found.name.lower().split()):
            return placed(found, town.country, sheet.span(town.start, town.end))
        places = [one for one in self._settings if not were_there(sheet, one, word)]
        if found.plural and len(places) < len(self._settings):
            return found
        place = nearest(places, word)
        if place is not None and place.located and self._is_beside(place.country):
            place = place if is_of_one_clause(sheet, place.start, word) else None
        if place is not None and (place.located or (self._last is None and self._home is None)):
            if found.sector == "MIL" and place.country in _WITHOUT_ARMY:  # "after troops fired in Gaza"
                return found
            return placed(found, place.country, sheet.span(place.start, place.end))
        if self._last is not None and self._home is None and found.sector not in _ANYWHERE:
            return placed(found, self._last[0].country, self._last[1])
        if self._home is not None and self._is_main and found.sector not in _ANYWHERE:
            told = self._told_before(sheet, word) if found.sector in _OFFICIAL else None
            return placed(found, *(told or self._home))
        last = self.of_last(sheet, found, word)
        return last if last.country is not None or found.sector in _ANYWHERE else self._of_all(found)

    def _is_beside(self, country: str) -> bool:
        """Whether a country is not that which the report is set in, nor one of the two that it is about."""
        if self._home is not None:
            return country != self._home[0]
        return bool(self.pair()) and country not in self.pair()

    def set_at_place(self, sheet: Sheet, found: Found, word: int, barred: Sequence[Named]) -> Found:
        """The country of a place on the page, or else the only one named there beside those barred."""
        backers = {
            self.registry.country(one.entry)
            for bar in barred
            if is_backer(sheet, bar)
            for one in bar.entities
        }
        others = [
            one
            for one in self._settings
            if one.country not in backers and not any(bar.start <= one.start < bar.end for bar in barred)
        ]
        place = nearest([one for one in others if one.located], word)
        if place is None and len({one.country for one in others}) == 1:
            place = others[0]
        return placed(found, place.country, sheet.span(place.start, place.end)) if place else found

    def beside(self, sheet: Sheet, found: Found, words: Words) -> Found:
        """The country that words beside a name tell, without a verb between: "X, secretary at the Iranian
        embassy"."""
        start, end = words
        for one in sorted(self._settings, key=lambda one: min(abs(one.start - end), abs(one.end - start))):
            between = range(one.end, start) if one.end <= start else range(end, one.start)
            follows = one.end <= start or sheet.lower[end : end + 1] == (",",)
            told = len(between) <= _BESIDE and follows and "and" not in (sheet.lower[at] for at in between)
            if told and all(sheet.page.upos(at) not in ("VERB", "AUX") for at in between):
                return placed(found, one.country, sheet.span(one.start, one.end))
        return found

    def of_last(self, sheet: Sheet, found: Found, start: int) -> Found:
        """The country of whom the report spoke of last."""
        for place, referent in self.memory.recall(sheet.char(start), lambda one: not is_worldwide(one)):
            country = referent.found.country
            if country is not None and not country.startswith("IGO:"):
                return placed(found, country, place.span)
        return found

    def _of_all(self, found: Found) -> Found:
        """The only country that the report names anywhere, where it has named none so far."""
        named = self._everywhere()
        return (
            clued(found, f"the only country in the report: {named[0]}", named[0])
            if len(named) == 1
            else found
        )

    def _everywhere(self) -> tuple[str, ...]:
        """The countries that the whole report names."""
        if self._all is None:
            self._all = countries_of(self._sheet.page.report, self.registry, _APART) if self._sheet else ()
        return self._all

    def pair(self) -> tuple[str, ...]:
        """The two countries that the whole report is about, if there are such."""
        if self._pair is None:
            self._pair = main_pair(self._sheet.page.report, self.registry, _APART) if self._sheet else ()
        return self._pair

    def of_country(self, found: Found, country: str) -> Found:
        """Somebody of a country, if the report names it or no other."""
        named = self._clues | {one.found.country for one in self.memory.referents if one.found.country}
        if named and country not in named:
            return found
        return clued(found, f"{found.name}: {country}", country)

    def of_government(self, sheet: Sheet, found: Found, word: int) -> Found:
        """The country of the only place named on the page, else of the office or state organ named last."""
        if found.sector in _NATIONAL and not is_local(sheet.lower) and self._is_of_several():
            return self._of_state(sheet, found, word)
        places = [one for one in self._settings if one.located]
        place = nearest(places, word)
        if place is not None and (self._home is not None or len({one.country for one in places}) == 1):
            return placed(found, place.country, sheet.span(place.start, place.end))
        if self._home is not None:
            told = self._told_before(sheet, word) or (self._home if self._is_main else None)
            return placed(found, *told) if told else found
        if self._is_of_several():
            return found
        for last, referent in self.memory.recall(sheet.char(word), lambda one: one.sector in _OFFICIAL):
            if referent.found.country is None:
                continue
            return placed(found, referent.found.country or "", last.span)
        return found

    def _is_of_several(self) -> bool:
        """Whether the report names more than one country."""
        return len(self._clues.union(self._everywhere())) > 1

    def _of_state(self, sheet: Sheet, found: Found, word: int) -> Found:
        """Somebody of a government that is not named, in a report of several countries.

        He is of the place that the sentence begins with ("In Berlin, the chancellor ..."), of the state that
        acted in the sentence before, or of where the report is set. That he speaks of another place, or meets
        somebody there, says nothing.
        """
        if is_of_anybody(found):
            return found
        for one in self._settings:
            if (
                one.located
                and 0 < one.start <= _OPENING
                and one.end <= word
                and sheet.lower[one.start - 1] == "in"
            ):
                return placed(found, one.country, sheet.span(one.start, one.end))
        told = self._told_before(sheet, word) or (self._home if self._is_main else None)
        return placed(found, *told) if told else found

    def _told_before(self, sheet: Sheet, word: int) -> tuple[str, Span] | None:
        """The state that acts in the sentence before: "Phnom Penh rejected the charge"."""
        for last, referent in self.memory.recall(sheet.char(word), lambda one: isinstance(one.entry, State)):
            if last.sentence < sheet.page.sentence.index - 1:
                break
            if last.subject and last.main and not last.aside and referent.found.country is not None:
                return referent.found.country, last.span
        return None

    def by_clues(self, found: Found) -> Found:
        """The only country named so far, or a place of which was; before any, the only one of the report."""
        named = (referent.found for referent in self.memory.referents)
        clues = self._clues | {one.country for one in named if one.country and _tells(one)}
        if found.sector in _NATIONAL and self._is_of_several():
            return found
        if not clues:
            return self._of_all(found)
        if len(clues) != 1 or self._bodies - clues:
            return found
        (country,) = clues
        return clued(found, f"the only country named: {country}", country)


def _tells(found: Found) -> bool:
    """Whether the country of somebody named says where a report is set."""
    return found.kind in ("person", "group") and found.sector not in _APART and not is_worldwide(found)
