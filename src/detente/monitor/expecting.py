"""What a brief says of the days to come: the forecasts that the store holds, and how such forecasts did."""

from collections.abc import Iterator
from datetime import datetime

from detente.brief import Expectation, Outlook, Score
from detente.brief.names import Names
from detente.crisis import Picture
from detente.monitor.resolving import resolved, stored
from detente.outlook.forecasting import CHOSEN
from detente.outlook.scoring import TO_GO_BY, score
from detente.schema import Forecast
from detente.store import Store

_MOST = 6  # a brief is no table: the questions whose answer lies furthest from what is usual
_REFERENCE = "climatology"
_NO_MORE = "base rate"  # the method of an answer from too little history: no news


def expected(store: Store, picture: Picture, *, since: datetime, dataset: str | None) -> Outlook | None:
    """The forecasts made of the period's record on the sides that the picture is about, with their scores.

    None where `detente outlook` was not asked in the period. Of several on one question the latest counts.
    """
    latest: dict[str, Forecast] = {}
    for one in sorted(stored(store, as_of=picture.as_of), key=lambda one: (one.as_of, one.id)):
        if since < one.as_of <= picture.as_of and _fits(one, picture, dataset):
            latest[one.question.id] = one
    if not latest:
        return None
    far = sorted(latest.values(), key=lambda one: (-_gap(one), one.question.id))[:_MOST]
    names = Names.of(picture)
    return Outlook(
        expectations=tuple(_expectation(one, names) for one in far),
        scores=tuple(_scores(store, picture.as_of, dataset)),
    )


def _fits(one: Forecast, picture: Picture, dataset: str | None) -> bool:
    """Whether a forecast is one to go by, of the asked dataset, and on those whom the picture is about."""
    asked, about = one.question, {*picture.about, *picture.towards}
    between = asked.by is not None and asked.to is not None and (not about or {asked.by, asked.to} <= about)
    answers = CHOSEN in one.steps and one.probability is not None and not one.method.startswith(_NO_MORE)
    return answers and asked.dataset == dataset and between


def _gap(one: Forecast) -> float:
    return abs((one.probability or 0.0) - (one.base_rate or 0.0))


def _expectation(one: Forecast, names: Names) -> Expectation:
    asked = one.question
    by, to = (names.party(side or "") for side in (asked.by, asked.to))
    return Expectation(
        words=f"{asked.of} by {by} towards {to}",
        horizon_days=asked.horizon_days,
        probability=one.probability,
        base_rate=one.base_rate,
        inputs=one.inputs,
    )


def _scores(store: Store, as_of: datetime, dataset: str | None) -> Iterator[Score]:
    """How those to go by did so far beside past frequency, for each horizon that both answered."""
    rows = [row for row in score(resolved(store, as_of=as_of, dataset=dataset)).rows if row.brier]
    usual = {row.horizon_days: row for row in rows if row.method == _REFERENCE}
    for row in rows:
        other = usual.get(row.horizon_days)
        if row.method == TO_GO_BY and row.brier and other and other.brier:
            yield Score(
                words=f"what comes within {row.horizon_days} days",
                forecasts=row.forecasts,
                score=row.brier.value,
                base_score=other.brier.value,
            )
