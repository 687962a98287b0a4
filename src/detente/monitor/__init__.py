"""The whole path: reports -> sentences -> reading -> store -> views. The only module that composes stages."""

from detente.monitor.ask import describe, why, write_brief
from detente.monitor.imports import Imported, export_profile, import_paths
from detente.monitor.lookup import actors, places
from detente.monitor.moments import parse_moment
from detente.monitor.reader import Reader, read_text
from detente.monitor.run import Summary, options, read_paths

__all__ = [
    "Imported",
    "Reader",
    "Summary",
    "actors",
    "describe",
    "export_profile",
    "import_paths",
    "options",
    "parse_moment",
    "places",
    "read_paths",
    "read_text",
    "why",
    "write_brief",
]
