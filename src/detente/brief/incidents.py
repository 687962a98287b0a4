"""What happened: incidents with their voices, the figures as they developed, and what had been foretold."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from detente.brief.choosing import (
    admissions,
    chosen,
    claim_on,
    figures,
    first_tellings,
    in_words,
    leading,
    tell,
    told,
    told_in_words,
)
from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.queries import ask
from detente.brief.words import amount, count, day, in_short, join, moment, number, some
from detente.crisis.chains import MEANT
from detente.crisis.cues import is_called_answer
from detente.schema import Chain, Claim, Event, Figure, Incident

_MOST_FIGURES = 4
_FORETOLD: Mapping[str, str] = MappingProxyType(
    {
        "planned": "It had been planned",
        "threatened": "It had been threatened",
        "promised": "It had been promised",
    }
)


def incidents(desk: Desk) -> Section | None:
    """The weightiest incidents of the period, in order of day."""
    news = desk.material.news()
    if not news:
        return None
    shown = chosen(desk)
    paragraphs = [_incident(desk, one) for one in shown]
    if len(news) > len(shown):
        left = len(news) - len(shown)
        query = ask(desk.material, "news")
        verb = "is" if left == 1 else "are"
        rest = desk.say(
            f"{count(left, 'further incident')} of less weight {verb} on record (detente crisis)", (), query
        )
        paragraphs.append(Paragraph(sentences=(rest,)))
    return Section(title="What happened", paragraphs=tuple(paragraphs))


def _incident(desk: Desk, one: Incident) -> Paragraph:
    claim = claim_on(desk, one)
    first = first_tellings(desk, one, claim)
    lead = _lead(desk, one, claim, first)
    more = (
        *_others(desk, claim, first),
        *_dispute(desk, claim),
        *admissions(desk, claim, first[0].grounds.evidence[0]),
        *_development(desk, one, first[0]),
        *_other_days(desk, one),
        *_before(desk, one),
        *_answer(desk, one),
    )
    return Paragraph(label=_label(desk, one), sentences=(lead, *more))


def _label(desk: Desk, one: Incident) -> str:
    days = tuple(_days_named(desk, one))
    if len(days) > 1:
        return in_short(days, desk.year)
    when = moment(one.when, desk.year)
    if when is None:
        return "Day not known"
    return when[:1].upper() + when[1:] if one.when.basis in ("stated", "relative") else f"Published {when}"


def _lead(desk: Desk, one: Incident, claim: Claim | None, first: Sequence[Event]) -> Sentence:
    """What is told in the report's own words; as it were fact only where two or more tell it on their own."""
    quoted = desk.quote(first[0])
    voices = [desk.publisher(event) for event in first]
    if claim is None or claim.state != "corroborated" or len(claim.voices) < 2:
        return desk.say(tell(desk, first[0]), first[:1])
    origins = [desk.names.party(name) for name in claim.voices]
    words = in_words(desk, first[0], dated=False)
    if len(first) == 1:
        return desk.say(
            f"{words}, by the accounts of {some(origins, 3)}, as {voices[0]} has it: {quoted}", first
        )
    return desk.say(f"{words}, as {some(voices, 2, 'more')} report: {quoted}", first)


def _others(desk: Desk, claim: Claim | None, first: Sequence[Event]) -> Iterator[Sentence]:
    """Who else tells of what only one side's word, or one account, stands for."""
    if len(first) < 2 or (claim is not None and (claim.state == "disputed" or len(claim.voices) > 1)):
        return
    also = some([desk.publisher(event) for event in first[1:]], 2, "more")
    verb = "tells" if len(first) == 2 else "tell"
    sides = [name for name in claim.voices if name not in desk.names.papers] if claim is not None else []
    origins = [desk.names.party(name) for name in sides]
    sole = f", and all of it rests on the word of {origins[0]}" if len(origins) == 1 else ""
    yield desk.say(f"{also} {verb} of it too{sole}", first[1:])


def _dispute(desk: Desk, claim: Claim | None) -> Iterator[Sentence]:
    """Who denies it, in their words."""
    if claim is None or claim.state not in ("disputed", "withdrawn"):
        return
    denials = desk.known(claim.denied)
    if not denials:
        return
    who = some([desk.origin(record) for record in denials], 2)
    verb = "denies" if len({desk.origin(record) for record in denials}) == 1 else "deny"
    if desk.is_doubted(claim):
        text = f"{who} {verb} something that may be this: {desk.quote(denials[0])}"
    elif any(isinstance(record, Event) and record.status == "reported" for record in denials):
        text = f"By the account of {who} it was otherwise: {desk.quote(denials[0])}"
    elif claim.state == "withdrawn":
        text = f"{who} has since taken it back: {desk.quote(denials[0])}"
    else:
        text = f"{who} {verb} it: {desk.quote(denials[0])}"
    yield desk.say(text, denials)


