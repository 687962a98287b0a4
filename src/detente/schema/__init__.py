"""What everything in detente is made of: frozen values, their ids, and the error tree. Read this first.

Values are keyword-only, slotted, frozen dataclasses; collections are tuples; stages hand each other these
values and nothing else. They live in six files, in the order in which the data meets them:

=============  =========================================================================================
`report`       Report, Publisher, Span, Sentence, Row, Rejection: what was read, and where in it
`reading`      Token, Mention, Predicate, Analysis, Relation, Reading: what the reader saw in a text
`record`       Event, Statement, Commitment, Figure and their parts: what the text says
`finding`      Incident, Claim, Chain, Level ...: what the records add up to
`judgement`    Judgement: what people decide about records and findings
`forecast`     Question, Forecast, Ranking, Outcome: what may come next, and how it turned out
=============  =========================================================================================

Every moment (`..._at`) is timezone-aware UTC; every day is a `datetime.date`. Offsets count Unicode code
points of `Report.text` and are half-open. A fact that is not known is None, never an invented value.

Errors have one root::

    DetenteError
    ├── InputError       a path, file, column, date or option that cannot be used
    ├── CodebookError    a codebook file that breaks the codebook's own rules
    ├── ReaderError      weights that are missing, damaged or of another version
    ├── StoreError       a store that is missing, damaged, unwritable or of a newer version
    └── ForecastError    a question that the history cannot answer, a scenario that does not hold together
"""

from detente.schema.errors import (
    CodebookError,
    DetenteError,
    ForecastError,
    InputError,
    ReaderError,
    StoreError,
)
from detente.schema.finding import (
    Assessment,
    Chain,
    Claim,
    Contact,
    Copy,
    Finding,
    Incident,
    Level,
    Rupture,
    Standing,
)
from detente.schema.forecast import Forecast, Outcome, Quantile, Question, RankedAct, Ranking
from detente.schema.ids import canonical_json, content_id
from detente.schema.judgement import Judgement
from detente.schema.reading import Analysis, Mention, Predicate, Reading, Relation, Role, Token
from detente.schema.record import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    Place,
    Record,
    Statement,
    Step,
    When,
)
from detente.schema.report import Evidence, Publisher, Rejection, Report, Row, Sentence, Span

__all__ = [
    "Actor",
    "Analysis",
    "Assessment",
    "Chain",
    "Claim",
    "CodebookError",
    "Commitment",
    "Contact",
    "Copy",
    "DetenteError",
    "Event",
    "Evidence",
    "Figure",
    "Finding",
    "Forecast",
    "ForecastError",
    "Grounds",
    "Incident",
    "InputError",
    "Judgement",
    "Level",
    "Mention",
    "Outcome",
    "Place",
    "Predicate",
    "Publisher",
    "Quantile",
    "Question",
    "RankedAct",
    "Ranking",
    "ReaderError",
    "Reading",
    "Record",
    "Rejection",
    "Relation",
    "Report",
    "Role",
    "Row",
    "Rupture",
    "Sentence",
    "Span",
    "Standing",
    "Statement",
    "Step",
    "StoreError",
    "Token",
    "When",
    "canonical_json",
    "content_id",
]
