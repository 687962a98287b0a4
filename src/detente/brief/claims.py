"""Said and denied: what sides claim, who contests it, and whose word stands alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from detente.brief.choosing import admissions, chosen, has_admitted, leading, named_act
from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.queries import ask
from detente.brief.words import amount, count, join, quote, some
from detente.crisis import side, sides
from detente.schema import Claim, Event, Evidence, Figure, Record, Statement

_MOST = 7
_ORDER = ("disputed", "withdrawn", "corroborated", "single-voice")
_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "announce": "announces",
        "claim": "claims",
        "confirm": "confirms",
        "deny": "denies",
        "say": "says",
    }
)


def claims(desk: Desk) -> Section:
    """The claims of the period that are contested, then those that only stand here."""
    incidents = chosen(desk)
    shown = frozenset(one.id for one in incidents)
    quoted = frozenset(leading(desk, one).grounds.evidence[0] for one in incidents)
    open_ones = sorted(
        (one for one in _each_matter(desk) if not _is_told(desk, one, shown, quoted)),
        key=lambda one: (_ORDER.index(one.state), not one.denied, -len(one.asserted), one.id),
    )
    paragraphs = [Paragraph(sentences=tuple(_claim(desk, one))) for one in open_ones[:_MOST]]
    left = len(open_ones) - _MOST
    if left > 0:
        query = ask(desk.material, "claims")
        text = f"{count(left, 'further claim')} {'is' if left == 1 else 'are'} on record (detente crisis)"
        paragraphs.append(Paragraph(sentences=(desk.say(text, (), query),)))
    shown_disputes = any(one.state == "disputed" for one in open_ones)
    if not shown_disputes:
        paragraphs.insert(0, Paragraph(sentences=(_on_disputes(desk, shown, quoted),)))
    return Section(title="Said and denied", paragraphs=tuple(paragraphs))


def _on_disputes(desk: Desk, shown: Collection[str], quoted: Collection[Evidence]) -> Sentence:
    """Where what is disputed is told, if not here."""
    query = ask(desk.material, "claims", state="disputed")
    disputed = [one for one in desk.material.recent.claims if one.state == "disputed"]
    if not disputed:
        text = (
            f"Nothing in the {desk.material.period}'s reports is asserted by one side and denied by another"
        )
    elif any(_is_told(desk, one, shown, quoted) for one in disputed):
        text = "What is disputed stands under What happened"
    else:
        text = f"What is disputed was for the most part said before this {desk.material.period}"
    return desk.say(text, (), query)


def _each_matter(desk: Desk) -> Iterator[Claim]:
    """The claims that are mostly of the period; accounts that exclude each other are told once."""
    since, told = desk.material.since, set[tuple[str, ...]]()
    for claim in desk.material.recent.claims:
        stands = desk.known((*claim.asserted, *claim.denied))
        fresh = sum(record.grounds.known_at >= since for record in stands)
        if claim.records not in told and 2 * fresh >= max(1, len(stands)):
            told.add(claim.records)
            yield claim


def _is_told(desk: Desk, claim: Claim, shown: Collection[str], quoted: Collection[Evidence]) -> bool:
    """Whether the incidents' section tells this claim already: all but counts that contradict each other."""
    records = desk.known((*claim.asserted, *claim.denied))
    if any(isinstance(record, Figure) for record in records):
        return claim.state != "disputed"
    in_these_words = any(record.grounds.evidence[0] in quoted for record in records)
    if claim.state in ("corroborated", "single-voice") and in_these_words:
        return True
    told = {desk.material.picture.seen.incidents.get(record.id) for record in records}
    return not told.isdisjoint(shown) or (claim.state == "single-voice" and any(told - {None}))


def _claim(desk: Desk, claim: Claim) -> Iterator[Sentence]:
    asserted, denied = desk.known(claim.asserted), desk.known(claim.denied)
    if any(isinstance(record, Figure) for record in (*asserted, *denied)):
        yield _counted(desk, (*asserted, *denied))
        return
    if claim.state == "corroborated" and len(claim.voices) > 1:
        said = join(list(dict.fromkeys(_words(desk, record) for record in asserted))[:2])
        yield desk.say(f"{_together(desk, claim.voices, asserted)}: {said}", asserted)
    elif claim.state == "withdrawn" and asserted and not desk.is_doubted(claim):
        yield desk.say(f"{_saying(desk, asserted[0])}, and has since taken it back", (*asserted, *denied))
        return
    elif asserted:
        yield desk.say(_saying(desk, asserted[0]), asserted)
    yield from admissions(desk, claim)
    denied = tuple(record for record in denied if not has_admitted(desk, claim, record))
    if denied:
        told = _denial(desk, denied[0], answered=bool(asserted), doubted=desk.is_doubted(claim))
        yield desk.say(told, denied)


