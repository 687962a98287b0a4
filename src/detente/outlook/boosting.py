"""The learned forecaster: gradient boosting on top of the autoregression, all dyads and quads together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outlook.history import Floats
from detente.outlook.logistic import expit
from detente.outlook.looks import Looks
from detente.outlook.members import Fitted, Prediction, inside, table_of
from detente.outlook.panel import Panel

_ROUNDS = 150
_PARAMETERS = {
    "objective": "binary",
    "num_leaves": 7,
    "learning_rate": 0.03,
    "min_data_in_leaf": 300,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "max_bin": 63,
    "seed": 0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
_MOST_ROWS = 80_000  # windows of dyads that are learnt from; more of them overlap more and teach little
_LEAST_ROWS = 1_000  # below which a leaf of 300 holds nearly a third of all: nothing is learnt


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Past windows of one target, and what the autoregression makes of them."""

    looks: Looks
    fitted: Fitted
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boosted:
    """model: LightGBM's own text, or "" where there was too little to learn from."""

    model: str


def fit_boosted(lessons: Sequence[Lesson]) -> Boosted:
    """Learn what the autoregressions miss, from the windows of all targets together.

    Trees start from the autoregression's log odds, so that with little to learn they say what it says.
    Source: gradient boosting, Friedman (2001), Annals of Statistics 29(5), section 4.5; LightGBM, Ke et al.
    (2017), Advances in Neural Information Processing Systems 30.
    """
    import lightgbm

    tables, starts, came = [], [], []
    for lesson in lessons:
        used = lesson.looks.use.T
        logits = lesson.fitted.logits(*table_of(lesson.looks, lesson.asked))
        tables.append(np.column_stack([_columns(lesson.looks.rates, lesson.asked)[used], logits]))
        starts.append(logits)
        came.append(lesson.looks.count.T[used] > 0)
    rows, logits, happened = np.concatenate(tables), np.concatenate(starts), np.concatenate(came)
    step = -(-len(rows) // _MOST_ROWS)
    if len(rows) < _LEAST_ROWS or happened.all() or not happened.any():
        return Boosted(model="")
    data = lightgbm.Dataset(
        rows[::step].astype(np.float32),
        label=happened[::step].astype(np.float64),
        init_score=logits[::step].copy(),
    )
    return Boosted(model=lightgbm.train(_PARAMETERS, data, _ROUNDS).model_to_string())


def boosted(
    boost: Boosted,
    panels: Sequence[Panel],
    rates: Sequence[Floats],
    simple: Sequence[tuple[Prediction, ...]],
    logits: Sequence[Floats],
) -> tuple[Prediction, ...]:
    """What the trees say of each target; counts are those of the autoregression.

    rates: (D, 4 + 2Q, H) of each target's panel. simple: of each target what the simple forecasters say, the
    autoregression last; logits: (D,) its log odds.
    """
    import lightgbm

    booster = lightgbm.Booster(model_str=boost.model) if boost.model else None
    found = []
    for panel, now, said, before in zip(panels, rates, simple, logits, strict=True):
        moved = np.zeros_like(before)
        if booster is not None:
            columns = _columns(now[None], panel.asked, panel.pooled)[0]
            rows = np.column_stack([columns, before]).astype(np.float32)
            moved = np.asarray(booster.predict(rows, raw_score=True), dtype=np.float64)
        counts = said[-1]
        found.append(
            Prediction(probability=inside(expit(before + moved)), mean=counts.mean, size=counts.size)
        )
    return tuple(found)


def _columns(rates: Floats, asked: int, pooled: int | None = None) -> Floats:
    """(S, D, F) what trees look at: rates (S, D, 4 + 2Q, H) as logarithms, the same place for every target.

    The act itself, days with it, its first side's acts to all, those of all to its second side, what the
    other side does of its kind, all acts either way, each quad either way, how the rate changed, and how the
    mean of the first `pooled` dyads did.
    """
    logs = np.log(rates)
    windows, dyads, series, _ = rates.shape
    quads = (series - 4) // 2
    own, theirs = rates[:, :, 4 : 4 + quads], rates[:, :, 4 + quads :]
    usual = np.log(rates[:, :pooled, 0].mean(axis=1))
    drift = np.stack(
        [usual[:, 1] - usual[:, 3], usual[:, 0] - usual[:, 2], usual[:, 2] - usual[:, 4]], axis=1
    )
    parts = (
        *(logs[:, :, place] for place in range(4)),
        logs[:, :, 4 + quads + asked],
        np.log(own.sum(axis=2)),
        np.log(theirs.sum(axis=2)),
        *(logs[:, :, 4:, half_life] for half_life in (1, 3)),
        logs[:, :, 0, :-1] - logs[:, :, 0, 1:],
        np.broadcast_to(drift[:, None], (windows, dyads, drift.shape[1])),
        np.full((windows, dyads, 1), float(asked)),
    )
    return np.concatenate(parts, axis=2)
