"""Reports: files, pages, tables and archives, given as paths, to the Reports that all other stages read.

In two halves, so that the second can run in many processes::

    paths ──gather──> Document ──extract──> Report
      └───────────────────┴──────────────> Rejection

`gather` reads files and understands none of them; `extract` is a pure function of one document. Whatever is
given comes out as a report or as a Rejection that says why not, and a rejection never ends the run.
"""

from detente.reports.dates import parse_date
from detente.reports.extract import extract
from detente.reports.gather import gather
from detente.reports.options import Document, Options, parse_mapping

__all__ = ["Document", "Options", "extract", "gather", "parse_date", "parse_mapping"]
