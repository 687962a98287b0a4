"""What a sentence tells of: the world, or a match, a made-up story, a market, which borrow the words of war.

Their raids, coups and captures happened to nobody. A linear model over the encoder's own vectors tells them
apart, by the mean of the sentence's words, of its neighbours' and of the whole report's; `train/topics.py`
makes it. A report without a word for a match, a story or a market tells of none, however it is told; and what
is told beside a match of the dead, of police or of governments is meant as it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from detente.reading.drafts import Array
from detente.reading.labels import weights
from detente.reading.page import Page
from detente.schema import Record, Span, Statement

WORLD, SPORT, FICTION, MARKET = "world", "sport", "fiction", "market"
NEIGHBOURS = 3  # pages before and behind
SURE = 0.6  # that a sentence is not of the world
_LEAST = 2  # pages of a report
_THERE = r"(?:people|persons|civilians?|fans|supporters|spectators|players)"
_GRAVE = re.compile(
    rf"\b(?:{_THERE} (?:were |was )?(?:killed|injured|hurt)|kill(?:s|ed|ing) (?:at least |about |some )?\d+|"
    r"dead|deaths?|died|dies|wounded|casualt\w+|arrest\w*|detain\w*|jail\w*|police|riot\w*|tear gas|"
    r"gunm[ae]n|gunfire|bomb(?:s|ings?)?|suicide|explosi\w+|blast|drones?|missiles?|troops|soldiers?|army|"
    r"militants?|terror\w*|insurgents?|rebels?|protest[eo]rs?|asylum|visas?|government|minist\w+|president|"
    r"parliament|embassy|sanction\w*|boycott\w*|court|prosecut\w+|violence|abuse|surgery|suspen[ds]\w*|"
    r"bann?(?:s|ed)?|expel\w*)\b",
    re.IGNORECASE,
)


def _words(text: str) -> re.Pattern[str]:
    """Any of some words, each with its endings: at least one in a report that is on the topic at all."""
    return re.compile(rf"\b(?:{'|'.join(text.split())})(?:e?s|['\u2019]s)?\b", re.IGNORECASE)


_OF_TOPIC = {
    SPORT: _words(
        r"""
sport sporting sportsm[ae]n match goal goalkeeper keeper striker midfielder defender team coach referee
umpire league cup championship champion tournament final semi-?final quarter-?final game player squad
stadium pitch football soccer rugby cricket tennis golf hockey basketball baseball boxing boxer wrestl\w+
cycl\w+ rac(?:e|ing|er) grand.prix medal olympics? olympian athlet\w+ marathon sprint\w* swim\w* ski\w*
skat\w+ row(?:er|ing) sail\w+ regatta judo fenc\w+ chess snooker darts bout knockout inning wicket
half-?time kick-?off penalt(?:y|ie) scor\w+ rider driver lap podium title grandmaster points? season club
fan supporter weigh\w* belt
"""
    ),
    FICTION: _words(
        r"""
film movie cinema screen novel novella book bestseller series season episode finale drama melodrama
thriller romance comedy farce satire script screenplay actor actress cast director plot scene character
protagonist hero heroine villain narrator viewer reader audience author novelist playwright writer stage
theatre theater play opera operetta libretto musical ballet game gamer player console expansion level
comic manga anime cartoon animation sequel prequel trilogy saga stor(?:y|ie) tale fabl\w+ fiction
fictional fantasy chapter volume show television tv streaming podcast soap telenovela puppet festival
premiere reviews? recap synopsis war-?games? simulat\w+ scenario
"""
    ),
    MARKET: _words(
        r"""
market share shareholder stock bond trader broker investor index price sale profit loss revenue dividend
takeover merger bid bidder acquisition buyer company firm retailer supermarket chain brand rival startup
airline carmaker chipmaker maker lender fund currency yen euro dollar peso pound commodit\w+ wheat corn
coffee cocoa oil copper gold crypto\w* bitcoin executive advertis\w+ customer consumer product launch
per.cent percent quarter business industry boardroom
"""
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The linear model: names (K,), slopes (3D, K), shifts (K,)."""

    names: tuple[str, ...]
    slopes: Array
    shifts: Array

    def chances(self, features: Array) -> Array:
        """The probability of each topic (N, K) of sentences with features (N, 3D)."""
        scores = features @ self.slopes + self.shifts
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        out: Array = raised / raised.sum(axis=1, keepdims=True)
        return out


def features(vectors: Array) -> Array:
    """For each of a report's pages its vector, the mean of its neighbours' and that of all (N, 3D).

    A page without neighbours is taken for its own. vectors: (N, D).
    """
    around = np.empty_like(vectors)
    for place in range(len(vectors)):
        first = max(0, place - NEIGHBOURS)
        near = np.concatenate((vectors[first:place], vectors[place + 1 : place + 1 + NEIGHBOURS]))
        around[place] = near.mean(axis=0) if len(near) else vectors[place]
    whole = np.broadcast_to(vectors.mean(axis=0), vectors.shape)
    return np.concatenate((vectors, around, whole), axis=1)


def of_the_world(
    sentence: Span, chances: Mapping[str, float], records: tuple[Record, ...]
) -> tuple[Record, ...]:
    """A sentence's records; of one on a match or a market what is said in it alone, of a made-up story none.

    chances: of each topic, as of `read_topics`.
    """
    topic = max((name for name in chances if name != WORLD), key=lambda name: chances[name])
    if 1 - chances[WORLD] < SURE or (topic == SPORT and _GRAVE.search(sentence.text)):
        return records
    return tuple(one for one in records if isinstance(one, Statement) and topic != FICTION)


def read_topics(pages: Sequence[Page]) -> list[Mapping[str, float]]:
    """The probability of each topic, page by page of one report. A page without neighbours tells too little:
    it counts as of the world.
    """
    topics = load_topics()
    if len(pages) < _LEAST:
        return [{name: float(name == WORLD) for name in topics.names} for _ in pages]
    text = f"{pages[0].report.title or ''}\n{pages[0].report.text}"
    chances = topics.chances(features(np.stack([page.seen.vector for page in pages])))
    for column, name in enumerate(topics.names):
        if name != WORLD and not _OF_TOPIC[name].search(text):
            chances[:, topics.names.index(WORLD)] += chances[:, column]
            chances[:, column] = 0
    return [dict(zip(topics.names, row, strict=True)) for row in chances.tolist()]


@cache
def load_topics() -> Topics:
    """The packaged model."""
    return parse_topics(json.loads(weights().joinpath("topics.json").read_text(encoding="utf-8")))


def parse_topics(table: Mapping[str, Any]) -> Topics:
    """A model from the content of a `topics.json`."""
    return Topics(
        names=tuple(table["topics"]),
        slopes=np.array(table["slopes"], np.float32),
        shifts=np.array(table["shifts"], np.float32),
    )
