"""Time expressions of English news and history: where they stand in a text, and which days they mean.

`find_times` reads a text by the grammar in `rules`; `resolve` turns what was found into days, seen from the
published date and from what the text spoke of last (a `View`); `read_times` does both for a whole text.

In the order of the work: `lexicon` knows the words, `patterns` how rules are written, `syntax` how they
match. `builders`, `moments` and `phrases` make `nodes` of what `rules` match, `finding` lists them.
`calendar`, `moving` and `holidays` count days, `choosing` settles what a date leaves out, `resolving` and
`answering` give the answer.
"""

from detente.reading.times.answering import Answer, Timed, is_story, read_times, resolve, view_at
from detente.reading.times.choosing import View
from detente.reading.times.finding import find_times
from detente.reading.times.nodes import Calendar, Found, Run, Term

__all__ = [
    "Answer",
    "Calendar",
    "Found",
    "Run",
    "Term",
    "Timed",
    "View",
    "find_times",
    "is_story",
    "read_times",
    "resolve",
    "view_at",
]
