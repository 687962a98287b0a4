"""Commitments: what was vowed, agreed and demanded, the days left, and what shows how each stands."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.queries import ask
from detente.brief.words import count, day, join, plain, quote
from detente.crisis import Promise, side
from detente.schema import Commitment, Standing

_MOST = 7
_MOST_OF_A_STATE = 3
_ORDER = ("broken", "due soon", "kept", "superseded", "open", "lapsed")
_NOUNS: Mapping[str, str] = MappingProxyType({"ultimatum": "term"})
_LABELS: Mapping[str, str] = MappingProxyType({"kept": "done", "broken": "not done"})
_MOST_DAYS = 90  # that are counted; what is due later bears its date alone and comes last
_LONGEST = 160  # characters of an action that is quoted


def commitments(desk: Desk) -> Section:
    """What runs or was settled in the period, what presses first."""
    standings = _chosen(desk)
    if not standings:
        query = ask(desk.material, "commitments")
        none = desk.say(
            "No promise, plan, agreement or ultimatum is on record as running or newly settled", (), query
        )
        return Section(title="Commitments", paragraphs=(Paragraph(sentences=(none,)),))
    paragraphs = [
        Paragraph(label=_label(one), sentences=(_commitment(desk, one),)) for one in standings[:_MOST]
    ]
    left = len(desk.material.standings) - min(len(standings), _MOST)
    if left > 0:
        query = ask(desk.material, "commitments")
        text = (
            f"{count(left, 'further commitment')} {'is' if left == 1 else 'are'} on record (detente crisis)"
        )
        paragraphs.append(Paragraph(sentences=(desk.say(text, (), query),)))
    paragraphs += [Paragraph(sentences=(one,)) for one in _lapsed(desk)]
    return Section(title="Commitments", paragraphs=tuple(paragraphs))


def _lapsed(desk: Desk) -> Iterator[Sentence]:
    """How many older ones are left without anybody having said what became of them."""
    query = ask(desk.material, "lapsed")
    if query.found:
        verb, what = ("has", "it") if query.found == 1 else ("have", "them")
        text = (
            f"{count(query.found, 'older commitment')} {verb} lapsed without evidence: no record shows what "
            f"became of {what}"
        )
        yield desk.say(text, (), query, ask(desk.material, "settling", state="lapsed"))


def _chosen(desk: Desk) -> list[Standing]:
    """What presses first; of what is settled no more than a few, and one of each sentence."""
    taken: set[object] = set()
    settled: Counter[str] = Counter()
    found = []
    newest = sorted(desk.material.standings, key=lambda one: _told_at(desk, one), reverse=True)
    for one in sorted(newest, key=_urgency):
        sentence = desk.material.picture.promises[one.commitment_id].first.grounds.evidence[0]
        if sentence in taken or settled[one.state] == _MOST_OF_A_STATE:
            continue
        taken.add(sentence)
        settled[one.state] += 1
        found.append(one)
    return found


def _urgency(one: Standing) -> tuple[object, ...]:
    left = abs(one.days_left) if one.days_left is not None else 10_000
    return (_is_far(one), _ORDER.index(one.state), left)


def _is_far(one: Standing) -> bool:
    """Whether it falls due so late that nobody counts the days."""
    return one.state == "open" and one.days_left is not None and one.days_left > _MOST_DAYS


def _told_at(desk: Desk, one: Standing) -> tuple[object, ...]:
    return (desk.material.picture.promises[one.commitment_id].tellings[-1].grounds.known_at, one.id)


def _label(one: Standing) -> str:
    if _is_far(one):
        return _LABELS.get(one.state, one.state).capitalize()
    if one.state in ("open", "due soon") and one.days_left is not None:
        return "Due today" if one.days_left == 0 else f"{count(one.days_left, 'day')} left".capitalize()
    return _LABELS.get(one.state, one.state).capitalize()


def _commitment(desk: Desk, one: Standing) -> Sentence:
    promise = desk.material.picture.promises[one.commitment_id]
    first = _first(desk, promise)
    subject = _subject(desk, promise)
    ends = _ending(desk, one, promise)
    shown = desk.known(one.shown_by)
    if shown:
        return desk.say(f"{subject} {ends}: {desk.quote(shown[0])}", [first, *shown])
    query = ask(desk.material, "settling", commitment=one.commitment_id)
    return desk.say(f"{subject} {ends}", [first], query)


def _subject(desk: Desk, promise: Promise) -> str:
    """Whose commitment, to whom, and to what: "The pledge of Russia to Ukraine, as Post tells it, “…”,"."""
    first = _first(desk, promise)
    noun = _NOUNS.get(first.act, first.act)
    by, to = desk.names.actors(first.by), desk.names.actors(first.to)
    to = tuple(name for name in to if name not in by)
    verb = "set by" if first.act == "ultimatum" else "of"
    who = f" {verb} {join(by)}" if by else ""
    whom = f" {'for' if first.act == 'ultimatum' else 'towards'} {join(to)}" if to else ""
    action = f", {quote(first.action.text, _LONGEST)}" if first.action is not None else ""
    extra = ""
    if first.condition is not None:
        extra += f", on the condition {quote(first.condition.text, _LONGEST)}"
    if first.otherwise is not None:
        extra += f", or else {quote(first.otherwise.text, _LONGEST)}"
    return f"The {plain(noun)}{who}{whom}{_teller(desk, first)}{action}{extra},"


def _first(desk: Desk, promise: Promise) -> Commitment:
    """The telling that is cited: the first one, as the original of a copy has it."""
    found = desk.original(promise.first)
    return found if isinstance(found, Commitment) else promise.first


def _teller(desk: Desk, first: Commitment) -> str:
    """Who tells it, where that is not the one who is bound."""
    speaker = desk.speaker(first)
    if speaker is None:
        return f", reported by {desk.publisher(first)}"
    if side(speaker) in {side(actor) for actor in first.by}:
        return ""
    return f", on the word of {desk.origin(first)}"


def _ending(desk: Desk, one: Standing, promise: Promise) -> str:
    """How it stands."""
    due = promise.due_by
    on = "" if due is None else day(due, desk.year)
    if one.state == "kept":
        done = "carried out" if promise.first.act in ("plan", "vow") else "kept"
        return _settled(desk, one, f"counts as {'met' if promise.setters else done}")
    if one.state == "broken":
        return _settled(desk, one, f"counts as {'not met' if promise.setters else 'broken'}")
    if one.state == "superseded":
        put_off = any(step.rule == "ledger.put_off" for step in one.steps)
        return _settled(desk, one, "was put off" if put_off else "has given way to a new one")
    unsure = any(step.rule == "ledger.unsure" for step in one.steps)
    if one.state == "lapsed":
        if unsure:
            since = "names no day" if due is None else f"fell due on {on}"
            return f"{since}, and what may settle it is not sure enough to say"
        if due is None:
            return "names no day, and for half a year no record has shown what became of it"
        return f"fell due on {on}; that day has passed and no record shows what became of it"
    so_far = "what may settle it is not sure enough" if unsure else "nothing on record settles it"
    if due is None:
        return f"names no day and {so_far}"
    if one.days_left == 0:
        return f"falls due today and {so_far} yet"
    if _is_far(one):
        return f"falls due on {on}, and {so_far} yet"
    return f"falls due on {on}, in {count(one.days_left or 0, 'day')}, and {so_far} yet"


def _settled(desk: Desk, one: Standing, words: str) -> str:
    shown = desk.known(one.shown_by)
    if not shown:
        return words
    told_on = day(shown[0].grounds.known_at.date(), desk.year)
    source = desk.publisher(shown[0])
    speaker = desk.origin(shown[0])
    citing = "" if speaker == source else f", citing {speaker},"
    return f"{words}, since on {told_on} {source}{citing} reported"