def _development(desk: Desk, one: Incident, lead: Event) -> Iterator[Sentence]:
    """How each figure developed, and who gave it; nothing where the lead's quotation says it already."""
    groups: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures(desk, one):
        if figure.low is not None or figure.high is not None:
            group = groups.setdefault((figure.quantity, figure.unit), {})
            group.setdefault(f"{figure.low} {figure.high} {desk.origin(figure)}", figure)
    for (quantity, unit), group in groups.items():
        shown = tuple(group.values())[:_MOST_FIGURES]
        if {figure.grounds.evidence[0] for figure in group.values()} == {lead.grounds.evidence[0]}:
            continue
        what = f"The number {quantity}" if unit == "persons" else f"The {quantity} in {unit}"
        more = len(group) - len(shown)
        rest = f"; {number(more)} more {'is' if more == 1 else 'are'} on record" if more else ""
        yield desk.say(
            f"{what} is given as {join([_given(desk, figure, shown) for figure in shown])}{rest}", shown
        )


def _given(desk: Desk, figure: Figure, given: Sequence[Figure]) -> str:
    """A count, who gives it and when: "at least 12 by Kyiv (1 June)"; and which paper has it, where the same
    side gave another that day.
    """
    who, told_on = desk.origin(figure), figure.grounds.known_at.date()
    alike = [one for one in given if desk.origin(one) == who and one.grounds.known_at.date() == told_on]
    paper = desk.publisher(figure)
    passed_on = f", as {paper} has it" if len(alike) > 1 and paper != who else ""
    return f"{amount(figure.low, figure.high)} by {who}{passed_on} ({day(told_on, desk.year)})"


def _other_days(desk: Desk, one: Incident) -> Iterator[Sentence]:
    """Days that contradict each other."""
    named = _days_named(desk, one)
    if len(named) > 1:
        days = join([day(when, desk.year) for when in named], "or")
        yield desk.say(f"The reports disagree on the day: {days}", named.values())


def _days_named(desk: Desk, one: Incident) -> dict[date, Event]:
    """The days that texts name for it, in order, each with the first that does."""
    named: dict[date, Event] = {}
    for event in told(desk, one):
        when = event.when
        if (
            when.basis in ("stated", "relative")
            and when.earliest is not None
            and when.earliest == when.latest
        ):
            named.setdefault(when.earliest, event)
    return dict(sorted(named.items()))


def _before(desk: Desk, one: Incident) -> Iterator[Sentence]:
    """What had been planned, promised or threatened."""
    ahead = [record for record in desk.known(one.foretold) if isinstance(record, Event)]
    if ahead:
        first = ahead[0]
        told_on = day(first.grounds.known_at.date(), desk.year)
        lead = _FORETOLD.get(first.status, "It had been spoken of")
        yield desk.say(
            f"{lead} before, as {desk.publisher(first)} wrote on {told_on}: {desk.quote(first)}", [first]
        )


def _answer(desk: Desk, one: Incident) -> Iterator[Sentence]:
    """What it answers, as a text says it; else, as a guess, what came before it in kind."""
    chains = [chain for chain in desk.material.picture.chains if chain.answer == one.id]
    chain = min(
        chains, key=lambda found: (found.basis != "stated", -found.probability, found.id), default=None
    )
    if chain is None:
        return
    act = desk.material.picture.happened[chain.act]
    if leading(desk, act).grounds.evidence[0] == leading(desk, one).grounds.evidence[0]:
        return
    words = told_in_words(desk, act)
    if chain.basis == "stated":
        records = desk.known(chain.records)
        telling = next((record for record in records if record.id in one.records), records[0])
        taken = any(step.rule == MEANT for step in chain.steps)
        earlier = "something earlier, taken to be this" if taken else "something earlier"
        yield desk.say(f"{desk.publisher(telling)} ties it to {earlier}: {words}", records)
        return
    before = f"{_lag(chain)} before, {words}"
    calling = [event for event in told(desk, one) if is_called_answer(event)]
    if calling:
        text = f"{desk.publisher(calling[0])} calls it an answer; which act it means is inferred: {before}"
        yield desk.say(text, (calling[0], *told(desk, act)[:1]))
        return
    query = ask(desk.material, "ties", act=chain.act, answer=chain.answer)
    unsaid = "" if query.found else ". No text on record says so"
    yield desk.say(f"It may be an answer: {before}{unsaid}", told(desk, act)[:1], query)


def _lag(chain: Chain) -> str:
    return count(chain.lag_days, "day") if chain.lag_days else "shortly"
