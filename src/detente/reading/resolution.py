"""Who, where and when: the units of a sentence as Actors, Places and Whens."""

from dataclasses import dataclass, replace

from detente.reading.clauses import Clause
from detente.reading.lexicon import Name
from detente.reading.times import is_term, resolve
from detente.schema import Actor, Place, Report, Span, Step, When

_PERSON_PRONOUNS = frozenset({"he", "she", "him", "his", "her"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One sentence's parts of records, by index of a unit.

    times: (end, rule) of its time expressions by where they begin in the report's text.
    person: the only person whom the sentence before names, for whom a pronoun stands.
    """

    report: Report
    clause: Clause
    times: dict[int, tuple[int, int]]
    person: Name | None

    def span(self, start: int, end: int) -> Span:
        """From one unit up to, not including, another."""
        return self.report.span(self.clause.units[start].start, self.clause.units[end - 1].end)

    def actor(self, at: int) -> Actor:
        """Whom a unit names, with the steps that say how that is known."""
        unit, steps = self.clause.units[at], list[Step]()
        who = unit.who
        if who is None and unit.low in _PERSON_PRONOUNS:
            others = any(earlier.who and earlier.who.person for earlier in self.clause.units[:at])
            who = None if others else self.person
            steps.append(Step(rule="pronoun", detail=f"{unit.low}: {who.text if who else 'nobody certain'}"))
        if who is None:
            return Actor(mention=self.span(at, at + 1), name=unit.text, steps=tuple(steps))
        steps.append(Step(rule="name", detail=f"{unit.text}: {who.entity or who.country or 'not listed'}"))
        office = who.office(self.report.known_at.date())
        called = unit.before.lower().split()
        if office and "former" in called and office.split()[0].lower() in called:
            steps.append(
                Step(rule="descriptor contradicts", detail=f"called {unit.before!r}, but in office: {office}")
            )
        return Actor(
            mention=self.span(at, at + 1),
            name=who.text,
            entity=who.entity,
            role=office,
            country=who.country,
            sector=who.sector,
            steps=tuple(steps),
        )

    def actors(self, indices: tuple[int, ...]) -> tuple[Actor, ...]:
        """As `actor`, for each of some units."""
        return tuple(self.actor(at) for at in indices)

    def place(self, at: int | None) -> Place | None:
        """The known place that a unit names."""
        if at is None:
            return None
        unit = self.clause.units[at]
        country, precision = self.clause.lexicon.places[unit.low]
        return Place(mention=self.span(at, at + 1), name=unit.text, country=country, precision=precision)

    def when(self, at: int, *, ahead: bool) -> When:
        """The time that the clause around a unit names, else the day of publication unless it is ahead."""
        units, tags = self.clause.units, self.clause.tags
        for step in (1, -1):
            i = at + step
            while 0 <= i < len(units) and tags[i] not in 'VTCR;:"':
                if tags[i] == "t" and (step < 0 or self._stands_alone(i)):
                    end, rule = self.times[units[i].start]
                    if not is_term(rule):
                        return resolve(self.report, units[i].start, end, rule, ahead=ahead)
                i += step
        published = self.report.published_at
        if ahead or published is None:
            return When()
        return When(earliest=published.date(), latest=published.date(), basis="publication")

    def due(self, ranges: tuple[tuple[int, int] | None, ...]) -> When | None:
        """The first time in some ranges, as a term: "by Friday" leaves its beginning open."""
        for at in (i for bounds in ranges if bounds for i in range(*bounds)):
            if self.clause.tags[at] == "t" and self._stands_alone(at):
                start = self.clause.units[at].start
                end, rule = self.times[start]
                when = resolve(self.report, start, end, rule, ahead=True)
                by = at > 0 and self.clause.units[at - 1].low in {"by", "until", "before"}
                return replace(when, earliest=None) if by else when
        return None

    def _stands_alone(self, at: int) -> bool:
        """Whether a time is no part of a name or phrase ("Sunday's attack", "the 2015 deal")."""
        return self.clause.tags[at + 1 : at + 2] not in set("'NKwWmAg")
