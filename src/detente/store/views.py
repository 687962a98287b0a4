"""DuckDB views in memory over a store's segments, bounded by what was known and recorded by given moments.

A connection sees the segments that were there when it was opened; it never blocks a writer.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import polars as pl

from detente.schema import Forecast, Judgement, Outcome, Report, StoreError
from detente.schema.judgement import in_force, record_verdicts
from detente.store.columns import from_row
from detente.store.segments import list_segments
from detente.store.tables import JUDGEMENTS, RECORD_CLASSES, RECORDS, TABLES, Table

_OPEN_END = "9999-12-31 00:00:00+00"
_RECORD_VIEW = """
CREATE VIEW {kind}_records AS
SELECT e.* EXCLUDE (filename, recorded_at), s.published_at, s.retrieved_at, s.is_report,
  coalesce(s.known_at, e.grounds.known_at) AS known_at, s.replaced, {verdict} AS verdict
FROM segment_{table} e JOIN sources s USING (source_id, reading_id) {judged}
WHERE coalesce(s.known_at, e.grounds.known_at) <= {as_of}
  AND (s.is_report OR e.grounds.evidence[1].dataset IS NOT NULL)
  AND e.recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY e.id ORDER BY e.recorded_at, e.filename) = 1;
"""
# The view that shows each kind of value; imported events are looked for after those that were read.
VIEWS: Mapping[type, str] = MappingProxyType(
    {
        **{cls: f"{cls.kind}_records" for cls in RECORD_CLASSES},
        Report: "known_reports",
        Forecast: "forecasts",
        Outcome: "outcomes",
        Judgement: "known_judgements",
    }
)
IMPORTED_VIEW = "imported_events"
# How records meet people's verdicts; a store without judgements pays nothing for them.
_JOINS: Mapping[bool, Mapping[str, str]] = {
    False: {"verdict": "NULL::VARCHAR", "judged": ""},
    True: {"verdict": "v.verdict", "judged": "LEFT JOIN verdicts v ON v.id = e.id"},
}


def connect(
    root: Path,
    *,
    quads: Mapping[str, str],
    as_of: datetime | None = None,
    recorded_by: datetime | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open the views. `quads` gives each event type its quad.

    Raises: StoreError when a segment cannot be read.
    """
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE quads (type VARCHAR, quad VARCHAR)")
    connection.execute("CREATE TABLE verdicts (id VARCHAR, verdict VARCHAR, judgement_id VARCHAR)")
    if quads:
        connection.executemany("INSERT INTO quads VALUES (?, ?)", list(quads.items()))
    try:
        for table in TABLES:
            connection.execute(_segment_view(table, root))
        has_judgements = bool(list_segments(root / JUDGEMENTS.folder))
        bounds = {"as_of": _literal(as_of), "recorded_by": _literal(recorded_by), **_JOINS[has_judgements]}
        connection.execute(_sql("views.sql").format(**bounds))
        if has_judgements:
            _fill_verdicts(connection)
        for table in RECORDS:
            kind = table.name.removesuffix("s")
            connection.execute(_RECORD_VIEW.format(kind=kind, table=table.name, **bounds))
        connection.execute(_sql("flat.sql"))
    except duckdb.Error as error:
        connection.close()
        raise StoreError(
            f"cannot read the store at {root} (try `detente verify`): {first_line(error)}"
        ) from error
    _lock(connection, root)
    return connection


def _fill_verdicts(connection: duckdb.DuckDBPyConnection) -> None:
    """Work out what counts of people's judgements on records: SQL does not undo an undoing."""
    rows = pl.DataFrame(connection.sql("SELECT * FROM known_judgements")).iter_rows(named=True)
    verdicts = record_verdicts(in_force(from_row(Judgement, row) for row in rows))
    if verdicts:
        filled = [(name, judgement.verdict, judgement.id) for name, judgement in verdicts.items()]
        connection.executemany("INSERT INTO verdicts VALUES (?, ?, ?)", filled)


