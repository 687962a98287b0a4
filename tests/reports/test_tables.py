"""Tables to documents: CSV and TSV of any dialect, and Parquet."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.options import Document, Source, UnreadableError
from detente.reports.tables import csv_rows, parquet_rows
from detente.schema import Rejection
from reports.making import OPTIONS

SOURCE = Source(locator="a.csv", name="a", format="csv")


def table(data, form="csv", options=OPTIONS):
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return list(csv_rows(stream, replace(SOURCE, format=form), options))


def rows(items):
    return [json.loads(item.data) for item in items if isinstance(item, Document)]


def refused(items):
    return [(item.input_id, item.reason) for item in items if isinstance(item, Rejection)]


def test_a_row_is_canonical_json_with_its_number():
    (first, second) = table("title,text\nA,One.\nB,Two.\n")
    assert (first.locator, first.format, first.data) == ("a.csv#row 1", "csv", b'{"text":"One.","title":"A"}')
    assert second.locator == "a.csv#row 2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter):
    items = table(f"title{delimiter}text\nA{delimiter}One, two; three.\n".replace("One, two; three.", "One."))
    assert rows(items) == [{"title": "A", "text": "One."}]


def test_quotes_hold_delimiters_quotes_and_lines():
    items = table('\ufefftitle;text\r\n"A;a";"He said: ""yes"",\nand left."\r\nB; "Two; three."\r\n')
    assert rows(items) == [
        {"title": "A;a", "text": 'He said: "yes",\nand left.'},
        {"title": "B", "text": "Two; three."},
    ]


def test_ragged_rows():
    items = table(
        "title,text,date\nA,One.\nB,Two.,2025-06-05,,\nC,Three,four,five\nD,Four.,\n\n,,\nE,Five.,x\n"
    )
    assert rows(items) == [
        {"title": "A", "text": "One."},
        {"title": "B", "text": "Two.", "date": "2025-06-05"},
        {"title": "D", "text": "Four.", "date": ""},
        {"title": "E", "text": "Five.", "date": "x"},
    ]
    assert refused(items) == [("a.csv#row 3", "malformed row")]
    assert items[-1].locator == "a.csv#row 5"


def test_a_quote_that_is_never_closed_costs_no_row_after_the_next_one():
    lines = ["text,n", "One.,1", '"Two,2', "Three.,3", '"Four.",4', "Five.,5", "Six.,6"]
    items = table("\n".join(lines))
    assert [row["text"] for row in rows(items)] == ["One.", "Five.", "Six."]
    (rejection,) = [item for item in items if isinstance(item, Rejection)]
    assert (rejection.input_id, rejection.reason) == ("a.csv#row 2", "malformed row")
    assert "lines 3 to 5" in rejection.detail


def test_a_quote_open_at_the_end_is_refused():
    items = table('text\nOne.\n"Two.\n')
    assert (rows(items), refused(items)) == ([{"text": "One."}], [("a.csv#row 2", "malformed row")])


def test_of_columns_with_one_name_the_first_counts():
    assert rows(table("text,text,,\nOne.,Two.,x,y\n")) == [{"text": "One.", "column 3": "x", "column 4": "y"}]


def test_articles_longer_than_the_csv_module_allows():
    assert len(rows(table(f"text\n{'x' * 500_000}\n"))[0]["text"]) == 500_000


@pytest.mark.parametrize("row", ["x" * 300, '"' + "x" * 300 + '"'])
def test_a_line_too_large_is_refused_alone(row):
    items = table(f"text\nOne.\n{row}\nTwo.\n", options=replace(OPTIONS, max_bytes=100))
    assert refused(items) == [("a.csv#row 2", "too large")]
    assert rows(items) == [{"text": "One."}, {"text": "Two."}]


def test_after_a_quotation_without_end_nothing_is_taken_for_a_row():
    data = 'text\nOne.\n"Two\n' + "words\n" * 100 + 'three."\nFour.\n'
    items = []
    with pytest.raises(UnreadableError, match="row 2, which begins on line 3, does not end") as caught:
        for item in csv_rows(io.BytesIO(data.encode()), SOURCE, replace(OPTIONS, max_bytes=100)):
            items.append(item)
    assert caught.value.reason == "malformed row"
    assert rows(items) == [{"text": "One."}]


def test_old_encodings_by_the_line():
    data = "title,text\nA,Plain words.\nB,Müller said “no”.\n".encode("cp1252")
    assert rows(table(data))[1] == {"title": "B", "text": "Müller said “no”."}
    late = b"title,text\n" + b"A,Plain words.\n" * 10_000 + "B,Müller said “no”.\n".encode("cp1252")
    assert rows(table(late))[-1] == {"title": "B", "text": "Müller said “no”."}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_unicode(encoding):
    assert rows(table("title,text\nА,Київ каже.\n".encode(encoding))) == [
        {"title": "А", "text": "Київ каже."}
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,b\n1,2\n", "no text column"),
        ("The minister said so.\nHe left.\n", "no text column"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        ("text" + "x" * 300, "too large"),
    ],
)
def test_what_is_no_table_is_one_refusal(data, reason):
    with pytest.raises(UnreadableError) as caught:
        table(data, options=replace(OPTIONS, max_bytes=100))
    assert caught.value.reason == reason


def test_a_table_without_rows_says_so():
    assert refused(table("text,date\n")) == [("a.csv", "empty")]


def test_tabs_need_no_quotes():
    items = table('title\ttext\n"A" and b\t"We will," he said.\nC\t"no quote\nD\t"all ""of"" it"\n', "tsv")
    assert [row["text"] for row in rows(items)] == ['"We will," he said.', '"no quote', 'all "of" it']
    assert rows(items)[0]["title"] == '"A" and b'


def test_tabs_with_quotes_that_hold_lines():
    items = table('title\ttext\nA\t"One\ttwo\nthree."\nB\tFour.\n', "tsv")
    assert rows(items) == [{"title": "A", "text": "One\ttwo\nthree."}, {"title": "B", "text": "Four."}]


def test_a_file_named_tsv_may_have_commas():
    assert rows(table("title,text\nA,One.\n", "tsv")) == [{"title": "A", "text": "One."}]


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=20
).filter(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;|"))
def test_what_spreadsheets_write_comes_back(written, delimiter):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "text"), *written])
    assert rows(table(stream.getvalue())) == [{"title": title, "text": text} for title, text in written]


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_refused(data):
    try:
        items = table(b"title,text\n" + data)
    except UnreadableError:
        return
    assert items
    assert all(isinstance(item, Rejection) or isinstance(json.loads(item.data), dict) for item in items)


def parquet(frame, path, options=OPTIONS):
    frame.write_parquet(path)
    return list(parquet_rows(path, Source(locator="a.parquet", name="a", format="parquet"), options))


def test_parquet_rows_of_every_type(tmp_path):
    frame = polars.DataFrame(
        {
            "text": ["One.", None],
            "published": [datetime(2025, 6, 5, 10, tzinfo=UTC), None],
            "day": [date(2025, 6, 5), None],
            "share": [float("nan"), 0.5],
            "price": [Decimal("1.50"), None],
            "raw": [b"caf\xe9", None],
            "tags": [["a", "b"], []],
            "source": [{"name": "Example"}, {"name": None}],
            "pause": polars.Series([90_000, None], dtype=polars.Duration("ms")),
        }
    )
    first, second = rows(parquet(frame, tmp_path / "a.parquet"))
    assert first == {
        "text": "One.",
        "published": "2025-06-05T10:00:00+00:00",
        "day": "2025-06-05",
        "share": None,
        "price": "1.50",
        "raw": "caf\\xe9",
        "tags": ["a", "b"],
        "source": {"name": "Example"},
        "pause": "0:01:30",
    }
    assert second["text"] is None
    assert second["share"] == 0.5


def test_parquet_is_read_slice_by_slice(tmp_path):
    frame = polars.DataFrame({"text": [f"Sentence {number}." for number in range(4_500)]})
    items = parquet(frame, tmp_path / "a.parquet")
    assert [row["text"] for row in rows(items)] == frame["text"].to_list()
    assert items[-1].locator == "a.parquet#row 4500"


def test_a_parquet_name_is_no_pattern(tmp_path):
    polars.DataFrame({"text": ["Other."]}).write_parquet(tmp_path / "1.parquet")
    assert rows(parquet(polars.DataFrame({"text": ["This."]}), tmp_path / "[1].parquet")) == [
        {"text": "This."}
    ]
    assert rows(parquet(polars.DataFrame({"text": ["This."]}), tmp_path / "*.parquet")) == [{"text": "This."}]


def test_parquet_without_the_column(tmp_path):
    with pytest.raises(UnreadableError, match="no text column: the columns are: a, b;"):
        parquet(polars.DataFrame({"a": [1], "b": [2]}), tmp_path / "a.parquet")


def test_parquet_without_rows(tmp_path):
    frame = polars.DataFrame({"text": []}, schema={"text": polars.String})
    assert refused(parquet(frame, tmp_path / "a.parquet")) == [("a.parquet", "empty")]


def test_a_parquet_row_too_large_is_refused_alone(tmp_path):
    frame = polars.DataFrame({"text": ["One.", "x" * 300, "Two."]})
    items = parquet(frame, tmp_path / "a.parquet", replace(OPTIONS, max_bytes=100))
    assert refused(items) == [("a.parquet#row 2", "too large")]
    assert [row["text"] for row in rows(items)] == ["One.", "Two."]


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:-20], lambda data: b"PAR1" + bytes(90)]
)
def test_damaged_parquet_is_one_refusal(tmp_path, damage):
    path = tmp_path / "a.parquet"
    polars.DataFrame({"text": ["One."] * 50}).write_parquet(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UnreadableError, match="damaged Parquet"):
        list(parquet_rows(path, Source(locator="a", name="a", format="parquet"), OPTIONS))


def test_parquet_from_memory():
    stream = io.BytesIO()
    polars.DataFrame({"text": ["One."]}).write_parquet(stream)
    items = list(parquet_rows(stream.getvalue(), Source(locator="-", name="a", format="parquet"), OPTIONS))
    assert rows(items) == [{"text": "One."}]
