"""Contacts between the sides: those of the period, and for each pair the last one there was."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from types import MappingProxyType

from detente.brief.choosing import chosen, leading
from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.phrases import clause
from detente.brief.queries import ask
from detente.brief.words import count, day, join, moment, some
from detente.crisis import in_touch
from detente.schema import Contact, Event, Evidence, Record

_MOST, _MOST_PAIRS = 5, 6
_CHANNELS: Mapping[str | None, str] = MappingProxyType(
    {
        "phone": "by telephone",
        "visit": "face to face",
        "third-party": "through a third party",
        "multilateral": "among several sides",
        "mediated": "through others",
        "exchange": "in an exchange of prisoners or of the dead",
        "treaty": "at a signing",
        "letter": "by letter",
    }
)
_DONE: Mapping[str | None, str] = MappingProxyType(
    {"exchange": "exchanged prisoners or the dead", "treaty": "signed an agreement"}
)


def contacts(desk: Desk) -> Section:
    """Who spoke with whom, and who did not."""
    recent = desk.material.recent.contacts
    quoted = frozenset(leading(desk, one).grounds.evidence[0] for one in chosen(desk))
    sentences = [_contact(desk, one, quoted) for one in recent[-_MOST:]]
    left = len(recent) - _MOST
    paragraphs = [Paragraph(sentences=(sentence,)) for sentence in sentences]
    if left > 0:
        query = ask(desk.material, "contacts")
        verb = "is" if left == 1 else "are"
        text = f"{count(left, 'earlier contact')} of the {desk.material.period} {verb} on record as well"
        paragraphs.append(Paragraph(sentences=(desk.say(text, (), query),)))
    pairs = tuple(_pairs(desk))
    if pairs:
        paragraphs.append(Paragraph(sentences=pairs))
    elif not recent:
        query = ask(desk.material, "contacts", after_day=desk.material.first_day)
        none = desk.say(
            f"The {desk.material.period}'s reports tell of no contact between two sides", (), query
        )
        paragraphs.append(Paragraph(sentences=(none,)))
    return Section(title="Contacts", paragraphs=tuple(paragraphs))


def _contact(desk: Desk, one: Contact, quoted: Collection[Evidence]) -> Sentence:
    """A contact with its sentence, unless the incidents quote that already."""
    records = desk.known(one.records)
    words = _words(desk, one)
    if one.level is not None:
        words += f", at the level of {one.level}"
    if one.through:
        words += f", through {join(desk.names.actors(one.through))}"
    when = moment(one.when, desk.year) if one.when.basis in ("stated", "relative") else None
    if when is not None:
        words += f", {'on' if one.when.earliest == one.when.latest else 'from'} {when}"
    own = "" if records[0].grounds.evidence[0] in quoted else f": {desk.quote(records[0])}"
    return desk.say(f"{words}, {desk.attribution(records[0])}{own}", records)


def _words(desk: Desk, one: Contact) -> str:
    """Who was in touch with whom, and how."""
    by, to = desk.names.actors(one.by), desk.names.actors(one.to)
    if one.channel in _DONE:
        return f"{some(list(dict.fromkeys((*by, *to))), 3)} {_DONE[one.channel]}"
    if one.channel == "letter" and by and to:
        return f"{join(by)} wrote to {join(to)}"
    if one.channel == "mediated":
        return f"{some(list(dict.fromkeys((*by, *to))), 3)} were in touch"
    return clause("CONSULT", one.channel or None, by, to)


def _last_day(contact: Contact, records: Iterable[Record]) -> date | None:
    """The last day on which any text tells of a contact: talks may last for days."""
    told = (one.when for one in (contact, *records) if isinstance(one, Contact | Event))
    return max((last for when in told if (last := when.latest or when.earliest) is not None), default=None)


def _pairs(desk: Desk) -> Iterator[Sentence]:
    """For each pair of the sides asked about that had no contact in the period: the last one, or none."""
    picture = desk.material.picture
    parties = sorted({*picture.about, *picture.towards})
    met = [in_touch(one) for one in desk.material.recent.contacts]
    pairs = [pair for pair in combinations(parties, 2) if not any(set(pair) <= both for both in met)]
    last = picture.last_contacts()
    for one, other in pairs[:_MOST_PAIRS]:
        between = f"{desk.names.party(one)} and {desk.names.party(other)}"
        found = last.get((one, other))
        if found is None:
            query = ask(desk.material, "contacts", between=f"{one},{other}")
            yield desk.say(f"No contact between {between} is on record", (), query)
            continue
        channel = _CHANNELS.get(found.channel, "")
        records = desk.known(found.records)
        when = _last_day(found, records)
        if when is None:
            yield desk.say(f"The last contact between {between} on record names no day", records)
            continue
        query = ask(desk.material, "contacts", between=f"{one},{other}", after_day=when)
        text = f"No contact between {between} is recorded since {day(when, desk.year)}"
        yield desk.say(
            f"{text}, when they are last told to have been in touch {channel}".rstrip(), records, query
        )
