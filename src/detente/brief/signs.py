"""The two alerts in words: the signs that raise each, every kind with its record; or what falls short."""

import re
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from detente.brief.citing import Desk
from detente.brief.document import Mark, Sentence
from detente.brief.queries import ask
from detente.brief.words import count, join, number
from detente.crisis.alerts import NAMES
from detente.schema import Assessment, Step

_PART = re.compile(
    r"(?P<label>[^:;]+): (?P<counted>\d+)?(?:the month's arrow)?(?: \((?P<leads>[0-9a-f, ]+)\))?"
)
_LEAST_MARKS = 3  # that are looked for; each label has one before any has two
_WORDS = MappingProxyType(
    {
        "threats made": ("threat", "threats"),
        "threats and deadlines open": ("threat or deadline still open", "threats or deadlines still open"),
        "talks refused or broken off": ("refusal of talks", "refusals of talks"),
        "commitments broken": ("broken commitment", "broken commitments"),
        "levels that fell": ("level that fell", "levels that fell"),
        "agreements": ("agreement", "agreements"),
        "meetings planned": ("meeting planned", "meetings planned"),
        "steps promised": ("step promised", "steps promised"),
        "truces to be kept": ("truce or pull-out agreed", "truces or pull-outs agreed"),
        "concessions": ("concession", "concessions"),
        "contacts": ("contact", "contacts"),
        "commitments kept": ("commitment kept", "commitments kept"),
        "levels that rose": ("level that rose", "levels that rose"),
    }
)
_CHANCES = MappingProxyType(
    {"conflict risk": "conflict risk", "resolution opportunity": "a chance to settle"}
)


def tell_alerts(desk: Desk, found: Assessment) -> Iterator[Sentence]:
    """A sentence for each alert; where there is none, what is on record short of one."""
    for alert in found.alerts:
        signs = _signs(found, alert)
        yield desk.say(
            f"An alert for {alert} is raised by {join(_worded(signs))}", (), *_marks(desk, found, signs)
        )
    if found.alerts:
        return
    short = [text for alert in NAMES if (text := _short(alert, _signs(found, alert)))]
    why = "; ".join(short) or "no two signs of conflict risk or of a chance to settle come together"
    every = [step for alert in NAMES for step in _signs(found, alert)]
    marks = _marks(desk, found, every)
    yield desk.say(f"Neither alert is raised: {why}", (), *marks, ask(desk.material, "alerts"))


def _signs(found: Assessment, alert: str) -> list[Step]:
    return [step for step in found.steps if step.rule == f"alert.{alert}"]


def _short(alert: str, signs: Sequence[Step]) -> str:
    """What is on record of an alert that is not raised; empty where nothing is."""
    if not signs:
        return ""
    told = join(_worded(signs))
    if len(signs) == 1:
        return f"of {_CHANCES[alert]} there is one kind of sign alone, {told}, and an alert needs two"
    return f"of {_CHANCES[alert]} there are signs, {told}, but none looks ahead"


def _worded(signs: Iterable[Step]) -> list[str]:
    """Signs as the findings count them, in words: "threats made: 2 (…)" is "two threats"."""
    return [_phrase(part) for sign in signs for part in _PART.finditer(sign.detail)]


def _phrase(part: re.Match[str]) -> str:
    label = part["label"].strip()
    if label == "forces readied":
        return f"forces made ready {_times(int(part['counted']))}"
    one, many = _WORDS.get(label, (label, label))
    return count(int(part["counted"]), one, many) if part["counted"] else f"{many} (the month's arrow)"


def _times(amount: int) -> str:
    return {1: "once", 2: "twice"}.get(amount, f"{number(amount)} times")


def _marks(desk: Desk, found: Assessment, signs: Iterable[Step]) -> tuple[Mark, ...]:
    """Marks of the records that stand for signs: the latest of each, then the one before."""
    ids = {name[:12]: name for name in found.records}
    parts = [part["leads"] for sign in signs for part in _PART.finditer(sign.detail) if part["leads"]]
    rows = [[ids[lead] for lead in leads.split(", ") if lead in ids] for leads in parts]
    deepest = max(map(len, rows), default=0)
    ranked = [row[place] for place in range(deepest) for row in rows if place < len(row)]
    return desk.marks(
        (record for name in ranked for record in desk.known([name])), most=max(_LEAST_MARKS, len(rows))
    )
