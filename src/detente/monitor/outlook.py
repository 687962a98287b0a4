"""What may come next, from a store: forecasts with their grounds, kept and scored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import permutations, product
from typing import Unpack

import polars as pl

from detente.codebook import Codebook
from detente.codebook import load as load_codebook
from detente.codebook.registry import load_registry
from detente.crisis import keep_ledger
from detente.monitor.file_shelf import fits_of
from detente.monitor.histories import Past, gather_past
from detente.monitor.resolving import ledger_lines, resolved, settle
from detente.monitor.versions import as_believed
from detente.outlook import Backtest, History, backtests, end_of, forecasts
from detente.outlook.forecasting import BASE_RATE
from detente.outlook.history import day_number, day_of
from detente.outlook.keeping import Kept, Line, will_be_kept
from detente.outlook.panel import Dyad, active
from detente.outlook.ranking.acts import next_acts
from detente.outlook.ranking.stored import as_forecasts
from detente.outlook.scoring import Score, score
from detente.schema import Forecast, ForecastError, Outcome, Question, Ranking, Step
from detente.store import About, Bounds, Store
from detente.store.imported import READ

MOST_DYADS = 6  # as many as fit a screen where nobody is named
_LONGEST_DAYS = 366
_OF_RIVALS = ("members", "moved by")  # steps that say what came of fits
_STEP_DAYS = 14


class Outlook:
    """What may come next between some sides, from a store's record as of a moment.

    `forecasts` holds the answers as values, the one to go by first; `frame` shows them as a Polars frame;
    `keep` stores them, and what became of earlier ones; `score` tells how good those were, `backtest` how
    good they would have been.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente import Outlook, Store
    >>> Outlook(Store(Path(tempfile.mkdtemp()) / "record", create=True), about="RUS>UKR")
    Traceback (most recent call last):
        ...
    detente.schema.errors.ForecastError: there is nothing to forecast from: no report is known by then
    """

    def __init__(
        self,
        store: Store,
        about: str | None = None,
        *,
        horizon_days: int = 30,
        dataset: str | None = None,
        type: str | None = None,
        unobserved: str | None = None,
        codebook: Codebook | None = None,
        **bounds: Unpack[Bounds],
    ) -> None:
        """about: "RUS,UKR" for both directions, "RUS>UKR" for one, None: the most active. dataset: imported
        events instead of what was read. type: acts of that type instead of the four quads. unobserved: days
        on which nobody looked, as "7,21" (of each month) or "2024-03-01..2024-03-09". as_of: None for the end
        of the last day on record; recorded_by: as of `Store.show`.

        Raises: InputError for words that make no sense; ForecastError for too short or long a horizon, sides
        that never acted, or where there is nothing to forecast from.
        """
        if not 1 <= horizon_days <= _LONGEST_DAYS:
            raise ForecastError(f"a horizon has 1 to {_LONGEST_DAYS} days, not {horizon_days}")
        self._store, self._codebook = store, codebook or load_codebook()
        self._dataset = None if dataset == READ else dataset
        self._unobserved, self._about, self._type = unobserved, about, type
        self._recorded_by = bounds.get("recorded_by")
        self.past: Past = gather_past(
            store,
            dataset=self._dataset,
            unobserved=unobserved,
            codebook=self._codebook,
            **bounds,
        )
        self.as_of, self.horizon_days = self.past.as_of, horizon_days
        self.history: History = self.past.history.as_of(self.as_of)
        self.dyads = _dyads(self.history, about)
        self._asked = (type,) if type else self.history.quads
        if type and type not in {known.name for known in self._codebook.event_types}:
            raise ForecastError(f"there is no event type {type!r}: `detente codebook` lists them")

    @cached_property
    def forecasts(self) -> tuple[tuple[Forecast, ...], ...]:
        """Of each dyad and each quad or type, whether and how often: each answered by every method, the one
        to go by first; by the base rate alone where there is too little history to say how good a method is.
        """
        questions = [
            Question(asks=asks, by=by, to=to, of=of, horizon_days=self.horizon_days, dataset=self._dataset)
            for by, to in self.dyads
            for of in self._asked
            for asks in ("type" if of in self.history.types else "quad", "count")
        ]
        made = forecasts(self.history, questions=questions, as_of=self.as_of, shelf=fits_of(self._store))
        return tuple(tuple(self._told(one) for one in _to_trust(answers)) for answers in made)

    def _told(self, made: Forecast) -> Forecast:
        """The forecast, with the days on which nobody looked, or may not have looked, among its steps."""
        steps = [Step(rule="gap", detail=note) for note in self.past.notes]
        if self._unobserved is not None:
            steps.append(Step(rule="unobserved", detail=self._unobserved))
        return replace(made, steps=(*made.steps, *steps)) if steps else made

    def next_acts(self, most: int = 10) -> tuple[Ranking, ...]:
        """The acts that are likeliest to come next of each side that `about` lets act; of anybody without it.

        Raises: as `detente.outlook.ranking.acts.next_acts`.
        """
        if self._about is None:
            sides: tuple[tuple[str | None, str | None], ...] = ((None, None),)
        else:
            asked = About.parse(self._about)
            sides = self.dyads if asked.to else tuple((name, None) for name in asked.names)
        return tuple(
            next_acts(
                self.history,
                question=Question(
                    asks="next",
                    by=by,
                    to=to,
                    of=self._type,
                    horizon_days=self.horizon_days,
                    dataset=self._dataset,
                ),
                as_of=self.as_of,
                most=most,
            )
            for by, to in sides
        )

    @cached_property
    def ledger(self) -> tuple[Line, ...]:
        """The commitments on record with what became of them; none where an archive is asked."""
        seen = self.past.seen
        return () if seen is None else ledger_lines(seen, keep_ledger(seen, self._codebook), self._codebook)

    def kept(self, commitment_id: str) -> Kept:
        """Whether a commitment will be kept, or a planned meeting take place. Raises: as `will_be_kept`."""
        return will_be_kept(self.ledger, commitment_id, as_of=self.as_of, horizon_days=self.horizon_days)

    @property
    def frame(self) -> pl.DataFrame:
        """One row a question and method: by, to, of, asks, method, probability, quantiles, base_rate."""
        rows = [
            {
                "forecast_id": one.id,
                "by": one.question.by,
                "to": one.question.to,
                "of": one.question.of,
                "asks": "count" if one.question.asks == "count" else "any",
                "method": one.method,
                "probability": one.probability,
                **{f"q{q.level * 100:02.0f}": q.value for q in one.quantiles},
                "base_rate": one.base_rate,
            }
            for answers in self.forecasts
            for one in answers
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    def keep(self, *, issued_at: datetime) -> tuple[int, int]:
        """Store the forecasts, and how earlier ones turned out; how many of each are new. issued_at: now."""
        return self.keep_only([one for answers in self.forecasts for one in answers], issued_at=issued_at)

    def keep_only(self, made: Sequence[Forecast], *, issued_at: datetime) -> tuple[int, int]:
        """As `keep`, but these forecasts, such as those of commitments; or none."""
        issued = [replace(one, issued_at=issued_at) for one in made]
        return self._store.add_outlook(issued, self.settled(), recorded_at=issued_at)

    def keep_ranked(self, rankings: Sequence[Ranking], *, issued_at: datetime) -> tuple[int, int]:
        """As `keep`, but ranked acts: each says that it comes within the horizon."""
        return self.keep_only(
            [self._told(one) for ranking in rankings for one in as_forecasts(ranking)], issued_at=issued_at
        )

    def settled(self) -> tuple[Outcome, ...]:
        """What became of earlier forecasts on this dataset that the store does not know yet."""
        return settle(self._store, self.past, dataset=self._dataset, ledger=lambda: self.ledger)

    def score(self, *, horizon_days: int | None = None) -> Score:
        """How good the stored forecasts on this dataset were, as far as their outcomes are stored: those on
        the sides and of the type that the outlook is about, all where it names none; over every horizon, or
        the one that is given here.
        """
        found = resolved(self._store, as_of=self.as_of, dataset=self._dataset)
        return score([one for one in found if self._is_on(one.forecast.question, horizon_days)])

    def _is_on(self, asked: Question, horizon_days: int | None) -> bool:
        """Whether a stored question is about the sides and the type asked about, over that horizon."""
        if horizon_days not in (None, asked.horizon_days) or self._type not in (None, asked.of):
            return False
        if self._about is None:
            return True
        about = About.parse(self._about)
        if about.to or len(about.names) > 1:
            return (asked.by, asked.to) in self.dyads
        return about.names[0] in (asked.by, asked.to)

    def backtest(self, *, folds: int = 20, most: int = 20) -> tuple[Backtest, ...]:
        """The same questions asked again through the past, one Backtest a quad or type, every 14 days, each
        time of the incidents as they were put together by then.

        folds: moments to ask at. most: dyads, the most active before the first of them, where nobody is
        named.

        Raises: ForecastError when the record is too short.
        """
        last = day_number(self.history.last_day) - self.horizon_days + 1
        # the first moments teach how to combine: they come on top
        extra = 3 + -(-self.horizon_days // _STEP_DAYS)
        starts = tuple(last - _STEP_DAYS * back for back in range(folds + extra - 1, -1, -1))
        starts = tuple(start for start in starts if start > day_number(self.history.first_day))
        if not starts:
            raise ForecastError(f"the record is too short for a backtest of {self.horizon_days} days ahead")
        history = as_believed(
            self._store,
            self.past,
            [end_of(day_of(start - 1)) for start in starts],
            codebook=self._codebook,
            recorded_by=self._recorded_by,
        )
        dyads: tuple[Dyad, ...] = self.dyads
        if self._about is None:
            dyads = active(history.as_of(end_of(day_of(starts[0] - 1))), most) or dyads
        return backtests(history, of=self._asked, horizon_days=self.horizon_days, dyads=dyads, starts=starts)


def _to_trust(answers: tuple[Forecast, ...]) -> tuple[Forecast, ...]:
    """The answers to one question; where the base rate is the one to go by, it alone, and without what its
    rivals say: nothing tells yet how good these are.
    """
    best = answers[0]
    if not best.method.startswith(BASE_RATE):
        return answers
    return (replace(best, steps=tuple(step for step in best.steps if step.rule not in _OF_RIVALS)),)


def _dyads(history: History, about: str | None) -> tuple[tuple[str, str], ...]:
    """The directed dyads that `about` means; the most active where it names none or one side.

    Raises: InputError and ForecastError where it names no two sides on record.
    """
    busiest = tuple((by, to) for by, to in active(history, len(history.actors) ** 2) if by and to)
    if about is None:
        return busiest[:MOST_DYADS]
    asked = About.parse(about)
    for name in (*asked.names, *asked.to):
        if name not in history.actors:
            raise ForecastError(
                f"no act by or upon {name!r} is on record; {_instead(name, history, busiest)}"
            )
    if len(asked.names) == 1 and not asked.to:
        return tuple(dyad for dyad in busiest if asked.names[0] in dyad)[:MOST_DYADS]
    pairs = product(asked.names, asked.to) if asked.to else permutations(dict.fromkeys(asked.names), 2)
    found = tuple((by, to) for by, to in pairs if by != to)
    if not found:
        raise ForecastError(f"{about!r} names one side twice: acts are forecast of one side upon another")
    return found


def _instead(name: str, history: History, busiest: Sequence[tuple[str, str]]) -> str:
    """Whom the name may stand for in the registry or in another case, or else the busiest sides."""
    meant = [one for one in history.actors if one.casefold() == name.casefold()]
    meant += [found.entry.id for found in load_registry().lookup(name, any_case=True)]
    there = [one for one in dict.fromkeys(meant) if one in history.actors]
    if there:
        return f"did you mean {' or '.join(there)}?"
    return f"the busiest sides are {', '.join(dict.fromkeys(by for by, _ in busiest[:12]))}"
