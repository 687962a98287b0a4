"""The whole path: reports -> sentences -> reading -> store -> views. The only module that composes stages."""

from detente.crisis import find_gaps
from detente.monitor.ask import describe, why
from detente.monitor.briefing import write_brief
from detente.monitor.crisis import Crisis
from detente.monitor.imports import Imported, export_profile, import_paths
from detente.monitor.judging import judge, list_judgements
from detente.monitor.labelling import judgement_rows, label_rows
from detente.monitor.lookup import actors, places
from detente.monitor.meanings import check_codebook, codebook_summary, codebook_type
from detente.monitor.moments import parse_moment
from detente.monitor.outlook import Outlook
from detente.monitor.overview import overview
from detente.monitor.reader import Reader, read_text
from detente.monitor.run import Summary, options, read_paths

__all__ = [
    "Crisis",
    "Imported",
    "Outlook",
    "Reader",
    "Summary",
    "actors",
    "check_codebook",
    "codebook_summary",
    "codebook_type",
    "describe",
    "export_profile",
    "find_gaps",
    "import_paths",
    "judge",
    "judgement_rows",
    "label_rows",
    "list_judgements",
    "options",
    "overview",
    "parse_moment",
    "places",
    "read_paths",
    "read_text",
    "why",
    "write_brief",
]
