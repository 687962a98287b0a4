"""The codebook: what acts, statements, commitments and figures can be called, and what each name means.

A codebook is data. detente's own is `plover.toml` in this package; `load(path)` reads a user's own file of
the same form. `model` says what a codebook holds and answers questions about it; `loader` reads and checks a
file, `table` by `table`.

    >>> from detente.codebook import load
    >>> codebook = load()
    >>> codebook.quad("ASSAULT").name
    'material conflict'
    >>> codebook.intensity("ASSAULT", "drone")
    -10.0
    >>> codebook.from_cameo("0841").mode
    'release'
    >>> codebook.prevailing("planned", "denied")
    'denied'
"""

from detente.codebook.loader import load
from detente.codebook.model import (
    MUTUAL,
    CameoCode,
    Codebook,
    CommitmentAct,
    Context,
    EventType,
    Mode,
    Quad,
    Quantity,
    Sector,
    Source,
    StatementAct,
    Status,
    Unit,
)

__all__ = [
    "MUTUAL",
    "CameoCode",
    "Codebook",
    "CommitmentAct",
    "Context",
    "EventType",
    "Mode",
    "Quad",
    "Quantity",
    "Sector",
    "Source",
    "StatementAct",
    "Status",
    "Unit",
    "load",
]
