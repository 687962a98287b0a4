"""Whether a deed is of the same matter as a promise: not only of its kind, but about what was promised.

Russia attacks Ukraine every day; an attack answers a vow only where more than that agrees. What a promise is
about are the words for its action, without the names of who is bound, the words that name the kind of act,
and words that say nothing of any matter. A deed is of that matter

- where its sentence shares one of those words, a place among them; or
- where the promise has no such word ("to impose sanctions on Russia"), and the deed names both who was to
  act and upon whom; a vow that is no more than an answer ("to strike back") is kept by what calls itself one
  as well.

A meeting is besides the one that was planned where the same persons come, or on the day that was set; a
ceasefire where the same parties cease fire.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from detente.codebook.entities import State
from detente.codebook.registry import load_registry
from detente.crisis.cues import calls_itself_answer
from detente.crisis.known import side
from detente.crisis.promises import Promise
from detente.crisis.wording import beginnings
from detente.schema import Actor, Span

if TYPE_CHECKING:
    from detente.crisis.deeds import Deed

MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_NEAR_DAYS = 3  # a meeting is moved by a day or two, and its news comes a day late
# Words that many promises have and that are about nothing.
_EMPTY = beginnings(
    "continue provide send sending give giving make making take taking hold holding start begin "
    "beginning work working further additional possible necessary immediately immediate increase "
    "expand support another country countries government official officials people president minister "
    "forces force troops military national international state states back respond response answer "
    "return including part full into next launch launching conduct"
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


def _names(promise: Promise, deed: "Deed") -> frozenset[str]:
    """The words of the names of all who take part, and of states."""
    actors: list[Actor] = [*deed.event.by, *deed.event.to]
    for telling in promise.tellings:
        actors += (*telling.by, *telling.to)
    words = " ".join(f"{actor.name} {actor.text}" for actor in actors)
    return beginnings(words) | _states()


@cache
def _states() -> frozenset[str]:
    """The words by which states and their peoples are called; capitals are places."""
    forms = (form for state in load_registry().of_kind(State) for form in state.forms)
    return beginnings(" ".join(form.text for form in forms if form.by in ("name", "demonym")))


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
