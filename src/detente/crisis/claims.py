"""Claims: what is said to have happened, by whom, who denies it, and who merely repeats it.

A proposition is an incident (did it happen, and who did it), a count within one, or a wording that several
statements share. Accounts of one incident that exclude each other are one claim that is disputed, told once.
Its state follows from the independent origins behind it, never from how often it is printed:

============  =======================================================================================
single-voice  one origin asserts it and nobody denies it, or one origin denies what nobody asserts
corroborated  two independent origins assert it, or a side admits what tells against it
disputed      one origin asserts it, another denies it or gives another account
withdrawn     whoever asserted it has taken it back, and nobody else asserts it
============  =======================================================================================
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from detente.codebook import MUTUAL, Codebook, load
from detente.crisis.counts import count_claims
from detente.crisis.denials import denied_incidents, is_ahead
from detente.crisis.happening import agreed_type
from detente.crisis.heard import Heard
from detente.crisis.known import Known, day_of, side, sides
from detente.crisis.order import order
from detente.crisis.recall import Recall
from detente.crisis.rows import Row
from detente.crisis.sayings import word_claims
from detente.crisis.telling import tell
from detente.crisis.verdict import judge
from detente.schema import Actor, Claim, Event, Statement

METHOD = "claims/1"


def find_claims(
    seen: Known,
    codebook: Codebook | None = None,
    *,
    denials: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> tuple[Claim, ...]:
    """Find every proposition that somebody asserts or denies, and how it stands: first the incidents, in
    order of first telling, then the counts, then the wordings.

    denials: `denied_incidents` of `seen`, where these are found already. recall: of earlier drawings.
    """
    recall = recall or Recall()
    denials = denied_incidents(seen, recall) if denials is None else denials
    accounts = recall.find(("accounts",), (), partial(_heard, codebook or load()))
    accounts.follow(seen, denials, recall)
    claims = [claim for incident in accounts.mentions for claim in accounts[incident]]
    counts = count_claims(seen, recall)
    told = {row.event.said_in for rows in accounts.mentions.values() for row in rows}
    told |= {figure.said_in for figure in seen.figures}
    return (*claims, *counts, *word_claims(seen, told | set(denials), recall))


def _heard(codebook: Codebook) -> Heard[tuple[Claim, ...]]:
    return Heard(_proposed, partial(_accounts, codebook))


def _proposed(row: Row) -> str | None:
    """The incident of what is told as done or denied; what is denied without one stands for itself."""
    if row.event.status == "denied" and not is_ahead(row.event):
        return row.incident or row.event.id
    return row.incident if row.event.status == "reported" else None


def _accounts(
    codebook: Codebook, seen: Known, _: str, events: Sequence[Event], deniers: Sequence[Statement]
) -> tuple[Claim, ...]:
    """One claim for an incident: the account of who did it that most origins give, against those that exclude
    it; and one for each account that does not.
    """
    accounts = _by_culprit(events)
    done = [event for event in events if event.status == "reported"]
    kind = agreed_type(done, lambda event: seen.voice(event.grounds.source_id))
    if len(accounts) == 1:
        return (_claim(seen, codebook, kind, events, (), deniers),)
    origins = [_origins(seen, account) for account in accounts]
    leading = max(range(len(accounts)), key=lambda number: (len(origins[number]), -number))
    main = accounts[leading]
    others = [account for number, account in enumerate(accounts) if number != leading]
    rivals = [account for account in others if _exclude_each_other(seen, main, account)]
    told = [event for account in rivals for event in account if event.status == "reported"]
    alone = (account for account in others if account not in rivals)
    return (
        _claim(seen, codebook, kind, main, told, deniers),
        *(_claim(seen, codebook, kind, account, (), ()) for account in alone),
    )


def _claim(
    seen: Known,
    codebook: Codebook,
    kind: str,
    account: Sequence[Event],
    rivals: Sequence[Event],
    deniers: Sequence[Statement],
) -> Claim:
    done = {event.id for event in account if event.status == "reported"}
    told: list[Event | Statement] = sorted((*account, *rivals, *deniers), key=order)
    tellings = [tell(seen, record, asserts=record.id in done) for record in told]
    interested = _interested(codebook, account)
    return judge(proposition(account, kind), tellings, interested=interested, method=METHOD)


def _origins(seen: Known, account: Sequence[Event]) -> frozenset[str]:
    """Whose words an account rests on."""
    return frozenset(
        tell(seen, event, asserts=True).origin for event in account if event.status == "reported"
    )


def _exclude_each_other(seen: Known, one: Sequence[Event], other: Sequence[Event]) -> bool:
    """Whether two accounts of who did it cannot both be right: one side at least lays it at another's door.

    Who tells of its own act blames nobody, and what one origin tells of both, or papers in their own words,
    are two acts.
    """
    if _origins(seen, one) & _origins(seen, other):
        return False
    return any(_blames(seen, event) for event in (*one, *other) if event.status == "reported")


def _blames(seen: Known, event: Event) -> bool:
    telling = tell(seen, event, asserts=True)
    return not telling.own and telling.origin not in sides(event.by)


def _by_culprit(events: Sequence[Event]) -> list[list[Event]]:
    """Mentions grouped by who is said to have acted; groups share no side. Who names nobody goes first."""
    groups: list[tuple[set[str], list[Event]]] = []
    nameless: list[Event] = []
    for event in events:
        named = set(sides(event.by)) | (set(sides(event.to)) if event.type in MUTUAL else set())
        if not named:
            nameless.append(event)
            continue
        fitting = [group for group in groups if group[0] & named]
        others = [group for group in groups if not group[0] & named]
        merged = named.union(*(names for names, _ in fitting))
        groups = [*others, (merged, [*(one for _, group in fitting for one in group), event])]
    accounts = [group for _, group in groups]
    return [[*nameless, *accounts[0]], *accounts[1:]] if accounts else [nameless]


def _interested(codebook: Codebook, account: Sequence[Event]) -> frozenset[str]:
    """The sides that a proposition tells against: whoever is said to have done harm."""
    harmful = (event for event in account if codebook.quad(event.type).name == "material conflict")
    return frozenset(name for event in harmful for name in sides(event.by))


def proposition(account: Sequence[Event], kind: str) -> str:
    """What is claimed, in codes and names: "UKR ASSAULT RUS 2025-06-01", "Upland Front ASSAULT UKR".

    By the first mention that tells it as done; of those that call it what the incident is, `kind`, if any do.
    """
    done = [event for event in account if event.status == "reported"]
    first = next((event for event in done if event.type == kind), (done or account)[0])
    by = _called(first.by) or "somebody"
    to = _called(first.to)
    day = day_of(first)
    return " ".join(part for part in (by, first.type, to, "" if day is None else day.isoformat()) if part)


def _called(actors: Iterable[Actor]) -> str:
    """The sides among actors: a state by its code, who is no state's organ by name."""
    called = {actor.name if party == actor.entity else party for actor in actors if (party := side(actor))}
    return "+".join(sorted(called))
