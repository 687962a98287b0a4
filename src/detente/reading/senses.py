"""Words that mean one thing in a report of arms and another in one of work: a strike."""

import re
from dataclasses import replace

from detente.reading.drafts import Draft
from detente.reading.page import Page

_STRIKE = frozenset(("strike", "strikes"))
_ARMS = re.compile(
    r"\b(?:missiles?|rockets?|drones?|air(?: |-)?strikes?|bomb(?:s|ed|ing|ings|ardment)?|shell(?:s|ed|ing)|"
    r"artillery|howitzers?|mortars?|warplanes?|fighter jets?|warheads?|air raids?)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:unions?|(?<!aid )(?<!health )(?<!relief )(?<!rescue )workers?|labou?r|walk-?outs?|wages?|salaries|"
    r"employees?|employers?|on strike|strikers?|teachers?|miners?|dockers?|stay-?aways?|"
    r"(?:general|hunger|sit-down|rail|transport|port|nationwide|warning|students['’]?) strikes?)\b",
    re.IGNORECASE,
)


def as_meant(page: Page, draft: Draft) -> Draft:
    """A strike as an attack, in a report that speaks of weapons and nowhere of work."""
    report = page.report
    if draft.label != "PROTEST" or page.words[draft.anchor[0]].lower() not in _STRIKE:
        return draft
    if _ARMS.search(report.text) is None or _WORK.search(f"{report.title or ''} {report.text}"):
        return draft
    return replace(draft, label="ASSAULT", mode=None)
