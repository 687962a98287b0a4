"""Chunks of rows -> events and rejections, column by column in DuckDB.

What a code, a party or a place stands for is asked in Python once for each that is in a chunk, and joined. An
event's id is the one that its `Event` has in Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl

from detente.archives.files import LONGEST
from detente.archives.model import Archive, Chunk, Converted, Layout
from detente.codebook import Codebook
from detente.schema import Actor, StoreError, canonical_json, content_id

# Of the rules that turn rows into events: raise it when the same row gives another event.
_RULES = "2"
_EVENTS = """
SELECT id, row, sha256, archive_id, code, type, mode, contexts, "by", "to", place_name, place_country,
  latitude, longitude, geonames_id, precision, earliest, latest, intensity, known_at
FROM coded WHERE fault IS NULL AND type IS NOT NULL ORDER BY row
"""
_REJECTIONS = """
SELECT sha256(concat('["rejection",', getvariable('locator'), row, '","import","', fault, '"]')) AS id,
  concat(getvariable('path'), row) AS input_id, 'import' AS stage, fault AS reason, detail, row
FROM (
  SELECT row, fault, CASE WHEN fault LIKE '%code%' THEN code
    WHEN fault LIKE '%date%' OR fault LIKE '%ends%' THEN left(day_text, 80) END AS detail
  FROM coded WHERE fault IS NOT NULL
  UNION ALL SELECT unnest($rows::BIGINT[]), unnest($reasons::VARCHAR[]), NULL
) ORDER BY row
"""
# Between texts that are handed over together, and in place of one that is none: cells hold neither.
_PARTED, _NULL = "\x1e", "\x1f"
_COUNTS = "SELECT count(*), count(*) FILTER (fault IS NULL AND type IS NULL) FROM coded"


def reading_id(archive: Archive, codebook: Codebook) -> str:
    """Of the rules and codebook that turn an archive's rows into events."""
    return content_id("importer", archive.name, _RULES, codebook.sha256)


class Converter:
    """Turns the rows of one file into events. A context manager: it holds a database in memory."""

    def __init__(
        self, archive: Archive, layout: Layout, *, codebook: Codebook, dataset: str, locator: str, today: date
    ) -> None:
        """dataset: name that the rows' evidence bears. locator: how rejections name the file."""
        self._archive = archive
        self._codebook = codebook
        self._select = _select(archive, layout)
        # A chunk is smaller than what DuckDB shares among threads.
        self._connection = duckdb.connect(config={"threads": 1})
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(_sql("common.sql"))
        rows = f"{locator}#row "
        variables = {"dataset": _json(dataset), "path": rows, "locator": _json(rows)[:-1], "today": today}
        for name, value in variables.items():
            self._connection.execute(f"SET VARIABLE {name} = $value", {"value": value})

    def __enter__(self) -> "Converter":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def convert(self, chunk: Chunk) -> Converted:
        """The events and rejections of a chunk, in the order of its rows.

        Raises: StoreError when there is not enough memory or disk for it.
        """
        try:
            self._hold({"text": chunk.text, "given": "\n".join(chunk.sha256) if chunk.sha256 else None})
            self._connection.execute(
                f"CREATE OR REPLACE TEMP TABLE raw AS {self._select}",
                {"first": chunk.first_row, "separator": chunk.separator},
            )
            self._learn_acts()
            self._learn_parties()
            self._learn_places()
            self._connection.execute(_sql("coded.sql"))
            return self._result(chunk)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise StoreError(f"cannot convert rows: {str(error).splitlines()[0]}") from error

    def _result(self, chunk: Chunk) -> Converted:
        rows, reasons = [one.row for one in chunk.faults], [one.reason for one in chunk.faults]
        given = {"rows": rows, "reasons": reasons}
        counts = self._connection.execute(_COUNTS).fetchone() or (0, 0)
        return Converted(
            events=pl.DataFrame(self._connection.sql(_EVENTS)),
            rejections=_with_lines(pl.DataFrame(self._connection.sql(_REJECTIONS, params=given)), chunk),
            rows=counts[0] + len(rows),
            no_event=counts[1],
        )

    def _learn_acts(self) -> None:
        codes = [code for (code,) in self._ask("SELECT DISTINCT code FROM raw WHERE code IS NOT NULL")]
        acts = [self._archive.act(self._codebook, code) for code in codes]
        self._fill(
            "acts",
            ("c0", "c1", "c2", "from_json(c3, '[\"VARCHAR\"]')", "c4::DOUBLE", "c5", "c6"),
            [
                codes,
                [act.type for act in acts],
                [act.mode for act in acts],
                [_json(act.contexts) for act in acts],
                [None if act.intensity is None else repr(act.intensity) for act in acts],
                [act.fault for act in acts],
                [f"{_json(act.type)},{_json(act.mode)}" for act in acts],
            ],
        )

    def _learn_parties(self) -> None:
        sides = (
            f"SELECT name_{n}, country_{n}, sector_{n} FROM raw WHERE name_{n} IS NOT NULL" for n in (1, 2)
        )
        found = self._ask(" UNION ".join(sides))
        actors = [self._archive.actors(*party) for party in found]
        columns = [
            *_columns(found, 3),
            [_json([_plain(actor) for actor in some]) for some in actors],
            [",".join(_json((actor.name, None)) for actor in some) for some in actors],
        ]
        actor = """from_json(c3, '[{"name":"VARCHAR","country":"VARCHAR","sector":"VARCHAR"}]')"""
        self._fill("parties", ("c0", "c1", "c2", actor, "c4"), columns)

    def _learn_places(self) -> None:
        found = self._ask("SELECT DISTINCT place_name, place_country FROM raw WHERE place_name IS NOT NULL")
        codes = [self._archive.country(country) if country else None for _, country in found]
        canonical = [_json((name, code)) for (name, _), code in zip(found, codes, strict=True)]
        self._fill("places", ("c0", "c1", "c2", "c3"), [*_columns(found, 2), codes, canonical])

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def _fill(self, table: str, values: Sequence[str], columns: Sequence[Sequence[str | None]]) -> None:
        """Put columns of text into a table in place of what it held. values: of the columns c0, c1 ..."""
        self._connection.execute(f"DELETE FROM {table}")
        if not columns[0]:
            return
        self._hold({f"c{n}": _PARTED.join(map(_or_null, column)) for n, column in enumerate(columns)})
        apart = ", ".join(f"unnest(string_split(c{n}, chr(30))) AS c{n}" for n in range(len(columns)))
        told = ", ".join(f"nullif(c{n}, chr(31)) AS c{n}" for n in range(len(columns)))
        source = f"(SELECT {told} FROM (SELECT {apart} FROM held))"
        self._connection.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM {source}")

    def _hold(self, texts: Mapping[str, str | None]) -> None:
        """Put texts into a table of one row: a long list as a parameter takes DuckDB quadratic time."""
        given = ", ".join(f"${name}::VARCHAR AS {name}" for name in texts)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE held AS SELECT {given}", dict(texts))


