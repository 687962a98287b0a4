"""What to show: which parties, since when, how probable; and the SQL that selects it from the flat views."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from detente.schema import InputError
from detente.store.imported import ALL, READ
from detente.store.views import first_line

RECORD_TABLES = ("events", "statements", "commitments", "figures")
EXPORT_TABLES = (*RECORD_TABLES, "reports")
# The judgements that count for records, by their ids.
VERDICTS = (
    "SELECT v.id AS record_id, j.* FROM verdicts v JOIN known_judgements j ON j.id = v.judgement_id "
    "WHERE list_contains(?::VARCHAR[], v.id)"
)
_NOT_REJECTED = "verdict IS DISTINCT FROM 'reject'"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom the records shown are about: country codes or entity ids.

    One name: all that it takes part in. Several: what passes among them. Directed: from `names` to `to`.
    """

    names: tuple[str, ...]
    to: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What `parse` reads."""
        return ">".join(",".join(names) for names in (self.names, self.to) if names)

    @classmethod
    def parse(cls, text: str | Sequence[str]) -> "About":
        """Read "RUS", "RUS,UKR" or "RUS>UKR"; or names one by one, ("RUS", "UKR").

        Raises: InputError for an empty name, more than one ">", or what is no text.
        """
        if not isinstance(text, str):
            text = _listed(text)
        sides = [tuple(name.strip() for name in side.split(",")) for side in text.split(">")]
        if len(sides) > 2 or any(not name for side in sides for name in side):
            raise _no_about(text)
        return cls(names=_codes(sides[0]), to=_codes(sides[1]) if len(sides) == 2 else ())


def _listed(names: object) -> str:
    """Names that are given one by one, as a text."""
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise _no_about(names)
    if any(mark in name for name in names for mark in ",>"):
        raise _no_about(names)
    return ",".join(names)


def _no_about(given: object) -> InputError:
    return InputError(f"--about takes RUS, RUS,UKR or RUS>UKR, in Python also (RUS, UKR), not {given!r}")


def _codes(names: Iterable[str]) -> tuple[str, ...]:
    """Country codes are upper case whatever the user typed."""
    return tuple(name.upper() if len(name) == 3 and name.isalpha() else name for name in names)


def select(
    table: str,
    *,
    about: str | None = None,
    since: datetime | None = None,
    min_probability: float = 0.0,
    report_id: str | None = None,
    dataset: str | None = None,
    with_rejected: bool = False,
    columns: Sequence[str] | None = None,
) -> tuple[str, tuple[object, ...]]:
    """SQL and its values for the rows of an export table, by the time they became known, report and position.

    Raises: InputError for a table or an `about` that is none.
    """
    if table not in EXPORT_TABLES:
        raise InputError(f"there is no table {table!r}; there are {', '.join(EXPORT_TABLES)}")
    source, conditions = _source(table, dataset)
    if since is not None:
        conditions.append(("known_at >= ?", (since,)))
    if report_id is not None:
        conditions.append(("report_id = ?", (report_id,)))
    if about is not None:
        parties = About.parse(about)
        conditions.append(_of_reports(parties) if table == "reports" else _among(parties))
    hidden, order = ("known_at", "") if table == "reports" else ("known_at, by_ids, to_ids", '"start", ')
    if table != "reports":
        conditions.append(("probability >= ?", (min_probability,)))
        if not with_rejected:
            conditions.append((_NOT_REJECTED, ()))
            hidden += ", verdict"
    where = " AND ".join(("true", *(condition for condition, _ in conditions)))
    if source == "flat_events":
        hidden += ', dataset, "row", archive_id, code'
    chosen = ", ".join(f'"{name}"' for name in columns) if columns else f"* EXCLUDE ({hidden})"
    query = (
        f"SELECT {chosen} FROM {source} WHERE {where} "
        f"ORDER BY known_at, report_id, {order}{table.removesuffix('s')}_id"
    )
    return query, tuple(value for _, values in conditions for value in values)


def _source(table: str, dataset: str | None) -> tuple[str, list[tuple[str, tuple[object, ...]]]]:
    """Where the rows come from: what was read, unless datasets are named; only events are imported."""
    names = [name.strip() for name in (dataset or READ).split(",")]
    if not all(names):
        raise InputError(
            f"--dataset takes {READ}, {ALL} or datasets with commas between them, not {dataset!r}"
        )
    if names == [READ]:
        return f"flat_{table}", []
    with_read = READ in names or ALL in names
    if table != "events":
        return f"flat_{table}", [] if with_read else [("false", ())]
    imported: tuple[str, tuple[object, ...]] = ("list_contains(?::VARCHAR[], dataset)", (names,))
    both = "(SELECT * FROM flat_events UNION ALL BY NAME SELECT * FROM flat_imported)"
    if ALL in names:
        return both, []
    if with_read:
        return both, [("(dataset IS NULL OR list_contains(?::VARCHAR[], dataset))", (names,))]
    # No row but the types of flat_events: its columns come in their order.
    empty = "SELECT * FROM flat_events WHERE false"
    return f"({empty} UNION ALL BY NAME SELECT * FROM flat_imported)", [imported]


def _among(about: About) -> tuple[str, tuple[object, ...]]:
    """Records with the named parties on the named sides."""
    names, to = list(about.names), list(about.to)
    if to:
        return "list_has_any(by_ids, ?::VARCHAR[]) AND list_has_any(to_ids, ?::VARCHAR[])", (names, to)
    least = 1 if len(names) == 1 else 2
    return f"len(list_intersect(list_concat(by_ids, to_ids), ?::VARCHAR[])) >= {least}", (names,)


def _of_reports(about: About) -> tuple[str, tuple[object, ...]]:
    """Reports that hold a record with the named parties."""
    condition, values = _among(about)
    shown = f"{condition} AND {_NOT_REJECTED}"
    queries = (f"SELECT report_id FROM flat_{name} WHERE {shown}" for name in RECORD_TABLES)
    return f"report_id IN ({' UNION '.join(queries)})", values * len(RECORD_TABLES)


def frame(connection: duckdb.DuckDBPyConnection, query: str, values: Iterable[object] = ()) -> pl.DataFrame:
    """Run a query and give its rows as a Polars frame.

    Raises: InputError with DuckDB's own first line when the query fails.
    """
    try:
        return pl.DataFrame(connection.sql(query, params=list(values)))
    except duckdb.Error as error:
        raise InputError(f"the query failed: {first_line(error)}") from error


def check_read_only(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raises: InputError when `query` is not one SELECT."""
    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise InputError(f"the query cannot be read: {first_line(error)}") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InputError("only one SELECT may be asked: the record is append-only")
