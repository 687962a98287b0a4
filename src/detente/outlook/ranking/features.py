"""What the ranker sees of a candidate: how often and how lately each part of it was seen, and its signals."""

from dataclasses import dataclass

import numpy as np

from detente.outlook.ranking.facts import Ints, Queries, Reals
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.signals import Signals
from detente.outlook.ranking.tallies import DAYS, EVER, MONTH, SEASON, WEEK

ALL = (DAYS, WEEK, MONTH, SEASON, EVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How a tally is seen: by which half-lives, whether its age counts, and what it is a share of."""

    name: str
    half_lives: tuple[int, ...]
    aged: bool = False
    gap: bool = False
    share_of: str | None = None


COUNTED = (
    Counted(name="triple", half_lives=ALL, aged=True, gap=True, share_of="subject relation"),
    Counted(name="pair", half_lives=ALL, aged=True, gap=True, share_of="subject"),
    Counted(name="relation object", half_lives=ALL, aged=True, share_of="relation"),
    Counted(name="object", half_lives=ALL, aged=True),
    Counted(name="home relation object", half_lives=(WEEK, MONTH, EVER), aged=True),
    Counted(name="home object", half_lives=(DAYS, WEEK, MONTH, EVER), aged=True),
    Counted(
        name="subject relation home",
        half_lives=(WEEK, SEASON, EVER),
        aged=True,
        share_of="subject relation",
    ),
    Counted(name="subject home", half_lives=(WEEK, SEASON), aged=True, share_of="subject"),
    Counted(name="homes relation", half_lives=(SEASON,)),
    Counted(name="kinds relation", half_lives=(EVER,)),
    Counted(name="kind relation object", half_lives=(SEASON,)),
    Counted(name="subject relation kind", half_lives=(SEASON, EVER), share_of="subject relation"),
)
SIGNALS = (
    "rule",
    "best_rule",
    "neighbours",
    "home",
    "like_these",
    "like_all",
    "near",
    "reached",
    "any_neighbours",
    "any_home",
    "pattern",
)
# also told against the best of the query
RELATIVE = ("rule", "neighbours", "like_all", "reached", "any_neighbours", "pattern")
_SHARED = (WEEK, MONTH, EVER)
_HALF = 0.5  # counts added to a whole, so that a share of little is little


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Who may be the answer. entity: (Q, K), the best first by `chance` (Q, K), what the back-off gives.

    seen: what speaks for them, (Q, K) for each of `SIGNALS` and `RELATIVE`. met, known: (Q,) how many
    entities the subject met by the relation, and by any.
    """

    entity: Ints
    chance: Reals
    seen: tuple[Reals, ...]
    met: Reals
    known: Reals


def candidates(signals: Signals, chance: Reals, entity: Ints) -> Candidates:
    """Cut signals and chance (Q, entities) to the entities (Q, K)."""
    seen = [np.take_along_axis(getattr(signals, name), entity, axis=1) for name in SIGNALS]
    for name in RELATIVE:
        whole: Reals = getattr(signals, name)
        part = np.take_along_axis(whole, entity, axis=1)
        seen.append(part / (whole.max(axis=1, keepdims=True) + np.float32(1e-9)))
    return Candidates(
        entity=entity,
        chance=np.take_along_axis(chance, entity, axis=1),
        seen=tuple(seen),
        met=(signals.triple > 0).sum(axis=1).astype(np.float32),
        known=(signals.pair > 0).sum(axis=1).astype(np.float32),
    )


def features(memory: Memory, asked: Queries, given: Candidates, day: int) -> tuple[Reals, tuple[str, ...]]:
    """(Q * K, features) as known before `day`, and what they are called."""
    wide = given.entity.shape[1]
    subject, relation = np.repeat(asked.subject, wide), np.repeat(asked.relation, wide)
    object_ = given.entity.ravel()
    told: list[tuple[str, Reals]] = []
    wholes = _wholes(memory, asked, day, wide, told)
    keys = memory.keys(subject, relation, object_)
    for one in COUNTED:
        _count(memory, one, keys[one.name], day, wholes, told)
    names = (*SIGNALS, *(f"{name}, relative" for name in RELATIVE))
    told += [(name, part.ravel()) for name, part in zip(names, given.seen, strict=True)]
    best = given.chance.max(axis=1, keepdims=True) + np.float32(1e-12)
    told += [
        ("chance", given.chance.ravel()),
        ("chance, relative", (given.chance / best).ravel()),
        ("rank", _places(given.chance).ravel()),
        ("same home", (memory.facts.home[subject] == memory.facts.home[object_]).astype(np.float32)),
        ("itself", (subject == object_).astype(np.float32)),
        ("weekday", np.full(len(subject), day % 7, dtype=np.float32)),
        ("undergone", (relation >= memory.facts.relations // 2).astype(np.float32)),
        ("met", np.repeat(given.met, wide)),
        ("known", np.repeat(given.known, wide)),
    ]
    return np.stack([part for _, part in told], axis=1), tuple(name for name, _ in told)


def _wholes(
    memory: Memory, asked: Queries, day: int, wide: int, told: list[tuple[str, Reals]]
) -> dict[str, Reals]:
    """Counts of what a query names, as features of each of its candidates; also what shares are taken of."""
    wholes = {}
    keys = {
        "subject relation": asked.subject * memory.facts.relations + asked.relation,
        "relation": asked.relation,
        "subject": asked.subject,
    }
    for name, key in keys.items():
        found = memory.tallies["object" if name == "subject" else name].find(key, day)
        wholes[name] = np.repeat(found.faded, wide, axis=0)
        told += [(f"{name} {half_life}", wholes[name][:, half_life]) for half_life in ALL]
        told.append((f"{name} since", np.repeat(found.since, wide)))
    return wholes


def _count(
    memory: Memory,
    one: Counted,
    keys: Ints,
    day: int,
    wholes: dict[str, Reals],
    told: list[tuple[str, Reals]],
) -> None:
    found = memory.tallies[one.name].find(keys, day)
    told += [(f"{one.name} {half_life}", found.faded[:, half_life]) for half_life in one.half_lives]
    if one.aged:
        told.append((f"{one.name} since", found.since))
    if one.gap:
        told += [(f"{one.name} first", found.first), (f"{one.name} gap", found.gap())]
    if one.share_of:
        whole = wholes[one.share_of]
        told += [
            (f"{one.name} of {one.share_of} {half}", found.faded[:, half] / (whole[:, half] + _HALF))
            for half in _SHARED
        ]


def _places(chance: Reals) -> Reals:
    """(Q, K) the place of each candidate in its query by chance, 0 the first."""
    order = np.argsort(-chance, axis=1, kind="stable")
    return np.argsort(order, axis=1, kind="stable").astype(np.float32)
