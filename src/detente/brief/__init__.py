"""Picture -> brief: what an analyst reads in five minutes, with the source of each sentence.

`compose` writes a `Brief` once from a `Material`: sections of sentences, each with marks that lead to a
sentence of a report, or to a named question that `run` asks again. `render` gives it as Markdown, HTML or
JSON.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from detente.brief.compose import compose
from detente.brief.document import Brief, Cite, Mark, Note, Query, Section, Sentence
from detente.brief.html import to_html
from detente.brief.json import to_json
from detente.brief.markdown import to_markdown
from detente.brief.material import Expectation, Material, Outlook, Score
from detente.brief.queries import run
from detente.schema import InputError

__all__ = [
    "FORMATS",
    "Brief",
    "Cite",
    "Expectation",
    "Mark",
    "Material",
    "Note",
    "Outlook",
    "Query",
    "Score",
    "Section",
    "Sentence",
    "compose",
    "render",
    "run",
]

_RENDERERS: Mapping[str, Callable[[Brief], str]] = MappingProxyType(
    {"md": to_markdown, "html": to_html, "json": to_json}
)
FORMATS = tuple(_RENDERERS)


def render(brief: Brief, format: str = "md") -> str:
    """A brief as text. The same brief gives the same bytes.

    Raises: InputError for a format that is none.
    """
    if format not in _RENDERERS:
        raise InputError(f"there is no format {format!r}; there are {', '.join(FORMATS)}")
    return _RENDERERS[format](brief)
