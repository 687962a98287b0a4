"""Whether a commitment will be kept: how often those of its kind were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from detente.outlook.forecasting import CHOSEN
from detente.outlook.intervals import rate_interval
from detente.schema import Forecast, ForecastError, Question, Step

METHOD = "commitments of its kind 1"
LEAST_SETTLED = 5  # below which a share says nothing: its 90 % interval spans two thirds
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the ledger. kind: vow, pledge, planned meeting ... by: sides that must act.

    state: of its Standing. said_at: known since. records: ids that show the state. text: where it was read.
    """

    commitment_id: str
    kind: str
    by: tuple[str, ...]
    state: str
    said_at: datetime
    records: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How commitments of one kind ended, and what that says of one of them.

    share, low, high: of those kept among those settled, with a 90 % interval. forecast: None where too few
    were settled, or it is settled itself.
    """

    line: Line
    kept: int
    broken: int
    lapsed: int
    running: int
    share: float
    low: float
    high: float
    forecast: Forecast | None

    @property
    def settled(self) -> int:
        return self.kept + self.broken

    @property
    def heard_of(self) -> float:
        """The part of those over whose end was told; of the others nobody knows."""
        return self.settled / max(1, self.settled + self.lapsed)


def will_be_kept(ledger: Sequence[Line], commitment_id: str, *, as_of: datetime, horizon_days: int) -> Kept:
    """Ask whether one commitment will be kept, from those of its kind that were settled by `as_of`.

    Lapsed and superseded ones say nothing of whether such commitments are kept; they are counted beside.

    Raises: ForecastError when no commitment, or more than one, has an id that begins so.
    """
    found = [line for line in ledger if line.commitment_id.startswith(commitment_id)]
    if len(found) != 1:
        raise ForecastError(
            f"{len(found) or 'no'} commitments in the ledger have an id that begins with {commitment_id!r}"
        )
    line = found[0]
    alike = [one for one in ledger if one.kind == line.kind and one is not line]
    kept = [one for one in alike if one.state == "kept"]
    broken = [one for one in alike if one.state == "broken"]
    share, low, high = rate_interval(len(kept), len(kept) + len(broken))
    lapsed = sum(one.state == "lapsed" for one in alike)
    open_now = line.state in ("open", "due soon")
    made = None
    if open_now and len(kept) + len(broken) >= LEAST_SETTLED:
        detail = (
            f"{share:.3f}, 90 % interval {low:.3f}..{high:.3f}: of {line.kind}s on record {len(kept)} were "
            f"kept, {len(broken)} broken; {lapsed} lapsed without evidence"
        )
        latest = sorted((*kept, *broken), key=lambda one: (one.said_at, one.commitment_id))[-_SHOWN:]
        alike_steps = tuple(
            Step(rule="precedent", detail=f"{one.said_at:%Y-%m-%d}: {one.state}: {one.commitment_id[:12]}")
            for one in latest
        )
        question = Question(asks="commitment", of=line.commitment_id, horizon_days=horizon_days)
        made = Forecast(
            question=question,
            issued_at=as_of,
            as_of=as_of,
            probability=share,
            base_rate=share,
            method=METHOD,
            inputs=(line.commitment_id,),
            precedents=tuple(one.commitment_id for one in latest),
            steps=(Step(rule="base rate", detail=detail), *alike_steps, CHOSEN),
        )
    return Kept(
        line=line,
        kept=len(kept),
        broken=len(broken),
        lapsed=lapsed,
        running=sum(one.state in ("open", "due soon") for one in alike),
        share=share,
        low=low,
        high=high,
        forecast=made,
    )
