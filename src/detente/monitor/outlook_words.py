"""Forecasts in words: what a person would say of one, with its grounds."""

import re
from collections.abc import Sequence

from detente.outlook.asking import window_of
from detente.outlook.backtest import CALIBRATED
from detente.outlook.forecasting import BASE_RATE
from detente.outlook.keeping import LEAST_SETTLED, Kept
from detente.schema import Forecast, Outcome, Question, RankedAct, Ranking

_WIDE = 12
_EVEN = 0.05  # a difference to the base rate that is not worth a word
_LEAST, _MOST = 0.01, 0.99  # beyond which two digits would call something certain
_SHORT = "too little history"  # the rule of the step that says why the base rate is the answer
_INTERVAL = re.compile(r"90 % interval[^\d]*(\d+\.\d+)\.\.(\d+\.\d+)")
_ONE = re.compile(
    r"(?<![\d.,])1 (past )?(act|day|dyad|fold|forecast|window)s\b(?: (before the window) were\b)?"
)
_OWN = re.compile(r"\bits own ([^,]+?) x(?=\d)")
_OTHERS = re.compile(r"\bthe other side's ([^,]+?) x(?=\d)")
_LOWER = re.compile(r"( over \d+ past folds?)(?=:)")


def method_of(made: Forecast) -> str:
    """The method without its version."""
    return named(made.method.rsplit(" ", 1)[0])


def named(method: str) -> str:
    """A method as it is shown: without a comma, which would divide it in a list."""
    return method.replace(CALIBRATED, "combined (isotonic)")


def is_usual(made: Forecast) -> bool:
    """Whether the base rate is the answer, because there was too little history for another."""
    return method_of(made) == BASE_RATE


def number_of(number: int, noun: str) -> str:
    """A number of things: 1 act, 2 acts, 1,000 acts."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def plain(text: str, asked: Question | None = None) -> str:
    """A step's detail as a person would say it: one is singular, of scores it is told that lower is better,
    and the sides of a question have their names.
    """
    text = _LOWER.sub(r"\1 (lower is better)", _ONE.sub(_singular, named(text)))
    if asked is None:
        return text
    by, to = asked.by or "anybody", asked.to or "anybody"
    text = text.replace("its first side's acts to all", f"{by}'s acts upon anybody")
    text = text.replace("acts of all to its second side", f"acts of anybody upon {to}")
    text = text.replace("its own acts of this kind", f"{by}'s acts of this kind upon {to}")
    text = _OWN.sub(lambda found: f"{by}'s {found[1]} upon {to} x", text)
    return _OTHERS.sub(lambda found: f"{to}'s {found[1]} upon {by} x", text)


def _singular(found: re.Match[str]) -> str:
    past, noun, verb = found.groups()
    return f"1 {past or ''}{noun}{f' {verb} was' if verb else ''}"


def detail(made: Forecast, rule: str) -> tuple[str, ...]:
    """What the steps of a rule say, in words."""
    return tuple(plain(step.detail, made.question) for step in made.steps if step.rule == rule)


def share(probability: float) -> str:
    """A probability in two digits; the ends are never certain."""
    if probability < _LEAST:
        return f"<{_LEAST}"
    return f">{_MOST}" if probability > _MOST else f"{probability:.2f}"


def in_hundred(probability: float) -> str:
    """A probability as a share of a hundred cases, the same as in two digits; the ends are never certain."""
    digits = share(probability)
    words = {"<": "less than ", ">": "more than "}.get(digits[0], "")
    return f"{words}{round(100 * float(digits.lstrip('<>')))} in 100"


def base_interval(made: Forecast) -> str:
    """The 90 % interval of the base rate, in two digits; empty where the steps tell none."""
    found = next((hit for text in detail(made, "base rate") if (hit := _INTERVAL.search(text))), None)
    return "" if found is None else f"{share(float(found[1]))} to {share(float(found[2]))}"


def note_of(chosen: Sequence[Forecast]) -> str | None:
    """One line on the answers that are base rates; None where none is."""
    whys = dict.fromkeys(why for made in chosen if is_usual(made) for why in detail(made, _SHORT))
    return f"method {BASE_RATE}: {_SHORT}, {'; '.join(whys)}" if whys else None


def said(made: Forecast) -> str:
    """The answer as a sentence without its end."""
    if made.probability is not None:
        return in_hundred(made.probability)
    by_level = {quantile.level: quantile.value for quantile in made.quantiles}
    median = plain(f"{by_level[0.5]:g} acts")
    return f"{median}, nine times in ten {by_level[0.05]:g} to {by_level[0.95]:g}"


def against_usual(made: Forecast) -> str:
    """How the answer stands to what is usual."""
    if is_usual(made):
        return f"{_SHORT}: the {BASE_RATE}"
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
        *_methods(rivals),
        *(_line("tried", text) for text in detail(chance, "backtest")),
        *(_line("note", f"{_SHORT}: {text}") for text in detail(chance, _SHORT)),
        *(_line("note", text) for text in detail(chance, "stale")),
    ]
    return tuple(lines)


def _methods(rivals: Sequence[Forecast]) -> tuple[str, ...]:
    """What each method says, where there are several."""
    others = [f"{method_of(one)} {share(one.probability)}" for one in rivals if one.probability is not None]
    if len(others) < 2:
        return ()
    return (_line("methods", f"{', '.join(others)} (the first is the one to go by)"),)


def explain_ranking(found: Ranking) -> tuple[str, ...]:
    """Whose acts are ranked, over which days, by which method, and how it was learnt or why it was not:
    lines.
    """
    asked = found.question
    whom = f" upon {asked.to}" if asked.to else ""
    head = (
        f"next acts of {asked.by or 'anybody'}{whom} within {number_of(asked.horizon_days, 'day')}, as of "
        f"{found.as_of:%Y-%m-%d} ({found.method.rsplit(' ', 1)[0]})"
    )
    steps = (
        f"  {step.rule:<{_WIDE + 3}}{plain(step.detail)}"
        if step.rule != _SHORT
        else _line("note", f"{_SHORT}: {plain(step.detail)}")
        for step in found.steps
    )
    return (head, *steps)


def explain_ranked(act: RankedAct) -> str:
    """What speaks for an act that may come next."""
    return "; ".join(plain(step.detail) for step in act.steps)


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
    numbered = enumerate(made.steps, start=1)
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
        *(f"  {number}. {step.rule}: {plain(step.detail, asked)}" for number, step in numbered),
        "",
        f"Rests on {number_of(len(made.inputs), 'record')}{': ' if made.inputs else ''}"
        + ", ".join(name[:_WIDE] for name in made.inputs),
    ]
    if outcome is not None and outcome.records:
        lines.append(f"Shown by {', '.join(name[:_WIDE] for name in outcome.records)}")
    return "\n".join(lines) + "\n"