def _with_lines(rejections: pl.DataFrame, chunk: Chunk) -> pl.DataFrame:
    """Rejections whose detail begins with the line of the file, which is not the number of the row."""
    lines = [f"line {chunk.lines[row - chunk.first_row]}" for row in rejections["row"]]
    told = pl.concat_str(pl.Series("line", lines, pl.String), "detail", separator=": ", ignore_nulls=True)
    return rejections.select(pl.exclude("row")).with_columns(rejections.select(detail=told))


def _or_null(text: str | None) -> str:
    return _NULL if text is None else text


def _select(archive: Archive, layout: Layout) -> str:
    """The query that takes rows apart: cells by their columns' names, then the archive's own query."""
    places = dict(layout.positions)
    cells = ", ".join(
        f'cell(f[{places[name]}]) AS "{name}"' if name in places else f'NULL::VARCHAR AS "{name}"'
        for name in archive.columns
    )
    return f"""
      WITH lines AS (
        SELECT unnest(string_split(text, chr(10))) AS line, unnest(string_split(given, chr(10))) AS given,
          generate_subscripts(string_split(text, chr(10)), 1) + $first - 1 AS row
        FROM held
      ), parts AS (
        SELECT row, coalesce(given, sha256(line)) AS sha256, strlen(line) AS size,
          string_split(line, $separator) AS f
        FROM lines WHERE line <> ''
      ), cells AS (
        SELECT row, sha256, CASE
            WHEN size > {LONGEST} THEN 'row is too long'
            WHEN len(f) < {layout.width} THEN 'too few columns'
            WHEN len(f) > {layout.width} AND trim(array_to_string(f[{layout.width + 1}:], '')) <> ''
              THEN 'too many columns'
          END AS fault, {cells}
        FROM parts
      )
      {_sql(archive.sql)}"""


def _columns(rows: Iterable[tuple[Any, ...]], count: int) -> list[list[Any]]:
    """Rows turned into columns, empty ones too."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]


def _plain(actor: Actor) -> dict[str, str | None]:
    return {"name": actor.name, "country": actor.country, "sector": actor.sector}


def _json(value: object) -> str:
    return canonical_json(value).decode()


def _sql(name: str) -> str:
    return files("detente.archives").joinpath(f"sql/{name}").read_text("utf-8")
