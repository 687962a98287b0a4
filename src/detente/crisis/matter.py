"""Whether a deed is of the same matter as a promise: not only of its kind, but about what was promised.

Russia attacks Ukraine every day; an attack answers a vow only where more than that agrees. What a promise is
about are the words for its action, without the names of who is bound, the words that name the kind of act,
and words that say nothing of any matter. A deed is of that matter

- where its sentence shares one of those words, a place among them; or
- where the promise has no such word ("to impose sanctions on Russia"), and the deed names both who was to
  act and upon whom; a vow that is no more than an answer ("to strike back") is kept by what calls itself one
  as well.

A meeting is besides the one that was planned where the same persons come, or on the day that was set; a
ceasefire where the same parties cease fire. A refusal to meet is of a planned meeting where it names its day,
or where those who were to meet plan no other.

Where nobody knows what kind of act was promised, only its words can tell. Then what is said keeps nothing,
and a deed keeps a promise towards somebody only if it is towards them or names them.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from detente.codebook import MUTUAL
from detente.codebook.entities import State
from detente.codebook.places import load_gazetteer
from detente.codebook.registry import load_registry
from detente.crisis.calling_off import names_day, says_off
from detente.crisis.cues import calls_itself_answer
from detente.crisis.known import side
from detente.crisis.promises import Promise
from detente.crisis.wording import beginnings, overlap
from detente.schema import Actor, Span

if TYPE_CHECKING:
    from detente.crisis.deed_index import Deed

# What is said alone: where nobody knows what was promised but its words, none of these does it.
_SAID = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
NAMED = 0.5  # overlap of a commitment's words with a sentence from which the sentence speaks of it
_NEAR_DAYS = 3  # a meeting is moved by a day or two, and its news comes a day late
# Words that many promises have and that are about nothing.
_EMPTY = beginnings(
    "continue provide send sending give giving make making take taking hold holding start begin "
    "beginning work working further additional possible necessary immediately immediate increase "
    "expand support another country countries government official officials people president minister "
    "forces force troops military national international state states back respond response answer "
    "return including part full into next launch launching conduct city town"
)


def same_matter_done(promise: Promise, deed: "Deed") -> bool:
    """Whether a deed of the right kind and doers is about what the promise is about."""
    names = _names(promise, deed)
    own = promise.words - promise.kind_words - _EMPTY - names
    if own & (deed.words - names):
        return True
    if deed.type in MUTUAL:
        return _same_persons(promise, deed) or _on_its_day(promise, deed)
    if deed.mode == "ceasefire":
        return len((deed.by | deed.to) & (promise.doers | promise.others)) > 1
    if not promise.others or not deed.to & promise.others:
        return False
    return not own or (promise.hostile and promise.answers and _calls_itself_answer(deed))


def calls_off(promise: Promise, deed: "Deed", rivals: Iterable[Promise]) -> bool:
    """Whether a refusal to meet is of the meeting that a promise plans. rivals: other plans of theirs.

    A plan without a day is called off in so many words alone: to refuse other talks is not to cancel a visit.
    """
    parties = promise.doers | promise.others
    others = deed.to - deed.by
    if deed.mode != "meet" or not deed.by & promise.doers or (others and not others & parties):
        return False
    days = {day for day in (promise.due_from, promise.due_by) if day is not None}
    if any(names_day(deed.event, day) for day in days):
        return True
    refused = parties & (deed.by | deed.to)
    alone = not any(refused <= other.doers | other.others for other in rivals)
    return len(refused) > 1 and alone and (bool(days) or says_off(deed.event))


def is_borne_out(promise: Promise, deed: "Deed") -> bool:
    """Whether a deed that shares the words of a promise of no known kind can be what was promised."""
    idle = _EMPTY | _names(promise, deed)
    if deed.type in _SAID or overlap(promise.words - idle, deed.words - idle) < NAMED:
        return False
    towards = promise.others | promise.doers if promise.first.act == "agreement" else promise.others
    others = towards - deed.by
    if not others or promise.setters or deed.to & others:
        return True
    told = [part.text for part in deed.event.grounds.evidence if isinstance(part, Span)]
    return any(_names_of(party, promise).search(text) for party in others for text in told)


def _names_of(party: str, promise: Promise) -> re.Pattern[str]:
    """What a party is called: in the registry, and in the promise."""
    registry = load_registry()
    forms = registry.entry(party).forms if party in registry.index.ids else ()
    names = {form.text for form in forms if form.by in ("name", "abbreviation", "demonym", "capital")}
    for telling in promise.tellings:
        names |= {
            name
            for actor in (*telling.by, *telling.to)
            if side(actor) == party
            for name in (actor.name, actor.text)
        }
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names))})(?!\w)")


def _names(promise: Promise, deed: "Deed") -> frozenset[str]:
    """The words of the names of all who take part, and of states."""
    actors: list[Actor] = [*deed.event.by, *deed.event.to]
    for telling in promise.tellings:
        actors += (*telling.by, *telling.to)
    words = " ".join(f"{actor.name} {actor.text}" for actor in actors)
    return beginnings(words) | _states()


@cache
def _states() -> frozenset[str]:
    """The words by which states and their peoples are called today, but for those that name a place in them.

    "Panama" may be Panama City and "Muscat" is no state any more: a meeting there is told by its place.
    """
    return frozenset().union(*(_state(state) for state in load_registry().of_kind(State)))


def _state(state: State) -> frozenset[str]:
    capital = load_gazetteer().capital(state.id)
    towns = [form.text for form in state.forms if form.by == "capital"]
    towns += [] if capital is None else [capital.name]
    named = (form for form in state.forms if form.by in ("name", "demonym") and form.period.until is None)
    return beginnings(" ".join(form.text for form in named)) - beginnings(" ".join(towns))


def _calls_itself_answer(deed: "Deed") -> bool:
    evidence = (part for part in deed.event.grounds.evidence if isinstance(part, Span))
    return any(calls_itself_answer(part.text) for part in evidence)


def _on_its_day(promise: Promise, deed: "Deed") -> bool:
    """Whether the parties met on the day that was set, or within a few days of it."""
    if promise.due_by is None:
        return False
    first = (promise.due_from or promise.due_by) - timedelta(days=_NEAR_DAYS)
    parties = promise.doers | promise.others
    inside = first <= deed.day <= promise.due_by + timedelta(days=_NEAR_DAYS)
    return inside and len((deed.by | deed.to) & parties) >= min(2, len(parties))


def _same_persons(promise: Promise, deed: "Deed") -> bool:
    """Whether of each party that was to send somebody named that person came."""
    planned = office_holders(actor for telling in promise.tellings for actor in (*telling.by, *telling.to))
    came = office_holders((*deed.event.by, *deed.event.to))
    return bool(planned) and all(planned[party] & came.get(party, set()) for party in planned)


def office_holders(actors: Iterable[Actor]) -> dict[str, set[str]]:
    """The persons with an office, under the side that they act for."""
    found: dict[str, set[str]] = {}
    for actor in actors:
        party = side(actor)
        if party is not None and actor.role is not None and actor.entity is not None:
            found.setdefault(party, set()).add(actor.entity)
    return found
