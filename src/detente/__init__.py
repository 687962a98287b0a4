"""detente reads the news about a crisis and keeps an auditable record of it.

>>> import detente
>>> records = detente.read_text("Russia struck Kyiv on Sunday, officials said.", published="2025-06-02")
>>> [(record.type, record.status) for record in records if record.kind == "event"]
[('ASSAULT', 'reported')]

`Store` opens a record on disk, `Crisis` says what it adds up to, `Outlook` what may come next, `Reader` reads
reports, `read_text` one text; `detente.schema` holds the values that they give.
"""

from datetime import UTC, date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.monitor import Crisis, Outlook, Reader
    from detente.schema import (
        Commitment,
        DetenteError,
        Event,
        Figure,
        Publisher,
        Record,
        Rejection,
        Report,
        Statement,
    )
    from detente.store import Store

__all__ = [
    "Commitment",
    "Crisis",
    "DetenteError",
    "Event",
    "Figure",
    "Outlook",
    "Publisher",
    "Reader",
    "Record",
    "Rejection",
    "Report",
    "Statement",
    "Store",
    "read_text",
]

_HOMES = {
    "Crisis": "detente.monitor",
    "Outlook": "detente.monitor",
    "Reader": "detente.monitor",
    "Store": "detente.store",
}


def read_text(
    text: str, *, published: str | date | datetime | None = None, title: str | None = None
) -> "tuple[Record, ...]":
    """Read one English text: its events, statements, commitments and figures, in the order of the text.

    published: when it was published, such as "2025-06-05"; without it, what is told relative to that day
    stays relative. Offsets in the records are those of `text`.

    >>> from detente import read_text
    >>> records = read_text("Moscow denied attacking Kyiv.")
    >>> [(record.type, record.status) for record in records if record.kind == "event"]
    [('ASSAULT', 'denied')]

    Raises: InputError for a `published` that is no date.
    """
    from detente import monitor

    return monitor.read_text(
        text, published_at=_moment(published), title=title, retrieved_at=datetime.now(UTC)
    )


def _moment(published: str | date | datetime | None) -> datetime | None:
    from detente.monitor import parse_moment

    if isinstance(published, datetime):
        return published if published.tzinfo else published.replace(tzinfo=UTC)
    return None if published is None else parse_moment(str(published))


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import detente` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "detente.schema")), name)