def _together(desk: Desk, voices: Sequence[str], asserted: Sequence[Record]) -> str:
    """Who says much the same, or, of a happening, speaks of it; a paper that tells it in its own words is no
    side and says so as a paper.
    """
    papers = [name for name in voices if desk.names.is_paper(name)]
    speakers = some([desk.names.party(name) for name in voices if name not in papers], 3)
    told = some([desk.names.party(name) for name in papers], 2)
    alone, one_paper = len(voices) - len(papers) == 1, len(papers) == 1
    act = next((record for record in asserted if isinstance(record, Event)), None)
    if act is not None:
        return _speaking(named_act(desk, act), speakers, told, alone=alone, one_paper=one_paper)
    verb, whose = ("reports", "its") if one_paper else ("report", "their")
    if not speakers:
        return f"{told} {verb} much the same, each on their own"
    if alone and papers:
        return f"{speakers} says so, and {told} {verb} it in {whose} own words"
    lead = f"{speakers} say much the same, each on their own"
    return f"{lead}, and {told} {verb} it too" if papers else lead


def _speaking(act: str, speakers: str, papers: str, *, alone: bool, one_paper: bool) -> str:
    """Who speaks of a happening: what they say of it may differ."""
    if not speakers:
        return f"{papers} each report {act}"
    lead = f"{speakers} speaks of {act}" if alone else f"{speakers} each speak of {act}"
    return f"{lead}, and {papers} {'reports' if one_paper else 'report'} it too" if papers else lead


def _counted(desk: Desk, records: tuple[Record, ...]) -> Sentence:
    """Counts of one thing that cannot all be right."""
    figures = [record for record in records if isinstance(record, Figure)]
    given = [f"{amount(one.low, one.high)} by {desk.origin(one)}" for one in figures]
    unit = "" if figures[0].unit == "persons" else f" in {figures[0].unit}"
    return desk.say(
        f"Counts of {figures[0].quantity}{unit} contradict each other: {join(list(dict.fromkeys(given)))}",
        figures,
    )


def _saying(desk: Desk, record: Record) -> str:
    """Somebody's word, as theirs."""
    if isinstance(record, Statement) and record.speaker is not None:
        verb = _VERBS.get(record.act, "says")
        who = desk.origin(record)
        passed_on = "" if record.via is None else f", as {desk.publisher(record)} has it at second hand"
        return f"{who} {verb}{passed_on}: {_words(desk, record)}"
    return f"{desk.attribution(record)}: {desk.quote(record)}"


def _denial(desk: Desk, record: Record, *, answered: bool, doubted: bool) -> str:
    who = desk.origin(record)
    if answered and doubted:
        return f"{who} denies something that may be this: {desk.quote(record)}"
    if isinstance(record, Event) and record.status == "reported":
        return f"{who} gives another account: {desk.quote(record)}"
    if who == desk.publisher(record):
        return f"{who} tells this as not having happened: {desk.quote(record)}"
    reported = f"{desk.publisher(record)}'s report: {desk.quote(record)}"
    if answered or not isinstance(record, Event):
        return f"{who} {'denies it' if answered else 'denies this'}, by {reported}"
    ahead = _is_ahead(desk, record)
    parties = {*sides(record.by), *sides(record.to)}
    if parties and side(desk.speaker(record)) not in parties:
        return (
            f"On the word of {who} it {'will not take place' if ahead else 'did not happen'}, by {reported}"
        )
    return f"{who} {'rejects it' if ahead else 'denies this'}, by {reported}"


def _is_ahead(desk: Desk, denied: Event) -> bool:
    """Whether what is denied was still to come: its day was, or the sentence tells of a refusal."""
    when = denied.when.earliest
    if when is not None and when > denied.grounds.known_at.date():
        return True
    sentence = denied.grounds.evidence[0]
    return any(
        event.type == "REJECT" and event.status == "reported" and event.grounds.evidence[0] == sentence
        for event in desk.material.picture.seen.events
    )


def _words(desk: Desk, record: Record) -> str:
    """What a statement says, in its own words; else the whole sentence."""
    if isinstance(record, Statement):
        return quote(" … ".join(span.text for span in record.content))
    return desk.quote(record)
