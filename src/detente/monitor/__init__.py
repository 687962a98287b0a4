"""The whole path: reports -> sentences -> reading -> store -> views. The only module that composes stages."""

from detente.monitor.ask import describe, why, write_brief
from detente.monitor.lookup import actors, places
from detente.monitor.moments import parse_moment
from detente.monitor.reader import Reader, read_text
from detente.monitor.run import Summary, options, read_paths

__all__ = [
    "Reader",
    "Summary",
    "actors",
    "describe",
    "options",
    "parse_moment",
    "places",
    "read_paths",
    "read_text",
    "why",
    "write_brief",
]
