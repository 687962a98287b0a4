"""What may come next, and how it turned out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from detente.schema.errors import ForecastError
from detente.schema.ids import set_id
from detente.schema.record import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the coming `horizon_days`.

    asks: quad (any act of that quad), type (any act of that type), count, next (ranked acts) or commitment.
    by, to: country codes or entity ids; None stands for anybody.
    of: the quad, event type or commitment id asked about.
    dataset: whose rows answer it; None stands for what was read.
    """

    kind: ClassVar[str] = "question"
    id: str = field(init=False)
    asks: str
    by: str | None = None
    to: str | None = None
    of: str | None = None
    horizon_days: int
    dataset: str | None = None

    def __post_init__(self) -> None:
        if self.horizon_days < 1:
            raise ForecastError(f"a horizon of {self.horizon_days} days is no horizon")
        set_id(self, self.kind, self.asks, self.by, self.to, self.of, self.horizon_days, self.dataset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """One quantile of a forecast count: P(count <= value) = level."""

    level: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """An answer to a question, made from what was known at `as_of` and from nothing later.

    probability: for yes-or-no questions; quantiles: for counts; exactly one of the two is given.
    base_rate: how often it was so before. inputs: ids of the records it rests on; precedents: of the like.

    Raises: ForecastError when neither or both of probability and quantiles are given.
    """

    kind: ClassVar[str] = "forecast"
    id: str = field(init=False)
    question: Question
    issued_at: datetime
    as_of: datetime
    probability: float | None = None
    quantiles: tuple[Quantile, ...] = ()
    base_rate: float | None = None
    method: str
    inputs: tuple[str, ...] = ()
    precedents: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if (self.probability is None) == (not self.quantiles):
            raise ForecastError("a forecast gives either a probability or quantiles")
        set_id(self, self.kind, self.question.id, self.as_of, self.method, self.inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedAct:
    """One act that may come next, and the probability that it comes within the horizon.

    base_rate: how often it was so before. precedents: ids of the records that show it, the latest last.
    steps: what speaks for it.

    Raises: ForecastError for a probability outside 0..1.
    """

    by: str
    type: str
    to: str
    probability: float
    base_rate: float
    precedents: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.probability <= 1.0:
            raise ForecastError(f"a probability of {self.probability} is no probability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """An answer to a question that asks next: acts, the likeliest first, made from what was known at `as_of`.

    inputs: ids of the records it rests on. steps: how it was learnt, or why it was not.
    """

    kind: ClassVar[str] = "ranking"
    id: str = field(init=False)
    question: Question
    issued_at: datetime
    as_of: datetime
    acts: tuple[RankedAct, ...]
    method: str
    inputs: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        set_id(self, self.kind, self.question.id, self.as_of, self.method, self.inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a forecast turned out. value: 1 or 0, or the count. records: ids that show it."""

    kind: ClassVar[str] = "outcome"
    id: str = field(init=False)
    forecast_id: str
    resolved_at: datetime
    value: float
    records: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        set_id(self, self.kind, self.forecast_id, self.value, self.records)
