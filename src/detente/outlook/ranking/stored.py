"""Ranked acts as forecasts: each says that an act comes within the horizon, and is scored like any other."""

from detente.outlook.ranking.acts import BASE_RATE
from detente.schema import Forecast, Question, Ranking, Step

RANKED = "ranked"  # the step by which such forecasts are told from others
USUAL = "act's base rate"  # the method of the rival beside each
_VERSION = "1"


def as_forecasts(ranking: Ranking) -> tuple[Forecast, ...]:
    """Of each act what the ranking says and what its base rate says; the latter alone where the ranking has
    nothing but base rates.
    """
    asked = ranking.question
    whose = f"acts of {asked.by or 'anybody'} upon {asked.to or 'anybody'}"
    plain = ranking.method.startswith(BASE_RATE)
    made = []
    for place, act in enumerate(ranking.acts, start=1):
        question = Question(
            asks="type",
            by=act.by,
            to=act.to,
            of=act.type,
            horizon_days=asked.horizon_days,
            dataset=asked.dataset,
        )
        step = Step(rule=RANKED, detail=f"{place} of {len(ranking.acts)} {whose}")
        said = [(act.base_rate, f"{USUAL} {_VERSION}")]
        if not plain:
            said.insert(0, (act.probability, ranking.method))
        made += [
            Forecast(
                question=question,
                issued_at=ranking.issued_at,
                as_of=ranking.as_of,
                probability=probability,
                base_rate=act.base_rate,
                method=method,
                inputs=act.precedents,
                precedents=act.precedents,
                steps=(step, *act.steps, *ranking.steps),
            )
            for probability, method in said
        ]
    return tuple(made)
