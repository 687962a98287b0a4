"""Where: the place of an act, as the gazetteer knows it, with the steps that say how.

`resolve` works on the text alone; pages add which names are people's. What speaks for one of several places
of a name is its phrase, its sentence, the rest of the report, who acts, and how large it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.codebook.place_choice import Choice, Nearby, choose
from detente.codebook.place_entry import GazetteerEntry
from detente.codebook.place_scan import Named, find_named, survey
from detente.codebook.place_words import REGIONS, SITES, TOWNS
from detente.codebook.places import Gazetteer
from detente.reading.dateline import find_dateline
from detente.reading.page import Page
from detente.reading.place_descriptions import Describer, make_place
from detente.reading.place_phrases import Phrase, parse
from detente.reading.trees import Span as Words
from detente.schema import Actor, Place, Report, Span, Step

_INSIDE = re.compile(r"(?:,| in|, in)(?: the)? ")  # between a place and what is around it
_OWNING = re.compile(rf"['’]?s? ?(?:[a-z-]+ ){{0,2}}(?:(?:{'|'.join(sorted(TOWNS | REGIONS))})(?: of)? )?")
_AWAY = frozenset(("in", "at", "near", "from", "to", "on", "into", "outside"))  # "ethnic Serbs in Mitrovica"
_BORDERING = re.compile(r"(?:the )?(?:[\w-]+ ){0,2}?borders? (?:with|to|into) (?:the )?")
_REACH = 40  # characters before or after a place, in which the text may say where it lies


class Atlas:
    """The places of one report. `turn` to each page in order before asking for places on it."""

    def __init__(self, gazetteer: Gazetteer, report: Report) -> None:
        self._gazetteer = gazetteer
        self._report = report
        self._barred: list[tuple[int, int]] = []
        self._kept: list[Named] | None = None
        self._made: dict[tuple[Span, frozenset[str], bool], Place] = {}

    def turn(self, page: Page) -> None:
        """Take note of a page's people and organisations: the places in their names are none."""
        for kind, start, end in page.mentions:
            if kind in ("person", "organisation"):
                span = page.span((start, end))
                self._barred.append((span.start, span.end))

    def place(self, page: Page, words: Words, actors: tuple[Actor, ...], *, home: bool = True) -> Place:
        """The place that a stretch of words names. actors: those of the act that happened there.

        home: whether it is likelier to be in a country of theirs; that they are named says nothing of where
        they meet.
        """
        sentence = page.sentence.span
        mention = page.span(self._whole(page, words))
        return self.resolve(mention, (sentence.start, sentence.end), actors, home=home)

    def _whole(self, page: Page, words: Words) -> Words:
        """The words of a place with those that its name goes on with: "Deir ez-Zor", not "Deir"."""
        for kind, start, end in page.mentions:
            longer = kind == "place" and start == words[0] and end > words[1]
            if longer and self._gazetteer.find(page.span((start, end)).text):
                return start, end
        return words

    def is_dateline(self, mention: Span) -> bool:
        """Whether a stretch of the report says where it was written, rather than where something happened."""
        found = find_dateline(self._report)
        return found is not None and found.start <= mention.start < found.end

    def resolve(
        self, mention: Span, sentence: tuple[int, int], actors: Sequence[Actor] = (), *, home: bool = True
    ) -> Place:
        """The place that a stretch of the report names. sentence: [start, end) of the one it stands in."""
        if any(actor.mention == mention for actor in actors):
            step = Step(rule="actor", detail=f"{mention.text} acts here and is no place", span=mention)
            return Place(mention=mention, name=mention.text, steps=(step,))
        codes = frozenset(actor.country for actor in actors if actor.country and len(actor.country) == 3)
        if (mention, codes, home) not in self._made:
            near = self._survey(mention, sentence)
            if home:
                near = replace(near, actors=codes)
            else:
                near = replace(near, countries=near.countries - codes, beside=near.beside - codes)
            place = self._place(mention, parse(mention.text, self._gazetteer.find), near)
            if self.is_dateline(mention):
                step = Step(rule="dateline", detail="where the report was written", span=mention)
                place = replace(place, steps=(*place.steps, step))
            self._made[mention, codes, home] = place
        return self._made[mention, codes, home]

    def _known(self) -> list[Named]:
        """The places that the report names, in its order; those of its title first, before character 0."""
        if self._kept is None:
            title = self._report.title or ""
            shift = len(title) + 1
            self._kept = [
                replace(one, start=one.start - shift, end=one.end - shift)
                for one in find_named(self._gazetteer, title)
            ]
            self._kept += find_named(self._gazetteer, self._report.text)
        return self._kept

    def _named(self) -> Sequence[Named]:
        """Those names that are places, by what the pages so far say of people and organisations."""
        if self._barred:
            barred, self._barred = self._barred, []
            self._kept = [
                one
                for one in self._known()
                if not one.entries or not any(start <= one.start < end for start, end in barred)
            ]
        return self._known()

    def _survey(self, mention: Span, sentence: tuple[int, int]) -> Nearby:
        return survey(self._named(), sentence=sentence, leaving=(mention.start, mention.end))

    def _place(self, mention: Span, phrase: Phrase, near: Nearby) -> Place:
        """By description where the phrase has no name of its own, else by name."""
        describer = Describer(self._gazetteer, self._named(), mention, near)
        near = replace(near, inside=self._around(phrase), kind=phrase.kind)
        if phrase.noun == "border":
            return describer.border(phrase if phrase.inside else self._bordering(mention, phrase))
        if phrase.head is None or phrase.noun == "capital":
            described = describer.describe(phrase)
            if described is not None:
                return described
        if phrase.head is None:
            return _unknown(mention, _plain(mention.text), near.inside, "nothing says which one is meant")
        return self._by_name(mention, phrase, phrase.head, near)

    def _bordering(self, mention: Span, phrase: Phrase) -> Phrase:
        """The phrase for a border with the country that the text goes on with: "the border" "with Poland"."""
        goes_on = _BORDERING.match(self._report.text, mention.start)
        end = goes_on.end() if goes_on else -1
        text = self._report.text
        inside = [text[one.start : one.end] for one in self._named() if one.start == end]
        return replace(phrase, inside=tuple(inside[:1]))

    def _by_name(self, mention: Span, phrase: Phrase, head: str, near: Nearby) -> Place:
        choice = self._choice(mention, phrase, head, near)
        if choice.entry is None and phrase.peoples:  # "the Iranian consulate in Damascus"
            elsewhere = replace(near, inside=self._around(replace(phrase, peoples=())))
            choice = self._choice(mention, phrase, head, elsewhere)
        if choice.entry is None:
            return self._site(mention, phrase, head, near, choice)
        steps = [Step(rule="place", detail=reason, span=mention) for reason in choice.reasons]
        if phrase.relation:
            steps.append(Step(rule="near", detail=f"not in it: {mention.text}", span=mention))
        if phrase.others:
            steps.append(Step(rule="list", detail=f"names {', '.join(phrase.others)} too", span=mention))
        return make_place(mention, choice, part=phrase.part, steps=tuple(steps))

    def _choice(self, mention: Span, phrase: Phrase, head: str, near: Nearby) -> Choice:
        """The best place of a name; first by what the text right beside the phrase says is around it."""
        found = self._gazetteer.find(head) if phrase.known else ()
        if phrase.kind == "region" and phrase.known:
            found = self._gazetteer.find(f"{head} region") or found
        if head == mention.text and self._is_container(mention, found):
            near = replace(near, kind="region")
        for beside in () if near.inside or not found else self._beside(mention):
            if found[0].kind == "country" == beside[0].kind:
                continue  # "China, Japan" is a list
            choice = choose(found, replace(near, inside=(beside,)))
            if choice.entry is not None:
                return choice
        return choose(found, near)

    def _around(self, phrase: Phrase) -> tuple[tuple[GazetteerEntry, ...], ...]:
        """What a phrase says a place lies in: all places of each such name, and the countries of peoples."""
        names = (self._gazetteer.find(text) for text in phrase.inside)
        peoples = (tuple(filter(None, map(self._gazetteer.country, codes))) for codes in phrase.peoples)
        return tuple(found for found in (*names, *peoples) if found)

    def _beside(self, mention: Span) -> Iterator[tuple[GazetteerEntry, ...]]:
        """What the text beside a phrase may say is around it: "Homs, Syria", "Syria's Homs"."""
        text = self._report.text
        for one in self._named():
            entries = one.entries or tuple(filter(None, map(self._gazetteer.country, one.countries)))
            if 0 < one.start - mention.end < _REACH:
                if entries and _INSIDE.fullmatch(text, mention.end, one.start):
                    yield entries
            elif 0 <= one.end <= mention.start < one.end + _REACH:
                gap = text[one.end : mention.start]
                owned = ("'" in gap or "’" in gap or not one.entries) and _AWAY.isdisjoint(gap.split())
                if entries and owned and _OWNING.fullmatch(gap):
                    yield entries

    def _is_container(self, mention: Span, found: Sequence[GazetteerEntry]) -> bool:
        """Whether a name says where the place before it lies: the state in "Rochester, New York"."""
        for one in self._named():
            if one.entries and self._report.text[one.end : mention.start] == ", ":
                regions = [entry for entry in found if entry.feature == "admin1"]
                inside = [entry for entry in one.entries[:1] if entry.admin1]
                return any(entry.admin1 == region.name for entry in inside for region in regions)
        return False

    def _site(self, mention: Span, phrase: Phrase, head: str, near: Nearby, failed: Choice) -> Place:
        """A place that is not listed: it is where the town is that it is called after or said to be in."""
        words = head.split()
        for length in range(len(words) - 1, 0, -1) if words[-1].lower() in SITES else ():
            found = self._gazetteer.find(" ".join(words[:length]))
            choice = choose(found, near) if found else failed
            if choice.entry is not None and choice.entry.kind == "city":
                return _standing(mention, head, choice, "it is called after")
        for names in near.inside:
            choice = choose(names, replace(near, inside=(), kind=None))
            if choice.entry is not None and choice.entry.kind != "country":
                return _standing(mention, head, choice, "the phrase puts it in")
        return _unknown(mention, head, near.inside or tuple(self._beside(mention)), failed.reasons[0])


def _standing(mention: Span, name: str, choice: Choice, why: str) -> Place:
    """A place of its own name at the point of a larger one."""
    entry = choice.entry
    assert entry is not None
    detail = f"{name} is not listed; its point is that of {entry.described}, which {why}"
    steps = (Step(rule="site", detail=detail, span=mention),)
    return replace(make_place(mention, choice, part=None, steps=steps), name=name, geonames_id=None)


def _unknown(mention: Span, name: str, around: Sequence[Sequence[GazetteerEntry]], reason: str) -> Place:
    """A place that stays a name, with its country where the text says so."""
    step = Step(rule="place", detail=reason, span=mention)
    return Place(mention=mention, name=name, country=_only_country(around), steps=(step,))


def _only_country(around: Sequence[Sequence[GazetteerEntry]]) -> str | None:
    """The country of what is around a place; None where a people is of two, as "Congolese" is."""
    for names in around:
        countries = {entry.country for entry in names if entry.kind == "country"}
        return names[0].country if len(countries) < 2 else None
    return None


def _plain(text: str) -> str:
    return re.sub(r"(?i)^(?:in |at |near )?(?:the |an? )?", "", text)
