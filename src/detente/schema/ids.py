"""Content ids: SHA-256 over canonical JSON, so that the same content has the same id on every machine.

Probabilities, methods and clocks are never part of what is hashed.
"""

import hashlib
import json
from datetime import date, datetime
from typing import Protocol


class Identified(Protocol):
    """Anything with a content id."""

    @property
    def id(self) -> str: ...


def canonical_json(value: object) -> bytes:
    """Encode `value` in the one way that is hashed: sorted keys, no spaces, UTF-8, moments in ISO 8601.

    Tuples become lists. Raises TypeError for a type that has no canonical form and ValueError for NaN and
    infinities.
    """
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
)


def content_id(kind: str, *content: object) -> str:
    """Hash `kind` and `content` into 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json([kind, *content])).hexdigest()


def set_id(value: Identified, kind: str, *content: object) -> None:
    """Give a frozen value its id, once, while it is being made."""
    object.__setattr__(value, "id", content_id(kind, *content))
