"""Claims about counts: who says how many, and whether two counts exclude each other or one grew."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from math import inf
from operator import itemgetter

from detente.crisis.following import Grouped
from detente.crisis.known import Known
from detente.crisis.recall import Findings, Ground, Recall
from detente.crisis.telling import ground, tell
from detente.crisis.verdict import judge
from detente.schema import Claim, Figure

METHOD = "claims.counts/1"
# A toll that is higher half a day later has grown; within the same half day two counts are two accounts.
_GROWS_AFTER = timedelta(hours=12)
_GROWING = frozenset({"killed", "injured", "missing", "displaced", "detained", "released", "deployed"})


_Key = tuple[str, str, str]  # incident, quantity, unit
_Counted = tuple[_Key, Figure, Ground]


def count_claims(seen: Known, recall: Recall | None = None) -> tuple[Claim, ...]:
    """One claim for what is counted in each incident: what most origins say of it, against the others.

    recall: of earlier drawings.
    """
    return (recall or Recall()).find(("counts",), (), _Counts).follow(seen)


class _Counts:
    """The claims on counts, made anew for what somebody counts anew."""

    def __init__(self) -> None:
        self._counted: Grouped[_Counted, _Key] = Grouped(itemgetter(0))
        self._claims: Findings[_Key, Claim] = Findings()

    def follow(self, seen: Known) -> tuple[Claim, ...]:
        """The claims on what is known to be counted, in order of first telling."""
        self._counted.advance(
            ((incident, figure.quantity, figure.unit), figure, ground(seen, figure))
            for figure in seen.figures
            if (incident := seen.incidents.get(figure.event or "")) is not None
            and (figure.low is not None or figure.high is not None)
        )
        counted = self._counted.groups
        for key in self._counted.changed():
            told = tuple(counted.get(key, ()))
            if told:
                self._claims.find(key, told, partial(_claim, seen, key, [figure for _, figure, _ in told]))
            else:
                self._claims.drop(key)
        return tuple(self._claims[key] for key in counted)


def _claim(seen: Known, key: tuple[str, str, str], figures: Sequence[Figure]) -> Claim:
    """The count that holds is the one that fits most origins; the later known where several fit as many."""
    current = _current(seen, figures)
    origins = [(tell(seen, figure, asserts=True).origin, figure) for figure in current]
    support = [len({origin for origin, other in origins if fits(figure, other)}) for figure in current]
    best = max(range(len(current)), key=lambda number: (support[number], number))
    holds = current[best]
    rivals = {figure.id for figure in current if not fits(figure, holds)}
    kept = [figure for figure in figures if fits(figure, holds) or figure.id in rivals]
    tellings = [tell(seen, figure, asserts=figure.id not in rivals) for figure in kept]
    words = f"{key[1]} {_bounds(holds)} {key[2]} in {key[0]}"
    return judge(words, tellings, interested=frozenset(), method=METHOD)


def _current(seen: Known, figures: Sequence[Figure]) -> list[Figure]:
    """The counts that still stand: each origin's last, less those that a later and higher one outgrew."""
    last: dict[str, Figure] = {}
    for figure in figures:
        last[tell(seen, figure, asserts=True).origin] = figure
    standing = sorted(last.values(), key=lambda figure: (figure.grounds.known_at, figure.id))
    return [one for one in standing if not any(_outgrown(one, other) for other in standing)]


def _outgrown(figure: Figure, other: Figure) -> bool:
    if figure.quantity not in _GROWING or figure.high is None or other.low is None:
        return False
    later = other.grounds.known_at - figure.grounds.known_at >= _GROWS_AFTER
    return later and other.low > figure.high


def fits(figure: Figure, other: Figure) -> bool:
    """Whether two counts can both be right. An open end reaches as far as needed."""
    low = max(_low(figure), _low(other))
    return low <= min(_high(figure), _high(other))


def _low(figure: Figure) -> float:
    return -inf if figure.low is None else figure.low


def _high(figure: Figure) -> float:
    return inf if figure.high is None else figure.high


def _bounds(figure: Figure) -> str:
    if figure.low == figure.high:
        return f"{figure.low:g}"
    if figure.high is None:
        return f"{figure.low:g} or more"
    return f"up to {figure.high:g}" if figure.low is None else f"{figure.low:g} to {figure.high:g}"
