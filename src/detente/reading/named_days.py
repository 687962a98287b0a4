"""Days that go by their date alone, of what happened on them: "the September 11 attacks"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from detente.reading.page import Page
from detente.reading.trees import Span as Words

_AFTER = 24  # characters behind a date in which its noun stands: "September 11 terrorist attacks"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A day, how its date is written, the noun behind it, and what the report speaks of if it is meant."""

    day: date
    written: re.Pattern[str]
    noun: re.Pattern[str]
    told: re.Pattern[str]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DAYS = (
    _Named(
        day=date(2001, 9, 11),
        written=_compile(r"(?:the )?(?:sept(?:ember|\.)? 11(?:th)?|11(?:th)? september|9/11)"),
        noun=_compile(r"\W*(?:\w+ )?(?:attacks|hijack\w*|atrocit\w*)"),
        told=_compile(r""),
    ),
    _Named(
        day=date(2021, 1, 6),
        written=_compile(r"(?:the )?(?:jan(?:uary|\.)? 6(?:th)?|6(?:th)? january)"),
        noun=_compile(r"\W*(?:\w+ )?(?:attacks?|riots?|insurrection|storming|committee|assault)"),
        told=_compile(r"\bcapitol\b|\binsurrection\b"),
    ),
    _Named(
        day=date(2023, 10, 7),
        written=_compile(r"(?:the )?(?:oct(?:ober|\.)? 7(?:th)?|7(?:th)? october)"),
        noun=_compile(r"\W*(?:\w+ )?(?:attacks?|massacres?|assault|onslaught|raid|atrocit\w*|terror)"),
        told=_compile(r"\bhamas\b|\bisrael\w*|\bgaza\b"),
    ),
)


def named_day(page: Page, words: Words) -> date | None:
    """The day that a date without a year stands for by its name; None where it is a date like others."""
    span, published = page.span(words), page.report.published_at
    behind = page.report.text[span.end : span.end + _AFTER]
    for one in _DAYS:
        if one.written.fullmatch(span.text) and one.noun.match(behind) and one.told.search(page.report.text):
            return one.day if published is None or published.date() >= one.day else None
    return None
