"""Forecasts in words: what a person would say of one, with its grounds."""

from collections.abc import Sequence

from detente.outlook.asking import window_of
from detente.outlook.keeping import LEAST_SETTLED, Kept
from detente.schema import Forecast, Outcome

_WIDE = 12
_EVEN = 0.05  # a difference to the base rate that is not worth a word


def method_of(made: Forecast) -> str:
    """The method without its version."""
    return made.method.rsplit(" ", 1)[0]


def detail(made: Forecast, rule: str) -> tuple[str, ...]:
    """What the steps of a rule say."""
    return tuple(step.detail for step in made.steps if step.rule == rule)


def share(probability: float) -> str:
    """A probability in two digits; the ends are never certain."""
    return (
        f"{probability:.2f}" if 0.005 <= probability <= 0.995 else ("<0.01" if probability < 0.5 else ">0.99")
    )


def in_hundred(probability: float) -> str:
    """A probability as a share of a hundred cases; the ends are never certain."""
    if probability < 0.01:
        return "less than 1 in 100"
    if probability > 0.99:
        return "more than 99 in 100"
    return f"{100 * probability:.0f} in 100"


def said(made: Forecast) -> str:
    """The answer as a sentence without its end."""
    if made.probability is not None:
        return in_hundred(made.probability)
    by_level = {quantile.level: quantile.value for quantile in made.quantiles}
    return f"{by_level[0.5]:g} acts, nine times in ten {by_level[0.05]:g} to {by_level[0.95]:g}"


def against_usual(made: Forecast) -> str:
    """How the answer stands to what is usual."""
    if made.probability is None or made.base_rate is None:
        return ""
    gap = made.probability - made.base_rate
    if abs(gap) < _EVEN:
        return "about as usual"
    return "more likely than usual" if gap > 0 else "less likely than usual"


def explain(chance: Forecast, count: Forecast, rivals: Sequence[Forecast]) -> tuple[str, ...]:
    """What will happen with which probability, what is usual, what moved it, rivals, precedents: lines.

    chance, count: the answers to go by to whether and how often; rivals: to whether, that one among them.
    """
    first, last = window_of(chance)
    who = f"{chance.question.by or 'anybody'} → {chance.question.to or 'anybody'}"
    usual = against_usual(chance)
    lines = [
        f"{who}, {chance.question.of}, {first} to {last}: {said(chance)}{f', {usual}' if usual else ''}.",
        _line("how many", said(count)),
        *(_line("base rate", text) for text in detail(chance, "base rate")),
        *(_line("moved by", text) for text in detail(chance, "moved by")),
        *(_line("precedent", text) for text in detail(chance, "precedent")),
    ]
    others = ", ".join(
        f"{method_of(one)} {share(one.probability)}" for one in rivals if one.probability is not None
    )
    lines.append(_line("methods", f"{others} (the first is the one to go by)"))
    lines += [_line("tried", text) for text in detail(chance, "backtest")]
    lines += [_line("note", f"too little history: {text}") for text in detail(chance, "too little history")]
    lines += [_line("note", text) for text in detail(chance, "stale")]
    return tuple(lines)


def explain_kept(found: Kept) -> tuple[str, ...]:
    """Whether a commitment will be kept, or that too few of its kind were settled: lines."""
    line = found.line
    counted = (
        f"{line.kind}s on record: {found.kept} kept, {found.broken} broken, {found.lapsed} lapsed without "
        f"evidence, {found.running} still run"
    )
    head = f"{line.kind} {line.commitment_id[:_WIDE]} of {', '.join(line.by) or 'unknown'}: {line.state}"
    said_in = [_line("said", f"{line.said_at:%Y-%m-%d}: {' '.join(line.text.split())}")] if line.text else []
    if found.forecast is not None and found.forecast.probability is not None:
        chance = in_hundred(found.forecast.probability)
        interval = f"90 % interval {found.low:.2f} to {found.high:.2f}"
        lines = [f"{head}. If its end is told, it will have been kept: {chance}, {interval}.", *said_in]
        lines += [_line("base rate", counted), _line("told", _heard_of(found))]
        lines += [_line("precedent", text) for text in detail(found.forecast, "precedent")]
        return tuple(lines)
    if line.state not in ("open", "due soon"):
        over = "It lapsed: nobody told of its end." if line.state == "lapsed" else "It is settled."
        return (f"{head}. {over} There is nothing to foretell.", *said_in, _line("base rate", counted))
    few = f"too few of its kind were settled to say ({found.settled}; {LEAST_SETTLED} are needed)"
    return (f"{head}. Will it be kept? {few}.", *said_in, _line("base rate", counted))


def _heard_of(found: Kept) -> str:
    """How far a share of the settled ones reaches: what is kept is told more readily than what is not."""
    ends = f"the end of {in_hundred(found.heard_of)} of those that are over"
    low = found.kept / max(1, found.settled + found.lapsed)
    high = (found.kept + found.lapsed) / max(1, found.settled + found.lapsed)
    return f"{ends}; were all others broken, {in_hundred(low)} were kept, were all kept, {in_hundred(high)}"


def _line(name: str, text: str) -> str:
    return f"  {name:<{_WIDE}}{text}"


def explain_stored(made: Forecast, outcome: Outcome | None) -> str:
    """Tell in plain text what a stored forecast said, from what, and how it turned out."""
    first, last = window_of(made)
    asked = made.question
    what = f"{asked.of}, kept or not" if asked.asks == "commitment" else f"{asked.of}, {asked.asks}"
    lines = [
        f"forecast {made.id}",
        "",
        _line("question", f"{asked.by or 'anybody'} → {asked.to or 'anybody'}: {what}"),
        _line("window", f"{first} to {last}"),
        _line("dataset", asked.dataset or "what was read"),
        _line("answer", said(made)),
        _line("base rate", "unknown" if made.base_rate is None else f"{made.base_rate:.3f}"),
        _line("method", made.method),
        _line("as of", f"{made.as_of:%Y-%m-%d %H:%M} UTC, issued {made.issued_at:%Y-%m-%d %H:%M} UTC"),
        _line("outcome", "not resolved" if outcome is None else f"{outcome.value:g}"),
        "",
        "Steps",
        *(f"  {number}. {step.rule}: {step.detail}" for number, step in enumerate(made.steps, start=1)),
        "",
        f"Rests on {len(made.inputs)} records{': ' if made.inputs else ''}"
        + ", ".join(name[:_WIDE] for name in made.inputs),
    ]
    if outcome is not None and outcome.records:
        lines.append(f"Shown by {', '.join(name[:_WIDE] for name in outcome.records)}")
    return "\n".join(lines) + "\n"
