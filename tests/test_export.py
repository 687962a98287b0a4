"""Tables as files: lists, moments, cells that a spreadsheet would run."""

import csv
import io
import json
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.export import write_table
from detente.schema import InputError

TABLE = pl.DataFrame(
    {
        "id": ["a", "b"],
        "by": [["Russia", None], []],
        "starts": [[1, 2], None],
        "at": [datetime(2025, 6, 1, 12, 30, tzinfo=UTC), None],
        "day": [date(2025, 6, 1), None],
        "intensity": [-9.5, 3.0],
        "said": ["=1+1", "one; two\nthree"],
    },
    schema_overrides={"at": pl.Datetime("us", "UTC")},
)


def written(table, format):
    stream = io.BytesIO()
    write_table(table, stream, format=format)
    return stream.getvalue()


def test_jsonl_keeps_lists_and_says_moments_in_iso():
    first, second = (json.loads(line) for line in written(TABLE, "jsonl").splitlines())
    assert first["by"] == ["Russia", None]
    assert first["at"] == "2025-06-01T12:30:00Z"
    assert first["day"] == "2025-06-01"
    assert first["said"] == "=1+1"
    assert (second["by"], second["starts"], second["at"]) == ([], None, None)


def test_csv_joins_lists_and_runs_nothing():
    first, second = csv.DictReader(io.StringIO(written(TABLE, "csv").decode()))
    assert first["by"] == "Russia;"
    assert first["starts"] == "1;2"
    assert first["said"] == "'=1+1"
    assert first["intensity"] == "-9.5"
    assert second["said"] == "one; two\nthree"
    assert second["at"] == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_no_csv_cell_begins_like_a_formula(text):
    table = pl.DataFrame({"a": [text], "b": [[text]]}, schema={"a": pl.String, "b": pl.List(pl.String)})
    rows = list(csv.reader(io.StringIO(written(table, "csv").decode(), newline="")))
    for cell in rows[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.removeprefix("'") == text or cell == text


def test_parquet_is_the_table(tmp_path):
    write_table(TABLE, tmp_path / "t.parquet", format="parquet")
    assert pl.read_parquet(tmp_path / "t.parquet").equals(TABLE)


def test_an_empty_table_still_has_its_columns():
    assert written(TABLE.clear(), "csv").decode().strip() == "id,by,starts,at,day,intensity,said"
    assert written(TABLE.clear(), "jsonl") == b""


def test_what_cannot_be_written_is_said(tmp_path):
    with pytest.raises(InputError, match="cannot write"):
        write_table(TABLE, tmp_path / "no" / "t.csv", format="csv")
    with pytest.raises(InputError, match="no format 'xls'"):
        write_table(TABLE, tmp_path / "t.xls", format="xls")