class Views:
    """The views of one store, kept open from question to question and put upon new segments as they come.

    Opening them takes a quarter of a second. Each question gets a cursor of its
    own, so threads may ask at once.
    """

    def __init__(self, root: Path, *, quads: Mapping[str, str]) -> None:
        self._root = root
        self._quads = quads
        self._segments: tuple[Path, ...] = ()
        self._open: dict[tuple[datetime | None, datetime | None], duckdb.DuckDBPyConnection] = {}

    def connect(
        self, *, as_of: datetime | None = None, recorded_by: datetime | None = None
    ) -> duckdb.DuckDBPyConnection:
        """A cursor on the views as they are now.

        Raises: StoreError when a segment cannot be read.
        """
        segments = all_segments(self._root)
        bounds = (as_of, recorded_by)
        if segments != self._segments:
            self._open = self._renewed(bounds, segments)
            self._segments = segments
        if bounds not in self._open:
            self._open[bounds] = connect(self._root, quads=self._quads, as_of=as_of, recorded_by=recorded_by)
        return self._open[bounds].cursor()

    def _renewed(
        self, bounds: tuple[datetime | None, datetime | None], segments: tuple[Path, ...]
    ) -> dict[tuple[datetime | None, datetime | None], duckdb.DuckDBPyConnection]:
        """What stays open when there are other segments: the views asked for, put upon these. People's
        verdicts are worked out when views are opened, so that new ones open them anew.
        """
        changed = {path.parent.relative_to(self._root).as_posix() for path in {*segments} ^ {*self._segments}}
        if bounds not in self._open or JUDGEMENTS.folder in changed:
            return {}
        connection = self._open[bounds]
        try:
            for table in TABLES:
                if table.folder in changed:
                    connection.execute(_segment_view(table, self._root))
        except duckdb.Error:
            return {}  # opening them anew says what is wrong
        return {bounds: connection}


def all_segments(root: Path) -> tuple[Path, ...]:
    """The segments of all tables."""
    return tuple(path for table in TABLES for path in list_segments(root / table.folder))


def _literal(moment: datetime | None) -> str:
    return f"TIMESTAMPTZ '{moment.isoformat() if moment else _OPEN_END}'"


def first_line(error: Exception) -> str:
    """The first line of an error's message."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _lock(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    """Leave a query nothing outside the store to read, and no setting to change."""
    connection.execute(f"SET allowed_directories = [{_quote(f'{root.resolve()}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _sql(name: str) -> str:
    return resources.files("detente.store").joinpath(name).read_text("utf-8")


def _segment_view(table: Table, root: Path) -> str:
    """All rows of a table with the segment each stands in, typed even where there are none."""
    typed = ((_name(name), _sql_type(dtype)) for name, dtype in table.schema.items())
    columns = ", ".join(f"CAST(NULL AS {sql_type}) AS {name}" for name, sql_type in typed)
    empty = f"SELECT {columns}, CAST(NULL AS VARCHAR) AS filename WHERE false"
    segments = list_segments(root / table.folder)
    if not segments:
        return f"CREATE OR REPLACE VIEW segment_{table.name} AS {empty}"
    paths = ", ".join(_quote(str(path.resolve())) for path in segments)
    rows = f"SELECT * FROM read_parquet([{paths}], filename = true, union_by_name = false)"
    return f"CREATE OR REPLACE VIEW segment_{table.name} AS {empty} UNION ALL BY NAME {rows}"


def _sql_type(dtype: Any) -> str:
    """DuckDB's name of a Polars type, given as the type or an instance of it."""
    if isinstance(dtype, pl.List):
        return f"{_sql_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        inner = (f"{_name(field.name)} {_sql_type(field.dtype)}" for field in dtype.fields)
        return f"STRUCT({', '.join(inner)})"
    return _SQL_TYPES[dtype.base_type()]


_SQL_TYPES: Mapping[type[pl.DataType], str] = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Binary: "BLOB",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMPTZ",
}


def _name(name: str) -> str:
    return f'"{name}"'


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
