"""From drafts to records: each with its actors, place and time, its grounds, and the steps that led to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from detente.codebook import Codebook
from detente.reading.actors import Cast
from detente.reading.corrections import denied_because, is_editors_note
from detente.reading.dates import is_of_saying, lies_ahead, read_due, read_when
from detente.reading.doers import by_its_doers
from detente.reading.drafts import Draft, content_length, read_drafts
from detente.reading.joined import Joined, read_together
from detente.reading.meetings import Meetings
from detente.reading.moods import in_its_mood
from detente.reading.obligations import one_by_one
from detente.reading.page import Page
from detente.reading.places import Atlas
from detente.reading.quantities import counted, read_bounds
from detente.reading.senses import as_meant, is_told_otherwise
from detente.reading.sides import hosted, settle
from detente.reading.topics import of_the_world, read_topics
from detente.schema import Actor, Commitment, Event, Figure, Grounds, Record, Statement, Step

# What a figure measures, and what is counted where it is not people: the word after the number says so.
MEASURED = {
    "killed": "ASSAULT",
    "injured": "ASSAULT",
    "detained": "COERCE",
    "released": "RETREAT",
    "deployed": "MOBILIZE",
}
POINTED = 3  # words before the noun
POINTING = ("this", "these", "that", "those", "such")  # they make a noun a thing that was spoken of before

FOLLOWING = 160  # characters
TOWNS = ("point", "city")
ABOUT = frozenset(("on", "about", "over", "concerning", "regarding"))
NO_CURRENCY = "XXX"  # ISO 4217: a transaction in which no currency is involved


def read_records(
    pages: Sequence[Page], *, cast: Cast, atlas: Atlas, codebook: Codebook, reading_id: str
) -> Iterator[Record]:
    """The records of one report: of each page its statements, events, commitments and figures; an editor's
    note has none, nor has a made-up story; a sentence on a match or a market what is said in it alone.
    """
    spoken: dict[tuple[str, str], str] = {}
    meetings = Meetings()
    for page, topics in zip(pages, read_topics(pages), strict=True):
        cast.turn(page)
        atlas.turn(page)
        if is_editors_note(page.sentence.span):
            continue
        made = _Maker(
            page=page,
            cast=cast,
            atlas=atlas,
            codebook=codebook,
            reading_id=reading_id,
            spoken=spoken,
            meetings=meetings,
        )
        yield from of_the_world(page.sentence.span, topics, tuple(made.records()))


@dataclass(slots=True, kw_only=True)
class _Maker:
    """The making of one page's records. told: its statements by the index of their drafts. spoken: the status
    that an act had when the report spoke of it last, by type and noun. joined: what its
    acts say of each other's times."""

    page: Page
    cast: Cast
    atlas: Atlas
    codebook: Codebook
    reading_id: str
    spoken: dict[tuple[str, str], str]
    meetings: Meetings
    told: dict[int, Statement] = field(default_factory=dict)
    joined: Joined = field(default_factory=Joined)

    def records(self) -> Iterator[Record]:
        page = self.page
        drafts = read_drafts(page.seen, page.words, page.mentions, page.labels, page.labels.chances)
        length = {
            index: content_length(draft) for index, draft in enumerate(drafts) if draft.layer == "statements"
        }
        for index in sorted(length, key=lambda index: (-length[index], index)):  # the outer before the inner
            self.told[index] = self.statement(drafts[index])
        own = [draft for draft in drafts if page.own[0] <= draft.anchor[0] < page.own[1]]
        yield from (self.told[index] for index in sorted(self.told) if drafts[index] in own)
        self.joined = read_together(page, drafts)
        acts = (one for one in own if one.layer == "events" and not is_told_otherwise(page, one))
        events = [(draft, self.event(draft)) for draft in acts]
        yield from (event for _, event in events)
        bound = (one for one in one_by_one(page, own) if one.layer == "commitments")
        yield from (self.commitment(one) for one in bound if not is_told_otherwise(page, one))
        yield from (self.figure(draft, events) for draft in own if draft.layer == "figures")

    def statement(self, draft: Draft) -> Statement:
        speaker = self.actor(draft, "speaker")
        via = self.teller(draft)
        return Statement(
            act=draft.label,
            cue=self.page.span(draft.anchor),
            speaker=speaker,
            addressee=self.actor(draft, "addressee"),
            target=self.actor(draft, "target"),
            content=tuple(self.page.span(words) for words in draft.spans["content"]),
            quoted=draft.quoted,
            via=via.id if via else None,
            tone=self.codebook.tone(draft.label),
            when=read_when(self.page, None, ahead=False),
            grounds=self.grounds(draft, *(speaker.steps if speaker else ())),
        )

    def event(self, draft: Draft) -> Event:
        draft = as_meant(self.page, self.held_at(draft))
        by, to = self.meetings.sides(self.page, draft, *self.sides(draft))
        teller, where = self.teller(draft), draft.one("place")
        draft, again = in_its_mood(self.page, draft)
        if not again:
            draft, again = self.spoken_of(draft)
        trigger = self.page.span(draft.anchor)
        if draft.status in ("reported", "demanded"):
            wrong = denied_because(self.page, draft, teller, trigger, self.following())
            if wrong is not None and (draft.status == "reported" or wrong[1]):
                draft, again = replace(draft, status="denied"), wrong[0]
                teller = self.outer(teller) if wrong[1] else teller
        if where and self.atlas.is_dateline(self.page.span(where)):
            where = None
        home = draft.label != "CONSULT"
        place = self.atlas.place(self.page, where, by + to, home=home) if where else None
        if draft.label == "CONSULT":
            to = hosted(to, by, place, self.page.sentence.span)
        told = draft.one("when")
        if told and draft.status == "reported" and lies_ahead(self.page, draft.anchor, told):
            draft, again = replace(draft, status="planned"), ", of a day to come"
        when = self.meetings.when(self.page, draft, self.joined.when(self.page, draft, told))
        actors = tuple(dict.fromkeys(by + to))
        event = Event(
            trigger=trigger,
            type=draft.label,
            mode=draft.mode,
            by=by,
            to=to,
            place=place,
            when=when,
            status=draft.status,
            background=draft.background,
            speaker=teller.speaker if teller else None,
            said_in=teller.id if teller else None,
            intensity=self.codebook.intensity(draft.label, draft.mode),
            grounds=self.grounds(
                draft,
                Step(rule="status", detail=f"{draft.status} {draft.status_score:.2f}{again}"),
                *(step for actor in actors for step in actor.steps),
                *(place.steps if place else ()),
                *when.steps,
            ),
        )
        self.meetings.note(self.page, event)
        return event

    def held_at(self, draft: Draft) -> Draft:
        """A meeting's draft with the town that it is named after as its place: "the Geneva talks".

        What it is about is no place: "a conference on Yemen".
        """
        word, where = draft.anchor[0], draft.one("place")
        if draft.label != "CONSULT":
            return draft
        if where and where[0] and self.page.words[where[0] - 1].lower() in ABOUT:
            draft = replace(draft, spans={**draft.spans, "place": ()})
        if self.page.upos(word) not in ("NOUN", "PROPN"):
            return draft
        start = word
        while start and self.page.upos(start - 1) in ("ADJ", "NOUN", "NUM", "PROPN"):
            start -= 1
        for kind, left, right in self.page.mentions:
            town = (left, right)
            inside = kind == "place" and start <= left < right <= word
            if inside and self.atlas.place(self.page, town, ()).precision in TOWNS:
                by, to = (tuple(one for one in draft.spans[side] if one != town) for side in ("by", "to"))
                return replace(draft, spans={**draft.spans, "by": by, "to": to, "place": (town,)})
        return draft

    def following(self) -> str:
        """The words after this page's sentence."""
        end = self.page.sentence.span.end
        return self.page.report.text[end : end + FOLLOWING]

    def spoken_of(self, draft: Draft) -> tuple[Draft, str]:
        """A draft with the status of what it points back to, and a word on that.

        "These strikes" after strikes that were only planned did not happen by being named again.
        """
        word = draft.anchor[0]
        key = (draft.label, self.page.words[word].lower().removesuffix("s"))
        before = self.spoken.get(key, "reported")
        points = any(other.lower() in POINTING for other in self.page.words[max(0, word - POINTED) : word])
        if draft.status == "reported" != before and points and self.page.upos(word) == "NOUN":
            return replace(draft, status=before), ", as when it was spoken of before"
        self.spoken[key] = draft.status
        return draft, ""

    def commitment(self, draft: Draft) -> Commitment:
        teller, due = self.teller(draft), draft.one("due")
        if due and is_of_saying(self.page, draft.anchor, due, draft.one("action")):
            due = None
        clauses = {
            name: self.page.span(words) if (words := draft.one(name)) else None
            for name in ("action", "condition", "otherwise")
        }
        by, to = self.sides(draft)
        by = self.meetings.the_two(self.page, draft.anchor[0]) or by
        return Commitment(
            act=draft.label,
            cue=self.page.span(draft.anchor),
            by=by,
            to=to,
            **clauses,
            due=read_due(self.page, due) if due else None,
            speaker=teller.speaker if teller else None,
            said_in=teller.id if teller else None,
            grounds=self.grounds(draft),
        )

    def figure(self, draft: Draft, events: Sequence[tuple[Draft, Event]]) -> Figure:
        mention, teller = self.page.span(draft.anchor), self.teller(draft)
        money, words = draft.label == "amount", self.page.words
        bounds = read_bounds(mention.text, money=money)
        near = [
            (abs(act.anchor[0] - draft.anchor[0]), event.id)
            for act, event in events
            if event.type == MEASURED.get(draft.label) and event.status == "reported"
        ]
        return Figure(
            quantity=draft.label,
            mention=mention,
            low=bounds.low,
            high=bounds.high,
            unit=(bounds.currency or NO_CURRENCY) if money else counted(draft.label, words, draft.anchor[1]),
            of=self.actor(draft, "of"),
            event=min(near)[1] if near else None,
            speaker=teller.speaker if teller else None,
            said_in=teller.id if teller else None,
            grounds=self.grounds(draft),
        )

    def teller(self, draft: Draft) -> Statement | None:
        """The statement that a draft stands in."""
        return None if draft.teller is None else self.told[draft.teller]

    def outer(self, told: Statement | None) -> Statement | None:
        """The statement by which another is told of."""
        return next((one for one in self.told.values() if told is not None and one.id == told.via), None)

    def actor(self, draft: Draft, name: str) -> Actor | None:
        words = draft.one(name)
        return self.cast.actor(self.page, words) if words else None

    def actors(self, draft: Draft, name: str) -> tuple[Actor, ...]:
        found = (actor for words in draft.spans[name] for actor in self.cast.actors(self.page, words))
        return tuple(dict.fromkeys(found))

    def sides(self, draft: Draft) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Who acts, and upon whom."""
        draft = by_its_doers(self.page, draft)
        by, to, verb = self.actors(draft, "by"), self.actors(draft, "to"), self.page.words[draft.anchor[0]]
        return settle(by, to, self.page.sentence.span, verb)

    def grounds(self, draft: Draft, *steps: Step) -> Grounds:
        """The sentence, the calibrated probability, and what each head said."""
        cue = self.page.span(draft.anchor)
        first = Step(
            rule=draft.layer.removesuffix("s"),
            detail=f"{draft.label} {draft.score:.2f}: {cue.text}",
            span=cue,
        )
        probability = self.page.labels.probability(draft.layer, draft.score * draft.status_score)
        return Grounds(
            evidence=(self.page.sentence.span,),
            known_at=self.page.report.known_at,
            reading_id=self.reading_id,
            probability=round(probability, 4),
            steps=(first, *self.roles(draft), *steps),
        )

    def roles(self, draft: Draft) -> Iterator[Step]:
        """A step for each span that plays a role, with how sure the model is of its words."""
        scores = self.page.seen.roles.get(draft.anchor[0])
        for name, column in self.page.labels.fields(draft.layer):
            for words in draft.spans.get(name, ()):
                span = self.page.span(words)
                chance = 1.0 if scores is None else float(scores[words[0] : words[1], column].mean())
                yield Step(rule=name, detail=f"{chance:.2f}: {span.text}", span=span)
